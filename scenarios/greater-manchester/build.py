#!/usr/bin/env python3
"""Builds the tables of the Greater Manchester scenario from the two files in ../data and the named assumptions.

    python3 build.py           rewrite scenario.json and its CSV tables (the same bytes every time)
    python3 build.py --check   read the written tables back, check them and print baseline and calibration
"""

import csv
import json
import math
import sys
from collections import defaultdict
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import assumptions as A  # noqa: E402
from pathways import NEEDS  # noqa: E402

DATA = HERE.parent / "data"
WEIGHTS = ("acute", "community", "mental", "maternity", "inequality", "prescribing", "primary")
KINDS = {"s": "signpost", "r": "referral", "t": "transfer"}


# ---------------------------------------------------------------- the two data files

class Facts:
    """The facts table by topic and item; remembers which rows were used, so that the scenario can cite them."""

    def __init__(self, path):
        with open(path, newline="", encoding="utf-8") as f:
            self.rows = {(r["topic"], r["item"]): r for r in csv.DictReader(f)}
        self.used = set()

    def value(self, topic, item):
        self.used.add((topic, item))
        return float(self.rows[topic, item]["value"])

    def price(self, item):
        """A unit cost at 2024/25 prices."""
        year = self.rows["unit_cost", item]["year"][:4]
        age = A.PRICE_BASE_YEAR - int(year) if year.isdigit() else 0
        return self.value("unit_cost", item) * (1 + A.PRICE_RISE_PER_YEAR) ** max(age, 0)

    def share(self, item):
        """A share of the topics resolution and effect."""
        return self.value("resolution" if ("resolution", item) in self.rows else "effect", item)

    def source(self, topic, item):
        row = self.rows[topic, item]
        return f"{row['source']} ({row['year']})" if row["year"] else row["source"]


def read_boroughs():
    """Registered and need-weighted lists per borough, summed over its practices."""
    total = {code: defaultdict(float) for code, _, _ in A.PLACES}
    with open(DATA / "practices-greater-manchester.csv", newline="", encoding="utf-8") as f:
        for row in csv.DictReader(f):
            for field in ("registered", *("need_" + w for w in WEIGHTS)):
                total[row["district"]][field] += float(row[field])
    return {place: total[code] for code, place, _ in A.PLACES}


# ---------------------------------------------------------------- pathways

def parse_pathway(need, text, facts):
    """One need's text as its abilities {service: (resolves, contacts, entry)} and its moves."""
    abilities, moves = {}, []
    for line in text.strip().splitlines():
        service, resolves, contacts, entry, onward = (c.strip() for c in line.split("|"))
        if service in abilities:
            raise ValueError(f"{need}: {service} twice")
        resolves = facts.share(resolves) if resolves[0].isalpha() else float(resolves)
        abilities[service] = (resolves, float(contacts), float(entry) if entry else None)
        for move in filter(None, (m.strip() for m in onward.split(","))):
            to, share, kind = move.split()
            moves.append({"from": service, "to": to, "share": float(share),
                          "kind": KINDS[kind[0]], "necessary": kind.endswith("!")})
    return abilities, moves


def people_per_episode(abilities, moves):
    """People at each service for one episode of the need, today: (2) to (4) of the model, in order of the chain."""
    order, seen = [], set()

    def visit(service):
        if service not in seen:
            seen.add(service)
            for m in moves:
                if m["from"] == service:
                    visit(m["to"])
            order.append(service)

    for service in abilities:
        visit(service)
    people = {s: entry or 0.0 for s, (_, _, entry) in abilities.items()}
    for service in reversed(order):
        for m in moves:
            if m["from"] == service:
                people[m["to"]] += people[service] * (1 - abilities[service][0]) * m["share"]
    return people


def build_demand(boroughs):
    """Episodes per borough and need: the rate, spread by the borough's need-weighted list."""
    registered = sum(b["registered"] for b in boroughs.values())
    demand = {}
    for need, _, rate, weight, _, _, _ in NEEDS:
        weighted = sum(b["need_" + weight] for b in boroughs.values())
        for place, b in boroughs.items():
            demand[place, need] = round(rate * registered / 1000 * b["need_" + weight] / weighted, 1)
    return demand


def baseline_contacts(pathways, demand):
    """Contacts per service and place today."""
    contacts = defaultdict(float)
    for need, (abilities, moves) in pathways.items():
        people = people_per_episode(abilities, moves)
        for place in (p for _, p, _ in A.PLACES):
            for service, (_, per_person, _) in abilities.items():
                contacts[service, place] += demand[place, need] * people[service] * per_person
    return contacts


# ---------------------------------------------------------------- services, providers, offers

def unit_cost(cost, facts):
    """A cost of the assumptions in pounds: a number, a fact, or two facts (or a fact and a number) combined."""
    if isinstance(cost, (int, float)):
        return float(cost)
    if isinstance(cost, str):
        return facts.price(cost)
    left, how, right = cost
    if isinstance(right, str):
        right = facts.price(right) if ("unit_cost", right) in facts.rows else facts.share(right)
    left = facts.price(left)
    return {"minus": left - right, "times": left * right, "mean": (left + right) / 2}[how]


def provider_of(family, places):
    """The id of the member of a provider family that serves all these places."""
    if family not in A.PROVIDERS:
        return family
    pattern, _, _, footprint = A.PROVIDERS[family]
    zones = [z for z, members in A.FOOTPRINTS[footprint].items() if set(places) <= set(members)]
    if not zones:
        raise ValueError(f"no member of {family} serves {places}")
    return pattern.format(zone=zones[0])


def all_providers():
    """Every member of every family: id, name, sector."""
    names = {p: name for _, p, name in A.PLACES}
    members = {}
    for pattern, label, sector, footprint in A.PROVIDERS.values():
        for zone, places in A.FOOTPRINTS[footprint].items():
            words = A.ZONE_LABELS.get(zone) or " and ".join(names[p] for p in places)
            members[pattern.format(zone=zone)] = (label.format(label=words), sector)
    return members


def list_of_places(places):
    return "*" if len(places) == len(A.PLACES) else ";".join(places)


def market_zones(market):
    """The zones of a market with their places and holders [(provider, share)]."""
    footprint, holders = A.MARKETS[market]
    for zone, places in A.FOOTPRINTS[footprint].items():
        yield zone, places, [(provider_of(f, places), share) for f, share in holders.get(zone) or holders["*"]]


def sector_prices(service, market, price, contacts, sectors):
    """Unit cost per sector such that the average over the service's contacts is the published price."""
    total = weighted = 0.0
    for _, places, holders in market_zones(market):
        volume = sum(contacts[service, p] for p in places)
        for provider, share in holders:
            total += volume * share
            weighted += volume * share * A.SECTOR_PRICE.get(sectors[provider], 1)
    scale = total / weighted if weighted else 1
    return lambda provider: round(price * scale * A.SECTOR_PRICE.get(sectors[provider], 1), 2)


def build_offers(contacts, facts, sectors):
    offers = []
    for service, _, _, _, _, cost, headroom, market in A.SERVICES:
        price = sector_prices(service, market, unit_cost(cost, facts), contacts, sectors)
        for zone, places, holders in market_zones(market):
            volume = sum(contacts[service, p] for p in places)
            for provider, share in holders:
                number = "" if len(holders) == 1 else f"_{holders.index((provider, share)) + 1}"
                offers.append({
                    "id": f"{service}_{zone}{number}", "provider": provider, "service": service,
                    "places": list_of_places(places),
                    "unit_cost": price(provider),
                    "capacity": math.ceil(volume * share * (1 + headroom)), "award": "held",
                    "volume": volume * share})
    return [o for o in offers if o["volume"] > 0]


def spend_per_pot(offers):
    """Baseline spend: people spread over the held offers of a place in proportion to capacity."""
    pot_of = {s[0]: s[2] for s in A.SERVICES}
    group = defaultdict(float)
    volume = defaultdict(float)
    for o in offers:
        group[o["service"], o["places"]] += o["capacity"]
        volume[o["service"], o["places"]] += o["volume"]
    spend, income = defaultdict(float), defaultdict(float)
    for o in offers:
        key = o["service"], o["places"]
        pounds = volume[key] * o["capacity"] / group[key] * o["unit_cost"]
        spend[pot_of[o["service"]]] += pounds
        income[o["provider"]] += pounds
    return spend, income


# ---------------------------------------------------------------- teams, programmes, virement

def build_teams(demand, facts):
    teams = []
    for team, provider, pot, (footprint, zone), needs, share, (item, visits), relief in A.TEAMS:
        places = A.FOOTPRINTS[footprint][zone]
        episodes = sum(d for (p, n), d in demand.items() if n in needs and p in places)
        teams.append({"id": team, "provider": provider, "pot": pot, "needs": ";".join(needs),
                      "places": list_of_places(places), "capacity": round(episodes * share),
                      "unit_cost": round(facts.price(item) * visits, 2), "award": "held", "relief": relief})
    return teams


def build_programmes(boroughs, facts):
    registered = sum(b["registered"] for b in boroughs.values())
    programmes, effects = [], []
    for programme, name, reach, cost, averts in A.PROGRAMMES:
        programmes.append({"id": programme, "name": name, "pot": "public_health", "places": "*"})
        people = registered / 1000 * reach
        pounds = people * unit_cost(cost, facts)
        for need, per_person, _ in averts:
            if isinstance(per_person, tuple):
                per_person = facts.share(per_person[0]) * per_person[1]
            for spent, gained in A.CURVE:
                effects.append({"programme": programme, "need": need, "spend": round(pounds * spent, -2),
                                "averted": round(people * per_person * gained, 1)})
    return programmes, effects


def build_virement(boroughs, budgets, facts):
    registered = sum(b["registered"] for b in boroughs.values())
    better_care = facts.value("budget", "better_care_fund_pooled") - A.BETTER_CARE_MANDATORY
    rows = [{"from": a, "to": b, "limit": round(better_care * registered / A.ENGLAND_POPULATION, -3)}
            for a, b in A.VIREMENT_BETTER_CARE]
    rows += [{"from": a, "to": b, "limit": round(budgets[a] * share, -3)} for (a, b), share in A.VIREMENT_SHARE.items()]
    return rows


# ---------------------------------------------------------------- the tables

def entry_range(service, baseline, habit):
    if service in A.FIXED_DOORS:
        return baseline, baseline
    floor, ceiling, extra = A.ENTRY_RANGE[habit]
    return round(baseline * floor, 4), round(min(1, baseline * ceiling + extra), 4)


def need_tables(pathways):
    abilities, referrals = [], []
    for need, _, _, _, _, habit, _ in NEEDS:
        able, moves = pathways[need]
        for service, (resolves, contacts, entry) in able.items():
            low, high = entry_range(service, entry, habit) if entry else (None, None)
            if entry and sum(1 for a in able.values() if a[2]) == 1:
                low, high = 1, 1
            abilities.append({"need": need, "service": service, "resolves": resolves, "contacts": contacts,
                              "entry": bool(entry), "entry_min": low, "entry_max": high, "entry_baseline": entry})
        referrals += [{"need": need, "from": m["from"], "to": m["to"], "kind": m["kind"],
                       "burden": A.BURDEN[m["kind"]], "necessary": m["necessary"], "share": m["share"]} for m in moves]
    return abilities, referrals


def build_tables(facts):
    boroughs = read_boroughs()
    pathways = {n[0]: parse_pathway(n[0], n[6], facts) for n in NEEDS}
    demand = build_demand(boroughs)
    contacts = baseline_contacts(pathways, demand)
    members = all_providers()
    offers = build_offers(contacts, facts, {p: sector for p, (_, sector) in members.items()})
    spend, income = spend_per_pot(offers)
    budgets = {pot: round(spend[pot] * (1 - A.EFFICIENCY_TARGET), -3) for pot, _ in A.POTS}
    teams = build_teams(demand, facts)
    for team in teams:
        income[team["provider"]] += team["capacity"] * team["unit_cost"]
    programmes, effects = build_programmes(boroughs, facts)
    abilities, referrals = need_tables(pathways)
    names = {p: name for _, p, name in A.PLACES}
    return {
        "pots": [{"id": p, "name": name, "budget": budgets[p]} for p, name in A.POTS],
        "services": [dict(zip(("id", "name", "pot", "unit", "access"), s[:5])) for s in A.SERVICES],
        "providers": [{"id": p, "name": name, "sector": sector,
                       "max_income": round(income[p] * A.INCOME_ROOM[sector], -3) if sector in A.INCOME_ROOM else None,
                       "commissions": ";".join(A.COMMISSIONS.get(sector, []))}
                      for p, (name, sector) in members.items() if income[p] > 0],
        "places": [{"id": p, "name": names[p], "population": round(b["registered"])} for p, b in boroughs.items()],
        "needs": [{"id": n[0], "name": n[1], "priority": n[4]} for n in NEEDS],
        "demand": [{"place": p, "need": n, "episodes": e} for (p, n), e in demand.items()],
        "abilities": abilities,
        "referrals": referrals,
        "offers": [{k: v for k, v in o.items() if k != "volume"} for o in offers],
        "teams": teams,
        "programmes": programmes,
        "programme_effects": effects,
        "virement": build_virement(boroughs, budgets, facts),
    }


def calibration_rows(facts):
    return [{"measure": m, "services": ";".join(services), "published_per_1000": round(facts.value("activity", item) * part, 1),
             "unit": "contacts per 1,000 registered people a year", "source": facts.source("activity", item)}
            for m, services, item, part in A.CALIBRATION]


def cell(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.10g}" if abs(value) < 1e9 else f"{value:.0f}"
    return str(value)


def write_csv(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(rows[0])
        out.writerows([cell(v) for v in row.values()] for row in rows)


def write_scenario(tables, facts):
    document = {
        "purse": 1,
        "name": "Greater Manchester",
        "description": "The ten boroughs of Greater Manchester: 36 needs, four pots, providers of all seven sectors. "
                       "Populations are published; pathways are assumptions calibrated to published activity. "
                       "README.md says where each figure comes from and what the data cannot carry.",
        "period": A.PERIOD,
        "currency": "GBP",
        "sources": ["NHS England, 2024/25 allocations: weighted populations by practice (Open Government Licence v3.0)"]
        + sorted({facts.source(*key) for key in facts.used}),
        "objective": ["unmet", "burden", "spend"],
        "handover": A.HANDOVER,
        **{name: name + ".csv" for name in tables},
    }
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    (HERE / "scenario.json").write_text(text, encoding="utf-8")


def build():
    facts = Facts(DATA / "facts.csv")
    tables = build_tables(facts)
    calibration = calibration_rows(facts)
    for name, rows in tables.items():
        write_csv(HERE / f"{name}.csv", rows)
    write_csv(HERE / "calibration.csv", calibration)
    write_scenario(tables, facts)


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        import check
        sys.exit(check.main(HERE))
    elif sys.argv[1:]:
        sys.exit(__doc__)
    build()
