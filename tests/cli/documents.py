#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every verb, option, exit code and column stands in the manual, verbs and options in the man page, and no other."""

import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def help_of(purse, *verb):
    return subprocess.run([purse, "help", *verb], capture_output=True, text=True, check=True).stdout


def columns(purse, manual):
    """The columns of every CSV file, as the manual lists them."""
    wrong = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([purse, "new", folder / "here"], check=True, capture_output=True)
        subprocess.run([purse, "compare", folder / "here", "--regimes", "silo", "-o", folder / "out"], check=True,
                       capture_output=True)
        for path in sorted((folder / "out").glob("**/*.csv")):
            header = path.read_text(encoding="utf-8").splitlines()[0]
            if f"| `{path.name}` | `{header.removeprefix('regime,dial,')}` |" not in manual and \
                    f"| `{path.name}` | `{header}` |" not in manual:
                wrong.append(f"manual.md: the columns of {path.name} are {header}")
    return wrong


# Options of many verbs, which are described once.
SHARED = {"help", "usage", "json", "quiet", "rows", "set", "overlay", "gap", "nodes", "seed", "solver", "threads",
          "time-limit"}


def synopses(purse, verbs, manual, page):
    """Every verb's own options stand in its synopsis in both documents, and each has its entry in the man page."""
    wrong = []
    for verb in verbs:
        own = set(re.findall(r"^ +(?:-\w, )?--([a-z][a-z-]*)", help_of(purse, verb), re.M)) - SHARED
        section = re.search(rf"^## purse {verb}\n\n((?:    .*\n)+)", manual, re.M)
        synopsis = re.search(rf"^\.B purse {verb}\n((?:.*\n)+?)(?=\.br\n|\.SH)", page, re.M)
        for name, found in (("manual.md", section), ("purse.1", synopsis)):
            text = found.group(1) if found else ""
            wrong += [f"{name}: --{o} is missing in the synopsis of {verb}" for o in sorted(own)
                      if not re.search(rf"--{o}\b", text) and not (o == "output" and re.search(r"-o\b", text))]
        wrong += [f"purse.1: no entry tells of --{o}" for o in sorted(own)
                  if not re.search(rf"^\.(?:B|BR) .*--{o}\b", page[page.index(".SH OPTIONS"):], re.M)]
    wrong += [f"manual.md: the table of verbs lacks {verb}" for verb in verbs if f"| [`{verb}`](#purse-{verb}) |" not in manual]
    return wrong


def main(purse):
    overview = help_of(purse)
    verbs = re.findall(r"^  ([a-z]+)  ", overview, re.M)
    codes = re.findall(r"^  (\d)  ", overview, re.M)
    options = set()
    for verb in verbs:
        options |= set(re.findall(r"--([a-z][a-z-]*)", help_of(purse, verb)))
    options -= {"help", "usage"}
    manual = (ROOT / "docs" / "manual.md").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "purse.1").read_text(encoding="utf-8").replace("\\-", "-")
    wrong = []
    for name, text, heading in (("manual.md", manual, "## purse {}\n"), ("purse.1", page, ".B {}\n")):
        wrong += [f"{name}: verb {verb} is missing" for verb in verbs if heading.format(verb) not in text]
        wrong += [f"{name}: option --{o} is missing" for o in options if not re.search(rf"--{o}\b", text)]
        known = options | {"help", "usage", "version", "install"}
        wrong += [f"{name}: there is no option --{o}" for o in set(re.findall(r"--([a-z][a-z-]*)", text)) - known]
    wrong += [f"manual.md: exit code {c} is missing" for c in codes if f"\n| {c} | " not in manual]
    wrong += [f"purse.1: exit code {c} is missing" for c in codes if f"\n.B {c}\n" not in page]
    wrong += columns(purse, manual)
    wrong += synopses(purse, verbs, manual, page)
    print("\n".join(wrong) if wrong else f"{len(verbs)} verbs, {len(options)} options, {len(codes)} exit codes")
    return 1 if wrong or not verbs or not options or not codes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
