/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lexicographic loop. Each tier is minimised from where the last one stood, while the tiers before it are held:
 * by a row cost <= value (1 + slack), or, where the optimum is 0 and every cost is >= 0, by closing the columns that
 * cost anything, which is the same and much kinder to the simplex. A weighted objective is one tier.
 *
 * Warm: each tier's optimal basis is kept. After edits of bounds and supplies it is still dual feasible for its tier,
 * so the next solve goes back to it and lets the dual simplex mend it; after edits of costs the primal simplex goes on.
 */
#include <math.h>
#include <string.h>

#include "certificate.h"
#include "numbers.h"
#include "solver_private.h"

/* Copies the LP's answer into the spare arrays, free of noise below 0. */
static void read_answer(purse_solver *s)
{
    const purse_program *p = s->p;
    for (int j = 0; j < p->n_cols; j++) {
        double x = fmin(fmax(s->x[j], p->col_lo[j]), p->col_hi[j]);
        bool near = fabs(x - s->x[j]) <= FEASIBILITY * (1.0 + fabs(x));
        s->next_col[j] = p->col_integer[j] ? round(s->x[j]) : near ? x : s->x[j];
    }
    for (int a = 0; a < p->n_arcs; a++) {
        double x = s->x[s->form->first_arc + a];
        s->next_arc[a] = x < 0.0 && x > -FEASIBILITY ? 0.0 : x;
    }
}

/* From so many integers on the first answer of the simplex is long in coming. */
enum { MANY_INTEGERS = 200 };

static void swap(double **a, double **b)
{
    double *kept = *a;
    *a = *b;
    *b = kept;
}

static bool feasible(const purse_certificate *c)
{
    return c->row_violation <= FEASIBILITY && c->balance_violation <= FEASIBILITY &&
           c->bound_violation <= FEASIBILITY && c->integer_violation <= FEASIBILITY;
}

double tiers_gap(const purse_solver *s)
{
    if (s->settings.gap > 0.0)
        return s->settings.gap;
    return solver_mixed(s) ? GAP_INTEGER : GAP_LINEAR;
}

double tiers_bound(purse_solver *s, int t)
{
    return sweep_bound(&s->sweep, s->p, t, s->row_dual, s->solution.tier_price, s->limit);
}

bool tiers_accept(purse_solver *s, int t, double bound, double noise)
{
    purse_solution *solution = &s->solution;
    purse_certificate measured = solution->certificate;
    certificate_measure(&measured, s->p, s->next_col, s->next_arc, s->activity);
    if (!feasible(&measured))
        return false;
    solution->certificate = measured;
    swap(&s->col, &s->next_col);
    swap(&s->arc, &s->next_arc);
    s->has_answer = s->has_start = true;
    memcpy(s->row_price[t], s->row_dual, (size_t)s->p->n_rows * sizeof *s->row_dual);
    memcpy(s->col_price[t], s->col_dual, (size_t)s->p->n_cols * sizeof *s->col_dual);
    solution->row_price[t] = s->row_price[t];
    solution->col_price[t] = s->col_price[t];
    solution->value[t] = certificate_value(s->p, t, s->col, s->arc);
    solution->bound[t] = fmin(bound, solution->value[t]);
    return solution->value[t] - bound <= tiers_gap(s) * fabs(solution->value[t]) + noise;
}

/* The LP's answer, accepted or not, with what else is known of its bound. */
static bool certify(purse_solver *s, int t, const lp_answer *answer, double noise)
{
    double floor = -INFINITY;
    read_answer(s);
    tiers_prices(s, t, s->solution.tier_price);
    if (answer->status != LP_OPTIMAL) /* prices of a basis on its way can be worse than none */
        floor = sweep_bound(&s->sweep, s->p, t, s->zero, s->zero, s->limit);
    if (solver_mixed(s) && isfinite(answer->bound))
        floor = fmax(floor, answer->bound + s->p->offset[t]);
    return tiers_accept(s, t, fmax(floor, tiers_bound(s, t)), noise);
}

/*
 * An integer answer to begin from: that of the tier before, or of the last solve where it still keeps every bound.
 * NULL without one.
 */
static const double *start_of(purse_solver *s)
{
    purse_certificate measured;
    if (!s->has_start || !solver_mixed(s))
        return NULL;
    certificate_measure(&measured, s->p, s->col, s->arc, s->activity);
    if (!feasible(&measured))
        return NULL;
    for (int t = 0; t < s->tier; t++)
        if (certificate_value(s->p, t, s->col, s->arc) > s->limit[t] + 1e-12 * fabs(s->limit[t]))
            return NULL;
    memcpy(s->start, s->col, (size_t)s->p->n_cols * sizeof *s->start);
    memcpy(s->start + s->form->first_arc, s->arc, (size_t)s->p->n_arcs * sizeof *s->start);
    return s->start;
}

/*
 * How a tier is tried, in turn, until its answer is certified: from the basis kept for it, by the dual simplex; from
 * where the tier before stood, by the primal; cold; and a linear one on from there without scaling, which can hide what
 * a row lacks.
 */
typedef enum attempt { ATTEMPT_KEPT, ATTEMPT_ONWARD, ATTEMPT_COLD, ATTEMPT_UNSCALED, ATTEMPTS } attempt;

static purse_code solve_lp(purse_solver *s, bool relax, attempt try, lp_answer *answer, purse_error *err)
{
    lp_limits limits;
    *answer = (lp_answer){.x = s->x, .row_dual = s->row_dual, .col_dual = s->col_dual, .status = LP_STOPPED};
    bool in_time = solver_limits(s, &limits);
    limits.dual = try == ATTEMPT_KEPT;
    limits.relax = !solver_mixed(s);
    limits.unscaled = try == ATTEMPT_UNSCALED;
    if (relax) { /* short, and an answer in hand is not to be lost to the clock or a key */
        limits.seconds = 0.0;
        limits.interrupt = NULL;
        limits.relax = true;
    } else if (!in_time)
        return PURSE_OK;
    purse_code code = lp_solve(s->lp, &limits, relax ? NULL : start_of(s), answer, err);
    s->solution.certificate.iterations += answer->iterations;
    s->solution.certificate.nodes += answer->nodes;
    s->solution.interrupted |= answer->interrupted;
    return code;
}

/*
 * Branch and cut keeps integers only to a tolerance, and a big coefficient can hide much behind it. So hold them at
 * the nearest integers and solve what is left as an LP: its answer is exact, and its prices are those of the program
 * with the integers held fixed.
 */
static purse_code polish(purse_solver *s, bool *held, purse_error *err)
{
    lp_matrix *m = &s->form->m;
    lp_answer fixed;
    for (int j = 0; j < s->p->n_cols; j++)
        if (m->integer[j]) {
            s->saved[2 * j] = m->col_lo[j];
            s->saved[2 * j + 1] = m->col_hi[j];
            m->col_lo[j] = m->col_hi[j] = round(s->x[j]);
            lp_touch_col(s->lp, j);
        }
    purse_code code = solve_lp(s, true, ATTEMPT_KEPT, &fixed, err);
    if (!code && fixed.status != LP_OPTIMAL) {
        lp_forget(s->lp);
        code = solve_lp(s, true, ATTEMPT_COLD, &fixed, err);
    }
    for (int j = 0; j < s->p->n_cols; j++)
        if (m->integer[j]) {
            m->col_lo[j] = s->saved[2 * j];
            m->col_hi[j] = s->saved[2 * j + 1];
            lp_touch_col(s->lp, j);
        }
    *held = !code && fixed.status == LP_OPTIMAL;
    return code;
}

/* Puts the LP where the attempt begins. False when it cannot. */
static bool prepare(purse_solver *s, int t, attempt try)
{
    if (try == ATTEMPT_KEPT)
        return s->kept[t] && !solver_mixed(s) && lp_recall(s->lp, t);
    if (try == ATTEMPT_ONWARD && t > 0)
        (void)lp_recall(s->lp, t - 1); /* where there is none, the present basis is that of the tier before */
    if (try == ATTEMPT_COLD)
        lp_forget(s->lp);
    if (try == ATTEMPT_UNSCALED)
        return !solver_mixed(s);
    return true;
}

static purse_code keep_and_hold(purse_solver *s, int t, double noise, purse_error *err)
{
    purse_code code = PURSE_OK;
    if (!s->by_interior && !solver_mixed(s)) {
        code = lp_keep(s->lp, t, err);
        s->kept[t] = !code;
    }
    if (!code && t < s->p->n_tiers - 1 && !s->alone)
        tiers_keep(s, t, noise);
    return code;
}

/* Under a time limit that may end before the simplex has a single answer, one is had first, which it then begins with. */
static bool first_wanted(const purse_solver *s)
{
    return s->settings.time_limit > 0.0 && s->tier == 0 && !s->has_start && s->n_integers >= MANY_INTEGERS &&
           mixed_wanted(s);
}

/*
 * What the interior point leaves open of a large linear program, where there is an answer to tell with its gap: on that
 * the simplex would sit for hours.
 */
static bool simplex_is_late(const purse_solver *s)
{
    return interior_wanted(s) && s->has_answer && s->p->n_arcs >= TOO_LARGE_FOR_SIMPLEX;
}

/* One tier to its certified optimum. `done` is set when the loop may go on to the next. */
static purse_code solve_tier(purse_solver *s, int t, bool *done, lp_status *status, purse_error *err)
{
    double noise = tiers_noise(s, t);
    purse_code code = PURSE_OK;
    *done = s->by_interior = false;
    if (t == 0)
        code = interior_denial(s, err);
    if (code || s->solution.status == PURSE_STATUS_INFEASIBLE)
        return code;
    if (interior_tree_wanted(s)) {
        bool found = false;
        s->solution.way[t] = PURSE_WAY_BRANCH;
        code = interior_tree(s, t, noise, &found, done, err);
        if (code || s->solution.interrupted || *done || s->solution.status == PURSE_STATUS_INFEASIBLE ||
            interior_tree_alone(s))
            return !code && *done ? keep_and_hold(s, t, noise, err) : code;
    } else if (interior_wanted(s)) {
        s->solution.way[t] = PURSE_WAY_INTERIOR;
        code = interior_tier(s, t, noise, done, err);
        if (code && code != PURSE_ESOLVER)
            return code;
        if (s->solution.interrupted || s->solution.status == PURSE_STATUS_INFEASIBLE)
            return PURSE_OK;
    }
    if (*done)
        return keep_and_hold(s, t, noise, err);
    if (simplex_is_late(s))
        return PURSE_OK;
    if (first_wanted(s)) {
        s->solution.way[t] = PURSE_WAY_BRANCH;
        code = interior_first(s, t, noise, err);
        if (code || s->solution.interrupted)
            return code;
    }
    code = solver_form(s, err);
    if (code)
        return code;
    compact_cost(s->form, s->p, t);
    for (attempt try = ATTEMPT_KEPT; try < ATTEMPTS && !*done; try++) {
        lp_answer answer;
        bool held = true; /* its integers, rounded, leave an answer */
        if (!prepare(s, t, try) || (try == ATTEMPT_UNSCALED && *status != LP_OPTIMAL))
            continue;
        bool mixed = try == ATTEMPT_ONWARD && mixed_wanted(s);
        code = mixed ? mixed_tier(s, start_of(s), &answer, &held, err) : solve_lp(s, false, try, &answer, err);
        if (mixed && !code && (answer.status == LP_INFEASIBLE || answer.status == LP_UNBOUNDED))
            continue; /* not its word alone */
        if (!code && !mixed && solver_mixed(s) && (answer.status == LP_OPTIMAL || answer.status == LP_FEASIBLE))
            code = polish(s, &held, err);
        *status = answer.status;
        s->denied_by_relaxation = answer.by_relaxation;
        if (code && code != PURSE_ESOLVER)
            return code;
        if (!code && answer.status == LP_STOPPED)
            return PURSE_OK;
        if (!code && answer.status == LP_INFEASIBLE && t == 0 && !solver_mixed(s)) {
            code = infeasible_prove(s, err);
            if (code != PURSE_ESOLVER)
                return code;
        }
        if (!code && held && (answer.status == LP_OPTIMAL || answer.status == LP_FEASIBLE)) {
            s->solution.way[t] = mixed ? PURSE_WAY_STRENGTHENED : solver_mixed(s) ? PURSE_WAY_CUT : PURSE_WAY_SIMPLEX;
            *done = certify(s, t, &answer, noise) && answer.status == LP_OPTIMAL;
            if (answer.status == LP_FEASIBLE)
                return PURSE_OK;
        }
    }
    return *done ? keep_and_hold(s, t, noise, err) : code;
}

/*
 * What the simplex is not certain of, the interior point may still close, whichever was asked for; and so may the tree
 * over it where GLPK's has only answers whose integers do not hold when they are rounded.
 */
static purse_code last_resort(purse_solver *s, int t, bool *done, purse_error *err)
{
    double noise = tiers_noise(s, t);
    bool mixed = solver_mixed(s), found = false;
    if (mixed && s->has_answer)
        return PURSE_OK; /* to be told with its gap */
    if (s->p->n_commodities == 0 || (mixed ? interior_tree_wanted(s) : s->n_integers > 0 || interior_wanted(s)))
        return PURSE_OK;
    purse_error unsaid;
    purse_code code =
        mixed ? interior_tree(s, t, noise, &found, done, &unsaid) : interior_tier(s, t, noise, done, &unsaid);
    if (code == PURSE_EMEMORY)
        return purse_error_memory(err);
    if (code || !*done)
        return PURSE_OK;
    s->solution.way[t] = mixed ? PURSE_WAY_BRANCH : PURSE_WAY_INTERIOR;
    return keep_and_hold(s, t, noise, err);
}

/* A tier that was left open with `code`: there may be no answer, or a limit was met, or nobody is certain. */
static purse_code left_open(purse_solver *s, lp_status status, purse_code code, bool *done, purse_error *err)
{
    int t = s->tier;
    if (!code && t == 0 && status == LP_UNBOUNDED)
        s->solution.status = PURSE_STATUS_UNBOUNDED;
    if (!code && t == 0 && status == LP_INFEASIBLE && s->solution.status == PURSE_STATUS_NONE)
        code = infeasible_prove(s, err);
    bool at_a_loss = code == PURSE_ESOLVER || status == LP_OPTIMAL || (status == LP_INFEASIBLE && t > 0);
    if ((code && code != PURSE_ESOLVER) || !at_a_loss)
        return code;
    purse_code other = last_resort(s, t, done, err);
    if (other || *done)
        return other;
    bool no_answer = !code && t == 0 && status == LP_OPTIMAL && !s->has_answer;
    if (no_answer && solver_mixed(s)) { /* the tree may have none but by hairs, see infeasible.c */
        code = infeasible_prove(s, err);
        no_answer = code == PURSE_ESOLVER;
    }
    if (no_answer && s->solution.status == PURSE_STATUS_NONE)
        code = purse_error_set(err, PURSE_ESOLVER, "solver", "every answer breaks the program by more than %g",
                               FEASIBILITY);
    return code;
}

/* Values of all tiers in the final answer, and for those without an answer of their own a bound at no prices. */
static void finish(purse_solver *s, int reached)
{
    purse_solution *solution = &s->solution;
    for (int t = 0; t < s->p->n_tiers; t++) {
        solution->value[t] = certificate_value(s->p, t, s->col, s->arc);
        if (t > reached || (t == reached && !solution->row_price[t]))
            solution->bound[t] = sweep_bound(&s->sweep, s->p, t, s->zero, s->zero, s->zero);
        solution->bound[t] = fmin(solution->bound[t], solution->value[t]);
    }
    certificate_measure(&solution->certificate, s->p, s->col, s->arc, s->activity);
    solution->col = s->col;
    solution->arc = s->arc;
    solution->fixed_prices = s->n_integers > 0;
}

static void begin(purse_solver *s)
{
    s->solution = (purse_solution){.n_tiers = s->p->n_tiers};
    s->has_answer = false;
    s->started = seconds_now();
    s->deadline = s->started + s->settings.time_limit;
    tiers_release(s);
}

purse_code tiers_again(purse_solver *s, int tier, purse_error *err)
{
    bool done = false;
    lp_status status = LP_STOPPED;
    begin(s);
    for (int t = 0; t < tier; t++) {
        tiers_hold(s, t);
        s->solution.bound[t] = -INFINITY; /* not asked */
    }
    if (s->ipm)
        ipm_return(s->ipm, tier);
    s->tier = s->last = tier;
    s->alone = true;
    purse_code code = solve_tier(s, tier, &done, &status, err);
    s->alone = false;
    if (s->solution.status == PURSE_STATUS_NONE)
        s->solution.status = done ? PURSE_STATUS_OPTIMAL : s->has_answer ? PURSE_STATUS_FEASIBLE : PURSE_STATUS_LIMIT;
    if (!code && s->has_answer)
        finish(s, tier);
    tiers_release(s);
    return code;
}

/* A tier left open whose answer the ones after it may keep: there is time left for them. */
static bool goes_on(const purse_solver *s, int t, int last)
{
    lp_limits limits;
    bool spent = s->settings.node_limit > 0 && s->solution.certificate.nodes >= s->settings.node_limit;
    return t < last && (interior_tree_wanted(s) || simplex_is_late(s)) && s->has_answer && s->solution.row_price[t] &&
           !s->solution.interrupted && !spent && s->solution.status == PURSE_STATUS_NONE && solver_limits(s, &limits);
}

purse_code tiers_solve(purse_solver *s, int last, purse_error *err)
{
    begin(s);
    purse_code code = PURSE_OK;
    bool done = false, all = true;
    s->held = 0;
    s->recosted = false;
    s->last = last;
    for (s->tier = 0; s->tier <= last; s->tier++) {
        lp_status status = LP_STOPPED;
        code = solve_tier(s, s->tier, &done, &status, err);
        if (!done)
            code = left_open(s, status, code, &done, err);
        all &= done;
        if (code || (!done && !goes_on(s, s->tier, last)))
            break;
        if (!done) {
            tiers_keep(s, s->tier, tiers_noise(s, s->tier));
            if (s->ipm)
                ipm_return(s->ipm, s->tier + 1);
        }
    }
    if (!code && s->solution.status == PURSE_STATUS_NONE) {
        s->solution.status = PURSE_STATUS_LIMIT;
        if (s->has_answer) {
            s->solution.status = all ? PURSE_STATUS_OPTIMAL : PURSE_STATUS_FEASIBLE;
            finish(s, s->tier <= last ? s->tier : last);
        }
    }
    tiers_release(s);
    return code;
}
