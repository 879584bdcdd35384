/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fewest link columns of a bundle; see cover.c. Private to the engine. */
#ifndef ENGINE_IPM_COVER_H
#define ENGINE_IPM_COVER_H

#include "shape.h"

typedef struct ipm_cover ipm_cover;

/* For bundles of draft matrices with `most_classes` classes at most. */
purse_code ipm_cover_new(ipm_cover **out, const ipm *s, ipm_survey *v, size_t most_classes, purse_error *err);
void ipm_cover_free(ipm_cover *u);

/*
 * Which classes of the draft are kept and which rows gathered, for the commodities of one bundle whose arcs have their
 * classes; each commodity's gathered rows, -1 where it has none to match.
 */
purse_code ipm_cover_find(ipm_cover *u, const int *commodity, int n_lanes, purse_error *err);

#endif
