/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Awards, blocks, rules and coordination as tables for people. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "report/answer/answer.h"

int answer_rows(purse_view view, int n)
{
    return view.rows > 0 && view.rows < n ? view.rows : n;
}

void answer_more(purse_text *out, int shown, int n)
{
    if (shown < n)
        purse_text_format(out, "  ... and %d more\n", n - shown);
}

static void show_award(table *t, const answer_view *v, const purse_award *award)
{
    const purse_model *m = v->model;
    purse_text why = {0};
    answer_why(&why, award, v->plan, m);
    int provider = award->team >= 0 ? m->teams[award->team].provider : m->offers[award->offer].provider;
    table_cell(t, "%s", award->team >= 0 ? m->teams[award->team].id : m->offers[award->offer].id);
    table_cell(t, "%s", m->providers[provider].name);
    table_cell(t, "%s", award->awarded ? "yes" : "no");
    table_share(t, award->used);
    table_cell(t, "%s", why.data ? why.data : "");
    v->out->failed = v->out->failed || why.failed;
    purse_text_free(&why);
}

void answer_text_awards(const answer_view *v)
{
    const purse_answer *a = v->answer;
    int shown = answer_rows(v->view, a->n_awards), awarded = 0;
    table t;
    if (a->n_awards == 0)
        return;
    for (int i = 0; i < a->n_awards; i++)
        awarded += a->awards[i].awarded;
    table_heading(v->out, v->view.colour, "Open for award: %d awarded, %d refused", awarded, a->n_awards - awarded);
    table_start(&t, v->out, v->view.colour, "lllrl");
    table_cell(&t, "offer or team");
    table_cell(&t, "provider");
    table_cell(&t, "awarded");
    table_cell(&t, "used");
    table_cell(&t, "why");
    for (int i = 0; i < shown; i++)
        show_award(&t, v, &a->awards[i]);
    table_end(&t);
    answer_more(v->out, shown, a->n_awards);
}

void answer_text_blocks(const answer_view *v)
{
    const purse_answer *a = v->answer;
    int shown = answer_rows(v->view, a->n_built);
    table t;
    if (a->n_built == 0)
        return;
    table_heading(v->out, v->view.colour, "Capacity built");
    table_start(&t, v->out, v->view.colour, "llrrrr");
    table_cell(&t, "offer");
    table_cell(&t, "service");
    table_cell(&t, "blocks");
    table_cell(&t, "of");
    table_cell(&t, "capacity added");
    table_cell(&t, "cost %s", v->model->currency);
    for (int i = 0; i < shown; i++) {
        const purse_built *built = &a->built[i];
        const purse_offer *offer = &v->model->offers[built->offer];
        table_cell(&t, "%s", offer->id);
        table_cell(&t, "%s", v->model->services[offer->service].name);
        table_number(&t, built->blocks, 0);
        table_number(&t, offer->max_blocks, 0);
        table_number(&t, built->capacity, 0);
        table_number(&t, built->cost, 0);
    }
    table_end(&t);
    answer_more(v->out, shown, a->n_built);
}

bool answer_shows_rule(const purse_answer *a, int i)
{
    const purse_rule_result *row = &a->rules[i];
    if (row->provider < 0 || row->binds || row->broken)
        return true;
    for (int j = 0; j < a->n_rules; j++) {
        const purse_rule_result *other = &a->rules[j];
        if (j == i || other->rule != row->rule)
            continue;
        bool same = other->slack == row->slack || isnan(other->slack);
        if (other->binds || other->broken || other->slack < row->slack || (same && j < i))
            return false;
    }
    return true;
}

/* A value in the rule's own unit: shares as a percentage. */
static void value_cell(table *t, const purse_rule *rule, double value)
{
    bool spend = rule->type == PURSE_RULE_MIN_SPEND || rule->type == PURSE_RULE_MAX_SPEND;
    bool awards = rule->type == PURSE_RULE_MIN_AWARDS || rule->type == PURSE_RULE_MAX_AWARDS;
    if (rule->type == PURSE_RULE_MAX_SHARE || rule->type == PURSE_RULE_MIN_SHARE)
        table_share(t, value);
    else
        table_number(t, value, spend || awards ? 0 : rule->type == PURSE_RULE_MIN_QUALITY ? 2 : 4);
}

static void show_rule(table *t, const answer_view *v, const purse_rule_result *row)
{
    const purse_model *m = v->model;
    const purse_rule *rule = &m->rules[row->rule];
    table_cell(t, "%s", rule->id);
    table_cell(t, "%s", purse_rule_text(rule->type));
    if (row->provider >= 0)
        table_cell(t, "%s", m->providers[row->provider].name);
    else if (row->place_low >= 0 && row->place_low != row->place_high)
        table_cell(t, "%s against %s", m->places[row->place_high].name, m->places[row->place_low].name);
    else
        table_cell(t, "%s", rule->has_group ? "the group" : "");
    value_cell(t, rule, row->value);
    value_cell(t, rule, rule->limit);
    value_cell(t, rule, row->slack == 0 || row->binds ? 0.0 : row->slack);
    table_cell(t, "%s", answer_unit(rule, m));
    table_cell(t, "%s", answer_state(row));
}

void answer_text_rules(const answer_view *v)
{
    const purse_answer *a = v->answer;
    int n = 0, shown = 0;
    table t;
    for (int i = 0; i < a->n_rules; i++)
        n += answer_shows_rule(a, i);
    if (n == 0)
        return;
    table_heading(v->out, v->view.colour, "Rules: %d bind", a->n_binding);
    table_start(&t, v->out, v->view.colour, "lllrrrll");
    table_cell(&t, "rule");
    table_cell(&t, "type");
    table_cell(&t, "about");
    table_cell(&t, "value");
    table_cell(&t, "limit");
    table_cell(&t, "slack");
    table_cell(&t, "unit");
    table_cell(&t, "state");
    for (int i = 0; i < a->n_rules && shown < answer_rows(v->view, n); i++)
        if (answer_shows_rule(a, i)) {
            show_rule(&t, v, &a->rules[i]);
            shown++;
        }
    table_end(&t);
    answer_more(v->out, shown, n);
}

/* The needs that a team coordinates most of, at most three. */
static void needs_cell(table *t, const answer_view *v, int team)
{
    const double *episodes = v->answer->coordinated + team * v->answer->n_needs;
    char text[48];
    purse_text list = {0};
    double below = INFINITY;
    int last = -1, named = 0;
    for (int rank = 0; rank < 3; rank++) {
        int best = -1;
        for (int n = 0; n < v->answer->n_needs; n++) {
            bool after = episodes[n] < below || (episodes[n] == below && n > last);
            if (episodes[n] > 0 && after && (best < 0 || episodes[n] > episodes[best]))
                best = n;
        }
        if (best < 0)
            break;
        purse_text_format(&list, "%s%s %s", named++ > 0 ? ", " : "", v->model->needs[best].name,
                          table_amount(text, episodes[best], 0));
        below = episodes[best];
        last = best;
    }
    table_cell(t, "%s", list.data ? list.data : "");
    v->out->failed = v->out->failed || list.failed;
    purse_text_free(&list);
}

void answer_text_teams(const answer_view *v)
{
    const purse_plan *plan = v->plan;
    table t;
    if (plan->n_teams == 0)
        return;
    table_heading(v->out, v->view.colour, "Care coordination");
    table_start(&t, v->out, v->view.colour, "llrrrrrl");
    table_cell(&t, "team");
    table_cell(&t, "awarded");
    table_cell(&t, "episodes");
    table_cell(&t, "capacity");
    table_cell(&t, "spend %s", v->model->currency);
    table_cell(&t, "burden relieved");
    table_cell(&t, "%s per burden", v->model->currency);
    table_cell(&t, "who, mostly");
    int shown = answer_rows(v->view, plan->n_teams);
    for (int j = 0; j < shown; j++) {
        table_cell(&t, "%s", v->model->teams[j].id);
        table_cell(&t, "%s", plan->teams[j].awarded ? "yes" : "no");
        table_number(&t, plan->teams[j].episodes, 1);
        table_number(&t, plan->teams[j].capacity, 0);
        table_number(&t, plan->teams[j].spend, 0);
        table_number(&t, v->answer->teams[j].relieved, 1);
        table_number(&t, v->answer->teams[j].cost, 2);
        needs_cell(&t, v, j);
    }
    table_end(&t);
    answer_more(v->out, shown, plan->n_teams);
}
