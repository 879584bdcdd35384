#!/usr/bin/env python3
"""Builds scenario.json and its tables from ../data and the assumptions in this file (the same bytes every time)."""

import sys
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "data"))

from story import Story  # noqa: E402

PLACES = {"E06000027": ("torbay", "Torbay"), "E07000045": ("teignbridge", "Teignbridge"), "E07000044": ("south_hams", "South Hams")}

POTS = [
    ("primary", "First element of care: phone, general practice, ambulance, A&E"),
    ("hospital", "Emergency stays in hospital"),
    ("community", "NHS care at home and in the community"),
    ("social_care", "Adult social care"),
    ("public_health", "Public health"),
]

# (name, pot, unit, access, cost, headroom). What is not a fact is an assumption; so is all headroom.
SERVICES = {
    "phone_advice": ("NHS 111 phone advice", "primary", "call", 1, 15, 0.20),  # middle of the 10-20 often quoted
    "gp": ("General practice", "primary", "appointment", 2, "gp_consultation", 0.04),
    "ambulance_see_treat": ("Ambulance: see and treat", "primary", "incident", 4, "ambulance_see_treat", 0.05),
    "ambulance_convey": ("Ambulance: see and convey", "primary", "incident", 5, "ambulance_see_convey", 0.05),
    "accident_emergency": ("A&E department", "primary", "attendance", 5, "ae_attendance_all", 0.05),
    "short_stay": ("Emergency admission: assessment and the first day", "hospital", "episode", 6, "non_elective_short_stay", 0.05),
    "long_stay": ("Emergency admission: the stay after the first day", "hospital", "episode", 6, 4592, 0.05),  # long less short
    "waiting_stay": ("Days in hospital after being ready to leave", "hospital", "bed day", 6, 562, 0.25),
    "district_nursing": ("District nursing", "community", "visit", 3, "district_nurse_visit", 0.08),
    "community_matron": ("Community matron", "community", "visit", 3, "community_matron_visit", 0.08),
    "specialist_nursing": ("Specialist nurses for heart and lung", "community", "contact", 3, "community_contact_average", 0.08),
    "crisis_response": ("Two-hour crisis response", "community", "contact", 2, "intermediate_care_crisis", 0.15),
    "virtual_ward": ("Virtual ward", "community", "bed day", 4, "virtual_ward_bed_day", 0.25),
    "intermediate_care": ("Intermediate care at home", "community", "contact", 4, "intermediate_care_home", 0.10),
    "rehabilitation": ("Community rehabilitation team", "community", "contact", 4, "community_rehab_team", 0.08),
    "hospice_at_home": ("Hospice at home", "community", "visit", 4, "community_contact_average", 0.10),
    "reablement": ("Reablement", "social_care", "episode", 4, "reablement_episode", 0.05),
    "home_care": ("Home care, 14 hours a week", "social_care", "week", 4, ("home_care_hour", 14), 0.04),
    "care_home": ("Residential care home", "social_care", "week", 6, "care_home_week_residential", 0.05),
    "nursing_home": ("Nursing home", "social_care", "week", 6, "care_home_week_nursing", 0.05),
}

PROVIDERS = [
    ("phone_service", "phone advice social enterprise", "social_enterprise", {"income_room": 1.25}),
    ("practices", "general practices of Torbay and South Devon", "general_practice"),
    ("ambulance", "ambulance trust", "nhs_trust"),
    ("hospital", "hospital trust", "nhs_trust"),
    ("community_enterprise", "community care social enterprise", "social_enterprise", {"income_room": 1.15}),
    ("council_torbay", "council of Torbay", "local_authority"),
    ("council_county", "county council, for Teignbridge and South Hams", "local_authority"),
    ("home_care_agencies", "home care agencies", "independent", {"income_room": 1.25}),
    ("care_charity", "charity for care of older people", "charity", {"income_room": 1.30}),
    ("care_homes", "care homes", "independent", {"income_room": 1.15}),
    ("hospice", "hospice", "charity", {"income_room": 1.15}),
]

# A virtual ward sorts out ten points more than the hospital stay it takes the place of, not more: who leaves a ward bed needs much the same
# care after. Where a stop can lead to several others they are alternatives for the same people; what depends on how ill
# someone is stands in sequence. Alternatives with share 0 exist, and nobody goes that way today.
NEEDS = [
    ("frailty", "Crisis of a frail older person", 62, "community", 3, """
     phone_advice        | 0.08 | 1   | 0.12:0.05:0.25 | gp 0.45 s, ambulance_convey 0.28 t, crisis_response 0.27 r
     gp                  | 0.60 | 2.6 | 0.24:0.15:0.35 | community_matron 0.2 r, district_nursing 0.3 r, crisis_response 0.12 r, accident_emergency 0.19 r, short_stay 0.19 r
     district_nursing    | 0.85 | 9   | 0.08:0.05:0.14 | crisis_response 0.5 r!, ambulance_convey 0.5 t
     community_matron    | 0.80 | 5   | 0.02:0.01:0.05 | crisis_response 0.6 r!, ambulance_convey 0.4 t
     crisis_response     | 0.78 | 4   | 0.03:0.02:0.10 | virtual_ward 0.2 t!, intermediate_care 0.4 t!, ambulance_convey 0.4 t
     ambulance_see_treat | 0.60 | 1   | 0.20:0.12:0.28 | gp 0.6 s, crisis_response 0.2 r, district_nursing 0.2 r
     ambulance_convey    | 0.01 | 1   | 0.21:0.12:0.26 | accident_emergency 0.88 t!, short_stay 0.12 t!
     accident_emergency  | 0.20 | 1   | 0.10:0.06:0.13 | short_stay 0.96 t!, virtual_ward 0.04 t!
     short_stay          | 0.30 | 1   |      | long_stay 0.95 t!, virtual_ward 0.05 t!
     long_stay           | 0.40 | 1   |      | intermediate_care 0.53 t!, reablement 0.22 t!, waiting_stay 0.25 t
     waiting_stay        | 0.10 | 12  |      | home_care 0.6 t!, care_home 0.4 t
     virtual_ward        | 0.50 | 7   |      | intermediate_care 0.7 t!, reablement 0.3 t!
     intermediate_care   | 0.60 | 10  |      | home_care 1 t!
     reablement          | reablement_home_at_91_days | 1 | | home_care 1 t!
     home_care           | 0.75 | 12  |      | care_home 1 t!
     care_home           | 0.60 | 20  |      | nursing_home 1 t!
     nursing_home        | 1    | 20  |      |
     """),
    ("fall_injury", "Fall of an older person, broken hip included", 44, "community", 4, """
     phone_advice        | 0.08 | 1   | 0.06:0.04:0.10 | gp 0.50 s, ambulance_convey 0.25 t, accident_emergency 0.25 s
     gp                  | 0.75 | 1.2 | 0.15:0.10:0.20 | accident_emergency 1 r!
     crisis_response     | 0.85 | 2   | 0.03:0.02:0.08 | accident_emergency 1 t!
     ambulance_see_treat | 0.72 | 1   | 0.28:0.20:0.34 | crisis_response 0.4 r, gp 0.6 s
     ambulance_convey    | 0.01 | 1   | 0.28:0.22:0.30 | accident_emergency 1 t!
     accident_emergency  | 0.58 | 1   | 0.20:0.15:0.24 | short_stay 1 t!
     short_stay          | 0.32 | 1   |      | long_stay 1 t!
     long_stay           | 0.20 | 1   |      | rehabilitation 0.42 t!, intermediate_care 0.26 t!, reablement 0.15 t!, waiting_stay 0.17 t
     waiting_stay        | 0.10 | 12  |      | home_care 0.6 t!, nursing_home 0.4 t
     rehabilitation      | 0.70 | 8   |      | home_care 1 t!
     intermediate_care   | 0.70 | 10  |      | home_care 1 t!
     reablement          | reablement_home_at_91_days | 1 | | home_care 1 t!
     home_care           | 0.70 | 12  |      | nursing_home 1 t!
     nursing_home        | 1    | 20  |      |
     """),
    ("lung_flare", "Flare-up of chronic lung disease", 20, "prescribing", 3, """
     phone_advice        | 0.10 | 1   | 0.20:0.12:0.30 | gp 0.5 s, ambulance_convey 0.3 t, accident_emergency 0.1 s, specialist_nursing 0.1 r
     gp                  | 0.70 | 2   | 0.35:0.25:0.45 | accident_emergency 0.45 r, specialist_nursing 0.35 r, virtual_ward 0 t, crisis_response 0.20 r
     specialist_nursing  | 0.80 | 4   | 0.05:0.04:0.12 | virtual_ward 0.3 t!, accident_emergency 0.7 t
     ambulance_see_treat | 0.65 | 1   | 0.10:0.06:0.14 | gp 0.75 s, crisis_response 0.25 r
     crisis_response     | 0.80 | 3   |      | virtual_ward 0.3 t!, accident_emergency 0.7 t
     ambulance_convey    | 0.01 | 1   | 0.18:0.12:0.22 | accident_emergency 1 t!
     accident_emergency  | 0.42 | 1   | 0.12:0.08:0.15 | short_stay 0.96 t!, virtual_ward 0.04 t!
     short_stay          | 0.45 | 1   |      | long_stay 0.90 t!, virtual_ward 0.10 t!
     long_stay           | 0.55 | 1   |      | rehabilitation 0.64 t!, reablement 0.14 t!, waiting_stay 0.22 t
     waiting_stay        | 0.25 | 10  |      | home_care 1 t!
     virtual_ward        | 0.65 | 7   |      | rehabilitation 1 t!
     rehabilitation      | 0.92 | 8   |      | home_care 1 t!
     reablement          | reablement_home_at_91_days | 1 | | home_care 1 t!
     home_care           | 1    | 12  |      |
     """),
    ("heart_failure", "Heart failure getting worse", 9, "acute", 3, """
     phone_advice        | 0.08 | 1   | 0.15:0.10:0.22 | gp 0.55 s, ambulance_convey 0.30 t, accident_emergency 0.15 s
     gp                  | 0.65 | 2.4 | 0.38:0.28:0.48 | accident_emergency 0.5 r, specialist_nursing 0.4 r, virtual_ward 0.1 t
     specialist_nursing  | 0.82 | 6   | 0.07:0.05:0.15 | virtual_ward 0.3 t!, accident_emergency 0.7 t
     ambulance_convey    | 0.01 | 1   | 0.25:0.16:0.30 | accident_emergency 1 t!
     accident_emergency  | 0.25 | 1   | 0.15:0.10:0.18 | short_stay 0.96 t!, virtual_ward 0.04 t!
     short_stay          | 0.40 | 1   |      | long_stay 0.92 t!, virtual_ward 0.08 t!
     long_stay           | 0.50 | 1   |      | rehabilitation 0.66 t!, reablement 0.14 t!, waiting_stay 0.20 t
     waiting_stay        | 0.20 | 10  |      | home_care 1 t!
     virtual_ward        | 0.60 | 8   |      | rehabilitation 1 t!
     rehabilitation      | 0.90 | 8   |      | home_care 1 t!
     reablement          | reablement_home_at_91_days | 1 | | home_care 1 t!
     home_care           | 1    | 12  |      |
     """),
    ("infection", "Chest, urinary or skin infection of an older person", 24, "community", 4, """
     phone_advice        | 0.12 | 1   | 0.20:0.14:0.28 | gp 0.4 s, ambulance_convey 0.4 t!, accident_emergency 0.2 s
     gp                  | 0.68 | 1.3 | 0.34:0.26:0.42 | accident_emergency 0.45 r!, short_stay 0.35 r!, crisis_response 0.20 r!
     crisis_response     | 0.78 | 3   | 0.03:0.02:0.10 | virtual_ward 0.4 t!, short_stay 0.6 t!
     ambulance_see_treat | 0.60 | 1   | 0.08:0.05:0.12 | gp 0.8 s, crisis_response 0.2 r
     ambulance_convey    | 0.01 | 1   | 0.20:0.14:0.24 | accident_emergency 0.92 t!, short_stay 0.08 t!
     accident_emergency  | 0.22 | 1   | 0.15:0.10:0.18 | short_stay 0.95 t!, virtual_ward 0.05 t!
     short_stay          | 0.38 | 1   |      | long_stay 0.95 t!, virtual_ward 0.05 t!
     long_stay           | 0.60 | 1   |      | intermediate_care 0.60 t!, reablement 0.20 t!, waiting_stay 0.20 t
     waiting_stay        | 0.15 | 10  |      | home_care 0.7 t!, care_home 0.3 t
     virtual_ward        | 0.70 | 6   |      | district_nursing 1 t!
     district_nursing    | 1    | 7   |      |
     intermediate_care   | 0.75 | 10  |      | home_care 1 t!
     reablement          | reablement_home_at_91_days | 1 | | home_care 1 t!
     home_care           | 0.80 | 12  |      | care_home 1 t!
     care_home           | 1    | 20  |      |
     """),
    ("stroke_recovery", "Recovery after a stroke", 2.2, "acute", 4, """
     long_stay           | 0.20 | 1   | 1    | rehabilitation 0.60 t!, reablement 0.25 t!, waiting_stay 0.15 t
     waiting_stay        | 0.05 | 14  |      | rehabilitation 0.5 t!, nursing_home 0.5 t
     rehabilitation      | 0.60 | 14  |      | home_care 1 t!
     reablement          | 0.60 | 1   |      | home_care 1 t!
     home_care           | 0.70 | 30  |      | nursing_home 1 t!
     nursing_home        | 1    | 30  |      |
     """),
    ("care_and_support", "Long-term help with daily life, dementia included", 14.9, "community", 3, """
     gp                  | 0.20 | 3   | 0.25:0.20:0.30 | reablement 0.2 r!, home_care 0.8 r!
     reablement          | 0.60 | 1   | 0.08:0.06:0.20 | home_care 1 t!
     home_care           | 0.70 | 28  | 0.47:0.35:0.52 | care_home 1 t!
     care_home           | 0.62 | 30  | 0.20:0.14:0.20 | nursing_home 1 t!
     nursing_home        | 1    | 30  |      |
     """),
    ("leg_ulcer", "Leg ulcer or other wound of long standing", 18, "community", 1, """
     gp                  | 0.30 | 2   | 0.45:0.30:0.55 | district_nursing 1 r
     district_nursing    | 0.94 | 14  | 0.55:0.45:0.70 | short_stay 1 t!
     short_stay          | 1    | 1   |      |
     """),
    ("end_of_life", "Last months of life", 9, "community", 4, """
     gp                  | 0.25 | 3   | 0.35:0.28:0.42 | district_nursing 0.4 r!, hospice_at_home 0.2 r!, ambulance_convey 0.4 t
     district_nursing    | 0.60 | 12  | 0.30:0.24:0.38 | hospice_at_home 0.3 r!, ambulance_convey 0.7 t
     ambulance_convey    | 0.01 | 1   | 0.25:0.15:0.28 | accident_emergency 1 t!
     hospice_at_home     | 1    | 11  | 0.10:0.08:0.16 |
     accident_emergency  | 0.10 | 1   |      | short_stay 1 t!
     short_stay          | 0.30 | 1   |      | long_stay 0.8 t!, hospice_at_home 0.05 t!, waiting_stay 0.15 t
     long_stay           | 0.55 | 1   |      | hospice_at_home 0.4 t!, nursing_home 0.3 t!, waiting_stay 0.3 t
     waiting_stay        | 0.50 | 8   |      | nursing_home 1 t!
     nursing_home        | 1    | 8   |      |
     """),
]

COUNTY = ["teignbridge", "south_hams"]


def add_offers(s):
    s.offer("phone_advice", "phone_service")
    s.offer("gp", "practices", "each", tag="{place}")
    for service in ("ambulance_see_treat", "ambulance_convey"):
        s.offer(service, "ambulance")
    for service in ("accident_emergency", "short_stay", "long_stay", "waiting_stay", "specialist_nursing"):
        s.offer(service, "hospital")
    # The hospital trust also runs community care in Torbay; a social enterprise does in the two county districts.
    for service in ("district_nursing", "community_matron", "intermediate_care", "rehabilitation"):
        s.offer(service, "hospital", ["torbay"], tag="torbay")
        s.offer(service, "community_enterprise", COUNTY, tag="county", price=0.98)
    # What can grow, in blocks: part of today's contacts, and what a block costs whether used or not, as part of its value.
    s.offer("crisis_response", "hospital", ["torbay"], tag="torbay", block=(0.20, 0.15, 3))
    s.offer("crisis_response", "community_enterprise", COUNTY, tag="county", price=0.98, block=(0.20, 0.15, 3))
    s.offer("virtual_ward", "hospital", block=(0.50, 0.15, 3))
    s.offer("reablement", "council_torbay", ["torbay"], tag="torbay", block=(0.20, 0.15, 3))
    s.offer("reablement", "council_county", COUNTY, tag="county", block=(0.20, 0.15, 3))
    s.offer("home_care", "home_care_agencies", share=0.85, tag="agencies", block=(0.05, 0.05, 2))
    s.offer("home_care", "care_charity", share=0.15, tag="charity", price=0.97)
    # One lot of evening and night home care is let: enough for a twelfth of today's weeks, with a fixed part for the rounds.
    s.offer("home_care", "home_care_agencies", share=1 / 12, tag="rounds_agencies", headroom=0, price=0.98, fixed=0.06, least=0.4, contest="night_rounds")
    s.offer("home_care", "care_charity", share=1 / 12, tag="rounds_charity", headroom=0, price=0.97, fixed=0.08, least=0.4, contest="night_rounds")
    s.offer("care_home", "care_homes")
    s.offer("nursing_home", "care_homes")
    s.offer("hospice_at_home", "hospice", block=(0.20, 0.10, 2))


def teams(s):
    """Relief by care home support is the fall in emergency use of the facts table; the others are assumptions."""
    def episodes(*needs):
        return sum(d for (_, n), d in s.demand.items() if n in needs)
    matron = s.facts.price("community_matron_visit")
    support = s.facts.value("effect", "care_home_support_emergency_drop")
    return [
        {"id": "frailty_team", "provider": "hospital", "pot": "community", "needs": "frailty;fall_injury", "places": "*",
         "capacity": round(episodes("frailty", "fall_injury") * 0.15), "unit_cost": round(4 * matron, 2), "fixed_cost": 60000, "award": "open", "relief": 0.20},
        {"id": "care_home_support", "provider": "care_charity", "pot": "social_care", "needs": "care_and_support;end_of_life", "places": "*",
         "capacity": round(episodes("care_and_support", "end_of_life") * 0.15), "unit_cost": round(3 * matron, 2), "fixed_cost": 40000, "award": "open",
         "relief": support},
    ]


def programmes(s):
    """Falls exercise: 10 people per 1,000 at most; half of the high end of 0.5-10%, times an assumed injury a year each."""
    reach = s.registered / 1000 * 10
    cost, drop = s.facts.price("falls_exercise_course"), s.facts.value("effect", "falls_programme_admissions_drop_high") / 2
    curve = [(reach * cost * x, reach * drop * y) for x, y in ((1 / 3, 1 / 2), (2 / 3, 5 / 6), (1, 1))]
    return [("falls_exercise", "Strength and balance classes", "public_health", "*", {"fall_injury": curve})]


# Money that may be pooled. Each year the Better Care Fund of England (9.2bn) pools NHS and council money: this area's share by
# people is the limit between each NHS pot for older people's care and social care; the others are 0.5% of the giving pot.
ENGLAND = 57690323


def virement(s):
    better_care = s.facts.value("budget", "better_care_fund_pooled") * s.registered / ENGLAND
    mandatory = 6.4e9 * s.registered / ENGLAND
    extra = better_care - mandatory
    return {("hospital", "social_care"): extra / 2, ("community", "social_care"): extra / 2, ("social_care", "community"): extra / 2,
            ("hospital", "community"): 0.005, ("primary", "community"): 0.005, ("hospital", "public_health"): 0.001}


def main():
    s = Story(HERE, "practices-torbay-and-south-devon.csv", PLACES, POTS, SERVICES, PROVIDERS, NEEDS, efficiency=0.011)
    add_offers(s)
    falls = programmes(s)
    s.write(
        name="Home first",
        description="Torbay, Teignbridge and South Hams: nine needs of older people and people with long-term conditions, over health and "
                    "social care in five pots. What does it cost when hospital, community and social care may not pay for each other?",
        sources=["NHS England, 2024/25 allocations: weighted populations by practice (Open Government Licence v3.0)",
                 "NHS England, 2025: a night in an acute bed costs 562 pounds; 13,032 people a night ready to leave (September 2025, as reported by the press)",
                 "NHS Payment Scheme 2023/25: efficiency factor 1.1% (www.england.nhs.uk/pay-syst/nhs-payment-scheme)"],
        handover={"within_provider": 0.5, "across_pots": 1.5}, objective=["unmet", "burden", "spend"],
        teams=teams(s), programmes=falls, virement=virement(s),
        budgets={"public_health": s.registered / 1000 * 10 * s.facts.price("falls_exercise_course") / 2},  # half of the classes (assumption)
        rules=[{"id": "no_single_home_carer", "type": "max_share", "scope": {"service": "home_care"}, "of": "spend", "limit": 0.95},
               {"id": "hospice_not_squeezed", "type": "min_spend", "scope": {"service": "hospice_at_home"}, "limit": 500000}])


if __name__ == "__main__":
    main()
