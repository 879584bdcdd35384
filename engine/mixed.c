/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A tier with integers by branch and cut on the strengthened form:
 *
 *     1. the relaxation, to which broken variable upper bounds are added until none is left;
 *     2. where much is fractional, a first incumbent by rounding, lest the time end without any; then relax and fix: what
 *        is whole in the relaxation is held, and a short tree over the rest gives a better one; then reduced costs fix for good what cannot change in any better answer;
 *     3. the tree, which starts from the incumbent;
 *     4. the polish: integers at their nearest whole numbers, what is left solved as an LP without the further rows, so
 *        that the answer is exact and its prices are those of the program with the integers held fixed.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "interior_search.h"
#include "numbers.h"
#include "strengthened.h"

/* With fewer integers GLPK's branch and cut is as quick by itself. */
enum { SEVERAL = 20 };
/* Rounds of cuts; fractional columns that make a search for an incumbent worth its time; nodes of that search. */
enum { ROUNDS = 20, MANY = 24, SHORT_TREE = 300 };
/* The share of the asked gap by which fixing at reduced costs may weaken the bound. */
static const double FIXING = 0.25;
static const double NEARLY = 1e-6;

/* A tier under way. */
typedef struct tree {
    purse_solver *s;
    strengthened *f;
    lp_answer *answer;
    double root;       /* value of the strengthened relaxation */
    double *incumbent; /* compact; NULL without memory never happens: it is s->start */
    double value;      /* of the incumbent, INFINITY without */
    double floor;      /* what fixing gave up: answers left out are no better */
} tree;

bool mixed_wanted(const purse_solver *s)
{
    if (s->p->n_commodities == 0 || !solver_mixed(s))
        return false;
    return s->settings.solver == PURSE_METHOD_STRENGTHENED ||
           (s->settings.solver == PURSE_METHOD_AUTO && s->n_integers >= SEVERAL);
}

/* What is solved: the relaxation; the same whatever the clock or a key say, for an answer in hand; the integers. */
typedef enum what { RELAXED, AT_ANY_COST, WHOLLY } what;

static bool limits_of(const purse_solver *s, what of, long nodes, lp_limits *limits)
{
    bool in_time = solver_limits(s, limits);
    long left = limits->nodes - s->solution.certificate.nodes;
    bool spent = of == WHOLLY && limits->nodes > 0 && left <= 0;
    limits->nodes = limits->nodes > 0 && (nodes == 0 || left < nodes) ? left : nodes;
    limits->relax = of != WHOLLY;
    limits->dual = true;
    limits->pseudocosts = true;
    if (of == AT_ANY_COST) {
        limits->seconds = 0.0;
        limits->interrupt = NULL;
    }
    return of == AT_ANY_COST || (in_time && !spent);
}

/* One LP or tree on the strengthened form. */
static purse_code run(tree *t, what of, long nodes, const double *start, purse_error *err)
{
    purse_solver *s = t->s;
    lp_limits limits;
    double *row_dual = t->answer->row_dual;
    t->answer->status = LP_STOPPED;
    if (!limits_of(s, of, nodes, &limits))
        return PURSE_OK;
    t->answer->row_dual = t->f->row_dual;
    purse_code code = lp_solve(t->f->lp, &limits, start, t->answer, err);
    t->answer->row_dual = row_dual;
    memcpy(row_dual, t->f->row_dual, (size_t)s->form->m.n_rows * sizeof *row_dual);
    s->solution.certificate.iterations += t->answer->iterations;
    s->solution.certificate.nodes += t->answer->nodes;
    s->solution.interrupted |= t->answer->interrupted;
    return code;
}

static double value_of(const tree *t, const double *x)
{
    long double value = 0.0L;
    for (int j = 0; j < t->f->m.n_cols; j++)
        value += (long double)t->f->m.cost[j] * x[j];
    return (double)value;
}

/* The relaxation with every bound that it breaks. */
static purse_code relax(tree *t, purse_error *err)
{
    purse_code code = PURSE_OK;
    int added = 1;
    for (int round = 0; round < ROUNDS && added > 0 && !code; round++) {
        code = run(t, RELAXED, 0, NULL, err);
        if (code || t->answer->status != LP_OPTIMAL)
            return code;
        code = strengthened_separate(t->f, t->answer->x, &added, err);
    }
    t->root = value_of(t, t->answer->x);
    return code;
}

static bool whole(double x)
{
    return fabs(x - round(x)) <= NEARLY;
}

static int count_fractional(const tree *t)
{
    int n = 0;
    for (int j = 0; j < t->s->p->n_cols; j++)
        n += t->f->m.integer[j] && !whole(t->answer->x[j]);
    return n;
}

static void own_bounds(tree *t)
{
    const lp_matrix *own = &t->f->form->m;
    for (int j = 0; j < t->s->p->n_cols; j++)
        if (own->integer[j])
            strengthened_bound(t->f, j, own->col_lo[j], own->col_hi[j]);
}

static void take_incumbent(tree *t)
{
    double value = value_of(t, t->answer->x);
    if ((t->answer->status == LP_OPTIMAL || t->answer->status == LP_FEASIBLE) && value < t->value) {
        memcpy(t->incumbent, t->answer->x, (size_t)t->f->m.n_cols * sizeof *t->incumbent);
        t->value = value;
    }
}

/* Rounds the relaxation x, and solves it once more. */
static purse_code round_first(tree *t, purse_error *err)
{
    search q = {.s = t->s};
    purse_code code = search_new(&q, err);
    for (int i = 0; i < q.n && !code; i++)
        q.x[i] = t->answer->x[q.column[i]];
    for (int k = 0; k < THRESHOLDS && !code && isinf(t->value); k++) {
        search_round(&q, q.lo, q.hi, search_threshold(k));
        for (int i = 0; i < q.n; i++)
            strengthened_bound(t->f, q.column[i], q.value[i], q.value[i]);
        code = run(t, RELAXED, 0, NULL, err);
        if (!code && t->answer->status == LP_OPTIMAL)
            take_incumbent(t);
    }
    search_free(&q);
    own_bounds(t);
    return code ? code : run(t, RELAXED, 0, NULL, err);
}

/* Holds what is whole in the relaxation x and searches the rest a little. */
static purse_code relax_and_fix(tree *t, purse_error *err)
{
    for (int j = 0; j < t->s->p->n_cols; j++)
        if (t->f->m.integer[j] && whole(t->answer->x[j]))
            strengthened_bound(t->f, j, round(t->answer->x[j]), round(t->answer->x[j]));
    purse_code code = run(t, WHOLLY, SHORT_TREE, NULL, err);
    if (!code)
        take_incumbent(t);
    own_bounds(t);
    return code;
}

/*
 * Every answer with an integer column one step off the bound it has in the relaxation costs its reduced cost more than
 * the relaxation. Where that is no better than the incumbent less a share of the gap, the column stays.
 */
static void fix_by_reduced_cost(tree *t)
{
    double cutoff = t->value - FIXING * tiers_gap(t->s) * fabs(t->value);
    for (int j = 0; j < t->s->p->n_cols && isfinite(t->value); j++) {
        double x = t->answer->x[j], d = t->answer->col_dual[j];
        double lo = lp_matrix_whole_lo(&t->f->m, j), hi = lp_matrix_whole_hi(&t->f->m, j);
        if (!t->f->m.integer[j] || lo >= hi || t->root + fabs(d) * (1.0 - 1e-6) <= cutoff)
            continue;
        if ((d > 0.0 && x <= lo + NEARLY) || (d < 0.0 && x >= hi - NEARLY)) {
            strengthened_bound(t->f, j, d > 0.0 ? lo : hi, d > 0.0 ? lo : hi);
            t->floor = cutoff;
        }
    }
}

/* The better of the tree's answer and the incumbent, with what is proved of it. */
static void settle(tree *t)
{
    lp_answer *answer = t->answer;
    bool found = answer->status == LP_OPTIMAL || answer->status == LP_FEASIBLE;
    double bound = isnan(answer->bound) ? t->root : fmax(answer->bound, t->root);
    if (isfinite(t->value) && (!found || value_of(t, answer->x) > t->value)) {
        /* A tree without an answer has denied all that is better than the incumbent, but for what was fixed. */
        bool closed = answer->status == LP_OPTIMAL || answer->status == LP_INFEASIBLE;
        if (answer->status == LP_INFEASIBLE)
            bound = t->value;
        memcpy(answer->x, t->incumbent, (size_t)t->f->m.n_cols * sizeof *t->incumbent);
        answer->status = closed ? LP_OPTIMAL : LP_FEASIBLE;
    }
    answer->bound = fmin(bound, t->floor);
}

static purse_code search_integers(tree *t, purse_error *err)
{
    purse_code code = PURSE_OK;
    if (count_fractional(t) > MANY) {
        if (isinf(t->value))
            code = round_first(t, err);
        if (!code && t->answer->status == LP_OPTIMAL)
            code = relax_and_fix(t, err);
        if (!code)
            code = run(t, RELAXED, 0, NULL, err);
        if (code)
            return code;
        if (t->answer->status == LP_OPTIMAL)
            fix_by_reduced_cost(t);
    }
    if (t->answer->status == LP_OPTIMAL)
        code = run(t, WHOLLY, 0, isfinite(t->value) ? t->incumbent : NULL, err);
    else
        t->answer->status = LP_STOPPED;
    if (!code)
        settle(t);
    return code;
}

/* Integers at their nearest whole numbers, and the rest exactly. */
static purse_code polish(tree *t, bool *held, purse_error *err)
{
    lp_answer *answer = t->answer, kept = *answer;
    for (int j = 0; j < t->s->p->n_cols; j++)
        if (t->f->m.integer[j])
            strengthened_bound(t->f, j, round(answer->x[j]), round(answer->x[j]));
    strengthened_hold(t->f, false);
    purse_code code = run(t, AT_ANY_COST, 0, NULL, err);
    if (!code && answer->status != LP_OPTIMAL) {
        lp_forget(t->f->lp);
        code = run(t, AT_ANY_COST, 0, NULL, err);
    }
    *held = !code && answer->status == LP_OPTIMAL;
    answer->status = kept.status;
    answer->bound = kept.bound;
    return code;
}

purse_code mixed_tier(purse_solver *s, const double *start, lp_answer *answer, bool *held, purse_error *err)
{
    *answer = (lp_answer){.x = s->x, .row_dual = s->row_dual, .col_dual = s->col_dual, .status = LP_STOPPED};
    purse_code code = strengthened_refresh(&s->mixed, s->form, s->p, err);
    if (code)
        return code;
    tree t = {.s = s, .f = s->mixed, .answer = answer, .incumbent = s->start, .value = INFINITY, .floor = INFINITY};
    if (start)
        t.value = value_of(&t, start);
    code = relax(&t, err);
    if (code || answer->status != LP_OPTIMAL) {
        answer->status = answer->status == LP_FEASIBLE ? LP_STOPPED : answer->status;
        return code;
    }
    code = search_integers(&t, err);
    if (!code && (answer->status == LP_OPTIMAL || answer->status == LP_FEASIBLE))
        code = polish(&t, held, err);
    return code;
}
