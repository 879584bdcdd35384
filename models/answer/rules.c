/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Section 5: what each rule attained, how far from its limit, and whether it binds. */
#include "models/answer/private.h"

#include <math.h>

bool answer_at_least(purse_rule_type type)
{
    return type == PURSE_RULE_MIN_SHARE || type == PURSE_RULE_MIN_SPEND || type == PURSE_RULE_MIN_QUALITY ||
           type == PURSE_RULE_MIN_AWARDS;
}

/* max_share without a group has a row for each provider. */
static bool by_provider(const purse_rule *rule)
{
    return rule->type == PURSE_RULE_MAX_SHARE && !rule->has_group;
}

int answer_rule_rows(const purse_model *model)
{
    int rows = 0;
    for (int i = 0; i < model->n_rules; i++)
        rows += by_provider(&model->rules[i]) ? model->n_providers : 1;
    return rows;
}

/* A limit that nothing could pass keeps nothing out, and so does not bind. */
static bool could_bind(const purse_rule *rule)
{
    switch (rule->type) {
    case PURSE_RULE_MAX_SHARE:
    case PURSE_RULE_MAX_UNMET_GAP:
        return rule->limit < 1;
    case PURSE_RULE_MIN_SHARE:
    case PURSE_RULE_MIN_SPEND:
    case PURSE_RULE_MIN_QUALITY:
    case PURSE_RULE_MIN_AWARDS:
        return rule->limit > 0;
    default:
        return true;
    }
}

static void add_row(answer_work *w, int rule, int provider, double value)
{
    const purse_rule *r = &w->model->rules[rule];
    double slack = answer_at_least(r->type) ? value - r->limit : r->limit - value;
    double size = ANSWER_SAME * fmax(fabs(r->limit), fabs(value));
    purse_rule_result row = {.rule = rule,
                             .provider = provider,
                             .place_low = -1,
                             .place_high = -1,
                             .value = value,
                             .slack = slack,
                             .binds = could_bind(r) && fabs(slack) <= size,
                             .broken = slack < -size};
    if (r->type == PURSE_RULE_MAX_UNMET_GAP || r->type == PURSE_RULE_MAX_BURDEN_GAP) {
        const purse_gap *gap = r->type == PURSE_RULE_MAX_UNMET_GAP ? &w->answer->unmet : &w->answer->burden;
        row.place_low = gap->best;
        row.place_high = gap->worst;
    }
    w->answer->n_binding += row.binds;
    w->answer->rules[w->answer->n_rules++] = row;
}

static double offer_amount(const answer_work *w, const purse_rule *rule, int k)
{
    return rule->of_spend ? w->plan->offers[k].spend : w->plan->offers[k].contacts;
}

/* Contacts or spend in scope, of all or of the rule's group. */
static double amount(const answer_work *w, const purse_rule *rule, bool group)
{
    const purse_model *m = w->model;
    double sum = 0;
    for (int k = 0; k < m->n_offers; k++)
        if (answer_in_scope(m, rule, k) && (!group || purse_list_has(rule->providers, m->offers[k].provider)))
            sum += offer_amount(w, rule, k);
    return sum;
}

/*
 * A row for each provider with an offer in scope. Sums are gathered in the places that the rows will take at most, one
 * for each provider, which are then filled from the front.
 */
static void provider_rows(answer_work *w, int i, double all)
{
    const purse_model *m = w->model;
    purse_rule_result *sum = w->answer->rules + w->answer->n_rules;
    for (int r = 0; r < m->n_providers; r++)
        sum[r] = (purse_rule_result){.provider = -1};
    for (int k = 0; k < m->n_offers; k++)
        if (answer_in_scope(m, &m->rules[i], k)) {
            sum[m->offers[k].provider].provider = m->offers[k].provider;
            sum[m->offers[k].provider].value += offer_amount(w, &m->rules[i], k);
        }
    for (int r = 0; r < m->n_providers; r++)
        if (sum[r].provider == r)
            add_row(w, i, r, all > 0 ? sum[r].value / all : (double)NAN);
}

static void share_rows(answer_work *w, int i)
{
    const purse_rule *rule = &w->model->rules[i];
    double all = amount(w, rule, false);
    if (by_provider(rule))
        provider_rows(w, i, all);
    else
        add_row(w, i, -1, all > 0 ? amount(w, rule, true) / all : (double)NAN);
}

static double spend_in(const answer_work *w, const purse_rule *rule)
{
    const purse_model *m = w->model;
    double spend = 0;
    for (int k = 0; k < m->n_offers; k++)
        if (answer_in_scope(m, rule, k))
            spend += w->plan->offers[k].spend;
    for (int j = 0; j < m->n_teams; j++)
        if (answer_pot_in_scope(rule, m->teams[j].pot))
            spend += w->plan->teams[j].spend;
    for (int g = 0; g < m->n_programmes; g++)
        if (answer_pot_in_scope(rule, m->programmes[g].pot))
            spend += w->plan->programmes[g].spend;
    return spend;
}

static double quality_in(const answer_work *w, const purse_rule *rule)
{
    const purse_model *m = w->model;
    double contacts = 0, quality = 0;
    for (int k = 0; k < m->n_offers; k++) {
        double own = w->plan->offers[k].contacts;
        if (!answer_in_scope(m, rule, k) || own == 0)
            continue;
        contacts += own;
        quality += own * m->providers[m->offers[k].provider].quality;
    }
    return contacts > 0 ? quality / contacts : (double)NAN;
}

static double awards_in(const answer_work *w, const purse_rule *rule)
{
    double awards = 0;
    for (int k = 0; k < w->model->n_offers; k++)
        awards += answer_in_scope(w->model, rule, k) && w->plan->offers[k].awarded;
    return awards;
}

void answer_rules(answer_work *w)
{
    for (int i = 0; i < w->model->n_rules; i++) {
        const purse_rule *rule = &w->model->rules[i];
        switch (rule->type) {
        case PURSE_RULE_MAX_SHARE:
        case PURSE_RULE_MIN_SHARE:
            share_rows(w, i);
            break;
        case PURSE_RULE_MIN_SPEND:
        case PURSE_RULE_MAX_SPEND:
            add_row(w, i, -1, spend_in(w, rule));
            break;
        case PURSE_RULE_MIN_QUALITY:
            add_row(w, i, -1, quality_in(w, rule));
            break;
        case PURSE_RULE_MIN_AWARDS:
        case PURSE_RULE_MAX_AWARDS:
            add_row(w, i, -1, awards_in(w, rule));
            break;
        case PURSE_RULE_MAX_UNMET_GAP:
            add_row(w, i, -1, w->answer->unmet.gap);
            break;
        case PURSE_RULE_MAX_BURDEN_GAP:
            add_row(w, i, -1, w->answer->burden.gap);
            break;
        case PURSE_N_RULES:
            break;
        }
    }
}
