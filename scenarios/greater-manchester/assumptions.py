"""Named assumptions of the Greater Manchester scenario, except the pathways (pathways.py).

A cost written as a name is an item of the facts table; a number is an assumption and says why. Whatever a
comment does not attribute to the facts table is an assumption.
"""

PERIOD = "one year at 2024/25 prices and activity"

# Boroughs: the district code of the practice lists, our id and name.
PLACES = [
    ("E08000001", "bolton", "Bolton"),
    ("E08000002", "bury", "Bury"),
    ("E08000003", "manchester", "Manchester"),
    ("E08000004", "oldham", "Oldham"),
    ("E08000005", "rochdale", "Rochdale"),
    ("E08000006", "salford", "Salford"),
    ("E08000007", "stockport", "Stockport"),
    ("E08000008", "tameside", "Tameside"),
    ("E08000009", "trafford", "Trafford"),
    ("E08000010", "wigan", "Wigan"),
]

POTS = [
    ("primary", "First element of care: phone advice to A&E"),
    ("continuing", "Continuing health and social care, emergency stays included"),
    ("planned", "Planned hospital care, specialist care and trauma"),
    ("public_health", "Prevention and public health services"),
]

# The efficiency asked of every pot: the efficiency factor of the 2023/25 NHS Payment Scheme (1.1% a year,
# www.england.nhs.uk/pay-syst/nhs-payment-scheme). That social care and public health get the same is an assumption.
EFFICIENCY_TARGET = 0.011

# Prices older than 2024/25 are raised to it by this much a year (an assumption, near the average rise of NHS
# costs over the period); the year of each such price is the one in the facts table. Newer ones stay as they are.
PRICE_RISE_PER_YEAR = 0.025
PRICE_BASE_YEAR = 2024

# How far a plan may change the share of people who come through a door, from today's share b:
# between floor*b and ceiling*b + extra. An assumption; nobody publishes how far habits can be moved.
ENTRY_RANGE = {
    "open": (0.60, 1.40, 0.04),
    "firm": (0.90, 1.10, 0.01),
}
# Doors that are no choice of the moment (people already under a hospital, in a home, or on a programme) stay as they are.
FIXED_DOORS = {
    "outpatient_first", "outpatient_follow_up", "haemodialysis", "home_care", "care_home", "nursing_home",
    "community_mental_health",
}

# What a move weighs: a signpost leaves the person to find the way but nobody writes or waits for a letter.
BURDEN = {"referral": 1, "transfer": 1, "signpost": 0.5}
# A handover inside one organisation counts half, a move between two pots half as much again.
HANDOVER = {"within_provider": 0.5, "across_pots": 1.5}

# (id, name, pot, unit, access rank, unit cost, headroom, market)
# Headroom: capacity above today's contacts. 5% in hospitals, which run close to full; more where the capacity is
# people on the phone or behind a counter, and where national policy is to grow (virtual wards, advice and guidance).
SERVICES = [
    ("phone_advice", "NHS 111 phone advice", "primary", "call", 1, 15, 0.20, "phone"),
    # 15: the middle of the 10 to 20 often quoted (note of nhs111_call); the 8 published is old
    ("pharmacy_first", "Community pharmacy: Pharmacy First consultation", "primary", "consultation", 1, "pharmacy_first", 0.50, "pharmacy"),
    ("pharmacy_clinic", "Community pharmacy: vaccination, blood pressure, contraception", "primary", "contact", 1, 12, 0.30, "pharmacy"),
    # 12: near the practice nurse's 10; the fees of these services are not in the facts table
    ("practice_nurse", "Practice nurse", "primary", "appointment", 2, "gp_nurse", 0.06, "practice"),
    ("practice_team", "Other practice staff: pharmacist, physiotherapist, paramedic, assistant", "primary", "appointment", 2, 24, 0.08, "practice_and_federation"),
    # 24: half of a GP consultation; no cost is published for the mixed team
    ("gp", "General practitioner", "primary", "appointment", 2, "gp_consultation", 0.04, "practice"),
    ("out_of_hours_gp", "GP out of hours", "primary", "case", 3, "gp_out_of_hours_case", 0.10, "out_of_hours"),
    ("urgent_treatment", "Urgent treatment centre", "primary", "attendance", 3, "minor_injury_or_urgent_care_centre", 0.10, "urgent"),
    ("ambulance_hear_treat", "Ambulance: hear and treat", "primary", "incident", 3, "ambulance_hear_treat", 0.15, "ambulance"),
    ("ambulance_see_treat", "Ambulance: see and treat", "primary", "incident", 4, "ambulance_see_treat", 0.05, "ambulance"),
    ("ambulance_convey", "Ambulance: see and convey", "primary", "incident", 4, "ambulance_see_convey", 0.05, "ambulance"),
    ("accident_emergency", "A&E department", "primary", "attendance", 4, "ae_attendance_all", 0.05, "hospital"),
    ("district_nursing", "District nursing", "continuing", "visit", 3, "district_nurse_visit", 0.08, "community"),
    ("community_matron", "Community matron", "continuing", "visit", 3, "community_matron_visit", 0.08, "hospital"),
    ("treatment_room", "Treatment room nurse", "continuing", "contact", 3, "treatment_room_nurse", 0.10, "community"),
    ("community_physiotherapy", "Community physiotherapy", "continuing", "contact", 3, "physiotherapy_adult", 0.10, "physiotherapy"),
    ("community_therapies", "Podiatry, dietetics, speech and language therapy", "continuing", "contact", 3, "community_contact_average", 0.08, "hospital"),
    ("specialist_nursing", "Specialist nurses for heart, lung and diabetes", "continuing", "contact", 3, "community_contact_average", 0.08, "community"),
    ("crisis_response", "Two-hour crisis response", "continuing", "contact", 3, "intermediate_care_crisis", 0.15, "hospital"),
    ("intermediate_care", "Intermediate care at home", "continuing", "contact", 4, "intermediate_care_home", 0.10, "community"),
    ("rehabilitation", "Community rehabilitation team", "continuing", "contact", 4, "community_rehab_team", 0.08, "community"),
    ("reablement", "Reablement", "continuing", "episode", 4, "reablement_episode", 0.10, "reablement"),
    ("virtual_ward", "Virtual ward", "continuing", "bed day", 4, "virtual_ward_bed_day", 0.25, "hospital"),
    ("emergency_short_stay", "Emergency admission: assessment and the first day", "continuing", "episode", 5, "non_elective_short_stay", 0.05, "hospital"),
    ("emergency_long_stay", "Emergency admission: the stay after the first day", "continuing", "episode", 6, ("non_elective_long_stay", "minus", "non_elective_short_stay"), 0.05, "hospital"),
    # everyone admitted passes the first day; both parts together cost what a long stay costs in the facts table
    ("home_care", "Home care, 14 hours a week", "continuing", "week", 4, ("home_care_hour", "times", 14), 0.06, "home_care"),
    ("care_home", "Residential care home", "continuing", "week", 5, "care_home_week_residential", 0.05, "care_home"),
    ("nursing_home", "Nursing home", "continuing", "week", 5, "care_home_week_nursing", 0.05, "care_home"),
    ("hospice_at_home", "Hospice at home", "continuing", "visit", 3, "community_contact_average", 0.10, "hospice"),
    ("talking_therapies", "Talking therapies", "continuing", "contact", 3, "talking_therapy_contact", 0.10, "talking"),
    ("community_mental_health", "Community mental health team", "continuing", "contact", 4, "community_mental_health_contact", 0.06, "mental"),
    ("mental_health_crisis", "Mental health crisis team", "continuing", "contact", 4, "mental_health_crisis_contact", 0.08, "mental"),
    ("advice_and_guidance", "Specialist advice and guidance to the GP", "planned", "request", 3, 40, 1.00, "hospital"),
    # 40: near a GP consultation, a consultant's ten minutes; no cost is published
    ("xray", "X-ray, direct access", "planned", "test", 4, "xray", 0.10, "diagnostics"),
    ("ultrasound", "Ultrasound, direct access", "planned", "test", 4, "ultrasound", 0.10, "diagnostics"),
    ("ct_scan", "CT scan, direct access", "planned", "test", 4, "ct", 0.08, "diagnostics"),
    ("mri_scan", "MRI scan, direct access", "planned", "test", 4, "mri", 0.08, "diagnostics"),
    ("outpatient_first", "Outpatients, first attendance", "planned", "attendance", 5, "outpatient_first", 0.05, "hospital_and_independent"),
    ("outpatient_follow_up", "Outpatients, follow-up", "planned", "attendance", 5, "outpatient_follow_up", 0.05, "hospital"),
    ("day_case", "Day case", "planned", "episode", 5, "day_case", 0.05, "hospital_and_independent"),
    ("cataract_surgery", "Cataract day case", "planned", "episode", 5, "cataract_day_case", 0.15, "cataract"),
    ("elective_inpatient", "Elective inpatient operation", "planned", "episode", 6, "elective_inpatient", 0.05, "hospital"),
    ("joint_replacement", "Hip or knee replacement", "planned", "episode", 6, ("hip_replacement", "mean", "knee_replacement"), 0.10, "joint"),
    ("chemotherapy", "Chemotherapy", "planned", "session", 5, "chemotherapy_day_case", 0.06, "cancer"),
    ("haemodialysis", "Haemodialysis", "planned", "session", 5, "haemodialysis_session", 0.06, "dialysis"),
    ("heart_centre", "Specialist heart centre", "planned", "episode", 6, ("non_elective_long_stay", "times", 1.5), 0.06, "centre"),
    ("stroke_unit", "Hyper-acute stroke unit", "planned", "episode", 6, ("non_elective_long_stay", "times", 1.5), 0.08, "centre"),
    ("major_trauma_centre", "Major trauma centre", "planned", "episode", 6, ("non_elective_long_stay", "times", 3), 0.10, "centre"),
    # 1.5 and 3 long stays: the facts table has no cost for the three centres
    ("stop_smoking", "Stop smoking service", "public_health", "quit date", 2, ("stop_smoking_quitter", "times", "stop_smoking_quit_share"), 0.15, "stop_smoking"),
    ("health_check", "NHS Health Check", "public_health", "check", 2, 25, 0.15, "health_check"),
    # 25: two nurse appointments and a blood test; not in the facts table
    ("falls_exercise", "Falls exercise course", "public_health", "course", 3, "falls_exercise_course", 0.20, "falls"),
    ("sexual_health_clinic", "Sexual health clinic", "public_health", "consultation", 2, "sexual_health_consultation", 0.08, "sexual_health"),
    ("drug_alcohol_treatment", "Drug and alcohol treatment", "public_health", "contact", 3, "substance_misuse_contact", 0.08, "drug_alcohol"),
    ("health_visiting", "Health visiting", "public_health", "contact", 2, "community_contact_average", 0.06, "hospital"),
]

# Footprints: which boroughs share a market. Generic organisations; the grouping of boroughs follows how
# hospital and mental health trusts of Greater Manchester are arranged, simplified.
FOOTPRINTS = {
    "borough": {p: [p] for _, p, _ in PLACES},
    "hospital": {"bolton": ["bolton"], "manchester": ["manchester", "trafford"],
                 "northern": ["bury", "oldham", "rochdale", "salford"], "stockport": ["stockport"],
                 "tameside": ["tameside"], "wigan": ["wigan"]},
    "mental": {"west": ["bolton", "manchester", "salford", "trafford", "wigan"],
               "east": ["bury", "oldham", "rochdale", "stockport", "tameside"]},
    "hours": {"west": ["bolton", "salford", "wigan"], "north": ["bury", "oldham", "rochdale"],
              "south": ["manchester", "stockport", "tameside", "trafford"]},
    "choice": {"north": ["bolton", "bury", "oldham", "rochdale", "salford", "wigan"],
               "south": ["manchester", "stockport", "tameside", "trafford"]},
    "all": {"gm": [p for _, p, _ in PLACES]},
}

# Who holds the contracts. Each market: footprint, then per zone (or "*" for every other zone) the holders as
# (provider family, share of capacity). A family with {footprint} is the member serving the zone.
MARKETS = {
    "phone": ("all", {"*": [("phone_service", 0.8), ("ambulance", 0.2)]}),
    "pharmacy": ("borough", {"*": [("pharmacies", 1)]}),
    "practice": ("borough", {"*": [("practices", 1)]}),
    "practice_and_federation": ("borough", {"*": [("practices", 0.88), ("federation", 0.12)]}),
    "out_of_hours": ("hours", {"*": [("out_of_hours", 1)]}),
    "urgent": ("borough", {"*": [("hospital", 0.7), ("out_of_hours", 0.3)]}),
    "ambulance": ("all", {"*": [("ambulance", 1)]}),
    "hospital": ("hospital", {"*": [("hospital", 1)]}),
    "hospital_and_independent": ("hospital", {"*": [("hospital", 0.92), ("independent_hospitals", 0.08)]}),
    "community": ("hospital", {"manchester": [("hospital", 0.75), ("community_enterprise", 0.25)],
                               "northern": [("hospital", 0.70), ("community_enterprise", 0.30)],
                               "*": [("hospital", 1)]}),
    "physiotherapy": ("hospital", {"*": [("hospital", 0.8), ("independent_physiotherapy", 0.2)]}),
    "diagnostics": ("hospital", {"*": [("hospital", 0.8), ("independent_diagnostics", 0.2)]}),
    "cataract": ("choice", {"north": [("hospital_bolton", 0.15), ("hospital_northern", 0.25), ("hospital_wigan", 0.10), ("independent_eye_clinics", 0.5)],
                            "south": [("hospital_manchester", 0.30), ("hospital_stockport", 0.12), ("hospital_tameside", 0.08), ("independent_eye_clinics", 0.5)]}),
    "joint": ("choice", {"north": [("hospital_bolton", 0.17), ("hospital_northern", 0.35), ("hospital_wigan", 0.23), ("independent_hospitals", 0.25)],
                         "south": [("hospital_manchester", 0.40), ("hospital_stockport", 0.22), ("hospital_tameside", 0.13), ("independent_hospitals", 0.25)]}),
    "cancer": ("all", {"*": [("cancer_centre", 0.55), ("hospital_manchester", 0.20), ("hospital_northern", 0.25)]}),
    "dialysis": ("choice", {"north": [("hospital_northern", 0.75), ("independent_dialysis", 0.25)],
                            "south": [("hospital_manchester", 0.75), ("independent_dialysis", 0.25)]}),
    "centre": ("choice", {"north": [("hospital_northern", 1)], "south": [("hospital_manchester", 1)]}),
    "mental": ("mental", {"*": [("mental_health_trust", 1)]}),
    "talking": ("mental", {"*": [("mental_health_trust", 0.7), ("talking_charity", 0.3)]}),
    "reablement": ("borough", {"*": [("council", 0.85), ("care_charity", 0.15)]}),
    "home_care": ("borough", {"*": [("council", 0.15), ("home_care_agencies", 0.70), ("care_charity", 0.15)]}),
    "care_home": ("borough", {"*": [("care_homes", 0.85), ("care_charity", 0.15)]}),
    "hospice": ("choice", {"*": [("hospice", 1)]}),
    "stop_smoking": ("borough", {"*": [("smoking_charity", 0.7), ("pharmacies", 0.3)]}),
    "health_check": ("borough", {"*": [("practices", 0.8), ("pharmacies", 0.2)]}),
    "falls": ("choice", {"*": [("falls_charity", 1)]}),
    "sexual_health": ("choice", {"north": [("hospital_northern", 0.75), ("sexual_health_charity", 0.25)],
                                 "south": [("hospital_manchester", 0.75), ("sexual_health_charity", 0.25)]}),
    "drug_alcohol": ("mental", {"*": [("mental_health_trust", 0.35), ("drug_alcohol_charity", 0.65)]}),
}

# Provider families: (id pattern, name pattern, sector, footprint). One member per zone of the footprint;
# {zone} is the zone's id and {label} its name in words.
ZONE_LABELS = {"west": "the west", "east": "the east", "north": "the north", "south": "the south",
               "northern": "the north (Bury, Oldham, Rochdale, Salford)", "gm": "Greater Manchester"}
PROVIDERS = {
    "practices": ("practices_{zone}", "general practices of {label}", "general_practice", "borough"),
    "pharmacies": ("pharmacies_{zone}", "pharmacies of {label}", "pharmacy", "borough"),
    "council": ("council_{zone}", "council of {label}", "local_authority", "borough"),
    "hospital": ("hospital_{zone}", "hospital trust of {label}", "nhs_trust", "hospital"),
    "mental_health_trust": ("mental_health_{zone}", "mental health trust of {label}", "nhs_trust", "mental"),
    "ambulance": ("ambulance", "ambulance trust", "nhs_trust", "all"),
    "cancer_centre": ("cancer_centre", "specialist cancer trust", "nhs_trust", "all"),
    "phone_service": ("phone_service", "phone advice social enterprise", "social_enterprise", "all"),
    "federation": ("federation_{zone}", "federation of practices of {label}", "social_enterprise", "choice"),
    "out_of_hours": ("out_of_hours_{zone}", "out-of-hours social enterprise of {label}", "social_enterprise", "hours"),
    "community_enterprise": ("enterprise_{zone}", "community nursing social enterprise of {label}", "social_enterprise", "hospital"),
    "home_care_agencies": ("home_care_agencies_{zone}", "home care agencies of {label}", "independent", "borough"),
    "care_homes": ("care_homes_{zone}", "care homes of {label}", "independent", "borough"),
    "independent_hospitals": ("independent_hospitals", "independent hospitals", "independent", "all"),
    "independent_eye_clinics": ("eye_clinics", "independent eye clinics", "independent", "all"),
    "independent_diagnostics": ("diagnostic_centres", "independent diagnostic centres", "independent", "all"),
    "independent_physiotherapy": ("physiotherapists", "independent physiotherapists", "independent", "all"),
    "independent_dialysis": ("dialysis_units", "independent dialysis units", "independent", "all"),
    "care_charity": ("care_charity", "charity for care of older people", "charity", "all"),
    "hospice": ("hospices_{zone}", "hospices of {label}", "charity", "choice"),
    "talking_charity": ("talking_charity", "talking therapies charity", "charity", "all"),
    "smoking_charity": ("smoking_charity", "stop smoking charity", "charity", "all"),
    "falls_charity": ("falls_charity", "falls exercise charity", "charity", "all"),
    "sexual_health_charity": ("sexual_health_charity", "sexual health charity", "charity", "all"),
    "drug_alcohol_charity": ("drug_alcohol_charity", "drug and alcohol charity", "charity", "all"),
}

# Councils commission public health services, so they may not be awarded contracts from that pot.
COMMISSIONS = {"local_authority": ["public_health"]}

# Price of a sector against the published average where several sectors hold the same service; the prices are
# then scaled so that the average over the service's capacity is the published cost. Small on purpose.
SECTOR_PRICE = {"charity": 0.97, "social_enterprise": 0.98, "independent": 0.98}

# What the working capital of a provider outside the public sector carries, against its income today.
INCOME_ROOM = {"charity": 1.10, "social_enterprise": 1.12, "independent": 1.15}

# Care coordination. Capacity is a share of today's demand for the needs; the cost is so many visits at a price of
# the facts table. Relief is a judgement: the published effects are of emergency use, not of burden, and weak
# (case_management_emergency_change: +9%; care_home_support_emergency_drop: 23%; integration_lag_years: 5).
# (id, provider, pot, footprint and zone, needs, share of demand, (cost item, visits), relief)
TEAMS = [
    ("frailty_north", "hospital_northern", "continuing", ("hospital", "northern"), ["frailty", "fall_injury"], 0.20, ("community_matron_visit", 4), 0.20),
    ("frailty_south", "enterprise_manchester", "continuing", ("hospital", "manchester"), ["frailty", "fall_injury"], 0.20, ("community_matron_visit", 4), 0.20),
    ("long_term_conditions_north", "federation_north", "primary", ("choice", "north"), ["diabetes", "asthma_copd", "heart_disease"], 0.05, ("gp_nurse", 12), 0.15),
    ("long_term_conditions_south", "federation_south", "primary", ("choice", "south"), ["diabetes", "asthma_copd", "heart_disease"], 0.05, ("gp_nurse", 12), 0.15),
    ("care_home_support", "care_charity", "continuing", ("all", "gm"), ["care_and_support", "end_of_life"], 0.15, ("community_matron_visit", 3), 0.23),
]

# Prevention. Each programme reaches at most so many people (per 1,000 registered) at a cost per person, and averts
# episodes of a need per person reached: an effect of the facts table times a factor, or a plain assumption. The curve
# has three points: the first third of the reach gets half of the largest gain, two thirds five sixths, the whole
# all of it (those who gain most are reached first; an assumption).
CURVE = [(1 / 3, 1 / 2), (2 / 3, 5 / 6), (1, 1)]
# (id, name, reach per 1,000, cost per person, [(need, episodes averted per person reached, why)])
PROGRAMMES = [
    ("stop_smoking_in_hospital", "Tobacco treatment for people in hospital", 3, 1712.55, [
        # 1712.55 is the cost per quit in the note of hospital_tobacco_readmission_drop
        ("chest_pain", ("hospital_tobacco_readmission_drop", 1 / 3), "6 points fewer readmissions, a third of them here"),
        ("serious_infection", ("hospital_tobacco_readmission_drop", 1 / 3), "a third here"),
        ("asthma_copd", ("hospital_tobacco_readmission_drop", 1 / 3), "a third here")]),
    ("falls_prevention", "Strength and balance for people at risk of falling", 6, "falls_exercise_course", [
        ("fall_injury", ("falls_programme_admissions_drop_high", 0.5),
         "half of the high end of 0.5-10%, times an assumed one injury a year; an English trial found no fracture reduction")]),
    ("diabetes_prevention", "Diabetes prevention programme", 8, 200, [
        ("diabetes", ("diabetes_prevention_risk_drop", 0.05), "20% of an assumed 5% a year who would become diabetic")]),
    ("social_prescribing", "Social prescribing link workers", 12, 250, [
        ("minor_illness", ("social_prescribing_ae_drop", 1), "15%, uncontrolled, of an assumed one attendance a year"),
        ("depression_anxiety", 0.02, "assumption: a small part of the same gain")]),
    ("alcohol_care", "Alcohol care and outreach", 2, 450, [
        ("drug_alcohol_dependence", 0.15, "assumption: no effect in the facts table"),
        ("fall_injury", 0.02, "assumption")]),
    ("sexual_health_outreach", "Contraception and testing outreach", 10, 30, [
        ("sexual_health", 0.20, "assumption: no effect in the facts table")]),
    ("heart_check_outreach", "Blood pressure and heart checks in the community", 20, 25, [
        ("stroke", 0.001, "assumption: one stroke in a thousand people a year"),
        ("heart_disease", 0.003, "assumption")]),
]
# 200, 250, 450, 30 and 25 pounds a person are assumptions; the facts table prices none of these programmes.

# Money that may move between two pots in the partly pooled regime. Between primary and continuing, both ways: Greater
# Manchester's share by population of what is pooled in the Better Care Fund above the mandatory minimum, 9.2bn
# (better_care_fund_pooled) less the 6.4bn of its note. The other pairs: a share of the giving pot's budget.
VIREMENT_BETTER_CARE = (("primary", "continuing"), ("continuing", "primary"))
BETTER_CARE_MANDATORY = 6.4e9
VIREMENT_SHARE = {
    ("planned", "continuing"): 0.01, ("planned", "primary"): 0.01, ("primary", "planned"): 0.005,
    ("continuing", "planned"): 0.005, ("primary", "public_health"): 0.005,
    ("continuing", "public_health"): 0.005, ("planned", "public_health"): 0.005,
}
ENGLAND_POPULATION = 57690323  # mid-2023, the note of the activity rows of the facts table

# Published rates the baseline must meet within 10%: (measure, services, activity item, multiplier).
# The multiplier is the share of GP (40.1%), nurse (23.2%) and other staff (the rest, 36.7%) in the note of gp_appointments.
CALIBRATION = [
    ("practice_appointments", ["gp", "practice_nurse", "practice_team"], "gp_appointments", 1),
    ("gp_appointments", ["gp"], "gp_appointments", 0.401),
    ("nurse_appointments", ["practice_nurse"], "gp_appointments", 0.232),
    ("other_staff_appointments", ["practice_team"], "gp_appointments", 0.367),
    ("nhs111_calls", ["phone_advice"], "nhs111_calls_answered", 1),
    ("ae_attendances", ["accident_emergency", "urgent_treatment"], "ae_attendances", 1),
    ("ambulance_incidents", ["ambulance_hear_treat", "ambulance_see_treat", "ambulance_convey"], "ambulance_incidents", 1),
    ("outpatient_attendances", ["outpatient_first", "outpatient_follow_up"], "outpatient_attended", 1),
    ("day_cases", ["day_case", "cataract_surgery"], "day_case_episodes", 1),
    ("elective_episodes", ["elective_inpatient", "joint_replacement"], "elective_episodes", 1),
    ("emergency_admissions", ["emergency_short_stay", "stroke_unit", "major_trauma_centre"], "emergency_admissions", 1),
    ("community_contacts", ["district_nursing", "community_matron", "treatment_room", "community_physiotherapy",
                            "community_therapies", "specialist_nursing", "crisis_response", "intermediate_care",
                            "rehabilitation", "health_visiting"], "community_contacts", 1),
    ("district_nurse_visits", ["district_nursing"], "district_nurse_visits", 1),
    ("community_mental_health_contacts", ["community_mental_health", "mental_health_crisis"], "community_mental_health_contacts", 1),
    ("pharmacy_first_consultations", ["pharmacy_first"], "pharmacy_first_consultations", 1),
]
