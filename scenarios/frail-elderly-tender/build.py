"""Builds the tables and overlays of the frail elderly tender: `python3 build.py`. Standard library only; the same bytes every time.

A cost written as a name is an item of ../data/facts.csv. Every other number is an assumption; README.md says which matter.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "data"))
from story import Story  # noqa: E402
from tender import Tender, write_overlays  # noqa: E402

PLACES = {"E06000032": ("luton", "Luton")}
POTS = [("primary", "First element of care"), ("continuing", "Continuing health and social care"), ("planned", "Planned care"),
        ("public_health", "Prevention")]
# The efficiency factor of the 2023/25 NHS Payment Scheme (www.england.nhs.uk/pay-syst/nhs-payment-scheme), asked of every pot.
EFFICIENCY = 0.011

# The parts as commissioned today. id: name, pot, unit, access rank, cost, headroom
PARTS = {
    "phone_advice": ("NHS 111", "primary", "call", 1, 15, 0.20),
    "gp": ("General practitioner", "primary", "appointment", 2, "gp_consultation", 0.04),
    "ambulance": ("Ambulance: see and treat", "primary", "incident", 4, "ambulance_see_treat", 0.05),
    "ae": ("A&E department", "primary", "attendance", 4, "ae_attendance_all", 0.05),
    "matron": ("Community matron", "continuing", "visit", 3, "community_matron_visit", 0.10),
    "district_nurse": ("District nursing", "continuing", "visit", 3, "district_nurse_visit", 0.10),
    "crisis_response": ("Two-hour crisis response", "continuing", "contact", 3, "intermediate_care_crisis", 0.15),
    "hospice_at_home": ("Hospice at home", "continuing", "visit", 3, "community_contact_average", 0.10),
    "short_stay": ("Emergency stay: the first day", "continuing", "episode", 5, "non_elective_short_stay", 0.05),
    # the first day and the rest together cost non_elective_long_stay
    "long_stay": ("Emergency stay after the first day", "continuing", "episode", 6, 5417 - 825, 0.05),
    "intermediate_care": ("Intermediate care at home", "continuing", "contact", 4, "intermediate_care_home", 0.10),
    "reablement": ("Reablement", "continuing", "episode", 4, "reablement_episode", 0.10),
    "geriatric_clinic": ("Clinic for older people", "planned", "attendance", 5, "outpatient_first", 0.05),
}
HOLDERS = {"phone_advice": "phone_firm", "gp": "practices", "ambulance": "ambulance_trust", "matron": "community_provider",
           "district_nurse": "community_provider", "crisis_response": "community_provider", "hospice_at_home": "hospice",
           "intermediate_care": "community_provider", "reablement": "council"}  # the rest: the acute trust

# Bidders for the whole pathway: room for a part of the people, fewer stays in hospital, management (and the firm's margin) on
# top of the cost of care, and who holds the stay and the care after it (see ../data/tender.py).
BIDDERS = {
    "acute": {"name": "hospital-led", "provider": "acute_trust", "places": 0.92, "fewer": 0.00, "overhead": 0.02,
              "stay": "acute_trust", "home": "acute_trust"},
    "community": {"name": "community-led", "provider": "community_provider", "places": 0.88, "fewer": 0.05, "overhead": 0.04,
                  "stay": "acute_trust", "home": "community_provider"},
    "firm": {"name": "firm-led", "provider": "care_firm", "places": 0.80, "fewer": 0.10, "overhead": 0.07,
             "stay": "acute_trust", "home": "care_firm"},
    "consortium": {"name": "consortium-led", "provider": "consortium", "places": 0.95, "fewer": 0.08, "overhead": 0.05,
                   "stay": "consortium", "home": "consortium"},
}
PROVIDERS = [
    ("phone_firm", "NHS 111 provider", "independent"),
    ("practices", "General practices of Luton", "general_practice"),
    ("ambulance_trust", "Ambulance trust", "nhs_trust"),
    ("acute_trust", "Acute hospital trust", "nhs_trust"),
    ("community_provider", "Community services provider", "nhs_trust"),
    ("hospice", "Hospice", "charity", {"income_room": 1.10}),
    ("council", "Council", "local_authority"),
    ("care_firm", "Independent care firm", "independent", {"max_income": 40000000}),
    ("consortium", "Consortium of practices, trusts and charities", "social_enterprise"),
]

# id, name, episodes per 1,000 registered, weighted list, priority, pathway of the parts (see ../data/story.py)
NEEDS = [
    ("frail_crisis", "Crisis of a frail older person", 48, "community", 3, """
     phone_advice      | 0.10 | 1   | 0.20:0.05:0.45 | gp 0.35 s, ambulance 0.35 s, crisis_response 0.20 s, ae 0.10 s
     gp                | 0.35 | 1.5 | 0.40:0.15:0.60 | matron 0.25 r, crisis_response 0.25 r, ae 0.50 r
     ambulance         | 0.30 | 1   | 0.20:0.10:0.35 | ae 0.80 t, crisis_response 0.20 t
     matron            | 0.55 | 2   |                | crisis_response 0.50 r, short_stay 0.50 t
     crisis_response   | 0.65 | 3   |                | short_stay 0.70 t!, ae 0.30 t
     ae                | 0.35 | 1   | 0.20:0.08:0.40 | short_stay 1 t!
     short_stay        | 0.35 | 1   |                | long_stay 1 t!
     long_stay         | 0.30 | 1   |                | intermediate_care 0.60 t, reablement 0.40 t
     intermediate_care | 0.70 | 6   |                | district_nurse 1 r
     reablement        | reablement_home_at_91_days | 1   |                | district_nurse 1 r
     district_nurse    | 1    | 8   |                |
     """),
    ("fall", "Fall of an older person", 40, "community", 4, """
     phone_advice      | 0.10 | 1   | 0.15:0.05:0.35 | gp 0.20 s, ambulance 0.65 s, ae 0.15 s
     gp                | 0.45 | 1.2 | 0.20:0.10:0.35 | crisis_response 0.25 r, geriatric_clinic 0.40 r, ae 0.35 r
     ambulance         | 0.35 | 1   | 0.35:0.20:0.45 | ae 0.85 t, crisis_response 0.15 t
     crisis_response   | 0.75 | 2   |                | ae 1 t!
     ae                | 0.55 | 1   | 0.30:0.15:0.45 | short_stay 1 t!
     short_stay        | 0.40 | 1   |                | long_stay 1 t!
     long_stay         | 0.20 | 1   |                | intermediate_care 0.50 t, reablement 0.50 t
     geriatric_clinic  | 0.70 | 1.5 |                | intermediate_care 1 r
     intermediate_care | 0.75 | 6   |                | district_nurse 1 r
     reablement        | reablement_home_at_91_days | 1   |                | district_nurse 1 r
     district_nurse    | 1    | 6   |                |
     """),
    ("growing_frail", "Growing frail: review before there is a crisis", 30, "community", 1, """
     gp                | 0.30 | 2   | 0.80:0.40:0.90 | matron 0.35 r, geriatric_clinic 0.45 r, district_nurse 0.20 r
     ae                | 0.20 | 1   | 0.10:0.03:0.20 | geriatric_clinic 0.60 r, matron 0.40 r
     matron            | 0.60 | 3   | 0.10:0.05:0.20 | district_nurse 0.60 r, geriatric_clinic 0.40 r
     geriatric_clinic  | 0.55 | 1.5 |                | district_nurse 1 r
     district_nurse    | 1    | 5   |                |
     """),
    ("care_home", "Sudden illness in a care home", 6, "community", 3, """
     phone_advice      | 0.10 | 1   | 0.25:0.10:0.45 | gp 0.40 s, ambulance 0.60 s
     gp                | 0.50 | 1.3 | 0.40:0.20:0.60 | crisis_response 0.40 r, ae 0.60 r
     ambulance         | 0.25 | 1   | 0.35:0.15:0.45 | ae 1 t
     crisis_response   | 0.65 | 3   |                | ae 1 t!
     ae                | 0.25 | 1   |                | short_stay 1 t!
     short_stay        | 0.40 | 1   |                | long_stay 1 t!
     long_stay         | 0.40 | 1   |                | district_nurse 1 t
     district_nurse    | 1    | 4   |                |
     """),
    ("last_year", "Last year of life", 7, "community", 4, """
     gp                | 0.10 | 3   | 0.60:0.40:0.80 | hospice_at_home 0.35 r, district_nurse 0.35 r, ae 0.30 r
     ambulance         | 0.05 | 1   | 0.25:0.10:0.30 | ae 1 t
     ae                | 0.15 | 1   | 0.15:0.05:0.20 | short_stay 1 t!
     short_stay        | 0.25 | 1   |                | long_stay 1 t!
     long_stay         | 0.45 | 1   |                | hospice_at_home 0.50 t, district_nurse 0.50 t
     district_nurse    | 0.50 | 14  |                | hospice_at_home 1 r
     hospice_at_home   | 1    | 8   |                |
     """),
]
# Doors of today that pass people into a whole pathway.
FEEDERS = {"phone_advice": "s", "gp": "r", "ambulance": "t", "ae": "t"}
OWN_DOOR = "0:0:0.75"  # a whole pathway has a phone number of its own; habit keeps a quarter of the people at other doors
DOOR_COST = 43         # a contact there that is not face to face: note of district_nurse_visit
STAY_RESOLVES = 0.35   # share of the people in a stay who need no care after it
WORDS = {"pathway": "Whole pathway", "stay": "Stay in it", "home": "Home again"}

# Falls exercise: people on a course, falls a year each of them would have that call for help, share of them averted.
COURSES, FALLS_EACH, FALLS_AVERTED = 1200, 0.4, "falls_programme_falls_drop_low"
# The answer without a tender: coordinators beside the parts. A matron's visit and three contacts that are not face to face.
COORDINATORS = {"id": "coordinators", "provider": "community_provider", "pot": "continuing", "needs": "*", "places": "*",
                "capacity": 8000, "unit_cost": 145 + 3 * 43, "fixed_cost": 150000, "award": "open", "relief": 0.5}


def main():
    tender = Tender("continuing", PARTS, BIDDERS, NEEDS, (), "primary", FEEDERS, OWN_DOOR, DOOR_COST,
                    ("short_stay", "long_stay"), ("short_stay",), STAY_RESOLVES, WORDS)
    story = Story(HERE, "practices-frail-elderly-tender.csv", PLACES, POTS, tender.services(), PROVIDERS, tender.needs(),
                  EFFICIENCY)
    for service in PARTS:
        story.offer(service, HOLDERS.get(service, "acute_trust"))
    tender.add_bids(story)
    courses = COURSES * story.price("falls_exercise_course")
    averted = COURSES * FALLS_EACH * story.facts.share(FALLS_AVERTED)
    budgets = {"public_health": round(courses + 500, -3)}
    story.write(
        "Frail older people of Luton: one winner or the parts?",
        "A whole pathway for a fixed sum to one of four bidders, or commissioning by parts.",
        ["NHS England, 2024/25 allocations: weighted populations by practice (Open Government Licence v3.0)",
         "NHS England, 2023/25 NHS Payment Scheme: efficiency factor of 1.1% (www.england.nhs.uk/pay-syst/nhs-payment-scheme)",
         "National Audit Office, Investigation into the collapse of the UnitingCare Partnership contract (HC 512, 14 July 2016)",
         "Peterborough Today, 14 July 2016: the partnership asked for 21% more than the price of the first year",
         "HSJ 5077899, 2014: a trust that loses a service can remove 75% of its direct costs at first",
         "Rates, pathways, headroom and what the bidders promise are assumptions (README.md)"],
        {"within_provider": 0.5, "across_pots": 1.5}, ["unmet", "burden", "spend"],
        programmes=[("falls_exercise", "Falls exercise courses", "public_health", "*",
                     {"fall": [(courses / 2, 0.65 * averted), (courses, averted)]})],
        virement={("primary", "continuing"): 0.02, ("continuing", "primary"): 0.01, ("planned", "continuing"): 0.05,
                  ("continuing", "planned"): 0.01, ("public_health", "continuing"): 0.10},
        budgets=budgets)
    overlays = tender.overlays(story, ("short_stay_acute_trust", "long_stay_acute_trust"))
    overlays["conflict"] = {"providers": [{"id": "consortium", "commissions": ["continuing"]}]}
    overlays["coordinators"] = {"teams": [COORDINATORS]}
    write_overlays(HERE, overlays)


if __name__ == "__main__":
    main()
