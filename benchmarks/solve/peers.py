# SPDX-License-Identifier: GPL-3.0-or-later
"""Other solvers on one linear program: how each is called, and what it said. One thread each."""

import os
import pathlib
import re
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import measure  # noqa: E402  (found through the line above)

GRACE = 30  # seconds past its own limit before a solver is ended


def shorten(source, target):
    """A free MPS file with names like R1 and C1: readers should not spend their time on words."""
    rows, columns, section = {}, {}, ""

    def pairs(fields, first):
        return "".join(f" {rows[fields[i]]} {fields[i + 1]}" for i in range(first, len(fields), 2))

    with open(source, encoding="utf-8") as lines, open(target, "w", encoding="utf-8") as out:
        for line in lines:
            fields = line.split()
            if line[0] not in " \t":
                section = fields[0]
            elif section == "ROWS":
                line = f" {fields[0]} {rows.setdefault(fields[1], f'R{len(rows)}')}\n"
            elif section == "COLUMNS" and fields[1] != "'MARKER'":
                line = f" {columns.setdefault(fields[0], f'C{len(columns)}')}{pairs(fields, 1)}\n"
            elif section in ("RHS", "RANGES"):
                line = f" {fields[0]}{pairs(fields, 1)}\n"
            elif section == "BOUNDS":
                fields[2] = columns[fields[2]]
                line = f" {' '.join(fields)}\n"
            out.write(line)


class Peer:
    """`command` gets the problem and the limit in seconds; `solved` finds the objective of a finished run."""

    def __init__(self, program, command, solved, wrong=None):
        self.program, self.command, self.solved, self.wrong = program, command, solved, wrong

    def words(self, problem, limit):
        return ["timeout", "-k", "5", str(limit + GRACE), self.program, *self.command(str(problem), str(limit))]

    def value(self, said):
        if self.wrong and re.search(self.wrong, said):
            return None
        found = re.findall(self.solved, said, re.M)
        return float(found[-1]) if found else None


def highs_program():
    """HIGHS in the environment, or highs on the path."""
    return os.environ.get("HIGHS") or shutil.which("highs")


def highs(method):
    return Peer(highs_program(), lambda problem, limit: [
        "--solver", method, "--run_crossover", "off", "--parallel", "off", "--threads", "1", "--time_limit", limit, problem],
        r"Model status +: Optimal[\s\S]*?Objective value +: +(\S+)")


def all_peers():
    """Those that are here, by name. The interior points end without a crossover: only their objective is asked for."""
    peers = {
        "glpsol": Peer("glpsol", lambda problem, limit: ["--freemps", problem, "--tmlim", limit],
                       r"^[*# ] *\d+: obj = +(\S+) inf = .*\nOPTIMAL LP SOLUTION FOUND"),
        "clp": Peer("clp", lambda problem, limit: [problem, "-seconds", limit, "-dualsimplex"],
                    r"^Optimal objective +(\S+)"),
        "cbc": Peer("cbc", lambda problem, limit: [problem, "sec", limit, "solve"], r"^Optimal objective +(\S+)"),
        "lp_solve": Peer("lp_solve", lambda problem, limit: ["-fmps", problem, "-S1", "-timeout", limit, "-S3"],
                         r"^Value of objective function: +(\S+)", wrong="check_solution|SUBOPTIMAL"),
    }
    for method in ("simplex", "ipx", "hipo"):
        peers[f"highs {method}"] = highs(method)
    return {name: peer for name, peer in peers.items() if peer.program and shutil.which(peer.program)}


def versions(names):
    """Of the peers that measure.machine does not name."""
    said = []
    if "clp" in names:
        said.append(measure.first_line("clp", "-quit").split(", build")[0])
    if any(name.startswith("highs") for name in names):
        said.append(measure.first_line(highs_program(), "--version").split(" Githash")[0])
    return "; ".join(["", *said])
