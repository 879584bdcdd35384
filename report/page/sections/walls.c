/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the walls cost at each boundary between pots: the plan with most walls against the one with fewest. */
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "report/page/page.h"

enum { MOST_BARS = 12 };

static bool any_moves(const page *p, int b)
{
    for (int i = 0; i < p->n; i++)
        if (page_holds(p, i) && p->plan[i]->boundaries[b].unnecessary_moves > 0)
            return true;
    return false;
}

static double cost(const page *p, int b)
{
    return p->plan[p->walled]->boundaries[b].burden - p->plan[p->open]->boundaries[b].burden;
}

/* Boundaries by the size of their cost, larger first, into `order`; how many have one worth a bar. */
static int by_cost(const page *p, int *order)
{
    int n = 0;
    double total = p->plan[p->walled]->totals.burden;
    for (int b = 0; b < p->model->n_pots * p->model->n_pots; b++) {
        if (!(fabs(cost(p, b)) > 1e-6 * fmax(1, total)))
            continue;
        int at = n++;
        for (; at > 0 && fabs(cost(p, b)) > fabs(cost(p, order[at - 1])); at--)
            order[at] = order[at - 1];
        order[at] = b;
    }
    return n;
}

static void bar(const page *p, int b, double most)
{
    char name[2 * PAGE_LABEL + 20], from[PAGE_LABEL], to[PAGE_LABEL];
    const int n = p->model->n_pots;
    bool within = b / n == b % n;
    (void)snprintf(name, sizeof name, "%s%s%s", page_pot_label(from, p, b / n), within ? ", within the pot" : " to ",
                   within ? "" : page_pot_label(to, p, b % n));
    page_difference_line(p, name, cost(p, b), most);
}

static void chart(const page *p)
{
    char caption[200];
    int *order = calloc((size_t)(p->model->n_pots * p->model->n_pots) + 1, sizeof *order);
    if (!order) {
        p->out->failed = true;
        return;
    }
    int n = by_cost(p, order);
    if (n > 0) {
        (void)snprintf(caption, sizeof caption,
                       "Burden of moves by boundary: %s less %s. To the right, the walls add burden; to the left, they "
                       "take it off",
                       p->name[p->walled], p->name[p->open]);
        page_chart_begin(p, caption,
                         "Bars of the burden that the walls add or take off, by boundary between two pots. The figures "
                         "are in the table that follows.");
        for (int i = 0; i < n && i < MOST_BARS; i++)
            bar(p, order[i], fabs(cost(p, order[0])));
        page_chart_end(p);
        purse_text_add(p->out, "<p class=\"note\">The sum is what the walls cost; another plan as good could split it "
                               "between boundaries in another way.</p>\n");
    }
    free(order);
}

static void table_of_boundaries(const page *p)
{
    page_table t;
    const int n = p->model->n_pots;
    const int moves = page_people(p, offsetof(purse_totals, unnecessary_moves));
    const int burden = page_people(p, offsetof(purse_totals, burden));
    int rows = 0;
    for (int b = 0; b < n * n; b++)
        rows += any_moves(p, b);
    page_table_begin(&t, p, "t-boundaries", "Unnecessary moves and their burden, by boundary", rows);
    page_column(&t, "from", false, "From");
    page_column(&t, "to", false, "To");
    page_columns(&t, "unnecessary_moves", "Moves");
    page_columns(&t, "burden", "Burden");
    page_columns_end(&t);
    for (int b = 0; b < n * n; b++) {
        if (!any_moves(p, b))
            continue;
        page_row(&t, p->model->pots[b / n].id, p->model->pots[b % n].id);
        page_cell(&t, p->model->pots[b / n].name);
        page_cell(&t, p->model->pots[b % n].name);
        for (int i = 0; i < p->n; i++)
            if (page_holds(p, i))
                page_number(&t, p->plan[i]->boundaries[b].unnecessary_moves, 1, moves);
        for (int i = 0; i < p->n; i++)
            if (page_holds(p, i))
                page_number(&t, p->plan[i]->boundaries[b].burden, 1, burden);
    }
    page_table_end(&t);
}

void page_walls(const page *p)
{
    purse_walls walls;
    purse_report_walls(&walls, p->plan, p->n, p->model);
    html_write(p->out, "<p>%s</p>\n", walls.sentence);
    if (p->walled < 0 && p->today < 0)
        return;
    if (p->walled >= 0 && p->open != p->walled)
        chart(p);
    table_of_boundaries(p);
    page_split(p);
    page_shares(p);
    page_detriment(p);
}
