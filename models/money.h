/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Money that moves in a circle moves nothing. */
#ifndef MODELS_MONEY_H
#define MODELS_MONEY_H

#include "purse/error.h"

/**
 * Takes circles out of the moves between pots: every pot's balance stays, no move grows.
 *
 * @param v  n x n, from-major, >= 0, the diagonal 0; changed
 * @return PURSE_OK or PURSE_EMEMORY
 */
purse_code money_cancel_circles(double *v, int n, purse_error *err);

#endif
