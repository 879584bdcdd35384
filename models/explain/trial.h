/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Trial solves around a plan: with its awards and blocks held, bounds are moved a little and everything, or one tier, is
 * solved again. Private to models/.
 */
#ifndef MODELS_TRIAL_H
#define MODELS_TRIAL_H

#include "models/build/build.h"
#include "purse/plan.h"
#include "purse/solver.h"

typedef struct trial {
    const purse_plan *plan;
    const build *b;
    purse_solver *solver;         /* its bounds set for the plan's regime */
    double base[PURSE_MAX_TIERS]; /* the tiers' optima at the plan; of a trial of one tier that tier's alone */
    double *lo, *hi;              /* per column: bounds put aside */
    double *row_hi;               /* per row: likewise */
    bool stopped;                 /* by a limit or a key: no more solves */
    bool begun;
    bool fresh; /* the solver's last solve was of something else: solve the tiers before with the integers held */
    purse_method method; /* of the solver, put aside: small differences want corners */
    bool sparse;         /* likewise: nobody reads the flows */
} trial;

/* Hold the plan's integers and solve; `base` is filled. To be ended whatever the code. */
purse_code trial_begin(trial *t, purse_error *err);
/* The tiers' optima, PURSE_MAX_TIERS of them; infinite where there is no plan, NaN where the solve was stopped. */
purse_code trial_optima(trial *t, double *value, purse_error *err);

/*
 * The same for one tier, the first that is not at its least, and for edits that add: the tiers before it stay as they
 * were in the solver's last solve, or, where that was of something else, as they are solved here; and bounds that follow from others are opened so that they are not in the way.
 */
purse_code trial_begin_tier(trial *t, int tier, purse_error *err);
/* That tier's optimum; NaN where there is none to be had. */
purse_code trial_optimum(trial *t, int tier, double *value, purse_error *err);

/* Gives every column its own bounds again, whatever happened. */
void trial_end(trial *t);

#endif
