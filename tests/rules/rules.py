#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every type of rule where it binds, where it is slack, and where it leaves no plan.

    rules.py PURSE

For each case the scenario is solved without the rule and with it at three limits, and every answer is compared with
the reference, solved by cbc. Then: the rule that binds makes the plan worse and is attained at its limit, the slack
one changes nothing, and the last is infeasible: exit code 4, and the rule is among the statements that conflict.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import cases  # also makes the reference's modules known
import compare

GAP = 1e-9
SAME = 2e-6      # relative: what the tiers after a first one may differ by
AT_LIMIT = 1e-5  # relative: a tier may give up 1e-6 of the ones before, and a rule's value follows
REGIMES = compare.parse_regimes("silo,pooled")


def solve(purse, path, verb="solve"):
    """(exit code, document, what was said) of the regime silo."""
    done = subprocess.run([purse, verb, str(path), "--regime", "silo", "--gap", str(GAP), "--json"],
                          capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout or "{}"), done.stderr


def tier_values(plan):
    return [tier["value"] for tier in plan["tiers"]]


def same(one, other, relative):
    return abs(one - other) <= relative * max(1.0, abs(one), abs(other))


class Check:
    def __init__(self, purse, folder):
        self.purse, self.folder = purse, folder
        self.checks, self.wrong = 0, []

    def expect(self, good, label, text):
        self.checks += 1
        if not good:
            self.wrong.append(f"{label}: {text}")

    def answer(self, case, name, whole):
        """Solves one scenario, compared with the reference."""
        label = f"{case.name}, {name}"
        path = self.folder / "scenario.json"
        path.write_text(json.dumps(whole), encoding="utf-8")
        compared = compare.Comparison(self.purse, str(path), label, "cbc", prove=GAP).run(REGIMES)
        self.checks += compared.checks
        self.wrong += compared.failures
        return label, *solve(self.purse, path)

    def free(self, case):
        label, code, plan, said = self.answer(case, "without the rule", cases.document(case))
        self.expect(code == 0, label, f"exit {code}: {said}")
        return plan

    def binds(self, case, free):
        whole = cases.document(case, case.binds)
        label, code, plan, said = self.answer(case, "binding", whole)
        self.expect(code == 0, label, f"exit {code}: {said}")
        if code != 0:
            return
        value = cases.attained(case, whole, plan)
        self.expect(same(value, case.binds, AT_LIMIT), label, f"attains {value}, the limit is {case.binds}")
        before = cases.attained(case, whole, free)
        broken = before > case.binds if case.rule["type"].startswith("max") else before < case.binds
        self.expect(broken, label, f"{before} without the rule keeps to {case.binds}")
        worse = next(((new, old) for new, old in zip(tier_values(plan), tier_values(free))
                      if not same(new, old, 1e-4)), (0, 0))
        self.expect(worse[0] > worse[1], label, f"{tier_values(plan)}, and without the rule {tier_values(free)}")

    def slack(self, case, free):
        label, code, plan, said = self.answer(case, "slack", cases.document(case, case.slack))
        self.expect(code == 0, label, f"exit {code}: {said}")
        if code == 0:
            equal = all(same(*pair, SAME) for pair in zip(tier_values(plan), tier_values(free)))
            self.expect(equal, label, f"{tier_values(plan)}, and without the rule {tier_values(free)}")

    def never(self, case):
        label, code, _, said = self.answer(case, "otherwise the same, without the rule",
                                           cases.document(case, never=True))
        self.expect(code == 0, label, f"exit {code}: {said}")
        label, code, document, said = self.answer(case, "infeasible", cases.document(case, case.never, never=True))
        self.expect(code == 4, label, f"exit {code}")
        self.expect(document.get("status") == "infeasible", label, f"status {document.get('status')}")
        _, document, said = solve(self.purse, self.folder / "scenario.json", "explain")
        told = [row["message"] for row in document["conflict"]["problems"]]
        named = f"{cases.RULE_ID} ({case.rule['type']}) asks"
        self.expect(any(named in message for message in told), label, f"the rule is not named: {told} {said}")
        self.expect(document["least_change"]["checked"], label, "the least change was not shown")

    def case(self, case):
        free = self.free(case)
        if free.get("tiers"):
            self.binds(case, free)
            self.slack(case, free)
        self.never(case)


def main(purse):
    with tempfile.TemporaryDirectory() as folder:
        check = Check(purse, pathlib.Path(folder))
        for case in cases.CASES:
            check.case(case)
    untried = set(cases.TYPES) - {case.rule["type"] for case in cases.CASES}
    check.expect(not untried, "all", f"no case of {', '.join(sorted(untried))}")
    print("\n".join(check.wrong + [f"{len(cases.CASES)} cases, {check.checks} checks, {len(check.wrong)} wrong"]))
    return 1 if check.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
