/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Free MPS with all digits. The writer that comes with GLPK cuts numbers to twelve characters, which moves the optimum
 * of a tier that an earlier one holds to a hair. Free rows are left out, since readers take the first for the objective.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lp.h"

typedef struct mps {
    FILE *file;
    const lp_matrix *m;
    const char *objective;
    lp_namer *namer;
    const void *context;
    char name[256];
} mps;

static const char *named(mps *w, bool is_row, int index)
{
    w->namer(w->context, is_row, index, w->name, sizeof w->name);
    return w->name;
}

static bool is_free(const lp_matrix *m, int row)
{
    return isinf(m->row_lo[row]) && isinf(m->row_hi[row]);
}

static char kind(const lp_matrix *m, int row)
{
    if (m->row_lo[row] == m->row_hi[row])
        return 'E';
    return isinf(m->row_hi[row]) ? 'G' : 'L'; /* a range counts as L, with RANGES */
}

static void rows(mps *w)
{
    (void)fprintf(w->file, "ROWS\n N %s\n", w->objective);
    for (int i = 0; i < w->m->n_rows; i++)
        if (!is_free(w->m, i))
            (void)fprintf(w->file, " %c %s\n", kind(w->m, i), named(w, true, i));
}

static void marker(mps *w, int j, bool begins)
{
    (void)fprintf(w->file, " M%d 'MARKER' '%s'\n", j, begins ? "INTORG" : "INTEND");
}

static void columns(mps *w)
{
    const lp_matrix *m = w->m;
    char column[256];
    bool within = false;
    (void)fputs("COLUMNS\n", w->file);
    for (int j = 0; j < m->n_cols; j++) {
        if (m->integer[j] != within) {
            within = m->integer[j];
            marker(w, j, within);
        }
        w->namer(w->context, false, j, column, sizeof column);
        /* Every column is named, also one without coefficients. */
        if (m->cost[j] != 0.0 || m->start[j] == m->start[j + 1])
            (void)fprintf(w->file, " %s %s %.17g\n", column, w->objective, m->cost[j]);
        for (int k = m->start[j]; k < m->start[j + 1]; k++)
            if (!is_free(m, m->row[k]))
                (void)fprintf(w->file, " %s %s %.17g\n", column, named(w, true, m->row[k]), m->coef[k]);
    }
    if (within)
        marker(w, m->n_cols, false);
}

static void right_hand_sides(mps *w, double offset)
{
    const lp_matrix *m = w->m;
    (void)fputs("RHS\n", w->file);
    if (offset != 0.0)
        (void)fprintf(w->file, " RHS %s %.17g\n", w->objective, -offset);
    for (int i = 0; i < m->n_rows; i++) {
        double side = kind(m, i) == 'G' ? m->row_lo[i] : m->row_hi[i];
        if (!is_free(m, i) && side != 0.0)
            (void)fprintf(w->file, " RHS %s %.17g\n", named(w, true, i), side);
    }
    (void)fputs("RANGES\n", w->file);
    for (int i = 0; i < m->n_rows; i++)
        if (kind(m, i) == 'L' && !isinf(m->row_lo[i]))
            (void)fprintf(w->file, " RNG %s %.17g\n", named(w, true, i), m->row_hi[i] - m->row_lo[i]);
}

static void bound(mps *w, const char *what, int j, double value)
{
    (void)fprintf(w->file, " %s BND %s %.17g\n", what, named(w, false, j), value);
}

static void bounds(mps *w)
{
    const lp_matrix *m = w->m;
    (void)fputs("BOUNDS\n", w->file);
    for (int j = 0; j < m->n_cols; j++) {
        double lo = m->col_lo[j], hi = m->col_hi[j];
        if (lo == hi)
            bound(w, "FX", j, lo);
        else if (isinf(lo) && isinf(hi))
            (void)fprintf(w->file, " FR BND %s\n", named(w, false, j));
        else {
            if (isinf(lo))
                (void)fprintf(w->file, " MI BND %s\n", named(w, false, j));
            else if (lo != 0.0 || (m->integer[j] && isinf(hi)))
                bound(w, "LO", j, lo);
            if (!isinf(hi))
                bound(w, "UP", j, hi);
            else if (m->integer[j])
                (void)fprintf(w->file, " PL BND %s\n", named(w, false, j));
        }
    }
}

purse_code mps_write(const lp_matrix *m, const char *problem_name, const char *objective_name, double offset,
                     lp_namer *namer, const void *context, const char *path, purse_error *err)
{
    mps w = {.m = m, .objective = objective_name, .namer = namer, .context = context};
    w.file = fopen(path, "w");
    if (!w.file)
        return purse_error_set(err, PURSE_EIO, path, "could not write: %s", strerror(errno));
    (void)fprintf(w.file, "NAME %s\n", problem_name);
    rows(&w);
    columns(&w);
    right_hand_sides(&w, offset);
    bounds(&w);
    (void)fputs("ENDATA\n", w.file);
    bool failed = ferror(w.file) != 0;
    failed |= fclose(w.file) != 0;
    return failed ? purse_error_set(err, PURSE_EIO, path, "could not write: %s", strerror(errno)) : PURSE_OK;
}
