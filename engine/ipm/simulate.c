/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * People sent the iterate's ways: supplies less pulls leave the sources and split at each node in the iterate's
 * proportions, so balances hold to rounding whatever the iterate's residuals are.
 */
#include <string.h>

#include "private.h"

static double flow_on(const ipm *s, int a)
{
    return s->slot_of[a] < 0 ? 0.0 : s->f[s->slot_of[a]];
}

/* Into `factor`, per group of commodity c: what brings its share within its limits, the least that does. */
static void fit_shares(const ipm *s, int c, double *factor)
{
    const purse_program *p = s->p;
    int source = p->node_start[c], first = p->group_start[c], n = p->group_start[c + 1] - first;
    const double *lo = p->share_lo + first, *hi = p->share_hi + first;
    double *share = factor + n, all = 0.0, missing = 1.0, room = 0.0;
    memset(share, 0, (size_t)n * sizeof *share);
    for (int a = p->node_arc[source]; a < p->node_arc[source + 1]; a++)
        if (p->arc_group[a] >= 0) {
            share[p->arc_group[a] - first] += flow_on(s, a);
            all += flow_on(s, a);
        }
    for (int k = 0; k < n; k++) {
        share[k] = all > 0.0 ? share[k] / all : 0.0;
        factor[k] = fmin(fmax(share[k], lo[k]), hi[k]);
        missing -= factor[k];
    }
    for (int k = 0; k < n; k++)
        room += missing > 0.0 ? hi[k] - factor[k] : factor[k] - lo[k];
    for (int k = 0; k < n; k++) {
        bool fits = factor[k] == share[k] && fabs(missing) < 1e-15;
        double by = room > 0.0 ? missing / room * (missing > 0.0 ? hi[k] - factor[k] : factor[k] - lo[k]) : 0.0;
        factor[k] = fits || !(share[k] > 0.0) ? 1.0 : (factor[k] + by) / share[k];
    }
}

/* What limits a commodity's ways when people are simulated. */
typedef struct sending {
    int commodity;
    bool cut;             /* without arcs whose reduced cost outweighs their flow */
    double size;          /* what flows of this commodity are measured by */
    const double *factor; /* of the shares of its groups, NULL without groups */
} sending;

/* The iterate's flow on an arc as far as it counts. */
IPM_INLINE double counted(const ipm *s, const sending *w, int a)
{
    const purse_program *p = s->p;
    double f = flow_on(s, a);
    if (w->factor && p->arc_group[a] >= 0)
        return f * w->factor[p->arc_group[a] - p->group_start[w->commodity]];
    bool out = w->cut && f > 0.0 && f * s->cost_scale < w->size * s->z[s->slot_of[a]];
    return out ? 0.0 : f;
}

/* The arc from a node that carries most, -1 when none carries anything. */
static int widest(const ipm *s, int node)
{
    int best = -1;
    for (int a = s->p->node_arc[node]; a < s->p->node_arc[node + 1]; a++)
        if (flow_on(s, a) > (best < 0 ? 0.0 : flow_on(s, best)))
            best = a;
    return best;
}

/* Those who are at a node, of `in` by node, on their ways. False when there is none. */
static bool send_on(ipm *s, const sending *w, int node, double *in)
{
    const purse_program *p = s->p;
    const int source = p->node_start[w->commodity], first = p->node_arc[node], end = p->node_arc[node + 1];
    double *flow = s->next_flow, all = 0.0, here = in[node - source];
    for (int a = first; a < end; a++) {
        flow[a] = counted(s, w, a);
        all += flow[a];
    }
    const bool lost = !(all > 0.0);
    const int only = lost && w->cut ? widest(s, node) : -1;
    for (int a = first; a < end; a++) {
        flow[a] = a == only ? here : lost ? 0.0 : here * (flow[a] / all);
        if (p->arc_head[a] >= 0 && p->arc_gain[a] > 0.0)
            in[p->arc_head[a] - source] += p->arc_gain[a] * flow[a];
    }
    return !lost || only >= 0 || fabs(here) <= 1e-12 * (1.0 + p->supply[w->commodity]);
}

/* Flow of one commodity. False when no way is left. */
static bool simulate(ipm *s, int c, bool cut, double *room)
{
    const purse_program *p = s->p;
    int source = p->node_start[c], n = p->node_start[c + 1] - source;
    const ipm_bundle *b = &s->bundle[s->lane_of[c] / LANES];
    int lane = s->lane_of[c] % LANES;
    double weight = s->weight[s->lane_of[c]], *in = room, *factor = room + s->n_places, left = p->supply[c];
    memset(in, 0, (size_t)n * sizeof *in);
    for (size_t k = b->pull[lane]; k < b->pull[lane + 1]; k++)
        left -= s->pull[k].value * s->next_col[s->kept[s->pull[k].unknown - s->n_rows]];
    in[0] = left < 0.0 && left > -1e-12 * (1.0 + p->supply[c]) ? 0.0 : left;
    bool grouped = p->group_start[c + 1] > p->group_start[c], whole = true;
    if (grouped)
        fit_shares(s, c, factor);
    sending w = {c, cut, fmax(weight * weight, 1e-300) * s->flow_scale, grouped ? factor : NULL};
    for (int v = 0; v < n && whole; v++)
        whole = send_on(s, &w, source + v, in);
    return whole;
}

static void simulate_group(ipm *s, int group, double *room)
{
    bool stuck = false;
    for (int i = s->group_bundle[group]; i < s->group_bundle[group + 1] && !stuck; i++)
        FOR_LANES(l)
    if (s->bundle[i].commodity[l] >= 0)
        stuck |= !simulate(s, s->bundle[i].commodity[l], s->pass.cut, room);
    s->found[group].stuck = stuck;
}

bool ipm_simulate(ipm *s, bool cut)
{
    for (int j = 0; j < s->p->n_cols; j++)
        s->next_col[j] = fmin(fmax(s->box.x[j], s->box.lo[j]), s->box.hi[j]);
    s->pass.cut = cut;
    ipm_each_group(s, simulate_group);
    for (int g = 0; g < s->n_groups; g++)
        if (s->found[g].stuck)
            return false;
    return true;
}
