/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Variable upper bounds: cuts that tighten the relaxation of awards.
 *
 * Where a whole column y in {0,1} that is 0 closes everything on a row of arcs (an offer not awarded sees nobody),
 *
 *     sum_{a of commodity c on row r} coef[r,a] f[a] <= most[c,r] y
 *
 * holds for every commodity by itself, most being all that c could ever bring there. The capacity row says so only of
 * their sum, and a relaxation that pays a small share of y for a small share of the capacity breaks it.
 * Private to the engine.
 */
#ifndef ENGINE_VARIABLE_BOUNDS_H
#define ENGINE_VARIABLE_BOUNDS_H

#include <stdbool.h>

#include "purse/program.h"

typedef struct variable_bounds {
    int n;
    int *column;  /* n: y */
    double *most; /* n */
    int *start;   /* n + 1, into arcs */
    int *arc;
    double *coef;
} variable_bounds;

/* Every such bound of the program at its present figures that the capacity row does not imply. */
purse_code variable_bounds_find(variable_bounds *v, const purse_program *p, purse_error *err);
void variable_bounds_free(variable_bounds *v);
bool variable_bounds_equal(const variable_bounds *a, const variable_bounds *b);

/* By how much an answer breaks bound k, as a share of `most`; <= 0 where it keeps it. */
double variable_bounds_excess(const variable_bounds *v, int k, const double *col, const double *arc);

#endif
