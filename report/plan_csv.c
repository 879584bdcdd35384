/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tidy tables of a plan: one record a row, one fact a column. */
#include <math.h>

#include "report/csv.h"

static void totals(csv_row *row, const purse_plan *plan, const purse_model *model)
{
    const purse_totals *t = &plan->totals;
    const struct {
        const char *measure, *unit;
        double value;
    } line[] = {
        {"episodes", "episodes", t->episodes}, {"served", "episodes", t->served},
        {"unmet", "episodes", t->unmet},       {"unmet_weighted", "weighted episodes", t->unmet_weighted},
        {"averted", "episodes", t->averted},   {"contacts", "contacts", t->contacts},
        {"moves", "people", t->moves},         {"unnecessary_moves", "people", t->unnecessary_moves},
        {"burden", "burden", t->burden},       {"access", "rank x contacts", t->access},
        {"spend", model->currency, t->spend},
    };
    csv_header(row->out, "regime,dial,measure,unit,value");
    for (size_t i = 0; i < sizeof line / sizeof *line; i++) {
        csv_regime(row, plan);
        csv_text(row, line[i].measure);
        csv_text(row, line[i].unit);
        csv_number(row, line[i].value);
        csv_end(row);
    }
}

static void tiers(csv_row *row, const purse_plan *plan)
{
    csv_header(row->out, "regime,dial,tier,measure,value,bound,gap");
    for (int i = 0; i < plan->n_tiers; i++) {
        const purse_tier *tier = &plan->tier[i];
        csv_regime(row, plan);
        csv_number(row, i + 1);
        csv_text(row, purse_tier_text(tier));
        csv_number(row, tier->value);
        csv_number(row, tier->bound);
        csv_number(row, tier->gap);
        csv_end(row);
    }
}

#define PRICES "price_unmet,price_burden,price_spend,price_access,price_weighted"

/* One column per measure and one for the weighted sum, empty where that is no tier or the price is unknown. */
static void prices(csv_row *row, const purse_plan *plan, const double *price)
{
    for (int measure = 0; measure <= PURSE_N_MEASURES; measure++) {
        double value = (double)NAN;
        for (int t = 0; t < plan->n_tiers; t++)
            if (plan->tier[t].measure == (measure < PURSE_N_MEASURES ? measure : -1))
                value = price[t];
        csv_number(row, value);
    }
}

static void pots(csv_row *row, const purse_plan *plan, const purse_model *model)
{
    csv_header(row->out, "regime,dial,pot,budget,spend,moved_in,moved_out," PRICES);
    for (int p = 0; p < plan->n_pots; p++) {
        csv_regime(row, plan);
        csv_text(row, model->pots[p].id);
        csv_number(row, plan->pots[p].budget);
        csv_number(row, plan->pots[p].spend);
        csv_number(row, plan->pots[p].moved_in);
        csv_number(row, plan->pots[p].moved_out);
        prices(row, plan, plan->pots[p].price);
        csv_end(row);
    }
}

static void money(csv_row *row, const purse_plan *plan, const purse_model *model)
{
    csv_header(row->out, "regime,dial,from,to,amount");
    for (int i = 0; i < plan->n_moves; i++) {
        csv_regime(row, plan);
        csv_text(row, model->pots[plan->moves[i].from].id);
        csv_text(row, model->pots[plan->moves[i].to].id);
        csv_number(row, plan->moves[i].amount);
        csv_end(row);
    }
}

static void offers(csv_row *row, const purse_plan *plan, const purse_model *model)
{
    csv_header(row->out,
               "regime,dial,offer,provider,service,pot,award,awarded,conflict,blocks,contacts,capacity,spend," PRICES);
    for (int k = 0; k < plan->n_offers; k++) {
        const purse_offer *offer = &model->offers[k];
        const purse_offer_result *result = &plan->offers[k];
        csv_regime(row, plan);
        csv_text(row, offer->id);
        csv_text(row, model->providers[offer->provider].id);
        csv_text(row, model->services[offer->service].id);
        csv_text(row, model->pots[model->services[offer->service].pot].id);
        csv_text(row, offer->open ? "open" : "held");
        csv_text(row, result->awarded ? "true" : "false");
        csv_text(row, result->conflict ? "true" : "false");
        csv_number(row, result->blocks);
        csv_number(row, result->contacts);
        csv_number(row, result->capacity);
        csv_number(row, result->spend);
        prices(row, plan, result->price);
        csv_end(row);
    }
}

static void teams(csv_row *row, const purse_plan *plan, const purse_model *model)
{
    csv_header(row->out, "regime,dial,team,provider,pot,awarded,episodes,capacity,spend");
    for (int j = 0; j < plan->n_teams; j++) {
        csv_regime(row, plan);
        csv_text(row, model->teams[j].id);
        csv_text(row, model->providers[model->teams[j].provider].id);
        csv_text(row, model->pots[model->teams[j].pot].id);
        csv_text(row, plan->teams[j].awarded ? "true" : "false");
        csv_number(row, plan->teams[j].episodes);
        csv_number(row, plan->teams[j].capacity);
        csv_number(row, plan->teams[j].spend);
        csv_end(row);
    }
}

static void programmes(csv_row *row, const purse_plan *plan, const purse_model *model)
{
    csv_header(row->out, "regime,dial,programme,pot,spend,need,averted");
    for (int i = 0; i < plan->n_effects; i++) {
        const purse_effect *effect = &model->effects[i];
        csv_regime(row, plan);
        csv_text(row, model->programmes[effect->programme].id);
        csv_text(row, model->pots[model->programmes[effect->programme].pot].id);
        csv_number(row, plan->programmes[effect->programme].spend);
        csv_text(row, model->needs[effect->need].id);
        csv_number(row, plan->averted[i]);
        csv_end(row);
    }
}

static void places(csv_row *row, const purse_plan *plan, const purse_model *model)
{
    csv_header(row->out, "regime,dial,place,unmet,burden");
    for (int l = 0; l < plan->n_places; l++) {
        csv_regime(row, plan);
        csv_text(row, model->places[l].id);
        csv_number(row, plan->place_unmet[l]);
        csv_number(row, plan->place_burden[l]);
        csv_end(row);
    }
}

static void boundaries(csv_row *row, const purse_plan *plan, const purse_model *model)
{
    csv_header(row->out, "regime,dial,from,to,moves,unnecessary_moves,burden");
    for (int b = 0; b < plan->n_boundaries; b++) {
        csv_regime(row, plan);
        csv_text(row, model->pots[plan->boundaries[b].from].id);
        csv_text(row, model->pots[plan->boundaries[b].to].id);
        csv_number(row, plan->boundaries[b].moves);
        csv_number(row, plan->boundaries[b].unnecessary_moves);
        csv_number(row, plan->boundaries[b].burden);
        csv_end(row);
    }
}

static void flows(csv_row *row, const purse_plan *plan, const purse_model *model)
{
    csv_header(row->out, "regime,dial,kind,place,need,team,from_offer,to_service,to_offer,people");
    for (size_t i = 0; i < plan->n_flows; i++) {
        const purse_flow *flow = &plan->flows[i];
        csv_regime(row, plan);
        csv_text(row, purse_flow_text(flow->kind));
        csv_text(row, model->places[flow->place].id);
        csv_text(row, model->needs[flow->need].id);
        csv_text(row, flow->team >= 0 ? model->teams[flow->team].id : "");
        csv_text(row, flow->from_offer >= 0 ? model->offers[flow->from_offer].id : "");
        csv_text(row, flow->to_service >= 0 ? model->services[flow->to_service].id : "");
        csv_text(row, flow->to_offer >= 0 ? model->offers[flow->to_offer].id : "");
        csv_number(row, flow->people);
        csv_end(row);
    }
}

purse_code purse_report_plan_csv(purse_text *out, purse_plan_table table, const purse_plan *plan,
                                 const purse_model *model, purse_error *err)
{
    csv_row row = {.out = out};
    switch (table) {
    case PURSE_PLAN_TABLE_TOTALS:
        totals(&row, plan, model);
        break;
    case PURSE_PLAN_TABLE_TIERS:
        tiers(&row, plan);
        break;
    case PURSE_PLAN_TABLE_POTS:
        pots(&row, plan, model);
        break;
    case PURSE_PLAN_TABLE_MONEY:
        money(&row, plan, model);
        break;
    case PURSE_PLAN_TABLE_OFFERS:
        offers(&row, plan, model);
        break;
    case PURSE_PLAN_TABLE_TEAMS:
        teams(&row, plan, model);
        break;
    case PURSE_PLAN_TABLE_PROGRAMMES:
        programmes(&row, plan, model);
        break;
    case PURSE_PLAN_TABLE_PLACES:
        places(&row, plan, model);
        break;
    case PURSE_PLAN_TABLE_BOUNDARIES:
        boundaries(&row, plan, model);
        break;
    case PURSE_PLAN_TABLE_FLOWS:
        flows(&row, plan, model);
        break;
    case PURSE_N_PLAN_TABLES:
        return purse_error_set(err, PURSE_EUSAGE, "table", "there is no such table");
    }
    return out->failed ? purse_error_memory(err) : PURSE_OK;
}

purse_code purse_report_plan_directory(const char *directory, const purse_plan *plan, const purse_model *model,
                                       const purse_settings *settings, purse_error *err)
{
    static const char *const name[] = {
#define TABLE_FILE(table, file) file,
        PURSE_PLAN_TABLES(TABLE_FILE)
#undef TABLE_FILE
    };
    purse_text text[PURSE_N_PLAN_TABLES + 1] = {{0}};
    purse_report_file file[PURSE_N_PLAN_TABLES + 1] = {{"plan.json", &text[0]}};
    int tables = purse_plan_holds(plan) ? PURSE_N_PLAN_TABLES : 0;
    purse_code code = purse_report_plan_json(&text[0], plan, model, settings, true, err);
    for (int t = 0; t < tables && code == PURSE_OK; t++) {
        code = purse_report_plan_csv(&text[t + 1], (purse_plan_table)t, plan, model, err);
        file[t + 1] = (purse_report_file){name[t], &text[t + 1]};
    }
    if (code == PURSE_OK)
        code = purse_report_write_directory(directory, file, (size_t)tables + 1, err);
    for (int t = 0; t <= tables; t++)
        purse_text_free(&text[t]);
    return code;
}
