/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regimes without a plan: the least change that would give one, and what conflicts. */
#include <stdio.h>
#include <string.h>

#include "report/page/page.h"

bool page_has_missing(const page *p)
{
    for (int i = 0; i < p->n; i++)
        if (p->plan[i]->status == PURSE_STATUS_INFEASIBLE)
            return true;
    return false;
}

/* A sentence with its large numbers in groups of three; digits that belong to a word stay. */
static void grouped(const page *p, const char *text)
{
    enum { GROUP = 3, LARGE = 5 };
    purse_text out = {0};
    for (const char *at = text; *at;) {
        size_t n = strspn(at, "0123456789");
        char before = at > text ? at[-1] : ' ';
        bool number = n >= LARGE && (before == ' ' || before == '(');
        for (size_t i = 0; i < n; i++) {
            if (number && i > 0 && (n - i) % GROUP == 0)
                purse_text_add(&out, ",");
            purse_text_add_bytes(&out, at + i, 1);
        }
        size_t rest = n > 0 && at[n] == '.' ? 1 + strspn(at + n + 1, "0123456789") : n > 0 ? 0 : 1;
        purse_text_add_bytes(&out, at + n, rest);
        at += n + rest;
    }
    html_write(p->out, "<bdi>%s</bdi>", out.data ? out.data : "");
    p->out->failed = p->out->failed || out.failed;
    purse_text_free(&out);
}

/* The file without its folders. */
static void where(const page *p, const char *file, long line)
{
    const char *slash = strrchr(file, '/');
    html_write(p->out, " <span class=\"where\">%s", slash ? slash + 1 : file);
    if (line > 0)
        html_write(p->out, ", line %d", (int)line);
    purse_text_add(p->out, "</span>");
}

static void table_of_changes(const page *p, int i)
{
    const purse_least_change *change = p->plan[i]->change;
    char key[PAGE_NAME + 20], caption[PAGE_NAME + 80];
    page_table t;
    (void)snprintf(key, sizeof key, "t-change-%s", p->key[i]);
    (void)snprintf(caption, sizeof caption, "The least change that would make %s feasible", p->name[i]);
    page_table_begin(&t, p, key, caption, (int)change->n);
    page_column(&t, "path", false, "In the scenario");
    page_column(&t, "unit", false, "Unit");
    page_column(&t, "from", true, "From");
    page_column(&t, "to", true, "To");
    page_columns_end(&t);
    for (size_t k = 0; k < change->n; k++) {
        const purse_least_change_item *item = &change->item[k];
        bool share = item->unit == PURSE_CHANGE_SHARE;
        page_row(&t, item->path, NULL);
        page_cell(&t, item->set[0] ? item->set : item->path);
        page_word(&t, item->unit == PURSE_CHANGE_MONEY ? p->model->currency : purse_change_unit_text(item->unit));
        for (int side = 0; side < 2; side++) {
            double value = side ? item->to : item->from;
            if (share)
                page_share(&t, value);
            else
                page_number(&t, value, 1, item->unit == PURSE_CHANGE_AWARDS ? 0 : 2);
        }
    }
    page_table_end(&t);
}

static void change(const page *p, int i)
{
    const purse_least_change *least = p->plan[i]->change;
    if (!least || least->n == 0)
        return;
    purse_text_add(p->out, "<p>The least change that would make it feasible, each weighed in pounds:</p>\n<ul>\n");
    for (size_t k = 0; k < least->n; k++) {
        purse_text_add(p->out, "<li>");
        grouped(p, least->item[k].message);
        where(p, least->item[k].origin.file, least->item[k].origin.line);
        purse_text_add(p->out, "</li>\n");
    }
    purse_text_add(p->out, "</ul>\n");
    if (least->checked)
        purse_text_add(p->out,
                       "<p class=\"note\">Solved both ways: with it there is a plan, with a thousandth less of it "
                       "there is none.</p>\n");
    table_of_changes(p, i);
}

static void conflict(const page *p, const purse_conflict *found)
{
    if (!found->infeasible || found->statements.n == 0)
        return;
    bool one = found->statements.n == 1;
    html_write(p->out, "<p>%s:</p>\n<ul>\n",
               one ? "This statement cannot be kept" : "These statements cannot all be kept");
    for (size_t k = 0; k < found->statements.n; k++) {
        purse_text_add(p->out, "<li>");
        grouped(p, found->statements.item[k].message);
        where(p, found->statements.item[k].file, found->statements.item[k].line);
        purse_text_add(p->out, "</li>\n");
    }
    purse_text_add(p->out, "</ul>\n");
    html_write(p->out, "<p class=\"note\">%s</p>\n",
               !found->irreducible ? "Not each of them could be tried to the end: some may not be needed."
               : one               ? "Without it there is a plan."
                                   : "Without any one of them there is a plan: each was left out and solved without.");
}

void page_missing(const page *p)
{
    for (int i = 0; i < p->n; i++) {
        if (p->plan[i]->status != PURSE_STATUS_INFEASIBLE)
            continue;
        html_write(p->out, "<h3>Regime %s</h3>\n<p>No plan keeps to all budgets, capacities and rules.</p>\n",
                   p->name[i]);
        change(p, i);
        if (p->found && p->found->conflict && p->found->conflict[i])
            conflict(p, p->found->conflict[i]);
    }
}
