/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files that analyse a template share. */
#ifndef ENGINE_IPM_TEMPLATE_PRIVATE_H
#define ENGINE_IPM_TEMPLATE_PRIVATE_H

#include "template.h"

/* Work space: the matrix in full, rows in the draft's order. */
typedef struct workshop {
    const ipm_draft *d;
    ipm_template *t;
    ipm_arena *arena, *often; /* see struct ipm */
    double *a;                /* n_classes * n_rows */
    uint64_t *meet;           /* n_rows * words: the elimination graph, a bit per row */
    uint64_t *left;           /* words: rows that are not yet eliminated */
    size_t words;
    bool *hits; /* n_rows * n_link */
    bool *late; /* row of a kept class */
    int *order; /* place -> row of the draft */
    int *degree, *used;
    int *col_start; /* n_classes + 1: entries of each class, rows ascending */
    ipm_place *col_row;
    double *col_coef;
} workshop;

static inline double *matrix_entry(const workshop *w, int row, int class)
{
    return &w->a[(size_t) class * (size_t)w->t->n_rows + (size_t)row];
}

/* template.c: whether the rows of two places meet, in the matrix or by what is eliminated before. */
bool template_rows_meet(const workshop *w, int place, int other);

/* template_lists.c: once rows are eliminated, the factor's entries and all that loops over them read. */
purse_code template_lists(workshop *w, purse_error *err);

#endif
