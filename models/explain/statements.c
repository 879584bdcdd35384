/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements of a scenario, and the scenario without some of them. */
#include "models/explain/statements.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A capacity that no demand can fill. */
static double beyond_demand(const purse_model *m)
{
    double episodes = 0.0, contacts = 1.0;
    for (int d = 0; d < m->n_demand; d++)
        episodes += m->demand[d].episodes;
    for (int a = 0; a < m->n_abilities; a++)
        contacts = fmax(contacts, m->abilities[a].contacts);
    return 2.0 * contacts * (1.0 + episodes);
}

/* Money that no plan can spend. */
static double beyond_spending(const purse_model *m)
{
    double dearest = 0.0, money = 1.0;
    for (int k = 0; k < m->n_offers; k++) {
        const purse_offer *o = &m->offers[k];
        dearest = fmax(dearest, o->unit_cost);
        money += o->fixed_cost + o->block_cost * o->max_blocks + o->unit_cost * o->min_volume;
    }
    for (int j = 0; j < m->n_teams; j++)
        money += m->teams[j].fixed_cost + m->teams[j].unit_cost * beyond_demand(m);
    for (int g = 0; g < m->n_programmes; g++)
        money += m->programmes[g].max_spend;
    return money + dearest * beyond_demand(m) * m->n_services;
}

static bool has_walls(const purse_model *m, purse_regime regime)
{
    return regime.kind != PURSE_REGIME_POOLED && m->n_pots > 1;
}

static bool offer_states(const purse_offer *o, statement_kind kind)
{
    return kind == STATEMENT_CAPACITY || (kind == STATEMENT_MINIMUM && o->min_volume > 0.0) ||
           (kind == STATEMENT_HELD && !o->open && o->fixed_cost > 0.0);
}

static bool provider_states(const purse_model *m, int provider, statement_kind kind)
{
    if (kind == STATEMENT_INCOME)
        return !isinf(m->providers[provider].max_income);
    for (int k = 0; k < m->n_offers; k++) {
        const purse_offer *o = &m->offers[k];
        if (o->open && o->provider == provider &&
            purse_list_has(m->providers[provider].commissions, m->services[o->service].pot))
            return true;
    }
    return false;
}

static bool team_states(const purse_team *t, statement_kind kind)
{
    return kind == STATEMENT_TEAM || (!t->open && t->fixed_cost > 0.0);
}

/* How many records a kind speaks of. */
static int records_of(const purse_model *m, statement_kind kind)
{
    switch (kind) {
    case STATEMENT_CAPACITY:
    case STATEMENT_MINIMUM:
    case STATEMENT_HELD:
        return m->n_offers;
    case STATEMENT_TEAM:
    case STATEMENT_TEAM_HELD:
        return m->n_teams;
    case STATEMENT_CONTEST:
        return m->n_contests;
    case STATEMENT_COMMISSIONS:
    case STATEMENT_INCOME:
        return m->n_providers;
    case STATEMENT_BUDGET:
        return m->n_pots;
    case STATEMENT_RULE:
        return m->n_rules;
    case STATEMENT_WALLS:
    default:
        return 1;
    }
}

static bool is_stated(const purse_model *m, purse_regime regime, statement s)
{
    switch (s.kind) {
    case STATEMENT_CAPACITY:
    case STATEMENT_MINIMUM:
    case STATEMENT_HELD:
        return offer_states(&m->offers[s.of], s.kind);
    case STATEMENT_TEAM:
    case STATEMENT_TEAM_HELD:
        return team_states(&m->teams[s.of], s.kind);
    case STATEMENT_COMMISSIONS:
    case STATEMENT_INCOME:
        return provider_states(m, s.of, s.kind);
    case STATEMENT_WALLS:
        return has_walls(m, regime);
    case STATEMENT_CONTEST:
    case STATEMENT_BUDGET:
    case STATEMENT_RULE:
    default:
        return true;
    }
}

statement *statements_of(const purse_model *m, purse_regime regime, size_t *n)
{
    size_t room = 1;
    for (int kind = 0; kind <= STATEMENT_RULE; kind++)
        room += (size_t)records_of(m, (statement_kind)kind);
    statement *list = calloc(room, sizeof *list);
    *n = 0;
    for (int kind = 0; kind <= STATEMENT_RULE && list; kind++)
        for (int i = 0; i < records_of(m, (statement_kind)kind); i++) {
            statement s = {(statement_kind)kind, i};
            if (is_stated(m, regime, s))
                list[(*n)++] = s;
        }
    return list;
}

purse_code without_new(without *w, const purse_model *m, purse_error *err)
{
    *w = (without){.model = *m};
    w->model.pots = malloc(((size_t)m->n_pots + 1) * sizeof *m->pots);
    w->model.providers = malloc(((size_t)m->n_providers + 1) * sizeof *m->providers);
    w->model.offers = malloc(((size_t)m->n_offers + 1) * sizeof *m->offers);
    w->model.teams = malloc(((size_t)m->n_teams + 1) * sizeof *m->teams);
    w->model.rules = malloc(((size_t)m->n_rules + 1) * sizeof *m->rules);
    if (w->model.pots && w->model.providers && w->model.offers && w->model.teams && w->model.rules)
        return PURSE_OK;
    without_free(w);
    return purse_error_memory(err);
}

void without_free(without *w)
{
    free(w->model.pots);
    free(w->model.providers);
    free(w->model.offers);
    free(w->model.teams);
    free(w->model.rules);
    *w = (without){0};
}

static void drop_contest(purse_model *m, int contest)
{
    for (int k = 0; k < m->n_offers; k++)
        if (m->offers[k].contest == contest)
            m->offers[k].contest = -1;
}

static void drop(without *w, statement s, double capacity, double money)
{
    purse_model *m = &w->model;
    switch (s.kind) {
    case STATEMENT_CAPACITY:
        m->offers[s.of].capacity = fmax(capacity, m->offers[s.of].capacity);
        break;
    case STATEMENT_MINIMUM:
        m->offers[s.of].min_volume = 0.0;
        break;
    case STATEMENT_HELD:
        m->offers[s.of].fixed_cost = 0.0;
        break;
    case STATEMENT_TEAM:
        m->teams[s.of].capacity = fmax(capacity, m->teams[s.of].capacity);
        break;
    case STATEMENT_TEAM_HELD:
        m->teams[s.of].fixed_cost = 0.0;
        break;
    case STATEMENT_CONTEST:
        drop_contest(m, s.of);
        break;
    case STATEMENT_COMMISSIONS:
        m->providers[s.of].commissions.n = 0;
        break;
    case STATEMENT_INCOME:
        m->providers[s.of].max_income = INFINITY;
        break;
    case STATEMENT_BUDGET:
        m->pots[s.of].budget = fmax(money, m->pots[s.of].budget);
        break;
    case STATEMENT_WALLS:
        w->regime.kind = PURSE_REGIME_POOLED;
        break;
    case STATEMENT_RULE:
    default:
        break; /* rules are copied one by one */
    }
}

void without_set(without *w, const purse_model *m, purse_regime regime, const statement *list, const bool *kept,
                 size_t n)
{
    purse_model *copy = &w->model;
    w->regime = regime;
    memcpy(copy->pots, m->pots, (size_t)m->n_pots * sizeof *m->pots);
    memcpy(copy->providers, m->providers, (size_t)m->n_providers * sizeof *m->providers);
    memcpy(copy->offers, m->offers, (size_t)m->n_offers * sizeof *m->offers);
    memcpy(copy->teams, m->teams, (size_t)m->n_teams * sizeof *m->teams);
    copy->n_rules = 0;
    double capacity = beyond_demand(m), money = beyond_spending(m);
    for (size_t i = 0; i < n; i++)
        if (!kept[i])
            drop(w, list[i], capacity, money);
        else if (list[i].kind == STATEMENT_RULE)
            copy->rules[copy->n_rules++] = m->rules[list[i].of];
}
