"""Builds the tables and overlays of the MSK tender: `python3 build.py`. Standard library only; the same bytes every time.

A cost written as a name is an item of ../data/facts.csv. Every other number is an assumption; README.md says which matter.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "data"))
from story import Story  # noqa: E402
from tender import Tender, write_overlays  # noqa: E402

PLACES = {"E06000033": ("southend", "Southend-on-Sea"), "E07000069": ("castle_point", "Castle Point"),
          "E07000075": ("rochford", "Rochford")}
POTS = [("primary", "First element of care"), ("continuing", "Continuing care"), ("planned", "Planned care"),
        ("public_health", "Prevention")]
# The efficiency factor of the 2023/25 NHS Payment Scheme (www.england.nhs.uk/pay-syst/nhs-payment-scheme), asked of every pot.
EFFICIENCY = 0.011

# The parts as commissioned today. id: name, pot, unit, access rank, cost, headroom
PARTS = {
    "gp": ("General practitioner", "primary", "appointment", 1, "gp_consultation", 0.04),
    "first_contact_physio": ("First contact physiotherapist", "primary", "appointment", 1, 30, 0.15),
    # 30: between a nurse and a GP; no cost is published
    "ae": ("A&E department", "primary", "attendance", 4, "ae_attendance_all", 0.05),
    "community_physio": ("Community physiotherapy", "continuing", "contact", 3, "physiotherapy_adult", 0.10),
    "rehabilitation": ("Community rehabilitation team", "continuing", "contact", 4, "community_rehab_team", 0.08),
    "triage_clinic": ("MSK triage clinic", "planned", "attendance", 3, ("physiotherapy_adult", 1.3), 0.10),
    # 1.3: longer than a physiotherapy contact, by a senior practitioner
    "xray": ("X-ray", "planned", "test", 3, "xray", 0.10),
    "mri": ("MRI scan", "planned", "test", 4, "mri", 0.08),
    "orthopaedic_first": ("Orthopaedics, first attendance", "planned", "attendance", 5, "outpatient_first", 0.05),
    "orthopaedic_follow_up": ("Orthopaedics, follow-up", "planned", "attendance", 5, "outpatient_follow_up", 0.05),
    "rheumatology": ("Rheumatology clinic", "planned", "attendance", 5, "outpatient_follow_up", 0.05),
    "pain_clinic": ("Pain clinic", "planned", "attendance", 5, "outpatient_follow_up", 0.08),
    "day_surgery": ("Day surgery", "planned", "episode", 5, "day_case", 0.05),
    "joint_replacement": ("Hip or knee replacement", "planned", "episode", 6, ("hip_replacement", 0.978), 0.05),
    # 0.978: the mean of hip_replacement (9,088) and knee_replacement (8,692)
    "trauma_ward": ("Trauma ward", "planned", "episode", 6, "non_elective_long_stay", 0.05),
    "fracture_clinic": ("Fracture clinic", "planned", "attendance", 4, "outpatient_follow_up", 0.05),
}

# Bidders for the whole pathway: room for a part of the people, fewer operations, management (and the firm's margin) on top of
# the cost of care, and who holds the operation and the care after it (see ../data/tender.py).
BIDDERS = {
    "acute": {"name": "hospital-led", "provider": "acute_trust", "places": 0.92, "fewer": 0.00, "overhead": 0.02,
              "stay": "acute_trust", "home": "acute_trust"},
    "community": {"name": "community-led", "provider": "community_provider", "places": 0.88, "fewer": 0.06, "overhead": 0.04,
                  "stay": "acute_trust", "home": "community_provider"},
    "firm": {"name": "firm-led", "provider": "independent_firm", "places": 0.90, "fewer": 0.12, "overhead": 0.07,
             "stay": "independent_firm", "home": "independent_firm"},
    "consortium": {"name": "consortium-led", "provider": "consortium", "places": 0.94, "fewer": 0.09, "overhead": 0.05,
                   "stay": "consortium", "home": "consortium"},
}
PROVIDERS = [
    ("practices", "General practices", "general_practice"),
    ("acute_trust", "Acute hospital trust", "nhs_trust"),
    ("community_provider", "Community services provider", "nhs_trust"),
    ("independent_firm", "Independent hospital firm", "independent", {"max_income": 40000000}),
    ("diagnostics_firm", "Independent diagnostics firm", "independent", {"income_room": 1.15}),
    ("consortium", "Consortium of practices, physiotherapists and trusts", "social_enterprise"),
]

# id, name, episodes per 1,000 registered, weighted list, priority, pathway of the parts (see ../data/story.py)
NEEDS = [
    ("back_neck", "Back or neck pain", 90, "primary", 1, """
     gp                    | 0.55 | 1.4 | 0.75:0.30:0.85 | community_physio 0.50 r, triage_clinic 0.20 r, mri 0.15 r, orthopaedic_first 0.15 r
     first_contact_physio  | msk_discharged_first_contact | 1.2 | 0.20:0.10:0.45 | community_physio 0.70 r, triage_clinic 0.30 r
     ae                    | 0.60 | 1   | 0.05:0.02:0.08 | gp 1 s
     community_physio      | 0.80 | 4   |                | triage_clinic 1 r
     triage_clinic         | 0.60 | 1   |                | mri 0.60 r, orthopaedic_first 0.25 r, pain_clinic 0.15 r
     mri                   | 0.30 | 1   |                | orthopaedic_first 0.75 r, pain_clinic 0.25 r
     orthopaedic_first     | 0.45 | 1   |                | pain_clinic 0.60 r, orthopaedic_follow_up 0.40 r
     orthopaedic_follow_up | 0.60 | 1.5 |                | pain_clinic 1 r
     pain_clinic           | 1    | 3   |                |
     """),
    ("hip_knee", "Arthritis of the hip or knee", 24, "acute", 1, """
     gp                    | 0.40 | 2   | 0.82:0.40:0.90 | xray 0.58 r, community_physio 0.42 r
     first_contact_physio  | 0.45 | 1.2 | 0.18:0.10:0.45 | xray 0.40 r, community_physio 0.60 r
     community_physio      | 0.50 | 5   |                | xray 1 r!
     xray                  | 0.10 | 1   |                | triage_clinic 0.40 r, orthopaedic_first 0.60 r
     triage_clinic         | 0.35 | 1   |                | orthopaedic_first 1 r
     orthopaedic_first     | outpatient_discharged_first | 1 |          | orthopaedic_follow_up 1 r!
     orthopaedic_follow_up | 0.35 | 1.5 |                | joint_replacement 1 r!
     joint_replacement     | 0.20 | 1   |                | rehabilitation 0.60 t, community_physio_after 0.40 r
     rehabilitation        | 1    | 5   |                |
     community_physio_after | 1   | 6   |                |
     """),
    ("shoulder", "Shoulder or elbow pain", 30, "acute", 1, """
     gp                    | 0.50 | 1.4 | 0.80:0.35:0.88 | community_physio 0.60 r, triage_clinic 0.25 r, orthopaedic_first 0.15 r
     first_contact_physio  | 0.65 | 1.2 | 0.20:0.10:0.45 | community_physio 0.70 r, triage_clinic 0.30 r
     community_physio      | 0.65 | 5   |                | triage_clinic 0.60 r, orthopaedic_first 0.40 r
     triage_clinic         | 0.55 | 1.2 |                | mri 0.45 r, orthopaedic_first 0.55 r
     mri                   | 0.20 | 1   |                | orthopaedic_first 1 r
     orthopaedic_first     | 0.40 | 1   |                | orthopaedic_follow_up 1 r!
     orthopaedic_follow_up | 0.45 | 1.5 |                | day_surgery 1 r!
     day_surgery           | 0.10 | 1   |                | community_physio_after 1 r
     community_physio_after | 1   | 6   |                |
     """),
    ("hand_foot", "Hand, wrist, foot or ankle problem", 26, "acute", 1, """
     gp                    | 0.55 | 1.3 | 0.85:0.40:0.90 | triage_clinic 0.45 r, orthopaedic_first 0.40 r, community_physio 0.15 r
     first_contact_physio  | 0.60 | 1.2 | 0.15:0.10:0.40 | triage_clinic 0.60 r, community_physio 0.40 r
     community_physio      | 0.65 | 3   |                | triage_clinic 1 r
     triage_clinic         | 0.55 | 1.2 |                | orthopaedic_first 1 r
     orthopaedic_first     | 0.40 | 1   |                | orthopaedic_follow_up 1 r!
     orthopaedic_follow_up | 0.35 | 1.2 |                | day_surgery 1 r!
     day_surgery           | 0.70 | 1   |                | community_physio_after 1 r
     community_physio_after | 1   | 3   |                |
     """),
    ("inflammatory", "Inflammatory arthritis", 4, "acute", 3, """
     gp                    | 0.05 | 1.5 | 0.90:0.50:0.95 | rheumatology 0.60 r, triage_clinic 0.25 r, orthopaedic_first 0.15 r
     first_contact_physio  | 0.05 | 1   | 0.10:0.05:0.30 | rheumatology 0.60 r, triage_clinic 0.40 r
     triage_clinic         | 0.05 | 1   |                | rheumatology 1 r
     orthopaedic_first     | 0.05 | 1   |                | rheumatology 1 r
     rheumatology          | 1    | 4.5 |                |
     """),
    ("persistent_pain", "Persistent widespread pain", 10, "inequality", 2, """
     gp                    | 0.25 | 3   | 0.90:0.45:0.95 | pain_clinic 0.35 r, rheumatology 0.25 r, community_physio 0.40 r
     first_contact_physio  | 0.25 | 1.5 | 0.10:0.05:0.30 | pain_clinic 0.40 r, community_physio 0.60 r
     rheumatology          | 0.20 | 1.5 |                | pain_clinic 1 r
     community_physio      | 0.35 | 5   |                | pain_clinic 1 r
     pain_clinic           | 1    | 4   |                |
     """),
    ("broken_bone", "Broken bone (outside the contract)", 14, "acute", 4, """
     ae                    | 0.25 | 1   | 1              | fracture_clinic 1 r!
     fracture_clinic       | 0.65 | 1.5 |                | trauma_ward 1 t!
     trauma_ward           | 0.30 | 1   |                | rehabilitation 0.50 t, community_physio_after 0.50 r
     rehabilitation        | 1    | 5   |                |
     community_physio_after | 1   | 5   |                |
     """),
]
PARTS["community_physio_after"] = ("Physiotherapy after an operation or a fracture", "continuing", "contact", 3, "physiotherapy_adult", 0.10)

# Doors of today that pass people into a whole pathway.
FEEDERS = {"gp": "r", "first_contact_physio": "r"}
OWN_DOOR = "0:0:0.60"  # people may refer themselves to a whole pathway; habit keeps two fifths at other doors
DOOR_COST = 43         # a contact that is not face to face: note of district_nurse_visit
STAY_RESOLVES = 0.2    # share of the people operated on who need no care after it
WORDS = {"pathway": "Whole pathway", "stay": "Operation in it", "home": "Recovery in it"}
OPERATIONS = ("day_surgery", "joint_replacement")
LOT_OVERHEAD = 0.01    # three contracts instead of one: each manages itself

# Classes for joint pain: people, pounds each (as the falls course), share who then need no more help this year.
CLASSES, CLASS_COST, CLASS_AVERTS = 900, "falls_exercise_course", 0.15


def add_parts(story):
    for service in ("gp", "first_contact_physio"):
        story.offer(service, "practices")
    for service in ("ae", "orthopaedic_follow_up", "rheumatology", "pain_clinic", "trauma_ward", "fracture_clinic"):
        story.offer(service, "acute_trust")
    for service in ("community_physio", "community_physio_after", "rehabilitation", "triage_clinic"):
        story.offer(service, "community_provider")
    for service, share in (("orthopaedic_first", 0.15), ("day_surgery", 0.25), ("joint_replacement", 0.30)):
        story.offer(service, "acute_trust", share=1 - share)
        story.offer(service, "independent_firm", share=share, headroom=0.10)
    for service in ("xray", "mri"):
        story.offer(service, "acute_trust", share=0.6)
        story.offer(service, "diagnostics_firm", share=0.4, headroom=0.15)


def lots(tender, story):
    """Overlay: one contract for each place instead of one for all."""
    offers = [{"id": f"{part}_{key}", "remove": True} for key in BIDDERS for part in ("pathway", "stay", "home")]
    for place in story.places:
        for key in BIDDERS:
            offers += [{k: v for k, v in o.items() if v is not None}
                       for o in tender.bid(story, key, [place], f"_{place}", LOT_OVERHEAD)[0]]
    return {"offers": [o if o.get("remove") else {**o, "places": o["places"].split(";")} for o in offers]}


def main():
    tender = Tender("planned", PARTS, BIDDERS, NEEDS, ("broken_bone",), "primary", FEEDERS, OWN_DOOR, DOOR_COST, OPERATIONS,
                    OPERATIONS, STAY_RESOLVES, WORDS)
    story = Story(HERE, "practices-msk-tender.csv", PLACES, POTS, tender.services(), PROVIDERS, tender.needs(), EFFICIENCY)
    add_parts(story)
    tender.add_bids(story)
    classes = CLASSES * story.price(CLASS_COST)
    averted = CLASSES * CLASS_AVERTS
    story.write(
        "Bones and joints in South East Essex: one winner or the parts?",
        "A whole musculoskeletal pathway for a fixed sum to one of four bidders, or commissioning by parts.",
        ["NHS England, 2024/25 allocations: weighted populations by practice (Open Government Licence v3.0)",
         "NHS England, 2023/25 NHS Payment Scheme: efficiency factor of 1.1% (www.england.nhs.uk/pay-syst/nhs-payment-scheme)",
         "HSJ 5073686, 2014: MSK services of Bedfordshire, some 440,000 people, about 27 million pounds a year; referrals to the "
         "local hospital fell by some 30% after one firm took the contract",
         "HSJ 5077899 and 5081516, 2014/15: impact of losing MSK services on a trust of West Sussex (75% of direct costs could go)",
         "Rates, pathways, headroom and what the bidders promise are assumptions (README.md)"],
        {"within_provider": 0.5, "across_pots": 1.5}, ["unmet", "burden", "spend"],
        programmes=[("joint_classes", "Classes for joint pain", "public_health", "*",
                     {"hip_knee": [(classes / 2, 0.65 * averted), (classes, averted)]})],
        virement={("primary", "planned"): 0.03, ("continuing", "planned"): 0.05, ("planned", "continuing"): 0.02,
                  ("public_health", "planned"): 0.10},
        rules=[{"id": "fair_burden", "type": "max_burden_gap", "limit": 0.20},
               {"id": "fair_unmet", "type": "max_unmet_gap", "limit": 0.02}],
        budgets={"public_health": round(classes + 500, -3)})
    overlays = tender.overlays(story, [f"{s}_acute_trust" for s in ("orthopaedic_first", "orthopaedic_follow_up", "rheumatology",
                                                                    "pain_clinic", "day_surgery", "joint_replacement")])
    overlays["lots"] = lots(tender, story)
    overlays["conflict"] = {"providers": [{"id": "consortium", "commissions": ["planned"]}]}
    write_overlays(HERE, overlays)


if __name__ == "__main__":
    main()
