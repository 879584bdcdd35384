/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Section 5: the scenario's rules, each multiplied out so that a denominator of zero holds. */
#include <math.h>

#include "models/verify/verify.h"

static bool offer_in(const verify *v, const purse_rule *rule, int k)
{
    int service = v->model->offers[k].service;
    if (rule->scope == PURSE_SCOPE_SERVICE)
        return service == rule->scope_index;
    return rule->scope == PURSE_SCOPE_ALL || v->model->services[service].pot == rule->scope_index;
}

static bool pot_in(const purse_rule *rule, int pot)
{
    return rule->scope == PURSE_SCOPE_ALL || (rule->scope == PURSE_SCOPE_POT && rule->scope_index == pot);
}

static bool provider_in(const purse_rule *rule, int provider)
{
    for (int i = 0; i < rule->providers.n; i++)
        if (rule->providers.item[i] == provider)
            return true;
    return false;
}

/* Contacts or spend in scope: of one provider (>= 0), of the group (-2), of all (-1). */
static long double amount(const verify *v, const purse_rule *rule, int who)
{
    long double sum = 0;
    for (int k = 0; k < v->model->n_offers; k++) {
        int provider = v->model->offers[k].provider;
        if (!offer_in(v, rule, k) || (who >= 0 && provider != who) || (who == -2 && !provider_in(rule, provider)))
            continue;
        sum += rule->of_spend ? v->offer_spend[k] : v->contacts[k];
    }
    return sum;
}

static void fail(verify *v, int i, const char *who, long double value, const char *sense, long double limit)
{
    verify_fail(v, "rules", i, "rule %s, %s: %s%s%s, expected %s %s", v->model->rules[i].id,
                purse_rule_text(v->model->rules[i].type), who, *who ? " has " : "found ", N(value), sense, N(limit));
}

static void check_share(verify *v, int i)
{
    const purse_rule *rule = &v->model->rules[i];
    long double all = amount(v, rule, -1), limit = rule->limit * all;
    if (rule->type == PURSE_RULE_MIN_SHARE || rule->has_group) {
        long double group = amount(v, rule, -2);
        if (rule->type == PURSE_RULE_MIN_SHARE && !verify_within(v, limit, group, all))
            fail(v, i, "the group", group, "at least", limit);
        if (rule->type == PURSE_RULE_MAX_SHARE && !verify_within(v, group, limit, all))
            fail(v, i, "the group", group, "at most", limit);
        return;
    }
    for (int r = 0; r < v->model->n_providers; r++) {
        long double own = amount(v, rule, r);
        if (!verify_within(v, own, limit, all))
            fail(v, i, v->model->providers[r].id, own, "at most", limit);
    }
}

static void check_spend(verify *v, int i)
{
    const purse_rule *rule = &v->model->rules[i];
    const purse_model *m = v->model;
    long double spend = 0;
    for (int k = 0; k < m->n_offers; k++)
        if (offer_in(v, rule, k))
            spend += v->offer_spend[k];
    for (int j = 0; j < m->n_teams; j++)
        if (pot_in(rule, m->teams[j].pot))
            spend += v->team_spend[j];
    for (int g = 0; g < m->n_programmes; g++)
        if (pot_in(rule, m->programmes[g].pot))
            spend += v->plan->programmes[g].spend;
    if (rule->type == PURSE_RULE_MIN_SPEND && !verify_within(v, rule->limit, spend, spend + rule->limit))
        fail(v, i, "", spend, "at least", rule->limit);
    if (rule->type == PURSE_RULE_MAX_SPEND && !verify_within(v, spend, rule->limit, spend + rule->limit))
        fail(v, i, "", spend, "at most", rule->limit);
}

static void check_quality(verify *v, int i)
{
    const purse_rule *rule = &v->model->rules[i];
    long double contacts = 0, quality = 0;
    for (int k = 0; k < v->model->n_offers; k++) {
        if (!offer_in(v, rule, k) || v->contacts[k] == 0)
            continue;
        contacts += v->contacts[k];
        quality += v->contacts[k] * v->model->providers[v->model->offers[k].provider].quality;
    }
    if (!verify_within(v, rule->limit * contacts, quality, 100 * contacts) || isnan((double)quality))
        fail(v, i, "", quality / contacts, "at least", rule->limit);
}

static void check_awards(verify *v, int i)
{
    const purse_rule *rule = &v->model->rules[i];
    long double awards = 0;
    for (int k = 0; k < v->model->n_offers; k++)
        if (offer_in(v, rule, k) && v->plan->offers[k].awarded)
            awards += 1;
    if (rule->type == PURSE_RULE_MIN_AWARDS && !verify_within(v, rule->limit, awards, awards))
        fail(v, i, "", awards, "at least", rule->limit);
    if (rule->type == PURSE_RULE_MAX_AWARDS && !verify_within(v, awards, rule->limit, awards))
        fail(v, i, "", awards, "at most", rule->limit);
}

static void check_gap(verify *v, int i)
{
    const purse_rule *rule = &v->model->rules[i];
    const purse_model *m = v->model;
    const long double *of = rule->type == PURSE_RULE_MAX_UNMET_GAP ? v->place_unmet : v->place_burden;
    long double least = 0, most = 0;
    bool any = false;
    for (int l = 0; l < m->n_places; l++) {
        long double demand = 0;
        for (int n = 0; n < m->n_needs; n++)
            demand += v->demand[l * m->n_needs + n];
        if (!(demand > 0))
            continue;
        long double rate = of[l] / demand;
        if (!any || rate < least)
            least = rate;
        if (!any || rate > most)
            most = rate;
        any = true;
    }
    if (!verify_within(v, most - least, rule->limit, most))
        fail(v, i, "", most - least, "at most", rule->limit);
}

void verify_rules(verify *v)
{
    for (int i = 0; i < v->model->n_rules; i++)
        switch (v->model->rules[i].type) {
        case PURSE_RULE_MAX_SHARE:
        case PURSE_RULE_MIN_SHARE:
            check_share(v, i);
            break;
        case PURSE_RULE_MIN_SPEND:
        case PURSE_RULE_MAX_SPEND:
            check_spend(v, i);
            break;
        case PURSE_RULE_MIN_QUALITY:
            check_quality(v, i);
            break;
        case PURSE_RULE_MIN_AWARDS:
        case PURSE_RULE_MAX_AWARDS:
            check_awards(v, i);
            break;
        case PURSE_RULE_MAX_UNMET_GAP:
        case PURSE_RULE_MAX_BURDEN_GAP:
            check_gap(v, i);
            break;
        case PURSE_N_RULES:
            break;
        }
}
