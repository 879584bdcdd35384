/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places compared: unmet and burden per 100 episodes of demand, every regime on one line. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/page/page.h"

enum { MOST_LINES = 24 };
/* Less than this shows as 0. */
static const double SHOWS = 5e-4;

typedef double (*figure)(const purse_place_result *);

static double unmet(const purse_place_result *place)
{
    return place->unmet;
}

static double burden(const purse_place_result *place)
{
    return place->burden;
}

/* Of all places and regimes; 0 where none has demand. */
static double largest(const page *p, figure of)
{
    double most = 0;
    for (int i = 0; i < p->n; i++)
        for (int l = 0; page_holds(p, i) && l < p->model->n_places; l++)
            most = fmax(most, of(&p->answer[i]->places[l]));
    return most;
}

/* Of one place over the regimes; -1 without demand. */
static double most_of(const page *p, figure of, int place)
{
    double most = -1;
    for (int i = 0; i < p->n; i++)
        if (page_holds(p, i) && !isnan(of(&p->answer[i]->places[place])))
            most = fmax(most, of(&p->answer[i]->places[place]));
    return most;
}

/* The least and the most of one place, per 100, in words. */
static void range(char *text, size_t size, const page *p, figure of, int place, int decimals)
{
    double low = INFINITY, high = most_of(p, of, place);
    char a[48], b[48];
    for (int i = 0; i < p->n; i++)
        if (page_holds(p, i) && !isnan(of(&p->answer[i]->places[place])))
            low = fmin(low, of(&p->answer[i]->places[place]));
    (void)table_amount(a, 100 * low, decimals);
    (void)table_amount(b, 100 * high, decimals);
    if (high < 0)
        (void)snprintf(text, size, "no demand");
    else if (strcmp(a, b) == 0)
        (void)snprintf(text, size, "%s", a);
    else
        (void)snprintf(text, size, "%s to %s", a, b);
}

/* Marks that would stand on one another stand one above the other. */
static void height_of(char *text, size_t size, const double *x, int n, int i)
{
    const double near = 1.6, middle = 50, room = 64, most = 36; /* per cent of the line's length, then of its height */
    int before = 0, all = 1;
    for (int k = 0; k < n; k++) {
        bool close = k != i && fabs(x[k] - x[i]) < near;
        all += close;
        before += close && k < i;
    }
    double step = all > 1 ? fmin(most, room / (all - 1)) : 0;
    (void)snprintf(text, size, "%d%%", (int)lround(middle + (before - 0.5 * (all - 1)) * step));
}

static void line(const page *p, figure of, int place, double most)
{
    char at[40], y[40], title[200], amount[48];
    double x[TABLE_COLUMNS];
    int decimals = page_decimals(100 * most);
    page_tall_line_begin(p, p->model->places[place].name);
    purse_text_add(p->out, "<line class=\"rule\" x1=\"2%\" x2=\"98%\" y1=\"50%\" y2=\"50%\"/>");
    for (int i = 0; i < p->n; i++)
        x[i] = page_holds(p, i) ? 2 + 96 * of(&p->answer[i]->places[place]) / most : (double)NAN;
    for (int i = 0; i < p->n; i++) {
        double value = page_holds(p, i) ? of(&p->answer[i]->places[place]) : (double)NAN;
        if (isnan(value))
            continue;
        (void)snprintf(at, sizeof at, "%d.%02d%%", (int)x[i], (int)(100 * x[i]) % 100);
        (void)snprintf(title, sizeof title, "%s: %s", p->name[i], table_amount(amount, 100 * value, decimals));
        height_of(y, sizeof y, x, p->n, i);
        page_mark(p, i, at, y, 1, title);
    }
    range(title, sizeof title, p, of, place, decimals);
    page_line_end(p, title);
}

/* Places in the order of their most, where there are too many to draw all at once; else in the scenario's. */
static int *order_places(const page *p, figure of)
{
    int n = p->model->n_places;
    int *order = malloc(((size_t)n + 1) * sizeof *order);
    double *most = malloc(((size_t)n + 1) * sizeof *most);
    for (int l = 0; l < n && order && most; l++) {
        int at = l;
        most[l] = most_of(p, of, l);
        for (; n > MOST_LINES && at > 0 && most[order[at - 1]] < most[l]; at--)
            order[at] = order[at - 1];
        order[at] = l;
    }
    if (!most) {
        free(order);
        order = NULL;
    }
    free(most);
    return order;
}

static void chart(const page *p, figure of, const char *what)
{
    double most = largest(p, of);
    int n = p->model->n_places, drawn = 0;
    char caption[240], amount[48];
    if (!(most > 0))
        return;
    int *order = order_places(p, of);
    if (!order) {
        p->out->failed = true;
        return;
    }
    (void)snprintf(caption, sizeof caption, "%s per 100 episodes of demand, from 0 at the left to %s at the right%s",
                   what, table_amount(amount, 100 * most, page_decimals(100 * most)),
                   n > MOST_LINES ? "; the places with most" : "");
    page_chart_begin(p, caption,
                     "A line for each place with a mark for each regime. The figures are in the table that "
                     "follows.");
    page_mark_legend(p, true);
    for (; drawn < n && drawn < MOST_LINES; drawn++) {
        if (n > MOST_LINES && most_of(p, of, order[drawn]) < SHOWS)
            break;
        line(p, of, order[drawn], most);
    }
    page_chart_end(p);
    if (drawn < n && drawn < MOST_LINES)
        html_write(p->out, "<p class=\"note\">The other %d places have less than 0.05 in every regime.</p>\n",
                   n - drawn);
    else if (drawn < n)
        html_write(p->out, "<p class=\"note\">%d of %d places are drawn; the table has all.</p>\n", drawn, n);
    free(order);
}

static void table_of_places(const page *p)
{
    page_table t;
    page_table_begin(&t, p, "t-places", "Places: unmet and burden per 100 episodes of demand", p->model->n_places);
    page_column(&t, "place", false, "Place");
    page_column(&t, "demand", true, "Demand, episodes");
    page_columns(&t, "unmet_per_episode", "Unmet");
    page_columns(&t, "burden_per_episode", "Burden");
    page_columns_end(&t);
    int any = p->open >= 0 ? p->open : p->today;
    for (int l = 0; l < p->model->n_places; l++) {
        page_row(&t, p->model->places[l].id, NULL);
        page_cell(&t, p->model->places[l].name);
        page_number(&t, p->answer[any]->places[l].demand, 1, 0);
        for (int i = 0; i < p->n; i++)
            if (page_holds(p, i))
                page_number(&t, p->answer[i]->places[l].unmet, 100, 2);
        for (int i = 0; i < p->n; i++)
            if (page_holds(p, i))
                page_number(&t, p->answer[i]->places[l].burden, 100, 2);
    }
    page_table_end(&t);
}

static void gap(const page *p, int i)
{
    const purse_gap *burden_gap = &p->answer[i]->burden;
    char amount[48];
    if (burden_gap->best < 0 || !(burden_gap->gap > 5e-5))
        return;
    html_write(p->out, "<li>%s: ", p->name[i]);
    html_figure(p->out, burden_gap->gap, table_amount(amount, 100 * burden_gap->gap, 2));
    html_write(p->out, " per 100 episodes, <bdi>%s</bdi> against <bdi>%s</bdi></li>\n",
               p->model->places[burden_gap->worst].name, p->model->places[burden_gap->best].name);
}

void page_places(const page *p)
{
    if (p->walled < 0 && p->today < 0) {
        purse_text_add(p->out, "<p>There is no plan to show.</p>\n");
        return;
    }
    if (p->model->n_places < 2) {
        purse_text_add(p->out, "<p>The scenario has one place, so there is nothing to compare.</p>\n");
        return;
    }
    chart(p, unmet, "People unmet");
    chart(p, burden, "Burden of unnecessary moves");
    purse_text_add(p->out, "<p>Between the place with most burden and the one with least:</p>\n<ul>\n");
    for (int i = 0; i < p->n; i++)
        if (page_holds(p, i))
            gap(p, i);
    purse_text_add(p->out, "</ul>\n");
    table_of_places(p);
}
