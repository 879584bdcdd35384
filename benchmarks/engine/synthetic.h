/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Synthetic routing programs of a chosen size, drawn from a seed, without the models layer. */
#ifndef BENCHMARKS_SYNTHETIC_H
#define BENCHMARKS_SYNTHETIC_H

#include "purse/program.h"

typedef struct synthetic_size {
    int places, needs;
    int tiers; /* 1: unmet 50 and burden 1 in one sum; 3: unmet, burden, spend in that order */
    unsigned seed;
} synthetic_size;

/*
 * Places on a grid; each has one to three offers of every service, which also serve some of the neighbouring places.
 * Every need uses ten services in a chain of referrals. Rows: a volume row per offer, then one budget per pot.
 */
purse_code synthetic_program(purse_program **program, const synthetic_size *size, purse_error *err);

/* Changes demand by up to `demand` and budgets by up to `budget`, both as shares, by a draw of its own. */
void synthetic_shake(purse_program *program, unsigned seed, double demand, double budget);

#endif
