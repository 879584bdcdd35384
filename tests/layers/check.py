#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Includes point one way (cli -> report -> models -> engine), and each outside library has its one home."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LAYERS = ["engine", "models", "report", "cli"]
PUBLIC = {
    "error": "engine", "program": "engine", "settings": "engine", "solution": "engine", "solver": "engine",
    "version": "engine",
    "model": "models", "scenario": "models", "regime": "models", "plan": "models", "optimise": "models", "answer": "models",
    "conflict": "models", "explain": "models", "gains": "models", "least_change": "models", "split": "models",
    "alternatives": "models", "detriment": "models", "walls": "models", "why": "models",
    "report": "report", "report_explain": "report",
    "purse": "report",
}
# Header (or its beginning) -> the files that may include it.
HOMES = {
    "glpk.h": r"engine/[^/]+\.c",
    "amd.h": r"engine/ipm/[^/]+\.c",
    "gsl/": r"models/([a-z]+/)?[^/]+\.[ch]",
    "cjson/": r"(models/scenario/|report/(read/)?)[^/]+\.[ch]",
    "csv.h": r"(models/scenario/|report/)[^/]+\.[ch]",
    "nettle/": r"models/([a-z]+/)?[^/]+\.[ch]",
    "uthash.h": r"models/([a-z]+/)?[^/]+\.[ch]",
    "argp.h": r"cli/(explain/)?[^/]+\.[ch]",
}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
# Everything at the top; build folders and what a tool keeps for itself (.cache) are not part of the tree.
TOP = {"CHANGELOG.md", "CMakeLists.txt", "CMakePresets.json", "CONTRIBUTING.md", "LICENSE", "README.md", "benchmarks", "cli",
       "cmake", "compile_commands.json", "docs", "engine", "include", "models", "report", "scenarios", "setup", "test",
       "tests", "try"}
# A library never prints, never exits.
FORBIDDEN = re.compile(r"(?<![\w.>])(printf|puts|putchar|perror|exit|_exit|abort|fprintf\s*\(\s*std(?:out|err))\s*\(")


def layer_of_include(path, name):
    """The layer an include with quotes leads to, or None when the file is not there."""
    if name.startswith("purse/"):
        return PUBLIC.get(name[len("purse/"):-len(".h")])
    if (path.parent / name).exists():
        return path.relative_to(ROOT).parts[0]
    if (ROOT / name).exists():
        return name.split("/")[0]
    return None


def without_comments_and_strings(text):
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', " ", text, flags=re.S)


def check_file(path, layer):
    wrong = []
    where = str(path.relative_to(ROOT))
    text = path.read_text(encoding="utf-8")
    if not text.startswith("/* SPDX-License-Identifier: GPL-3.0-or-later */"):
        wrong.append(f"{where}: the first line is not the licence's")
    for mark, name in INCLUDE.findall(text):
        if mark == '"':
            target = layer_of_include(path, name)
            if target is None:
                wrong.append(f"{where}: where does \"{name}\" belong? (no such header, or not listed in this check)")
            elif LAYERS.index(target) > LAYERS.index(layer):
                wrong.append(f"{where}: {layer} may not include \"{name}\" of {target}")
            elif layer == "cli" and target != "cli" and not name.startswith("purse/"):
                wrong.append(f"{where}: the command uses public headers only, not \"{name}\"")
        for header, home in HOMES.items():
            if name.startswith(header) and not re.fullmatch(home, where):
                wrong.append(f"{where}: <{name}> may be included in {home} only")
    if layer in ("engine", "models", "report"):
        for call in FORBIDDEN.findall(without_comments_and_strings(text)):
            wrong.append(f"{where}: a library never prints and never exits: {call}")
    return wrong


def main():
    wrong, files = [], 0
    for layer in LAYERS:
        for path in sorted((ROOT / layer).rglob("*.[ch]")):
            wrong += check_file(path, layer)
            files += 1
    for path in sorted((ROOT / "include" / "purse").glob("*.h")):
        if path.stem not in PUBLIC:
            wrong.append(f"{path.relative_to(ROOT)}: say in this check which layer the header belongs to")
        else:
            wrong += check_file(path, PUBLIC[path.stem])
        files += 1
    for name in sorted(path.name for path in ROOT.iterdir()):
        if name not in TOP and not re.match(r"\.|build(-|$)", name):
            wrong.append(f"{name}: what is it? (nothing of this name belongs at the top)")
    for layer in LAYERS:
        listed = set(re.findall(r"[\w./]+\.c\b", (ROOT / layer / "CMakeLists.txt").read_text(encoding="utf-8")))
        there = {str(path.relative_to(ROOT / layer)) for path in (ROOT / layer).rglob("*.c")}
        wrong += [f"{layer}/{name}: list it in {layer}/CMakeLists.txt" for name in sorted(there - listed)]
    homes = [p for p in (ROOT / "engine").rglob("*.[ch]") if re.search(r"#\s*include\s*<glpk\.h>", p.read_text())]
    if len(homes) != 1:
        wrong.append(f"glpk.h is included by {len(homes)} files of the engine, not by one")
    print("\n".join(wrong) if wrong else f"{files} files keep to their layers")
    return 1 if wrong or files == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
