#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How purse explain divides what pooling saves, against coalitions made of virement tables.

    shares.py PURSE [--seeds 1-20]

On random linear scenarios each coalition of pots is solved as a regime `partial` whose virement table is open inside
the coalition, and the shares are worked out anew, over all orders in which the pots could be joined. Every fourth one is
solved by the reference model and glpsol, which know nothing of `purse`. The shares sum to what pooling saves to 1e-9, and
that is what the plans of `silo` and `pooled` say.
"""

import itertools
import json
import pathlib
import subprocess
import sys
import tempfile

import cases  # puts the reference within reach
import literal
import scenario as reader

SAME = 1e-5  # relative, of what is saved
NOISE = 4e-6  # relative, of the optimum itself


class Check:
    def __init__(self, purse, path):
        self.purse, self.path, self.shared, self.independent, self.wrong = purse, path, 0, 0, []

    def run(self, verb, document, regime, *words):
        self.path.write_text(json.dumps(document), encoding="utf-8")
        done = subprocess.run([self.purse, verb, self.path, "--regime", regime, "--gap", "1e-9", "--json", "--quiet",
                               *words], capture_output=True, text=True, check=False)
        if done.returncode not in (0, 4):
            raise RuntimeError(f"{verb}: exit {done.returncode}: {done.stderr}")
        return json.loads(done.stdout)

    def optimum(self, document, coalition, tier, independent):
        total = sum(pot["budget"] for pot in document["pots"])
        table = [{"from": a, "to": b, "limit": total} for a, b in itertools.permutations(coalition, 2)]
        if independent:
            found = literal.solve(reader.from_document({**document, "virement": table}), "partial", solver="glpsol")
            return found.tiers[tier - 1]["value"]
        return self.run("solve", {**document, "virement": table}, "partial")["tiers"][tier - 1]["bound"]

    def case(self, label, document, independent):
        shares = self.run("explain", document, "silo", "--shares").get("shares", {})
        pots = [pot["id"] for pot in document["pots"]]
        if "tier" not in shares:
            return
        value = {}
        for size in range(len(pots) + 1):
            for coalition in itertools.combinations(pots, size):
                value[coalition] = self.optimum(document, coalition, shares["tier"], independent)
        expected = dict.fromkeys(pots, 0.0)
        orders = list(itertools.permutations(pots))
        for order in orders:
            for i, pot in enumerate(order):
                before, after = (tuple(p for p in pots if p in order[:end]) for end in (i, i + 1))
                expected[pot] += (value[before] - value[after]) / len(orders)
        saved = value[()] - value[tuple(pots)]
        room = SAME * saved + NOISE * abs(value[()])
        self.shared += 1
        self.independent += independent
        for row in shares["pots"]:
            if abs(row["saving"] - expected[row["pot"]]) > room:
                self.wrong.append(f"{label}: {row['pot']}: stated {row['saving']!r}, worked out {expected[row['pot']]!r}")
        stated = shares["silo"] - shares["pooled"]
        if abs(sum(row["saving"] for row in shares["pots"]) - stated) > 1e-9 * stated:
            self.wrong.append(f"{label}: shares do not sum to what is saved")
        for regime in ("silo", "pooled"):
            tier = self.run("solve", document, regime)["tiers"][shares["tier"] - 1]
            if abs(tier["bound"] - shares[regime]) > room:
                self.wrong.append(f"{label}: {regime}: stated {shares[regime]!r}, solved {tier['bound']!r}")


def main():
    options = cases.options("1-20")
    with tempfile.TemporaryDirectory() as folder:
        check = Check(options.purse, pathlib.Path(folder) / "scenario.json")
        for seed in options.seeds:
            check.case(f"seed {seed}", cases.document(seed, "linear", "small"), seed % 4 == 0)
    return cases.end(check.wrong, f"{check.shared} savings shared, {check.independent} of them against the reference",
                     check.shared >= len(options.seeds) // 4 and check.independent)


if __name__ == "__main__":
    sys.exit(main())
