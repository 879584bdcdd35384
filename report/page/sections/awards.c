/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who was awarded and who refused, and why; a part per regime. */
#include <math.h>
#include <stddef.h>
#include <stdio.h>

#include "report/answer/answer.h"
#include "report/page/page.h"

/* What a regime decided of an award; "" where it decides nothing. */
static const char *decision(const page *p, int i, const purse_award *award)
{
    if (!page_decides(p, i))
        return "";
    bool awarded = award->team >= 0 ? p->plan[i]->teams[award->team].awarded : p->plan[i]->offers[award->offer].awarded;
    return awarded ? "awarded" : "refused";
}

/* The decisions of all regimes side by side. `some` is an answer that has them. */
static void decisions(const page *p, const purse_answer *some)
{
    const purse_model *m = p->model;
    page_table t;
    page_table_begin(&t, p, "t-decisions", "Decisions in every regime", some->n_awards);
    page_column(&t, "id", false, "Offer or team");
    page_column(&t, "provider", false, "Provider");
    for (int i = 0; i < p->n; i++)
        if (page_decides(p, i))
            page_column(&t, p->key[i], false, p->name[i]);
    page_columns_end(&t);
    for (int k = 0; k < some->n_awards; k++) {
        const purse_award *award = &some->awards[k];
        bool team = award->team >= 0;
        const char *id = team ? m->teams[award->team].id : m->offers[award->offer].id;
        page_row(&t, id, NULL);
        page_cell(&t, id);
        page_cell(&t, m->providers[team ? m->teams[award->team].provider : m->offers[award->offer].provider].name);
        for (int i = 0; i < p->n; i++)
            if (page_decides(p, i))
                page_word(&t, decision(p, i, award));
    }
    page_table_end(&t);
}

static void award_row(page_table *t, const page *p, int i, const purse_award *award)
{
    const purse_model *m = p->model;
    const purse_plan *plan = p->plan[i];
    const bool team = award->team >= 0;
    purse_text why = {0};
    answer_why(&why, award, plan, m);
    const char *id = team ? m->teams[award->team].id : m->offers[award->offer].id;
    int provider = team ? m->teams[award->team].provider : m->offers[award->offer].provider;
    page_row(t, id, NULL);
    page_cell(t, id);
    page_cell(t, m->providers[provider].name);
    page_cell(t, team ? "care coordination" : m->services[m->offers[award->offer].service].name);
    page_word(t, award->awarded ? "awarded" : "refused");
    page_share(t, award->used);
    page_number(t, team ? plan->teams[award->team].spend : plan->offers[award->offer].spend, 1, 0);
    page_cell(t, why.data ? why.data : "");
    p->out->failed = p->out->failed || why.failed;
    purse_text_free(&why);
}

static void awards(const page *p, int i)
{
    const purse_answer *a = p->answer[i];
    page_table t;
    char key[PAGE_NAME + 20], caption[160];
    int awarded = 0;
    for (int k = 0; k < a->n_awards; k++)
        awarded += a->awards[k].awarded;
    (void)snprintf(key, sizeof key, "t-awards-%s", p->key[i]);
    (void)snprintf(caption, sizeof caption, "Open for award under %s: %d awarded, %d refused", p->name[i], awarded,
                   a->n_awards - awarded);
    page_table_begin(&t, p, key, caption, a->n_awards);
    page_column(&t, "id", false, "Offer or team");
    page_column(&t, "provider", false, "Provider");
    page_column(&t, "service", false, "Service");
    page_column(&t, "awarded", false, "Decision");
    page_column(&t, "used", true, "Used");
    page_column(&t, "spend", true, "Spend");
    page_column(&t, "why", false, "Why");
    page_columns_end(&t);
    for (int k = 0; k < a->n_awards; k++)
        award_row(&t, p, i, &a->awards[k]);
    page_table_end(&t);
}

static void teams(const page *p)
{
    const purse_model *m = p->model;
    page_table t;
    if (m->n_teams == 0)
        return;
    page_table_begin(&t, p, "t-teams", "Care coordination: episodes and spend", m->n_teams);
    page_column(&t, "team", false, "Team");
    page_column(&t, "provider", false, "Provider");
    page_columns(&t, "episodes", "Episodes");
    page_columns(&t, "spend", "Spend");
    page_columns_end(&t);
    for (int j = 0; j < m->n_teams; j++) {
        page_row(&t, m->teams[j].id, NULL);
        page_cell(&t, m->teams[j].id);
        page_cell(&t, m->providers[m->teams[j].provider].name);
        for (int i = 0; i < p->n; i++)
            if (page_holds(p, i))
                page_number(&t, p->plan[i]->teams[j].episodes, 1, page_people(p, offsetof(purse_totals, served)));
        for (int i = 0; i < p->n; i++)
            if (page_holds(p, i))
                page_number(&t, p->plan[i]->teams[j].spend, 1, 0);
    }
    page_table_end(&t);
}

void page_awards(const page *p)
{
    bool any = p->model->n_rules > 0;
    for (int i = 0; i < p->n; i++)
        any = any || (page_decides(p, i) && p->answer[i]->n_awards > 0);
    if (!any)
        purse_text_add(p->out, "<p>Nothing is open for award in this scenario, and it has no rules: every contract is "
                               "held.</p>\n");
    if (p->open >= 0 && p->answer[p->open]->n_awards > 0)
        decisions(p, p->answer[p->open]);
    for (int i = 0; i < p->n && any; i++) {
        if (!page_holds(p, i))
            continue;
        page_panel_begin(p, i);
        if (!page_decides(p, i))
            purse_text_add(p->out, "<p>Today's pattern awards nothing; it shows the contracts held.</p>\n");
        if (p->answer[i]->n_awards > 0)
            awards(p, i);
        page_rules(p, i);
        page_panel_end(p);
    }
    if (p->walled >= 0 || p->today >= 0)
        teams(p);
}
