#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs transcripts of the command and compares what is printed, byte by byte.

    transcript.py [--update] PURSE FILE...

A transcript is a list of blocks, each a command of the shell and what it must do:

    # a remark
    $ purse check missing.json
    ! purse check: missing.json: could not be opened: No such file or directory
    = 7

Lines of standard output begin with "> ", those of standard error with "! ", and the exit code with "= ". A line
that is only "..." after its mark stands for any number of lines. The version reads [VERSION], a SHA-256 [SHA256].
All blocks of a file run one after another in one empty folder, in which `scenarios` leads to the shipped ones and
`tests` to the tests. --update writes what was printed into the blocks that differ.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Block:
    def __init__(self, remarks, command, line):
        self.remarks, self.command, self.line = remarks, command, line
        self.out, self.err, self.code = [], [], 0

    def text(self):
        lines = self.remarks + ["$ " + self.command]
        lines += [("> " + text).rstrip(" ") for text in self.out] + [("! " + text).rstrip(" ") for text in self.err]
        return "\n".join(lines + [f"= {self.code}"])


def parse(path):
    blocks, remarks = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        mark, rest = line[:1], line[2:]
        if mark == "$":
            blocks.append(Block(remarks, rest, number))
            remarks = []
        elif mark in (">", "!", "=") and blocks and not remarks:
            if mark == "=":
                blocks[-1].code = int(rest)
            else:
                (blocks[-1].out if mark == ">" else blocks[-1].err).append(rest)
        else:
            remarks.append(line)
    return blocks, remarks


def masked(data, version, folder):
    text = data.decode("utf-8", errors="replace").replace(str(folder), "[FOLDER]")
    text = re.sub(r"\b[0-9a-f]{64}\b", "[SHA256]", text)
    text = re.sub(r"\b" + re.escape(version) + r"\b", "[VERSION]", text)
    return [line.rstrip(" ") for line in text.splitlines()]


def matches(expected, found):
    """Lines against lines, where "..." stands for any number of them."""
    if not expected:
        return not found
    if expected[0] == "...":
        return any(matches(expected[1:], found[i:]) for i in range(len(found) + 1))
    return bool(found) and expected[0].rstrip(" ") == found[0] and matches(expected[1:], found[1:])


def run(command, folder, purse):
    environment = {
        "PATH": f"{folder / '.bin'}:/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C", "TZ": "UTC", "COLUMNS": "80",
        "TMPDIR": str(folder),
    }
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
        if name in os.environ:
            environment[name] = os.environ[name]
    return subprocess.run(["/bin/sh", "-c", command], cwd=folder / "run", env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=300, check=False)


def run_file(path, purse, version, update):
    blocks, tail = parse(path)
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / ".bin").mkdir()
        (folder / ".bin" / "purse").symlink_to(purse)
        (folder / "run").mkdir()
        (folder / "run" / "scenarios").symlink_to(ROOT / "scenarios")
        (folder / "run" / "tests").symlink_to(ROOT / "tests")
        for block in blocks:
            done = run(block.command, folder, purse)
            out, err = masked(done.stdout, version, folder), masked(done.stderr, version, folder)
            if matches(block.out, out) and matches(block.err, err) and done.returncode == block.code:
                continue
            wrong += 1
            found = Block([], block.command, block.line)
            found.out, found.err, found.code = out, err, done.returncode
            if update:
                block.out, block.err, block.code = out, err, done.returncode
            else:
                block.remarks = []
                print(f"{path.name}:{block.line}: expected\n{block.text()}\nbut found\n{found.text()}\n")
    if update:
        path.write_text("\n".join([block.text() for block in blocks] + tail) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(blocks)} commands, {wrong} {'updated' if update else 'wrong'}")
    return len(blocks), wrong


def main(arguments):
    update = arguments[:1] == ["--update"]
    arguments = arguments[1:] if update else arguments
    purse = pathlib.Path(arguments[0]).resolve()
    version = subprocess.run([purse, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    results = [run_file(pathlib.Path(name).resolve(), purse, version, update) for name in arguments[1:]]
    commands, wrong = sum(r[0] for r in results), sum(r[1] for r in results)
    return 1 if commands == 0 or (wrong and not update) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
