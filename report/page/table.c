/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of the page. The script adds what needs a script: buttons that sort, and one that copies. */
#include <math.h>
#include <stdio.h>

#include "models/text.h"
#include "report/page/page.h"

/* A short table is open from the start and stays on one sheet of paper; a long one scrolls under its heading. */
enum { SHORT_TABLE = 12, LONG_TABLE = 40 };

void page_table_begin(page_table *t, const page *p, const char *key, const char *caption, int rows)
{
    char count[40] = "";
    *t = (page_table){.p = p, .rows = rows};
    if (rows > SHORT_TABLE)
        (void)snprintf(count, sizeof count, " (%d rows)", rows);
    html_write(p->out,
               "<details class=\"data%s\"%s><summary>Table: %s%s</summary>\n<div class=\"scroll%s\" role=\"region\" "
               "aria-label=\"%s\" tabindex=\"0\">\n<table id=\"%s\">\n<caption>%s</caption>\n<thead><tr>",
               rows <= SHORT_TABLE ? " short" : "", rows <= SHORT_TABLE ? " open" : "", caption, count,
               rows > LONG_TABLE ? " long" : "", caption, key, caption);
}

void page_column(page_table *t, const char *key, bool number, const char *name)
{
    html_write(t->p->out, "<th scope=\"col\" data-key=\"%s\"", key);
    purse_text_add(t->p->out, number ? " class=\"n\">" : ">");
    html_write(t->p->out, "%s</th>", name);
}

void page_columns(page_table *t, const char *key, const char *name)
{
    for (int i = 0; i < t->p->n; i++)
        if (page_holds(t->p, i))
            html_write(t->p->out, "<th scope=\"col\" data-key=\"%s:%s\" class=\"n\">%s%s%s</th>", key, t->p->key[i],
                       name, *name ? ", " : "", t->p->name[i]);
}

void page_columns_end(page_table *t)
{
    purse_text_add(t->p->out, "</tr></thead>\n<tbody>");
}

void page_row(page_table *t, const char *id, const char *other)
{
    purse_text_add(t->p->out, t->open ? "</tr>\n" : "\n");
    html_write(t->p->out, "<tr data-id=\"%s%s%s\">", id, other ? ";" : "", other ? other : "");
    t->open = true;
}

void page_cell(page_table *t, const char *text)
{
    html_write(t->p->out, "<td>%s</td>", text);
}

void page_word(page_table *t, const char *text)
{
    html_write(t->p->out, "<td class=\"w\">%s</td>", text);
}

static void cell(page_table *t, double value, const char *shown)
{
    char exact[40];
    number_write(exact, sizeof exact, value);
    html_write(t->p->out, "<td class=\"n\" data-v=\"%s\">%s</td>", exact, shown);
}

void page_blank(page_table *t, const char *text)
{
    html_write(t->p->out, "<td class=\"n\">%s</td>", text);
}

void page_number(page_table *t, double value, double scale, int decimals)
{
    char shown[48];
    if (isnan(value))
        page_blank(t, "");
    else if (isinf(value))
        page_blank(t, "no limit");
    else
        cell(t, value, table_amount(shown, scale * value, decimals));
}

void page_share(page_table *t, double share)
{
    char shown[60], amount[48];
    if (!isfinite(share)) {
        page_number(t, (double)NAN, 1, 0);
        return;
    }
    (void)snprintf(shown, sizeof shown, "%s %%", table_amount(amount, 100 * share, 1));
    cell(t, share, shown);
}

void page_table_end(page_table *t)
{
    purse_text_add(t->p->out, t->open ? "</tr>\n" : "\n");
    purse_text_add(t->p->out, "</tbody>\n</table>\n</div>\n</details>\n");
}

int page_people(const page *p, size_t total)
{
    const double many = 99999.5;
    bool large = false;
    for (int i = 0; i < p->n; i++)
        large = large || (page_holds(p, i) && *(const double *)((const char *)&p->plan[i]->totals + total) >= many);
    return large ? 0 : 1;
}

int page_decimals(double largest)
{
    return largest >= 1000 || !(largest > 0) ? 0 : largest >= 10 ? 1 : largest >= 0.1 ? 2 : 4;
}

const char *page_money(char *text, size_t size, const page *p, double value)
{
    char amount[48];
    bool billions = fabs(value) >= 999.95e6, millions = fabs(value) >= 999950;
    const char *shown = billions   ? table_amount(amount, value / 1e9, 3)
                        : millions ? table_amount(amount, value / 1e6, 1)
                                   : table_amount(amount, value, 0);
    (void)snprintf(text, size, "%s %s%s", p->model->currency, shown, billions ? " bn" : millions ? " m" : "");
    return text;
}
