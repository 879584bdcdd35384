/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * A model made ready to be solved: one program for all regimes, warm from one to the next.
 *
 *     purse_optimiser_new(&o, model, &settings, &control, &err);
 *     purse_optimiser_solve(&plan, o, (purse_regime){PURSE_REGIME_SILO, 0}, &err);
 *     purse_optimiser_solve(&other, o, (purse_regime){PURSE_REGIME_POOLED, 0}, &err);
 *     purse_optimiser_free(o);
 */
#ifndef PURSE_OPTIMISE_H
#define PURSE_OPTIMISE_H

#include "purse/model.h"
#include "purse/plan.h"
#include "purse/solver.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct purse_optimiser purse_optimiser;

/**
 * @param model    borrowed, must outlive the optimiser; control likewise
 * @param control  may be NULL
 * @return PURSE_OK, PURSE_EMEMORY, or PURSE_EINPUT where the model asks for what Purse cannot do (said in words)
 */
purse_code purse_optimiser_new(purse_optimiser **optimiser, const purse_model *model, const purse_settings *settings,
                               const purse_control *control, purse_error *err);
void purse_optimiser_free(purse_optimiser *optimiser);

/**
 * Solve one regime (baseline is evaluated). The plan is new and the caller's; its status says whether it holds
 * flows (optimal, feasible, evaluated) or not (infeasible, limit). PURSE_EINPUT: the regime needs a table that is
 * absent (virement for partial, shares for the baseline), said in words.
 */
purse_code purse_optimiser_solve(purse_plan **plan, purse_optimiser *optimiser, purse_regime regime, purse_error *err);

/**
 * Test the prices of budgets: with awards and blocks held as in the plan, each pot's budget is made a little smaller
 * and a little larger, and everything is solved again. Fills `left` and `right` of the plan's pots: the change of each
 * tier's optimum per GBP, given the earlier tiers' own new optima. What cannot be solved in time stays NaN.
 *
 * @param plan  of this optimiser's model, optimal or feasible; others are left as they are
 * @param step  how much smaller and larger, as a share of the budget, such as 1e-4
 * @return PURSE_OK, PURSE_EUSAGE, PURSE_ESOLVER or PURSE_EMEMORY. Takes two solves for each pot and one more.
 */
purse_code purse_optimiser_pot_prices(purse_optimiser *optimiser, purse_plan *plan, double step, purse_error *err);

/** The same of the capacities of offers, those of purse_plan_scarce, at most the first `most` of them (0: all). */
purse_code purse_optimiser_capacity_prices(purse_optimiser *optimiser, purse_plan *plan, double step, int most,
                                           purse_error *err);

/** Write one tier of one regime as MPS or LP. Tiers after the first are solved up to that one before. */
purse_code purse_optimiser_export(purse_optimiser *optimiser, purse_regime regime, int tier, purse_file_format format,
                                  const char *path, purse_error *err);

#ifdef __cplusplus
}
#endif
#endif
