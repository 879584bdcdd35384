/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan's document read back, for `purse verify`. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/read/read.h"

typedef struct reading {
    read_document d;
    const purse_model *model;
    purse_plan *plan;
    read_ids pots, services, places, needs, offers, teams, programmes;
    bool *seen; /* records of the table in hand that were named */
} reading;

static bool reading_new(reading *r)
{
    const purse_model *m = r->model;
    int most = m->n_offers + m->n_teams + m->n_programmes + m->n_places + m->n_effects + m->n_pots * m->n_pots;
    r->seen = calloc((size_t)most + 1, sizeof *r->seen);
    return r->seen && read_ids_new(&r->pots, "pot", m->pots, m->n_pots, sizeof *m->pots) &&
           read_ids_new(&r->services, "service", m->services, m->n_services, sizeof *m->services) &&
           read_ids_new(&r->places, "place", m->places, m->n_places, sizeof *m->places) &&
           read_ids_new(&r->needs, "need", m->needs, m->n_needs, sizeof *m->needs) &&
           read_ids_new(&r->offers, "offer", m->offers, m->n_offers, sizeof *m->offers) &&
           read_ids_new(&r->teams, "team", m->teams, m->n_teams, sizeof *m->teams) &&
           read_ids_new(&r->programmes, "programme", m->programmes, m->n_programmes, sizeof *m->programmes);
}

static void reading_free(reading *r)
{
    free(r->seen);
    read_ids_free(&r->pots);
    read_ids_free(&r->services);
    read_ids_free(&r->places);
    read_ids_free(&r->needs);
    read_ids_free(&r->offers);
    read_ids_free(&r->teams);
    read_ids_free(&r->programmes);
}

static void read_head(reading *r, const cJSON *root)
{
    purse_plan *p = r->plan;
    bool known = false;
    const char *regime = read_text(&r->d, root, "$", "regime"), *status = read_text(&r->d, root, "$", "status");
    if (regime && purse_regime_parse(&p->regime.kind, regime, NULL) != PURSE_OK)
        read_fail(&r->d, "$", "regime", "there is no such regime");
    if (p->regime.kind == PURSE_REGIME_DIAL)
        p->regime.dial = read_number(&r->d, root, "$", "dial");
    for (int s = PURSE_STATUS_NONE; status && s <= PURSE_STATUS_UNBOUNDED; s++)
        if (strcmp(status, purse_status_text((purse_status)s)) == 0) {
            p->status = (purse_status)s;
            known = true;
        }
    if (status && !known)
        read_fail(&r->d, "$", "status", "there is no such status");
    else if (status && !purse_plan_holds(p))
        read_fail(&r->d, "$", "status", "a document of status \"%s\" holds no plan", status);
    p->interrupted = read_bool(&r->d, root, "$", "interrupted");
    const cJSON *prices_of = cJSON_GetObjectItemCaseSensitive(root, "prices_of");
    p->fixed_prices = cJSON_IsString(prices_of) && strcmp(prices_of->valuestring, "awards_held_fixed") == 0;
    const cJSON *prices_kind = cJSON_GetObjectItemCaseSensitive(root, "prices_kind");
    p->interior_prices = cJSON_IsString(prices_kind) && strcmp(prices_kind->valuestring, "interior") == 0;
    const cJSON *scenario = read_object(&r->d, root, "$", "scenario");
    const char *sha = scenario ? read_text(&r->d, scenario, "$.scenario", "sha256") : NULL;
    if (sha && strcmp(sha, r->model->sha256) != 0) {
        purse_problem problem = {
            .severity = PURSE_SEVERITY_WARNING,
            .file = (char *)r->d.name,
            .path = (char *)"$.scenario.sha256",
            .message = (char *)"the plan was made from another scenario, or from another state of this one"};
        if (purse_problems_add(r->d.problems, &problem) != PURSE_OK)
            r->d.out_of_memory = true;
    }
}

static void read_totals(reading *r, const cJSON *root)
{
    const cJSON *totals = read_object(&r->d, root, "$", "totals");
    if (!totals)
        return;
#define TOTAL(name) r->plan->totals.name = read_number(&r->d, totals, "$.totals", #name);
    PURSE_TOTALS(TOTAL)
#undef TOTAL
}

static int measure_of(const char *text)
{
    if (strcmp(text, "weighted") == 0)
        return -1;
    for (int m = 0; m < PURSE_N_MEASURES; m++)
        if (strcmp(text, purse_measure_text((purse_measure)m)) == 0)
            return m;
    return -2;
}

static void read_tier(reading *r, const cJSON *item, const char *path, int at)
{
    purse_tier *tier = &r->plan->tier[at];
    const char *measure = read_text(&r->d, item, path, "measure");
    tier->measure = measure ? measure_of(measure) : -1;
    if (tier->measure == -2)
        read_fail(&r->d, path, "measure", "there is no such measure");
    tier->value = read_number(&r->d, item, path, "value");
    tier->bound = read_number_or(&r->d, item, path, "bound", -INFINITY);
    tier->gap = read_number_or(&r->d, item, path, "gap", INFINITY);
    const cJSON *method = cJSON_GetObjectItemCaseSensitive(item, "method");
    for (int way = PURSE_WAY_BRANCH; way > PURSE_WAY_NONE && cJSON_IsString(method); way--)
        if (strcmp(method->valuestring, purse_way_text((purse_way)way)) == 0)
            tier->way = (purse_way)way;
    r->plan->n_tiers = at + 1;
}

/* Prices by the measures of the plan's tiers, which stand before them in the document. */
static void read_prices(reading *r, const cJSON *item, const char *path, double *price)
{
    const cJSON *prices = cJSON_GetObjectItemCaseSensitive(item, "prices");
    for (int t = 0; t < r->plan->n_tiers && cJSON_IsObject(prices); t++)
        price[t] = read_number_or(&r->d, prices, path, purse_tier_text(&r->plan->tier[t]), (double)NAN);
}

/* Prices tested from both sides, where there are any; no number on the left means that there is no plan. */
static void read_sides(reading *r, const cJSON *item, const char *path, double *left, double *right)
{
    const cJSON *sides = cJSON_GetObjectItemCaseSensitive(item, "price_sides");
    for (int t = 0; t < r->plan->n_tiers && cJSON_IsObject(sides); t++) {
        const cJSON *side = cJSON_GetObjectItemCaseSensitive(sides, purse_tier_text(&r->plan->tier[t]));
        if (!cJSON_IsObject(side))
            continue;
        if (cJSON_GetObjectItemCaseSensitive(side, "left"))
            left[t] = read_number_or(&r->d, side, path, "left", -INFINITY);
        if (cJSON_GetObjectItemCaseSensitive(side, "right"))
            right[t] = read_number_or(&r->d, side, path, "right", (double)NAN);
    }
}

static void read_pot(reading *r, const cJSON *item, const char *path, int p)
{
    purse_pot_result *pot = &r->plan->pots[p];
    pot->budget = read_number(&r->d, item, path, "budget");
    pot->spend = read_number(&r->d, item, path, "spend");
    pot->moved_in = read_number(&r->d, item, path, "moved_in");
    pot->moved_out = read_number(&r->d, item, path, "moved_out");
    read_prices(r, item, path, pot->price);
    read_sides(r, item, path, pot->left, pot->right);
    if (!cJSON_GetObjectItemCaseSensitive(item, "at_most"))
        return;
    const cJSON *most = read_object(&r->d, item, path, "at_most");
    for (int i = 0; i < PURSE_N_POT_LIMITS && most; i++)
        pot->most[i] = read_number_or(&r->d, most, path, purse_pot_limit_text((purse_pot_limit)i), (double)NAN);
}

static void read_offer(reading *r, const cJSON *item, const char *path, int k)
{
    purse_offer_result *offer = &r->plan->offers[k];
    offer->awarded = read_bool(&r->d, item, path, "awarded");
    offer->blocks = read_number(&r->d, item, path, "blocks");
    offer->contacts = read_number(&r->d, item, path, "contacts");
    offer->capacity = read_number(&r->d, item, path, "capacity");
    offer->spend = read_number(&r->d, item, path, "spend");
    read_prices(r, item, path, offer->price);
    read_sides(r, item, path, offer->left, offer->right);
    if (cJSON_GetObjectItemCaseSensitive(item, "conflict"))
        offer->conflict = read_bool(&r->d, item, path, "conflict");
}

static void read_team(reading *r, const cJSON *item, const char *path, int j)
{
    purse_team_result *team = &r->plan->teams[j];
    team->awarded = read_bool(&r->d, item, path, "awarded");
    team->episodes = read_number(&r->d, item, path, "episodes");
    team->capacity = read_number(&r->d, item, path, "capacity");
    team->spend = read_number(&r->d, item, path, "spend");
}

static void read_programme(reading *r, const cJSON *item, const char *path, int g)
{
    const purse_model *m = r->model;
    r->plan->programmes[g].spend = read_number(&r->d, item, path, "spend");
    r->plan->programmes[g].averted = read_number(&r->d, item, path, "averted");
    const cJSON *needs = read_table(&r->d, item, path, "needs"), *row;
    int first = m->effect_start[g], last = m->effect_start[g + 1], found = 0;
    bool *given = calloc((size_t)(last - first) + 1, sizeof *given);
    if (!given) {
        r->d.out_of_memory = true;
        return;
    }
    cJSON_ArrayForEach(row, needs)
    {
        int need = read_id(&r->d, &r->needs, row, path, "need", false), at = -1;
        for (int i = first; i < last; i++)
            if (m->effects[i].need == need)
                at = i;
        if (need < 0)
            continue;
        if (at < 0 || given[at - first]) {
            read_fail(&r->d, path, "needs",
                      at < 0 ? "the programme has no effect on need \"%s\"" : "need \"%s\" stands twice",
                      m->needs[need].id);
            continue;
        }
        given[at - first] = true;
        r->plan->averted[at] = read_number(&r->d, row, path, "averted");
        found++;
    }
    if (needs && found < last - first)
        read_fail(&r->d, path, "needs", "expected every need of the programme");
    free(given);
}

static void read_place(reading *r, const cJSON *item, const char *path, int l)
{
    r->plan->place_unmet[l] = read_number(&r->d, item, path, "unmet");
    r->plan->place_burden[l] = read_number(&r->d, item, path, "burden");
}

/* A table that names every record of the model once. */
static void read_records(reading *r, const cJSON *root, const char *name, const read_ids *ids,
                         void (*record)(reading *, const cJSON *, const char *, int))
{
    const cJSON *table = read_table(&r->d, root, "$", name), *item;
    char path[80];
    int at = 0, found = 0;
    memset(r->seen, 0, (size_t)ids->n * sizeof *r->seen);
    cJSON_ArrayForEach(item, table)
    {
        snprintf(path, sizeof path, "$.%s[%d]", name, at++);
        int index = read_id(&r->d, ids, item, path, "id", false);
        if (index < 0)
            continue;
        if (r->seen[index]) {
            read_fail(&r->d, path, "id", "it stands twice");
            continue;
        }
        r->seen[index] = true;
        found++;
        record(r, item, path, index);
    }
    for (int i = 0; table && found < ids->n && i < ids->n; i++)
        if (!r->seen[ids->index[i]])
            read_fail(&r->d, "$", name, "%s \"%s\" is missing", ids->noun, ids->id[i]);
}

static void read_tiers(reading *r, const cJSON *root)
{
    const cJSON *table = read_table(&r->d, root, "$", "tiers"), *item;
    char path[80];
    int at = 0;
    cJSON_ArrayForEach(item, table)
    {
        snprintf(path, sizeof path, "$.tiers[%d]", at);
        if (at >= PURSE_N_MEASURES) {
            read_fail(&r->d, path, "", "expected at most %d tiers", PURSE_N_MEASURES);
            return;
        }
        read_tier(r, item, path, at++);
    }
}

static void read_boundaries(reading *r, const cJSON *root)
{
    const cJSON *table = read_table(&r->d, root, "$", "boundaries"), *item;
    char path[80];
    int at = 0, found = 0;
    memset(r->seen, 0, (size_t)r->plan->n_boundaries * sizeof *r->seen);
    cJSON_ArrayForEach(item, table)
    {
        snprintf(path, sizeof path, "$.boundaries[%d]", at++);
        int from = read_id(&r->d, &r->pots, item, path, "from", false);
        int to = read_id(&r->d, &r->pots, item, path, "to", false);
        if (from < 0 || to < 0)
            continue;
        int pair = from * r->model->n_pots + to;
        if (r->seen[pair]) {
            read_fail(&r->d, path, "", "the same two pots stand twice");
            continue;
        }
        r->seen[pair] = true;
        found++;
        r->plan->boundaries[pair].moves = read_number(&r->d, item, path, "moves");
        r->plan->boundaries[pair].unnecessary_moves = read_number(&r->d, item, path, "unnecessary_moves");
        r->plan->boundaries[pair].burden = read_number(&r->d, item, path, "burden");
    }
    if (table && found < r->plan->n_boundaries)
        read_fail(&r->d, "$", "boundaries", "expected every pair of pots");
}

static void read_money(reading *r, const cJSON *root)
{
    const cJSON *table = read_table(&r->d, root, "$", "money_moves"), *item;
    char path[80];
    int at = 0;
    cJSON_ArrayForEach(item, table)
    {
        snprintf(path, sizeof path, "$.money_moves[%d]", at++);
        int from = read_id(&r->d, &r->pots, item, path, "from", false);
        int to = read_id(&r->d, &r->pots, item, path, "to", false);
        double amount = read_number(&r->d, item, path, "amount");
        if (amount < 0)
            read_fail(&r->d, path, "amount", "expected a number >= 0");
        if (from < 0 || to < 0)
            continue;
        if (purse_plan_add_money(r->plan, from, to, amount, NULL) != PURSE_OK)
            r->d.out_of_memory = true;
        if (at > r->model->n_pots * r->model->n_pots) {
            read_fail(&r->d, path, "", "there are more moves than pairs of pots");
            return;
        }
    }
}

static void read_flow(reading *r, const cJSON *item, const char *path)
{
    purse_flow flow = {.kind = PURSE_N_FLOWS};
    const char *kind = read_text(&r->d, item, path, "kind");
    for (int i = 0; kind && i < PURSE_N_FLOWS; i++)
        if (strcmp(kind, purse_flow_text((purse_flow_kind)i)) == 0)
            flow.kind = (purse_flow_kind)i;
    if (kind && flow.kind == PURSE_N_FLOWS)
        read_fail(&r->d, path, "kind", "there is no such kind of flow");
    flow.place = read_id(&r->d, &r->places, item, path, "place", false);
    flow.need = read_id(&r->d, &r->needs, item, path, "need", false);
    flow.team = read_id(&r->d, &r->teams, item, path, "team", true);
    flow.from_offer = read_id(&r->d, &r->offers, item, path, "from_offer", true);
    flow.to_offer = read_id(&r->d, &r->offers, item, path, "to_offer", true);
    flow.to_service = read_id(&r->d, &r->services, item, path, "to_service", true);
    if (flow.to_offer >= 0 && flow.to_service < 0)
        flow.to_service = r->model->offers[flow.to_offer].service;
    flow.people = read_number(&r->d, item, path, "people");
    if (flow.people < 0)
        read_fail(&r->d, path, "people", "expected a number >= 0");
    if (r->d.errors == 0 && purse_plan_add_flow(r->plan, &flow, NULL) != PURSE_OK)
        r->d.out_of_memory = true;
}

static void read_flows(reading *r, const cJSON *root)
{
    const cJSON *table = read_table(&r->d, root, "$", "flows"), *item;
    char path[80];
    long at = 0;
    cJSON_ArrayForEach(item, table)
    {
        snprintf(path, sizeof path, "$.flows[%ld]", at++);
        read_flow(r, item, path);
        if (r->d.out_of_memory)
            return;
    }
}

static void read_certificate(reading *r, const cJSON *root)
{
    const cJSON *item = read_object(&r->d, root, "$", "certificate");
    purse_certificate *certificate = &r->plan->certificate;
    if (!item)
        return;
    certificate->row_violation = read_number(&r->d, item, "$.certificate", "row_violation");
    certificate->balance_violation = read_number(&r->d, item, "$.certificate", "balance_violation");
    certificate->bound_violation = read_number(&r->d, item, "$.certificate", "bound_violation");
    certificate->integer_violation = read_number(&r->d, item, "$.certificate", "integer_violation");
    double iterations = read_number(&r->d, item, "$.certificate", "iterations");
    double nodes = read_number(&r->d, item, "$.certificate", "nodes");
    if (fabs(iterations) < 1e15)
        certificate->iterations = (long)iterations;
    if (fabs(nodes) < 1e15)
        certificate->nodes = (long)nodes;
}

static void read_plan(reading *r, const cJSON *root)
{
    read_head(r, root);
    if (r->d.errors > 0)
        return;
    read_totals(r, root);
    read_tiers(r, root);
    read_records(r, root, "pots", &r->pots, read_pot);
    read_money(r, root);
    read_records(r, root, "offers", &r->offers, read_offer);
    read_records(r, root, "teams", &r->teams, read_team);
    read_records(r, root, "programmes", &r->programmes, read_programme);
    read_boundaries(r, root);
    read_records(r, root, "places", &r->places, read_place);
    read_certificate(r, root);
    read_flows(r, root);
    purse_plan_sort(r->plan);
}

purse_code purse_report_plan_read(purse_plan **plan, const char *name, const char *text, size_t length,
                                  const purse_model *model, purse_problems *problems, purse_error *err)
{
    reading r = {.d = {.name = name, .problems = problems}, .model = model};
    cJSON *root = NULL;
    purse_code code = purse_plan_new(&r.plan, model, err);
    if (code != PURSE_OK)
        return code;
    if (!reading_new(&r)) {
        code = purse_error_memory(err);
        goto done;
    }
    root = read_parse(&r.d, text, length);
    if (root)
        read_plan(&r, root);
    if (r.d.out_of_memory)
        code = purse_error_memory(err);
    else if (r.d.errors > 0)
        code = purse_error_set(err, PURSE_EINPUT, name, "it is no plan of this scenario");
    if (code != PURSE_OK)
        goto done;
    *plan = r.plan;
    r.plan = NULL;
done:
    cJSON_Delete(root);
    reading_free(&r);
    purse_plan_free(r.plan);
    return code;
}
