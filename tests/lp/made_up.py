#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Made-up problems through purse lp, in CPLEX LP, free and fixed MPS: every status, every kind of row and bound.

    made_up.py PURSE

Each problem is worked on paper, and what cbc and glpsol say is compared too. A number where a verdict is expected is
an optimum. Then random small problems, feasible or not, are compared with cbc.
"""

import pathlib
import random
import sys
import tempfile

import solvers

INFINITY = float("inf")


class Problem:
    """minimise or maximise cost . x + offset, row_low <= A x <= row_high, low <= x <= high."""

    def __init__(self, expected, columns, rows=(), maximise=False):
        # columns: (cost, low, high, integer); rows: (low, high, coefficients by number of column)
        self.expected, self.columns, self.rows, self.maximise = expected, columns, rows, maximise

    def minimised(self):
        """As MPS says it, which knows no direction."""
        if not self.maximise:
            return self
        expected = -self.expected if isinstance(self.expected, (int, float)) else self.expected
        return Problem(expected, [(-cost, *rest) for cost, *rest in self.columns], self.rows)


def number(value):
    return repr(float(value))


# CPLEX LP

def lp_sum(terms):
    words = [f"{'+' if value >= 0 else '-'} {number(abs(value))} x{j}" for j, value in terms]
    return " ".join(words) or "0 x0"


def lp_row(name, low, high, terms):
    body = lp_sum(terms)
    if low == high:
        return [f" {name}: {body} = {number(low)}"]
    lines = [f" {name}: {body} >= {number(low)}"] if low > -INFINITY else []
    second = f"{name}b" if lines else name
    return lines + ([f" {second}: {body} <= {number(high)}"] if high < INFINITY else [])


def lp_bound(name, low, high):
    if low == high:
        return f" {name} = {number(low)}"
    if low == -INFINITY and high == INFINITY:
        return f" {name} free"
    left = "-inf" if low == -INFINITY else number(low)
    return f" {left} <= {name} <= {'+inf' if high == INFINITY else number(high)}"


def as_lp(problem):
    """None without a row, for which the format has no word."""
    lines = ["Maximize" if problem.maximise else "Minimize",
             " obj: " + lp_sum([(j, column[0]) for j, column in enumerate(problem.columns)]), "Subject To"]
    rows = [line for i, (low, high, terms) in enumerate(problem.rows) for line in lp_row(f"r{i}", low, high, terms)]
    if not rows:
        return None
    bounds = [lp_bound(f"x{j}", low, high) for j, (_, low, high, _) in enumerate(problem.columns)]
    integers = [f" x{j}" for j, column in enumerate(problem.columns) if column[3]]
    lines += rows + ["Bounds"] + bounds + (["Generals"] + integers if integers else []) + ["End", ""]
    return "\n".join(lines)


# MPS; with every word in its field, the same lines are free and fixed

def mps_line(kind, *words):
    line = f" {kind:<2} {words[0]:<8}"
    for name, value in zip(words[1::2], words[2::2]):
        line += f"  {name:<8}  {value:>12}"
    return line.rstrip()


def mps_row(i, low, high):
    """(kind, right-hand side, range) of a row."""
    if low == high:
        return "E", low, None
    if low == -INFINITY and high == INFINITY:
        return "N", 0.0, None
    if low == -INFINITY:
        return "L", high, None
    return "G", low, high - low if high < INFINITY else None


def mps_bounds(name, low, high):
    def one(kind, value=None):
        return mps_line(kind, "BND", name, "" if value is None else number(value))
    if low == high:
        return [one("FX", low)]
    if low == -INFINITY and high == INFINITY:
        return [one("FR")]
    lines = [one("MI")] if low == -INFINITY else [one("LO", low)] if low else []
    return lines + ([one("UP", high)] if high < INFINITY else [])


def as_mps(problem):
    problem = problem.minimised()
    kinds = [mps_row(i, low, high) for i, (low, high, _) in enumerate(problem.rows)]
    lines = ["NAME          MADEUP", "ROWS", " N  obj"] + [f" {kind}  r{i}" for i, (kind, _, _) in enumerate(kinds)]
    lines.append("COLUMNS")
    for j, (cost, _, _, integer) in enumerate(problem.columns):
        if integer:
            lines.append("    MARK      'MARKER'                 'INTORG'")
        lines.append(mps_line("", f"x{j}", "obj", number(cost)))
        lines += [mps_line("", f"x{j}", f"r{i}", number(dict(terms)[j]))
                  for i, (_, _, terms) in enumerate(problem.rows) if j in dict(terms)]
        if integer:
            lines.append("    MARK      'MARKER'                 'INTEND'")
    lines.append("RHS")
    lines += [mps_line("", "RHS", f"r{i}", number(right)) for i, (_, right, _) in enumerate(kinds) if right]
    lines.append("RANGES")
    lines += [mps_line("", "RNG", f"r{i}", number(size)) for i, (_, _, size) in enumerate(kinds) if size is not None]
    lines.append("BOUNDS")
    for j, (_, low, high, integer) in enumerate(problem.columns):
        if integer and (low, high) == (0.0, INFINITY):
            lines.append(mps_line("PL", "BND", f"x{j}", ""))
        lines += mps_bounds(f"x{j}", low, high)
    return "\n".join(lines + ["ENDATA", ""])


def column(cost, low=0.0, high=INFINITY, integer=False):
    return float(cost), float(low), float(high), integer


def row(low, high, *coefficients):
    return float(low), float(high), [(j, float(value)) for j, value in enumerate(coefficients) if value]


NO = INFINITY
PROBLEMS = {
    "a plain one": Problem(21, [column(5), column(4)], [row(-NO, 24, 6, 4), row(-NO, 6, 1, 2)], True),
    "the same with whole numbers": Problem(
        20, [column(5, integer=True), column(4, integer=True)], [row(-NO, 24, 6, 4), row(-NO, 6, 1, 2)], True),
    "infeasible rows": Problem("infeasible", [column(1)], [row(2, NO, 1), row(-NO, 1, 1)]),
    "infeasible by its bounds": Problem("infeasible", [column(1, 0, 1), column(1, 0, 1)], [row(3, NO, 1, 1)]),
    "infeasible equations": Problem("infeasible", [column(0), column(0)], [row(1, 1, 1, 1), row(3, 3, 2, 2)]),
    "an empty row that cannot hold": Problem("infeasible", [column(1)], [row(1, NO), row(0, NO, 1)]),
    "infeasible only in whole numbers": Problem(
        "infeasible", [column(1, integer=True), column(1, integer=True)], [row(3, 3, 2, 2)]),
    "no whole number between": Problem("infeasible", [column(1, 0.3, 0.7, True)], [row(0, NO, 1)]),
    "unbounded": Problem("unbounded", [column(1), column(0)], [row(-NO, 1, 1, -1)], True),
    "unbounded below": Problem("unbounded", [column(1, -NO)], [row(-NO, 5, 1)]),
    "unbounded in whole numbers": Problem(
        "unbounded", [column(1, integer=True), column(0)], [row(-NO, 1, 1, -1)], True),
    "bounded by its bounds alone": Problem(7, [column(1, 0, 3), column(2, 0, 2)], [row(0, NO, 1, 1)], True),
    "free variables": Problem(-7, [column(1, -NO), column(1, -NO)], [row(-4, NO, 1), row(-3, NO, 0, 1)]),
    "a free variable in an equation": Problem(2.5, [column(1, -NO), column(3, 0)], [row(2.5, 2.5, 1, -1)]),
    "an upper bound below zero": Problem(-5, [column(1, -5, -2)], [row(-NO, 0, 1)]),
    "a negative upper bound alone": Problem(2, [column(-1, -NO, -2)], [row(-NO, 0, 1)]),
    "ranges": Problem(2, [column(1), column(2)], [row(2, 6, 1, 1), row(-1, 3, 1, -1)]),
    "ranges from above": Problem(14, [column(1), column(2)], [row(2, 8, 1, 1), row(-4, 3, 1, -1)], True),
    "a range of nothing": Problem(8, [column(1), column(2)], [row(4, 4, 1), row(2, 5, 0, 1)]),
    "fixed columns": Problem(11, [column(1, 3, 3), column(2, 4, 4)], [row(-NO, 7, 1, 1)]),
    "fixed columns that do not fit": Problem("infeasible", [column(1, 3, 3), column(2, 4, 4)], [row(-NO, 6, 1, 1)]),
    "a fixed whole number": Problem(8, [column(2, 3, 3, True), column(1)], [row(5, NO, 1, 1)]),
    "zero or one": Problem(8, [column(4, 0, 1, True), column(4, 0, 1, True), column(3, 0, 1, True)],
                           [row(-NO, 10, 5, 5, 4)], True),
    "whole numbers below zero": Problem(-4, [column(1, -4.5, 4.5, True)], [row(-NO, 9, 1)]),
    "no objective": Problem(0, [column(0), column(0)], [row(1, 2, 1, 1)]),
    "no rows": Problem(-3, [column(1, -3, 4), column(2)]),
    "no rows, unbounded": Problem("unbounded", [column(-1)]),
    "an empty column": Problem(1, [column(1), column(0)], [row(1, NO, 1)]),
    "an empty column that helps": Problem(-8, [column(1), column(-2, 0, 5)], [row(2, NO, 1)]),
    "a degenerate corner": Problem(2, [column(1), column(1)],
                                   [row(2, NO, 1, 1), row(2, NO, 2, 1), row(2, NO, 1, 2), row(4, NO, 2, 2)]),
    "large and small numbers": Problem(3e-3, [column(1e-6), column(1e6)], [row(3e6, NO, 1e3, 1e-3)]),
}


def random_problem(seed):
    """A small problem of any kind; its verdict is left to the judges."""
    draw = random.Random(seed)
    columns = []
    for _ in range(draw.randint(1, 6)):
        low = draw.choice([0, 0, 0, -3, 1, -NO])
        high = draw.choice([NO, NO, 4, 6, low if low > -NO else 2])
        columns.append(column(draw.randint(-5, 9), low, max(low, high), draw.random() < 0.3))
    rows = []
    for _ in range(draw.randint(1, 6)):
        low, kind = draw.randint(-6, 10), draw.choice("LGER")
        coefficients = [draw.choice([0, 0, 1, 1, 2, 3, -1, -2]) for _ in columns]
        rows.append(row(low if kind != "L" else -NO, {"L": low, "G": NO, "E": low, "R": low + draw.randint(1, 6)}[kind],
                        *coefficients))
    return Problem(None, columns, rows, draw.random() < 0.4)


class Checks:
    def __init__(self, purse, folder):
        self.purse, self.folder = purse, folder
        self.solved, self.wrong = 0, []

    def judges(self, label, path, kind, expected):
        """The verdict on paper, or of the judges where there is none; they must agree, but may be silent."""
        told = [verdict for verdict in (solvers.by_cbc(path), solvers.by_glpsol(path, kind))
                if verdict.status in ("optimal", "infeasible", "unbounded")]
        if expected is None:
            return told
        right = (solvers.Verdict(expected, None) if isinstance(expected, str)
                 else solvers.Verdict("optimal", float(expected)))
        for verdict in told:
            if right.status == "optimal" and not (verdict.status == "optimal" and
                                                  solvers.near(verdict.value, right.value)):
                self.wrong.append(f"{label}: a judge says {verdict}, expected {right}")
        return [right]

    def write(self, problem):
        """(format, glpsol's option, path) of each format."""
        text = as_lp(problem)
        if text:
            path = self.folder / "problem.lp"
            path.write_text(text, encoding="ascii")
            yield "lp", "--lp", path
        for name, option in (("free.mps", "--freemps"), ("fixed.mps", "--mps")):
            path = self.folder / name
            path.write_text(as_mps(problem), encoding="ascii")
            yield "mps", option, path

    def problem(self, name, problem):
        for form, option, path in self.write(problem):
            label = f"{name}, {path.name}"
            expected = problem.expected if form == "lp" else problem.minimised().expected
            answer = solvers.purse_lp(self.purse, path, form=form)
            verdicts = self.judges(label, path, option, expected)
            self.solved += 1
            found = [list(solvers.faults(label, answer, verdict, path if option == "--freemps" else None))
                     for verdict in verdicts]
            if not found:
                self.wrong.append(f"{label}: no judge gives a verdict")
            elif all(found):
                self.wrong += found[0]


def main(purse):
    with tempfile.TemporaryDirectory() as folder:
        checks = Checks(purse, pathlib.Path(folder))
        for name, problem in PROBLEMS.items():
            checks.problem(name, problem)
        for seed in range(1, 101):
            checks.problem(f"random {seed}", random_problem(seed))
    print("\n".join(checks.wrong + [f"{checks.solved} files, {len(checks.wrong)} wrong"]))
    return 1 if checks.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
