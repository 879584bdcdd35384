/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Where money would help: what a little more of each limit of a plan would bring. A limit is a pot's budget, what a
 * provider's income may come to, an offer's capacity, a team's capacity, what a programme may spend.
 */
#ifndef PURSE_GAINS_H
#define PURSE_GAINS_H

#include "purse/error.h"
#include "purse/model.h"
#include "purse/optimise.h"
#include "purse/plan.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Kinds of limits: name in C, name in a document. */
#define PURSE_LIMITS(X)                                                                                                \
    X(POT, "pot")             /* budget, GBP */                                                                        \
    X(PROVIDER, "provider")   /* max_income, GBP */                                                                    \
    X(OFFER, "offer")         /* capacity as awarded, contacts */                                                      \
    X(TEAM, "team")           /* capacity as awarded, episodes */                                                      \
    X(PROGRAMME, "programme") /* its last spend, GBP; the curves go on along their last lines */

typedef enum purse_limit {
#define PURSE_LIMIT_NAME(name, text) PURSE_LIMIT_##name,
    PURSE_LIMITS(PURSE_LIMIT_NAME)
#undef PURSE_LIMIT_NAME
        PURSE_N_LIMITS
} purse_limit;

const char *purse_limit_text(purse_limit kind);

/**
 * What more of one limit brings, with awards and blocks held as in the plan. The optimum falls in straight lines, ever
 * less steep, as the limit is raised; the first line and what follows it are told.
 */
typedef struct purse_gain {
    purse_limit kind;
    int of;              /**< record of the model's table */
    double limit;        /**< as it is */
    double amount, gain; /**< the next so many units, and what they take off the tier, by solving with them */
    double per_unit;     /**< on the first line; 0: nothing. NaN: unknown, as below */
    double until;        /**< the first line holds until so many more units; or, when `further`, so far at least */
    bool further;        /**< the line was followed to the end of the search: a tenth of the limit, or ten amounts */
    double then;         /**< per unit after that; NaN when `further` */
    bool stopped;        /**< a solve was stopped; what is not known is NaN */
} purse_gain;

/** Of one plan. Initialise to {0}; free with purse_gains_free. */
typedef struct purse_gains {
    int tier;         /**< the first tier of the objective that is not 0; -1: that is spend, or there is none */
    double unit;      /**< GBP: what amounts are of, or are bought with */
    int n;            /**< what was solved: all pots, and the limits that bring most */
    purse_gain *item; /**< by gain, most first */
    int n_others;     /**< limits not solved that may bring something too, */
    double others;    /**< each of them at most so much */
    int solves;
    double gap; /**< relative: the largest that any of them left open */
} purse_gains;

/** A sum that is small beside every budget: a power of ten, at most a thousandth of the least that is not 0. */
double purse_decision_unit(const purse_model *model);

/**
 * Gains of a plan.
 *
 * @param plan    optimal and of this optimiser's model; of others nothing is told
 * @param amount  GBP, > 0: of money the next so much, of other limits about what it pays for
 * @param most    limits beside the pots to be told of at most; those that bring most are found by bounds and solves
 * @return PURSE_OK, PURSE_EUSAGE, PURSE_ESOLVER, PURSE_EMEMORY; solves that a limit stopped are told in `stopped`
 */
purse_code purse_explain_gains(purse_gains *gains, purse_optimiser *optimiser, const purse_plan *plan, double amount,
                               int most, purse_error *err);
void purse_gains_free(purse_gains *gains);

#ifdef __cplusplus
}
#endif
#endif
