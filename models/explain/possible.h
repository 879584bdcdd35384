/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a model has any plan at all: the question that explanations of the infeasible ask over and over. Private to
 * models/. */
#ifndef MODELS_POSSIBLE_H
#define MODELS_POSSIBLE_H

#include "purse/model.h"
#include "purse/optimise.h"
#include "purse/regime.h"

typedef struct possible {
    purse_settings settings;
    purse_control control;
    double deadline; /* 0: none */
    int solves;
    bool interrupted; /* by the time limit or a key */
    bool unproved;    /* some solve found neither a plan nor a proof */
} possible;

/* The time limit of the settings runs from here on, for all solves together. */
possible possible_new(const purse_settings *settings, const purse_control *control);

/*
 * Status OPTIMAL or FEASIBLE: there is a plan; INFEASIBLE: proved that there is none; else it is not known. The model's
 * objective is overwritten.
 */
purse_code possible_solve(possible *q, purse_model *model, purse_regime regime, purse_status *status, purse_error *err);

#endif
