/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Why not: what would have to change for a refused offer to be bought, or for an unused service to be used. */
#ifndef PURSE_WHY_H
#define PURSE_WHY_H

#include "purse/error.h"
#include "purse/model.h"
#include "purse/optimise.h"
#include "purse/plan.h"
#include "purse/solver.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A statement of the scenario that was taken out, alone, and what came of it. */
typedef struct purse_remedy {
    double contacts; /**< that the offer or service then has; > 0: this alone is enough */
    double now;      /**< a capacity, minimum, income or budget as it is; NaN of other statements */
    double needed;   /**< what is enough in its place, to a thousandth; NaN of other statements, or when it is not */
    double fails;    /**< the nearest to it that was tried and is not */
} purse_remedy;

/** Initialise to {0}; free with purse_why_free. */
typedef struct purse_why {
    bool service;           /**< asked of a service, which stands for all its offers; else of an offer */
    int of;                 /**< record of the model */
    double contacts, spend; /**< in the plan; with contacts it is used, and nothing more is told. Fewer than a
                                 ten-thousandth of the capacity count as none */
    double price;           /**< share of its prices, fixed and block costs included, at which it is used; NaN: none */
    double price_fails;     /**< the nearest share that was tried and is too much */
    double price_contacts;  /**< contacts at that price */
    int n_tiers;
    double forced[PURSE_N_MEASURES]; /**< what each tier would be more if it were held all the same; NaN: not told */
    purse_problems statements;       /**< those tried, in words, with file and line */
    purse_remedy *remedy;            /**< one per statement */
    int solves;
    bool interrupted; /**< stopped by a limit or a key: what was not tried is left out */
} purse_why;

/**
 * Solve the scenario with the offer's prices lowered, held all the same, and without each statement that could be in its
 * way, one at a time; where that is enough, find by halving how much of it is needed. Every answer is a solve like any
 * other, and `enough` means that its plan uses the offer.
 *
 * @param plan      of this model, with flows
 * @param service   whether `of` is a service or an offer
 * @param settings  of the solves; its time limit is for all of them together
 * @param control   may be NULL; its progress is not called
 * @return PURSE_OK, PURSE_EUSAGE for a baseline, PURSE_EINPUT, PURSE_ESOLVER, PURSE_EMEMORY
 */
purse_code purse_explain_why(purse_why *why, const purse_model *model, const purse_plan *plan, bool service, int of,
                             const purse_settings *settings, const purse_control *control, purse_error *err);
void purse_why_free(purse_why *why);

#ifdef __cplusplus
}
#endif
#endif
