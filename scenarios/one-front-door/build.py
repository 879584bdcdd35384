#!/usr/bin/env python3
"""Builds scenario.json and its tables from ../data and the assumptions in this file (the same bytes every time)."""

import sys
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "data"))

from story import Story  # noqa: E402

PLACES = {"E06000010": ("hull", "Hull"), "E06000011": ("east_riding", "East Riding of Yorkshire"),
          "E06000012": ("north_east_lincolnshire", "North East Lincolnshire"), "E06000013": ("north_lincolnshire", "North Lincolnshire")}
NORTH, SOUTH = ["hull", "east_riding"], ["north_east_lincolnshire", "north_lincolnshire"]

POTS = [
    ("primary", "First element of care: phone and pharmacy to A&E"),
    ("continuing", "Mental health, care at home, emergency stays"),
    ("police", "Police response to concerns for welfare"),
    ("public_health", "Public health"),
]

# Two officers for an hour and a half at 55 pounds an hour: 90,000 pounds a year for an officer (police budget over officers, 2012),
# 1,640 hours a year (assumption). The hours per deployment are an assumption.
POLICE_DEPLOYMENT = 165

# (name, pot, unit, access, cost, headroom). What is not a fact is an assumption; so is all headroom and the order of access.
SERVICES = {
    "phone_advice": ("NHS 111: call handler and clinician", "primary", "call", 1, 15, 0.05),  # middle of the 10-20 often quoted
    "pharmacy_first": ("Community pharmacy: Pharmacy First", "primary", "consultation", 1, "pharmacy_first", 0.25),
    "crisis_line": ("Mental health crisis line, phone and text", "continuing", "call", 1, 25, 0.05),  # longer than a 111 call
    "practice_team": ("Nurses and other staff of general practice", "primary", "appointment", 2, 17, 0.05),  # nurse 10, others 24
    "gp": ("General practitioner", "primary", "appointment", 2, "gp_consultation", 0.03),
    "crisis_cafe": ("Crisis cafe, evenings and weekends", "continuing", "visit", 2, 60, 0.05),  # two hours of support work
    "police_control": ("Police control room: 101 and 999 calls about welfare", "police", "call", 2, 10, 0.20),
    "out_of_hours_gp": ("GP out of hours", "primary", "case", 3, "gp_out_of_hours_case", 0.08),
    "urgent_treatment": ("Urgent treatment centre", "primary", "attendance", 3, "minor_injury_or_urgent_care_centre", 0.06),
    "ambulance_hear_treat": ("Ambulance: hear and treat", "primary", "incident", 2, "ambulance_hear_treat", 0.10),
    "ambulance_see_treat": ("Ambulance: see and treat", "primary", "incident", 4, "ambulance_see_treat", 0.05),
    "ambulance_convey": ("Ambulance: see and convey", "primary", "incident", 5, "ambulance_see_convey", 0.05),
    "accident_emergency": ("A&E department", "primary", "attendance", 5, "ae_attendance_all", 0.05),
    "police_welfare": ("Police officers sent to a concern for welfare", "police", "deployment", 5, POLICE_DEPLOYMENT, 0.05),
    "crisis_response": ("Two-hour crisis response at home", "continuing", "contact", 3, "intermediate_care_crisis", 0.15),
    "welfare_visit": ("Mental health worker sent with a call passed on by the police", "continuing", "visit", 3, 120, 0),  # an hour and a half of two workers
    "mental_health_crisis": ("Mental health crisis team", "continuing", "contact", 4, "mental_health_crisis_contact", 0.08),
    "emergency_stay": ("Emergency admission, the first day", "continuing", "episode", 6, "non_elective_short_stay", 0.05),
}

PROVIDERS = [
    ("phone_service", "ambulance trust, its 111 service", "nhs_trust"),
    ("phone_enterprise", "phone advice social enterprise", "social_enterprise", {"max_income": 2500000}),
    ("pharmacies_north", "pharmacies north of the Humber", "pharmacy"),
    ("pharmacies_south", "pharmacies south of the Humber", "pharmacy"),
    *((f"practices_{p}", f"general practices of {n}", "general_practice") for p, n in PLACES.values()),
    ("federation", "federation of practices", "social_enterprise", {"income_room": 1.30}),
    ("ambulance", "ambulance trust", "nhs_trust"),
    ("hospital_north", "hospital trust north of the Humber", "nhs_trust"),
    ("hospital_south", "hospital trust south of the Humber", "nhs_trust"),
    ("mental_health", "mental health trust", "nhs_trust"),
    ("crisis_charity", "mental health charity", "charity", {"max_income": 2000000}),
    ("community_enterprise", "community care social enterprise", "social_enterprise", {"income_room": 1.30}),
    ("police", "police force", "local_authority"),
]

# At most this part of the people may be brought to another door than today's; see the README on doors.
NEEDS = [
    ("minor_illness", "Minor illness: cough, sore throat, earache, urinary infection", 960, "primary", 1, """
     phone_advice         | 0.17 | 1    | 0.175:0.10:0.30 | gp 0.43 s, practice_team 0.10 s, pharmacy_first 0.14 s, out_of_hours_gp 0.17 s, urgent_treatment 0.05 s, accident_emergency 0.03 s, ambulance_see_treat 0.05 s, ambulance_hear_treat 0.03 s
     pharmacy_first       | pharmacy_first_resolved | 1 | 0.036:0.02:0.12 | gp 1 s, practice_team 0 s
     practice_team        | 0.78 | 1    | 0.31:0.20:0.42 | gp 1 r
     gp                   | 0.99 | 1.15 | 0.334:0.20:0.40 | emergency_stay 1 r!
     out_of_hours_gp      | 0.90 | 1    | 0.02:0.01:0.03 | gp 0.8 s, accident_emergency 0.2 s
     urgent_treatment     | 0.93 | 1    | 0.07:0.04:0.11 | gp 0.8 s, accident_emergency 0.2 s
     ambulance_hear_treat | 0.80 | 1    | 0.004:0.002:0.006 | gp 1 s
     ambulance_see_treat  | 0.80 | 1    | 0.001:0:0.001 | gp 0.8 s, urgent_treatment 0.2 s
     accident_emergency   | 0.88 | 1    | 0.05:0.03:0.06 | gp 1 s
     emergency_stay       | 1    | 1    |      |
     """),
    ("feverish_child", "Feverish or unwell child", 110, "maternity", 2, """
     phone_advice         | 0.20 | 1    | 0.30:0.20:0.45 | gp 0.40 s, out_of_hours_gp 0.22 s, accident_emergency 0.18 s, ambulance_convey 0.04 t, urgent_treatment 0.10 s, pharmacy_first 0.06 s
     pharmacy_first       | 0.80 | 1    | 0.05:0.03:0.12 | gp 1 s
     gp                   | 0.93 | 1.2  | 0.35:0.25:0.45 | accident_emergency 1 r!
     out_of_hours_gp      | 0.88 | 1    | 0.05:0.03:0.07 | accident_emergency 1 r!
     urgent_treatment     | 0.85 | 1    | 0.05:0.03:0.09 | accident_emergency 1 r
     accident_emergency   | 0.85 | 1    | 0.18:0.10:0.20 | emergency_stay 1 t!
     ambulance_convey     | 0.05 | 1    | 0.02:0.01:0.03 | accident_emergency 1 t!
     emergency_stay       | 1    | 1    |      |
     """),
    ("minor_injury", "Minor injury: sprain, cut, simple fracture", 135, "acute", 1, """
     phone_advice         | 0.14 | 1    | 0.10:0.07:0.20 | urgent_treatment 0.36 s, gp 0.30 s, ambulance_see_treat 0.04 s, accident_emergency 0.12 s, pharmacy_first 0.10 s, out_of_hours_gp 0.08 s
     pharmacy_first       | 0.80 | 1    | 0.03:0.02:0.07 | urgent_treatment 1 s
     practice_team        | 0.85 | 1    | 0.04:0.03:0.08 | urgent_treatment 1 s
     gp                   | 0.80 | 1    | 0.08:0.05:0.11 | urgent_treatment 0.6 s, accident_emergency 0.4 s
     out_of_hours_gp      | 0.85 | 1    | 0.01:0.005:0.02 | urgent_treatment 0.6 s, accident_emergency 0.4 s
     urgent_treatment     | 0.97 | 1    | 0.36:0.25:0.55 | accident_emergency 1 t!
     ambulance_see_treat  | 0.70 | 1    | 0.02:0.01:0.03 | urgent_treatment 1 s
     ambulance_convey     | 0.01 | 1    | 0.02:0.01:0.02 | accident_emergency 0.85 t, urgent_treatment 0.15 t
     accident_emergency   | 1    | 1    | 0.34:0.20:0.36 |
     """),
    ("medicines_urgent", "Medicine run out or lost", 40, "prescribing", 1, """
     phone_advice         | 0.30 | 1    | 0.35:0.25:0.50 | pharmacy_first 0.4 s, out_of_hours_gp 0.25 s, gp 0.35 s
     pharmacy_first       | 0.95 | 1    | 0.15:0.10:0.40 | gp 1 s
     practice_team        | 0.85 | 1    | 0.20:0.12:0.30 | gp 1 r
     gp                   | 1    | 1    | 0.20:0.12:0.26 |
     out_of_hours_gp      | 0.95 | 1    | 0.07:0.04:0.08 | gp 1 s
     accident_emergency   | 0.90 | 1    | 0.03:0.01:0.03 | gp 1 s
     """),
    ("acute_pain", "Chest pain or sudden abdominal pain", 70, "acute", 5, """
     phone_advice         | 0.20 | 1    | 0.29:0.26:0.32 | ambulance_convey 0.42 t!, accident_emergency 0.28 t!, gp 0.30 s
     gp                   | 0.62 | 1.2  | 0.18:0.16:0.20 | accident_emergency 0.75 r!, emergency_stay 0.25 r!
     ambulance_hear_treat | 0.60 | 1    | 0.07:0.05:0.09 | gp 1 s
     ambulance_see_treat  | 0.68 | 1    | 0.10:0.08:0.12 | gp 1 s
     ambulance_convey     | 0.01 | 1    | 0.16:0.14:0.18 | accident_emergency 0.9 t!, emergency_stay 0.1 t!
     accident_emergency   | 0.52 | 1    | 0.20:0.18:0.22 | emergency_stay 1 t!
     emergency_stay       | 1    | 1    |      |
     """),
    ("frail_crisis", "Crisis of a frail older person, falls without injury included", 80, "community", 3, """
     phone_advice         | 0.08 | 1    | 0.14:0.08:0.24 | gp 0.40 s, ambulance_convey 0.20 t, ambulance_see_treat 0.10 t, out_of_hours_gp 0.15 s, crisis_response 0.15 r
     gp                   | 0.65 | 1.6  | 0.26:0.18:0.34 | crisis_response 0.40 r, accident_emergency 0.35 r, emergency_stay 0.25 r
     out_of_hours_gp      | 0.60 | 1    | 0.02:0.01:0.03 | ambulance_convey 0.3 t, accident_emergency 0.4 r, crisis_response 0.3 r
     crisis_response      | 0.80 | 3    | 0.04:0.03:0.14 | accident_emergency 0.5 t!, emergency_stay 0.5 t!
     ambulance_hear_treat | 0.55 | 1    | 0.08:0.05:0.14 | gp 0.6 s, crisis_response 0.4 r
     ambulance_see_treat  | 0.66 | 1    | 0.20:0.12:0.24 | gp 0.6 s, crisis_response 0.4 r
     ambulance_convey     | 0.01 | 1    | 0.17:0.10:0.20 | accident_emergency 0.9 t!, emergency_stay 0.1 t!
     accident_emergency   | 0.30 | 1    | 0.09:0.05:0.11 | emergency_stay 1 t!
     emergency_stay       | 1    | 1    |      |
     """),
    ("distress", "Distress, anxiety, thoughts of suicide", 26, "mental", 4, """
     phone_advice         | 0.15 | 1    | 0.22:0.12:0.30 | crisis_line 0.30 t, gp 0.25 s, ambulance_convey 0.15 t, mental_health_crisis 0.15 r, accident_emergency 0.15 s
     crisis_line          | 0.60 | 1    | 0.18:0.12:0.35 | crisis_cafe 0.30 s, mental_health_crisis 0.45 r!, ambulance_convey 0.10 t!, accident_emergency 0.15 s
     crisis_cafe          | 0.75 | 1.5  | 0.03:0.02:0.15 | mental_health_crisis 1 r!
     gp                   | 0.75 | 1.4  | 0.24:0.18:0.28 | mental_health_crisis 1 r!
     ambulance_see_treat  | 0.45 | 1    | 0.06:0.03:0.07 | crisis_line 0.4 s, mental_health_crisis 0.6 r
     ambulance_convey     | 0.01 | 1    | 0.07:0.04:0.08 | accident_emergency 1 t
     accident_emergency   | 0.45 | 1    | 0.16:0.08:0.18 | mental_health_crisis 1 r!
     police_control       | 0.10 | 1    | 0.04:0.02:0.05 | police_welfare 0.7 t, crisis_line 0.15 t, ambulance_convey 0.15 t
     police_welfare       | 0.40 | 1    |      | accident_emergency 0.55 t, mental_health_crisis 0.30 r, crisis_cafe 0.05 s, ambulance_convey 0.10 t
     mental_health_crisis | 1    | 3    |      |
     """),
    # 25,000 calls a year to this police force; 1,566 a month (75% of them) had officers sent.
    ("welfare_concern", "Concern for someone's welfare", 25.2, "mental", 2, """
     phone_advice         | 0.15 | 1    | 0.05:0.04:0.30 | crisis_line 0.2 t, crisis_response 0.1 r, ambulance_see_treat 0.3 t, police_control 0.4 t
     crisis_line          | 0.55 | 1    | 0.03:0.02:0.25 | mental_health_crisis 0.5 r!, ambulance_see_treat 0.2 t!, police_control 0.3 t
     ambulance_see_treat  | 0.60 | 1    | 0.08:0.05:0.12 | mental_health_crisis 0.4 r, crisis_response 0.3 r, accident_emergency 0.3 t
     police_control       | 0.12 | 1    | 0.84:0.45:0.84 | police_welfare 1 t, welfare_visit 0 t
     welfare_visit        | 0.60 | 1.5  |      | police_welfare 1 t!
     police_welfare       | 0.70 | 1    |      | accident_emergency 0.5 t, mental_health_crisis 0.3 r, ambulance_convey 0.2 t
     ambulance_convey     | 0.01 | 1    |      | accident_emergency 1 t!
     accident_emergency   | 0.55 | 1    |      | mental_health_crisis 1 r!
     crisis_response      | 0.85 | 2    |      | mental_health_crisis 1 r!
     mental_health_crisis | 1    | 2    |      |
     """),
    ("intoxication", "Drunk or drugged and unsafe", 9, "inequality", 2, """
     phone_advice         | 0.10 | 1    | 0.08:0.05:0.15 | ambulance_see_treat 0.6 t, accident_emergency 0.4 s
     ambulance_hear_treat | 0.40 | 1    | 0.10:0.06:0.16 | accident_emergency 0.6 s, crisis_cafe 0.4 s
     ambulance_see_treat  | 0.45 | 1    | 0.22:0.14:0.26 | accident_emergency 1 t, crisis_cafe 0 t
     ambulance_convey     | 0.01 | 1    | 0.28:0.18:0.30 | accident_emergency 1 t!
     accident_emergency   | 0.82 | 1    | 0.20:0.12:0.22 | emergency_stay 1 t!
     police_control       | 0.10 | 1    | 0.12:0.08:0.14 | police_welfare 0.7 t, ambulance_convey 0.3 t
     police_welfare       | 0.55 | 1    |      | accident_emergency 1 t, crisis_cafe 0 t
     crisis_cafe          | 0.80 | 1    |      | accident_emergency 1 t!
     emergency_stay       | 1    | 1    |      |
     """),
]


def add_offers(s):
    # Doors that can be widened: block = (part of today's contacts, what it costs to stand ready as part of the block's value, most blocks).
    s.offer("phone_advice", "phone_service", tag="trust", block=(0.10, 0.30, 3))
    # One new clinical advice lot for the same callers: a social enterprise or the trust.
    s.offer("phone_advice", "phone_enterprise", tag="lot_enterprise", share=0.12, headroom=0, price=0.98, fixed=0.08, least=0.5, contest="phone_lot")
    s.offer("phone_advice", "phone_service", tag="lot_trust", share=0.12, headroom=0, fixed=0.05, least=0.5, contest="phone_lot")
    s.offer("pharmacy_first", "pharmacies_north", NORTH, tag="north", block=(0.40, 0.20, 3))
    s.offer("pharmacy_first", "pharmacies_south", SOUTH, tag="south", block=(0.40, 0.20, 3))
    s.offer("crisis_line", "mental_health", block=(0.30, 0.30, 3))
    s.offer("crisis_cafe", "crisis_charity", tag="today")
    for side, places in (("north", NORTH), ("south", SOUTH)):
        for who, provider, price, fixed in (("charity", "crisis_charity", 0.97, 0.20), ("trust", "mental_health", 1.10, 0.12)):
            s.offer("crisis_cafe", provider, places, tag=f"{side}_{who}", share=2, headroom=0, price=price, fixed=fixed, least=0.4, contest=f"cafe_{side}")
        # Mental health workers for calls the police control room passes on: nobody does it today; a quarter of the deployments at most.
        for who, provider, price, fixed in (("charity", "crisis_charity", 0.97, 0.20), ("trust", "mental_health", 1.0, 0.12)):
            s.offer("welfare_visit", provider, places, tag=f"{side}_{who}", share=0.25, price=price, fixed=fixed, least=0.4, contest=f"street_{side}",
                    volume=lambda s, _, where: s.contacts("police_welfare", where))
    s.offer("practice_team", "practices_{place}", "each")
    s.offer("practice_team", "federation", tag="federation", share=0.04, headroom=0, fixed=0.10, least=0.4, award="open")
    s.offer("gp", "practices_{place}", "each")
    s.offer("out_of_hours_gp", "federation")
    for side, places in (("north", NORTH), ("south", SOUTH)):
        s.offer("urgent_treatment", "hospital_" + side, places, tag=side, block=(0.15, 0.30, 2))
        s.offer("accident_emergency", "hospital_" + side, places, tag=side)
        s.offer("emergency_stay", "hospital_" + side, places, tag=side)
    s.offer("urgent_treatment", "federation", NORTH, tag="walk_in_north", share=0.12, headroom=0, price=0.98, fixed=0.10, least=0.5, award="open")
    s.offer("ambulance_hear_treat", "ambulance", block=(0.20, 0.25, 2))
    s.offer("ambulance_see_treat", "ambulance")
    s.offer("ambulance_convey", "ambulance")
    s.offer("police_control", "police")
    s.offer("police_welfare", "police")
    s.offer("crisis_response", "community_enterprise", block=(0.25, 0.15, 2))
    s.offer("mental_health_crisis", "mental_health")


def teams(s):
    episodes = sum(d for (_, n), d in s.demand.items() if n in ("distress", "welfare_concern"))
    return [{"id": "frequent_callers", "provider": "mental_health", "pot": "continuing", "needs": "distress;welfare_concern", "places": "*",
             "capacity": round(episodes * 0.08), "unit_cost": 120, "fixed_cost": 80000, "award": "open", "relief": 0.25}]


def programmes(s):
    """Link workers: 15%, uncontrolled, of an assumed one attendance a year each; 8 people per 1,000 at most, 250 pounds each (assumption).
    Alcohol outreach: 0.15 episodes for each of 2 people per 1,000 at 450 pounds (assumption)."""
    def curve(people, cost, each):
        return [(people * cost * x, people * each * y) for x, y in ((1 / 3, 1 / 2), (2 / 3, 5 / 6), (1, 1))]
    thousands = s.registered / 1000
    return [("social_prescribing", "Link workers in general practice", "public_health", "*",
             {"minor_illness": curve(8 * thousands, 250, s.facts.value("effect", "social_prescribing_ae_drop"))}),
            ("alcohol_outreach", "Alcohol care and outreach", "public_health", "*", {"intoxication": curve(2 * thousands, 450, 0.15)})]


def main():
    s = Story(HERE, "practices-humber.csv", PLACES, POTS, SERVICES, PROVIDERS, NEEDS, efficiency=0.011)
    add_offers(s)
    s.write(
        name="One front door",
        description="Hull, the East Riding, North and North East Lincolnshire: nine needs that people bring first to a phone, a pharmacy, a practice, "
                    "an ambulance, A&E or the police. Where should capacity be built so that the first door is the right one?",
        sources=["NHS England, 2024/25 allocations: weighted populations by practice (Open Government Licence v3.0)",
                 "College of Policing, Right Care Right Person - Humberside Police: officers sent to 1,566 incidents a month about welfare, mental health "
                 "or missing people (www.college.police.uk)",
                 "HMICFRS PEEL inspection of Humberside Police 2022: 25,000 concerns for welfare a year, 1,100 police hours a month saved",
                 "TaxPayers' Alliance, 2012: police budget of England and Wales over officers and PCSOs, nearly 90,000 pounds each",
                 "NHS Payment Scheme 2023/25: efficiency factor 1.1% (www.england.nhs.uk/pay-syst/nhs-payment-scheme)"],
        handover={"within_provider": 0.5, "across_pots": 1.5}, objective=["unmet", "access", "burden", "spend"],
        teams=teams(s), programmes=programmes(s),
        budgets={"public_health": s.registered * 1.5},  # 1.5 pounds a head for the two programmes (assumption)
        virement={("police", "continuing"): 0.10, ("police", "primary"): 0.05, ("continuing", "primary"): 0.01, ("primary", "continuing"): 0.01,
                  ("primary", "public_health"): 0.002},
        rules=[{"id": "police_still_answer", "type": "min_spend", "scope": {"service": "police_control"}, "limit": 100000},
               {"id": "voices_of_charities", "type": "min_share", "scope": {"service": "crisis_cafe"}, "sectors": ["charity", "social_enterprise"],
                "of": "contacts", "limit": 0.3},
               {"id": "at_most_ten_contracts", "type": "max_awards", "scope": {"pot": "continuing"}, "limit": 10}])


if __name__ == "__main__":
    main()
