#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Colour and progress are for terminals only, and NO_COLOR is honoured.

    terminal.py PURSE
"""

import os
import pty
import subprocess
import sys
import tempfile


def read_all(master):
    data = b""
    while True:
        try:
            block = os.read(master, 65536)
        except OSError:
            return data
        if not block:
            return data
        data += block


def on_terminal(command, environment, streams):
    """What the command writes on a terminal: `streams` of stdout, stderr lead there, others nowhere."""
    master, slave = pty.openpty()
    goes = {name: slave if name in streams else subprocess.DEVNULL for name in ("stdout", "stderr")}
    with subprocess.Popen(command, env=dict(os.environ, **environment), **goes) as process:
        os.close(slave)
        data = read_all(master)
    os.close(master)
    return process.returncode, data


def main(purse):
    wrong = []

    def check(what, good):
        if not good:
            wrong.append(what)

    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([purse, "new", folder + "/here"], check=True, capture_output=True)
        compare = [purse, "compare", folder + "/here"]
        clean = {"NO_COLOR": ""}
        plain = subprocess.run(compare, env=dict(os.environ, **clean), capture_output=True, check=True)
        code, colour = on_terminal(compare, clean, ["stdout"])
        check("the command fails on a terminal", code == 0)
        check("no colour on a terminal", b"\033[" in colour)
        check("colour away from a terminal", b"\033" not in plain.stdout)
        check("notes where there is no terminal", plain.stderr == b"")
        code, bare = on_terminal(compare, {"NO_COLOR": "1"}, ["stdout"])
        check("NO_COLOR is not honoured", code == 0 and b"\033" not in bare)
        check("NO_COLOR changes the text", bare.replace(b"\r\n", b"\n") == plain.stdout)
        code, quiet = on_terminal(compare + ["--quiet"], clean, ["stderr"])
        check("--quiet shows progress", code == 0 and quiet == b"")
        code, progress = on_terminal(compare, clean, ["stderr"])
        check("progress is left standing on the terminal", code == 0 and (not progress or progress.endswith(b"\033[K")))
    print("\n".join(wrong) if wrong else "colour and progress as they should be")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
