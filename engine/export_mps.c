/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Free MPS. */
#include <math.h>

#include "export.h"

static char kind(const lp_matrix *m, int row)
{
    if (m->row_lo[row] == m->row_hi[row])
        return 'E';
    return isinf(m->row_hi[row]) ? 'G' : 'L'; /* a range counts as L, with RANGES */
}

static void rows(export_file *w)
{
    (void)fprintf(w->file, "ROWS\n N %s\n", w->names->objective);
    for (int i = 0; i < w->m->n_rows; i++)
        if (!export_is_free(w->m, i))
            (void)fprintf(w->file, " %c %s\n", kind(w->m, i), export_name(w, true, i));
}

static void marker(export_file *w, int j, bool begins)
{
    (void)fprintf(w->file, " M%d 'MARKER' '%s'\n", j, begins ? "INTORG" : "INTEND");
}

static void columns(export_file *w)
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
        w->names->namer(w->names->context, false, j, column, sizeof column);
        /* Every column is named, also one without coefficients. */
        if (m->cost[j] != 0.0 || m->start[j] == m->start[j + 1])
            (void)fprintf(w->file, " %s %s %.17g\n", column, w->names->objective, m->cost[j]);
        for (int k = m->start[j]; k < m->start[j + 1]; k++)
            if (!export_is_free(m, m->row[k]))
                (void)fprintf(w->file, " %s %s %.17g\n", column, export_name(w, true, m->row[k]), m->coef[k]);
    }
    if (within)
        marker(w, m->n_cols, false);
}

static void right_hand_sides(export_file *w, double offset)
{
    const lp_matrix *m = w->m;
    (void)fputs("RHS\n", w->file);
    if (offset != 0.0)
        (void)fprintf(w->file, " RHS %s %.17g\n", w->names->objective, -offset);
    for (int i = 0; i < m->n_rows; i++) {
        double side = kind(m, i) == 'G' ? m->row_lo[i] : m->row_hi[i];
        if (!export_is_free(m, i) && side != 0.0)
            (void)fprintf(w->file, " RHS %s %.17g\n", export_name(w, true, i), side);
    }
    (void)fputs("RANGES\n", w->file);
    for (int i = 0; i < m->n_rows; i++)
        if (kind(m, i) == 'L' && !isinf(m->row_lo[i]))
            (void)fprintf(w->file, " RNG %s %.17g\n", export_name(w, true, i), m->row_hi[i] - m->row_lo[i]);
}

static void bound(export_file *w, const char *what, int j, double value)
{
    (void)fprintf(w->file, " %s BND %s %.17g\n", what, export_name(w, false, j), value);
}

static void bounds(export_file *w)
{
    const lp_matrix *m = w->m;
    (void)fputs("BOUNDS\n", w->file);
    for (int j = 0; j < m->n_cols; j++) {
        double lo = m->col_lo[j], hi = m->col_hi[j];
        if (lo == hi)
            bound(w, "FX", j, lo);
        else if (isinf(lo) && isinf(hi))
            (void)fprintf(w->file, " FR BND %s\n", export_name(w, false, j));
        else {
            if (isinf(lo))
                (void)fprintf(w->file, " MI BND %s\n", export_name(w, false, j));
            else if (lo != 0.0 || (m->integer[j] && isinf(hi)))
                bound(w, "LO", j, lo);
            if (!isinf(hi))
                bound(w, "UP", j, hi);
            else if (m->integer[j])
                (void)fprintf(w->file, " PL BND %s\n", export_name(w, false, j));
        }
    }
}

purse_code export_mps(const lp_matrix *m, const export_names *names, double offset, const char *path, purse_error *err)
{
    export_file w;
    purse_code code = export_open(&w, m, names, path, err);
    if (code)
        return code;
    (void)fputs("NAME purse\n", w.file);
    rows(&w);
    columns(&w);
    right_hand_sides(&w, offset);
    bounds(&w);
    (void)fputs("ENDATA\n", w.file);
    return export_close(&w, err);
}
