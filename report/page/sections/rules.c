/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules under one regime: what each asks, what came of it, and which bind. */
#include <math.h>
#include <stdio.h>

#include "report/answer/answer.h"
#include "report/page/page.h"

/* Names as long as a cell bears, and room for one: html_short. */
enum { NAME = 60, ROOM = 4 * NAME + 8, WORDS = 2 * ROOM + 80 };

/* " in Planned care"; "" for all. */
static const char *where_of(char *text, size_t size, const purse_model *m, const purse_rule *rule)
{
    char cut[ROOM];
    const char *name = rule->scope == PURSE_SCOPE_POT       ? m->pots[rule->scope_index].name
                       : rule->scope == PURSE_SCOPE_SERVICE ? m->services[rule->scope_index].name
                                                            : NULL;
    (void)snprintf(text, size, "%s%s", name ? " in " : "", name ? html_short(cut, sizeof cut, name, NAME) : "");
    return text;
}

/* Whom a share is about. */
static const char *whom_of(char *text, size_t size, const purse_model *m, const purse_rule *rule)
{
    char cut[ROOM];
    if (!rule->has_group)
        (void)snprintf(text, size, "any one provider");
    else if (rule->providers.n == 1)
        (void)snprintf(text, size, "%s", html_short(cut, sizeof cut, m->providers[rule->providers.item[0]].name, NAME));
    else
        (void)snprintf(text, size, "a group of %d providers", rule->providers.n);
    return text;
}

static const char *asks_of(char *text, size_t size, const purse_model *m, const purse_rule *rule)
{
    char where[ROOM + 4], whom[ROOM];
    (void)where_of(where, sizeof where, m, rule);
    switch (rule->type) {
    case PURSE_RULE_MAX_SHARE:
    case PURSE_RULE_MIN_SHARE:
        (void)snprintf(text, size, "%s share of %s%s for %s", rule->type == PURSE_RULE_MAX_SHARE ? "largest" : "least",
                       rule->of_spend ? "spend" : "contacts", where, whom_of(whom, sizeof whom, m, rule));
        break;
    case PURSE_RULE_MIN_SPEND:
    case PURSE_RULE_MAX_SPEND:
        (void)snprintf(text, size, "%s spend%s", rule->type == PURSE_RULE_MAX_SPEND ? "largest" : "least", where);
        break;
    case PURSE_RULE_MIN_QUALITY:
        (void)snprintf(text, size, "least mean quality%s", where);
        break;
    case PURSE_RULE_MIN_AWARDS:
    case PURSE_RULE_MAX_AWARDS:
        (void)snprintf(text, size, "%s awards%s", rule->type == PURSE_RULE_MAX_AWARDS ? "most" : "fewest", where);
        break;
    default:
        (void)snprintf(text, size, "largest difference in %s between places",
                       rule->type == PURSE_RULE_MAX_UNMET_GAP ? "unmet need" : "burden");
        break;
    }
    return text;
}

static void rule_row(page_table *t, const page *p, const purse_rule_result *row)
{
    const purse_model *m = p->model;
    const purse_rule *rule = &m->rules[row->rule];
    const bool share = rule->type == PURSE_RULE_MAX_SHARE || rule->type == PURSE_RULE_MIN_SHARE;
    char about[WORDS] = "", asks[WORDS], high[ROOM], low[ROOM];
    if (row->provider >= 0)
        (void)html_short(about, sizeof about, m->providers[row->provider].name, NAME);
    else if (row->place_low >= 0 && row->place_low != row->place_high)
        (void)snprintf(about, sizeof about, "%s against %s",
                       html_short(high, sizeof high, m->places[row->place_high].name, NAME),
                       html_short(low, sizeof low, m->places[row->place_low].name, NAME));
    page_row(t, rule->id, row->provider >= 0 ? m->providers[row->provider].id : NULL);
    page_cell(t, rule->id);
    page_cell(t, asks_of(asks, sizeof asks, m, rule));
    page_cell(t, about);
    if (share) {
        page_share(t, row->value);
        page_share(t, rule->limit);
    } else {
        page_number(t, row->value, 1, page_decimals(fabs(rule->limit)));
        page_number(t, rule->limit, 1, page_decimals(fabs(rule->limit)));
    }
    page_word(t, answer_unit(rule, m));
    page_word(t, answer_state(row));
}

void page_rules(const page *p, int i)
{
    const purse_answer *a = p->answer[i];
    page_table t;
    char key[PAGE_NAME + 20], caption[160];
    int rows = 0;
    for (int r = 0; r < a->n_rules; r++)
        rows += answer_shows_rule(a, r);
    if (rows == 0)
        return;
    (void)snprintf(key, sizeof key, "t-rules-%s", p->key[i]);
    (void)snprintf(caption, sizeof caption, "Rules under %s: %d bind", p->name[i], a->n_binding);
    page_table_begin(&t, p, key, caption, rows);
    page_column(&t, "rule", false, "Rule");
    page_column(&t, "type", false, "Asks for");
    page_column(&t, "about", false, "About");
    page_column(&t, "value", true, "Value");
    page_column(&t, "limit", true, "Limit");
    page_column(&t, "unit", false, "Unit");
    page_column(&t, "state", false, "State");
    page_columns_end(&t);
    for (int r = 0; r < a->n_rules; r++)
        if (answer_shows_rule(a, r))
            rule_row(&t, p, &a->rules[r]);
    page_table_end(&t);
}
