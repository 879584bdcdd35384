/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Plans that leave no pot worse off than standing alone.
 *
 * Alone is the plan of separate pots (silo). A pot's people are worse off where, weighted by priority, more of the
 * needs that can enter at its services goes unmet, or where the unnecessary moves that end at its services are a
 * greater burden. Its money is worse off where it pays more: what it spends, and gives to others, less what it gets.
 */
#ifndef PURSE_DETRIMENT_H
#define PURSE_DETRIMENT_H

#include "purse/error.h"
#include "purse/optimise.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Which pots' losses are ruled out: name, text. */
#define PURSE_DETRIMENTS(X)                                                                                            \
    X(PEOPLE, "people")        /* more unmet or burden at any pot */                                                   \
    X(ALL, "people and money") /* nor may any pot pay more */

typedef enum purse_detriment {
#define PURSE_DETRIMENT_NAME(name, text) PURSE_DETRIMENT_##name,
    PURSE_DETRIMENTS(PURSE_DETRIMENT_NAME)
#undef PURSE_DETRIMENT_NAME
        PURSE_N_DETRIMENTS
} purse_detriment;

const char *purse_detriment_text(purse_detriment detriment);

/** A regime beside itself with no pot worse off. Owned by whoever made the plans. */
typedef struct purse_no_detriment {
    const purse_plan *alone, *free;             /**< separate pots; the regime, whoever loses */
    const purse_plan *held[PURSE_N_DETRIMENTS]; /**< NULL where `alone` holds nothing */
} purse_no_detriment;

/**
 * The optimum of a regime among the plans that leave no pot worse off: one program with those rows added, solved and
 * certified like any other. Its pots state what they are held to (purse_pot_result.most), and verification checks it.
 *
 * @param plan    out, new, the caller's; status as purse_optimiser_solve
 * @param alone   a plan of separate pots of the same model, optimal or feasible; what it has no pot may fall short of.
 *                Only measures of the objective are limits: of others a plan says nothing that it was made for
 * @param regime  partial, dial or pooled
 * @return PURSE_OK, PURSE_EUSAGE, PURSE_EINPUT, PURSE_ESOLVER, PURSE_EMEMORY
 */
purse_code purse_optimiser_no_detriment(purse_plan **plan, purse_optimiser *optimiser, const purse_plan *alone,
                                        purse_regime regime, purse_detriment detriment, purse_error *err);

#ifdef __cplusplus
}
#endif
#endif
