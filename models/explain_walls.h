/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How pots share what pooling saves; see purse/explain.h. Leaves the solver's bounds those of one pool. */
#ifndef MODELS_EXPLAIN_WALLS_H
#define MODELS_EXPLAIN_WALLS_H

#include "build.h"
#include "purse/explain.h"
#include "purse/solver.h"

purse_code explain_walls(purse_walls_share *share, const build *b, purse_solver *solver, purse_error *err);

#endif
