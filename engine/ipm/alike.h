/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The matrix that the lanes of a bundle have in common; see alike.c. Private to the engine. */
#ifndef ENGINE_IPM_ALIKE_H
#define ENGINE_IPM_ALIKE_H

#include "shape.h"

typedef struct ipm_alike ipm_alike;

/* Needs the survey, the source of what is told of commodities and arcs; s->node_place is made here. */
purse_code ipm_alike_new(ipm_alike **out, ipm *s, ipm_survey *v, purse_error *err);
void ipm_alike_free(ipm_alike *u);

/*
 * The union of `n` commodities, LANES of them at most, that may share a bundle. Sets their arcs' classes, their nodes'
 * places, and the bundle's template.
 */
purse_code ipm_alike_unite(ipm_alike *u, const int *commodity, int n, int *template, purse_error *err);

#endif
