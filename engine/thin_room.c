/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The benches that threads thin on, made once: room for whatever windows may hold. */
#include <stdlib.h>

#include "routes.h"
#include "thin_private.h"

/* The last pass, over everything, is left out where its basis would have more figures than this. */
static const size_t MOST_FIGURES = (size_t)1 << 23;

typedef struct bench_room {
    exchange_room basis;
    size_t arcs, routes;
} bench_room;

static void bench_free(bench *b)
{
    exchange_free(&b->basis);
    void *all[] = {b->place_of, b->row_at, b->scale, b->left,  b->route, b->arc,       b->row,
                   b->coef,     b->spare,  b->kept,  b->alone, b->mark,  b->use.place, b->use.coef};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
}

void thin_free(thin *t)
{
    if (!t)
        return;
    for (int i = 0; i < t->n_benches; i++)
        bench_free(&t->bench[i]);
    free(t->bench);
    free(t);
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

size_t thin_units(const purse_program *p, int first, int end)
{
    return (size_t)(end - first) + (size_t)(p->group_start[end] - p->group_start[first]);
}

/* Linking rows and tiers that commodities first .. end - 1 may use; `mark` is -1 before and after. */
static size_t count_rows(const purse_program *p, int *mark, int first, int end)
{
    size_t n = (size_t)p->n_tiers;
    int from = p->arc_start[p->arc_first[first]], to = p->arc_start[p->arc_first[end]];
    for (int e = from; e < to; e++) {
        n += mark[p->arc_row[e]] < 0;
        mark[p->arc_row[e]] = 0;
    }
    for (int e = from; e < to; e++)
        mark[p->arc_row[e]] = -1;
    return n;
}

static void make_room(bench_room *room, exchange_room needs)
{
    room->basis.places = larger(room->basis.places, needs.places);
    room->basis.rows = larger(room->basis.rows, needs.rows);
    room->basis.units = larger(room->basis.units, needs.units);
    room->basis.inverse = larger(room->basis.inverse, needs.inverse);
}

int thin_end(const purse_program *p, int first, int span)
{
    return first < p->n_commodities - span ? first + span : p->n_commodities;
}

/* Room for windows of `span` commodities; routes that they leave add up over each wide window. */
static void room_for(const purse_program *p, int *mark, int span, bench_room *room)
{
    size_t held = 0;
    for (int first = 0, end; first < p->n_commodities; first = end) {
        end = thin_end(p, first, span);
        size_t rows = count_rows(p, mark, first, end), units = thin_units(p, first, end);
        held = first % WIDE_WINDOW == 0 || span > WIDE_WINDOW ? 0 : held;
        rows = rows < MOST_ROWS ? rows : MOST_ROWS;
        held += units + rows + 1;
        room->routes = larger(room->routes, held);
        room->arcs = larger(room->arcs, (size_t)(p->arc_first[end] - p->arc_first[first]));
        make_room(room, exchange_needs(rows, units));
    }
}

static purse_code bench_new(bench *b, const thin *t, const bench_room *room, purse_error *err)
{
    size_t rows = (size_t)t->p->n_rows + PURSE_MAX_TIERS, places = room->basis.places + 1, held = room->routes + 1;
    size_t arcs = held * (size_t)t->longest_arcs + 1, uses = held * (size_t)t->longest_uses + 1;
    b->place_of = malloc(rows * sizeof *b->place_of);
    b->row_at = malloc(places * sizeof *b->row_at);
    b->scale = malloc(places * sizeof *b->scale);
    b->left = malloc((room->arcs + 1) * sizeof *b->left);
    b->route = malloc(held * sizeof *b->route);
    b->arc = malloc(arcs * sizeof *b->arc);
    b->row = malloc(uses * sizeof *b->row);
    b->coef = malloc(uses * sizeof *b->coef);
    b->spare = malloc(held * sizeof *b->spare);
    b->kept = malloc(held * sizeof *b->kept);
    b->alone = malloc((room->basis.units + 1) * sizeof *b->alone);
    b->mark = calloc(places, sizeof *b->mark);
    b->use.place = malloc(places * sizeof *b->use.place);
    b->use.coef = malloc(places * sizeof *b->use.coef);
    b->n_spare = (int)room->routes;
    if (!b->place_of || !b->row_at || !b->scale || !b->left || !b->route || !b->arc || !b->row || !b->coef ||
        !b->spare || !b->kept || !b->alone || !b->mark || !b->use.place || !b->use.coef)
        return purse_error_memory(err);
    for (size_t r = 0; r < rows; r++)
        b->place_of[r] = -1;
    for (size_t i = 0; i < room->routes; i++)
        b->spare[i] = (int)(room->routes - 1 - i);
    return exchange_new(&b->basis, &room->basis, err);
}

/* Rooms for all windows, and, of the first bench, for the whole. */
static purse_code measure(thin *t, bench_room *each, bench_room *first, purse_error *err)
{
    const purse_program *p = t->p;
    int *mark = malloc(((size_t)p->n_rows + 1) * sizeof *mark);
    if (!mark)
        return purse_error_memory(err);
    for (int r = 0; r < p->n_rows; r++)
        mark[r] = -1;
    room_for(p, mark, WINDOW, each);
    room_for(p, mark, WIDE_WINDOW, each);
    *first = *each;
    size_t rows = count_rows(p, mark, 0, p->n_commodities), units = thin_units(p, 0, p->n_commodities);
    t->whole =
        p->n_commodities > WIDE_WINDOW && rows <= MOST_ROWS && exchange_needs(rows, units).inverse <= MOST_FIGURES;
    if (t->whole)
        room_for(p, mark, p->n_commodities, first);
    free(mark);
    return routes_longest(p, &t->longest_arcs, &t->longest_uses, err);
}

purse_code thin_new(thin **out, const purse_program *p, int threads, purse_error *err)
{
    bench_room each = {0}, first = {0};
    thin *t = calloc(1, sizeof *t);
    if (!t)
        return purse_error_memory(err);
    t->p = p;
    t->bench = calloc((size_t)threads, sizeof *t->bench);
    purse_code code = t->bench ? measure(t, &each, &first, err) : purse_error_memory(err);
    t->longest_uses += p->n_tiers;
    for (; t->n_benches < threads && !code; t->n_benches++)
        code = bench_new(&t->bench[t->n_benches], t, t->n_benches == 0 ? &first : &each, err);
    if (code)
        thin_free(t);
    else
        *out = t;
    return code;
}
