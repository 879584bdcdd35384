#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A made-up market from a seed: held offers that fall short, and N open ones to award.

    generate.py SEED OPEN_OFFERS > scenario.json

Everyone presents at one of three front doors; what is left goes on to a community service and from there, or
directly, to a hospital or bed-based one. Open offers have a fixed cost; three in five belong to a contest of two to
four rivals, half have a minimum volume, one in five can be enlarged by blocks. The budget is less than all would take.
"""

import json
import random
import sys

DOORS = ["gp", "pharmacy", "urgent_care"]
COMMUNITY = ["physiotherapy", "district_nursing", "mental_health", "home_care"]
HOSPITAL = ["outpatients", "day_surgery", "beds"]
POT = dict.fromkeys(DOORS, "primary") | dict.fromkeys(COMMUNITY, "continuing") | dict.fromkeys(HOSPITAL, "planned")
PRICE = {"gp": 40, "pharmacy": 15, "urgent_care": 80, "physiotherapy": 60, "district_nursing": 50,
         "mental_health": 90, "home_care": 30, "outpatients": 150, "day_surgery": 1200, "beds": 400}
SECTORS = ["general_practice", "nhs_trust", "social_enterprise", "charity", "independent", "local_authority"]


class Market:
    def __init__(self, seed, open_offers):
        self.draw = random.Random(f"market {seed} {open_offers}")
        self.places = [f"place{i}" for i in range(1, self.draw.randint(6, 12) + 1)]
        self.needs = [f"need{i}" for i in range(1, self.draw.randint(8, 15) + 1)]
        self.providers = [{"id": f"provider{i}", "sector": self.draw.choice(SECTORS),
                           "quality": self.draw.randint(50, 95)} for i in range(1, 13)]
        self.demand = {(place, need): self.draw.randint(50, 900) for place in self.places for need in self.needs}
        self.abilities, self.referrals = [], []
        self.contacts = {service: dict.fromkeys(self.places, 0.0) for service in POT}
        for need in self.needs:
            self.pathway(need)
        self.offers = [self.held(service) for service in POT]
        self.open(open_offers)

    def pathway(self, need):
        """One or two front doors, two services in the community, one or two hospital services."""
        draw = self.draw
        stages = [draw.sample(DOORS, draw.randint(1, 2)), draw.sample(COMMUNITY, 2),
                  draw.sample(HOSPITAL, draw.randint(1, 2))]
        people = dict.fromkeys(self.places, 1.0)
        for depth, stage in enumerate(stages):
            resolves = (draw.choice([0.5, 0.6, 0.7]), draw.choice([0.6, 0.75, 0.9]), 1)[depth]
            for service in stage:
                row = {"need": need, "service": service, "resolves": resolves,
                       "contacts": draw.choice([1, 1, 2, 3]) if depth else 1}
                if depth == 0:
                    row["entry"] = True
                self.abilities.append(row)
                for place in self.places:
                    self.contacts[service][place] += (people[place] * self.demand[place, need] * row["contacts"]
                                                      / len(stage))
                for target in (stages[depth + 1] if depth < 2 else []) + (stages[2][:1] if depth == 0 else []):
                    self.referrals.append({"need": need, "from": service, "to": target,
                                           "burden": draw.choice([0.5, 1, 1.5, 2]),
                                           "kind": draw.choice(["referral", "signpost", "transfer"])})
            people = {place: share * (1 - resolves) for place, share in people.items()}

    def held(self, service):
        """What is there today, for everyone, and not enough."""
        whole = sum(self.contacts[service].values())
        return {"id": f"held_{service}", "provider": self.draw.choice(self.providers)["id"], "service": service,
                "unit_cost": PRICE[service], "capacity": round(whole * self.draw.uniform(0.4, 0.65)) + 10}

    def open(self, wanted):
        while len(self.offers) < len(POT) + wanted:
            room = len(POT) + wanted - len(self.offers)
            rivals = min(room, self.draw.randint(2, 4) if self.draw.random() < 0.3 else 1)
            self.contest(rivals, wanted)

    def contest(self, rivals, wanted):
        """Rivals for one service in about the same places."""
        draw, service = self.draw, self.draw.choice(sorted(POT))
        places = draw.sample(self.places, draw.randint(1, 4))
        for provider in draw.sample(self.providers, rivals):
            number = len(self.offers) - len(POT) + 1
            near = sum(self.contacts[service][place] for place in places)
            # The more offers there are, the smaller each.
            capacity = round(near * draw.uniform(0.3, 1.1) * min(1.0, 30 / wanted) ** 0.5) + 20
            price = round(PRICE[service] * draw.uniform(0.7, 1.1), 2)
            row = {"id": f"open{number}", "provider": provider["id"], "service": service, "places": places,
                   "unit_cost": price, "capacity": capacity, "award": "open",
                   "fixed_cost": round(capacity * price * draw.uniform(0.05, 0.4))}
            if draw.random() < 0.5:
                row["min_volume"] = round(capacity * draw.uniform(0.2, 0.6))
            if draw.random() < 0.2:
                row["block_size"] = round(capacity * draw.uniform(0.1, 0.3)) + 1
                row["block_cost"] = round(row["block_size"] * price * draw.uniform(0.1, 0.4))
                row["max_blocks"] = draw.randint(1, 3)
            self.offers.append(row)
        if rivals > 1:
            for row in self.offers[-rivals:]:
                row["contest"] = f"contest{len(self.offers)}"

    def document(self, seed, wanted):
        whole = {pot: sum(PRICE[service] * sum(self.contacts[service].values())
                          for service in POT if POT[service] == pot) for pot in ("primary", "continuing", "planned")}
        return {
            "purse": 1, "name": f"market of {wanted} open offers, seed {seed}",
            "pots": [{"id": pot, "budget": round(0.9 * amount)} for pot, amount in whole.items()],
            "services": [{"id": service, "pot": pot} for service, pot in POT.items()],
            "providers": self.providers, "places": [{"id": place} for place in self.places],
            "needs": [{"id": need, "priority": self.draw.choice([1, 1, 2, 3])} for need in self.needs],
            "demand": [{"place": place, "need": need, "episodes": episodes}
                       for (place, need), episodes in self.demand.items()],
            "abilities": self.abilities, "referrals": self.referrals, "offers": self.offers,
            "handover": {"within_provider": 0.5, "across_pots": 1.5},
            "objective": {"unmet": 50, "burden": 1, "spend": 0.005}}


def generate(seed, open_offers):
    return Market(seed, open_offers).document(seed, open_offers)


if __name__ == "__main__":
    json.dump(generate(int(sys.argv[1]), int(sys.argv[2])), sys.stdout, indent=1)
    print()
