"""Solve a tiny integer scenario by trying every award and block count.

Each choice of y and z leaves a linear programme. Tier after tier, every
choice still in the running is solved with the earlier tiers held at the best
value any choice reached, and those that cannot match the best drop out.

    python3 enumerate.py SCENARIO --regime pooled [--dial D]
"""

import argparse
import itertools
import json
import sys

import scenario as reader
from literal import REGIMES, Literal, answer, tier_limit, ZERO_SLACK
from solvers import SOLVERS, evaluate, minimise

SAME = 1e-6               # relative difference between equal tier values


class TooMany(ValueError):
    """There are more choices than anyone would want to try."""


def _contests_hold(scenario, awarded):
    seen = set()
    for offer in scenario.offers:
        if offer.contest is not None and awarded[offer.id]:
            if offer.contest in seen:
                return False
            seen.add(offer.contest)
    return True


def choices(model):
    """Every way to fix the integer columns that (6) and (10) allow."""
    scenario, linear = model.scenario, model.linear

    def options(label):
        column = linear.column[label]
        return range(int(linear.lower[column]), int(linear.upper[column]) + 1)

    teams = [("yj", team.id) for team in scenario.teams]
    for awards in itertools.product(*(options(("y", offer.id))
                                      for offer in scenario.offers)):
        awarded = dict(zip((offer.id for offer in scenario.offers), awards))
        if not _contests_hold(scenario, awarded):
            continue
        blocks = [range(offer.max_blocks * awarded[offer.id] + 1)
                  for offer in scenario.offers]
        for built in itertools.product(*blocks):
            for staffed in itertools.product(*map(options, teams)):
                labels = ([("y", offer.id) for offer in scenario.offers]
                          + [("z", offer.id) for offer in scenario.offers]
                          + teams)
                yield {linear.column[label]: float(value) for label, value
                       in zip(labels, awards + built + staffed)}


def solve(scenario, regime, dial=None, solver="glpsol", most=2000):
    """The lexicographic best over all choices, as literal.solve gives it."""
    model = Literal(scenario, regime, dial)
    running = list(itertools.islice(choices(model), most + 1))
    if len(running) > most:
        raise TooMany("more than %d choices" % most)
    found, values = [], None
    for _, expression, _ in model.tiers():
        reached = []
        for choice in running:
            linear = model.linear.copy()
            linear.fix(choice)
            for (_, earlier, _), value in zip(model.tiers(), found):
                linear.row(earlier, "<=", tier_limit(value))
            point = minimise(linear, expression, solver)
            if point is not None:
                reached.append((evaluate(expression, point), choice, point))
        if not reached:
            return answer(model, None)
        best, _, values = min(reached, key=lambda item: item[0])
        if abs(best) < ZERO_SLACK:
            best = 0.0
        found.append(best)
        running = [choice for value, choice, _ in reached
                   if value <= best + SAME * max(1.0, abs(best))]
    return answer(model, (found, values))


def main():
    """Solve one scenario file and print the answer as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("scenario")
    parser.add_argument("--regime", choices=REGIMES, default="pooled")
    parser.add_argument("--dial", type=float, default=None)
    parser.add_argument("--solver", choices=SOLVERS, default="glpsol")
    chosen = parser.parse_args()
    result = solve(reader.read(chosen.scenario), chosen.regime, chosen.dial,
                   chosen.solver)
    json.dump(vars(result), sys.stdout, indent=2)
    print()
    return 0 if result.status == "optimal" else 4


if __name__ == "__main__":
    sys.exit(main())
