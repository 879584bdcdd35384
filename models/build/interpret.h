/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a solution of the program back to a plan in the model's words. Private to models/. */
#ifndef MODELS_INTERPRET_H
#define MODELS_INTERPRET_H

#include "models/build/build.h"
#include "purse/plan.h"
#include "purse/solver.h"

/* Fills a plan made by purse_plan_new: decisions, totals, tiers, prices. The solution must hold an answer. */
purse_code interpret(purse_plan *plan, const build *b, const purse_solution *solution, purse_error *err);

/* interpret_flows.c: the plan's flows from the people on each arc. */
purse_code interpret_flows(purse_plan *plan, const build *b, const double *arc, purse_error *err);

#endif
