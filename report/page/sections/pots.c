/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Budgets against spend, per pot and regime. */
#include <math.h>
#include <stdio.h>

#include "report/page/page.h"

static double most_money(const page *p)
{
    double most = 0;
    for (int b = 0; b < p->model->n_pots; b++) {
        most = fmax(most, p->model->pots[b].budget);
        for (int i = 0; i < p->n; i++)
            if (page_holds(p, i))
                most = fmax(most, p->plan[i]->pots[b].spend);
    }
    return most > 0 ? most : 1;
}

static void bar(const page *p, int i, int pot, double most)
{
    char amount[80], class[PAGE_CLASS];
    const double budget = p->model->pots[pot].budget, spend = p->plan[i]->pots[pot].spend;
    page_line_begin(p, p->name[i]);
    html_write(p->out, "<rect class=\"track\" width=\"100%%\" height=\"100%%\"/>");
    html_write(p->out, "<rect class=\"%s\" y=\"15%%\" height=\"70%%\" width=\"%.3f%%\"/>", page_pot_class(class, pot),
               100 * spend / most);
    html_write(p->out, "<rect class=\"limit\" x=\"%.3f%%\" width=\"2\" height=\"100%%\" transform=\"translate(-1)\"/>",
               100 * budget / most);
    page_line_end(p, page_money(amount, sizeof amount, p, spend));
}

static void chart(const page *p)
{
    double most = most_money(p);
    char amount[80];
    page_chart_begin(
        p, "Spend by pot and regime; the upright line is the pot's own budget",
        "Bars of spend for each pot under each regime, with the pot's budget as a line. The figures are in "
        "the table that follows.");
    for (int b = 0; b < p->model->n_pots; b++) {
        html_write(p->out, "<p class=\"group\"><bdi>%s</bdi>: budget %s</p>\n", p->model->pots[b].name,
                   page_money(amount, sizeof amount, p, p->model->pots[b].budget));
        for (int i = 0; i < p->n; i++)
            if (page_holds(p, i))
                bar(p, i, b, most);
    }
    page_chart_end(p);
}

static void table_of_pots(const page *p)
{
    page_table t;
    char caption[120];
    (void)snprintf(caption, sizeof caption, "Budgets and spend by pot, %s", p->model->currency);
    page_table_begin(&t, p, "t-pots", caption, p->model->n_pots);
    page_column(&t, "pot", false, "Pot");
    page_column(&t, "budget", true, "Budget");
    page_columns(&t, "spend", "Spend");
    page_columns_end(&t);
    for (int b = 0; b < p->model->n_pots; b++) {
        page_row(&t, p->model->pots[b].id, NULL);
        page_cell(&t, p->model->pots[b].name);
        page_number(&t, p->model->pots[b].budget, 1, 0);
        for (int i = 0; i < p->n; i++)
            if (page_holds(p, i))
                page_number(&t, p->plan[i]->pots[b].spend, 1, 0);
    }
    page_table_end(&t);
}

static double moved(const purse_plan *plan, int from, int to)
{
    for (int i = 0; i < plan->n_moves; i++)
        if (plan->moves[i].from == from && plan->moves[i].to == to)
            return plan->moves[i].amount;
    return 0;
}

static bool any_moved(const page *p, int from, int to)
{
    for (int i = 0; i < p->n; i++)
        if (page_holds(p, i) && moved(p->plan[i], from, to) > 0)
            return true;
    return false;
}

static void table_of_money(const page *p)
{
    page_table t;
    char caption[120];
    const int n = p->model->n_pots;
    int rows = 0;
    for (int b = 0; b < n * n; b++)
        rows += any_moved(p, b / n, b % n);
    if (rows == 0)
        return;
    (void)snprintf(caption, sizeof caption, "Money moved between pots, %s", p->model->currency);
    page_table_begin(&t, p, "t-money", caption, rows);
    page_column(&t, "from", false, "From");
    page_column(&t, "to", false, "To");
    page_columns(&t, "amount", "");
    page_columns_end(&t);
    for (int b = 0; b < n * n; b++) {
        if (!any_moved(p, b / n, b % n))
            continue;
        page_row(&t, p->model->pots[b / n].id, p->model->pots[b % n].id);
        page_cell(&t, p->model->pots[b / n].name);
        page_cell(&t, p->model->pots[b % n].name);
        for (int i = 0; i < p->n; i++)
            if (page_holds(p, i))
                page_number(&t, moved(p->plan[i], b / n, b % n), 1, 0);
    }
    page_table_end(&t);
}

void page_pots(const page *p)
{
    if (p->walled < 0 && p->today < 0) {
        purse_text_add(p->out, "<p>There is no plan to show.</p>\n");
        return;
    }
    chart(p);
    table_of_pots(p);
    table_of_money(p);
}
