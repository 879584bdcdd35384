/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trial solves around a plan; see trial.h. */
#include "models/explain/trial.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static purse_code hold_column(trial *t, int col, double value, purse_error *err)
{
    return col < 0 ? PURSE_OK : purse_solver_col_bounds(t->solver, col, value, value, err);
}

/* All integers at the plan's values. */
static purse_code hold(trial *t, purse_error *err)
{
    const purse_program *p = t->b->program;
    purse_code code = PURSE_OK;
    t->lo = malloc(((size_t)p->n_cols + 1) * sizeof *t->lo);
    t->hi = malloc(((size_t)p->n_cols + 1) * sizeof *t->hi);
    t->row_hi = malloc(((size_t)p->n_rows + 1) * sizeof *t->row_hi);
    if (!t->lo || !t->hi || !t->row_hi)
        return purse_error_memory(err);
    memcpy(t->row_hi, p->row_hi, (size_t)p->n_rows * sizeof *t->row_hi);
    for (int j = 0; j < p->n_cols; j++) {
        t->lo[j] = p->col_lo[j];
        t->hi[j] = p->col_hi[j];
    }
    for (int k = 0; k < t->plan->n_offers && !code; k++) {
        code = hold_column(t, t->b->award_col[k], t->plan->offers[k].awarded ? 1.0 : 0.0, err);
        if (!code)
            code = hold_column(t, t->b->blocks_col[k], t->plan->offers[k].blocks, err);
    }
    for (int j = 0; j < t->plan->n_teams && !code; j++)
        code = hold_column(t, t->b->team_col[j], t->plan->teams[j].awarded ? 1.0 : 0.0, err);
    return code;
}

/* Gives every column its own bounds again, whatever happened. */
void trial_end(trial *t)
{
    const purse_program *p = t->b->program;
    for (int j = 0; j < p->n_cols && t->lo && t->hi && t->row_hi; j++)
        if (p->col_lo[j] != t->lo[j] || p->col_hi[j] != t->hi[j])
            (void)purse_solver_col_bounds(t->solver, j, t->lo[j], t->hi[j], NULL);
    free(t->lo);
    free(t->hi);
    free(t->row_hi);
    if (!t->begun)
        return;
    (void)purse_solver_use(t->solver, t->method);
    (void)purse_solver_sparse(t->solver, t->sparse);
}

/* The tiers' optima into `value`; infinite where there is no plan, NaN where the solve was stopped. */
purse_code trial_optima(trial *t, double *value, purse_error *err)
{
    for (int i = 0; i < PURSE_MAX_TIERS; i++)
        value[i] = NAN;
    purse_code code = t->stopped ? PURSE_OK : purse_solver_solve(t->solver, err);
    if (code || t->stopped)
        return code;
    const purse_solution *solution = purse_solver_solution(t->solver);
    for (int i = 0; i < solution->n_tiers; i++)
        if (solution->status == PURSE_STATUS_OPTIMAL)
            value[i] = solution->bound[i];
        else if (solution->status == PURSE_STATUS_INFEASIBLE)
            value[i] = INFINITY;
    t->stopped = solution->interrupted;
    return PURSE_OK;
}

purse_code trial_begin(trial *t, purse_error *err)
{
    t->begun = true;
    t->method = purse_solver_use(t->solver, PURSE_METHOD_SIMPLEX);
    t->sparse = purse_solver_sparse(t->solver, false);
    purse_code code = hold(t, err);
    return code ? code : trial_optima(t, t->base, err);
}

/* What an effect averts and what a rule's scope amounts to at most follow from other bounds; an edit may move those. */
static purse_code open_implied(trial *t, purse_error *err)
{
    const double room = 2.0;
    purse_code code = PURSE_OK;
    for (int j = 0; j < t->b->program->n_cols && !code; j++)
        if (t->b->col[j].kind == BUILD_COL_AVERTED || t->b->col[j].kind == BUILD_COL_RULE_TOTAL)
            code = purse_solver_col_bounds(t->solver, j, t->lo[j], room * t->hi[j], err);
    return code;
}

/* From so many arcs on the interior point is the quicker, since the simplex has no basis to begin from. */
enum { LARGE = 10000 };

/* Without integers, or with them held, the last solve has told it. */
static purse_code base_of(trial *t, int tier, purse_error *err)
{
    const purse_solution *solution = purse_solver_solution(t->solver);
    purse_code code = t->fresh ? purse_solver_solve(t->solver, err) : PURSE_OK;
    if (code)
        return code;
    bool solved = solution->status == PURSE_STATUS_OPTIMAL;
    t->stopped = t->fresh && !solved;
    bool told = solved && (t->fresh || !solution->fixed_prices) && solution->row_price[tier];
    if (!told)
        return trial_optimum(t, tier, &t->base[tier], err);
    t->base[tier] = solution->bound[tier];
    return PURSE_OK;
}

purse_code trial_begin_tier(trial *t, int tier, purse_error *err)
{
    t->begun = true;
    bool large = t->b->program->n_arcs >= LARGE;
    t->method = purse_solver_use(t->solver, large ? PURSE_METHOD_INTERIOR : PURSE_METHOD_SIMPLEX);
    t->sparse = purse_solver_sparse(t->solver, false);
    purse_code code = hold(t, err);
    if (!code)
        code = open_implied(t, err);
    return code ? code : base_of(t, tier, err);
}

purse_code trial_optimum(trial *t, int tier, double *value, purse_error *err)
{
    *value = NAN;
    purse_code code = t->stopped ? PURSE_OK : purse_solver_again(t->solver, tier, err);
    if (code || t->stopped)
        return code;
    const purse_solution *solution = purse_solver_solution(t->solver);
    if (solution->status == PURSE_STATUS_OPTIMAL)
        *value = solution->bound[tier];
    t->stopped = solution->interrupted;
    return PURSE_OK;
}
