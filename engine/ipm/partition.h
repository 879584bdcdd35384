/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of many like commodities share a bundle; see partition.c. Private to the engine. */
#ifndef ENGINE_IPM_PARTITION_H
#define ENGINE_IPM_PARTITION_H

#include "shape.h"

typedef struct ipm_partition ipm_partition;

purse_code ipm_partition_new(ipm_partition **out, const purse_program *p, const ipm_survey *v, purse_error *err);
void ipm_partition_free(ipm_partition *u);

/* Reorders `n` commodities so that of each LANES in turn, a bundle's, the arcs have most in common; the largest first. */
void ipm_partition_order(ipm_partition *u, int *commodity, int n);

#endif
