"""Reads the written tables back, checks the rules of the scenario format and computes the baseline.

Standard library only, and no code shared with build.py, so that a slip there shows here.
"""

import csv
import json
from collections import defaultdict

REFERENCES = {  # table.field -> table whose ids it names
    "services.pot": "pots", "demand.place": "places", "demand.need": "needs", "abilities.need": "needs",
    "abilities.service": "services", "referrals.need": "needs", "referrals.from": "services",
    "referrals.to": "services", "offers.provider": "providers", "offers.service": "services",
    "offers.places": "places", "providers.commissions": "pots", "teams.provider": "providers", "teams.pot": "pots",
    "teams.needs": "needs", "teams.places": "places", "programmes.pot": "pots", "programmes.places": "places",
    "programme_effects.programme": "programmes", "programme_effects.need": "needs", "virement.from": "pots",
    "virement.to": "pots",
}
SECTORS = {"general_practice", "pharmacy", "nhs_trust", "social_enterprise", "charity", "independent", "local_authority"}
AMBULANCE = ("ambulance_hear_treat", "ambulance_see_treat", "ambulance_convey")
PRACTICE = ("gp", "practice_nurse", "practice_team")
ADMISSION = ("emergency_short_stay", "stroke_unit", "major_trauma_centre")


def close(a, b, tolerance=1e-9):
    return abs(a - b) <= tolerance


def read_tables(folder):
    document = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
    tables = {}
    for name, value in document.items():
        if isinstance(value, str) and value.endswith(".csv"):
            with open(folder / value, newline="", encoding="utf-8") as f:
                tables[name] = list(csv.DictReader(f))
    return document, tables


def listed(text, every):
    return list(every) if text == "*" else [t for t in text.split(";") if t]


class Scenario:
    def __init__(self, folder):
        self.document, self.t = read_tables(folder)
        self.places = [p["id"] for p in self.t["places"]]
        self.pot = {s["id"]: s["pot"] for s in self.t["services"]}
        self.able, self.moves = defaultdict(dict), defaultdict(list)
        for a in self.t["abilities"]:
            self.able[a["need"]][a["service"]] = a
        for r in self.t["referrals"]:
            self.moves[r["need"]].append(r)
        self.demand = {(d["place"], d["need"]): float(d["episodes"]) for d in self.t["demand"]}
        self.serving = defaultdict(list)
        for o in self.t["offers"]:
            for place in listed(o["places"], self.places):
                self.serving[o["service"], place].append(o)
        self.errors = []

    def fail(self, text):
        self.errors.append(text)

    # ------------------------------------------------------------ rules

    def check_ids(self):
        for name, rows in self.t.items():
            ids = [r["id"] for r in rows if "id" in r]
            for i in ids:
                if ids.count(i) > 1 or len(i) > 40 or not i.replace("_", "a").isalnum() or i != i.lower():
                    self.fail(f"{name}: id {i}")
        for field, target in REFERENCES.items():
            table, column = field.split(".")
            known = {r["id"] for r in self.t[target]}
            for row in self.t[table]:
                for ref in listed(row[column], known) if ";" in row[column] or row[column] in ("*", "") else [row[column]]:
                    if ref not in known:
                        self.fail(f"{field}: no {target} {ref}")
        for p in self.t["providers"]:
            if p["sector"] not in SECTORS:
                self.fail(f"providers {p['id']}: sector {p['sector']}")
        pairs = {(d["place"], d["need"]) for d in self.t["demand"]}
        if len(pairs) != len(self.t["demand"]):
            self.fail("demand: a pair twice")

    def order(self, need):
        """Services of a need, each before the ones it sends people to; an error if there is a cycle."""
        left, done = dict.fromkeys(self.able[need]), []
        while left:
            free = [s for s in left if not any(m["to"] == s and m["from"] in left for m in self.moves[need])]
            if not free:
                self.fail(f"{need}: cycle among {', '.join(left)}")
                return done
            for s in free:
                del left[s]
            done += free
        return done

    def check_need(self, need):
        able, moves = self.able[need], self.moves[need]
        entries = [a for a in able.values() if a["entry"] == "true"]
        low = sum(float(a["entry_min"]) for a in entries)
        high = sum(float(a["entry_max"]) for a in entries)
        if not close(sum(float(a["entry_baseline"]) for a in entries), 1) or low > 1 + 1e-9 or high < 1 - 1e-9:
            self.fail(f"{need}: entries {low} {high}")
        for a in entries:
            if not 0 <= float(a["entry_min"]) <= float(a["entry_baseline"]) <= float(a["entry_max"]) <= 1:
                self.fail(f"{need} {a['service']}: entry range")
        if len({(m["from"], m["to"]) for m in moves}) != len(moves):
            self.fail(f"{need}: a move twice")
        for m in moves:
            if m["from"] not in able or m["to"] not in able:
                self.fail(f"{need}: {m['from']} to {m['to']} is no pair of its abilities")
        for service, a in able.items():
            resolves, onward = float(a["resolves"]), [float(m["share"]) for m in moves if m["from"] == service]
            if not 0 < resolves <= 1 or float(a["contacts"]) <= 0:
                self.fail(f"{need} {service}: resolves or contacts")
            if (resolves < 1) != bool(onward) or onward and not close(sum(onward), 1):
                self.fail(f"{need} {service}: resolves {resolves}, onward {onward}")
            if a["entry"] != "true" and not any(m["to"] == service for m in moves):
                self.fail(f"{need} {service}: nobody can arrive")
        self.order(need)

    def check_programmes(self):
        last = defaultdict(float)
        curves = defaultdict(list)
        for e in self.t["programme_effects"]:
            curves[e["programme"], e["need"]].append((float(e["spend"]), float(e["averted"])))
        for (programme, need), points in curves.items():
            slope, before = None, (0.0, 0.0)
            for x, y in points:
                if x <= before[0]:
                    self.fail(f"{programme} {need}: spend does not rise")
                now = (y - before[1]) / (x - before[0])
                if slope is not None and now > slope:
                    self.fail(f"{programme} {need}: not concave")
                slope, before = now, (x, y)
            last[need] += before[1]
        for need, averted in last.items():
            if averted > sum(self.demand[p, need] for p in self.places):
                self.fail(f"{need}: averts {averted}, more than its demand")

    def check(self):
        self.check_ids()
        for need in (n["id"] for n in self.t["needs"]):
            self.check_need(need)
        self.check_programmes()
        used = {(s, p) for n in self.able for s in self.able[n] for p in self.places}
        for pair in sorted(used - set(self.serving)):
            self.fail(f"no held offer: {pair}")
        for service in set(self.pot) - {s for s, _ in used}:
            self.fail(f"{service}: no need uses it")

    # ------------------------------------------------------------ baseline

    def people(self, need):
        """People at each service for one episode of the need."""
        people = {s: float(a["entry_baseline"] or 0) for s, a in self.able[need].items()}
        for service in self.order(need):
            on = people[service] * (1 - float(self.able[need][service]["resolves"]))
            for m in self.moves[need]:
                if m["from"] == service:
                    people[m["to"]] += on * float(m["share"])
        return people

    def same_provider(self, service, to, place):
        """Chance that a person moving between two services stays with one provider."""
        def shares(s):
            total = sum(float(o["capacity"]) for o in self.serving[s, place])
            by = defaultdict(float)
            for o in self.serving[s, place]:
                by[o["provider"]] += float(o["capacity"]) / total
            return by
        a, b = shares(service), shares(to)
        return sum(a[p] * b[p] for p in a if p in b)

    def baseline(self):
        b = {"contacts": defaultdict(float), "people": defaultdict(float), "moves": defaultdict(float),
             "offer": defaultdict(float), "burden": 0.0, "unnecessary": 0.0}
        hand = self.document["handover"]
        within = {}
        for need in self.able:
            per_episode = self.people(need)
            for place in self.places:
                d = self.demand[place, need]
                for s, a in self.able[need].items():
                    seen = d * per_episode[s]
                    b["people"][s] += seen
                    b["contacts"][s] += seen * float(a["contacts"])
                    total = sum(float(o["capacity"]) for o in self.serving[s, place])
                    for o in self.serving[s, place]:
                        b["offer"][o["id"]] += seen * float(a["contacts"]) * float(o["capacity"]) / total
                for m in self.moves[need]:
                    s, to = m["from"], m["to"]
                    moved = d * per_episode[s] * (1 - float(self.able[need][s]["resolves"])) * float(m["share"])
                    b["moves"][s, to] += moved
                    if m["necessary"] != "true":
                        if (s, to, place) not in within:
                            within[s, to, place] = self.same_provider(s, to, place)
                        w = within[s, to, place]
                        across = hand["across_pots"] if self.pot[s] != self.pot[to] else 1
                        b["unnecessary"] += moved
                        b["burden"] += moved * float(m["burden"]) * across * (1 - w + w * hand["within_provider"])
        return b

    # ------------------------------------------------------------ what the page shows

    def spend(self, b):
        by = defaultdict(float)
        for o in self.t["offers"]:
            by[self.pot[o["service"]]] += b["offer"][o["id"]] * float(o["unit_cost"])
        return by

    def full(self, b):
        return [o["id"] for o in self.t["offers"] if b["offer"][o["id"]] > float(o["capacity"]) + 1e-6]

    def shares(self, b):
        """Onward and resolution shares of the whole baseline beside the published ones."""
        def to(frm, targets):
            return sum(v for (f, t), v in b["moves"].items() if f in frm and t in targets)
        people, contacts = b["people"], b["contacts"]
        call = people["phone_advice"]
        incident = sum(contacts[a] for a in AMBULANCE)
        emergency = ("accident_emergency", "urgent_treatment")
        every = set(self.pot)
        yield "111 to primary care (practice, pharmacy, out of hours)", 0.63, to(["phone_advice"], {*PRACTICE, "pharmacy_first", "out_of_hours_gp"}) / call
        yield "111 to ambulance", 0.10, to(["phone_advice"], AMBULANCE) / call
        yield "111 to A&E or urgent treatment centre", 0.08, to(["phone_advice"], emergency) / call
        yield "111 to another service", 0.04, to(["phone_advice"], every - {*PRACTICE, *AMBULANCE, *emergency, "pharmacy_first", "out_of_hours_gp"}) / call
        yield "111 with no onward move", 0.15, 1 - to(["phone_advice"], every) / call
        yield "Pharmacy First resolved", 0.90, 1 - to(["pharmacy_first"], every) / people["pharmacy_first"]
        yield "practice appointments that lead to a first outpatient attendance", 0.03, to(PRACTICE, {"outpatient_first"}) / sum(contacts[p] for p in PRACTICE)
        yield "ambulance incidents: hear and treat", 0.159, contacts["ambulance_hear_treat"] / incident
        yield "ambulance incidents: see and treat", 0.296, contacts["ambulance_see_treat"] / incident
        yield "ambulance incidents conveyed to A&E", 0.482, to(["ambulance_convey"], {"accident_emergency"}) / incident
        yield "A&E (type 1) attendances admitted", 0.299, to(["accident_emergency"], ADMISSION) / people["accident_emergency"]
        yield "all A&E attendances admitted", 0.192, to(emergency, ADMISSION) / sum(people[e] for e in emergency)
        yield "outpatients discharged at the first attendance", 0.32, 1 - to(["outpatient_first"], every) / people["outpatient_first"]


def print_baseline(s, b, folder):
    registered = sum(float(p["population"]) for p in s.t["places"])
    print("| measure | published per 1,000 | baseline | ratio |\n| --- | --- | --- | --- |")
    with open(folder / "calibration.csv", newline="", encoding="utf-8") as f:
        for row in csv.DictReader(f):
            rate = sum(b["contacts"][x] for x in row["services"].split(";")) / registered * 1000
            ratio = rate / float(row["published_per_1000"])
            print(f"| {row['measure'].replace('_', ' ')} | {row['published_per_1000']} | {rate:.1f} | {ratio:.3f} |")
            if not 0.9 <= ratio <= 1.1:
                s.fail(f"calibration: {row['measure']} {ratio:.3f}")
    print("\n| share | published | baseline |\n| --- | --- | --- |")
    for name, published, value in s.shares(b):
        print(f"| {name} | {published:g} | {value:.3f} |")
    spend = s.spend(b)
    print("\n| pot | baseline spend, GBP m | per head, GBP | budget, GBP m |\n| --- | --- | --- | --- |")
    for p in s.t["pots"]:
        print(f"| {p['id']} | {spend[p['id']] / 1e6:.1f} | {spend[p['id']] / registered:.0f} | {float(p['budget']) / 1e6:.1f} |")
    print(f"| all | {sum(spend.values()) / 1e6:.1f} | {sum(spend.values()) / registered:.0f} | "
          f"{sum(float(p['budget']) for p in s.t['pots']) / 1e6:.1f} |")
    access = {x["id"]: float(x["access"]) for x in s.t["services"]}
    print(f"\nepisodes {sum(s.demand.values()):.1f}, contacts {sum(b['contacts'].values()):.1f}, "
          f"moves {sum(b['moves'].values()):.1f}, unnecessary moves {b['unnecessary']:.1f}, burden {b['burden']:.1f}, "
          f"access {sum(access[x] * c for x, c in b['contacts'].items()):.1f}, spend {sum(spend.values()):.0f}")
    print("records: " + ", ".join(f"{name} {len(rows)}" for name, rows in s.t.items()))
    over = s.full(b)
    print(f"offers whose baseline exceeds their capacity: {len(over)} {' '.join(over)}")
    between = defaultdict(float)
    for (f, t), v in b["moves"].items():
        between[s.pot[f], s.pot[t]] += v
    print("moves between pots: " + ", ".join(f"{f} > {t} {v:.0f}" for (f, t), v in sorted(between.items()) if f != t))


def main(folder):
    s = Scenario(folder)
    s.check()
    if not s.errors:
        print_baseline(s, s.baseline(), folder)
    for e in s.errors:
        print("error:", e)
    print("ok" if not s.errors else f"{len(s.errors)} errors")
    return bool(s.errors)
