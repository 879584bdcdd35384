/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A sparse answer from a spread one: fewer routes for the same people, with the same use of every linking row and the
 * same cost of every tier. Private to the engine.
 */
#ifndef ENGINE_THIN_H
#define ENGINE_THIN_H

#include "ipm/pool.h"
#include "purse/program.h"

typedef struct thin thin;

/*
 * @param p        borrowed
 * @param threads  of the pool that will work on it, or 1
 */
purse_code thin_new(thin **out, const purse_program *p, int threads, purse_error *err);
void thin_free(thin *t);

/*
 * At most so many splits are left as there are linking rows and tiers, or, in programs with very many rows, as there are
 * rows that each window of commodities uses. Deterministic, whatever the number of threads.
 *
 * @param flow  n_arcs; in and out
 * @param pool  NULL: the caller alone
 */
void thin_flows(thin *t, double *flow, ipm_pool *pool);

#endif
