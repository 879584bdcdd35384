/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Once rows are eliminated: entries of the factor, products that go there, classes as pairs, and where link columns reach. */
#include <stdlib.h>
#include <string.h>

#include "template_private.h"

static purse_code set_factor(workshop *w, purse_error *err)
{
    ipm_template *t = w->t;
    int n = t->n_rows, entries = 0;
    size_t products = 0;
    for (int pass = 0; pass < 2; pass++) {
        entries = 0;
        for (int k = 0; k < n; k++) {
            t->lower_start[k] = entries;
            for (int i = k + 1; i < n; i++)
                if (template_rows_meet(w, k, i)) {
                    if (pass) {
                        t->lower_row[entries] = (ipm_place)i;
                        t->lower_col[entries] = (ipm_place)k;
                    }
                    entries++;
                }
            size_t below = (size_t)(entries - t->lower_start[k]);
            products += pass || below == 0 ? 0 : below * (below - 1) / 2;
        }
        t->lower_start[n] = entries;
        if (!pass) {
            t->lower_row = ipm_arena_take(w->often, (size_t)entries, sizeof *t->lower_row);
            t->lower_col = ipm_arena_take(w->often, (size_t)entries, sizeof *t->lower_col);
            t->back = ipm_arena_take(w->often, (size_t)entries, sizeof *t->back);
            t->update = ipm_arena_take(w->arena, products, sizeof *t->update);
            if (!t->lower_row || !t->lower_col || !t->back || !t->update)
                return purse_error_memory(err);
        }
    }
    return PURSE_OK;
}

/* The entries below the diagonal row by row, each row's in any order that is always the same. */
static void set_back(const workshop *w)
{
    ipm_template *t = w->t;
    int n = t->n_rows, *end = w->used;
    memset(end, 0, ((size_t)n + 1) * sizeof *end);
    for (int e = 0; e < t->lower_start[n]; e++)
        end[t->lower_row[e]]++;
    for (int i = n - 1, before = 0; i >= 0; i--)
        before = end[i] += before;
    for (int e = 0; e < t->lower_start[n]; e++)
        t->back[--end[t->lower_row[e]]] = e;
}

/* Places below the diagonal of a column, of `n` ascending rows that all are there; behind the last. */
static ipm_place *find_places(const ipm_template *t, int column, const ipm_place *row, int n, ipm_place *to)
{
    const ipm_place *own = t->lower_row + t->lower_start[column];
    for (int i = 0, place = 0; i < n; i++) {
        while (own[place] < row[i])
            place++;
        *to++ = (ipm_place)place;
    }
    return to;
}

static void set_updates(ipm_template *t)
{
    ipm_place *to = t->update;
    for (int k = 0; k < t->n_rows; k++)
        for (int j = t->lower_start[k], end = t->lower_start[k + 1]; j < end; j++)
            to = find_places(t, t->lower_row[j], t->lower_row + j + 1, end - j - 1, to);
}

/* Among the entries from `first` to `end`, which are few, by ascending row; the new end. */
static int insert_entry(workshop *w, int first, int end, int row, double coef)
{
    int e = end;
    for (; e > first && w->col_row[e - 1] > row; e--) {
        w->col_row[e] = w->col_row[e - 1];
        w->col_coef[e] = w->col_coef[e - 1];
    }
    w->col_row[e] = (ipm_place)row;
    w->col_coef[e] = coef;
    return end + 1;
}

static purse_code set_columns(workshop *w, purse_error *err)
{
    const ipm_template *t = w->t;
    size_t entries = 0;
    for (size_t i = 0; i < (size_t)t->n_rows * (size_t)t->n_classes; i++)
        entries += w->a[i] != 0.0;
    w->col_start = malloc(((size_t)t->n_classes + 1) * sizeof *w->col_start);
    w->col_row = malloc((entries + 1) * sizeof *w->col_row);
    w->col_coef = malloc((entries + 1) * sizeof *w->col_coef);
    if (!w->col_start || !w->col_row || !w->col_coef)
        return purse_error_memory(err);
    int n = 0;
    for (int q = 0; q < t->n_classes; q++) {
        w->col_start[q] = n;
        for (int i = 0; i < t->n_rows; i++)
            if (*matrix_entry(w, i, q) != 0.0)
                n = insert_entry(w, w->col_start[q], n, t->row_of[i], *matrix_entry(w, i, q));
    }
    w->col_start[t->n_classes] = n;
    return PURSE_OK;
}

/* Where below the diagonal of the factor two rows meet, the lower one second. */
static int meeting_place(const ipm_template *t, int row, int below)
{
    int e = t->lower_start[row];
    while (t->lower_row[e] != below)
        e++;
    return e;
}

/* Of entry e of a class, beyond its first two: itself, and its products with those before. */
static void set_more(const workshop *w, int class, int e, int **place)
{
    ipm_template *t = w->t;
    t->more_class[t->n_more] = class;
    t->more_row[t->n_more] = w->col_row[e];
    t->more_coef[t->n_more++] = w->col_coef[e];
    for (int before = w->col_start[class]; before < e; before++)
        *(*place)++ = meeting_place(t, w->col_row[before], w->col_row[e]);
}

static purse_code set_pairs(workshop *w, purse_error *err)
{
    ipm_template *t = w->t;
    size_t classes = (size_t)t->n_classes, more = 0, products = 0;
    for (int q = 0; q < t->n_classes; q++) {
        size_t n = (size_t)(w->col_start[q + 1] - w->col_start[q]);
        more += n > 2 ? n - 2 : 0;
        products += n > 2 ? n * (n - 1) / 2 - 1 : 0;
    }
    t->pair_row = ipm_arena_take(w->often, 2 * classes, sizeof *t->pair_row);
    t->pair_coef = ipm_arena_take(w->often, 2 * classes, sizeof *t->pair_coef);
    t->pair_to = ipm_arena_take(w->arena, classes, sizeof *t->pair_to);
    t->more_class = ipm_arena_take(w->often, more, sizeof *t->more_class);
    t->more_row = ipm_arena_take(w->often, more, sizeof *t->more_row);
    t->more_coef = ipm_arena_take(w->often, more, sizeof *t->more_coef);
    t->more_to = ipm_arena_take(w->arena, products, sizeof *t->more_to);
    if (!t->pair_row || !t->pair_coef || !t->pair_to || !t->more_class || !t->more_row || !t->more_coef || !t->more_to)
        return purse_error_memory(err);
    int *place = t->more_to;
    const int entries = t->lower_start[t->n_rows];
    for (int q = 0; q < t->n_classes; q++) {
        t->pair_row[2 * q + 1] = (ipm_place)(q % t->n_rows);
        t->pair_to[q] = entries > 0 ? q % entries : 0;
        for (int e = w->col_start[q], i = 0; e < w->col_start[q + 1]; e++, i++) {
            if (i >= 2) {
                set_more(w, q, e, &place);
                continue;
            }
            t->pair_row[2 * q + i] = w->col_row[e];
            t->pair_coef[2 * q + i] = w->col_coef[e];
            if (i == 1)
                t->pair_to[q] = meeting_place(t, w->col_row[e - 1], w->col_row[e]);
        }
    }
    return PURSE_OK;
}

/* Link columns and the rows of the factor that each reaches. */
static purse_code set_links(workshop *w, purse_error *err)
{
    ipm_template *t = w->t;
    int n = t->n_rows, m = t->n_link;
    w->hits = calloc((size_t)n * (size_t)m + 1, sizeof *w->hits);
    if (!w->hits)
        return purse_error_memory(err);
    for (int k = 0; k < t->n_kept; k++)
        for (int e = w->col_start[t->kept[k]]; e < w->col_start[t->kept[k] + 1]; e++)
            w->hits[(size_t)w->col_row[e] * (size_t)m + (size_t)k] = true;
    if (t->pull_link >= 0)
        w->hits[(size_t)t->row_of[0] * (size_t)m + (size_t)t->pull_link] = true;
    for (int g = 0; g < w->d->n_gathered; g++)
        for (int k = w->d->gathered_start[g]; k < w->d->gathered_start[g + 1]; k++)
            for (int e = w->col_start[w->d->gathered[k]]; e < w->col_start[w->d->gathered[k] + 1]; e++)
                w->hits[(size_t)w->col_row[e] * (size_t)m + (size_t)(t->first_gathered + g)] = true;
    int all = 0;
    for (int i = 0; i < n; i++) {
        for (int k = m - w->d->n_tiers; k < m; k++)
            w->hits[(size_t)i * (size_t)m + (size_t)k] = true;
        for (int k = 0; k < m; k++) {
            if (!w->hits[(size_t)i * (size_t)m + (size_t)k])
                continue;
            all++;
            for (int e = t->lower_start[i]; e < t->lower_start[i + 1]; e++)
                w->hits[(size_t)t->lower_row[e] * (size_t)m + (size_t)k] = true;
        }
    }
    t->hit = ipm_arena_take(w->arena, (size_t)all, sizeof *t->hit);
    if (!t->hit)
        return purse_error_memory(err);
    all = 0;
    for (int i = 0; i < n; i++) {
        t->hit_start[i] = all;
        for (int k = 0; k < m; k++)
            if (w->hits[(size_t)i * (size_t)m + (size_t)k])
                t->hit[all++] = (ipm_place)k;
    }
    t->hit_start[n] = all;
    return PURSE_OK;
}

/* Link columns that reach any of `row` and the three after it, ascending, into `hit` when there is one. */
static int reach_four(const workshop *w, int row, ipm_place *hit)
{
    int n = 0, m = w->t->n_link;
    for (int k = 0; k < m; k++) {
        bool any = false;
        for (int i = row; i < row + 4 && i < w->t->n_rows; i++)
            any |= w->hits[(size_t)i * (size_t)m + (size_t)k];
        if (any && hit)
            hit[n] = (ipm_place)k;
        n += any;
    }
    return n;
}

static purse_code set_fours(workshop *w, purse_error *err)
{
    ipm_template *t = w->t;
    size_t all = 0;
    for (int i = 0; i < t->n_rows; i += 4)
        all += (size_t)reach_four(w, i, NULL);
    t->four_start = ipm_arena_take(w->arena, (size_t)t->n_rows / 4 + 2, sizeof *t->four_start);
    t->four_hit = ipm_arena_take(w->arena, all, sizeof *t->four_hit);
    if (!t->four_start || !t->four_hit)
        return purse_error_memory(err);
    for (int i = 0; i < t->n_rows; i += 4)
        t->four_start[i / 4 + 1] = t->four_start[i / 4] + reach_four(w, i, t->four_hit + t->four_start[i / 4]);
    return PURSE_OK;
}

purse_code template_lists(workshop *w, purse_error *err)
{
    purse_code code = set_factor(w, err);
    if (!code) {
        set_back(w);
        set_updates(w->t);
        code = set_columns(w, err);
    }
    if (!code)
        code = set_pairs(w, err);
    if (!code)
        code = set_links(w, err);
    return code ? code : set_fours(w, err);
}
