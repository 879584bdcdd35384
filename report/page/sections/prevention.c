/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prevention: what each programme averts at each spend, and where the plans stand on the curve. */
#include <math.h>
#include <stddef.h>
#include <stdio.h>

#include "report/page/page.h"

/* The drawing, in its own units; room for labels at the left and below. */
enum { WIDTH = 320, HEIGHT = 200, LEFT = 12, RIGHT = 14, TOP = 22, BOTTOM = 26 };

/* A curve at a spend: linear between (0, 0) and its points, flat after the last. */
static double curve_at(const purse_effect *effect, double spend)
{
    double before = 0, height = 0;
    for (int k = 0; k < effect->n_points; k++) {
        if (spend <= effect->spend[k])
            return height + (effect->averted[k] - height) * (spend - before) / (effect->spend[k] - before);
        before = effect->spend[k];
        height = effect->averted[k];
    }
    return height;
}

/* All needs of a programme together. */
static double averted_at(const purse_model *m, int programme, double spend)
{
    double sum = 0;
    for (int e = m->effect_start[programme]; e < m->effect_start[programme + 1]; e++)
        sum += curve_at(&m->effects[e], spend);
    return sum;
}

typedef struct scale {
    double spend, averted;
} scale;

static double x_of(const scale *s, double spend)
{
    return LEFT + (WIDTH - LEFT - RIGHT) * spend / s->spend;
}

static double y_of(const scale *s, double averted)
{
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * averted / s->averted;
}

static void point(const page *p, const scale *s, int programme, double spend, const char *before)
{
    purse_text_add(p->out, before);
    html_write(p->out, "%.1f %.1f", x_of(s, spend), y_of(s, averted_at(p->model, programme, spend)));
}

/* The points of all its curves: between two of them the sum is straight. */
static void curve(const page *p, const scale *s, int programme)
{
    const purse_model *m = p->model;
    double at = 0;
    point(p, s, programme, 0, "<path class=\"curve\" d=\"M");
    while (at < s->spend) {
        double next = s->spend;
        for (int e = m->effect_start[programme]; e < m->effect_start[programme + 1]; e++)
            for (int k = 0; k < m->effects[e].n_points; k++)
                if (m->effects[e].spend[k] > at)
                    next = fmin(next, m->effects[e].spend[k]);
        at = next;
        point(p, s, programme, at, " L");
    }
    purse_text_add(p->out, "\"/>");
}

static void axes(const page *p, const scale *s)
{
    char amount[80];
    html_write(p->out, "<path class=\"axis\" d=\"M%d %dV%dH%d\"/>", LEFT, TOP, HEIGHT - BOTTOM, WIDTH - RIGHT);
    html_write(p->out, "<text x=\"%d\" y=\"14\">%s averted</text>", LEFT,
               table_amount(amount, s->averted, page_decimals(s->averted)));
    html_write(p->out, "<text x=\"%d\" y=\"%d\">0</text>", LEFT, HEIGHT - 8);
    html_write(p->out, "<text class=\"end\" x=\"%d\" y=\"%d\">%s</text>", WIDTH - RIGHT, HEIGHT - 8,
               page_money(amount, sizeof amount, p, s->spend));
}

/* How many of the regimes after i stand where it stands: what is drawn first has to show beneath what comes on top. */
static int covered(const page *p, int i, int programme, double near)
{
    int n = 0;
    for (int k = i + 1; k < p->n; k++)
        n += page_decides(p, k) &&
             fabs(p->plan[k]->programmes[programme].spend - p->plan[i]->programmes[programme].spend) <= near;
    return n;
}

static void marks(const page *p, const scale *s, int programme)
{
    const double near = 0.03, larger = 0.55;
    for (int i = 0; i < p->n; i++) {
        char x[40], y[40], title[240], spend[80], amount[48];
        if (!page_decides(p, i))
            continue;
        const purse_programme_result *result = &p->plan[i]->programmes[programme];
        (void)snprintf(x, sizeof x, "%d", (int)lround(x_of(s, result->spend)));
        (void)snprintf(y, sizeof y, "%d", (int)lround(y_of(s, result->averted)));
        (void)snprintf(title, sizeof title, "%s: %s averts %s", p->name[i],
                       page_money(spend, sizeof spend, p, result->spend),
                       table_amount(amount, result->averted, page_decimals(s->averted)));
        page_mark(p, i, x, y, 1 + larger * covered(p, i, programme, near * s->spend), title);
    }
}

static void programme_chart(const page *p, int g)
{
    const purse_model *m = p->model;
    scale s = {.spend = 0};
    for (int e = m->effect_start[g]; e < m->effect_start[g + 1]; e++)
        s.spend = fmax(s.spend, m->effects[e].spend[m->effects[e].n_points - 1]);
    s.spend = m->programmes[g].max_spend > 0 ? m->programmes[g].max_spend : s.spend;
    s.averted = averted_at(m, g, s.spend);
    if (!(s.spend > 0 && s.averted > 0))
        return;
    html_write(
        p->out,
        "<figure class=\"chart small\">\n<figcaption><bdi>%s</bdi></figcaption>\n<svg role=\"img\" viewBox=\"0 0 "
        "%d %d\" aria-label=\"Episodes averted by spend, a curve, with a mark where each regime stands. The "
        "figures are in the table that follows.\">",
        m->programmes[g].name, WIDTH, HEIGHT);
    axes(p, &s);
    curve(p, &s, g);
    marks(p, &s, g);
    purse_text_add(p->out, "</svg>\n</figure>\n");
}

static void table_of_programmes(const page *p)
{
    const purse_model *m = p->model;
    page_table t;
    page_table_begin(&t, p, "t-programmes", "Prevention: spend, and episodes averted", m->n_programmes);
    page_column(&t, "programme", false, "Programme");
    page_column(&t, "pot", false, "Pot");
    page_columns(&t, "spend", "Spend");
    page_columns(&t, "averted", "Averted");
    page_columns_end(&t);
    for (int g = 0; g < m->n_programmes; g++) {
        page_row(&t, m->programmes[g].id, NULL);
        page_cell(&t, m->programmes[g].name);
        page_cell(&t, m->pots[m->programmes[g].pot].name);
        for (int i = 0; i < p->n; i++)
            if (page_holds(p, i))
                page_number(&t, p->plan[i]->programmes[g].spend, 1, 0);
        for (int i = 0; i < p->n; i++)
            if (page_holds(p, i))
                page_number(&t, p->plan[i]->programmes[g].averted, 1, page_people(p, offsetof(purse_totals, averted)));
    }
    page_table_end(&t);
}

static void table_of_effects(const page *p)
{
    const purse_model *m = p->model;
    page_table t;
    page_table_begin(&t, p, "t-effects", "Prevention: episodes averted by need", m->n_effects);
    page_column(&t, "programme", false, "Programme");
    page_column(&t, "need", false, "Need");
    page_columns(&t, "averted", "Averted");
    page_columns_end(&t);
    for (int g = 0; g < m->n_programmes; g++)
        for (int e = m->effect_start[g]; e < m->effect_start[g + 1]; e++) {
            page_row(&t, m->programmes[g].id, m->needs[m->effects[e].need].id);
            page_cell(&t, m->programmes[g].name);
            page_cell(&t, m->needs[m->effects[e].need].name);
            for (int i = 0; i < p->n; i++)
                if (page_holds(p, i))
                    page_number(&t, p->plan[i]->averted[e], 1, page_people(p, offsetof(purse_totals, averted)));
        }
    page_table_end(&t);
}

void page_prevention(const page *p)
{
    if (p->model->n_programmes == 0) {
        purse_text_add(p->out, "<p>The scenario has no prevention programmes.</p>\n");
        return;
    }
    if (p->walled < 0 && p->today < 0) {
        purse_text_add(p->out, "<p>There is no plan to show.</p>\n");
        return;
    }
    purse_text_add(p->out, "<p>Each curve is what a programme could avert, all its needs together, by what is spent on "
                           "it; the marks are where the "
                           "plans stand, one around the other where they agree.</p>\n");
    page_mark_legend(p, false);
    purse_text_add(p->out, "<div class=\"grid\">\n");
    for (int g = 0; g < p->model->n_programmes; g++)
        programme_chart(p, g);
    purse_text_add(p->out, "</div>\n");
    table_of_programmes(p);
    table_of_effects(p);
}
