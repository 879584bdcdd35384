/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * A plan's flows as journeys: how many people see which service as their first contact, second contact and so on.
 *
 * A plan says how many people pass between an offer and a service, not who they were before. Those of one place, need
 * and mode who are at one offer are alike to the model, so they are passed on in the same proportions at every stage.
 */
#ifndef PURSE_REPORT_JOURNEY_H
#define PURSE_REPORT_JOURNEY_H

#include "purse/plan.h"

enum { JOURNEY_STAGES = 3 };

typedef struct journey {
    int n_services;
    int n_stages;         /**< those that people reach, at most JOURNEY_STAGES */
    double *entry, *seen; /**< per service: episodes that enter there, people seen there in all */
    double *moves;        /**< from x to x 2: people moved in all; the second is unnecessary moves */
    double *people;       /**< stage x service: people who come there as that contact */
    double *lost;         /**< stage x service: those of them whom nobody sees (a baseline) */
    double *passed;       /**< stage x from x to x 2: those who are passed on, as in moves */
} journey;

/** PURSE_OK or PURSE_EMEMORY. Free it in both cases. */
purse_code journey_new(journey *j, const purse_plan *plan, const purse_model *model, purse_error *err);
void journey_free(journey *j);

/** People passed on from one service to another at a stage, from 0. */
double journey_passed(const journey *j, int stage, int from, int to, bool unnecessary);
/** People of a stage and service who need no further contact. */
double journey_resolved(const journey *j, int stage, int service);

#endif
