/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every figure of a plan that follows from its decisions: sections 3, 6 and 7 of the model. */
#include <math.h>
#include <stdlib.h>

#include "models/plan/private.h"

void plan_sum_add(plan_sum *sum, double term)
{
    double high = sum->high + term;
    sum->low += fabs(sum->high) >= fabs(term) ? (sum->high - high) + term : (term - high) + sum->high;
    sum->high = high;
}

double plan_sum_value(const plan_sum *sum)
{
    return sum->high + sum->low;
}

const purse_ability *plan_ability(const purse_model *model, int need, int service)
{
    int low = model->ability_start[need], high = model->ability_start[need + 1];
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (model->abilities[middle].service < service)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < model->ability_start[need + 1] && model->abilities[low].service == service)
        return &model->abilities[low];
    return NULL;
}

const purse_referral *plan_referral(const purse_model *model, int need, int from, int to)
{
    int low = model->referral_start[need], high = model->referral_start[need + 1];
    while (low < high) {
        int middle = low + (high - low) / 2;
        const purse_referral *r = &model->referrals[middle];
        if (r->from < from || (r->from == from && r->to < to))
            low = middle + 1;
        else
            high = middle;
    }
    const purse_referral *r = &model->referrals[low];
    return low < model->referral_start[need + 1] && r->from == from && r->to == to ? r : NULL;
}

bool plan_enters(const purse_model *model, int need, int pot)
{
    for (int i = model->ability_start[need]; i < model->ability_start[need + 1]; i++)
        if (model->abilities[i].entry && model->services[model->abilities[i].service].pot == pot)
            return true;
    return false;
}

double plan_move_burden(const purse_model *model, const purse_referral *referral, bool within_provider, int team)
{
    if (referral->necessary)
        return 0.0;
    double burden = referral->burden;
    if (model->services[referral->from].pot != model->services[referral->to].pot)
        burden *= model->across_pots;
    if (within_provider)
        burden *= model->within_provider;
    if (team >= 0)
        burden *= 1.0 - model->teams[team].relief;
    return burden;
}

/* The sums over flows, all in one block. */
typedef struct flow_sums {
    plan_sum *block;
    plan_sum *contacts;                           /* per offer */
    plan_sum *episodes;                           /* per team */
    plan_sum *place_unmet, *place_burden;         /* per place */
    plan_sum *moves, *unnecessary_moves, *burden; /* per pair of pots */
    plan_sum *spend;                              /* per pot */
    plan_sum unmet, weighted;
} flow_sums;

static bool sums_new(flow_sums *sums, const purse_plan *plan)
{
    size_t offers = (size_t)plan->n_offers, teams = (size_t)plan->n_teams, places = (size_t)plan->n_places;
    size_t pots = (size_t)plan->n_pots, pairs = (size_t)plan->n_boundaries;
    *sums = (flow_sums){.block = calloc(offers + teams + 2 * places + 3 * pairs + pots + 1, sizeof(plan_sum))};
    if (!sums->block)
        return false;
    sums->contacts = sums->block;
    sums->episodes = sums->contacts + offers;
    sums->place_unmet = sums->episodes + teams;
    sums->place_burden = sums->place_unmet + places;
    sums->moves = sums->place_burden + places;
    sums->unnecessary_moves = sums->moves + pairs;
    sums->burden = sums->unnecessary_moves + pairs;
    sums->spend = sums->burden + pairs;
    return true;
}

static purse_code sum_move(flow_sums *sums, const purse_model *model, const purse_flow *flow, purse_error *err)
{
    int from = model->offers[flow->from_offer].service, to = flow->to_service;
    const purse_referral *referral = plan_referral(model, flow->need, from, to);
    if (!referral)
        return purse_error_set(err, PURSE_EINPUT, "flows", "there is no referral of %s from %s to %s",
                               model->needs[flow->need].id, model->services[from].id, model->services[to].id);
    bool within = flow->kind == PURSE_FLOW_HANDOVER;
    double burden = plan_move_burden(model, referral, within, flow->team) * flow->people;
    int pair = model->services[from].pot * model->n_pots + model->services[to].pot;
    plan_sum_add(&sums->moves[pair], flow->people);
    if (!referral->necessary)
        plan_sum_add(&sums->unnecessary_moves[pair], flow->people);
    plan_sum_add(&sums->burden[pair], burden);
    plan_sum_add(&sums->place_burden[flow->place], burden);
    return PURSE_OK;
}

static purse_code sum_seen(flow_sums *sums, const purse_model *model, const purse_flow *flow, purse_error *err)
{
    int service = model->offers[flow->to_offer].service;
    const purse_ability *ability = plan_ability(model, flow->need, service);
    if (!ability)
        return purse_error_set(err, PURSE_EINPUT, "flows", "%s cannot be seen at %s", model->needs[flow->need].id,
                               model->services[service].id);
    plan_sum_add(&sums->contacts[flow->to_offer], ability->contacts * flow->people);
    return PURSE_OK;
}

static purse_code sum_flow(flow_sums *sums, const purse_model *model, const purse_flow *flow, purse_error *err)
{
    purse_code code = PURSE_OK;
    switch (flow->kind) {
    case PURSE_FLOW_UNMET:
    case PURSE_FLOW_LOST:
        plan_sum_add(&sums->unmet, flow->people);
        plan_sum_add(&sums->weighted, model->needs[flow->need].priority * flow->people);
        plan_sum_add(&sums->place_unmet[flow->place], flow->people);
        break;
    case PURSE_FLOW_ENTRY:
        if (flow->team >= 0)
            plan_sum_add(&sums->episodes[flow->team], flow->people);
        break;
    case PURSE_FLOW_DOOR:
        code = sum_seen(sums, model, flow, err);
        break;
    case PURSE_FLOW_REFERRAL:
        code = sum_move(sums, model, flow, err);
        break;
    case PURSE_FLOW_HANDOVER:
        code = sum_move(sums, model, flow, err);
        if (code == PURSE_OK)
            code = sum_seen(sums, model, flow, err);
        break;
    case PURSE_N_FLOWS:
        break;
    }
    return code;
}

/* (12) for offers, teams and programmes, and their figures. */
static void fill_records(purse_plan *plan, const purse_model *model, flow_sums *sums)
{
    for (int k = 0; k < plan->n_offers; k++) {
        const purse_offer *offer = &model->offers[k];
        purse_offer_result *result = &plan->offers[k];
        double y = result->awarded ? 1.0 : 0.0;
        result->contacts = plan_sum_value(&sums->contacts[k]);
        result->capacity = offer->capacity * y + offer->block_size * result->blocks;
        result->spend =
            offer->unit_cost * result->contacts + offer->fixed_cost * y + offer->block_cost * result->blocks;
        plan_sum_add(&sums->spend[model->services[offer->service].pot], result->spend);
    }
    for (int j = 0; j < plan->n_teams; j++) {
        const purse_team *team = &model->teams[j];
        purse_team_result *result = &plan->teams[j];
        double y = result->awarded ? 1.0 : 0.0;
        result->episodes = plan_sum_value(&sums->episodes[j]);
        result->capacity = team->capacity * y;
        result->spend = team->unit_cost * result->episodes + team->fixed_cost * y;
        plan_sum_add(&sums->spend[team->pot], result->spend);
    }
    for (int g = 0; g < plan->n_programmes; g++) {
        plan_sum averted = {0};
        for (int i = model->effect_start[g]; i < model->effect_start[g + 1]; i++)
            plan_sum_add(&averted, plan->averted[i]);
        plan->programmes[g].averted = plan_sum_value(&averted);
        plan_sum_add(&sums->spend[model->programmes[g].pot], plan->programmes[g].spend);
    }
}

static void fill_pots(purse_plan *plan, const purse_model *model, const flow_sums *sums)
{
    for (int p = 0; p < plan->n_pots; p++) {
        plan_sum in = {0}, out = {0};
        for (int i = 0; i < plan->n_moves; i++) {
            if (plan->moves[i].to == p)
                plan_sum_add(&in, plan->moves[i].amount);
            if (plan->moves[i].from == p)
                plan_sum_add(&out, plan->moves[i].amount);
        }
        plan->pots[p].budget = model->pots[p].budget;
        plan->pots[p].spend = plan_sum_value(&sums->spend[p]);
        plan->pots[p].moved_in = plan_sum_value(&in);
        plan->pots[p].moved_out = plan_sum_value(&out);
    }
}

static void fill_totals(purse_plan *plan, const purse_model *model, const flow_sums *sums)
{
    plan_sum episodes = {0}, averted = {0}, contacts = {0}, access = {0}, spend = {0};
    plan_sum moves = {0}, unnecessary = {0}, burden = {0};
    for (int i = 0; i < model->n_demand; i++)
        plan_sum_add(&episodes, model->demand[i].episodes);
    for (int i = 0; i < plan->n_effects; i++)
        plan_sum_add(&averted, plan->averted[i]);
    for (int k = 0; k < plan->n_offers; k++) {
        plan_sum_add(&contacts, plan->offers[k].contacts);
        plan_sum_add(&access, model->services[model->offers[k].service].access * plan->offers[k].contacts);
    }
    for (int b = 0; b < plan->n_boundaries; b++) {
        purse_boundary *boundary = &plan->boundaries[b];
        boundary->moves = plan_sum_value(&sums->moves[b]);
        boundary->unnecessary_moves = plan_sum_value(&sums->unnecessary_moves[b]);
        boundary->burden = plan_sum_value(&sums->burden[b]);
        plan_sum_add(&moves, boundary->moves);
        plan_sum_add(&unnecessary, boundary->unnecessary_moves);
        plan_sum_add(&burden, boundary->burden);
    }
    for (int p = 0; p < plan->n_pots; p++)
        plan_sum_add(&spend, plan->pots[p].spend);
    plan_sum served = episodes;
    plan_sum_add(&served, -plan_sum_value(&sums->unmet));
    plan_sum_add(&served, -plan_sum_value(&averted));
    plan->totals = (purse_totals){
        .episodes = plan_sum_value(&episodes),
        .served = plan_sum_value(&served),
        .unmet = plan_sum_value(&sums->unmet),
        .unmet_weighted = plan_sum_value(&sums->weighted),
        .averted = plan_sum_value(&averted),
        .contacts = plan_sum_value(&contacts),
        .moves = plan_sum_value(&moves),
        .unnecessary_moves = plan_sum_value(&unnecessary),
        .burden = plan_sum_value(&burden),
        .access = plan_sum_value(&access),
        .spend = plan_sum_value(&spend),
    };
}

purse_code purse_plan_total(purse_plan *plan, const purse_model *model, purse_error *err)
{
    flow_sums sums;
    if (!sums_new(&sums, plan))
        return purse_error_memory(err);
    purse_code code = PURSE_OK;
    for (size_t i = 0; i < plan->n_flows && code == PURSE_OK; i++)
        code = sum_flow(&sums, model, &plan->flows[i], err);
    if (code != PURSE_OK)
        goto done;
    fill_records(plan, model, &sums);
    fill_pots(plan, model, &sums);
    for (int l = 0; l < plan->n_places; l++) {
        plan->place_unmet[l] = plan_sum_value(&sums.place_unmet[l]);
        plan->place_burden[l] = plan_sum_value(&sums.place_burden[l]);
    }
    fill_totals(plan, model, &sums);
done:
    free(sums.block);
    return code;
}
