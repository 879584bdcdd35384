/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Model to program: the frame. Each step stands in a file of its own. */
#include "models/build/build.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int *ints_new(size_t n, int value)
{
    int *all = malloc((n + 1) * sizeof *all);
    if (all)
        for (size_t i = 0; i <= n; i++)
            all[i] = value;
    return all;
}

static purse_code allocate(build *b, purse_error *err)
{
    const purse_model *m = b->model;
    size_t offers = (size_t)m->n_offers, teams = (size_t)m->n_teams, pots = (size_t)m->n_pots;
    struct {
        int **at;
        size_t n;
    } table[] = {{&b->volume_col, offers},
                 {&b->award_col, offers},
                 {&b->blocks_col, offers},
                 {&b->volume_row, offers},
                 {&b->coordinated_col, teams},
                 {&b->team_col, teams},
                 {&b->coordinated_row, teams},
                 {&b->spend_col, (size_t)m->n_programmes},
                 {&b->averted_col, (size_t)m->n_effects},
                 {&b->money_col, pots * pots},
                 {&b->budget_row, pots},
                 {&b->dial_row, pots},
                 {&b->capacity_row, offers},
                 {&b->reach_row, offers},
                 {&b->blocks_row, offers},
                 {&b->minimum_row, offers},
                 {&b->team_row, teams},
                 {&b->curve_row, (size_t)m->n_effects},
                 {&b->contest_row, (size_t)m->n_contests},
                 {&b->income_row, (size_t)m->n_providers},
                 {&b->rule_row, (size_t)m->n_rules},
                 {&b->rule_total_row, (size_t)m->n_rules},
                 {&b->provider_rank, (size_t)m->n_rules * (size_t)m->n_providers},
                 {&b->place_row, (size_t)m->n_rules * (size_t)m->n_places},
                 {&b->commodity_demand, (size_t)m->n_demand},
                 {&b->demand_commodity, (size_t)m->n_demand}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (!(*table[i].at = ints_new(table[i].n, -1)))
            return purse_error_memory(err);
    b->reach = calloc(offers + 1, sizeof *b->reach);
    b->conflict = calloc(offers + 1, sizeof *b->conflict);
    b->place_demand = calloc((size_t)m->n_places + 1, sizeof *b->place_demand);
    b->team_reach = calloc(teams + 1, sizeof *b->team_reach);
    return b->reach && b->team_reach && b->conflict && b->place_demand ? PURSE_OK : purse_error_memory(err);
}

/* What all columns but moved money could put on the budgets. */
static double most_spend(const build *b)
{
    const purse_program *p = b->program;
    double most = b->held_spend;
    for (int j = 0; j < p->n_cols; j++)
        for (int k = p->col_start[j]; k < p->col_start[j + 1] && b->col[j].kind != BUILD_COL_MONEY; k++)
            if (b->row[p->col_row[k]].kind == BUILD_ROW_BUDGET && p->col_coef[k] > 0.0)
                most += p->col_coef[k] * p->col_hi[j];
    return most;
}

purse_code build_new(build **out, const purse_model *model, purse_error *err)
{
    build *b = calloc(1, sizeof *b);
    if (!b)
        return purse_error_memory(err);
    b->model = model;
    purse_code code = allocate(b, err);
    if (!code)
        code = purse_program_new(&b->program, model->objective.weighted ? 1 : model->objective.n_tiers, err);
    if (!code)
        code = build_index(b, err);
    if (!code)
        code = build_rows(b, err);
    if (!code)
        code = build_columns(b, err);
    if (!code)
        code = build_commodities(b, err);
    if (code) {
        build_free(b);
        return code;
    }
    double offset[PURSE_MAX_TIERS] = {0};
    build_cost(model, offset, PURSE_MEASURE_SPEND, b->held_spend);
    memcpy(b->program->offset, offset, sizeof offset);
    b->program->name = build_name;
    b->program->name_context = b;
    b->most_spend = most_spend(b);
    *out = b;
    return PURSE_OK;
}

void build_free(build *b)
{
    if (!b)
        return;
    purse_program_free(b->program);
    void *all[] = {
        b->row,        b->col,         b->node,           b->commodity_demand,  b->demand_commodity, b->volume_col,
        b->award_col,  b->blocks_col,  b->volume_row,     b->coordinated_col,   b->team_col,         b->coordinated_row,
        b->spend_col,  b->averted_col, b->money_col,      b->budget_row,        b->dial_row,         b->capacity_row,
        b->reach_row,  b->blocks_row,  b->minimum_row,    b->team_row,          b->curve_row,        b->contest_row,
        b->income_row, b->rule_row,    b->rule_total_row, b->provider_rank,     b->place_row,        b->place_demand,
        b->reach,      b->team_reach,  b->conflict,       b->place_offer_start, b->place_offer};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    free(b);
}

/* Makes room for one more entry of `size` bytes after `used`. */
static purse_code make_room(void **array, size_t *room, size_t used, size_t size, purse_error *err)
{
    if (used < *room)
        return PURSE_OK;
    size_t want = *room ? *room * 2 : 64;
    void *bigger = realloc(*array, want * size);
    if (!bigger)
        return purse_error_memory(err);
    *array = bigger;
    *room = want;
    return PURSE_OK;
}

purse_code build_add_row(build *b, build_row_kind kind, int a, int of, double lo, double hi, purse_error *err)
{
    size_t used = (size_t)b->program->n_rows;
    purse_code code = make_room((void **)&b->row, &b->room_rows, used, sizeof *b->row, err);
    if (code)
        return code;
    b->row[used] = (build_row){kind, a, of};
    return purse_program_add_row(b->program, lo, hi, err);
}

purse_code build_add_col_tag(build *b, build_col tag, purse_error *err)
{
    size_t used = (size_t)b->program->n_cols;
    purse_code code = make_room((void **)&b->col, &b->room_cols, used, sizeof *b->col, err);
    if (!code)
        b->col[used] = tag;
    return code;
}

static build_arc_kind kind_of(const build_node *tail, const build_node *head)
{
    switch (tail->kind) {
    case BUILD_NODE_SOURCE:
        return head ? BUILD_ARC_ENTER : BUILD_ARC_UNMET;
    case BUILD_NODE_DOOR:
        return head && head->kind == BUILD_NODE_DESK ? BUILD_ARC_CALL : BUILD_ARC_SEE;
    case BUILD_NODE_DESK:
        return BUILD_ARC_SEE;
    case BUILD_NODE_LEFT:
        return head && head->kind == BUILD_NODE_DESK ? BUILD_ARC_HAND : BUILD_ARC_REFER;
    case BUILD_NODE_AFTER:
    default:
        return BUILD_ARC_MOVE;
    }
}

build_arc build_arc_of(const build *b, int arc)
{
    const purse_program *p = b->program;
    const build_node *tail = &b->node[p->arc_tail[arc]];
    const build_node *head = p->arc_head[arc] < 0 ? NULL : &b->node[p->arc_head[arc]];
    build_arc of = {kind_of(tail, head), tail->team, tail->service, -1, -1, -1};
    if (of.kind == BUILD_ARC_ENTER)
        of.team = head->team;
    if (of.kind == BUILD_ARC_SEE)
        of.offer = b->row[p->arc_row[p->arc_start[arc]]].a;
    else if (head) {
        of.to = head->service;
        of.provider = head->provider >= 0 ? head->provider : tail->provider;
    }
    return of;
}

void build_cost(const purse_model *m, double *cost, purse_measure measure, double amount)
{
    if (m->objective.weighted) {
        cost[0] += m->objective.weight[measure] * amount;
        return;
    }
    for (int t = 0; t < m->objective.n_tiers; t++)
        if (m->objective.tier[t] == measure)
            cost[t] += amount;
}

static double all_budgets(const purse_model *m)
{
    double total = 0.0;
    for (int p = 0; p < m->n_pots; p++)
        total += m->pots[p].budget;
    return total;
}

/* No more than could be wanted: a bound out of all proportion magnifies what is rounded off a price. */
double build_money_limit(const build *b, purse_regime regime, int from, int to)
{
    const purse_model *m = b->model;
    double wanted = fmin(all_budgets(m), b->most_spend);
    if (from == to || regime.kind == PURSE_REGIME_SILO || regime.kind == PURSE_REGIME_BASELINE)
        return 0.0;
    if (regime.kind != PURSE_REGIME_PARTIAL)
        return wanted;
    for (int i = 0; i < m->n_virement; i++)
        if (m->virement[i].from == from && m->virement[i].to == to)
            return fmin(m->virement[i].limit, wanted);
    return 0.0;
}

double build_dial_limit(const purse_model *m, purse_regime regime, int pot)
{
    return regime.kind == PURSE_REGIME_DIAL ? regime.dial * m->pots[pot].budget : INFINITY;
}
