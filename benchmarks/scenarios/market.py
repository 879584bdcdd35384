# SPDX-License-Identifier: GPL-3.0-or-later
"""Who offers what where, at what price and in what amount; what is open for award; teams, programmes, budgets, rules.

Neighbouring places share a hospital trust and a community provider, which hold one offer of each of their services in
every place: people may be handed over inside them. Beside these stand one to three smaller offers of single services.
Capacities and budgets are near what today's pattern of movement asks for, so some bind and some people go unmet.
"""

from pathways import POTS, SERVICES

AREA = 5  # places that share a trust and a community provider
HOSPITAL = {"urgent_treatment", "accident_and_emergency", "outpatients", "day_case", "inpatient_stay"}
COMMUNITY = {"district_nursing", "physiotherapy", "talking_therapies", "intermediate_care"}
SMALL = ["independent", "charity", "social_enterprise", "local_authority"]
LOCAL = {"pharmacy": "pharmacy", "general_practice": "general_practice", "wellbeing_course": "local_authority"}
PLENTY = (0.4, 1.3)
BUDGET = 0.4  # of the way from the least that everything could cost to what today's pattern costs


class Offer:
    def __init__(self, place, service, provider, near):
        self.id, self.place, self.service, self.provider = None, place, service, provider
        self.places = [place, *near]
        self.price = self.capacity = 0
        self.terms = {}  # columns of an open offer


class Market:
    def __init__(self, places, needs, draw):
        self.places, self.needs, self.draw = places, needs, draw
        self.demand = [[self.episodes(place, need) for need in needs] for place in places]
        self.providers, self.offers = [], []
        self.holders = []  # per area: its trust and its community provider
        self.plenty = []  # per area: capacity over what today's pattern brings
        self.load = self.contacts_today()
        for l in range(len(places)):
            for s in range(len(SERVICES)):
                self.add_offers(l, s)

    @staticmethod
    def episodes(place, need):
        return round(place.need[need.weight] * need.rate / 1000, 1)

    def contacts_today(self):
        """Per place and service."""
        load = [[0.0] * len(SERVICES) for _ in self.places]
        for n, need in enumerate(self.needs):
            contacts = need.today()
            for l in range(len(self.places)):
                for i, s in enumerate(need.stops):
                    load[l][s] += self.demand[l][n] * contacts[i]
        return load

    def provider(self, name, title, sector):
        """Adds one; its index."""
        self.providers.append({"id": name, "name": title, "sector": sector, "quality": 50 + self.draw.below(46)})
        return len(self.providers) - 1

    def main_provider(self, l, service):
        """Of the first offer of a service in a place."""
        if service.id in HOSPITAL | COMMUNITY:
            return self.holders[l // AREA][service.id in COMMUNITY]
        place, sector = self.places[l], LOCAL[service.id]
        return self.provider(f"{service.id}_{place.id}", f"{service.name} of {place.name}", sector)

    def area_holders(self, l):
        """The trust and the community provider of the area that begins with place l."""
        place = self.places[l]
        trust = self.provider(f"trust_{place.id}", f"Hospital trust of {place.name}", "nhs_trust")
        sector = self.draw.one_of(["nhs_trust", "social_enterprise"])
        return trust, self.provider(f"community_{place.id}", f"Community services of {place.name}", sector)

    def add_offers(self, l, s):
        """One to three in a place, near what today's pattern brings there."""
        draw, service, place = self.draw, SERVICES[s], self.places[l]
        if s == 0 and l % AREA == 0:
            self.holders.append(self.area_holders(l))
            self.plenty.append(draw.between(*PLENTY))
        rivals = int(draw.chance(0.5)) + int(draw.chance(0.28))
        parts = [draw.between(0.6, 1.4)] + [draw.between(0.2, 0.7) for _ in range(rivals)]
        amount = max(self.load[l][s], 1.0) * self.plenty[l // AREA] * draw.between(0.75, 1.25)
        for rank, part in enumerate(parts):
            provider = self.main_provider(l, service) if rank == 0 else self.provider(
                f"{service.id}_{place.id}_{rank + 1}", f"{service.name} {rank + 1} of {place.name}", draw.one_of(SMALL))
            offer = Offer(l, s, provider, [j for j in place.near if draw.chance(service.spread)])
            offer.id = f"{service.id}_{place.id}_{rank + 1}"
            offer.price = round(service.price * draw.between(0.8, 1.2), 2)
            offer.capacity = round(amount * part / sum(parts), 1)
            self.offers.append(offer)

    def open_offers(self, count):
        """Opens the small offers, the first ones last, with fixed costs, contests of two and blocks."""
        draw = self.draw
        small = [k for k, offer in enumerate(self.offers) if not offer.id.endswith("_1")]
        chosen = draw.some_of(small, min(count, len(small)))
        left = [k for k, offer in enumerate(self.offers) if offer.id.endswith("_1")]
        chosen += draw.some_of(left, min(count - len(chosen), len(left)))
        before = None
        for k in chosen:
            offer = self.offers[k]
            # A smaller price for each contact, a fixed cost for being there.
            offer.terms = {"award": "open", "fixed_cost": round(offer.capacity * offer.price * draw.between(0.05, 0.3))}
            offer.price = round(0.85 * offer.price, 2)
            if draw.chance(0.3):
                offer.terms["min_volume"] = round(offer.capacity * draw.between(0.1, 0.4), 1)
            if draw.chance(0.25):
                size = round(offer.capacity * draw.between(0.2, 0.5), 1) + 1
                offer.terms.update(block_size=size, max_blocks=1 + draw.below(3),
                                   block_cost=round(size * offer.price * draw.between(0.1, 0.3)))
            if before and (before.place, before.service) == (offer.place, offer.service) and "contest" not in before.terms:
                before.terms["contest"] = offer.terms["contest"] = f"contest_{before.id}"
            before = offer

    def budgets(self):
        """Per pot, in today's proportions."""
        cost = dict.fromkeys((pot for pot, _ in POTS), 0.0)
        for load in self.load:
            for s, contacts in enumerate(load):
                cost[SERVICES[s].pot] += contacts * SERVICES[s].price
        today = sum(cost.values())
        least = sum(row[n] * need.least_cost() for row in self.demand for n, need in enumerate(self.needs))
        part = (least + BUDGET * (today - least)) / today
        return {pot: round(part * amount) for pot, amount in cost.items()}

    def virement(self):
        """What may move in the partial regime: 2 % of the giving budget."""
        return [{"from": p, "to": q, "limit": round(0.02 * budget)} for p, budget in self.budgets().items()
                for q, _ in POTS if p != q]

    def teams(self, count):
        """Each co-ordinates a quarter of the needs in a contiguous part of the places, up to a tenth of the episodes."""
        rows = []
        for j in range(count):
            first, end = j * len(self.places) // count, (j + 1) * len(self.places) // count
            needs = self.draw.some_of(range(len(self.needs)), max(1, len(self.needs) // 4))
            episodes = sum(self.demand[l][n] for l in range(first, end) for n in needs)
            if first < end:
                rows.append({"id": f"team_{j + 1}", "provider": self.providers[self.holders[first // AREA][1]]["id"],
                             "pot": "continuing", "needs": ";".join(self.needs[n].id for n in needs),
                             "places": "*" if count == 1 else ";".join(p.id for p in self.places[first:end]),
                             "capacity": round(0.1 * episodes, 1), "unit_cost": 40, "relief": 0.5})
        return rows

    def programmes(self, count):
        """Records and effects: curves of three points, up to 3 % of each need's episodes."""
        records, effects = [], []
        for g in range(count):
            records.append({"id": f"programme_{g + 1}", "name": f"Programme {g + 1}", "pot": "public_health"})
            for n in self.draw.some_of(range(len(self.needs)), min(3, len(self.needs))):
                most = 0.03 / count * sum(row[n] for row in self.demand)
                for part, averted in ((0.2, 0.4), (0.5, 0.75), (1.0, 1.0)):
                    effects.append({"programme": f"programme_{g + 1}", "need": self.needs[n].id,
                                    "spend": round(part * 50 * most + part, 2), "averted": round(averted * most, 3)})
        return records, effects

    def rules(self, count):
        """Limits on shares, set around the shares of capacity so that they can be kept and some bind."""
        rules = []
        for i in range(count):
            pot = ("planned", "continuing", "primary", "public_health")[i // 2 % 4]
            sectors = ["nhs_trust"] if i % 2 == 0 else ["charity", "social_enterprise"]
            inside = [offer for offer in self.offers if SERVICES[offer.service].pot == pot]
            group = [offer for offer in inside if self.providers[offer.provider]["sector"] in sectors]
            spend = sum(offer.capacity * offer.price for offer in group) / sum(o.capacity * o.price for o in inside)
            contacts = sum(offer.capacity for offer in group) / sum(offer.capacity for offer in inside)
            if i % 2 == 0:
                rules.append({"id": f"rule {i + 1}", "type": "max_share", "of": "spend", "limit": round(0.97 * spend, 4)})
            else:
                rules.append({"id": f"rule {i + 1}", "type": "min_share", "of": "contacts",
                              "limit": round(1.03 * contacts, 4)})
            rules[-1].update(scope={"pot": pot}, sectors=sectors)
        return rules
