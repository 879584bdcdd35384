#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans that leave no pot worse off than alone (purse explain --no-detriment), against the reference model.

    detriment.py PURSE [SCENARIO...] [--seeds 1-20]

Each plan that `-o` writes must verify, and must not once a limit of it is lowered. What a pot is held to is what it has
in the plan of separate pots, worked out anew from its flows. The optimum lies between those of separate and of pooled
pots, and on random linear scenarios it is that of the reference model with the same rows, by glpsol.
"""

import json
import pathlib
import sys
import tempfile

import cases  # puts the reference within reach
import literal
import walls
from solvers import plus

SAME = 1e-6    # relative, of a figure
TIER = 1e-5    # relative, of a tier's optimum
KEYS = {"no-people-worse-off": "no_people_worse_off", "none-worse-off": "none_worse_off"}


def pots_of(scenario, need):
    return {scenario.service[a.service].pot for a in scenario.abilities if a.need == need and a.entry}


def held(scenario, plan):
    """{(pot, figure): value} of what can be held to."""
    figures = walls.figures(scenario, plan)
    out = {(pot.id, name): figures["pots", pot.id, name] for pot in scenario.pots for name in ("burden", "paid")}
    for pot in scenario.pots:
        out[pot.id, "unmet"] = sum(scenario.need[flow["need"]].priority * flow["people"] for flow in plan["flows"]
                                   if flow["kind"] == "unmet" and pot.id in pots_of(scenario, flow["need"]))
    return out


def judge(scenario, plan, limits):
    """Tiers of the reference model under the plan's regime with the same limits on pots."""
    model = literal.Literal(scenario, plan["regime"])
    column = model.linear.column
    size = {"unmet": plan["totals"]["episodes"], "burden": plan["totals"]["burden"], "paid": plan["totals"]["spend"]}
    for (pot, name), most in limits.items():
        row, scale = {}, 1.0
        if name == "unmet":
            row = {column["m", place, need]: scenario.need[need].priority for place, need in model.pairs
                   if pot in pots_of(scenario, need)}
        elif name == "burden":
            weight = {number: value for one in model.place_burden.values() for number, value in one.items()}
            row = {number: weight[number] for number, _, _, referral, _ in model.moves
                   if scenario.service[referral.target].pot == pot}
        else:
            scale = literal.MONEY
            row = plus({}, model._spend_in({"pot": pot}))  # pylint: disable=protected-access
            for other in scenario.pots:
                if other.id != pot:
                    row[column["v", pot, other.id]] = 1.0
                    row[column["v", other.id, pot]] = -1.0
        model.linear.row(row, "<=", (most * (1 + 1e-7) + 1e-9 * size[name]) / scale)
    outcome = literal.solve_tiers(model, model.linear, "glpsol") or literal.solve_tiers(model, model.linear, "cbc")
    if outcome is None:
        return None
    found, _ = outcome
    return [value * scale for value, (_, _, scale) in zip(found, model.tiers())]


class Check(walls.Check):
    def __init__(self, purse, folder):
        super().__init__(purse, folder)
        self.judged, self.dearer = 0, 0

    def case(self, label, path, regime, independent=False):
        out = self.folder / f"{label}-{regime}"
        done = self.run("explain", path, "--regime", regime, "--no-detriment", "-o", out, "--json", "--quiet", "--gap", "1e-9")
        if done.returncode == 4:
            return
        found = json.loads(done.stdout)["no_detriment"]
        if done.returncode != 0 or "none_worse_off" not in found:
            self.wrong.append(f"{label}: exit {done.returncode}: {done.stderr}")
            return
        self.cases += 1
        scenario = walls.read(path)
        alone = held(scenario, json.loads((out / "silo" / "plan.json").read_text(encoding="utf-8")))
        for name, key in KEYS.items():
            plan = json.loads((out / name / "plan.json").read_text(encoding="utf-8"))
            self.plan(f"{label}, {name}", path, out / name / "plan.json", plan, scenario, alone)
            self.between(f"{label}, {name}", found, found[key])
            if independent:
                self.compare_tiers(f"{label}, {name}", scenario, plan)
        self.dearer += any(abs(held["value"] - free["value"]) > 1e-5 * abs(free["value"]) for held, free in
                           zip(found["none_worse_off"]["tiers"], found["free"]["tiers"]))

    def plan(self, label, path, file, plan, scenario, alone):
        verdict = self.run("verify", path, file)
        if verdict.returncode != 0 or plan["status"] != "optimal":
            self.wrong.append(f"{label}: {plan['status']}: {verdict.stdout}{verdict.stderr}")
        has = held(scenario, plan)
        for row in plan["pots"]:
            for name, most in row["at_most"].items():
                size = plan["totals"]["spend" if name == "paid" else "episodes"]
                room = SAME * max(1.0, abs(most)) + 1e-8 * size
                if abs(most - alone[row["id"], name]) > SAME * max(1.0, abs(most)):
                    self.wrong.append(f"{label}: {row['id']} is held to {name} {most!r}, has {alone[row['id'], name]!r} alone")
                if has[row["id"], name] > most + room:
                    self.wrong.append(f"{label}: {row['id']}: {name} of {has[row['id'], name]!r}, alone {most!r}")
        row = max(plan["pots"], key=lambda one: has[one["id"], "burden"])
        if has[row["id"], "burden"] > 1 and "burden" in row["at_most"]:
            kept = row["at_most"]["burden"]
            row["at_most"]["burden"] = 0.5 * has[row["id"], "burden"]
            lowered = file.with_name("lowered.json")
            lowered.write_text(json.dumps(plan), encoding="utf-8")
            row["at_most"]["burden"] = kept
            verdict = self.run("verify", path, lowered)
            if verdict.returncode != 3 or "at_most" not in verdict.stdout + verdict.stderr:
                self.wrong.append(f"{label}: a limit that is not kept verifies")

    def between(self, label, found, plan):
        for low, tier, high in zip(found["free"]["tiers"], plan["tiers"], found["alone"]["tiers"]):
            room = 3e-6 * max(1.0, abs(high["value"]))
            if not low["bound"] - room <= tier["value"] <= high["value"] + room:
                self.wrong.append(f"{label}: {tier['measure']} {tier['value']!r} not from {low['bound']!r} to {high['value']!r}")
            if high["value"] - low["value"] > room:
                break  # what comes after depends on what was gained

    def compare_tiers(self, label, scenario, plan):
        limits = {(row["id"], name): most for row in plan["pots"] for name, most in row["at_most"].items()}
        self.judged += 1
        values = judge(scenario, plan, limits)
        if values is None:
            self.wrong.append(f"{label}: the reference has no plan")
        for tier, value in zip(plan["tiers"], values or []):
            if abs(tier["value"] - value) > TIER * max(1.0, abs(value)):
                self.wrong.append(f"{label}: {tier['measure']} {tier['value']!r}, the reference has {value!r}")


def main():
    options = cases.options("1-20", scenarios=True)
    with tempfile.TemporaryDirectory() as folder:
        check = Check(options.purse, pathlib.Path(folder))
        for seed in options.seeds:
            check.case(f"seed-{seed}", cases.path(folder, seed, "linear", "small"), "pooled", True)
        for path in options.scenarios:
            check.case(path.parent.name, path, "pooled")
    return cases.end(check.wrong, f"{check.cases} scenarios, {check.dearer} where no detriment costs anything, "
                     f"{check.judged} plans against the reference",
                     check.judged >= len(options.seeds) // 2 and check.dearer)


if __name__ == "__main__":
    sys.exit(main())
