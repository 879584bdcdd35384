/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the answer rests on: assumptions, sources, warnings, and how far each plan is proved. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "models/text.h"
#include "purse/version.h"
#include "report/page/page.h"

enum { MOST_WARNINGS = 100 };

/* A number as it is, shown as exactly as it is kept. */
static void exact_cell(page_table *t, double value)
{
    char text[40];
    if (!isfinite(value)) {
        page_blank(t, "unknown");
        return;
    }
    number_write(text, sizeof text, value);
    html_write(t->p->out, "<td class=\"n\" data-v=\"%s\">%s</td>", text, text);
}

/* A short form of small numbers, such as 1.0e-06. */
static void small_cell(page_table *t, double value)
{
    char text[40], shown[40];
    if (!isfinite(value)) {
        page_blank(t, "unknown");
        return;
    }
    number_write(text, sizeof text, value);
    (void)snprintf(shown, sizeof shown, "%.1e", value);
    for (char *at = shown; *at; at++)
        *at = *at == ',' ? '.' : *at;
    html_write(t->p->out, "<td class=\"n\" data-v=\"%s\">%s</td>", text, value == 0 ? "0" : shown);
}

static void tiers(const page *p)
{
    page_table t;
    int rows = 0;
    for (int i = 0; i < p->n; i++)
        rows += page_decides(p, i) ? p->plan[i]->n_tiers : 0;
    if (rows == 0)
        return;
    page_table_begin(&t, p, "t-tiers",
                     "The tiers of each plan: no plan that keeps the tiers before can be below the bound", rows);
    page_column(&t, "regime", false, "Regime");
    page_column(&t, "measure", false, "Tier");
    page_column(&t, "value", true, "Value");
    page_column(&t, "bound", true, "Proved bound");
    page_column(&t, "gap", true, "Gap");
    page_columns_end(&t);
    for (int i = 0; i < p->n; i++)
        for (int k = 0; page_decides(p, i) && k < p->plan[i]->n_tiers; k++) {
            const purse_tier *tier = &p->plan[i]->tier[k];
            page_row(&t, p->key[i], purse_tier_text(tier));
            page_word(&t, p->name[i]);
            page_word(&t, purse_tier_text(tier));
            page_number(&t, tier->value, 1, page_decimals(fabs(tier->value)));
            page_number(&t, tier->bound, 1, page_decimals(fabs(tier->value)));
            small_cell(&t, tier->gap);
        }
    page_table_end(&t);
}

static void certificates(const page *p)
{
    page_table t;
    page_table_begin(&t, p, "t-certificates", "Certificates, computed from the program and not by the solver", p->n);
    page_column(&t, "regime", false, "Regime");
    page_column(&t, "status", false, "Status");
    page_column(&t, "row_violation", true, "Largest row violation");
    page_column(&t, "balance_violation", true, "Largest balance violation");
    page_column(&t, "bound_violation", true, "Largest bound violation");
    page_column(&t, "integer_violation", true, "Farthest from whole");
    page_column(&t, "iterations", true, "Iterations");
    page_column(&t, "nodes", true, "Nodes");
    page_columns_end(&t);
    for (int i = 0; i < p->n; i++) {
        const purse_certificate *c = &p->plan[i]->certificate;
        bool decides = page_decides(p, i);
        const double small[] = {c->row_violation, c->balance_violation, c->bound_violation, c->integer_violation};
        page_row(&t, p->key[i], NULL);
        page_word(&t, p->name[i]);
        page_word(&t, purse_status_text(p->plan[i]->status));
        for (size_t k = 0; k < sizeof small / sizeof *small; k++)
            if (decides)
                small_cell(&t, small[k]);
            else
                page_blank(&t, "");
        for (int k = 0; k < 2; k++)
            if (decides)
                exact_cell(&t, (double)(k == 0 ? c->iterations : c->nodes));
            else
                page_blank(&t, "");
    }
    page_table_end(&t);
}

static void objective(const page *p)
{
    const purse_objective *o = &p->model->objective;
    purse_text_add(p->out, "<dt>Objective</dt><dd>");
    if (o->weighted)
        for (int m = 0, any = 0; m < PURSE_N_MEASURES; m++) {
            char weight[40];
            if (o->weight[m] == 0)
                continue;
            number_write(weight, sizeof weight, o->weight[m]);
            html_write(p->out, "%s%s times %s", any++ ? " plus " : "the least sum of ", weight,
                       purse_measure_text((purse_measure)m));
        }
    for (int i = 0; !o->weighted && i < o->n_tiers; i++)
        html_write(p->out, "%s%s", i == 0 ? "least " : ", then least ", purse_measure_text(o->tier[i]));
    purse_text_add(p->out, "</dd>\n");
}

/* One setting; the list of settings says in brackets what a 0 stands for: "(0: never)". */
static void add_setting_double(const page *p, const char *name, double value, const char *meaning)
{
    const char *zero = strstr(meaning, "(0: ");
    char text[120];
    if (value == 0 && zero)
        (void)snprintf(text, sizeof text, "%.*s", (int)strcspn(zero + 4, ")"), zero + 4);
    else
        number_write(text, sizeof text, value);
    html_write(p->out, "%s: %s; ", name, text);
}

static void add_setting_long(const page *p, const char *name, long value, const char *meaning)
{
    add_setting_double(p, name, (double)value, meaning);
}

static void add_setting_purse_method(const page *p, const char *name, purse_method value, const char *meaning)
{
    (void)meaning;
    html_write(p->out, "%s: %s; ", name, purse_method_text(value));
}

/* No part of an answer. */
static void add_setting_purse_threads(const page *p, const char *name, purse_threads value, const char *meaning)
{
    (void)p;
    (void)name;
    (void)value;
    (void)meaning;
}

static void settings(const page *p)
{
    if (!p->settings)
        return;
    purse_text_add(p->out, "<dt>Settings</dt><dd>");
#define SETTING(name, type, value, low, high, option, argument, meaning)                                               \
    add_setting_##type(p, option, p->settings->name, meaning);
    PURSE_SETTINGS(SETTING)
#undef SETTING
    purse_text_add(p->out, "as given to <code>purse</code></dd>\n");
}

static void assumptions(const page *p)
{
    const purse_model *m = p->model;
    char across[40], within[40];
    number_write(across, sizeof across, m->across_pots);
    number_write(within, sizeof within, m->within_provider);
    purse_text_add(p->out, "<h3>Assumptions</h3>\n<dl>\n");
    html_write(p->out,
               "<dt>Holds</dt><dd>%d pots, %d services, %d providers, %d offers, %d places, %d needs, %d teams, %d "
               "programmes, %d rules</dd>\n",
               m->n_pots, m->n_services, m->n_providers, m->n_offers, m->n_places, m->n_needs, m->n_teams,
               m->n_programmes, m->n_rules);
    html_write(p->out,
               "<dt>Burden</dt><dd>of a move times %s where it crosses pots, times %s where it stays inside one "
               "provider</dd>\n",
               across, within);
    objective(p);
    settings(p);
    for (int i = 0; i < m->n_changes; i++)
        html_write(p->out, "<dt>Change for this run</dt><dd><bdi>%s</bdi></dd>\n", m->changes[i]);
    html_write(p->out, "<dt>Scenario, SHA-256</dt><dd><code>%s</code></dd>\n<dt>Version</dt><dd>purse %s</dd>\n</dl>\n",
               m->sha256, PURSE_VERSION);
}

static void sources(const page *p)
{
    purse_text_add(p->out, "<h3>Sources</h3>\n");
    if (p->model->n_sources == 0) {
        purse_text_add(p->out, "<p>The scenario names none.</p>\n");
        return;
    }
    purse_text_add(p->out, "<ul>\n");
    for (int i = 0; i < p->model->n_sources; i++)
        html_write(p->out, "<li><bdi>%s</bdi></li>\n", p->model->sources[i]);
    purse_text_add(p->out, "</ul>\n");
}

static void warnings(const page *p)
{
    const purse_problems *list = p->warnings;
    purse_text_add(p->out, "<h3>Warnings about the scenario</h3>\n");
    if (!list || list->n == 0) {
        purse_text_add(p->out, "<p>None.</p>\n");
        return;
    }
    purse_text_add(p->out, "<ul>\n");
    for (size_t i = 0; i < list->n && i < MOST_WARNINGS; i++) {
        const purse_problem *problem = &list->item[i];
        const char *slash = strrchr(problem->file, '/');
        html_write(p->out, "<li><bdi>%s", slash ? slash + 1 : problem->file);
        if (problem->line > 0)
            purse_text_format(p->out, ":%ld", problem->line);
        html_write(p->out, ": %s%s%s</bdi></li>\n", problem->field, *problem->field ? ": " : "", problem->message);
    }
    if (list->n > MOST_WARNINGS)
        html_write(p->out, "<li>and %d more, which <code>purse check</code> prints</li>\n",
                   (int)list->n - MOST_WARNINGS);
    purse_text_add(p->out, "</ul>\n");
}

void page_proof(const page *p)
{
    assumptions(p);
    sources(p);
    warnings(p);
    purse_text_add(p->out, "<h3>Proof</h3>\n<p>A plan is called optimal only when a bound computed from the scenario's "
                           "own program says that no other can be better by more than the gap. <code>purse "
                           "verify</code> checks a plan without the solver.</p>\n");
    tiers(p);
    certificates(p);
}
