/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the least change share. Private to models/. */
#ifndef MODELS_EXPLAIN_CHANGE_H
#define MODELS_EXPLAIN_CHANGE_H

#include "models/explain/statements.h"
#include "purse/least_change.h"

/* One number that changes. */
typedef struct piece {
    statement of;
    int part;      /* of the walls: which virement, -1 the dial; of prices: unit, fixed, block */
    int direction; /* 1: larger; -1: smaller */
    double from;   /* as the scenario states it */
    double size;   /* by how much, > 0, in the same unit */
    double weight; /* GBP that one of it counts */
} piece;

/* Awards are counted. */
bool piece_is_whole(const purse_model *model, const piece *p);
/* The number as the scenario states it. */
double piece_from(const purse_model *model, purse_regime regime, const piece *p);
/* What it becomes when it changes by `size`, kept to what a scenario may state. */
double piece_to(const purse_model *model, const piece *p, double size);
/* Where it stands in a model and regime that are to be changed. */
double *piece_place(purse_model *model, purse_regime *regime, const piece *p);

/* change_words.c: a change in the scenario's own words. */
/* `several`: there are others, beside which it is weighed. */
void change_tell(purse_least_change_item *item, const purse_model *model, const piece *p, double to, bool several);

#endif
