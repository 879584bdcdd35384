/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/build/interpret.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/money.h"

static double col_at(const purse_solution *s, int col, double otherwise)
{
    return col >= 0 ? s->col[col] : otherwise;
}

static void read_decisions(purse_plan *plan, const build *b, const purse_solution *s)
{
    const purse_model *m = b->model;
    for (int k = 0; k < m->n_offers; k++) {
        plan->offers[k].conflict = b->conflict[k];
        plan->offers[k].awarded = !m->offers[k].open || col_at(s, b->award_col[k], 0.0) > 0.5;
        plan->offers[k].blocks = round(col_at(s, b->blocks_col[k], 0.0));
    }
    for (int j = 0; j < m->n_teams; j++)
        plan->teams[j].awarded = !m->teams[j].open || col_at(s, b->team_col[j], 0.0) > 0.5;
    for (int g = 0; g < m->n_programmes; g++)
        plan->programmes[g].spend = fmax(0.0, s->col[b->spend_col[g]]);
    for (int e = 0; e < m->n_effects; e++)
        plan->averted[e] = fmax(0.0, s->col[b->averted_col[e]]);
}

/*
 * Money moved, and no more than is wanted: first moves in a circle cancel, then a pot that got more than it spends
 * hands back. Neither breaks a limit, since every move only shrinks.
 */
static purse_code read_money(purse_plan *plan, const build *b, const purse_solution *s, purse_error *err)
{
    const purse_model *m = b->model;
    int n = m->n_pots;
    double *v = calloc((size_t)n * (size_t)n + 1, sizeof *v);
    double *spare = calloc((size_t)n + 1, sizeof *spare);
    purse_code code = v && spare ? PURSE_OK : purse_error_memory(err);
    for (int p = 0; p < n && !code; p++)
        for (int q = 0; q < n; q++)
            v[p * n + q] = fmax(0.0, col_at(s, b->money_col[p * n + q], 0.0));
    code = code ? code : money_cancel_circles(v, n, err);
    for (int p = 0; p < n && !code; p++) {
        double paid =
            plan->pots[p].most[PURSE_POT_PAID]; /* a pot held to it hands nothing back before that is reached */
        spare[p] = (isnan(paid) ? plan->pots[p].budget : fmin(plan->pots[p].budget, paid)) - plan->pots[p].spend;
        for (int q = 0; q < n; q++)
            spare[p] += v[q * n + p] - v[p * n + q];
    }
    for (int pass = 0; pass < n && !code; pass++)
        for (int q = 0; q < n; q++)
            for (int p = 0; p < n; p++) {
                double back = fmin(v[p * n + q], fmax(0.0, spare[q]));
                v[p * n + q] -= back;
                spare[q] -= back;
                spare[p] += back;
            }
    if (!code && !(plan->moves = malloc(((size_t)n * (size_t)n + 1) * sizeof *plan->moves)))
        code = purse_error_memory(err);
    for (int p = 0; p < n && !code; p++)
        for (int q = 0; q < n; q++)
            if (v[p * n + q] > 1e-6) {
                plan->moves[plan->n_moves++] = (purse_money_move){p, q, v[p * n + q]};
                plan->pots[p].moved_out += v[p * n + q];
                plan->pots[q].moved_in += v[p * n + q];
            }
    free(v);
    free(spare);
    return code;
}

/*
 * Prices of budgets and, where an offer is full, of its capacity, tier by tier; NaN for a tier that was not reached.
 * A capacity stands in the bound of the volume's column, and with an award or blocks in a row as well: both move.
 */
/* Of one more GBP in a pot; with a dial, a share of it may leave the pot. */
static double pot_price(const purse_plan *plan, const build *b, const double *row_price, int p)
{
    double price = fmin(0.0, row_price[b->budget_row[p]]);
    if (plan->regime.kind == PURSE_REGIME_DIAL)
        price += plan->regime.dial * fmin(0.0, row_price[b->dial_row[p]]);
    return price;
}

static void read_prices(purse_plan *plan, const build *b, const purse_solution *s)
{
    const purse_model *m = b->model;
    plan->fixed_prices = s->fixed_prices;
    plan->interior_prices = s->interior_prices;
    for (int t = 0; t < s->n_tiers; t++) {
        for (int p = 0; p < m->n_pots; p++)
            plan->pots[p].price[t] = s->row_price[t] ? pot_price(plan, b, s->row_price[t], p) : NAN;
        for (int k = 0; k < m->n_offers; k++) {
            bool full = plan->offers[k].contacts >= plan->offers[k].capacity * (1.0 - 1e-9);
            double price = s->col_price[t] ? fmin(0.0, s->col_price[t][b->volume_col[k]]) : NAN;
            if (s->row_price[t] && b->capacity_row[k] >= 0)
                price += s->row_price[t][b->capacity_row[k]];
            plan->offers[k].price[t] = isnan(price) ? NAN : full ? fmin(0.0, price) : 0.0;
        }
    }
}

static double plan_tier(const purse_plan *plan, const purse_model *m, int t)
{
    if (!m->objective.weighted)
        return purse_plan_measure(plan, m->objective.tier[t]);
    double value = 0.0;
    for (int i = 0; i < PURSE_N_MEASURES; i++)
        value +=
            m->objective.weight[i] == 0.0 ? 0.0 : m->objective.weight[i] * purse_plan_measure(plan, (purse_measure)i);
    return value;
}

static void read_tiers(purse_plan *plan, const build *b, const purse_solution *s)
{
    const purse_model *m = b->model;
    plan->n_tiers = s->n_tiers;
    for (int t = 0; t < s->n_tiers; t++) {
        double value = plan_tier(plan, m, t), bound = fmin(s->bound[t], value);
        plan->tier[t] = (purse_tier){.measure = m->objective.weighted ? -1 : (int)m->objective.tier[t],
                                     .value = value,
                                     .bound = bound,
                                     .way = s->way[t],
                                     .gap = bound < value ? (value - bound) / fmax(fabs(value), 1e-9) : 0.0};
    }
}

purse_code interpret(purse_plan *plan, const build *b, const purse_solution *solution, purse_error *err)
{
    read_decisions(plan, b, solution);
    purse_code code = interpret_flows(plan, b, solution->arc, err);
    if (!code)
        code = purse_plan_total(plan, b->model, err);
    if (!code)
        code = read_money(plan, b, solution, err);
    if (code)
        return code;
    read_prices(plan, b, solution);
    read_tiers(plan, b, solution);
    plan->certificate = solution->certificate;
    return PURSE_OK;
}
