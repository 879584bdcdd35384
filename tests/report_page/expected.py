# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tables of a page have to say: {(table, row, column): value}, from plan.json and the scenario's own tables.

Figures that plan.json states are to be the same; those worked out anew from its flows, nearly the same.
"""

import collections
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "explain"))
import walls  # noqa: E402

MOVES = {True: "necessary", False: "unnecessary"}


def label(plan):
    return "dial-%.6g" % plan["dial"] if plan["regime"] == "dial" else plan["regime"]


def records(plan, r):
    """Of pots, money, boundaries, teams and programmes."""
    e = {("t-totals", name, f"value:{r}"): value for name, value in plan["totals"].items()}
    for pot in plan["pots"]:
        e["t-pots", pot["id"], "budget"] = pot["budget"]
        e["t-pots", pot["id"], f"spend:{r}"] = pot["spend"]
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
    return e


def decided(plan, r):
    """Tiers, certificates, prices, awards and rules, which a baseline has none of, and its rules."""
    e = {}
    for rule in plan["answers"]["rules"]:
        row = ";".join([rule["rule"], *[rule[key] for key in ("provider",) if rule.get(key)]])
        for key in ("value", "limit"):
            e[f"t-rules-{r}", row, key] = rule.get(key)
    if plan["regime"] == "baseline":
        return e
    for tier in plan["tiers"]:
        for key in ("value", "bound", "gap"):
            e["t-tiers", f"{r};{tier['measure']}", key] = tier[key]
    for key, value in plan["certificate"].items():
        e["t-certificates", r, key] = value
    for pot in plan["pots"]:
        for tier, value in pot["prices"].items():
            e[f"t-prices-{r}", pot["id"], f"price:{tier}"] = value
        for tier, sides in pot.get("price_sides", {}).items():
            for side in ("left", "right"):
                e[f"t-prices-{r}", pot["id"], f"{side}:{tier}"] = sides[side]
    spend = {o["id"]: o["spend"] for o in plan["offers"]} | {t["id"]: t["spend"] for t in plan["teams"]}
    for award in plan["answers"]["awards"]:
        name = award.get("offer", award.get("team"))
        e[f"t-awards-{r}", name, "used"] = award.get("used")
        e[f"t-awards-{r}", name, "spend"] = spend[name]
    return e


def flows(plan, scenario, r):
    """Entries and people seen by service, moves by pair and kind, and places per episode."""
    e = collections.defaultdict(float)
    of = {key: offer.service for key, offer in scenario.offer.items()}
    for flow in plan["flows"]:
        to = of[flow["to_offer"]] if "to_offer" in flow else flow.get("to_service")
        if flow["kind"] == "entry":
            e["t-services", to, f"entry:{r}"] += flow["people"]
        if flow["kind"] in ("door", "handover"):
            e["t-services", to, f"seen:{r}"] += flow["people"]
        if flow["kind"] in ("referral", "handover"):
            start = of[flow["from_offer"]]
            kind = MOVES[scenario.referral[flow["need"], start, to].necessary]
            e["t-moves", f"{start};{to} {kind}", f"people:{r}"] += flow["people"]
    demand = collections.defaultdict(float)
    for row in scenario.demand:
        demand[row.place] += row.episodes
    for place in plan["places"]:
        own = demand[place["id"]]
        e["t-places", place["id"], "demand"] = own
        for key in ("unmet", "burden"):
            e["t-places", place["id"], f"{key}_per_episode:{r}"] = place[key] / own if own else None
    return e


def split(plans, scenario):
    """Who gains and who loses between two plans, and every change."""
    e, sides = {}, {label(plan): walls.figures(scenario, plan) for plan in plans}
    for (kind, record, figure) in {key for side in sides.values() for key in side}:
        row = ";".join(record) if isinstance(record, tuple) else record
        values = [side.get((kind, record, figure), 0.0) for side in sides.values()]
        figure = "spend" if figure == "income" else figure
        for r, value in zip(sides, values):
            e[f"t-split-{kind}", row, f"{figure}:{r}"] = value
        e[f"t-split-{kind}", row, f"{figure}:change"] = values[1] - values[0]
    return e
