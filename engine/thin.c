/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Caratheodory's theorem put to work. The amounts x of the routes fulfil
 *
 *     sum of a unit's x = constant,   sum over all routes of use[row] x = constant for each linking row and tier
 *
 * and as long as the uses of some routes depend on each other there is a direction that keeps all of this, along which
 * some route comes to nothing. Routes enter a basis one by one: each unit has a key route, which makes up for what the
 * others of the unit do, so the basis is one of differences to the keys and has as many places as there are rows. Places
 * hold nothing at first. A route that depends on those in the basis goes down until it, or one of them, or one of their
 * keys, comes to 0 and leaves.
 *
 * Windows of commodities, which use few rows, come first, so that only what they leave is ever held in full; that is
 * little enough for all rows at once, where these are not too many.
 */
#include "thin.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Commodities of a window of the first pass, and of the second. */
enum { WINDOW = 16, WIDE_WINDOW = 96 };
/* No pass with more rows than this: the basis is dense. */
enum { MOST_ROWS = 800 };
/* A place in the basis is not given for less, relative to the largest use of its row. */
static const double INDEPENDENT = 1e-7;
static const double NOTHING = 1e-11;

struct thin {
    const purse_program *p;
    routes routes;
    int n_places, n_units; /* of the window */
    int *place_of;         /* per linking row and tier: its place, -1 */
    double *scale;         /* per linking row and tier: largest use in the window */
    int *row_at;           /* per place: its row */
    double *inverse;       /* n_places * n_places, column-major */
    double *w;             /* n_places: the entering difference by the basis */
    int *basic;            /* per place: route, -1 */
    int *key;              /* per unit of all: route, -1 */
    double *rate;          /* per unit of all: change of the key */
    size_t unit_room, place_room;
};

void thin_free(thin *t)
{
    if (!t)
        return;
    routes_free(&t->routes);
    void *all[] = {t->place_of, t->scale, t->row_at, t->inverse, t->w, t->basic, t->key, t->rate};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    free(t);
}

/* Linking rows and tiers that commodities first .. end - 1 use; marks them in place_of. */
static size_t count_rows(thin *t, int first, int end)
{
    const purse_program *p = t->p;
    size_t n = (size_t)p->n_tiers;
    for (int e = p->arc_start[p->arc_first[first]]; e < p->arc_start[p->arc_first[end]]; e++)
        if (t->place_of[p->arc_row[e]] != first) {
            t->place_of[p->arc_row[e]] = first;
            n++;
        }
    return n;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/*
 * Room from the start for whatever there will be. Every route but a commodity's last leaves an arc empty, which none
 * after it takes; a window that has been thinned leaves a route for each unit and each row.
 */
static purse_code reserve(thin *t, purse_error *err)
{
    const purse_program *p = t->p;
    size_t n = 1, arcs = 0, uses = 0, more = 0, more_arcs = 0, more_uses = 0;
    for (int first = 0, end; first < p->n_commodities; first = end) {
        end = first < p->n_commodities - WIDE_WINDOW ? first + WIDE_WINDOW : p->n_commodities;
        size_t ways = 1 + (size_t)(p->arc_first[end] - p->arc_first[first]), rows = count_rows(t, first, end);
        size_t units = (size_t)(end - first) + (size_t)(p->group_start[end] - p->group_start[first]);
        size_t left = rows <= MOST_ROWS && units + rows < ways ? units + rows : ways;
        size_t longest = 0, most_uses = 0;
        for (int c = first; c < end; c++) {
            longest = larger(longest, (size_t)t->routes.length[c].arcs);
            most_uses = larger(most_uses, (size_t)t->routes.length[c].uses);
        }
        n += left;
        arcs += left * longest;
        uses += left * most_uses;
        more = larger(more, ways);
        more_arcs = larger(more_arcs, ways * longest);
        more_uses = larger(more_uses, ways * most_uses);
    }
    return routes_reserve(&t->routes, n + more, arcs + more_arcs, uses + more_uses, err);
}

purse_code thin_new(thin **out, const purse_program *p, purse_error *err)
{
    thin *t = calloc(1, sizeof *t);
    if (!t)
        return purse_error_memory(err);
    t->p = p;
    size_t rows = (size_t)p->n_rows + PURSE_MAX_TIERS, units = (size_t)p->n_commodities + (size_t)p->n_groups + 1;
    size_t places = rows < MOST_ROWS ? rows : MOST_ROWS;
    t->place_of = malloc(rows * sizeof *t->place_of);
    t->scale = malloc(rows * sizeof *t->scale);
    t->row_at = malloc(rows * sizeof *t->row_at);
    t->inverse = malloc(places * places * sizeof *t->inverse);
    t->w = malloc(places * sizeof *t->w);
    t->basic = malloc(places * sizeof *t->basic);
    t->key = malloc(units * sizeof *t->key);
    t->rate = calloc(units, sizeof *t->rate);
    purse_code code = routes_new(&t->routes, p, WIDE_WINDOW, err);
    bool whole = t->place_of && t->scale && t->row_at && t->inverse && t->w && t->basic && t->key && t->rate;
    if (!code && !whole)
        code = purse_error_memory(err);
    for (size_t r = 0; r < rows && !code; r++)
        t->place_of[r] = -1;
    code = code ? code : reserve(t, err);
    if (code)
        thin_free(t);
    else
        *out = t;
    return code;
}

/* Places for the rows that the routes of a window use. False when they are too many. */
static bool open_window(thin *t, int first, int end)
{
    const routes *r = &t->routes;
    int rows = t->p->n_rows + t->p->n_tiers;
    t->n_places = 0;
    for (int i = 0; i < rows; i++)
        t->place_of[i] = -1;
    for (int i = first; i < end; i++) {
        const route *w = &r->route[i];
        t->key[w->unit] = -1;
        for (int k = w->first_use; k < w->first_use + w->n_uses; k++) {
            int row = r->row[k];
            if (t->place_of[row] < 0) {
                t->row_at[t->n_places] = row;
                t->place_of[row] = t->n_places++;
                t->scale[row] = 0.0;
            }
            t->scale[row] = fmax(t->scale[row], fabs(r->coef[k]));
        }
    }
    if (t->n_places > MOST_ROWS)
        return false;
    size_t n = (size_t)t->n_places;
    memset(t->inverse, 0, n * n * sizeof *t->inverse);
    for (size_t i = 0; i < n; i++) {
        t->inverse[i * (n + 1)] = 1.0;
        t->basic[i] = -1;
    }
    return true;
}

static void add_route(thin *t, int i, double sign)
{
    const routes *r = &t->routes;
    const route *w = &r->route[i];
    size_t n = (size_t)t->n_places;
    for (int k = w->first_use; k < w->first_use + w->n_uses; k++) {
        const double *column = t->inverse + (size_t)t->place_of[r->row[k]] * n;
        double use = t->scale[r->row[k]] > 0.0 ? sign * r->coef[k] / t->scale[r->row[k]] : 0.0;
        for (size_t c = 0; c < n; c++)
            t->w[c] += use * column[c];
    }
}

/* Route i takes the place. */
static void pivot(thin *t, int place, int i)
{
    size_t n = (size_t)t->n_places, q = (size_t)place;
    double by = t->w[q];
    t->w[q] = 0.0;
    for (size_t k = 0; k < n; k++) {
        double *column = t->inverse + k * n, part = column[q] / by;
        if (column[q] == 0.0)
            continue;
        for (size_t c = 0; c < n; c++)
            column[c] -= part * t->w[c];
        column[q] = part;
    }
    t->basic[place] = i;
}

/* A place that holds nothing and is not in the way of the difference; -1 when there is none. */
static int free_place(const thin *t)
{
    int best = -1;
    for (int c = 0; c < t->n_places; c++)
        if (t->basic[c] < 0 && fabs(t->w[c]) > INDEPENDENT && (best < 0 || fabs(t->w[c]) > fabs(t->w[best])))
            best = c;
    return best;
}

typedef enum leaver { LEAVES_ITSELF, LEAVES_BASIC, LEAVES_KEY } leaver;

/* How far route i can go down, and who then leaves: a place, or a unit. */
static double longest(thin *t, int i, leaver *who, int *which)
{
    const route *all = t->routes.route;
    double most = all[i].amount;
    *who = LEAVES_ITSELF;
    t->rate[all[i].unit] = 1.0;
    for (int c = 0; c < t->n_places; c++)
        if (t->basic[c] >= 0)
            t->rate[all[t->basic[c]].unit] -= t->w[c];
    for (int c = 0; c < t->n_places; c++) {
        if (t->basic[c] < 0)
            continue;
        int unit = all[t->basic[c]].unit;
        double step = t->w[c] < -NOTHING ? all[t->basic[c]].amount / -t->w[c] : INFINITY;
        double key = t->rate[unit] < -NOTHING ? all[t->key[unit]].amount / -t->rate[unit] : INFINITY;
        if (step < most) {
            most = step;
            *who = LEAVES_BASIC;
            *which = c;
        }
        if (key < most) {
            most = key;
            *who = LEAVES_KEY;
            *which = unit;
        }
    }
    return most;
}

static void move(thin *t, int i, double step)
{
    route *all = t->routes.route;
    all[i].amount -= step;
    for (int c = 0; c < t->n_places; c++) {
        if (t->basic[c] < 0)
            continue;
        int unit = all[t->basic[c]].unit;
        all[t->basic[c]].amount = fmax(all[t->basic[c]].amount + step * t->w[c], 0.0);
        double *key = &all[t->key[unit]].amount;
        *key = fmax(*key + step * t->rate[unit], 0.0);
        t->rate[unit] = 0.0;
    }
    double *key = &all[t->key[all[i].unit]].amount;
    *key = fmax(*key + step * t->rate[all[i].unit], 0.0);
    t->rate[all[i].unit] = 0.0;
}

/* The key of a unit leaves: the basic route of the unit that weighs most becomes the key, the old one takes its place. */
static int change_key(thin *t, int unit, int entering)
{
    const route *all = t->routes.route;
    size_t n = (size_t)t->n_places;
    int place = -1;
    for (int c = 0; c < t->n_places; c++)
        if (t->basic[c] >= 0 && all[t->basic[c]].unit == unit && (place < 0 || fabs(t->w[c]) > fabs(t->w[place])))
            place = c;
    if (all[entering].unit == unit)
        t->w[place] -= 1.0;
    for (int c = 0; c < t->n_places; c++)
        if (c != place && t->basic[c] >= 0 && all[t->basic[c]].unit == unit) {
            t->w[place] += t->w[c];
            for (size_t k = 0; k < n; k++)
                t->inverse[k * n + (size_t)place] += t->inverse[k * n + (size_t)c];
        }
    t->w[place] = -t->w[place];
    for (size_t k = 0; k < n; k++)
        t->inverse[k * n + (size_t)place] = -t->inverse[k * n + (size_t)place];
    t->key[unit] = t->basic[place];
    return place;
}

static void enter(thin *t, int i)
{
    route *all = t->routes.route;
    int unit = all[i].unit, which = -1;
    if (t->key[unit] < 0) {
        t->key[unit] = i;
        return;
    }
    memset(t->w, 0, (size_t)t->n_places * sizeof *t->w);
    add_route(t, i, 1.0);
    add_route(t, t->key[unit], -1.0);
    int place = free_place(t);
    if (place >= 0) {
        pivot(t, place, i);
        return;
    }
    leaver who;
    double step = longest(t, i, &who, &which);
    move(t, i, step);
    if (who == LEAVES_ITSELF) {
        all[i].amount = 0.0;
        return;
    }
    if (who == LEAVES_KEY) {
        all[t->key[which]].amount = 0.0;
        which = change_key(t, which, i);
    } else
        all[t->basic[which]].amount = 0.0;
    pivot(t, which, i);
}

/* Thins routes from number `first_route` on, those of so many commodities at a time. */
static void thin_windows(thin *t, int first_route, int commodities)
{
    routes *r = &t->routes;
    for (int first = first_route, end; first < r->n; first = end) {
        int last = r->route[first].commodity < t->p->n_commodities - commodities
                       ? r->route[first].commodity + commodities
                       : t->p->n_commodities;
        for (end = first; end < r->n && r->route[end].commodity < last;)
            end++;
        if (open_window(t, first, end))
            for (int i = first; i < end; i++)
                enter(t, i);
    }
    routes_drop_empty(r, first_route);
}

purse_code thin_flows(thin *t, double *flow, purse_error *err)
{
    int n = t->p->n_commodities;
    routes_clear(&t->routes);
    for (int first = 0, end; first < n; first = end) {
        int before = t->routes.n;
        end = first < n - WIDE_WINDOW ? first + WIDE_WINDOW : n;
        purse_code code = routes_split(&t->routes, t->p, flow, first, end, err);
        if (code)
            return code;
        thin_windows(t, before, WINDOW);
        thin_windows(t, before, WIDE_WINDOW);
    }
    thin_windows(t, 0, n);
    routes_join(&t->routes, t->p, flow);
    return PURSE_OK;
}
