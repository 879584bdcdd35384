/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regimes side by side as JSON and CSV. */
#include <math.h>

#include "report/compare/compare.h"
#include "report/csv.h"
#include "report/json.h"

static void json_regime(json *j, const char *key, purse_regime regime)
{
    json_object(j, key, true);
    json_text(j, "regime", purse_regime_text(regime.kind));
    if (regime.kind == PURSE_REGIME_DIAL)
        json_number(j, "dial", regime.dial);
    json_close(j);
}

static void json_walls(json *j, const purse_walls *walls)
{
    json_object(j, "price_of_walls", false);
    json_bool(j, "stated", walls->stated);
    if (walls->stated) {
        json_bool(j, "proved", walls->proved);
        json_regime(j, "from", walls->from);
        json_regime(j, "to", walls->to);
        json_number(j, "unmet", walls->unmet);
        json_number(j, "unmet_weighted", walls->unmet_weighted);
        json_number(j, "unnecessary_moves", walls->unnecessary_moves);
        json_number(j, "unnecessary_share", walls->unnecessary_share);
        json_number(j, "burden", walls->burden);
        json_number(j, "spend", walls->spend);
    }
    json_text(j, "sentence", walls->sentence);
    json_close(j);
}

/* In the order of the regimes; null where a regime decides nothing. */
static void json_awards(json *j, const purse_plan *const *plan, int n, const purse_model *model)
{
    json_array(j, "awards_that_differ", false);
    for (int k = 0; k < model->n_offers; k++) {
        if (!compare_award_differs(plan, n, model, k))
            continue;
        json_object(j, NULL, true);
        json_text(j, "offer", model->offers[k].id);
        json_array(j, "awarded", true);
        for (int i = 0; i < n; i++)
            if (!purse_plan_holds(plan[i]) || plan[i]->status == PURSE_STATUS_EVALUATED)
                json_number(j, NULL, (double)NAN);
            else
                json_bool(j, NULL, plan[i]->offers[k].awarded);
        json_close(j);
        json_close(j);
    }
    json_close(j);
}

purse_code purse_report_compare_json(purse_text *out, const purse_plan *const *plan, int n, const purse_model *model,
                                     const purse_settings *settings, purse_error *err)
{
    json j = {.out = out};
    purse_walls walls;
    int base = compare_base(plan, n);
    json_object(&j, NULL, false);
    json_scenario(&j, model);
    json_array(&j, "regimes", false);
    for (int i = 0; i < n; i++) {
        json_object(&j, NULL, false);
        json_plan_fields(&j, plan[i], model, settings, false, false);
        json_close(&j);
    }
    json_close(&j);
    json_array(&j, "differences", false);
    for (int i = 0; i < n && base >= 0; i++) {
        if (i == base || !purse_plan_holds(plan[i]))
            continue;
        json_object(&j, NULL, true);
        json_regime(&j, "from", plan[base]->regime);
        json_regime(&j, "to", plan[i]->regime);
        json_object(&j, "totals", true);
        json_totals(&j, &plan[i]->totals, &plan[base]->totals);
        json_close(&j);
        json_array(&j, "within_gaps", true);
        for (int m = 1; m < compare_n_measures; m++)
            if (!compare_claimed(plan[base], plan[i], &compare_measures[m], model))
                json_text(&j, NULL, compare_measures[m].id);
        json_close(&j);
        json_close(&j);
    }
    json_close(&j);
    json_awards(&j, plan, n, model);
    purse_report_walls(&walls, plan, n, model);
    json_walls(&j, &walls);
    json_close(&j);
    return out->failed ? purse_error_memory(err) : PURSE_OK;
}

static void line(csv_row *row, const purse_plan *plan, const char *kind, const char *id, const char *to,
                 const char *measure, double value)
{
    csv_regime(row, plan);
    csv_text(row, purse_status_text(plan->status));
    csv_text(row, kind);
    csv_text(row, id);
    csv_text(row, to);
    csv_text(row, measure);
    csv_number(row, value);
    csv_end(row);
}

static void share_lines(csv_row *row, const purse_plan *plan, const char *kind, const char *id,
                        const purse_share *share)
{
    line(row, plan, kind, id, "", "contacts", share->contacts);
    line(row, plan, kind, id, "", "of_contacts", share->of_contacts);
    line(row, plan, kind, id, "", "spend", share->spend);
    line(row, plan, kind, id, "", "of_spend", share->of_spend);
}

static void answer_lines(csv_row *row, const purse_plan *plan, const purse_model *model, const purse_answer *answer)
{
    for (int f = 0; f < compare_n_figures; f++)
        line(row, plan, "answer", "", "", compare_figures[f].id, compare_figure_value(answer, f));
    for (int i = 0; i < answer->n_awards; i++) {
        const purse_award *award = &answer->awards[i];
        const char *id = award->team >= 0 ? model->teams[award->team].id : model->offers[award->offer].id;
        line(row, plan, award->team >= 0 ? "team" : "offer", id, "", "awarded", award->awarded);
    }
    for (int i = 0; i < answer->n_rules; i++) {
        const purse_rule_result *rule = &answer->rules[i];
        const char *about = rule->provider >= 0 ? model->providers[rule->provider].id : "";
        line(row, plan, "rule", model->rules[rule->rule].id, about, "value", rule->value);
        line(row, plan, "rule", model->rules[rule->rule].id, about, "slack", rule->slack);
    }
    for (int i = 0; i < PURSE_N_SECTORS; i++)
        share_lines(row, plan, "sector", purse_sector_text((purse_sector)i),
                    &answer->sector[answer->n_pots * PURSE_N_SECTORS + i]);
    for (int r = 0; r < answer->n_providers; r++)
        share_lines(row, plan, "provider", model->providers[r].id,
                    &answer->provider[answer->n_pots * answer->n_providers + r]);
    for (int p = 0; p < answer->n_pots; p++)
        line(row, plan, "pot", model->pots[p].id, "", "quality", answer->quality[p].mean);
    for (int l = 0; l < answer->n_places; l++) {
        line(row, plan, "place", model->places[l].id, "", "unmet_per_episode", answer->places[l].unmet);
        line(row, plan, "place", model->places[l].id, "", "burden_per_episode", answer->places[l].burden);
    }
}

static void plan_lines(csv_row *row, const purse_plan *plan, const purse_model *model)
{
    for (int m = 0; m < compare_n_measures; m++)
        line(row, plan, "total", "", "", compare_measures[m].id, compare_value(plan, &compare_measures[m]));
    for (int i = 0; i < plan->n_tiers; i++) {
        const purse_tier *tier = &plan->tier[i];
        const char *name = purse_tier_text(tier);
        line(row, plan, "tier", name, "", "value", tier->value);
        line(row, plan, "tier", name, "", "bound", tier->bound);
        line(row, plan, "tier", name, "", "gap", tier->gap);
    }
    for (int p = 0; p < plan->n_pots; p++) {
        line(row, plan, "pot", model->pots[p].id, "", "budget", plan->pots[p].budget);
        line(row, plan, "pot", model->pots[p].id, "", "spend", plan->pots[p].spend);
        line(row, plan, "pot", model->pots[p].id, "", "moved_in", plan->pots[p].moved_in);
        line(row, plan, "pot", model->pots[p].id, "", "moved_out", plan->pots[p].moved_out);
    }
    for (int b = 0; b < plan->n_boundaries; b++) {
        const purse_boundary *boundary = &plan->boundaries[b];
        const char *from = model->pots[boundary->from].id, *to = model->pots[boundary->to].id;
        line(row, plan, "boundary", from, to, "moves", boundary->moves);
        line(row, plan, "boundary", from, to, "unnecessary_moves", boundary->unnecessary_moves);
        line(row, plan, "boundary", from, to, "burden", boundary->burden);
    }
}

purse_code purse_report_compare_csv(purse_text *out, const purse_plan *const *plan, int n, const purse_model *model,
                                    purse_error *err)
{
    csv_row row = {.out = out};
    csv_header(out, "regime,dial,status,kind,id,to,measure,value");
    for (int i = 0; i < n; i++) {
        purse_answer *answer = NULL;
        if (!purse_plan_holds(plan[i])) {
            line(&row, plan[i], "status", "", "", "", (double)NAN);
            continue;
        }
        purse_code code = purse_answer_new(&answer, plan[i], model, err);
        if (code != PURSE_OK)
            return code;
        plan_lines(&row, plan[i], model);
        answer_lines(&row, plan[i], model, answer);
        purse_answer_free(answer);
    }
    return out->failed ? purse_error_memory(err) : PURSE_OK;
}

purse_code purse_report_compare_directory(purse_output *output, const char *directory, const purse_plan *const *plan,
                                          int n, const purse_model *model, const purse_settings *settings,
                                          const purse_problems *warnings, purse_error *err)
{
    purse_text document = {0}, rows = {0}, page = {0};
    const purse_report_file file[] = {{"compare.json", &document}, {"compare.csv", &rows}, {"report.html", &page}};
    purse_code code = purse_report_compare_json(&document, plan, n, model, settings, err);
    if (code == PURSE_OK)
        code = purse_report_compare_csv(&rows, plan, n, model, err);
    if (code == PURSE_OK)
        code = purse_report_page(&page, plan, n, model, settings, warnings, NULL, err);
    if (code == PURSE_OK)
        code = purse_output_add(output, directory, file, sizeof file / sizeof *file, err);
    purse_text_free(&document);
    purse_text_free(&rows);
    purse_text_free(&page);
    return code;
}
