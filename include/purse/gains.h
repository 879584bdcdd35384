/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Where money would help: what more money in each pot would bring to a plan. */
#ifndef PURSE_GAINS_H
#define PURSE_GAINS_H

#include "purse/error.h"
#include "purse/model.h"
#include "purse/optimise.h"
#include "purse/plan.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { PURSE_GAIN_STEPS = 3 };

/** From `from` to `to` more GBP, each takes `per_gbp` off the tier's optimum. */
typedef struct purse_gain_step {
    double from, to, per_gbp;
} purse_gain_step;

/** What more money in one pot brings, with awards and blocks held as in the plan. */
typedef struct purse_gain {
    int tier;            /**< the first tier of the objective that is not 0; -1: that is spend, or none */
    double amount, gain; /**< the next so many GBP, and what they take off the tier, by solving with them */
    int n_steps;         /**< 0: more money in this pot brings nothing */
    purse_gain_step step[PURSE_GAIN_STEPS]; /**< one after another, ever less per GBP */
    bool further;                           /**< the last step ends where the search did, at twice the budget */
    bool stopped; /**< a solve was stopped: the gain is NaN, or what follows the last step is not known */
} purse_gain;

/** A sum that is small beside every budget: a power of ten, at most a thousandth of the least that is not 0. */
double purse_decision_unit(const purse_model *model);

/**
 * Gains of all pots of a plan.
 *
 * @param gain    out, one per pot
 * @param plan    optimal and of this optimiser's model; of others nothing is told
 * @param amount  GBP, > 0
 * @return PURSE_OK, PURSE_EUSAGE, PURSE_ESOLVER, PURSE_EMEMORY; solves that a limit stopped are told in `stopped`
 */
purse_code purse_explain_gains(purse_gain *gain, purse_optimiser *optimiser, const purse_plan *plan, double amount,
                               purse_error *err);

#ifdef __cplusplus
}
#endif
#endif
