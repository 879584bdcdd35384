#!/usr/bin/env python3
"""Builds scenario.json and its tables from ../data and the assumptions in this file (the same bytes every time)."""

import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "data"))

from story import Story, write_csv  # noqa: E402

PLACES = {"E06000009": ("blackpool", "Blackpool"), "E07000119": ("fylde", "Fylde"), "E07000128": ("wyre", "Wyre"),
          "E07000121": ("lancaster", "Lancaster"), "E07000123": ("preston", "Preston"), "E07000126": ("south_ribble", "South Ribble"),
          "E07000118": ("chorley", "Chorley"), "E07000124": ("ribble_valley", "Ribble Valley")}
COAST, CENTRAL = ["blackpool", "fylde", "wyre", "lancaster"], ["preston", "south_ribble", "chorley", "ribble_valley"]

POTS = [
    ("primary", "First element of care: phone advice to A&E"),
    ("continuing", "Long-term conditions, mental health, emergency stays"),
    ("planned", "Planned hospital care"),
    ("public_health", "Prevention and public health services"),
]

# (name, pot, unit, access, cost, headroom). What is not a fact is an assumption; so is all headroom.
SERVICES = {
    "phone_advice": ("NHS 111 phone advice", "primary", "call", 1, 15, 0.15),  # middle of the 10-20 often quoted
    "pharmacy_first": ("Community pharmacy: Pharmacy First", "primary", "consultation", 1, "pharmacy_first", 0.40),
    "practice_team": ("Nurses and other staff of general practice", "primary", "appointment", 2, 17, 0.02),  # nurse 10, others 24
    "gp": ("General practitioner", "primary", "appointment", 2, "gp_consultation", 0.01),
    "urgent_treatment": ("Urgent treatment centre", "primary", "attendance", 3, "minor_injury_or_urgent_care_centre", 0.05),
    "ambulance": ("Ambulance: see and convey", "primary", "incident", 5, "ambulance_see_convey", 0.04),
    "accident_emergency": ("A&E department", "primary", "attendance", 5, "ae_attendance_all", 0.03),
    "specialist_nursing": ("Specialist nurses for heart, lung and diabetes", "continuing", "contact", 3, "community_contact_average", 0.04),
    "district_nursing": ("District nursing", "continuing", "visit", 3, "district_nurse_visit", 0.02),
    "crisis_response": ("Two-hour crisis response", "continuing", "contact", 2, "intermediate_care_crisis", 0.10),
    "reablement": ("Reablement", "continuing", "episode", 4, "reablement_episode", 0.05),
    "home_care": ("Home care, 14 hours a week", "continuing", "week", 4, ("home_care_hour", 14), 0.05),
    "talking_therapies": ("Talking therapies", "continuing", "contact", 3, "talking_therapy_contact", 0.02),
    "community_mental_health": ("Community mental health team", "continuing", "contact", 3, "community_mental_health_contact", 0.02),
    "mental_health_crisis": ("Mental health crisis team", "continuing", "contact", 4, "mental_health_crisis_contact", 0.05),
    "emergency_stay": ("Emergency admission, long stay", "continuing", "episode", 6, "non_elective_long_stay", 0.03),
    "community_physiotherapy": ("Community physiotherapy", "continuing", "contact", 3, "physiotherapy_adult", 0.05),
    "outpatient": ("Outpatients", "planned", "attendance", 5, "outpatient_follow_up", 0.04),
    "day_case": ("Day case", "planned", "episode", 6, "day_case", 0.04),
    "joint_replacement": ("Hip or knee replacement", "planned", "episode", 6, 8890, 0.05),  # mean of hip and knee
    "drug_alcohol": ("Drug and alcohol treatment", "public_health", "contact", 3, "substance_misuse_contact", 0.05),
    "stop_smoking": ("Stop smoking service", "public_health", "quit date", 2, 505.44, 0.10),  # quitter times quits per quit date
}

PROVIDERS = [
    ("phone_service", "phone advice social enterprise", "social_enterprise"),
    *((f"practices_{p}", f"general practices of {n}", "general_practice") for p, n in PLACES.values()),
    *((f"pharmacies_{p}", f"pharmacies of {n}", "pharmacy") for p, n in PLACES.values()),
    # What the federation's working capital carries is what limits its growth over all places together.
    ("federation", "federation of practices", "social_enterprise", {"max_income": 2500000}),
    ("ambulance", "ambulance trust", "nhs_trust"),
    ("hospital_coast", "hospital trust of the coast", "nhs_trust"),
    ("hospital_central", "hospital trust of central Lancashire", "nhs_trust"),
    # Nor can the community trust hire as many as it likes: 4% more than today over all its services and places.
    ("community_trust", "community and mental health trust", "nhs_trust", {"income_room": 1.04}),
    ("talking_charity", "talking therapies charity", "charity", {"max_income": 9000000}),
    ("council_blackpool", "council of Blackpool", "local_authority", {"commissions": "public_health"}),
    ("county_council", "county council", "local_authority", {"commissions": "public_health"}),
    ("home_care_agencies", "home care agencies", "independent", {"income_room": 1.15}),
    ("drug_alcohol_charity", "drug and alcohol charity", "charity", {"income_room": 1.40}),
    ("smoking_charity", "stop smoking charity", "charity", {"income_room": 1.40}),
]

NEEDS = [
    ("minor_illness", "Minor illness: cough, sore throat, earache, urinary infection", 960, "primary", 1, """
     phone_advice         | 0.17 | 1    | 0.17:0.12:0.22 | gp 0.50 s, practice_team 0.20 s, pharmacy_first 0.15 s, urgent_treatment 0.10 s, accident_emergency 0.05 s
     pharmacy_first       | pharmacy_first_resolved | 1 | 0.04:0.03:0.07 | gp 1 s
     practice_team        | 0.78 | 1    | 0.32:0.25:0.38 | gp 1 r
     gp                   | 0.99 | 1.15 | 0.35:0.28:0.40 | emergency_stay 1 r!
     urgent_treatment     | 0.93 | 1    | 0.07:0.05:0.09 | gp 0.8 s, accident_emergency 0.2 s
     accident_emergency   | 0.97 | 1    | 0.05:0.03:0.06 | emergency_stay 1 t!
     emergency_stay       | 1    | 1    |      |
     """),
    ("lung_disease", "Asthma and chronic lung disease", 85, "prescribing", 3, """
     practice_team        | 0.74 | 2.2  | 0.55:0.45:0.62 | gp 0.85 r, specialist_nursing 0.15 r
     gp                   | 0.82 | 2.2  | 0.30:0.24:0.36 | specialist_nursing 0.55 r, outpatient 0.45 r
     ambulance            | 0.05 | 1    | 0.07:0.05:0.09 | accident_emergency 1 t!
     accident_emergency   | 0.45 | 1    | 0.06:0.04:0.08 | emergency_stay 0.9 t!, crisis_response 0.1 t
     crisis_response      | 0.85 | 3    |      | emergency_stay 1 t!
     emergency_stay       | 0.60 | 1    |      | specialist_nursing 1 t!
     specialist_nursing   | 0.90 | 5    | 0.02:0.01:0.05 | outpatient 1 r!
     outpatient           | 1    | 3    |      |
     """),
    ("diabetes", "Diabetes", 72, "prescribing", 2, """
     practice_team        | 0.66 | 3.5  | 0.68:0.58:0.76 | gp 0.70 r, specialist_nursing 0.30 r
     gp                   | 0.80 | 2.6  | 0.28:0.22:0.34 | specialist_nursing 0.5 r, outpatient 0.5 r
     district_nursing     | 0.95 | 65   | 0.012:0.01:0.016 | specialist_nursing 1 r!
     accident_emergency   | 0.40 | 1    | 0.028:0.02:0.04 | emergency_stay 1 t!
     emergency_stay       | 0.60 | 1    |      | specialist_nursing 1 t!
     specialist_nursing   | 0.82 | 4    |      | outpatient 1 r!
     outpatient           | 1    | 3    |      |
     """),
    ("depression_anxiety", "Depression and anxiety", 125, "mental", 2, """
     gp                   | 0.80 | 2.2  | 0.69:0.58:0.75 | talking_therapies 0.85 r, community_mental_health 0.15 r
     practice_team        | 0.60 | 1.5  | 0.20:0.15:0.26 | talking_therapies 0.6 r, gp 0.4 r
     talking_therapies    | 0.90 | 4    | 0.08:0.05:0.13 | community_mental_health 1 r!
     accident_emergency   | 0.40 | 1    | 0.03:0.02:0.04 | mental_health_crisis 1 r!
     mental_health_crisis | 0.70 | 2    |      | community_mental_health 1 t!
     community_mental_health | 1 | 5    |      |
     """),
    ("severe_mental_illness", "Severe mental illness, its crises included", 15, "mental", 4, """
     gp                   | 0.25 | 3    | 0.25:0.20:0.30 | community_mental_health 1 r!
     community_mental_health | 0.85 | 8 | 0.55:0.48:0.62 | mental_health_crisis 1 t!
     ambulance            | 0.05 | 1    | 0.06:0.04:0.08 | accident_emergency 1 t
     accident_emergency   | 0.15 | 1    | 0.08:0.05:0.10 | mental_health_crisis 1 r!
     mental_health_crisis | 0.75 | 4    | 0.06:0.04:0.10 | emergency_stay 1 t!
     emergency_stay       | 1    | 1    |      |
     """),
    ("frailty", "Crisis of a frail older person", 62, "community", 3, """
     gp                   | 0.60 | 2.4  | 0.36:0.28:0.42 | district_nursing 0.40 r, crisis_response 0.25 r, accident_emergency 0.35 r
     district_nursing     | 0.85 | 9    | 0.12:0.08:0.16 | crisis_response 0.6 r!, ambulance 0.4 t
     crisis_response      | 0.80 | 4    | 0.06:0.04:0.12 | ambulance 0.4 t!, reablement 0.6 t!
     ambulance            | 0.10 | 1    | 0.32:0.24:0.38 | accident_emergency 1 t!
     accident_emergency   | 0.25 | 1    | 0.14:0.10:0.18 | emergency_stay 1 t!
     emergency_stay       | 0.60 | 1    |      | reablement 0.7 t!, home_care 0.3 t!
     reablement           | reablement_home_at_91_days | 1 | | home_care 1 t!
     home_care            | 1    | 18   |      |
     """),
    ("long_term_care", "Long-term help with daily life", 12, "community", 3, """
     gp                   | 0.20 | 3    | 0.30:0.25:0.35 | reablement 0.3 r!, home_care 0.7 r!
     reablement           | 0.60 | 1    | 0.12:0.08:0.16 | home_care 1 t!
     home_care            | 1    | 30   | 0.58:0.50:0.64 |
     """),
    ("joint_pain", "Back, neck and joint pain", 340, "primary", 1, """
     practice_team        | msk_discharged_first_contact | 1.2 | 0.28:0.22:0.34 | community_physiotherapy 1 r
     gp                   | 0.60 | 1.4  | 0.64:0.56:0.70 | community_physiotherapy 0.6 r, outpatient 0.4 r
     community_physiotherapy | 0.86 | 2 | 0.08:0.06:0.12 | outpatient 1 r!
     outpatient           | 0.92 | 2.5  |      | joint_replacement 0.35 r!, day_case 0.65 r!
     day_case             | 1    | 1    |      |
     joint_replacement    | 1    | 1    |      |
     """),
    ("surgical_condition", "Condition that may need an operation", 150, "acute", 1, """
     gp                   | 0.40 | 1.4  | 0.74:0.66:0.80 | outpatient 1 r!
     practice_team        | 0.35 | 1    | 0.14:0.10:0.18 | gp 1 r
     accident_emergency   | 0.35 | 1    | 0.04:0.02:0.05 | outpatient 1 r!
     outpatient           | 0.60 | 2    | 0.08:0.06:0.12 | day_case 1 r!
     day_case             | 1    | 1    |      |
     """),
    ("drug_alcohol_dependence", "Dependence on drugs or alcohol", 8.8, "inequality", 3, """
     gp                   | 0.20 | 2    | 0.34:0.28:0.40 | drug_alcohol 1 r!
     accident_emergency   | 0.25 | 1    | 0.12:0.08:0.14 | drug_alcohol 0.8 r!, emergency_stay 0.2 t!
     drug_alcohol         | 0.90 | 14   | 0.54:0.48:0.64 | community_mental_health 1 r!
     community_mental_health | 1 | 5    |      |
     emergency_stay       | 1    | 1    |      |
     """),
    ("smoking", "Wish to stop smoking", 6, "inequality", 1, """
     practice_team        | 0.15 | 1    | 0.30:0.20:0.40 | stop_smoking 1 r
     pharmacy_first       | 0.10 | 1    | 0.20:0.10:0.40 | stop_smoking 1 s
     stop_smoking         | 1    | 1    | 0.50:0.40:0.70 |
     """),
]


def by_register(s, service, places):
    """Today's contacts of all places, spread by registered people instead of need: where the capacity is."""
    return s.contacts(service, s.places) * sum(s.people[p]["registered"] for p in places) / s.registered


def by_need(s, service, places):
    return s.contacts(service, places)


def add_offers(s, volume=by_register):
    def local(service, provider, **more):
        s.offer(service, provider, "each", volume=volume, **more)

    def wide(service, prefix, **more):
        for side, places in (("coast", COAST), ("central", CENTRAL)):
            s.offer(service, prefix + side, places, tag=side, volume=volume, **more)

    s.offer("phone_advice", "phone_service")
    local("pharmacy_first", "pharmacies_{place}")
    local("practice_team", "practices_{place}")
    local("gp", "practices_{place}")
    # The federation can place teams in any town: each an open contract, as large as a twentieth of the town's practice contacts, limited in all by its income.
    s.offer("practice_team", "federation", "each", tag="federation_{place}", share=0.05, headroom=0, fixed=0.10, least=0.5, award="open")
    s.offer("gp", "federation", "each", tag="federation_{place}", share=0.05, headroom=0, price=1.02, fixed=0.10, least=0.5, award="open")
    for service in ("urgent_treatment", "accident_emergency", "emergency_stay", "outpatient", "day_case", "joint_replacement"):
        wide(service, "hospital_")
    s.offer("ambulance", "ambulance")
    for service in ("specialist_nursing", "crisis_response", "community_physiotherapy", "mental_health_crisis"):
        for side, places in (("coast", COAST), ("central", CENTRAL)):
            s.offer(service, "community_trust", places, tag=side, volume=volume)
    local("district_nursing", "community_trust", block=(0.10, 0.10, 2))
    local("community_mental_health", "community_trust", block=(0.10, 0.10, 2))
    local("talking_therapies", "community_trust")
    s.offer("talking_therapies", "talking_charity", COAST, tag="charity_coast", share=0.12, headroom=0, price=0.97, fixed=0.10, least=0.5, award="open")
    s.offer("talking_therapies", "talking_charity", CENTRAL, tag="charity_central", share=0.12, headroom=0, price=0.97, fixed=0.10, least=0.5, award="open")
    county = [p for p in s.places if p != "blackpool"]
    for service in ("reablement",):
        s.offer(service, "council_blackpool", ["blackpool"], tag="blackpool", volume=volume, block=(0.15, 0.10, 2))
        s.offer(service, "county_council", county, tag="county", volume=volume, block=(0.15, 0.10, 2))
    s.offer("home_care", "home_care_agencies")
    s.offer("drug_alcohol", "drug_alcohol_charity", ["blackpool"], tag="blackpool", volume=volume, block=(0.15, 0.10, 3))
    s.offer("drug_alcohol", "drug_alcohol_charity", county, tag="county", volume=volume, block=(0.15, 0.10, 2))
    s.offer("stop_smoking", "smoking_charity", ["blackpool"], tag="blackpool", volume=volume)
    s.offer("stop_smoking", "smoking_charity", county, tag="county", volume=volume)


def teams(s):
    def episodes(place, *needs):
        return sum(d for (p, n), d in s.demand.items() if n in needs and p == place)
    return [{"id": f"long_term_{p}", "provider": f"practices_{p}", "pot": "primary", "needs": "lung_disease;diabetes", "places": p,
             "capacity": round(episodes(p, "lung_disease", "diabetes") * 0.06), "unit_cost": 120, "fixed_cost": 0, "award": "held", "relief": 0.15}
            for p in ("blackpool", "preston")]


def programmes(s):
    """Effects as in the facts table, times an assumed rate of events; reach and costs per person are assumptions. One programme can be
    placed in Blackpool alone, the others reach all places."""
    def curve(people, cost, each):
        return [(people * cost * x, people * each * y) for x, y in ((1 / 3, 1 / 2), (2 / 3, 5 / 6), (1, 1))]
    thousands = s.registered / 1000
    town = s.people["blackpool"]["registered"] / 1000
    risk = s.facts.value("effect", "diabetes_prevention_risk_drop") * 0.05
    visits = s.facts.value("effect", "social_prescribing_ae_drop")
    return [("diabetes_prevention", "Diabetes prevention programme", "public_health", "*", {"diabetes": curve(8 * thousands, 200, risk)}),
            ("social_prescribing", "Link workers in general practice", "public_health", "*", {"minor_illness": curve(10 * thousands, 250, visits)}),
            ("blackpool_outreach", "Alcohol and drug outreach in Blackpool", "public_health", "blackpool",
             {"drug_alcohol_dependence": curve(4 * town, 450, 0.15)})]


def story(volume):
    s = Story(HERE, "practices-lancashire.csv", PLACES, POTS, SERVICES, PROVIDERS, NEEDS, efficiency=0.011)
    add_offers(s, volume)
    return s


def write_overlay(offers, others):
    """The same capacity in all, where the need is."""
    moved = [{"id": o["id"], "capacity": o["capacity"]} for o, before in zip(others, offers) if o["capacity"] != before["capacity"]]
    write_csv(HERE / "capacity-by-need.csv", moved)
    overlay = {"description": "Capacity follows need instead of the register.", "offers": "capacity-by-need.csv"}
    (HERE / "capacity-by-need.overlay.json").write_text(json.dumps(overlay, indent=2) + "\n", encoding="utf-8")


def main():
    s = story(by_register)
    write_overlay(s.offers, story(by_need).offers)
    s.write(
        name="Equal outcomes",
        description="Eight districts of Lancashire from Blackpool to the Ribble Valley: capacity follows the register, need does not. What does it cost in all "
                    "to let no place fall behind, and does it lift the worst off or hold back the best off?",
        sources=["NHS England, 2024/25 allocations: weighted populations by practice (Open Government Licence v3.0)",
                 "NHS Payment Scheme 2023/25: efficiency factor 1.1% (www.england.nhs.uk/pay-syst/nhs-payment-scheme)"],
        handover={"within_provider": 0.5, "across_pots": 1.5}, objective=["unmet", "burden", "spend"],
        teams=teams(s), programmes=programmes(s),
        virement={("planned", "primary"): 0.005, ("planned", "continuing"): 0.005, ("continuing", "primary"): 0.005, ("primary", "continuing"): 0.005,
                  ("continuing", "public_health"): 0.005},
        rules=[{"id": "unmet_gap", "type": "max_unmet_gap", "limit": 1}, {"id": "burden_gap", "type": "max_burden_gap", "limit": 10}])


if __name__ == "__main__":
    main()
