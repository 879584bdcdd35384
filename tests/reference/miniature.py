"""Miniatures whose answers are worked on paper, one for each equation.

100 people in one town have one need of priority 2. They enter at the surgery
(pot primary, offer sa of provider a, 10 pounds a contact), which resolves 0.6
of them; the rest go on to the clinic (pot planned, 2 contacts a person at 50
pounds), where offer ca of provider a has 20 contacts and offer cb of provider
b has 60. So one person served costs 10 + 0.4 x 100 = 50 pounds, and 0.4 of a
move. A move is unnecessary and has burden 2, times 1.5 across pots: 3; halved
if provider a hands over to itself: 1.5. The clinic sees at most 40 people,
10 of them handed over: just enough for the 40 of 100 who are referred.
"""

import copy

BASE = {
    "purse": 1, "name": "miniature",
    "pots": [{"id": "primary", "budget": 15000},
             {"id": "planned", "budget": 20000}],
    "services": [{"id": "surgery", "pot": "primary"},
                 {"id": "clinic", "pot": "planned", "access": 3}],
    "providers": [{"id": "a", "sector": "nhs_trust", "quality": 80},
                  {"id": "b", "sector": "charity", "quality": 50}],
    "places": [{"id": "town"}],
    "needs": [{"id": "n", "priority": 2}],
    "demand": [{"place": "town", "need": "n", "episodes": 100}],
    "abilities": [
        {"need": "n", "service": "surgery", "resolves": 0.6,
         "entry": True, "entry_baseline": 1},
        {"need": "n", "service": "clinic", "resolves": 1, "contacts": 2}],
    "referrals": [{"need": "n", "from": "surgery", "to": "clinic",
                   "burden": 2, "share": 1}],
    "offers": [
        {"id": "sa", "provider": "a", "service": "surgery",
         "unit_cost": 10, "capacity": 1000},
        {"id": "ca", "provider": "a", "service": "clinic",
         "unit_cost": 50, "capacity": 20},
        {"id": "cb", "provider": "b", "service": "clinic",
         "unit_cost": 50, "capacity": 60}],
    "virement": [{"from": "primary", "to": "planned", "limit": 500}],
    "handover": {"within_provider": 0.5, "across_pots": 1.5}}

# What the baseline must give: 10 of the 40 who are referred stay inside a.
BASELINE = {"episodes": 100, "served": 100, "unmet": 0, "unmet_weighted": 0,
            "averted": 0, "contacts": 180, "moves": 40,
            "unnecessary_moves": 40, "burden": 105, "access": 340,
            "spend": 5000}


def _changed(table, number, **fields):
    """The table with fields of one record changed."""
    rows = copy.deepcopy(BASE[table])
    rows[number].update(fields)
    return rows


def _hair(surgery):
    """The surgery, of that capacity, must see a hair; cb, now alone, at least 60 contacts if it is awarded."""
    return {"offers": [dict(BASE["offers"][0], capacity=surgery, min_volume=1e-5),
                       dict(BASE["offers"][2], capacity=200, award="open", min_volume=60)],
            "objective": ["spend"]}


def _rule(kind, limit, scope=None, **fields):
    return {"rules": [dict(fields, type=kind, limit=limit,
                           scope=scope or {})]}


CLINIC, PLANNED = {"service": "clinic"}, {"pot": "planned"}
POOR = [{"id": "primary", "budget": 1500}, {"id": "planned", "budget": 2000}]
OPEN = _changed("offers", 2, award="open")
TWO_PLACES = {
    "places": [{"id": "town"}, {"id": "far"}],
    "demand": BASE["demand"] + [
        {"place": "far", "need": "n", "episodes": 50}],
    "offers": [dict(row, places=["town"]) for row in BASE["offers"]]}
PROGRAMME = {
    "programmes": [{"id": "g", "pot": "primary"}],
    "programme_effects": [
        {"programme": "g", "need": "n", "spend": 300, "averted": 10},
        {"programme": "g", "need": "n", "spend": 500, "averted": 12}]}
TEAM = {"teams": [{"id": "j", "provider": "b", "pot": "primary",
                   "capacity": 20, "unit_cost": 5, "fixed_cost": 30,
                   "relief": 0.5}]}

# (name, overrides, regime, dial, values of the tiers): with the default
# objective unmet weighted by 2, burden, spend.
CASES = [
    # all are served: 10 x 1.5 + 30 x 3
    ("plenty", {}, "silo", None, (0, 105, 5000)),
    # planned buys 40 contacts: 20 referred, 50 served
    ("silo", {"pots": POOR}, "silo", None, (100, 45, 2500)),
    # 500 more: 50 contacts, 62.5 served
    ("partial", {"pots": POOR}, "partial", None, (75, 60, 3125)),
    # 0.25 x 1500 more: 47.5 contacts, 59.375 served
    ("dial", {"pots": POOR}, "dial", 0.25, (81.25, 56.25, 2968.75)),
    # 3500 pounds at 50 each: 70 served
    ("pooled", {"pots": POOR}, "pooled", None, (60, 69, 3500)),
    # (5) half go straight to the clinic, so 0.7 E <= 40
    ("entry limits", {"abilities": _changed("abilities", 1, entry=True,
                                            entry_min=0.5)},
     "silo", None, (600 / 7, 15 + 10 / 7 * 3, 4000 + 2000 / 7)),
    # (6) a block of 10 contacts: 15 handed over, 25 referred
    ("block", {"offers": _changed("offers", 1, block_size=10, block_cost=7,
                                  max_blocks=2)},
     "silo", None, (0, 90, 5014)),
    # (7) spend alone: 30 contacts are paid for, so 37.5 people are served
    ("min_volume", {"offers": _changed("offers", 2, min_volume=30),
                    "objective": ["spend"]}, "silo", None, (1875,)),
    # (8) 8 of the 30 referred people are coordinated: 12 less burden
    ("team", TEAM, "silo", None, (0, 93, 5130)),
    # (9) 12 averted: 88 enter, 35.2 are referred, 25.2 to b
    ("programme", PROGRAMME, "silo", None, (0, 90.6, 4900)),
    # (10) b commissions the pot: only a's 20 contacts, 25 served
    ("conflict", {"offers": OPEN, "providers": _changed(
        "providers", 1, commissions=["planned"])},
     "silo", None, (150, 15, 1250)),
    # (10) one of two rivals: the one with enough capacity, fixed cost 99
    ("contest", {"offers": BASE["offers"][:2] + [
        dict(BASE["offers"][2], award="open", contest="c", capacity=50),
        dict(BASE["offers"][2], award="open", contest="c", id="cc",
             fixed_cost=99)]}, "silo", None, (0, 105, 5099)),
    # (11) b can carry 40 contacts: 30 people referred, 75 served
    ("max_income", {"providers": _changed("providers", 1, max_income=2000)},
     "silo", None, (50, 75, 3750)),
    # b <= 0.7 (b + 20): b = 140 / 3, so 100 / 3 are referred
    ("max_share", _rule("max_share", 0.7, CLINIC, of="contacts"),
     "silo", None, (100 / 3, 85, 12500 / 3)),
    # spend of sectors: as much as for contacts, at one price
    ("max_share group", _rule("max_share", 0.7, CLINIC, of="spend",
                              sectors=["charity", "pharmacy"]),
     "silo", None, (100 / 3, 85, 12500 / 3)),
    # a >= 0.4 (b + 20): b = 30, 25 referred
    ("min_share", _rule("min_share", 0.4, CLINIC, of="contacts",
                        providers=["a"]), "silo", None, (75, 60, 3125)),
    # 1000 pounds there are 20 contacts, 10 referred, 25 at the surgery
    ("min_spend", dict(_rule("min_spend", 1000, PLANNED),
                       objective=["spend"]), "silo", None, (1250,)),
    # 60 contacts, 30 referred
    ("max_spend", _rule("max_spend", 3000, CLINIC),
     "silo", None, (50, 75, 3750)),
    # only ca: 25 served for 250 at the surgery; the team's 30 count, so 200
    # of 480 are left for the programme, which averts 20 / 3
    ("max_spend pot", dict(_rule("max_spend", 480, {"pot": "primary"}),
                           **PROGRAMME, **TEAM,
                           offers=BASE["offers"][:2],
                           objective=["unmet", "spend"]),
     "silo", None, (2 * (75 - 20 / 3), 1480)),
    # 20 x 20 >= 10 b: b = 40, 30 referred
    ("min_quality", _rule("min_quality", 60, CLINIC),
     "silo", None, (50, 75, 3750)),
    # the held ca is the one award
    ("max_awards", dict(_rule("max_awards", 1, CLINIC), offers=OPEN),
     "silo", None, (150, 15, 1250)),
    # an award that nothing else asks for
    ("min_awards", dict(_rule("min_awards", 2, CLINIC),
                        offers=_changed("offers", 2, award="open",
                                        fixed_cost=40),
                        objective=["spend"]), "silo", None, (40,)),
    # far goes unmet, so half the town must
    ("max_unmet_gap", dict(_rule("max_unmet_gap", 0.5), **TWO_PLACES),
     "silo", None, (200, 45, 2500)),
    # 60 of burden for the town: 10 handed over and 15 referred
    ("max_burden_gap", dict(_rule("max_burden_gap", 0.6), **TWO_PLACES),
     "silo", None, (175, 60, 3125)),
    # a necessary move weighs nothing
    ("necessary", {"referrals": _changed("referrals", 0, necessary=True)},
     "silo", None, (0, 0, 5000)),
    # people before money: 2 saved for 0.5 spent
    ("weights", {"objective": {"unmet": 1, "spend": 0.01}},
     "silo", None, (50,)),
    # access: 100 at rank 1 and 80 at rank 3
    ("access", {"objective": ["unmet", "access"]}, "silo", None, (0, 340)),
    # a hair of people needs a hair of an award; the award takes 75 of them
    ("hair", _hair(80), "pooled", None, (3750,)),
    ("hair_infeasible", _hair(70), "pooled", None, None),
    # 6000 pounds of surgery cannot be carried, whatever happens
    ("infeasible", _rule("min_spend", 6000, {"service": "surgery"}),
     "pooled", None, None),
]


def document(overrides):
    """The JSON document of a miniature."""
    return dict(copy.deepcopy(BASE), **copy.deepcopy(overrides))
