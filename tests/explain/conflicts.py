#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Statements that purse explain says cannot all be kept, on random scenarios without a plan.

    conflicts.py PURSE [--seeds 1-60]

Half of the scenarios have integer decisions. Each is overtaxed: budgets are cut, contracts get volumes they must have,
rules are added, on shares and quality in half of them, until there is no plan. Then, with statements taken out of the scenario itself and purse solve as the
judge: the statements named have no plan between them, and without any one of them they have one.
"""

import copy
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import cases  # puts the reference within reach
import generate

INFEASIBLE = 4
BEYOND = {"capacity": 1e9, "budget": 1e13}
REGIMES = ("silo", "pooled")


def overtax(document, draw):
    """Asks of a scenario more than it may be able to do."""
    for pot in document["pots"]:
        pot["budget"] = round(pot["budget"] * draw.choice([0.02, 0.3, 1]))
    for offer in document["offers"]:
        if draw.random() < 0.3:
            offer["min_volume"] = round(offer["capacity"] * draw.choice([0.3, 0.9]), 3)
        if draw.random() < 0.1:
            offer["fixed_cost"] = round(document["pots"][0]["budget"] * 0.7)
    services = [row["id"] for row in document["services"]]
    rules = document.setdefault("rules", [])
    total = sum(pot["budget"] for pot in document["pots"])
    for rule in draw.sample([
            {"type": "min_spend", "scope": {}, "limit": round(total * draw.choice([0.5, 1.2]))},
            {"type": "max_spend", "scope": {}, "limit": round(total * 0.2)},
            {"type": "max_unmet_gap", "limit": 0.001},
            {"type": "min_awards", "scope": {"service": draw.choice(services)}, "limit": 2},
            {"type": "max_share", "scope": {"service": draw.choice(services)}, "limit": 0.4, "of": "contacts"}],
            draw.randint(1, 3)):
        rules.append(rule)
    return document


def ask_shares(document, draw):
    """Rules about shares and quality that may be more than there is, in every scope and of contacts or spend."""
    scope = draw.choice([{}, {"pot": draw.choice(document["pots"])["id"]},
                         {"service": draw.choice(document["services"])["id"]}])
    for provider in document["providers"]:
        provider.setdefault("quality", draw.randint(20, 95))
    providers = [row["id"] for row in document["providers"]]
    for rule in draw.sample([
            {"type": "min_share", "providers": draw.sample(providers, 1), "limit": draw.choice([0.3, 0.6, 0.95])},
            {"type": "min_share", "providers": draw.sample(providers, 2), "limit": draw.choice([0.4, 0.8])},
            {"type": "max_share", "providers": draw.sample(providers, 2), "limit": draw.choice([0.05, 0.3])},
            {"type": "max_share", "limit": draw.choice([0.2, 0.35])},
            {"type": "min_quality", "limit": draw.choice([60, 85, 99])}], draw.randint(1, 2)):
        rule["scope"] = scope
        if rule["type"] != "min_quality":
            rule["of"] = draw.choice(["contacts", "spend"])
        document.setdefault("rules", []).append(rule)
    for pot in document["pots"]:
        pot["budget"] = round(pot["budget"] * draw.choice([0.3, 1, 1]))
    for offer in document["offers"]:
        if draw.random() < 0.5:
            offer["min_volume"] = round(offer["capacity"] * draw.choice([0.1, 0.3, 0.6]), 3)
    return document


def statements(document, regime):
    """Every statement as purse explain names it, but for the contests, which it names in words."""
    for table, field in (("offers", "capacity"), ("offers", "min_volume"), ("offers", "fixed_cost"), ("teams", "capacity"),
                         ("teams", "fixed_cost"), ("providers", "commissions"), ("providers", "max_income"),
                         ("pots", "budget")):
        for i, row in enumerate(document.get(table, [])):
            if field != "fixed_cost" or row.get("award") != "open":
                yield f"$.{table}[{i}].{field}"
    for i in range(len(document.get("rules", []))):
        yield f"$.rules[{i}]"
    if regime != "pooled":
        yield f"--regime {regime}"
    for name in {row["contest"] for row in document["offers"] if row.get("contest")}:
        yield f"contest {name}"


def drop(document, regime, names):
    """The scenario and regime without what the names state."""
    document, rules = copy.deepcopy(document), set()
    for name in names:
        rule = re.fullmatch(r"\$\.rules\[(\d+)\]", name)
        record = re.fullmatch(r"\$\.(\w+)\[(\d+)\]\.(\w+)", name)
        if rule:
            rules.add(int(rule[1]))
        elif record:
            row, field = document[record[1]][int(record[2])], record[3]
            if field in BEYOND:
                row[field] = BEYOND[field]
            elif field in ("min_volume", "fixed_cost"):
                row[field] = 0
            else:
                row.pop(field, None)
        elif name.startswith("--regime"):
            regime = "pooled"
        else:
            for row in document["offers"]:
                if row.get("contest") == name.split(" ")[1]:
                    del row["contest"]
    if document.get("rules"):
        document["rules"] = [row for i, row in enumerate(document["rules"]) if i not in rules]
    return document, regime


class Check:
    def __init__(self, purse, folder):
        self.purse, self.path = purse, folder / "scenario.json"
        self.found, self.unproved, self.sizes, self.wrong = 0, 0, [], []

    def run(self, verb, document, regime):
        self.path.write_text(json.dumps(document), encoding="utf-8")
        return subprocess.run([self.purse, verb, str(self.path), "--regime", regime, "--json", "--quiet"],
                              capture_output=True, text=True, check=False)

    def infeasible(self, document, regime):
        done = self.run("solve", document, regime)
        if done.returncode not in (0, INFEASIBLE):
            raise RuntimeError(f"solve: exit {done.returncode}: {done.stderr}")
        return done.returncode == INFEASIBLE

    def case(self, label, document, regime):
        done = self.run("explain", document, regime)
        if done.returncode == 0:
            return
        if done.returncode != INFEASIBLE:
            self.wrong.append(f"{label}: explain: exit {done.returncode}: {done.stderr}")
            return
        conflict = json.loads(done.stdout)["conflict"]
        named = [row["path"] if row["path"] != "$.offers" else " ".join(row["message"].split()[:2])
                 for row in conflict["problems"]]
        every = set(statements(document, regime))
        self.found += 1
        self.sizes.append(len(named))
        if not named or not set(named) <= every:
            self.wrong.append(f"{label}: not statements: {named}")
            return
        if not self.infeasible(*drop(document, regime, every - set(named))):
            self.wrong.append(f"{label}: there is a plan that keeps {named}")
        self.unproved += not conflict["irreducible"]
        for name in named if conflict["irreducible"] else []:
            if self.infeasible(*drop(document, regime, every - set(named) | {name})):
                self.wrong.append(f"{label}: {name} is not needed in {named}")


def main():
    options = cases.options("1-60", size="tiny")
    with tempfile.TemporaryDirectory() as folder:
        check = Check(options.purse, pathlib.Path(folder))
        for seed in options.seeds:
            kind = generate.KINDS[seed % 2]
            ask = overtax if seed // 2 % 2 else ask_shares
            document = ask(cases.document(seed, kind, options.size), random.Random(seed))
            for regime in REGIMES:
                check.case(f"seed {seed} {kind} {regime}", document, regime)
    return cases.end(check.wrong, f"{check.found} conflicts of {sum(check.sizes) / max(1, check.found):.1f} statements, "
                     f"{check.unproved} not proved irreducible",
                     check.found >= len(options.seeds) // 2 and check.unproved <= check.found // 20)


if __name__ == "__main__":
    sys.exit(main())
