# SPDX-License-Identifier: GPL-3.0-or-later
"""Services and needs. Unit costs are published ones; how people move is drawn, since nobody publishes it as a whole."""

import csv
import pathlib

import geography

FACTS = pathlib.Path(__file__).resolve().parents[2] / "scenarios" / "data" / "facts.csv"
STOPS = 10  # services that one need uses
REFERRED = 0.85  # share of the pairs of its services with a referral


class Service:
    def __init__(self, name, pot, unit, access, fact, door, spread):
        self.id, self.name, self.pot, self.unit, self.access = name.lower().replace(" ", "_"), name, pot, unit, access
        self.fact, self.price = fact, None
        self.door = door  # people may come here first
        self.spread = spread  # how likely an offer also serves a neighbouring place


# In the order in which people pass them: from a door towards a hospital bed. The fact is an item of the facts table.
SERVICES = [
    Service("Pharmacy", "primary", "consultation", 1, "pharmacy_first", True, 0.10),
    Service("Wellbeing course", "public_health", "course", 2, "falls_exercise_course", True, 0.25),
    Service("General practice", "primary", "appointment", 2, "gp_consultation", True, 0.05),
    Service("Urgent treatment", "primary", "attendance", 3, "minor_injury_or_urgent_care_centre", True, 0.35),
    Service("Accident and emergency", "primary", "attendance", 4, "ae_attendance_all", True, 0.40),
    Service("District nursing", "continuing", "visit", 3, "district_nurse_visit", False, 0.15),
    Service("Physiotherapy", "continuing", "contact", 3, "physiotherapy_adult", False, 0.25),
    Service("Talking therapies", "continuing", "contact", 3, "talking_therapy_contact", False, 0.25),
    Service("Intermediate care", "continuing", "contact", 4, "intermediate_care_home", False, 0.25),
    Service("Outpatients", "planned", "attendance", 5, "outpatient_first", False, 0.40),
    Service("Day case", "planned", "episode", 5, "day_case", False, 0.40),
    Service("Inpatient stay", "planned", "episode", 6, "non_elective_short_stay", False, 0.40),
]
POTS = [("primary", "First element of care"), ("continuing", "Continuing health and social care"),
        ("planned", "Planned and hospital care"), ("public_health", "Prevention and public health")]
BURDEN = [("signpost", 0.5), ("referral", 1), ("referral", 1), ("transfer", 1.5), ("referral", 2)]


class Need:
    """Its services in order, what each resolves and takes, doors with today's percent, referrals with today's percent."""

    def __init__(self, number, draw):
        self.weight = draw.below(len(geography.WEIGHTS))
        self.id = f"{geography.WEIGHTS[self.weight]}_{number + 1}"
        self.name = f"{geography.WEIGHTS[self.weight].capitalize()} need {number + 1}"
        self.priority = 1 + draw.below(3)
        self.rate = round(2 * 10 ** draw.between(0.0, 2.0), 1)  # episodes per 1,000 people in the period
        self.stops = draw.some_of(range(len(SERVICES)), STOPS)
        last = len(self.stops) - 1
        self.resolves = [1 if i == last else round(draw.between(0.2, 0.8), 2) for i in range(len(self.stops))]
        self.contacts = [1 if SERVICES[s].access >= 5 else 1 + draw.below(3) for s in self.stops]
        doors = [i for i, s in enumerate(self.stops) if SERVICES[s].door]
        self.doors = dict(zip(doors, draw.shares(len(doors))))
        self.limits = {}  # of a door: lowest and highest share
        self.referrals = []  # (from, to, kind, burden, necessary, percent)
        for i in range(last):
            targets = [j for j in range(i + 1, last + 1) if j == i + 1 or draw.chance(REFERRED)]
            for j, percent in zip(targets, draw.shares(len(targets))):
                kind, burden = draw.one_of(BURDEN)
                self.referrals.append((i, j, kind, burden, draw.chance(0.1), percent))

    def limit_doors(self, draw):
        """Habits that a plan can change only so far."""
        for i, percent in self.doors.items():
            self.limits[i] = (round(percent * draw.between(0.3, 0.8) / 100, 3),
                              min(1, round(percent * draw.between(1.2, 2.0) / 100 + 0.02, 3)))

    def today(self):
        """Contacts per episode at each stop when people move as today."""
        people = [self.doors.get(i, 0) / 100 for i in range(len(self.stops))]
        for i, j, _, _, _, percent in self.referrals:  # by ascending sender, so its people are complete
            people[j] += people[i] * (1 - self.resolves[i]) * percent / 100
        return [people[i] * self.contacts[i] for i in range(len(self.stops))]

    def least_cost(self):
        """Pounds per episode at published prices by the cheapest way through."""
        cost = [0.0] * len(self.stops)
        for i in reversed(range(len(self.stops))):
            onward = [cost[j] for k, j, *_ in self.referrals if k == i]
            cost[i] = (self.contacts[i] * SERVICES[self.stops[i]].price
                       + (1 - self.resolves[i]) * min(onward, default=0.0))
        return min(cost[i] for i in self.doors)


def set_prices():
    """Published unit costs into SERVICES."""
    with open(FACTS, encoding="utf-8", newline="") as lines:
        costs = {row["item"]: float(row["value"]) for row in csv.DictReader(lines) if row["topic"] == "unit_cost"}
    for service in SERVICES:
        service.price = costs[service.fact]


def make_needs(count, limited, draw):
    """`limited` is the share of needs whose doors have a lowest and highest share."""
    needs = [Need(number, draw) for number in range(count)]
    for need in needs:
        if draw.chance(limited):
            need.limit_doors(draw)
    return needs
