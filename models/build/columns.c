/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All global columns with their coefficients on the linking rows and their pulls on supplies. */
#include <math.h>
#include <stdlib.h>

#include "models/build/build.h"

/* A column under way: the first failure sticks, so that a list of coefficients reads as one. */
typedef struct column {
    build *b;
    purse_error *err;
    purse_code code;
} column;

static column column_new(build *b, int *where, build_col tag, double lo, double hi, bool integer, purse_error *err)
{
    column c = {b, err, PURSE_OK};
    if (where)
        *where = b->program->n_cols;
    c.code = build_add_col_tag(b, tag, err);
    if (!c.code)
        c.code = purse_program_add_column(b->program, lo, hi, integer, err);
    return c;
}

static void coef(column *c, int row, double value)
{
    if (!c->code && row >= 0)
        c->code = purse_program_add_coef(c->b->program, row, value, c->err);
}

static void cost(column *c, purse_measure measure, double amount)
{
    if (!c->code)
        build_cost(c->b->model, c->b->program->col_cost + (size_t)(c->b->program->n_cols - 1) * PURSE_MAX_TIERS,
                   measure, amount);
}

/* One pound of an offer (12): its pot's budget, its provider's income, the spend measure. */
static void offer_money(column *c, int k, double amount)
{
    const purse_model *m = c->b->model;
    coef(c, c->b->budget_row[m->services[m->offers[k].service].pot], amount);
    coef(c, c->b->income_row[m->offers[k].provider], amount);
    cost(c, PURSE_MEASURE_SPEND, amount);
}

/* What a column that adds `amount` to the measured quantity of offer k puts on the rows of share rule i. */
static void share_coefs(column *c, int i, int k, double amount)
{
    build *b = c->b;
    const purse_model *m = b->model;
    const purse_rule *rule = &m->rules[i];
    int r = m->offers[k].provider;
    coef(c, b->rule_total_row[i], amount);
    if (rule->has_group || rule->type == PURSE_RULE_MIN_SHARE) {
        if (build_in_group(rule, r))
            coef(c, b->rule_row[i], amount);
    } else
        coef(c, b->rule_row[i] + b->provider_rank[(size_t)i * (size_t)m->n_providers + (size_t)r], amount);
}

typedef enum of_what { OF_CONTACTS, OF_AWARD, OF_BLOCKS } of_what;

/* Rules: coefficients of an offer's volume, award or blocks column, whose unit costs `gbp`. */
static void offer_rules(column *c, int k, of_what what, double gbp)
{
    build *b = c->b;
    const purse_model *m = b->model;
    for (int i = 0; i < m->n_rules; i++) {
        const purse_rule *rule = &m->rules[i];
        if (!build_in_scope(m, rule, k))
            continue;
        switch (rule->type) {
        case PURSE_RULE_MAX_SHARE:
        case PURSE_RULE_MIN_SHARE:
            if (rule->of_spend || what == OF_CONTACTS)
                share_coefs(c, i, k, rule->of_spend ? gbp : 1.0);
            break;
        case PURSE_RULE_MIN_SPEND:
        case PURSE_RULE_MAX_SPEND:
            coef(c, b->rule_row[i], gbp);
            break;
        case PURSE_RULE_MIN_QUALITY:
            if (what == OF_CONTACTS)
                coef(c, b->rule_row[i], m->providers[m->offers[k].provider].quality - rule->limit);
            break;
        case PURSE_RULE_MIN_AWARDS:
        case PURSE_RULE_MAX_AWARDS:
            if (what == OF_AWARD)
                coef(c, b->rule_row[i], 1.0);
            break;
        default:
            break;
        }
    }
}

/* Spend of teams and programmes counts in spend rules of their pot and of everything. */
static void pot_money(column *c, int pot, double amount)
{
    const purse_model *m = c->b->model;
    coef(c, c->b->budget_row[pot], amount);
    cost(c, PURSE_MEASURE_SPEND, amount);
    for (int i = 0; i < m->n_rules; i++) {
        const purse_rule *rule = &m->rules[i];
        bool spends = rule->type == PURSE_RULE_MIN_SPEND || rule->type == PURSE_RULE_MAX_SPEND;
        bool wanted = rule->scope == PURSE_SCOPE_ALL || (rule->scope == PURSE_SCOPE_POT && rule->scope_index == pot);
        if (spends && wanted)
            coef(c, c->b->rule_row[i], amount);
    }
}

static purse_code offer_columns(build *b, int k, purse_error *err)
{
    const purse_model *m = b->model;
    const purse_offer *o = &m->offers[k];
    bool blocks = o->max_blocks > 0 && o->block_size > 0.0;
    double most = fmin(o->capacity + (blocks ? o->block_size * o->max_blocks : 0.0), b->reach[k]);
    double least = o->open ? 0.0 : o->min_volume;

    column x =
        column_new(b, &b->volume_col[k], (build_col){BUILD_COL_VOLUME, k, -1}, least, fmax(most, least), false, err);
    coef(&x, b->volume_row[k], -1.0);
    coef(&x, b->capacity_row[k], 1.0);
    coef(&x, b->reach_row[k], 1.0);
    coef(&x, b->minimum_row[k], 1.0);
    offer_money(&x, k, o->unit_cost);
    cost(&x, PURSE_MEASURE_ACCESS, m->services[o->service].access);
    offer_rules(&x, k, OF_CONTACTS, o->unit_cost);
    purse_code code = x.code;

    if (!code && o->open) {
        column y = column_new(b, &b->award_col[k], (build_col){BUILD_COL_AWARD, k, -1}, 0.0, b->conflict[k] ? 0.0 : 1.0,
                              true, err);
        coef(&y, b->capacity_row[k], -(blocks ? o->capacity : fmin(o->capacity, b->reach[k])));
        coef(&y, b->reach_row[k], -b->reach[k]);
        coef(&y, b->blocks_row[k], -(double)o->max_blocks);
        coef(&y, b->minimum_row[k], -o->min_volume);
        if (o->contest >= 0)
            coef(&y, b->contest_row[o->contest], 1.0);
        offer_money(&y, k, o->fixed_cost);
        offer_rules(&y, k, OF_AWARD, o->fixed_cost);
        code = y.code;
    }
    if (!code && o->max_blocks > 0) {
        column z = column_new(b, &b->blocks_col[k], (build_col){BUILD_COL_BLOCKS, k, -1}, 0.0,
                              b->conflict[k] ? 0.0 : (double)o->max_blocks, true, err);
        coef(&z, b->capacity_row[k], -o->block_size);
        coef(&z, b->blocks_row[k], 1.0);
        offer_money(&z, k, o->block_cost);
        offer_rules(&z, k, OF_BLOCKS, o->block_cost);
        code = z.code;
    }
    return code;
}

static purse_code team_columns(build *b, int j, purse_error *err)
{
    const purse_team *t = &b->model->teams[j];
    double most = fmin(t->capacity, b->team_reach[j]);
    column n = column_new(b, &b->coordinated_col[j], (build_col){BUILD_COL_COORDINATED, j, -1}, 0.0, most, false, err);
    coef(&n, b->coordinated_row[j], -1.0);
    coef(&n, b->team_row[j], 1.0);
    coef(&n, b->income_row[t->provider], t->unit_cost);
    pot_money(&n, t->pot, t->unit_cost);
    if (n.code || !t->open)
        return n.code;
    column y = column_new(b, &b->team_col[j], (build_col){BUILD_COL_TEAM, j, -1}, 0.0, 1.0, true, err);
    coef(&y, b->team_row[j], -most);
    coef(&y, b->income_row[t->provider], t->fixed_cost);
    pot_money(&y, t->pot, t->fixed_cost);
    return y.code;
}

/* Row of demand of a place and need, or -1. */
static int demand_row(const purse_model *m, int place, int need)
{
    int lo = m->demand_start[place], end = m->demand_start[place + 1], hi = end;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (m->demand[mid].need < need)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < end && m->demand[lo].need == need ? lo : -1;
}

/* (9) and the averted part of (1): an averted episode comes off the places' demand in proportion. */
static purse_code averted_column(build *b, int e, purse_error *err)
{
    const purse_model *m = b->model;
    const purse_effect *effect = &m->effects[e];
    const purse_programme *g = &m->programmes[effect->programme];
    double most = effect->n_points > 0 ? effect->averted[effect->n_points - 1] : 0.0, total = 0.0;
    for (int i = 0; i < effect->n_points; i++)
        most = fmax(most, effect->averted[i]);
    for (int i = 0; i < g->places.n; i++) {
        int d = demand_row(m, g->places.item[i], effect->need);
        total += d < 0 ? 0.0 : m->demand[d].episodes;
    }
    column a = column_new(b, &b->averted_col[e], (build_col){BUILD_COL_AVERTED, e, -1}, 0.0, total > 0.0 ? most : 0.0,
                          false, err);
    for (int i = 0; i < effect->n_points; i++)
        coef(&a, b->curve_row[e] + i, 1.0);
    for (int i = 0; i < g->places.n && !a.code && total > 0.0; i++) {
        int d = demand_row(m, g->places.item[i], effect->need);
        if (d >= 0 && b->demand_commodity[d] >= 0)
            a.code = purse_program_add_pull(b->program, b->demand_commodity[d], m->demand[d].episodes / total, err);
    }
    return a.code;
}

static purse_code programme_columns(build *b, int g, purse_error *err)
{
    const purse_model *m = b->model;
    column s = column_new(b, &b->spend_col[g], (build_col){BUILD_COL_SPEND, g, -1}, 0.0, m->programmes[g].max_spend,
                          false, err);
    for (int e = m->effect_start[g]; e < m->effect_start[g + 1]; e++) {
        double spend = 0.0, averted = 0.0;
        for (int i = 0; i < m->effects[e].n_points; i++) {
            coef(&s, b->curve_row[e] + i, -(m->effects[e].averted[i] - averted) / (m->effects[e].spend[i] - spend));
            spend = m->effects[e].spend[i];
            averted = m->effects[e].averted[i];
        }
    }
    pot_money(&s, m->programmes[g].pot, 1.0);
    purse_code code = s.code;
    for (int e = m->effect_start[g]; e < m->effect_start[g + 1] && !code; e++)
        code = averted_column(b, e, err);
    return code;
}

static purse_code money_column(build *b, int p, int q, purse_error *err)
{
    column v = column_new(b, &b->money_col[p * b->model->n_pots + q], (build_col){BUILD_COL_MONEY, p, q}, 0.0, 0.0,
                          false, err);
    coef(&v, b->budget_row[p], 1.0);
    coef(&v, b->budget_row[q], -1.0);
    coef(&v, b->dial_row[p], 1.0);
    return v.code;
}

/* The most that the offers in a rule's scope could amount to. */
static double most_in_scope(const build *b, const purse_rule *rule)
{
    const purse_model *m = b->model;
    double most = 0.0;
    for (int k = 0; k < m->n_offers; k++) {
        const purse_offer *o = &m->offers[k];
        if (!build_in_scope(m, rule, k))
            continue;
        double contacts = b->program->col_hi[b->volume_col[k]];
        most += rule->of_spend ? o->unit_cost * contacts + o->fixed_cost + o->block_cost * o->max_blocks : contacts;
    }
    return most;
}

static purse_code share_total_column(build *b, int i, purse_error *err)
{
    const purse_model *m = b->model;
    const purse_rule *rule = &m->rules[i];
    column t = column_new(b, NULL, (build_col){BUILD_COL_RULE_TOTAL, i, -1}, 0.0, most_in_scope(b, rule), false, err);
    coef(&t, b->rule_total_row[i], -1.0);
    if (rule->has_group || rule->type == PURSE_RULE_MIN_SHARE)
        coef(&t, b->rule_row[i], -rule->limit);
    else
        for (int r = 0; r < m->n_providers; r++) {
            int rank = b->provider_rank[(size_t)i * (size_t)m->n_providers + (size_t)r];
            if (rank >= 0)
                coef(&t, b->rule_row[i] + rank, -rule->limit);
        }
    return t.code;
}

/* A person makes at most one move per service, each of at most the dearest burden. */
static double most_burden(const purse_model *m)
{
    double most = 0.0;
    for (int i = 0; i < m->n_referrals; i++)
        most = fmax(most, m->referrals[i].burden);
    return most * fmax(1.0, m->across_pots) * m->n_services;
}

static purse_code gap_floor_column(build *b, int i, purse_error *err)
{
    const purse_model *m = b->model;
    double most = m->rules[i].type == PURSE_RULE_MAX_UNMET_GAP ? 1.0 : most_burden(m);
    column f = column_new(b, NULL, (build_col){BUILD_COL_RULE_FLOOR, i, -1}, 0.0, most, false, err);
    for (int l = 0; l < m->n_places; l++)
        coef(&f, b->place_row[(size_t)i * (size_t)m->n_places + (size_t)l], -b->place_demand[l]);
    return f.code;
}

static purse_code rule_column(build *b, int i, purse_error *err)
{
    switch (b->model->rules[i].type) {
    case PURSE_RULE_MAX_SHARE:
    case PURSE_RULE_MIN_SHARE:
        return share_total_column(b, i, err);
    case PURSE_RULE_MAX_UNMET_GAP:
    case PURSE_RULE_MAX_BURDEN_GAP:
        return gap_floor_column(b, i, err);
    default:
        return PURSE_OK;
    }
}

purse_code build_columns(build *b, purse_error *err)
{
    const purse_model *m = b->model;
    purse_code code = PURSE_OK;
    int commodities = 0;
    for (int d = 0; d < m->n_demand; d++)
        if (m->demand[d].episodes > 0.0) {
            b->commodity_demand[commodities] = d;
            b->demand_commodity[d] = commodities++;
        }
    for (int k = 0; k < m->n_offers && !code; k++)
        code = offer_columns(b, k, err);
    for (int j = 0; j < m->n_teams && !code; j++)
        code = team_columns(b, j, err);
    for (int g = 0; g < m->n_programmes && !code; g++)
        code = programme_columns(b, g, err);
    for (int p = 0; p < m->n_pots && !code; p++)
        for (int q = 0; q < m->n_pots && !code; q++)
            if (p != q)
                code = money_column(b, p, q, err);
    for (int i = 0; i < m->n_rules && !code; i++)
        code = rule_column(b, i, err);
    return code;
}
