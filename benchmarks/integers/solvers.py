# SPDX-License-Identifier: GPL-3.0-or-later
"""Solvers on one integer problem, one thread each: how each is called, and the plan and the bound that it ended with.

Each is given a limit in seconds, Purse by the clock and the others of the processor: on a busy machine none of them is
ended before it has had its time.
"""

import json
import pathlib
import re
import shutil
import sys
import types

BENCHMARKS = pathlib.Path(__file__).resolve().parents[1]
sys.path[1:1] = [str(BENCHMARKS), str(BENCHMARKS / "solve")]
import measure  # noqa: E402  (found through the line above)
import peers  # noqa: E402

PATIENCE = 20  # by the clock a solver may take so many times its limit


class Result:
    def __init__(self, run, value, bound, nodes, solved):
        self.run, self.value, self.bound, self.nodes, self.solved = run, value, bound, nodes, solved

    def kept(self):
        """As JSON takes it."""
        run = {name: getattr(self.run, name) for name in ("seconds", "processor", "mib")}
        return {**run, **{name: getattr(self, name) for name in ("value", "bound", "nodes", "solved")}}

    @classmethod
    def recalled(cls, kept):
        run = types.SimpleNamespace(**{name: kept[name] for name in ("seconds", "processor", "mib")})
        return cls(run, *(kept[name] for name in ("value", "bound", "nodes", "solved")))

    def gap(self):
        if self.value is None or self.bound is None:
            return None
        return max(0.0, self.value - self.bound) / max(abs(self.value), 1e-9)


def number(text):
    """None for what is not a finite number."""
    try:
        value = float(text)
    except (TypeError, ValueError):
        return None
    return value if abs(value) < 1e29 else None


def first(*values):
    return next((value for value in values if value is not None), None)


def last(pattern, said, default=None):
    found = re.findall(pattern, said, re.M)
    return found[-1] if found else default


def purse(scenario, _, folder, options):
    run = measure.Run([options.purse, "solve", scenario, "--regime", "pooled", "--gap", options.gap, "--time-limit",
                       options.limit, "--quiet", "--json"], folder / "purse.log")
    if run.code not in (0, 5):
        raise SystemExit(f"purse: exit {run.code}\n{run.said}")
    plan = json.loads(run.said[run.said.index("{"):])
    tier = plan.get("tiers", [{}])[0]
    return Result(run, tier.get("value"), tier.get("bound"), plan.get("certificate", {}).get("nodes"), plan["status"] == "optimal")


def glpsol(_, problem, folder, options):
    run = measure.Run(bounded(options, "glpsol", "--freemps", problem, "--mipgap", options.gap), folder / "glpsol.log")
    lines = re.findall(r"^\+ *\d+: (?:mip|>>>>>) *=? *(not found yet|\S+) >= *(tree is empty|\S+) .*\((\d+); (\d+)\)",
                       run.said, re.M)
    found, proved = [line[0] for line in lines if line[0] != "not found yet"], lines[-1][1] if lines else None
    value = number(found[-1]) if found else None
    bound = value if proved == "tree is empty" else number(proved)
    solved = "INTEGER OPTIMAL SOLUTION FOUND" in run.said or "RELATIVE MIP GAP TOLERANCE REACHED" in run.said
    nodes = max((int(active) + int(gone) for _, _, active, gone in lines), default=None)
    return Result(run, value, bound, nodes, solved)


def cbc(_, problem, folder, options):
    run = measure.Run(bounded(options, "cbc", problem, "threads", "0", "ratioGap", options.gap, "allowableGap", "0",
                              "timeMode", "cpu", "sec", options.peer_limit, "solve"), folder / "cbc.log")
    value, bound = (number(last(rf"^{name}: +(\S+)", run.said)) for name in ("Objective value", "Lower bound"))
    solved = "Result - Optimal solution found" in run.said
    if value is None or bound is None:  # ended before it could say; "best solution" is there only where one is
        line = last(r"After \d+ nodes, .* (\S+) best solution, best possible (\S+) ", run.said, (None, None))
        value, bound = first(value, number(line[0])), first(bound, number(line[1]))
    bound = first(bound, number(last(r"^Continuous objective value is (\S+)", run.said)))
    if solved and value is not None:
        bound = max(first(bound, -float("inf")), value - options.gap * abs(value))
    return Result(run, value, bound, number(last(r"^Enumerated nodes: +(\S+)", run.said)), solved)


def highs(method):
    """Its branch and cut, the root's relaxation by `method`."""
    def solve(_, problem, folder, options):
        chosen = folder / "highs.options"
        chosen.write_text(f"mip_rel_gap = {options.gap}\nmip_lp_solver = {method}\n", encoding="ascii")
        run = measure.Run(bounded(options, peers.highs_program(), "--parallel", "off", "--threads", 1, "--options_file",
                                  chosen, problem), folder / "highs.log", folder)
        solved = "Model status        : Optimal" in run.said or re.search(r"^ *Status +Optimal", run.said, re.M)
        value, bound = (number(last(rf"^ *{name} bound +(\S+)", run.said)) for name in ("Primal", "Dual"))
        line = last(r"^ .? +(\d+) +\d+ +\d+ +[\d.]+% +(\S+) +(\S+) ", run.said, (None, None, None))
        return Result(run, first(value, number(line[2])), first(bound, number(line[1])), number(line[0]), bool(solved))
    return solve


def bounded(options, *words):
    """At most so many seconds of the processor, one thread also where a library would take more, and after others."""
    limit = options.peer_limit
    return ["nice", "-n", "10", "env", "OPENBLAS_NUM_THREADS=1", "timeout", "-k", "5", PATIENCE * limit, "prlimit",
            f"--cpu={limit + 1}:{limit + 5}", *words]


def present():
    """Purse, and who else is here, by name."""
    solvers = {"purse": purse, "glpsol": glpsol, "cbc": cbc}
    here = {name: solve for name, solve in solvers.items() if name == "purse" or shutil.which(name)}
    if peers.highs_program():
        here["highs"] = highs("choose")
        here["highs hipo"] = highs("hipo")
    return here
