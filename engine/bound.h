/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Lagrangian bound from a shortest-path sweep; see bound.c for the mathematics. Private to the engine. */
#ifndef ENGINE_BOUND_H
#define ENGINE_BOUND_H

#include "purse/program.h"

/* Work space of sweeps over one program, made once and used again. */
typedef struct sweep {
    double *node;  /* cost from each node of one commodity on */
    double *group; /* cheapest arc of each entry group of one commodity */
    int *order;
    double *mu;    /* cheapest way of each commodity */
    double *price; /* clipped prices of the rows */
    double weight[PURSE_MAX_TIERS];
} sweep;

purse_code sweep_new(sweep *s, const purse_program *p, purse_error *err);
void sweep_free(sweep *s);

/*
 * The bound of a tier at the given prices; tier -1 has no cost at all, and a bound above 0 then proves that there
 * is no feasible answer. tier_price and tier_limit have `tier` values (unused when tier < 1).
 */
double sweep_bound(sweep *s, const purse_program *p, int tier, const double *row_price, const double *tier_price,
                   const double *tier_limit);

/* Reduced cost of a column at the prices of the last bound. */
double sweep_reduced(const sweep *s, const purse_program *p, int column);

#endif
