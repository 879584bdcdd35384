# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benchmarks share: a measured run, the machine in a few words, and tables in Markdown."""

import datetime
import os
import pathlib
import platform
import statistics
import subprocess
import time

RESULTS = pathlib.Path(__file__).resolve().parent / "results"


class Run:
    """A command run to its end: seconds by the clock and of the processor, and its peak memory.

    In `folder`, for commands that leave logs where they are. Memory is what /usr/bin/time says: a process begun from here
    would count this interpreter's as its own.
    """

    def __init__(self, command, log, folder=None):
        peak = pathlib.Path(str(log) + ".peak")
        with open(log, "w", encoding="utf-8") as out:
            begin = time.monotonic()
            process = subprocess.Popen(["/usr/bin/time", "-q", "-f", "%M", "-o", peak, *map(str, command)], stdout=out,
                                       stderr=subprocess.STDOUT, cwd=folder)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            self.seconds = time.monotonic() - begin
        self.code = process.returncode
        self.processor = usage.ru_utime + usage.ru_stime
        self.mib = int(peak.read_text(encoding="ascii").split()[-1]) / 1024
        self.said = pathlib.Path(log).read_text(encoding="utf-8", errors="replace")


def seed_range(text):
    """Of "11-13" or "11"."""
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def pick(parser, names, present):
    """Those of `present`, by name, that a list with commas asks for: all where there is none."""
    chosen = list(present) if names is None else [name for name in names.split(",") if name]
    missing = [name for name in chosen if name not in present]
    if missing:
        parser.error(f"not here: {', '.join(missing)}; here are {', '.join(present)}")
    return {name: present[name] for name in chosen}


def first_line(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).strip().split("\n")[0]


def machine():
    """Processor, cores, memory, system and the solvers' versions."""
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2 ** 30
    glpsol = first_line("glpsol", "--version").replace("GLPSOL--GLPK LP/MIP Solver", "glpsol")
    cbc = subprocess.run(["cbc", "quit"], capture_output=True, text=True, check=False).stdout
    version = next((line.split()[-1] for line in cbc.splitlines() if line.startswith("Version")), "?")
    return (f"{models[0] if models else platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB; "
            f"{platform.system()} {platform.machine()}; {glpsol}; cbc {version}")


def load():
    """How busy the machine was, for a remark under a table."""
    return f"load average {os.getloadavg()[1]:.1f}"


def median(values):
    values = [value for value in values if value is not None]
    return statistics.median(values) if values else None


def number(value, digits=3):
    """A few significant digits; a dash for nothing."""
    if value is None:
        return "-"
    if value != 0 and abs(value) < 1e-3:
        return f"{value:.1e}"
    return f"{value:.{digits}g}" if abs(value) < 10 ** digits else f"{value:,.0f}"


def spread(values):
    return f"{number(min(values))} to {number(max(values))}"


def table(head, rows):
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def write(name, text):
    """Into results/, with the date in the name; prints it too."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{datetime.date.today().isoformat()}-{name}.md"
    path.write_text(text, encoding="utf-8")
    print(text)
