/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An optimiser from inside, for what explains its plans. Private to models/. */
#ifndef MODELS_OPTIMISE_PRIVATE_H
#define MODELS_OPTIMISE_PRIVATE_H

#include "models/build.h"
#include "purse/optimise.h"
#include "purse/solver.h"

struct purse_optimiser {
    const purse_model *model;
    build *build;
    purse_solver *solver;
};

/* Sets the bounds by which regimes differ: money moved between pots. PURSE_EINPUT, PURSE_EUSAGE where it cannot be. */
purse_code optimiser_regime(purse_optimiser *o, purse_regime regime, purse_error *err);

#endif
