#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A scenario of any size from the practice lists of England.

    generate.py PLACES NEEDS SEED FOLDER [options]

Writes FOLDER/scenario.json and its tables. The same words write the same bytes anywhere. Without options: a weighted
objective, handovers inside providers, one co-ordination team and two rules on shares.
"""

import argparse
import csv
import json
import pathlib

import geography
import pathways
from draw import Draw
from market import Market

OFFER_TERMS = {"award": "held", "fixed_cost": 0, "min_volume": 0, "contest": "", "block_size": 0, "block_cost": 0,
               "max_blocks": 0}


def write_table(folder, name, head, rows):
    with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow(head)
        lines.writerows(rows)


def write_records(folder, name, records):
    if records:
        write_table(folder, name, list(records[0]), ([record[key] for key in records[0]] for record in records))
    return f"{name}.csv" if records else []


def boolean(value):
    return "true" if value else "false"


def write_needs(folder, needs):
    """Needs, abilities and referrals."""
    service = [service.id for service in pathways.SERVICES]
    write_table(folder, "needs", ["id", "name", "priority"], ((n.id, n.name, n.priority) for n in needs))
    write_table(folder, "abilities", ["need", "service", "resolves", "contacts", "entry", "entry_min", "entry_max",
                                      "entry_baseline"],
                ((n.id, service[s], n.resolves[i], n.contacts[i], boolean(i in n.doors), *n.limits.get(i, (0, 1)),
                  n.doors[i] / 100 if i in n.doors else "") for n in needs for i, s in enumerate(n.stops)))
    write_table(folder, "referrals", ["need", "from", "to", "kind", "burden", "necessary", "share"],
                ((n.id, service[n.stops[i]], service[n.stops[j]], kind, burden, boolean(necessary), percent / 100)
                 for n in needs for i, j, kind, burden, necessary, percent in n.referrals))


def write_market(folder, market, opened):
    """Places, demand, providers and offers."""
    places = market.places
    write_table(folder, "places", ["id", "name", "population"], ((p.id, p.name, round(p.people)) for p in places))
    write_table(folder, "demand", ["place", "need", "episodes"],
                ((place.id, need.id, episodes) for place, row in zip(places, market.demand)
                 for need, episodes in zip(market.needs, row)))
    write_records(folder, "providers", market.providers)
    terms = OFFER_TERMS if opened else {}
    write_table(folder, "offers", ["id", "provider", "service", "places", "unit_cost", "capacity", *terms],
                ((o.id, market.providers[o.provider]["id"], pathways.SERVICES[o.service].id,
                  ";".join(places[l].id for l in o.places), o.price, o.capacity,
                  *(o.terms.get(key, value) for key, value in terms.items())) for o in market.offers))


def document(options, market, folder):
    budgets = market.budgets()
    programmes, effects = market.programmes(options.programmes)
    made = {
        "purse": 1,
        "name": f"{options.places} places, {options.needs} needs, seed {options.seed}",
        "description": "Made up for benchmarks. Places are groups of practice lists with their people; unit costs are "
                       "published; providers, offers, pathways and everything else are drawn from the seed.",
        "period": "one year",
        "sources": ["Weighted populations by practice 2024/25, NHS England, Open Government Licence v3.0",
                    "Unit costs: scenarios/data/facts.csv of Purse, each row with its source"],
        "pots": [{"id": pot, "name": name, "budget": budgets[pot]} for pot, name in pathways.POTS],
        "services": [{"id": s.id, "name": s.name, "pot": s.pot, "unit": s.unit, "access": s.access}
                     for s in pathways.SERVICES],
        **{name: f"{name}.csv" for name in ("places", "needs", "demand", "abilities", "referrals", "providers",
                                            "offers")},
        "teams": write_records(folder, "teams", market.teams(options.teams)),
        "programmes": programmes, "programme_effects": effects,
        "virement": market.virement(),
        "rules": market.rules(options.rules),
        "objective": ["unmet", "burden", "spend"] if options.lexicographic else {"unmet": 50, "burden": 1}}
    if not options.no_handover:
        made["handover"] = {"within_provider": 0.5, "across_pots": 1.5}
    return made


def generate(options):
    folder = pathlib.Path(options.folder)
    folder.mkdir(parents=True, exist_ok=True)
    draw = Draw(f"purse benchmark {options.places} {options.needs} {options.seed}")
    pathways.set_prices()
    places = geography.make_places(options.places, draw)
    needs = pathways.make_needs(options.needs, options.entry_limits, draw)
    market = Market(places, needs, draw)
    market.open_offers(options.open)
    write_needs(folder, needs)
    write_market(folder, market, options.open > 0)
    text = json.dumps(document(options, market, folder), indent=1)
    (folder / "scenario.json").write_text(text + "\n", encoding="utf-8")


def arguments(words=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("places", type=int, help="1 to 6,516")
    parser.add_argument("needs", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("folder")
    parser.add_argument("--lexicographic", action="store_true", help="unmet, then burden, then spend")
    parser.add_argument("--no-handover", action="store_true", help="a move inside a provider counts as any other")
    parser.add_argument("--teams", type=int, default=1, help="co-ordination teams (default 1)")
    parser.add_argument("--rules", type=int, default=2, help="rules on shares (default 2)")
    parser.add_argument("--entry-limits", type=float, default=0.0, help="share of needs whose doors have limits")
    parser.add_argument("--programmes", type=int, default=0, help="prevention programmes")
    parser.add_argument("--open", type=int, default=0, help="offers open for award, with fixed costs and blocks")
    return parser.parse_args(words)


if __name__ == "__main__":
    generate(arguments())
