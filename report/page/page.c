/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The page's frame. Everything is inside: the security policy allows this style sheet, this script and nothing from
 * anywhere else. Without a script all regimes are shown one after another and the tables stay as they are.
 */
#include "report/page/page.h"

#include <stdio.h>

#include "purse/version.h"
#include "report/page/page_files.h"

bool page_holds(const page *p, int i)
{
    return i >= 0 && purse_plan_holds(p->plan[i]);
}

bool page_decides(const page *p, int i)
{
    return page_holds(p, i) && p->plan[i]->status != PURSE_STATUS_EVALUATED;
}

/* Regimes come in the order of walls coming down, dials in the order asked for. */
static void find_regimes(page *p)
{
    p->walled = p->open = p->today = -1;
    for (int i = 0; i < p->n; i++) {
        const purse_regime regime = p->plan[i]->regime;
        char dial[PAGE_NAME];
        table_regime(p->name[i], PAGE_NAME, regime);
        table_regime(dial, sizeof dial, regime);
        for (char *at = dial; *at; at++)
            *at = *at == ' ' ? '-' : *at;
        (void)snprintf(p->key[i], PAGE_NAME, "%s", dial);
        if (!page_holds(p, i))
            continue;
        if (!page_decides(p, i))
            p->today = i;
        else if (p->walled < 0)
            p->walled = i;
        if (page_decides(p, i))
            p->open = i;
    }
}

static void head(const page *p)
{
    purse_text *out = p->out;
    purse_text_add(out, "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n");
    html_write(out,
               "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '%s'; "
               "script-src '%s'; img-src data:; base-uri 'none'; form-action 'none'\">\n",
               page_css_hash, page_js_hash);
    purse_text_add(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                        "<meta name=\"color-scheme\" content=\"light dark\">\n"
                        "<meta name=\"referrer\" content=\"no-referrer\">\n<link rel=\"icon\" href=\"data:,\">\n");
    html_write(out, "<title>%s: budgets, people and walls</title>\n<style>", p->model->name);
    purse_text_add(out, page_css);
    purse_text_add(out, "</style>\n</head>\n");
}

static void title(const page *p)
{
    const purse_model *m = p->model;
    html_write(p->out,
               "<header>\n<p class=\"kind\">What the commissioning budgets could do</p>\n<h1><bdi>%s</bdi></h1>\n",
               m->name);
    if (m->period && *m->period)
        html_write(p->out, "<p class=\"period\"><bdi>%s</bdi>; money in %s</p>\n", m->period, m->currency);
    if (m->description && *m->description)
        html_write(p->out, "<p class=\"about\"><bdi>%s</bdi></p>\n", m->description);
    purse_text_add(p->out, "</header>\n");
}

/* Shown by the script, which knows how to use it. */
static void regime_switch(const page *p)
{
    int shown = p->open >= 0 ? p->open : p->today;
    purse_text_add(p->out, "<fieldset class=\"switch\" hidden>\n<legend>Regime shown</legend>\n");
    for (int i = 0; i < p->n; i++)
        if (page_holds(p, i))
            html_write(p->out, "<label><input type=\"radio\" name=\"regime\" value=\"%s\"%s> %s</label>\n", p->key[i],
                       i == shown ? " checked" : "", p->name[i]);
    purse_text_add(p->out, "</fieldset>\n");
}

/* The sections in their order; those that the switch switches stand together. */
static const struct section {
    const char *id, *name;
    void (*write)(const page *p);
    bool switched;
    bool (*wanted)(const page *p); /* NULL: always */
} sections[] = {
    {"summary", "The answer", page_summary, false, NULL},
    {"missing", "What cannot be done", page_missing, false, page_has_missing},
    {"pots", "Budgets and spend", page_pots, false, NULL},
    {"walls", "What the walls cost", page_walls, false, NULL},
    {"journey", "How people move", page_journey, true, NULL},
    {"awards", "Awards and refusals", page_awards, true, NULL},
    {"prices", "What the next pound buys", page_prices, true, NULL},
    {"places", "Places compared", page_places, false, NULL},
    {"prevention", "Prevention", page_prevention, false, NULL},
    {"proof", "Assumptions and proof", page_proof, false, NULL},
};
static const size_t n_sections = sizeof sections / sizeof *sections;

static void navigation(const page *p)
{
    purse_text_add(p->out, "<nav aria-label=\"Contents\"><ul>");
    for (size_t i = 0; i < n_sections; i++)
        if (!sections[i].wanted || sections[i].wanted(p))
            html_write(p->out, "<li><a href=\"#%s\">%s</a></li>", sections[i].id, sections[i].name);
    purse_text_add(p->out, "</ul></nav>\n");
}

static void write_sections(const page *p)
{
    bool switched = false;
    for (size_t i = 0; i < n_sections; i++) {
        const struct section *s = &sections[i];
        if (s->wanted && !s->wanted(p))
            continue;
        if (s->switched && !switched) {
            purse_text_add(p->out, "<div class=\"switched\">\n");
            regime_switch(p);
        }
        if (!s->switched && switched)
            purse_text_add(p->out, "</div>\n");
        switched = s->switched;
        html_write(p->out, "<section id=\"%s\" aria-labelledby=\"h-%s\">\n<h2 id=\"h-%s\">%s</h2>\n", s->id, s->id,
                   s->id, s->name);
        s->write(p);
        purse_text_add(p->out, "</section>\n");
    }
}

static void body(const page *p)
{
    purse_text_add(p->out, "<body>\n<a class=\"skip\" href=\"#summary\">Skip to the answer</a>\n");
    page_pot_patterns(p);
    title(p);
    navigation(p);
    purse_text_add(p->out, "<main>\n");
    write_sections(p);
    purse_text_add(p->out, "</main>\n");
    html_write(p->out, "<footer><p>Made by purse %s from a scenario with SHA-256 <code>%s</code>.</p></footer>\n",
               PURSE_VERSION, p->model->sha256);
    purse_text_add(p->out, "<p id=\"said\" role=\"status\" aria-live=\"polite\"></p>\n<script>");
    purse_text_add(p->out, page_js);
    purse_text_add(p->out, "</script>\n</body>\n</html>\n");
}

static purse_code begin(page *p, purse_answer **answer, purse_error *err)
{
    if (p->n > TABLE_COLUMNS - 2)
        return purse_error_set(err, PURSE_EUSAGE, "report", "expected at most %d regimes side by side, found %d",
                               TABLE_COLUMNS - 2, p->n);
    p->answer = answer;
    find_regimes(p);
    return compare_answers(answer, p->plan, p->n, p->model, err);
}

purse_code purse_report_page(purse_text *out, const purse_plan *const *plan, int n, const purse_model *model,
                             const purse_settings *settings, const purse_problems *warnings,
                             const purse_page_findings *found, purse_error *err)
{
    purse_answer *answer[TABLE_COLUMNS] = {NULL};
    page p = {
        .out = out, .plan = plan, .n = n, .model = model, .settings = settings, .warnings = warnings, .found = found};
    purse_code code = begin(&p, answer, err);
    if (code == PURSE_OK) {
        head(&p);
        body(&p);
    }
    if (p.answer)
        compare_answers_free(answer, n);
    if (code != PURSE_OK)
        return code;
    return out->failed ? purse_error_memory(err) : PURSE_OK;
}

purse_code purse_report_page_answer(purse_text *out, const purse_plan *const *plan, int n, const purse_model *model,
                                    const purse_page_findings *found, purse_error *err)
{
    purse_answer *answer[TABLE_COLUMNS] = {NULL};
    page p = {.out = out, .plan = plan, .n = n, .model = model, .found = found};
    purse_code code = begin(&p, answer, err);
    if (code == PURSE_OK)
        page_answer(&p, false);
    if (p.answer)
        compare_answers_free(answer, n);
    if (code != PURSE_OK)
        return code;
    return out->failed ? purse_error_memory(err) : PURSE_OK;
}
