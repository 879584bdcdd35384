/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of several regimes side by side. */
#include <math.h>
#include <string.h>

#include "report/compare/compare.h"

const compare_figure compare_figures[] = {
    {"awards", "open offers awarded", 1, 0},
    {"blocks", "blocks built", 1, 0},
    {"rules_binding", "rules that bind", 1, 0},
    {"unmet_gap", "unmet, gap between places, per 100 episodes", 100, 2},
    {"burden_gap", "burden, gap between places, per 100 episodes", 100, 2},
    {"burden_relieved", "burden relieved by coordination", 1, 1},
    {"quality", "quality, mean of contacts", 1, 2},
};
const int compare_n_figures = sizeof compare_figures / sizeof *compare_figures;

double compare_figure_value(const purse_answer *answer, int figure)
{
    if (!answer)
        return (double)NAN;
    const double value[] = {answer->n_open > 0 ? answer->n_awarded : (double)NAN,
                            answer->blocks,
                            answer->n_binding,
                            answer->n_places > 1 ? answer->unmet.gap : (double)NAN,
                            answer->n_places > 1 ? answer->burden.gap : (double)NAN,
                            answer->relieved,
                            answer->quality[answer->n_pots].mean};
    return value[figure];
}

static bool decides(const purse_plan *plan)
{
    return purse_plan_holds(plan) && plan->status != PURSE_STATUS_EVALUATED;
}

bool compare_award_differs(const purse_plan *const *plan, int n, const purse_model *model, int offer)
{
    bool any = false, first = false, differs = false;
    for (int i = 0; i < n && model->offers[offer].open; i++) {
        if (!decides(plan[i]))
            continue;
        bool awarded = plan[i]->offers[offer].awarded;
        differs = differs || (any && awarded != first);
        first = any ? first : awarded;
        any = true;
    }
    return differs;
}

static bool any_figure(const compare_side *s, int figure)
{
    for (int i = 0; i < s->n; i++) {
        double value = compare_figure_value(s->answer[i], figure);
        if (!isnan(value) && value != 0)
            return true;
    }
    return false;
}

static void show_figures(compare_side *s)
{
    table t;
    int shown = 0;
    for (int f = 0; f < compare_n_figures; f++)
        shown += any_figure(s, f);
    if (shown == 0)
        return;
    table_heading(s->out, s->view.colour, "Awards, rules, places and coordination");
    compare_start(&t, s, "l");
    table_cell(&t, "measure");
    compare_regimes(&t, s);
    for (int f = 0; f < compare_n_figures; f++) {
        if (!any_figure(s, f))
            continue;
        table_cell(&t, "%s", compare_figures[f].name);
        for (int i = 0; i < s->n; i++)
            table_number(&t, compare_figures[f].scale * compare_figure_value(s->answer[i], f),
                         compare_figures[f].decimals);
    }
    table_end(&t);
}

static void show_awards(compare_side *s)
{
    int n = 0, shown = 0;
    table t;
    for (int k = 0; k < s->model->n_offers; k++)
        n += compare_award_differs(s->plan, s->n, s->model, k);
    if (n == 0)
        return;
    int most = s->view.rows > 0 && s->view.rows < n ? s->view.rows : n;
    table_heading(s->out, s->view.colour, "Awards that differ");
    compare_start(&t, s, "l");
    table_cell(&t, "offer");
    compare_regimes(&t, s);
    for (int k = 0; k < s->model->n_offers && shown < most; k++) {
        if (!compare_award_differs(s->plan, s->n, s->model, k))
            continue;
        table_cell(&t, "%s", s->model->offers[k].id);
        for (int i = 0; i < s->n; i++)
            table_cell(&t, "%s", !decides(s->plan[i]) ? "" : s->plan[i]->offers[k].awarded ? "awarded" : "refused");
        shown++;
    }
    table_end(&t);
    if (shown < n)
        purse_text_format(s->out, "  ... and %d more\n", n - shown);
}

static const purse_share *sector_of(const purse_answer *answer, int sector)
{
    return &answer->sector[answer->n_pots * PURSE_N_SECTORS + sector];
}

static bool any_spend(const compare_side *s, int sector)
{
    for (int i = 0; i < s->n; i++)
        if (s->answer[i] && sector_of(s->answer[i], sector)->spend > 0)
            return true;
    return false;
}

static void show_sectors(compare_side *s)
{
    table t;
    table_heading(s->out, s->view.colour, "Share of spend by sector, offers only");
    compare_start(&t, s, "l");
    table_cell(&t, "sector");
    compare_regimes(&t, s);
    for (int sector = 0; sector < PURSE_N_SECTORS; sector++) {
        if (!any_spend(s, sector))
            continue;
        table_cell(&t, "%s", purse_sector_text((purse_sector)sector));
        for (int i = 0; i < s->n; i++)
            table_share(&t, s->answer[i] ? sector_of(s->answer[i], sector)->of_spend : (double)NAN);
    }
    table_end(&t);
}

void compare_text_answers(compare_side *s)
{
    show_figures(s);
    show_awards(s);
    show_sectors(s);
}
