/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "strengthened.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A bound broken by less than this share of what it allows is left out. */
static const double WORTHWHILE = 1e-4;

void strengthened_free(strengthened *s)
{
    if (!s)
        return;
    lp_free(s->lp);
    variable_bounds_free(&s->bounds);
    free(s->active);
    free(s->is_active);
    free(s->m.row_lo);
    free(s->m.row_hi);
    free(s->m.col_lo);
    free(s->m.col_hi);
    free(s->m.start);
    free(s->m.row);
    free(s->m.coef);
    free(s->row_dual);
    free(s);
}

static bool grow(void **array, size_t count, size_t size)
{
    void *larger = realloc(*array, (count + 1) * size);
    if (larger)
        *array = larger;
    return larger != NULL;
}

static bool room_for(strengthened *s, size_t rows, size_t coefs)
{
    return grow((void **)&s->m.row_lo, rows, sizeof(double)) && grow((void **)&s->m.row_hi, rows, sizeof(double)) &&
           grow((void **)&s->row_dual, rows, sizeof(double)) && grow((void **)&s->m.row, coefs, sizeof(int)) &&
           grow((void **)&s->m.coef, coefs, sizeof(double));
}

/* The form's coefficients alone. */
static void copy_form(strengthened *s)
{
    const lp_matrix *from = &s->form->m;
    size_t coefs = (size_t)from->start[from->n_cols];
    memcpy(s->m.start, from->start, ((size_t)from->n_cols + 1) * sizeof *s->m.start);
    memcpy(s->m.row, from->row, coefs * sizeof *s->m.row);
    memcpy(s->m.coef, from->coef, coefs * sizeof *s->m.coef);
    s->m.n_rows = from->n_rows;
}

static void take_bounds(strengthened *s)
{
    const lp_matrix *from = &s->form->m;
    memcpy(s->m.row_lo, from->row_lo, (size_t)from->n_rows * sizeof *s->m.row_lo);
    memcpy(s->m.row_hi, from->row_hi, (size_t)from->n_rows * sizeof *s->m.row_hi);
    memcpy(s->m.col_lo, from->col_lo, (size_t)from->n_cols * sizeof *s->m.col_lo);
    memcpy(s->m.col_hi, from->col_hi, (size_t)from->n_cols * sizeof *s->m.col_hi);
    for (int i = 0; i < from->n_rows; i++)
        lp_touch_row(s->lp, i);
    for (int j = 0; j < from->n_cols; j++)
        lp_touch_col(s->lp, j);
    strengthened_hold(s, true);
}

static purse_code new_from(strengthened **out, const compact *form, variable_bounds *bounds, purse_error *err)
{
    strengthened *s = calloc(1, sizeof *s);
    if (!s)
        return purse_error_memory(err);
    size_t cols = (size_t)form->m.n_cols;
    s->form = form;
    s->m = (lp_matrix){
        .n_cols = form->m.n_cols, .n_integers = form->m.n_integers, .cost = form->m.cost, .integer = form->m.integer};
    s->active = malloc(((size_t)bounds->n + 1) * sizeof *s->active);
    s->is_active = calloc((size_t)bounds->n + 1, sizeof *s->is_active);
    s->m.start = malloc((cols + 1) * sizeof *s->m.start);
    s->m.col_lo = malloc((cols + 1) * sizeof *s->m.col_lo);
    s->m.col_hi = malloc((cols + 1) * sizeof *s->m.col_hi);
    bool whole = s->active && s->is_active && s->m.start && s->m.col_lo && s->m.col_hi &&
                 room_for(s, (size_t)form->m.n_rows, (size_t)form->m.start[form->m.n_cols]);
    purse_code code = whole ? lp_new(&s->lp, &s->m, err) : purse_error_memory(err);
    if (code) {
        strengthened_free(s);
        return code;
    }
    copy_form(s);
    s->bounds = *bounds;
    *bounds = (variable_bounds){0};
    *out = s;
    return PURSE_OK;
}

purse_code strengthened_refresh(strengthened **s, const compact *form, const purse_program *p, purse_error *err)
{
    variable_bounds now;
    purse_code code = variable_bounds_find(&now, p, err);
    if (code)
        return code;
    if (*s && ((*s)->form != form || !variable_bounds_equal(&(*s)->bounds, &now))) {
        strengthened_free(*s);
        *s = NULL;
    }
    if (!*s)
        code = new_from(s, form, &now, err);
    variable_bounds_free(&now);
    if (!code)
        take_bounds(*s);
    return code;
}

/* Coefficients that bounds active[first ..] add to each column, counted at column + 1. */
static void count_added(const strengthened *s, int first, int *count)
{
    for (int i = first; i < s->n_active; i++) {
        int k = s->active[i];
        count[s->bounds.column[k] + 1]++;
        for (int e = s->bounds.start[k]; e < s->bounds.start[k + 1]; e++)
            count[s->form->first_arc + s->bounds.arc[e] + 1]++;
    }
}

static void put(strengthened *s, int *at, int column, int row, double coef)
{
    s->m.row[at[column]] = row;
    s->m.coef[at[column]++] = coef;
}

/* Moves columns apart, last first, and puts the new rows at their ends. */
static void insert(strengthened *s, int first, int *shift, int *at)
{
    for (int j = 0; j < s->m.n_cols; j++)
        shift[j + 1] += shift[j];
    for (int j = s->m.n_cols - 1; j >= 0; j--) {
        int from = s->m.start[j], n = s->m.start[j + 1] - from, to = from + shift[j];
        memmove(s->m.row + to, s->m.row + from, (size_t)n * sizeof *s->m.row);
        memmove(s->m.coef + to, s->m.coef + from, (size_t)n * sizeof *s->m.coef);
        at[j] = to + n;
    }
    for (int j = 0; j <= s->m.n_cols; j++)
        s->m.start[j] += shift[j];
    for (int i = first; i < s->n_active; i++) {
        int k = s->active[i], row = s->form->m.n_rows + i;
        s->m.row_lo[row] = -INFINITY;
        s->m.row_hi[row] = 0.0;
        put(s, at, s->bounds.column[k], row, -1.0);
        for (int e = s->bounds.start[k]; e < s->bounds.start[k + 1]; e++)
            put(s, at, s->form->first_arc + s->bounds.arc[e], row, s->bounds.coef[e] / s->bounds.most[k]);
    }
    s->m.n_rows = s->form->m.n_rows + s->n_active;
}

purse_code strengthened_separate(strengthened *s, const double *x, int *added, purse_error *err)
{
    int first = s->n_active;
    size_t coefs = (size_t)s->m.start[s->m.n_cols];
    for (int k = 0; k < s->bounds.n; k++)
        if (!s->is_active[k] && variable_bounds_excess(&s->bounds, k, x, x + s->form->first_arc) > WORTHWHILE) {
            s->is_active[k] = true;
            s->active[s->n_active++] = k;
            coefs += 1 + (size_t)(s->bounds.start[k + 1] - s->bounds.start[k]);
        }
    *added = s->n_active - first;
    if (*added == 0)
        return PURSE_OK;
    int *shift = calloc((size_t)s->m.n_cols + 2, sizeof *shift);
    int *at = malloc(((size_t)s->m.n_cols + 1) * sizeof *at);
    bool whole = shift && at && room_for(s, (size_t)s->form->m.n_rows + (size_t)s->n_active, coefs);
    if (whole) {
        count_added(s, first, shift);
        insert(s, first, shift, at);
        lp_grow(s->lp, s->form->m.n_rows + first);
    } else
        while (s->n_active > first)
            s->is_active[s->active[--s->n_active]] = false;
    free(shift);
    free(at);
    return whole ? PURSE_OK : purse_error_memory(err);
}

void strengthened_hold(strengthened *s, bool hold)
{
    for (int i = s->form->m.n_rows; i < s->m.n_rows; i++) {
        s->m.row_hi[i] = hold ? 0.0 : INFINITY;
        lp_touch_row(s->lp, i);
    }
}

void strengthened_bound(strengthened *s, int column, double lo, double hi)
{
    s->m.col_lo[column] = lo;
    s->m.col_hi[column] = hi;
    lp_touch_col(s->lp, column);
}
