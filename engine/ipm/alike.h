/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which commodities share a bundle, and the matrix that their lanes have in common; see alike.c. Private to the engine. */
#ifndef ENGINE_IPM_ALIKE_H
#define ENGINE_IPM_ALIKE_H

#include "shape.h"

typedef struct ipm_alike ipm_alike;

/* Needs the survey, the source of what is told of commodities and arcs; s->node_place is made here. */
purse_code ipm_alike_new(ipm_alike **out, ipm *s, ipm_survey *v, purse_error *err);
void ipm_alike_free(ipm_alike *u);

/*
 * Takes the commodities of one bundle, LANES of them at most, to the front of `commodity`, which holds `n` that may share
 * one; `taken` says how many. Sets their arcs' classes, their nodes' places, and the bundle's template.
 */
purse_code ipm_alike_take(ipm_alike *u, int *commodity, int n, int *taken, int *template, purse_error *err);

/* Whether every node of commodity c has a mark. */
bool ipm_is_marked(const purse_program *p, int c);

#endif
