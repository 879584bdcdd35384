#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two runs, and any number of threads, give the same bytes: the document printed and every file written.

    same_bytes.py PURSE [--places 8] [--needs 6] [--seed 1]

A generated scenario is solved by the interior point with one order of tiers and with a weighted sum, with awards and
blocks by each of the ways there are, compared, and explained; each twice with one thread, then with two and with three.
"""

import argparse
import hashlib
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
THREADS = (1, 1, 2, 3)


def generate(folder, options, *more):
    subprocess.run([sys.executable, ROOT / "benchmarks/scenarios/generate.py", str(options.places), str(options.needs),
                    str(options.seed), folder, *more], check=True)


def fingerprint(folder):
    """Digest by name of every file in a folder."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def run(purse, verb, scenario, threads, folder, arguments):
    writes = verb in ("solve", "compare")
    done = subprocess.run([purse, verb, scenario, "--quiet", "--threads", str(threads), *arguments,
                           *(["-o", folder] if writes else [])], capture_output=True, check=False)
    if done.returncode not in (0, 5):
        sys.exit(f"{verb} {' '.join(arguments)} ends with {done.returncode}: {done.stderr.decode()}")
    found = {"printed": hashlib.sha256(done.stdout).hexdigest()}
    if writes:
        found.update(fingerprint(folder))
    return found


def same(purse, label, verb, scenario, arguments):
    """Whether all runs agree; says where they do not."""
    first = None
    with tempfile.TemporaryDirectory() as work:
        for number, threads in enumerate(THREADS):
            folder = pathlib.Path(work) / "answer"  # the same name each time: it may be printed
            found = run(purse, verb, scenario, threads, folder, arguments)
            if folder.exists():
                folder.rename(pathlib.Path(work) / str(number))
            if len(found) < (3 if verb in ("solve", "compare") else 1):
                sys.exit(f"{label}: nothing was written")
            first = first or found
            other = [name for name in first.keys() | found.keys() if first.get(name) != found.get(name)]
            if other:
                print(f"{label}, run {number + 1} with {threads} threads: {', '.join(sorted(other))} differ")
                return False
    print(f"{label}: {len(first)} the same in {len(THREADS)} runs")
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("purse")
    parser.add_argument("--places", type=int, default=8)
    parser.add_argument("--needs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    good = True
    with tempfile.TemporaryDirectory() as work:
        for name, more in (("weighted", ()), ("tiers", ("--lexicographic",)), ("awards", ("--open", "8"))):
            generate(pathlib.Path(work) / name, options, *more)
        interior, pooled = ["--solver", "interior"], ["--regime", "pooled", "--json"]
        for name, verb, arguments in (
                ("weighted", "solve", [*interior, *pooled]),
                ("tiers", "solve", [*interior, *pooled]),
                ("tiers", "solve", [*pooled]),
                ("awards", "solve", [*interior, *pooled, "--nodes", "4"]),
                ("awards", "solve", ["--solver", "strengthened", *pooled, "--nodes", "40"]),
                ("tiers", "compare", [*interior, "--json"]),
                ("weighted", "explain", [*interior, *pooled])):
            scenario = pathlib.Path(work) / name
            good &= same(options.purse, f"{verb} {name} {' '.join(arguments)}", verb, scenario, arguments)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
