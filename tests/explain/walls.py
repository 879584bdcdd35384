#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What purse explain --walls says of each pot, boundary, need, place and provider, against the two plans themselves.

    walls.py PURSE [--seeds 1-20] SCENARIO...

The plans that `-o` writes must verify. Every figure is then worked out anew from their flows and the scenario's tables,
and the figures of each kind sum to the plans' totals.
"""

import collections
import json
import pathlib
import subprocess
import sys
import tempfile

import cases  # puts the reference within reach
import scenario as reader

SAME = 1e-7  # relative, of the largest figure of its kind


def read(path):
    scenario = reader.read(str(path))
    scenario.offer = {row.id: row for row in scenario.offers}
    scenario.team = {row.id: row for row in scenario.teams}
    scenario.referral = {(row.need, row.source, row.target): row for row in scenario.referrals}
    return scenario


def move_burden(scenario, flow, start, end):
    """Of one person, and whether the move was unnecessary at all."""
    referral = scenario.referral[flow["need"], start, end]
    burden = reader.referral_burden(scenario, referral, flow["kind"] == "handover")
    if flow.get("team"):
        burden *= 1.0 - scenario.team[flow["team"]].relief
    return burden, not referral.necessary


def figures(scenario, plan):
    """{(kind, record, figure): value} of one plan."""
    out = collections.defaultdict(float)
    for flow in plan["flows"]:
        people = flow["people"]
        if flow["kind"] == "unmet":
            out["needs", flow["need"], "unmet"] += people
            out["places", flow["place"], "unmet"] += people
            for pot in {scenario.service[a.service].pot for a in scenario.abilities if a.need == flow["need"] and a.entry}:
                out["pots", pot, "unmet"] += people
        if flow["kind"] not in ("referral", "handover"):
            continue
        start = scenario.offer[flow["from_offer"]].service
        end = flow.get("to_service") or scenario.offer[flow["to_offer"]].service
        burden, unnecessary = move_burden(scenario, flow, start, end)
        pots = scenario.service[start].pot, scenario.service[end].pot
        for record in (("boundaries", pots), ("pots", pots[1]), ("needs", flow["need"]), ("places", flow["place"])):
            out[(*record, "burden")] += burden * people
            out[(*record, "unnecessary_moves")] += people * unnecessary
    for pot in plan["pots"]:
        out["pots", pot["id"], "spend"] = pot["spend"]
        out["pots", pot["id"], "paid"] = pot["spend"] + pot["moved_out"] - pot["moved_in"]
    for move in plan["money_moves"]:
        out["boundaries", (move["from"], move["to"]), "moved"] += move["amount"]
    for offer in plan["offers"]:
        provider = scenario.offer[offer["id"]].provider
        out["providers", provider, "income"] += offer["spend"]
        out["providers", provider, "contacts"] += offer["contacts"]
    for team in plan["teams"]:
        out["providers", scenario.team[team["id"]].provider, "income"] += team["spend"]
    return out


class Check:
    def __init__(self, purse, folder):
        self.purse, self.folder, self.cases, self.moved, self.wrong = purse, folder, 0, 0, []

    def run(self, *words):
        return subprocess.run([self.purse, *map(str, words)], capture_output=True, text=True, check=False)

    def case(self, label, path, regime):
        out = self.folder / f"{label}-{regime}"
        done = self.run("explain", path, "--regime", regime, "--walls", "-o", out, "--json", "--quiet")
        if done.returncode == 4:
            return
        document = json.loads(done.stdout)
        if done.returncode != 0 or document != json.loads((out / "explain.json").read_text(encoding="utf-8")):
            self.wrong.append(f"{label}: exit {done.returncode}: {done.stderr}")
            return
        split = document["walls"].get("split")
        if not split:
            return
        self.cases += 1
        plans = []
        for name in (split["with"], split["without"]):
            verdict = self.run("verify", path, out / name / "plan.json")
            if verdict.returncode != 0:
                self.wrong.append(f"{label}: {name}: {verdict.stdout}{verdict.stderr}")
            plans.append(json.loads((out / name / "plan.json").read_text(encoding="utf-8")))
        self.compare(label, split, [figures(read(path), plan) for plan in plans], plans)

    def compare(self, label, split, expected, plans):
        sums = collections.defaultdict(lambda: [0.0, 0.0])
        for kind in ("pots", "boundaries", "needs", "places", "providers"):
            for row in split[kind]:
                record = (row["from"], row["to"]) if kind == "boundaries" else row["id"]
                for figure, stated in row.items():
                    if figure in ("id", "from", "to"):
                        continue
                    for side in (0, 1):
                        value = expected[side][kind, record, figure]
                        sums[kind, figure][side] += stated[side]
                        if abs(value - stated[side]) > SAME * max(1.0, abs(value)):
                            self.wrong.append(f"{label}: {kind} {record} {figure}: {stated[side]!r}, not {value!r}")
                    self.moved += stated[0] != stated[1]
        for side, plan in enumerate(plans):
            totals, programmes = plan["totals"], sum(row["spend"] for row in plan["programmes"])
            for kind, figure, total in (
                    ("pots", "burden", "burden"), ("boundaries", "burden", "burden"), ("needs", "burden", "burden"),
                    ("places", "burden", "burden"), ("needs", "unmet", "unmet"), ("places", "unmet", "unmet"),
                    ("boundaries", "unnecessary_moves", "unnecessary_moves"), ("pots", "spend", "spend"),
                    ("pots", "paid", "spend"), ("needs", "unnecessary_moves", "unnecessary_moves"),
                    ("places", "unnecessary_moves", "unnecessary_moves"), ("providers", "contacts", "contacts"),
                    ("providers", "income", None)):
                value = totals[total] if total else totals["spend"] - programmes
                if abs(sums[kind, figure][side] - value) > SAME * max(1.0, abs(value)):
                    self.wrong.append(f"{label}: {kind} {figure} sum to {sums[kind, figure][side]!r}, not {value!r}")


def main():
    options = cases.options("1-20", scenarios=True)
    with tempfile.TemporaryDirectory() as folder:
        check = Check(options.purse, pathlib.Path(folder))
        for seed in options.seeds:
            path = cases.path(folder, seed, "integer" if seed % 4 == 0 else "linear", "small")
            check.case(f"seed-{seed}", path, "silo" if seed % 2 else "pooled")
        for path in options.scenarios:
            check.case(path.parent.name, path, "pooled")
    return cases.end(check.wrong, f"{check.cases} walls split, {check.moved} figures differ",
                     check.cases >= len(options.seeds) // 2 and check.moved)


if __name__ == "__main__":
    sys.exit(main())
