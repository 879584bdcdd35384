/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "answers" of a plan's document. Made anew from the plan whenever it is written, and passed over when it is read. */
#include <math.h>

#include "report/answer/answer.h"

/* Left out where it is not known, so that a reader need not tell null from a figure. */
static void known(json *j, const char *key, double value)
{
    if (isfinite(value))
        json_number(j, key, value);
}

static void json_why(json *j, const purse_award *award, const purse_plan *plan, const purse_model *model)
{
    purse_text why = {0};
    answer_why(&why, award, plan, model);
    json_text(j, "why", why.data ? why.data : "");
    j->out->failed = j->out->failed || why.failed;
    purse_text_free(&why);
}

static void json_awards(json *j, const purse_answer *a, const purse_plan *plan, const purse_model *model)
{
    json_array(j, "awards", false);
    for (int i = 0; i < a->n_awards; i++) {
        const purse_award *award = &a->awards[i];
        json_object(j, NULL, true);
        if (award->team >= 0)
            json_text(j, "team", model->teams[award->team].id);
        else
            json_text(j, "offer", model->offers[award->offer].id);
        json_bool(j, "awarded", award->awarded);
        known(j, "used", award->used);
        json_text(j, "reason", purse_reason_text(award->reason));
        if (award->rival >= 0)
            json_text(j, "rival", model->offers[award->rival].id);
        if (award->rule >= 0)
            json_text(j, "rule", model->rules[award->rule].id);
        known(j, "own", award->own);
        known(j, "other", award->other);
        json_why(j, award, plan, model);
        json_close(j);
    }
    json_close(j);
    json_array(j, "blocks_built", false);
    for (int i = 0; i < a->n_built; i++) {
        json_object(j, NULL, true);
        json_text(j, "offer", model->offers[a->built[i].offer].id);
        json_number(j, "blocks", a->built[i].blocks);
        json_number(j, "capacity", a->built[i].capacity);
        json_number(j, "cost", a->built[i].cost);
        json_close(j);
    }
    json_close(j);
}

static void json_rules(json *j, const purse_answer *a, const purse_model *model)
{
    json_array(j, "rules", false);
    for (int i = 0; i < a->n_rules; i++) {
        const purse_rule_result *row = &a->rules[i];
        const purse_rule *rule = &model->rules[row->rule];
        json_object(j, NULL, true);
        json_text(j, "rule", rule->id);
        json_text(j, "type", purse_rule_text(rule->type));
        if (row->provider >= 0)
            json_text(j, "provider", model->providers[row->provider].id);
        if (row->place_low >= 0) {
            json_text(j, "least", model->places[row->place_low].id);
            json_text(j, "most", model->places[row->place_high].id);
        }
        json_text(j, "unit", answer_unit(rule, model));
        known(j, "value", row->value);
        json_number(j, "limit", rule->limit);
        known(j, "slack", row->slack);
        json_text(j, "state", answer_state(row));
        json_close(j);
    }
    json_close(j);
}

static void json_share(json *j, const char *kind, const char *id, const purse_share *share)
{
    if (!(share->contacts > 0 || share->spend > 0))
        return;
    json_object(j, NULL, true);
    json_text(j, kind, id);
    json_number(j, "contacts", share->contacts);
    json_number(j, "spend", share->spend);
    known(j, "of_contacts", share->of_contacts);
    known(j, "of_spend", share->of_spend);
    json_close(j);
}

static void json_shares(json *j, const purse_answer *a, const purse_model *model)
{
    json_array(j, "shares", false);
    for (int at = 0; at <= a->n_pots; at++) {
        int p = (at + a->n_pots) % (a->n_pots + 1); /* all pots first */
        json_object(j, NULL, false);
        if (p < a->n_pots)
            json_text(j, "pot", model->pots[p].id);
        known(j, "quality", a->quality[p].mean);
        if (!isnan(a->quality[p].mean))
            known(j, "quality_coverage", a->quality[p].coverage);
        json_array(j, "sectors", false);
        for (int i = 0; i < PURSE_N_SECTORS; i++)
            json_share(j, "sector", purse_sector_text((purse_sector)i), &a->sector[p * PURSE_N_SECTORS + i]);
        json_close(j);
        json_array(j, "providers", false);
        for (int r = 0; r < a->n_providers; r++)
            json_share(j, "provider", model->providers[r].id, &a->provider[p * a->n_providers + r]);
        json_close(j);
        json_close(j);
    }
    json_close(j);
    json_array(j, "incomes", false);
    for (int r = 0; r < a->n_providers; r++) {
        if (!(a->income[r] > 0) && isinf(model->providers[r].max_income))
            continue;
        json_object(j, NULL, true);
        json_text(j, "provider", model->providers[r].id);
        json_number(j, "income", a->income[r]);
        known(j, "max_income", model->providers[r].max_income);
        json_close(j);
    }
    json_close(j);
}

static void json_gap(json *j, const char *key, const purse_gap *gap, const purse_model *model)
{
    if (gap->best < 0)
        return;
    json_object(j, key, true);
    json_text(j, "best", model->places[gap->best].id);
    json_text(j, "worst", model->places[gap->worst].id);
    json_number(j, "gap", gap->gap);
    json_close(j);
}

static void json_places(json *j, const purse_answer *a, const purse_model *model)
{
    json_object(j, "gaps", false);
    json_gap(j, "unmet_per_episode", &a->unmet, model);
    json_gap(j, "burden_per_episode", &a->burden, model);
    json_array(j, "places", false);
    for (int l = 0; l < a->n_places; l++) {
        json_object(j, NULL, true);
        json_text(j, "place", model->places[l].id);
        json_number(j, "demand", a->places[l].demand);
        known(j, "unmet_per_episode", a->places[l].unmet);
        known(j, "burden_per_episode", a->places[l].burden);
        json_close(j);
    }
    json_close(j);
    json_close(j);
}

static void json_coordination(json *j, const purse_answer *a, const purse_model *model)
{
    json_array(j, "coordination", false);
    for (int i = 0; i < a->n_teams; i++) {
        json_object(j, NULL, true);
        json_text(j, "team", model->teams[i].id);
        json_number(j, "episodes", a->teams[i].episodes);
        json_number(j, "spend", a->teams[i].spend);
        json_number(j, "relieved", a->teams[i].relieved);
        known(j, "cost_per_burden", a->teams[i].cost);
        json_array(j, "needs", true);
        for (int n = 0; n < a->n_needs; n++) {
            if (!(a->coordinated[i * a->n_needs + n] > 0))
                continue;
            json_object(j, NULL, true);
            json_text(j, "need", model->needs[n].id);
            json_number(j, "episodes", a->coordinated[i * a->n_needs + n]);
            json_close(j);
        }
        json_close(j);
        json_close(j);
    }
    json_close(j);
}

void answer_json(json *j, const purse_plan *plan, const purse_model *model)
{
    purse_answer *a = NULL;
    if (purse_answer_new(&a, plan, model, NULL) != PURSE_OK) {
        j->out->failed = true; /* the plan holds, so it was memory */
        return;
    }
    json_object(j, "answers", false);
    json_awards(j, a, plan, model);
    json_rules(j, a, model);
    json_shares(j, a, model);
    json_places(j, a, model);
    json_coordination(j, a, model);
    json_close(j);
    purse_answer_free(a);
}
