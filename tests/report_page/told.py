# SPDX-License-Identifier: GPL-3.0-or-later
"""What report --explain says is what explain says, of optima that two commands found, each on its own way."""

import json
import subprocess

import reading

SOLVED = 1e-6
GAINS = (("now", "limit"), ("amount", "amount"), ("gain", "gain"), ("until", "until"), ("then", "then_per_unit"))
SIDES = {"alone": "alone", "none": "none_worse_off", "people": "no_people_worse_off", "free": "free"}


def explain(purse, scenario, regime, *options):
    done = subprocess.run([purse, "explain", scenario, "--regime", regime, *options, "--json", "--quiet"], check=True,
                          capture_output=True, text=True)
    return json.loads(done.stdout)


def gains(check, page, regime, told):
    table = f"t-gains-{regime}"
    for row in told["gains"]["limits"]:
        for key, name in GAINS:
            # Where two lines cross is known less well, and what nothing is known of is left empty.
            near = 100 * SOLVED if key in ("until", "then") else SOLVED
            known = row["gain"] or key not in ("until", "then")
            check.figure(page, table, f"{row['id']};{row['kind']}", key, row[name] if known else None, near)


def shares(check, page, told):
    found = told["shares"]
    for row in found.get("pots", []):
        check.figure(page, "t-shares", row["pot"], "saving", row["saving"], SOLVED)
        check.figure(page, "t-shares", row["pot"], "share", row["saving"] / (found["silo"] - found["pooled"]), SOLVED)


def no_detriment(check, page, told):
    """Tiers are the same in both; of what is no tier, and of a pot's part, plans as good may differ: limits must hold."""
    found = {side: told["no_detriment"][key] for side, key in SIDES.items()}
    tiers = {"unmet": "unmet_weighted", "burden": "burden", "spend": "spend"}
    settled = {tiers[t["measure"]] for t in found["free"]["tiers"] if t["measure"] in tiers}
    for side, plan in found.items():
        for figure in tiers.values():
            cell = check.claim(page, "t-detriment", side, figure)
            if figure in settled:
                check.same(f"t-detriment {side} {figure}", cell[0], plan["totals"][figure], SOLVED)
    for table, sums in (("t-detriment-burden", "burden"), ("t-detriment-paid", "spend")):
        for side in found:
            column = {pot: float(check.claim(page, table, pot, side)[0]) for (pot, key) in page.tables[table] if key == side}
            total = float(page.tables["t-detriment"][side, sums][0])
            check.same(f"{table} {side}, in all", sum(column.values()), total, SOLVED)
            for pot, value in column.items():
                alone = float(page.tables[table][pot, "alone"][0])
                held = side == "none" or (side == "people" and sums == "burden")
                if held and value > alone + 1e-5 * max(1.0, abs(alone)):
                    check.say(f"{table} {pot}: {value} with no pot worse off, {alone} alone")


def judge(check, purse, scenario, path):
    subprocess.run([purse, "report", scenario, "--explain", "--prices", "--regimes", "silo,pooled", "-o", path, "--quiet"],
                   check=True, capture_output=True)
    page = reading.read(path)
    for regime in ("silo", "pooled"):
        told = explain(purse, scenario, regime, "--shares", "--no-detriment", "--limits", "5")
        gains(check, page, regime, told)
        if regime == "pooled":
            shares(check, page, told)
            no_detriment(check, page, told)
    check.all_claimed(page, ("t-gains-silo", "t-gains-pooled", "t-shares", "t-detriment", "t-detriment-burden",
                             "t-detriment-paid"))
    return page
