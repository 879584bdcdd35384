/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "interpret.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "money.h"

/* People fewer than this share of the demand are noise of the solver. */
static const double NOISE = 1e-11;
/* And never so many that a plan without them would not verify. */
static const double LEAST_PEOPLE = 1e-7;

typedef struct flow_list {
    purse_flow *item;
    size_t n, room;
} flow_list;

static purse_code add_flow(flow_list *list, purse_flow flow, double noise, purse_error *err)
{
    if (!(flow.people > noise))
        return PURSE_OK;
    if (list->n == list->room) {
        size_t want = list->room ? list->room * 2 : 256;
        purse_flow *bigger = realloc(list->item, want * sizeof *bigger);
        if (!bigger)
            return purse_error_memory(err);
        list->item = bigger;
        list->room = want;
    }
    list->item[list->n++] = flow;
    return PURSE_OK;
}

static int order(int a, int b)
{
    return (a > b) - (a < b);
}

static int by_key(const void *left, const void *right)
{
    const purse_flow *a = left, *b = right;
    int difference = order(a->team, b->team);
    if (!difference)
        difference = order((int)a->kind, (int)b->kind);
    if (!difference)
        difference = order(a->from_offer, b->from_offer);
    if (!difference)
        difference = order(a->to_service, b->to_service);
    return difference ? difference : order(a->to_offer, b->to_offer);
}

/* Puts the flows of one commodity in their order and those of one key together; how many are left. */
static size_t sort_flows(purse_flow *flow, size_t n)
{
    size_t kept = 0;
    qsort(flow, n, sizeof *flow, by_key);
    for (size_t i = 1; i < n; i++) {
        if (by_key(&flow[kept], &flow[i]) == 0)
            flow[kept].people += flow[i].people;
        else
            flow[++kept] = flow[i];
    }
    return kept + 1;
}

/*
 * Who moves on from a service's pooled unresolved came from its offers in proportion to what each left there, so a
 * pooled move becomes one referral per offer (t in equation (4)). A part that is noise goes to the next offer: many of
 * them would be missed at the door they lead to.
 */
static purse_code split_move(flow_list *list, const build *b, const double *f, int c, int move, purse_flow flow,
                             double noise, purse_error *err)
{
    const purse_program *p = b->program;
    int pool = p->arc_tail[move];
    double all = 0.0;
    for (int a = p->arc_first[c]; a < p->arc_first[c + 1] && p->arc_tail[a] < pool; a++)
        if (p->arc_head[a] == pool)
            all += p->arc_gain[a] * f[a];
    double people = flow.people, rest = 0.0;
    size_t before = list->n;
    purse_code code = PURSE_OK;
    for (int a = p->arc_first[c]; a < p->arc_first[c + 1] && p->arc_tail[a] < pool && all > 0.0 && !code; a++)
        if (p->arc_head[a] == pool) {
            flow.from_offer = b->arc[a].b;
            flow.people = rest + people * (p->arc_gain[a] * f[a] / all);
            code = add_flow(list, flow, noise, err);
            rest = flow.people > noise ? 0.0 : flow.people;
        }
    if (!code && list->n > before)
        list->item[list->n - 1].people += rest;
    return code;
}

static purse_code arc_flow(flow_list *list, const build *b, const double *f, int c, int a, double noise,
                           purse_error *err)
{
    const purse_model *m = b->model;
    const purse_demand *d = &m->demand[b->commodity_demand[c]];
    build_arc tag = b->arc[a];
    purse_flow flow = {.place = d->place,
                       .need = d->need,
                       .team = tag.team,
                       .from_offer = -1,
                       .to_service = -1,
                       .to_offer = -1,
                       .people = f[a]};
    switch (tag.kind) {
    case BUILD_ARC_UNMET:
        flow.kind = PURSE_FLOW_UNMET;
        break;
    case BUILD_ARC_ENTER:
        flow.kind = PURSE_FLOW_ENTRY;
        flow.to_service = tag.b;
        break;
    case BUILD_ARC_SEE:
        flow.kind = PURSE_FLOW_DOOR;
        flow.to_offer = tag.b;
        flow.to_service = m->offers[tag.b].service;
        break;
    case BUILD_ARC_REFER:
        return PURSE_OK;
    case BUILD_ARC_MOVE:
        flow.kind = PURSE_FLOW_REFERRAL;
        flow.to_service = tag.b;
        return f[a] > noise ? split_move(list, b, f, c, a, flow, noise, err) : PURSE_OK;
    case BUILD_ARC_HAND:
        flow.kind = PURSE_FLOW_HANDOVER;
        flow.from_offer = tag.a;
        flow.to_offer = tag.b;
        flow.to_service = m->offers[tag.b].service;
        break;
    }
    return add_flow(list, flow, noise, err);
}

static purse_code read_flows(purse_plan *plan, const build *b, const double *f, purse_error *err)
{
    const purse_program *p = b->program;
    flow_list list = {0};
    purse_code code = PURSE_OK;
    for (int c = 0; c < p->n_commodities && !code; c++) {
        size_t first = list.n;
        double noise = fmin(NOISE * p->supply[c], LEAST_PEOPLE);
        for (int a = p->arc_first[c]; a < p->arc_first[c + 1] && !code; a++)
            code = arc_flow(&list, b, f, c, a, noise, err);
        if (!code && list.n > first)
            list.n = first + sort_flows(list.item + first, list.n - first);
    }
    if (code) {
        free(list.item);
        return code;
    }
    plan->flows = list.item;
    plan->n_flows = list.n;
    return PURSE_OK;
}

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
        spare[p] = plan->pots[p].budget - plan->pots[p].spend;
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
static void read_prices(purse_plan *plan, const build *b, const purse_solution *s)
{
    const purse_model *m = b->model;
    plan->fixed_prices = s->fixed_prices;
    plan->interior_prices = s->interior_prices;
    for (int t = 0; t < s->n_tiers; t++) {
        for (int p = 0; p < m->n_pots; p++)
            plan->pots[p].price[t] = s->row_price[t] ? fmin(0.0, s->row_price[t][b->budget_row[p]]) : NAN;
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
    purse_code code = read_flows(plan, b, solution->arc, err);
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
