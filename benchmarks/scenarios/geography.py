# SPDX-License-Identifier: GPL-3.0-or-later
"""Places: neighbouring practice lists joined until there are as many groups as wanted, and who lives next to whom.

Up to 1,250 places, a place is some five practices of 50,000 people together, and fewer places are a smaller piece of
England, around a practice drawn from the seed. Above that it is all of England in ever smaller groups, down to single
practices.
"""

import collections
import csv
import math
import pathlib

PRACTICES = pathlib.Path(__file__).resolve().parent / "practices.csv"
WEIGHTS = ["acute", "community", "mental", "maternity", "inequality", "prescribing", "primary"]
SMALLEST_LIST = 100  # people; what is smaller is a list that closes or opens
NEIGHBOURHOODS = 1250  # places of some 50,000 people that make England
NEAR = 4
KM_PER_DEGREE = 111.2


class Practice:
    def __init__(self, row):
        latitude = float(row["lat"])
        self.code, self.district = row["practice"], row["district_name"]
        # Flat enough over a neighbourhood: kilometres north and east.
        self.x = float(row["lon"]) * KM_PER_DEGREE * math.cos(math.radians(latitude))
        self.y = latitude * KM_PER_DEGREE
        self.registered = float(row["registered"])
        self.need = [float(row["need_" + weight]) for weight in WEIGHTS]


class Place:
    """Practices taken together: people, their need-weighted numbers (in the order of WEIGHTS), and where."""

    def __init__(self, practices):
        districts = collections.Counter()
        for practice in practices:
            districts[practice.district] += practice.registered
        self.district = max(sorted(districts), key=lambda name: districts[name])
        self.people = sum(practice.registered for practice in practices)
        self.need = [sum(practice.need[w] for practice in practices) for w in range(len(WEIGHTS))]
        self.x = sum(practice.x * practice.registered for practice in practices) / self.people
        self.y = sum(practice.y * practice.registered for practice in practices) / self.people
        self.id = self.name = None
        self.near = []  # indices of the nearest places, nearest first


def read_practices():
    with open(PRACTICES, encoding="utf-8", newline="") as lines:
        practices = [Practice(row) for row in csv.DictReader(lines)]
    return [practice for practice in practices if practice.registered >= SMALLEST_LIST]


def around(practices, centre, count):
    """The `count` practices nearest to one of them."""
    def distance(practice):
        return ((practice.x - centre.x) ** 2 + (practice.y - centre.y) ** 2, practice.code)
    return sorted(practices, key=distance)[:count]


def halves(practices, places):
    """In two across the longer side, so that each half has its share of the people for the places it becomes."""
    first = places // 2
    wide = (max(p.x for p in practices) - min(p.x for p in practices)
            >= max(p.y for p in practices) - min(p.y for p in practices))
    ordered = sorted(practices, key=lambda p: (p.x if wide else p.y, p.code))
    wanted = sum(p.registered for p in practices) * first / places
    cut, people = 0, 0.0
    while cut < len(ordered) and people + ordered[cut].registered / 2 < wanted:
        people += ordered[cut].registered
        cut += 1
    cut = min(max(cut, first), len(practices) - (places - first))
    return (ordered[:cut], first), (ordered[cut:], places - first)


def grouped(practices, places):
    """Groups in an order in which neighbours tend to stand together."""
    if places == 1:
        return [practices]
    return [group for half, count in halves(practices, places) for group in grouped(half, count)]


def find_neighbours(places):
    """The NEAR nearest of each, by a grid whose cells hold a few places."""
    low_x, low_y = min(p.x for p in places), min(p.y for p in places)
    area = (max(p.x for p in places) - low_x + 1) * (max(p.y for p in places) - low_y + 1)
    side = math.sqrt(4 * area / len(places))
    cells = collections.defaultdict(list)
    for i, place in enumerate(places):
        cells[int((place.x - low_x) / side), int((place.y - low_y) / side)].append(i)
    wanted = min(NEAR, len(places) - 1)
    for i, place in enumerate(places):
        column, row = int((place.x - low_x) / side), int((place.y - low_y) / side)
        found, reach = [], 0
        # A place outside `reach` rings of cells is farther than reach * side.
        while len(found) < wanted or (found and found[wanted - 1][0] > reach * side):
            reach += 1
            found = sorted((math.hypot(places[j].x - place.x, places[j].y - place.y), j)
                           for c in range(column - reach, column + reach + 1)
                           for r in range(row - reach, row + reach + 1) for j in cells.get((c, r), ()) if j != i)
            if len(found) == len(places) - 1:
                break  # that is everybody
        place.near = [j for _, j in found[:wanted]]


def slug(name):
    return "".join(c if c.isalnum() and c.isascii() else "_" for c in name.lower()).strip("_")


def make_places(count, draw):
    practices = read_practices()
    if not 1 <= count <= len(practices):
        raise SystemExit(f"places: expected 1 to {len(practices):,}, found {count}")
    centre = practices[draw.below(len(practices))]
    members = math.ceil(count * len(practices) / NEIGHBOURHOODS)
    places = [Place(group) for group in grouped(around(practices, centre, min(members, len(practices))), count)]
    named = collections.Counter()
    for place in places:
        named[place.district] += 1
        place.id = f"{slug(place.district)}_{named[place.district]}"
        place.name = f"{place.district} {named[place.district]}"
    find_neighbours(places)
    return places
