#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One weighted, pooled program of each size: purse beside every other solver that is here, whole processes in turn.

    run.py PURSE [--sizes 60x40] [--seeds 11-13] [--repeat 3] [--limit 600] [--peers clp,highs hipo] [--threads 1]
           [--purse-options "..."] [--write]

../scenarios/generate.py makes the scenarios: handovers, a co-ordination team, two rules on shares. Purse reads the
scenario, builds, solves and prints the plan as JSON. The others read the same program as an MPS file with short names,
and write nothing. HiGHS is measured where HIGHS names its command or it is on the path. Seconds are processor time; a
run that reaches the limit counts with the limit and is not repeated. Values must lie between purse's bound and value,
to 1e-6 of it. --write puts the table into benchmarks/results.
"""

import argparse
import datetime
import json
import pathlib
import sys
import tempfile

import peers as peers_module

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import measure  # noqa: E402  (found through the line above)

GENERATE = pathlib.Path(__file__).resolve().parents[1] / "scenarios" / "generate.py"
SAME = 1e-6


class Instance:
    """One scenario, its program, and the runs of every solver."""

    def __init__(self, options, places, needs, seed, folder):
        self.options, self.folder, self.label = options, folder, f"{places}x{needs}, seed {seed}"
        self.scenario, self.problem = folder / "scenario", folder / "problem.mps"
        self.command(sys.executable, GENERATE, places, needs, seed, self.scenario)
        if options.peers:
            exported = folder / "exported.mps"
            self.command(options.purse, "export", self.scenario, "--regime", "pooled", "--format", "mps", "-o", exported)
            peers_module.shorten(exported, self.problem)
            exported.unlink()
        self.runs = {name: [] for name in ["purse", *options.peers]}
        self.tier, self.wrong, self.done = None, [], set()

    def command(self, *words):
        run = measure.Run(words, self.folder / "command.log")
        if run.code != 0:
            raise SystemExit(f"{' '.join(map(str, words))}: exit {run.code}\n{run.said}")

    def purse(self):
        run = measure.Run(["timeout", str(self.options.limit + peers_module.GRACE), self.options.purse, "solve",
                           self.scenario, "--regime", "pooled", "--json", "--quiet", "--time-limit", self.options.limit,
                           "--threads", self.options.threads, *self.options.purse_options.split()],
                          self.folder / "purse.log")
        plan = json.loads(run.said) if run.code in (0, 5) else {"status": f"exit {run.code}"}
        run.said = ""
        run.solved = plan["status"] == "optimal"
        if run.solved:
            self.tier = plan["tiers"][0]
        else:
            self.wrong.append(f"{self.label}: purse: {plan['status']}")
        return run

    def peer(self, name):
        peer = self.options.peers[name]
        run = measure.Run(peer.words(self.problem, self.options.limit), self.folder / "peer.log", self.folder)
        value = peer.value(run.said)
        run.solved = value is not None
        if run.solved and self.tier:
            room = SAME * max(1.0, abs(self.tier["value"]))
            if not self.tier["bound"] - room <= value <= self.tier["value"] + room:
                self.wrong.append(f"{self.label}: {name} {value}, purse {self.tier['bound']} to {self.tier['value']}")
        return run

    def round(self):
        """Everybody once, those that reached the limit no more."""
        for name, runs in self.runs.items():
            if runs and not runs[-1].solved:
                continue
            runs.append(self.purse() if name == "purse" else self.peer(name))
            print(f"{self.label} {name}: {runs[-1].processor:.2f} s {runs[-1].seconds:.2f} s by the clock "
                  f"{runs[-1].mib:.0f} MiB{'' if runs[-1].solved else ', not solved'}", file=sys.stderr, flush=True)

    def seconds(self, name):
        return measure.median([run.processor if run.solved else max(self.options.limit, run.processor)
                               for run in self.runs[name]])


def row(name, size, instances):
    """One line of the table: medians over the seeds of the medians of one size."""
    runs = [run for instance in instances for run in instance.runs[name]]
    times = [instance.seconds(name) for instance in instances]
    ratios = [instance.seconds(name) / instance.seconds("purse") for instance in instances]
    solved = sum(instance.runs[name][-1].solved for instance in instances)
    return [f"{size} {name}", f"{solved} of {len(instances)}", measure.number(measure.median(times)),
            measure.spread(times), measure.number(measure.median([run.seconds for run in runs])),
            measure.number(measure.median([run.mib for run in runs])),
            "-" if name == "purse" else measure.number(measure.median(ratios))]


def report(options, rows):
    head = ["places x needs, solver", "solved", "median s", "range s", "by the clock s", "peak MiB", "it / purse, time"]
    return "\n".join([
        f"# Solving, {datetime.date.today().isoformat()}", "", measure.machine() + peers_module.versions(options.peers) + ".", "",
        f"Weighted, pooled, with handovers, a team and two rules on shares; seeds {options.seeds[0]} to "
        f"{options.seeds[-1]}, {options.repeat} runs each in turn, limit {options.limit} s. Seconds are processor time of "
        "whole processes: purse reads the scenario, builds, solves and writes the plan; the others read and solve the same "
        f"program. Purse with {options.threads} thread(s){' ' + options.purse_options if options.purse_options else ''}, "
        "the others with one; interior points without crossover. A run that reaches the limit counts with the limit. "
        f"At the end: {measure.load()}.", "", measure.table(head, rows), ""])


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("purse")
    parser.add_argument("--sizes", default="60x40")
    parser.add_argument("--seeds", default="11-13")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--limit", type=int, default=600)
    parser.add_argument("--threads", type=int, default=1, help="of purse")
    parser.add_argument("--peers", help="only these; none: an empty text")
    parser.add_argument("--purse-options", default="", help="more words for purse solve")
    parser.add_argument("--write", action="store_true", help="into benchmarks/results")
    options = parser.parse_args()
    options.seeds = measure.seed_range(options.seeds)
    options.peers = measure.pick(parser, options.peers, peers_module.all_peers())
    return options


def main():
    options = arguments()
    rows, wrong = [], []
    for size in options.sizes.split(","):
        places, needs = map(int, size.split("x"))
        instances = []
        for seed in options.seeds:
            with tempfile.TemporaryDirectory() as folder:
                instances.append(Instance(options, places, needs, seed, pathlib.Path(folder)))
                for _ in range(options.repeat):
                    instances[-1].round()
            wrong += instances[-1].wrong
        rows += [row(name, size, instances) for name in instances[0].runs]
    text = report(options, rows)
    if options.write and not wrong:
        measure.write("solve", text)
    else:
        print(text)
    print("\n".join(sorted(set(wrong)) + [f"{len(set(wrong))} failures and disagreements"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
