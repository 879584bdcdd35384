/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Prices of rows and held tiers, from which a bound follows.
 *
 * The iterate's own are right but for rounding, which is dear where a column spans hundreds of millions of pounds: a
 * reduced cost of 1e-9, a millionth of the price of a pound, times that is a unit of the bound. A column that stands
 * between its bounds has no reduced cost at the optimum. So prices are moved, each in proportion to itself, until such
 * columns have none, or together as little as can be: least squares by conjugate gradients (Hestenes and Stiefel 1952).
 */
#include <string.h>

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

/* What is worked with, in the room of the predictor; by column: */
typedef struct levelling {
    double *left, *change; /* reduced costs, each over its unit; what a step along `way` changes of them */
    double *unit;          /* 0: not among them */
    /* and by row: */
    double *weight, *way, *slope; /* prices are moved in proportion to weights */
} levelling;

static levelling begin(ipm *s, const double *tier_price)
{
    const purse_program *p = s->p;
    ipm_box *box = &s->box;
    const size_t n = (size_t)p->n_cols;
    levelling w = {box->ax, box->az_lo, box->az_hi, box->ax + n, box->az_lo + n, box->az_hi + n};
    memcpy(w.weight, s->row_dual, (size_t)p->n_rows * sizeof *w.weight);
    for (int j = 0; j < p->n_cols; j++) {
        const double *cost = p->col_cost + (size_t)j * PURSE_MAX_TIERS;
        double reduced = cost[s->tier], squares = 0.0;
        for (int t = 0; t < s->tier; t++)
            reduced -= tier_price[t] * cost[t];
        for (int k = p->col_start[j]; k < p->col_start[j + 1]; k++) {
            double paid = p->col_coef[k] * w.weight[p->col_row[k]];
            reduced -= paid;
            squares += paid * paid;
        }
        w.unit[j] = squares > 0.0 && is_inside(s, j) ? sqrt(squares) : 0.0;
        w.left[j] = w.unit[j] > 0.0 ? reduced / w.unit[j] : 0.0;
    }
    return w;
}

/* Along which way prices take most of the reduced costs away, into `slope`; its square. */
static double find_slope(const ipm *s, const levelling *w)
{
    const purse_program *p = s->p;
    double squares = 0.0;
    memset(w->slope, 0, (size_t)p->n_rows * sizeof *w->slope);
    for (int j = 0; j < p->n_cols; j++)
        for (int k = p->col_start[j]; k < p->col_start[j + 1] && w->unit[j] > 0.0; k++)
            w->slope[p->col_row[k]] += p->col_coef[k] * w->weight[p->col_row[k]] * w->left[j] / w->unit[j];
    for (int r = 0; r < p->n_rows; r++)
        squares += w->slope[r] * w->slope[r];
    return squares;
}

/* What a step along the way changes; its square. */
static double find_change(const ipm *s, const levelling *w)
{
    const purse_program *p = s->p;
    double squares = 0.0;
    for (int j = 0; j < p->n_cols; j++) {
        w->change[j] = 0.0;
        for (int k = p->col_start[j]; k < p->col_start[j + 1] && w->unit[j] > 0.0; k++)
            w->change[j] += p->col_coef[k] * w->weight[p->col_row[k]] * w->way[p->col_row[k]] / w->unit[j];
        squares += w->change[j] * w->change[j];
    }
    return squares;
}

/* Steps at most, and the square of the slope, as a share of the first, that is level enough. */
enum { LEVELLINGS = 60 };
static const double LEVEL = 1e-24;

void ipm_prices_level(ipm *s, const double *tier_price)
{
    const purse_program *p = s->p;
    levelling w = begin(s, tier_price);
    double slope = find_slope(s, &w), first = slope;
    memcpy(w.way, w.slope, (size_t)p->n_rows * sizeof *w.way);
    for (int i = 0; i < LEVELLINGS && slope > LEVEL * first; i++) {
        double change = find_change(s, &w), before = slope;
        if (!(change > 0.0))
            break;
        for (int r = 0; r < p->n_rows; r++)
            s->row_dual[r] += slope / change * w.weight[r] * w.way[r];
        for (int j = 0; j < p->n_cols; j++)
            w.left[j] -= slope / change * w.change[j];
        slope = find_slope(s, &w);
        for (int r = 0; r < p->n_rows; r++)
            w.way[r] = w.slope[r] + slope / before * w.way[r];
    }
    ipm_idle_prices(s, s->row_dual);
}
