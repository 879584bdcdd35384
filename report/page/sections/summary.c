/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer, and the regimes side by side. */
#include <math.h>

#include "report/page/page.h"

static void status(const page *p)
{
    for (int i = 0; i < p->n; i++) {
        const purse_plan *plan = p->plan[i];
        if (!purse_plan_holds(plan))
            html_write(p->out, "<p class=\"note\">Regime %s: %s, so there is no plan to show.</p>\n", p->name[i],
                       purse_status_text(plan->status));
        else if (plan->status == PURSE_STATUS_FEASIBLE)
            html_write(p->out,
                       "<p class=\"note\">Regime %s: a plan that was not proved to be the best; see the gaps under "
                       "Assumptions and proof.</p>\n",
                       p->name[i]);
    }
}

static double largest(const page *p, const compare_measure *measure)
{
    double most = 0;
    for (int i = 0; i < p->n; i++)
        if (page_holds(p, i))
            most = fmax(most, fabs(compare_value(p->plan[i], measure)));
    return most;
}

void page_summary(const page *p)
{
    page_table t;
    purse_text_add(p->out, "<div class=\"answer\">\n");
    page_answer(p, true);
    purse_text_add(p->out, "</div>\n");
    status(p);
    page_table_begin(&t, p, "t-totals", "The regimes side by side", compare_n_measures);
    page_column(&t, "measure", false, "Measure");
    page_columns(&t, "value", "");
    page_columns_end(&t);
    for (int m = 0; m < compare_n_measures; m++) {
        const compare_measure *measure = &compare_measures[m];
        char name[120];
        (void)snprintf(name, sizeof name, "%s%s%s", measure->name, measure->money ? ", " : "",
                       measure->money ? p->model->currency : "");
        page_row(&t, measure->id, NULL);
        page_cell(&t, name);
        for (int i = 0; i < p->n; i++)
            if (page_holds(p, i))
                page_number(&t, compare_value(p->plan[i], measure), 1, page_decimals(largest(p, measure)));
    }
    page_table_end(&t);
    purse_text_add(p->out,
                   "<p class=\"note\">An unnecessary move passes a person on though the condition did not ask for it. "
                   "Burden counts those moves by how hard each is on the person. The baseline is today's pattern, in "
                   "which budgets and capacities are not enforced; the other regimes are plans that keep them: silo, "
                   "each pot by itself; partial, money moves within agreed limits; dial, a share of each budget may "
                   "move; pooled, one budget.</p>\n");
}
