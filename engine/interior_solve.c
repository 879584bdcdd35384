/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Programs under bounds of their whole columns, by the interior point solver, and what their answers are worth. */
#include <math.h>
#include <string.h>

#include "certificate.h"
#include "interior_search.h"
#include "numbers.h"

void search_bounds(search *q, const double *lo, const double *hi)
{
    for (int i = 0; i < q->n; i++) {
        q->s->p->col_lo[q->column[i]] = lo[i];
        q->s->p->col_hi[q->column[i]] = hi[i];
    }
}

/* How near a node's bound comes to its relaxation, as a share of the asked gap. */
static const double ESTIMATE = 0.1;

/* Limits of the next solve; false when one is met. */
static bool within_limits(const search *q, lp_limits *all)
{
    bool in_time = solver_limits(q->s, all);
    if (isfinite(q->until) && q->found) {
        all->seconds = fmin(all->seconds, q->until - seconds_now());
        in_time = in_time && all->seconds > 0.0;
    }
    return in_time && (all->nodes <= 0 || q->s->solution.certificate.nodes < all->nodes);
}

/* A tier with the given bounds of the whole columns, into `answer`. Sets `stopped` at a limit. */
static purse_code solve_tier(search *q, int tier, const double *lo, const double *hi, ipm_answer *answer,
                             purse_error *err)
{
    purse_solver *s = q->s;
    lp_limits all;
    *answer = (ipm_answer){.status = IPM_STOPPED, .bound = -INFINITY};
    q->stopped = !within_limits(q, &all);
    if (q->stopped)
        return PURSE_OK;
    bool answer_wanted = lo == hi || tier < q->tier;
    ipm_limits limits = {.gap = 0.25 * tiers_gap(s),
                         .estimate = answer_wanted ? 0.0 : ESTIMATE * tiers_gap(s),
                         .noise = tier == q->tier ? q->noise : tiers_noise(s, tier),
                         .passing = lo == hi || q->diving, /* what is held in place is a bad start for what is not */
                         .seconds = all.seconds,
                         .interrupt = all.interrupt};
    search_bounds(q, lo, hi);
    purse_code code = ipm_solve(s->ipm, tier, s->limit, &limits, answer, err);
    if (!code && answer->status == IPM_INFEASIBLE && !infeasible_by_prices(s, answer->row_dual))
        answer->status = IPM_STALLED;
    search_bounds(q, q->lo, q->hi);
    s->solution.certificate.iterations += answer->iterations;
    q->stopped = answer->status == IPM_STOPPED;
    s->solution.interrupted |= q->stopped && all.interrupt && *all.interrupt;
    if (code == PURSE_ESOLVER) { /* as one that stalled: nothing is known of it */
        *answer = (ipm_answer){.status = IPM_STALLED, .bound = -INFINITY};
        return PURSE_OK;
    }
    return code;
}

purse_code search_solve(search *q, const double *lo, const double *hi, purse_error *err)
{
    ipm_forget(q->s->ipm);
    purse_code code = solve_tier(q, q->tier, lo, hi, &q->answer, err);
    q->s->solution.certificate.nodes++;
    return code;
}

purse_code search_solve_onward(search *q, const double *lo, const double *hi, purse_error *err)
{
    ipm_answer before;
    if (q->tier == 0)
        return search_solve(q, lo, hi, err);
    ipm_forget(q->s->ipm);
    purse_code code = solve_tier(q, q->tier - 1, lo, hi, &before, err);
    if (code || q->stopped) {
        q->answer = (ipm_answer){.status = IPM_STOPPED, .bound = -INFINITY};
        return code;
    }
    ipm_return(q->s->ipm, q->tier);
    code = solve_tier(q, q->tier, lo, hi, &q->answer, err);
    q->s->solution.certificate.nodes++;
    return code;
}

double search_bound(const search *q)
{
    double bound = q->floor;
    for (int i = 0; i < q->n_open; i++)
        bound = fmin(bound, q->open[i].bound);
    return bound;
}

void search_tell(const search *q)
{
    lp_limits all;
    (void)solver_limits(q->s, &all);
    const purse_certificate *count = &q->s->solution.certificate;
    if (all.progress)
        all.progress(all.context, count->iterations, count->nodes, q->found ? q->best : NAN, search_bound(q));
}

void search_take(search *q)
{
    purse_solver *s = q->s;
    const purse_program *p = s->p;
    if (!q->answer.has_point)
        return;
    memcpy(s->next_col, q->answer.col, (size_t)p->n_cols * sizeof *s->next_col);
    memcpy(s->next_arc, q->answer.arc, (size_t)p->n_arcs * sizeof *s->next_arc);
    for (int i = 0; i < q->n; i++)
        s->next_col[q->column[i]] = q->value[i];
    double value = certificate_value(p, q->tier, s->next_col, s->next_arc);
    if (q->found && value >= q->best)
        return;
    memcpy(s->row_dual, q->answer.row_dual, (size_t)p->n_rows * sizeof *s->row_dual);
    memcpy(s->solution.tier_price, q->answer.tier_dual, sizeof s->solution.tier_price);
    double bound = tiers_bound(s, q->tier);
    for (int j = 0; j < p->n_cols; j++)
        s->col_dual[j] = sweep_reduced(&s->sweep, p, j);
    bool had = s->has_answer;
    s->has_answer = false;
    (void)tiers_accept(s, q->tier, bound, q->noise);
    if (s->has_answer) {
        q->found = true;
        q->best = s->solution.value[q->tier];
    }
    s->has_answer |= had;
    search_tell(q);
}
