/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * From a scenario as read to a checked model: references become indices, tables are sorted, every check of
 * section 2 of the model is made.
 *
 * Checks go on after errors, but one that rests on a table with errors is left out: its findings would follow
 * from what has already been said. Each function returns PURSE_OK or PURSE_EMEMORY; what is wrong is reported.
 */
#ifndef PURSE_MODELS_CHECK_H
#define PURSE_MODELS_CHECK_H

#include "models/scenario/problem.h"

typedef struct checker {
    scenario *s;
    purse_model *m;
    arena *store;         /**< of the model */
    arena scratch;        /**< released when the checks are done */
    int *index[N_TABLES]; /**< tables with ids: record of each symbol, -1 for none */
    int *row[N_TABLES];   /**< tables that are sorted: record of each row of the model */
    int *order;           /**< abilities of each need, each after all those it refers to */
    int *referral_to;     /**< ability at the far end of each referral, -1 when there is none */
    int *first_referral;  /**< first referral of each ability, n_abilities + 1 */
} checker;

/** All of it: fills `m`, whose memory comes from `store`. Nothing of `m` is to be used if errors were reported. */
purse_code check_scenario(scenario *s, purse_model *m, arena *store);

/** The record that became row `i` of a table of the model, as a place. */
where check_place(const checker *c, table_id id, int i, const char *field_name);

/** Index of the record called so, or -1. */
static inline int check_index(const checker *c, table_id id, symbol name)
{
    return name == 0 || c->index[id] == NULL ? -1 : c->index[id][name];
}

/** True when none of these tables has an error; ends with N_TABLES. */
bool check_sound(const checker *c, const table_id *ids);

/* The parts, in order. */
purse_code check_complete(checker *c);   /**< required fields; names.c */
purse_code check_ids(checker *c);        /**< each id once */
purse_code check_references(checker *c); /**< each reference resolves */
purse_code build_named(checker *c);      /**< tables with ids into the model; named.c */
purse_code build_sorted(checker *c);     /**< the others, sorted, each key once; sorted.c */
purse_code check_supply(checker *c);     /**< offers; supply.c */
purse_code check_rules(checker *c);      /**< rules.c */
purse_code check_care(checker *c);       /**< abilities and referrals; care.c */
purse_code check_prevention(checker *c); /**< curves; prevention.c */
purse_code check_warnings(checker *c);   /**< only of a scenario without errors; warnings.c */

#endif
