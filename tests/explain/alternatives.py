#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Other plans that purse explain --alternatives finds, against all that there are.

    alternatives.py PURSE [SCENARIO...] [--seeds 1-30]

Every plan that `-o` writes must verify and keep each tier within the tolerance, and no two may be alike. On tiny random
scenarios every award and block count is tried by the reference model: the least and the most that a pot can spend
within the tolerance, how many awards can be otherwise, and whether the optimum is unique. A scenario made to have one
optimum, and one made to have several, are told apart.
"""

import itertools
import json
import pathlib
import subprocess
import sys
import tempfile

import cases  # puts the reference within reach
import enumerate as every
import literal
import scenario as reader
from solvers import evaluate, minimise

TOLERANCE = 0.01
SAME = 1e-4     # as PURSE_SAME_SPEND
MOST = 400      # choices to try


def awards(model, choice):
    """Which offers and teams a choice awards, among those that are open."""
    column = model.linear.column
    open_ones = [("y", offer.id) for offer in model.scenario.offers if offer.award == "open"]
    open_ones += [("yj", team.id) for team in model.scenario.teams if team.award == "open"]
    return frozenset(label[1] for label in open_ones if choice.get(column[label], 0.0) > 0.5)


def contract(title, second_cost):
    """One pot, one place, one need and two offers of which one is wanted; unique where they differ in price."""
    offers = [{"id": f"offer{i}", "provider": f"provider{i}", "service": "clinic", "unit_cost": cost, "capacity": 100,
               "fixed_cost": 50, "award": "open", "contest": "one"} for i, cost in ((1, 10), (2, second_cost))]
    return {"purse": 1, "name": title, "pots": [{"id": "pot", "budget": 5000}, {"id": "other", "budget": 100}],
            "services": [{"id": "clinic", "pot": "pot"}],
            "providers": [{"id": f"provider{i}", "sector": "charity"} for i in (1, 2)],
            "places": [{"id": "place"}], "needs": [{"id": "need"}],
            "demand": [{"place": "place", "need": "need", "episodes": 80}],
            "abilities": [{"need": "need", "service": "clinic", "resolves": 1, "entry": True}], "referrals": [],
            "offers": offers}


class Check:
    def __init__(self, purse, folder):
        self.purse, self.folder, self.wrong = purse, folder, []
        self.cases = self.plans = self.tried = self.unique = self.other = 0

    def run(self, *words):
        return subprocess.run([self.purse, *map(str, words)], capture_output=True, text=True, check=False)

    def explain(self, label, path, tolerance):
        out = self.folder / f"{label}-out"
        done = self.run("explain", path, "--regime", "pooled", "--alternatives", "--tolerance", tolerance, "-o", out,
                        "--json", "--quiet", "--gap", "1e-9")
        if done.returncode == 4:
            return None, None, None
        document = json.loads(done.stdout)
        found = document.get("alternatives")
        if done.returncode != 0 or not found:
            self.wrong.append(f"{label}: exit {done.returncode}: {done.stderr}")
            return None, None, None
        plan = json.loads((out / "pooled" / "plan.json").read_text(encoding="utf-8"))
        others = [json.loads((out / f"alternative-{i + 1}" / "plan.json").read_text(encoding="utf-8"))
                  for i in range(len(found["plans"]))]
        for i in range(len(others)):
            verdict = self.run("verify", path, out / f"alternative-{i + 1}" / "plan.json")
            if verdict.returncode != 0:
                self.wrong.append(f"{label}, {i + 1}: {verdict.stdout}{verdict.stderr}")
        self.cases += 1
        self.plans += len(others)
        self.near(label, plan, others, tolerance)
        return found, plan, others

    def near(self, label, plan, others, tolerance):
        for i, other in enumerate_(others):
            for tier, best in zip(other["tiers"], plan["tiers"]):
                limit = max(best["value"], best["bound"] + tolerance * abs(best["bound"]))
                if tier["value"] > limit + 2e-6 * max(1.0, abs(limit)):
                    self.wrong.append(f"{label}, {i + 1}: {tier['measure']} {tier['value']!r}, at most {limit!r}")
        for one, another in itertools.combinations([plan, *others], 2):
            same = all(a["awarded"] == b["awarded"] for kind in ("offers", "teams") for a, b in zip(one[kind], another[kind]))
            spend = max(abs(a["spend"] - b["spend"]) for a, b in zip(one["pots"], another["pots"]))
            income = max((abs(a["spend"] - b["spend"]) for a, b in zip(one["offers"], another["offers"])), default=0.0)
            if same and max(spend, income) <= 1e-6 * one["totals"]["spend"]:
                self.wrong.append(f"{label}: two plans are alike")

    def tiny(self, label, path):
        """Against every choice of awards and blocks."""
        scenario = reader.read(str(path))
        model = literal.Literal(scenario, "pooled")
        choices = list(itertools.islice(every.choices(model), MOST + 1))
        if len(choices) > MOST:
            return
        found, plan, _ = self.explain(label, path, TOLERANCE)
        if not found:
            return
        self.tried += 1
        self.unique += found["unique"] == "yes"
        self.other += found["unique"] == "no"
        chosen = frozenset(row["id"] for kind in ("offers", "teams") for row in plan[kind] if row["awarded"]
                           and self.is_open(scenario, row["id"]))
        wide = self.all_of(model, choices, self.limits(model, plan, TOLERANCE))
        far = max((len(chosen ^ one) for one, _ in wide), default=0)
        if found.get("most_awards_differ", far) != far:
            self.wrong.append(f"{label}: {found['most_awards_differ']} awards can differ, not {far}")
        for i, pot in enumerate_(scenario.pots):
            least, most = min(ends[i][0] for _, ends in wide), max(ends[i][1] for _, ends in wide)
            room = 1e-4 * max(1.0, abs(most)) + 1e-5 * plan["totals"]["spend"]
            row = found["pots"][i]
            for stated, true in ((row["least"], least), (row["most"], most)):
                if stated is not None and abs(stated - true) > room:
                    self.wrong.append(f"{label}: {pot.id} spends from {least!r} to {most!r}, stated {row}")
                    break
        narrow = self.all_of(model, choices, self.limits(model, plan, 1e-6))
        spread = max((max(ends[i][1] for _, ends in narrow) - min(ends[i][0] for _, ends in narrow))
                     / max(1e-9, plan["pots"][i]["budget"], 0.1 * plan["totals"]["spend"]) for i in range(len(scenario.pots)))
        one = all(awarded == chosen for awarded, _ in narrow) and spread <= SAME
        clear = not (0.5 * SAME < spread < 2.1 * SAME)
        if clear and found["unique"] != "unknown" and (found["unique"] == "yes") != one:
            self.wrong.append(f"{label}: unique {found['unique']}, by enumeration {one} (spread {spread:.2e})")

    @staticmethod
    def is_open(scenario, record):
        return any(row.id == record and row.award == "open" for row in (*scenario.offers, *scenario.teams))

    @staticmethod
    def limits(model, plan, share):
        out = []
        for tier, (_, expression, scale) in zip(plan["tiers"], model.tiers()):
            limit = max(tier["value"], tier["bound"] + share * abs(tier["bound"]))
            out.append((expression, limit / scale + 1e-9 * max(1.0, abs(limit / scale))))
        return out

    @staticmethod
    def all_of(model, choices, limits):
        """[(awards, [(least, most) spend of each pot])] of every choice that keeps the limits."""
        out = []
        for choice in choices:
            linear = model.linear.copy()
            linear.fix(choice)
            for expression, limit in limits:
                linear.row(expression, "<=", limit)
            ends = []
            for pot in model.scenario.pots:
                spend = model._spend_in({"pot": pot.id})  # pylint: disable=protected-access
                low = minimise(linear, spend, "glpsol")
                if low is None:
                    break
                turned = {column: -value for column, value in spend.items()}
                high = minimise(linear, turned, "glpsol")
                if high is None:
                    break
                ends.append((literal.MONEY * evaluate(spend, low), literal.MONEY * evaluate(spend, high)))
            if len(ends) == len(model.scenario.pots):
                out.append((awards(model, choice), ends))
        return out

    def made(self, label, document, unique, differ):
        path = self.folder / f"{label}.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        found, _, _ = self.explain(label, path, 1e-4)
        if not found or found["unique"] != unique or found.get("most_awards_differ") != differ:
            self.wrong.append(f"{label}: {found}")


def enumerate_(items):
    return zip(itertools.count(), items)


def main():
    options = cases.options("1-30", scenarios=True)
    with tempfile.TemporaryDirectory() as folder:
        check = Check(options.purse, pathlib.Path(folder))
        check.made("unique", contract("unique", 11), "yes", 0)
        check.made("twins", contract("twins", 10), "no", 2)
        for seed in options.seeds:
            check.tiny(f"seed-{seed}", cases.path(folder, seed, "integer", "tiny"))
        for path in options.scenarios:
            found, _, _ = check.explain(path.parent.name, path, 1e-4)
            if path.parent.name == "greater-manchester" and (not found or len(found["plans"]) < 5):
                check.wrong.append("greater-manchester: fewer than five other plans")
    return cases.end(check.wrong, f"{check.cases} scenarios, {check.plans} other plans, {check.tried} enumerated, "
                     f"{check.unique} of them unique and {check.other} not",
                     check.tried >= len(options.seeds) // 3 and check.unique and check.other)


if __name__ == "__main__":
    sys.exit(main())
