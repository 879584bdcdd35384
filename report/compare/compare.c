/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regimes side by side as tables for people. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "purse/report_explain.h"
#include "report/compare/compare.h"
#include "report/table.h"

#define AT(field) offsetof(purse_totals, field)
const compare_measure compare_measures[] = {
    {"episodes", "demand, episodes", AT(episodes), 1, false},
    {"served", "served, episodes", AT(served), 1, false},
    {"averted", "averted, episodes", AT(averted), 1, false},
    {"unmet", "unmet, episodes", AT(unmet), 1, false},
    {"unmet_weighted", "unmet, weighted", AT(unmet_weighted), 1, false},
    {"contacts", "contacts", AT(contacts), 1, false},
    {"moves", "moves, people", AT(moves), 1, false},
    {"unnecessary_moves", "unnecessary moves, people", AT(unnecessary_moves), 1, false},
    {"burden", "burden", AT(burden), 1, false},
    {"access", "access, rank x contacts", AT(access), 1, false},
    {"spend", "spend", AT(spend), 0, true},
};
#undef AT
const int compare_n_measures = sizeof compare_measures / sizeof *compare_measures;

double compare_value(const purse_plan *plan, const compare_measure *measure)
{
    return *(const double *)(const void *)((const char *)&plan->totals + measure->offset);
}

int compare_base(const purse_plan *const *plan, int n)
{
    for (int i = 0; i < n; i++)
        if (plan[i]->regime.kind == PURSE_REGIME_SILO && purse_plan_holds(plan[i]))
            return i;
    for (int i = 0; i < n; i++)
        if (purse_plan_holds(plan[i]))
            return i;
    return -1;
}

purse_code compare_answers(purse_answer **answer, const purse_plan *const *plan, int n, const purse_model *model,
                           purse_error *err)
{
    purse_code code = PURSE_OK;
    for (int i = 0; i < n; i++)
        answer[i] = NULL;
    for (int i = 0; i < n && code == PURSE_OK; i++)
        if (purse_plan_holds(plan[i]))
            code = purse_answer_new(&answer[i], plan[i], model, err);
    return code;
}

void compare_answers_free(purse_answer **answer, int n)
{
    for (int i = 0; i < n; i++)
        purse_answer_free(answer[i]);
}

void compare_start(table *t, compare_side *s, const char *align)
{
    int at = 0;
    for (; align[at]; at++)
        s->align[at] = align[at];
    for (int i = 0; i < s->n; i++)
        s->align[at++] = 'r';
    s->align[at] = '\0';
    table_start(t, s->out, s->view.colour, s->align);
}

void compare_regimes(table *t, const compare_side *s)
{
    char text[60];
    for (int i = 0; i < s->n; i++)
        table_cell(t, "%s", table_regime(text, sizeof text, s->plan[i]->regime));
}

static void show_measures(compare_side *s)
{
    table t;
    table_heading(s->out, s->view.colour, "Regimes side by side");
    compare_start(&t, s, "l");
    table_cell(&t, "measure");
    compare_regimes(&t, s);
    table_cell(&t, "status");
    for (int i = 0; i < s->n; i++)
        table_cell(&t, "%s", purse_status_text(s->plan[i]->status));
    for (int m = 0; m < compare_n_measures; m++) {
        const compare_measure *measure = &compare_measures[m];
        table_cell(&t, "%s%s%s", measure->name, measure->money ? ", " : "", measure->money ? s->model->currency : "");
        for (int i = 0; i < s->n; i++)
            table_number(&t, purse_plan_holds(s->plan[i]) ? compare_value(s->plan[i], measure) : (double)NAN,
                         measure->decimals);
    }
    table_end(&t);
}

/* With "~" before it where the gaps do not allow one to claim it. True when it was marked. */
static bool difference_cell(table *t, const compare_side *s, int base, int i, const compare_measure *measure)
{
    char text[48];
    double difference = compare_value(s->plan[i], measure) - compare_value(s->plan[base], measure);
    const char *amount = table_amount(text, difference, measure->decimals);
    bool zero = strspn(amount, "0.") == strlen(amount);
    if (zero || compare_claimed(s->plan[base], s->plan[i], measure, s->model)) {
        table_difference(t, difference, measure->decimals);
        return false;
    }
    table_cell(t, "~%s%s", difference < 0 ? "" : "+", amount);
    return true;
}

static void show_differences(compare_side *s, int base)
{
    char text[60];
    bool marked = false;
    table t;
    table_heading(s->out, s->view.colour, "Differences from %s",
                  table_regime(text, sizeof text, s->plan[base]->regime));
    compare_start(&t, s, "l");
    table_cell(&t, "measure");
    compare_regimes(&t, s);
    for (int m = 1; m < compare_n_measures; m++) {
        const compare_measure *measure = &compare_measures[m];
        table_cell(&t, "%s%s%s", measure->name, measure->money ? ", " : "", measure->money ? s->model->currency : "");
        for (int i = 0; i < s->n; i++)
            if (i == base)
                table_cell(&t, "-");
            else if (!purse_plan_holds(s->plan[i]))
                table_cell(&t, "%s", "");
            else
                marked = difference_cell(&t, s, base, i, measure) || marked;
    }
    table_end(&t);
    if (marked)
        purse_text_add(s->out, "  ~ smaller than the gaps of the two plans allow one to claim.\n");
}

static void show_pots(compare_side *s)
{
    table t;
    table_heading(s->out, s->view.colour, "Spend by pot, %s", s->model->currency);
    compare_start(&t, s, "lr");
    table_cell(&t, "pot");
    table_cell(&t, "budget");
    compare_regimes(&t, s);
    for (int p = 0; p < s->model->n_pots; p++) {
        table_cell(&t, "%s", s->model->pots[p].name);
        table_number(&t, s->model->pots[p].budget, 0);
        for (int i = 0; i < s->n; i++)
            table_number(&t, purse_plan_holds(s->plan[i]) ? s->plan[i]->pots[p].spend : (double)NAN, 0);
    }
    table_end(&t);
}

static bool any_moves(const compare_side *s, int b)
{
    for (int i = 0; i < s->n; i++)
        if (purse_plan_holds(s->plan[i]) && s->plan[i]->boundaries[b].unnecessary_moves > 0)
            return true;
    return false;
}

static void show_boundaries(compare_side *s, bool burden)
{
    const purse_model *m = s->model;
    table t;
    table_heading(s->out, s->view.colour,
                  burden ? "Burden of moves between pots" : "Unnecessary moves between pots, people");
    compare_start(&t, s, "ll");
    table_cell(&t, "from");
    table_cell(&t, "to");
    compare_regimes(&t, s);
    for (int b = 0; b < m->n_pots * m->n_pots; b++) {
        if (!any_moves(s, b))
            continue;
        table_cell(&t, "%s", m->pots[b / m->n_pots].name);
        table_cell(&t, "%s", m->pots[b % m->n_pots].name);
        for (int i = 0; i < s->n; i++) {
            const purse_boundary *boundary = &s->plan[i]->boundaries[b];
            bool holds = purse_plan_holds(s->plan[i]);
            table_number(&t, !holds ? (double)NAN : burden ? boundary->burden : boundary->unnecessary_moves, 1);
        }
    }
    table_end(&t);
}

/* What the regimes without a plan lack. */
static purse_code show_changes(const compare_side *s, purse_error *err)
{
    char name[60];
    purse_code code = PURSE_OK;
    for (int i = 0; i < s->n && code == PURSE_OK; i++)
        if (s->plan[i]->change)
            code = purse_report_change_text(s->out, s->plan[i]->change,
                                            table_regime(name, sizeof name, s->plan[i]->regime), err);
    return code;
}

purse_code purse_report_compare_text(purse_text *out, const purse_plan *const *plan, int n, const purse_model *model,
                                     purse_view view, purse_error *err)
{
    if (n > TABLE_COLUMNS - 2)
        return purse_error_set(err, PURSE_EUSAGE, "compare", "expected at most %d regimes side by side, found %d",
                               TABLE_COLUMNS - 2, n);
    purse_answer *answer[TABLE_COLUMNS];
    compare_side s = {.out = out, .plan = plan, .answer = answer, .n = n, .model = model, .view = view};
    purse_walls walls;
    int base = compare_base(plan, n);
    purse_code code = compare_answers(answer, plan, n, model, err);
    if (code == PURSE_OK) {
        table_heading(out, view.colour, "%s", model->name);
        show_measures(&s);
        if (base >= 0 && n > 1)
            show_differences(&s, base);
        if (base >= 0) {
            show_pots(&s);
            compare_text_answers(&s);
            show_boundaries(&s, false);
            show_boundaries(&s, true);
        }
        purse_report_walls(&walls, plan, n, model);
        purse_text_format(out, "\n%s\n", walls.sentence);
        code = show_changes(&s, err);
    }
    compare_answers_free(answer, n);
    if (code != PURSE_OK)
        return code;
    return out->failed ? purse_error_memory(err) : PURSE_OK;
}
