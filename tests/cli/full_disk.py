#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk that fills up while a folder is written: what was there before is there again, and nothing else.

    full_disk.py PURSE SCENARIO

Every file of a folder is in turn the first that is too long for the limit that the system sets (setrlimit); and where a
file system of one's own can be mounted (unshare), it is made to fill up after ever more of them.
"""

import json
import pathlib
import resource
import subprocess
import sys
import tempfile

IO = 7
VERBS = [["solve", "--regime", "pooled"], ["compare"],
         ["explain", "--regime", "pooled", "--walls", "--no-detriment", "--json"]]
BLOCK = 4096


def contents(folder):
    """{path: bytes}; a folder is None."""
    return {str(p.relative_to(folder)): None if p.is_dir() else p.read_bytes() for p in sorted(folder.rglob("*"))}


class Disk:
    def __init__(self, purse, scenario, folder):
        self.purse, self.scenario, self.folder = purse, scenario, folder
        self.wrong, self.runs = [], 0

    def run(self, verb, limit=resource.RLIM_INFINITY):
        command = [self.purse, *verb, self.scenario, "--quiet", "-o", self.folder / "out"]
        # Python ignores SIGXFSZ, and so does what it starts: a write then fails with "File too large".
        return subprocess.run(command, capture_output=True, text=True, check=False, restore_signals=False,
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))

    def judge(self, verb, what, done, before):
        self.runs += 1
        after = contents(self.folder)
        if done.returncode != IO or str(self.folder / "out") + "/" not in done.stderr:
            self.wrong.append(f"{verb} {what}: ends with {done.returncode}: {done.stderr}")
        if after != before:
            changed = sorted(k for k in set(after) | set(before) if after.get(k, 0) != before.get(k, 0))
            self.wrong.append(f"{verb} {what}: changes {changed}")

    def spoil(self):
        """What is there differs from what will be written."""
        for path in (self.folder / "out").rglob("*"):
            if path.is_file():
                path.write_text("kept")
        (self.folder / "out" / "other").write_text("of the reader's own")

    def empty(self):
        subprocess.run(["rm", "-rf", self.folder / "out"], check=True)

    def too_long(self, verb):
        self.empty()
        done = self.run(verb)
        sizes = sorted({len(text) for text in contents(self.folder).values() if text is not None})
        if done.returncode != 0 or len(sizes) < 5:
            self.wrong.append(f"{verb}: does not even run: {done.stderr}")
        for size in sizes:
            self.empty()
            self.judge(verb, f"anew, at {size} bytes", self.run(verb, size - 1), {})
        self.run(verb)
        self.spoil()
        before = contents(self.folder)
        for size in sizes:
            self.judge(verb, f"again, at {size} bytes", self.run(verb, size - 1), before)
        if self.run(verb).returncode != 0 or (self.folder / "out" / "other").read_text() != "of the reader's own":
            self.wrong.append(f"{verb}: not even with room again")


def inside(purse, scenario, folder):
    """On a file system of `room` blocks, until the first run that succeeds."""
    disk = Disk(purse, scenario, folder)
    for verb in VERBS:
        for room in range(4, 400, 7):
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={room * BLOCK}", "none", folder], check=True)
            done = disk.run(verb)
            if done.returncode == 0:
                disk.runs += 1
            else:
                disk.judge(verb, f"in {room} blocks", done, {})
            subprocess.run(["umount", folder], check=True)
            if done.returncode == 0:
                break
        else:
            disk.wrong.append(f"{verb}: never fits")
    return disk


def own_disk(purse, scenario, folder):
    """[runs, what is wrong] of the same in a name space of its own; None where there can be none."""
    enter = ["unshare", "--user", "--map-root-user", "--mount"]
    try:
        able = subprocess.run([*enter, "mount", "-t", "tmpfs", "none", folder], capture_output=True, check=False)
    except FileNotFoundError:
        return None
    if able.returncode != 0:
        return None
    done = subprocess.run([*enter, sys.executable, __file__, "--inside", purse, scenario, folder], check=True,
                          capture_output=True, text=True)
    return json.loads(done.stdout)


def main(purse, scenario):
    with tempfile.TemporaryDirectory() as name:
        disk = Disk(purse, scenario, pathlib.Path(name))
        for verb in VERBS:
            disk.too_long(verb)
        disk.empty()
        more = own_disk(purse, scenario, name)
    runs, wrong = disk.runs, disk.wrong
    if more is None:
        print("no file system of one's own can be mounted here: none was filled")
    else:
        runs, wrong = runs + more[0], wrong + more[1]
    print("\n".join(wrong[:40] + [f"{runs} runs on a full disk, {len(wrong)} wrong"]))
    return 1 if wrong or runs == 0 else 0


if __name__ == "__main__":
    if sys.argv[1] == "--inside":
        found = inside(*sys.argv[2:4], pathlib.Path(sys.argv[4]))
        print(json.dumps([found.runs, found.wrong]))
    else:
        sys.exit(main(*sys.argv[1:]))
