#!/usr/bin/env python3
"""Solves the scenario for a row of allowed gaps and prints the table of README.md.

    python3 sweep.py unmet_gap|burden_gap LIMITS REGIME [more purse options...]
    python3 sweep.py unmet_gap 1,0.004,0.001,0 pooled --overlay capacity-by-need.overlay.json

The command is `purse`, or what the variable PURSE names.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
RULES = ("unmet_gap", "burden_gap")


def solve(rule, limit, regime, options):
    command = [os.environ.get("PURSE", "purse"), "solve", str(HERE), "--regime", regime, "--json", "--quiet",
               "--set", f"rules.{rule}.limit={limit}", *options]
    done = subprocess.run(command, capture_output=True, text=True)
    if not done.stdout:
        sys.exit(done.stderr)
    return json.loads(done.stdout)


def demand():
    episodes = {}
    for line in (HERE / "demand.csv").read_text(encoding="utf-8").splitlines()[1:]:
        place, _, value = line.split(",")
        episodes[place] = episodes.get(place, 0) + float(value)
    return episodes


def main(rule, limits, regime, *options):
    episodes = demand()
    print("| allowed gap | status | unmet, weighted | unmet, episodes | most unmet | least unmet | burden | most burden | least burden | spend, GBP m |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for limit in limits.split(","):
        answer = solve(rule, limit, regime, options)
        if answer["status"] not in ("optimal", "feasible"):
            print(f"| {limit} | {answer['status']} |" + " |" * 8)
            continue
        unmet = {p["id"]: p["unmet"] / episodes[p["id"]] for p in answer["places"]}
        burden = {p["id"]: p["burden"] / episodes[p["id"]] for p in answer["places"]}

        def end(of, which, pattern):
            place = which(of, key=of.get)
            return f"{place.replace('_', ' ')} {of[place]:{pattern}}" if of[place] > 1e-9 else "none"

        totals = answer["totals"]
        print(f"| {limit} | {answer['status']} | {totals['unmet_weighted']:,.0f} | {totals['unmet']:,.0f} | {end(unmet, max, '.2%')} | {end(unmet, min, '.2%')} | {totals['burden']:,.0f} | "
              f"{end(burden, max, '.4f')} | {end(burden, min, '.4f')} | {totals['spend'] / 1e6:.1f} |", flush=True)


if __name__ == "__main__":
    if len(sys.argv) < 4 or sys.argv[1] not in RULES:
        sys.exit(__doc__)
    main(*sys.argv[1:])
