/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of thinning share. Private to the engine. */
#ifndef ENGINE_THIN_PRIVATE_H
#define ENGINE_THIN_PRIVATE_H

#include <stdbool.h>

#include "exchange.h"
#include "thin.h"

/* Commodities of a window of the first pass, and of the second. */
enum { WINDOW = 16, WIDE_WINDOW = 96 };
/* No window with more rows than this: its basis is dense. */
enum { MOST_ROWS = 800 };

/* A route that is held in mind; its arcs and uses stand in the bench's. */
typedef struct held_route {
    int commodity, group, n_arcs, n_uses;
    long serial; /* in the order of their first entry */
    double amount;
} held_route;

/* What one thread works with. */
typedef struct bench {
    exchange basis;
    int *place_of; /* per linking row and tier: its place, -1 */
    int *row_at;   /* per place: its row */
    double *scale; /* per place: largest use in the window */
    double *left;  /* per arc of a window */
    held_route *route;
    int *arc; /* per route: longest_arcs */
    int *row; /* per route: longest_uses; linking rows, then n_rows + t for the cost of tier t; merged */
    double *coef;
    int *spare, n_spare; /* routes that are none */
    int *kept, n_kept;   /* routes that windows have left */
    int *alone;          /* per unit of the window: its first route while it has no other, -1 */
    int *mark;           /* per place: 1 + its number in `use`, 0 */
    exchange_use use;
    long serial;
    int n_places, first; /* first: commodity of the window */
    bool too_many;       /* rows */
} bench;

struct thin {
    const purse_program *p;
    int longest_arcs, longest_uses;
    bool whole; /* the last pass, over everything, is worth its memory */
    int n_benches;
    bench *bench;
};

/* Units of commodities first .. end - 1. */
size_t thin_units(const purse_program *p, int first, int end);
/* The end of the window of `span` commodities that begins at `first`. */
int thin_end(const purse_program *p, int first, int span);

#endif
