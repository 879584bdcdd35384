/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An optimiser from inside, for what explains its plans. Private to models/. */
#ifndef MODELS_OPTIMISE_PRIVATE_H
#define MODELS_OPTIMISE_PRIVATE_H

#include "models/build/build.h"
#include "purse/optimise.h"
#include "purse/solver.h"

struct purse_optimiser {
    const purse_model *model;
    build *build;
    purse_solver *solver;
    purse_settings settings; /* for solvers of their own */
    const purse_control *control;
};

/* Sets the bounds by which regimes differ: money moved between pots. PURSE_EINPUT, PURSE_EUSAGE where it cannot be. */
purse_code optimiser_regime(purse_optimiser *o, purse_regime regime, purse_error *err);

/*
 * A plan from a solution of the optimiser's program, or of one with rows more; new and the caller's. `most` is NULL or
 * what each pot was held to.
 */
purse_code optimiser_read(purse_plan **plan, const purse_optimiser *o, const purse_solution *solution,
                          purse_regime regime, double (*most)[PURSE_N_POT_LIMITS], purse_error *err);

#endif
