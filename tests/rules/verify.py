#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Verification of plans against every type of rule and every equation.

    verify.py PURSE [MUTATIONS]

For each rule: a plan that keeps to it verifies, also against a laxer limit; a plan made without it, or under a laxer
limit, does not, and the message names the rule. For each equation: a plan stands, until an edit of its scenario (or
of the plan) breaks the equation, and the message names that. MUTATIONS is the program that changes every figure of a
plan in turn and counts what verification misses; it is given all these plans.
"""

import copy
import json
import pathlib
import subprocess
import sys
import tempfile

import cases
from equations import EDITS, PLAN_EDITS

WRONG = 3  # exit code of a plan that does not hold


class Verification:
    def __init__(self, purse, folder):
        self.purse, self.folder = purse, folder
        self.checks, self.wrong, self.pairs = 0, [], []

    def expect(self, good, label, text):
        self.checks += 1
        if not good:
            self.wrong.append(f"{label}: {text}")

    def run(self, *words):
        return subprocess.run([self.purse, *map(str, words)], capture_output=True, text=True, check=False)

    def write(self, name, document):
        path = self.folder / f"{name}.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        return path

    def plan(self, name, whole, regime=("silo",)):
        """The scenario and its plan, as files; the plan must hold."""
        scenario = self.write(name, whole)
        path = self.folder / f"{name}.plan.json"
        done = self.run("solve", scenario, "--regime", *regime, "--json")
        path.write_text(done.stdout, encoding="utf-8")
        self.expect(done.returncode == 0, name, f"exit {done.returncode}: {done.stderr}")
        self.pairs.append((scenario, path))
        self.holds(name, scenario, path)
        return scenario, path

    def holds(self, label, scenario, plan, *changes):
        done = self.run("verify", scenario, plan, *changes)
        self.expect(done.returncode == 0, label, f"does not verify: {done.stdout}{done.stderr}")

    def breaks(self, label, scenario, plan, text, *changes):
        done = self.run("verify", scenario, plan, *changes)
        self.expect(done.returncode == WRONG, label, f"exit {done.returncode}: {done.stdout}{done.stderr}")
        self.expect(text in done.stdout, label, f'"{text}" is not in: {done.stdout}{done.stderr}')

    def rule(self, number, case):
        names = [f"rule-{number}-{part}" for part in ("free", "binds", "slack")]
        limits = (None, case.binds, case.slack)
        (_, free), (binding, tight), (laxer, slack) = [
            self.plan(name, cases.document(case, limit)) for name, limit in zip(names, limits)]
        text = f"rule {cases.RULE_ID}, {case.rule['type']}:"
        self.holds(f"{case.name}, a plan that keeps to less", laxer, tight)
        self.breaks(f"{case.name}, a plan without the rule", binding, free, text)
        self.breaks(f"{case.name}, a plan under a laxer limit", laxer, slack, text,
                    "--set", f"rules.{cases.RULE_ID}.limit={case.binds}")

    def edits(self, number, edit):
        label = f"{edit.text} ({' '.join(edit.changes)})"
        scenario, plan = self.plan(f"edit-{number}", cases.miniature.document(edit.base), edit.regime)
        changes = [word for change in edit.changes for word in ("--set", change)]
        self.breaks(label, scenario, plan, edit.text, *changes)

    def plan_edits(self, number, edit):
        scenario, path = self.plan(f"plan-edit-{number}", cases.miniature.document(edit.base), ("silo",))
        plan = json.loads(path.read_text(encoding="utf-8"))
        changed = copy.deepcopy(plan)
        edit.change(changed)
        self.expect(changed != plan, edit.text, "the edit changed nothing")
        self.breaks(edit.text, scenario, self.write(f"plan-edit-{number}.changed", changed), edit.text)

    def mutations(self, program):
        """Every figure of every plan changed in turn."""
        words = [str(path) for pair in self.pairs for path in pair]
        done = subprocess.run([program, *words], capture_output=True, text=True, check=False)
        lines = done.stdout.splitlines()
        missed = [line for line in lines if not line.endswith(", 0 not noticed")]
        self.expect(done.returncode == 0 and not missed, "mutations", "\n".join([*missed, done.stderr]))
        self.expect(len(lines) == len(self.pairs), "mutations", f"{len(lines)} plans tried of {len(self.pairs)}")


def main(purse, mutations=None):
    with tempfile.TemporaryDirectory() as folder:
        verification = Verification(purse, pathlib.Path(folder))
        for number, case in enumerate(cases.CASES):
            verification.rule(number, case)
        for number, edit in enumerate(EDITS):
            verification.edits(number, edit)
        for number, edit in enumerate(PLAN_EDITS):
            verification.plan_edits(number, edit)
        if mutations:
            verification.mutations(mutations)
        named = " ".join(edit.text for edit in EDITS + PLAN_EDITS)
        # (3) has no figure of its own in a plan: who is seen at an offer is what its flows say.
        for equation in [1, 2] + list(range(4, 14)):
            verification.expect(f"({equation})" in named, "all", f"no edit breaks ({equation})")
    print("\n".join(verification.wrong + [
        f"{len(verification.pairs)} plans, {verification.checks} checks, {len(verification.wrong)} wrong"]))
    return 1 if verification.wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
