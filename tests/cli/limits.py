#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A large scenario with open offers under a time limit: what is printed says what it is.

    limits.py PURSE GENERATE

GENERATE makes the scenario, which is large enough for branch and bound over the interior point. With a limit that is
too short to close it, the run ends soon after, exits 5, and its plan verifies; every tier has a value at or above its
bound, and tiers after an open one were solved too or say that they were not. A market of so many open offers that the
simplex takes seconds to its first answer, which goes to branch and cut, has a plan long before.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import time

SHAPE = ["24", "30", "1", "--open", "80", "--lexicographic"]
LIMITS = [1, 6, 20]
MARKET_LIMIT = 10
SOON = 20  # seconds past the limit: the machine may be busy


def judge(purse, scenario, limit, folder):
    out = folder / f"plan{limit}"
    begin = time.monotonic()
    done = subprocess.run([purse, "solve", scenario, "--regime", "pooled", "--time-limit", str(limit), "--quiet", "-o", out],
                          capture_output=True, text=True, check=False)
    if time.monotonic() - begin > limit + SOON:
        yield f"took {time.monotonic() - begin:.1f} s"
    if done.returncode not in (0, 5):
        yield f"exit {done.returncode}: {done.stderr}"
    if not (out / "plan.json").exists():
        if done.returncode != 5 or "limit" not in done.stdout:
            yield f"no plan, and no word of a limit: {done.stdout}"
        return
    plan = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    if plan["status"] not in (["optimal"] if done.returncode == 0 else ["feasible", "limit"]):
        yield f"exit {done.returncode} with the status {plan['status']}"
    for tier in plan.get("tiers", []):
        room = 1e-9 * max(1.0, abs(tier["value"]))
        if not tier["bound"] <= tier["value"] + room or not tier["bound"] >= 0.0:
            yield f"{tier['measure']}: value {tier['value']}, bound {tier['bound']}"
    print(limit, plan["status"], [(tier["measure"], tier["gap"]) for tier in plan.get("tiers", [])])
    if plan["status"] != "limit":
        check = subprocess.run([purse, "verify", scenario, out / "plan.json"], capture_output=True, text=True, check=False)
        if check.returncode != 0:
            yield f"verify: exit {check.returncode}: {check.stdout}{check.stderr}"


def main(purse, generate):
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        scenario = folder / "scenario"
        subprocess.run([sys.executable, generate, *SHAPE[:3], scenario, *SHAPE[3:]], check=True)
        for limit in LIMITS:
            for found in judge(purse, scenario, limit, folder):
                wrong += 1
                print(f"limit {limit}: {found}")
        market = folder / "market.json"
        with open(market, "w", encoding="utf-8") as file:
            subprocess.run([sys.executable, pathlib.Path(generate).parents[1] / "integers" / "generate.py", "11", "300"],
                           stdout=file, check=True)
        for found in judge(purse, market, MARKET_LIMIT, folder):
            wrong += 1
            print(f"market: {found}")
        if not (folder / f"plan{MARKET_LIMIT}" / "plan.json").exists():
            wrong += 1
            print("market: no plan")
    print(f"{len(LIMITS)} limits, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
