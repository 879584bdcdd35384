#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The baseline of a real scenario meets the published activity.

    calibration.py PURSE SCENARIO_FOLDER

Each line of the folder's calibration.csv names services and what is published of them, in contacts per 1,000 people
a year; the baseline's contacts at their offers must be within 10 per cent of it.
"""

import csv
import json
import pathlib
import subprocess
import sys

TOLERANCE = 0.10


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def main(purse, folder):
    folder = pathlib.Path(folder)
    done = subprocess.run([purse, "solve", folder, "--regime", "baseline", "--json"], capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        print(f"the baseline ends with {done.returncode}: {done.stderr}")
        return 1
    service = {row["id"]: row["service"] for row in rows(folder / "offers.csv")}
    population = sum(float(row["population"]) for row in rows(folder / "places.csv"))
    contacts = {}
    for offer in json.loads(done.stdout)["offers"]:
        name = service[offer["id"]]
        contacts[name] = contacts.get(name, 0.0) + offer["contacts"]
    wrong = 0
    measures = rows(folder / "calibration.csv")
    known = {row["id"] for row in rows(folder / "services.csv")}
    for row in measures:
        names = row["services"].split(";")
        unknown = [name for name in names if name not in known]
        published = float(row["published_per_1000"])
        found = 1000 * sum(contacts.get(name, 0.0) for name in names) / population
        off = found / published - 1
        good = abs(off) <= TOLERANCE and not unknown
        wrong += not good
        print(f"{'ok   ' if good else 'WRONG'} {row['measure']:36s} published {published:9.1f}  baseline {found:9.1f}"
              f"  {100 * off:+6.1f} %  {'unknown: ' + ', '.join(unknown) if unknown else ''}")
    return 1 if wrong or not measures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
