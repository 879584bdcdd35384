/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The least change to a scenario that would make a regime feasible.
 *
 * What may change is usually what a buyer lays down as a number: budgets, limits of virement and of the dial, minimum
 * volumes, limits of income, the limits of rules. Capacities and prices, what providers have and ask for, may where they
 * are asked for.
 * A change is measured in the unit of the number: pounds, contacts, percentage points, points of quality, awards. Where
 * several change their sum is least, each weighed in pounds: money as it is; a contact at its offer's price; a percentage
 * point of a share, and a point of quality, at a hundredth of what the offers in the rule's scope would cost if full, or
 * of all budgets where that is less; of a gap between places, or of the dial, at a hundredth of all budgets; an award at
 * an even part of all budgets. A contact of capacity counts as one of a minimum volume, and a lower price what the plan
 * then pays less. Where several changes are equally small, rules change first, then walls, minimum volumes, incomes,
 * budgets, capacities, and prices last.
 */
#ifndef PURSE_LEAST_CHANGE_H
#define PURSE_LEAST_CHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "purse/error.h"
#include "purse/model.h"
#include "purse/regime.h"
#include "purse/settings.h"
#include "purse/solver.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What a change is counted in: name, text. */
#define PURSE_CHANGE_UNITS(X)                                                                                          \
    X(MONEY, "money") /**< in the scenario's currency */                                                               \
    X(CONTACTS, "contacts")                                                                                            \
    X(SHARE, "share") /**< a fraction: 0.01 is one percentage point */                                                 \
    X(QUALITY, "quality points")                                                                                       \
    X(BURDEN, "burden per episode")                                                                                    \
    X(AWARDS, "awards")                                                                                                \
    X(EPISODES, "episodes")

typedef enum purse_change_unit {
#define PURSE_CHANGE_UNIT_NAME(name, text) PURSE_CHANGE_##name,
    PURSE_CHANGE_UNITS(PURSE_CHANGE_UNIT_NAME)
#undef PURSE_CHANGE_UNIT_NAME
} purse_change_unit;

const char *purse_change_unit_text(purse_change_unit unit);

/** Kinds of numbers that may change, as bits: name, text, whether usually, meaning. */
#define PURSE_MAY_CHANGE(X)                                                                                            \
    X(BUDGETS, "budgets", true, "budgets of pots")                                                                     \
    X(WALLS, "walls", true, "virement limits, the dial's share")                                                       \
    X(VOLUMES, "volumes", true, "min_volume of offers")                                                                \
    X(INCOMES, "incomes", true, "max_income of providers")                                                             \
    X(RULES, "rules", true, "limits of rules")                                                                         \
    X(CAPACITIES, "capacities", false, "capacities of offers and teams")                                               \
    X(PRICES, "prices", false, "unit, fixed and block costs of offers and teams")

enum {
#define PURSE_MAY_INDEX(name, text, usual, meaning) PURSE_MAY_AT_##name,
    PURSE_MAY_CHANGE(PURSE_MAY_INDEX)
#undef PURSE_MAY_INDEX
        PURSE_N_MAY,
#define PURSE_MAY_BIT(name, text, usual, meaning) PURSE_MAY_##name = 1 << PURSE_MAY_AT_##name,
    PURSE_MAY_CHANGE(PURSE_MAY_BIT)
#undef PURSE_MAY_BIT
#define PURSE_MAY_IF_USUAL(name, text, usual, meaning) | ((usual) ? PURSE_MAY_##name : 0)
        PURSE_MAY_USUAL = 0 PURSE_MAY_CHANGE(PURSE_MAY_IF_USUAL)
#undef PURSE_MAY_IF_USUAL
};

/** "budgets", and so on, of index 0 to PURSE_N_MAY - 1; the bit of a name, 0 where there is none. */
const char *purse_may_text(int index);
unsigned purse_may_bit(const char *name, size_t length);

/** One number of the scenario, as it is and as it would be. */
typedef struct purse_least_change_item {
    double from,
        to; /**< as the scenario would state them; `to` is rounded away from `from`, to six digits of the change */
    double weight; /**< pounds that one unit (of a share 1, not a point) counts beside other changes */
    purse_change_unit unit;
    purse_origin origin; /**< the file is borrowed from the model */
    char path[64];       /**< in the scenario: "$.pots[0].budget"; of the dial "--dial" */
    char set[192];       /**< for --set: "pots.primary.budget"; empty where it cannot name the record */
    char message[640];   /**< in words */
} purse_least_change_item;

/** Free with purse_least_change_free. */
typedef struct purse_least_change {
    unsigned may; /**< what might change, bits of PURSE_MAY_ */
    bool least;   /**< proved: so weighed, no change is smaller by more than the gap, or 2e-4 with rules on ratios */
    bool checked; /**< with it there is a plan, and with a thousandth less of it there is none, each by a solve */
    bool interrupted; /**< by control.interrupt or the time limit */
    int solves;
    size_t n; /**< 0: none was found; with `least`: no change of what may change gives a plan */
    purse_least_change_item *item;
} purse_least_change;

/**
 * @param change    out, new
 * @param model     valid, without a plan under the regime; borrowed, and must outlive the change
 * @param regime    silo, partial, dial or pooled
 * @param may       bits of PURSE_MAY_; 0: PURSE_MAY_USUAL
 * @param settings  of the solves; its time limit is for all of them together
 * @param control   may be NULL; its progress is not called
 * @return PURSE_OK, PURSE_EUSAGE for the baseline, PURSE_EINPUT, PURSE_ESOLVER, PURSE_EMEMORY
 */
purse_code purse_explain_least_change(purse_least_change **change, const purse_model *model, purse_regime regime,
                                      unsigned may, const purse_settings *settings, const purse_control *control,
                                      purse_error *err);
void purse_least_change_free(purse_least_change *change);

#ifdef __cplusplus
}
#endif
#endif
