# SPDX-License-Identifier: GPL-3.0-or-later
"""For each equation of the model, a plan that keeps it and an edit that breaks it."""

import collections

from cases import HAMLET, miniature, offers

# The miniature with `base` is solved under `regime`; with `changes` (as --set takes them) the plan must fail, and
# `text` be among what is said.
Edit = collections.namedtuple("Edit", "text base regime changes")

SILO, POOLED = ("silo",), ("pooled",)
TWO_DOORS = {"abilities": [miniature.BASE["abilities"][0],
                           dict(miniature.BASE["abilities"][1], entry=True, entry_min=0.1, entry_baseline=0)]}
BLOCKS = {"offers": offers(ca={"block_size": 10, "block_cost": 7, "max_blocks": 2})}
RIVALS = {"offers": offers(ca={"award": "open"}, cb={"award": "open"})}
CONTEST = {"offers": offers(ca={"award": "open", "contest": "c"}, cb={"award": "open"})}
TOO_DEAR = {"offers": offers(cb={"award": "open", "capacity": 0, "fixed_cost": 9})}
IDLE_TEAM = {"teams": [dict(miniature.TEAM["teams"][0], award="open", relief=0)]}
POOR = {"pots": miniature.POOR}

EDITS = [
    Edit("(1) demand: of 90 episodes of n at town, 100 enter", {}, SILO, ["demand.town/n.episodes=90"]),
    Edit("(1) demand: of 110 episodes of n at town", miniature.PROGRAMME, SILO, ["demand.town/n.episodes=110"]),
    Edit("(4) onward: of 100 people with n of town seen at offer sa, 50 should go on", {}, SILO,
         ["abilities.n/surgery.resolves=0.5"]),
    Edit("(5) entry:", TWO_DOORS, SILO, ["abilities.n/clinic.entry_min=0.3"]),
    Edit("(5) entry:", TWO_DOORS, SILO, ["abilities.n/surgery.entry_max=0.5"]),
    Edit("(6) capacity: offer cb", {}, SILO, ["offers.cb.capacity=50"]),
    Edit("(6) capacity: offer ca", BLOCKS, SILO, ["offers.ca.block_size=5"]),
    Edit("(6) blocks: offer ca", BLOCKS, SILO, ["offers.ca.max_blocks=0", "offers.ca.capacity=40"]),
    Edit("(7) minimum volume: offer cb", {}, SILO, ["offers.cb.capacity=100", "offers.cb.min_volume=70"]),
    Edit("(8) team: j", miniature.TEAM, SILO, ["teams.j.capacity=5"]),
    Edit("(9) curve: programme g averts", miniature.PROGRAMME, SILO, ["programme_effects.g/n/300.averted=8"]),
    Edit("(10) award: offer cb is held", TOO_DEAR, SILO, ["offers.cb.award=held"]),
    Edit("(10) award: team j is held", IDLE_TEAM, SILO, ["teams.j.award=held"]),
    Edit("(10) conflict of interest: offer cb is awarded", RIVALS, SILO, ["providers.b.commissions=planned"]),
    Edit("(10) contest: offers ca and cb", CONTEST, SILO, ["offers.cb.contest=c"]),
    Edit("(11) income: provider b", {}, SILO, ["providers.b.max_income=2000"]),
    Edit("(11) income: provider b", miniature.TEAM, SILO, ["providers.b.max_income=3050"]),
    Edit("(12) spend of cb", {}, SILO, ["offers.cb.unit_cost=51"]),
    Edit("(12) spend of ca", BLOCKS, SILO, ["offers.ca.block_cost=8"]),
    Edit("(12) spend of j", miniature.TEAM, SILO, ["teams.j.fixed_cost=40"]),
    Edit("(12) spend of planned", {}, SILO, ["services.surgery.pot=planned"]),
    Edit("(13) budget: pot planned", {}, SILO, ["pots.planned.budget=3000"]),
    Edit("(13) budget: pot planned", POOR, POOLED, ["pots.planned.budget=1900"]),
    Edit("regime partial:", POOR, ("partial",), ["virement.primary/planned.limit=400"]),
    Edit("regime dial:", POOR, ("dial", "--dial", "0.25"), ["pots.primary.budget=1400"]),
    Edit("unmet_weighted of the totals: stated", HAMLET, SILO, ["needs.n.priority=3"]),
    Edit("burden of town: stated", {}, SILO, ["handover.across_pots=2"]),
    Edit("burden of hamlet: stated", HAMLET, SILO, ["referrals.n/surgery/clinic.burden=1"]),
    Edit("access of the totals: stated", {}, SILO, ["services.clinic.access=2"]),
]

# The same with an edit of the plan, for what no edit of a scenario alone can break.
PlanEdit = collections.namedtuple("PlanEdit", "text base change")


def flow(plan, kind, **fields):
    """The one flow of a kind with these fields."""
    return next(row for row in plan["flows"]
                if row["kind"] == kind and all(row[name] == value for name, value in fields.items()))


def fewer(kind, people, **fields):
    def change(plan):
        flow(plan, kind, **fields)["people"] -= people
    return change


def other_offer(plan):
    """Five people at another offer's open door: contacts, and so money, are not what is stated."""
    flow(plan, "door", to_offer="cb")["people"] -= 5
    flow(plan, "handover")["people"] += 5
    flow(plan, "referral")["people"] -= 5


def half_a_block(plan):
    next(row for row in plan["offers"] if row["id"] == "ca")["blocks"] = 0.5


PLAN_EDITS = [
    PlanEdit("(1) demand:", {}, fewer("entry", 3)),
    PlanEdit("(2) doors: service surgery", {}, fewer("door", 3, to_offer="sa")),
    PlanEdit("(2) doors: service clinic", {}, fewer("door", 3, to_offer="cb")),
    PlanEdit("(4) onward:", {}, fewer("handover", 3)),
    PlanEdit("(4) onward:", {}, fewer("referral", 3)),
    PlanEdit("(6) capacity: offer ca", {}, other_offer),
    PlanEdit("(6) blocks: offer ca", BLOCKS, half_a_block),
]
