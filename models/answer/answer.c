/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An answer as a value: made, filled part by part, released. */
#include "models/answer/private.h"

#include <math.h>
#include <stdlib.h>

const char *purse_reason_text(purse_reason reason)
{
    static const char *const text[] = {
#define REASON_TEXT(name, text) text,
        PURSE_REASONS(REASON_TEXT)
#undef REASON_TEXT
    };
    return (unsigned)reason < PURSE_N_REASONS ? text[reason] : "unknown reason";
}

bool answer_in_scope(const purse_model *model, const purse_rule *rule, int offer)
{
    int service = model->offers[offer].service;
    if (rule->scope == PURSE_SCOPE_SERVICE)
        return service == rule->scope_index;
    return answer_pot_in_scope(rule, model->services[service].pot);
}

bool answer_pot_in_scope(const purse_rule *rule, int pot)
{
    return rule->scope == PURSE_SCOPE_ALL || (rule->scope == PURSE_SCOPE_POT && rule->scope_index == pot);
}

/* Never of size 0, so that NULL always means failure. */
static void *room(size_t rows, size_t columns, size_t size)
{
    return calloc(rows * columns + 1, size);
}

static int count_open(const purse_model *model)
{
    int open = 0;
    for (int k = 0; k < model->n_offers; k++)
        open += model->offers[k].open;
    for (int j = 0; j < model->n_teams; j++)
        open += model->teams[j].open;
    return open;
}

static bool make_tables(purse_answer *a, const purse_model *m)
{
    size_t pots = (size_t)m->n_pots + 1, providers = (size_t)m->n_providers, teams = (size_t)m->n_teams;
    a->n_pots = m->n_pots;
    a->n_providers = m->n_providers;
    a->n_places = m->n_places;
    a->n_teams = m->n_teams;
    a->n_needs = m->n_needs;
    a->awards = room((size_t)count_open(m), 1, sizeof *a->awards);
    a->built = room((size_t)m->n_offers, 1, sizeof *a->built);
    a->rules = room((size_t)answer_rule_rows(m), 1, sizeof *a->rules);
    a->provider = room(pots, providers, sizeof *a->provider);
    a->sector = room(pots, PURSE_N_SECTORS, sizeof *a->sector);
    a->quality = room(pots, 1, sizeof *a->quality);
    a->income = room(providers, 1, sizeof *a->income);
    a->coordinated = room(teams, (size_t)m->n_needs, sizeof *a->coordinated);
    a->places = room((size_t)m->n_places, 1, sizeof *a->places);
    a->teams = room(teams, 1, sizeof *a->teams);
    return a->awards && a->built && a->rules && a->provider && a->sector && a->quality && a->income && a->coordinated &&
           a->places && a->teams;
}

static void fill_built(answer_work *w)
{
    purse_answer *a = w->answer;
    for (int k = 0; k < w->model->n_offers; k++) {
        const purse_offer *offer = &w->model->offers[k];
        double blocks = w->plan->offers[k].blocks;
        if (!(blocks > 0))
            continue;
        a->built[a->n_built++] = (purse_built){
            .offer = k, .blocks = blocks, .capacity = blocks * offer->block_size, .cost = blocks * offer->block_cost};
        a->blocks += blocks;
    }
}

static bool holds(const purse_plan *plan)
{
    return plan->status == PURSE_STATUS_OPTIMAL || plan->status == PURSE_STATUS_FEASIBLE ||
           plan->status == PURSE_STATUS_EVALUATED;
}

purse_code purse_answer_new(purse_answer **answer, const purse_plan *plan, const purse_model *model, purse_error *err)
{
    if (!holds(plan))
        return purse_error_set(err, PURSE_EUSAGE, "answer", "expected a plan, found one of status %s",
                               purse_status_text(plan->status));
    answer_work w = {.plan = plan, .model = model, .answer = calloc(1, sizeof *w.answer)};
    w.demand = calloc((size_t)model->n_places + 1, sizeof *w.demand);
    if (!w.answer || !w.demand || !make_tables(w.answer, model)) {
        free(w.demand);
        purse_answer_free(w.answer);
        return purse_error_memory(err);
    }
    for (int d = 0; d < model->n_demand; d++)
        w.demand[model->demand[d].place] += model->demand[d].episodes;
    fill_built(&w);
    answer_shares(&w);
    answer_people(&w);
    answer_rules(&w);
    if (plan->status != PURSE_STATUS_EVALUATED)
        answer_awards(&w);
    free(w.demand);
    *answer = w.answer;
    return PURSE_OK;
}

void purse_answer_free(purse_answer *a)
{
    if (!a)
        return;
    free(a->awards);
    free(a->built);
    free(a->rules);
    free(a->provider);
    free(a->sector);
    free(a->quality);
    free(a->income);
    free(a->coordinated);
    free(a->places);
    free(a->teams);
    free(a);
}
