/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The compact form of a routing program: one LP column per global column and per arc.
 *
 *     rows     linking rows | one per tier but the last, cost <= limit, free until set | one per node (balance)
 *              | entry groups: share_lo E <= flow where share_lo > 0, flow <= share_hi E where share_hi < 1
 *     columns  global columns | arcs
 *
 * Private to the engine.
 */
#ifndef ENGINE_COMPACT_H
#define ENGINE_COMPACT_H

#include "lp.h"
#include "purse/program.h"

typedef struct compact {
    lp_matrix m;
    int first_tier, first_node, first_group; /* rows */
    int first_arc;                           /* column */
    int *group_row;                          /* per group row from first_group: 2 * group, + 1 for the upper share */
} compact;

purse_code compact_new(compact **form, const purse_program *p, purse_error *err);
void compact_free(compact *form);

/* Costs of a tier into m.cost; tier -1: all zero. */
void compact_cost(compact *form, const purse_program *p, int tier);

/*
 * The elastic form of a compact one: two more columns per linking row with a bound, which add to and take from its
 * activity at a cost of 1 / (1 + |bound|) each, and no other cost. Its optimum is the least change that makes the
 * program feasible. elastic_of[2 r], [2 r + 1] are the columns of row r, -1 where there is none.
 */
purse_code compact_elastic(compact **elastic, int **elastic_of, const compact *form, int n_linking, purse_error *err);

/* Namer for export.h; the context is a compact_names. */
typedef struct compact_names {
    const compact *form;
    const purse_program *program;
} compact_names;
void compact_name(const void *context, bool is_row, int index, char *text, size_t size);

#endif
