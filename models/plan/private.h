/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What the makers of plans share: records of a need found by service, and sums that lose nothing. */
#ifndef PURSE_MODELS_PLAN_PRIVATE_H
#define PURSE_MODELS_PLAN_PRIVATE_H

#include <stdbool.h>

#include "purse/plan.h"

/** The ability of a need at a service, or NULL. */
const purse_ability *plan_ability(const purse_model *model, int need, int service);

/** The referral of a need between two services, or NULL. */
const purse_referral *plan_referral(const purse_model *model, int need, int from, int to);

/** Burden of moving one person: 0 when necessary; `team` is -1 outside coordination. Section 6. */
double plan_move_burden(const purse_model *model, const purse_referral *referral, bool within_provider, int team);

/** Whether a need can enter at one of a pot's services. */
bool plan_enters(const purse_model *model, int need, int pot);

/** PURSE_OK when every entry_baseline and share is given and they sum to 1; PURSE_EINPUT names what is missing. */
purse_code baseline_shares(const purse_model *model, purse_error *err);

/** A sum in doubles with its lost low part (Neumaier), the same on every machine. Initialise to {0}. */
typedef struct plan_sum {
    double high, low;
} plan_sum;

void plan_sum_add(plan_sum *sum, double term);
double plan_sum_value(const plan_sum *sum);

#endif
