/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * CPLEX LP, in the part of it that GLPK and CBC both read: a row between two bounds is an equality with a column of
 * its own that lies between them, and a constant of the objective is a column fixed at 1.
 */
#include <math.h>
#include <stdlib.h>

#include "export.h"

/* The matrix by rows. */
typedef struct by_row {
    int *start, *col;
    double *coef;
} by_row;

static void by_row_free(by_row *rows)
{
    free(rows->start);
    free(rows->col);
    free(rows->coef);
}

static purse_code by_row_new(by_row *rows, const lp_matrix *m, purse_error *err)
{
    size_t n = (size_t)m->start[m->n_cols];
    rows->start = calloc((size_t)m->n_rows + 2, sizeof *rows->start);
    rows->col = malloc((n + 1) * sizeof *rows->col);
    rows->coef = malloc((n + 1) * sizeof *rows->coef);
    if (!rows->start || !rows->col || !rows->coef)
        return purse_error_memory(err);
    for (size_t k = 0; k < n; k++)
        rows->start[m->row[k] + 2]++;
    for (int i = 0; i < m->n_rows; i++)
        rows->start[i + 2] += rows->start[i + 1];
    for (int j = 0; j < m->n_cols; j++)
        for (int k = m->start[j]; k < m->start[j + 1]; k++) {
            int at = rows->start[m->row[k] + 1]++;
            rows->col[at] = j;
            rows->coef[at] = m->coef[k];
        }
    return PURSE_OK;
}

static void term(export_file *w, double coef, const char *name)
{
    (void)fprintf(w->file, "\n %c %.17g %s", coef < 0.0 ? '-' : '+', fabs(coef), name);
}

/* Every column is named, also one without coefficients. */
static void objective(export_file *w, double offset)
{
    const lp_matrix *m = w->m;
    (void)fprintf(w->file, "Minimize\n %s:", w->names->objective);
    for (int j = 0; j < m->n_cols; j++)
        if (m->cost[j] != 0.0 || m->start[j] == m->start[j + 1])
            term(w, m->cost[j], export_name(w, false, j));
    term(w, offset, "constant");
    (void)fputc('\n', w->file);
}

static bool is_range(const lp_matrix *m, int i)
{
    return !isinf(m->row_lo[i]) && !isinf(m->row_hi[i]) && m->row_lo[i] != m->row_hi[i];
}

static void rows(export_file *w, const by_row *of)
{
    const lp_matrix *m = w->m;
    (void)fputs("Subject To\n", w->file);
    for (int i = 0; i < m->n_rows; i++) {
        if (export_is_free(m, i))
            continue;
        (void)fprintf(w->file, " %s:", export_name(w, true, i));
        for (int k = of->start[i]; k < of->start[i + 1]; k++)
            term(w, of->coef[k], export_name(w, false, of->col[k]));
        if (of->start[i] == of->start[i + 1])
            term(w, 0.0, "constant");
        if (is_range(m, i))
            (void)fprintf(w->file, "\n - 1 range.%s\n = 0\n", export_name(w, true, i));
        else if (m->row_lo[i] == m->row_hi[i])
            (void)fprintf(w->file, "\n = %.17g\n", m->row_lo[i]);
        else if (isinf(m->row_lo[i]))
            (void)fprintf(w->file, "\n <= %.17g\n", m->row_hi[i]);
        else
            (void)fprintf(w->file, "\n >= %.17g\n", m->row_lo[i]);
    }
}

static void bounds(export_file *w)
{
    const lp_matrix *m = w->m;
    (void)fputs("Bounds\n constant = 1\n", w->file);
    for (int i = 0; i < m->n_rows; i++)
        if (is_range(m, i))
            (void)fprintf(w->file, " %.17g <= range.%s <= %.17g\n", m->row_lo[i], export_name(w, true, i),
                          m->row_hi[i]);
    for (int j = 0; j < m->n_cols; j++) {
        double lo = m->col_lo[j], hi = m->col_hi[j];
        const char *name = export_name(w, false, j);
        if (lo == hi)
            (void)fprintf(w->file, " %s = %.17g\n", name, lo);
        else if (isinf(lo) && isinf(hi))
            (void)fprintf(w->file, " %s free\n", name);
        else if (isinf(lo))
            (void)fprintf(w->file, " -inf <= %s <= %.17g\n", name, hi);
        else if (!isinf(hi))
            (void)fprintf(w->file, " %.17g <= %s <= %.17g\n", lo, name, hi);
        else if (lo != 0.0)
            (void)fprintf(w->file, " %s >= %.17g\n", name, lo);
    }
}

static void integers(export_file *w)
{
    if (w->m->n_integers == 0)
        return;
    (void)fputs("Generals\n", w->file);
    for (int j = 0; j < w->m->n_cols; j++)
        if (w->m->integer[j])
            (void)fprintf(w->file, " %s\n", export_name(w, false, j));
}

purse_code export_lp(const lp_matrix *m, const export_names *names, double offset, const char *path, purse_error *err)
{
    export_file w;
    by_row of = {0};
    purse_code code = by_row_new(&of, m, err);
    if (!code)
        code = export_open(&w, m, names, path, err);
    if (!code) {
        objective(&w, offset);
        rows(&w, &of);
        bounds(&w);
        integers(&w);
        (void)fputs("End\n", w.file);
        code = export_close(&w, err);
    }
    by_row_free(&of);
    return code;
}
