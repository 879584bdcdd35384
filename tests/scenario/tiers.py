#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Systems of some size in the default order of objectives, whose tiers once found no way from one to the next: every tier
is the interior point's, closed, in time; the simplex would take hours.

    tiers.py PURSE
"""

import json
import pathlib
import subprocess
import sys
import tempfile

GENERATE = pathlib.Path(__file__).resolve().parents[2] / "benchmarks" / "scenarios" / "generate.py"
# Places and seed.
CASES = [(30, 60), (30, 66), (30, 81), (30, 92), (60, 60), (60, 61)]
NEEDS = 40
# A solve is some 50 iterations; seconds are for a slow machine.
MOST_ITERATIONS, SECONDS = 150, 60


def check_case(purse, folder, places, seed):
    subprocess.run([sys.executable, GENERATE, str(places), str(NEEDS), str(seed), folder, "--lexicographic"], check=True)
    done = subprocess.run([purse, "solve", folder, "--regime", "pooled", "--json", "--quiet"], capture_output=True,
                          text=True, check=False, timeout=SECONDS)
    assert done.returncode == 0, f"{places} places, seed {seed}: exit {done.returncode}\n{done.stderr}"
    plan = json.loads(done.stdout)
    assert plan["status"] == "optimal", f"{places} places, seed {seed}: {plan['status']}"
    assert len(plan["tiers"]) == 3, f"{places} places, seed {seed}: {len(plan['tiers'])} tiers"
    for tier in plan["tiers"]:
        assert tier["method"] == "interior point", f"{places} places, seed {seed}: {tier}"
        assert tier["gap"] <= 2e-6, f"{places} places, seed {seed}: {tier}"
    iterations = plan["certificate"]["iterations"]
    assert iterations <= MOST_ITERATIONS, f"{places} places, seed {seed}: {iterations} iterations"
    return iterations


def main():
    purse = pathlib.Path(sys.argv[1]).resolve()
    for places, seed in CASES:
        with tempfile.TemporaryDirectory() as folder:
            print(f"{places} places, seed {seed}: {check_case(purse, pathlib.Path(folder), places, seed)} iterations")


if __name__ == "__main__":
    main()
