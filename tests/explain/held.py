# SPDX-License-Identifier: GPL-3.0-or-later
"""A scenario as one document, with the awards of a plan held and one limit raised."""

import copy
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "reference"))
import scenario as reader  # noqa: E402


def _number(value):
    return value if not isinstance(value, float) or value != int(value) else int(value)


def _cells(table, row):
    """The cells that are not empty, as JSON has them."""
    fields = reader.TABLES[table]
    return {name: _number(fields[name][0](cell)) for name, cell in row.items() if cell not in ("", None)}


def document_of(path):
    """The scenario with every table inline."""
    path = pathlib.Path(path)
    document = json.loads(path.read_text(encoding="utf-8"))
    for table in reader.TABLES:
        if isinstance(document.get(table), str):
            rows = reader._read_csv(path.parent / document[table])
            document[table] = [_cells(table, row) for row in rows]
    return document


def hold(document, plan):
    """Awards and blocks as in the plan: what was won is held, what was lost is gone, and nothing is left to decide."""
    held = copy.deepcopy(document)
    result = {row["id"]: row for row in plan["offers"]}
    held["offers"] = [row for row in held["offers"] if result[row["id"]]["awarded"]]
    for row in held["offers"]:
        blocks = result[row["id"]]["blocks"]
        row["capacity"] += blocks * row.pop("block_size", 0)
        row["fixed_cost"] = row.get("fixed_cost", 0) + blocks * row.pop("block_cost", 0)
        row.pop("max_blocks", None)
        row.pop("contest", None)
        row.pop("award", None)
    won = {row["id"] for row in plan["teams"] if row["awarded"]}
    held["teams"] = [{**row, "award": "held"} for row in held.get("teams", []) if row["id"] in won]
    return held


def _extend(effects, programme, amount):
    """Every curve of the programme goes on along its last line, as far as the shortest ends and the amount further."""
    curves = {}
    for row in effects:
        if row["programme"] == programme:
            curves.setdefault(row["need"], [(0, 0)]).append((row["spend"], row["averted"]))
    to = min(points[-1][0] for points in curves.values()) + amount
    for need, points in curves.items():
        (s0, a0), (s1, a1) = points[-2:]
        if s1 < to:
            effects.append({"programme": programme, "need": need, "spend": to,
                            "averted": a1 + (a1 - a0) / (s1 - s0) * (to - s1)})


def raised(document, kind, name, amount):
    """The document with one limit raised."""
    changed = copy.deepcopy(document)
    if kind == "programme":
        _extend(changed["programme_effects"], name, amount)
        return changed
    table, field = {"pot": ("pots", "budget"), "provider": ("providers", "max_income"), "offer": ("offers", "capacity"),
                    "team": ("teams", "capacity")}[kind]
    row, = [row for row in changed[table] if row["id"] == name]
    row[field] += amount
    return changed
