/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tiers that are held while later ones are minimised: their limits, their columns that are closed, their prices. */
#include <math.h>

#include "numbers.h"
#include "solver_private.h"

/* Absolute accuracy of a tier's value, as a share of its scale. */
static const double VALUE_NOISE = 1e-11;
/* Room in a held tier's value for the rounding of later answers. */
static const double HELD_NOISE = 1e-9;

double tiers_noise(const purse_solver *s, int t)
{
    return VALUE_NOISE * solver_tier_scale(s->p, t);
}

double tiers_slack(const purse_solver *s)
{
    return fmin(TIER_SLACK, 0.1 * tiers_gap(s));
}

static const double *tier_cost(const purse_solver *s, int column)
{
    const purse_program *p = s->p;
    return column < p->n_cols ? p->col_cost + (size_t)column * PURSE_MAX_TIERS
                              : purse_program_arc_cost(p, column - p->n_cols);
}

static void own_bounds(purse_solver *s, int column)
{
    lp_matrix *m = &s->form->m;
    bool global = column < s->p->n_cols;
    m->col_lo[column] = global ? s->p->col_lo[column] : 0.0;
    m->col_hi[column] = global ? s->p->col_hi[column] : INFINITY;
    lp_touch_col(s->lp, column);
}

void tiers_release(purse_solver *s)
{
    s->holding = 0;
    if (!s->form)
        return;
    lp_matrix *m = &s->form->m;
    for (int t = 0; t < s->p->n_tiers - 1; t++) {
        int row = s->form->first_tier + t;
        if (!isinf(m->row_hi[row])) {
            m->row_hi[row] = INFINITY;
            lp_touch_row(s->lp, row);
        }
        if (s->pinned[t])
            for (int j = 0; j < m->n_cols; j++)
                if (tier_cost(s, j)[t] > 0.0)
                    own_bounds(s, j);
        s->pinned[t] = false;
    }
}

static bool can_pin(const purse_solver *s, int t)
{
    const purse_program *p = s->p;
    for (int j = 0; j < p->n_cols + p->n_arcs; j++) {
        double cost = tier_cost(s, j)[t];
        if (cost < 0.0 || (cost > 0.0 && j < p->n_cols && p->col_lo[j] != 0.0))
            return false;
    }
    return p->offset[t] == 0.0;
}

void tiers_hold(purse_solver *s, int t)
{
    s->holding = t + 1 > s->holding ? t + 1 : s->holding;
    if (!s->form)
        return;
    lp_matrix *m = &s->form->m;
    s->pinned[t] = s->at_zero[t];
    if (!s->at_zero[t]) {
        m->row_hi[s->form->first_tier + t] = s->limit[t] - s->p->offset[t];
        lp_touch_row(s->lp, s->form->first_tier + t);
        return;
    }
    for (int j = 0; j < m->n_cols; j++)
        if (tier_cost(s, j)[t] > 0.0) {
            m->col_hi[j] = 0.0;
            lp_touch_col(s->lp, j);
        }
}

void tiers_keep(purse_solver *s, int t, double noise)
{
    double value = s->solution.value[t];
    s->at_zero[t] = fabs(value) <= noise && can_pin(s, t);
    /* From the proved bound, so that what the gap left open does not add to the slack. */
    double bound = s->solution.bound[t];
    /* Held to the last digit, no simplex finds it again, and no interior point while there is any room worth the name. */
    double kept = value + (s->solution.way[t] == PURSE_WAY_BRANCH ? tiers_slack(s) : HELD_NOISE) * fabs(value);
    double limit = fmax(kept, bound + s->slack * fabs(bound)) + (fabs(value) <= noise ? noise : 0.0);
    s->limit[t] = s->at_zero[t] ? 0.0 : limit;
    s->held = t + 1;
    tiers_hold(s, t);
}

void tiers_limit(purse_solver *s, int t, double limit)
{
    s->at_zero[t] = fabs(limit) <= tiers_noise(s, t) && can_pin(s, t);
    s->limit[t] = s->at_zero[t] ? 0.0 : limit;
    s->held = t + 1 > s->held ? t + 1 : s->held;
}

void tiers_prices(const purse_solver *s, int t, double *price)
{
    for (int i = 0; i < t; i++) {
        price[i] = fmin(s->row_dual[s->form->first_tier + i], 0.0);
        if (!s->pinned[i])
            continue;
        for (int j = 0; j < s->form->m.n_cols; j++) {
            double cost = tier_cost(s, j)[i];
            if (cost > 0.0)
                price[i] = fmin(price[i], s->col_dual[j] / cost);
        }
        price[i] *= 1.0 + 1e-9;
    }
}
