#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Colours of the page's charts, told apart by people of every colour vision.

Simulated after Machado, Oliveira and Fernandes (2009) at full severity; differences are CIE 1976 in L*a*b*. The four
pots that a commissioning system has and unnecessary moves differ most; of pots beyond those the colours differ less, and
each four have a pattern of their own.
"""

import itertools
import pathlib
import re
import sys

STYLE = pathlib.Path(__file__).resolve().parents[2] / "report" / "page" / "page.css"
VISION = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
TOLD_APART = ["p0", "p1", "p2", "p3", "bad"]
ALL = [*TOLD_APART, "p4", "p5", "p6", "p7"]
LEAST, LEAST_OF_ALL = 15.0, 12.0


def linear(channel):
    c = channel / 255
    return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4


def lab(rgb):
    def root(t):
        return t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116
    r, g, b = rgb
    x = root((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505)
    y = root(0.2126 * r + 0.7152 * g + 0.0722 * b)
    z = root((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen(colour, matrix):
    rgb = [linear(int(colour[i:i + 2], 16)) for i in (1, 3, 5)]
    return lab([min(1, max(0, sum(m * c for m, c in zip(row, rgb)))) for row in matrix])


def main():
    blocks = re.findall(r":root \{(.*?)\}", STYLE.read_text(encoding="utf-8"), re.S)
    wrong, least = [], 1e9
    for scheme, block in zip(("light", "dark", "print"), blocks):
        colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", block))
        for vision, matrix in VISION.items():
            for one, other in itertools.combinations(ALL, 2):
                a, b = seen(colours[one], matrix), seen(colours[other], matrix)
                difference = sum((p - q) ** 2 for p, q in zip(a, b)) ** 0.5
                least = min(least, difference)
                if difference < (LEAST if one in TOLD_APART and other in TOLD_APART else LEAST_OF_ALL):
                    wrong.append(f"{scheme}, {vision}: {one} and {other} differ by {difference:.1f}")
    print("\n".join(wrong + [f"{len(blocks)} palettes, least difference {least:.1f}, {len(wrong)} too small"]))
    return 1 if wrong or len(blocks) != 3 else 0


if __name__ == "__main__":
    sys.exit(main())
