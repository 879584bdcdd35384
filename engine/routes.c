/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "routes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What is left of a flow by rounding, as a share of the supply: no route of its own. */
static const double CRUMB = 1e-14;

static int larger(int a, int b)
{
    return a > b ? a : b;
}

/* Longest ways from a node to a sink. */
typedef struct length {
    int arcs, uses;
} length;

/* From the source of commodity c, backwards over its graph; `from` has one per node. */
static length longest_route(const purse_program *p, int c, length *from)
{
    int source = p->node_start[c];
    for (int v = p->node_start[c + 1] - 1; v >= source; v--) {
        length most = {0, 0};
        for (int a = p->node_arc[v]; a < p->node_arc[v + 1]; a++) {
            bool ends = p->arc_head[a] < 0 || p->arc_gain[a] == 0.0;
            length on = ends ? (length){0, 0} : from[p->arc_head[a] - source];
            most.arcs = larger(most.arcs, 1 + on.arcs);
            most.uses = larger(most.uses, p->arc_start[a + 1] - p->arc_start[a] + on.uses);
        }
        from[v - source] = most;
    }
    return from[0];
}

purse_code routes_longest(const purse_program *p, int *arcs, int *uses, purse_error *err)
{
    int nodes = 0;
    for (int c = 0; c < p->n_commodities; c++)
        nodes = larger(nodes, p->node_start[c + 1] - p->node_start[c]);
    length *from = malloc(((size_t)nodes + 1) * sizeof *from), most = {0, 0};
    if (!from)
        return purse_error_memory(err);
    for (int c = 0; c < p->n_commodities; c++) {
        length here = longest_route(p, c, from);
        most.arcs = larger(most.arcs, here.arcs);
        most.uses = larger(most.uses, here.uses);
    }
    free(from);
    *arcs = most.arcs;
    *uses = most.uses;
    return PURSE_OK;
}

routes routes_of(const purse_program *p, const double *flow, int first, int end, double *left)
{
    int arc = p->arc_first[first];
    memcpy(left, flow + arc, (size_t)(p->arc_first[end] - arc) * sizeof *left);
    return (routes){p, left, arc};
}

/* The arc with most left that leaves the node, in the group at the source; -1 when there is none. */
static int widest(const routes *r, int v, bool at_source, int group)
{
    const purse_program *p = r->p;
    const double *left = r->left - r->first_arc;
    int best = -1;
    double most = 0.0;
    for (int a = p->node_arc[v]; a < p->node_arc[v + 1]; a++)
        if (left[a] > most && (!at_source || p->arc_group[a] == group)) {
            best = a;
            most = left[a];
        }
    return best;
}

/* Walks the widest way: as much as it bears; 0 where it ends in nothing. */
static double walk(const routes *r, int commodity, int group, int *arc, int *n_arcs)
{
    const purse_program *p = r->p;
    int v = p->node_start[commodity], n = 0;
    double share = 1.0, amount = INFINITY;
    for (;;) {
        int a = widest(r, v, n == 0, group);
        *n_arcs = n;
        if (a < 0)
            return 0.0;
        arc[n++] = a;
        double bears = r->left[a - r->first_arc] / share;
        amount = bears < amount ? bears : amount;
        share *= p->arc_gain[a];
        v = p->arc_head[a];
        if (v < 0 || share == 0.0)
            break;
    }
    *n_arcs = n;
    return amount;
}

static void take(routes *r, double amount, const int *arc, int n_arcs)
{
    double share = amount;
    for (int k = 0; k < n_arcs; k++) {
        double *from = &r->left[arc[k] - r->first_arc], left = *from - share;
        *from = left > CRUMB * *from ? left : 0.0;
        share *= r->p->arc_gain[arc[k]];
    }
}

double routes_next(routes *r, int commodity, int group, int *arc, int *n_arcs)
{
    double crumb = CRUMB * (1.0 + r->p->supply[commodity]);
    for (;;) {
        double amount = walk(r, commodity, group, arc, n_arcs);
        if (!(amount > 0.0)) {
            if (*n_arcs == 0)
                return 0.0;
            r->left[arc[*n_arcs - 1] - r->first_arc] = 0.0; /* a way that ends in nothing is made of crumbs */
            continue;
        }
        take(r, amount, arc, *n_arcs);
        if (amount > crumb)
            return amount;
    }
}

void routes_add(const purse_program *p, double amount, const int *arc, int n_arcs, double *flow)
{
    for (int k = 0; k < n_arcs; k++) {
        flow[arc[k]] += amount;
        amount *= p->arc_gain[arc[k]];
    }
}
