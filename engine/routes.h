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
    double *left;         /* per arc of the commodities under way: flow still to be given to routes */
    route_length *length; /* per commodity */
    int span, first_left; /* most commodities under way at a time; arc of the first of `left` */
    size_t room, arc_room, use_room, n_arcs, n_uses;
} routes;

/* Work space for one program, used again and again, `span` commodities at a time. */
purse_code routes_new(routes *r, const purse_program *p, int span, purse_error *err);
void routes_free(routes *r);
/* Room for so many more routes, with so many arcs and uses in all. */
purse_code routes_reserve(routes *r, size_t n, size_t arcs, size_t uses, purse_error *err);

/* Forgets all routes. */
void routes_clear(routes *r);
/* Splits flows of commodities first .. end - 1, at most `span` of them, into routes behind those there are. PURSE_EMEMORY. */
purse_code routes_split(routes *r, const purse_program *p, const double *flow, int first, int end, purse_error *err);
/* Lets go of routes from number `first` on that came to nothing, and of what they took up. */
void routes_drop_empty(routes *r, int first);
/* Adds the routes' amounts up to flows. */
void routes_join(const routes *r, const purse_program *p, double *flow);

#endif
