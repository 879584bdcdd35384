#!/usr/bin/env python3
"""Builds scenario.json, its tables and the overlays from ../data and the assumptions in this file (the same bytes every time)."""

import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "data"))

from story import Story  # noqa: E402

PLACES = {"E08000002": ("bury", "Bury"), "E08000004": ("oldham", "Oldham"), "E08000005": ("rochdale", "Rochdale"), "E08000006": ("salford", "Salford")}

POTS = [
    ("primary", "First element of care: phone advice to A&E"),
    ("continuing", "Continuing health and social care, emergency stays included"),
    ("planned", "Planned hospital care"),
    ("public_health", "Prevention and public health services"),
]

# (name, pot, unit, access, cost, headroom). What is not a fact is an assumption; so is all headroom.
SERVICES = {
    "phone_advice": ("NHS 111 phone advice", "primary", "call", 1, 15, 0.20),  # middle of the 10-20 often quoted
    "pharmacy_first": ("Community pharmacy: Pharmacy First", "primary", "consultation", 1, "pharmacy_first", 0.50),
    "practice_team": ("Nurses and other staff of general practice", "primary", "appointment", 2, 17, 0.05),  # nurse 10, others 24
    "gp": ("General practitioner", "primary", "appointment", 2, "gp_consultation", 0.04),
    "urgent_treatment": ("Urgent treatment centre", "primary", "attendance", 3, "minor_injury_or_urgent_care_centre", 0.05),
    "ambulance_see_treat": ("Ambulance: see and treat", "primary", "incident", 4, "ambulance_see_treat", 0.05),
    "ambulance_convey": ("Ambulance: see and convey", "primary", "incident", 5, "ambulance_see_convey", 0.05),
    "accident_emergency": ("A&E department", "primary", "attendance", 5, "ae_attendance_all", 0.05),
    "district_nursing": ("District nursing", "continuing", "visit", 3, "district_nurse_visit", 0.08),
    "crisis_response": ("Two-hour crisis response", "continuing", "contact", 2, "intermediate_care_crisis", 0.15),
    "intermediate_care": ("Intermediate care at home", "continuing", "contact", 4, "intermediate_care_home", 0.10),
    "rehabilitation": ("Community rehabilitation team", "continuing", "contact", 4, "community_rehab_team", 0.08),
    "virtual_ward": ("Virtual ward", "continuing", "bed day", 4, "virtual_ward_bed_day", 0.25),
    "reablement": ("Reablement", "continuing", "episode", 4, "reablement_episode", 0.10),
    "home_care": ("Home care, 14 hours a week", "continuing", "week", 4, ("home_care_hour", 14), 0.06),
    "talking_therapies": ("Talking therapies", "continuing", "contact", 3, "talking_therapy_contact", 0.08),
    "emergency_short_stay": ("Emergency admission: assessment and the first day", "continuing", "episode", 6, "non_elective_short_stay", 0.05),
    "emergency_long_stay": ("Emergency admission: the stay after the first day", "continuing", "episode", 6, 4592, 0.05),  # long less short
    "outpatient": ("Outpatients", "planned", "attendance", 5, "outpatient_follow_up", 0.05),
    "day_case": ("Day case", "planned", "episode", 6, "day_case", 0.05),
    "stop_smoking": ("Stop smoking service", "public_health", "quit date", 2, 505.44, 0.15),  # quitter times quits per quit date
    "drug_alcohol": ("Drug and alcohol treatment", "public_health", "contact", 3, "substance_misuse_contact", 0.08),
    "sexual_health": ("Sexual health clinic", "public_health", "consultation", 3, "sexual_health_consultation", 0.08),
    "health_visiting": ("Health visiting", "public_health", "contact", 2, "community_contact_average", 0.06),
}

PROVIDERS = [
    # The three that buy as well: the trust leads an integrated care organisation that holds the continuing pot (in Salford a hospital trust has led
    # health and social care for adults since 2016), the federation hosts the primary pot for the practices, and councils hold public health.
    ("hospital_trust", "hospital trust, lead of the integrated care organisation", "nhs_trust", {"commissions": "continuing"}),
    ("federation", "federation of practices", "social_enterprise", {"commissions": "primary"}),
    *((f"council_{p}", f"council of {n}", "local_authority", {"commissions": "public_health"}) for p, n in PLACES.values()),
    *((f"practices_{p}", f"general practices of {n}", "general_practice") for p, n in PLACES.values()),
    *((f"pharmacies_{p}", f"pharmacies of {n}", "pharmacy") for p, n in PLACES.values()),
    ("phone_service", "phone advice social enterprise", "social_enterprise"),
    ("ambulance", "ambulance trust", "nhs_trust"),
    ("community_enterprise", "community nursing social enterprise", "social_enterprise", {"max_income": 32000000}),
    ("mental_health_trust", "mental health trust", "nhs_trust"),
    ("urgent_care_company", "independent urgent care company", "independent", {"max_income": 9000000}),
    ("home_care_agencies", "home care agencies", "independent", {"income_room": 1.15}),
    ("care_charity", "charity for care of older people", "charity", {"max_income": 16000000}),
    ("rehabilitation_company", "independent rehabilitation company", "independent", {"max_income": 6000000}),
    ("addiction_charity", "drug and alcohol charity", "charity", {"max_income": 18000000}),
    ("health_charity", "stop smoking and sexual health charity", "charity", {"max_income": 12000000}),
]

NEEDS = [
    ("minor_illness", "Minor illness: cough, sore throat, earache, urinary infection", 960, "primary", 1, """
     phone_advice         | 0.17 | 1    | 0.175:0.12:0.24 | gp 0.46 s, practice_team 0.15 s, pharmacy_first 0.16 s, urgent_treatment 0.12 s, accident_emergency 0.06 s, ambulance_see_treat 0.05 s
     pharmacy_first       | pharmacy_first_resolved | 1 | 0.036:0.02:0.08 | gp 1 s
     practice_team        | 0.78 | 1    | 0.315:0.24:0.38 | gp 1 r
     gp                   | 0.99 | 1.15 | 0.35:0.27:0.40 | emergency_short_stay 1 r!
     urgent_treatment     | 0.93 | 1    | 0.07:0.05:0.10 | gp 0.8 s, accident_emergency 0.2 s
     ambulance_see_treat  | 0.80 | 1    | 0.004:0.002:0.005 | gp 0.8 s, urgent_treatment 0.2 s
     accident_emergency   | 0.88 | 1    | 0.05:0.03:0.06 | gp 1 s
     emergency_short_stay | 1    | 1    |      |
     """),
    ("minor_injury", "Minor injury: sprain, cut, simple fracture", 135, "acute", 1, """
     phone_advice         | 0.14 | 1    | 0.10:0.07:0.15 | urgent_treatment 0.50 s, gp 0.34 s, accident_emergency 0.16 s
     practice_team        | 0.85 | 1    | 0.06:0.04:0.08 | urgent_treatment 1 s
     gp                   | 0.80 | 1    | 0.10:0.07:0.12 | urgent_treatment 0.6 s, accident_emergency 0.4 s
     urgent_treatment     | 0.90 | 1    | 0.38:0.28:0.52 | outpatient 0.7 r!, accident_emergency 0.3 t!
     accident_emergency   | 0.85 | 1    | 0.36:0.24:0.40 | outpatient 1 r!
     outpatient           | 1    | 1.5  |      |
     """),
    ("frailty", "Crisis of a frail older person", 62, "community", 3, """
     phone_advice         | 0.08 | 1    | 0.12:0.07:0.18 | gp 0.50 s, ambulance_convey 0.33 t, crisis_response 0.17 r
     gp                   | 0.62 | 2.5  | 0.27:0.20:0.34 | district_nursing 0.35 r, crisis_response 0.20 r, accident_emergency 0.22 r, emergency_short_stay 0.23 r
     district_nursing     | 0.85 | 9    | 0.10:0.07:0.14 | crisis_response 0.5 r!, ambulance_convey 0.5 t
     crisis_response      | 0.78 | 4    | 0.05:0.03:0.10 | virtual_ward 0.2 t!, intermediate_care 0.5 r, ambulance_convey 0.3 t
     ambulance_see_treat  | 0.60 | 1    | 0.18:0.12:0.22 | gp 0.6 s, crisis_response 0.2 r, district_nursing 0.2 r
     ambulance_convey     | 0.01 | 1    | 0.19:0.13:0.22 | accident_emergency 0.9 t!, emergency_short_stay 0.1 t!
     accident_emergency   | 0.20 | 1    | 0.09:0.06:0.11 | emergency_short_stay 0.94 t!, virtual_ward 0.06 t!
     emergency_short_stay | 0.30 | 1    |      | emergency_long_stay 0.95 t!, virtual_ward 0.05 t!
     emergency_long_stay  | 0.40 | 1    |      | intermediate_care 0.5 r, reablement 0.5 r
     virtual_ward         | 0.80 | 7    |      | intermediate_care 0.5 r, reablement 0.5 r
     intermediate_care    | 0.70 | 10   |      | home_care 1 t!
     reablement           | reablement_home_at_91_days | 1 | | home_care 1 t!
     home_care            | 1    | 18   |      |
     """),
    ("fall_injury", "Fall of an older person, broken hip included", 44, "community", 4, """
     phone_advice         | 0.08 | 1    | 0.06:0.04:0.09 | gp 0.50 s, ambulance_convey 0.25 t, accident_emergency 0.25 s
     gp                   | 0.75 | 1.2  | 0.15:0.11:0.19 | accident_emergency 1 r!
     urgent_treatment     | 0.75 | 1    | 0.05:0.03:0.08 | accident_emergency 1 s
     crisis_response      | 0.85 | 2    | 0.03:0.02:0.07 | accident_emergency 1 t!
     ambulance_see_treat  | 0.72 | 1    | 0.25:0.18:0.30 | crisis_response 0.4 r, gp 0.6 s
     ambulance_convey     | 0.01 | 1    | 0.27:0.22:0.29 | accident_emergency 1 t!
     accident_emergency   | 0.58 | 1    | 0.19:0.14:0.22 | emergency_short_stay 1 t!
     emergency_short_stay | 0.32 | 1    |      | emergency_long_stay 1 t!
     emergency_long_stay  | 0.20 | 1    |      | rehabilitation 0.5 r, intermediate_care 0.22 r, reablement 0.28 r
     rehabilitation       | 0.70 | 8    |      | home_care 1 t!
     intermediate_care    | 0.70 | 10   |      | home_care 1 t!
     reablement           | reablement_home_at_91_days | 1 | | home_care 1 t!
     home_care            | 1    | 15   |      |
     """),
    ("lung_flare", "Flare-up of chronic lung disease", 20, "prescribing", 3, """
     phone_advice         | 0.10 | 1    | 0.20:0.14:0.26 | gp 0.5 s, ambulance_convey 0.35 t, accident_emergency 0.15 s
     gp                   | 0.74 | 2    | 0.40:0.30:0.46 | accident_emergency 0.5 r, crisis_response 0.3 r, virtual_ward 0.2 t!
     crisis_response      | 0.80 | 3    | 0.02:0.01:0.06 | virtual_ward 0.3 t!, accident_emergency 0.7 t
     ambulance_convey     | 0.01 | 1    | 0.23:0.16:0.27 | accident_emergency 1 t!
     accident_emergency   | 0.42 | 1    | 0.15:0.10:0.18 | emergency_short_stay 0.94 t!, virtual_ward 0.06 t!
     emergency_short_stay | 0.45 | 1    |      | emergency_long_stay 0.90 t!, virtual_ward 0.10 t!
     emergency_long_stay  | 0.55 | 1    |      | rehabilitation 0.7 r, reablement 0.3 r
     virtual_ward         | 0.85 | 7    |      | rehabilitation 1 r
     rehabilitation       | 1    | 8    |      |
     reablement           | 1    | 1    |      |
     """),
    ("depression_anxiety", "Depression and anxiety", 110, "mental", 2, """
     gp                   | 0.80 | 2.2  | 0.70:0.60:0.76 | talking_therapies 1 r
     practice_team        | 0.60 | 1.5  | 0.20:0.15:0.26 | talking_therapies 0.6 r, gp 0.4 r
     talking_therapies    | 1    | 4    | 0.10:0.07:0.16 |
     """),
    ("early_childhood", "Health and development of children under five", 60, "maternity", 1, """
     health_visiting      | 0.90 | 3.5  | 0.66:0.56:0.74 | outpatient 0.6 r, gp 0.4 r
     practice_team        | 0.90 | 1.5  | 0.20:0.14:0.26 | gp 0.5 r, health_visiting 0.5 r
     gp                   | 0.80 | 1.2  | 0.14:0.10:0.18 | outpatient 1 r!
     outpatient           | 1    | 3    |      |
     """),
    ("smoking", "Wish to stop smoking", 6, "inequality", 1, """
     practice_team        | 0.15 | 1    | 0.30:0.20:0.40 | stop_smoking 1 r
     pharmacy_first       | 0.10 | 1    | 0.20:0.10:0.35 | stop_smoking 1 s
     stop_smoking         | 1    | 1    | 0.50:0.40:0.65 |
     """),
    ("drug_alcohol_dependence", "Dependence on drugs or alcohol", 8.8, "inequality", 3, """
     gp                   | 0.20 | 2    | 0.34:0.28:0.40 | drug_alcohol 1 r
     accident_emergency   | 0.25 | 1    | 0.12:0.08:0.14 | drug_alcohol 0.8 r, emergency_short_stay 0.2 t!
     drug_alcohol         | 0.90 | 10   | 0.54:0.48:0.62 | talking_therapies 1 r!
     talking_therapies    | 1    | 6    |      |
     emergency_short_stay | 1    | 1    |      |
     """),
    ("sexual_health_need", "Contraception and sexually transmitted infection", 135, "primary", 1, """
     gp                   | 0.80 | 1.2  | 0.28:0.20:0.34 | sexual_health 1 r
     practice_team        | 0.80 | 1.2  | 0.24:0.18:0.32 | sexual_health 1 r
     pharmacy_first       | 0.85 | 1    | 0.08:0.05:0.14 | sexual_health 1 s
     sexual_health        | 0.95 | 1.2  | 0.40:0.32:0.48 | outpatient 1 r!
     outpatient           | 1    | 2    |      |
     """),
    ("wound", "Wound or leg ulcer", 25, "community", 1, """
     practice_team        | 0.70 | 5    | 0.40:0.30:0.50 | district_nursing 1 r
     gp                   | 0.30 | 1    | 0.16:0.10:0.20 | district_nursing 1 r
     district_nursing     | 0.95 | 12   | 0.44:0.36:0.54 | outpatient 1 r!
     outpatient           | 0.90 | 3    |      | day_case 1 r!
     day_case             | 1    | 1    |      |
     """),
]

# What a sector asks, as part of the published price, and what starting anew costs a winner who does not hold the service today,
# as part of the contract. Both are assumptions.
PRICE = {"nhs_trust": 1.0, "local_authority": 1.0, "social_enterprise": 0.98, "charity": 0.97, "independent": 0.98, "pharmacy": 1.0, "general_practice": 1.0}
START = 0.04

# Contracts that end and are let anew: (service, part of today's contacts that is let, holder today, bidders). The holder keeps the rest.
# The bidders are those that provide something close by.
LOTS = [
    ("urgent_treatment", 0.40, "federation", ["federation", "hospital_trust", "urgent_care_company"]),
    ("practice_team", 0.08, "federation", ["federation", "urgent_care_company"]),
    ("crisis_response", 0.45, "hospital_trust", ["hospital_trust", "community_enterprise", "care_charity"]),
    ("intermediate_care", 0.45, "hospital_trust", ["hospital_trust", "community_enterprise", "rehabilitation_company"]),
    ("rehabilitation", 0.40, "hospital_trust", ["hospital_trust", "community_enterprise", "rehabilitation_company"]),
    ("virtual_ward", 0.50, "hospital_trust", ["hospital_trust", "community_enterprise"]),
    ("reablement", 0.40, "hospital_trust", ["hospital_trust", "care_charity", "council_salford"]),
    ("district_nursing", 0.25, "hospital_trust", ["hospital_trust", "community_enterprise"]),
    ("drug_alcohol", 0.40, "addiction_charity", ["addiction_charity", "mental_health_trust", "council_salford"]),
    ("sexual_health", 0.40, "hospital_trust", ["hospital_trust", "health_charity", "council_rochdale"]),
]
# Public health of each council, let in each borough; the council runs it today.
LOCAL_LOTS = [
    ("stop_smoking", 0.60, "council_{place}", ["council_{place}", "health_charity", "pharmacies_{place}"]),
    ("health_visiting", 0.50, "council_{place}", ["council_{place}", "community_enterprise", "hospital_trust"]),
]


def add_offers(s):
    for service, provider in (("phone_advice", "phone_service"), ("ambulance_see_treat", "ambulance"), ("ambulance_convey", "ambulance"),
                              ("accident_emergency", "hospital_trust"), ("emergency_short_stay", "hospital_trust"), ("emergency_long_stay", "hospital_trust"),
                              ("outpatient", "hospital_trust"), ("day_case", "hospital_trust"), ("talking_therapies", "mental_health_trust")):
        s.offer(service, provider)
    s.offer("home_care", "home_care_agencies", share=0.8, price=0.98)
    s.offer("home_care", "care_charity", share=0.2, price=0.97)
    s.offer("gp", "practices_{place}", "each")
    s.offer("practice_team", "practices_{place}", "each", share=0.92)
    s.offer("pharmacy_first", "pharmacies_{place}", "each")

    def let(service, part, holder, bidders, places, where):
        head = s.services[service][5]
        if service != "practice_team":  # of practice teams only the federation's evening and weekend lot is let
            s.offer(service, holder, places, share=1 - part, tag=f"{where}held", price=PRICE[s.sector[holder]])
        for bidder in bidders:
            # The lot carries all headroom of the service.
            s.offer(service, bidder, places, share=part, headroom=head / part, tag=f"{where}{bidder}", price=PRICE[s.sector[bidder]],
                    fixed=0 if bidder == holder else START, least=0.3, contest=f"{service}{'_' + where.strip('_') if where else ''}")

    for service, part, holder, bidders in LOTS:
        let(service, part, holder, bidders, None, "")
    for service, part, holder, bidders in LOCAL_LOTS:
        for place in s.places:
            let(service, part, holder.format(place=place), [b.format(place=place) for b in bidders], [place], place + "_")


def teams(s):
    def episodes(*needs):
        return sum(d for (_, n), d in s.demand.items() if n in needs)
    cost = round(4 * s.facts.price("community_matron_visit"), 2)
    return [{"id": "frailty_team", "provider": "hospital_trust", "pot": "continuing", "needs": "frailty;fall_injury", "places": "*",
             "capacity": round(episodes("frailty", "fall_injury") * 0.12), "unit_cost": cost, "fixed_cost": 0, "award": "held", "relief": 0.20}]


def programmes(s):
    """Falls: half of the high end of 0.5-10%, times an assumed injury a year for each of 6 people per 1,000. Outreach: an assumption."""
    def curve(people, cost, each):
        return [(people * cost * x, people * each * y) for x, y in ((1 / 3, 1 / 2), (2 / 3, 5 / 6), (1, 1))]
    thousands = s.registered / 1000
    falls = s.facts.value("effect", "falls_programme_admissions_drop_high") / 2
    return [("falls_prevention", "Strength and balance classes", "public_health", "*",
             {"fall_injury": curve(6 * thousands, s.facts.price("falls_exercise_course"), falls)}),
            ("sexual_health_outreach", "Contraception and testing outreach", "public_health", "*", {"sexual_health_need": curve(10 * thousands, 30, 0.20)})]


def write_overlays():
    """Variants in which some or all of those that buy no longer do; an independent board holds the pot instead."""
    councils = [f"council_{p}" for p, _ in PLACES.values()]
    buyers = {"trust": ["hospital_trust"], "federation": ["federation"], "councils": councils}
    buyers["nobody"] = [p for group in list(buyers.values()) for p in group]
    for name, providers in buyers.items():
        file = "nobody-buys-and-provides" if name == "nobody" else f"{name}-no-longer-buys" if name == "trust" or name == "federation" else "councils-no-longer-buy"
        overlay = {"description": "These providers commission nothing: an independent board holds the pot.",
                   "providers": [{"id": p, "commissions": []} for p in providers]}
        (HERE / f"{file}.overlay.json").write_text(json.dumps(overlay, indent=2) + "\n", encoding="utf-8")


def main():
    s = Story(HERE, "practices-greater-manchester.csv", PLACES, POTS, SERVICES, PROVIDERS, NEEDS, efficiency=0.011)
    add_offers(s)
    write_overlays()
    s.write(
        name="Buyer and provider",
        description="Bury, Oldham, Rochdale and Salford, where a hospital trust, a federation of practices and the councils both buy care and provide it. "
                    "What does the split between buyer and provider forbid, and what does it cost?",
        sources=["NHS England, 2024/25 allocations: weighted populations by practice (Open Government Licence v3.0)",
                 "NHS Payment Scheme 2023/25: efficiency factor 1.1% (www.england.nhs.uk/pay-syst/nhs-payment-scheme)"],
        handover={"within_provider": 0.5, "across_pots": 1.5}, objective=["unmet", "burden", "spend"],
        teams=teams(s), programmes=programmes(s),
        virement={("planned", "continuing"): 0.01, ("continuing", "primary"): 0.005, ("primary", "continuing"): 0.005, ("continuing", "public_health"): 0.005,
                  ("primary", "public_health"): 0.005},
        rules=[{"id": "no_monopoly_of_care", "type": "max_share", "scope": {"pot": "continuing"}, "providers": ["hospital_trust"], "of": "spend", "limit": 0.85},
               {"id": "charities_in_public_health", "type": "min_share", "scope": {"pot": "public_health"}, "sectors": ["charity", "social_enterprise"],
                "of": "spend", "limit": 0.20},
               {"id": "public_health_protected", "type": "min_spend", "scope": {"pot": "public_health"}, "limit": 15000000}])


if __name__ == "__main__":
    main()
