/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rounding the whole columns of a relaxation. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "interior_search.h"

double search_threshold(int k)
{
    static const double threshold[THRESHOLDS] = {0.5, 0.2, 0.8, 0.99};
    return threshold[k];
}

/* Which rows hold whole columns alone. */
static void find_pure(search *q)
{
    const purse_program *p = q->s->p;
    for (int r = 0; r < p->n_rows; r++)
        q->pure[r] = true;
    for (int j = 0; j < p->n_cols; j++)
        for (int k = p->col_start[j]; k < p->col_start[j + 1] && !p->col_integer[j]; k++)
            q->pure[p->col_row[k]] = false;
    for (int k = 0; k < p->arc_start[p->n_arcs]; k++)
        q->pure[p->arc_row[k]] = false;
}

void search_free(search *q)
{
    for (int i = 0; i < q->n_open; i++)
        free(q->open[i].lo);
    free(q->open);
    free(q->column);
    free(q->order);
    free(q->lo);
    free(q->pure);
    free(q->activity);
    free(q->price);
}

purse_code search_new(search *q, purse_error *err)
{
    const purse_program *p = q->s->p;
    size_t n = (size_t)q->s->n_integers + 1, rows = (size_t)p->n_rows + 1;
    q->column = malloc(n * sizeof *q->column);
    q->order = malloc(n * sizeof *q->order);
    q->lo = malloc(7 * n * sizeof *q->lo);
    q->pure = malloc(rows * sizeof *q->pure);
    q->activity = malloc(rows * sizeof *q->activity);
    q->price = calloc(rows, sizeof *q->price);
    if (!q->column || !q->order || !q->lo || !q->pure || !q->activity || !q->price) {
        (void)purse_error_memory(err);
        return PURSE_EMEMORY;
    }
    q->hi = q->lo + n;
    q->x = q->lo + 2 * n;
    q->value = q->lo + 3 * n;
    for (int i = 0; i < 3; i++)
        q->dive[i] = q->lo + (size_t)(4 + i) * n;
    for (int j = 0; j < p->n_cols; j++)
        if (p->col_integer[j]) {
            q->lo[q->n] = p->col_lo[j];
            q->hi[q->n] = p->col_hi[j];
            q->column[q->n++] = j;
        }
    find_pure(q);
    return PURSE_OK;
}

bool search_fits(const search *q, int i, double step)
{
    const purse_program *p = q->s->p;
    int j = q->column[i];
    for (int k = p->col_start[j]; k < p->col_start[j + 1]; k++) {
        int r = p->col_row[k];
        double now = q->activity[r] + step * p->col_coef[k];
        if (q->pure[r] && step * p->col_coef[k] > 0.0 && now > p->row_hi[r] + WHOLE)
            return false;
        if (q->pure[r] && step * p->col_coef[k] < 0.0 && now < p->row_lo[r] - WHOLE && q->activity[r] >= p->row_lo[r])
            return false;
    }
    return true;
}

void search_step(search *q, int i, double step)
{
    const purse_program *p = q->s->p;
    int j = q->column[i];
    q->value[i] += step;
    for (int k = p->col_start[j]; k < p->col_start[j + 1]; k++)
        q->activity[p->col_row[k]] += step * p->col_coef[k];
}

/* Awards before blocks, then by falling share, then as they stand: insertion keeps the order of equals. */
static void sort(search *q)
{
    for (int i = 0; i < q->n; i++) {
        int at = i;
        bool award = search_is_award(q, i);
        for (; at > 0; at--) {
            int other = q->order[at - 1];
            bool other_award = search_is_award(q, other);
            if (award != other_award ? !award : q->x[i] <= q->x[other])
                break;
            q->order[at] = other;
        }
        q->order[at] = i;
    }
}

void search_low(search *q, const double *lo)
{
    memset(q->activity, 0, (size_t)q->s->p->n_rows * sizeof *q->activity);
    for (int i = 0; i < q->n; i++) {
        q->value[i] = 0.0;
        search_step(q, i, ceil(lo[i] - WHOLE));
    }
}

void search_round(search *q, const double *lo, const double *hi, double threshold)
{
    search_low(q, lo);
    sort(q);
    for (int at = 0; at < q->n; at++) {
        int i = q->order[at];
        while (q->value[i] + 1.0 <= hi[i] + WHOLE && q->x[i] >= q->value[i] + threshold && search_fits(q, i, 1.0))
            search_step(q, i, 1.0);
    }
}

bool search_tried(search *q)
{
    uint64_t mark = 0;
    for (int i = 0; i < q->n; i++)
        mark = hash_stir(mark, (uint64_t)llround(q->value[i]));
    for (long k = 0; k < q->n_tried && k < TRIED; k++)
        if (q->tried[k] == mark)
            return true;
    q->tried[q->n_tried++ % TRIED] = mark;
    return false;
}
