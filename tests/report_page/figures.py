#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every figure on the page equals plan.json's, and what is shown is that figure rounded.

    figures.py PURSE SCENARIO...
"""

import collections
import csv
import json
import pathlib
import subprocess
import sys
import tempfile
from decimal import ROUND_HALF_EVEN, Decimal

import reading

NEAR = 1e-9  # of sums that the page adds up in another order
# What a table shows is its figure times this, where that is not 1.
SCALES = {"t-places": {"unmet_per_episode": 100, "burden_per_episode": 100}}


def label(plan):
    return "dial-%.6g" % plan["dial"] if plan["regime"] == "dial" else plan["regime"]


def sums(plan, offers):
    """Entries and people seen by service, moves by pair: from the flows."""
    entry, seen, moved = collections.Counter(), collections.Counter(), collections.Counter()
    for flow in plan["flows"]:
        to = offers[flow["to_offer"]] if "to_offer" in flow else flow.get("to_service")
        if flow["kind"] == "entry":
            entry[to] += flow["people"]
        if flow["kind"] in ("door", "handover"):
            seen[to] += flow["people"]
        if flow["kind"] in ("referral", "handover"):
            moved[f"{offers[flow['from_offer']]};{to}"] += flow["people"]
    return entry, seen, moved


class Check:
    def __init__(self, name):
        self.name, self.wrong, self.seen = name, [], 0

    def say(self, text):
        self.wrong.append(f"{self.name}: {text}")

    def same(self, where, found, expected, near=0.0):
        self.seen += 1
        if found is None or expected is None:
            if not (found is None and expected is None):
                self.say(f"{where}: {found} on the page, {expected} in the plan")
            return
        if abs(float(found) - expected) > near * max(1, abs(expected)):
            self.say(f"{where}: {found} on the page, {expected!r} in the plan")


def expected_figures(plan, offers):
    """{(table, row, key): value} for one regime; key without the regime where the table is of one."""
    r, e = label(plan), {}
    for name, value in plan["totals"].items():
        e["t-totals", name, f"value:{r}"] = value
    for pot in plan["pots"]:
        e["t-pots", pot["id"], "budget"] = pot["budget"]
        e["t-pots", pot["id"], f"spend:{r}"] = pot["spend"]
        for tier, value in pot["prices"].items():
            e[f"t-prices-{r}", pot["id"], f"price:{tier}"] = value
    for move in plan["money_moves"]:
        e["t-money", f"{move['from']};{move['to']}", f"amount:{r}"] = move["amount"]
    for b in plan["boundaries"]:
        for key in ("unnecessary_moves", "burden"):
            e["t-boundaries", f"{b['from']};{b['to']}", f"{key}:{r}"] = b[key]
    for team in plan["teams"]:
        for key in ("episodes", "spend"):
            e["t-teams", team["id"], f"{key}:{r}"] = team[key]
    for g in plan["programmes"]:
        for key in ("spend", "averted"):
            e["t-programmes", g["id"], f"{key}:{r}"] = g[key]
        for need in g["needs"]:
            e["t-effects", f"{g['id']};{need['need']}", f"averted:{r}"] = need["averted"]
    if plan["regime"] != "baseline":
        for tier in plan["tiers"]:
            for key in ("value", "bound", "gap"):
                e["t-tiers", f"{r};{tier['measure']}", key] = tier[key]
        for key, value in plan["certificate"].items():
            e["t-certificates", r, key] = value
        spend = {o["id"]: o["spend"] for o in plan["offers"]} | {t["id"]: t["spend"] for t in plan["teams"]}
        for award in plan["answers"]["awards"]:
            name = award.get("offer", award.get("team"))
            e[f"t-awards-{r}", name, "used"] = award.get("used")
            e[f"t-awards-{r}", name, "spend"] = spend[name]
    return e


def splits(check, page, held):
    """Who gains and who loses: money by pot, people by need and place, and every change the difference of its sides."""
    sides = {label(plan): plan for plan in held}
    for table, cells in page.tables.items():
        if not table.startswith("t-split-"):
            continue
        values = {key: float(cell[0]) for key, cell in cells.items() if cell[0] is not None}
        for (row, key), value in values.items():
            figure, _, side = key.partition(":")
            if side == "change":
                pair = [v for (r, k), v in values.items() if r == row and k.startswith(figure + ":") and k != key]
                check.same(f"{table} {row} {key}", value, pair[1] - pair[0], NEAR)
            elif table == "t-split-pots" and figure == "spend":
                check.same(f"{table} {row} {key}", value, {p["id"]: p[figure] for p in sides[side]["pots"]}[row], NEAR)
            elif table == "t-split-places" and figure in ("unmet", "burden"):
                check.same(f"{table} {row} {key}", value, {p["id"]: p[figure] for p in sides[side]["places"]}[row], NEAR)
            elif table == "t-split-needs" and figure == "unmet":
                unmet = sum(f["people"] for f in sides[side]["flows"] if f["kind"] == "unmet" and f["need"] == row)
                check.same(f"{table} {row} {key}", value, unmet, NEAR)


def no_detriment(check, purse, scenario, page):
    """Its limits come from the silo plan that was found, which two commands may find otherwise: the ends are the same."""
    done = subprocess.run([purse, "explain", scenario, "--regime", "pooled", "--no-detriment", "--json", "--quiet"],
                          check=True, capture_output=True, text=True)
    told, cells = json.loads(done.stdout)["no_detriment"], page.tables["t-detriment"]
    weighted = len(told["free"]["tiers"]) == 1
    for figure in ["unmet_weighted", "burden"] if not weighted else []:
        for row in ("alone", "free"):
            check.same(f"t-detriment {row} {figure}", cells[row, figure][0], told[row]["totals"][figure], SOLVED)
    for table, figure in (("t-detriment-burden", "burden"), ("t-detriment-paid", "paid")):
        for (pot, side), cell in page.tables[table].items():
            if side == "none":
                check.seen += 1
                alone = float(page.tables[table][pot, "alone"][0])
                if float(cell[0]) > alone + 1e-5 * max(1.0, abs(alone)):
                    check.say(f"{table} {pot}: {figure} {cell[0]} with no pot worse off, {alone} alone")


FEW = 35  # offers: scenarios that are explained quickly
SOLVED = 1e-6  # of optima that two commands found, each on its own way


def explained(check, purse, scenario, folder):
    """What report --explain says is what explain says: gains and shares."""
    path = folder / "explained.html"
    subprocess.run([purse, "report", scenario, "--explain", "--regimes", "silo,pooled", "-o", path, "--quiet"], check=True,
                   capture_output=True)
    page = reading.read(path)
    for regime in ("silo", "pooled"):
        done = subprocess.run([purse, "explain", scenario, "--regime", regime, "--shares", "--limits", "5", "--json",
                               "--quiet"], check=True, capture_output=True, text=True)
        told = json.loads(done.stdout)
        cells = page.tables.get(f"t-gains-{regime}", {})
        for row in told["gains"]["limits"]:
            for key, name in (("now", "limit"), ("amount", "amount"), ("gain", "gain"), ("until", "until"),
                              ("then", "then_per_unit")):
                cell = cells.get((f"{row['id']};{row['kind']}", key), (None, None))
                near = 100 * SOLVED if key in ("until", "then") else SOLVED  # where two lines cross
                check.same(f"t-gains-{regime} {row['id']} {key}", cell[0], row[name], near)
    no_detriment(check, purse, scenario, page)
    for row in told["shares"].get("pots", []):
        check.same(f"t-shares {row['pot']}", page.tables["t-shares"][row["pot"], "saving"][0], row["saving"], SOLVED)


def words(check, page, plan):
    """Decisions and reasons, and the state of rules."""
    r = label(plan)
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
    stated = {(rule["rule"], rule.get("provider")): rule for rule in plan["answers"]["rules"]}
    for (row, key), cell in page.tables.get(f"t-rules-{r}", {}).items():
        rule, _, provider = row.partition(";")
        if key in ("value", "limit"):
            expected = stated[rule, provider or None].get(key)
            check.same(f"t-rules-{r} {row} {key}", cell[0], expected)


def places(check, page, folder, regimes):
    """Places per episode, from places.csv."""
    for r in regimes:
        with open(folder / r / "places.csv", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for key in ("unmet_per_episode", "burden_per_episode"):
                    cell = page.tables["t-places"].get((row["place"], f"{key}:{r}"))
                    if cell:
                        check.same(f"t-places {row['place']} {key}:{r}", cell[0], float(row[key]) if row[key] else None)


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


def judge(purse, scenario):
    check = Check(scenario.name)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name) / "out"
        subprocess.run([purse, "compare", scenario, "-o", folder, "--quiet"], check=True, capture_output=True)
        page = reading.read(folder / "report.html")
        plans = [json.loads((p / "plan.json").read_text()) for p in sorted(folder.iterdir()) if p.is_dir()]
        held = [p for p in plans if "totals" in p]
        with open(folder / "silo" / "offers.csv", encoding="utf-8", newline="") as file:
            offers = {row["offer"]: row["service"] for row in csv.DictReader(file)}
        if len(offers) <= FEW:
            explained(check, purse, scenario, pathlib.Path(name))
        if "t-places" in page.tables:
            places(check, page, folder, [label(p) for p in held])
    check.wrong += page.repeats
    splits(check, page, held)
    numbers = collections.Counter()
    for plan in held:
        for (table, row, key), value in expected_figures(plan, offers).items():
            cell = page.tables.get(table, {}).get((row, key))
            if cell is None:
                # Left out where there is nothing to show: no money, no moves, no priced tier.
                if value and table != "t-prices-" + label(plan):
                    check.say(f"{table}: {row} {key} is missing ({value})")
                continue
            check.same(f"{table} {row} {key}", cell[0], value)
        words(check, page, plan)
        entry, seen, moved = sums(plan, offers)
        on_page = collections.Counter()
        for (row, key), cell in page.tables["t-services"].items():
            kind, _, regime = key.partition(":")
            if regime == label(plan):
                check.same(f"t-services {row} {key}", cell[0], (entry if kind == "entry" else seen)[row], NEAR)
        for (row, key), cell in page.tables.get("t-moves", {}).items():
            if key == "people:" + label(plan):
                on_page[row.rstrip("+")] += float(cell[0])
        cut = len(page.tables.get("t-moves", {})) >= 400  # rows: only the largest are there
        for pair in set(on_page) | (set() if cut else set(moved)):
            check.same(f"t-moves {pair} {label(plan)}", on_page[pair], moved[pair], NEAR)
    for table, cells in page.tables.items():
        for key, (exact, text) in cells.items():
            if exact is not None or key[1].split(":")[0] in ("value", "spend", "people"):
                shown(check, table, key, exact, text)
            numbers[table] += exact is not None
    whole = {float(c[0]) for cells in page.tables.values() for c in cells.values() if c[0] is not None}
    for value, text in page.figures:
        check.seen += 1
        if not (float(value) in whole or is_budget(page, float(value)) or is_priced(page, float(value)) or
                is_gap(page, float(value))):
            check.say(f"the figure {text} ({value}) in a sentence stands in no table")
    if check.seen < 50 or not numbers["t-totals"] or not numbers["t-services"]:
        check.say(f"only {check.seen} figures were compared")
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
    wrong, seen = [], 0
    for scenario in scenarios:
        check = judge(purse, pathlib.Path(scenario))
        wrong += check.wrong
        seen += check.seen
    print("\n".join(wrong[:60] + [f"{seen} figures of {len(scenarios)} pages compared, {len(wrong)} wrong"]))
    return 1 if wrong or not scenarios else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
