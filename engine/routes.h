/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Flows as routes: each a way from its commodity's source to a sink, and the amount that sets out on it. Routes of one
 * commodity that leave its source through the same entry group, or through none, are of one unit. Private to the engine.
 */
#ifndef ENGINE_ROUTES_H
#define ENGINE_ROUTES_H

#include "purse/program.h"

/* Flows of some commodities in a row, less what has been given to routes. */
typedef struct routes {
    const purse_program *p; /* borrowed */
    double *left;           /* borrowed: per arc of these commodities */
    int first_arc;          /* of the first of `left` */
} routes;

/* The most arcs that a route can have, and the most uses of linking rows, one row several times included. PURSE_EMEMORY. */
purse_code routes_longest(const purse_program *p, int *arcs, int *uses, purse_error *err);

/* The flows of commodities first .. end - 1, copied into `left`. */
routes routes_of(const purse_program *p, const double *flow, int first, int end, double *left);

/*
 * Takes the widest way of a unit off the flows: the amount that bears, or 0 when there is none any more.
 *
 * @param group  -1: none
 * @param arc    out: its arcs in the order walked, *n_arcs of them
 */
double routes_next(routes *r, int commodity, int group, int *arc, int *n_arcs);

/* Adds `amount` on a route to flows. */
void routes_add(const purse_program *p, double amount, const int *arc, int n_arcs, double *flow);

#endif
