#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The interior point and the simplex agree, tier by tier, on random scenarios that are hard in turn.

    methods.py PURSE [--seeds 1-20,45] [--size small] [--only KIND]

Each seed's scenario is solved as it is and made hard in each of the ways below, silo and pooled, by an order of tiers
and by one weighted sum. The statuses must be the same, the values of every tier equal to 1e-6 (a tier before the last may
use up its slack, another 1e-6), and what the interior point makes must hold under `purse verify`. Where a tier before pulls
hard on a later one, what two proofs of it leave open shows there: then the tier is asked of the simplex again, on the
program as the interior point left it, with its tiers held. Says how many answers the interior point closed by itself.
"""

import argparse
import copy
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import generate

TOLERANCE = 1e-6
NOBODY = 1e-3  # where the optimum is next to nothing, as much per person
WEIGHTED = 'objective={"unmet":50,"burden":1}'


def no_prevention(scenario):
    """What can be averted must not exceed the demand, which is about to shrink."""
    scenario.pop("programme_effects", None)
    scenario.pop("programmes", None)


def no_demand(scenario, draw):
    no_prevention(scenario)
    for row in scenario["demand"]:
        row["episodes"] = 0 if draw.random() < 0.4 else row["episodes"]


def tiny_demand(scenario, draw):
    no_prevention(scenario)
    for row in scenario["demand"]:
        row["episodes"] = 1e-9 if draw.random() < 0.4 else row["episodes"]


def tiny_capacity(scenario, draw):
    for row in scenario["offers"]:
        if draw.random() < 0.4 and not row.get("min_volume"):
            row["capacity"] = 1e-6


def all_unmet(scenario, _):
    for row in scenario["offers"]:
        row["capacity"] = row["min_volume"] = 0


def poor(scenario, _):
    for row in scenario["pots"]:
        row["budget"] *= 0.3


def rich(scenario, _):
    for row in scenario["pots"]:
        row["budget"] *= 2


def one_place(scenario, _):
    no_prevention(scenario)
    place = scenario["places"][0]["id"]
    scenario["demand"] = [row for row in scenario["demand"] if row["place"] == place]


def one_need(scenario, _):
    no_prevention(scenario)
    need = scenario["needs"][0]["id"]
    scenario["demand"] = [row for row in scenario["demand"] if row["need"] == need]


def duplicated(scenario, _):
    for row in list(scenario["offers"]):
        scenario["offers"].append({**row, "id": row["id"] + "_again"})


def tied(scenario, _):
    for row in scenario["offers"]:
        row["unit_cost"] = 10
    for row in scenario["referrals"]:
        row["burden"] = 1


def spread(scenario, draw):
    for row in scenario["offers"]:
        row["unit_cost"] *= 10 ** draw.uniform(-4, 4)


HARD = {"as it is": lambda scenario, draw: None, "no demand": no_demand, "tiny demand": tiny_demand,
        "tiny capacity": tiny_capacity, "all unmet": all_unmet, "poor": poor, "rich": rich, "one place": one_place,
        "one need": one_need, "duplicated": duplicated, "tied": tied, "spread": spread}


def solve(purse, path, regime, change, method):
    done = subprocess.run([purse, "solve", path, "--regime", regime, "--solver", method, "--json", "--quiet", *change],
                          capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout) if done.stdout.startswith("{") else done.stderr


class Methods:
    def __init__(self, purse, folder):
        self.purse, self.folder = purse, folder
        self.compared = self.closed = self.wrong = self.refused = self.held = 0
        self.worst = 0.0

    def say(self, label, text):
        self.wrong += 1
        print(f"{label}: {text}")

    def held_alike(self, path, regime, change, number, tier):
        """Whether the simplex finds the same optimum of a tier when the tiers before are held as the interior point did."""
        program = self.folder / "tier.mps"
        wrote = subprocess.run([self.purse, "export", path, "--regime", regime, "--solver", "interior", "--tier",
                                str(number + 1), "--format", "mps", "-o", program, "--quiet", *change],
                               capture_output=True, text=True, check=False)
        found = subprocess.run([self.purse, "lp", program, "--json", "--quiet"], capture_output=True, text=True,
                               check=False)
        if wrote.returncode != 0 or found.returncode != 0:
            return False
        self.held += 1
        optimum = json.loads(found.stdout)["objective"]
        slack = 2 * TOLERANCE * max(1.0, abs(optimum))
        return tier["bound"] - slack <= optimum <= tier["value"] + slack

    def compare(self, label, path, regime, change):
        code, known = solve(self.purse, path, regime, change, "simplex")
        other, found = solve(self.purse, path, regime, change, "interior")
        if code in (2, 3):
            self.refused += 1
            return
        if other != code:
            self.say(label, f"simplex ends with {code}, interior point with {other}")
            return
        if code != 0:
            return
        self.compared += 1
        self.closed += found["prices_kind"] == "interior"
        for number, (one, two) in enumerate(zip(known["tiers"], found["tiers"])):
            slack = TOLERANCE if number < len(known["tiers"]) - 1 else 0.0
            size = max(1.0, abs(one["value"]), NOBODY * known["totals"]["episodes"])
            gap = abs(one["value"] - two["value"]) / size
            if gap > TOLERANCE + slack and number > 0 and self.held_alike(path, regime, change, number, two):
                continue
            self.worst = max(self.worst, gap)
            if gap > TOLERANCE + slack:
                self.say(label, f"{one['measure']}: simplex {one['value']!r}, interior point {two['value']!r}")
        plan = self.folder / "plan.json"
        plan.write_text(json.dumps(found))
        held = subprocess.run([self.purse, "verify", path, plan, *change], capture_output=True, text=True, check=False)
        if held.returncode != 0:
            self.say(label, f"does not verify: {held.stdout}{held.stderr}")

    def seed(self, seed, size, only):
        for kind, harden in HARD.items():
            if only and kind != only:
                continue
            scenario = copy.deepcopy(generate.generate(seed, "linear", size))
            harden(scenario, random.Random(seed))
            path = self.folder / "scenario.json"
            path.write_text(json.dumps(scenario))
            for regime in ("silo", "pooled"):
                for change in ([], ["--set", WEIGHTED]):
                    self.compare(f"seed {seed} {kind} {regime}{' weighted' if change else ''}", path, regime, change)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("purse")
    parser.add_argument("--seeds", default="1-20")
    parser.add_argument("--size", choices=sorted(generate.SIZES), default="small")
    parser.add_argument("--only", choices=sorted(HARD))
    options = parser.parse_args()
    seeds = []
    for part in options.seeds.split(","):
        first, _, last = part.partition("-")
        seeds += range(int(first), int(last or first) + 1)
    with tempfile.TemporaryDirectory() as folder:
        methods = Methods(options.purse, pathlib.Path(folder))
        for seed in seeds:
            methods.seed(seed, options.size, options.only)
    print(f"{methods.compared} answers compared, {methods.closed} closed by the interior point, {methods.refused} "
          f"scenarios refused, {methods.held} tiers held alike to compare, {methods.wrong} wrong, largest difference {methods.worst:.1e}")
    return 1 if methods.wrong or methods.compared == 0 or methods.closed < 0.5 * methods.compared else 0


if __name__ == "__main__":
    sys.exit(main())
