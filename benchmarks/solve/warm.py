#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Solving again after small changes: purse's loop beside other solvers, from nothing and from their last basis.

    warm.py BUILD [--sizes 12x40,30x40,60x40] [--kinds standard,plain] [--seeds 31] [--rounds 3] [--limit 120]
            [--basis-limit 600] [--peers clp,highs] [--write]

bench_warm changes every demand by up to 5 % and every budget by up to 2 %, solves again, `rounds` times, and writes the
programs; once by one thread, and once by two, timed by the clock. Others solve the first from nothing, then the changed
ones from the basis that they ended with there. That of HiGHS comes from its interior point and crossover, which is its
quickest way to one. Their seconds are of the processor, one thread; what a peer needs to read the program alone is
taken off. Values must lie between purse's bound and value, to 1e-6. A standard scenario has handovers, a team and two
rules on shares; a plain one has none of them.
"""

import argparse
import datetime
import itertools
import pathlib
import re
import shutil
import sys
import tempfile

import peers as peers_module

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import measure  # noqa: E402  (found through the line above)

GENERATE = pathlib.Path(__file__).resolve().parents[1] / "scenarios" / "generate.py"
KINDS = {"standard": [], "plain": ["--no-handover", "--teams", 0, "--rules", 0]}
SAME = 1e-6
SOLVE = re.compile(
    r"^(?:cold|again) +(\S+) s +(\S+) s by the clock +(\d+) iterations +(\S+) +(\S+) (\S+)$", re.M)


class Peer:
    """Words that only read `problem`, that solve it from nothing and leave a basis, and that begin from that."""

    def __init__(self, program, solved, read, basis, again, cold=()):
        self.program, self.solved, self.read, self.basis, self.again = program, solved, read, basis, again
        self.cold = cold  # other ways, quicker where no basis is wanted: the first that finds an optimum counts


def all_peers():
    """Those that are here, by name."""
    one = ["--parallel", "off", "--threads", "1"]
    peers = {
        "glpsol": Peer("glpsol", r"^[*#]? *\d+: obj = +(\S+) inf = .*\nOPTIMAL LP SOLUTION FOUND",
                       lambda problem: ["--freemps", problem, "--check"],
                       lambda problem: ["--freemps", problem, "--dual", "-w", "basis"],
                       lambda problem: ["--freemps", problem, "--dual", "--nopresol", "--ini", "basis"]),
        "clp": Peer("clp", r"^Optimal objective +(\S+)",
                    lambda problem: [problem, "-quit"],
                    lambda problem: [problem, "-dualsimplex", "-basisOut", "basis"],
                    lambda problem: [problem, "-basisIn", "basis", "-presolve", "off", "-dualsimplex"]),
        "highs": Peer(peers_module.highs_program(), r"Model status +: Optimal[\s\S]*?Objective value +: +(\S+)",
                      lambda problem: [*one, "--time_limit", 0, "--presolve", "off", problem],
                      lambda problem: [*one, "--solver", "hipo", "--write_basis_file", "basis", problem],
                      lambda problem: [*one, "--solver", "simplex", "--read_basis_file", "basis", problem],
                      [lambda problem: [*one, "--solver", "hipo", "--run_crossover", "off", problem],
                       lambda problem: [*one, "--solver", "ipx", "--run_crossover", "off", problem]]),
    }
    return {name: peer for name, peer in peers.items() if peer.program and shutil.which(peer.program)}


class Family:
    """One scenario and its changes: seconds from nothing and from a basis, of purse and of everybody else."""

    def __init__(self, options, size, kind, seed, folder):
        self.options, self.folder, self.wrong = options, folder, []
        self.label = f"{size} {kind}" + (f" seed {seed}" if len(options.seeds) > 1 else "")
        scenario = folder / "scenario"
        self.run([sys.executable, GENERATE, *size.split("x"), seed, scenario, *KINDS[kind]])
        solves = self.own_solves(scenario, 1, folder)
        self.iterations = [int(solves[0][2]), measure.median([int(solve[2]) for solve in solves[1:]])]
        self.range = [(float(solve[5]), float(solve[4])) for solve in solves]
        self.seconds = {"purse": (float(solves[0][0]), measure.median([float(solve[0]) for solve in solves[1:]]))}
        clock = [float(solve[1]) for solve in self.own_solves(scenario, 2)]
        self.by_two = (clock[0], measure.median(clock[1:]))
        for i in range(options.rounds + 1):
            (folder / f"{i}.mps").rename(folder / "long.mps")
            peers_module.shorten(folder / "long.mps", folder / f"{i}.mps")
        for name, peer in options.peers.items():
            self.seconds[name] = self.measure(name, peer)

    def own_solves(self, scenario, threads, *folder):
        """What bench_warm says of each solve; the programs go to the folder."""
        program = self.options.build / "benchmarks" / "bench_warm"
        said = self.run([program, scenario, self.options.rounds, "auto", threads, *folder]).said
        solves = SOLVE.findall(said)
        if len(solves) != self.options.rounds + 1 or any(solve[3] != "optimal" for solve in solves):
            raise SystemExit(f"{self.label}:\n{said}")
        return solves

    def run(self, words, limit=None):
        """Ended when the processor has worked `limit` seconds for it."""
        if limit:
            words = ["env", "OPENBLAS_NUM_THREADS=1", "prlimit", f"--cpu={limit}:{limit + 5}", *words]
        return measure.Run(words, self.folder / "run.log", self.folder)

    def solve(self, name, words, i, limit):
        """Seconds of program i, None if it was not solved."""
        peer = self.options.peers[name]
        run = self.run([peer.program, *words(f"{i}.mps")], limit)
        value = re.findall(peer.solved, run.said, re.M)
        print(f"{self.label}, {name}: program {i}, {run.processor:.2f} s, value {value}", file=sys.stderr, flush=True)
        if not value:
            return None
        bound, best = self.range[i]
        room = SAME * max(1.0, abs(best))
        if not bound - room <= float(value[-1]) <= best + room:
            self.wrong.append(f"{self.label}, program {i}: {name} {value[-1]}, purse {bound} to {best}")
        return run.processor

    def measure(self, name, peer):
        reading = measure.median([self.run([peer.program, *peer.read("0.mps")]).processor for _ in range(3)])
        basis = self.folder / "basis"
        basis.unlink(missing_ok=True)
        made = self.solve(name, peer.basis, 0, self.options.basis_limit)
        cold = made
        for words in peer.cold:
            other = self.solve(name, words, 0, self.options.limit)
            if other is not None:
                cold = other if made is None else min(made, other)
                break
        again = []
        if made is not None and basis.exists():
            again = [self.solve(name, peer.again, i, self.options.limit) for i in range(1, self.options.rounds + 1)]
        warm = None if None in again or not again else measure.median(again)
        return tuple(None if seconds is None else max(0.0, seconds - reading) for seconds in (cold, warm))

    def rows(self):
        """One line for each solver, its seconds beside those of purse from the last solve."""
        own = self.seconds["purse"][1]
        for name, times in self.seconds.items():
            ratios = ["-" if seconds is None or name == "purse" else measure.number(seconds / own) for seconds in times]
            ratios.append("-" if times[1] is None or name == "purse" else measure.number(times[1] / self.by_two[1]))
            steps = [measure.number(count) for count in self.iterations] if name == "purse" else ["", ""]
            yield [f"{self.label}, {name}", *map(measure.number, times), *ratios, *steps]
            if name == "purse":
                yield [f"{self.label}, purse by two threads, clock", *map(measure.number, self.by_two),
                       "-", "-", "-", "", ""]


def report(options, rows):
    head = ["places x needs, solver", "from nothing s", "again s", "its from nothing / purse again",
            "its again / purse again", "its again / purse by two threads, clock", "iterations", "again"]
    return "\n".join([
        f"# Solving again, {datetime.date.today().isoformat()}", "",
        measure.machine() + peers_module.versions(options.peers) + ".", "",
        f"Weighted, pooled, seed {', '.join(map(str, options.seeds))}; demand changed by up to 5 %, budgets by up to "
        f"2 %, {options.rounds} times, medians. Purse: its loop, in one process. The others begin again from the "
        "basis that they ended with; seconds are of the processor, one thread, without those needed to read the "
        f"program, but for the line that says otherwise. At most {options.limit} s, {options.basis_limit} s to the "
        f"first basis; a dash: no optimum in that time, or none at all. At the end: {measure.load()}.", "",
        measure.table(head, rows), ""])


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--sizes", default="12x40,30x40,60x40")
    parser.add_argument("--kinds", default="standard,plain")
    parser.add_argument("--seeds", default="31")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=int, default=120, help="seconds of the processor for one solve of a peer")
    parser.add_argument("--basis-limit", type=int, default=600, help="for the one that leaves the first basis")
    parser.add_argument("--peers", help="only these; none: an empty text")
    parser.add_argument("--write", action="store_true", help="into benchmarks/results; one size alone under its name")
    options = parser.parse_args()
    options.sizes, options.seeds = options.sizes.split(","), measure.seed_range(options.seeds)
    options.build = options.build.resolve()
    options.peers = measure.pick(parser, options.peers, all_peers())
    return options


def main():
    options = arguments()
    rows, wrong = [], []
    for size, kind, seed in itertools.product(options.sizes, options.kinds.split(","), options.seeds):
        with tempfile.TemporaryDirectory() as folder:
            family = Family(options, size, kind, seed, pathlib.Path(folder))
        rows += family.rows()
        wrong += family.wrong
    text = report(options, rows)
    if options.write and not wrong:
        measure.write("warm" + (f"-{options.sizes[0]}" if len(options.sizes) == 1 else ""), text)
    else:
        print(text)
    print("\n".join(wrong + [f"{len(wrong)} disagreements"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
