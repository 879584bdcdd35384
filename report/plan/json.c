/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan as the document of section 7 of the model. */
#include <math.h>

#include "purse/version.h"
#include "report/answer/answer.h"

bool purse_plan_holds(const purse_plan *plan)
{
    return plan->status == PURSE_STATUS_OPTIMAL || plan->status == PURSE_STATUS_FEASIBLE ||
           plan->status == PURSE_STATUS_EVALUATED;
}

void json_scenario(json *j, const purse_model *model)
{
    json_text(j, "purse", PURSE_VERSION);
    json_object(j, "scenario", false);
    json_text(j, "name", model->name);
    json_text(j, "sha256", model->sha256);
    json_text(j, "file", model->file);
    json_array(j, "changes", true);
    for (int i = 0; i < model->n_changes; i++)
        json_text(j, NULL, model->changes[i]);
    json_close(j);
    json_close(j);
}

void json_totals(json *j, const purse_totals *totals, const purse_totals *less)
{
    static const purse_totals none = {0};
    if (!less)
        less = &none;
#define TOTAL(name) json_number(j, #name, totals->name - less->name);
    PURSE_TOTALS(TOTAL)
#undef TOTAL
}

static void json_double(json *j, const char *name, double value)
{
    json_number(j, name, value);
}

static void json_long(json *j, const char *name, long value)
{
    json_number(j, name, (double)value);
}

static void json_purse_method(json *j, const char *name, purse_method value)
{
    json_text(j, name, purse_method_text(value));
}

/* Answers do not depend on it, so neither does what is written of them. */
static void json_purse_threads(json *j, const char *name, purse_threads value)
{
    (void)j;
    (void)name;
    (void)value;
}

static void json_settings(json *j, const purse_settings *settings)
{
    json_object(j, "settings", true);
#define SETTING(name, type, value, low, high, option, argument, meaning) json_##type(j, #name, settings->name);
    PURSE_SETTINGS(SETTING)
#undef SETTING
    json_close(j);
}

static void json_tiers(json *j, const purse_plan *plan)
{
    json_array(j, "tiers", false);
    for (int i = 0; i < plan->n_tiers; i++) {
        const purse_tier *tier = &plan->tier[i];
        json_object(j, NULL, true);
        json_text(j, "measure", purse_tier_text(tier));
        json_number(j, "value", tier->value);
        json_number(j, "bound", tier->bound);
        json_number(j, "gap", tier->gap);
        if (tier->way != PURSE_WAY_NONE)
            json_text(j, "method", purse_way_text(tier->way));
        json_close(j);
    }
    json_close(j);
}

/* What one more unit adds to each tier's value, by the tier's measure. */
static void json_prices(json *j, const purse_plan *plan, const double *price)
{
    json_object(j, "prices", false);
    for (int t = 0; t < plan->n_tiers; t++)
        if (!isnan(price[t]))
            json_number(j, purse_tier_text(&plan->tier[t]), price[t]);
    json_close(j);
}

/* Of one less and of one more, where that was tested. */
static void json_sides(json *j, const purse_plan *plan, const double *left, const double *right)
{
    bool any = false;
    for (int t = 0; t < plan->n_tiers; t++)
        any = any || !isnan(left[t]) || !isnan(right[t]);
    if (!any)
        return;
    json_object(j, "price_sides", false);
    for (int t = 0; t < plan->n_tiers; t++) {
        json_object(j, purse_tier_text(&plan->tier[t]), true);
        if (!isnan(left[t]))
            json_number(j, "left", left[t]);
        if (!isnan(right[t]))
            json_number(j, "right", right[t]);
        json_bool(j, "degenerate", purse_price_degenerate(left[t], right[t]));
        json_close(j);
    }
    json_close(j);
}

/* What a pot was held to beyond the scenario. */
static void json_most(json *j, const purse_pot_result *pot)
{
    bool any = false;
    for (int i = 0; i < PURSE_N_POT_LIMITS; i++)
        any = any || !isnan(pot->most[i]);
    if (!any)
        return;
    json_object(j, "at_most", true);
    for (int i = 0; i < PURSE_N_POT_LIMITS; i++)
        if (!isnan(pot->most[i]))
            json_number(j, purse_pot_limit_text((purse_pot_limit)i), pot->most[i]);
    json_close(j);
}

static void json_pots(json *j, const purse_plan *plan, const purse_model *model)
{
    json_array(j, "pots", false);
    for (int p = 0; p < plan->n_pots; p++) {
        const purse_pot_result *pot = &plan->pots[p];
        json_object(j, NULL, true);
        json_text(j, "id", model->pots[p].id);
        json_number(j, "budget", pot->budget);
        json_number(j, "spend", pot->spend);
        json_number(j, "moved_in", pot->moved_in);
        json_number(j, "moved_out", pot->moved_out);
        json_prices(j, plan, pot->price);
        json_sides(j, plan, pot->left, pot->right);
        json_most(j, pot);
        json_close(j);
    }
    json_close(j);
    json_array(j, "money_moves", false);
    for (int i = 0; i < plan->n_moves; i++) {
        json_object(j, NULL, true);
        json_text(j, "from", model->pots[plan->moves[i].from].id);
        json_text(j, "to", model->pots[plan->moves[i].to].id);
        json_number(j, "amount", plan->moves[i].amount);
        json_close(j);
    }
    json_close(j);
}

static void json_offers(json *j, const purse_plan *plan, const purse_model *model)
{
    json_array(j, "offers", false);
    for (int k = 0; k < plan->n_offers; k++) {
        const purse_offer_result *offer = &plan->offers[k];
        json_object(j, NULL, true);
        json_text(j, "id", model->offers[k].id);
        json_bool(j, "awarded", offer->awarded);
        json_number(j, "blocks", offer->blocks);
        json_number(j, "contacts", offer->contacts);
        json_number(j, "capacity", offer->capacity);
        json_number(j, "spend", offer->spend);
        json_prices(j, plan, offer->price);
        json_sides(j, plan, offer->left, offer->right);
        if (offer->conflict)
            json_bool(j, "conflict", true);
        json_close(j);
    }
    json_close(j);
}

static void json_teams(json *j, const purse_plan *plan, const purse_model *model)
{
    json_array(j, "teams", false);
    for (int i = 0; i < plan->n_teams; i++) {
        json_object(j, NULL, true);
        json_text(j, "id", model->teams[i].id);
        json_bool(j, "awarded", plan->teams[i].awarded);
        json_number(j, "episodes", plan->teams[i].episodes);
        json_number(j, "capacity", plan->teams[i].capacity);
        json_number(j, "spend", plan->teams[i].spend);
        json_close(j);
    }
    json_close(j);
}

static void json_programmes(json *j, const purse_plan *plan, const purse_model *model)
{
    json_array(j, "programmes", false);
    for (int g = 0; g < plan->n_programmes; g++) {
        json_object(j, NULL, true);
        json_text(j, "id", model->programmes[g].id);
        json_number(j, "spend", plan->programmes[g].spend);
        json_number(j, "averted", plan->programmes[g].averted);
        json_array(j, "needs", true);
        for (int i = model->effect_start[g]; i < model->effect_start[g + 1]; i++) {
            json_object(j, NULL, true);
            json_text(j, "need", model->needs[model->effects[i].need].id);
            json_number(j, "averted", plan->averted[i]);
            json_close(j);
        }
        json_close(j);
        json_close(j);
    }
    json_close(j);
}

static void json_boundaries(json *j, const purse_plan *plan, const purse_model *model)
{
    json_array(j, "boundaries", false);
    for (int b = 0; b < plan->n_boundaries; b++) {
        const purse_boundary *boundary = &plan->boundaries[b];
        json_object(j, NULL, true);
        json_text(j, "from", model->pots[boundary->from].id);
        json_text(j, "to", model->pots[boundary->to].id);
        json_number(j, "moves", boundary->moves);
        json_number(j, "unnecessary_moves", boundary->unnecessary_moves);
        json_number(j, "burden", boundary->burden);
        json_close(j);
    }
    json_close(j);
    json_array(j, "places", false);
    for (int l = 0; l < plan->n_places; l++) {
        json_object(j, NULL, true);
        json_text(j, "id", model->places[l].id);
        json_number(j, "unmet", plan->place_unmet[l]);
        json_number(j, "burden", plan->place_burden[l]);
        json_close(j);
    }
    json_close(j);
}

static void json_certificate(json *j, const purse_certificate *certificate)
{
    json_object(j, "certificate", true);
    json_number(j, "row_violation", certificate->row_violation);
    json_number(j, "balance_violation", certificate->balance_violation);
    json_number(j, "bound_violation", certificate->bound_violation);
    json_number(j, "integer_violation", certificate->integer_violation);
    json_whole(j, "iterations", certificate->iterations);
    json_whole(j, "nodes", certificate->nodes);
    json_close(j);
}

/* to_service is left out where to_offer tells it. */
static void json_flows(json *j, const purse_plan *plan, const purse_model *model)
{
    json_array(j, "flows", false);
    for (size_t i = 0; i < plan->n_flows; i++) {
        const purse_flow *flow = &plan->flows[i];
        json_object(j, NULL, true);
        json_text(j, "kind", purse_flow_text(flow->kind));
        json_text(j, "place", model->places[flow->place].id);
        json_text(j, "need", model->needs[flow->need].id);
        if (flow->team >= 0)
            json_text(j, "team", model->teams[flow->team].id);
        if (flow->from_offer >= 0)
            json_text(j, "from_offer", model->offers[flow->from_offer].id);
        if (flow->to_offer >= 0)
            json_text(j, "to_offer", model->offers[flow->to_offer].id);
        else if (flow->to_service >= 0)
            json_text(j, "to_service", model->services[flow->to_service].id);
        json_number(j, "people", flow->people);
        json_close(j);
    }
    json_close(j);
}

void json_plan_fields(json *j, const purse_plan *plan, const purse_model *model, const purse_settings *settings,
                      bool scenario, bool flows)
{
    if (scenario)
        json_scenario(j, model);
    json_text(j, "regime", purse_regime_text(plan->regime.kind));
    if (plan->regime.kind == PURSE_REGIME_DIAL)
        json_number(j, "dial", plan->regime.dial);
    json_text(j, "status", purse_status_text(plan->status));
    json_bool(j, "interrupted", plan->interrupted);
    if (settings)
        json_settings(j, settings);
    if (plan->change)
        json_change(j, "least_change", plan->change);
    if (!purse_plan_holds(plan))
        return;
    json_object(j, "totals", false);
    json_totals(j, &plan->totals, NULL);
    json_close(j);
    json_tiers(j, plan);
    json_text(j, "prices_of", answer_prices_of(plan));
    json_text(j, "prices_kind", plan->interior_prices ? "interior" : "basic");
    json_pots(j, plan, model);
    json_offers(j, plan, model);
    json_teams(j, plan, model);
    json_programmes(j, plan, model);
    json_boundaries(j, plan, model);
    json_certificate(j, &plan->certificate);
    answer_json(j, plan, model);
    if (flows)
        json_flows(j, plan, model);
}

purse_code purse_report_plan_json(purse_text *out, const purse_plan *plan, const purse_model *model,
                                  const purse_settings *settings, bool flows, purse_error *err)
{
    json j = {.out = out};
    json_object(&j, NULL, false);
    json_plan_fields(&j, plan, model, settings, true, flows);
    json_close(&j);
    return out->failed ? purse_error_memory(err) : PURSE_OK;
}
