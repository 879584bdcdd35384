/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Models and plans for tests; what cannot be made ends the test. */
#ifndef TESTS_SUPPORT_LOAD_H
#define TESTS_SUPPORT_LOAD_H

#include "purse/plan.h"
#include "purse/report.h"

/** A scenario file, `path` from the project's own folder or absolute. */
purse_model *load_scenario(const char *path);
/** A scenario in a text. */
purse_model *load_text(const char *text);
/** The plan of a regime, solved. */
purse_plan *load_plan(const purse_model *model, purse_regime_kind regime, double dial);

/** Indices by id; a missing one ends the test. */
int load_offer(const purse_model *model, const char *id);
int load_service(const purse_model *model, const char *id);
int load_place(const purse_model *model, const char *id);
int load_need(const purse_model *model, const char *id);
int load_pot(const purse_model *model, const char *id);
int load_team(const purse_model *model, const char *id);

/** People of one flow, 0 when there is none; NULL for an end it does not have. */
double load_people(const purse_plan *plan, const purse_model *model, purse_flow_kind kind, const char *place,
                   const char *need, const char *from_offer, const char *to_service, const char *to_offer);

/** Add a flow of no team by ids; NULL for an end it does not have. */
void load_add(purse_plan *plan, const purse_model *model, purse_flow_kind kind, const char *place, const char *need,
              const char *from_offer, const char *to_service, const char *to_offer, double people);

#endif
