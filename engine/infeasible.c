/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Proof that a program has no feasible answer, and the least change that would give it one.
 *
 * The elastic form lets every linking row be broken at a cost of 1 / (1 + |bound|). Its optimum is the least change;
 * its prices, put into the sweep without any cost, give a bound above 0, which no feasible program can have. Only where
 * the relaxation is feasible and the tree alone said no, the tree's bound on the elastic form stands for the proof.
 *
 * Prices from elsewhere prove the same once they are made as small as those of the elastic form.
 */
#include <math.h>
#include <stdlib.h>

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
    if (answer.status == LP_INFEASIBLE || proof > PROOF || by_tree) {
        if (answer.status == LP_OPTIMAL)
            read_change(s, &e);
        s->solution.status = PURSE_STATUS_INFEASIBLE;
    } else
        code = purse_error_set(err, PURSE_ESOLVER, "solver", "found no answer and no proof that there is none");
out:
    elastic_free(&e);
    return code;
}
