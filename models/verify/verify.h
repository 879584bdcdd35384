/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Verification of a plan: what its parts share. Nothing here is used by those who make plans, and nothing of theirs
 * is used here: the sums are in long double and written again from the model's text.
 *
 * How large an error may be, for a relative tolerance of 1e-6:
 *
 *     people (1)-(4)   1e-6 people and 1e-9 of the row's terms: people do not vanish in a plan, whatever its size
 *     limits (5)-(13)  1e-6 of 1 + the row's terms
 *     stated figures   1e-9 and 1e-11 of the sum's terms: they are only arithmetic on the plan itself
 */
#ifndef PURSE_MODELS_VERIFY_H
#define PURSE_MODELS_VERIFY_H

#include <stdbool.h>

#include "purse/plan.h"

typedef struct verify {
    const purse_plan *plan;
    const purse_model *model;
    long double tolerance;
    purse_problems *problems;
    bool evaluated; /**< the baseline: its equations instead of (1), (5)-(11), (13) */
    bool out_of_memory;

    purse_flow *flows; /**< the plan's, sorted */
    int *ability;      /**< need-major: index of the ability of (need, service), or -1 */
    bool *serves;      /**< offer-major: the offer serves the place */
    double *demand;    /**< place-major: D[l,n] */

    int *first, *next; /**< the offers of each service: its first, and the next of each, -1 at the end */
    long double *held; /**< place-major: capacity of the held offers of (place, service) */

    long double *contacts, *offer_spend;     /**< per offer */
    long double *team_episodes, *team_spend; /**< per team */
    long double *pot_spend;
    long double *place_unmet, *place_burden;
    long double *moves, *unnecessary_moves, *burden; /**< per pair of pots */
    long double unmet, unmet_weighted;
} verify;

/** What is wrong with record `index` of `table` (NULL: the plan as a whole; index -1: the table as a whole). */
void verify_fail(verify *v, const char *table, long index, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/** Fails unless left <= right; `terms` is the size of what they are made of. */
bool verify_within(const verify *v, long double left, long double right, long double terms);

/** Whether a row of people balances. */
bool verify_balances(const verify *v, long double left, long double right, long double terms);

/** Whether a stated figure is the one that follows. */
bool verify_stated(const verify *v, double stated, long double own, long double terms);

/** A number for people, in a text of the caller's; use through N. */
const char *verify_number(char *text, long double value);
#define N(value) verify_number((char[64]){0}, (value))

/** The referral of a need between two services, or NULL. */
const purse_referral *verify_referral(const verify *v, int need, int from, int to);

/** The name of a flow for messages, in a text of the caller's. */
const char *verify_flow_name(const verify *v, const purse_flow *flow, char *text, size_t size);

bool verify_shape(verify *v);   /**< tables, indices, signs, and what a flow may use; false: stop here */
void verify_sums(verify *v);    /**< contacts, spends, burdens from the flows */
void verify_people(verify *v);  /**< (1)-(5), and for the baseline its own equations */
void verify_limits(verify *v);  /**< (6)-(11) */
void verify_money(verify *v);   /**< (13) and the regime's limits */
void verify_pots(verify *v);    /**< what pots were held to beyond the scenario */
void verify_rules(verify *v);   /**< section 5 */
void verify_figures(verify *v); /**< every stated figure; (12) is among them */

/** The baseline's equations beside (2)-(4) for the flows of one place and need; `seen` per offer. */
void verify_baseline_pair(verify *v, int place, int need, const purse_flow *flow, size_t n, const long double *seen);

#endif
