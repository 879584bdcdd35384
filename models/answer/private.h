/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What the parts of an answer share. */
#ifndef PURSE_MODELS_ANSWER_PRIVATE_H
#define PURSE_MODELS_ANSWER_PRIVATE_H

#include "models/plan/private.h"
#include "purse/answer.h"

/** Two figures nearer than this, relative to their size, are the same. */
#define ANSWER_SAME 1e-6

/** An answer on its way. */
typedef struct answer_work {
    const purse_plan *plan;
    const purse_model *model;
    purse_answer *answer;
    double *demand; /**< episodes per place */
} answer_work;

/** Whether an offer is in a rule's scope; whether the scope takes in all that a pot spends. */
bool answer_in_scope(const purse_model *model, const purse_rule *rule, int offer);
bool answer_pot_in_scope(const purse_rule *rule, int pot);

/** "At least" rules are those whose slack is value - limit. */
bool answer_at_least(purse_rule_type type);

void answer_shares(answer_work *w); /**< shares, quality, income */
void answer_people(answer_work *w); /**< places, coordination */
void answer_rules(answer_work *w);  /**< needs the shares; fills n_rules rows, room for them is there */
int answer_rule_rows(const purse_model *model);
void answer_awards(answer_work *w); /**< needs all others */

#endif
