/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All linking rows. Equation numbers are the model's. */
#include <math.h>
#include <stdlib.h>

#include "models/build/build.h"

/* Adds a row and notes its index at `where`. */
static purse_code row_at(build *b, int *where, build_row_kind kind, int a, int of, double lo, double hi,
                         purse_error *err)
{
    *where = b->program->n_rows;
    return build_add_row(b, kind, a, of, lo, hi, err);
}

/* (6), (7): a held offer without blocks needs only the bounds of its volume column. */
static purse_code offer_rows(build *b, int k, purse_error *err)
{
    const purse_offer *o = &b->model->offers[k];
    bool blocks = o->max_blocks > 0 && o->block_size > 0.0;
    purse_code code = row_at(b, &b->volume_row[k], BUILD_ROW_VOLUME, k, -1, 0.0, 0.0, err);
    if (!code && (o->open || blocks))
        code = row_at(b, &b->capacity_row[k], BUILD_ROW_CAPACITY, k, -1, -INFINITY, o->open ? 0.0 : o->capacity, err);
    if (!code && o->open && blocks && b->reach[k] < o->capacity + o->block_size * o->max_blocks)
        code = row_at(b, &b->reach_row[k], BUILD_ROW_REACH, k, -1, -INFINITY, 0.0, err);
    if (!code && o->open && o->max_blocks > 0)
        code = row_at(b, &b->blocks_row[k], BUILD_ROW_BLOCKS, k, -1, -INFINITY, 0.0, err);
    if (!code && o->open && o->min_volume > 0.0)
        code = row_at(b, &b->minimum_row[k], BUILD_ROW_MINIMUM, k, -1, 0.0, INFINITY, err);
    return code;
}

/* (8) */
static purse_code team_rows(build *b, int j, purse_error *err)
{
    purse_code code = row_at(b, &b->coordinated_row[j], BUILD_ROW_COORDINATED, j, -1, 0.0, 0.0, err);
    if (!code && b->model->teams[j].open)
        code = row_at(b, &b->team_row[j], BUILD_ROW_TEAM, j, -1, -INFINITY, 0.0, err);
    return code;
}

/* (9): below the line through each two neighbouring points, the first being (0,0). */
static purse_code curve_rows(build *b, int e, purse_error *err)
{
    const purse_effect *effect = &b->model->effects[e];
    purse_code code = PURSE_OK;
    double spend = 0.0, averted = 0.0;
    b->curve_row[e] = b->program->n_rows;
    for (int i = 0; i < effect->n_points && !code; i++) {
        double slope = (effect->averted[i] - averted) / (effect->spend[i] - spend);
        code = build_add_row(b, BUILD_ROW_CURVE, e, i, -INFINITY, averted - slope * spend, err);
        spend = effect->spend[i];
        averted = effect->averted[i];
    }
    return code;
}

/* (10) contests, (11) income. */
static purse_code market_rows(build *b, purse_error *err)
{
    const purse_model *m = b->model;
    purse_code code = PURSE_OK;
    for (int c = 0; c < m->n_contests && !code; c++)
        code = row_at(b, &b->contest_row[c], BUILD_ROW_CONTEST, c, -1, -INFINITY, 1.0, err);
    double *fixed = calloc((size_t)m->n_providers + 1, sizeof *fixed);
    if (!fixed && !code)
        code = purse_error_memory(err);
    for (int k = 0; k < m->n_offers && !code; k++)
        fixed[m->offers[k].provider] += m->offers[k].open ? 0.0 : m->offers[k].fixed_cost;
    for (int j = 0; j < m->n_teams && !code; j++)
        fixed[m->teams[j].provider] += m->teams[j].open ? 0.0 : m->teams[j].fixed_cost;
    for (int r = 0; r < m->n_providers && !code; r++)
        if (!isinf(m->providers[r].max_income))
            code = row_at(b, &b->income_row[r], BUILD_ROW_INCOME, r, -1, -INFINITY,
                          m->providers[r].max_income - fixed[r], err);
    free(fixed);
    return code;
}

/* (13), with the fixed costs of what is held on the right; and the dial's rows, open until a regime sets them. */
static purse_code pot_rows(build *b, int p, purse_error *err)
{
    const purse_model *m = b->model;
    double fixed = 0.0;
    for (int k = 0; k < m->n_offers; k++)
        fixed += m->services[m->offers[k].service].pot == p && !m->offers[k].open ? m->offers[k].fixed_cost : 0.0;
    for (int j = 0; j < m->n_teams; j++)
        fixed += m->teams[j].pot == p && !m->teams[j].open ? m->teams[j].fixed_cost : 0.0;
    purse_code code = row_at(b, &b->budget_row[p], BUILD_ROW_BUDGET, p, -1, -INFINITY, m->pots[p].budget - fixed, err);
    if (!code)
        code = row_at(b, &b->dial_row[p], BUILD_ROW_DIAL, p, -1, -INFINITY, INFINITY, err);
    return code;
}

bool build_in_scope(const purse_model *m, const purse_rule *rule, int offer)
{
    int service = m->offers[offer].service;
    return rule->scope == PURSE_SCOPE_ALL ||
           (rule->scope == PURSE_SCOPE_POT ? m->services[service].pot : service) == rule->scope_index;
}

bool build_in_group(const purse_rule *rule, int provider)
{
    return purse_list_has(rule->providers, provider);
}

double build_fixed_in_scope(const purse_model *m, const purse_rule *rule, bool group)
{
    double fixed = 0.0;
    for (int k = 0; k < m->n_offers; k++) {
        const purse_offer *o = &m->offers[k];
        bool wanted = !group || build_in_group(rule, o->provider);
        if (!o->open && wanted && build_in_scope(m, rule, k))
            fixed += o->fixed_cost;
    }
    return fixed;
}

/* Shares, multiplied out: group - limit total <= 0 (or >= 0), the total being a column of its own. */
static purse_code share_rows(build *b, int i, purse_error *err)
{
    const purse_model *m = b->model;
    const purse_rule *rule = &m->rules[i];
    double all = rule->of_spend ? build_fixed_in_scope(m, rule, false) : 0.0;
    purse_code code = row_at(b, &b->rule_total_row[i], BUILD_ROW_RULE_TOTAL, i, -1, -all, -all, err);
    if (code)
        return code;
    b->rule_row[i] = b->program->n_rows;
    if (rule->has_group || rule->type == PURSE_RULE_MIN_SHARE) {
        double fixed = rule->of_spend ? build_fixed_in_scope(m, rule, true) : 0.0;
        bool least = rule->type == PURSE_RULE_MIN_SHARE;
        return build_add_row(b, BUILD_ROW_RULE, i, -1, least ? -fixed : -INFINITY, least ? INFINITY : -fixed, err);
    }
    int rank = 0;
    for (int k = 0; k < m->n_offers && !code; k++) {
        int r = m->offers[k].provider;
        int *at = &b->provider_rank[(size_t)i * (size_t)m->n_providers + (size_t)r];
        if (*at >= 0 || !build_in_scope(m, rule, k))
            continue;
        *at = rank++;
        code = build_add_row(b, BUILD_ROW_RULE, i, r, -INFINITY, 0.0, err);
    }
    for (int k = 0; k < m->n_offers && rule->of_spend && !code; k++)
        if (!m->offers[k].open && build_in_scope(m, rule, k)) {
            size_t at = (size_t)i * (size_t)m->n_providers + (size_t)m->offers[k].provider;
            b->program->row_hi[b->rule_row[i] + b->provider_rank[at]] -= m->offers[k].fixed_cost;
        }
    return code;
}

static purse_code spend_row(build *b, int i, purse_error *err)
{
    const purse_model *m = b->model;
    const purse_rule *rule = &m->rules[i];
    double fixed = build_fixed_in_scope(m, rule, false);
    for (int j = 0; j < m->n_teams; j++) {
        bool wanted =
            rule->scope == PURSE_SCOPE_ALL || (rule->scope == PURSE_SCOPE_POT && m->teams[j].pot == rule->scope_index);
        fixed += wanted && !m->teams[j].open ? m->teams[j].fixed_cost : 0.0;
    }
    bool least = rule->type == PURSE_RULE_MIN_SPEND;
    double limit = rule->limit - fixed;
    return row_at(b, &b->rule_row[i], BUILD_ROW_RULE, i, -1, least ? limit : -INFINITY, least ? INFINITY : limit, err);
}

static purse_code awards_row(build *b, int i, purse_error *err)
{
    const purse_model *m = b->model;
    const purse_rule *rule = &m->rules[i];
    double held = 0.0;
    for (int k = 0; k < m->n_offers; k++)
        held += !m->offers[k].open && build_in_scope(m, rule, k);
    bool least = rule->type == PURSE_RULE_MIN_AWARDS;
    double limit = rule->limit - held;
    return row_at(b, &b->rule_row[i], BUILD_ROW_RULE, i, -1, least ? limit : -INFINITY, least ? INFINITY : limit, err);
}

/* Gaps: floor <= what place l has per episode <= floor + limit, times its demand. */
static purse_code gap_rows(build *b, int i, purse_error *err)
{
    const purse_model *m = b->model;
    purse_code code = PURSE_OK;
    b->rule_row[i] = b->program->n_rows;
    for (int l = 0; l < m->n_places && !code; l++)
        if (b->place_demand[l] > 0.0)
            code = row_at(b, &b->place_row[(size_t)i * (size_t)m->n_places + (size_t)l], BUILD_ROW_RULE, i, l, 0.0,
                          m->rules[i].limit * b->place_demand[l], err);
    return code;
}

static purse_code rule_rows(build *b, int i, purse_error *err)
{
    switch (b->model->rules[i].type) {
    case PURSE_RULE_MAX_SHARE:
    case PURSE_RULE_MIN_SHARE:
        return share_rows(b, i, err);
    case PURSE_RULE_MIN_SPEND:
    case PURSE_RULE_MAX_SPEND:
        return spend_row(b, i, err);
    case PURSE_RULE_MIN_QUALITY:
        return row_at(b, &b->rule_row[i], BUILD_ROW_RULE, i, -1, 0.0, INFINITY, err);
    case PURSE_RULE_MIN_AWARDS:
    case PURSE_RULE_MAX_AWARDS:
        return awards_row(b, i, err);
    case PURSE_RULE_MAX_UNMET_GAP:
    case PURSE_RULE_MAX_BURDEN_GAP:
        return gap_rows(b, i, err);
    default:
        return purse_error_set(err, PURSE_EINPUT, b->model->rules[i].id, "expected a known rule type");
    }
}

purse_code build_rows(build *b, purse_error *err)
{
    const purse_model *m = b->model;
    purse_code code = PURSE_OK;
    for (int k = 0; k < m->n_offers && !code; k++)
        code = offer_rows(b, k, err);
    for (int j = 0; j < m->n_teams && !code; j++)
        code = team_rows(b, j, err);
    for (int e = 0; e < m->n_effects && !code; e++)
        code = curve_rows(b, e, err);
    if (!code)
        code = market_rows(b, err);
    for (int p = 0; p < m->n_pots && !code; p++)
        code = pot_rows(b, p, err);
    for (int i = 0; i < m->n_rules && !code; i++)
        code = rule_rows(b, i, err);
    return code;
}
