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
LIMITS = ["--entry-limits", "0.3", "--programmes", "3"]
ALL = ["--entry-limits", "0.6", "--programmes", "6", "--teams", "3", "--rules", "5"]
# Places, seed, regime and options. With entry limits: groups held at shares that fill the whole; the last two are a tier
# whose answer misses the limit of 0 of a row of a hundred million pounds by rounding, and one whose prices rise far.
CASES = [
    (30, 60, "pooled", []),
    (30, 66, "pooled", []),
    (30, 81, "pooled", []),
    (30, 92, "pooled", []),
    (60, 60, "pooled", []),
    (60, 61, "pooled", []),
    (30, 206, "pooled", LIMITS),
    (30, 309, "pooled", LIMITS),
    (30, 402, "silo", ALL),
    (12, 411, "pooled", ALL),
    (12, 410, "pooled", ALL),
]
NEEDS = 40
# A solve is some 50 iterations; seconds are for a slow machine.
MOST_ITERATIONS, SECONDS = 150, 60


def check_case(purse, folder, places, seed, regime, options):
    size = [str(places), str(NEEDS), str(seed)]
    subprocess.run([sys.executable, GENERATE, *size, folder, "--lexicographic", *options], check=True)
    done = subprocess.run([purse, "solve", folder, "--regime", regime, "--json", "--quiet"], capture_output=True,
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
    for places, seed, regime, options in CASES:
        with tempfile.TemporaryDirectory() as folder:
            iterations = check_case(purse, pathlib.Path(folder), places, seed, regime, options)
            print(f"{places} places, seed {seed}, {regime} {' '.join(options)}: {iterations} iterations")


if __name__ == "__main__":
    main()
