#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What purse explain says that more of a limit brings, against fresh solves of the scenario with that much more.

    gains.py PURSE [SCENARIO...] [--kind linear] [--seeds 1-20] [--limits 4]

For random scenarios and the ones named, silo, pooled and with a dial. Each fresh solve is of a scenario written anew, in
which awards and blocks are held as in the plan and the limit is raised. The next amount brings what the two optima differ
by; on random scenarios also the first line is walked: where it begins, half way, where it ends and what follows; what is
left out of the ranking does not promise less than it brings; and tested prices of pots are what they say.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import cases  # puts the reference within reach
import held

SAME = 1e-4     # relative, of a gain
NOISE = 1e-10   # relative, of the optimum itself: bounds of tiers that are held are this near to it, being aimed further
PROVED = 4e-9   # relative: gap of a last tier
LINE = 0.006    # a line keeps all but so much of what it promises
REGIMES = (("silo",), ("pooled",), ("dial", "--dial", "0.05"))


class Check:
    def __init__(self, purse, folder, limits):
        self.purse, self.limits, self.path = purse, limits, pathlib.Path(folder) / "changed.json"
        self.gains, self.lines, self.wrong, self.kinds = 0, 0, [], set()

    def run(self, *words):
        done = subprocess.run([self.purse, *map(str, words), "--json", "--quiet"], capture_output=True, text=True,
                              check=False)
        if done.returncode not in (0, 4, 5):
            raise RuntimeError(f"{words}: exit {done.returncode}: {done.stderr}")
        return json.loads(done.stdout)

    def optimum(self, document, regime, tier):
        self.path.write_text(json.dumps(document), encoding="utf-8")
        plan = self.run("solve", self.path, "--regime", *regime, "--gap", "1e-9")
        found = plan["tiers"][tier - 1]
        # A tier that others follow was closed, whatever became of those.
        if plan["status"] != "optimal" and (tier == len(plan["tiers"]) and found["gap"] > PROVED):
            raise RuntimeError(f"no optimum to compare with: {found}")
        return found["bound"]

    def expect(self, label, stated, value, size, share=SAME):
        if stated is None or abs(stated - value) > share * max(abs(stated), abs(value)) + NOISE * abs(size):
            self.wrong.append(f"{label}: stated {stated!r}, solved {value!r}")

    def line(self, label, gain, less, start):
        """The first line, and what leaves its end."""
        self.lines += 1
        for share in (0.05, 0.5, 1):
            self.expect(f"{label}, {share} of {gain['until']}", gain["per_unit"] * gain["until"] * share,
                        less(gain["until"] * share), start, LINE)
        if gain["further"]:
            return
        step = gain["amount"] / 10
        self.expect(f"{label}, then", gain["then_per_unit"] * step, less(gain["until"] + step) - less(gain["until"]),
                    start, 1e-3)
        if gain["then_per_unit"] > gain["per_unit"] * (1 + SAME):
            self.wrong.append(f"{label}: steeper further on: {gain}")

    def limit(self, label, document, regime, tier, gain, start, lines):
        def less(more):
            return start - self.optimum(held.raised(document, gain["kind"], gain["id"], more), regime, tier)
        self.gains += 1
        self.kinds.add(gain["kind"])
        self.expect(f"{label}, the next", gain["gain"], less(gain["amount"]), start)
        if lines and gain["gain"] > 1e-6 * abs(start):
            self.line(label, gain, less, start)

    def prices(self, label, path, document, regime, tier, start):
        """What solve --prices says of one more pound in each pot, against a solve with a ten-thousandth more."""
        plan = self.run("solve", path, "--regime", *regime, "--gap", "1e-9", "--prices")
        measure = plan["tiers"][tier - 1]["measure"]
        for pot in plan["pots"]:
            step = 1e-4 * pot["budget"]
            right = pot["price_sides"][measure]["right"]
            if right is None or step == 0:
                continue
            self.expect(f"{label} {pot['id']}, price on the right", -right * step, start - self.optimum(
                held.raised(document, "pot", pot["id"], step), regime, tier), start, 1e-3)

    def ranking(self, label, few, all_of_them):
        """The first of all are the first of few, and the others promised enough."""
        told = {(row["kind"], row["id"]) for row in few["limits"]}
        for row in all_of_them["limits"]:
            most = few["others"]["gain_at_most"]
            if (row["kind"], row["id"]) not in told and row["gain"] > most * (1 + SAME) + NOISE:
                self.wrong.append(f"{label}: {row['id']} brings {row['gain']}, the others were to bring {most} at most")
        gains = [row["gain"] for row in few["limits"] if row["kind"] != "pot"]
        best = [row["gain"] for row in all_of_them["limits"] if row["kind"] != "pot"][:len(gains)]
        if any(abs(a - b) > SAME * abs(a) + NOISE for a, b in zip(gains, best)):
            self.wrong.append(f"{label}: the first are {gains}, of all limits {best}")

    def scenario(self, name, path, lines):
        document = held.document_of(path)
        for regime in REGIMES:
            found = self.run("explain", path, "--regime", *regime, "--gap", "1e-9", "--limits", self.limits)
            gains = found.get("gains", {})
            if "tier" not in gains:
                continue
            plan = self.run("solve", path, "--regime", *regime, "--gap", "1e-9")
            fixed = held.hold(document, plan)
            start = self.optimum(fixed, regime, gains["tier"])
            for gain in gains["limits"]:
                self.limit(f"{name} {regime[0]} {gain['kind']} {gain['id']}", fixed, regime, gains["tier"], gain, start,
                           lines)
            if lines:
                self.prices(f"{name} {regime[0]}", path, fixed, regime, gains["tier"], start)
                self.ranking(f"{name} {regime[0]}", gains, self.run(
                    "explain", path, "--regime", *regime, "--gap", "1e-9", "--limits", 1000)["gains"])


def main():
    options = cases.options("1-20", scenarios=True, kind="linear", limits=4)
    with tempfile.TemporaryDirectory() as folder:
        check = Check(options.purse, folder, options.limits)
        for path in options.scenarios:
            check.scenario(path.parent.name, path, False)
        for seed in options.seeds:
            check.scenario(f"{options.kind} seed {seed}", cases.path(folder, seed, options.kind, "small"), True)
    return cases.end(check.wrong, f"{check.gains} gains of {', '.join(sorted(check.kinds))}; {check.lines} lines",
                     check.gains)


if __name__ == "__main__":
    sys.exit(main())
