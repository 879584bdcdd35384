/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Detours. At given prices of the rows an arc's detour is what the cheapest way through it costs more than the cheapest
 * way of all: the reduced cost of the arc, with potentials of cheapest ways, and of the cheapest way to it.
 */
#include <stdlib.h>
#include <string.h>

#include "core.h"

/* Of commodities that would save by arcs that are missing, detours may be so many times those that are allowed. */
static const double WIDER = 2.0;
/* Detours are compared with those of one arc in so many. */
enum { SAMPLED = 16 };

/* Reduced costs of a commodity's arcs into `detour`, with potentials of cheapest ways in `from`. */
static void reduce(const ipm *s, const double *price, int c, double *from, double *detour)
{
    const purse_program *p = s->p;
    int source = p->node_start[c];
    for (int v = p->node_start[c + 1] - 1; v >= source; v--) {
        double least = INFINITY;
        for (int a = p->node_arc[v]; a < p->node_arc[v + 1]; a++) {
            double cost = ipm_is_open(s, a) ? ipm_priced(s, price, a) : INFINITY;
            detour[a] = ipm_ends(p, a) ? cost : cost + p->arc_gain[a] * from[p->arc_head[a] - source];
            least = detour[a] < least ? detour[a] : least;
        }
        from[v - source] = least;
        for (int a = p->node_arc[v]; a < p->node_arc[v + 1]; a++)
            detour[a] = isfinite(detour[a]) ? detour[a] - least : INFINITY;
    }
}

/* Detours of a commodity: the reduced cost of the arc and of the cheapest way to it. */
static void find_detours(const ipm *s, const double *price, int c, double *room, double *detour)
{
    const purse_program *p = s->p;
    int source = p->node_start[c], n = p->node_start[c + 1] - source;
    double *to = room;
    reduce(s, price, c, room, detour);
    for (int v = 0; v < n; v++)
        to[v] = v == 0 ? 0.0 : INFINITY;
    for (int v = 0; v < n; v++)
        for (int a = p->node_arc[source + v]; a < p->node_arc[source + v + 1]; a++) {
            detour[a] += to[v];
            if (!ipm_ends(p, a))
                to[p->arc_head[a] - source] = fmin(to[p->arc_head[a] - source], detour[a]);
        }
}

static void detour_group(ipm *s, int group, double *room)
{
    for (int i = s->group_bundle[group]; i < s->group_bundle[group + 1]; i++)
        FOR_LANES(l)
    if (s->bundle[i].commodity[l] >= 0)
        find_detours(s, s->pass.flow, s->bundle[i].commodity[l], room, s->next_flow);
}

void ipm_detours_find(ipm *s, const double *price)
{
    s->pass.flow = price;
    ipm_each_group(s, detour_group);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

purse_code ipm_detours_share(const ipm *s, double share, double *detour, purse_error *err)
{
    size_t n = 0, all = (size_t)s->p->n_arcs;
    double *some = malloc((all / SAMPLED + 1) * sizeof *some);
    if (!some)
        return purse_error_memory(err);
    for (size_t a = 0; a < all; a += SAMPLED)
        some[n++] = s->next_flow[a];
    qsort(some, n, sizeof *some, ascending);
    *detour = some[(size_t)(share * (double)(n - 1))];
    free(some);
    return PURSE_OK;
}

/*
 * The arcs of a commodity whose detours are allowed, on top of those there are: with the ends that leave its source, so
 * that something is always possible, with all that shares are of, and so that from wherever one can get one can go on.
 */
static void choose(const ipm *s, int c, double allowed, bool *reached, uint8_t *only)
{
    const purse_program *p = s->p;
    const double *detour = s->next_flow;
    int source = p->node_start[c], n = p->node_start[c + 1] - source;
    memset(reached, 0, (size_t)n * sizeof *reached);
    reached[0] = true;
    for (int v = 0; v < n; v++) {
        int best = -1;
        for (int a = p->node_arc[source + v]; reached[v] && a < p->node_arc[source + v + 1]; a++)
            if (isfinite(detour[a])) {
                bool stays = v == 0 && (p->arc_head[a] < 0 || p->arc_group[a] >= 0);
                only[a] |= stays || detour[a] <= allowed;
                best = best < 0 || detour[a] < detour[best] ? a : best;
            }
        if (best >= 0)
            only[best] = 1;
        for (int a = p->node_arc[source + v]; reached[v] && a < p->node_arc[source + v + 1]; a++)
            if (only[a] && !ipm_ends(p, a))
                reached[p->arc_head[a] - source] = true;
    }
}

int ipm_detours_count(const purse_program *p, const uint8_t *only)
{
    int n = 0;
    for (int a = 0; a < p->n_arcs; a++)
        n += only[a];
    return n;
}

/* By how much the cheapest way of a commodity is cheaper than any that the core has. Room for two potentials per node. */
static double saved(const ipm *core, const double *price, int c, double *room)
{
    const purse_program *p = core->p;
    int source = p->node_start[c], n = p->node_start[c + 1] - source;
    double *all = room, *own = room + n;
    for (int v = n - 1; v >= 0; v--) {
        double least = INFINITY, least_own = INFINITY;
        for (int a = p->node_arc[source + v]; a < p->node_arc[source + v + 1]; a++) {
            if (!ipm_is_open(core, a))
                continue;
            double cost = ipm_priced(core, price, a), own_cost = cost;
            if (!ipm_ends(p, a)) {
                cost += p->arc_gain[a] * all[p->arc_head[a] - source];
                own_cost += p->arc_gain[a] * own[p->arc_head[a] - source];
            }
            least = cost < least ? cost : least;
            least_own = core->slot_of[a] >= 0 && own_cost < least_own ? own_cost : least_own;
        }
        all[v] = least;
        own[v] = least_own;
    }
    return isfinite(own[0]) ? (own[0] - all[0]) * p->supply[c] : 0.0;
}

int ipm_detours_add(ipm *core, const double *price, double allowed, uint8_t *only)
{
    for (int c = 0; c < core->p->n_commodities; c++)
        choose(core, c, saved(core, price, c, core->room) > 0.0 ? WIDER * allowed : allowed, (bool *)core->room, only);
    return ipm_detours_count(core->p, only);
}

int ipm_detours_choose(ipm *s, double allowed, uint8_t *only)
{
    for (int c = 0; c < s->p->n_commodities; c++)
        choose(s, c, allowed, (bool *)s->room, only);
    return ipm_detours_count(s->p, only);
}

static void saved_group(ipm *s, int group, double *room)
{
    s->found[group].cost = 0.0;
    for (int i = s->group_bundle[group]; i < s->group_bundle[group + 1]; i++)
        FOR_LANES(l)
    if (s->bundle[i].commodity[l] >= 0)
        s->found[group].cost += saved(s, s->pass.flow, s->bundle[i].commodity[l], room);
}

double ipm_detours_saved(ipm *core, const double *price)
{
    double all = 0.0;
    core->pass.flow = price;
    ipm_each_group(core, saved_group);
    for (int g = 0; g < core->n_groups; g++)
        all += core->found[g].cost;
    return all;
}
