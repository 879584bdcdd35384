"""Test the reference against itself, without purse.

    python3 selftest.py [--seeds 1-100] [--integer 1-40] [--jobs N]

It solves the miniatures worked on paper, checks that generated scenarios are
valid, sets cbc against glpsol under every regime, checks the order between
regimes and the ends of the dial, sets the flows of (2) to (4) against whole
routes, and sets enumeration against branch and bound.
"""

import argparse
import concurrent.futures
import json
import os
import sys
import tempfile

import baseline
import compare
import enumerate as enumeration
import generate
import literal
import miniature
import scenario as reader

REGIMES = compare.parse_regimes("silo,partial,dial:0,dial:0.3,dial:1,pooled")
KEYS = ("place", "need", "service", "from", "to", "programme", "spend")
SAME = 1e-7               # cbc and glpsol solve the very same tiers


# Validity of generated scenarios (section 2, "Checks beyond types")

def _acyclic(scenario, need):
    """The order of baseline.topological must send everyone forwards."""
    order = baseline.topological(scenario, need)
    place = {service: i for i, service in enumerate(order)}
    return all(place[row.source] < place[row.target]
               for row in scenario.referrals if row.need == need)


def _curve_is_concave(points):
    before, slope = (0.0, 0.0), float("inf")
    for point in points:
        if point[0] <= before[0] or point[1] < before[1]:
            return False
        rise = (point[1] - before[1]) / (point[0] - before[0])
        if rise > slope * (1 + 1e-12):
            return False
        before, slope = point, rise
    return True


def _need_faults(scenario, need):
    rows = [row for row in scenario.abilities if row.need == need]
    entries = [row for row in rows if row.entry]
    services = {row.service for row in rows}
    if not entries or not _acyclic(scenario, need):
        yield "%s: no entry or a cycle" % need
    for row in rows:
        onward = scenario.onward.get((need, row.service), [])
        if not 0 < row.resolves <= 1 or row.contacts <= 0:
            yield "%s at %s: resolves or contacts" % (need, row.service)
        if row.resolves < 1 and not onward:
            yield "%s at %s: nowhere to go" % (need, row.service)
        if any(way.target not in services for way in onward):
            yield "%s at %s: refers to no ability" % (need, row.service)
        shares = [way.share for way in onward]
        if onward and None not in shares and abs(sum(shares) - 1) > 1e-12:
            yield "%s at %s: shares" % (need, row.service)
    if (sum(row.entry_min for row in entries) > 1
            or sum(row.entry_max for row in entries) < 1
            or any(row.entry_min > row.entry_max for row in entries)):
        yield "%s: entry limits" % need
    today = [row.entry_baseline for row in entries]
    if None not in today and abs(sum(today) - 1) > 1e-12:
        yield "%s: entry_baseline" % need


def _averted_faults(scenario):
    model = literal.Literal(scenario, "pooled")
    for (place, need), episodes in scenario.D.items():
        most = sum(model.programme_share(programme, place, need)
                   * max(averted for _, averted
                         in scenario.curves[programme.id, need])
                   for programme in scenario.programmes
                   if (programme.id, need) in scenario.curves)
        if most > episodes:
            yield "averted at %s of %s" % (place, need)
    for key, points in scenario.curves.items():
        if not _curve_is_concave(points):
            yield "curve of %s for %s" % key


def faults(scenario):
    """Texts naming what makes a scenario invalid; none if it is valid."""
    found = []
    for need in scenario.needs:
        found.extend(_need_faults(scenario, need.id))
    found.extend(_averted_faults(scenario))
    for offer in scenario.offers:
        most = offer.capacity + offer.block_size * offer.max_blocks
        if offer.min_volume > most:
            found.append(offer.id + ": min_volume")
        if offer.contest is not None and offer.award != "open":
            found.append(offer.id + ": contest of a held offer")
        if not offer.places:
            found.append(offer.id + ": no places")
    for table in ("demand", "abilities", "referrals", "virement",
                  "programme_effects"):
        keys = [tuple(row.get(field) for field in KEYS)
                for row in scenario.document[table]]
        if len(keys) != len(set(keys)):
            found.append(table + ": listed twice")
    if not scenario.has_virement:
        found.append("no virement table")
    return found


# One generated scenario

def _same(one, other, size):
    """True if two answers have one status and the same tier values."""
    return one.status == other.status and all(
        compare.near(a["value"], b["value"], SAME, 1e-8 * size)
        for a, b in zip(one.tiers, other.tiers))


class Routes(literal.Literal):
    """The same model with one column per route instead of (2) to (4).

    A route is an entry and a chain of offers. It says how many of the people
    who take it are seen and moved at each step, so e, x, t and h are sums
    over routes (section 8). The doors w are not needed and stay free. Inside
    a provider a referral is kept beside the handover: it is never cheaper,
    but a limit on gaps of burden can make more burden the better choice.
    """

    def _flow_rows(self):
        sums = {}
        for place, need, mode in self._flows():
            for ability in self._abilities(need):
                if ability.entry:
                    key = (place, need, mode)
                    for offer in self._offers(place, ability.service):
                        entry = ("e",) + key + (ability.service,)
                        self._walk(key, offer, 1.0, [(entry, 1.0)], sums)
        for label, column in self.linear.column.items():
            if label[0] in "exth":
                row = dict(sums.get(label, {}))
                row[column] = -1.0
                self.linear.row(row, "==", 0.0)

    def _walk(self, key, offer, people, steps, sums):
        """Follow every chain on from an offer; a finished one is a column."""
        place, need, _ = key
        steps = steps + [(("x",) + key + (offer.id,), people)]
        ability = self.scenario.ability[need, offer.service]
        people *= 1.0 - ability.resolves
        if people == 0.0:
            route = self.linear.add(("route", len(self.linear.labels)))
            for label, part in steps:
                sums.setdefault(label, {})[route] = part
            return
        for referral in self.scenario.onward[need, offer.service]:
            for other in self._offers(place, referral.target):
                moves = [("t",) + key + (offer.id, referral.target)]
                if other.provider == offer.provider:
                    moves.append(("h",) + key + (offer.id, other.id))
                for move in moves:
                    self._walk(key, other, people, steps + [(move, people)],
                               sums)


def _routes_differ(scenario, expected, total):
    """A text if the route form gives other tier values in one pool."""
    model = Routes(scenario, "pooled")
    result = literal.answer(model, literal.solve_tiers(
        model, model.linear, "cbc"))
    if _same(result, expected, total):
        return []
    return ["routes %s, flows %s" % (result.tiers, expected.tiers)]


def test_linear(seed, size):
    """(failures, infeasible in silo) of one linear scenario."""
    scenario = reader.from_document(generate.generate(seed, "linear", size))
    label = "%s linear seed %d" % (size, seed)
    failures = ["%s: %s" % (label, text) for text in faults(scenario)]
    total = max(1.0, sum(scenario.D.values()))
    answers, found = {}, {}
    for name, regime, dial in REGIMES:
        one = literal.solve(scenario, regime, dial, "cbc")
        other = literal.solve(scenario, regime, dial, "glpsol")
        answers[name] = one
        found[name, regime, dial] = [tier["value"] for tier
                                     in one.tiers] or None
        if not _same(one, other, total):
            failures.append("%s %s: cbc %s, glpsol %s" % (
                label, name, one.tiers, other.tiers))
    failures += _order_faults(label, found, total)
    if size != "medium":
        failures += ["%s: %s" % (label, text) for text in _routes_differ(
            scenario, answers["pooled"], total)]
    for one, other in (("dial:0", "silo"), ("dial:1", "pooled")):
        if not _same(answers[one], answers[other], total):
            failures.append("%s: %s is not %s" % (label, one, other))
    return failures, answers["silo"].status == "infeasible"


def _order_faults(label, found, total):
    return ["%s: %s is worse than %s" % (label, other[0], one[0])
            for one, values in found.items() for other in found
            if compare.freer(other, one)
            and not compare.not_worse(found[other], values, 1e-7,
                                      1e-8 * total)]


def test_integer(seed):
    """(failures, infeasible in silo) of one tiny integer scenario."""
    scenario = reader.from_document(generate.generate(seed, "integer",
                                                      "tiny"))
    label = "tiny integer seed %d" % seed
    failures = ["%s: %s" % (label, text) for text in faults(scenario)]
    total = max(1.0, sum(scenario.D.values()))
    found = {}
    for name, regime, dial in compare.parse_regimes("silo,dial:0.3,pooled"):
        branched = literal.solve(scenario, regime, dial, "cbc")
        tried = enumeration.solve(scenario, regime, dial)
        found[name, regime, dial] = [tier["value"] for tier
                                     in branched.tiers] or None
        if not _same(branched, tried, total):
            failures.append("%s %s: cbc %s, enumeration %s" % (
                label, name, branched.tiers, tried.tiers))
    failures += _order_faults(label, found, total)
    return failures, found["silo", "silo", None] is None


# Miniatures worked on paper

def test_miniatures(solver):
    """Every miniature gives the tier values worked on paper."""
    failures = []
    for name, overrides, regime, dial, right in miniature.CASES:
        scenario = reader.from_document(miniature.document(overrides))
        result = literal.solve(scenario, regime, dial, solver)
        found = [tier["value"] for tier in result.tiers]
        # the slack of earlier tiers buys a few millionths of a later one
        good = (not found if right is None else len(found) == len(right)
                and all(compare.near(one, other, 5e-6, 1e-6)
                        for one, other in zip(found, right)))
        if not good:
            failures.append("miniature %s: %s, not %s" % (name, found, right))
    totals = baseline.evaluate(reader.from_document(miniature.BASE)).totals
    for total, value in miniature.BASELINE.items():
        if not compare.near(totals[total], value, 1e-12, 0):
            failures.append("miniature baseline %s: %r" % (
                total, totals[total]))
    return failures


def test_csv():
    """Tables in CSV files read as the same tables inline."""
    document = generate.generate(3, "integer", "small")
    inline = reader.from_document(document)
    with tempfile.TemporaryDirectory() as folder:
        moved = dict(document)
        for table in reader.TABLES:
            if table != "rules" and document.get(table):
                moved[table] = table + ".csv"
                _write_csv(os.path.join(folder, moved[table]),
                           document[table])
        path = os.path.join(folder, "scenario.json")
        with open(path, "w", encoding="utf-8") as out:
            json.dump(moved, out)
        outside = reader.read(path)
    return ["csv: %s differs" % table for table in reader.TABLES
            if getattr(inline, table) != getattr(outside, table)]


def _write_csv(path, rows):
    fields = sorted({field for row in rows for field in row})

    def cell(value):
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        return ";".join(value) if isinstance(value, list) else str(value)

    with open(path, "w", encoding="utf-8") as out:
        out.write(",".join(fields) + "\n")
        for row in rows:
            out.write(",".join(cell(row.get(field))
                               for field in fields) + "\n")


def main():
    """Run everything and print failures and figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", default="1-100")
    parser.add_argument("--integer", default="1-40")
    parser.add_argument("--size", choices=sorted(generate.SIZES),
                        default="small")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    chosen = parser.parse_args()
    failures = (test_miniatures("cbc") + test_miniatures("glpsol")
                + test_csv())
    for text in failures:
        print(text)
    failed = len(failures)
    with concurrent.futures.ThreadPoolExecutor(chosen.jobs) as pool:
        linear = [pool.submit(test_linear, seed, chosen.size)
                  for seed in compare.parse_seeds(chosen.seeds)]
        integer = [pool.submit(test_integer, seed)
                   for seed in compare.parse_seeds(chosen.integer)]
        for kind, futures in (("linear", linear), ("integer", integer)):
            infeasible = 0
            for future in futures:
                texts, none = future.result()
                infeasible += none
                failed += bool(texts)
                for text in texts:
                    print(text, flush=True)
            print("%s: %d scenarios, %d infeasible in silo" % (
                kind, len(futures), infeasible), flush=True)
    print("%d failed" % failed)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
