/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Whether two answers to the same program agree. */
#ifndef TESTS_SUPPORT_AGREE_H
#define TESTS_SUPPORT_AGREE_H

#include <stdbool.h>

#include "purse/solver.h"

/**
 * The same status, and tier by tier the same value to the gap that both prove, 1e-6, with as much again for the slack of
 * a tier that is held; neither may be better than what the other proved possible.
 */
bool agree(const purse_solution *known, const purse_solution *found);

/** Says on standard error in what two answers differ. */
void agree_tell(const char *what, int number, const purse_solution *known, const purse_solution *found);

#endif
