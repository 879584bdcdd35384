#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a solve costs as the number of places grows, and the exponent of that growth.

    growth.py BUILD [--places 10,30,60,120,240] [--needs 40] [--seed 11] [--limit 600] [--purse-options "..."] [--write]

BUILD is a build folder with purse and the benchmark programs. For each size: bench_models, which solves nothing, and
`purse solve` as a whole process, pooled and weighted, with handovers, a team and two rules. From the first size at
which a solve does not end in time only the models are measured. The exponents are slopes of straight lines through the
logarithms, over the sizes from the third on if there are that many: what does not grow weighs too much below.
"""

import argparse
import datetime
import json
import math
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import measure  # noqa: E402  (found through the line above)

GENERATE = pathlib.Path(__file__).resolve().parents[1] / "scenarios" / "generate.py"
STEPS = ["read and check", "build", "interpret", "plan.json"]


def models(options, scenario, folder):
    """Seconds of each step, arcs, and the peak memory of all but the solve."""
    run = measure.Run([pathlib.Path(options.build) / "benchmarks" / "bench_models", scenario, 1], folder / "models.log")
    if run.code != 0:
        raise SystemExit(run.said)
    seconds = {step: float(re.search(rf"^{re.escape(step)} +(\S+) s", run.said, re.M).group(1)) for step in STEPS}
    return seconds, int(float(re.search(r"(\S+) arcs", run.said).group(1))), run.mib


def solve(options, scenario, folder):
    run = measure.Run(["timeout", options.limit, pathlib.Path(options.build) / "purse", "solve", scenario, "--regime",
                       "pooled", "--json", "--quiet", *options.purse_options.split()], folder / "solve.log")
    if run.code != 0:
        return None, None
    plan = json.loads(run.said)
    run.said = ""
    return run, plan["certificate"]["iterations"] if plan["status"] == "optimal" else None


def exponent(points):
    """Slope of log(y) over log(x) by least squares."""
    points = [(math.log(x), math.log(y)) for x, y in points if y]
    points = points[2:] if len(points) > 3 else points
    if len(points) < 2:
        return "-"
    x, y = (sum(point[i] for point in points) / len(points) for i in (0, 1))
    return f"{sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points):.2f}"


def measured(options, folder):
    rows, going = [], True
    for places in map(int, options.places.split(",")):
        scenario = folder / f"{places}"
        measure.Run([sys.executable, GENERATE, places, options.needs, options.seed, scenario], folder / "generate.log")
        seconds, arcs, mib = models(options, scenario, folder)
        run, iterations = solve(options, scenario, folder) if going else (None, None)
        going = run is not None
        rows.append([places, arcs, *(seconds[step] for step in STEPS), mib, run and run.processor, run and run.seconds,
                     iterations, run and run.mib])
        print(rows[-1], file=sys.stderr, flush=True)
    return rows


def report(options, rows):
    head = ["places", "arcs", "read s", "build s", "interpret s", "plan.json s", "MiB of these", "whole solve s",
            "by the clock s", "iterations", "MiB"]
    lines = [[f"{row[0]:,}", f"{row[1]:,}", *map(measure.number, row[2:])] for row in rows]
    lines.append(["exponent", *(exponent([(row[0], row[i]) for row in rows]) if i not in (8, 9) else ""
                                for i in range(1, len(head)))])
    return "\n".join([
        f"# Cost against size, {datetime.date.today().isoformat()}", "", measure.machine() + ".", "",
        f"{options.needs} needs, seed {options.seed}; weighted, pooled, with handovers, a team and two rules on shares. "
        "Seconds are processor time. Read to plan.json are the steps around the solve on a made-up answer with one way "
        f"through for everybody; the whole solve is purse solve --json{' ' + options.purse_options if options.purse_options else ''}, limit "
        f"{options.limit} s by the clock. Exponents: cost grows as places to this power. At the end: {measure.load()}.",
        "", measure.table(head, lines), ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("build")
    parser.add_argument("--places", default="10,30,60,120,240")
    parser.add_argument("--needs", type=int, default=40)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--limit", type=int, default=600)
    parser.add_argument("--purse-options", default="", help="more words for purse solve")
    parser.add_argument("--write", action="store_true", help="into benchmarks/results")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        text = report(options, measured(options, pathlib.Path(folder)))
    if options.write:
        measure.write("growth", text)
    else:
        print(text)


if __name__ == "__main__":
    main()
