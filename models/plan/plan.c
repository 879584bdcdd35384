/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan as a value: made, filled flow by flow, put in order, released. Its figures are in total.c. */
#include <math.h>
#include <stdlib.h>

#include "purse/plan.h"

const char *purse_flow_text(purse_flow_kind kind)
{
    static const char *const text[] = {
#define FLOW_TEXT(name, text) text,
        PURSE_FLOWS(FLOW_TEXT)
#undef FLOW_TEXT
    };
    return (unsigned)kind < PURSE_N_FLOWS ? text[kind] : "unknown flow";
}

/* calloc refuses nothing it cannot give; an empty table still gets an address, so NULL always means failure. */
static void *plan_table(int n, size_t size)
{
    return calloc(n > 0 ? (size_t)n : 1, size);
}

static bool plan_tables(purse_plan *plan)
{
    plan->pots = plan_table(plan->n_pots, sizeof *plan->pots);
    plan->offers = plan_table(plan->n_offers, sizeof *plan->offers);
    plan->teams = plan_table(plan->n_teams, sizeof *plan->teams);
    plan->programmes = plan_table(plan->n_programmes, sizeof *plan->programmes);
    plan->averted = plan_table(plan->n_effects, sizeof *plan->averted);
    plan->place_unmet = plan_table(plan->n_places, sizeof *plan->place_unmet);
    plan->place_burden = plan_table(plan->n_places, sizeof *plan->place_burden);
    plan->boundaries = plan_table(plan->n_boundaries, sizeof *plan->boundaries);
    return plan->pots && plan->offers && plan->teams && plan->programmes && plan->averted && plan->place_unmet &&
           plan->place_burden && plan->boundaries;
}

const char *purse_pot_limit_text(purse_pot_limit limit)
{
    static const char *const text[] = {
#define LIMIT_TEXT(name, text) text,
        PURSE_POT_LIMITS(LIMIT_TEXT)
#undef LIMIT_TEXT
    };
    return (unsigned)limit < PURSE_N_POT_LIMITS ? text[limit] : "unknown limit";
}

const char *purse_tier_text(const purse_tier *tier)
{
    return tier->measure < 0 ? "weighted" : purse_measure_text((purse_measure)tier->measure);
}

purse_code purse_plan_new(purse_plan **plan, const purse_model *model, purse_error *err)
{
    purse_plan *made = calloc(1, sizeof *made);
    if (!made)
        return purse_error_memory(err);
    made->n_pots = model->n_pots;
    made->n_offers = model->n_offers;
    made->n_teams = model->n_teams;
    made->n_programmes = model->n_programmes;
    made->n_places = model->n_places;
    made->n_effects = model->n_effects;
    made->n_boundaries = model->n_pots * model->n_pots;
    if (!plan_tables(made)) {
        purse_plan_free(made);
        return purse_error_memory(err);
    }
    for (int t = 0; t < PURSE_N_MEASURES; t++) {
        for (int p = 0; p < made->n_pots; p++)
            made->pots[p].price[t] = made->pots[p].left[t] = made->pots[p].right[t] = NAN;
        for (int k = 0; k < made->n_offers; k++)
            made->offers[k].price[t] = made->offers[k].left[t] = made->offers[k].right[t] = NAN;
    }
    for (int p = 0; p < made->n_pots; p++)
        for (int i = 0; i < PURSE_N_POT_LIMITS; i++)
            made->pots[p].most[i] = NAN;
    for (int b = 0; b < made->n_boundaries; b++) {
        made->boundaries[b].from = b / made->n_pots;
        made->boundaries[b].to = b % made->n_pots;
    }
    *plan = made;
    return PURSE_OK;
}

void purse_plan_free(purse_plan *plan)
{
    if (!plan)
        return;
    free(plan->pots);
    free(plan->offers);
    free(plan->teams);
    free(plan->programmes);
    free(plan->averted);
    free(plan->place_unmet);
    free(plan->place_burden);
    free(plan->boundaries);
    free(plan->moves);
    free(plan->flows);
    purse_least_change_free(plan->change);
    free(plan);
}

/* A table that grows one by one has room up to the next power of two, so that it needs no field for its room. */
static void *plan_grow(void *table, size_t n, size_t size)
{
    if ((n & (n - 1)) != 0)
        return table;
    size_t room = n == 0 ? 1 : 2 * n;
    if (room < n || room > (size_t)-1 / size)
        return NULL;
    return realloc(table, room * size);
}

purse_code purse_plan_add_flow(purse_plan *plan, const purse_flow *flow, purse_error *err)
{
    if (!(flow->people > 0))
        return PURSE_OK;
    purse_flow *flows = plan_grow(plan->flows, plan->n_flows, sizeof *flows);
    if (!flows)
        return purse_error_memory(err);
    plan->flows = flows;
    plan->flows[plan->n_flows++] = *flow;
    return PURSE_OK;
}

purse_code purse_plan_add_money(purse_plan *plan, int from, int to, double amount, purse_error *err)
{
    if (!(amount > 0))
        return PURSE_OK;
    purse_money_move *moves = plan_grow(plan->moves, (size_t)plan->n_moves, sizeof *moves);
    if (!moves)
        return purse_error_memory(err);
    plan->moves = moves;
    plan->moves[plan->n_moves++] = (purse_money_move){.from = from, .to = to, .amount = amount};
    return PURSE_OK;
}

int purse_flow_compare(const purse_flow *a, const purse_flow *b)
{
    const int left[] = {a->place, a->need, a->team, (int)a->kind, a->from_offer, a->to_service, a->to_offer};
    const int right[] = {b->place, b->need, b->team, (int)b->kind, b->from_offer, b->to_service, b->to_offer};
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return 0;
}

static int compare_flows(const void *a, const void *b)
{
    return purse_flow_compare(a, b);
}

static int compare_moves(const void *a, const void *b)
{
    const purse_money_move *left = a, *right = b;
    if (left->from != right->from)
        return left->from < right->from ? -1 : 1;
    return left->to < right->to ? -1 : left->to > right->to;
}

void purse_plan_sort(purse_plan *plan)
{
    if (plan->n_flows > 1)
        qsort(plan->flows, plan->n_flows, sizeof *plan->flows, compare_flows);
    if (plan->n_moves > 1)
        qsort(plan->moves, (size_t)plan->n_moves, sizeof *plan->moves, compare_moves);
}

double purse_plan_measure(const purse_plan *plan, purse_measure measure)
{
    switch (measure) {
    case PURSE_MEASURE_UNMET:
        return plan->totals.unmet_weighted;
    case PURSE_MEASURE_BURDEN:
        return plan->totals.burden;
    case PURSE_MEASURE_SPEND:
        return plan->totals.spend;
    case PURSE_MEASURE_ACCESS:
        return plan->totals.access;
    case PURSE_N_MEASURES:
        break;
    }
    return NAN;
}
