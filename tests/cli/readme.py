#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The picture in the README is what the command prints.

    readme.py [--update] PURSE

The comment "<!-- picture: purse ... -->" names the command; the block after it holds what it prints: the first lines,
the tables named here and the last lines, with "..." where something is left out. Figures may differ by what optima are
proved to, a millionth, and by one in the last place shown.
"""

import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PICTURE = re.compile(r"<!-- picture: (purse [^\n]*) -->\n```text\n(.*?)```\n", re.S)


SHOWN = ("Regimes side by side", "Spend by pot")


def shortened(printed):
    parts = printed.strip("\n").split("\n\n")
    kept = [part if i in (0, len(parts) - 1) or part.startswith(SHOWN) else "..." for i, part in enumerate(parts)]
    short = [part for i, part in enumerate(kept) if part != "..." or kept[i - 1] != "..."]
    return "\n\n".join(short) + "\n"


NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?")


def agrees(ours, theirs):
    """The same words, and figures that are the same to what they are proved to."""
    if NUMBER.sub("#", re.sub(" +", " ", ours)) != NUMBER.sub("#", re.sub(" +", " ", theirs)):
        return False
    for one, other in zip(NUMBER.findall(ours), NUMBER.findall(theirs)):
        place = 10.0 ** -len(one.partition(".")[2])
        a, b = (float(text.replace(",", "")) for text in (one, other))
        if abs(a - b) > max(1.01 * place, 2e-6 * abs(a)):
            return False
    return True


def main(arguments):
    update = arguments[:1] == ["--update"]
    purse = pathlib.Path(arguments[-1]).resolve()
    path = ROOT / "README.md"
    text = path.read_text(encoding="utf-8")
    found = PICTURE.search(text)
    if found is None:
        print("README.md has no picture")
        return 1
    command = shlex.split(found.group(1))
    done = subprocess.run([purse] + command[1:], cwd=ROOT, capture_output=True, text=True, check=False)
    printed = shortened(done.stdout)
    if done.returncode != 0:
        print(f"{found.group(1)} ends with {done.returncode}: {done.stderr}")
        return 1
    if update:
        path.write_text(text[:found.start(2)] + printed + text[found.end(2):], encoding="utf-8")
    elif not agrees(printed, found.group(2)):
        print(f"{found.group(1)} prints\n{printed}and not what stands in README.md; readme.py --update changes that")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
