/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A tier by the interior point solver. It is tried first on large programs, where it is much the faster; whatever it
 * does not close to the asked gap, or cannot say, goes to the simplex as if nothing had happened.
 */
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "numbers.h"
#include "solver_private.h"

/* Below this many arcs the simplex is quick enough, and its plans are the sparsest. */
enum { LARGE = 10000 };

/*
 * Aims beyond the asked gap, as a share of it. A tier that is held is magnified, if it is left open, by those to come, and
 * the last one trades with them, steeply at times; one that is alone is left as soon as it is closed.
 */
static const double HELD_AIM = 1e-5, LAST_AIM = 0.1, ONLY_AIM = 0.5;
/* What a tier that is held may leave open, likewise. */
static const double HELD_ENOUGH = 1e-2;
/* What an answer may break rows and held tiers by, relative: more is worth too much where prices are steep. */
static const double SOUND = 1e-8;

/* Fewer arcs are iterated on as quickly as a core of them is made. */
enum { WORTH_A_CORE = 20000 };

bool interior_wanted(const purse_solver *s)
{
    if (s->p->n_commodities == 0 || solver_mixed(s))
        return false;
    return s->settings.solver == PURSE_METHOD_INTERIOR ||
           (s->settings.solver == PURSE_METHOD_AUTO && s->p->n_arcs >= LARGE);
}

/* Moves the answer to where an answer of the LP would stand. Its bound. */
static double take(purse_solver *s, int t, const ipm_answer *answer)
{
    const purse_program *p = s->p;
    memcpy(s->next_col, answer->col, (size_t)p->n_cols * sizeof *s->next_col);
    memcpy(s->next_arc, answer->arc, (size_t)p->n_arcs * sizeof *s->next_arc);
    memcpy(s->row_dual, answer->row_dual, (size_t)p->n_rows * sizeof *s->row_dual);
    memcpy(s->solution.tier_price, answer->tier_dual, sizeof s->solution.tier_price);
    double bound = tiers_bound(s, t);
    for (int j = 0; j < p->n_cols; j++)
        s->col_dual[j] = sweep_reduced(&s->sweep, p, j);
    return bound;
}

/* The last tier's answer is what people see: as few splits as the rows allow. */
static purse_code thin_out(purse_solver *s, purse_error *err)
{
    int threads;
    ipm_pool *pool = ipm_threads_of(s->ipm, &threads);
    purse_code code = s->thin ? PURSE_OK : thin_new(&s->thin, s->p, threads, err);
    if (!code)
        thin_flows(s->thin, s->next_arc, pool);
    return code;
}

/* Not known well enough, where the simplex can still say: a tier to be held, or an answer that breaks what it may not. */
static bool left_open(const purse_solver *s, int t, const ipm_answer *answer, double noise)
{
    bool open = t < s->p->n_tiers - 1 && relative_gap(answer->value, answer->bound) > HELD_ENOUGH * tiers_gap(s) &&
                answer->value - answer->bound > noise;
    return s->p->n_arcs < TOO_LARGE_FOR_SIMPLEX && (open || answer->violation > SOUND);
}

static int threads_wanted(const purse_solver *s)
{
    long n = s->settings.threads > 0 ? s->settings.threads : sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 && n < 64 ? (int)n : n > 0 ? 64 : 1;
}

purse_code interior_ready(purse_solver *s, purse_error *err)
{
    if (s->ipm)
        return PURSE_OK;
    purse_code code = ipm_new(&s->ipm, s->p, err);
    return code ? code : ipm_threads(s->ipm, threads_wanted(s), err);
}

/* So many iterations tell whether there is an answer; without one, a few do. */
enum { DENIAL = 40 };

purse_code interior_denial(purse_solver *s, purse_error *err)
{
    lp_limits all;
    ipm_answer answer = {.status = IPM_STALLED};
    bool by_interior = s->settings.solver == PURSE_METHOD_AUTO || s->settings.solver == PURSE_METHOD_INTERIOR;
    if (!solver_mixed(s) || !by_interior || s->p->n_commodities == 0 || s->p->n_arcs < LARGE || !solver_limits(s, &all))
        return PURSE_OK;
    ipm_limits limits = {.gap = 1.0, .max_iterations = DENIAL, .seconds = all.seconds, .interrupt = all.interrupt};
    purse_code code = interior_ready(s, err);
    if (!code)
        code = ipm_solve(s->ipm, 0, s->limit, &limits, &answer, err);
    if (code)
        return code == PURSE_ESOLVER ? PURSE_OK : code;
    s->solution.certificate.iterations += answer.iterations;
    if (answer.status == IPM_INFEASIBLE && infeasible_by_prices(s, answer.row_dual))
        s->solution.status = PURSE_STATUS_INFEASIBLE;
    return PURSE_OK;
}

purse_code interior_tier(purse_solver *s, int t, double noise, bool *done, purse_error *err)
{
    lp_limits all;
    ipm_answer answer = {.status = IPM_STALLED};
    bool in_time = solver_limits(s, &all);
    purse_code code = interior_ready(s, err);
    if (code || !in_time)
        return code;
    double gap = tiers_gap(s), aim = t < s->p->n_tiers - 1 ? HELD_AIM : t > 0 ? LAST_AIM : ONLY_AIM;
    const bool thins = t == s->p->n_tiers - 1 && !s->spread;
    ipm_limits limits = {.gap = 0.5 * gap,
                         .aim = gap * aim,
                         .noise = 0.05 * noise,
                         .slack = s->slack,
                         .pure = thins && t == 0, /* tiers that are held trade with the last, steeply at times */
                         .core = s->alone ? 0 : WORTH_A_CORE,
                         .passing = s->control.once,
                         .near = s->alone && !s->recosted, /* others follow, with other bounds */
                         .seconds = all.seconds,
                         .interrupt = all.interrupt};
    code = ipm_solve(s->ipm, t, s->limit, &limits, &answer, err);
    if (!code && s->alone && answer.has_point && left_open(s, t, &answer, noise)) { /* from elsewhere it may close */
        s->solution.certificate.iterations += answer.iterations;
        limits.near = s->alone;
        code = ipm_solve(s->ipm, t, s->limit, &limits, &answer, err);
    }
    if (code)
        return code;
    s->solution.certificate.iterations += answer.iterations;
    s->solution.interrupted |= answer.status == IPM_STOPPED && all.interrupt && *all.interrupt;
    if (answer.status == IPM_INFEASIBLE && t == 0 && infeasible_by_prices(s, answer.row_dual))
        s->solution.status = PURSE_STATUS_INFEASIBLE;
    if (!answer.has_point || (!s->alone && left_open(s, t, &answer, noise)))
        return PURSE_OK;
    if (limits.pure)
        (void)ipm_purify(s->ipm, &limits, &answer);
    if (thins)
        ipm_rest(s->ipm); /* before the answer takes as much room once more */
    double bound = take(s, t, &answer);
    code = thins ? thin_out(s, err) : PURSE_OK;
    if (code)
        return code;
    *done = tiers_accept(s, t, bound, noise);
    if (!*done && thins) {
        bound = take(s, t, &answer);
        *done = tiers_accept(s, t, bound, noise);
    }
    s->by_interior = *done;
    s->solution.interior_prices |= *done;
    return PURSE_OK;
}
