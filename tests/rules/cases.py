# SPDX-License-Identifier: GPL-3.0-or-later
"""Small scenarios for every type of rule: where it binds, where it is slack and where it leaves no plan.

They are variations of the miniature that tests/reference/miniature.py describes: 100 people enter at the surgery,
40 of them go on to the clinic for 2 contacts each, 20 of which offer ca of provider a has and 60 offer cb of b.
"""

import collections
import copy
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "reference"))
import miniature  # noqa: E402  (found through the line above)

RULE_ID = "the_rule"
TYPES = ("max_share", "min_share", "min_spend", "max_spend", "min_quality", "min_awards", "max_awards",
         "max_unmet_gap", "max_burden_gap")

# `base` changes the miniature; `rule` has all but its limit; `binds`, `slack` and `never` are the limits, and
# `never_base` what else must be so that no plan keeps to the last.
Case = collections.namedtuple("Case", "name base rule binds slack never never_base")


def offers(**changes):
    """The miniature's offers with fields of some changed: offers(cb={"capacity": 50})."""
    return [dict(row, **changes.get(row["id"], {})) for row in miniature.BASE["offers"]]


def rule(kind, scope=None, **fields):
    return dict(fields, type=kind, scope=scope or {})


CLINIC, PLANNED, PRIMARY = {"service": "clinic"}, {"pot": "planned"}, {"pot": "primary"}
B_IS_NEEDED = {"offers": offers(cb={"min_volume": 30})}
DEAR_A = {"offers": offers(ca={"fixed_cost": 500})}
OPEN = {"offers": offers(cb={"award": "open", "fixed_cost": 40})}
FIXED = {"offers": offers(cb={"fixed_cost": 100})}
MONEY_ONLY = {"objective": ["spend"]}
PREVENTION = dict(miniature.PROGRAMME, **miniature.TEAM)
# Two more people in five go unmet in the hamlet, whose surgery is small.
HAMLET = {
    "places": [{"id": "town"}, {"id": "hamlet"}],
    "demand": miniature.BASE["demand"] + [{"place": "hamlet", "need": "n", "episodes": 50}],
    "offers": [dict(row, places=["town"]) if row["id"] == "sa" else row for row in offers(cb={"capacity": 100})]
    + [{"id": "sh", "provider": "b", "service": "surgery", "places": ["hamlet"], "unit_cost": 10, "capacity": 30}]}


def in_hamlet(**changes):
    """The hamlet's scenario with fields of some offers changed."""
    return {"offers": [dict(row, **changes.get(row["id"], {})) for row in HAMLET["offers"]]}


CASES = [
    Case("max_share of contacts", {}, rule("max_share", CLINIC, of="contacts"), 0.7, 0.8, 0.5, B_IS_NEEDED),
    Case("max_share of everything", {}, rule("max_share", of="contacts"), 0.6, 0.7, 0.5,
         {"offers": offers(sa={"min_volume": 50})}),
    Case("max_share of spend, group", {}, rule("max_share", PLANNED, of="spend", sectors=["charity", "pharmacy"]),
         0.7, 0.8, 0.5, B_IS_NEEDED),
    Case("max_share of spend", DEAR_A, rule("max_share", CLINIC, of="spend"), 0.6, 0.7, 0.5,
         {"offers": offers(ca={"fixed_cost": 500}, cb={"min_volume": 60})}),
    Case("min_share of contacts", {}, rule("min_share", CLINIC, of="contacts", providers=["a"]), 0.4, 0.2, 0.6,
         B_IS_NEEDED),
    Case("min_share of spend", DEAR_A, rule("min_share", PLANNED, of="spend", sectors=["nhs_trust"]), 0.4, 0.3, 0.6,
         {"offers": offers(ca={"fixed_cost": 500}, cb={"min_volume": 60})}),
    Case("min_spend of a service", dict(MONEY_ONLY, **B_IS_NEEDED), rule("min_spend", CLINIC), 2000, 1000, 6000, {}),
    Case("min_spend of a pot", dict(MONEY_ONLY, **PREVENTION), rule("min_spend", PRIMARY), 300, 20, 3000, {}),
    Case("max_spend of a service", FIXED, rule("max_spend", CLINIC), 3000, 5000, 50, {}),
    Case("max_spend of a pot", PREVENTION, rule("max_spend", PRIMARY), 480, 2000, 20, {}),
    Case("max_spend of everything", FIXED, rule("max_spend"), 4000, 6000, 50, {}),
    Case("min_quality", {}, rule("min_quality", CLINIC), 60, 55, 70, B_IS_NEEDED),
    Case("min_quality of everything", {}, rule("min_quality"), 72, 60, 79, B_IS_NEEDED),
    Case("min_awards", dict(MONEY_ONLY, **OPEN), rule("min_awards", CLINIC), 2, 1, 3, {}),
    Case("min_awards of everything", dict(MONEY_ONLY, **OPEN), rule("min_awards"), 3, 2, 4, {}),
    Case("max_awards", OPEN, rule("max_awards", PLANNED), 1, 2, 0, {}),
    Case("max_unmet_gap", HAMLET, rule("max_unmet_gap"), 0.3, 0.5, 0.1, in_hamlet(sa={"min_volume": 90})),
    Case("max_burden_gap", HAMLET, rule("max_burden_gap"), 0.5, 0.8, 0.05,
         in_hamlet(sa={"min_volume": 90}, sh={"capacity": 10})),
]


def document(case, limit=None, never=False):
    """The scenario of a case, with the rule at a limit or, without one, free of it."""
    changes = dict(case.base, **case.never_base) if never else case.base
    whole = miniature.document(changes)
    if limit is not None:
        whole["rules"] = [dict(copy.deepcopy(case.rule), id=RULE_ID, limit=limit)]
    return whole


# What a plan attains, from its figures and the scenario, written apart from the reference and from purse.

def offers_in(whole, scope):
    pot_of = {row["id"]: row["pot"] for row in whole["services"]}
    return [row for row in whole["offers"] if scope.get("service", row["service"]) == row["service"]
            and scope.get("pot", pot_of[row["service"]]) == pot_of[row["service"]]]


def attained_share(whole, plan, wanted):
    figure = {row["id"]: row["spend" if wanted["of"] == "spend" else "contacts"] for row in plan["offers"]}
    sector = {row["id"]: row["sector"] for row in whole["providers"]}
    by_provider = collections.Counter()
    for row in offers_in(whole, wanted["scope"]):
        by_provider[row["provider"]] += figure[row["id"]]
    if "sectors" in wanted or "providers" in wanted:
        part = sum(value for provider, value in by_provider.items()
                   if provider in wanted.get("providers", []) or sector[provider] in wanted.get("sectors", []))
    else:
        part = max(by_provider.values())
    return part / sum(by_provider.values())


def attained_spend(whole, plan, wanted):
    spend = {row["id"]: row["spend"] for table in ("offers", "teams", "programmes") for row in plan[table]}
    total = sum(spend[row["id"]] for row in offers_in(whole, wanted["scope"]))
    if "service" in wanted["scope"]:
        return total
    others = whole.get("teams", []) + whole.get("programmes", [])
    return total + sum(spend[row["id"]] for row in others if wanted["scope"].get("pot", row["pot"]) == row["pot"])


def attained_quality(whole, plan, wanted):
    quality = {row["id"]: row["quality"] for row in whole["providers"]}
    contacts = {row["id"]: row["contacts"] for row in plan["offers"]}
    weighted = [(contacts[row["id"]], quality[row["provider"]]) for row in offers_in(whole, wanted["scope"])]
    return sum(amount * value for amount, value in weighted) / sum(amount for amount, _ in weighted)


def attained_awards(whole, plan, wanted):
    awarded = {row["id"] for row in plan["offers"] if row["awarded"]}
    return sum(row["id"] in awarded for row in offers_in(whole, wanted["scope"]))


def attained_gap(whole, plan, wanted):
    demand = collections.Counter()
    for row in whole["demand"]:
        demand[row["place"]] += row["episodes"]
    field = "unmet" if wanted["type"] == "max_unmet_gap" else "burden"
    rates = [row[field] / demand[row["id"]] for row in plan["places"]]
    return max(rates) - min(rates)


def attained(case, whole, plan):
    """The value that the case's rule limits."""
    of = {"share": attained_share, "spend": attained_spend, "quality": attained_quality, "awards": attained_awards,
          "gap": attained_gap}
    return of[case.rule["type"].rsplit("_", 1)[1]](whole, plan, case.rule)
