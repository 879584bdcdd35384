#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The generator of benchmark scenarios: same words, same bytes; what it writes checks clean, solves and verifies.

    generated.py PURSE
"""

import json
import pathlib
import subprocess
import sys
import tempfile

GENERATE = pathlib.Path(__file__).resolve().parents[2] / "benchmarks" / "scenarios" / "generate.py"
# Places, needs, seed, options.
CASES = [
    (10, 5, 1),
    (10, 5, 2, "--lexicographic", "--programmes", "2"),
    (10, 5, 3, "--no-handover", "--teams", "3", "--rules", "4", "--entry-limits", "0.5", "--programmes", "1"),
    (10, 4, 4, "--open", "6"),
    (1, 12, 5),
]


def generated(folder, case):
    """What it wrote, by file name."""
    places, needs, seed, *options = case
    subprocess.run([sys.executable, GENERATE, str(places), str(needs), str(seed), folder, *options], check=True)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def document(purse, *words):
    done = subprocess.run([purse, *words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"purse {' '.join(map(str, words))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return json.loads(done.stdout)


def check_case(purse, folder, case):
    places, needs, _, *options = case
    files = generated(folder / "one", case)
    assert files == generated(folder / "two", case), f"{case}: two runs differ"
    other = (places, needs, 99, *options)
    assert files["offers.csv"] != generated(folder / "other", other)["offers.csv"], f"{case}: the seed is not used"
    checked = document(purse, "check", folder / "one", "--json")
    errors = [problem["message"] for problem in checked["problems"] if problem["severity"] == "error"]
    assert checked["valid"] and not errors, f"{case}: {errors}"
    plan = document(purse, "solve", folder / "one", "--regime", "pooled", "--json")
    assert plan["status"] == "optimal", f"{case}: {plan['status']}"
    assert plan["totals"]["served"] > 0, f"{case}: nobody is served"
    assert any(pot["spend"] > 0 for pot in plan["pots"]), f"{case}: nothing is spent"
    (folder / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    document(purse, "verify", folder / "one", folder / "plan.json", "--json")
    document(purse, "solve", folder / "one", "--regime", "baseline", "--json")


def main():
    purse = pathlib.Path(sys.argv[1]).resolve()
    for case in CASES:
        with tempfile.TemporaryDirectory() as folder:
            check_case(purse, pathlib.Path(folder), case)
    print(f"{len(CASES)} scenarios")


if __name__ == "__main__":
    main()
