/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What it costs that no pot be worse off than alone. */
#include <math.h>
#include <stddef.h>
#include <stdio.h>

#include "report/explain/explain.h"
#include "report/page/page.h"

enum { SIDES = 2 + PURSE_N_DETRIMENTS };

/* The plans side by side, from most walls to fewest: alone, those that leave none worse off, free. */
typedef struct sides {
    const char *key, *name;
    const purse_plan *plan;
} sides;

static void find_sides(const purse_no_detriment *d, sides *s)
{
    s[0] = (sides){"alone", "each pot alone", d->alone};
    s[1] = (sides){"none", "no pot worse off in people and money", d->held[PURSE_DETRIMENT_ALL]};
    s[2] = (sides){"people", "no pot worse off in people", d->held[PURSE_DETRIMENT_PEOPLE]};
    s[3] = (sides){"free", "pooled, whoever loses", d->free};
}

static bool holds(const sides *s)
{
    return s->plan && purse_plan_holds(s->plan);
}

static void totals(const page *p, const sides *s)
{
    page_table t;
    page_table_begin(&t, p, "t-detriment", "What it costs that no pot be worse off than alone", SIDES);
    page_column(&t, "plan", false, "Plan");
    page_column(&t, "unmet_weighted", true, "Unmet, weighted");
    page_column(&t, "burden", true, "Burden");
    page_column(&t, "spend", true, "Spend");
    page_columns_end(&t);
    for (int i = 0; i < SIDES; i++) {
        bool told = holds(&s[i]);
        page_row(&t, s[i].key, NULL);
        page_cell(&t, s[i].name);
        page_number(&t, told ? s[i].plan->totals.unmet_weighted : (double)NAN, 1,
                    page_people(p, offsetof(purse_totals, unmet_weighted)));
        page_number(&t, told ? s[i].plan->totals.burden : (double)NAN, 1,
                    page_people(p, offsetof(purse_totals, burden)));
        page_number(&t, told ? s[i].plan->totals.spend : (double)NAN, 1, 0);
    }
    page_table_end(&t);
}

static void by_pot(const page *p, const sides *s, const char *key, const char *caption,
                   double (*figure)(const purse_plan *plan, int pot), int decimals)
{
    page_table t;
    page_table_begin(&t, p, key, caption, p->model->n_pots);
    page_column(&t, "pot", false, "Pot");
    for (int i = 0; i < SIDES; i++)
        page_column(&t, s[i].key, true, s[i].name);
    page_columns_end(&t);
    for (int b = 0; b < p->model->n_pots; b++) {
        page_row(&t, p->model->pots[b].id, NULL);
        page_cell(&t, p->model->pots[b].name);
        for (int i = 0; i < SIDES; i++)
            page_number(&t, holds(&s[i]) ? figure(s[i].plan, b) : (double)NAN, 1, decimals);
    }
    page_table_end(&t);
}

/* The first tier that pooling makes less, and what is left of that when no pot may lose. */
static void sentence(const page *p, const sides *s)
{
    const purse_plan *alone = s[0].plan, *none = s[1].plan, *open = s[3].plan;
    for (int t = 0; t < alone->n_tiers && holds(&s[1]); t++) {
        double saved = alone->tier[t].value - open->tier[t].value, kept = alone->tier[t].value - none->tier[t].value;
        if (!(saved > 1e-6 * fmax(1.0, fabs(alone->tier[t].value))))
            continue;
        html_write(
            p->out,
            "<p>Pooling may leave a pot with more unmet need or burden than alone, or paying more. If none may be, "
            "<strong>%.0f %%</strong> of what pooling takes off %s is still to be had.</p>\n",
            floor(100.0 * fmin(fmax(kept / saved, 0.0), 1.0) + 1e-6), page_tier_noun(&alone->tier[t]));
        return;
    }
}

void page_detriment(const page *p)
{
    const purse_no_detriment *d = p->found ? p->found->detriment : NULL;
    sides s[SIDES];
    if (!d || !purse_plan_holds(d->alone) || !purse_plan_holds(d->free))
        return;
    find_sides(d, s);
    purse_text_add(p->out, "<h3>No pot worse off than alone</h3>\n");
    sentence(p, s);
    totals(p, s);
    by_pot(p, s, "t-detriment-burden", "Burden of moves that end at each pot's services", detriment_burden,
           page_people(p, offsetof(purse_totals, burden)));
    by_pot(p, s, "t-detriment-paid", "What each pot pays", detriment_paid, 0);
    purse_text_add(p->out,
                   "<p class=\"note\">In people: no more unmet of what can enter at a pot's services, nor burden "
                   "of moves that end there. In money: a pot pays no more, which is what it spends and gives, less "
                   "what it gets.</p>\n");
}
