/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A sparse answer from a spread one: fewer routes for the same people, with the same use of every linking row and the
 * same cost of every tier. Private to the engine.
 */
#ifndef ENGINE_THIN_H
#define ENGINE_THIN_H

#include "routes.h"

typedef struct thin thin;

/* @param p  borrowed; an arc that is free of charge must stay so while this lives */
purse_code thin_new(thin **out, const purse_program *p, purse_error *err);
void thin_free(thin *t);

/*
 * At most so many splits are left as there are linking rows and tiers, or, in programs with very many rows, as there are
 * rows that each window of commodities uses. Deterministic.
 *
 * @param flow  n_arcs; in and out
 */
purse_code thin_flows(thin *t, double *flow, purse_error *err);

#endif
