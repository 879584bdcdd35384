/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a little more would help: gains found by solving again, most first, with how far they go. */
#include <math.h>
#include <stdio.h>

#include "report/explain/explain.h"
#include "report/page/page.h"

static void sentences(const page *p, int i, const purse_gains *gains)
{
    const purse_tier *tier = &p->plan[i]->tier[gains->tier];
    purse_text_add(p->out, "<ol>\n");
    for (int k = 0; k < gains->n; k++) {
        purse_text sentence = {0};
        if (gains->item[k].gain == 0.0)
            continue;
        gain_sentence(&sentence, &gains->item[k], tier, p->model);
        if (sentence.data)
            html_write(p->out, "<li><bdi>%s</bdi></li>\n", sentence.data);
        p->out->failed = p->out->failed || sentence.failed;
        purse_text_free(&sentence);
    }
    purse_text_add(p->out, "</ol>\n");
}

static void table_of_gains(const page *p, int i, const purse_gains *gains)
{
    char key[PAGE_NAME + 20], caption[200];
    page_table t;
    (void)snprintf(key, sizeof key, "t-gains-%s", p->key[i]);
    (void)snprintf(caption, sizeof caption, "What more of each limit takes off %s under %s",
                   page_tier_noun(&p->plan[i]->tier[gains->tier]), p->name[i]);
    page_table_begin(&t, p, key, caption, gains->n);
    page_column(&t, "limit", false, "Limit");
    page_column(&t, "kind", false, "Kind");
    page_column(&t, "now", true, "As it is");
    page_column(&t, "amount", true, "The next");
    page_column(&t, "gain", true, "takes off");
    page_column(&t, "until", true, "and so on, up to so much more");
    page_column(&t, "then", true, "then, for each unit");
    page_columns_end(&t);
    for (int k = 0; k < gains->n; k++) {
        const purse_gain *gain = &gains->item[k];
        bool known = gain->gain > 0.0;
        page_row(&t, gain_id(gain, p->model), purse_limit_text(gain->kind));
        page_cell(&t, gain_id(gain, p->model));
        page_word(&t, purse_limit_text(gain->kind));
        page_number(&t, gain->limit, 1, 0);
        page_number(&t, gain->amount, 1, gain->amount == rint(gain->amount) ? 0 : 2);
        page_number(&t, gain->gain, 1, page_decimals(gain->gain));
        page_number(&t, known ? gain->until : (double)NAN, 1, 0);
        page_number(&t, known ? gain->then : (double)NAN, 1, 4);
    }
    page_table_end(&t);
}

void page_gains(const page *p, int i)
{
    const purse_gains *gains = p->found && p->found->gains ? p->found->gains[i] : NULL;
    bool any = false;
    if (!gains || gains->tier < 0)
        return;
    for (int k = 0; k < gains->n; k++)
        any = any || gains->item[k].gain != 0.0;
    purse_text_add(p->out, "<h4>Where a little more would help</h4>\n");
    if (any)
        sentences(p, i, gains);
    else
        purse_text_add(p->out,
                       "<p>A little more of any one budget, income, capacity or programme brings nothing.</p>\n");
    purse_text_add(p->out, "<p class=\"note\">Each by itself, and found by solving again.</p>\n");
    table_of_gains(p, i, gains);
}
