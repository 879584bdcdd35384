"""A small linear model, written as free MPS and solved by cbc or glpsol."""

import math
import os
import re
import shutil
import struct
import subprocess
import tempfile

INFINITY = float("inf")
SOLVERS = ("cbc", "glpsol", "exact")


class SolverError(RuntimeError):
    """The solver gave neither an optimum nor a proof that there is none."""


class Linear:
    """Columns with bounds and rows of sparse coefficients, to be minimised."""

    def __init__(self):
        self.labels = []          # column -> what it stands for
        self.column = {}          # what it stands for -> column
        self.lower = []
        self.upper = []
        self.integer = []
        self.rows = []            # (coefficients, sense, right-hand side)

    def add(self, label, lower=0.0, upper=INFINITY, integer=False):
        """Add a column and return its number."""
        number = len(self.labels)
        self.labels.append(label)
        self.column[label] = number
        self.lower.append(lower)
        self.upper.append(upper)
        self.integer.append(integer)
        return number

    def row(self, coefficients, sense, right):
        """Add a row; sense is "<=", ">=" or "=="."""
        kept = {c: a for c, a in coefficients.items() if a != 0.0}
        self.rows.append((kept, sense, right))

    def copy(self):
        """A copy to which rows and bounds can be added freely."""
        twin = Linear()
        twin.labels, twin.column = self.labels, self.column
        twin.lower, twin.upper = list(self.lower), list(self.upper)
        twin.integer, twin.rows = list(self.integer), list(self.rows)
        return twin

    def fix(self, values):
        """Fix columns at given values and treat them as continuous."""
        for column, value in values.items():
            self.lower[column] = self.upper[column] = value
            self.integer[column] = False

    def is_integer(self, column):
        """True if a column is integer and still free to move."""
        return self.integer[column] and self.lower[column] < self.upper[column]

    def has_integers(self):
        """True if any integer column is still free to move."""
        return any(map(self.is_integer, range(len(self.labels))))


def plus(total, coefficients, factor=1.0):
    """Add factor times an expression to the expression total."""
    for column, value in coefficients.items():
        total[column] = total.get(column, 0.0) + factor * value
    return total


def evaluate(coefficients, values):
    """Value of an expression at a point."""
    return sum(a * values[c] for c, a in coefficients.items())


def worst_violation(linear, values):
    """Largest row or bound violation, relative to the size of the row."""
    worst = 0.0
    for coefficients, sense, right in linear.rows:
        left = evaluate(coefficients, values)
        size = 1.0 + abs(right) + max(
            (abs(a * values[c]) for c, a in coefficients.items()), default=0.0)
        if sense != ">=":
            worst = max(worst, (left - right) / size)
        if sense != "<=":
            worst = max(worst, (right - left) / size)
    for value, low, high in zip(values, linear.lower, linear.upper):
        size = 1.0 + abs(value)
        worst = max(worst, (low - value) / size, (value - high) / size)
    return worst


def _bound_lines(linear):
    for number, (low, high) in enumerate(zip(linear.lower, linear.upper)):
        name = "c%d" % number
        if low == high:
            yield " FX b %s %r\n" % (name, low)
            continue
        if low != 0.0:
            yield " LO b %s %r\n" % (name, low)
        if high != INFINITY:
            yield " UP b %s %r\n" % (name, high)
        elif linear.is_integer(number):
            yield " PL b %s\n" % name


def _column_lines(linear, objective):
    entries = [[] for _ in linear.labels]
    for column, value in objective.items():
        if value != 0.0:
            entries[column].append(("cost", value))
    for number, (coefficients, _, _) in enumerate(linear.rows):
        for column, value in coefficients.items():
            entries[column].append(("r%d" % number, value))
    inside = False
    for number, cells in enumerate(entries):
        if linear.is_integer(number) != inside:
            inside = not inside
            yield " m%d 'MARKER' '%s'\n" % (
                number, "INTORG" if inside else "INTEND")
        for row, value in cells or [("cost", 0.0)]:
            yield " c%d %s %r\n" % (number, row, value)
    if inside:
        yield " mend 'MARKER' 'INTEND'\n"


def write_mps(linear, objective, path, free_mark):
    """Write free MPS; free_mark adds the word FREE that cbc looks for."""
    kinds = {"<=": "L", ">=": "G", "==": "E"}
    with open(path, "w", encoding="ascii") as out:
        out.write("NAME purse%s\n" % (" FREE" if free_mark else ""))
        out.write("ROWS\n N cost\n")
        for number, (_, sense, _) in enumerate(linear.rows):
            out.write(" %s r%d\n" % (kinds[sense], number))
        out.write("COLUMNS\n")
        out.writelines(_column_lines(linear, objective))
        out.write("RHS\n")
        for number, (_, _, right) in enumerate(linear.rows):
            if right != 0.0:
                out.write(" rhs r%d %r\n" % (number, right))
        out.write("BOUNDS\n")
        out.writelines(_bound_lines(linear))
        out.write("ENDATA\n")


def _run(arguments, folder):
    done = subprocess.run(arguments, cwd=folder, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)
    return done.stdout


def _cbc_values(path, columns):
    """Columns of cbc's binary solution, in the order they were written."""
    with open(path, "rb") as handle:
        data = handle.read()
    rows, found, _ = struct.unpack_from("=iid", data)
    if found != columns:
        raise SolverError("cbc wrote %d columns, not %d" % (found, columns))
    start = 16 + 2 * 8 * rows
    return list(struct.unpack_from("=%dd" % columns, data, start))


def _cbc(linear, objective, folder):
    write_mps(linear, objective, os.path.join(folder, "m.mps"), True)
    command = ["cbc", "m.mps", "-primalTolerance", "1e-9",
               "-dualTolerance", "1e-9"]
    if linear.has_integers():
        command += ["-integerTolerance", "1e-9", "-ratioGap", "0",
                    "-allowableGap", "0"]
    else:
        command += ["-presolve", "off"]
    command += ["-solve", "-solution", "m.txt", "-saveSolution", "m.bin",
                "-quit"]
    log = _run(command, folder)
    try:
        with open(os.path.join(folder, "m.txt"), encoding="ascii") as handle:
            head = handle.readline().lower()
    except FileNotFoundError:
        head = log.lower()
    if "infeasible" in head:
        return None
    if not head.startswith("optimal"):
        raise SolverError("cbc: " + (head.strip() or log[-400:]))
    values = _cbc_values(os.path.join(folder, "m.bin"), len(linear.labels))
    return values, evaluate(objective, values)


def _glpsol_once(linear, objective, folder, options):
    """One run of glpsol: (values, the optimum it claims), None or False.

    None is a proof that there is no plan, False that glpsol is unsure. The
    values of integers are already rounded, the claimed optimum is not.
    """
    write_mps(linear, objective, os.path.join(folder, "m.mps"), False)
    log = _run(["glpsol", "--freemps", "m.mps", "-w", "m.sol"] + options,
               folder)
    if re.search(r"HAS NO (PRIMAL|INTEGER|) ?FEASIBLE SOLUTION", log):
        return None
    values = [0.0] * len(linear.labels)
    status = claimed = None
    try:
        with open(os.path.join(folder, "m.sol"), encoding="ascii") as handle:
            lines = [line.split() for line in handle]
    except FileNotFoundError:
        return False
    for words in lines:
        if words[0] == "s":
            # "s bas rows columns primal dual value", "s mip ... state value"
            status = "".join(words[4:6]) if words[1] == "bas" else words[4]
            claimed = float(words[-1])
        elif words[0] == "j":
            # "j number state value dual" of a basis, "j number value" if mip
            values[int(words[1]) - 1] = float(
                words[3] if len(words) > 3 else words[2])
    if status in ("ff", "o"):
        return values, claimed
    return None if status in ("nf", "n") else False


def _glpsol(linear, objective, folder, exact=False):
    """glpsol, with other settings if the first are numerically unlucky."""
    if linear.has_integers():
        attempts = (["--mipgap", "0"], ["--mipgap", "0", "--nopresol"])
    elif exact:
        attempts = (["--exact"], ["--exact", "--nopresol"])
    else:
        attempts = (["--nopresol"], [], ["--exact", "--nopresol"])
    for options in attempts:
        found = _glpsol_once(linear, objective, folder, options)
        if found is None:
            return None
        if found and (linear.has_integers()
                      or worst_violation(linear, found[0]) < 1e-7):
            return found
    raise SolverError("glpsol found neither an optimum nor infeasibility")


def _solve_once(linear, objective, solver):
    folder = tempfile.mkdtemp(prefix="reference-")
    try:
        if solver == "cbc":
            return _cbc(linear, objective, folder)
        return _glpsol(linear, objective, folder, solver == "exact")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _branch(linear, objective, solver):
    """Branch and bound with a linear solve at every node.

    Slow but strict: an award of a millionth is a fraction like any other,
    where a solver's own tolerance would let that millionth of a large
    capacity be used. For the few models where that makes a difference.
    """
    best, best_value = None, INFINITY
    waiting = [linear.copy()]
    while waiting:
        node = waiting.pop()
        relaxed = node.copy()
        relaxed.integer = [False] * len(node.integer)
        found = _solve_once(relaxed, objective, solver)
        if found is None:
            continue
        values, value = found
        if value >= best_value - 1e-9 * abs(best_value):
            continue
        fractions = [(abs(values[c] - round(values[c])), c)
                     for c, flag in enumerate(node.integer) if flag]
        distance, column = max(fractions, default=(0.0, None))
        if distance > 1e-11:
            down, up = node.copy(), node
            down.upper[column] = float(math.floor(values[column]))
            up.lower[column] = down.upper[column] + 1.0
            waiting += [down, up]
        else:
            best, best_value = values, value
    return best


def _round_and_fix(linear, objective, solver, values):
    """The plan that is left when integers are fixed at whole numbers."""
    fixed = linear.copy()
    fixed.fix({column: float(round(values[column]))
               for column, flag in enumerate(linear.integer) if flag})
    return _solve_once(fixed, objective, solver)


def minimise(linear, objective, solver="cbc"):
    """Values of the columns at an optimum, or None if there is none.

    A model with integers is solved, its integers are rounded and fixed, and
    the linear model that is left is solved again. If that costs anything, the
    solver had leant on its integrality tolerance, and the model is solved by
    strict branching instead.
    """
    if solver not in SOLVERS:
        raise ValueError("unknown solver " + solver)
    found = _solve_once(linear, objective, solver)
    if found is None:
        return None
    values, claimed = found
    if linear.has_integers():
        fixed = _round_and_fix(linear, objective, solver, values)
        if fixed and fixed[1] <= claimed + 1e-9 * (1.0 + abs(claimed)):
            values = fixed[0]
        else:
            values = _branch(linear, objective, solver)
    if values is not None and worst_violation(linear, values) > 1e-6:
        raise SolverError("%s: a row is violated" % solver)
    return values
