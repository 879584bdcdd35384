/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How people move: a flow diagram per regime, and the tables of entries and moves. */
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "report/page/journey/diagram.h"
#include "report/page/page.h"

enum { WIDTH = 1120, HEIGHT = 620, LABEL = 200, BAR = 9, MOST_MOVES = 400 };
static const double THINNEST = 0.15; /* a band that would not show is not drawn */
static const sankey_room room = {.height = HEIGHT - 30, .slot = 15, .gap = 4};

/* "12.3 m", "940 k", "85". */
static const char *people(char *text, size_t size, double value)
{
    char amount[48];
    if (value >= 999950)
        (void)snprintf(text, size, "%s m", table_amount(amount, value / 1e6, 1));
    else if (value >= 9999.5)
        (void)snprintf(text, size, "%s k", table_amount(amount, value / 1e3, 0));
    else
        (void)snprintf(text, size, "%s", table_people(amount, value));
    return text;
}

static void node_name(char *text, size_t size, const page *p, const diagram *d, int i)
{
    char pot[PAGE_LABEL];
    switch (d->kind[i]) {
    case DIAGRAM_DEMAND:
        (void)snprintf(text, size, "All need");
        break;
    case DIAGRAM_SERVICE:
        (void)snprintf(text, size, "%s", d->model->services[d->which[i]].name);
        break;
    case DIAGRAM_OTHERS:
        (void)snprintf(text, size, "Other: %s", page_pot_label(pot, p, d->which[i]));
        break;
    case DIAGRAM_RESOLVED:
        (void)snprintf(text, size, "Resolved by %d contact%s", d->which[i] + 1, d->which[i] > 0 ? "s" : "");
        break;
    case DIAGRAM_AVERTED:
        (void)snprintf(text, size, "Averted");
        break;
    case DIAGRAM_UNMET:
        (void)snprintf(text, size, "Unmet");
        break;
    case DIAGRAM_LATER:
        (void)snprintf(text, size, "Further contacts");
        break;
    }
}

static int pot_of(const diagram *d, int i)
{
    return d->kind[i] == DIAGRAM_SERVICE  ? d->model->services[d->which[i]].pot
           : d->kind[i] == DIAGRAM_OTHERS ? d->which[i]
                                          : -1;
}

/* Its class: the pot's colour, or what became of people. */
static void class_of(char *text, const diagram *d, int node)
{
    int pot = pot_of(d, node);
    if (pot >= 0)
        (void)page_pot_class(text, pot);
    else
        (void)snprintf(text, PAGE_CLASS, "%s", d->kind[node] == DIAGRAM_UNMET ? "lost" : "done");
}

static double x_of(const diagram *d, int column)
{
    return (double)(WIDTH - LABEL) * column / (d->n_columns - 1);
}

static void draw_link(const page *p, const diagram *d, int i)
{
    const sankey_link *link = &d->link[i];
    char class[PAGE_CLASS], from[300], to[300], amount[48];
    double x0 = x_of(d, d->node[link->from].column) + BAR, x1 = x_of(d, d->node[link->to].column);
    node_name(from, sizeof from, p, d, link->from);
    node_name(to, sizeof to, p, d, link->to);
    class_of(class, d, d->kind[link->from] == DIAGRAM_DEMAND ? link->to : link->from);
    const char *shown = d->link_kind[i] == LINK_UNNECESSARY ? "bad"
                        : d->link_kind[i] == LINK_RESOLVED  ? "done"
                        : d->link_kind[i] == LINK_UNMET     ? "lost"
                                                            : class;
    double half = fmax(link->width, 0.5) / 2, middle = (x0 + x1) / 2;
    html_write(p->out, "<path class=\"%s\" d=\"M%.0f %.1fC%.0f %.1f %.0f %.1f %.0f %.1f", shown, x0, link->y0 - half,
               middle, link->y0 - half, middle, link->y1 - half, x1, link->y1 - half);
    html_write(p->out, "V%.1fC%.0f %.1f %.0f %.1f %.0f %.1fZ\">", link->y1 + half, middle, link->y1 + half, middle,
               link->y0 + half, x0, link->y0 + half);
    html_write(p->out, "<title>%s to %s%s: %s</title></path>\n", from, to,
               d->link_kind[i] == LINK_UNNECESSARY ? ", unnecessary" : "", table_amount(amount, link->value, 0));
}

static void draw_node(const page *p, const diagram *d, int i)
{
    const sankey_node *node = &d->node[i];
    char class[PAGE_CLASS], name[300], cut[160], amount[60];
    double x = x_of(d, node->column);
    int most = d->n_columns > 4 ? 25 : 34;
    if (!(node->value > 0))
        return;
    class_of(class, d, i);
    node_name(name, sizeof name, p, d, i);
    html_write(p->out, "<rect class=\"%s\" x=\"%.0f\" y=\"%.1f\" width=\"%d\" height=\"%.1f\"><title>%s</title></rect>",
               class, x, node->y, BAR, fmax(node->height, 1), name);
    html_write(p->out, "<text x=\"%.0f\" y=\"%.1f\">%s <tspan>%s</tspan></text>\n", x + BAR + 4, node->middle + 4,
               html_short(cut, sizeof cut, name, most), people(amount, sizeof amount, node->value));
}

static void headings(const page *p, const diagram *d)
{
    static const char *const name[] = {"Need", "First contact", "Second contact", "Third contact"};
    for (int c = 0; c < d->n_columns; c++)
        html_write(p->out, "<text class=\"head\" x=\"%.0f\" y=\"-12\">%s</text>", x_of(d, c),
                   c + 1 == d->n_columns || c > JOURNEY_STAGES ? "Then" : name[c]);
    purse_text_add(p->out, "\n");
}

static void draw(const page *p, const diagram *d, int i)
{
    double left_out = 0;
    char caption[200], label[400], amount[48];
    const purse_totals *t = &p->plan[i]->totals;
    (void)snprintf(caption, sizeof caption, "From need through contacts to an end, under %s", p->name[i]);
    (void)snprintf(label, sizeof label,
                   "Flow diagram under %s: %.0f episodes enter, %.0f moves between services, %.0f of them unnecessary. "
                   "The figures are in the tables that follow.",
                   p->name[i], t->episodes - t->unmet - t->averted, t->moves, t->unnecessary_moves);
    html_write(p->out,
               "<figure class=\"chart\">\n<figcaption>%s</figcaption>\n<div class=\"scroll\" role=\"region\" "
               "aria-label=\"%s\" tabindex=\"0\">\n<svg class=\"flow\" role=\"img\" viewBox=\"0 -30 %d %d\" "
               "aria-label=\"%s\">\n",
               caption, caption, WIDTH, HEIGHT, label);
    headings(p, d);
    for (int pass = 0; pass < 2; pass++)
        for (int k = 0; k < d->n_links; k++) {
            bool bad = d->link_kind[k] == LINK_UNNECESSARY;
            if (d->link[k].width < THINNEST)
                left_out += pass == 0 ? d->link[k].value : 0;
            else if (bad == (pass == 1))
                draw_link(p, d, k);
        }
    for (int k = 0; k < d->n_nodes; k++)
        draw_node(p, d, k);
    purse_text_add(p->out, "</svg>\n</div>\n</figure>\n");
    if (left_out >= 0.5)
        html_write(p->out, "<p class=\"note\">Bands too thin to see are left out: %s people in all.</p>\n",
                   table_amount(amount, left_out, 0));
}

static void flow_legend(const page *p)
{
    page_pot_legend(p);
    purse_text_add(
        p->out, "<ul class=\"legend\"><li><svg class=\"key\" aria-hidden=\"true\"><rect class=\"bad\" width=\"100%\" "
                "height=\"100%\"/></svg>unnecessary moves</li><li><svg class=\"key\" aria-hidden=\"true\"><rect "
                "class=\"done\" width=\"100%\" height=\"100%\"/></svg>resolved or averted</li><li><svg class=\"key\" "
                "aria-hidden=\"true\"><rect class=\"lost\" width=\"100%\" height=\"100%\"/></svg>unmet</li></ul>\n");
}

/* The same scale for all regimes, so that they can be compared. */
static void charts(const page *p, diagram *d, const journey *journeys, const int *regime, int n)
{
    double scale = INFINITY;
    for (int k = 0; k < n; k++) {
        diagram_fill(d, &journeys[k], p->plan[regime[k]]);
        scale = fmin(scale, sankey_scale(d->node, d->n_nodes, d->n_columns, &room));
    }
    for (int k = 0; k < n; k++) {
        page_panel_begin(p, regime[k]);
        diagram_fill(d, &journeys[k], p->plan[regime[k]]);
        sankey_place(d->node, d->n_nodes, d->link, d->n_links, scale, &room);
        draw(p, d, regime[k]);
        page_panel_end(p);
    }
}

static bool has_others(const diagram *d)
{
    for (int i = 0; i < d->n_nodes; i++)
        if (d->kind[i] == DIAGRAM_OTHERS)
            return true;
    return false;
}

static double most_of(const journey *journeys, int n, size_t at, bool moves)
{
    double most = 0;
    for (int k = 0; k < n; k++)
        most = fmax(most, moves ? journeys[k].moves[at] : fmax(journeys[k].entry[at], journeys[k].seen[at]));
    return most;
}

static void table_of_services(const page *p, const journey *journeys, int n)
{
    const purse_model *m = p->model;
    page_table t;
    page_table_begin(&t, p, "t-services", "People by service: who enter there, and who are seen there in all",
                     m->n_services);
    page_column(&t, "service", false, "Service");
    page_column(&t, "pot", false, "Pot");
    page_columns(&t, "entry", "Enter");
    page_columns(&t, "seen", "Seen");
    page_columns_end(&t);
    for (int s = 0; s < m->n_services; s++) {
        page_row(&t, m->services[s].id, NULL);
        page_cell(&t, m->services[s].name);
        page_cell(&t, m->pots[m->services[s].pot].name);
        for (int k = 0; k < n; k++)
            page_number(&t, journeys[k].entry[s], 1, page_people(p, offsetof(purse_totals, served)));
        for (int k = 0; k < n; k++)
            page_number(&t, journeys[k].seen[s], 1, page_people(p, offsetof(purse_totals, served)));
    }
    page_table_end(&t);
}

/* The largest moves first, at most MOST_MOVES; how many there are in all. */
static size_t largest_moves(size_t *order, const journey *journeys, int n)
{
    size_t found = 0, kept = 0, services = (size_t)journeys[0].n_services;
    for (size_t at = 0; at < services * services * 2; at++) {
        double value = most_of(journeys, n, at, true);
        if (!(value > 0))
            continue;
        found++;
        if (kept == MOST_MOVES && !(value > most_of(journeys, n, order[kept - 1], true)))
            continue;
        size_t to = kept < MOST_MOVES ? kept++ : kept - 1;
        for (; to > 0 && value > most_of(journeys, n, order[to - 1], true); to--)
            order[to] = order[to - 1];
        order[to] = at;
    }
    return found;
}

static void table_of_moves(const page *p, const journey *journeys, int n)
{
    const purse_model *m = p->model;
    size_t order[MOST_MOVES], found = largest_moves(order, journeys, n), services = (size_t)m->n_services;
    size_t shown = found < MOST_MOVES ? found : MOST_MOVES;
    page_table t;
    if (found == 0)
        return;
    page_table_begin(&t, p, "t-moves", "Moves from service to service, people", (int)shown);
    page_column(&t, "from", false, "From");
    page_column(&t, "to", false, "To");
    page_column(&t, "kind", false, "Kind");
    page_columns(&t, "people", "");
    page_columns_end(&t);
    for (size_t i = 0; i < shown; i++) {
        size_t from = order[i] / 2 / services, to = order[i] / 2 % services;
        page_row(&t, m->services[from].id, m->services[to].id);
        page_cell(&t, m->services[from].name);
        page_cell(&t, m->services[to].name);
        page_word(&t, order[i] % 2 ? "unnecessary" : "necessary");
        for (int k = 0; k < n; k++)
            page_number(&t, journeys[k].moves[order[i]], 1, page_people(p, offsetof(purse_totals, moves)));
    }
    page_table_end(&t);
    if (shown < found)
        html_write(p->out, "<p class=\"note\">The %d largest of %d kinds of move.</p>\n", (int)shown, (int)found);
}

void page_journey(const page *p)
{
    journey journeys[TABLE_COLUMNS];
    int regime[TABLE_COLUMNS], n = 0;
    purse_code code = PURSE_OK;
    diagram d = {.n_nodes = 0};
    for (int i = 0; i < p->n && code == PURSE_OK; i++)
        if (page_holds(p, i)) {
            regime[n] = i;
            code = journey_new(&journeys[n++], p->plan[i], p->model, NULL);
        }
    if (n == 0)
        purse_text_add(p->out, "<p>There is no plan to show.</p>\n");
    if (code == PURSE_OK && n > 0)
        code = diagram_new(&d, journeys, n, p->model, NULL);
    if (code == PURSE_OK && n > 0) {
        flow_legend(p);
        if (d.n_stages > 0)
            charts(p, &d, journeys, regime, n);
        if (has_others(&d))
            purse_text_add(p->out, "<p class=\"note\">Other: those services of a pot that are too small for a band of "
                                   "their own, together. The tables have each.</p>\n");
        table_of_services(p, journeys, n);
        table_of_moves(p, journeys, n);
    }
    p->out->failed = p->out->failed || code != PURSE_OK;
    diagram_free(&d);
    for (int k = 0; k < n; k++)
        journey_free(&journeys[k]);
}
