/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The starting point of one solve.
 *
 * The start is feasible in every block: uniform splits, half of the supply at once to the sink where an arc goes there,
 * shares of entry groups inside their limits; potentials of cheapest ways less a margin, so that every reduced cost is
 * positive. Columns stand inside their bounds, those that an equality row determines near what it asks. Only the
 * linking rows, and columns with a single bound, may begin with a residual.
 */
#include <string.h>

#include "private.h"

/* Margins of reduced costs and prices of rows at the start, as a share of the scale of cost. */
static const double MARGIN = 0.1, PRICE = 0.1;
/* Complementary products at the start, as a share of the scales of cost and flow. */
static const double PRODUCT = 0.03;

static bool arc_closed(const ipm *s, int a)
{
    const double *cost = purse_program_arc_cost(s->p, a);
    for (int t = 0; t < s->tier; t++)
        if (s->closed[t] && cost[t] > 0.0)
            return true;
    return s->slot_of[a] < 0;
}

typedef struct site {
    ipm *s;
    int c, source, n_nodes, lane;
    const ipm_bundle *b;
    bool *reach;   /* per node: can be reached and can reach a sink */
    double *flow;  /* per node */
    double *share; /* per group */
} site;

static double *value_of(const site *w, double *values, int a)
{
    return w->s->slot_of[a] < 0 ? NULL : values + w->s->slot_of[a];
}

/* Whether anyone can walk the arc, as noted in f: 1 or 0. */
static bool is_live(const site *w, int a)
{
    return w->s->slot_of[a] >= 0 && w->s->f[w->s->slot_of[a]] > 0.0;
}

/* Arcs from which a sink can be reached, then those that can be reached themselves. */
static void find_live(const site *w, bool entries_open)
{
    const purse_program *p = w->s->p;
    for (int v = w->source + w->n_nodes - 1; v >= w->source; v--) {
        w->reach[v - w->source] = false;
        for (int a = p->node_arc[v]; a < p->node_arc[v + 1]; a++) {
            bool ends = p->arc_head[a] < 0 || p->arc_gain[a] == 0.0;
            bool live = !arc_closed(w->s, a) && (ends || w->reach[p->arc_head[a] - w->source]) &&
                        (entries_open || p->arc_group[a] < 0);
            if (w->s->slot_of[a] >= 0)
                *value_of(w, w->s->f, a) = live ? 1.0 : 0.0;
            w->reach[v - w->source] |= live;
        }
    }
    for (int v = 0; v < w->n_nodes; v++)
        w->flow[v] = v == 0 ? 1.0 : 0.0;
    for (int v = w->source; v < w->source + w->n_nodes; v++)
        for (int a = p->node_arc[v]; a < p->node_arc[v + 1]; a++) {
            if (!is_live(w, a))
                continue;
            if (w->flow[v - w->source] == 0.0)
                *value_of(w, w->s->f, a) = 0.0;
            else if (p->arc_head[a] >= 0 && p->arc_gain[a] > 0.0)
                w->flow[p->arc_head[a] - w->source] = 1.0;
        }
}

/* Shares inside the limits of the groups that live; false when the limits leave none. */
static bool inner_shares(const site *w)
{
    const purse_program *p = w->s->p;
    int first = p->group_start[w->c], n = p->group_start[w->c + 1] - first;
    double lo = 0.0, hi = 0.0;
    for (int k = 0; k < n; k++)
        w->share[k] = 0.0;
    for (int a = p->node_arc[w->source]; a < p->node_arc[w->source + 1]; a++)
        if (p->arc_group[a] >= 0 && is_live(w, a))
            w->share[p->arc_group[a] - first] = 1.0;
    for (int k = 0; k < n; k++) {
        if (w->share[k] == 0.0 && p->share_lo[first + k] > 0.0)
            return false;
        lo += w->share[k] > 0.0 ? p->share_lo[first + k] : 0.0;
        hi += w->share[k] > 0.0 ? p->share_hi[first + k] : 0.0;
    }
    if (hi < 1.0 - 1e-9)
        return false;
    for (int k = 0; k < n; k++)
        if (w->share[k] > 0.0)
            w->share[k] = hi - lo > 1e-12
                              ? p->share_lo[first + k] +
                                    (1.0 - lo) * (p->share_hi[first + k] - p->share_lo[first + k]) / (hi - lo)
                              : p->share_lo[first + k];
    return true;
}

/* What leaves the source: half at once to the sink, the rest evenly, groups by their shares. */
static void split_source(const site *w, double supply)
{
    const purse_program *p = w->s->p;
    int direct = 0, others = 0, grouped = 0, first = p->group_start[w->c], n = p->group_start[w->c + 1] - first;
    double *arcs_of = w->share + n;
    for (int k = 0; k < n; k++)
        arcs_of[k] = 0.0;
    for (int a = p->node_arc[w->source]; a < p->node_arc[w->source + 1]; a++)
        if (is_live(w, a)) {
            grouped += p->arc_group[a] >= 0;
            direct += p->arc_group[a] < 0 && p->arc_head[a] < 0;
            others += p->arc_group[a] < 0 && p->arc_head[a] >= 0;
            if (p->arc_group[a] >= 0)
                arcs_of[p->arc_group[a] - first] += 1.0;
        }
    double to_direct = direct == 0 ? 0.0 : grouped + others > 0 ? 0.5 : 1.0, rest = 1.0 - to_direct;
    for (int a = p->node_arc[w->source]; a < p->node_arc[w->source + 1]; a++) {
        if (!is_live(w, a))
            continue;
        int k = p->arc_group[a] - first;
        double part = p->arc_group[a] >= 0 ? rest * grouped / (grouped + others) * w->share[k] / arcs_of[k]
                      : p->arc_head[a] < 0 ? to_direct / direct
                                           : rest / (grouped + others);
        double *f = value_of(w, w->s->f, a);
        *f = supply * part;
        if (p->arc_head[a] >= 0)
            w->flow[p->arc_head[a] - w->source] += p->arc_gain[a] * *f;
    }
}

static void split_onward(const site *w)
{
    const purse_program *p = w->s->p;
    for (int v = w->source + 1; v < w->source + w->n_nodes; v++) {
        int live = 0;
        for (int a = p->node_arc[v]; a < p->node_arc[v + 1]; a++)
            live += is_live(w, a);
        for (int a = p->node_arc[v]; a < p->node_arc[v + 1]; a++) {
            if (!is_live(w, a))
                continue;
            double *f = value_of(w, w->s->f, a);
            *f = w->flow[v - w->source] / live;
            if (p->arc_head[a] >= 0)
                w->flow[p->arc_head[a] - w->source] += p->arc_gain[a] * *f;
        }
    }
}

/* Slacks of group rows from the arcs' flow; none where the groups leave no room between them. */
static void split_slacks(const site *w, bool entries_open)
{
    const ipm_template *t = w->b->shape;
    const purse_program *p = w->s->p;
    int rows = t->n_rows - t->n_nodes, first = p->group_start[w->c], slack = t->n_arc_classes;
    const int *key = t->key + 5;
    double all = 0.0, room = 0.0;
    for (int a = p->node_arc[w->source]; a < p->node_arc[w->source + 1]; a++)
        all += p->arc_group[a] >= 0 && w->s->slot_of[a] >= 0 ? *value_of(w, w->s->f, a) : 0.0;
    for (int k = 0; k < p->group_start[w->c + 1] - first; k++)
        room += w->share[k] > 0.0 ? p->share_hi[first + k] : 0.0;
    for (int i = 0; i < rows; i++) {
        int kind = key[2 * i], group = key[2 * i + 1];
        if (kind == 2)
            continue;
        double flow = 0.0;
        for (int a = p->node_arc[w->source]; a < p->node_arc[w->source + 1]; a++)
            if (p->arc_group[a] == first + group && w->s->slot_of[a] >= 0)
                flow += *value_of(w, w->s->f, a);
        double left = kind == 0 ? flow - t->key_gain[i] * all : t->key_gain[i] * all - flow;
        bool none = !entries_open || (kind == 1 && room <= 1.0 + 1e-9);
        size_t place = at(w->b->slot + (size_t)slack++, w->lane);
        w->s->f[place] = none || !(left > 1e-14 * all) ? 0.0 : left;
    }
}

static void start_flow(ipm *s, int c, double *room)
{
    const purse_program *p = s->p;
    const ipm_bundle *b = &s->bundle[s->lane_of[c] / LANES];
    int lane = s->lane_of[c] % LANES, source = p->node_start[c];
    site w = {s, c, source, p->node_start[c + 1] - source, lane, b, NULL, room, room + s->n_places};
    w.reach = (bool *)(room + s->n_places + s->n_shares);
    double supply = p->supply[c];
    for (size_t k = b->pull[lane]; k < b->pull[lane + 1]; k++)
        supply -= s->pull[k].value * s->box.x[s->kept[s->pull[k].unknown - s->n_rows]];
    bool idle = supply <= 1e-14 * s->flow_scale;
    find_live(&w, true);
    bool groups = p->group_start[c + 1] > p->group_start[c], open = true;
    if (groups) {
        open = inner_shares(&w);
        if (!open)
            find_live(&w, false);
    }
    for (int v = 0; v < w.n_nodes; v++)
        w.flow[v] = 0.0;
    if (idle)
        supply = 0.0;
    split_source(&w, supply);
    split_onward(&w);
    if (groups)
        split_slacks(&w, open && !idle);
    s->weight[s->lane_of[c]] = idle ? 0.0 : ipm_weight(s, supply);
    s->supply[s->lane_of[c]] = idle ? 0.0 : p->supply[c];
}

/* Potentials of the cheapest ways less a margin, into y, with every group row's price at the margin. */
static void start_potentials(ipm *s, int c, double margin, double *y)
{
    const purse_program *p = s->p;
    const ipm_bundle *b = &s->bundle[s->lane_of[c] / LANES];
    const ipm_template *t = b->shape;
    int lane = s->lane_of[c] % LANES, source = p->node_start[c], n = p->node_start[c + 1] - source;
    const int *key = t->key + 5;
    for (int v = n - 1; v >= 0; v--) {
        double best = INFINITY;
        for (int a = p->node_arc[source + v]; a < p->node_arc[source + v + 1]; a++) {
            if (s->slot_of[a] < 0 || s->f[s->slot_of[a]] <= 0.0)
                continue;
            double cost = s->cost[s->slot_of[a]];
            for (int k = p->arc_start[a]; k < p->arc_start[a + 1]; k++)
                cost -= p->arc_coef[k] * s->pi[p->arc_row[k]];
            for (int i = 0; i < s->tier; i++)
                cost -= s->held_z[i] ? s->held_z[i][s->slot_of[a]] * s->pi[p->n_rows + i] : 0.0;
            if (p->arc_head[a] >= 0)
                cost += p->arc_gain[a] * y[p->arc_head[a] - source];
            for (int i = 0; i < t->n_rows - t->n_nodes && p->arc_group[a] >= 0; i++) {
                double side = key[2 * i] == 1 ? -1.0 : 1.0;
                double own = p->arc_group[a] == p->group_start[c] + key[2 * i + 1] ? 1.0 : 0.0;
                cost -= margin * side * (own - t->key_gain[i]);
            }
            best = fmin(best, cost);
        }
        y[v] = isinf(best) ? 0.0 : best - margin;
    }
    const int *place = s->node_place + source;
    double *row = s->y + at(b->row, lane);
    for (int i = 0; i < t->n_rows; i++)
        row[at((size_t)t->row_of[i], 0)] = i < t->n_nodes ? 0.0 : margin;
    for (int v = 0; v < n; v++)
        if (place[v] >= 0)
            row[at((size_t)t->row_of[place[v]], 0)] = y[v];
    ipm_template_fold(t, row);
}

/* Reduced costs of a bundle's slots at y and pi. */
static void start_reduced(ipm *s, const ipm_bundle *b, double margin, double *by_class)
{
    const double *at_pi[LANES];
    ipm_block_transposed(b, s->y + at(b->row, 0), by_class);
    ipm_prices_of(s, b, HAND_PI, at_pi);
    for (int k = 0; k < b->n_slots; k++)
        FOR_LANES(l)
        {
            size_t place = at(b->slot + (size_t)k, l);
            double z = s->cost[place] - by_class[at((size_t)b->slot_class[k], l)];
            for (int e = b->entry_start[k]; e < b->entry_start[k + 1]; e++)
                z -= s->entry_coef[at(b->entry + (size_t)e, l)] * at_pi[l][s->entry_place[at(b->entry + (size_t)e, l)]];
            for (int t = 0; t < s->tier; t++)
                z -= s->held_z[t] ? s->held_z[t][place] * s->pi[s->p->n_rows + t] : 0.0;
            s->z[place] = s->f[place] > 0.0 ? fmax(z, 0.5 * margin) : 1.0;
        }
}

/* Flows of a group's commodities. */
static void flow_group(ipm *s, int group, double *room)
{
    for (int i = s->group_bundle[group]; i < s->group_bundle[group + 1]; i++) {
        const ipm_bundle *b = &s->bundle[i];
        memset(s->f + at(b->slot, 0), 0, at((size_t)b->n_slots, 0) * sizeof *s->f);
        FOR_LANES(l)
        {
            size_t lane = at((size_t)i, l);
            s->weight[lane] = s->supply[lane] = 0.0;
            if (b->commodity[l] >= 0)
                start_flow(s, b->commodity[l], room);
        }
    }
}

/* Potentials and reduced costs. */
static void price_group(ipm *s, int group, double *room)
{
    const double margin = MARGIN * s->cost_scale;
    ipm_prices_hand(s, group, false);
    for (int i = s->group_bundle[group]; i < s->group_bundle[group + 1]; i++) {
        const ipm_bundle *b = &s->bundle[i];
        memset(s->y + at(b->row, 0), 0, at((size_t)b->shape->n_rows, 0) * sizeof *s->y);
        FOR_LANES(l)
        if (b->commodity[l] >= 0)
            start_potentials(s, b->commodity[l], margin, room);
        start_reduced(s, b, margin, room);
    }
}

/* Columns inside their bounds; pulls take at most a third of what they pull on. */
static void start_columns(ipm *s)
{
    const purse_program *p = s->p;
    ipm_box *box = &s->box;
    for (int j = 0; j < p->n_cols; j++) {
        double lo = box->lo[j], hi = box->hi[j];
        double x = isinf(lo)   ? (isinf(hi) ? 0.0 : hi - s->flow_scale)
                   : isinf(hi) ? lo + s->flow_scale
                               : 0.5 * (lo + hi);
        if (p->pull_start[j + 1] > p->pull_start[j] && isfinite(lo)) {
            double most = x - lo;
            for (int k = p->pull_start[j]; k < p->pull_start[j + 1]; k++)
                most = fmin(most, 0.3 * p->supply[p->pull_commodity[k]] / fmax(fabs(p->pull[k]), 1e-300));
            x = lo + most;
        }
        box->x[j] = box->fixed[j] ? lo : x;
    }
    /* Several columns may pull on one commodity. */
    for (int c = 0; c < p->n_commodities; c++) {
        const ipm_bundle *b = &s->bundle[s->lane_of[c] / LANES];
        int lane = s->lane_of[c] % LANES;
        size_t n = b->pull[lane + 1] - b->pull[lane];
        for (size_t k = b->pull[lane]; k < b->pull[lane + 1] && n > 1; k++) {
            int j = s->kept[s->pull[k].unknown - s->n_rows];
            double most = 0.6 * p->supply[c] / ((double)n * fmax(fabs(s->pull[k].value), 1e-300));
            if (!box->fixed[j] && box->x[j] - box->lo[j] > most)
                box->x[j] = box->lo[j] + most;
        }
    }
}

static double inside(double x, double lo, double hi, double scale)
{
    double room = 0.05 * (isinf(lo) || isinf(hi) ? fmax(scale, fabs(x)) : hi - lo);
    return fmin(fmax(x, lo + room), hi - room); /* an infinite bound stays infinite */
}

static void start_boxes(ipm *s, double mu)
{
    const purse_program *p = s->p;
    ipm_box *box = &s->box;
    ipm_activities(s, s->f, box->x, s->rhs);
    for (int r = 0; r < p->n_rows; r++) {
        int j = s->own_col[r];
        if (j < 0)
            continue;
        for (int k = p->col_start[j]; k < p->col_start[j + 1]; k++)
            if (p->col_row[k] == r) {
                double x = box->x[j] + (p->row_lo[r] - s->rhs[r]) / p->col_coef[k];
                box->x[j] = inside(x, box->lo[j], box->hi[j], s->flow_scale);
                break;
            }
    }
    ipm_activities(s, s->f, box->x, s->rhs);
    for (int i = 0; i < box->n; i++) {
        int r = i - p->n_cols;
        for (int t = 0, tiers = p->n_tiers - 1; r >= p->n_rows && t < r; t++)
            s->rhs[r] += s->row_q[(size_t)t * (size_t)tiers + (size_t)(r - p->n_rows)] * box->x[p->n_cols + t];
        if (r >= 0)
            box->x[i] = box->fixed[i] ? (s->on[r] > 0.0 ? box->lo[i] : s->rhs[r])
                                      : inside(s->rhs[r], box->lo[i], box->hi[i], s->flow_scale);
        bool free_lo = isinf(box->lo[i]) || box->fixed[i], free_hi = isinf(box->hi[i]) || box->fixed[i];
        box->below[i] = free_lo ? INFINITY : box->x[i] - box->lo[i];
        box->above[i] = free_hi ? INFINITY : box->hi[i] - box->x[i];
        box->weight[i] = 1.0;
        box->z_lo[i] = free_lo ? 0.0 : mu / box->below[i];
        box->z_hi[i] = free_hi ? 0.0 : mu / box->above[i];
        if (r >= 0)
            s->pi[r] = box->z_lo[i] - box->z_hi[i];
    }
}

/* Largest coefficients of arcs on the linking rows, into `most`. */
static void largest_uses(const purse_program *p, double *most)
{
    memset(most, 0, ((size_t)p->n_rows + 1) * sizeof *most);
    for (int k = 0; k < p->arc_start[p->n_arcs]; k++)
        most[p->arc_row[k]] = fmax(most[p->arc_row[k]], fabs(p->arc_coef[k]));
}

/*
 * An equality row's price: a share of the scale of cost for one who uses it most, if the column that makes it hold has
 * a bound to bear that; else what leaves the column at rest.
 */
static void start_prices(ipm *s)
{
    const purse_program *p = s->p;
    const ipm_box *box = &s->box;
    largest_uses(p, s->rhs);
    for (int r = 0; r < p->n_rows; r++) {
        int j = s->own_col[r];
        if (j < 0)
            continue;
        double d = p->col_cost[(size_t)j * PURSE_MAX_TIERS + (size_t)s->tier] - box->z_lo[j] + box->z_hi[j], mine = 0.0;
        for (int k = s->g_start[j]; k < s->g_start[j + 1]; k++) {
            if (s->g_row[k] == r)
                mine = s->g_coef[k];
            else
                d -= s->g_coef[k] * s->pi[s->g_row[k]];
        }
        s->pi[r] = mine != 0.0 ? d / mine : 0.0;
        if (mine < 0.0 && s->rhs[r] > 0.0 && isfinite(box->above[j]))
            s->pi[r] = -PRICE * s->cost_scale / s->rhs[r];
    }
}

/* What is left of the columns' duals goes to their bounds. */
static void settle_columns(ipm *s)
{
    const purse_program *p = s->p;
    ipm_box *box = &s->box;
    for (int j = 0; j < p->n_cols; j++) {
        double d = p->col_cost[(size_t)j * PURSE_MAX_TIERS + (size_t)s->tier];
        for (int k = s->g_start[j]; k < s->g_start[j + 1]; k++)
            d -= s->g_coef[k] * s->pi[s->g_row[k]];
        for (int k = p->pull_start[j]; k < p->pull_start[j + 1]; k++) {
            int lane = s->lane_of[p->pull_commodity[k]];
            const ipm_bundle *b = &s->bundle[lane / LANES];
            d -= p->pull[k] * s->y[at(b->row + (size_t)b->shape->row_of[0], lane % LANES)];
        }
        double gap = d - (box->z_lo[j] - box->z_hi[j]);
        if (box->fixed[j])
            continue;
        if (gap > 0.0 && isfinite(box->lo[j]))
            box->z_lo[j] += gap;
        if (gap < 0.0 && isfinite(box->hi[j]))
            box->z_hi[j] -= gap;
    }
}

double ipm_weight(const ipm *s, double supply)
{
    return sqrt(fmax(supply / s->flow_scale, 1e-9));
}

double ipm_point_mu(const ipm *s)
{
    return PRODUCT * s->cost_scale * s->flow_scale;
}

void ipm_point_start(ipm *s)
{
    memset(s->pi, 0, ((size_t)s->n_unknown + 1) * sizeof *s->pi);
    start_columns(s);
    ipm_each_group(s, flow_group);
    start_boxes(s, ipm_point_mu(s));
    start_prices(s);
    ipm_each_group(s, price_group);
    settle_columns(s);
}
