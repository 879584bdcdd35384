/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers as tidy tables. */
#include <math.h>

#include "report/answer/answer.h"

static void award_row(csv_row *row, const answer_view *v, const purse_award *award)
{
    const purse_model *m = v->model;
    bool team = award->team >= 0;
    int provider = team ? m->teams[award->team].provider : m->offers[award->offer].provider;
    int contest = team ? -1 : m->offers[award->offer].contest;
    purse_text why = {0};
    answer_why(&why, award, v->plan, m);
    csv_regime(row, v->plan);
    csv_text(row, team ? "team" : "offer");
    csv_text(row, team ? m->teams[award->team].id : m->offers[award->offer].id);
    csv_text(row, m->providers[provider].id);
    csv_text(row, team ? "" : m->services[m->offers[award->offer].service].id);
    csv_text(row, contest >= 0 ? m->contests[contest] : "");
    csv_text(row, award->awarded ? "true" : "false");
    csv_number(row, award->used);
    csv_text(row, purse_reason_text(award->reason));
    csv_text(row, award->rival >= 0 ? m->offers[award->rival].id : "");
    csv_text(row, award->rule >= 0 ? m->rules[award->rule].id : "");
    csv_number(row, award->own);
    csv_number(row, award->other);
    csv_text(row, why.data);
    csv_end(row);
    row->out->failed = row->out->failed || why.failed;
    purse_text_free(&why);
}

void answer_csv_awards(csv_row *row, const answer_view *v)
{
    csv_header(row->out, "regime,dial,kind,id,provider,service,contest,awarded,used,reason,rival,rule,own,other,why");
    for (int i = 0; i < v->answer->n_awards; i++)
        award_row(row, v, &v->answer->awards[i]);
}

void answer_csv_rules(csv_row *row, const answer_view *v)
{
    const purse_model *m = v->model;
    csv_header(row->out, "regime,dial,rule,type,scope,provider,least,most,unit,value,limit,slack,state");
    for (int i = 0; i < v->answer->n_rules; i++) {
        const purse_rule_result *result = &v->answer->rules[i];
        const purse_rule *rule = &m->rules[result->rule];
        csv_regime(row, v->plan);
        csv_text(row, rule->id);
        csv_text(row, purse_rule_text(rule->type));
        csv_text(row, answer_scope(rule, m));
        csv_text(row, result->provider >= 0 ? m->providers[result->provider].id : "");
        csv_text(row, result->place_low >= 0 ? m->places[result->place_low].id : "");
        csv_text(row, result->place_high >= 0 ? m->places[result->place_high].id : "");
        csv_text(row, answer_unit(rule, m));
        csv_number(row, result->value);
        csv_number(row, rule->limit);
        csv_number(row, result->slack);
        csv_text(row, answer_state(result));
        csv_end(row);
    }
}

static void share_row(csv_row *row, const answer_view *v, int pot, const char *kind, const char *id,
                      const purse_share *share)
{
    if (!(share->contacts > 0 || share->spend > 0))
        return;
    csv_regime(row, v->plan);
    csv_text(row, pot < v->answer->n_pots ? v->model->pots[pot].id : "");
    csv_text(row, kind);
    csv_text(row, id);
    csv_number(row, share->contacts);
    csv_number(row, share->of_contacts);
    csv_number(row, share->spend);
    csv_number(row, share->of_spend);
    csv_end(row);
}

void answer_csv_shares(csv_row *row, const answer_view *v)
{
    const purse_answer *a = v->answer;
    csv_header(row->out, "regime,dial,pot,kind,id,contacts,of_contacts,spend,of_spend");
    for (int at = 0; at <= a->n_pots; at++) {
        int p = (at + a->n_pots) % (a->n_pots + 1); /* all pots first */
        for (int i = 0; i < PURSE_N_SECTORS; i++)
            share_row(row, v, p, "sector", purse_sector_text((purse_sector)i), &a->sector[p * PURSE_N_SECTORS + i]);
        for (int r = 0; r < a->n_providers; r++)
            share_row(row, v, p, "provider", v->model->providers[r].id, &a->provider[p * a->n_providers + r]);
    }
}

void answer_csv_places(csv_row *row, const answer_view *v)
{
    csv_header(row->out, "regime,dial,place,unmet,burden,demand,unmet_per_episode,burden_per_episode");
    for (int l = 0; l < v->answer->n_places; l++) {
        csv_regime(row, v->plan);
        csv_text(row, v->model->places[l].id);
        csv_number(row, v->plan->place_unmet[l]);
        csv_number(row, v->plan->place_burden[l]);
        csv_number(row, v->answer->places[l].demand);
        csv_number(row, v->answer->places[l].unmet);
        csv_number(row, v->answer->places[l].burden);
        csv_end(row);
    }
}

void answer_csv_providers(csv_row *row, const answer_view *v)
{
    const purse_answer *a = v->answer;
    csv_header(row->out, "regime,dial,provider,sector,quality,contacts,of_contacts,spend,of_spend,income,max_income");
    for (int r = 0; r < a->n_providers; r++) {
        const purse_provider *provider = &v->model->providers[r];
        const purse_share *share = &a->provider[a->n_pots * a->n_providers + r];
        csv_regime(row, v->plan);
        csv_text(row, provider->id);
        csv_text(row, purse_sector_text(provider->sector));
        csv_number(row, provider->quality);
        csv_number(row, share->contacts);
        csv_number(row, share->of_contacts);
        csv_number(row, share->spend);
        csv_number(row, share->of_spend);
        csv_number(row, a->income[r]);
        csv_number(row, provider->max_income);
        csv_end(row);
    }
}

static void price_row(csv_row *row, const answer_view *v, bool pot, int index, int tier)
{
    const purse_pot_result *p = pot ? &v->plan->pots[index] : NULL;
    const purse_offer_result *k = pot ? NULL : &v->plan->offers[index];
    double left = p ? p->left[tier] : k->left[tier], right = p ? p->right[tier] : k->right[tier];
    bool tested = !isnan(left) && !isnan(right);
    csv_regime(row, v->plan);
    csv_text(row, pot ? "pot" : "offer");
    csv_text(row, pot ? v->model->pots[index].id : v->model->offers[index].id);
    csv_text(row, purse_tier_text(&v->plan->tier[tier]));
    csv_text(row, answer_prices_of(v->plan));
    csv_number(row, p ? p->price[tier] : k->price[tier]);
    csv_number(row, left);
    csv_number(row, right);
    csv_text(row, !tested ? "" : purse_price_degenerate(left, right) ? "true" : "false");
    csv_end(row);
}

/* Every pot, and every offer that has a price in any tier. */
void answer_csv_prices(csv_row *row, const answer_view *v)
{
    const purse_plan *plan = v->plan;
    csv_header(row->out, "regime,dial,kind,id,tier,prices_of,price,left,right,degenerate");
    for (int p = 0; p < plan->n_pots; p++)
        for (int t = 0; t < plan->n_tiers; t++)
            price_row(row, v, true, p, t);
    for (int k = 0; k < plan->n_offers; k++) {
        bool any = false;
        for (int t = 0; t < plan->n_tiers; t++)
            any = any || plan->offers[k].price[t] < 0 || !isnan(plan->offers[k].right[t]);
        for (int t = 0; t < plan->n_tiers && any; t++)
            price_row(row, v, false, k, t);
    }
}
