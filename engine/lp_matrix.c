/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a matrix is by itself, before any solver sees it. */
#include <math.h>
#include <stdlib.h>

#include "lp.h"

/* GLPK wants whole bounds on whole columns. */
double lp_matrix_whole_lo(const lp_matrix *m, int j)
{
    return m->integer && m->integer[j] ? ceil(m->col_lo[j] - LP_INTEGRALITY) : m->col_lo[j];
}

double lp_matrix_whole_hi(const lp_matrix *m, int j)
{
    return m->integer && m->integer[j] ? floor(m->col_hi[j] + LP_INTEGRALITY) : m->col_hi[j];
}

/* A whole column without a whole number between its bounds. */
bool lp_matrix_has_no_whole(const lp_matrix *m)
{
    for (int j = 0; j < m->n_cols; j++)
        if (lp_matrix_whole_lo(m, j) > lp_matrix_whole_hi(m, j))
            return true;
    return false;
}

purse_code lp_matrix_check(const lp_matrix *m, purse_error *err)
{
    int n = m->n_cols ? m->start[m->n_cols] : 0;
    for (int k = 0; k < n; k++)
        if (!isfinite(m->coef[k]))
            return purse_error_set(err, PURSE_EINPUT, "matrix", "expected finite coefficients, found %g", m->coef[k]);
    for (int j = 0; j < m->n_cols; j++)
        if (!isfinite(m->cost[j]) || isnan(m->col_lo[j]) || isnan(m->col_hi[j]) || m->col_lo[j] > m->col_hi[j])
            return purse_error_set(err, PURSE_EINPUT, "matrix",
                                   "expected a finite cost and bounds in order in column %d", j);
    for (int i = 0; i < m->n_rows; i++)
        if (isnan(m->row_lo[i]) || isnan(m->row_hi[i]) || m->row_lo[i] > m->row_hi[i])
            return purse_error_set(err, PURSE_EINPUT, "matrix", "expected bounds in order in row %d", i);
    return PURSE_OK;
}

bool lp_file_room(lp_file *f, int rows, int cols, int coefs)
{
    size_t r = (size_t)rows + 1, c = (size_t)cols + 1, k = (size_t)coefs + 1;
    f->m.row_lo = malloc(r * sizeof *f->m.row_lo);
    f->m.row_hi = malloc(r * sizeof *f->m.row_hi);
    f->m.col_lo = malloc(c * sizeof *f->m.col_lo);
    f->m.col_hi = malloc(c * sizeof *f->m.col_hi);
    f->m.cost = malloc(c * sizeof *f->m.cost);
    f->m.integer = calloc(c, sizeof *f->m.integer);
    f->m.start = calloc(c, sizeof *f->m.start);
    f->m.row = malloc(k * sizeof *f->m.row);
    f->m.coef = malloc(k * sizeof *f->m.coef);
    f->row_name = calloc(r, sizeof *f->row_name);
    f->col_name = calloc(c, sizeof *f->col_name);
    f->m.n_rows = rows;
    f->m.n_cols = cols;
    return f->m.row_lo && f->m.row_hi && f->m.col_lo && f->m.col_hi && f->m.cost && f->m.integer && f->m.start &&
           f->m.row && f->m.coef && f->row_name && f->col_name;
}

void lp_file_free(lp_file *f)
{
    for (int i = 0; f->row_name && i < f->m.n_rows; i++)
        free(f->row_name[i]);
    for (int j = 0; f->col_name && j < f->m.n_cols; j++)
        free(f->col_name[j]);
    void *all[] = {f->m.row_lo, f->m.row_hi, f->m.col_lo, f->m.col_hi, f->m.cost,  f->m.integer,
                   f->m.start,  f->m.row,    f->m.coef,   f->row_name, f->col_name};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    *f = (lp_file){0};
}
