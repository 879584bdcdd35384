#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every allocation of a run is made to fail in turn; the command must say so, and neither crash nor hang.

    memory.py PURSE [--preload LIBRARY] [--runs N] SCENARIO

PURSE is the command (with --preload the failing allocator) or a copy that has the failing allocator linked in.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ALLOWED = {6, 7}  # out of memory; a file could not be opened or written for want of memory
INFEASIBLE = ["--set", "pots.*.budget=0", "--set", "offers.gp_north.min_volume=10"]
RATIO = {"rules": [{"type": "min_share", "providers": ["pharmacies_north"], "of": "contacts", "limit": 0.9}]}
UNEQUAL = ["--overlay", "RATIO", "--set", "offers.gp_north.min_volume=400", "--change", "rules,capacities,prices"]
DEAR = ["--set", "offers.pharmacy_north.unit_cost=1e5", "--why", "pharmacy_north"]
VERBS = [
    ["check"], ["check", "--json"], ["solve", "--regime", "pooled"], ["solve", "--regime", "silo", "-o", "OUT"],
    ["solve", "--regime", "pooled", "--solver", "strengthened"],
    ["solve", "--regime", "pooled", "--solver", "interior"],
    ["solve", "--regime", "pooled", "--solver", "interior"],
    ["solve", "--regime", "silo", "--json", *INFEASIBLE], ["explain", "--regime", "partial", *INFEASIBLE],
    ["explain", "--regime", "dial", "--dial", "0.1", *UNEQUAL],
    ["compare"], ["compare", "--json"], ["report"], ["report", "--explain"], ["schema"],
    ["explain", "--regime", "silo", "--walls"], ["explain", "--regime", "silo", "--walls", "--json"],
    ["explain", "--regime", "pooled", "--no-detriment"], ["explain", "--regime", "silo", *DEAR],
    ["explain", "--regime", "silo", "--json", *DEAR], ["explain", "--regime", "pooled", "--alternatives"],
    ["compare", "-o", "OUT"], ["explain", "--regime", "pooled", "--alternatives", "--no-detriment", "-o", "OUT"],
]


def spread(total, runs):
    """The first allocations one by one, then evenly to the last."""
    first = min(total, runs // 2)
    rest = max(1, (total - first) // max(1, runs - first))
    return list(range(1, first + 1)) + list(range(first + 1, total + 1, rest))


class Runs:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.count, self.ratio = folder / "count", folder / "ratio.json"
        self.ratio.write_text(json.dumps(RATIO))
        self.wrong = self.done = 0

    def run(self, arguments, extra):
        environment = dict(os.environ, PURSE_FAIL_COUNT=str(self.count), LC_ALL="C", **extra)
        if self.options.preload:
            environment["LD_PRELOAD"] = str(pathlib.Path(self.options.preload).resolve())
        command = [self.options.purse] + [a.replace("OUT", str(self.folder / "out")).replace("RATIO", str(self.ratio))
                                            for a in arguments]
        if arguments[0] != "schema":
            command.append(self.options.scenario)
        subprocess.run(["rm", "-rf", str(self.folder / "out")], check=True)
        return subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)

    def judge(self, arguments, extra, good):
        try:
            done = self.run(arguments, extra)
        except subprocess.TimeoutExpired:
            return "hangs"
        if done.returncode not in ALLOWED | {good.returncode}:
            return f"ends with {done.returncode}: {done.stderr.decode(errors='replace')[-1500:]}"
        if done.returncode == good.returncode and done.stdout != good.stdout:
            return "prints something else and calls it done"
        if done.returncode not in (0, good.returncode) and not done.stderr:
            return f"ends with {done.returncode} and says nothing"
        if done.returncode != 0 and (self.folder / "out").exists():
            return f"ends with {done.returncode} and leaves its folder behind"
        return None

    def verb(self, arguments):
        good = self.run(arguments, {})
        if good.returncode != (4 if INFEASIBLE[1] in arguments or "RATIO" in arguments else 0):
            self.wrong += 1
            print(f"{arguments}: does not even run: {good.stderr.decode()}")
            return
        total = int(self.count.read_text())
        for lasting in ({}, {"PURSE_FAIL_LASTING": "1"}):
            for at in spread(total, self.options.runs):
                found = self.judge(arguments, {"PURSE_FAIL_AT": str(at), **lasting}, good)
                self.done += 1
                if found:
                    self.wrong += 1
                    print(f"{' '.join(arguments)}: allocation {at} of {total}{' and all after' if lasting else ''}: {found}")
        left = [p.name for p in self.folder.iterdir() if p.name not in ("count", "out", self.ratio.name)]
        if left:
            self.wrong += 1
            print(f"{arguments}: leaves {left}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("purse")
    parser.add_argument("scenario")
    parser.add_argument("--preload")
    parser.add_argument("--runs", type=int, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        runs = Runs(options, pathlib.Path(folder))
        for arguments in VERBS:
            runs.verb(arguments)
    print(f"{runs.done} runs with a failing allocation, {runs.wrong} wrong")
    return 1 if runs.wrong or runs.done == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
