"""Today's pattern (the baseline of section 4), in exact floating arithmetic.

Every need is followed through its graph of referrals in topological order,
place by place; nothing is optimised.

    python3 baseline.py SCENARIO
"""

import argparse
import json
import sys
from types import SimpleNamespace

import scenario as reader


class MissingShares(ValueError):
    """The scenario does not say where people enter or go on to today."""


def missing_shares(scenario):
    """Texts naming each entry_baseline and share that is not given."""
    missing = []
    for row in scenario.abilities:
        if row.entry and row.entry_baseline is None:
            missing.append("entry_baseline of %s at %s"
                           % (row.need, row.service))
        if row.resolves < 1:
            missing.extend("share of %s from %s to %s"
                           % (row.need, way.source, way.target)
                           for way in scenario.onward.get(
                               (row.need, row.service), [])
                           if way.share is None)
    return missing


def topological(scenario, need):
    """The services of a need, each before those it refers to."""
    order, seen = [], set()

    def visit(service):
        if service in seen:
            return
        seen.add(service)
        for row in scenario.onward.get((need, service), []):
            visit(row.target)
        order.append(service)

    for row in scenario.abilities:
        if row.need == need:
            visit(row.service)
    return order[::-1]


def held_shares(scenario, place, service):
    """Held offers of a service at a place, each with its share of people."""
    offers = [offer for offer in scenario.offers
              if offer.service == service and offer.award == "held"
              and place in offer.places and offer.capacity > 0]
    total = sum(offer.capacity for offer in offers)
    return [(offer, offer.capacity / total) for offer in offers]


class Baseline:
    """Sums over all places and needs of today's pattern."""

    def __init__(self, scenario):
        missing = missing_shares(scenario)
        if missing:
            raise MissingShares("; ".join(missing))
        self.scenario = scenario
        self.contacts = {offer.id: 0.0 for offer in scenario.offers}
        self.boundaries = {}          # (pot, pot) -> [moves, burden]
        self.unmet = self.weighted = 0.0
        self.moves = self.unnecessary = self.burden = 0.0
        for (place, need), episodes in scenario.D.items():
            self._follow(place, need, episodes)

    def _follow(self, place, need, episodes):
        """(2) to (4) for one place and need, service by service."""
        sc = self.scenario
        people = {service: 0.0 for service in topological(sc, need)}
        for service in people:
            ability = sc.ability[need, service]
            if ability.entry:
                people[service] += ability.entry_baseline * episodes
        for service in people:
            ability = sc.ability[need, service]
            offers = held_shares(sc, place, service)
            if not offers:
                self.unmet += people[service]
                self.weighted += sc.need[need].priority * people[service]
                continue
            for offer, part in offers:
                seen = people[service] * part
                self.contacts[offer.id] += ability.contacts * seen
            if ability.resolves < 1:
                self._refer(place, people, offers, ability)

    def _refer(self, place, people, offers, ability):
        """Send the unresolved on by today's shares, and count the moves."""
        sc = self.scenario
        leaving = (1.0 - ability.resolves) * people[ability.service]
        for row in sc.onward.get((ability.need, ability.service), []):
            moved = leaving * row.share
            people[row.target] += moved
            targets = held_shares(sc, place, row.target)
            inside = sum(part * other_part
                         for offer, part in offers
                         for other, other_part in targets
                         if offer.provider == other.provider)
            self._count(row, moved * (1.0 - inside), False)
            self._count(row, moved * inside, True)

    def _count(self, row, moved, within_provider):
        sc = self.scenario
        burden = moved * reader.referral_burden(sc, row, within_provider)
        self.moves += moved
        self.burden += burden
        if not row.necessary:
            self.unnecessary += moved
        pots = (sc.service[row.source].pot, sc.service[row.target].pot)
        total = self.boundaries.setdefault(pots, [0.0, 0.0])
        total[0] += moved
        total[1] += burden

    def offer_spend(self, offer):
        """(12) for one held offer without blocks."""
        if offer.award != "held":
            return 0.0
        return offer.unit_cost * self.contacts[offer.id] + offer.fixed_cost

    def pot_spend(self):
        """(12): spend of each pot on held offers."""
        sc = self.scenario
        spend = {pot.id: 0.0 for pot in sc.pots}
        for offer in sc.offers:
            spend[sc.service[offer.service].pot] += self.offer_spend(offer)
        return spend

    def totals(self):
        """The totals of section 7."""
        sc = self.scenario
        episodes = sum(sc.D.values())
        return {
            "episodes": episodes, "served": episodes - self.unmet,
            "unmet": self.unmet, "unmet_weighted": self.weighted,
            "averted": 0.0, "contacts": sum(self.contacts.values()),
            "moves": self.moves, "unnecessary_moves": self.unnecessary,
            "burden": self.burden,
            "access": sum(self.contacts[offer.id]
                          * sc.service[offer.service].access
                          for offer in sc.offers),
            "spend": sum(self.pot_spend().values())}


def evaluate(scenario):
    """The baseline of a scenario in the shape of section 7."""
    base = Baseline(scenario)
    return SimpleNamespace(
        status="evaluated", totals=base.totals(),
        pots=[{"id": pot, "spend": spend}
              for pot, spend in base.pot_spend().items()],
        offers=[{"id": offer.id, "contacts": base.contacts[offer.id],
                 "spend": base.offer_spend(offer)}
                for offer in scenario.offers],
        boundaries=[{"from": source, "to": target, "moves": moves,
                     "burden": burden}
                    for (source, target), (moves, burden)
                    in base.boundaries.items()])


def main():
    """Evaluate one scenario file and print the answer as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("scenario")
    chosen = parser.parse_args()
    try:
        result = evaluate(reader.read(chosen.scenario))
    except MissingShares as error:
        print("missing: %s" % error, file=sys.stderr)
        return 1
    json.dump(vars(result), sys.stdout, indent=2)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
