#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run that is interrupted ends soon, says so, and leaves no half of anything.

    interrupt.py PURSE SCENARIO

SCENARIO must be one whose comparison takes a while; the signals come ever later until the run outruns them.
"""

import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

DELAYS = [0.0, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 4.0]
SOON = 15  # seconds from the signal to the end
FILES = {"compare": "compare.json", "solve": "plan.json"}


def judge(verb, done, out, errors, folder, seconds):
    if seconds > SOON:
        return f"took {seconds:.1f} s to end"
    if done not in (0, 5, -signal.SIGINT, -signal.SIGTERM):
        return f"ended with {done}: {errors}"
    if done < 0 and (out or any(folder.iterdir())):
        return "was killed before it watched for signals, but left something"
    if done in (0, 5) and out:
        document = json.loads(out)
        if done == 5 and "interrupted" not in json.dumps(document):
            return "does not say in its answer that it was interrupted"
    if done == 5 and "interrupted" not in errors:
        return "does not say that it was interrupted"
    left = {path.name for path in folder.iterdir()} - {"out"}
    if left:
        return f"leaves {left}"
    if (folder / "out").exists():
        json.loads((folder / "out" / FILES[verb]).read_text())
    return None


def attempt(purse, verb, scenario, delay, number):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        command = [purse, verb, scenario, "--json", "-o", folder / "out"]
        command += ["--regime", "pooled"] if verb == "solve" else []
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        time.sleep(delay)
        process.send_signal(number)
        begin = time.monotonic()
        try:
            out, errors = process.communicate(timeout=4 * SOON)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return None, f"did not end within {4 * SOON} s"
        return process.returncode, judge(verb, process.returncode, out, errors, folder, time.monotonic() - begin)


def main(purse, scenario):
    wrong = stopped = 0
    for verb in ("solve", "compare"):
        for number in (signal.SIGINT, signal.SIGTERM):
            for delay in DELAYS:
                code, found = attempt(purse, verb, scenario, delay, number)
                stopped += code == 5
                if found:
                    wrong += 1
                    print(f"{verb}, {signal.Signals(number).name} after {delay} s: {found}")
                if code == 0:
                    break
    print(f"{stopped} runs were interrupted, {wrong} wrong")
    return 1 if wrong or stopped == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
