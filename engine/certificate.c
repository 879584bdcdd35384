/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate.h"

#include <math.h>
#include <string.h>

double certificate_value(const purse_program *p, int tier, const double *col, const double *arc)
{
    long double value = p->offset[tier];
    for (int j = 0; j < p->n_cols; j++)
        value += (long double)p->col_cost[(size_t)j * PURSE_MAX_TIERS + (size_t)tier] * col[j];
    for (int a = 0; a < p->n_arcs; a++)
        value += (long double)purse_program_arc_cost(p, a)[tier] * arc[a];
    return (double)value;
}

/* How far x lies outside [lo, hi], relative to 1 + the larger of |the bound it breaks| and `size`. */
static double outside(double x, double lo, double hi, double size)
{
    if (isnan(x))
        return INFINITY;
    if (x < lo)
        return (lo - x) / (1.0 + fmax(fabs(lo), size));
    return x > hi ? (x - hi) / (1.0 + fmax(fabs(hi), size)) : 0.0;
}

static inline void add(double *activity, double *size, int row, double term)
{
    activity[row] += term;
    size[row] = fmax(size[row], fabs(term));
}

static double rows_outside(const purse_program *p, const double *col, const double *arc, double *activity)
{
    double *size = activity + p->n_rows; /* of the largest term, below which a sum has no digits to be judged by */
    memset(activity, 0, 2 * (size_t)p->n_rows * sizeof *activity);
    for (int j = 0; j < p->n_cols; j++)
        for (int k = p->col_start[j]; k < p->col_start[j + 1]; k++)
            add(activity, size, p->col_row[k], p->col_coef[k] * col[j]);
    for (int a = 0; a < p->n_arcs; a++)
        for (int k = p->arc_start[a]; k < p->arc_start[a + 1]; k++)
            add(activity, size, p->arc_row[k], p->arc_coef[k] * arc[a]);
    double worst = 0.0;
    for (int r = 0; r < p->n_rows; r++)
        worst = fmax(worst, outside(activity[r], p->row_lo[r], p->row_hi[r], size[r]));
    return worst;
}

/* Groups: share_lo E <= flow <= share_hi E. */
static double groups_outside(const purse_program *p, int c, const double *arc)
{
    double all = 0.0, worst = 0.0;
    int source = p->node_start[c];
    for (int a = p->node_arc[source]; a < p->node_arc[source + 1]; a++)
        all += p->arc_group[a] >= 0 ? arc[a] : 0.0;
    for (int k = p->group_start[c]; k < p->group_start[c + 1]; k++) {
        double flow = 0.0;
        for (int a = p->node_arc[source]; a < p->node_arc[source + 1]; a++)
            flow += p->arc_group[a] == k ? arc[a] : 0.0;
        double over = fmax(p->share_lo[k] * all - flow, flow - p->share_hi[k] * all);
        worst = fmax(worst, over / (1.0 + p->supply[c]));
    }
    return worst;
}

static double balances_outside(const purse_program *p, const double *col, const double *arc, double *net)
{
    memset(net, 0, ((size_t)p->n_nodes + 1) * sizeof *net);
    for (int a = 0; a < p->n_arcs; a++) {
        net[p->arc_tail[a]] += arc[a];
        if (p->arc_head[a] >= 0)
            net[p->arc_head[a]] -= p->arc_gain[a] * arc[a];
    }
    for (int j = 0; j < p->n_cols; j++)
        for (int k = p->pull_start[j]; k < p->pull_start[j + 1]; k++)
            net[p->node_start[p->pull_commodity[k]]] += p->pull[k] * col[j];
    double worst = 0.0;
    for (int c = 0; c < p->n_commodities; c++) {
        net[p->node_start[c]] -= p->supply[c];
        for (int v = p->node_start[c]; v < p->node_start[c + 1]; v++)
            worst = fmax(worst, isnan(net[v]) ? INFINITY : fabs(net[v]) / (1.0 + p->supply[c]));
        worst = fmax(worst, groups_outside(p, c, arc));
    }
    return worst;
}

size_t certificate_room(const purse_program *p)
{
    size_t rows = 2 * (size_t)p->n_rows, nodes = (size_t)p->n_nodes;
    return (rows > nodes ? rows : nodes) + 1;
}

void certificate_measure(purse_certificate *certificate, const purse_program *p, const double *col, const double *arc,
                         double *activity)
{
    certificate->bound_violation = certificate->integer_violation = 0.0;
    for (int j = 0; j < p->n_cols; j++) {
        certificate->bound_violation =
            fmax(certificate->bound_violation, outside(col[j], p->col_lo[j], p->col_hi[j], 0.0));
        if (p->col_integer[j])
            certificate->integer_violation = fmax(certificate->integer_violation, fabs(col[j] - round(col[j])));
    }
    for (int a = 0; a < p->n_arcs; a++)
        certificate->bound_violation = fmax(certificate->bound_violation, outside(arc[a], 0.0, INFINITY, 0.0));
    certificate->row_violation = rows_outside(p, col, arc, activity);
    certificate->balance_violation = balances_outside(p, col, arc, activity);
}
