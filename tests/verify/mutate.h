/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Small changes to a plan, each of which its verification must notice. */
#ifndef TESTS_VERIFY_MUTATE_H
#define TESTS_VERIFY_MUTATE_H

#include "purse/plan.h"

typedef struct mutation_count {
    long tried, survived;
} mutation_count;

/** Whether the plan passes as it is; prints the failures when it does not. */
bool mutate_passes(const purse_plan *plan, const purse_model *model);

/** Changes every figure and decision of the plan in turn, puts it back, and counts what verification missed. */
mutation_count mutate_plan(purse_plan *plan, const purse_model *model, const char *name);

#endif
