/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What the writers of answers share. */
#ifndef PURSE_REPORT_ANSWER_H
#define PURSE_REPORT_ANSWER_H

#include "purse/answer.h"
#include "report/csv.h"
#include "report/json.h"
#include "report/table.h"

/** A plan with what it answers, and where it goes. */
typedef struct answer_view {
    purse_text *out;
    const purse_plan *plan;
    const purse_model *model;
    const purse_answer *answer;
    purse_view view;
} answer_view;

/* words.c */

/** Why an offer or team was awarded or refused, in one phrase. */
void answer_why(purse_text *out, const purse_award *award, const purse_plan *plan, const purse_model *model);
/** "binds", "broken", "holds", or "nothing to hold" for a ratio without a denominator. */
const char *answer_state(const purse_rule_result *row);
/** The unit of a rule's value: "share", the currency, "points", "awards", "per episode". */
const char *answer_unit(const purse_rule *rule, const purse_model *model);
/** The pot or service of a rule's scope by id, or "all". */
const char *answer_scope(const purse_rule *rule, const purse_model *model);
/** What the plan's prices are prices of: "program" or "awards_held_fixed". */
const char *answer_prices_of(const purse_plan *plan);

/* text.c, places.c: sections of the tables for people, each left out where there is nothing to show */

void answer_text_awards(const answer_view *v);
void answer_text_blocks(const answer_view *v);
void answer_text_rules(const answer_view *v);
void answer_text_teams(const answer_view *v);
void answer_text_places(const answer_view *v);
void answer_text_shares(const answer_view *v);
void answer_text_quality(const answer_view *v);
/** "  ... and N more" where rows were left out. */
void answer_more(purse_text *out, int shown, int n);
/** How many of n rows are shown. */
int answer_rows(purse_view view, int n);

/** Of a rule's rows by provider: those that bind or are broken, and otherwise the nearest to its limit. */
bool answer_shows_rule(const purse_answer *a, int i);

/* plan/prices.c */

void prices_text_pots(const answer_view *v);
void prices_text_capacities(const answer_view *v);

/* json.c, csv.c */

void answer_json(json *j, const purse_plan *plan, const purse_model *model);
void answer_csv_awards(csv_row *row, const answer_view *v);
void answer_csv_rules(csv_row *row, const answer_view *v);
void answer_csv_shares(csv_row *row, const answer_view *v);
void answer_csv_places(csv_row *row, const answer_view *v);
void answer_csv_providers(csv_row *row, const answer_view *v);
void answer_csv_prices(csv_row *row, const answer_view *v);

#endif
