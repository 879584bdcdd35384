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

/* Room for so many more routes, arcs of theirs and uses. */
static purse_code make_room(routes *r, size_t n, size_t arcs, size_t uses, purse_error *err)
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

/* Every route but a commodity's last leaves an arc empty, which none after it takes. */
static purse_code reserve(routes *r, const purse_program *p, route_length *from, purse_error *err)
{
    size_t n = 1, arcs = 0, uses = 0;
    route_length most = {0, 0};
    for (int c = 0; c < p->n_commodities; c++) {
        size_t ways = (size_t)(p->arc_first[c + 1] - p->arc_first[c]);
        route_length w = r->length[c] = longest_route(p, c, from);
        n += ways;
        arcs += ways * (size_t)w.arcs;
        uses += ways * (size_t)w.uses;
        most = (route_length){larger(most.arcs, w.arcs), larger(most.uses, w.uses)};
    }
    /* One way more is walked than there are routes. */
    return make_room(r, n, arcs + (size_t)most.arcs, uses + (size_t)most.uses, err);
}

purse_code routes_new(routes *r, const purse_program *p, purse_error *err)
{
    int longest = 0;
    for (int c = 0; c < p->n_commodities; c++)
        longest = larger(longest, p->node_start[c + 1] - p->node_start[c]);
    *r = (routes){0};
    r->left = malloc(((size_t)p->n_arcs + 1) * sizeof *r->left);
    r->length = malloc(((size_t)p->n_commodities + 1) * sizeof *r->length);
    route_length *from = malloc(((size_t)longest + 1) * sizeof *from);
    bool whole = r->left && r->length && from;
    purse_code code = whole ? reserve(r, p, from, err) : purse_error_memory(err);
    free(from);
    if (code)
        routes_free(r);
    return code;
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
    for (int a = p->node_arc[v]; a < p->node_arc[v + 1]; a++)
        if (r->left[a] > 0.0 && (!at_source || p->arc_group[a] == group) && (best < 0 || r->left[a] > r->left[best]))
            best = a;
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
        amount = fmin(amount, r->left[a] / share);
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
        double left = r->left[a] - share * w->amount;
        r->left[a] = left > CRUMB * r->left[a] ? left : 0.0;
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
        purse_code code = make_room(r, 1, (size_t)r->length[c].arcs, (size_t)r->length[c].uses, err);
        if (code)
            return code;
        route w = {.unit = r->n_units, .commodity = c, .first_arc = (int)r->n_arcs, .first_use = (int)r->n_uses};
        w.amount = walk(r, p, &w, group);
        if (!(w.amount > 0.0)) {
            /* A way that ends in nothing is made of crumbs. */
            if (r->n_arcs > (size_t)w.first_arc)
                r->left[r->arc[r->n_arcs - 1]] = 0.0;
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

purse_code routes_split(routes *r, const purse_program *p, const double *flow, purse_error *err)
{
    purse_code code = PURSE_OK;
    r->n = r->n_units = 0;
    r->n_arcs = r->n_uses = 0;
    memcpy(r->left, flow, (size_t)p->n_arcs * sizeof *r->left);
    for (int c = 0; c < p->n_commodities && !code; c++) {
        code = split_unit(r, p, c, -1, err);
        for (int g = p->group_start[c]; g < p->group_start[c + 1] && !code; g++)
            code = split_unit(r, p, c, g, err);
    }
    return code;
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
