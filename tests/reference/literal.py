"""The commissioning model, written out literally: every variable and row.

This is the textbook form of sections 3 to 6 of the model. It is meant to be
read beside the numbered equations and to be obviously right, not fast. Money
inside the linear model is in thousands of pounds; reports are in pounds.

    python3 literal.py SCENARIO --regime pooled [--dial D] [--solver cbc]
"""

import argparse
import json
import sys
from types import SimpleNamespace

import scenario as reader
from solvers import SOLVERS, Linear, evaluate, minimise, plus

MONEY = 1000.0            # pounds in one unit of money inside the model
SLACK = 1e-6              # relative slack left on each earlier tier
ZERO_SLACK = 1e-9         # what is left on an earlier tier that reached 0
UNCOORDINATED = ""        # the mode in which no team coordinates
REGIMES = ("silo", "partial", "dial", "pooled")
MEASURES = ("unmet", "burden", "spend", "access")


class Literal:
    """The literal formulation of one scenario under one regime."""

    def __init__(self, scenario, regime, dial=None):
        self.scenario = scenario
        self.regime = regime
        self.dial = dial
        self.linear = Linear()
        self.pairs = [(row.place, row.need) for row in scenario.demand]
        self.offers_at = self._offers_by_place_and_service()
        self.modes = {pair: self._modes(*pair) for pair in self.pairs}
        self._decision_columns()
        self._flow_columns()
        self._expressions()
        self._demand_rows()
        self._flow_rows()
        self._entry_rows()
        self._capacity_rows()
        self._programme_rows()
        self._award_rows()
        self._money_rows()
        self._rule_rows()

    # Sets

    def _offers_by_place_and_service(self):
        """K(l,s), the offers of s that serve l."""
        found = {}
        for offer in self.scenario.offers:
            for place in offer.places:
                found.setdefault((place, offer.service), []).append(offer)
        return found

    def _offers(self, place, service):
        return self.offers_at.get((place, service), [])

    def _modes(self, place, need):
        covering = [team.id for team in self.scenario.teams
                    if place in team.places and need in team.needs]
        return [UNCOORDINATED] + covering

    def _abilities(self, need):
        return [row for row in self.scenario.abilities if row.need == need]

    def _flows(self):
        """Every (place, need, mode) a person can be in."""
        for place, need in self.pairs:
            for mode in self.modes[place, need]:
                yield place, need, mode

    def programme_share(self, programme, place, need):
        """share[g,l,n] of equation (1)."""
        demand = self.scenario.D
        if place not in programme.places:
            return 0.0
        total = sum(demand.get((other, need), 0.0)
                    for other in programme.places)
        return demand.get((place, need), 0.0) / total if total > 0 else 0.0

    # Columns

    def _decision_columns(self):
        add, sc = self.linear.add, self.scenario
        for offer in sc.offers:
            low, high = self._award_bounds(
                offer.award, self._conflict_of_interest(offer))
            add(("y", offer.id), low, high, True)
            add(("z", offer.id), 0.0, float(offer.max_blocks), True)
        for team in sc.teams:
            low, high = self._award_bounds(team.award, False)
            add(("yj", team.id), low, high, True)
        for programme in sc.programmes:
            add(("sigma", programme.id), 0.0, self._largest_spend(programme))
        for programme, need in sc.curves:
            add(("A", programme, need))
        for source in sc.pots:
            for target in sc.pots:
                if source.id != target.id:
                    add(("v", source.id, target.id), 0.0,
                        self._largest_move(source.id, target.id))

    @staticmethod
    def _award_bounds(award, conflict):
        """(10): held means y = 1, a conflict of interest means y = 0."""
        if award == "held":
            return 1.0, 1.0
        return 0.0, 0.0 if conflict else 1.0

    def _conflict_of_interest(self, offer):
        """(10): the provider commissions the pot of the offer's service."""
        pot = self.scenario.service[offer.service].pot
        return pot in self.scenario.provider[offer.provider].commissions

    def _largest_spend(self, programme):
        """(9): the last point of the shortest curve; 0 without a curve."""
        ends = [max(spend for spend, _ in points)
                for (owner, _), points in self.scenario.curves.items()
                if owner == programme.id]
        return min(ends, default=0.0) / MONEY

    def _largest_move(self, source, target):
        """Section 4: the bound of v[source,target]."""
        if self.regime == "silo":
            return 0.0
        if self.regime == "partial":
            if not self.scenario.has_virement:
                raise ValueError("partial needs the virement table")
            limits = [row.limit for row in self.scenario.virement
                      if (row.source, row.target) == (source, target)]
            return sum(limits) / MONEY
        return float("inf")

    def _flow_columns(self):
        add, sc = self.linear.add, self.scenario
        for place, need in self.pairs:
            add(("m", place, need))
        self.moves = []       # (column, place, mode, referral, within)
        for place, need, mode in self._flows():
            for ability in self._abilities(need):
                if ability.entry:
                    add(("e", place, need, mode, ability.service))
                for offer in self._offers(place, ability.service):
                    add(("w", place, need, mode, offer.id))
                    add(("x", place, need, mode, offer.id))
                    for row in sc.onward.get((need, ability.service), []):
                        self._move_columns(place, need, mode, offer, row)

    def _move_columns(self, place, need, mode, offer, referral):
        """t to the next service, and h to each offer of the same provider."""
        add = self.linear.add
        key = (place, need, mode, offer.id)
        column = add(("t",) + key + (referral.target,))
        self.moves.append((column, place, mode, referral, False))
        for other in self._offers(place, referral.target):
            if other.provider == offer.provider:
                column = add(("h",) + key + (other.id,))
                self.moves.append((column, place, mode, referral, True))

    # Expressions

    def _expressions(self):
        """X[k], entries, costs, burden and measures, as sums of columns."""
        sc, column = self.scenario, self.linear.column
        self.contacts = {offer.id: {} for offer in sc.offers}
        self.coordinated = {team.id: {} for team in sc.teams}
        self.entries = {}
        service_of = {offer.id: offer.service for offer in sc.offers}
        for label, number in column.items():
            if label[0] == "x":
                _, _, need, _, offer = label
                self.contacts[offer][number] = sc.ability[
                    need, service_of[offer]].contacts
            elif label[0] == "e":
                _, place, need, mode, service = label
                self.entries.setdefault((place, need), {})[number] = 1.0
                if mode != UNCOORDINATED:
                    self.coordinated[mode][number] = 1.0
        self._cost_expressions()
        self._measure_expressions()

    def _cost_expressions(self):
        """What each offer, team and programme costs, in units of money."""
        sc, column = self.scenario, self.linear.column
        self.offer_cost, self.team_cost, self.programme_cost = {}, {}, {}
        for offer in sc.offers:
            cost = plus({}, self.contacts[offer.id], offer.unit_cost / MONEY)
            cost[column["y", offer.id]] = offer.fixed_cost / MONEY
            cost[column["z", offer.id]] = offer.block_cost / MONEY
            self.offer_cost[offer.id] = cost
        for team in sc.teams:
            cost = plus({}, self.coordinated[team.id], team.unit_cost / MONEY)
            cost[column["yj", team.id]] = team.fixed_cost / MONEY
            self.team_cost[team.id] = cost
        for programme in sc.programmes:
            self.programme_cost[programme.id] = {
                column["sigma", programme.id]: 1.0}

    def _measure_expressions(self):
        sc, column = self.scenario, self.linear.column
        relief = {team.id: team.relief for team in sc.teams}
        relief[UNCOORDINATED] = 0.0
        self.place_burden = {place.id: {} for place in sc.places}
        burden = {}
        for number, place, mode, referral, within in self.moves:
            weight = (1.0 - relief[mode]) * reader.referral_burden(
                sc, referral, within)
            burden[number] = self.place_burden[place][number] = weight
        unmet = {column["m", place, need]: sc.need[need].priority
                 for place, need in self.pairs}
        access = {}
        for offer in sc.offers:
            plus(access, self.contacts[offer.id],
                 sc.service[offer.service].access)
        spend = self._spend_in({})
        self.measures = {"unmet": unmet, "burden": burden, "access": access,
                         "spend": spend}

    # Rows

    def _demand_rows(self):
        """(1) every episode enters, is averted, or is unmet."""
        sc, column = self.scenario, self.linear.column
        for place, need in self.pairs:
            left = dict(self.entries.get((place, need), {}))
            left[column["m", place, need]] = 1.0
            for programme in sc.programmes:
                if (programme.id, need) in sc.curves:
                    plus(left, {column["A", programme.id, need]:
                                self.programme_share(programme, place, need)})
            self.linear.row(left, "==", sc.D[place, need])

    def _flow_rows(self):
        """(2) to (4) for every place, need and mode."""
        for place, need, mode in self._flows():
            for ability in self._abilities(need):
                self._arrival_row(place, need, mode, ability.service)
                for offer in self._offers(place, ability.service):
                    self._seen_row(place, need, mode, offer)
                    self._onward_row(place, need, mode, offer, ability)

    def _arrival_row(self, place, need, mode, service):
        """(2) people at the open door = entries + referrals from anywhere."""
        column, row = self.linear.column, {}
        for offer in self._offers(place, service):
            row[column["w", place, need, mode, offer.id]] = 1.0
        entry = column.get(("e", place, need, mode, service))
        if entry is not None:
            row[entry] = -1.0
        for offer in self.scenario.offers:
            label = ("t", place, need, mode, offer.id, service)
            if label in column:
                row[column[label]] = -1.0
        self.linear.row(row, "==", 0.0)

    def _seen_row(self, place, need, mode, offer):
        """(3) people seen = through the door + handed over."""
        column = self.linear.column
        row = {column["x", place, need, mode, offer.id]: 1.0,
               column["w", place, need, mode, offer.id]: -1.0}
        for other in self.scenario.offers:
            label = ("h", place, need, mode, other.id, offer.id)
            if label in column:
                row[column[label]] = -1.0
        self.linear.row(row, "==", 0.0)

    def _onward_row(self, place, need, mode, offer, ability):
        """(4) people not resolved are referred on or handed over."""
        column = self.linear.column
        row = {column["x", place, need, mode, offer.id]:
               1.0 - ability.resolves}
        for referral in self.scenario.onward.get((need, offer.service), []):
            row[column["t", place, need, mode, offer.id,
                       referral.target]] = -1.0
            for other in self._offers(place, referral.target):
                label = ("h", place, need, mode, offer.id, other.id)
                if label in column:
                    row[column[label]] = -1.0
        self.linear.row(row, "==", 0.0)

    def _entry_rows(self):
        """(5) limits on the share of entries each service takes."""
        column = self.linear.column
        for place, need in self.pairs:
            entries = self.entries.get((place, need), {})
            for ability in self._abilities(need):
                if not ability.entry:
                    continue
                here = {column["e", place, need, mode, ability.service]: 1.0
                        for mode in self.modes[place, need]}
                self.linear.row(plus(dict(here), entries, -ability.entry_min),
                                ">=", 0.0)
                self.linear.row(plus(dict(here), entries, -ability.entry_max),
                                "<=", 0.0)

    def _capacity_rows(self):
        """(6), (7) for offers and (8) for teams."""
        column = self.linear.column
        for offer in self.scenario.offers:
            award, blocks = column["y", offer.id], column["z", offer.id]
            contacts = self.contacts[offer.id]
            self.linear.row(plus(dict(contacts), {
                award: -offer.capacity, blocks: -offer.block_size}),
                "<=", 0.0)
            self.linear.row({blocks: 1.0, award: -float(offer.max_blocks)},
                            "<=", 0.0)
            self.linear.row(plus(dict(contacts), {award: -offer.min_volume}),
                            ">=", 0.0)
        for team in self.scenario.teams:
            self.linear.row(plus(dict(self.coordinated[team.id]), {
                column["yj", team.id]: -team.capacity}), "<=", 0.0)

    def _programme_rows(self):
        """(9) averted episodes lie under the curve."""
        column = self.linear.column
        for (programme, need), points in self.scenario.curves.items():
            averted = column["A", programme, need]
            spend = column["sigma", programme]
            before = (0.0, 0.0)
            for point in sorted(points):
                slope = (point[1] - before[1]) / (point[0] - before[0])
                self.linear.row({averted: 1.0, spend: -slope * MONEY}, "<=",
                                before[1] - slope * before[0])
                before = point

    def _award_rows(self):
        """(10) one award in a contest; the rest of (10) is in the bounds."""
        contests = {}
        for offer in self.scenario.offers:
            if offer.contest is not None:
                contests.setdefault(offer.contest, {})[
                    self.linear.column["y", offer.id]] = 1.0
        for awards in contests.values():
            self.linear.row(awards, "<=", 1.0)

    def _money_rows(self):
        """(11) incomes, (12) and (13) budgets, and the dial of section 4."""
        sc, column = self.scenario, self.linear.column
        for provider in sc.providers:
            if provider.max_income is not None:
                self.linear.row(self._income(provider.id), "<=",
                                provider.max_income / MONEY)
        for pot in sc.pots:
            row = self._spend_in({"pot": pot.id})
            moved_out = {}
            for other in sc.pots:
                if other.id != pot.id:
                    moved_out[column["v", pot.id, other.id]] = 1.0
                    row[column["v", other.id, pot.id]] = -1.0
            self.linear.row(plus(row, moved_out), "<=", pot.budget / MONEY)
            if self.regime == "dial":
                self.linear.row(moved_out, "<=",
                                self.dial * pot.budget / MONEY)

    def _income(self, provider):
        """(11) income of a provider from its offers and teams."""
        income = {}
        for offer in self.scenario.offers:
            if offer.provider == provider:
                plus(income, self.offer_cost[offer.id])
        for team in self.scenario.teams:
            if team.provider == provider:
                plus(income, self.team_cost[team.id])
        return income

    # Scopes and rules (section 5)

    def _offers_in(self, scope):
        pot, service = scope.get("pot"), scope.get("service")
        return [offer for offer in self.scenario.offers
                if (service is None or offer.service == service)
                and (pot is None
                     or self.scenario.service[offer.service].pot == pot)]

    def _spend_in(self, scope):
        """(12) spend of a pot, of a service's offers, or of everything."""
        spend = {}
        for offer in self._offers_in(scope):
            plus(spend, self.offer_cost[offer.id])
        if "service" in scope:
            return spend
        pot = scope.get("pot")
        for team in self.scenario.teams:
            if pot is None or team.pot == pot:
                plus(spend, self.team_cost[team.id])
        for programme in self.scenario.programmes:
            if pot is None or programme.pot == pot:
                plus(spend, self.programme_cost[programme.id])
        return spend

    def _rule_rows(self):
        for rule in self.scenario.rules:
            getattr(self, "_rule_" + rule.type)(rule)

    def _of(self, rule, offers):
        """Contacts or spend of some offers, as the rule's "of" says."""
        source = self.offer_cost if rule.of == "spend" else self.contacts
        total = {}
        for offer in offers:
            plus(total, source[offer.id])
        return total

    def _group(self, rule):
        """The providers a rule names, by sector, by id or by both."""
        return {provider.id for provider in self.scenario.providers
                if provider.sector in rule.sectors
                or provider.id in rule.providers}

    def _share_row(self, rule, group, sense):
        """of(group) - limit of(everyone in scope), compared with 0."""
        offers = self._offers_in(rule.scope)
        row = self._of(rule, [offer for offer in offers
                              if offer.provider in group])
        plus(row, self._of(rule, offers), -rule.limit)
        self.linear.row(row, sense, 0.0)

    def _rule_max_share(self, rule):
        if rule.sectors or rule.providers:
            groups = [self._group(rule)]
        else:
            providers = {offer.provider
                         for offer in self._offers_in(rule.scope)}
            groups = [{provider} for provider in sorted(providers)]
        for group in groups:
            self._share_row(rule, group, "<=")

    def _rule_min_share(self, rule):
        self._share_row(rule, self._group(rule), ">=")

    def _rule_min_spend(self, rule):
        self.linear.row(self._spend_in(rule.scope), ">=", rule.limit / MONEY)

    def _rule_max_spend(self, rule):
        self.linear.row(self._spend_in(rule.scope), "<=", rule.limit / MONEY)

    def _rule_min_quality(self, rule):
        """sum of (quality - limit) X over the scope >= 0."""
        row = {}
        for offer in self._offers_in(rule.scope):
            quality = self.scenario.provider[offer.provider].quality
            plus(row, self.contacts[offer.id], quality - rule.limit)
        self.linear.row(row, ">=", 0.0)

    def _awards_in(self, scope):
        return {self.linear.column["y", offer.id]: 1.0
                for offer in self._offers_in(scope)}

    def _rule_min_awards(self, rule):
        self.linear.row(self._awards_in(rule.scope), ">=", rule.limit)

    def _rule_max_awards(self, rule):
        self.linear.row(self._awards_in(rule.scope), "<=", rule.limit)

    def _gap_rows(self, rule, amounts):
        """amount per episode differs by at most the limit between places."""
        demand = {place.id: sum(value for (at, _), value
                                in self.scenario.D.items() if at == place.id)
                  for place in self.scenario.places}
        places = [place for place, total in demand.items() if total > 0]
        for one in places:
            for other in places:
                if one != other:
                    row = plus({}, amounts[one], 1.0 / demand[one])
                    plus(row, amounts[other], -1.0 / demand[other])
                    self.linear.row(row, "<=", rule.limit)

    def _rule_max_unmet_gap(self, rule):
        amounts = {place.id: {} for place in self.scenario.places}
        for place, need in self.pairs:
            amounts[place][self.linear.column["m", place, need]] = 1.0
        self._gap_rows(rule, amounts)

    def _rule_max_burden_gap(self, rule):
        self._gap_rows(rule, self.place_burden)

    # Objective and answer (sections 6 and 7)

    def tiers(self):
        """(measure, objective expression, pounds per unit) of each tier."""
        objective = self.scenario.objective
        if isinstance(objective, dict):
            total = {}
            for measure, weight in objective.items():
                scale = MONEY if measure == "spend" else 1.0
                plus(total, self.measures[measure], weight * scale)
            return [("weighted", total, 1.0)]
        return [(measure, self.measures[measure],
                 MONEY if measure == "spend" else 1.0)
                for measure in objective]

    def totals(self, values):
        """The totals of section 7 at a point."""
        sc = self.scenario
        unmet = sum(values[self.linear.column["m", place, need]]
                    for place, need in self.pairs)
        served = sum(evaluate(row, values) for row in self.entries.values())
        averted = sum(
            values[self.linear.column["A", programme.id, need]]
            * self.programme_share(programme, place, need)
            for place, need in self.pairs for programme in sc.programmes
            if (programme.id, need) in sc.curves)
        moves = sum(values[move[0]] for move in self.moves)
        necessary = sum(values[move[0]] for move in self.moves
                        if move[3].necessary)
        return {
            "episodes": sum(sc.D.values()), "served": served, "unmet": unmet,
            "unmet_weighted": evaluate(self.measures["unmet"], values),
            "averted": averted,
            "contacts": sum(evaluate(row, values)
                            for row in self.contacts.values()),
            "moves": moves, "unnecessary_moves": moves - necessary,
            "burden": evaluate(self.measures["burden"], values),
            "access": evaluate(self.measures["access"], values),
            "spend": MONEY * evaluate(self.measures["spend"], values)}


def tier_limit(value):
    """The right-hand side that keeps an earlier tier at its value."""
    return value + SLACK * abs(value) if value != 0 else ZERO_SLACK


def solve_tiers(model, linear, solver):
    """Minimise tier after tier; None if infeasible.

    Returns the tier values, in units of the model, and the last point.
    """
    linear = linear.copy()
    found, values = [], None
    for _, expression, _ in model.tiers():
        point = minimise(linear, expression, solver)
        if point is None:
            if values is None:
                return None
            raise RuntimeError("a later tier came out infeasible")
        values = point
        value = evaluate(expression, values)
        if abs(value) < ZERO_SLACK:
            value = 0.0
        found.append(value)
        linear.row(expression, "<=", tier_limit(value))
    return found, values


def answer(model, outcome):
    """The status, tiers and totals of section 7."""
    if outcome is None:
        return SimpleNamespace(status="infeasible", tiers=[], totals={})
    found, values = outcome
    tiers = [{"measure": measure, "value": value * scale}
             for (measure, _, scale), value in zip(model.tiers(), found)]
    return SimpleNamespace(status="optimal", tiers=tiers,
                           totals=model.totals(values))


def solve(scenario, regime, dial=None, solver="cbc"):
    """Solve a scenario under a regime, lexicographically or by weights."""
    model = Literal(scenario, regime, dial)
    return answer(model, solve_tiers(model, model.linear, solver))


def best_tier_given(model, earlier, slack, floor, solver="cbc"):
    """Least value of the next tier when the earlier ones are as claimed.

    Each earlier claimed value may grow by slack, relative, plus floor times
    the total demand. Returns None if no plan reaches the claimed values.
    """
    linear, tiers = model.linear.copy(), model.tiers()
    size = max(1.0, sum(model.scenario.D.values()))
    for (_, expression, scale), claimed in zip(tiers, earlier):
        limit = claimed + slack * abs(claimed) + floor * size
        linear.row(expression, "<=", limit / scale)
    _, expression, scale = tiers[len(earlier)]
    point = minimise(linear, expression, solver)
    return None if point is None else scale * evaluate(expression, point)


def main():
    """Solve one scenario file and print the answer as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("scenario")
    parser.add_argument("--regime", choices=REGIMES, default="pooled")
    parser.add_argument("--dial", type=float, default=None)
    parser.add_argument("--solver", choices=SOLVERS, default="cbc")
    chosen = parser.parse_args()
    if (chosen.regime == "dial") != (chosen.dial is not None):
        parser.error("--dial goes with --regime dial")
    result = solve(reader.read(chosen.scenario), chosen.regime, chosen.dial,
                   chosen.solver)
    json.dump(vars(result), sys.stdout, indent=2)
    print()
    return 0 if result.status == "optimal" else 4


if __name__ == "__main__":
    sys.exit(main())
