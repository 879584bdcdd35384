"""Compare a purse command with the reference, scenario by scenario.

    python3 compare.py PURSE_COMMAND [--kind linear] [--size small]
        [--seeds 1-100] [--regimes silo,partial,dial:0.3,pooled,baseline]
        [--judge enumeration] [--prove 1e-9]
        [--scenario FILE ... | --miniatures]

A first tier must agree to 1e-6 of its value. A later tier is found among the
plans that keep the earlier ones within their slack of 1e-6, so two right
answers can differ by what that slack buys. It is first compared at 2e-6. If
that fails, the reference solves the tier again with the earlier tiers held at
the values purse reported: at those values, for a result that purse must not
exceed, and with a slack of 2e-6 on them, for one that it must not beat.

The judge of a scenario with integers is the literal form solved by branch and
bound, or every award and block count tried in turn (--judge enumeration),
which is for tiny scenarios.
"""

import argparse
import concurrent.futures
import json
import os
import shlex
import subprocess
import sys
import tempfile

import baseline
import enumerate as enumeration
import generate
import literal
import miniature
import scenario as reader

FIRST = 1e-6              # relative tolerance of a first tier
LATER = 2e-6              # relative tolerance, and slack, of later tiers
FLOOR = 1e-6              # absolute tolerance per episode of total demand
CLAIM = 1e-8              # relative accuracy of a claimed tier value
TINY = 1e-9               # slack per episode where a claimed tier is 0
EQUAL = 1e-8              # tiers nearer than this are equal in an ordering
INTEGER_GAP = 1e-4        # gap purse leaves by default with integers
INFEASIBLE = 4            # purse's exit code
REGIMES = "silo,partial,dial:0.25,dial:0.75,pooled,baseline"
ORDER = {"silo": 0, "partial": 1, "dial": 1, "pooled": 2}


def near(one, other, relative, floor):
    """True if two values differ by no more than the tolerance."""
    return abs(one - other) <= floor + relative * max(abs(one), abs(other))


def run_purse(command, path, regime, dial, prove=None):
    """(exit code, JSON document or None, standard error) of purse solve."""
    arguments = shlex.split(command) + ["solve", path, "--regime", regime,
                                        "--json"]
    if dial is not None:
        arguments += ["--dial", repr(dial)]
    if prove is not None:
        arguments += ["--gap", repr(prove)]
    done = subprocess.run(arguments, capture_output=True, text=True,
                          check=False)
    try:
        document = json.loads(done.stdout)
    except ValueError:
        document = None
    return done.returncode, document, done.stderr.strip()


def by_model(model, solver):
    """The answer of the literal form, its integers left to the solver."""
    return literal.answer(model, literal.solve_tiers(model, model.linear,
                                                     solver))


def by_enumeration(model, solver):
    """The best answer over every award and block count."""
    return enumeration.solve(model.scenario, model.regime, model.dial, solver)


JUDGES = {"model": by_model, "enumeration": by_enumeration}


class Comparison:
    """What purse and the reference say about one scenario."""

    def __init__(self, command, path, label, solver, gap=None, prove=None,
                 judge="model"):
        self.command, self.path, self.label = command, path, label
        self.scenario = reader.read(path)
        self.solver = solver
        self.judge = JUDGES[judge]
        self.prove = prove
        self.gap = default_gap(self.scenario) if prove is None else prove
        self.gap = self.gap if gap is None else gap
        self.size = max(1.0, sum(self.scenario.D.values()))
        self.failures = []
        self.checks = 0

    def check(self, good, text):
        """Count one check and note it if it failed."""
        self.checks += 1
        if not good:
            self.failures.append("%s: %s" % (self.label, text))
        return good

    def run(self, regimes):
        """Compare every regime, then the order between regimes."""
        answers = {}
        for name, regime, dial in regimes:
            code, document, errors = run_purse(self.command, self.path,
                                               regime, dial, self.prove)
            if regime == "baseline":
                self._baseline(code, document, errors)
            else:
                tiers = self._regime(name, regime, dial, code, document,
                                     errors)
                if tiers is not False:
                    answers[name, regime, dial] = tiers
        self._order(answers)
        return self

    # One regime

    def _regime(self, name, regime, dial, code, document, errors):
        """Tier values of purse; None if infeasible, False if wrong."""
        model = literal.Literal(self.scenario, regime, dial)
        expected = self.judge(model, self.solver)
        status = document.get("status") if document else None
        if expected.status == "infeasible":
            good = code == INFEASIBLE and status in (None, "infeasible")
            text = "%s: exit %d, status %s, but no plan exists"
            return None if self.check(good, text % (name, code,
                                                    status)) else False
        good = code == 0 and status == "optimal"
        text = "%s: exit %d, status %s, expected optimal; %s"
        if not self.check(good, text % (name, code, status, errors[:200])):
            return False
        found = [(tier["measure"], tier["value"])
                 for tier in document["tiers"]]
        names = [tier["measure"] for tier in expected.tiers]
        if not self.check([measure for measure, _ in found] == names,
                          "%s: tiers %s" % (name, found)):
            return False
        self._tiers(name, model, [value for _, value in found],
                    [tier["value"] for tier in expected.tiers])
        self._totals(name, model, found, document["totals"])
        return [value for _, value in found]

    def _tiers(self, name, model, found, expected):
        floor = FLOOR * self.size
        for place, (value, right) in enumerate(zip(found, expected)):
            tolerance = LATER if place else FIRST
            good = near(value, right, tolerance, floor)
            if not good and (place or self.gap > FIRST):
                good = self._within_slack(model, found, place)
            self.check(good, "%s: tier %s is %.10g, reference %.10g" % (
                name, model.tiers()[place][0], value, right))

    def _within_slack(self, model, found, place):
        """True if the tier fits the earlier values that purse reported."""
        earlier, floor = found[:place], FLOOR * self.size
        least = literal.best_tier_given(model, earlier, LATER, TINY,
                                        self.solver)
        most = literal.best_tier_given(model, earlier, CLAIM, TINY,
                                       self.solver)
        value = found[place]
        if least is None:
            return False
        low = least - floor - FIRST * abs(least)
        if most is None:
            return value >= low
        return low <= value <= most + floor + max(FIRST, self.gap) * abs(most)

    def _totals(self, name, model, found, totals):
        """The totals must agree with each other and with the tiers."""
        floor = FLOOR * self.size
        episodes = totals["served"] + totals["unmet"] + totals["averted"]
        self.check(near(totals["episodes"], sum(self.scenario.D.values()),
                        FIRST, floor), "%s: episodes" % name)
        self.check(near(episodes, totals["episodes"], FIRST, floor),
                   "%s: episodes are not served, unmet or averted" % name)
        measured = dict(totals, unmet=totals["unmet_weighted"])
        if isinstance(self.scenario.objective, dict):
            measured["weighted"] = sum(
                weight * measured[measure] for measure, weight
                in self.scenario.objective.items())
        for measure, value in found:
            self.check(
                near(measured[measure], value, 2 * LATER, floor),
                "%s: total %s is %.10g, tier %.10g" % (
                    name, measure, measured[measure], value))

    # The baseline

    def _baseline(self, code, document, errors):
        try:
            expected = baseline.evaluate(self.scenario)
        except baseline.MissingShares:
            self.check(code not in (0, INFEASIBLE),
                       "baseline: exit %d, but shares are missing" % code)
            return
        status = document.get("status") if document else None
        if not self.check(code == 0 and status == "evaluated",
                          "baseline: exit %d, status %s; %s"
                          % (code, status, errors[:200])):
            return
        for total, right in expected.totals.items():
            value = document["totals"].get(total)
            self.check(value is not None and near(value, right, 1e-9,
                                                  1e-9 * self.size),
                       "baseline: %s is %s, reference %.10g"
                       % (total, value, right))
        self._rows("pots", document, expected.pots, "spend")
        self._rows("offers", document, expected.offers, "contacts")

    def _rows(self, table, document, expected, field):
        found = {row["id"]: row for row in document.get(table, [])}
        for right in expected:
            value = found.get(right["id"], {}).get(field)
            self.check(value is not None and near(value, right[field], 1e-9,
                                                  1e-9 * self.size),
                       "baseline: %s %s %s is %s, reference %.10g" % (
                           table, right["id"], field, value, right[field]))

    # The order between regimes

    def _order(self, answers):
        """silo >= partial and dial >= pooled; more dial is never worse."""
        for one, tiers in answers.items():
            for other, others in answers.items():
                if freer(other, one):
                    self.check(
                        not_worse(others, tiers, max(FIRST, self.gap),
                                  FLOOR * self.size),
                        "%s is worse than %s: %s, %s" % (
                            other[0], one[0], others, tiers))


def default_gap(scenario):
    """The gap purse may leave open: none without integers to decide."""
    integer = any(offer.award == "open" or offer.max_blocks
                  for offer in scenario.offers)
    integer = integer or any(team.award == "open" for team in scenario.teams)
    return INTEGER_GAP if integer else 0.0


def freer(one, other):
    """True if every plan allowed in the other regime is allowed in one."""
    if one[1] == other[1] == "dial":
        return one[2] > other[2]
    return ORDER[one[1]] > ORDER[other[1]]


def not_worse(one, other, relative, floor):
    """True if one is lexicographically no worse than other.

    None stands for infeasible, the worst of all. Tiers that differ by less
    than the tolerance but are not equal end the comparison: what a later
    tier may be then depends on the slack.
    """
    if other is None:
        return True
    if one is None:
        return False
    for value, bound in zip(one, other):
        if value > bound + floor + relative * abs(bound):
            return False
        if not near(value, bound, EQUAL, EQUAL * floor):
            return True
    return True


def parse_regimes(text):
    """(name, regime, dial) of each part of silo,dial:0.3,pooled."""
    parsed = []
    for name in text.split(","):
        regime, _, dial = name.partition(":")
        parsed.append((name, regime, float(dial) if dial else None))
    return parsed


def parse_seeds(text):
    """Seeds of A-B or of a single number."""
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def scenario_files(chosen, folder):
    """(label, path) of each scenario to compare."""
    if chosen.scenario:
        return [(path, path) for path in chosen.scenario]
    files = []
    if chosen.miniatures:
        for name, overrides, _, _, _ in miniature.CASES:
            path = os.path.join(folder, name.replace(" ", "_") + ".json")
            with open(path, "w", encoding="utf-8") as out:
                json.dump(miniature.document(overrides), out)
            files.append(("miniature " + name, path))
        return files
    for seed in parse_seeds(chosen.seeds):
        path = os.path.join(folder, "%d.json" % seed)
        with open(path, "w", encoding="utf-8") as out:
            json.dump(generate.generate(seed, chosen.kind, chosen.size), out)
        files.append(("%s %s seed %d" % (chosen.size, chosen.kind, seed),
                      path))
    return files


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("purse", help="the command, with any options before "
                        "the word solve")
    parser.add_argument("--kind", choices=generate.KINDS, default="linear")
    parser.add_argument("--size", choices=sorted(generate.SIZES),
                        default="small")
    parser.add_argument("--seeds", default="1-50")
    parser.add_argument("--regimes", default=REGIMES)
    parser.add_argument("--scenario", nargs="+", metavar="FILE")
    parser.add_argument("--miniatures", action="store_true",
                        help="compare the miniatures instead")
    parser.add_argument("--solver", choices=literal.SOLVERS, default="cbc")
    parser.add_argument("--judge", choices=sorted(JUDGES), default="model",
                        help="what decides what is right")
    parser.add_argument("--prove", type=float, default=None, metavar="GAP",
                        help="ask purse to prove its optimum to this gap")
    parser.add_argument("--gap", type=float, default=None,
                        help="gap that purse may leave: what was asked for, "
                        "or 0 for linear scenarios and 1e-4 with integers")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    return parser.parse_args()


def main():
    """Compare, print each failure and a closing line."""
    chosen = arguments()
    regimes = parse_regimes(chosen.regimes)
    passed = failed = 0

    def compare(item):
        label, path = item
        try:
            return Comparison(chosen.purse, path, label, chosen.solver,
                              chosen.gap, chosen.prove,
                              chosen.judge).run(regimes).failures
        except Exception as error:  # one scenario must not stop the rest
            return ["%s: %s: %s" % (label, type(error).__name__, error)]

    with tempfile.TemporaryDirectory(prefix="compare-") as folder:
        with concurrent.futures.ThreadPoolExecutor(chosen.jobs) as pool:
            for failures in pool.map(compare, scenario_files(chosen, folder)):
                passed += not failures
                failed += bool(failures)
                for text in failures:
                    print(text, flush=True)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
