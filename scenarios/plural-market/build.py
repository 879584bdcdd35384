"""Builds the tables and overlays of the plural market: `python3 build.py`. Standard library only; the same bytes every time.

A cost written as a name is an item of ../data/facts.csv. Every other number is an assumption; README.md says which matter.
"""

import json
import math
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "data"))
from story import Story  # noqa: E402

PLACES = {"E06000026": ("plymouth", "Plymouth")}
POTS = [("primary", "First element of care"), ("continuing", "Continuing health and social care"),
        ("public_health", "Prevention and public health services")]
# The efficiency factor of the 2023/25 NHS Payment Scheme (www.england.nhs.uk/pay-syst/nhs-payment-scheme), asked of every pot.
EFFICIENCY = 0.011

# id: name, pot, unit, access rank, cost, headroom
SERVICES = {
    "gp": ("General practitioner", "primary", "appointment", 1, "gp_consultation", 0.04),
    "social_prescribing": ("Social prescribing", "primary", "contact", 1, 43, 0.20),
    # 43: a contact that is not face to face, note of district_nurse_visit
    "ae": ("A&E department", "primary", "attendance", 4, "ae_attendance_all", 0.05),
    "talking_therapies": ("Talking therapies", "continuing", "contact", 3, "talking_therapy_contact", 0.10),
    "crisis_team": ("Mental health crisis team", "continuing", "contact", 4, "mental_health_crisis_contact", 0.08),
    "crisis_house": ("Crisis house and evening cafe", "continuing", "contact", 3, ("mental_health_crisis_contact", 0.5), 0.10),
    "community_physio": ("Community physiotherapy", "continuing", "contact", 3, "physiotherapy_adult", 0.10),
    "home_from_hospital": ("Home-from-hospital help", "continuing", "contact", 3, ("home_care_hour", 2), 0.15),
    "reablement": ("Reablement", "continuing", "episode", 4, "reablement_episode", 0.10),
    "home_care": ("Home care, 14 hours a week", "continuing", "week", 4, ("home_care_hour", 14), 0.08),
    "district_nurse": ("District nursing", "continuing", "visit", 3, "district_nurse_visit", 0.08),
    "hospice_at_home": ("Hospice at home", "continuing", "visit", 3, "community_contact_average", 0.10),
    "drug_treatment": ("Drug and alcohol treatment", "public_health", "contact", 3, "substance_misuse_contact", 0.08),
    "recovery_support": ("Recovery support by peers", "public_health", "contact", 2, ("substance_misuse_contact", 0.4), 0.15),
    "falls_exercise": ("Falls exercise course", "public_health", "course", 3, "falls_exercise_course", 0.20),
}

# income_room: what working capital carries, as a multiple of today's income; pounds where a body has no contract today.
PROVIDERS = [
    ("practices", "General practices", "general_practice"),
    ("acute_trust", "Acute hospital trust", "nhs_trust"),
    ("community_trust", "Community and mental health trust", "nhs_trust"),
    ("council", "City council", "local_authority"),
    ("home_care_firm", "Home care firm", "independent"),
    ("therapy_firm", "Therapies firm", "independent", {"income_room": 1.30}),
    ("care_cooperative", "Home care co-operative", "social_enterprise", {"income_room": 1.35}),
    ("physio_enterprise", "Physiotherapy social enterprise", "social_enterprise", {"income_room": 1.35}),
    ("recovery_enterprise", "Recovery social enterprise", "social_enterprise", {"income_room": 1.35}),
    ("mind_charity", "Mental health charity", "charity", {"income_room": 1.25}),
    ("hospice", "Hospice", "charity", {"income_room": 1.15}),
    ("older_charity", "Older people's charity", "charity", {"income_room": 1.25}),
    ("neighbour_charity", "Neighbourhood charity", "charity", {"max_income": 400000}),
]
# Charities ask 3% more, social enterprises and firms 2% less than trusts, councils and practices.
SECTOR_PRICE = {"charity": 1.03, "social_enterprise": 0.98, "independent": 0.98}

# service: today's holders with their share
HELD = {
    "gp": [("practices", 1)], "ae": [("acute_trust", 1)],
    "social_prescribing": [("practices", 0.60), ("older_charity", 0.40)],
    "talking_therapies": [("community_trust", 0.80), ("therapy_firm", 0.12), ("mind_charity", 0.08)],
    "crisis_team": [("community_trust", 1)], "crisis_house": [("community_trust", 0.60), ("mind_charity", 0.40)],
    "community_physio": [("community_trust", 0.75), ("physio_enterprise", 0.25)],
    "home_from_hospital": [("community_trust", 0.65), ("older_charity", 0.35)],
    "reablement": [("council", 0.70), ("home_care_firm", 0.30)],
    "home_care": [("home_care_firm", 0.80), ("care_cooperative", 0.20)],
    "district_nurse": [("community_trust", 1)], "hospice_at_home": [("hospice", 1)],
    "drug_treatment": [("community_trust", 0.75), ("recovery_enterprise", 0.25)],
    "recovery_support": [("community_trust", 0.30), ("recovery_enterprise", 0.70)],
    "falls_exercise": [("council", 0.50), ("older_charity", 0.50)],
}
# Bids for more, beside what is held: (service, bidder, part of today's contacts). A contract of its own costs CONTRACT pounds a
# year to bid for and watch over, and no bidder moves for less than LEAST of what it bids.
BIDS = [
    ("social_prescribing", "neighbour_charity", 0.40), ("social_prescribing", "older_charity", 0.40),
    ("talking_therapies", "mind_charity", 0.30), ("talking_therapies", "therapy_firm", 0.30),
    ("crisis_house", "mind_charity", 0.60), ("community_physio", "physio_enterprise", 0.60),
    ("home_from_hospital", "older_charity", 0.45), ("home_from_hospital", "neighbour_charity", 0.25),
    ("reablement", "care_cooperative", 0.50), ("home_care", "care_cooperative", 0.60),
    ("drug_treatment", "recovery_enterprise", 0.60), ("falls_exercise", "older_charity", 0.40),
    ("falls_exercise", "neighbour_charity", 0.30), ("recovery_support", "recovery_enterprise", 0.25),
]
CONTRACT, LEAST = 18000, 0.30
# The consortium: the same bids in one hand. Its lead body adds 4%; its members' spare working capital and a loan carry it.
LEAD, LOAN, CONSORTIUM = 1.04, 3000000, "consortium"
PLURAL = ["charity", "social_enterprise"]

# id, name, episodes per 1,000 registered, weighted list, priority, pathway (see ../data/story.py)
NEEDS = [
    ("low_mood", "Depression and anxiety", 60, "mental", 2, """
     gp                 | 0.40 | 2   | 0.70:0.45:0.75 | talking_therapies 0.75 r, social_prescribing 0.25 r
     social_prescribing | 0.45 | 3   | 0.05:0.03:0.20 | talking_therapies 1 r
     talking_therapies  | 1    | 6   | 0.25:0.15:0.40 |
     """),
    ("mental_crisis", "Mental health crisis", 9, "mental", 4, """
     gp                 | 0.20 | 1   | 0.25:0.10:0.35 | crisis_team 0.80 r, crisis_house 0.20 r
     ae                 | 0.25 | 1   | 0.40:0.15:0.50 | crisis_team 0.85 t, crisis_house 0.15 t
     crisis_house       | 0.65 | 4   | 0.10:0.05:0.35 | crisis_team 1 t
     crisis_team        | 0.70 | 6   | 0.25:0.15:0.40 | talking_therapies 1 r
     talking_therapies  | 1    | 8   |                |
     """),
    ("loneliness", "Loneliness, debt, housing: trouble that makes ill", 22, "inequality", 1, """
     gp                 | 0.30 | 3   | 0.85:0.45:0.90 | social_prescribing 0.80 r, talking_therapies 0.20 r
     social_prescribing | 0.85 | 6   | 0.15:0.10:0.50 | talking_therapies 1 r
     talking_therapies  | 1    | 5   |                |
     """),
    ("home_again", "Home after a stay in hospital", 26, "community", 3, """
     home_from_hospital | 0.45 | 8   | 0.45:0.30:0.60 | reablement 0.55 r, district_nurse 0.45 r
     reablement         | reablement_home_at_91_days | 1   | 0.25:0.15:0.35 | home_care 1 r!
     district_nurse     | 0.70 | 10  | 0.30:0.20:0.45 | reablement 1 r
     home_care          | 1    | 12  |                |
     """),
    ("daily_life", "Long-term help with daily life", 9, "community", 3, """
     gp                 | 0.02 | 1   | 0.20:0.05:0.25 | reablement 0.60 r, home_care 0.40 r
     reablement         | 0.35 | 1   | 0.40:0.30:0.60 | home_care 1 r!
     home_care          | 1    | 30  | 0.40:0.25:0.50 |
     """),
    ("falls", "Fall, or fear of falling", 30, "community", 2, """
     gp                 | 0.30 | 1.3 | 0.50:0.25:0.60 | community_physio 0.60 r, falls_exercise 0.40 r
     ae                 | 0.50 | 1   | 0.30:0.20:0.40 | community_physio 0.70 r, falls_exercise 0.30 r
     falls_exercise     | 0.70 | 1   | 0.05:0.03:0.20 | community_physio 1 r
     community_physio   | 0.85 | 5   | 0.15:0.10:0.30 | home_from_hospital 1 r
     home_from_hospital | 1    | 6   |                |
     """),
    ("addiction", "Dependence on drugs or alcohol", 8, "inequality", 3, """
     gp                 | 0.05 | 2   | 0.45:0.20:0.55 | drug_treatment 1 r
     ae                 | 0.05 | 1   | 0.15:0.08:0.25 | drug_treatment 1 r
     drug_treatment     | 0.40 | 10  | 0.40:0.25:0.60 | recovery_support 1 r
     recovery_support   | 1    | 9   |                |
     """),
    ("last_year", "Last year of life", 9, "community", 4, """
     gp                 | 0.10 | 3   | 0.55:0.40:0.65 | district_nurse 0.55 r, hospice_at_home 0.45 r
     district_nurse     | 0.50 | 14  | 0.30:0.20:0.40 | hospice_at_home 1 r
     hospice_at_home    | 1    | 10  | 0.15:0.10:0.25 |
     """),
]


def sector(provider):
    return next(p[2] for p in PROVIDERS if p[0] == provider)


def bid(story, service, provider, part, price, name=None):
    story.offer(service, provider, share=part, price=price, tag=name or f"more_{provider}", least=LEAST, headroom=0, award="open")
    story.offers[-1]["fixed_cost"] = CONTRACT


def consortium_overlay(story, limits, income):
    """The members' bids for more become bids of one consortium; what they hold stays theirs."""
    spare = sum(limits[p] - income[p] for p in limits if sector(p) in PLURAL)
    removed = [{"id": f"{s}_more_{p}", "remove": True} for s, p, _ in BIDS if sector(p) in PLURAL]
    known, parts = len(story.offers), {}
    for service, provider, part in BIDS:
        if sector(provider) in PLURAL:
            parts[service] = parts.get(service, 0) + part
    for service, part in parts.items():
        bid(story, service, CONSORTIUM, part, LEAD, CONSORTIUM)
    bids, story.offers = story.offers[known:], story.offers[:known]
    bids = [{k: v for k, v in o.items() if v not in (None, 0)} for o in bids]
    return {"providers": [{"id": CONSORTIUM, "name": "Consortium of charities and social enterprises",
                           "sector": "social_enterprise", "max_income": round(spare + LOAN, -3)}],
            "offers": removed + bids}


def main():
    story = Story(HERE, "practices-plural-market.csv", PLACES, POTS, SERVICES, PROVIDERS, NEEDS, EFFICIENCY)
    for service, holders in HELD.items():
        for provider, share in holders:
            story.offer(service, provider, share=share, price=SECTOR_PRICE.get(sector(provider), 1))
    _, income = story.baseline_spend()
    for service, provider, part in BIDS:
        bid(story, service, provider, part, SECTOR_PRICE.get(sector(provider), 1))
    team = {"id": "link_workers", "provider": "community_trust", "pot": "continuing",
            "needs": "low_mood;mental_crisis;home_again;daily_life;falls;last_year", "places": "*", "capacity": 6000,
            "unit_cost": 2 * 43, "fixed_cost": 40000, "award": "open", "relief": 0.4}
    people = 1500
    courses = people * story.price("falls_exercise_course")
    averted = people * 0.4 * story.facts.share("falls_programme_falls_drop_low")
    spend, _ = story.baseline_spend()
    story.write(
        "Plymouth: the price of a plural market",
        "Charities and social enterprises beside trusts and firms: what does a guaranteed share for them cost, alone and as a consortium?",
        ["NHS England, 2024/25 allocations: weighted populations by practice (Open Government Licence v3.0)",
         "NHS England, 2023/25 NHS Payment Scheme: efficiency factor of 1.1% (www.england.nhs.uk/pay-syst/nhs-payment-scheme)",
         "DCMS and Tussell, The role of VCSE organisations in public procurement (gov.uk, 30 August 2022); Third Sector 1753544: 5% "
         "of the value of government contracts went to them in 2016 to 2020",
         "Rates, pathways, shares of the market, working capital and prices by sector are assumptions (README.md)"],
        {"within_provider": 0.5, "across_pots": 1.5}, ["unmet", "burden", "spend"], [team],
        [("falls_courses", "More falls exercise courses", "public_health", "*",
          {"falls": [(courses / 2, 0.65 * averted), (courses, averted)]})],
        {("primary", "continuing"): 0.02, ("continuing", "primary"): 0.01, ("continuing", "public_health"): 0.01,
         ("public_health", "continuing"): 0.02},
        [{"id": "plural", "type": "min_share", "scope": {}, "sectors": PLURAL, "of": "spend", "limit": 0},
         {"id": "no_giant", "type": "max_share", "scope": {"pot": "continuing"}, "of": "spend", "limit": 0.5}],
        {"public_health": math.ceil((spend["public_health"] * (1 - EFFICIENCY) + courses) / 1000) * 1000})
    limits = {p[0]: (p[3].get("max_income") or income[p[0]] * p[3]["income_room"]) for p in PROVIDERS if len(p) > 3}
    overlay = consortium_overlay(story, limits, income)
    (HERE / "consortium.overlay.json").write_text(json.dumps(overlay, indent=2) + "\n", encoding="utf-8")
    print("today:", ", ".join(f"{p} {x / sum(income.values()):.3f}" for p, x in income.items()))
    print("plural today:", sum(x for p, x in income.items() if sector(p) in PLURAL) / sum(income.values()))


if __name__ == "__main__":
    main()
