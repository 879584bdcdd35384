"""Read a scenario: one JSON document whose tables are inline or in CSV files.

The reader converts cells, fills in defaults and resolves "*"; it does not
validate. It trusts that the scenario is valid, and fails with an ordinary
Python error where it is not.
"""

import copy
import csv
import json
import os
from types import SimpleNamespace

REQUIRED = object()


def _number(cell):
    return float(cell)


def _whole(cell):
    return int(float(cell))


def _text(cell):
    return str(cell)


def _flag(cell):
    if isinstance(cell, bool):
        return cell
    return str(cell).strip().lower() in ("true", "yes", "1")


def _texts(cell):
    if isinstance(cell, str):
        return [part.strip() for part in cell.split(";") if part.strip()]
    return list(cell)


def _texts_or_all(cell):
    if cell == "*" or cell == ["*"]:
        return "*"
    return _texts(cell)


def _record(cell):
    return json.loads(cell) if isinstance(cell, str) else dict(cell)


# table -> field -> (conversion, default)
TABLES = {
    "pots": {
        "id": (_text, REQUIRED), "name": (_text, None),
        "budget": (_number, REQUIRED)},
    "services": {
        "id": (_text, REQUIRED), "name": (_text, None),
        "pot": (_text, REQUIRED), "unit": (_text, "contact"),
        "access": (_number, 1.0)},
    "providers": {
        "id": (_text, REQUIRED), "name": (_text, None),
        "sector": (_text, REQUIRED), "quality": (_number, None),
        "max_income": (_number, None), "commissions": (_texts, ())},
    "places": {
        "id": (_text, REQUIRED), "name": (_text, None),
        "population": (_number, None)},
    "needs": {
        "id": (_text, REQUIRED), "name": (_text, None),
        "priority": (_number, 1.0)},
    "demand": {
        "place": (_text, REQUIRED), "need": (_text, REQUIRED),
        "episodes": (_number, REQUIRED)},
    "abilities": {
        "need": (_text, REQUIRED), "service": (_text, REQUIRED),
        "resolves": (_number, REQUIRED), "contacts": (_number, 1.0),
        "entry": (_flag, False), "entry_min": (_number, 0.0),
        "entry_max": (_number, 1.0), "entry_baseline": (_number, None)},
    "referrals": {
        "need": (_text, REQUIRED), "from": (_text, REQUIRED),
        "to": (_text, REQUIRED), "kind": (_text, "referral"),
        "burden": (_number, 1.0), "necessary": (_flag, False),
        "share": (_number, None)},
    "offers": {
        "id": (_text, REQUIRED), "provider": (_text, REQUIRED),
        "service": (_text, REQUIRED), "places": (_texts_or_all, "*"),
        "unit_cost": (_number, REQUIRED), "capacity": (_number, REQUIRED),
        "fixed_cost": (_number, 0.0), "min_volume": (_number, 0.0),
        "award": (_text, "held"), "contest": (_text, None),
        "block_size": (_number, 0.0), "block_cost": (_number, 0.0),
        "max_blocks": (_whole, 0)},
    "teams": {
        "id": (_text, REQUIRED), "provider": (_text, REQUIRED),
        "pot": (_text, REQUIRED), "needs": (_texts_or_all, "*"),
        "places": (_texts_or_all, "*"), "capacity": (_number, REQUIRED),
        "unit_cost": (_number, REQUIRED), "fixed_cost": (_number, 0.0),
        "award": (_text, "held"), "relief": (_number, REQUIRED)},
    "programmes": {
        "id": (_text, REQUIRED), "name": (_text, None),
        "pot": (_text, REQUIRED), "places": (_texts_or_all, "*")},
    "programme_effects": {
        "programme": (_text, REQUIRED), "need": (_text, REQUIRED),
        "spend": (_number, REQUIRED), "averted": (_number, REQUIRED)},
    "virement": {
        "from": (_text, REQUIRED), "to": (_text, REQUIRED),
        "limit": (_number, REQUIRED)},
    "rules": {
        "type": (_text, REQUIRED), "id": (_text, None),
        "scope": (_record, {}), "of": (_text, "contacts"),
        "limit": (_number, REQUIRED), "sectors": (_texts, ()),
        "providers": (_texts, ())},
}

# "from" is a word of Python; such fields are read as "source" and "target".
ATTRIBUTES = {"from": "source", "to": "target"}

DEFAULT_OBJECTIVE = ["unmet", "burden", "spend"]


def _read_csv(path):
    """Rows of a CSV file; an empty cell is a field that is not given."""
    with open(path, newline="", encoding="utf-8-sig") as handle:
        return [{field: cell for field, cell in row.items()
                 if cell is not None and cell.strip() != ""}
                for row in csv.DictReader(handle)]


def _raw_table(document, table, folder):
    rows = document.get(table) or []
    if isinstance(rows, str):
        return _read_csv(os.path.join(folder, rows))
    return rows


def _convert(row, fields):
    record = SimpleNamespace()
    for field, (conversion, default) in fields.items():
        if row.get(field) is not None:
            value = conversion(row[field])
        elif default is REQUIRED:
            raise ValueError("missing field %s in %r" % (field, row))
        else:
            value = copy.copy(default)
        setattr(record, ATTRIBUTES.get(field, field), value)
    return record


def _resolve_stars(scenario):
    """Replace "*" by every place or need, and lists by sets."""
    all_places = {place.id for place in scenario.places}
    all_needs = {need.id for need in scenario.needs}
    for record in scenario.offers + scenario.teams + scenario.programmes:
        record.places = (set(all_places) if record.places == "*"
                         else set(record.places))
    for team in scenario.teams:
        team.needs = set(all_needs) if team.needs == "*" else set(team.needs)


def _index(scenario):
    """Look-ups that every user of a scenario wants."""
    scenario.pot = {pot.id: pot for pot in scenario.pots}
    scenario.service = {service.id: service for service in scenario.services}
    scenario.provider = {one.id: one for one in scenario.providers}
    scenario.need = {need.id: need for need in scenario.needs}
    scenario.D = {(row.place, row.need): row.episodes
                  for row in scenario.demand}
    scenario.ability = {(row.need, row.service): row
                        for row in scenario.abilities}
    scenario.onward = {}
    for row in scenario.referrals:
        scenario.onward.setdefault((row.need, row.source), []).append(row)
    scenario.curves = {}
    for row in scenario.programme_effects:
        scenario.curves.setdefault((row.programme, row.need), []).append(
            (row.spend, row.averted))


def from_document(document, folder=".", overrides=None):
    """Build a scenario from a parsed JSON document."""
    document = copy.deepcopy(document)
    document.update(copy.deepcopy(overrides or {}))
    scenario = SimpleNamespace(name=document.get("name"), document=document)
    for table, fields in TABLES.items():
        rows = _raw_table(document, table, folder)
        setattr(scenario, table, [_convert(row, fields) for row in rows])
    scenario.has_virement = document.get("virement") is not None
    handover = document.get("handover") or {}
    scenario.within_provider = float(handover.get("within_provider", 1.0))
    scenario.across_pots = float(handover.get("across_pots", 1.0))
    scenario.objective = document.get("objective", DEFAULT_OBJECTIVE)
    _resolve_stars(scenario)
    _index(scenario)
    return scenario


def read(path, overrides=None):
    """Read a scenario file; overrides replace whole top-level keys."""
    with open(path, encoding="utf-8") as handle:
        document = json.load(handle)
    return from_document(document, os.path.dirname(path) or ".", overrides)


def referral_burden(scenario, referral, within_provider):
    """Burden of one unnecessary move before any relief (section 6)."""
    if referral.necessary:
        return 0.0
    burden = referral.burden
    source = scenario.service[referral.source].pot
    target = scenario.service[referral.target].pot
    if source != target:
        burden *= scenario.across_pots
    if within_provider:
        burden *= scenario.within_provider
    return burden
