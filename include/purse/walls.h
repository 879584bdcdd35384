/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What the walls between the pots do: how the pots share in what taking them down saves. */
#ifndef PURSE_WALLS_H
#define PURSE_WALLS_H

#include "purse/error.h"
#include "purse/optimise.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { PURSE_WALLS_POTS = 8 };

/** How the pots share in what taking the walls down saves. */
typedef struct purse_walls_share {
    bool solved;                  /**< every coalition was solved; otherwise nothing below is told */
    int tier;                     /**< the first tier of the objective that pooling makes less; -1: none */
    double silo, pooled;          /**< that tier's optima, separate and pooled */
    double pot[PURSE_WALLS_POTS]; /**< Shapley share of each pot in silo - pooled; they sum to it */
} purse_walls_share;

/**
 * Solve every coalition of pots, money moving freely inside it and nowhere else, and divide what all of them save by
 * what each adds. Of n pots this takes at most 2^n - n solves: a coalition that can afford a larger one's plan needs none.
 *
 * @return PURSE_OK, PURSE_EUSAGE with more than PURSE_WALLS_POTS pots or fewer than two, PURSE_ESOLVER, PURSE_EMEMORY
 */
purse_code purse_explain_walls(purse_walls_share *share, purse_optimiser *optimiser, purse_error *err);

#ifdef __cplusplus
}
#endif
#endif
