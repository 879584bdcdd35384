# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks of purse explain have in common: their command line, random scenarios by seed, their last word."""

import argparse
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "reference"))
import generate  # noqa: E402


def options(seeds, **more):
    """PURSE [--seeds FIRST-LAST] and `more`: a default per option, and "scenarios" for paths. `seeds` becomes a range."""
    parser = argparse.ArgumentParser()
    parser.add_argument("purse")
    parser.add_argument("--seeds", default=seeds)
    if more.pop("scenarios", None):
        parser.add_argument("scenarios", nargs="*", type=pathlib.Path)
    for name, default in more.items():
        parser.add_argument(f"--{name}", type=type(default), default=default)
    chosen = parser.parse_args()
    first, last = map(int, chosen.seeds.split("-"))
    chosen.seeds = range(first, last + 1)
    return chosen


def document(seed, kind, size):
    return generate.Generator(seed, kind, size).document


def path(folder, seed, kind, size):
    """The same as a file in a folder."""
    written = pathlib.Path(folder) / f"{seed}.json"
    written.write_text(json.dumps(document(seed, kind, size)), encoding="utf-8")
    return written


def end(wrong, told, enough):
    """Prints what is wrong and what was looked at; the exit code. `enough` says whether that was worth the name."""
    print("\n".join(wrong))
    print(f"{told}, {len(wrong)} wrong")
    return 1 if wrong or not enough else 0
