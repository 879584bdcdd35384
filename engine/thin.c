/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Caratheodory's theorem put to work. The amounts x of the routes fulfil
 *
 *     sum of a unit's x = constant,   sum over all routes of use[row] x = constant for each linking row and tier
 *
 * and as long as the uses of some routes depend on each other there is a direction that keeps all of this, along which
 * some route comes to nothing; exchange.c finds it.
 *
 * Windows of commodities, which use few rows, come first, and wider windows, of what those have left; so only what they
 * leave in turn is ever worked on as a whole, with all rows at once, where these are not too many. Windows share nothing:
 * each is a task. A route is found by walking the flows when its turn comes, and forgotten when it leaves.
 */
#include <math.h>
#include <string.h>

#include "routes.h"
#include "thin_private.h"

static int *arcs_of(const thin *t, const bench *b, int route)
{
    return b->arc + (size_t)route * (size_t)t->longest_arcs;
}

static size_t uses_of(const thin *t, int route)
{
    return (size_t)route * (size_t)t->longest_uses;
}

static void drop(bench *b, int route)
{
    b->spare[b->n_spare++] = route;
}

/* What a route uses, row by row: merged by a mark on the row's place. */
static void find_uses(const thin *t, bench *b, int route)
{
    const purse_program *p = t->p;
    held_route *w = &b->route[route];
    const int *arc = arcs_of(t, b, route);
    int *row = b->row + uses_of(t, route);
    double *coef = b->coef + uses_of(t, route), share = 1.0, cost[PURSE_MAX_TIERS] = {0.0};
    w->n_uses = 0;
    for (int k = 0; k < w->n_arcs; k++) {
        for (int e = p->arc_start[arc[k]]; e < p->arc_start[arc[k] + 1]; e++) {
            int *mark = &b->mark[b->place_of[p->arc_row[e]]];
            if (*mark == 0) {
                row[w->n_uses] = p->arc_row[e];
                coef[w->n_uses++] = 0.0;
                *mark = w->n_uses;
            }
            coef[*mark - 1] += share * p->arc_coef[e];
        }
        for (int i = 0; i < p->n_tiers; i++)
            cost[i] += share * purse_program_arc_cost(p, arc[k])[i];
        share *= p->arc_gain[arc[k]];
    }
    for (int k = 0; k < w->n_uses; k++)
        b->mark[b->place_of[row[k]]] = 0;
    for (int i = 0; i < p->n_tiers; i++)
        if (cost[i] != 0.0) {
            row[w->n_uses] = p->n_rows + i;
            coef[w->n_uses++] = cost[i];
        }
}

/* Adds a route's uses, times `sign`, to those of the entering difference. */
static void add_uses(const thin *t, bench *b, int route, double sign)
{
    const int *row = b->row + uses_of(t, route);
    const double *coef = b->coef + uses_of(t, route);
    for (int k = 0; k < b->route[route].n_uses; k++) {
        if (coef[k] == 0.0) /* its row may have no place */
            continue;
        int place = b->place_of[row[k]], *mark = &b->mark[place];
        if (*mark == 0) {
            b->use.place[b->use.n] = place;
            b->use.coef[b->use.n++] = 0.0;
            *mark = b->use.n;
        }
        b->use.coef[*mark - 1] += sign * coef[k] / b->scale[place];
    }
}

static int unit_of(const thin *t, const bench *b, const held_route *w)
{
    const int *start = t->p->group_start;
    int unit = w->commodity - b->first + start[w->commodity] - start[b->first];
    return w->group < 0 ? unit : unit + 1 + w->group - start[w->commodity];
}

static void enter(const thin *t, bench *b, int route)
{
    int unit = unit_of(t, b, &b->route[route]);
    if (b->basis.key[unit] < 0 && b->alone[unit] < 0) {
        b->alone[unit] = route;
        return;
    }
    if (b->basis.key[unit] < 0)
        exchange_key(&b->basis, unit, b->alone[unit], b->route[b->alone[unit]].amount);
    b->use.n = 0;
    add_uses(t, b, route, 1.0);
    add_uses(t, b, b->basis.route[b->basis.key[unit]], -1.0);
    for (int k = 0; k < b->use.n; k++)
        b->mark[b->use.place[k]] = 0;
    int gone = exchange_enter(&b->basis, unit, route, b->route[route].amount, &b->use);
    if (gone >= 0)
        drop(b, gone);
}

/* A place for the row, when it is used at all. */
static void open_place(bench *b, int row, double use)
{
    int *place = &b->place_of[row];
    if (use == 0.0)
        return;
    b->too_many |= *place < 0 && b->n_places == MOST_ROWS;
    if (b->too_many)
        return;
    if (*place < 0) {
        *place = b->n_places++;
        b->row_at[*place] = row;
        b->scale[*place] = 0.0;
    }
    b->scale[*place] = fmax(b->scale[*place], fabs(use));
}

static void close_places(bench *b)
{
    for (int k = 0; k < b->n_places; k++)
        b->place_of[b->row_at[k]] = -1;
    b->n_places = 0;
    b->too_many = false;
}

static void open_window(const thin *t, bench *b, int first, int end)
{
    int units = (int)thin_units(t->p, first, end);
    b->first = first;
    for (int u = 0; u < units; u++)
        b->alone[u] = -1;
    exchange_open(&b->basis, b->n_places, units);
}

static void keep(bench *b, int route, double amount)
{
    b->route[route].amount = amount;
    if (amount > 0.0)
        b->kept[b->n_kept++] = route;
    else
        drop(b, route);
}

/* What is left goes to the kept ones. */
static void close_window(const thin *t, bench *b, int first, int end)
{
    int units = (int)thin_units(t->p, first, end);
    for (int u = 0; u < units; u++)
        if (b->basis.key[u] < 0 && b->alone[u] >= 0)
            keep(b, b->alone[u], b->route[b->alone[u]].amount);
    for (int i = 0; i < b->basis.n_rows; i++)
        if (b->basis.route[i] >= 0)
            keep(b, b->basis.route[i], b->basis.x[i]);
    close_places(b);
}

/* Places for what the arcs that carry someone use. */
static bool open_places(const thin *t, bench *b, const double *flow, int first, int end)
{
    const purse_program *p = t->p;
    for (int a = p->arc_first[first]; a < p->arc_first[end]; a++) {
        if (!(flow[a] > 0.0))
            continue;
        for (int e = p->arc_start[a]; e < p->arc_start[a + 1]; e++)
            open_place(b, p->arc_row[e], p->arc_coef[e]);
        for (int i = 0; i < p->n_tiers; i++)
            open_place(b, p->n_rows + i, purse_program_arc_cost(p, a)[i]);
    }
    return !b->too_many;
}

static void enter_unit(const thin *t, bench *b, routes *r, int commodity, int group)
{
    for (;;) {
        int route = b->spare[b->n_spare - 1];
        held_route w = {.commodity = commodity, .group = group, .serial = b->serial++};
        w.amount = routes_next(r, commodity, group, arcs_of(t, b, route), &w.n_arcs);
        if (!(w.amount > 0.0))
            return;
        b->n_spare--;
        b->route[route] = w;
        find_uses(t, b, route);
        enter(t, b, route);
    }
}

/* Takes the flows of a window off, route by route, and keeps what there need be of them. */
static void thin_window(const thin *t, bench *b, double *flow, int first, int end)
{
    const purse_program *p = t->p;
    if (!open_places(t, b, flow, first, end)) {
        close_places(b);
        return;
    }
    open_window(t, b, first, end);
    routes r = routes_of(p, flow, first, end, b->left);
    memset(flow + r.first_arc, 0, (size_t)(p->arc_first[end] - r.first_arc) * sizeof *flow);
    for (int c = first; c < end; c++) {
        enter_unit(t, b, &r, c, -1);
        for (int g = p->group_start[c]; g < p->group_start[c + 1]; g++)
            enter_unit(t, b, &r, c, g);
    }
    close_window(t, b, first, end);
}

/* By their serial numbers, in place: qsort may ask for memory. */
static void sort_kept(bench *b)
{
    for (int gap = b->n_kept / 2; gap > 0; gap = gap == 2 ? 1 : (int)(gap / 2.2))
        for (int i = gap; i < b->n_kept; i++) {
            int route = b->kept[i], k = i;
            for (; k >= gap && b->route[b->kept[k - gap]].serial > b->route[route].serial; k -= gap)
                b->kept[k] = b->kept[k - gap];
            b->kept[k] = route;
        }
}

/* Thins the routes kept, of commodities first .. end - 1, together. */
static void thin_kept(const thin *t, bench *b, int first, int end)
{
    int n = b->n_kept;
    for (int i = 0; i < n; i++) {
        int route = b->kept[i];
        for (int k = 0; k < b->route[route].n_uses; k++)
            open_place(b, b->row[uses_of(t, route) + (size_t)k], b->coef[uses_of(t, route) + (size_t)k]);
    }
    if (b->too_many) {
        close_places(b);
        return;
    }
    open_window(t, b, first, end);
    sort_kept(b);
    for (int i = 0; i < n; i++)
        enter(t, b, b->kept[i]);
    b->n_kept = 0;
    close_window(t, b, first, end);
}

static void join_kept(const thin *t, bench *b, double *flow)
{
    for (int i = 0; i < b->n_kept; i++) {
        int route = b->kept[i];
        routes_add(t->p, b->route[route].amount, arcs_of(t, b, route), b->route[route].n_arcs, flow);
        drop(b, route);
    }
    b->n_kept = 0;
}

typedef struct errand {
    const thin *t;
    double *flow;
} errand;

static void thin_wide_window(void *context, int window, int worker)
{
    const errand *task = context;
    const thin *t = task->t;
    bench *b = &t->bench[worker];
    int first = window * WIDE_WINDOW, end = thin_end(t->p, first, WIDE_WINDOW);
    b->serial = 0;
    for (int c = first; c < end; c += WINDOW)
        thin_window(t, b, task->flow, c, c < end - WINDOW ? c + WINDOW : end);
    thin_kept(t, b, first, end);
    join_kept(t, b, task->flow);
}

void thin_flows(thin *t, double *flow, ipm_pool *pool)
{
    errand task = {t, flow};
    int windows = (t->p->n_commodities + WIDE_WINDOW - 1) / WIDE_WINDOW;
    if (pool && t->n_benches > 1)
        ipm_pool_run(pool, thin_wide_window, &task, windows);
    else
        for (int i = 0; i < windows; i++)
            thin_wide_window(&task, i, 0);
    if (t->whole) {
        t->bench[0].serial = 0;
        thin_window(t, &t->bench[0], flow, 0, t->p->n_commodities);
        join_kept(t, &t->bench[0], flow);
    }
}
