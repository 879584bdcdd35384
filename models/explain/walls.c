/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who takes part in what pooling saves. Money moves freely among the pots of a coalition and not at all elsewhere; what
 * a coalition saves is how far the optimum falls below that of separate pots. A pot's Shapley share is what it adds to
 * the coalitions it joins, over all orders in which the pots could come together; the shares sum to what all save.
 */
#include "purse/walls.h"

#include <math.h>
#include <stdlib.h>

#include "models/optimise_private.h"

/* Two optima closer than this, relative, are one: both are proved to 1e-6 at least. */
static const double SAME = 1e-6;

static purse_code join(const build *b, purse_solver *solver, unsigned coalition, purse_error *err)
{
    const int n = b->model->n_pots;
    purse_code code = PURSE_OK;
    double most = build_money_limit(b, (purse_regime){PURSE_REGIME_POOLED, 0.0}, 0, 1);
    for (int p = 0; p < n && !code; p++) {
        code = purse_solver_row_bounds(solver, b->dial_row[p], -INFINITY, INFINITY, err);
        for (int q = 0; q < n && !code; q++) {
            bool open = p != q && (coalition >> p & 1U) && (coalition >> q & 1U);
            if (p != q)
                code = purse_solver_col_bounds(solver, b->money_col[p * n + q], 0.0, open ? most : 0.0, err);
        }
    }
    return code;
}

/* Optima of all tiers of every coalition, PURSE_MAX_TIERS apiece. `solved`: all of them are proved optimal. */
static purse_code solve_all(const build *b, purse_solver *solver, double *value, bool *solved, purse_error *err)
{
    unsigned all = 1U << b->model->n_pots;
    purse_code code = PURSE_OK;
    *solved = true;
    for (unsigned c = 0; c < all && !code && *solved; c++) {
        if ((c & (c - 1)) == 0 && c != 0) { /* a pot by itself is no coalition */
            for (int t = 0; t < PURSE_MAX_TIERS; t++)
                value[c * PURSE_MAX_TIERS + (unsigned)t] = value[t];
            continue;
        }
        code = join(b, solver, c, err);
        if (!code)
            code = purse_solver_solve(solver, err);
        const purse_solution *solution = purse_solver_solution(solver);
        *solved = !code && solution->status == PURSE_STATUS_OPTIMAL;
        for (int t = 0; t < PURSE_MAX_TIERS; t++)
            value[c * PURSE_MAX_TIERS + (unsigned)t] = t < solution->n_tiers ? solution->bound[t] : 0.0;
    }
    return code;
}

/* The first tier in which pooling saves anything; -1 without one. */
static int tier_saved(const double *value, unsigned all, int n_tiers)
{
    for (int t = 0; t < n_tiers; t++) {
        double silo = value[t], pooled = value[(all - 1) * PURSE_MAX_TIERS + (unsigned)t];
        if (silo - pooled > SAME * fmax(1.0, fabs(silo)))
            return t;
    }
    return -1;
}

static double share_of(const double *value, unsigned all, int n, int pot, int tier)
{
    double share = 0.0;
    for (unsigned c = 0; c < all; c++) {
        if (c >> pot & 1U)
            continue;
        double weight = 1.0 / n; /* |c|! (n - |c| - 1)! / n! */
        int size = __builtin_popcount(c);
        for (int i = 1; i <= size; i++)
            weight *= (double)i / (n - i);
        unsigned with = c | 1U << pot;
        share +=
            weight * (value[c * PURSE_MAX_TIERS + (unsigned)tier] - value[with * PURSE_MAX_TIERS + (unsigned)tier]);
    }
    return share;
}

static purse_code share_saving(purse_walls_share *share, const build *b, purse_solver *solver, purse_error *err)
{
    const int n = b->model->n_pots;
    unsigned all = 1U << n;
    bool solved = false;
    share->tier = -1;
    double *value = calloc((size_t)all * PURSE_MAX_TIERS, sizeof *value);
    if (!value)
        return purse_error_memory(err);
    purse_code code = solve_all(b, solver, value, &solved, err);
    share->solved = !code && solved;
    if (share->solved)
        share->tier = tier_saved(value, all, b->program->n_tiers);
    if (share->tier >= 0) {
        unsigned t = (unsigned)share->tier;
        share->silo = value[t];
        share->pooled = value[(all - 1) * PURSE_MAX_TIERS + t];
        for (int p = 0; p < n; p++)
            share->pot[p] = share_of(value, all, n, p, share->tier);
    }
    free(value);
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
