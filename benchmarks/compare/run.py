#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""purse compare beside other solvers on one of its regimes, tier after tier.

    run.py PURSE [SCENARIO] [--regime pooled] [--repeat 5] [--limit 600] [--write]

Purse reads the scenario, solves every regime with all its tiers and prints them side by side. glpsol and cbc solve the
exported problems of the tiers of one regime, one process after another: a tier needs the value of the one before, and
is given it for nothing. Whole processes, in turn; seconds are processor time, memory is the largest of the processes.
--write puts the table into benchmarks/results.
"""

import argparse
import datetime
import json
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import measure  # noqa: E402  (found through the line above)

GREATER_MANCHESTER = pathlib.Path(__file__).resolve().parents[2] / "scenarios" / "greater-manchester"
SAME = 1e-6


def glpsol(problem, log, limit):
    out = log.with_suffix(".solution")
    run = measure.Run(["glpsol", "--freemps", problem, "--tmlim", limit, "-w", out], log)
    found = re.search(r"^s (?:bas|mip) .* (\S+)$", out.read_text(encoding="utf-8"), re.M) if out.exists() else None
    solved = re.search("OPTIMAL (LP )?SOLUTION FOUND", run.said)
    return run, float(found.group(1)) if found and solved else None


def cbc(problem, log, limit):
    out = log.with_suffix(".solution")
    run = measure.Run(["cbc", problem, "sec", limit, "solve", "solution", out], log)
    found = re.match(r"Optimal.* objective value +(\S+)", out.read_text(encoding="utf-8")) if out.exists() else None
    return run, float(found.group(1)) if found else None


SOLVERS = {"glpsol": glpsol, "cbc": cbc}


class Comparison:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.wrong = []
        done = self.purse("solve", "--regime", options.regime, "--json", "--quiet")
        self.tiers = json.loads(done.said[done.said.index("{"):])["tiers"]
        self.problems = []
        for number in range(1, len(self.tiers) + 1):
            self.problems.append(folder / f"tier{number}.mps")
            self.purse("export", "--regime", options.regime, "--format", "mps", "--tier", number, "-o",
                       self.problems[-1])

    def purse(self, verb, *words):
        return measure.Run([self.options.purse, verb, self.options.scenario, *words], self.folder / f"{verb}.log")

    def chain(self, name):
        """Processor seconds, by the clock and peak memory of all tiers, one after another."""
        runs = []
        for number, (problem, tier) in enumerate(zip(self.problems, self.tiers), 1):
            run, value = SOLVERS[name](problem, self.folder / f"{name}.log", self.options.limit)
            runs.append(run)
            room = SAME * max(1.0, abs(tier["value"]))
            if value is None or not tier["bound"] - room <= value <= tier["value"] + room:
                self.wrong.append(f"{name}, tier {number}: {value}, purse {tier['bound']} to {tier['value']}")
        return sum(run.processor for run in runs), sum(run.seconds for run in runs), max(run.mib for run in runs)

    def whole(self):
        run = self.purse("compare", "--json", "--quiet")
        if run.code != 0:
            self.wrong.append(f"purse compare: exit {run.code}")
        self.regimes = len(json.loads(run.said[run.said.index("{"):])["regimes"])
        return run.processor, run.seconds, run.mib

    def measured(self):
        """Who: list of (processor seconds, seconds, MiB), one a repetition."""
        rows = {"purse compare": [], **{name: [] for name in SOLVERS}}
        for _ in range(self.options.repeat):
            rows["purse compare"].append(self.whole())
            for name in SOLVERS:
                rows[name].append(self.chain(name))
        return rows


def report(options, comparison, rows):
    own = [measure.median([run[k] for run in rows["purse compare"]]) for k in range(3)]
    lines = []
    for name, runs in rows.items():
        middle = [measure.median([run[k] for run in runs]) for k in range(3)]
        what = (f"purse compare, {comparison.regimes} regimes" if name == "purse compare"
                else f"{name}, {options.regime}, {len(comparison.tiers)} tiers")
        ratios = ["-", "-"] if name == "purse compare" else [measure.number(own[k] / middle[k], 2) for k in (0, 2)]
        lines.append([what, measure.number(middle[0]), measure.spread([run[0] for run in runs]),
                      measure.number(middle[1]), measure.number(middle[2]), *ratios])
    head = ["what", "median s", "range s", "by the clock s", "peak MiB", "purse / it, time", "purse / it, memory"]
    return "\n".join([
        f"# Comparing regimes, {datetime.date.today().isoformat()}", "", measure.machine() + ".", "",
        f"Scenario {pathlib.Path(options.scenario).name}, {options.repeat} runs each in turn. Seconds are processor "
        "time of whole processes. Purse solves every regime; the others only the tiers of one, each with the value of "
        f"the tier before given. At the end: {measure.load()}.", "", measure.table(head, lines), ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("purse")
    parser.add_argument("scenario", nargs="?", default=str(GREATER_MANCHESTER))
    parser.add_argument("--regime", default="pooled")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--limit", type=int, default=600)
    parser.add_argument("--write", action="store_true", help="into benchmarks/results")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        comparison = Comparison(options, pathlib.Path(folder))
        rows = comparison.measured()
    text = report(options, comparison, rows)
    if options.write and not comparison.wrong:
        measure.write("compare", text)
    else:
        print(text)
    print("\n".join(sorted(set(comparison.wrong))))
    return 1 if comparison.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
