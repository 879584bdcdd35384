"""Random scenarios, always valid, from a seed.

    python3 generate.py SEED [--kind linear|integer] [--size tiny] [--out FILE]

A linear scenario has held offers and teams only, and no blocks, so that its
model is a linear programme. An integer scenario also has open offers and
teams, contests, blocks, conflicts of interest and rules about awards. Numbers
are kept round, to four significant digits at most.
"""

import argparse
import json
import random
import sys

KINDS = ("linear", "integer")
SECTORS = ("general_practice", "pharmacy", "nhs_trust", "social_enterprise",
           "charity", "independent", "local_authority")
SIZES = {
    "tiny": {"pots": (2, 2), "services": (3, 4), "providers": (3, 5),
             "places": (1, 2), "needs": (1, 2), "extra_offers": (1, 3),
             "teams": (0, 1), "programmes": (0, 1), "rules": (0, 2)},
    "small": {"pots": (2, 4), "services": (4, 7), "providers": (4, 8),
              "places": (2, 3), "needs": (2, 4), "extra_offers": (2, 6),
              "teams": (1, 2), "programmes": (1, 2), "rules": (0, 4)},
    "medium": {"pots": (3, 4), "services": (7, 11), "providers": (8, 14),
               "places": (4, 6), "needs": (4, 6), "extra_offers": (6, 14),
               "teams": (1, 3), "programmes": (1, 3), "rules": (1, 5)},
}


def rounded(value, digits=3):
    """A number to a few significant digits, whole where it can be."""
    short = float("%.*g" % (digits, value))
    return int(short) if short == int(short) else short


def floored(value, digits=3):
    """Like rounded, but never above the value."""
    short = rounded(value, digits)
    while short > value:
        value *= 1 - 10.0 ** -digits
        short = rounded(value, digits)
    return short


class Generator:
    """Draws one scenario; each table is drawn from those before it."""

    def __init__(self, seed, kind="linear", size="small"):
        self.draw = random.Random(seed)
        self.integer = kind == "integer"
        self.size = SIZES[size]
        self.document = {
            "purse": 1, "name": "random %s %s %s" % (size, kind, seed),
            "period": "one year", "currency": "GBP"}
        self.baseline = self.draw.random() < 0.8
        self._people()
        self._services()
        self._providers()
        self._pathways()
        self._expected_contacts()
        self._offers()
        self._awards()
        self._teams()
        self._programmes()
        self._pots()
        self._virement()
        self._handover()
        self._rules()
        self._incomes()
        self._objective()

    # Small helpers

    def _count(self, what):
        return self.draw.randint(*self.size[what])

    def _chance(self, probability):
        return self.draw.random() < probability

    def _ids(self, table):
        return [row["id"] for row in self.document[table]]

    def _some(self, items, least=1):
        """A random non-empty part of a list, in its order."""
        chosen = self.draw.sample(range(len(items)),
                                  self.draw.randint(least, len(items)))
        return [items[i] for i in sorted(chosen)]

    def _spread(self, parts):
        """Tenths that sum to 1, some of them perhaps 0."""
        cuts = sorted(self.draw.randint(0, 10) for _ in range(parts - 1))
        edges = [0] + cuts + [10]
        return [(high - low) / 10 for low, high in zip(edges, edges[1:])]

    def _demand_on(self, places, need):
        chosen = self._ids("places") if places == "*" else places
        return sum(row["episodes"] for row in self.document["demand"]
                   if row["need"] == need and row["place"] in chosen)

    def _pot_of(self, service):
        return next(row["pot"] for row in self.document["services"]
                    if row["id"] == service)

    # Who lives where and what they need

    def _people(self):
        document, draw = self.document, self.draw
        document["places"] = [
            {"id": "place%d" % i, "name": "Place %d" % i,
             "population": rounded(draw.uniform(5000, 90000))}
            for i in range(1, self._count("places") + 1)]
        document["needs"] = [
            {"id": "need%d" % i, "name": "Need %d" % i}
            for i in range(1, self._count("needs") + 1)]
        for need in document["needs"]:
            if self._chance(0.6):
                need["priority"] = draw.choice([0.5, 1, 2, 3, 5])
        document["demand"] = []
        for place in self._ids("places"):
            for need in self._ids("needs"):
                if self._chance(0.08):
                    continue
                episodes = (0 if self._chance(0.06)
                            else rounded(draw.uniform(40, 2000)))
                document["demand"].append(
                    {"place": place, "need": need, "episodes": episodes})
        if sum(row["episodes"] for row in document["demand"]) == 0:
            document["demand"] = [
                {"place": "place1", "need": "need1", "episodes": 500}]

    # What is provided, and by whom

    def _services(self):
        pots = ["primary", "continuing", "planned", "public_health"]
        pots = pots[:self._count("pots")]
        self.document["pots"] = [{"id": pot, "budget": 0} for pot in pots]
        count = max(len(pots), self._count("services"))
        self.document["services"] = []
        for i in range(1, count + 1):
            row = {"id": "service%d" % i,
                   "pot": pots[i - 1] if i <= len(pots)
                   else self.draw.choice(pots)}
            if self._chance(0.7):
                row["access"] = self.draw.randint(1, 5)
            if self._chance(0.4):
                row["unit"] = self.draw.choice(["visit", "bed day", "week"])
            self.document["services"].append(row)

    def _providers(self):
        every_quality = self._chance(0.6)
        self.document["providers"] = []
        for i in range(1, self._count("providers") + 1):
            row = {"id": "provider%d" % i, "name": "Provider %d" % i,
                   "sector": self.draw.choice(SECTORS)}
            if every_quality or self._chance(0.5):
                row["quality"] = self.draw.randint(40, 95)
            if self._chance(0.15):
                row["commissions"] = self._some(self._ids("pots"))[:1]
            self.document["providers"].append(row)

    def _offers(self):
        """One offer "*" or nearly for each service, and some more."""
        services = self._ids("services")
        wanted = services + [self.draw.choice(services)
                             for _ in range(self._count("extra_offers"))]
        self.document["offers"] = []
        for i, service in enumerate(wanted, 1):
            first = i <= len(services)
            row = {"id": "offer%d" % i, "service": service,
                   "provider": self.draw.choice(self._ids("providers"))}
            if self._chance(0.1 if first else 0.4):
                row["places"] = self._some(self._ids("places"))
            elif self._chance(0.3):
                row["places"] = "*"
            expected = max(20.0, self.expected[service])
            row["capacity"] = rounded(expected * self.draw.uniform(0.4, 1.4))
            row["unit_cost"] = rounded(self.draw.uniform(5, 250))
            if not first and self._chance(0.08):
                row["capacity"] = 0
            self._offer_costs(row, expected)
            self.document["offers"].append(row)

    def _offer_costs(self, row, expected):
        if self._chance(0.4):
            row["fixed_cost"] = rounded(
                self.draw.uniform(0.02, 0.3) * expected * row["unit_cost"])
        if self._chance(0.15):
            row["min_volume"] = floored(
                min(row["capacity"], expected) * self.draw.uniform(0.02, 0.12))

    # How needs are met

    def _pathways(self):
        self.document["abilities"] = []
        self.document["referrals"] = []
        for need in self._ids("needs"):
            self._pathway(need)

    def _pathway(self, need):
        """A graph without cycles: referrals only go down a drawn order."""
        services = self._ids("services")
        self.draw.shuffle(services)
        chain = services[:self.draw.randint(2, min(6, len(services)))]
        abilities, reached = [], set()
        for position, service in enumerate(chain):
            row = {"need": need, "service": service}
            last = position == len(chain) - 1
            done = last or (position > 0 and self._chance(0.2))
            row["resolves"] = 1 if done else self.draw.randint(3, 18) / 20
            if self._chance(0.6):
                row["contacts"] = self.draw.choice([0.5, 1, 1.5, 2, 3, 6])
            if position == 0 or service not in reached or self._chance(0.25):
                row["entry"] = True
            elif self._chance(0.3):
                row["entry"] = False
            if not done:
                reached.update(self._referrals(need, service,
                                               chain[position + 1:]))
            abilities.append(row)
        self._entries([row for row in abilities if row.get("entry")])
        self.document["abilities"] += abilities

    def _referrals(self, need, source, later):
        """Referrals of every kind from one service to some later ones."""
        targets = self._some(later)[:3]
        for target, share in zip(targets, self._spread(len(targets))):
            row = {"need": need, "from": source, "to": target}
            if self._chance(0.7):
                row["kind"] = self.draw.choice(
                    ["referral", "transfer", "signpost"])
            if self._chance(0.7):
                row["burden"] = self.draw.choice([0, 0.5, 1, 1.5, 2, 3])
            if self._chance(0.25):
                row["necessary"] = True
            if self.baseline:
                row["share"] = share
            self.document["referrals"].append(row)
        return targets

    def _entries(self, entries):
        """entry_min sums to at most 1, entry_max to at least 1."""
        for row, share in zip(entries, self._spread(len(entries))):
            if len(entries) > 1 and self._chance(0.25):
                row["entry_min"] = self.draw.choice([0.05, 0.1])
            if len(entries) > 1 and self._chance(0.25):
                row["entry_max"] = self.draw.choice([0.6, 0.8, 0.95])
            if self.baseline:
                row["entry_baseline"] = share
        if sum(row.get("entry_min", 0) for row in entries) > 0.9:
            for row in entries:
                row.pop("entry_min", None)

    def _expected_contacts(self):
        """Contacts per service if entries and referrals spread evenly."""
        self.expected = {service: 0.0 for service in self._ids("services")}
        document = self.document
        for need in self._ids("needs"):
            rows = [row for row in document["abilities"]
                    if row["need"] == need]
            entries = [row for row in rows if row.get("entry")]
            people = {row["service"]: 0.0 for row in rows}
            for row in entries:
                people[row["service"]] += (
                    self._demand_on("*", need) / len(entries))
            for row in rows:          # already in the order of the chain
                service = row["service"]
                self.expected[service] += (
                    people[service] * row.get("contacts", 1))
                ways = [way for way in document["referrals"]
                        if way["need"] == need and way["from"] == service]
                for way in ways:
                    people[way["to"]] += (people[service] / len(ways)
                                          * (1 - row["resolves"]))

    # Awards, contests and blocks, in integer scenarios only

    def _awards(self):
        self.blocks_left = 4 if self.size is SIZES["tiny"] else 12
        for row in self.document["offers"]:
            if self.integer:
                self._blocks(row)
                if self._chance(0.45):
                    row["award"] = "open"
            elif self._chance(0.3):
                row["award"] = "held"
        opened = [row for row in self.document["offers"]
                  if row.get("award") == "open"]
        self._contests(opened)
        if opened and self._chance(0.3):
            self._conflict(self.draw.choice(opened))

    def _blocks(self, row):
        if self.blocks_left < 2 or not self._chance(0.3):
            return
        row["max_blocks"] = self.draw.randint(1, 2)
        self.blocks_left -= row["max_blocks"]
        row["block_size"] = rounded(max(
            10.0, row["capacity"] * self.draw.uniform(0.2, 0.6)))
        row["block_cost"] = rounded(
            row["block_size"] * row["unit_cost"] * self.draw.uniform(0.1, 0.6))

    def _contests(self, opened):
        by_service = {}
        for row in opened:
            by_service.setdefault(row["service"], []).append(row)
        for service, rivals in by_service.items():
            if len(rivals) > 1 or self._chance(0.15):
                for row in rivals[:3]:
                    row["contest"] = "contest_" + service

    def _conflict(self, offer):
        provider = next(row for row in self.document["providers"]
                        if row["id"] == offer["provider"])
        provider["commissions"] = [self._pot_of(offer["service"])]

    # Coordination and prevention

    def _teams(self):
        total = sum(row["episodes"] for row in self.document["demand"])
        self.document["teams"] = []
        for i in range(1, self._count("teams") + 1):
            row = {"id": "team%d" % i,
                   "provider": self.draw.choice(self._ids("providers")),
                   "pot": self.draw.choice(self._ids("pots")),
                   "capacity": rounded(total * self.draw.uniform(0.05, 0.4)),
                   "unit_cost": rounded(self.draw.uniform(2, 60)),
                   "relief": self.draw.choice([0, 0.25, 0.5, 0.8, 1])}
            if self._chance(0.4):
                row["needs"] = self._some(self._ids("needs"))
            if self._chance(0.3):
                row["places"] = self._some(self._ids("places"))
            if self._chance(0.4):
                row["fixed_cost"] = rounded(
                    row["capacity"] * row["unit_cost"] * 0.1)
            if self.integer and self._chance(0.5):
                row["award"] = "open"
            self.document["teams"].append(row)

    def _programmes(self):
        self.document["programmes"] = []
        self.document["programme_effects"] = []
        for i in range(1, self._count("programmes") + 1):
            row = {"id": "programme%d" % i, "name": "Programme %d" % i,
                   "pot": self.draw.choice(self._ids("pots"))}
            if self._chance(0.4):
                row["places"] = self._some(self._ids("places"))
            self.document["programmes"].append(row)
            if not self._chance(0.08):
                for need in self._some(self._ids("needs"))[:3]:
                    self._effects(row, need)

    def _effects(self, programme, need):
        """A concave curve that averts at most a fifth of the demand."""
        demand = self._demand_on(programme.get("places", "*"), need)
        ceiling = demand * self.draw.uniform(0.05, 0.2)
        if demand == 0:
            return
        points = self.draw.randint(1, 3)
        step = rounded(ceiling * self.draw.uniform(10, 120) / points, 2)
        averted = floored(ceiling / points, 2)
        fall = self.draw.choice([0.4, 0.5, 0.75])
        spend, total, gain = 0, 0, averted
        for _ in range(points):
            spend, total = spend + step, total + gain
            self.document["programme_effects"].append(
                {"programme": programme["id"], "need": need,
                 "spend": rounded(spend, 4), "averted": floored(total, 4)})
            gain = gain * fall

    # Money

    def _pots(self):
        """Budgets cover what is held, and some of what is expected."""
        document = self.document
        for pot in document["pots"]:
            sure = expected = 0.0
            for row in document["offers"]:
                if self._pot_of(row["service"]) != pot["id"]:
                    continue
                if row.get("award") != "open":
                    sure += (row.get("fixed_cost", 0)
                             + row.get("min_volume", 0) * row["unit_cost"])
                expected += row["capacity"] * row["unit_cost"]
            for team in document["teams"]:
                if team["pot"] == pot["id"] and team.get("award") != "open":
                    sure += team.get("fixed_cost", 0)
            pot["budget"] = rounded(
                1.1 * sure + expected * self.draw.uniform(0.1, 0.9)
                + self.draw.uniform(500, 20000), 4)
            if self._chance(0.5):
                pot["name"] = pot["id"].replace("_", " ").capitalize()

    def _virement(self):
        """Limits for some pairs of pots; the table is never absent."""
        self.document["virement"] = []
        pots = self.document["pots"]
        pairs = [(one, other) for one in pots for other in pots
                 if one is not other]
        for one, other in self._some(pairs):
            limit = rounded(one["budget"] * self.draw.uniform(0, 0.2))
            self.document["virement"].append(
                {"from": one["id"], "to": other["id"], "limit": limit})

    def _handover(self):
        if self._chance(0.2):
            return
        record = {}
        if self._chance(0.8):
            record["within_provider"] = self.draw.choice([0, 0.25, 0.5, 1])
        if self._chance(0.8):
            record["across_pots"] = self.draw.choice([0.5, 1, 1.5, 2])
        self.document["handover"] = record

    def _incomes(self):
        """Some providers cannot carry all they might be awarded."""
        document = self.document
        for provider in document["providers"]:
            if not self._chance(0.25):
                continue
            sure = likely = 0.0
            for row in document["offers"] + document["teams"]:
                if row["provider"] != provider["id"]:
                    continue
                if row.get("award") != "open":
                    sure += (row.get("fixed_cost", 0)
                             + row.get("min_volume", 0) * row["unit_cost"])
                likely += row["capacity"] * row["unit_cost"]
            provider["max_income"] = rounded(
                1.1 * sure + likely * self.draw.uniform(0.2, 0.9) + 1000, 4)

    # Rules and objective

    def _rules(self):
        makers = [self._max_share, self._min_share, self._min_spend,
                  self._max_spend, self._min_quality, self._unmet_gap,
                  self._burden_gap]
        if self.integer:
            makers += [self._min_awards, self._max_awards]
        self.document["rules"] = []
        wanted = self._count("rules")
        for maker in self.draw.sample(makers, min(wanted, len(makers))):
            rule = maker()
            if rule and self._chance(0.5):
                rule["id"] = "rule%d" % (len(self.document["rules"]) + 1)
            if rule:
                self.document["rules"].append(rule)

    def _scope(self):
        choice = self.draw.random()
        if choice < 0.4:
            return {}
        if choice < 0.75:
            return {"pot": self.draw.choice(self._ids("pots"))}
        return {"service": self.draw.choice(self._ids("services"))}

    def _offers_in(self, scope):
        return [row for row in self.document["offers"]
                if scope.get("service") in (None, row["service"])
                and scope.get("pot") in (None, self._pot_of(row["service"]))]

    def _providers_in(self, scope):
        names = {row["provider"] for row in self._offers_in(scope)}
        return [row for row in self.document["providers"]
                if row["id"] in names]

    def _group(self, rule, providers):
        """Name some of the providers by sector, by id, or by both."""
        choice = self.draw.random()
        if choice < 0.7:
            rule["sectors"] = sorted({row["sector"] for row
                                      in self._some(providers)[:2]})
        if choice > 0.5:
            rule["providers"] = [row["id"] for row
                                 in self._some(providers)[:2]]

    def _of(self):
        return self.draw.choice(["contacts", "spend"])

    def _max_share(self):
        scope = self._scope()
        providers = self._providers_in(scope)
        rule = {"type": "max_share", "scope": scope, "of": self._of()}
        if len(providers) > 2 and self._chance(0.6):
            rule["limit"] = self.draw.choice([0.5, 0.6, 0.75])
        elif len(providers) > 1:
            rule["limit"] = self.draw.choice([0.7, 0.8, 0.9])
            self._group(rule, providers)
        else:
            return None
        return rule

    def _min_share(self):
        scope = self._scope()
        providers = self._providers_in(scope)
        if len(providers) < 2:
            return None
        rule = {"type": "min_share", "scope": scope, "of": self._of(),
                "limit": self.draw.choice([0.03, 0.05, 0.1])}
        self._group(rule, providers)
        return rule

    def _spend_limits(self, scope):
        """What a scope must spend whatever is decided, and its capacity."""
        held = likely = 0.0
        for row in self._offers_in(scope):
            if row.get("award") != "open":
                held += (row.get("fixed_cost", 0)
                         + row.get("min_volume", 0) * row["unit_cost"])
            likely += row["capacity"] * row["unit_cost"]
        for team in self.document["teams"]:
            if "service" not in scope and team.get("award") != "open":
                held += team.get("fixed_cost", 0)
        return held, likely

    def _min_spend(self):
        scope = self._scope()
        held, likely = self._spend_limits(scope)
        return {"type": "min_spend", "scope": scope,
                "limit": rounded(0.5 * held
                                 + likely * self.draw.uniform(0, 0.05))}

    def _max_spend(self):
        scope = self._scope()
        held, likely = self._spend_limits(scope)
        return {"type": "max_spend", "scope": scope,
                "limit": rounded(1.1 * held + 1000
                                 + likely * self.draw.uniform(0.2, 0.7))}

    def _min_quality(self):
        scope = self._scope()
        grades = [row.get("quality") for row in self._providers_in(scope)]
        if not grades or None in grades:
            return None
        return {"type": "min_quality", "scope": scope,
                "limit": rounded(0.7 * sum(grades) / len(grades)
                                 + 0.3 * min(grades))}

    def _unmet_gap(self):
        return {"type": "max_unmet_gap",
                "limit": self.draw.choice([0.1, 0.2, 0.3])}

    def _burden_gap(self):
        return {"type": "max_burden_gap",
                "limit": self.draw.choice([0.1, 0.25, 0.5])}

    def _min_awards(self):
        scope = self._scope()
        held, contests, free = set(), set(), 0
        for row in self._offers_in(scope):
            if row.get("award") != "open":
                held.add(row["id"])
            elif row.get("contest"):
                contests.add(row["contest"])
            else:
                free += 1
        possible = len(held) + len(contests) + free
        return {"type": "min_awards", "scope": scope,
                "limit": self.draw.randint(0, max(0, possible - 1))}

    def _max_awards(self):
        scope = self._scope()
        rows = self._offers_in(scope)
        held = sum(row.get("award") != "open" for row in rows)
        return {"type": "max_awards", "scope": scope,
                "limit": self.draw.randint(held, max(held, len(rows)))}

    def _objective(self):
        measures = ["unmet", "burden", "spend", "access"]
        choice = self.draw.random()
        if choice < 0.35:
            return
        if choice < 0.55:
            self.document["objective"] = measures[:3]
        elif choice < 0.65:
            self.document["objective"] = ["unmet", "access", "spend"]
        elif choice < 0.8:
            self.draw.shuffle(measures)
            self.document["objective"] = measures[
                :self.draw.randint(1, len(measures))]
        else:
            self.document["objective"] = {
                "unmet": self.draw.choice([50, 500, 2000]),
                "burden": self.draw.choice([1, 5, 20]),
                "spend": self.draw.choice([0.01, 0.1, 1])}
            if self._chance(0.4):
                self.document["objective"]["access"] = 0.5


def generate(seed, kind="linear", size="small"):
    """The JSON document of one random scenario."""
    return Generator(seed, kind, size).document


def main():
    """Write one scenario to a file or to standard output."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("seed", type=int)
    parser.add_argument("--kind", choices=KINDS, default="linear")
    parser.add_argument("--size", choices=sorted(SIZES), default="small")
    parser.add_argument("--out")
    chosen = parser.parse_args()
    text = json.dumps(generate(chosen.seed, chosen.kind, chosen.size),
                      indent=2) + "\n"
    if chosen.out:
        with open(chosen.out, "w", encoding="utf-8") as out:
            out.write(text)
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
