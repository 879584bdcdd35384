#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The JSON Schema of format 1 and the reader agree: schema_agreement.py PURSE [MUTATIONS] [SEED].

Every shipped scenario validates; some hundred seeded mutations of a sound scenario, of the kinds that a schema
can see (types, ranges, required, unknown fields, enumerations), get the same verdict from both. A mutation may also
break what no schema sees (references, sums, cycles): the reader then says more, so a mutation that the schema
accepts must not make the reader complain of a field's form.
"""
import copy
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "scenarios" / "format-1.schema.json"

SOUND = {
    "purse": 1, "name": "Sound", "description": "d", "period": "2026/27", "currency": "GBP", "sources": ["a", "b"],
    "pots": [{"id": "primary", "name": "Primary", "budget": 1000}, {"id": "planned", "budget": 2000.5}],
    "services": [{"id": "gp", "pot": "primary", "unit": "visit", "access": 1}, {"id": "ward", "pot": "planned"}],
    "providers": [
        {"id": "practice", "sector": "general_practice", "quality": 80, "max_income": 1e6, "commissions": ["planned"]},
        {"id": "trust", "sector": "nhs_trust", "quality": 70}],
    "places": [{"id": "bury", "population": 1000}, {"id": "oldham"}],
    "needs": [{"id": "flu", "priority": 2}],
    "demand": [{"place": "bury", "need": "flu", "episodes": 60}, {"place": "oldham", "need": "flu", "episodes": 40}],
    "abilities": [
        {"need": "flu", "service": "gp", "resolves": 0.9, "contacts": 1.5, "entry": True, "entry_min": 0.5,
         "entry_max": 1, "entry_baseline": 1},
        {"need": "flu", "service": "ward", "resolves": 1}],
    "referrals": [{"need": "flu", "from": "gp", "to": "ward", "kind": "transfer", "burden": 2, "necessary": False,
                   "share": 1}],
    "offers": [
        {"id": "a", "provider": "practice", "service": "gp", "places": ["bury", "oldham"], "unit_cost": 3, "capacity": 9,
         "fixed_cost": 1, "min_volume": 1, "award": "open", "contest": "c", "block_size": 5, "block_cost": 1,
         "max_blocks": 2},
        {"id": "b", "provider": "trust", "service": "ward", "places": "*", "unit_cost": 3, "capacity": 9}],
    "teams": [{"id": "t", "provider": "trust", "pot": "primary", "needs": ["flu"], "places": "*", "capacity": 4,
               "unit_cost": 1, "fixed_cost": 2, "award": "held", "relief": 0.5}],
    "programmes": [{"id": "p", "name": "Jabs", "pot": "primary", "places": ["bury"]}],
    "programme_effects": [{"programme": "p", "need": "flu", "spend": 10, "averted": 5}],
    "virement": [{"from": "primary", "to": "planned", "limit": 5}],
    "handover": {"within_provider": 0.5, "across_pots": 2},
    "rules": [
        {"id": "r", "type": "max_share", "scope": {"pot": "primary"}, "of": "spend", "limit": 0.9,
         "sectors": ["charity", "nhs_trust"]},
        {"type": "min_share", "of": "contacts", "providers": ["trust"], "limit": 0},
        {"type": "min_spend", "scope": {}, "limit": 1}, {"type": "max_spend", "scope": {"service": "gp"}, "limit": 1},
        {"type": "min_quality", "limit": 5}, {"type": "min_awards", "limit": 0}, {"type": "max_awards", "limit": 3},
        {"type": "max_unmet_gap", "limit": 0.5}, {"type": "max_burden_gap", "limit": 5}],
    "objective": ["unmet", "burden"],
    "uncertainty": {},
}
VALUES = [None, True, False, 0, 1, -1, 0.5, 2.5, 101, 1e15, 2e15, 1e300, -0.0, "", "x", "*", "a;b", " a", "a ", "\u0007",
          "x" * 101, "é" * 100, "open", "flu", [], ["x"], ["x", "x"], [1], ["*"], {}, {"pot": "primary"}, {"pot": 1},
          {"pot": "a", "service": "b"}, {"place": "a"}, {"unmet": 1}, {"unmet": 0}, {"unmet": -1}, {"umnet": 1},
          ["unmet"], ["unmet", "unmet"], ["umnet"], "two\nlines"]
# What the reader says of things no schema can see.
BEYOND = ("no ", "expected the entry_", "expected the shares", "expected at most ", "expected all programmes", "the referrals of", "service ",
          "expected a curve", "expected a quality for", "expected award open", "expected the path of a CSV file, found")


def holders(value):
    """Every object and list inside, itself included."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from holders(inner)
    elif isinstance(value, list):
        yield value
        for inner in value:
            yield from holders(inner)


def mutate(draw):
    scenario = copy.deepcopy(SOUND)
    inside = [h for h in holders(scenario) if h and h is not scenario["uncertainty"]]
    holder = draw.choice(inside)
    key = draw.choice(list(holder)) if isinstance(holder, dict) else draw.randrange(len(holder))
    how = draw.choice(["value", "value", "value", "drop", "rename", "add", "scale"])
    if how == "value" or (how in ("rename", "add") and isinstance(holder, list)):
        holder[key] = copy.deepcopy(draw.choice(VALUES))
    elif how == "drop":
        del holder[key]
    elif how == "rename":
        holder[key + "s"] = holder.pop(key)
    elif how == "add":
        name = draw.choice(["extra", "scope", "of", "limit", "id", "name", "providers", "contest", "remove"])
        holder[name] = copy.deepcopy(draw.choice(VALUES))
    elif isinstance(holder[key], (int, float)) and not isinstance(holder[key], bool):
        holder[key] *= draw.choice([-1, 0, 0.1, 10, 1e16])
    return scenario


def read(purse, path):
    run = subprocess.run([purse, "check", "--json", str(path)], capture_output=True, text=True, timeout=60, check=False)
    answer = json.loads(run.stdout)
    answer = answer.get("result", answer)
    return [p for p in answer["problems"] if p["severity"] == "error"]


def main():
    purse = sys.argv[1]
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 400
    draw = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    wrong = 0
    for path in sorted(ROOT.glob("scenarios/*/scenario.json")):
        for error in validator.iter_errors(json.loads(path.read_text(encoding="utf-8"))):
            print(f"{path}: the schema refuses it: {error.message}")
            wrong += 1
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "scenario.json"
        refused = 0
        for i in range(-1, n):
            scenario = SOUND if i < 0 else mutate(draw)
            path.write_text(json.dumps(scenario), encoding="utf-8")
            schema_says = [e.message for e in validator.iter_errors(scenario)]
            problems = read(purse, path)
            form = [p for p in problems if not p["message"].startswith(BEYOND)]
            refused += bool(schema_says)
            if (i < 0 and problems) or (schema_says and not problems) or (not schema_says and form):
                wrong += 1
                print(f"mutation {i}: schema {schema_says}, reader {[p['path'] + ': ' + p['message'] for p in problems]}")
    print(f"{n} mutations, {refused} refused by both, {wrong} disagreements")
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main())
