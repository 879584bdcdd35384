#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What purse explain says that more money brings, against fresh solves with that much more.

    gains.py PURSE [--seeds 1-20] SCENARIO...

For random linear scenarios and the ones named (without integer decisions, or their awards would have to be held): the
stated gain of the next amount, and where each step begins, half way and where it ends, against the optimum of a new
solve with the larger budget; and steps follow each other, ever less steep.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "reference"))
import generate  # noqa: E402

SAME = 1e-4     # relative, of a gain
NOISE = 1e-6    # relative, of the optimum itself
REGIMES = ("silo", "pooled")


class Check:
    def __init__(self, purse):
        self.purse, self.gains, self.steps, self.wrong = purse, 0, 0, []

    def run(self, *words):
        done = subprocess.run([self.purse, *map(str, words), "--json", "--quiet"], capture_output=True, text=True,
                              check=False)
        if done.returncode not in (0, 4):
            raise RuntimeError(f"{words}: exit {done.returncode}: {done.stderr}")
        return json.loads(done.stdout)

    def optimum(self, scenario, regime, tier, pot, budget):
        plan = self.run("solve", scenario, "--regime", regime, "--gap", "1e-9", "--set", f"pots.{pot}.budget={budget!r}")
        return plan["tiers"][tier - 1]["bound"]

    def expect(self, label, stated, value, size):
        if abs(stated - value) > SAME * max(abs(stated), abs(value)) + NOISE * abs(size):
            self.wrong.append(f"{label}: stated {stated!r}, solved {value!r}")

    def pot(self, label, scenario, regime, gain, budget):
        def less(more):
            return start - self.optimum(scenario, regime, gain["tier"], gain["pot"], budget + more)
        start = self.optimum(scenario, regime, gain["tier"], gain["pot"], budget)
        self.gains += 1
        self.expect(f"{label}, the next", gain["gain"], less(gain["amount"]), start)
        at, gained, rate = 0.0, 0.0, float("inf")
        for step in gain["steps"]:
            self.steps += 1
            length = step["to"] - step["from"]
            if step["from"] != at or length <= 0 or step["per_gbp"] > rate * (1 + SAME):
                self.wrong.append(f"{label}: steps out of order: {gain['steps']}")
                return
            self.expect(f"{label}, half way to {step['to']}", gained + step["per_gbp"] * length / 2,
                        less(at + length / 2), start)
            at, rate, gained = step["to"], step["per_gbp"], gained + step["per_gbp"] * length
            self.expect(f"{label}, until {step['to']}", gained, less(at), start)
        if not gain["steps"]:
            self.expect(f"{label}, nothing", 0.0, less(budget), start)

    def scenario(self, name, path):
        budget = {pot["id"]: pot["budget"] for pot in json.loads(path.read_text(encoding="utf-8"))["pots"]}
        for regime in REGIMES:
            for gain in self.run("explain", path, "--regime", regime, "--gap", "1e-9").get("gains", []):
                self.pot(f"{name} {regime} {gain['pot']}", path, regime, gain, budget[gain["pot"]])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("purse")
    parser.add_argument("--seeds", default="1-20")
    parser.add_argument("scenario", nargs="*")
    options = parser.parse_args()
    first, last = map(int, options.seeds.split("-"))
    check = Check(options.purse)
    for name in options.scenario:
        check.scenario(name, pathlib.Path(name))
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "scenario.json"
        for seed in range(first, last + 1):
            path.write_text(json.dumps(generate.Generator(seed, "linear", "small").document), encoding="utf-8")
            check.scenario(f"seed {seed}", path)
    print("\n".join(check.wrong))
    print(f"{check.gains} gains, {check.steps} steps, {len(check.wrong)} wrong")
    return 1 if check.wrong or not check.steps else 0


if __name__ == "__main__":
    sys.exit(main())
