"""Builds the tables of the knee replacement story: `python3 build.py`. Standard library only; the same bytes every time.

A cost written as a name is an item of ../data/facts.csv. Every other number is an assumption; README.md says which matter.
"""

import math
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "data"))
from story import Story  # noqa: E402

PLACES = {"E06000057": ("northumberland", "Northumberland"), "E08000022": ("north_tyneside", "North Tyneside")}
POTS = [("primary", "First element of care"), ("continuing", "Continuing care"), ("planned", "Planned care"),
        ("public_health", "Prevention")]

# The efficiency factor of the 2023/25 NHS Payment Scheme (www.england.nhs.uk/pay-syst/nhs-payment-scheme), asked of every pot.
EFFICIENCY = 0.011
NOT_FACE_TO_FACE = 43  # a nurse's contact that is not face to face: note of district_nurse_visit

# id: name, pot, unit, access rank, cost, headroom
SERVICES = {
    "gp": ("General practitioner", "primary", "appointment", 1, "gp_consultation", 0.04),
    "ae": ("A&E department", "primary", "attendance", 4, "ae_attendance_all", 0.05),
    "preassessment": ("Pre-operative assessment", "planned", "attendance", 5, "outpatient_follow_up", 0.06),
    "operation": ("Knee replacement and the stay", "planned", "episode", 6, "knee_replacement", 0.05),
    "operation_complex": ("Knee replacement, high-dependency", "planned", "episode", 6, ("knee_replacement", 1.25), 0.03),
    "surgical_clinic": ("Surgical follow-up clinic", "planned", "attendance", 5, "outpatient_follow_up", 0.05),
    "outreach": ("Hospital outreach physiotherapy", "planned", "visit", 4, "community_rehab_team", 0.05),
    "therapy_triage": ("Community therapy access point", "continuing", "contact", 3, NOT_FACE_TO_FACE, 0.10),
    "home_physio": ("Home physiotherapy", "continuing", "visit", 3, "physiotherapy_adult", 0.06),
    "knee_class": ("Knee class in a gym", "continuing", "attendance", 3, ("physiotherapy_adult", 0.3), 0.10),
    "step_down_bed": ("Step-down bed", "continuing", "week", 5, "care_home_week_nursing", 0.05),
    "intermediate_care": ("Intermediate care at home", "continuing", "contact", 4, "intermediate_care_home", 0.08),
    "reablement": ("Reablement", "continuing", "episode", 4, "reablement_episode", 0.08),
    "district_nurse": ("District nurse: wound care", "continuing", "visit", 3, "district_nurse_visit", 0.08),
}

PROVIDERS = [
    ("practices", "General practices", "general_practice"),
    ("acute_trust", "Acute hospital trust", "nhs_trust"),
    ("independent_hospital", "Independent hospital", "independent", {"income_room": 1.20}),
    ("community_provider", "Community services provider", "social_enterprise", {"income_room": 1.25}),
    ("councils", "Councils", "local_authority"),
    ("nursing_homes", "Nursing homes with step-down beds", "independent", {"income_room": 1.10}),
    ("home_charity", "Home-from-hospital charity", "charity", {"max_income": 150000}),
]

# id, name, episodes per 1,000 registered, weighted list, priority, pathway (see ../data/story.py)
NEEDS = [
    ("knee_fit", "Knee replacement: fit, with help at home", 1.10, "acute", 1, """
     preassessment     | 0.04 | 1.1 | 1 | operation 1 r!
     operation         | 0.05 | 1   |   | outreach 0.10 t, therapy_triage 0.40 t, gp 0.30 s, knee_class 0.20 r
     outreach          | 0.55 | 3   |   | knee_class 1 r
     gp                | 0.10 | 1.3 |   | therapy_triage 1 r
     therapy_triage    | 0.05 | 1   |   | home_physio 0.55 r, knee_class 0.45 r
     home_physio       | 0.70 | 4   |   | knee_class 1 r
     knee_class        | 1    | 6   |   |
     """),
    ("knee_alone", "Knee replacement: needs help with daily life for a while", 0.45, "acute", 1, """
     preassessment     | 0.05 | 1.2 | 1 | operation 1 r!
     operation         | 0.01 | 1   |   | reablement 0.80 t, step_down_bed 0.20 t
     step_down_bed     | 0.05 | 1.5 |   | reablement 1 t
     reablement        | 0.25 | 1   |   | therapy_triage 0.75 r, gp 0.25 s, home_physio 0 r, outreach 0 r
     gp                | 0.05 | 1   |   | therapy_triage 1 r
     outreach          | 0.80 | 5   |   | knee_class 1 r
     therapy_triage    | 0.03 | 1   |   | home_physio 1 r
     home_physio       | 0.80 | 6   |   | knee_class 1 r
     knee_class        | 1    | 6   |   |
     """),
    ("knee_frail", "Knee replacement: several long-term conditions, can go home", 0.25, "acute", 2, """
     preassessment     | 0.10 | 1.6 | 1 | operation_complex 1 r!
     operation_complex | 0.01 | 1   |   | step_down_bed 0.20 t, intermediate_care 0.80 t
     step_down_bed     | 0.10 | 2   |   | intermediate_care 1 t
     intermediate_care | 0.40 | 8   |   | therapy_triage 0.70 r, home_physio 0.30 r
     therapy_triage    | 0.03 | 1   |   | home_physio 1 r
     home_physio       | 0.85 | 7   |   | knee_class 1 r
     knee_class        | 1    | 6   |   |
     """),
    ("knee_bed", "Knee replacement: several long-term conditions, needs a bed first", 0.15, "acute", 2, """
     preassessment     | 0.12 | 1.6 | 1 | operation_complex 1 r!
     operation_complex | 0.01 | 1   |   | step_down_bed 1 t!
     step_down_bed     | 0.15 | 3   |   | intermediate_care 0.55 t, reablement 0.45 t
     intermediate_care | 0.25 | 8   |   | therapy_triage 0.80 r, home_physio 0.20 r
     reablement        | 0.20 | 1   |   | therapy_triage 0.80 r, home_physio 0.20 r
     therapy_triage    | 0.03 | 1   |   | home_physio 1 r
     home_physio       | 0.90 | 7   |   | knee_class 1 r
     knee_class        | 1    | 6   |   |
     """),
    ("knee_trouble", "Stiff, swollen or leaking knee after the operation", 0.70, "acute", 1, """
     gp                | 0.35 | 1.3 | 0.45:0.20:0.70 | district_nurse 0.30 r, surgical_clinic 0.40 r, ae 0.10 s, therapy_triage 0.20 r
     ae                | 0.30 | 1   | 0.30:0.15:0.45 | surgical_clinic 0.80 r, therapy_triage 0.20 r
     district_nurse    | 0.70 | 3   | 0.15:0.10:0.30 | surgical_clinic 1 r
     surgical_clinic   | 0.50 | 1.5 | 0.10:0.05:0.25 | therapy_triage 0.70 r, home_physio 0.30 r
     therapy_triage    | 0.10 | 1   |   | home_physio 1 r
     home_physio       | 1    | 4   |   |
     """),
]
OPERATED = "knee_fit;knee_alone;knee_frail;knee_bed"

# Coordinators: six contacts a person; the charity's visitors: less money, less relief, only for those who need help.
TEAMS = [
    {"id": "coordinators", "provider": "community_provider", "pot": "continuing", "needs": OPERATED, "places": "*",
     "capacity": 700, "unit_cost": 6 * NOT_FACE_TO_FACE, "fixed_cost": 30000, "award": "open", "relief": 0.5},
    {"id": "home_visitors", "provider": "home_charity", "pot": "continuing", "needs": "knee_alone;knee_frail;knee_bed", "places": "*",
     "capacity": 250, "unit_cost": 90, "fixed_cost": 8000, "award": "open", "relief": 0.2},
]

# Exercise and weight classes before the operation: people, pounds each, share who then put the operation off.
CLASS_PEOPLE, CLASS_COST, CLASS_AVERTS = 400, "falls_exercise_course", 0.08


def add_offers(story):
    for service, provider in (("gp", "practices"), ("ae", "acute_trust"), ("operation_complex", "acute_trust"),
                              ("surgical_clinic", "acute_trust"), ("therapy_triage", "community_provider"),
                              ("step_down_bed", "nursing_homes"), ("intermediate_care", "community_provider"),
                              ("reablement", "councils"), ("district_nurse", "community_provider")):
        story.offer(service, provider)
    for service, share in (("preassessment", 0.26), ("operation", 0.32)):
        story.offer(service, "acute_trust", share=1 - share)
        story.offer(service, "independent_hospital", share=share, headroom=0.10)
    # A further outreach therapist: a block of visits, with a salary to pay beyond the visits.
    story.offer("outreach", "acute_trust", block=(2, 0.12, 2))
    # Long roads in Northumberland, short ones in North Tyneside.
    story.offer("home_physio", "community_provider", ["northumberland"], price=1.08, tag="north")
    story.offer("home_physio", "community_provider", ["north_tyneside"], price=0.86, tag="tyne")
    for provider, share in (("community_provider", 0.55), ("acute_trust", 0.30), ("independent_hospital", 0.15)):
        story.offer("knee_class", provider, share=share)
    # Two hospitals would follow their own people home: one more contract for home physiotherapy, to one of them.
    story.offer("home_physio", "acute_trust", share=0.40, price=1.10, fixed=0.20, least=0.5, headroom=0, contest="home_contract")
    story.offer("home_physio", "independent_hospital", share=0.25, price=1.05, fixed=0.20, least=0.5, headroom=0,
                contest="home_contract")


def main():
    story = Story(HERE, "practices-knee-replacement.csv", PLACES, POTS, SERVICES, PROVIDERS, NEEDS, EFFICIENCY)
    add_offers(story)
    spend, _ = story.baseline_spend()
    classes, averted = CLASS_PEOPLE * story.price(CLASS_COST), CLASS_PEOPLE * CLASS_AVERTS
    budgets = {pot: math.ceil(spend[pot] * (1 - EFFICIENCY) / 1000) * 1000 for pot, _ in POTS}
    budgets["public_health"] = math.ceil(classes / 1000) * 1000
    story.write(
        "Knee replacement: a coordinator from admission to home physiotherapy",
        "A year of knee replacements in Northumberland and North Tyneside: when is a coordinator worth the money?",
        ["NHS England, 2024/25 allocations: weighted populations by practice (Open Government Licence v3.0)",
         "NHS England, 2023/25 NHS Payment Scheme: efficiency factor of 1.1% (www.england.nhs.uk/pay-syst/nhs-payment-scheme)",
         "Rates, pathways, headroom, relief and what a team costs are assumptions (README.md)"],
        {"within_provider": 0.5, "across_pots": 1.5}, ["unmet", "burden", "spend"], TEAMS,
        [("knee_classes", "Exercise and weight classes before surgery", "public_health", "*",
          {"knee_fit": [(classes / 2, 0.65 * averted), (classes, averted)]})],
        {("planned", "continuing"): 0.01, ("continuing", "planned"): 0.02, ("primary", "continuing"): 0.10,
         ("public_health", "continuing"): 0.10},
        [{"id": "fair_burden", "type": "max_burden_gap", "limit": 0.15},
         {"id": "trust_keeps_operating", "type": "max_share", "scope": {"service": "operation"},
          "providers": ["independent_hospital"], "of": "contacts", "limit": 0.4}],
        budgets)


if __name__ == "__main__":
    main()
