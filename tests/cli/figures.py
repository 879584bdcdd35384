#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of a scenario that is worked out by hand, to the digit.

    figures.py PURSE

two-places.expected.json maps each regime ("dial 0.1" has its share) to parts of the document of `purse solve`: every
number there must be in the answer, equal to 1e-9 of its size.
"""

import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TOLERANCE = 1e-9


def differences(expected, found, where):
    if isinstance(expected, dict):
        for key, value in expected.items():
            if not isinstance(found, dict) or key not in found:
                yield f"{where}.{key}: missing"
            else:
                yield from differences(value, found[key], f"{where}.{key}")
    elif isinstance(expected, list):
        if not isinstance(found, list) or len(found) != len(expected):
            yield f"{where}: expected {len(expected)} entries"
        else:
            for number, pair in enumerate(zip(expected, found)):
                yield from differences(*pair, f"{where}[{number}]")
    elif isinstance(expected, (int, float)) and not isinstance(expected, bool):
        if not isinstance(found, (int, float)) or abs(found - expected) > TOLERANCE * max(1.0, abs(expected)):
            yield f"{where}: expected {expected!r}, found {found!r}"
    elif expected != found:
        yield f"{where}: expected {expected!r}, found {found!r}"


def main(purse):
    expected = json.loads((HERE / "two-places.expected.json").read_text(encoding="utf-8"))
    scenario = HERE.parents[1] / "scenarios" / "two-places"
    wrong = []
    for name, figures in expected.items():
        kind, *dial = name.split()
        command = [purse, "solve", scenario, "--json", "--regime", kind] + (["--dial", dial[0]] if dial else [])
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        found = json.loads(done.stdout) if done.stdout else {}
        wrong += differences(figures, found, name)
    print("\n".join(wrong) if wrong else f"{len(expected)} regimes to the digit")
    return 1 if wrong or not expected else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
