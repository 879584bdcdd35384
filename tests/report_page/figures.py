#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every figure on the page equals plan.json's or explain's, and what is shown is that figure rounded.

    figures.py PURSE SCENARIO...

No table is left out: a figure on a page that nothing was compared with is an error.
"""

import collections
import json
import pathlib
import subprocess
import sys
import tempfile
from decimal import ROUND_HALF_EVEN, Decimal

import expected
import reading
import told
import walls

NEAR = 1e-9  # of sums that the page adds up in another order
# What a table shows is its figure times this, where that is not 1.
SCALES = {"t-places": {"unmet_per_episode": 100, "burden_per_episode": 100}}
# Figures that are worked out anew, not read from plan.json.
WORKED_OUT = ("t-services", "t-moves", "t-places", "t-split-")
MOST_MOVES = 400  # rows of t-moves: only the largest are there
FEW = 35  # offers: scenarios that are explained quickly
INFEASIBLE = ["--set", "pots.*.budget=0", "--set", "offers.gp_north.min_volume=10"]  # two-places


class Check:
    def __init__(self, name):
        self.name, self.wrong, self.seen, self.claimed = name, [], 0, set()

    def say(self, text):
        self.wrong.append(f"{self.name}: {text}")

    def same(self, where, found, value, near=0.0):
        self.seen += 1
        if found is None or value is None:
            if not (found is None and value is None):
                self.say(f"{where}: {found} on the page, {value} in the plan")
            return
        if abs(float(found) - value) > near * max(1, abs(value)):
            self.say(f"{where}: {found} on the page, {value!r} in the plan")

    def claim(self, page, table, row, key):
        """A cell that something is compared with; None where there is none."""
        self.claimed.add((table, row, key))
        return page.tables.get(table, {}).get((row, key))

    def figure(self, page, table, row, key, value, near=0.0):
        """False where the page has no such cell."""
        cell = self.claim(page, table, row, key)
        if cell is not None:
            self.same(f"{table} {row} {key}", cell[0], value, near)
        return cell is not None

    def all_claimed(self, page, tables):
        for table in tables:
            for (row, key), cell in page.tables.get(table, {}).items():
                if cell[0] is not None and (table, row, key) not in self.claimed:
                    self.say(f"{table} {row} {key}: {cell[0]} was compared with nothing")


def name_moves(page):
    """Rows of t-moves by what they are: "gp;physio necessary"."""
    cells = page.tables.get("t-moves", {})
    kind = {row: cell[1] for (row, key), cell in cells.items() if key == "kind"}
    page.tables["t-moves"] = {(f"{row.rstrip('+')} {kind[row]}", key): cell for (row, key), cell in cells.items()}
    return len(kind)


def left_out(table, value, moves, page):
    """Whether a figure may have no cell: where there is nothing to show, or there would be too much."""
    return not value or table.startswith(("t-prices-", "t-split-")) or (table == "t-moves" and moves >= MOST_MOVES) or \
        (table.startswith("t-rules-") and table in page.tables) or (table == "t-places" and table not in page.tables)


def compare(check, page, plans, scenario):
    moves = name_moves(page)
    figures = {}
    for plan in plans:
        r = expected.label(plan)
        figures |= expected.records(plan, r) | expected.decided(plan, r) | expected.flows(plan, scenario, r)
    decided = [p for p in plans if p["regime"] != "baseline"]
    if len(decided) > 1:
        figures |= expected.split([decided[0], decided[-1]], scenario)
    for (table, row, key), value in figures.items():
        near = NEAR if table.startswith(WORKED_OUT) else 0.0
        if not check.figure(page, table, row, key, value, near) and not left_out(table, value, moves, page):
            check.say(f"{table}: {row} {key} is missing ({value})")
    # What a plan does not speak of, be it a pair, a service or a kind of move, has none.
    absent = ("t-money", "t-moves", "t-services", "t-boundaries", *(t for t in page.tables if t.startswith("t-split-")))
    for table in absent:
        for (row, key), cell in page.tables.get(table, {}).items():
            if cell[0] is not None and (table, row, key) not in check.claimed:
                check.figure(page, table, row, key, 0.0)
    check.all_claimed(page, page.tables)


def words(check, page, plan):
    """Decisions and reasons, and the state of rules."""
    r = expected.label(plan)
    awards = page.tables.get(f"t-awards-{r}", {})
    for award in plan["answers"]["awards"] if plan["regime"] != "baseline" else []:
        name = award.get("offer", award.get("team"))
        check.seen += 1
        told = awards.get((name, "awarded"), (None, None))[1], awards.get((name, "why"), (None, None))[1]
        if told != ("awarded" if award["awarded"] else "refused", award["why"]):
            check.say(f"t-awards-{r} {name}: {told}")
        check.seen += 1
        if page.tables["t-decisions"].get((name, r), (None, None))[1] != told[0]:
            check.say(f"t-decisions {name} {r}: not {told[0]}")


def shown(check, table, key, exact, text):
    """The text is the exact value rounded to the digits it shows; table names what it is shown in."""
    if exact is None:
        if text not in ("", "no limit"):
            check.say(f"{table} {key}: {text} without an exact value")
        return
    percent, scale = text.endswith(" %"), SCALES.get(table, {}).get(key[1].split(":")[0], 1)
    if table.startswith("t-prices"):
        return  # in a unit that the caption names
    plain = text.removesuffix(" %").replace(",", "")
    if "e" in plain:
        good = abs(float(plain) - float(exact)) <= 0.051 * abs(float(exact))
    else:
        digits = len(plain.partition(".")[2])
        value = Decimal(float(exact)) * (100 if percent else scale)
        rounded = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)
        good = abs(rounded - Decimal(plain)) <= Decimal(1).scaleb(-digits) * Decimal("1e-6") or \
            abs(value - Decimal(plain)) <= Decimal("0.5000001").scaleb(-digits)
    if not good:
        check.say(f"{table} {key}: {exact} is shown as {text}")


def rounding(check, page):
    numbers = collections.Counter()
    for table, cells in page.tables.items():
        for key, (exact, text) in cells.items():
            if exact is not None or key[1].split(":")[0] in ("value", "spend", "people"):
                shown(check, table, key, exact, text)
            numbers[table] += exact is not None
    return numbers


def sentences(check, page):
    whole = {float(c[0]) for cells in page.tables.values() for c in cells.values() if c[0] is not None}
    for value, text in page.figures:
        check.seen += 1
        if not (float(value) in whole or is_budget(page, float(value)) or is_priced(page, float(value)) or
                is_gap(page, float(value))):
            check.say(f"the figure {text} ({value}) in a sentence stands in no table")


def written(purse, scenario, folder, *options):
    """The page and the plans of a comparison."""
    done = subprocess.run([purse, "compare", scenario, "-o", folder, "--quiet", *options], check=False, capture_output=True,
                          text=True)
    if done.returncode not in (0, 4):
        raise RuntimeError(done.stderr)
    return reading.read(folder / "report.html"), [json.loads((p / "plan.json").read_text(encoding="utf-8"))
                                                  for p in sorted(folder.iterdir()) if p.is_dir()]


def in_order(plans, page):
    """Plans that hold flows, as the page's columns have them."""
    columns = [key.removeprefix("value:") for (row, key) in page.tables["t-totals"] if row == "spend" and ":" in key]
    held = {expected.label(p): p for p in plans if "totals" in p}
    return [held[r] for r in columns]


def judge(purse, scenario):
    check = Check(scenario.name)
    model = walls.read(scenario / "scenario.json")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        page, plans = written(purse, scenario, folder / "out")
        plans = in_order(plans, page)
        check.wrong += page.repeats
        compare(check, page, plans, model)
        for plan in plans:
            words(check, page, plan)
        numbers = rounding(check, page)
        sentences(check, page)
        if len(model.offers) <= FEW:
            more = told.judge(check, purse, scenario, folder / "explained.html")
            rounding(check, more)
            sentences(check, more)
    if check.seen < 50 or not numbers["t-totals"] or not numbers["t-services"]:
        check.say(f"only {check.seen} figures were compared")
    return check


def prices(purse, scenario):
    """Tested prices are those of solve --prices: both sides of a kink, found by each command on its own way."""
    check = Check(f"{scenario.name}, prices")
    with tempfile.TemporaryDirectory() as name:
        path = pathlib.Path(name) / "page.html"
        subprocess.run([purse, "report", scenario, "--prices", "--regimes", "silo", "-o", path, "--quiet"], check=True,
                       capture_output=True)
        page = reading.read(path)
        done = subprocess.run([purse, "solve", scenario, "--regime", "silo", "--prices", "--json", "--quiet"], check=True,
                              capture_output=True, text=True)
        for (table, row, key), value in expected.decided(json.loads(done.stdout), "silo").items():
            if table == "t-prices-silo" and not check.figure(page, table, row, key, value) and value:
                check.say(f"{table}: {row} {key} is missing ({value})")
        check.all_claimed(page, ["t-prices-silo"])
        if not any(key.startswith("left:") for _, key in page.tables["t-prices-silo"]):
            check.say("no price was tested")
    return check


def missing(purse, scenario):
    """The least change that would give a regime a plan."""
    check = Check(f"{scenario.name}, infeasible")
    with tempfile.TemporaryDirectory() as name:
        page, plans = written(purse, scenario, pathlib.Path(name) / "out", *INFEASIBLE)
        for plan in plans:
            for item in plan.get("least_change", {}).get("changes", []):
                for key in ("from", "to"):
                    check.figure(page, f"t-change-{expected.label(plan)}", item["path"], key, item[key])
        tables = [t for t in page.tables if t.startswith("t-change-")]
        check.all_claimed(page, tables)
        rounding(check, page)
        if len(tables) != sum(p["regime"] != "baseline" for p in plans):
            check.say(f"changes of {tables} only")
    return check


def is_budget(page, value):
    """All budgets together."""
    budgets = sum(float(c[0]) for (_, key), c in page.tables.get("t-pots", {}).items() if key == "budget")
    return abs(value - budgets) <= NEAR * budgets


def is_priced(page, value):
    """A price times a power of ten pounds."""
    prices = {-float(c[0]) for t, cells in page.tables.items() if t.startswith("t-prices") for c in cells.values() if c[0]}
    return any(abs(value - price * 10**k) <= NEAR * value for price in prices if price > 0 for k in range(9))


def is_gap(page, value):
    """The largest less the least of a column of places."""
    columns = collections.defaultdict(list)
    for (_, key), cell in page.tables.get("t-places", {}).items():
        if cell[0] is not None:
            columns[key].append(float(cell[0]))
    return any(abs(max(c) - min(c) - value) < 1e-12 for c in columns.values())


def main(purse, *scenarios):
    checks = []
    for scenario in map(pathlib.Path, scenarios):
        checks.append(judge(purse, scenario))
        if scenario.name == "two-places":
            checks += [prices(purse, scenario), missing(purse, scenario)]
    wrong, seen = [text for check in checks for text in check.wrong], sum(check.seen for check in checks)
    print("\n".join(wrong[:60] + [f"{seen} figures of {len(checks)} pages compared, {len(wrong)} wrong"]))
    return 1 if wrong or not scenarios else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
