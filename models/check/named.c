/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables with ids, and the scenario's own fields, into the model: row i is record i. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/check/check.h"

/* One record of a table, by its type. */
#define RECORD(c, NAME, type, i) ((const rec_##type *)(const void *)scenario_record((c)->s, TABLE_##NAME, (size_t)(i)))

static const char *text(const checker *c, symbol s)
{
    return scenario_text(c->s, s);
}

static const char *name_or_id(const checker *c, symbol name, symbol id)
{
    return text(c, name != 0 ? name : id);
}

static int count(const checker *c, table_id id)
{
    return (int)c->s->table[id].n;
}

static int by_value(const void *a, const void *b)
{
    int first = *(const int *)a, second = *(const int *)b;
    return (first > second) - (first < second);
}

/* "*" lists share one array per table. */
static purse_code make_list(checker *c, const listing *read, table_id target, int **all, purse_list *out)
{
    int n = read->all ? count(c, target) : (int)read->n;
    bool shared = read->all && *all != NULL;
    int *item = shared ? *all : arena_array(c->store, (size_t)n + 1, sizeof *item);
    if (item == NULL) {
        return PURSE_EMEMORY;
    }
    if (!shared) {
        for (int i = 0; i < n; i++) {
            item[i] = read->all ? i : check_index(c, target, c->s->listed[read->start + (uint32_t)i]);
        }
        qsort(item, (size_t)n, sizeof *item, by_value);
    }
    *all = read->all ? item : *all;
    *out = (purse_list){.item = item, .n = n};
    return PURSE_OK;
}

static purse_code build_pots(checker *c)
{
    purse_model *m = c->m;
    m->n_pots = count(c, TABLE_POTS);
    m->pots = arena_array(c->store, (size_t)m->n_pots, sizeof *m->pots);
    for (int i = 0; m->pots != NULL && i < m->n_pots; i++) {
        const rec_pot *r = RECORD(c, POTS, pot, i);
        m->pots[i] = (purse_pot){.id = text(c, r->id), .name = name_or_id(c, r->name, r->id), .budget = r->budget};
    }
    return m->pots == NULL ? PURSE_EMEMORY : PURSE_OK;
}

static purse_code build_services(checker *c)
{
    purse_model *m = c->m;
    m->n_services = count(c, TABLE_SERVICES);
    m->services = arena_array(c->store, (size_t)m->n_services, sizeof *m->services);
    for (int i = 0; m->services != NULL && i < m->n_services; i++) {
        const rec_service *r = RECORD(c, SERVICES, service, i);
        m->services[i] = (purse_service){.id = text(c, r->id),
                                         .name = name_or_id(c, r->name, r->id),
                                         .unit = text(c, r->unit),
                                         .pot = check_index(c, TABLE_POTS, r->pot),
                                         .access = r->access};
    }
    return m->services == NULL ? PURSE_EMEMORY : PURSE_OK;
}

static purse_code build_providers(checker *c)
{
    purse_model *m = c->m;
    int *all = NULL;
    m->n_providers = count(c, TABLE_PROVIDERS);
    m->providers = arena_array(c->store, (size_t)m->n_providers, sizeof *m->providers);
    purse_code code = m->providers == NULL ? PURSE_EMEMORY : PURSE_OK;
    for (int i = 0; code == PURSE_OK && i < m->n_providers; i++) {
        const rec_provider *r = RECORD(c, PROVIDERS, provider, i);
        m->providers[i] = (purse_provider){.id = text(c, r->id),
                                           .name = name_or_id(c, r->name, r->id),
                                           .sector = (purse_sector)r->sector,
                                           .quality = r->quality,
                                           .max_income = r->max_income};
        code = make_list(c, &r->commissions, TABLE_POTS, &all, &m->providers[i].commissions);
    }
    return code;
}

static purse_code build_places_and_needs(checker *c)
{
    purse_model *m = c->m;
    m->n_places = count(c, TABLE_PLACES);
    m->n_needs = count(c, TABLE_NEEDS);
    m->places = arena_array(c->store, (size_t)m->n_places, sizeof *m->places);
    m->needs = arena_array(c->store, (size_t)m->n_needs, sizeof *m->needs);
    if (m->places == NULL || m->needs == NULL) {
        return PURSE_EMEMORY;
    }
    for (int i = 0; i < m->n_places; i++) {
        const rec_place *r = RECORD(c, PLACES, place, i);
        m->places[i] =
            (purse_place){.id = text(c, r->id), .name = name_or_id(c, r->name, r->id), .population = r->population};
    }
    for (int i = 0; i < m->n_needs; i++) {
        const rec_need *r = RECORD(c, NEEDS, need, i);
        m->needs[i] =
            (purse_need){.id = text(c, r->id), .name = name_or_id(c, r->name, r->id), .priority = r->priority};
    }
    return PURSE_OK;
}

/* Contests in the order in which they are first named. */
static int contest_index(checker *c, int *index, symbol name)
{
    if (name == 0) {
        return -1;
    }
    if (index[name] == 0) {
        c->m->contests[c->m->n_contests++] = text(c, name);
        index[name] = c->m->n_contests;
    }
    return index[name] - 1;
}

static purse_code build_offers(checker *c)
{
    purse_model *m = c->m;
    int *all = NULL, *contest = arena_array(&c->scratch, c->s->symbols.n + 1, sizeof *contest);
    m->n_offers = count(c, TABLE_OFFERS);
    m->offers = arena_array(c->store, (size_t)m->n_offers, sizeof *m->offers);
    m->contests = arena_array(c->store, (size_t)m->n_offers, sizeof *m->contests);
    m->offer_origin = arena_array(c->store, (size_t)m->n_offers, sizeof *m->offer_origin);
    bool taken = contest != NULL && m->offers != NULL && m->contests != NULL && m->offer_origin != NULL;
    purse_code code = taken ? PURSE_OK : PURSE_EMEMORY;
    for (int i = 0; code == PURSE_OK && i < m->n_offers; i++) {
        const rec_offer *r = RECORD(c, OFFERS, offer, i);
        m->offers[i] = (purse_offer){.id = text(c, r->id),
                                     .provider = check_index(c, TABLE_PROVIDERS, r->provider),
                                     .service = check_index(c, TABLE_SERVICES, r->service),
                                     .unit_cost = r->unit_cost,
                                     .capacity = r->capacity,
                                     .fixed_cost = r->fixed_cost,
                                     .min_volume = r->min_volume,
                                     .open = r->award == 1,
                                     .contest = contest_index(c, contest, r->contest),
                                     .block_size = r->block_size,
                                     .block_cost = r->block_cost,
                                     .max_blocks = r->max_blocks};
        code = make_list(c, &r->places, TABLE_PLACES, &all, &m->offers[i].places);
    }
    return code;
}

static purse_code build_teams(checker *c)
{
    purse_model *m = c->m;
    int *all_needs = NULL, *all_places = NULL;
    m->n_teams = count(c, TABLE_TEAMS);
    m->teams = arena_array(c->store, (size_t)m->n_teams, sizeof *m->teams);
    m->team_origin = arena_array(c->store, (size_t)m->n_teams, sizeof *m->team_origin);
    purse_code code = m->teams == NULL || m->team_origin == NULL ? PURSE_EMEMORY : PURSE_OK;
    for (int i = 0; code == PURSE_OK && i < m->n_teams; i++) {
        const rec_team *r = RECORD(c, TEAMS, team, i);
        m->teams[i] = (purse_team){.id = text(c, r->id),
                                   .provider = check_index(c, TABLE_PROVIDERS, r->provider),
                                   .pot = check_index(c, TABLE_POTS, r->pot),
                                   .capacity = r->capacity,
                                   .unit_cost = r->unit_cost,
                                   .fixed_cost = r->fixed_cost,
                                   .relief = r->relief,
                                   .open = r->award == 1};
        code = make_list(c, &r->needs, TABLE_NEEDS, &all_needs, &m->teams[i].needs);
        code = code == PURSE_OK ? make_list(c, &r->places, TABLE_PLACES, &all_places, &m->teams[i].places) : code;
    }
    return code;
}

static purse_code build_programmes(checker *c)
{
    purse_model *m = c->m;
    int *all = NULL;
    m->n_programmes = count(c, TABLE_PROGRAMMES);
    m->programmes = arena_array(c->store, (size_t)m->n_programmes, sizeof *m->programmes);
    purse_code code = m->programmes == NULL ? PURSE_EMEMORY : PURSE_OK;
    for (int i = 0; code == PURSE_OK && i < m->n_programmes; i++) {
        const rec_programme *r = RECORD(c, PROGRAMMES, programme, i);
        m->programmes[i] = (purse_programme){
            .id = text(c, r->id), .name = name_or_id(c, r->name, r->id), .pot = check_index(c, TABLE_POTS, r->pot)};
        code = make_list(c, &r->places, TABLE_PLACES, &all, &m->programmes[i].places);
    }
    return code;
}

/* All providers named or of a named sector. */
static purse_code make_group(checker *c, const rec_rule *r, purse_list *out)
{
    int n_providers = count(c, TABLE_PROVIDERS), n = 0;
    bool *in = arena_array(&c->scratch, (size_t)n_providers + 1, sizeof *in);
    int *item = arena_array(c->store, (size_t)n_providers + 1, sizeof *item);
    if (in == NULL || item == NULL) {
        return PURSE_EMEMORY;
    }
    for (uint32_t i = 0; i < r->providers.n; i++) {
        int provider = check_index(c, TABLE_PROVIDERS, c->s->listed[r->providers.start + i]);
        if (provider >= 0) {
            in[provider] = true;
        }
    }
    for (int i = 0; i < n_providers; i++) {
        if (in[i] || (r->sectors & (1 << c->m->providers[i].sector)) != 0) {
            item[n++] = i;
        }
    }
    *out = (purse_list){.item = item, .n = n};
    return PURSE_OK;
}

static purse_code build_rule(checker *c, int i)
{
    const rec_rule *r = RECORD(c, RULES, rule, i);
    purse_rule *rule = &c->m->rules[i];
    char position[32];
    (void)snprintf(position, sizeof position, "rule %d", i + 1);
    const char *id = r->id != 0 ? text(c, r->id) : arena_text(c->store, position, strlen(position));
    *rule =
        (purse_rule){.type = (purse_rule_type)r->type,
                     .id = id,
                     .scope = r->scope.kind,
                     .scope_index = r->scope.kind == PURSE_SCOPE_POT       ? check_index(c, TABLE_POTS, r->scope.id)
                                    : r->scope.kind == PURSE_SCOPE_SERVICE ? check_index(c, TABLE_SERVICES, r->scope.id)
                                                                           : -1,
                     .of_spend = r->of == 1,
                     .has_group = r->sectors != 0 || r->providers.n > 0,
                     .limit = r->limit};
    if (id == NULL) {
        return PURSE_EMEMORY;
    }
    return rule->has_group ? make_group(c, r, &rule->providers) : PURSE_OK;
}

static purse_code build_rules(checker *c)
{
    purse_model *m = c->m;
    m->n_rules = count(c, TABLE_RULES);
    m->rules = arena_array(c->store, (size_t)m->n_rules, sizeof *m->rules);
    m->rule_origin = arena_array(c->store, (size_t)m->n_rules, sizeof *m->rule_origin);
    m->pot_origin = arena_array(c->store, (size_t)m->n_pots, sizeof *m->pot_origin);
    bool taken = m->rules != NULL && m->rule_origin != NULL && m->pot_origin != NULL;
    purse_code code = taken ? PURSE_OK : PURSE_EMEMORY;
    for (int i = 0; code == PURSE_OK && i < m->n_rules; i++) {
        code = build_rule(c, i);
    }
    return code;
}

static void fill_origins(const checker *c, purse_origin *origin, table_id id)
{
    for (size_t i = 0; i < c->s->table[id].n; i++) {
        const record *r = scenario_record(c->s, id, i);
        origin[i] = (purse_origin){.file = c->s->files[r->file].name, .line = (long)r->line};
    }
}

static purse_code build_top(checker *c)
{
    purse_model *m = c->m;
    const rec_top *top = (const rec_top *)(const void *)scenario_record(c->s, TABLE_TOP, 0);
    const rec_handover *handover = (const rec_handover *)(const void *)scenario_record(c->s, TABLE_HANDOVER, 0);
    m->name = text(c, top->name);
    m->description = text(c, top->description);
    m->period = text(c, top->period);
    m->currency = text(c, top->currency);
    m->n_sources = (int)top->sources.n;
    m->sources = arena_array(c->store, top->sources.n, sizeof *m->sources);
    m->within_provider = handover->within_provider;
    m->across_pots = handover->across_pots;
    m->objective.weighted = c->s->objective.weighted;
    m->objective.n_tiers = c->s->objective.n_tiers;
    memcpy(m->objective.tier, c->s->objective.tier, sizeof m->objective.tier);
    memcpy(m->objective.weight, c->s->objective.weight, sizeof m->objective.weight);
    if (m->sources == NULL) {
        return PURSE_EMEMORY;
    }
    for (int i = 0; i < m->n_sources; i++) {
        m->sources[i] = text(c, c->s->listed[top->sources.start + (uint32_t)i]);
    }
    return PURSE_OK;
}

purse_code build_named(checker *c)
{
    static purse_code (*const parts[])(checker *) = {
        build_pots,       build_services, build_providers, build_places_and_needs, build_offers, build_teams,
        build_programmes, build_rules,    build_top};
    purse_code code = PURSE_OK;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && code == PURSE_OK; i++) {
        code = parts[i](c);
    }
    if (code == PURSE_OK) {
        fill_origins(c, c->m->offer_origin, TABLE_OFFERS);
        fill_origins(c, c->m->rule_origin, TABLE_RULES);
        fill_origins(c, c->m->pot_origin, TABLE_POTS);
        fill_origins(c, c->m->team_origin, TABLE_TEAMS);
    }
    return code;
}
