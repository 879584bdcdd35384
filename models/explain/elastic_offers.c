/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Volumes, capacities and prices of offers and teams in the elastic form; see elastic.h. */
#include <math.h>

#include "models/explain/elastic.h"

/* A contact at an offer, an episode of a team. */
static double unit_gbp(const elastic *e, double price)
{
    return price > 0.0 ? price : e->contact;
}

void elastic_minimum(elastic *e, statement s)
{
    const build *b = e->b;
    const purse_offer *o = &b->model->offers[s.of];
    int col = b->volume_col[s.of], row = b->minimum_row[s.of];
    if (row < 0) {
        e->col_lo[col] = 0.0;
        row = elastic_row(e, o->min_volume, INFINITY);
        elastic_on_col(e, row, col, 1.0);
    }
    elastic_slack(e, s, 0, -1, unit_gbp(e, o->unit_cost));
    elastic_on_slack(e, row, 1.0);
}

/*
 * What `col` counts may go beyond a capacity, up to what demand can bring. An award is still needed for any of it: where the
 * program says so through the capacity alone, another row does.
 */
static void beyond(elastic *e, int col, int row, int award_col, int reach_row, double capacity, double reach)
{
    e->col_hi[col] = fmax(e->col_hi[col], reach);
    if (row < 0) {
        row = elastic_row(e, -INFINITY, capacity);
        elastic_on_col(e, row, col, 1.0);
    }
    elastic_on_slack(e, row, -1.0);
    if (award_col < 0 || reach_row >= 0)
        return;
    row = elastic_row(e, -INFINITY, 0.0);
    elastic_on_col(e, row, col, 1.0);
    elastic_on_col(e, row, award_col, -reach);
}

void elastic_capacity(elastic *e, statement s)
{
    const build *b = e->b;
    int i = s.of;
    if (s.kind == STATEMENT_TEAM) {
        const purse_team *t = &b->model->teams[i];
        elastic_slack(e, s, 0, 1, unit_gbp(e, t->unit_cost));
        beyond(e, b->coordinated_col[i], b->team_row[i], b->team_col[i], -1, t->capacity, b->team_reach[i]);
        return;
    }
    const purse_offer *o = &b->model->offers[i];
    elastic_slack(e, s, 0, 1, unit_gbp(e, o->unit_cost));
    beyond(e, b->volume_col[i], b->capacity_row[i], b->award_col[i], b->reach_row[i], o->capacity, b->reach[i]);
}

/* The last slack on all rows that see an offer's money. */
static void offer_money(elastic *e, int k)
{
    const build *b = e->b;
    const purse_model *m = b->model;
    int provider = m->offers[k].provider;
    elastic_on_slack(e, b->budget_row[m->services[m->offers[k].service].pot], -1.0);
    elastic_on_slack(e, b->income_row[provider], -1.0);
    for (int i = 0; i < m->n_rules; i++) {
        const purse_rule *r = &m->rules[i];
        bool share = r->type == PURSE_RULE_MAX_SHARE || r->type == PURSE_RULE_MIN_SHARE;
        if (!build_in_scope(m, r, k))
            continue;
        if (r->type == PURSE_RULE_MIN_SPEND || r->type == PURSE_RULE_MAX_SPEND)
            elastic_on_slack(e, b->rule_row[i], -1.0);
        if (!share || !r->of_spend)
            continue;
        elastic_on_slack(e, b->rule_total_row[i], -1.0);
        if (r->has_group || r->type == PURSE_RULE_MIN_SHARE)
            elastic_on_slack(e, build_in_group(r, provider) ? b->rule_row[i] : -1, -1.0);
        else
            elastic_on_slack(
                e, b->rule_row[i] + b->provider_rank[(size_t)i * (size_t)m->n_providers + (size_t)provider], -1.0);
    }
}

static void team_money(elastic *e, int j)
{
    const build *b = e->b;
    const purse_model *m = b->model;
    const purse_team *t = &m->teams[j];
    elastic_on_slack(e, b->budget_row[t->pot], -1.0);
    elastic_on_slack(e, b->income_row[t->provider], -1.0);
    for (int i = 0; i < m->n_rules; i++) {
        const purse_rule *r = &m->rules[i];
        bool spend = r->type == PURSE_RULE_MIN_SPEND || r->type == PURSE_RULE_MAX_SPEND;
        if (spend && (r->scope == PURSE_SCOPE_ALL || (r->scope == PURSE_SCOPE_POT && r->scope_index == t->pot)))
            elastic_on_slack(e, b->rule_row[i], -1.0);
    }
}

double elastic_price(const elastic *e, statement s, int part, int *col)
{
    const build *b = e->b;
    const purse_offer *o = &b->model->offers[s.of];
    const purse_team *t = &b->model->teams[s.of];
    bool team = s.kind == STATEMENT_TEAM_PRICES;
    switch (part) {
    case 0:
        *col = team ? b->coordinated_col[s.of] : b->volume_col[s.of];
        return team ? t->unit_cost : o->unit_cost;
    case 1:
        *col = team ? b->team_col[s.of] : b->award_col[s.of];
        return team ? t->fixed_cost : o->fixed_cost;
    default:
        *col = team ? -1 : b->blocks_col[s.of];
        return team || *col < 0 ? 0.0 : o->block_cost;
    }
}

/*
 * What is paid less at a price, in pounds: at most the price times what the plan buys at it. Any lower price with any plan is
 * such a sum, and the other way round.
 */
void elastic_prices(elastic *e, statement s)
{
    for (int part = 0; part < ELASTIC_PRICES; part++) {
        int col;
        double price = elastic_price(e, s, part, &col);
        if (!(price > 0.0))
            continue;
        elastic_slack(e, s, part, -1, 1.0);
        if (s.kind == STATEMENT_TEAM_PRICES)
            team_money(e, s.of);
        else
            offer_money(e, s.of);
        int row = elastic_row(e, -INFINITY, col < 0 ? price : 0.0);
        elastic_on_slack(e, row, 1.0);
        if (col >= 0)
            elastic_on_col(e, row, col, -price);
    }
}
