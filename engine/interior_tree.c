/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A tier with integers by branch and bound over the interior point solver, for programs that the simplex is too slow
 * for. Best bound first; the bound of a node is the sweep's at the node's prices, so every bound is proved from the
 * program alone. Answers come from dives, and from rounding a node's relaxation within the rows that hold whole columns
 * alone and solving what is left; each is taken only as the certificate measures it.
 *
 * `floor` is the least bound of whatever is no longer searched: closed, as good as the incumbent, or given up. With the
 * open nodes' it is what is proved.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "interior_search.h"
#include "numbers.h"

/* Of the time left, what a tier may take that is not the last. */
static const double TIME = 2.0 / 3.0;

bool interior_tree_wanted(const purse_solver *s)
{
    if (s->p->n_commodities == 0 || !solver_mixed(s))
        return false;
    return s->settings.solver == PURSE_METHOD_INTERIOR ||
           (s->settings.solver == PURSE_METHOD_AUTO && s->p->n_arcs >= TOO_LARGE_FOR_SIMPLEX);
}

bool interior_tree_alone(const purse_solver *s)
{
    return s->p->n_arcs >= TOO_LARGE_FOR_SIMPLEX;
}

static purse_code try_rounding(search *q, const double *lo, const double *hi, int tries, purse_error *err)
{
    purse_code code = PURSE_OK;
    bool had = q->found;
    double before = q->best;
    for (int k = 0; k < tries && !code && !q->stopped; k++) {
        search_round(q, lo, hi, search_threshold(k));
        if (search_tried(q))
            continue;
        code = search_solve(q, q->value, q->value, err);
        if (!code)
            search_take(q);
        if (q->found && (!had || q->best < before))
            break;
    }
    return code;
}

static purse_code push(search *q, const double *lo, const double *hi, double bound, purse_error *err)
{
    if (q->n_open == q->room) {
        int room = 2 * q->room + 16;
        node *larger = realloc(q->open, (size_t)room * sizeof *larger);
        if (!larger)
            return purse_error_memory(err);
        q->open = larger;
        q->room = room;
    }
    size_t n = (size_t)q->n;
    double *both = malloc((2 * n + 1) * sizeof *both);
    if (!both)
        return purse_error_memory(err);
    memcpy(both, lo, n * sizeof *both);
    memcpy(both + n, hi, n * sizeof *both);
    q->open[q->n_open++] = (node){bound, both, both + n};
    return PURSE_OK;
}

/* The open node of least bound, the oldest of equals. */
static node pop(search *q)
{
    int best = 0;
    for (int i = 1; i < q->n_open; i++)
        if (q->open[i].bound < q->open[best].bound)
            best = i;
    node chosen = q->open[best];
    memmove(q->open + best, q->open + best + 1, (size_t)(q->n_open - best - 1) * sizeof *q->open);
    q->n_open--;
    return chosen;
}

/* What a whole step of a column is worth at the prices of the relaxation, whichever way it goes. */
static double worth(const search *q, int i)
{
    const purse_program *p = q->s->p;
    int j = q->column[i];
    double sum = 0.0;
    for (int k = p->col_start[j]; k < p->col_start[j + 1]; k++)
        sum += fabs(q->price[p->col_row[k]] * p->col_coef[k]);
    return sum;
}

/* The free column whose distance to a whole number is worth most, -1 when all are whole. */
static int most_fractional(const search *q, const node *at)
{
    int best = -1;
    double most = -1.0;
    for (int i = 0; i < q->n; i++) {
        double away = fabs(q->x[i] - round(q->x[i]));
        if (at->lo[i] >= at->hi[i] || away <= WHOLE)
            continue;
        double score = away * worth(q, i);
        if (score > most) {
            most = score;
            best = i;
        }
    }
    return best;
}

/* Where nothing is fractional, or nothing is known: any column that is still free. */
static int any_free(const node *at, int n)
{
    for (int i = 0; i < n; i++)
        if (at->lo[i] < at->hi[i])
            return i;
    return -1;
}

static purse_code branch(search *q, const node *at, int i, double x, purse_error *err)
{
    double below = fmin(fmax(floor(x), at->lo[i]), at->hi[i] - 1.0), kept = at->hi[i];
    at->hi[i] = below;
    purse_code code = push(q, at->lo, at->hi, at->bound, err);
    at->hi[i] = kept;
    kept = at->lo[i];
    at->lo[i] = below + 1.0;
    if (!code)
        code = push(q, at->lo, at->hi, at->bound, err);
    at->lo[i] = kept;
    return code;
}

/* From which bound on nothing better is worth looking for. */
static double cutoff(const search *q)
{
    return q->found ? q->best - 0.5 * tiers_gap(q->s) * fabs(q->best) - q->noise : INFINITY;
}

static bool good_enough(const search *q, double bound)
{
    return bound >= cutoff(q);
}

/* The prices at which the node's bound was found, before further solves take their place. */
static void keep_prices(search *q)
{
    if (!q->answer.row_dual)
        return;
    memcpy(q->price, q->answer.row_dual, (size_t)q->s->p->n_rows * sizeof *q->price);
    memcpy(q->tier_price, q->answer.tier_dual, sizeof q->tier_price);
}

/*
 * A step of a column off the bound at which the node's own bound has it costs its reduced cost more; where that passes
 * the cutoff, the step is not taken. True when the node has become smaller.
 */
static bool fix_by_reduced_cost(search *q, node *at)
{
    purse_solver *s = q->s;
    bool smaller = false;
    search_bounds(q, at->lo, at->hi);
    double room = cutoff(q) - sweep_bound(&s->sweep, s->p, q->tier, q->price, q->tier_price, s->limit);
    search_bounds(q, q->lo, q->hi);
    for (int i = 0; i < q->n && isfinite(room) && room >= 0.0; i++) {
        double d = sweep_reduced(&s->sweep, s->p, q->column[i]), steps = floor(room / fabs(d) * (1.0 + 1e-6));
        if (!(at->lo[i] + steps < at->hi[i]))
            continue;
        smaller = true;
        q->floor = fmin(q->floor, cutoff(q));
        if (d > 0.0)
            at->hi[i] = at->lo[i] + steps;
        else
            at->lo[i] = at->hi[i] - steps;
    }
    return smaller;
}

/* Looks for answers at the tier's root, and at every node whose number is a power of 2 from 4 on. */
static purse_code look(search *q, const node *at, bool whole, purse_error *err)
{
    bool root = q->explored == 1 || !q->found;
    if (whole)
        return try_rounding(q, at->lo, at->hi, root ? THRESHOLDS : 1, err);
    if (!root && (q->explored < 4 || (q->explored & (q->explored - 1)) != 0))
        return PURSE_OK;
    purse_code code = q->first_only ? PURSE_OK : search_dive(q, at->lo, at->hi, cutoff(q), err);
    return code || q->found || q->stopped ? code : try_rounding(q, at->lo, at->hi, THRESHOLDS, err);
}

/* What is left of a node that is not closed: two halves, or, where reduced costs decide the rest, itself once more. */
static purse_code go_on(search *q, node *at, purse_error *err)
{
    bool smaller = fix_by_reduced_cost(q, at);
    int column = most_fractional(q, at);
    double x = column >= 0 ? q->x[column] : 0.0;
    if (column < 0) {
        column = any_free(at, q->n);
        x = column >= 0 ? at->lo[column] : 0.0;
    }
    if (column >= 0)
        return branch(q, at, column, x, err);
    if (smaller)
        return push(q, at->lo, at->hi, at->bound, err);
    q->floor = fmin(q->floor, at->bound);
    return PURSE_OK;
}

static purse_code explore(search *q, node *at, purse_error *err)
{
    bool root = q->explored++ == 0;
    purse_code code = (root ? search_solve_onward : search_solve)(q, at->lo, at->hi, err);
    if (!code && q->answer.status == IPM_INFEASIBLE)
        return PURSE_OK;
    at->bound = fmax(at->bound, isnan(q->answer.bound) ? -INFINITY : q->answer.bound);
    if (code || q->stopped) {
        q->floor = fmin(q->floor, at->bound);
        return code;
    }
    bool known = q->answer.has_point || q->answer.estimated;
    keep_prices(q);
    for (int i = 0; i < q->n; i++)
        q->x[i] = known ? q->answer.col[q->column[i]] : 0.5 * (at->lo[i] + at->hi[i]);
    if (good_enough(q, at->bound)) {
        q->floor = fmin(q->floor, at->bound);
        return PURSE_OK;
    }
    bool fractional = most_fractional(q, at) >= 0;
    if (known && (!fractional || any_free(at, q->n) >= 0))
        code = look(q, at, !fractional, err);
    if (code || q->stopped || good_enough(q, at->bound)) {
        q->floor = fmin(q->floor, at->bound);
        return code;
    }
    return go_on(q, at, err);
}

/* The awards of the tier before. */
static purse_code try_former(search *q, purse_error *err)
{
    for (int i = 0; i < q->n; i++)
        q->value[i] = round(q->s->col[q->column[i]]);
    (void)search_tried(q);
    purse_code code = search_solve_onward(q, q->value, q->value, err);
    if (!code)
        search_take(q);
    return code;
}

static purse_code run(search *q, purse_error *err)
{
    purse_solver *s = q->s;
    lp_limits all;
    q->until = INFINITY;
    if (solver_limits(s, &all) && all.seconds > 0.0 && q->tier < s->last && interior_tree_alone(s))
        q->until = seconds_now() + TIME * all.seconds;
    double bound = sweep_bound(&s->sweep, s->p, q->tier, s->zero, s->zero, s->limit);
    purse_code code = s->tier > 0 && s->has_answer ? try_former(q, err) : PURSE_OK;
    if (!code)
        code = push(q, q->lo, q->hi, bound, err);
    while (!code && q->n_open > 0 && !q->stopped && !(q->first_only && q->explored > 0)) {
        node at = pop(q);
        if (good_enough(q, at.bound))
            q->floor = fmin(q->floor, at.bound);
        else
            code = explore(q, &at, err);
        free(at.lo);
        search_tell(q);
    }
    return code;
}

purse_code interior_first(purse_solver *s, int t, double noise, purse_error *err)
{
    search q = {.s = s, .tier = t, .floor = INFINITY, .best = INFINITY, .noise = noise, .first_only = true};
    purse_code code = interior_ready(s, err);
    if (!code)
        code = search_new(&q, err);
    if (!code)
        code = run(&q, err);
    if (!code && q.found)
        s->solution.bound[t] = fmax(s->solution.bound[t], fmin(search_bound(&q), s->solution.value[t]));
    search_free(&q);
    return code;
}

purse_code interior_tree(purse_solver *s, int t, double noise, bool *found, bool *done, purse_error *err)
{
    search q = {.s = s, .tier = t, .floor = INFINITY, .best = INFINITY, .noise = noise};
    purse_code code = interior_ready(s, err);
    if (!code)
        code = search_new(&q, err);
    if (!code)
        code = run(&q, err);
    if (!code && q.found) {
        double value = s->solution.value[t], bound = fmin(search_bound(&q), value);
        s->solution.bound[t] = fmax(s->solution.bound[t], bound);
        double gap = tiers_gap(s) - (t < s->last ? tiers_slack(s) : 0.0);
        *done = value - s->solution.bound[t] <= gap * fabs(value) + noise;
    }
    /* Every leaf was proved to hold nothing. */
    if (!code && !q.found && !q.stopped && q.n_open == 0 && isinf(q.floor) && t == 0)
        s->solution.status = PURSE_STATUS_INFEASIBLE;
    *found = q.found;
    search_free(&q);
    return code;
}
