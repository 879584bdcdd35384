#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Integer scenarios: purse beside glpsol, cbc and, where found, HiGHS on the same problem, to the same gap.

    run.py PURSE [--system 60x40] [--sizes 10,30,100,300] [--seeds 1-5] [--repeat 3] [--peers cbc,highs]
           [--limit 120] [--peer-limit 120] [--gap 1e-4] [--each] [--record FILE] [--write]

generate.py makes scenarios of growing numbers of open offers, or, with --system, ../scenarios/generate.py those of a
system of that many places and needs. Purse exports each as MPS, and purse solve and the others solve it in turn, one
thread each, `repeat` times. Processor time of whole processes is measured, which a busy machine distorts least: purse
also reads the scenario, builds the problem and writes the plan. A run that reaches the limit counts with the limit. All
must agree: no value may be below another's proved bound by more than the gap. --record keeps what the others did in a
file and does not ask them again for what it holds: their hours are spent once, and the purse of the day is set beside
them. --write puts the table into benchmarks/results.
"""

import argparse
import datetime
import json
import pathlib
import sys
import tempfile

import generate
import solvers as solvers_module
from solvers import BENCHMARKS, measure, peers


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


def command(words, folder):
    run = measure.Run(words, folder / "command.log")
    if run.code != 0:
        raise SystemExit(f"{' '.join(map(str, words))}: exit {run.code}\n{run.said}")


def make(options, seed, size, folder):
    """The scenario and the same problem for the others."""
    scenario, problem, exported = folder / "scenario", folder / "problem.mps", folder / "exported.mps"
    if options.system:
        command([sys.executable, BENCHMARKS / "scenarios" / "generate.py", *options.system.split("x"), seed, scenario,
                 "--open", size], folder)
    else:
        scenario.write_text(json.dumps(generate.generate(seed, size)), encoding="utf-8")
    command([options.purse, "export", scenario, "--regime", "pooled", "--format", "mps", "-o", exported], folder)
    peers.shorten(exported, problem)
    exported.unlink()
    return scenario, problem


class Record:
    """What the others did before on the same instance with the same limits, in a file of one line each."""

    def __init__(self, path):
        self.path, self.results = path, {}
        if path and path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                entry = json.loads(line)
                self.results[tuple(entry["key"])] = solvers_module.Result.recalled(entry["result"])

    @staticmethod
    def key(options, name, seed, size, turn):
        return (name, options.system or "market", size, seed, options.gap, options.peer_limit, turn)

    def get(self, key):
        return self.results.get(key)

    def add(self, key, result):
        if self.path and key[0] != "purse":
            with open(self.path, "a", encoding="utf-8") as out:
                out.write(json.dumps({"key": key, "result": result.kept()}) + "\n")


class Instance:
    """The median run of each solver on one scenario, and what is wrong."""

    def __init__(self, options, seed, size):
        self.label, self.limits = f"{size}, seed {seed}", {name: options.peer_limit for name in options.solvers}
        self.limits["purse"] = options.limit
        runs = {name: [] for name in options.solvers}
        self.wrong = []
        with tempfile.TemporaryDirectory() as folder:
            problem = make(options, seed, size, pathlib.Path(folder))
            for turn in range(options.repeat):
                results = {}
                for name, solve in options.solvers.items():
                    if runs[name] and not runs[name][-1].solved:
                        continue  # once at the limit, always at the limit
                    key = Record.key(options, name, seed, size, turn)
                    results[name] = options.record.get(key)
                    if not results[name]:
                        results[name] = solve(*problem, pathlib.Path(folder), options)
                        options.record.add(key, results[name])
                    runs[name].append(results[name])
                    self.tell(name, results[name])
                self.wrong += disagreements(self.label, results, options.gap)
        self.median = {name: sorted(list_of, key=lambda result: result.run.processor)[len(list_of) // 2]
                       for name, list_of in runs.items()}

    def tell(self, name, result):
        print(f"{self.label}, {name}: {result.run.processor:.2f} s, {result.run.seconds:.2f} s by the clock, value "
              f"{result.value}, bound {result.bound}{'' if result.solved else ', open'}", file=sys.stderr, flush=True)

    def seconds(self, name):
        result = self.median[name]
        return result.run.processor if result.solved else max(self.limits[name], result.run.processor)

    def plan(self, name):
        """By how much the plan is above the best bound that anyone proved, as a share of it."""
        best = max((result.bound for result in self.median.values() if result.bound is not None), default=None)
        value = self.median[name].value
        return None if value is None or best is None else max(0.0, value - best) / max(abs(best), 1e-9)

    def bound(self, name):
        """By how much the bound is below the best plan that anyone found."""
        best = min((result.value for result in self.median.values() if result.value is not None), default=None)
        bound = self.median[name].bound
        return None if bound is None or best is None else max(0.0, best - bound) / max(abs(best), 1e-9)


def middle(values):
    """The median, none where some are missing."""
    return None if None in values else measure.median(values)


def lines(label, instances, solvers):
    """One line for each solver."""
    for name in solvers:
        chosen = [instance.median[name] for instance in instances]
        times = [instance.seconds(name) for instance in instances]
        ratios = [instance.seconds("purse") / instance.seconds(name) for instance in instances]
        yield [f"{label}, {name}", f"{sum(result.solved for result in chosen)} of {len(chosen)}",
               measure.number(measure.median(times)), measure.spread(times),
               measure.number(measure.median([result.nodes for result in chosen])),
               measure.number(middle([result.gap() for result in chosen]), 2),
               measure.number(middle([instance.plan(name) for instance in instances]), 2),
               measure.number(middle([instance.bound(name) for instance in instances]), 2),
               measure.number(measure.median([result.run.mib for result in chosen])),
               "-" if name == "purse" else measure.number(measure.median(ratios), 2)]


def report(options, rows):
    head = ["open offers, solver", "solved", "median s", "range s", "nodes", "gap left", "plan above best bound",
            "bound below best plan", "MiB", "purse / solver"]
    what = f"{options.system.replace('x', ' places x ')} needs, weighted, pooled; seeds" if options.system else "Seeds"
    return "\n".join([
        f"# Integer scenarios, {datetime.date.today().isoformat()}", "",
        measure.machine() + peers.versions(options.solvers) + ".", "",
        f"{what} {options.seeds[0]} to {options.seeds[-1]} of each size, {options.repeat} runs each in turn, one thread, "
        f"gap {options.gap:g}; limit {options.limit:g} s by the clock for purse, {options.peer_limit:g} s of the processor "
        "for the others. Seconds are processor time of the whole process; a run that reaches the limit counts with the "
        "limit and is not repeated. A dash: no plan or no bound on some instance. The last column is the median of the "
        "ratios of these times, instance by instance: below 1, purse is faster. At the end: "
        f"{measure.load()}.", "", measure.table(head, rows), ""])


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("purse")
    parser.add_argument("--system", metavar="PLACESxNEEDS", help="systems of this size instead of markets")
    parser.add_argument("--sizes", default="10,30,100,300", help="numbers of open offers")
    parser.add_argument("--seeds", default="1-5")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--peers", help="only these; none: an empty text")
    parser.add_argument("--limit", type=int, default=120, help="of purse, by the clock")
    parser.add_argument("--peer-limit", type=int, help="of the others, of the processor (default: --limit)")
    parser.add_argument("--gap", type=float, default=1e-4)
    parser.add_argument("--each", action="store_true", help="a line for each seed")
    parser.add_argument("--record", type=pathlib.Path, metavar="FILE", help="what the others did, to be asked once")
    parser.add_argument("--write", action="store_true", help="into benchmarks/results")
    options = parser.parse_args()
    options.record = Record(options.record)
    options.seeds = measure.seed_range(options.seeds)
    options.peer_limit = options.peer_limit or options.limit
    wanted = None if options.peers is None else f"purse,{options.peers}"
    options.solvers = measure.pick(parser, wanted, solvers_module.present())
    return options


def main():
    options = arguments()
    rows, wrong = [], []
    for size in map(int, options.sizes.split(",")):
        instances = []
        for seed in options.seeds:
            instances.append(Instance(options, seed, size))
            if options.each:
                rows += lines(instances[-1].label, instances[-1:], options.solvers)
        wrong += [fault for instance in instances for fault in instance.wrong]
        if not options.each:
            rows += lines(size, instances, options.solvers)
    text = report(options, rows)
    if options.write and not wrong:
        measure.write(f"integers{'-' + options.system if options.system else ''}", text)
    else:
        print(text)
    print("\n".join(wrong + [f"{len(wrong)} disagreements"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
