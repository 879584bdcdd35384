/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Limits of a plan as bounds of the program: which can be raised, by what, and at what price. Private to models/. */
#ifndef MODELS_EXPLAIN_LIMITS_H
#define MODELS_EXPLAIN_LIMITS_H

#include "models/build/build.h"
#include "models/explain/trial.h"
#include "purse/gains.h"

/* The limits of a plan that could be raised, pots first; awarded ones only. The caller's; NULL without memory. */
purse_gain *limits_of(const build *b, const purse_plan *plan, double unit, int *n);

/* Raise a limit by `more`, >= 0, from what the model says; 0 puts it back. */
purse_code limit_raise(trial *t, const purse_gain *limit, double more, purse_error *err);

/* Of the solver's present answer: the tier's value per unit of the limit, <= 0; NaN where it is not known. */
double limit_price(const trial *t, const purse_gain *limit, int tier);

#endif
