/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prices tested by solving again; see purse/optimise.h. The solver's bounds are set for the plan's regime. */
#ifndef MODELS_PRICES_H
#define MODELS_PRICES_H

#include "models/build/build.h"
#include "purse/plan.h"
#include "purse/solver.h"

purse_code prices_of_pots(purse_plan *plan, const build *b, purse_solver *solver, double step, purse_error *err);
purse_code prices_of_capacities(purse_plan *plan, const build *b, purse_solver *solver, double step, int most,
                                purse_error *err);

#endif
