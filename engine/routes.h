/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Flows as routes: each a way from its commodity's source to a sink, and the amount that sets out on it. Routes of one
 * commodity that leave its source through the same entry group, or through none, are of one unit. Private to the engine.
 */
#ifndef ENGINE_ROUTES_H
#define ENGINE_ROUTES_H

#include "purse/program.h"

typedef struct route {
    int unit, commodity;
    int first_arc, n_arcs; /* in routes.arc */
    int first_use, n_uses; /* in routes.row and routes.coef */
    double amount;
} route;

/* The longest route of a commodity: arcs, and uses before they are merged. */
typedef struct route_length {
    int arcs, uses;
} route_length;

typedef struct routes {
    int n, n_units;
    route *route;
    int *arc; /* arcs in the order walked */
    int *row; /* linking rows used, then n_rows + t for the cost of tier t; per unit of the amount, merged */
    double *coef;
    double *left;         /* per arc: flow still to be given to routes */
    route_length *length; /* per commodity */
    size_t room, arc_room, use_room, n_arcs, n_uses;
} routes;

/*
 * Work space for one program, used again and again. It has room from the start for as many routes as its flows can be
 * split into, each as long as can be, which is address space more than memory: what is not used is never touched.
 */
purse_code routes_new(routes *r, const purse_program *p, purse_error *err);
void routes_free(routes *r);

/* Splits flows into routes. PURSE_EMEMORY. */
purse_code routes_split(routes *r, const purse_program *p, const double *flow, purse_error *err);
/* Adds the routes' amounts up to flows. */
void routes_join(const routes *r, const purse_program *p, double *flow);

#endif
