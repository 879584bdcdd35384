/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What the writers of comparisons share. */
#ifndef PURSE_REPORT_COMPARE_H
#define PURSE_REPORT_COMPARE_H

#include "purse/answer.h"
#include "report/table.h"

/** One total by name, for tables side by side. */
typedef struct compare_measure {
    const char *id, *name; /**< as in documents, and for people */
    size_t offset;         /**< in purse_totals */
    int decimals;
    bool money;
} compare_measure;

extern const compare_measure compare_measures[];
extern const int compare_n_measures;

double compare_value(const purse_plan *plan, const compare_measure *measure);

/**
 * What is open between the two values of a measure (-1: the weighted sum): gaps and the slack between tiers. 0 where it
 * is no tier; infinite where a bound is missing, or where a tier before it is not proved to about that slack.
 */
double compare_open(const purse_plan *from, const purse_plan *to, int measure);

/**
 * Whether the difference of two plans in a total is larger than what their gaps leave open. One in a total that is no
 * tier counts when that in some tier does: without it the plans are as good as each other, and either could be any.
 */
bool compare_claimed(const purse_plan *from, const purse_plan *to, const compare_measure *total,
                     const purse_model *model);

/** The plans in hand, at most as many as a table has columns for. */
typedef struct compare_side {
    purse_text *out;
    const purse_plan *const *plan;
    purse_answer **answer; /**< of each plan; NULL where it holds none */
    int n;
    const purse_model *model;
    purse_view view;
    char align[TABLE_COLUMNS + 1];
} compare_side;

/** Answers of every plan that holds one; `answer` has room for n. */
purse_code compare_answers(purse_answer **answer, const purse_plan *const *plan, int n, const purse_model *model,
                           purse_error *err);
void compare_answers_free(purse_answer **answer, int n);

/** First columns by `align`, then one number column per regime; and the regimes' names in the header. */
void compare_start(table *t, compare_side *s, const char *align);
void compare_regimes(table *t, const compare_side *s);

/* answers.c */

/** One figure of an answer by name: how many, and the i-th. NaN where the plan has none. */
typedef struct compare_figure {
    const char *id, *name; /**< as in documents, and for people */
    double scale;          /**< for people */
    int decimals;
} compare_figure;

extern const compare_figure compare_figures[];
extern const int compare_n_figures;
double compare_figure_value(const purse_answer *answer, int figure);

/** Whether open offer k is awarded in one of the plans and refused in another; a baseline awards nothing. */
bool compare_award_differs(const purse_plan *const *plan, int n, const purse_model *model, int offer);

/** Awards, blocks, rules, gaps and coordination side by side; awards that differ; spend by sector. */
void compare_text_answers(compare_side *s);

/** Index of the plan that the others are compared with: silo, or the first that holds; -1 when none does. */
int compare_base(const purse_plan *const *plan, int n);

#endif
