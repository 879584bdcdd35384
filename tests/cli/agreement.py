#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The optimum of every tier of every regime agrees with what glpsol and cbc find in the exported problem.

    agreement.py PURSE [--solvers glpsol,cbc] [--regimes R,...] SCENARIO...

For each scenario, under its own objective and under a weighted one: solve, verify the plan, export each tier as MPS
(and the last as LP), and solve that with the others. Their optimum must lie, to 1e-6 of its size, between the bound
that purse proved and the value of its plan. (In a tier before the last the plan may be above the optimum by the slack
that the tiers after it may use, 1e-6; the bound may not.) What another solver cannot finish soon is counted and left.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

TOLERANCE = 1e-6
PATIENCE = 60  # seconds that glpsol and cbc may take; a busy machine needs more than an idle one
WEIGHTED = 'objective={"unmet":50,"burden":1}'


def run(command, timeout=600):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=timeout, check=False)


class Unfinished(Exception):
    """The solver would need more time, or gave up; integer problems can be beyond it."""


def by_glpsol(path, folder):
    """Objective of a problem by glpsol; integers to a gap of 1e-9."""
    out = folder / "glpsol.txt"
    kind = "--freemps" if path.suffix == ".mps" else "--lp"
    done = run(["glpsol", kind, path, "--mipgap", "1e-9", "--tmlim", PATIENCE, "-w", out])
    if "TIME LIMIT EXCEEDED" in done.stdout or "excessive numerical instability" in done.stdout:
        raise Unfinished  # it may also call a problem empty after it gave up on a part of its tree
    found = re.search(r"^s (?:bas|mip|ipt) .* (\S+)$", out.read_text(), re.M)
    if done.returncode != 0 or found is None:
        raise RuntimeError(f"glpsol: {done.stdout[-800:]}")
    return float(found.group(1))


def by_cbc(path, folder):
    """Objective of a problem by cbc."""
    out = folder / "cbc.txt"
    out.unlink(missing_ok=True)
    done = run(["cbc", path, "sec", PATIENCE, "ratioGap", "0", "allowableGap", "0", "primalTolerance", "1e-9",
                "dualTolerance", "1e-9", "integerTolerance", "1e-9", "solve", "solution", out])
    said = out.read_text() if out.exists() else ""
    if said.startswith("Stopped") or done.returncode < 0:  # cbc 2.10.8 dies of an assertion now and then
        raise Unfinished
    found = re.match(r"Optimal.* objective value\s+(\S+)", said)
    if done.returncode != 0 or found is None:
        raise RuntimeError(f"cbc: {done.stdout[-800:]}")
    return float(found.group(1))


SOLVERS = {"glpsol": by_glpsol, "cbc": by_cbc}


def tightened(problem):
    """The same problem with what earlier tiers are held to a hundredth of their slack lower (MPS only)."""
    path = problem.with_name("tight" + problem.suffix)
    number = re.compile(r"(\btier_\d_\w+ )(\S+)")
    lines = [number.sub(lambda m: f"{m[1]}{float(m[2]) * (1 - 1e-8)!r}", line) if line.startswith(" RHS1 ") else line
             for line in problem.read_text().split("\n")]
    path.write_text("\n".join(lines))
    return path


class Agreement:
    def __init__(self, purse, solvers, folder):
        self.purse, self.solvers, self.folder = purse, solvers, folder
        self.compared = self.unfinished = self.wrong = 0

    def say(self, label, text):
        self.wrong += 1
        print(f"{label}: {text}")

    def compare(self, label, tier, problem):
        finished = 0
        for name in self.solvers:
            try:
                theirs = SOLVERS[name](problem, self.folder)
            except Unfinished:
                self.unfinished += 1
                continue
            except (RuntimeError, subprocess.TimeoutExpired) as failure:
                self.say(label, str(failure))
                continue
            finished += 1
            if not self.agrees(name, tier, theirs, problem):
                self.say(label, f"purse found {tier['value']!r} and proved {tier['bound']!r}, {name} found {theirs!r}")
        self.compared += finished

    def agrees(self, name, tier, theirs, problem):
        room = TOLERANCE * max(1.0, abs(theirs))
        if tier["value"] - tier["bound"] > 2 * room or theirs > tier["value"] + room:
            return False
        if theirs >= tier["bound"] - room:
            return True
        # Better than what was proved. With integers an award may fit by no more than the rounding of what the
        # tiers before are held to; then it must not fit when that is held a little tighter.
        if problem.suffix != ".mps":
            return False
        try:
            return SOLVERS[name](tightened(problem), self.folder) >= tier["bound"] - room
        except Unfinished:
            return False

    def export(self, common, tier, kind):
        path = self.folder / f"problem.{kind}"
        done = run([self.purse, "export", *common, "--tier", tier + 1, "--format", kind, "-o", path])
        if done.returncode != 0:
            raise RuntimeError(f"export: exit {done.returncode}: {done.stderr}")
        return path

    def regime(self, scenario, regime, change):
        label = f"{scenario} {' '.join(regime)}{' weighted' if change else ''}"
        common = [scenario, "--regime", *regime, "--gap", "1e-9", *change]
        plan = self.folder / "plan.json"
        done = run([self.purse, "solve", *common, "--json"])
        if done.returncode == 4:
            print(f"{label}: infeasible")
            return
        if done.returncode != 0:
            self.say(label, f"exit {done.returncode}: {done.stderr}")
            return
        plan.write_text(done.stdout)
        verified = run([self.purse, "verify", scenario, plan, *change])
        if verified.returncode != 0:
            self.say(label, f"does not verify: {verified.stdout}{verified.stderr}")
        tiers = json.loads(done.stdout)["tiers"]
        for number, tier in enumerate(tiers):
            try:
                self.compare(f"{label} tier {number + 1}", tier, self.export(common, number, "mps"))
                if number == len(tiers) - 1:
                    self.compare(f"{label} as LP", tier, self.export(common, number, "lp"))
            except RuntimeError as failure:
                self.say(label, str(failure))


def has_virement(path):
    folder = pathlib.Path(path)
    file = folder / "scenario.json" if folder.is_dir() else folder
    return "virement" in json.loads(file.read_text())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("purse")
    parser.add_argument("scenario", nargs="+")
    parser.add_argument("--solvers", default="glpsol,cbc")
    parser.add_argument("--regimes", default="silo,partial,dial,pooled")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        agreement = Agreement(options.purse, options.solvers.split(","), pathlib.Path(folder))
        for scenario in options.scenario:
            for name in options.regimes.split(","):
                if name == "partial" and not has_virement(scenario):
                    continue
                regime = ["dial", "--dial", "0.05"] if name == "dial" else [name]
                for change in ([], ["--set", WEIGHTED]):
                    agreement.regime(scenario, regime, change)
    print(f"{agreement.compared} values compared, {agreement.unfinished} not finished by the others, "
          f"{agreement.wrong} wrong")
    return 1 if agreement.wrong or agreement.compared <= agreement.unfinished else 0


if __name__ == "__main__":
    sys.exit(main())
