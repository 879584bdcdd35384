"""What the build.py of a story shares: people from the practice lists, prices from the facts table, contacts that
follow from the pathways, offers and budgets that follow from the contacts, and the tables written out.

A story hands over plain data:

    places     {district code: (id, name)}
    pots       [(id, name)]
    services   {id: (name, pot, unit, access, cost, headroom)}
    providers  [(id, name, sector)] or [(id, name, sector, {field: value})]; income_room times today's income becomes max_income
    needs      [(id, name, episodes per 1,000, weighted list, priority, pathway)]
    offers     [{service, provider, ...}], see Story.offer

A cost is a number, an item of the facts table, or (item, factor). A pathway has one line per service:

    service | resolves | contacts | door | onward

    resolves  share whose episode ends here, a number or an item of the facts table
    door      empty, or today's share of the episodes, or share:least:most
    onward    "service share kind": s signpost, r referral, t transfer; ! marks a move that the condition requires;
              "service 0 kind" is a way on that nobody takes today
"""

import csv
import json
import math
from collections import defaultdict
from pathlib import Path

DATA = Path(__file__).resolve().parent
PRICE_BASE_YEAR = 2024
PRICE_RISE_PER_YEAR = 0.025  # assumption: older prices are raised by this much a year, newer ones stay
KINDS = {"s": "signpost", "r": "referral", "t": "transfer"}
BURDEN = {"signpost": 0.5, "referral": 1, "transfer": 1}  # assumption
INLINE_ROWS = 4  # a table longer than this becomes a CSV file


class Facts:
    """The facts table; remembers what was used, so that the scenario can cite it."""

    def __init__(self):
        with open(DATA / "facts.csv", newline="", encoding="utf-8") as f:
            self.rows = {(r["topic"], r["item"]): r for r in csv.DictReader(f)}
        self.used = set()

    def value(self, topic, item):
        self.used.add((topic, item))
        return float(self.rows[topic, item]["value"])

    def price(self, item):
        """A unit cost at 2024/25 prices."""
        year = self.rows["unit_cost", item]["year"][:4]
        age = PRICE_BASE_YEAR - int(year) if year.isdigit() else 0
        return self.value("unit_cost", item) * (1 + PRICE_RISE_PER_YEAR) ** max(age, 0)

    def share(self, item):
        return self.value("resolution" if ("resolution", item) in self.rows else "effect", item)

    def cited(self):
        rows = [self.rows[k] for k in self.used]
        return sorted({f"{row['source']} ({row['year']})" if row["year"] else row["source"] for row in rows})


def read_people(file, places):
    """Registered and weighted lists per place, summed over its practices."""
    people = {place: defaultdict(float) for place, _ in places.values()}
    with open(DATA / file, newline="", encoding="utf-8") as f:
        for row in csv.DictReader(f):
            if row["district"] in places:
                for field, value in row.items():
                    if field == "registered" or field.startswith("need_"):
                        people[places[row["district"]][0]][field.removeprefix("need_")] += float(value)
    return people


def parse_pathway(text, facts):
    """One pathway as {service: (resolves, contacts, door)} and a list of moves."""
    abilities, moves = {}, []
    for line in text.strip().splitlines():
        service, resolves, contacts, door, onward = (c.strip() for c in line.split("|"))
        if service in abilities:
            raise ValueError(f"{service} twice")
        resolves = facts.share(resolves) if resolves[0].isalpha() else float(resolves)
        door = [float(d) for d in door.split(":")] if door else None
        if door and len(door) == 1:
            door *= 3
        abilities[service] = (resolves, float(contacts), door)
        for move in filter(None, (m.strip() for m in onward.split(","))):
            to, share, kind = move.split()
            moves.append((service, to, float(share), KINDS[kind[0]], kind.endswith("!")))
    return abilities, moves


def people_per_episode(abilities, moves):
    """People at each service for one episode, today: equations (2) to (4) in the order of the chain."""
    order = []

    def visit(service, path=()):
        if service in path:
            raise ValueError(f"a cycle: {', '.join(path)}, {service}")
        for frm, to, *_ in moves:
            if frm == service and to not in order:
                visit(to, (*path, service))
        if service not in order:
            order.append(service)

    for service in abilities:
        visit(service)
    people = {s: door[0] if door else 0.0 for s, (_, _, door) in abilities.items()}
    for service in reversed(order):
        for frm, to, share, *_ in moves:
            if frm == service:
                people[to] += people[service] * (1 - abilities[service][0]) * share
    return people


class Story:
    def __init__(self, folder, practices, places, pots, services, providers, needs, efficiency):
        self.folder, self.facts = Path(folder), Facts()
        self.pots, self.services, self.efficiency = pots, services, efficiency
        self.places = [p for p, _ in places.values()]
        self.people = read_people(practices, places)
        self.registered = sum(p["registered"] for p in self.people.values())
        self.provider_rows = [(p + ({},))[:4] for p in providers]
        self.sector = {p[0]: p[2] for p in providers}
        self.offers = []
        self.tables = {
            "places": [{"id": i, "name": n, "population": round(self.people[i]["registered"])} for i, n in places.values()],
            "needs": [{"id": n[0], "name": n[1], "priority": n[4]} for n in needs]}
        self.read_needs(needs)

    def read_needs(self, needs):
        self.volume = defaultdict(float)  # contacts per service and place today
        demand, abilities, referrals = [], [], []
        for need, _, rate, weight, _, text in needs:
            able, moves = parse_pathway(text, self.facts)
            per_episode = people_per_episode(able, moves)
            weighted = sum(p[weight] for p in self.people.values())
            for place, people in self.people.items():
                episodes = round(rate * self.registered / 1000 * people[weight] / weighted, 1)
                demand.append({"place": place, "need": need, "episodes": episodes})
                for service, (_, contacts, _) in able.items():
                    self.volume[service, place] += episodes * per_episode[service] * contacts
            for service, (resolves, contacts, door) in able.items():
                share, low, high = door or (None, None, None)
                abilities.append({"need": need, "service": service, "resolves": resolves, "contacts": contacts, "entry": bool(door),
                                  "entry_min": low, "entry_max": high, "entry_baseline": share})
            referrals += [{"need": need, "from": f, "to": t, "kind": k, "burden": BURDEN[k], "necessary": must, "share": share}
                          for f, t, share, k, must in moves]
        self.tables |= {"demand": demand, "abilities": abilities, "referrals": referrals}
        self.demand = {(d["place"], d["need"]): d["episodes"] for d in demand}

    def price(self, cost):
        if isinstance(cost, str):
            return self.facts.price(cost)
        return self.facts.price(cost[0]) * cost[1] if isinstance(cost, tuple) else cost

    def contacts(self, service, places):
        return sum(self.volume[service, p] for p in places)

    def offer(self, service, provider, zone=None, share=1, price=1, tag=None, fixed=0, least=0, block=None, headroom=None,
              volume=None, contest=None, award=None):
        """One offer, or with zone "each" one per place ({place} in names).

        zone: places (all by default); share: part of today's contacts, to which the headroom of the service is added;
        price: times the unit cost; fixed: part of the value of the whole capacity, paid with the award; least: part
        of the capacity; block: (part of today's contacts, part of their value, most blocks); volume(story, service, places): another basis
        for the capacity than today's contacts.
        """
        if zone == "each":
            for place in self.places:
                named = [text.format(place=place) if text else None for text in (provider, tag or "{place}", contest)]
                self.offer(service, named[0], [place], share, price, named[1], fixed, least, block, headroom, volume, named[2], award)
            return
        places = zone or self.places
        _, _, _, _, cost, room = self.services[service]
        basis = (volume or Story.contacts)(self, service, places) * share
        unit = round(self.price(cost) * price, 2)
        capacity = math.ceil(basis * (1 + (room if headroom is None else headroom)))
        part, worth, most = block or (0, 0, 0)
        size = math.ceil(self.contacts(service, places) * part)
        self.offers.append({
            "id": f"{service}_{tag or provider}", "provider": provider, "service": service,
            "places": "*" if len(places) == len(self.places) else ";".join(places), "unit_cost": unit, "capacity": capacity,
            "fixed_cost": round(capacity * unit * fixed, -2), "min_volume": math.floor(capacity * least),
            "award": award or ("open" if contest else "held"), "contest": contest,
            "block_size": size, "block_cost": round(size * unit * worth, -2), "max_blocks": most})

    def baseline_spend(self):
        """Spend per pot and income per provider today: people spread over the held offers in proportion to capacity."""
        pots, income = defaultdict(float), defaultdict(float)
        for o in self.offers:
            if o["award"] == "held":
                pots[self.services[o["service"]][1]] += o["fixed_cost"]
                income[o["provider"]] += o["fixed_cost"]
        for (service, place), contacts in self.volume.items():
            holders = [o for o in self.offers if o["service"] == service and o["award"] == "held"
                       and (o["places"] == "*" or place in o["places"].split(";"))]
            total = sum(o["capacity"] for o in holders)
            for o in holders:
                pounds = contacts * o["capacity"] / total * o["unit_cost"]
                pots[self.services[service][1]] += pounds
                income[o["provider"]] += pounds
        return pots, income

    def write(self, name, description, sources, handover, objective, teams=(), programmes=(), virement=None, rules=(),
              budgets=None):
        """Everything into scenario.json and its CSV tables. programmes: [(id, name, pot, places, {need: [(spend, averted)]})];
        virement: {(from, to): pounds, or a part below 1 of the giving budget}; budgets: {pot: pounds} instead of today's spend
        less the efficiency."""
        spend, income = self.baseline_spend()
        given = budgets or {}
        budgets = {p: round(given.get(p, spend[p] * (1 - self.efficiency)), -3) for p, _ in self.pots}
        providers = []
        for i, title, sector, extra in self.provider_rows:
            extra = dict(extra)
            if "income_room" in extra:
                extra["max_income"] = round(income[i] * extra.pop("income_room"), -3)
            providers.append({"id": i, "name": title, "sector": sector, **{k: extra.get(k) for k in ("max_income", "commissions")}})
        tables = {
            "pots": [{"id": p, "name": n, "budget": budgets[p]} for p, n in self.pots],
            "services": [{"id": i, "name": s[0], "pot": s[1], "unit": s[2], "access": s[3]} for i, s in self.services.items()],
            "providers": providers, **self.tables, "offers": self.offers, "teams": list(teams),
            "programmes": [{"id": i, "name": n, "pot": pot, "places": where} for i, n, pot, where, _ in programmes],
            "programme_effects": [{"programme": i, "need": need, "spend": round(x, -2), "averted": round(y, 1)}
                                  for i, _, _, _, curves in programmes for need, points in curves.items() for x, y in points],
            "virement": [{"from": a, "to": b, "limit": round(v * budgets[a] if v < 1 else v, -3)} for (a, b), v in (virement or {}).items()],
        }
        document = {"purse": 1, "name": name, "description": description, "period": "one year at 2024/25 prices and activity",
                    "currency": "GBP", "sources": sources + self.facts.cited(), "objective": objective, "handover": handover}
        for table, rows in tables.items():
            if len(rows) > INLINE_ROWS:
                write_csv(self.folder / f"{table}.csv", rows)
                document[table] = f"{table}.csv"
            elif rows:
                document[table] = [{k: json_value(k, v) for k, v in row.items() if v is not None} for row in rows]
        if rules:
            document["rules"] = list(rules)
        text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
        (self.folder / "scenario.json").write_text(text, encoding="utf-8")


LISTS = ("places", "needs", "commissions")


def json_value(field, value):
    if field in LISTS and isinstance(value, str) and value != "*":
        return value.split(";")
    return int(value) if isinstance(value, float) and value.is_integer() else value


def cell(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.10g}" if abs(value) < 1e9 else f"{value:.0f}"
    return str(value)


def write_csv(path, rows):
    fields = [f for f in rows[0] if any(r[f] not in (None, "") for r in rows)]
    with open(path, "w", newline="", encoding="utf-8") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(fields)
        out.writerows([cell(row[field]) for field in fields] for row in rows)
