#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Integer scenarios of growing size: purse beside glpsol and cbc on the same problem, to the same gap.

    run.py PURSE [--sizes 10,30,100,300] [--seeds 1-5] [--repeat 3] [--limit 120] [--gap 1e-4] [--write]

generate.py makes the scenarios; purse exports each as MPS, and purse solve, glpsol and cbc solve it in turn, one thread
each, `repeat` times. Processor time of whole processes is measured, which a busy machine distorts least: purse also
reads the scenario, builds the problem and writes the plan. A run that reaches the limit counts with the limit. The
three must agree: no value may be below another's proved bound by more than the gap. --write puts the table into
benchmarks/results.
"""

import argparse
import datetime
import json
import pathlib
import re
import sys
import tempfile

import generate

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import measure  # noqa: E402  (found through the line above)


class Result:
    def __init__(self, run, value, bound, nodes, solved):
        self.run, self.value, self.bound, self.nodes, self.solved = run, value, bound, nodes, solved

    def gap(self):
        if self.value is None or self.bound is None:
            return None
        return max(0.0, self.value - self.bound) / max(abs(self.value), 1e-9)


def purse(command, scenario, _, folder, options):
    run = measure.Run([command, "solve", scenario, "--regime", "pooled", "--gap", options.gap, "--time-limit",
                       options.limit, "--quiet", "--json"], folder / "purse.log")
    plan = json.loads(run.said[run.said.index("{"):])
    tier = plan.get("tiers", [{}])[0]
    return Result(run, tier.get("value"), tier.get("bound"), plan["certificate"]["nodes"], plan["status"] == "optimal")


def glpsol(_, __, problem, folder, options):
    run = measure.Run(["glpsol", "--freemps", problem, "--mipgap", options.gap, "--tmlim", options.limit],
                      folder / "glpsol.log")
    lines = re.findall(r"^\+ *\d+: (?:mip|>>>>>) *=? *(not found yet|\S+) >= *(tree is empty|\S+) .*\((\d+); (\d+)\)",
                       run.said, re.M)
    found, proved = [line[0] for line in lines if line[0] != "not found yet"], lines[-1][1] if lines else "-inf"
    value = float(found[-1]) if found else None
    bound = value if proved == "tree is empty" else float(proved)
    solved = "INTEGER OPTIMAL SOLUTION FOUND" in run.said or "RELATIVE MIP GAP TOLERANCE REACHED" in run.said
    nodes = max((int(active) + int(gone) for _, _, active, gone in lines), default=None)
    return Result(run, value, bound, nodes, solved)


def cbc(_, __, problem, folder, options):
    run = measure.Run(["cbc", problem, "threads", "0", "ratioGap", options.gap, "allowableGap", "0", "timeMode",
                       "elapsed", "sec", options.limit, "solve"], folder / "cbc.log")

    def said(name):
        found = re.search(rf"^{name}: +(\S+)", run.said, re.M)
        return float(found.group(1)) if found else None

    value, solved = said("Objective value"), "Result - Optimal solution found" in run.said
    bound = said("Lower bound")
    if bound is None and solved and value is not None:
        bound = value - options.gap * abs(value)
    return Result(run, value, bound, said("Enumerated nodes"), solved)


SOLVERS = {"purse": purse, "glpsol": glpsol, "cbc": cbc}


def disagreements(label, results, gap):
    """Nobody's plan may be better than what another proved possible."""
    for name, one in results.items():
        for other, two in results.items():
            if one.value is not None and two.bound is not None:
                room = (gap + 1e-6) * max(1.0, abs(two.bound))
                if one.value < two.bound - room:
                    yield f"{label}: {name} has a plan of {one.value}, {other} proved {two.bound}"
                if one.solved and two.solved and abs(one.value - two.value) > room:
                    yield f"{label}: {name} ends at {one.value}, {other} at {two.value}"


def instance(options, seed, size, folder):
    """The median run of each solver on one scenario, and what is wrong."""
    scenario, problem = folder / "scenario.json", folder / "problem.mps"
    scenario.write_text(json.dumps(generate.generate(seed, size)), encoding="utf-8")
    measure.Run([options.purse, "export", scenario, "--regime", "pooled", "--format", "mps", "-o", problem],
                folder / "export.log")
    runs = {name: [] for name in SOLVERS}
    wrong = []
    for _ in range(options.repeat):
        results = {}
        for name, solve in SOLVERS.items():
            if runs[name] and not runs[name][-1].solved:
                continue  # once at the limit, always at the limit
            results[name] = solve(options.purse, scenario, problem, folder, options)
            runs[name].append(results[name])
        wrong += disagreements(f"size {size}, seed {seed}", results, options.gap)
    return {name: sorted(list_of, key=lambda result: result.run.processor)[len(list_of) // 2]
            for name, list_of in runs.items()}, wrong


def seconds(result, limit):
    return result.run.processor if result.solved else max(limit, result.run.processor)


def size_rows(size, medians, limit):
    """The lines of one size: one for each solver."""
    for name in SOLVERS:
        chosen = [results[name] for results in medians]
        ratios = [seconds(results["purse"], limit) / seconds(results[name], limit) for results in medians]
        times = [seconds(result, limit) for result in chosen]
        yield [f"{size} {name}", f"{sum(result.solved for result in chosen)} of {len(chosen)}",
               measure.number(measure.median(times)), measure.spread(times),
               measure.number(measure.median([result.nodes for result in chosen])),
               measure.number(measure.median([result.gap() for result in chosen]), 2),
               measure.number(measure.median([result.run.mib for result in chosen])),
               "-" if name == "purse" else measure.number(measure.median(ratios), 2)]


def report(options, rows):
    head = ["open offers, solver", "solved", "median s", "range s", "nodes", "gap left", "MiB", "purse / solver"]
    first, last = options.seeds[0], options.seeds[-1]
    return "\n".join([
        f"# Integer scenarios, {datetime.date.today().isoformat()}", "", measure.machine() + ".", "",
        f"Seeds {first} to {last} of each size, {options.repeat} runs each in turn, one thread, gap {options.gap:g}, "
        f"limit {options.limit:g} s by the clock. Seconds are processor time of the whole process; a run that reaches "
        "the limit counts with the limit and is not repeated. The last column is the median of the ratios of these "
        f"times, instance by instance: below 1, purse is faster. At the end: {measure.load()}.", "",
        measure.table(head, rows), ""])


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("purse")
    parser.add_argument("--sizes", default="10,30,100,300")
    parser.add_argument("--seeds", default="1-5")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--limit", type=float, default=120)
    parser.add_argument("--gap", type=float, default=1e-4)
    parser.add_argument("--write", action="store_true", help="into benchmarks/results")
    options = parser.parse_args()
    options.limit = int(options.limit)
    first, _, last = options.seeds.partition("-")
    options.seeds = range(int(first), int(last or first) + 1)
    return options


def main():
    options = arguments()
    rows, wrong = [], []
    with tempfile.TemporaryDirectory() as folder:
        for size in map(int, options.sizes.split(",")):
            medians = []
            for seed in options.seeds:
                results, faults = instance(options, seed, size, pathlib.Path(folder))
                medians.append(results)
                wrong += faults
                print(size, seed, {name: (round(result.run.processor, 2), result.solved, result.value)
                                   for name, result in results.items()}, file=sys.stderr, flush=True)
            rows += size_rows(size, medians, options.limit)
    text = report(options, rows)
    if options.write and not wrong:
        measure.write("integers", text)
    else:
        print(text)
    print("\n".join(wrong + [f"{len(wrong)} disagreements"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
