/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proof figures of an answer, computed from the program alone. Private to the engine. */
#ifndef ENGINE_CERTIFICATE_H
#define ENGINE_CERTIFICATE_H

#include "purse/program.h"
#include "purse/solution.h"

/* Value of a tier, its offset included. */
double certificate_value(const purse_program *p, int tier, const double *col, const double *arc);

/* Values of work space that measuring a program takes. */
size_t certificate_room(const purse_program *p);

/*
 * Fill the four violations of `certificate`; counters are left alone.
 * @param activity  work space of certificate_room() values
 */
void certificate_measure(purse_certificate *certificate, const purse_program *p, const double *col, const double *arc,
                         double *activity);

#endif
