#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What explaining a plan and reporting cost beside one cold solve.

    run.py PURSE [SCENARIO] [--repeat 5] [--write]

Every command is a whole process that reads the scenario, solves what it needs and prints; the commands take turns.
Seconds are processor time. An explanation is judged by its ratio to the first line: at most ten.
--write puts the table into benchmarks/results.
"""

import argparse
import datetime
import json
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import measure  # noqa: E402  (found through the line above)

GREATER_MANCHESTER = pathlib.Path(__file__).resolve().parents[2] / "scenarios" / "greater-manchester"
WITHIN = 10
COMMANDS = [
    ("solve", "--regime", "pooled", "--json"),
    ("explain", "--regime", "pooled", "--json"),
    ("explain", "--regime", "pooled", "--json", "--limits", "10"),
    ("explain", "--regime", "pooled", "--json", "--walls"),
    ("explain", "--regime", "pooled", "--json", "--no-detriment"),
    ("explain", "--regime", "pooled", "--json", "--shares"),
    ("explain", "--regime", "pooled", "--json", "--alternatives"),
    ("explain", "--regime", "partial", "--json"),
    ("explain", "--regime", "silo", "--json"),
    ("explain", "--regime", "silo", "--json", "--overlay", "MORE-THAN-THE-BUDGET"),
    ("report", "-o", "REPORT"),
    ("report", "--explain", "-o", "REPORT"),
]


# What a pot is to spend at least, beyond its budget: nobody else's money may be moved there, so there is no plan.
ASKS_TOO_MUCH = {"rules": [{"id": "spend", "type": "min_spend", "scope": {"pot": "planned"}, "limit": 2.6e9}]}
NO_PLAN = 4  # exit code


class Bench:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.runs = {command: [] for command in COMMANDS}
        self.solves = {}

    def once(self, command):
        page = self.folder / "report.html"
        page.unlink(missing_ok=True)
        overlay = self.folder / "overlay.json"
        overlay.write_text(json.dumps(ASKS_TOO_MUCH), encoding="utf-8")
        files = {"REPORT": str(page), "MORE-THAN-THE-BUDGET": str(overlay)}
        words = [files.get(word, word) for word in command[1:]]
        run = measure.Run([self.options.purse, command[0], self.options.scenario, *words, "--quiet"],
                          self.folder / "log")
        if run.code != (NO_PLAN if "--overlay" in command else 0):
            raise RuntimeError(f"{' '.join(command)}: exit {run.code}: {run.said}")
        self.runs[command].append(run)
        if command[0] == "explain":
            self.solves[command] = json.loads(run.said[run.said.index("{"):]).get("gains", {}).get("solves", "")

    def rows(self):
        base = measure.median([run.processor for run in self.runs[COMMANDS[0]]])
        for command, runs in self.runs.items():
            seconds = [run.processor for run in runs]
            said = " ".join(word for word in command if word not in ("--json", "-o", "REPORT"))
            yield [f"purse {said}", self.solves.get(command, ""), measure.number(measure.median(seconds)),
                   measure.spread(seconds), measure.number(measure.median([run.mib for run in runs])),
                   f"{measure.median(seconds) / base:.1f}"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("purse")
    parser.add_argument("scenario", nargs="?", default=GREATER_MANCHESTER, type=pathlib.Path)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, pathlib.Path(folder))
        for _ in range(options.repeat):
            for command in COMMANDS:
                bench.once(command)
    rows = list(bench.rows())
    text = "\n".join([
        f"# Explanations and the page, {datetime.date.today().isoformat()}", "", measure.machine() + ".", "",
        f"Scenario {options.scenario.resolve().name}, {options.repeat} runs each in turn, {measure.load()}. Seconds are "
        "processor time of whole", f"processes; the ratio is to the first line, and is to be at most {WITHIN} where the "
        "regime is the same. Trials: of one tier, with one limit raised.", "",
        measure.table(["what", "trials", "median s", "range s", "peak MiB", "ratio"], rows), ""])
    if options.write:
        measure.write("explain", text)
    else:
        print(text)
    return 0 if float(rows[1][-1]) <= WITHIN else 1


if __name__ == "__main__":
    sys.exit(main())
