/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Proof that a program has no feasible answer, and the least change that would give it one.
 *
 * The elastic form lets every linking row be broken at a cost of 1 / (1 + |bound|). Its optimum is the least change;
 * its prices, put into the sweep without any cost, give a bound above 0, which no feasible program can have. Only where
 * the relaxation is feasible and the tree alone said no, the tree's bound on the elastic form stands for the proof. A tree
 * takes what is within 1e-7 of a whole number for one: so little of an award lets a hair of activity in and costs nothing.
 * Where its bound is 0, the integers are branched on until each leaf is proved by prices.
 *
 * Prices from elsewhere prove the same once they are made as small as those of the elastic form.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "numbers.h"
#include "solver_private.h"

typedef struct elastic {
    compact *form;
    int *of;
    lp *lp;
    double *x, *row_dual, *col_dual;
} elastic;

static void elastic_free(elastic *e)
{
    lp_free(e->lp);
    compact_free(e->form);
    free(e->of);
    free(e->x);
    free(e->row_dual);
    free(e->col_dual);
}

static purse_code elastic_new(elastic *e, purse_solver *s, purse_error *err)
{
    *e = (elastic){0};
    purse_code code = solver_form(s, err);
    if (!code)
        code = compact_elastic(&e->form, &e->of, s->form, s->p->n_rows, err);
    if (code)
        return code;
    e->x = calloc((size_t)e->form->m.n_cols + 1, sizeof *e->x);
    e->col_dual = calloc((size_t)e->form->m.n_cols + 1, sizeof *e->col_dual);
    e->row_dual = calloc((size_t)e->form->m.n_rows + 1, sizeof *e->row_dual);
    if (!e->x || !e->col_dual || !e->row_dual)
        return purse_error_memory(err);
    return lp_new(&e->lp, &e->form->m, err);
}

static double row_size(const purse_program *p, int r)
{
    return fmax(isinf(p->row_lo[r]) ? 0.0 : fabs(p->row_lo[r]), isinf(p->row_hi[r]) ? 0.0 : fabs(p->row_hi[r]));
}

static void read_change(purse_solver *s, const elastic *e)
{
    s->solution.least_change = 0.0;
    for (int r = 0; r < s->p->n_rows; r++) {
        double add = e->of[2 * r] >= 0 ? e->x[e->of[2 * r]] : 0.0;
        double less = e->of[2 * r + 1] >= 0 ? e->x[e->of[2 * r + 1]] : 0.0;
        s->change[r] = less - add;
        s->solution.least_change += fabs(s->change[r]) / (1.0 + row_size(s->p, r));
    }
    s->solution.row_change = s->change;
}

/* A change smaller than this, relative to what it changes, is noise and proves nothing. */
static const double PROOF = 1e-9;
/* The same of prices that no simplex has cleaned. */
static const double PROOF_BY_PRICES = 1e-6;

enum { MOST_LEAVES = 2000 };

/* Leaves are of the elastic form's relaxation. */
typedef struct leaves {
    purse_solver *s;
    elastic *e;
    int left;
    double least;    /* change of a leaf */
    double *nearest; /* and that leaf's answer */
    bool proved;     /* so far */
} leaves;

static void bound_column(leaves *l, int j, double lo, double hi)
{
    l->s->p->col_lo[j] = l->e->form->m.col_lo[j] = lo;
    l->s->p->col_hi[j] = l->e->form->m.col_hi[j] = hi;
    lp_touch_col(l->e->lp, j);
}

/* The integer column that is the furthest from a whole number; -1: none is. */
static int least_whole(const leaves *l)
{
    double furthest = PROOF;
    int which = -1;
    for (int j = 0; j < l->s->p->n_cols; j++) {
        double far = fabs(l->e->x[j] - round(l->e->x[j]));
        if (l->s->p->col_integer[j] && far > furthest) {
            furthest = far;
            which = j;
        }
    }
    return which;
}

static void keep_nearest(leaves *l)
{
    double change = 0.0;
    for (int j = 0; j < l->e->form->m.n_cols; j++)
        change += l->e->form->m.cost[j] * l->e->x[j];
    if (change >= l->least)
        return;
    l->least = change;
    memcpy(l->nearest, l->e->x, (size_t)l->e->form->m.n_cols * sizeof *l->nearest);
}

/* What lies within the present bounds. */
static purse_code prove_leaves(leaves *l, purse_error *err)
{
    purse_solver *s = l->s;
    lp_limits limits;
    lp_answer answer = {.x = l->e->x, .row_dual = l->e->row_dual, .col_dual = l->e->col_dual};
    l->proved = false;
    if (l->left-- <= 0 || !solver_limits(s, &limits))
        return PURSE_OK;
    limits.relax = true;
    purse_code code = lp_solve(l->e->lp, &limits, NULL, &answer, err);
    s->solution.certificate.iterations += answer.iterations;
    s->solution.certificate.nodes++;
    s->solution.interrupted |= answer.interrupted;
    if (code || answer.status != LP_OPTIMAL)
        return code;
    int j = least_whole(l);
    if (sweep_bound(&s->sweep, s->p, -1, l->e->row_dual, s->zero, s->zero) > PROOF) {
        keep_nearest(l);
        l->proved = true;
        return PURSE_OK;
    }
    if (j < 0)
        return PURSE_OK;
    double lo = s->p->col_lo[j], hi = s->p->col_hi[j], below = floor(l->e->x[j]);
    for (int side = 0; side < 2 && !code && (side == 0 || l->proved); side++) {
        bound_column(l, j, side ? below + 1.0 : lo, side ? hi : below);
        code = prove_leaves(l, err);
    }
    bound_column(l, j, lo, hi);
    return code;
}

/* Whether every leaf is proved; then `e->x` is that of the nearest. */
static purse_code prove_by_leaves(purse_solver *s, elastic *e, bool *proved, purse_error *err)
{
    size_t n = (size_t)e->form->m.n_cols;
    leaves l = {.s = s, .e = e, .left = MOST_LEAVES, .least = INFINITY, .nearest = calloc(n + 1, sizeof(double))};
    purse_code code = l.nearest ? prove_leaves(&l, err) : purse_error_memory(err);
    *proved = !code && l.proved;
    if (*proved)
        memcpy(e->x, l.nearest, n * sizeof *e->x);
    free(l.nearest);
    return code;
}

bool infeasible_by_prices(purse_solver *s, const double *row_price)
{
    double largest = 0.0;
    for (int r = 0; r < s->p->n_rows; r++)
        largest = fmax(largest, fabs(row_price[r]) * (1.0 + row_size(s->p, r)));
    return largest > 0.0 && sweep_bound(&s->sweep, s->p, -1, row_price, s->zero, s->zero) > PROOF_BY_PRICES * largest;
}

purse_code infeasible_prove(purse_solver *s, purse_error *err)
{
    elastic e;
    lp_limits limits;
    purse_code code = elastic_new(&e, s, err);
    if (code)
        goto out;
    if (!solver_limits(s, &limits))
        goto out;
    lp_answer answer = {.x = e.x, .row_dual = e.row_dual, .col_dual = e.col_dual};
    code = lp_solve(e.lp, &limits, NULL, &answer, err);
    s->solution.certificate.iterations += answer.iterations;
    s->solution.certificate.nodes += answer.nodes;
    s->solution.interrupted |= answer.interrupted;
    if (code || answer.status == LP_STOPPED || answer.status == LP_FEASIBLE)
        goto out;
    double proof = sweep_bound(&s->sweep, s->p, -1, e.row_dual, s->zero, s->zero);
    bool by_tree = s->n_integers > 0 && !s->denied_by_relaxation && answer.status == LP_OPTIMAL && answer.bound > PROOF;
    bool by_leaves = false;
    if (s->n_integers > 0 && answer.status == LP_OPTIMAL && !(proof > PROOF) && !by_tree)
        code = prove_by_leaves(s, &e, &by_leaves, err);
    if (code || s->solution.interrupted)
        goto out;
    if (answer.status == LP_INFEASIBLE || proof > PROOF || by_tree || by_leaves) {
        if (answer.status == LP_OPTIMAL)
            read_change(s, &e);
        s->solution.status = PURSE_STATUS_INFEASIBLE;
    } else
        code = purse_error_set(err, PURSE_ESOLVER, "solver", "found no answer and no proof that there is none");
out:
    elastic_free(&e);
    return code;
}
