#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The printed schema is the shipped one, is itself valid, and accepts what is shipped.

    schema.py PURSE SCENARIOS
"""

import json
import pathlib
import subprocess
import sys

import jsonschema


def main(purse, scenarios):
    scenarios = pathlib.Path(scenarios)
    printed = subprocess.run([purse, "schema"], capture_output=True, text=True, check=True).stdout
    wrong = []
    if printed != (scenarios / "format-1.schema.json").read_text(encoding="utf-8"):
        wrong.append("purse schema prints something else than scenarios/format-1.schema.json")
    schema = json.loads(printed)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    starter = pathlib.Path(__file__).resolve().parents[2] / "cli" / "starter" / "scenario.json"
    shipped = sorted(scenarios.glob("*/scenario.json")) + [starter]
    for path in shipped:
        for error in validator.iter_errors(json.loads(path.read_text(encoding="utf-8"))):
            wrong.append(f"{path}: {error.json_path}: {error.message}")
    print("\n".join(wrong) if wrong else f"{len(shipped)} scenarios are as the schema says")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
