/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Limits of a plan as bounds of the program; see limits.h. */
#include "models/explain/limits.h"

#include <math.h>
#include <stdlib.h>

const char *purse_limit_text(purse_limit kind)
{
    static const char *const text[] = {
#define LIMIT_TEXT(name, text) text,
        PURSE_LIMITS(LIMIT_TEXT)
#undef LIMIT_TEXT
    };
    return (unsigned)kind < PURSE_N_LIMITS ? text[kind] : "unknown limit";
}

/* Rows and the column whose upper bounds are the limit, -1 without one; of the second row `share` of it. */
typedef struct bounds {
    int row, col, second;
    double share;
} bounds;

static bounds bounds_of(const trial *t, const purse_gain *limit)
{
    const build *b = t->b;
    int of = limit->of;
    switch (limit->kind) {
    case PURSE_LIMIT_POT: /* what may leave the pot grows with it */
        if (t->plan->regime.kind == PURSE_REGIME_DIAL)
            return (bounds){b->budget_row[of], -1, b->dial_row[of], t->plan->regime.dial};
        return (bounds){b->budget_row[of], -1, -1, 0.0};
    case PURSE_LIMIT_PROVIDER:
        return (bounds){b->income_row[of], -1, -1, 0.0};
    case PURSE_LIMIT_OFFER:
        return (bounds){b->capacity_row[of], b->volume_col[of], -1, 0.0};
    case PURSE_LIMIT_TEAM:
        return (bounds){b->team_row[of], b->coordinated_col[of], -1, 0.0};
    default:
        return (bounds){-1, b->spend_col[of], -1, 0.0};
    }
}

/* 1, 2 or 5 times a power of ten, not above x > 0. */
static double round_down(double x)
{
    double ten = pow(10.0, floor(log10(x) + 1e-9)), digit = x / ten;
    return ten * (digit >= 5.0 ? 5.0 : digit >= 2.0 ? 2.0 : 1.0);
}

/* What about `unit` pounds pay for, at most a tenth of the limit. */
static double amount_of(double unit, double unit_cost, double limit)
{
    double tenth = 0.1 * limit;
    return round_down(unit_cost > 0.0 ? fmin(unit / unit_cost, tenth) : 0.1 * tenth);
}

static void add(purse_gain *list, int *n, purse_limit kind, int of, double limit, double amount)
{
    if (isfinite(limit) && amount > 0.0)
        list[(*n)++] = (purse_gain){.kind = kind, .of = of, .limit = limit, .amount = amount};
}

purse_gain *limits_of(const build *b, const purse_plan *plan, double unit, int *n)
{
    const purse_model *m = b->model;
    size_t most =
        (size_t)m->n_pots + (size_t)m->n_providers + (size_t)m->n_offers + (size_t)m->n_teams + (size_t)m->n_programmes;
    purse_gain *list = calloc(most + 1, sizeof *list);
    *n = 0;
    if (!list)
        return NULL;
    for (int p = 0; p < m->n_pots; p++)
        add(list, n, PURSE_LIMIT_POT, p, m->pots[p].budget, unit);
    for (int r = 0; r < m->n_providers; r++)
        if (b->income_row[r] >= 0)
            add(list, n, PURSE_LIMIT_PROVIDER, r, m->providers[r].max_income, unit);
    for (int k = 0; k < m->n_offers; k++)
        if (plan->offers[k].awarded && plan->offers[k].capacity > 0.0)
            add(list, n, PURSE_LIMIT_OFFER, k, plan->offers[k].capacity,
                amount_of(unit, m->offers[k].unit_cost, plan->offers[k].capacity));
    for (int j = 0; j < m->n_teams; j++)
        if (plan->teams[j].awarded && m->teams[j].capacity > 0.0)
            add(list, n, PURSE_LIMIT_TEAM, j, m->teams[j].capacity,
                amount_of(unit, m->teams[j].unit_cost, m->teams[j].capacity));
    for (int g = 0; g < m->n_programmes; g++)
        if (m->programmes[g].max_spend > 0.0)
            add(list, n, PURSE_LIMIT_PROGRAMME, g, m->programmes[g].max_spend,
                amount_of(unit, 1.0, m->programmes[g].max_spend));
    return list;
}

purse_code limit_raise(trial *t, const purse_gain *limit, double more, purse_error *err)
{
    bounds at = bounds_of(t, limit);
    purse_code code = PURSE_OK;
    if (at.row >= 0)
        code = purse_solver_row_bounds(t->solver, at.row, -INFINITY, t->row_hi[at.row] + more, err);
    if (at.second >= 0 && !code)
        code = purse_solver_row_bounds(t->solver, at.second, -INFINITY, t->row_hi[at.second] + at.share * more, err);
    if (at.col >= 0 && !code)
        code = purse_solver_col_bounds(t->solver, at.col, t->lo[at.col], t->hi[at.col] + more, err);
    return code;
}

double limit_price(const trial *t, const purse_gain *limit, int tier)
{
    const purse_solution *solution = purse_solver_solution(t->solver);
    bounds at = bounds_of(t, limit);
    if (!solution->row_price[tier] || !solution->col_price[tier])
        return NAN;
    return (at.row >= 0 ? fmin(0.0, solution->row_price[tier][at.row]) : 0.0) +
           (at.second >= 0 ? at.share * fmin(0.0, solution->row_price[tier][at.second]) : 0.0) +
           (at.col >= 0 ? fmin(0.0, solution->col_price[tier][at.col]) : 0.0);
}
