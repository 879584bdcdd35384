/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Charts are plain SVG inside plain HTML: names and figures are text of the page, so that they wrap and keep their size
 * on a telephone, and only bars and marks are drawn, in per cent of the room there is. Colours are classes of the style
 * sheet. A chart is one image to a screen reader; its table says the rest.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/page/page.h"

void page_chart_begin(const page *p, const char *caption, const char *label)
{
    html_write(p->out, "<figure class=\"chart\">\n<figcaption>%s</figcaption>\n<div role=\"img\" aria-label=\"%s\">\n",
               caption, label);
}

void page_chart_end(const page *p)
{
    purse_text_add(p->out, "</div>\n</figure>\n");
}

static bool has_services(const purse_model *m, int pot)
{
    for (int s = 0; s < m->n_services; s++)
        if (m->services[s].pot == pot)
            return true;
    return false;
}

void page_pot_legend(const page *p)
{
    char class[PAGE_CLASS];
    purse_text_add(p->out, "<ul class=\"legend\">");
    for (int i = 0; i < p->model->n_pots; i++) {
        if (!has_services(p->model, i))
            continue;
        html_write(p->out,
                   "<li><svg class=\"key\" aria-hidden=\"true\"><rect class=\"%s\" width=\"100%%\" "
                   "height=\"100%%\"/></svg><bdi>%s</bdi></li>",
                   page_pot_class(class, i), p->model->pots[i].name);
    }
    purse_text_add(p->out, "</ul>\n");
}

/* Around 0, 0. Regimes differ by shape first and by colour second. */
static const char *const shapes[PURSE_N_REGIMES] = {
    "<circle r=\"5\"/>",         "<path d=\"M-5-5H5V5H-5Z\"/>",     "<path d=\"M0-6 6 5H-6Z\"/>",
    "<path d=\"M0 6-6-5H6Z\"/>", "<path d=\"M0-7 6 0 0 7-6 0Z\"/>",
};

static const char *shape(const page *p, int i)
{
    return shapes[p->plan[i]->regime.kind];
}

static const char *mark_class(const page *p, int i)
{
    static const char *const classes[PURSE_N_REGIMES] = {"mb", "ms", "mp", "md", "mo"};
    return classes[p->plan[i]->regime.kind];
}

void page_mark(const page *p, int i, const char *x, const char *y, double size, const char *title)
{
    html_write(p->out, "<svg class=\"%s\" x=\"%s\" y=\"%s\" overflow=\"visible\">", mark_class(p, i), x, y);
    if (size > 1)
        html_write(p->out, "<g transform=\"scale(%.2f)\">", size);
    purse_text_add(p->out, shape(p, i));
    html_write(p->out, "%s<title>%s</title></svg>", size > 1 ? "</g>" : "", title);
}

void page_mark_legend(const page *p, bool baseline)
{
    purse_text_add(p->out, "<ul class=\"legend\">");
    for (int i = 0; i < p->n; i++) {
        if (!page_holds(p, i) || (!baseline && !page_decides(p, i)))
            continue;
        html_write(p->out, "<li><svg class=\"key %s\" viewBox=\"-8 -8 16 16\" aria-hidden=\"true\">", mark_class(p, i));
        purse_text_add(p->out, shape(p, i));
        html_write(p->out, "</svg>%s</li>", p->name[i]);
    }
    purse_text_add(p->out, "</ul>\n");
}

static void line_begin(const page *p, const char *name, const char *strip)
{
    html_write(p->out, "<div class=\"line\"><span class=\"name\"><bdi>%s</bdi></span><svg class=\"%s\">", name, strip);
}

void page_line_begin(const page *p, const char *name)
{
    line_begin(p, name, "strip");
}

void page_tall_line_begin(const page *p, const char *name)
{
    line_begin(p, name, "strip tall");
}

void page_line_end(const page *p, const char *value)
{
    html_write(p->out, "</svg><span class=\"value\">%s</span></div>\n", value);
}

void page_difference_line(const page *p, const char *name, double value, double most)
{
    char amount[48], shown[60];
    const double width = 50 * fabs(value) / most;
    page_line_begin(p, name);
    purse_text_add(p->out, "<rect class=\"track\" width=\"100%\" height=\"100%\"/>");
    html_write(p->out, "<rect class=\"%s\" y=\"15%%\" height=\"70%%\" x=\"%.3f%%\" width=\"%.3f%%\"/>",
               value > 0 ? "worse" : "better", value > 0 ? 50.0 : 50 - width, width);
    purse_text_add(p->out, "<rect class=\"limit\" x=\"50%\" width=\"1\" height=\"100%\"/>");
    (void)snprintf(shown, sizeof shown, "%s%s", value > 0 ? "+" : "", table_amount(amount, value, page_decimals(most)));
    page_line_end(p, shown);
}

const char *page_pot_label(char *text, const page *p, int pot)
{
    enum { LEAST = 4, MOST = 36 };
    char start[PAGE_LABEL];
    const char *name = p->model->pots[pot].name;
    size_t length = strcspn(name, ":,(");
    bool whole = length < LEAST || length >= sizeof start || !name[length];
    (void)snprintf(start, sizeof start, "%.*s", whole ? (int)sizeof start - 1 : (int)length, name);
    return html_short(text, PAGE_LABEL, whole ? name : start, MOST);
}

void page_panel_begin(const page *p, int i)
{
    html_write(p->out, "<div class=\"panel\" data-regime=\"%s\">\n<h3>%s%s</h3>\n", p->key[i],
               i == p->today ? "Today's pattern: " : "Regime ", p->name[i]);
}

void page_panel_end(const page *p)
{
    purse_text_add(p->out, "</div>\n");
}
