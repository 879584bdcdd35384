/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who takes part in what pooling saves. Money moves freely among the pots of a coalition and not at all elsewhere; what
 * a coalition saves is how far the optimum falls below that of separate pots. A pot's Shapley share is what it adds to
 * the coalitions it joins, over all orders in which the pots could come together; the shares sum to what all save.
 *
 * A larger coalition is never worse. So one whose optimum another's plan shows, because the plan asks for no money from
 * outside, needs no solve of its own: it can do as well as the larger one, and no better.
 */
#include "purse/walls.h"

#include <math.h>
#include <stdlib.h>

#include "models/optimise_private.h"

/* Two optima closer than this, relative, are one: both are proved to 1e-6 at least. */
static const double SAME = 1e-6;
/* A budget is kept to this, relative. */
static const double KEPT = 1e-9;

typedef struct coalition {
    bool known;
    double value[PURSE_MAX_TIERS];  /* optima, as proved */
    double spend[PURSE_WALLS_POTS]; /* of a plan that reaches them; fixed costs of what is held not counted */
} coalition;

typedef struct sharing {
    const build *b;
    purse_solver *solver;
    coalition *of; /* by the set of its pots, a bit each */
    unsigned all;  /* the coalition of all pots */
} sharing;

static bool in(unsigned pots, int pot)
{
    return pots >> pot & 1U;
}

static purse_code join(const build *b, purse_solver *solver, unsigned pots, purse_error *err)
{
    const int n = b->model->n_pots;
    purse_code code = PURSE_OK;
    double most = build_money_limit(b, (purse_regime){PURSE_REGIME_POOLED, 0.0}, 0, 1);
    for (int p = 0; p < n && !code; p++) {
        code = purse_solver_row_bounds(solver, b->dial_row[p], -INFINITY, INFINITY, err);
        for (int q = 0; q < n && !code; q++)
            if (p != q)
                code = purse_solver_col_bounds(solver, b->money_col[p * n + q], 0.0,
                                               in(pots, p) && in(pots, q) ? most : 0.0, err);
    }
    return code;
}

/* What each pot spends in an answer, moved money left aside. */
static void measure_spend(double *spend, const build *b, const double *col)
{
    const purse_program *p = b->program;
    for (int j = 0; j < p->n_cols; j++)
        for (int k = p->col_start[j]; k < p->col_start[j + 1] && b->col[j].kind != BUILD_COL_MONEY; k++)
            if (b->row[p->col_row[k]].kind == BUILD_ROW_BUDGET)
                spend[b->row[p->col_row[k]].a] += p->col_coef[k] * col[j];
}

/* One coalition, its tiers up to and including `last`. */
static purse_code solve(sharing *s, unsigned pots, int last, purse_error *err)
{
    coalition *c = &s->of[pots];
    purse_code code = join(s->b, s->solver, pots, err);
    if (!code)
        code = purse_solver_solve_to(s->solver, last, err);
    const purse_solution *solution = purse_solver_solution(s->solver);
    if (code || solution->status != PURSE_STATUS_OPTIMAL)
        return code;
    c->known = true;
    for (int t = 0; t <= last; t++)
        c->value[t] = solution->bound[t];
    measure_spend(c->spend, s->b, solution->col);
    return PURSE_OK;
}

/* Whether so much spending needs no money but what the pots have together, and each of the others by itself. */
static bool affords(const build *b, unsigned pots, const double *spend)
{
    double together = 0.0, scale = 1.0;
    for (int p = 0; p < b->model->n_pots; p++) {
        double budget = b->program->row_hi[b->budget_row[p]];
        double over = spend[p] - budget;
        if (!in(pots, p) && over > KEPT * (1.0 + fabs(budget)))
            return false;
        together += in(pots, p) ? over : 0.0;
        scale += in(pots, p) ? fabs(budget) : 0.0;
    }
    return together <= KEPT * scale;
}

/* A larger coalition's plan that this one can afford is the best of both. */
static bool follows(sharing *s, unsigned pots)
{
    for (unsigned c = s->all; c > pots; c--)
        if ((c & pots) == pots && s->of[c].known && affords(s->b, pots, s->of[c].spend)) {
            s->of[pots] = s->of[c];
            return true;
        }
    return false;
}

/* The first tier in which pooling saves anything; -1 without one. */
static int tier_saved(const sharing *s)
{
    for (int t = 0; t < s->b->program->n_tiers; t++) {
        double silo = s->of[0].value[t];
        if (silo - s->of[s->all].value[t] > SAME * fmax(1.0, fabs(silo)))
            return t;
    }
    return -1;
}

/* Every coalition, the larger ones first. `solved`: all are proved optimal. */
static purse_code solve_all(sharing *s, int *tier, bool *solved, purse_error *err)
{
    const int last = s->b->program->n_tiers - 1;
    *tier = -1;
    purse_code code = solve(s, 0, last, err);
    if (!code && s->of[0].known)
        code = solve(s, s->all, last, err);
    *solved = !code && s->of[0].known && s->of[s->all].known;
    if (*solved)
        *tier = tier_saved(s);
    for (unsigned c = s->all - 1; c > 0 && *tier >= 0 && *solved; c--) {
        if ((c & (c - 1)) == 0) /* a pot by itself is no coalition */
            s->of[c] = s->of[0];
        else if (!follows(s, c))
            code = solve(s, c, *tier, err);
        *solved = !code && s->of[c].known;
    }
    return code;
}

static double share_of(const sharing *s, int pot, int tier)
{
    const int n = s->b->model->n_pots;
    double share = 0.0;
    for (unsigned c = 0; c < s->all; c++) {
        if (in(c, pot))
            continue;
        double weight = 1.0 / n; /* |c|! (n - |c| - 1)! / n! */
        int size = __builtin_popcount(c);
        for (int i = 1; i <= size; i++)
            weight *= (double)i / (n - i);
        share += weight * (s->of[c].value[tier] - s->of[c | 1U << pot].value[tier]);
    }
    return share;
}

static purse_code share_saving(purse_walls_share *share, const build *b, purse_solver *solver, purse_error *err)
{
    sharing s = {.b = b, .solver = solver, .all = (1U << b->model->n_pots) - 1U};
    s.of = calloc((size_t)s.all + 1, sizeof *s.of);
    if (!s.of)
        return purse_error_memory(err);
    purse_code code = solve_all(&s, &share->tier, &share->solved, err);
    if (!share->solved)
        share->tier = -1;
    if (share->tier >= 0) {
        share->silo = s.of[0].value[share->tier];
        share->pooled = s.of[s.all].value[share->tier];
        for (int p = 0; p < b->model->n_pots; p++)
            share->pot[p] = share_of(&s, p, share->tier);
    }
    free(s.of);
    return code;
}

purse_code purse_explain_walls(purse_walls_share *share, purse_optimiser *o, purse_error *err)
{
    *share = (purse_walls_share){.tier = -1};
    if (o->model->n_pots < 2 || o->model->n_pots > PURSE_WALLS_POTS)
        return purse_error_set(err, PURSE_EUSAGE, "walls", "expected 2 to %d pots to share a saving, found %d",
                               PURSE_WALLS_POTS, o->model->n_pots);
    return share_saving(share, o->build, o->solver, err);
}
