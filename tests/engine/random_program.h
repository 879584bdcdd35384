/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seeded random routing programs for the engine's tests: always feasible, since every commodity may stay unmet. */
#ifndef TESTS_RANDOM_PROGRAM_H
#define TESTS_RANDOM_PROGRAM_H

#include "purse/program.h"

typedef struct random_stream {
    unsigned long long state;
} random_stream;

/* Uniform in [0,1). */
double random_unit(random_stream *stream);
int random_below(random_stream *stream, int n);

/*
 * A program with `commodities` commodities over shared capacity rows and one money row, three tiers (unmet, burden,
 * spend), entry groups with shares, globals that pull on supplies, and `integers` award columns.
 */
purse_program *random_program(unsigned seed, int commodities, int integers);

/* Leaves out all tiers but the first. */
void first_tier_only(purse_program *p);

#endif
