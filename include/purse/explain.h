/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Why there is no plan: a set of statements of the scenario that cannot all be kept. And where there is one: what more
 * money in each pot would bring.
 *
 * A statement is what a buyer or a contract lays down and could change: a budget, the walls between the pots, a
 * capacity, a minimum volume, a fixed cost that is held, a limit of income, a contest, a rule. Demand, abilities,
 * referrals and prices are taken as facts.
 */
#ifndef PURSE_EXPLAIN_H
#define PURSE_EXPLAIN_H

#include "purse/model.h"
#include "purse/optimise.h"
#include "purse/regime.h"
#include "purse/solver.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Initialise to {0}; free with purse_conflict_free. */
typedef struct purse_conflict {
    bool infeasible;  /**< proved that no plan keeps all statements; without it there are no statements */
    bool irreducible; /**< proved: with any one of the statements gone there is a plan for the rest */
    bool interrupted; /**< by control.interrupt or the time limit: statements may be left that are not needed */
    purse_problems statements; /**< each in words, with file, line and path where the scenario makes it */
    int solves;
} purse_conflict;

/**
 * Find such a set by dropping statements, many at a time, for as long as there is still no plan. Each step is a solve
 * of the scenario without what was dropped, and its answer is proved like any other.
 *
 * @param model     valid; borrowed
 * @param regime    silo, partial, dial or pooled
 * @param settings  of the solves; its time limit is for all of them together
 * @param control   may be NULL; its progress is not called
 * @return PURSE_OK, also where there is a plan; PURSE_EUSAGE for the baseline; PURSE_EINPUT, PURSE_ESOLVER, PURSE_EMEMORY
 */
purse_code purse_explain_conflict(purse_conflict *conflict, const purse_model *model, purse_regime regime,
                                  const purse_settings *settings, const purse_control *control, purse_error *err);
void purse_conflict_free(purse_conflict *conflict);

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

enum { PURSE_WALLS_POTS = 8 };

/** How the pots share in what taking the walls down saves. */
typedef struct purse_walls_share {
    bool solved;                  /**< every coalition was solved; otherwise nothing below is told */
    int tier;                     /**< the first tier of the objective that pooling makes less; -1: none */
    double silo, pooled;          /**< that tier's optima, separate and pooled */
    double pot[PURSE_WALLS_POTS]; /**< Shapley share of each pot in silo - pooled; they sum to it */
} purse_walls_share;

/**
 * Solve every coalition of pots, money moving freely inside it and nowhere else, and divide what all of them save by
 * what each adds. Of n pots this takes 2^n - n solves.
 *
 * @return PURSE_OK, PURSE_EUSAGE with more than PURSE_WALLS_POTS pots or fewer than two, PURSE_ESOLVER, PURSE_EMEMORY
 */
purse_code purse_explain_walls(purse_walls_share *share, purse_optimiser *optimiser, purse_error *err);

#ifdef __cplusplus
}
#endif
#endif
