# SPDX-License-Identifier: GPL-3.0-or-later
"""A problem in a file, solved by purse lp, cbc and glpsol."""

import collections
import json
import pathlib
import re
import subprocess
import tempfile

import mps

# status: optimal, infeasible, unbounded, or why there is no verdict; value: the objective, None without one
Verdict = collections.namedtuple("Verdict", "status value")

PURSE_EXIT = {"optimal": 0, "feasible": 5, "limit": 5, "infeasible": 4, "unbounded": 4}
CERTIFIED = 1e-6  # relative: violations and gap of an answer that is called optimal


def run(command, seconds, folder=None):
    """What a command printed; "too long" when it did not end by itself."""
    try:
        return subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=seconds,
                              check=False, cwd=folder)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, -1, "too long", "")


def near(one, other, relative=CERTIFIED):
    return abs(one - other) <= relative * max(1.0, abs(one), abs(other))


def purse_lp(purse, path, seconds=60, form=None):
    """(exit code, document or {}, standard error) of purse lp."""
    words = ["--format", form] if form else []
    done = run([purse, "lp", path, "--json", "--quiet", "--gap", "1e-9", "--time-limit", seconds, *words],
               seconds + 60)
    return done.returncode, json.loads(done.stdout) if done.stdout.startswith("{") else {}, done.stderr


def by_cbc(path, seconds=60):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "solution"
        done = run(["cbc", path, "ratioGap", "0", "allowableGap", "0", "primalTolerance", "1e-9", "dualTolerance",
                    "1e-9", "sec", seconds, "solve", "solution", out], seconds + 60)
        head = out.read_text(encoding="utf-8", errors="replace").split("\n")[0] if out.exists() else ""
    if done.returncode < 0:  # cbc 2.10.8 dies of an assertion now and then
        return by_glpsol(path, "--lp" if pathlib.Path(path).suffix == ".lp" else "--freemps", seconds)
    if "There were" in done.stdout and "errors on input" in done.stdout or not head:
        return Verdict("not read", None)
    if re.match("Infeasible|Integer infeasible", head):
        return Verdict("infeasible", None)
    if head.startswith("Unbounded"):
        return Verdict("unbounded", None)
    found = re.match(r"Optimal.* objective value\s+(\S+)", head)
    return Verdict("optimal", float(found.group(1))) if found else Verdict("stopped", None)


def by_glpsol(path, kind, seconds=60):
    """`kind` is glpsol's option for the format: --lp, --freemps or --mps."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "solution"
        done = run(["glpsol", kind, path, "--tmlim", seconds, "--mipgap", "0", "-w", out], seconds + 60)
        written = out.read_text(encoding="utf-8") if out.exists() else ""
    if re.search("HAS NO (PRIMAL |INTEGER )?FEASIBLE", done.stdout):
        return Verdict("infeasible", None)
    if "UNBOUNDED" in done.stdout or "NO DUAL FEASIBLE" in done.stdout:
        return Verdict("unbounded", None)
    found = re.search(r"^s (bas|mip) \d+ \d+ (f f|o) (\S+)$", written, re.M)
    if found:
        return Verdict("optimal", float(found.group(3)))
    return Verdict("stopped" if written else "not read", None)


def faults(label, answer, judge, path=None):
    """What is wrong with an answer of purse lp, by a judge's verdict; `path`: a free MPS file to check it against."""
    code, document, said = answer
    status = document.get("status", f"none: {said.strip()}")
    if status != judge.status or code != PURSE_EXIT[status]:
        yield f"{label}: status {status}, exit {code}, expected {judge.status}"
        return
    if status != "optimal":
        return
    value, bound = document["objective"], document["bound"]
    if judge.value is not None and not near(value, judge.value):
        yield f"{label}: objective {value!r}, expected {judge.value!r}"
    if not near(value, bound):
        yield f"{label}: objective {value!r}, bound {bound!r}"
    stated = [document["certificate"][kind + "_violation"] for kind in ("row", "bound", "integer")]
    if max(stated) > CERTIFIED:
        yield f"{label}: violations {stated}"
    if path:
        columns = {column["name"]: column["value"] for column in document["columns"]}
        own, violation = mps.read(path).measure(columns)
        if not near(own, value):
            yield f"{label}: objective {value!r}, its columns give {own!r}"
        if violation > CERTIFIED:
            yield f"{label}: its columns violate {violation:.2g}"
