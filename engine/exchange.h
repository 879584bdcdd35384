/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A basis that routes enter and leave without changing what is used; see exchange.c. Private to the engine. */
#ifndef ENGINE_EXCHANGE_H
#define ENGINE_EXCHANGE_H

#include <stddef.h>

#include "purse/error.h"

typedef struct exchange {
    int n_places; /* rows whose use is kept */
    int n_rows;   /* of the basis: a row per place, then one for the key of each unit that has several routes */
    size_t ld;
    double *inverse; /* n_places columns of ld */
    double *w;       /* per row: the entering difference by the basis */
    double *x;       /* per row: amount of its route, infinite where there is none */
    int *route;      /* per row: as its caller names it, -1 */
    int *unit;       /* per row: of its route, -1 */
    int *key;        /* per unit: row of its key, -1 */
    int *members;    /* per unit: rows */
    int *free_place, n_free;
    int *step, *column; /* of a pivot: where rows of w, and the leaving row, are not 0 */
    double *entry;      /* per such column: that of the leaving row */
} exchange;

/* The largest that there will be: places, places and units, units, and places times rounded-up rows. PURSE_EMEMORY. */
typedef struct exchange_room {
    size_t places, rows, units, inverse;
} exchange_room;

/* What a basis of so many places and units takes. */
exchange_room exchange_needs(size_t places, size_t units);

purse_code exchange_new(exchange *e, const exchange_room *room, purse_error *err);
void exchange_free(exchange *e);

/* An empty basis. */
void exchange_open(exchange *e, int places, int units);

/* The unit has a second route: this is its first, its key, from now on in the basis. */
void exchange_key(exchange *e, int unit, int route, double amount);

/* What the entering route uses more than the key of its unit, per unit of its amount. */
typedef struct exchange_use {
    int n;
    int *place;
    double *coef; /* relative to the largest use of the place's row */
} exchange_use;

/* A route other than its unit's key enters. The route that is gone for it, at 0, which may be itself; -1: none. */
int exchange_enter(exchange *e, int unit, int route, double amount, const exchange_use *use);

#endif
