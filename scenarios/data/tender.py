"""What the two tenders share: a whole pathway for a fixed sum to one winner, beside the parts as commissioned today.

Each bidder has three services of its own: the pathway (all care outside hospital), the stay or operation inside it, and
the care after it. Only the pathway is contested and paid, by a fixed sum; the other two cost the commissioner nothing and
can be reached through the winner's pathway alone. What a bid must cover follows from what the parts cost today.
"""

import json
import math

from story import Facts, parse_pathway, people_per_episode


class Tender:
    """
    parts      services as Story takes them
    bidders    {key: {name, provider, places, fewer, overhead, stay, home}}: a bid has room for the part `places` of the people,
               promises the part `fewer` of today's stays, adds `overhead` to the cost of care; `stay` and `home` hold the other two
    needs      needs as Story takes them; those in `outside` are not in the contract
    outside_pot  parts paid by this pot are not in the contract
    feeders    {service: kind}: doors of today that pass people into the pathway
    stays      services of the stay; first_stays: those that a stay starts with
    stay_resolves  share of the people in a stay who need no care after it
    """

    def __init__(self, pot, parts, bidders, needs, outside, outside_pot, feeders, own_door, door_cost, stays, first_stays,
                 stay_resolves, words):
        self.pot, self.parts, self.bidders, self.parts_needs, self.outside = pot, parts, bidders, needs, outside
        self.outside_pot, self.feeders, self.own_door, self.door_cost = outside_pot, feeders, own_door, door_cost
        self.stays, self.first_stays, self.stay_resolves, self.words = stays, first_stays, stay_resolves, words
        self.facts = Facts()
        self.walked = {n[0]: (parse_pathway(n[5], self.facts), people_per_episode(*parse_pathway(n[5], self.facts))) for n in needs}

    def services(self):
        found = dict(self.parts)
        for key, bid in self.bidders.items():
            for part, unit, rank in (("pathway", "person", 2), ("stay", "episode", 6), ("home", "person", 4)):
                found[f"{part}_{key}"] = (f"{self.words[part]}, {bid['name']}", self.pot, unit, rank, 0, 0)
        return found

    def stay_share(self, need):
        """Share of the people with a need who come to a stay today."""
        return sum(self.walked[need][1].get(s, 0) for s in self.first_stays)

    def needs(self):
        """The needs with the pathway of every bidder beside the parts."""
        found = []
        for need in self.parts_needs:
            lines = [line.strip() for line in need[5].strip().splitlines()]
            if need[0] not in self.outside:
                lines = [self.fed(line) for line in lines]
                for key, bid in self.bidders.items():
                    share = self.stay_share(need[0]) * (1 - bid["fewer"])
                    lines.append(f"pathway_{key} | {1 - share:.4f} | 1 | {self.own_door} | " + (f"stay_{key} 1 t!" if share else ""))
                    if share:
                        lines += [f"stay_{key} | {self.stay_resolves} | 1 | | home_{key} 1 t", f"home_{key} | 1 | 1 | | "]
            found.append((*need[:5], "\n".join(lines)))
        return found

    def fed(self, line):
        service = line.split("|")[0].strip()
        if service not in self.feeders:
            return line
        return line + "".join(f", pathway_{key} 0 {self.feeders[service]}" for key in self.bidders)

    def cost(self, story, need, fewer):
        """What a person costs the winner: its own door, and what the parts in the contract cost today, with fewer stays."""
        (able, _), seen = self.walked[need]
        cost = self.door_cost
        for service, people in seen.items():
            if self.parts[service][1] != self.outside_pot:
                pounds = people * able[service][1] * story.price(self.parts[service][4])
                cost += pounds * (1 - fewer) if service in self.stays else pounds
        return cost

    def bid(self, story, key, places, tag, overhead=0.0):
        """The three offers of one bidder for some places, and a line of what it covers."""
        bid = self.bidders[key]
        inside = [n[0] for n in self.parts_needs if n[0] not in self.outside]
        people = {n: sum(story.demand[p, n] for p in places) for n in inside}
        cost, true = (sum(people[n] * self.cost(story, n, fewer) for n in inside) * bid["places"] for fewer in (bid["fewer"], 0))
        room = math.floor(sum(people.values()) * bid["places"])
        fixed = round(cost * (1 + bid["overhead"] + overhead), -3)
        stays = math.ceil(sum(people[n] * self.stay_share(n) for n in inside))
        where = "*" if len(places) == len(story.places) else ";".join(places)
        offers = []
        for part, provider, capacity, pounds in (("pathway", bid["provider"], room, fixed), ("stay", bid["stay"], stays, 0),
                                                 ("home", bid["home"], stays, 0)):
            contest = f"whole_pathway{tag}" if part == "pathway" else None
            offers.append({"id": f"{part}_{key}{tag}", "provider": provider, "service": f"{part}_{key}", "places": where,
                           "unit_cost": 0, "capacity": capacity, "fixed_cost": pounds, "min_volume": 0,
                           "award": "open" if contest else "held", "contest": contest, "block_size": 0, "block_cost": 0,
                           "max_blocks": 0})
        line = f"| {bid['name']} | {room:,} | {fixed:,.0f} | {fixed / room:,.0f} | {cost:,.0f} | {true:,.0f} | {fixed - true:+,.0f} |"
        return offers, line

    def add_bids(self, story):
        """All bids for the whole area; prints the table that README.md shows."""
        print("| bid | people | fixed sum | a person | cost if the promise holds | cost if no stay is avoided | left then |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        for key in self.bidders:
            offers, line = self.bid(story, key, story.places, "")
            story.offers += offers
            print(line)

    def overlays(self, story, stranded):
        """by-parts, one for each winner, and stranded: a quarter of what these services cost the hospital stays with it."""
        everyone = [{"id": f"pathway_{key}", "remove": True} for key in self.bidders]
        found = {"by-parts": {"offers": everyone}}
        for key in self.bidders:
            rule = {"id": "winner", "type": "min_awards", "scope": {"service": f"pathway_{key}"}, "limit": 1}
            found[f"{key}-wins"] = {"offers": [o for o in everyone if o["id"] != f"pathway_{key}"], "rules": [rule]}
        offers = {o["id"]: o for o in story.offers}
        spent = {o: self.baseline_contacts(story, offers[o]) * offers[o]["unit_cost"] for o in stranded}
        found["stranded"] = {"offers": [{"id": o, "unit_cost": round(offers[o]["unit_cost"] * 0.75, 2),
                                         "fixed_cost": round(pounds * 0.25, -3)} for o, pounds in spent.items()]}
        return found

    def baseline_contacts(self, story, offer):
        held = sum(o["capacity"] for o in story.offers if o["service"] == offer["service"] and o["award"] == "held")
        return story.contacts(offer["service"], story.places) * offer["capacity"] / held


def write_overlays(folder, overlays):
    for name, overlay in overlays.items():
        (folder / f"{name}.overlay.json").write_text(json.dumps(overlay, indent=2) + "\n", encoding="utf-8")
