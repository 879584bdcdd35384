/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each type of rule takes its own fields and range of limit, section 5 of the model. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "models/check/check.h"
#include "models/text.h"

static bool given(const rec_rule *r, const char *name)
{
    int f = shape_field(shape_of(TABLE_RULES), name, strlen(name));
    return f >= 0 && (r->at.given & (1U << f)) != 0;
}

static purse_code not_taken(checker *c, const rec_rule *r, const char *name)
{
    char found[PROBLEM_TEXT];
    where at = where_record(TABLE_RULES, &r->at, name);
    (void)snprintf(found, sizeof found, "\"%s\"", name);
    return problem_say(c->s, PURSE_SEVERITY_ERROR, &at, "only fields this type of rule takes", found, NULL,
                       "a rule of type %s takes no %s", rule_names[r->type], name);
}

static purse_code missing(checker *c, const rec_rule *r, const char *name, const char *expected)
{
    where at = where_record(TABLE_RULES, &r->at, name);
    return problem_expected(c->s, &at, expected, "nothing", NULL);
}

static purse_code check_fields(checker *c, const rec_rule *r, const rule_shape *takes)
{
    static const char *const of_shares[] = {"of", "sectors", "providers"};
    purse_code code = PURSE_OK;
    if (!takes->scope && r->scope.kind != PURSE_SCOPE_ALL) { /* {} is everything, which gaps are about anyway */
        code = not_taken(c, r, "scope");
    }
    for (size_t i = 0; i < 3 && code == PURSE_OK; i++) {
        if (!takes->shares && given(r, of_shares[i])) {
            code = not_taken(c, r, of_shares[i]);
        }
    }
    if (code == PURSE_OK && takes->shares && !given(r, "of")) {
        code = missing(c, r, "of", "one of contacts, spend");
    }
    if (code == PURSE_OK && takes->group && !given(r, "sectors") && !given(r, "providers")) {
        code = missing(c, r, "sectors", "a group, sectors or providers");
    }
    return code;
}

static purse_code check_limit(checker *c, const rec_rule *r, const rule_shape *takes)
{
    bool whole = !takes->whole || r->limit == floor(r->limit);
    if (r->limit <= takes->highest && whole) {
        return PURSE_OK;
    }
    char expected[PROBLEM_TEXT], found[40];
    where at = where_record(TABLE_RULES, &r->at, "limit");
    if (takes->whole) {
        (void)snprintf(expected, sizeof expected, "an integer >= 0 for a rule of type %s", rule_names[r->type]);
    } else {
        (void)snprintf(expected, sizeof expected, "a number from 0 to %.0f for a rule of type %s", takes->highest,
                       rule_names[r->type]);
    }
    number_write(found, sizeof found, r->limit);
    return problem_expected(c->s, &at, expected, found, NULL);
}

/* Every provider with an offer in the scope needs a quality; each is named once. */
static purse_code check_quality(checker *c, int i)
{
    static const table_id rests_on[] = {TABLE_OFFERS, TABLE_PROVIDERS, TABLE_SERVICES, TABLE_POTS, N_TABLES};
    const purse_model *m = c->m;
    const purse_rule *rule = &m->rules[i];
    bool *seen = arena_array(&c->scratch, (size_t)m->n_providers + 1, sizeof *seen);
    purse_code code = seen == NULL ? PURSE_EMEMORY : PURSE_OK;
    if (!check_sound(c, rests_on)) {
        return code;
    }
    for (int k = 0; k < m->n_offers && code == PURSE_OK; k++) {
        const purse_offer *offer = &m->offers[k];
        int place = rule->scope == PURSE_SCOPE_POT ? m->services[offer->service].pot : offer->service;
        bool inside = rule->scope == PURSE_SCOPE_ALL || place == rule->scope_index;
        if (inside && isnan(m->providers[offer->provider].quality) && !seen[offer->provider]) {
            char found[PROBLEM_TEXT];
            where at = check_place(c, TABLE_RULES, i, NULL);
            seen[offer->provider] = true;
            (void)snprintf(found, sizeof found, "provider \"%s\" without", m->providers[offer->provider].id);
            code = problem_expected(c->s, &at, "a quality for every provider with an offer in scope", found, NULL);
        }
    }
    return code;
}

purse_code check_rules(checker *c)
{
    purse_code code = PURSE_OK;
    for (int i = 0; i < c->m->n_rules && code == PURSE_OK; i++) {
        const rec_rule *r = (const rec_rule *)(const void *)scenario_record(c->s, TABLE_RULES, (size_t)i);
        if ((r->at.given & GIVEN_BROKEN) != 0) {
            continue;
        }
        const rule_shape *takes = rule_shape_of(r->type);
        code = check_fields(c, r, takes);
        code = code == PURSE_OK ? check_limit(c, r, takes) : code;
        if (code == PURSE_OK && r->type == PURSE_RULE_MIN_QUALITY) {
            code = check_quality(c, i);
        }
    }
    return code;
}
