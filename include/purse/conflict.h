/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Why there is no plan: a set of statements of the scenario that cannot all be kept.
 *
 * A statement is what a buyer or a contract lays down and could change: a budget, the walls between the pots, a
 * capacity, a minimum volume, a fixed cost that is held, a limit of income, a contest, a rule. Demand, abilities,
 * referrals and prices are taken as facts.
 */
#ifndef PURSE_CONFLICT_H
#define PURSE_CONFLICT_H

#include "purse/error.h"
#include "purse/model.h"
#include "purse/regime.h"
#include "purse/settings.h"
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

#ifdef __cplusplus
}
#endif
#endif
