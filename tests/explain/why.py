#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What purse explain --why says would have to change for an offer to be bought, against fresh solves.

    why.py PURSE [--kind integer] [--seeds 1-10]

On random scenarios, for offers that the plan does not use: at the price named the offer is used, at the next dearer one it
is not; without each statement called enough, or with the number named in its place, it is used, and without each of the
others it is not. A fresh solve that disagrees counts only if the offer makes a difference: where the scenario is as well
off without it, either is right.
"""

import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import cases  # puts the reference within reach
import conflicts

SAME = 1e-6
TRACE = 1e-4    # of the capacity: fewer contacts are none
PRICES = ("unit_cost", "fixed_cost", "block_cost")


class Check:
    def __init__(self, purse, folder):
        self.purse, self.path = purse, pathlib.Path(folder) / "scenario.json"
        self.asked = self.claims = self.ties = self.capacity = 0
        self.wrong, self.kinds = [], set()

    def run(self, verb, document, regime, *words):
        self.path.write_text(json.dumps(document), encoding="utf-8")
        done = subprocess.run([self.purse, verb, str(self.path), "--regime", regime, "--json", "--quiet", *words],
                              capture_output=True, text=True, check=False)
        if done.returncode not in (0, 4):
            raise RuntimeError(f"{verb} {words}: exit {done.returncode}: {done.stderr}")
        return json.loads(done.stdout)

    def idle(self, document, regime, offer):
        """As well off without the offer."""
        with_it = self.run("solve", document, regime)
        less = copy.deepcopy(document)
        row, = [row for row in less["offers"] if row["id"] == offer]
        row["capacity"] = row["min_volume"] = 0
        row["max_blocks"] = 0
        without = self.run("solve", less, regime)
        if with_it["status"] != "optimal" or without["status"] != "optimal":
            return False
        return all(abs(a["value"] - b["value"]) <= SAME * max(1, abs(a["value"])) * 100
                   for a, b in zip(with_it["tiers"], without["tiers"]))

    def expect(self, label, document, regime, offer, used):
        plan = self.run("solve", document, regime)
        contacts = sum(row["contacts"] for row in plan.get("offers", []) if row["id"] == offer)
        self.claims += 1
        if (contacts > TRACE * self.capacity) == used:
            return
        if self.idle(document, regime, offer):
            self.ties += 1
        else:
            self.wrong.append(f"{label}: {contacts} contacts, expected {'some' if used else 'none'}")

    def price(self, label, document, regime, offer, price):
        for share, used in ((price["share"], True), (price["too_much"], False)):
            if share is None:
                share, used = 0, False
            changed = copy.deepcopy(document)
            row, = [row for row in changed["offers"] if row["id"] == offer]
            for field in PRICES:
                row[field] = row.get(field, 0) * share
            self.expect(f"{label} at {share} of its price", changed, regime, offer, used)

    def statement(self, label, document, regime, offer, told):
        name = told["path"] if told["path"] != "$.offers" else " ".join(told["statement"].split()[:2])
        self.kinds.add(re.sub(r"\[\d+\]| .*", "", name))
        changed, other = conflicts.drop(document, regime, [name])
        self.expect(f"{label} without {name}", changed, other, offer, told["enough"])
        record = re.fullmatch(r"\$\.(\w+)\[(\d+)\]\.(\w+)", name)
        for key, used in (("needed", True), ("not_enough", False)):
            if record and told["enough"] and told[key] is not None:
                changed = copy.deepcopy(document)
                changed[record[1]][int(record[2])][record[3]] = told[key]
                self.expect(f"{label} with {name} {told[key]}", changed, regime, offer, used)

    def case(self, label, document, regime, most):
        plan = self.run("solve", document, regime)
        unused = [row["id"] for row in plan.get("offers", []) if row["contacts"] == 0]
        for offer in unused[:most]:
            why = self.run("explain", document, regime, "--limits", "0", "--why", offer).get("why")
            if why is None or why["contacts"] > 0:
                continue
            self.asked += 1
            self.capacity, = [row["capacity"] for row in document["offers"] if row["id"] == offer]
            self.price(f"{label} {offer}", document, regime, offer, why["price"])
            for told in why["statements"]:
                self.statement(f"{label} {offer}", document, regime, offer, told)


def main():
    options = cases.options("1-10", kind="integer")
    with tempfile.TemporaryDirectory() as folder:
        check = Check(options.purse, folder)
        for seed in options.seeds:
            document = cases.document(seed, options.kind, "tiny")
            for regime in ("silo", "pooled"):
                check.case(f"{options.kind} seed {seed} {regime}", document, regime, 2)
    return cases.end(check.wrong, f"{check.asked} offers, {check.claims} claims about prices, "
                     f"{', '.join(sorted(check.kinds))}; {check.ties} ties",
                     check.claims and check.ties <= check.claims / 3)


if __name__ == "__main__":
    sys.exit(main())
