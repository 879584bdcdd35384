#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens the page of each scenario in a headless Chromium: no error, no request, and everything on it works.

    pages.py PURSE [--axe FILE] SCENARIO...

With axe.min.js of axe-core (it is no part of Purse: setup/axe.sh) the page is judged by it as well, in light and dark, as
it opens and with all regimes and tables shown. Where FILE is not there the test says so; where there is no Chromium it is
skipped (exit code 77).
"""

import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import browser

HERE = pathlib.Path(__file__).resolve().parent
LARGEST = 1_000_000  # bytes
# What may not end a sheet of paper, and the tables by their headings and rows.
HEADINGS = "[...document.querySelectorAll('h2, h3, h4, figcaption, details[open] > summary, thead tr')]" \
    ".map(e => [...(e.cells || [e])].map(c => c.textContent).join(' '))"
TABLES = "[...document.querySelectorAll('table')].map(t => [...t.rows].map(r => [...r.cells].map(c => c.textContent)))"
LONG = "An exceedingly long name without an end " * 12 + "x" * 300
HOSTILE = [
    "</td></table><script>window.hit = 1</script>", "\"><img src=x onerror=\"window.hit = 1\">",
    "'><svg onload='window.hit = 1'>", "</title></style><script>window.hit = 1</script>", "<!-- <script> -->",
    "\u202egnidaer sdrawkcab\u202d\u2066 isolate", "\u05d0\u05d1\u05d2 \u0627\u0644\u0635\u062d\u0629", LONG,
    "=HYPERLINK(\"https://example.org\")", "javascript:window.hit=1", "a & b &lt; c &#60;", "]]></svg>", "%s %d %n",
    "https://example.org/x.png",
]


def hostile(folder):
    """An overlay that gives every record of the starter scenario a hostile name."""
    tables = {"pots": 0, "services": 1, "providers": 2, "places": 3, "needs": 4, "programmes": 5}
    starter = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
    document = {"name": HOSTILE[3], "description": " ".join(HOSTILE), "period": HOSTILE[1], "sources": HOSTILE}
    for table, shift in tables.items():
        path = folder / starter[table]
        header, *lines = path.read_text(encoding="utf-8").splitlines()
        at, changed = header.split(",").index("name"), [header]
        for i, line in enumerate(lines):
            cells = line.split(",")
            cells[at] = '"' + HOSTILE[(i + shift) % len(HOSTILE)].replace('"', '""') + '"'
            changed.append(",".join(cells))
        path.write_text("\n".join(changed) + "\n", encoding="utf-8")
    starter.update(document)
    (folder / "scenario.json").write_text(json.dumps(starter), encoding="utf-8")


def many_pots(path, n):
    """Each pot has one service and one need, which goes on to the services of two others."""
    ids = range(n)
    document = {
        "purse": 1, "name": f"{n} pots",
        "pots": [{"id": f"p{i}", "name": f"Pot {i}", "budget": 2000 + 100 * i} for i in ids],
        "services": [{"id": f"s{i}", "name": f"Service {i}", "pot": f"p{i}"} for i in ids],
        "providers": [{"id": f"v{i}", "sector": "charity"} for i in ids],
        "places": [{"id": "here"}, {"id": "there"}],
        "needs": [{"id": f"n{i}"} for i in ids],
        "demand": [{"place": place, "need": f"n{i}", "episodes": episodes} for i in ids
                   for place, episodes in (("here", 100), ("there", 60))],
        "abilities": [{"need": f"n{i}", "service": f"s{(i + step) % n}", "resolves": 1 if step else 0.5, "entry": not step}
                      for i in ids for step in (0, 1, 3)],
        "referrals": [{"need": f"n{i}", "from": f"s{i}", "to": f"s{(i + step) % n}", "necessary": step == 3}
                      for i in ids for step in (1, 3)],
        "offers": [{"id": f"o{i}", "provider": f"v{i}", "service": f"s{i}", "unit_cost": 10, "capacity": 230 + i % 2 * 30}
                   for i in ids],
    }
    path.write_text(json.dumps(document), encoding="utf-8")


class Pages:
    def __init__(self, options, page):
        self.options, self.page, self.wrong = options, page, []
        self.script = (HERE / "checks.js").read_text(encoding="utf-8")
        self.axe = options.axe.read_text(encoding="utf-8") if options.axe and options.axe.exists() else None

    def say(self, name, found):
        self.wrong += [f"{name}: {text}" for text in found]

    def fits(self, name):
        for width in (320, 390, 1280):
            self.page.size(width, 900)
            wide = self.page.run("document.documentElement.scrollWidth")
            if wide > width:
                self.say(name, [f"{wide} pixels wide in a window of {width}"])

    def by_axe(self, name):
        """All rules in light, as the page opens and with all that it holds shown; in dark what depends on colours."""
        show = "document.querySelectorAll('.panel').forEach(p => { p.hidden = false; }), " \
               "document.querySelectorAll('details').forEach(d => { d.open = true; }), 0"
        for what, scheme, before, only in (("as it opens", "light", "0", ""), ("all shown", "light", show, ""),
                                           ("all shown", "dark", "0", "runOnly: ['color-contrast'], ")):
            self.page.run(before)
            self.page.media(scheme=scheme)
            found = self.page.run(
                f"axe.run(document, {{{only}resultTypes: ['violations']}}).then(r => r.violations.map(v => v.impact + ' ' + "
                "v.id + ': ' + v.nodes.slice(0, 2).map(n => n.html).join(' ')))")
            self.say(name, [f"axe, {scheme}, {what}: {text}" for text in found])
        self.page.media()

    def by_keyboard(self, name, path):
        """Tab comes to every control in turn and shows where it is; the arrow keys change the regime."""
        self.page.media(motion="reduce")
        self.page.open(path)
        self.page.run(self.script)
        self.say(name, self.page.run("pageChecks.still()"))
        for expected in self.page.run("pageChecks.controls()"):
            self.page.press("Tab")
            found = self.page.run("pageChecks.focused()")
            if found["at"] != expected or not found["shown"]:
                self.say(name, [f"Tab comes to {found}, not to control {expected}"])
                return
        switch = "document.querySelector('.switch:not([hidden]) input:checked')"
        if self.page.run(f"{switch} !== null"):
            before = self.page.run(f"{switch}.focus(), {switch}.value")
            self.page.press("ArrowLeft")
            after = self.page.run(f"{switch}.value")
            shown = self.page.run("[...document.querySelectorAll('.panel')].filter(p => p.offsetParent).map(p => p.dataset.regime)")
            if after == before or set(shown) != {after}:
                self.say(name, [f"the arrow keys lead from {before} to {after} and show {shown}"])

    def on_paper(self, name, path):
        """No sheet ends with a heading; one that begins inside a table begins with the table's heading."""
        self.page.media()
        self.page.open(path)
        sheets = path.with_suffix(".pdf")
        self.page.paper(sheets)
        text = subprocess.run(["pdftotext", "-layout", sheets, "-"], check=True, capture_output=True, text=True).stdout
        plain = [[re.sub(r"\W+", "", line) for line in sheet.splitlines() if line.strip()] for sheet in text.split("\f")]
        headings = {re.sub(r"\W+", "", text) for text in self.page.run(HEADINGS)}
        rows = {re.sub(r"\W+", "", "".join(row)) for table in self.page.run(TABLES) for row in table[1:]}
        plain = [sheet for sheet in plain if sheet]
        for number, sheet in enumerate(plain, 1):
            if sheet[-1] in headings and number < len(plain):
                self.say(name, [f"sheet {number} ends with a heading: {sheet[-1]}"])
            if sheet[0] in rows:
                self.say(name, [f"sheet {number} begins with a row without its heading: {sheet[0]}"])
        return len(plain)

    def judge(self, name, path):
        size = path.stat().st_size
        if size >= LARGEST:
            self.say(name, [f"{size} bytes"])
        self.page.media()
        self.page.open(path)
        self.fits(name)
        if self.axe:
            self.page.run(self.axe)
            self.by_axe(name)
            self.say(name, self.page.complaints())
            self.page.open(path)
        self.by_keyboard(name, path)
        self.page.media()
        self.page.open(path)
        self.page.run(self.script)
        self.say(name, self.page.run("pageChecks.all()"))
        self.page.media(scheme="dark")
        self.say(name, ["dark: " + text for text in self.page.run("pageChecks.colours()")])
        counts = self.page.run("pageChecks.counts()")
        if counts["tables"] < 8 or counts["drawings"] < 5:
            self.say(name, [f"too little is there: {counts}"])
        self.say(name, self.page.complaints())
        sheets = f", {self.on_paper(name, path)} sheets" if shutil.which("pdftotext") else ""
        return f"{name}: {size} bytes, {counts['tables']} tables, {counts['drawings']} drawings{sheets}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("purse")
    parser.add_argument("scenario", nargs="+", type=pathlib.Path)
    parser.add_argument("--axe", type=pathlib.Path)
    options = parser.parse_args()
    if not browser.find():
        print("no Chromium here: the pages are not looked at")
        return 77
    with tempfile.TemporaryDirectory() as folder, browser.Browser() as page:
        pages = Pages(options, page)
        evil = pathlib.Path(folder) / "hostile"
        subprocess.run([options.purse, "new", evil], check=True, capture_output=True)
        hostile(evil)
        conflict = pathlib.Path(folder) / "conflict.json"
        conflict.write_text(json.dumps({"rules": [{"id": HOSTILE[0], "type": "min_spend", "scope": {"pot": "primary"},
                                                   "limit": 1400000}]}), encoding="utf-8")
        cases = [(scenario.name, [scenario], 0) for scenario in options.scenario]
        pots = pathlib.Path(folder) / "pots.json"
        many_pots(pots, 14)
        cases += [("14 pots", [pots], 0), ("hostile", [evil, "--explain"], 0),
                  ("hostile, silo without a plan", [evil, "--explain", "--overlay", conflict], 4)]
        for name, arguments, code in cases:
            path = pathlib.Path(folder) / "page.html"
            done = subprocess.run([options.purse, "report", "--quiet", *arguments, "-o", path], check=False,
                                  capture_output=True, text=True)
            if done.returncode != code:
                raise RuntimeError(f"{name}: exit {done.returncode}: {done.stderr}")
            print(pages.judge(name, path), flush=True)
    print("\n".join(pages.wrong[:80]))
    if not pages.axe:
        print("axe-core is not here: the pages were not judged by it")
    print(f"{len(cases)} pages opened, {len(pages.wrong)} wrong")
    return 1 if pages.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
