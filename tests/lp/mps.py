# SPDX-License-Identifier: GPL-3.0-or-later
"""A reader of free MPS files, only to check an answer against one: its objective and its largest violation."""

INFINITY = float("inf")


class Problem:
    def __init__(self):
        self.objective = None
        self.kind, self.right, self.range = {}, {}, {}
        self.columns, self.bounds, self.integers = {}, {}, set()
        self.offset = 0.0

    # Sections

    def rows(self, words):
        if words[0].upper() == "N":
            self.objective = self.objective or words[1]
            self.kind.setdefault(words[1], "N")
        else:
            self.kind[words[1]] = words[0].upper()

    def add_column(self, words, integer):
        if integer:
            self.integers.add(words[0])
        terms = self.columns.setdefault(words[0], [])
        for row, value in zip(words[1::2], words[2::2]):
            terms.append((row, float(value)))

    def rhs(self, words):
        for row, value in pairs(words):
            self.right[row] = float(value)

    def ranges(self, words):
        for row, value in pairs(words):
            self.range[row] = float(value)

    def bound(self, words):
        kind, name = words[0].upper(), words[2] if len(words) > 2 and words[2] in self.columns else words[1]
        low, high = self.bounds.get(name, (0.0, INFINITY))
        value = float(words[-1]) if kind in ("UP", "LO", "FX", "LI", "UI") else None
        if kind in ("UP", "UI"):
            high = value
            low = -INFINITY if value < 0 and low == 0 else low
        elif kind in ("LO", "LI"):
            low = value
        else:
            low, high = {"FX": (value, value), "FR": (-INFINITY, INFINITY), "MI": (-INFINITY, high),
                         "PL": (low, INFINITY), "BV": (0.0, 1.0)}[kind]
        if kind in ("BV", "LI", "UI"):
            self.integers.add(name)
        self.bounds[name] = low, high

    # An answer

    def limits(self, row):
        right, kind = self.right.get(row, 0.0), self.kind[row]
        low, high = {"E": (right, right), "L": (-INFINITY, right), "G": (right, INFINITY),
                     "N": (-INFINITY, INFINITY)}[kind]
        if row in self.range:
            size = self.range[row]
            low, high = {"L": (right - abs(size), right), "G": (right, right + abs(size)),
                         "E": (min(right, right + size), max(right, right + size))}[kind]
        return low, high

    def measure(self, values):
        """(objective, largest violation relative to its row's terms) of columns by name; others are 0."""
        activity, size = dict.fromkeys(self.kind, 0.0), dict.fromkeys(self.kind, 1.0)
        worst = 0.0 if set(values) <= set(self.columns) else INFINITY
        for name, terms in self.columns.items():
            value = values.get(name, 0.0)
            for row, coefficient in terms:
                activity[row] += coefficient * value
                size[row] += abs(coefficient * value)
            low, high = self.bounds.get(name, (0.0, INFINITY))
            worst = max(worst, (low - value) / (1 + abs(value)), (value - high) / (1 + abs(value)))
            if name in self.integers:
                worst = max(worst, abs(value - round(value)))
        for row, total in activity.items():
            low, high = self.limits(row)
            worst = max(worst, (low - total) / size[row], (total - high) / size[row])
        return activity[self.objective] - self.right.get(self.objective, 0.0), worst


def pairs(words):
    """(row, value) of a line that may begin with the name of its set."""
    words = words[1:] if len(words) % 2 else words
    return zip(words[::2], words[1::2])


def read(path):
    problem, section, integer = Problem(), "", False
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            words = line.split()
            if not words or line.startswith("*"):
                continue
            if not line[0].isspace():
                section = words[0].upper()
            elif section == "ROWS":
                problem.rows(words)
            elif section == "COLUMNS" and words[1] == "'MARKER'":
                integer = words[2] == "'INTORG'"
            elif section == "COLUMNS":
                problem.add_column(words, integer)
            elif section == "RHS":
                problem.rhs(words)
            elif section == "RANGES":
                problem.ranges(words)
            elif section == "BOUNDS":
                problem.bound(words)
    return problem
