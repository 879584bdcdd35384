#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a scenario whose demand table is a CSV of many rows."""
import argparse
import json
import pathlib
import random

NEEDS = 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("rows", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--shuffle", action="store_true")
    options = parser.parse_args()
    folder, rows = options.folder, options.rows
    folder.mkdir(parents=True, exist_ok=True)
    places = (rows + NEEDS - 1) // NEEDS
    draw = random.Random(20)
    pairs = [divmod(i, NEEDS) for i in range(rows)]
    if options.shuffle:
        draw.shuffle(pairs)
    with open(folder / "demand.csv", "w", encoding="utf-8", newline="\r\n") as out:
        out.write("place,need,episodes\n")
        for place, need in pairs:
            out.write(f"place_{place:05d},need_{need:03d},{draw.uniform(0, 500):.2f}\n")
    scenario = {
        "purse": 1,
        "name": f"{rows} rows of demand",
        "pots": [{"id": "primary", "budget": 1e9}],
        "services": [{"id": "gp", "pot": "primary"}],
        "providers": [{"id": "practice", "sector": "general_practice"}],
        "places": [{"id": f"place_{i:05d}"} for i in range(places)],
        "needs": [{"id": f"need_{i:03d}"} for i in range(NEEDS)],
        "demand": "demand.csv",
        "abilities": [{"need": f"need_{i:03d}", "service": "gp", "resolves": 1, "entry": True} for i in range(NEEDS)],
        "offers": [{"id": "gp", "provider": "practice", "service": "gp", "unit_cost": 30, "capacity": 1e8}],
    }
    (folder / "scenario.json").write_text(json.dumps(scenario, indent=1), encoding="utf-8")


main()
