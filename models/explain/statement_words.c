/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A statement of the scenario in words, with the place where it is made. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "models/explain/grouped.h"
#include "models/explain/statements.h"

typedef struct words {
    char text[640], path[64];
    char *table, *field; /* of the record, where it has some; constants */
    purse_origin origin;
} words;

/* Appends, and leaves out what does not fit. */
static void more(words *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void more(words *w, const char *format, ...)
{
    size_t length = strlen(w->text);
    va_list list;
    va_start(list, format);
    (void)vsnprintf(w->text + length, sizeof w->text - length, format, list);
    va_end(list);
}

static void about(words *w, char *table, int i, char *field)
{
    w->table = table;
    w->field = field;
    (void)snprintf(w->path, sizeof w->path, "$.%s[%d]%s%s", table, i, field[0] ? "." : "", field);
}

static void offer_words(words *w, const purse_model *m, statement_kind kind, int k)
{
    const purse_offer *o = &m->offers[k];
    w->origin = m->offer_origin[k];
    if (kind == STATEMENT_CAPACITY) {
        about(w, "offers", k, "capacity");
        more(w, "offer %s (%s at %s) has a capacity of %s contacts", o->id, m->services[o->service].id,
             m->providers[o->provider].id, grouped_number(o->capacity, 15).text);
        if (o->max_blocks > 0)
            more(w, " and %d blocks of %s more", o->max_blocks, grouped_number(o->block_size, 15).text);
    } else if (kind == STATEMENT_MINIMUM) {
        about(w, "offers", k, "min_volume");
        more(w, "offer %s (%s at %s) has a min_volume of %s contacts%s", o->id, m->services[o->service].id,
             m->providers[o->provider].id, grouped_number(o->min_volume, 15).text,
             o->open ? " once it is awarded" : ", and is held");
    } else {
        about(w, "offers", k, "fixed_cost");
        more(w, "offer %s (%s at %s) is held, and its fixed cost of %s %s is paid whatever is decided", o->id,
             m->services[o->service].id, m->providers[o->provider].id, m->currency,
             grouped_number(o->fixed_cost, 15).text);
    }
}

static void team_words(words *w, const purse_model *m, statement_kind kind, int j)
{
    const purse_team *t = &m->teams[j];
    w->origin = m->team_origin[j];
    about(w, "teams", j, kind == STATEMENT_TEAM ? "capacity" : "fixed_cost");
    if (kind == STATEMENT_TEAM)
        more(w, "team %s has a capacity of %s episodes", t->id, grouped_number(t->capacity, 15).text);
    else
        more(w, "team %s is held, and its fixed cost of %s %s is paid whatever is decided", t->id, m->currency,
             grouped_number(t->fixed_cost, 15).text);
}

static void market_words(words *w, const purse_model *m, statement s)
{
    if (s.kind == STATEMENT_CONTEST) {
        (void)snprintf(w->path, sizeof w->path, "$.offers");
        more(w, "contest %s has one winner at most", m->contests[s.of]);
        return;
    }
    const purse_provider *r = &m->providers[s.of];
    about(w, "providers", s.of, s.kind == STATEMENT_INCOME ? "max_income" : "commissions");
    if (s.kind == STATEMENT_INCOME) {
        more(w, "provider %s has a max_income of %s %s", r->id, m->currency, grouped_number(r->max_income, 15).text);
        return;
    }
    more(w, "provider %s commissions for", r->id);
    for (int i = 0; i < r->commissions.n && i < 6; i++)
        more(w, "%s %s", i ? "," : "", m->pots[r->commissions.item[i]].id);
    more(w, " and so cannot win awards there");
}

static void scope_words(words *w, const purse_model *m, const purse_rule *r)
{
    if (r->scope == PURSE_SCOPE_POT)
        more(w, " in pot %s", m->pots[r->scope_index].id);
    else if (r->scope == PURSE_SCOPE_SERVICE)
        more(w, " in service %s", m->services[r->scope_index].id);
}

static void group_words(words *w, const purse_model *m, const purse_rule *r)
{
    if (!r->has_group) {
        more(w, "any one provider");
        return;
    }
    if (r->providers.n == 0)
        more(w, "a group without providers");
    for (int i = 0; i < r->providers.n && i < 4; i++)
        more(w, "%s%s", i ? ", " : "", m->providers[r->providers.item[i]].id);
    if (r->providers.n > 4)
        more(w, " and %d more", r->providers.n - 4);
}

static void rule_words(words *w, const purse_model *m, int i)
{
    const purse_rule *r = &m->rules[i];
    w->origin = m->rule_origin[i];
    about(w, "rules", i, "");
    more(w, "%s (%s) asks ", r->id, purse_rule_text(r->type));
    switch (r->type) {
    case PURSE_RULE_MAX_SHARE:
    case PURSE_RULE_MIN_SHARE:
        more(w, "that ");
        group_words(w, m, r);
        more(w, " hold at %s %.10g %% of the %s", r->type == PURSE_RULE_MIN_SHARE ? "least" : "most", 100.0 * r->limit,
             r->of_spend ? "spend" : "contacts");
        break;
    case PURSE_RULE_MIN_SPEND:
    case PURSE_RULE_MAX_SPEND:
        more(w, "for spend of at %s %s %s", r->type == PURSE_RULE_MIN_SPEND ? "least" : "most", m->currency,
             grouped_number(r->limit, 15).text);
        break;
    case PURSE_RULE_MIN_QUALITY:
        more(w, "for a mean quality of at least %.10g over all contacts", r->limit);
        break;
    case PURSE_RULE_MIN_AWARDS:
    case PURSE_RULE_MAX_AWARDS:
        more(w, "for at %s %.10g awards", r->type == PURSE_RULE_MIN_AWARDS ? "least" : "most", r->limit);
        break;
    case PURSE_RULE_MAX_UNMET_GAP:
        more(w, "that the unmet shares of any two places differ by at most %.10g percentage points", 100.0 * r->limit);
        break;
    case PURSE_RULE_MAX_BURDEN_GAP:
    default:
        more(w, "that the burden per episode of any two places differ by at most %.10g", r->limit);
        break;
    }
    scope_words(w, m, r);
}

static void pot_words(words *w, const purse_model *m, purse_regime regime, statement s)
{
    if (s.kind == STATEMENT_BUDGET) {
        w->origin = m->pot_origin[s.of];
        about(w, "pots", s.of, "budget");
        more(w, "pot %s has a budget of %s %s", m->pots[s.of].id, m->currency,
             grouped_number(m->pots[s.of].budget, 15).text);
        return;
    }
    (void)snprintf(w->path, sizeof w->path, "--regime %s", purse_regime_text(regime.kind));
    if (regime.kind == PURSE_REGIME_SILO)
        more(w, "no money moves between the pots");
    else if (regime.kind == PURSE_REGIME_PARTIAL)
        more(w, "money moves between the pots within the virement limits");
    else
        more(w, "at most %.10g %% of a pot's budget may move to others", 100.0 * regime.dial);
}

purse_code statement_tell(purse_problems *problems, const purse_model *m, purse_regime regime, statement s)
{
    words w = {.origin = {m->file, 0}};
    switch (s.kind) {
    case STATEMENT_CAPACITY:
    case STATEMENT_MINIMUM:
    case STATEMENT_HELD:
        offer_words(&w, m, s.kind, s.of);
        break;
    case STATEMENT_TEAM:
    case STATEMENT_TEAM_HELD:
        team_words(&w, m, s.kind, s.of);
        break;
    case STATEMENT_CONTEST:
    case STATEMENT_COMMISSIONS:
    case STATEMENT_INCOME:
        market_words(&w, m, s);
        break;
    case STATEMENT_BUDGET:
    case STATEMENT_WALLS:
        pot_words(&w, m, regime, s);
        break;
    case STATEMENT_RULE:
    case STATEMENT_OFFER_PRICES:
    case STATEMENT_TEAM_PRICES:
    default:
        rule_words(&w, m, s.of);
        break;
    }
    const char *file = w.origin.file ? w.origin.file : m->file;
    const char *dot = strrchr(file, '.');
    bool csv = dot && strcmp(dot, ".csv") == 0;
    if (s.kind == STATEMENT_WALLS)
        file = w.path;
    purse_problem problem = {.severity = PURSE_SEVERITY_ERROR,
                             .file = (char *)file,
                             .line = w.origin.line,
                             .path = csv ? w.table : w.path,
                             .field = w.field,
                             .message = w.text};
    return purse_problems_add(problems, &problem);
}
