/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From an iterate to an answer that stands by itself, and the bound that goes with it.
 *
 * Flows are simulated anew (simulate.c), so balances hold to rounding. Each equality row with a column of its own gets that column from the flows. What a row
 * still lacks is mended, if it is small, by moving people to the arc that ends at once, first those who use a row that
 * is too full, then all. Bound and value are computed from the program; of all iterates the best of each is kept.
 */
#include <string.h>

#include "engine/certificate.h"
#include "engine/numbers.h"
#include "private.h"

/* An answer may break a row by this much, relative to 1 + |bound|. */
static const double ALLOWED = 1e-8;
/* The last answer may do so by this much, which is what the engine allows, when nothing better can be had. */
static const double ALLOWED_AT_LAST = FEASIBILITY;

/* Activities of the rows at next_flow alone. */
static void flow_activities(ipm *s)
{
    const purse_program *p = s->p;
    memset(s->activity, 0, ((size_t)p->n_rows + 1) * sizeof *s->activity);
    for (int a = 0; a < p->n_arcs; a++)
        for (int k = p->arc_start[a]; k < p->arc_start[a + 1]; k++)
            s->activity[p->arc_row[k]] += p->arc_coef[k] * s->next_flow[a];
}

/* A column's terms in the activities and the largest of each row. */
static void use_column(ipm *s, int j)
{
    const purse_program *p = s->p;
    for (int k = p->col_start[j]; k < p->col_start[j + 1]; k++) {
        double term = p->col_coef[k] * s->next_col[j];
        s->activity[p->col_row[k]] += term;
        s->term[p->col_row[k]] = fmax(s->term[p->col_row[k]], fabs(term));
    }
}

/* Columns: those of equality rows from the flows, in the order of the rows, the others as they are. */
static void set_columns(ipm *s)
{
    const purse_program *p = s->p;
    flow_activities(s);
    memset(s->term, 0, ((size_t)p->n_rows + 1) * sizeof *s->term);
    for (int j = 0; j < p->n_cols; j++)
        s->owned[j] = false;
    for (int r = 0; r < p->n_rows; r++)
        if (s->own_col[r] >= 0)
            s->owned[s->own_col[r]] = true;
    for (int j = 0; j < p->n_cols; j++)
        if (!s->owned[j])
            use_column(s, j);
    for (int r = 0; r < p->n_rows; r++) {
        int j = s->own_col[r];
        if (j < 0)
            continue;
        double coef = 0.0;
        for (int k = p->col_start[j]; k < p->col_start[j + 1]; k++)
            coef += p->col_row[k] == r ? p->col_coef[k] : 0.0;
        double x = coef != 0.0 ? (p->row_lo[r] - s->activity[r]) / coef : 0.0;
        s->full[r] = x > p->col_hi[j] && x > 0.0 ? fmax(p->col_hi[j], 0.0) / x : 1.0;
        s->next_col[j] = fmin(fmax(x, p->col_lo[j]), p->col_hi[j]);
        use_column(s, j);
    }
}

/* Of its columns' largest term, the share that a row is judged by: a sum has no digits to tell it from 0 by less. */
static const double OF_TERM = 1e-2;

static double worst_row(const ipm *s)
{
    const purse_program *p = s->p;
    double worst = 0.0;
    for (int r = 0; r < p->n_rows; r++) {
        double lo = p->row_lo[r], hi = p->row_hi[r], x = s->activity[r];
        double size = OF_TERM * s->term[r];
        if (x < lo)
            worst = fmax(worst, (lo - x) / (1.0 + fmax(fabs(lo), size)));
        if (x > hi)
            worst = fmax(worst, (x - hi) / (1.0 + fmax(fabs(hi), size)));
    }
    return worst;
}

/* The arc of the source that ends at once and is in no group, or -1. */
static int direct_arc(const ipm *s, int c)
{
    const purse_program *p = s->p;
    int source = p->node_start[c];
    for (int a = p->node_arc[source]; a < p->node_arc[source + 1]; a++)
        if (p->arc_head[a] < 0 && p->arc_group[a] < 0 && s->slot_of[a] >= 0 && s->f[s->slot_of[a]] > 0.0)
            return a;
    return -1;
}

/* Leaves `part` of all who do not end at once where they are, and lets the others end at once. */
static bool send_home(ipm *s, int c, double part)
{
    const purse_program *p = s->p;
    int direct = direct_arc(s, c), source = p->node_start[c];
    if (direct < 0)
        return false;
    for (int a = p->node_arc[source]; a < p->node_arc[source + 1]; a++)
        if (a != direct)
            s->next_flow[direct] += (1.0 - part) * s->next_flow[a];
    for (int a = p->arc_first[c]; a < p->arc_first[c + 1]; a++)
        if (a != direct)
            s->next_flow[a] *= part;
    return true;
}

/* Mends rows that are too full: of each commodity that uses one, as many go as the fullest asks. */
static void mend_rows(ipm *s)
{
    const purse_program *p = s->p;
    for (int c = 0; c < p->n_commodities; c++) {
        double part = 1.0;
        for (int a = p->arc_first[c]; a < p->arc_first[c + 1]; a++)
            for (int k = p->arc_start[a]; k < p->arc_start[a + 1] && s->next_flow[a] > 0.0; k++)
                part = fmin(part, s->own_col[p->arc_row[k]] >= 0 ? s->full[p->arc_row[k]] : 1.0);
        if (part < 1.0)
            (void)send_home(s, c, part * (1.0 - 1e-15));
    }
    set_columns(s);
}

static void mend_all(ipm *s)
{
    const purse_program *p = s->p;
    double part = 1.0;
    for (int r = 0; r < p->n_rows; r++)
        if (s->activity[r] > p->row_hi[r] && p->row_hi[r] > 0.0)
            part = fmin(part, p->row_hi[r] / s->activity[r]);
    for (int c = 0; c < p->n_commodities && part < 1.0; c++)
        (void)send_home(s, c, part);
    set_columns(s);
}

/* An answer from the iterate; its worst row, or infinity. */
static double recover(ipm *s, bool cut)
{
    if (!ipm_simulate(s, cut))
        return INFINITY;
    set_columns(s);
    double worst = worst_row(s);
    if (worst > 0.0 && worst < 1e-2) {
        mend_rows(s);
        worst = worst_row(s);
        if (worst > ALLOWED) {
            mend_all(s);
            worst = worst_row(s);
        }
    }
    return worst;
}

/* Excess over what earlier tiers are held to, relative. */
static double tiers_over(ipm *s)
{
    double worst = 0.0;
    for (int t = 0; t < s->tier; t++) {
        double value = certificate_value(s->p, t, s->next_col, s->next_flow);
        worst = fmax(worst, (value - s->held[t]) / (1.0 + fabs(s->held[t])));
    }
    return worst;
}

static void swap(double **a, double **b)
{
    double *kept = *a;
    *a = *b;
    *b = kept;
}

/* A value below the bound is no merit: it is what rows broken within their tolerance are worth. */
static double off_bound(double value, double bound)
{
    return isinf(bound) ? value : fabs(value - bound);
}

static void take(ipm *s, double value, double worst, ipm_answer *answer)
{
    answer->has_point = true;
    answer->value = value;
    answer->violation = worst;
    swap(&s->col, &s->next_col);
    memcpy(s->flow, s->next_flow, (size_t)s->p->n_arcs * sizeof *s->flow);
}

/*
 * Takes the answer at hand when it is feasible, and better or better placed than the one kept. Its value, or infinity when
 * it breaks something.
 */
static double consider(ipm *s, ipm_answer *answer, double worst)
{
    if (!(worst <= ALLOWED_AT_LAST))
        return INFINITY;
    worst = fmax(worst, tiers_over(s));
    if (!(worst <= ALLOWED_AT_LAST))
        return INFINITY;
    double value = certificate_value(s->p, s->tier, s->next_col, s->next_flow);
    bool sound = worst <= ALLOWED, kept_sound = answer->has_point && answer->violation <= ALLOWED;
    if (!answer->has_point || sound > kept_sound ||
        (sound == kept_sound && off_bound(value, answer->bound) < off_bound(answer->value, answer->bound)))
        take(s, value, worst, answer);
    return sound ? value : INFINITY;
}

/* The bound at row_dual and the tiers' prices; the best so far is kept with its prices. */
static void consider_bound(ipm *s, const double *tier_price, ipm_answer *answer)
{
    double bound = sweep_bound(&s->sweep, s->p, s->tier, s->row_dual, tier_price, s->held);
    if (bound > answer->bound) {
        if (!s->has_late)
            ipm_held_keep(s);
        answer->bound = bound;
        swap(&s->row_dual, &s->best_dual);
        memcpy(s->tier_dual, tier_price, sizeof s->tier_dual);
    }
}

/* The bound at the iterate's prices, as they are or levelled. */
static void consider_prices(ipm *s, bool levelled, ipm_answer *answer)
{
    double tier_price[PURSE_MAX_TIERS] = {0.0};
    ipm_prices_read(s, tier_price);
    if (levelled)
        ipm_prices_level(s, tier_price);
    consider_bound(s, tier_price, answer);
}

void ipm_bound_at_nothing(ipm *s, ipm_answer *answer)
{
    double tier_price[PURSE_MAX_TIERS] = {0.0};
    memset(s->best_dual, 0, ((size_t)s->p->n_rows + 1) * sizeof *s->best_dual);
    memset(s->tier_dual, 0, sizeof s->tier_dual);
    answer->bound = sweep_bound(&s->sweep, s->p, s->tier, s->best_dual, tier_price, s->held);
}

static bool holds(const ipm_limits *limits, bool last, const ipm_answer *answer)
{
    double gap = limits->gap > 0.0 ? limits->gap : GAP_LINEAR;
    bool sound = answer->has_point && answer->violation <= (last ? ALLOWED_AT_LAST : ALLOWED);
    return sound && fabs(answer->value - answer->bound) <= fmax(gap * fabs(answer->value), limits->noise);
}

bool ipm_reaches_aim(const ipm_limits *limits, const ipm_answer *answer)
{
    return relative_gap(answer->value, answer->bound) <= limits->aim ||
           answer->value - answer->bound <= limits->noise || limits->aim <= 0.0;
}

/* The answer without what its reduced costs are against, when nothing else holds. */
static bool certify_cut(ipm *s, const ipm_limits *limits, bool last, ipm_answer *answer)
{
    if (holds(limits, last, answer))
        return true;
    (void)consider(s, answer, recover(s, true));
    return holds(limits, last, answer);
}

bool ipm_certify_answer(ipm *s, const ipm_limits *limits, bool last, ipm_answer *answer)
{
    s->recovered = consider(s, answer, recover(s, false));
    return certify_cut(s, limits, last, answer);
}

bool ipm_certify(ipm *s, const ipm_limits *limits, bool last, ipm_answer *answer)
{
    consider_prices(s, false, answer);
    s->recovered = consider(s, answer, recover(s, false));
    if (!limits->near && holds(limits, last, answer) && ipm_reaches_aim(limits, answer)) /* series go by these prices */
        return true;
    consider_prices(s, true, answer);
    return certify_cut(s, limits, last, answer);
}

void ipm_certify_prices(ipm *s, double value, double enough, ipm_answer *answer)
{
    consider_prices(s, true, answer);
    if (!(fabs(value - answer->bound) <= enough))
        consider_prices(s, false, answer);
}

bool ipm_certify_instead(ipm *s, const ipm_limits *limits, ipm_answer *answer)
{
    ipm_answer other = *answer;
    double worst = fmax(recover(s, false), tiers_over(s));
    other.has_point = true;
    other.violation = worst;
    other.value = certificate_value(s->p, s->tier, s->next_col, s->next_flow);
    if (!holds(limits, false, &other))
        return false;
    take(s, other.value, worst, answer);
    answer->col = s->col;
    return true;
}

bool ipm_estimate(ipm *s, const ipm_limits *limits, double value, ipm_answer *answer)
{
    const double enough = fmax(limits->estimate * fabs(value), limits->noise);
    ipm_certify_prices(s, value, enough, answer);
    if (!(fabs(value - answer->bound) <= enough))
        return false;
    for (int j = 0; j < s->p->n_cols; j++)
        s->col[j] = fmin(fmax(s->box.x[j], s->box.lo[j]), s->box.hi[j]);
    answer->estimated = true;
    answer->value = value;
    return true;
}

bool ipm_proves_infeasible(ipm *s)
{
    double zero[PURSE_MAX_TIERS] = {0.0};
    for (int r = 0; r < s->p->n_rows; r++)
        s->row_dual[r] = s->pi[r];
    if (!(sweep_bound(&s->sweep, s->p, -1, s->row_dual, zero, zero) > 0.0))
        return false;
    swap(&s->row_dual, &s->best_dual);
    return true;
}
