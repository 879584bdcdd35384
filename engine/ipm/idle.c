/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where arcs are left out, offers are left that nobody can use: a row that only its column is in, which it holds at 0. Such a
 * column has no inside, and its row's price would know no end. So both leave the linking system, and the row asks
 * what the column costs at the prices of its other rows: no more is needed to keep it where it is, and arcs that were left
 * out see what they would have to pay.
 */
#include <stdlib.h>

#include "private.h"

/* Whether row r holds a column at 0 and nothing else. */
static bool is_idle(const ipm *s, int r)
{
    const purse_program *p = s->p;
    int j = s->only ? s->idle_col[r] : -1;
    return j >= 0 && p->row_lo[r] == 0.0 && p->row_hi[r] == 0.0 && p->col_lo[j] <= 0.0 && p->col_hi[j] >= 0.0;
}

void ipm_idle_close(ipm *s)
{
    for (int r = 0; r < s->p->n_rows && s->only; r++)
        if (is_idle(s, r)) {
            s->box.lo[s->idle_col[r]] = s->box.hi[s->idle_col[r]] = 0.0;
            s->box.lo[s->p->n_cols + r] = -INFINITY;
            s->box.hi[s->p->n_cols + r] = INFINITY;
            s->on[r] = 0.0;
        }
}

/* Into `found`, per row: its only column, where there are no arcs and the column does not pull; below 0 elsewhere. */
static void only_columns(const ipm *s, int *found)
{
    const purse_program *p = s->p;
    for (int r = 0; r < p->n_rows; r++)
        found[r] = -2;
    for (int j = 0; j < p->n_cols; j++)
        for (int k = p->col_start[j]; k < p->col_start[j + 1]; k++) {
            int *own = &found[p->col_row[k]];
            *own = *own == -2 && p->col_coef[k] != 0.0 && p->pull_start[j + 1] == p->pull_start[j] ? j : -1;
        }
    for (int a = 0; a < p->n_arcs; a++)
        for (int k = p->arc_start[a]; k < p->arc_start[a + 1] && s->slot_of[a] >= 0; k++)
            found[p->arc_row[k]] = -1;
}

purse_code ipm_idle_new(ipm *s, purse_error *err)
{
    s->idle_col = malloc(((size_t)s->p->n_rows + 1) * sizeof *s->idle_col);
    if (!s->idle_col)
        return purse_error_memory(err);
    only_columns(s, s->idle_col);
    return PURSE_OK;
}

void ipm_idle_prices(const ipm *s, double *row_price)
{
    const purse_program *p = s->p;
    for (int r = 0; r < p->n_rows && s->only; r++) {
        if (!is_idle(s, r))
            continue;
        int j = s->idle_col[r];
        double left = p->col_cost[(size_t)j * PURSE_MAX_TIERS + (size_t)s->tier], own = 0.0;
        for (int k = p->col_start[j]; k < p->col_start[j + 1]; k++)
            if (p->col_row[k] == r)
                own += p->col_coef[k];
            else
                left -= p->col_coef[k] * row_price[p->col_row[k]];
        row_price[r] = left / own;
    }
}
