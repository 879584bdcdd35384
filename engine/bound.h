/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Lagrangian bound from a shortest-path sweep; see bound.c for the mathematics. Private to the engine. */
#ifndef ENGINE_BOUND_H
#define ENGINE_BOUND_H

#include "ipm/pool.h"
#include "purse/program.h"

/* What one thread needs for one commodity. */
typedef struct sweep_room {
    double *node;  /* cost from each node on */
    double *group; /* cheapest arc of each entry group */
    int *order;
} sweep_room;

/* Work space of sweeps over one program, made once and used again. */
typedef struct sweep {
    sweep_room *room; /* of each thread */
    int n_rooms;
    ipm_pool *pool; /* borrowed, NULL: the caller alone */
    double *mu;     /* cheapest way of each commodity */
    double *price;  /* clipped prices of the rows */
    double weight[PURSE_MAX_TIERS];
} sweep;

purse_code sweep_new(sweep *s, const purse_program *p, purse_error *err);
void sweep_free(sweep *s);
/*
 * Later sweeps are shared by the threads of a pool, which is borrowed; NULL and 1: by none. The bounds are
 * the same. On PURSE_EMEMORY all is as it was.
 */
purse_code sweep_share(sweep *s, const purse_program *p, ipm_pool *pool, int threads, purse_error *err);

/*
 * The bound of a tier at the given prices; tier -1 has no cost at all, and a bound above 0 then proves that there
 * is no feasible answer. tier_price and tier_limit have `tier` values (unused when tier < 1).
 */
double sweep_bound(sweep *s, const purse_program *p, int tier, const double *row_price, const double *tier_price,
                   const double *tier_limit);

/* Reduced cost of a column at the prices of the last bound. */
double sweep_reduced(const sweep *s, const purse_program *p, int column);

#endif
