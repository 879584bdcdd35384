/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tidy tables of a plan: one record a row, one fact a column. */
#include <math.h>

#include "report/answer/answer.h"

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

static void pots(csv_row *row, const purse_plan *plan, const purse_model *model, const purse_answer *answer)
{
    csv_header(row->out, "regime,dial,pot,budget,spend,moved_in,moved_out," PRICES ",quality,quality_coverage");
    for (int p = 0; p < plan->n_pots; p++) {
        csv_regime(row, plan);
        csv_text(row, model->pots[p].id);
        csv_number(row, plan->pots[p].budget);
        csv_number(row, plan->pots[p].spend);
        csv_number(row, plan->pots[p].moved_in);
        csv_number(row, plan->pots[p].moved_out);
        prices(row, plan, plan->pots[p].price);
        csv_number(row, answer->quality[p].mean);
        csv_number(row, answer->quality[p].coverage);
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

static void teams(csv_row *row, const purse_plan *plan, const purse_model *model, const purse_answer *answer)
{
    csv_header(row->out, "regime,dial,team,provider,pot,awarded,episodes,capacity,spend,relieved,cost_per_burden");
    for (int j = 0; j < plan->n_teams; j++) {
        csv_regime(row, plan);
        csv_text(row, model->teams[j].id);
        csv_text(row, model->providers[model->teams[j].provider].id);
        csv_text(row, model->pots[model->teams[j].pot].id);
        csv_text(row, plan->teams[j].awarded ? "true" : "false");
        csv_number(row, plan->teams[j].episodes);
        csv_number(row, plan->teams[j].capacity);
        csv_number(row, plan->teams[j].spend);
        csv_number(row, answer->teams[j].relieved);
        csv_number(row, answer->teams[j].cost);
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

static purse_code write_table(csv_row *row, purse_plan_table which, const answer_view *v, purse_error *err)
{
    const purse_plan *plan = v->plan;
    const purse_model *model = v->model;
    switch (which) {
    case PURSE_PLAN_TABLE_TOTALS:
        totals(row, plan, model);
        break;
    case PURSE_PLAN_TABLE_TIERS:
        tiers(row, plan);
        break;
    case PURSE_PLAN_TABLE_POTS:
        pots(row, plan, model, v->answer);
        break;
    case PURSE_PLAN_TABLE_MONEY:
        money(row, plan, model);
        break;
    case PURSE_PLAN_TABLE_OFFERS:
        offers(row, plan, model);
        break;
    case PURSE_PLAN_TABLE_TEAMS:
        teams(row, plan, model, v->answer);
        break;
    case PURSE_PLAN_TABLE_PROGRAMMES:
        programmes(row, plan, model);
        break;
    case PURSE_PLAN_TABLE_PLACES:
        answer_csv_places(row, v);
        break;
    case PURSE_PLAN_TABLE_BOUNDARIES:
        boundaries(row, plan, model);
        break;
    case PURSE_PLAN_TABLE_FLOWS:
        flows(row, plan, model);
        break;
    case PURSE_PLAN_TABLE_AWARDS:
        answer_csv_awards(row, v);
        break;
    case PURSE_PLAN_TABLE_RULES:
        answer_csv_rules(row, v);
        break;
    case PURSE_PLAN_TABLE_SHARES:
        answer_csv_shares(row, v);
        break;
    case PURSE_PLAN_TABLE_PROVIDERS:
        answer_csv_providers(row, v);
        break;
    case PURSE_PLAN_TABLE_PRICES:
        answer_csv_prices(row, v);
        break;
    case PURSE_N_PLAN_TABLES:
        return purse_error_set(err, PURSE_EUSAGE, "table", "there is no such table");
    }
    return row->out->failed ? purse_error_memory(err) : PURSE_OK;
}

purse_code purse_report_plan_csv(purse_text *out, purse_plan_table which, const purse_plan *plan,
                                 const purse_model *model, purse_error *err)
{
    purse_answer *answer = NULL;
    csv_row row = {.out = out};
    purse_code code = purse_answer_new(&answer, plan, model, err);
    if (code == PURSE_OK)
        code =
            write_table(&row, which, &(answer_view){.out = out, .plan = plan, .model = model, .answer = answer}, err);
    purse_answer_free(answer);
    return code;
}

purse_code purse_report_plan_directory(purse_output *output, const char *directory, const purse_plan *plan,
                                       const purse_model *model, const purse_settings *settings, purse_error *err)
{
    static const char *const name[] = {
#define TABLE_FILE(table, file) file,
        PURSE_PLAN_TABLES(TABLE_FILE)
#undef TABLE_FILE
    };
    purse_text text[PURSE_N_PLAN_TABLES + 1] = {{0}};
    purse_report_file file[PURSE_N_PLAN_TABLES + 1] = {{"plan.json", &text[0]}};
    int tables = purse_plan_holds(plan) ? PURSE_N_PLAN_TABLES : 0;
    purse_answer *answer = NULL;
    purse_code code = purse_report_plan_json(&text[0], plan, model, settings, true, err);
    if (code == PURSE_OK && tables > 0)
        code = purse_answer_new(&answer, plan, model, err);
    for (int t = 0; t < tables && code == PURSE_OK; t++) {
        purse_text *out = &text[t + 1];
        csv_row row = {.out = out};
        answer_view view = {.out = out, .plan = plan, .model = model, .answer = answer};
        code = write_table(&row, (purse_plan_table)t, &view, err);
        file[t + 1] = (purse_report_file){name[t], out};
    }
    if (code == PURSE_OK)
        code = purse_output_add(output, directory, file, (size_t)tables + 1, err);
    for (int t = 0; t <= tables; t++)
        purse_text_free(&text[t]);
    purse_answer_free(answer);
    return code;
}
