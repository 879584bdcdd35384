/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Routes enter one by one. Each unit has a key route, which makes up for what its other routes do, so columns of the basis
 * are differences to keys, and it has as many as there are places, the rows whose use is kept. Places are empty at first.
 * A route that depends on those in the basis goes down until it, or one of them, or a key, comes to 0 and leaves.
 *
 * The rows of the keys are carried along: what a key does is 1 for its own unit's entering route less what the basic
 * routes of its unit do. So its row of the inverse is minus the sum of theirs, pivots treat it as one of them, and
 * a key that leaves only trades names with a basic route of its unit.
 */
#include "exchange.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "ipm/dense.h"
#include "ipm/lanes.h"
#include "ipm/pages.h"

/* A place in the basis is not given for less, relative to the largest use of its row. */
static const double INDEPENDENT = 1e-7;
static const double NOTHING = 1e-11;

/* Rows are worked on in steps of so many. */
enum { STEP = 2 * LANES };

static size_t rounded(size_t rows)
{
    return (rows + STEP - 1) / STEP * STEP;
}

exchange_room exchange_needs(size_t places, size_t units)
{
    size_t rows = rounded(places + units);
    return (exchange_room){places, rows, units, places * rows};
}

purse_code exchange_new(exchange *e, const exchange_room *room, purse_error *err)
{
    *e = (exchange){0};
    e->inverse = malloc((room->inverse + 1) * sizeof *e->inverse);
    if (e->inverse)
        ipm_large_pages(e->inverse, room->inverse * sizeof *e->inverse);
    e->w = malloc((room->rows + 1) * sizeof *e->w);
    e->x = malloc((room->rows + 1) * sizeof *e->x);
    e->route = malloc((room->rows + 1) * sizeof *e->route);
    e->unit = malloc((room->rows + 1) * sizeof *e->unit);
    e->key = malloc((room->units + 1) * sizeof *e->key);
    e->members = malloc((room->units + 1) * sizeof *e->members);
    e->free_place = malloc((room->places + 1) * sizeof *e->free_place);
    e->step = malloc((room->rows + 1) * sizeof *e->step);
    e->column = malloc((room->places + 1) * sizeof *e->column);
    e->entry = malloc((room->places + 1) * sizeof *e->entry);
    if (e->step && e->column && e->entry && e->inverse && e->w && e->x && e->route && e->unit && e->key && e->members &&
        e->free_place)
        return PURSE_OK;
    exchange_free(e);
    return purse_error_memory(err);
}

void exchange_free(exchange *e)
{
    void *all[] = {e->inverse, e->w,          e->x,    e->route,  e->unit, e->key,
                   e->members, e->free_place, e->step, e->column, e->entry};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    *e = (exchange){0};
}

/* STEP rows from `from` on, empty. */
static void clear_rows(exchange *e, size_t from)
{
    for (int k = 0; k < e->n_places; k++)
        memset(e->inverse + (size_t)k * e->ld + from, 0, STEP * sizeof *e->inverse);
    for (size_t i = from; i < from + STEP; i++) {
        e->w[i] = 0.0;
        e->x[i] = INFINITY;
        e->route[i] = e->unit[i] = -1;
    }
}

void exchange_open(exchange *e, int places, int units)
{
    e->n_places = e->n_rows = e->n_free = places;
    e->ld = rounded((size_t)places + (size_t)units);
    for (size_t i = 0; i < (size_t)places; i += STEP)
        clear_rows(e, i);
    for (int k = 0; k < places; k++) {
        e->inverse[(size_t)k * e->ld + (size_t)k] = 1.0;
        e->free_place[k] = k;
    }
    for (int u = 0; u < units; u++) {
        e->key[u] = -1;
        e->members[u] = 0;
    }
}

static void put(exchange *e, int row, int unit, int route, double amount)
{
    e->route[row] = route;
    e->unit[row] = unit;
    e->x[row] = amount;
    e->members[unit]++;
}

void exchange_key(exchange *e, int unit, int route, double amount)
{
    int row = e->n_rows++;
    if (row % STEP == 0)
        clear_rows(e, (size_t)row);
    e->key[unit] = row;
    put(e, row, unit, route, amount);
}

/* w = sum of the columns of the places used. */
IPM_WIDE static void by_basis(exchange *e, const exchange_use *use)
{
    size_t steps = rounded((size_t)e->n_rows) / LANES;
    for (size_t i = 0; i < steps; i += 2) {
        lanes one = {0.0}, two = {0.0};
        for (int k = 0; k < use->n; k++) {
            const double *column = e->inverse + (size_t)use->place[k] * e->ld;
            one += use->coef[k] * *cvec(column, i);
            two += use->coef[k] * *cvec(column, i + 1);
        }
        *vec(e->w, i) = one;
        *vec(e->w, i + 1) = two;
    }
}

/* Steps of rows in which w is not all 0, as where they begin. */
static int find_steps(exchange *e)
{
    int n = 0;
    for (int i = 0; i < e->n_rows; i += STEP) {
        bool any = false;
        for (int k = i; k < i + STEP; k++)
            any |= e->w[k] != 0.0;
        e->step[n] = i;
        n += any;
    }
    return n;
}

/* Columns that have something in the row, with what that is. */
static int find_columns(exchange *e, int row)
{
    int n = 0;
    for (int k = 0; k < e->n_places; k++) {
        double entry = e->inverse[(size_t)k * e->ld + (size_t)row];
        e->column[n] = k;
        e->entry[n] = entry;
        n += entry != 0.0;
    }
    return n;
}

/* The basis with the entering difference in place of the row's; in wide windows much of it is 0. */
IPM_WIDE static void pivot(exchange *e, int row)
{
    int steps = find_steps(e), columns = find_columns(e, row);
    const int *step = e->step;
    const double *w = e->w;
    double by = w[row];
    for (int k = 0; k < columns; k++) {
        double *column = e->inverse + (size_t)e->column[k] * e->ld, part = e->entry[k] / by;
        for (int i = 0; i < steps; i++) {
            double *at = column + step[i];
            *vec(at, 0) -= part * *cvec(w + step[i], 0);
            *vec(at, 1) -= part * *cvec(w + step[i], 1);
        }
        column[row] = part;
    }
}

/* A place that holds nothing and is not in the way of the difference, taken; -1 when there is none. */
static int take_free(exchange *e)
{
    int best = -1;
    for (int i = 0; i < e->n_free; i++) {
        double size = fabs(e->w[e->free_place[i]]);
        if (size > INDEPENDENT && (best < 0 || size > fabs(e->w[e->free_place[best]])))
            best = i;
    }
    if (best < 0)
        return -1;
    int row = e->free_place[best];
    e->free_place[best] = e->free_place[--e->n_free];
    return row;
}

/* A row comes to 0 before the step is done. */
static bool stops(const exchange *e, size_t row, double step)
{
    return e->w[row] < -NOTHING && e->x[row] < step * -e->w[row] &&
           (e->key[e->unit[row]] != (int)row || e->members[e->unit[row]] > 1);
}

/* Who comes to 0 first while the entering route goes down by `step`, which is cut to that; -1: none. */
IPM_WIDE static int first_to_leave(const exchange *e, double *step)
{
    int row = -1;
    for (size_t i = 0; i < (size_t)e->n_rows; i += STEP) {
        lanes one = *cvec(e->x + i, 0) + *step * *cvec(e->w + i, 0),
              two = *cvec(e->x + i, 1) + *step * *cvec(e->w + i, 1);
        lane_mask below = (one < 0.0) | (two < 0.0);
        if (!(below[0] | below[1] | below[2] | below[3]))
            continue;
        for (size_t k = i; k < i + STEP; k++)
            if (stops(e, k, *step)) {
                *step = e->x[k] / -e->w[k];
                row = (int)k;
            }
    }
    return row;
}

IPM_WIDE static void move(exchange *e, double step)
{
    size_t steps = rounded((size_t)e->n_rows) / LANES;
    for (size_t i = 0; i < steps; i++) {
        lanes x = *cvec(e->x, i) + step * *cvec(e->w, i);
        *vec(e->x, i) = LANES_WHERE(x > 0.0, x);
    }
}

/* The basic route of the unit that weighs most becomes the key that leaves from `row`. */
static void change_key(exchange *e, int row)
{
    int unit = e->unit[row], best = -1;
    for (int i = 0; i < e->n_rows; i++)
        if (i != row && e->unit[i] == unit && (best < 0 || fabs(e->w[i]) > fabs(e->w[best])))
            best = i;
    e->key[unit] = best;
}

int exchange_enter(exchange *e, int unit, int route, double amount, const exchange_use *use)
{
    by_basis(e, use);
    e->w[e->key[unit]] += 1.0;
    int row = take_free(e), gone = -1;
    if (row < 0) {
        double step = amount;
        row = first_to_leave(e, &step);
        move(e, step);
        if (row < 0)
            return route;
        amount -= step;
        gone = e->route[row];
        if (e->key[e->unit[row]] == row)
            change_key(e, row);
        e->members[e->unit[row]]--;
    }
    pivot(e, row);
    put(e, row, unit, route, amount);
    return gone;
}
