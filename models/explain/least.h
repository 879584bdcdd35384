/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The least that has to be broken for a model to have a plan, over the elastic form. Private to models/.
 *
 * Without ratios that is one program. With them it is a search over boxes of their changes, best bound first: a box's
 * elastic form bounds from below what any change in it breaks, its answer with each change as it would have to be is a
 * candidate, and boxes are split where the two are furthest apart.
 */
#ifndef MODELS_EXPLAIN_LEAST_H
#define MODELS_EXPLAIN_LEAST_H

#include "models/explain/elastic.h"
#include "models/explain/possible.h"
#include "purse/least_change.h"

/* Initialise to {0}; free with least_free. */
typedef struct least {
    build *b;
    elastic e;     /* its slacks and ratios; of the answer's program only these */
    double *value; /* per slack: what is broken, in pounds, contacts, ..., of a price per contact; NULL: no answer */
    const double *weight; /* per slack: pounds that one such unit counts */
    double cost;          /* of all that, 1 being what there is for an episode */
    bool proved;          /* nothing less than `cost` less the gap will do; without an answer: nothing will */
    bool interrupted;
    int solves;
} least;

/*
 * `may`: kinds of numbers, see purse/least_change.h. `settings`: of each solve; the time limit is that of `ask`, for all
 * together.
 */
purse_code least_find(least *l, const purse_model *model, purse_regime regime, unsigned may, const possible *ask,
                      const purse_settings *settings, purse_error *err);
void least_free(least *l);

#endif
