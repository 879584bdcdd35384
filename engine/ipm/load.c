/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of one solve, from the program: bounds, costs and their scales, what is held and what is closed. */
#include <string.h>

#include "private.h"

static bool column_closed(const ipm *s, int j)
{
    const double *cost = s->p->col_cost + (size_t)j * PURSE_MAX_TIERS;
    for (int t = 0; t < s->tier; t++)
        if (s->closed[t] && cost[t] > 0.0)
            return true;
    return false;
}

bool ipm_can_close(const purse_program *p, int t)
{
    for (int j = 0; j < p->n_cols; j++) {
        double cost = p->col_cost[(size_t)j * PURSE_MAX_TIERS + (size_t)t];
        if (cost < 0.0 || (cost > 0.0 && p->col_lo[j] != 0.0))
            return false;
    }
    for (int a = 0; a < p->n_arcs; a++)
        if (purse_program_arc_cost(p, a)[t] < 0.0)
            return false;
    return true;
}

/* A column that pulls on a commodity without supply cannot leave its lower bound of 0. */
static void fix_idle_pulls(ipm *s)
{
    const purse_program *p = s->p;
    for (int j = 0; j < p->n_cols; j++)
        for (int k = p->pull_start[j]; k < p->pull_start[j + 1]; k++)
            if (p->pull[k] > 0.0 && p->supply[p->pull_commodity[k]] <= 0.0 && p->col_lo[j] == 0.0)
                s->box.hi[j] = 0.0;
}

static void set_bounds(ipm *s)
{
    const purse_program *p = s->p;
    ipm_box *box = &s->box;
    for (int j = 0; j < p->n_cols; j++) {
        box->lo[j] = p->col_lo[j];
        box->hi[j] = column_closed(s, j) ? p->col_lo[j] : p->col_hi[j];
    }
    fix_idle_pulls(s);
    for (int r = 0; r < s->n_rows; r++) {
        int t = r - p->n_rows, i = p->n_cols + r;
        bool held = t >= 0 && t < s->tier && !s->closed[t];
        box->lo[i] = t < 0 ? p->row_lo[r] : -INFINITY;
        box->hi[i] = t < 0 ? p->row_hi[r] : held ? 0.0 : INFINITY; /* ipm_load sets what is left */
        s->on[r] = isinf(box->lo[i]) && isinf(box->hi[i]) ? 0.0 : 1.0;
    }
    ipm_idle_close(s);
    for (int i = 0; i < box->n; i++) {
        double size = 1.0 + fabs(isinf(box->lo[i]) ? 0.0 : box->lo[i]);
        box->fixed[i] = box->hi[i] - box->lo[i] <= 1e-11 * size;
        if (i >= p->n_cols && s->on[i - p->n_cols] == 0.0)
            box->fixed[i] = true;
    }
    for (int u = s->n_rows; u < s->n_unknown; u++)
        s->on[u] = box->fixed[s->kept[u - s->n_rows]] ? 0.0 : 1.0;
}

/*
 * The column that makes an equality row hold: of those that pull on nothing, may move and are in no equality row before
 * this one, the column that reaches furthest in it.
 */
static void find_own_columns(ipm *s)
{
    const purse_program *p = s->p;
    double *reach = s->rhs;
    for (int r = 0; r < s->n_rows; r++) {
        s->own_col[r] = -1;
        reach[r] = 0.0;
    }
    for (int j = 0; j < p->n_cols; j++) {
        if (s->box.fixed[j] || p->pull_start[j + 1] > p->pull_start[j])
            continue;
        int first = -1, at_row = 0;
        for (int k = p->col_start[j]; k < p->col_start[j + 1]; k++) {
            int r = p->col_row[k];
            if (p->row_lo[r] == p->row_hi[r] && (first < 0 || r < first)) {
                first = r;
                at_row = k;
            }
        }
        double span = first < 0 ? 0.0 : fabs(p->col_coef[at_row]) * (s->box.hi[j] - s->box.lo[j]);
        if (first >= 0 && span > reach[first]) {
            reach[first] = span;
            s->own_col[first] = j;
        }
    }
}

void ipm_slot_costs(const ipm *s, int tier, double *by_slot)
{
    const purse_program *p = s->p;
    memset(by_slot, 0, s->n_slots * LANES * sizeof *by_slot);
    for (int a = 0; a < p->n_arcs; a++)
        if (s->slot_of[a] >= 0)
            by_slot[s->slot_of[a]] = purse_program_arc_cost(p, a)[tier];
}

static void set_costs(ipm *s)
{
    const purse_program *p = s->p;
    size_t t = (size_t)s->tier;
    double scale = 0.0, supply = 0.0;
    ipm_slot_costs(s, s->tier, s->cost);
    for (int c = 0; c < p->n_commodities; c++) {
        double dearest = 0.0;
        for (int a = p->arc_first[c]; a < p->arc_first[c + 1]; a++)
            dearest = fmax(dearest, fabs(purse_program_arc_cost(p, a)[t]));
        scale += p->supply[c] * dearest;
        supply += p->supply[c];
    }
    double columns = 0.0;
    for (int j = 0; j < p->n_cols; j++) {
        double most = fmin(fabs(s->box.hi[j]), fmax(supply, 1.0));
        columns += fabs(p->col_cost[(size_t)j * PURSE_MAX_TIERS + t]) * (s->box.fixed[j] ? 0.0 : most);
    }
    s->flow_scale = supply > 0.0 && p->n_commodities > 0 ? supply / p->n_commodities : 1.0;
    s->cost_scale = supply > 0.0 ? (scale + fmin(columns, 1e3 * scale + columns)) / supply : columns;
    if (!(s->cost_scale > 0.0))
        s->cost_scale = 1.0;
}

/* The least and the largest cost of each tier before this, in size, of those that are not 0; 0 and 0 without any. */
static void find_cost_range(ipm *s)
{
    const purse_program *p = s->p;
    for (int t = 0; t < s->tier; t++) {
        double least = INFINITY, most = 0.0;
        for (int i = 0; i < p->n_cols + p->n_arcs; i++) {
            const double *cost =
                i < p->n_cols ? p->col_cost + (size_t)i * PURSE_MAX_TIERS : purse_program_arc_cost(p, i - p->n_cols);
            least = cost[t] != 0.0 ? fmin(least, fabs(cost[t])) : least;
            most = fmax(most, fabs(cost[t]));
        }
        s->cheapest[t] = isinf(least) ? 0.0 : least;
        s->dearest[t] = most;
    }
}

void ipm_load(ipm *s)
{
    find_cost_range(s);
    const purse_program *p = s->p;
    for (int t = 0; t < s->tier; t++)
        s->closed[t] = s->held[t] - p->offset[t] <= 0.0 && ipm_can_close(p, t);
    s->n_link_off = p->n_tiers - 1 - s->tier;
    set_bounds(s);
    for (int t = 0; t < p->n_tiers - 1; t++) {
        if (t < s->tier && !s->closed[t])
            s->box.hi[p->n_cols + p->n_rows + t] = s->held[t] - p->offset[t] - ipm_held_load(s, t);
        else
            ipm_held_unload(s, t);
    }
    find_own_columns(s);
    set_costs(s);
    s->loaded = true;
}
