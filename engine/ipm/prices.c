/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Prices of rows and held tiers, from which a bound follows.
 *
 * The iterate's own are right but for rounding, which is dear where a column spans hundreds of millions of pounds: a
 * reduced cost of 1e-9, a millionth of the price of a pound, times that is a unit of the bound. A column that stands
 * between its bounds has no reduced cost at the optimum. So prices are moved, each in proportion to itself, until such
 * columns have none: one column after the other, over and over (Kaczmarz 1937), which the few rows of each let settle.
 */
#include "private.h"

/* A closed tier's price is as high as it needs to be: so many times what a unit costs dearest, other tiers included. */
static const double SHUT = 1e4;

void ipm_prices_read(ipm *s, double *tier_price)
{
    double dearest = s->cost_scale;
    ipm_held_unfold(s, s->row_dual, tier_price);
    for (int t = 0; t < s->tier; t++) {
        tier_price[t] = fmin(tier_price[t], 0.0);
        dearest -= s->closed[t] ? 0.0 : tier_price[t] * s->dearest[t];
    }
    for (int t = 0; t < s->tier; t++)
        if (s->closed[t])
            tier_price[t] = s->cheapest[t] > 0.0 ? -SHUT * dearest / s->cheapest[t] : 0.0;
    ipm_idle_prices(s, s->row_dual);
}

/* How much further inside its bounds a column is than it would be where slack and dual, each in its scale, are equal. */
static const double SURELY = 1e4;

static bool is_inside(const ipm *s, int j)
{
    const ipm_box *box = &s->box;
    if (box->fixed[j] || s->p->pull_start[j + 1] > s->p->pull_start[j])
        return false;
    double range = box->hi[j] - box->lo[j], unit = s->cost_scale * s->flow_scale;
    if (isinf(range))
        range = fmax(s->flow_scale, fabs(box->x[j]));
    double lo = SURELY * box->z_lo[j] * range * range, hi = SURELY * box->z_hi[j] * range * range;
    return box->below[j] * unit > lo && box->above[j] * unit > hi;
}

/* Takes the reduced cost of a column away. */
static void level(ipm *s, int j, const double *tier_price)
{
    const purse_program *p = s->p;
    const double *cost = p->col_cost + (size_t)j * PURSE_MAX_TIERS;
    double *price = s->row_dual, reduced = cost[s->tier], squares = 0.0;
    for (int t = 0; t < s->tier; t++)
        reduced -= tier_price[t] * cost[t];
    for (int k = p->col_start[j]; k < p->col_start[j + 1]; k++) {
        double paid = p->col_coef[k] * price[p->col_row[k]];
        reduced -= paid;
        squares += paid * paid;
    }
    for (int k = p->col_start[j]; k < p->col_start[j + 1] && squares > 0.0; k++) {
        double now = price[p->col_row[k]];
        price[p->col_row[k]] += reduced / squares * p->col_coef[k] * now * now;
    }
}

enum { LEVELLINGS = 50 };

void ipm_prices_level(ipm *s, const double *tier_price)
{
    for (int j = 0; j < s->p->n_cols; j++)
        s->owned[j] = is_inside(s, j);
    for (int pass = 0; pass < LEVELLINGS; pass++)
        for (int j = 0; j < s->p->n_cols; j++)
            if (s->owned[j])
                level(s, j, tier_price);
    ipm_idle_prices(s, s->row_dual);
}
