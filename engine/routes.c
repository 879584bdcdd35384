/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "routes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What is left of a flow by rounding, as a share of the supply: no route of its own. */
static const double CRUMB = 1e-14;

void routes_free(routes *r)
{
    free(r->route);
    free(r->arc);
    free(r->row);
    free(r->coef);
    free(r->left);
    free(r->length);
    *r = (routes){0};
}

static purse_code grow(void **array, size_t size, size_t room, purse_error *err)
{
    void *bigger = realloc(*array, room * size);
    if (!bigger)
        return purse_error_memory(err);
    *array = bigger;
    return PURSE_OK;
}

purse_code routes_reserve(routes *r, size_t n, size_t arcs, size_t uses, purse_error *err)
{
    purse_code code = PURSE_OK;
    if ((size_t)r->n + n > r->room) {
        code = grow((void **)&r->route, sizeof *r->route, 2 * r->room + n, err);
        r->room = code ? r->room : 2 * r->room + n;
    }
    if (!code && r->n_arcs + arcs > r->arc_room) {
        code = grow((void **)&r->arc, sizeof *r->arc, 2 * r->arc_room + arcs, err);
        r->arc_room = code ? r->arc_room : 2 * r->arc_room + arcs;
    }
    if (!code && r->n_uses + uses > r->use_room) {
        code = grow((void **)&r->row, sizeof *r->row, 2 * r->use_room + uses, err);
        if (!code)
            code = grow((void **)&r->coef, sizeof *r->coef, 2 * r->use_room + uses, err);
        r->use_room = code ? r->use_room : 2 * r->use_room + uses;
    }
    return code;
}

static int uses_of(const purse_program *p, int a)
{
    int uses = p->arc_start[a + 1] - p->arc_start[a];
    for (int t = 0; t < p->n_tiers; t++)
        uses += purse_program_arc_cost(p, a)[t] != 0.0;
    return uses;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

/* The longest ways from each node of commodity c to a sink, backwards over its graph; `from` has one per node. */
static route_length longest_route(const purse_program *p, int c, route_length *from)
{
    int source = p->node_start[c];
    for (int v = p->node_start[c + 1] - 1; v >= source; v--) {
        route_length most = {0, 0};
        for (int a = p->node_arc[v]; a < p->node_arc[v + 1]; a++) {
            bool ends = p->arc_head[a] < 0 || p->arc_gain[a] == 0.0;
            route_length on = ends ? (route_length){0, 0} : from[p->arc_head[a] - source];
            most.arcs = larger(most.arcs, 1 + on.arcs);
            most.uses = larger(most.uses, uses_of(p, a) + on.uses);
        }
        from[v - source] = most;
    }
    return from[0];
}

/* The most arcs that so many commodities in a row have. */
static size_t most_arcs(const purse_program *p, int span)
{
    size_t most = 0;
    for (int c = 0; c < p->n_commodities; c++) {
        int end = c < p->n_commodities - span ? c + span : p->n_commodities;
        size_t arcs = (size_t)(p->arc_first[end] - p->arc_first[c]);
        most = arcs > most ? arcs : most;
    }
    return most;
}

purse_code routes_new(routes *r, const purse_program *p, int span, purse_error *err)
{
    int longest = 0;
    for (int c = 0; c < p->n_commodities; c++)
        longest = larger(longest, p->node_start[c + 1] - p->node_start[c]);
    *r = (routes){.span = span};
    r->left = malloc((most_arcs(p, span) + 1) * sizeof *r->left);
    r->length = malloc(((size_t)p->n_commodities + 1) * sizeof *r->length);
    route_length *from = malloc(((size_t)longest + 1) * sizeof *from);
    bool whole = r->left && r->length && from;
    for (int c = 0; c < p->n_commodities && whole; c++)
        r->length[c] = longest_route(p, c, from);
    free(from);
    if (whole)
        return PURSE_OK;
    routes_free(r);
    return purse_error_memory(err);
}

static void use(routes *r, route *w, int row, double coef)
{
    if (coef == 0.0)
        return;
    for (size_t k = (size_t)w->first_use; k < r->n_uses; k++)
        if (r->row[k] == row) {
            r->coef[k] += coef;
            return;
        }
    r->row[r->n_uses] = row;
    r->coef[r->n_uses++] = coef;
}

/* The arc with most left that leaves the node, in the group at the source; -1 when there is none. */
static int widest(const routes *r, const purse_program *p, int v, bool at_source, int group)
{
    int best = -1;
    double most = 0.0;
    for (int a = p->node_arc[v]; a < p->node_arc[v + 1]; a++) {
        double left = !at_source || p->arc_group[a] == group ? r->left[a - r->first_left] : 0.0;
        if (left > most) {
            best = a;
            most = left;
        }
    }
    return best;
}

/* Walks the widest way, and takes as much along it as it bears. The amount; 0 at the end. */
static double walk(routes *r, const purse_program *p, route *w, int group)
{
    int v = p->node_start[w->commodity];
    double share = 1.0, amount = INFINITY;
    for (;;) {
        int a = widest(r, p, v, r->n_arcs == (size_t)w->first_arc, group);
        if (a < 0)
            return 0.0;
        r->arc[r->n_arcs++] = a;
        amount = fmin(amount, r->left[a - r->first_left] / share);
        share *= p->arc_gain[a];
        if (p->arc_head[a] < 0 || share == 0.0)
            return amount;
        v = p->arc_head[a];
    }
}

static void take(routes *r, const purse_program *p, route *w)
{
    double share = 1.0;
    for (size_t k = (size_t)w->first_arc; k < r->n_arcs; k++) {
        int a = r->arc[k];
        double *from = &r->left[a - r->first_left], left = *from - share * w->amount;
        *from = left > CRUMB * *from ? left : 0.0;
        for (int e = p->arc_start[a]; e < p->arc_start[a + 1]; e++)
            use(r, w, p->arc_row[e], share * p->arc_coef[e]);
        for (int t = 0; t < p->n_tiers; t++)
            use(r, w, p->n_rows + t, share * purse_program_arc_cost(p, a)[t]);
        share *= p->arc_gain[a];
    }
    w->n_arcs = (int)r->n_arcs - w->first_arc;
    w->n_uses = (int)r->n_uses - w->first_use;
}

static purse_code split_unit(routes *r, const purse_program *p, int c, int group, purse_error *err)
{
    int before = r->n;
    double crumb = CRUMB * (1.0 + p->supply[c]);
    for (;;) {
        purse_code code = routes_reserve(r, 1, (size_t)r->length[c].arcs, (size_t)r->length[c].uses, err);
        if (code)
            return code;
        route w = {.unit = r->n_units, .commodity = c, .first_arc = (int)r->n_arcs, .first_use = (int)r->n_uses};
        w.amount = walk(r, p, &w, group);
        if (!(w.amount > 0.0)) {
            /* A way that ends in nothing is made of crumbs. */
            if (r->n_arcs > (size_t)w.first_arc)
                r->left[r->arc[r->n_arcs - 1] - r->first_left] = 0.0;
            bool more = r->n_arcs > (size_t)w.first_arc;
            r->n_arcs = (size_t)w.first_arc;
            if (more)
                continue;
            break;
        }
        take(r, p, &w);
        if (w.amount <= crumb) {
            r->n_arcs = (size_t)w.first_arc;
            r->n_uses = (size_t)w.first_use;
            continue;
        }
        r->route[r->n++] = w;
    }
    r->n_units += r->n > before;
    return PURSE_OK;
}

void routes_clear(routes *r)
{
    r->n = r->n_units = 0;
    r->n_arcs = r->n_uses = 0;
}

purse_code routes_split(routes *r, const purse_program *p, const double *flow, int first, int end, purse_error *err)
{
    purse_code code = PURSE_OK;
    r->first_left = p->arc_first[first];
    memcpy(r->left, flow + r->first_left, (size_t)(p->arc_first[end] - r->first_left) * sizeof *r->left);
    for (int c = first; c < end && !code; c++) {
        code = split_unit(r, p, c, -1, err);
        for (int g = p->group_start[c]; g < p->group_start[c + 1] && !code; g++)
            code = split_unit(r, p, c, g, err);
    }
    return code;
}

void routes_drop_empty(routes *r, int first)
{
    if (first == r->n)
        return;
    int kept = first;
    r->n_arcs = (size_t)r->route[first].first_arc;
    r->n_uses = (size_t)r->route[first].first_use;
    for (int i = first; i < r->n; i++) {
        route w = r->route[i];
        if (!(w.amount > 0.0))
            continue;
        memmove(r->arc + r->n_arcs, r->arc + w.first_arc, (size_t)w.n_arcs * sizeof *r->arc);
        memmove(r->row + r->n_uses, r->row + w.first_use, (size_t)w.n_uses * sizeof *r->row);
        memmove(r->coef + r->n_uses, r->coef + w.first_use, (size_t)w.n_uses * sizeof *r->coef);
        w.first_arc = (int)r->n_arcs;
        w.first_use = (int)r->n_uses;
        r->n_arcs += (size_t)w.n_arcs;
        r->n_uses += (size_t)w.n_uses;
        r->route[kept++] = w;
    }
    r->n = kept;
}

void routes_join(const routes *r, const purse_program *p, double *flow)
{
    memset(flow, 0, (size_t)p->n_arcs * sizeof *flow);
    for (int i = 0; i < r->n; i++) {
        const route *w = &r->route[i];
        double share = w->amount;
        for (int k = w->first_arc; k < w->first_arc + w->n_arcs; k++) {
            flow[r->arc[k]] += share;
            share *= p->arc_gain[r->arc[k]];
        }
    }
}
