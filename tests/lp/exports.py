#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every file that purse export writes, read again by purse lp.

    exports.py PURSE SCENARIO...

For each scenario, separate and pooled, under its own objective and a weighted one, each tier is exported in both
formats. What purse lp finds must lie between the bound that purse solve proved and the value of its plan, to 1e-6,
be certified, and be what cbc finds.
"""

import json
import pathlib
import sys
import tempfile

import solvers

ROOM = 1e-6  # relative; a plan of a tier before the last may be above its optimum by as much, see agreement.py
SECONDS = 300
CHANGES = ([], ["--set", 'objective={"unmet":50,"burden":1}'])


class Exports:
    def __init__(self, purse, folder):
        self.purse, self.folder = purse, folder
        self.files, self.wrong = 0, []

    def file(self, label, form, common, number, tier):
        path = self.folder / f"problem.{form}"
        done = solvers.run([self.purse, "export", *common, "--tier", number, "--format", form, "-o", path], SECONDS)
        if done.returncode != 0:
            self.wrong.append(f"{label}: export: exit {done.returncode}: {done.stderr}")
            return
        self.files += 1
        answer = solvers.purse_lp(self.purse, path, SECONDS)
        judge = solvers.by_cbc(path, SECONDS)
        self.wrong += solvers.faults(label, answer, judge, path if form == "mps" else None)
        value = answer[1].get("objective")
        room = ROOM * max(1.0, abs(tier["value"]))
        if value is not None and not tier["bound"] - room <= value <= tier["value"] + room:
            self.wrong.append(f"{label}: {value!r} is not from {tier['bound']!r} to {tier['value']!r}")

    def regime(self, scenario, regime, change):
        common = [scenario, "--regime", regime, *change]
        done = solvers.run([self.purse, "solve", *common, "--gap", "1e-9", "--json"], SECONDS)
        if done.returncode != 0:
            print(f"{scenario} {regime}: exit {done.returncode}, left out")
            return
        for number, tier in enumerate(json.loads(done.stdout)["tiers"], 1):
            for form in ("mps", "lp"):
                label = f"{scenario} {regime} tier {number}, {tier['measure']}, {form}"
                self.file(label, form, [*common, "--gap", "1e-9"], number, tier)


def main(purse, *scenarios):
    with tempfile.TemporaryDirectory() as folder:
        exports = Exports(purse, pathlib.Path(folder))
        for scenario in scenarios:
            for regime in ("silo", "pooled"):
                for change in CHANGES:
                    exports.regime(scenario, regime, change)
    print("\n".join(exports.wrong + [f"{exports.files} files, {len(exports.wrong)} wrong"]))
    return 1 if exports.wrong or exports.files == 0 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
