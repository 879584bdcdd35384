#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""GLPK's own examples through purse lp, with cbc and glpsol as judges.

    examples.py PURSE [FOLDER]

FOLDER is that of Debian's glpk-utils. Each model is translated by glpsol into CPLEX LP, free and fixed MPS; each data
file is taken as it is. An MPS file does not say which way its objective goes, so both are minimised. Where cbc does
not read what glpsol wrote, glpsol is the judge. What is left out is listed with its reason.
"""

import pathlib
import shutil
import sys
import tempfile

import solvers

FOLDER = pathlib.Path("/usr/share/doc/glpk-utils/examples")
KINDS = {".lp": "--lp", ".mps": "--freemps", ".fix": "--mps"}
# By model or by file: what purse does not finish in 20 seconds.
HARD = {"hashi": "an integer puzzle, more than 20 s", "life_goe": "an integer puzzle, unsolved by cbc as well",
        "numbrix": "an integer puzzle, more than 20 s", "tiling.lp": "an integer puzzle, unsolved by cbc as well",
        "huge": "142 MB"}
SECONDS = 120


def translate(model, folder):
    """The files of a model in three formats; glpsol cannot write long names in fixed MPS."""
    source = folder / model.name
    shutil.copy(model, source)
    for data in model.parent.glob("*.csv"):
        shutil.copy(data, folder)
    data = model.with_suffix(".dat")
    words = ["--data", data] if data.exists() else []
    for suffix, option in ((".lp", "--wlp"), (".mps", "--wfreemps"), (".fix", "--wmps")):
        target = source.with_suffix(suffix)
        done = solvers.run(["glpsol", "--model", source, *words, "--check", option, target], SECONDS, folder)
        if done.returncode == 0 and target.exists() and target.stat().st_size > 0:
            yield target


def judge(path):
    kind = KINDS[path.suffix]
    verdict = solvers.by_cbc(path, SECONDS)
    if verdict.status in ("not read", "stopped"):
        verdict = solvers.by_glpsol(path, kind, SECONDS)
    return verdict


class Examples:
    def __init__(self, purse):
        self.purse, self.solved, self.wrong = purse, 0, []

    def skip(self, label, reason):
        print(f"left out  {label}: {reason}")

    def solve(self, label, path, kind):
        verdict = judge(path)
        if verdict.status in ("not read", "stopped"):
            self.skip(label, f"neither cbc nor glpsol gives a verdict ({verdict.status})")
            return
        form = "lp" if kind == "--lp" else "mps"
        answer = solvers.purse_lp(self.purse, path, SECONDS, form)
        self.solved += 1
        self.wrong += solvers.faults(label, answer, verdict, path if kind == "--freemps" else None)

    def model(self, model, folder):
        if model.stem in HARD:
            self.skip(model.name, HARD[model.stem])
            return
        written = list(translate(model, folder))
        if not written:
            self.skip(model.name, "glpsol cannot translate it without its other files")
        for path in written:
            if path.name in HARD:
                self.skip(path.name, HARD[path.name])
            elif solvers.run(["glpsol", KINDS[path.suffix], path, "--check"], SECONDS).returncode != 0:
                self.skip(path.name, "glpsol cannot read what it wrote")
            else:
                self.solve(path.name, path, KINDS[path.suffix])

    def file(self, path, folder):
        """A problem that the examples hold as such, in whatever format."""
        kinds = ["--lp"] if path.suffix == ".lp" else ["--freemps", "--mps"]
        read = [kind for kind in kinds if solvers.run(["glpsol", kind, path, "--check"], SECONDS).returncode == 0]
        if not read:
            self.skip(path.name, "glpsol cannot read it")
            return
        kind = read[0]
        copy = folder / f"own-{path.stem}{next(suffix for suffix, option in KINDS.items() if option == kind)}"
        shutil.copy(path, copy)
        self.solve(path.name, copy, kind)


def main(purse, folder=FOLDER):
    folder = pathlib.Path(folder)
    models = sorted(folder.glob("*.mod")) + sorted(folder.glob("csv/*.mod"))
    if not models:
        print(f"{folder} holds no examples: install glpk-utils")
        return 1
    examples = Examples(purse)
    with tempfile.TemporaryDirectory() as made:
        made = pathlib.Path(made)
        for path in sorted(folder.glob("*.lp")) + sorted(folder.glob("*.mps")):
            examples.file(path, made)
        for model in models:
            examples.model(model, made)
    print("\n".join(examples.wrong + [f"{examples.solved} problems, {len(examples.wrong)} wrong"]))
    return 1 if examples.wrong or examples.solved < 100 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
