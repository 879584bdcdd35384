# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws from a seed. Only random() of Python's generator is used, which is the same in every version."""

import random


class Draw:
    def __init__(self, name):
        self.random = random.Random(name).random

    def between(self, low, high):
        return low + (high - low) * self.random()

    def below(self, n):
        return int(self.random() * n)

    def chance(self, share):
        return self.random() < share

    def one_of(self, choices):
        return choices[self.below(len(choices))]

    def some_of(self, choices, n):
        """n of them, in their order."""
        left, chosen = len(choices), []
        for choice in choices:
            if self.random() * left < n - len(chosen):
                chosen.append(choice)
            left -= 1
        return chosen

    def shares(self, n):
        """n whole percents, each above 0, that sum to 100."""
        weights = [self.between(0.5, 2.0) for _ in range(n)]
        percents = [max(1, int(100 * weight / sum(weights))) for weight in weights]
        percents[percents.index(max(percents))] += 100 - sum(percents)
        return percents
