/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the engine's tests solve with, and by what they judge. */
#ifndef TESTS_SOLVING_H
#define TESTS_SOLVING_H

#include <stdbool.h>

#include "purse/solver.h"

/* Relative to both, and absolute below 1. */
bool near(double a, double b, double tolerance);

/* The test ends where this is not PURSE_OK. */
void must(purse_code code);

purse_settings settings_of(purse_method method);

/* A solver, to be freed. `settings` may be NULL: the defaults. */
purse_solver *solver_of(purse_program *p, const purse_settings *settings, const purse_control *control);

/*
 * The best of three tiers, one after the other, over all values of the n 0-1 columns from `first`, which stay 0 where
 * there is none. Every optimum on the way is shown to `each`, unless that is NULL.
 */
void best_by_enumeration(purse_program *p, int first, int n, double best[3],
                         void (*each)(const purse_solution *answer, const void *context), const void *context);

#endif
