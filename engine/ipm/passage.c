/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From where one solver stands to where another of the same program may stand, each with rows and slots of its own for
 * nodes and arcs, and neither with all of them. Flows leave each source as before and go on in the proportions of the
 * arcs there are. A node that is new has the potential of its cheapest way, less a margin; an arc that is new carries what
 * is central at its reduced cost, which is not let below what a small part of the supply asks for. Balances and, but for
 * such arcs, the dual's equations hold; what rows lack is a residual.
 */
#include <string.h>

#include "core.h"

/* New potentials are below those of cheapest ways by this share of the scale of cost. */
static const double MARGIN = 1e-3;
/* The part of a supply that a new arc carries at most; of a mean supply, how far off its bound a column wakes. */
static const double NEWCOMERS = 1e-2, AWAKE = 1e-3;

/* Where a solver stands, or stood. */
typedef struct place {
    const double *f, *z;
    const float *rough_f, *rough_z; /* instead, when not NULL */
    const double *y, *pi, *weight, *x, *below, *above, *z_lo, *z_hi, *box_weight;
    double mu;
} place;

static place place_now(const ipm *s)
{
    const ipm_box *box = &s->box;
    return (place){s->f,   s->z,       NULL,       NULL,      s->y,      s->pi,       s->weight,
                   box->x, box->below, box->above, box->z_lo, box->z_hi, box->weight, s->mu};
}

static place place_kept(const ipm_kept *k)
{
    return (place){k->f, k->z,     k->rough[0], k->rough[1], k->y,    k->pi,         k->weight,
                   k->x, k->below, k->above,    k->z_lo,     k->z_hi, k->box_weight, k->mu};
}

static double flow_there(const place *from, int slot)
{
    return from->rough_f ? (double)from->rough_f[slot] : from->f[slot];
}

static double dual_there(const place *from, int slot)
{
    return from->rough_z ? (double)from->rough_z[slot] : from->z[slot];
}

/* Slot of the first slack of a commodity's shares. */
static size_t slack_of(const ipm *s, int c)
{
    const ipm_bundle *b = &s->bundle[s->lane_of[c] / LANES];
    return at(b->slot + (size_t)b->shape->n_arc_classes, s->lane_of[c] % LANES);
}

/* One solver's place to be another's: they have rows and slots of their own for the same nodes and arcs, but not for all. */
typedef struct passage {
    const ipm *s;
    const place *from;
    ipm *to;
    double *potential; /* per node of the program */
} passage;

/* The potentials of a commodity's nodes; of those that have none yet, of cheapest ways less a margin. */
static void find_potentials(const passage *w, int c, double *room)
{
    const ipm *s = w->s;
    const purse_program *p = s->p;
    const ipm_bundle *b = &s->bundle[s->lane_of[c] / LANES];
    const ipm_template *t = b->shape;
    const double *there = w->from->y + at(b->row, s->lane_of[c] % LANES);
    for (int i = 0; i < t->n_rows; i++)
        room[i] = there[at((size_t)i, 0)];
    for (int i = t->n_folds - 1; i >= 0; i--)
        room[t->row_of[t->fold_from[i]]] += t->fold_gain[i] * room[t->row_of[t->fold_to[i]]];
    for (int v = p->node_start[c + 1] - 1; v >= p->node_start[c]; v--) {
        double least = INFINITY;
        if (s->node_place[v] >= 0) {
            w->potential[v] = room[t->row_of[s->node_place[v]]];
            continue;
        }
        for (int a = p->node_arc[v]; a < p->node_arc[v + 1]; a++)
            if (w->to->slot_of[a] >= 0)
                least = fmin(least, ipm_priced(s, w->from->pi, a) +
                                        (ipm_ends(p, a) ? 0.0 : p->arc_gain[a] * w->potential[p->arc_head[a]]));
        w->potential[v] = isfinite(least) ? least - MARGIN * s->cost_scale : 0.0;
    }
}

/* Potentials and prices of shares into the rows of the other. `room` is as find_potentials has left it. */
static void take_potentials(const passage *w, int c, const double *room)
{
    const purse_program *p = w->s->p;
    const ipm_bundle *to = &w->to->bundle[w->to->lane_of[c] / LANES];
    const ipm_template *t = w->s->bundle[w->s->lane_of[c] / LANES].shape, *own = to->shape;
    double *here = w->to->y + at(to->row, w->to->lane_of[c] % LANES);
    for (int i = 0; i < own->n_rows; i++)
        here[at((size_t)i, 0)] = 0.0;
    for (int i = 0; i < own->n_rows - own->n_nodes; i++)
        here[at((size_t)own->row_of[own->n_nodes + i], 0)] = room[t->row_of[t->n_nodes + i]];
    for (int v = p->node_start[c]; v < p->node_start[c + 1]; v++)
        if (w->to->node_place[v] >= 0)
            here[at((size_t)own->row_of[w->to->node_place[v]], 0)] = w->potential[v];
    ipm_template_fold(own, here);
}

/* A new arc's reduced cost, and the flow that is central with it, of a small part of the supply at most. */
static void welcome(const passage *w, int c, int a, double *f, double *z)
{
    const purse_program *p = w->s->p;
    double product = w->from->mu * w->from->weight[w->s->lane_of[c]], most = NEWCOMERS * p->supply[c];
    double reduced = ipm_priced(w->s, w->from->pi, a) - w->potential[p->arc_tail[a]] +
                     (ipm_ends(p, a) ? 0.0 : p->arc_gain[a] * w->potential[p->arc_head[a]]);
    bool idle = !(product > 0.0) || !(most > 0.0);
    *z = idle ? 1.0 : fmax(reduced, product / most);
    *f = idle ? 0.0 : product / *z;
}

static void take_arc(const passage *w, int c, int a)
{
    int there = w->s->slot_of[a], here = w->to->slot_of[a];
    if (here < 0)
        return;
    if (there >= 0) {
        w->to->f[here] = flow_there(w->from, there);
        w->to->z[here] = dual_there(w->from, there);
    } else
        welcome(w, c, a, &w->to->f[here], &w->to->z[here]);
}

/* Slacks of shares, with what enters now as a part of what did. */
static void take_slacks(const passage *w, int c, double part)
{
    const ipm_template *t = w->to->bundle[w->to->lane_of[c] / LANES].shape;
    size_t there = slack_of(w->s, c), here = slack_of(w->to, c);
    for (int i = 0; i < t->n_classes - t->n_arc_classes; i++) {
        int old = (int)(at((size_t)i, 0) + there);
        w->to->f[at((size_t)i, 0) + here] = part * flow_there(w->from, old);
        w->to->z[at((size_t)i, 0) + here] = dual_there(w->from, old);
    }
}

/* Flows of a commodity: as many leave the source, and each node's go on in the proportions of the arcs there are. */
static bool take_flows(const passage *w, int c, double *in)
{
    const purse_program *p = w->s->p;
    double *flow = w->to->f;
    const int *slot = w->to->slot_of;
    int source = p->node_start[c], n = p->node_start[c + 1] - source;
    bool whole = true;
    for (int v = 0; v < n; v++)
        in[v] = 0.0;
    for (int a = p->node_arc[source]; a < p->node_arc[source + 1]; a++)
        in[0] += w->s->slot_of[a] < 0 ? 0.0 : flow_there(w->from, w->s->slot_of[a]);
    for (int v = 0; v < n; v++) {
        double all = 0.0;
        for (int a = p->node_arc[source + v]; a < p->node_arc[source + v + 1]; a++) {
            take_arc(w, c, a);
            all += slot[a] < 0 ? 0.0 : flow[slot[a]];
        }
        double part = all > 0.0 ? in[v] / all : 1.0;
        if (v == 0)
            take_slacks(w, c, part);
        for (int a = p->node_arc[source + v]; a < p->node_arc[source + v + 1]; a++)
            if (slot[a] >= 0) {
                flow[slot[a]] *= part;
                if (!ipm_ends(p, a))
                    in[p->arc_head[a] - source] += p->arc_gain[a] * flow[slot[a]];
            }
        whole = whole && (all > 0.0 || !(in[v] > 0.0));
    }
    return whole;
}

/* A column whose row had nobody, and now has. */
static void wake(const ipm *s, const place *from, ipm *to, int i)
{
    ipm_box *box = &to->box;
    double room = 0.5 * (box->hi[i] - box->lo[i]), step = fmin(AWAKE * s->flow_scale, room);
    bool below = isfinite(box->lo[i]), above = isfinite(box->hi[i]);
    box->x[i] = below ? box->lo[i] + step : above ? box->hi[i] - step : 0.0;
    box->below[i] = below ? step : INFINITY;
    box->above[i] = above ? box->hi[i] - box->x[i] : INFINITY;
    box->z_lo[i] = below ? from->mu / box->below[i] : 0.0;
    box->z_hi[i] = above ? from->mu / box->above[i] : 0.0;
    box->weight[i] = 1.0;
}

static void take_boxes(const ipm *s, const place *from, ipm *to)
{
    ipm_box *box = &to->box;
    size_t size = (size_t)box->n * sizeof(double);
    memcpy(to->pi, from->pi, ((size_t)s->n_unknown + 1) * sizeof *to->pi);
    memcpy(box->x, from->x, size);
    memcpy(box->below, from->below, size);
    memcpy(box->above, from->above, size);
    memcpy(box->z_lo, from->z_lo, size);
    memcpy(box->z_hi, from->z_hi, size);
    memcpy(box->weight, from->box_weight, size);
    for (int i = 0; i < box->n; i++) {
        int r = i - s->p->n_cols;
        if (!box->fixed[i]) {
            if (isinf(box->below[i]) && isinf(box->above[i]) && (isfinite(box->lo[i]) || isfinite(box->hi[i])))
                wake(s, from, to, i);
            continue;
        }
        box->x[i] = r >= 0 && to->on[r] == 0.0 ? box->x[i] : box->lo[i];
        box->below[i] = box->above[i] = INFINITY;
        box->z_lo[i] = box->z_hi[i] = 0.0;
    }
    for (int r = 0; r < s->n_rows; r++)
        to->pi[r] = to->on[r] > 0.0 ? to->pi[r] : 0.0;
    to->mu = from->mu;
}

bool ipm_stand(const ipm *s, const ipm_kept *kept, ipm *to)
{
    const place from = kept ? place_kept(kept) : place_now(s);
    passage w = {s, &from, to, s->activity};
    bool whole = true;
    memset(to->f, 0, to->n_slots * LANES * sizeof *to->f);
    for (size_t i = 0; i < to->n_slots * LANES; i++)
        to->z[i] = 1.0;
    for (int c = 0; c < s->p->n_commodities && whole; c++) {
        find_potentials(&w, c, s->room);
        take_potentials(&w, c, s->room);
        whole = take_flows(&w, c, s->room);
        to->weight[to->lane_of[c]] = from.weight[s->lane_of[c]];
        to->supply[to->lane_of[c]] = s->supply[s->lane_of[c]];
    }
    take_boxes(s, &from, to);
    return whole;
}
