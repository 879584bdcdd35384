/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What more money in each pot brings; see purse/optimise.h. The solver's bounds are set for the plan's regime. */
#ifndef MODELS_EXPLAIN_GAINS_H
#define MODELS_EXPLAIN_GAINS_H

#include "build.h"
#include "purse/explain.h"
#include "purse/plan.h"
#include "purse/solver.h"

purse_code explain_gains(purse_gain *gain, const purse_plan *plan, const build *b, purse_solver *solver, double amount,
                         purse_error *err);

#endif
