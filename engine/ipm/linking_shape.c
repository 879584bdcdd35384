/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Analysis of the linking system. Its unknowns are the linking rows (with those of the tiers) and the columns that
 * stay; its pattern comes from clusters, whose unknowns all meet, and from columns that are eliminated, whose rows
 * all meet. Rows that meet very many, as budgets do, go last with the columns that stay, into one dense block.
 */
#include <stdlib.h>
#include <string.h>

#include "shape.h"

typedef struct pattern {
    ipm *s;
    size_t *of_start; /* per unknown: its clusters and columns */
    int *of;          /* cluster, or -1 - column */
    int *mark;
    size_t *start;
    int *index;
    int *name; /* unknown -> unknown of the factor */
    int n_last;
} pattern;

/* Columns, each with an entry on every tier's row at its end. */
static purse_code list_columns(ipm *s, purse_error *err)
{
    const purse_program *p = s->p;
    size_t n = p->n_cols > 0 ? (size_t)p->col_start[p->n_cols] : 0;
    n += (size_t)p->n_cols * PURSE_MAX_TIERS;
    s->g_start = calloc((size_t)p->n_cols + 1, sizeof *s->g_start);
    s->g_row = malloc((n + 1) * sizeof *s->g_row);
    s->g_coef = malloc((n + 1) * sizeof *s->g_coef);
    if (!s->g_start || !s->g_row || !s->g_coef)
        return purse_error_memory(err);
    int at_entry = 0;
    for (int j = 0; j < p->n_cols; j++) {
        for (int k = p->col_start[j]; k < p->col_start[j + 1]; k++) {
            s->g_row[at_entry] = p->col_row[k];
            s->g_coef[at_entry++] = p->col_coef[k];
        }
        for (int t = 0; t < p->n_tiers - 1; t++) {
            s->g_row[at_entry] = p->n_rows + t;
            s->g_coef[at_entry++] = 0.0;
        }
        s->g_start[j + 1] = at_entry;
    }
    return PURSE_OK;
}

static purse_code list_meetings(pattern *w, purse_error *err)
{
    ipm *s = w->s;
    size_t n = (size_t)s->n_unknown;
    w->of_start = calloc(n + 2, sizeof *w->of_start);
    if (!w->of_start)
        return purse_error_memory(err);
    for (int c = 0; c < s->n_clusters; c++)
        for (int i = 0; i < s->cluster[c].n; i++)
            w->of_start[s->cluster[c].unknown[i] + 2]++;
    for (int j = 0; j < s->p->n_cols; j++) {
        for (int k = s->g_start[j]; k < s->g_start[j + 1]; k++)
            w->of_start[s->g_row[k] + 2]++;
        if (s->unknown_of[j] >= 0)
            w->of_start[s->unknown_of[j] + 2]++;
    }
    for (size_t i = 2; i < n + 2; i++)
        w->of_start[i] += w->of_start[i - 1];
    w->of = malloc((w->of_start[n + 1] + 1) * sizeof *w->of);
    if (!w->of)
        return purse_error_memory(err);
    for (int c = 0; c < s->n_clusters; c++)
        for (int i = 0; i < s->cluster[c].n; i++)
            w->of[w->of_start[s->cluster[c].unknown[i] + 1]++] = c;
    for (int j = 0; j < s->p->n_cols; j++) {
        for (int k = s->g_start[j]; k < s->g_start[j + 1]; k++)
            w->of[w->of_start[s->g_row[k] + 1]++] = -1 - j;
        if (s->unknown_of[j] >= 0)
            w->of[w->of_start[s->unknown_of[j] + 1]++] = -1 - j;
    }
    return PURSE_OK;
}

/* Unknowns that unknown u meets, noted in `out` when there is one. Every row meets those of the tiers. */
static size_t neighbours(pattern *w, int u, int *out)
{
    ipm *s = w->s;
    size_t n = 0;
    w->mark[u] = u;
    for (int r = s->p->n_rows; r < s->n_rows; r++)
        if (w->mark[r] != u) {
            w->mark[r] = u;
            if (out)
                out[n] = r;
            n++;
        }
    for (size_t k = w->of_start[u]; k < w->of_start[u + 1]; k++) {
        bool cluster = w->of[k] >= 0;
        int j = -1 - w->of[k];
        const int *list = cluster ? s->cluster[w->of[k]].unknown : s->g_row + s->g_start[j];
        int length = cluster ? s->cluster[w->of[k]].n : s->g_start[j + 1] - s->g_start[j];
        /* A column that stays meets its rows, but they do not meet through it. */
        bool stays = !cluster && s->unknown_of[j] >= 0;
        if (stays && s->unknown_of[j] != u) {
            list = &s->unknown_of[j];
            length = 1;
        }
        for (int i = 0; i < length; i++)
            if (w->mark[list[i]] != u) {
                w->mark[list[i]] = u;
                if (out)
                    out[n] = list[i];
                n++;
            }
    }
    return n;
}

/* Names for the factor: rows first, then rows that meet many, then columns that stay. */
static void name_unknowns(pattern *w, const size_t *degree)
{
    ipm *s = w->s;
    double many = fmax(64.0, 12.0 * sqrt((double)s->n_unknown));
    int first = 0, last = 0;
    for (int u = 0; u < s->n_rows; u++)
        last += u >= s->p->n_rows || (double)degree[u] > many;
    w->n_last = last + s->n_kept;
    last = s->n_unknown - w->n_last;
    for (int u = 0; u < s->n_unknown; u++)
        w->name[u] = u >= s->p->n_rows || (double)degree[u] > many ? last++ : first++;
}

static purse_code make_pattern(pattern *w, purse_error *err)
{
    ipm *s = w->s;
    size_t n = (size_t)s->n_unknown, total = 0;
    size_t *degree = malloc((n + 1) * sizeof *degree);
    int *of_name = malloc((n + 1) * sizeof *of_name);
    w->mark = malloc((n + 1) * sizeof *w->mark);
    w->name = malloc((n + 1) * sizeof *w->name);
    w->start = malloc((n + 1) * sizeof *w->start);
    purse_code code = degree && of_name && w->mark && w->name && w->start ? PURSE_OK : purse_error_memory(err);
    if (!code) {
        for (size_t u = 0; u < n; u++)
            w->mark[u] = -1;
        for (size_t u = 0; u < n; u++)
            total += degree[u] = neighbours(w, (int)u, NULL);
        name_unknowns(w, degree);
        w->index = malloc((total + 1) * sizeof *w->index);
        code = w->index ? PURSE_OK : purse_error_memory(err);
    }
    if (!code) {
        size_t used = 0;
        for (size_t u = 0; u < n; u++) {
            w->mark[u] = -1;
            of_name[w->name[u]] = (int)u;
        }
        for (size_t k = 0; k < n; k++) {
            w->start[k] = used;
            size_t found = neighbours(w, of_name[k], w->index + used);
            for (size_t i = used; i < used + found; i++)
                w->index[i] = w->name[w->index[i]];
            used += found;
        }
        w->start[n] = used;
    }
    free(degree);
    free(of_name);
    return code;
}

static purse_code find_entries(pattern *w, purse_error *err)
{
    ipm *s = w->s;
    const purse_program *p = s->p;
    size_t n = 0;
    s->pair_start = calloc((size_t)p->n_cols + 1, sizeof *s->pair_start);
    s->diagonal = malloc(((size_t)s->n_unknown + 1) * sizeof *s->diagonal);
    if (!s->pair_start || !s->diagonal)
        return purse_error_memory(err);
    for (int j = 0; j < p->n_cols; j++) {
        size_t length = (size_t)(s->g_start[j + 1] - s->g_start[j]);
        n += s->unknown_of[j] >= 0 ? length : length * (length + 1) / 2;
        s->pair_start[j + 1] = n;
    }
    s->pair = malloc((n + 1) * sizeof *s->pair);
    if (!s->pair)
        return purse_error_memory(err);
    n = 0;
    for (int j = 0; j < p->n_cols; j++)
        for (int k = s->g_start[j]; k < s->g_start[j + 1]; k++) {
            int row = w->name[s->g_row[k]];
            if (s->unknown_of[j] >= 0) {
                s->pair[n++] = ipm_sparse_entry(s->sparse, row, w->name[s->unknown_of[j]]);
                continue;
            }
            for (int i = s->g_start[j]; i <= k; i++)
                s->pair[n++] = ipm_sparse_entry(s->sparse, row, w->name[s->g_row[i]]);
        }
    size_t tiers = (size_t)(p->n_tiers - 1);
    s->row_pair = malloc(((size_t)s->n_rows * tiers + 1) * sizeof *s->row_pair);
    if (!s->row_pair)
        return purse_error_memory(err);
    for (int r = 0; r < s->n_rows; r++)
        for (size_t t = 0; t < tiers; t++)
            s->row_pair[(size_t)r * tiers + t] = ipm_sparse_entry(s->sparse, w->name[r], w->name[p->n_rows + (int)t]);
    for (int u = 0; u < s->n_unknown; u++)
        s->diagonal[u] = ipm_sparse_entry(s->sparse, w->name[u], w->name[u]);
    for (int i = 0; i < s->n_clusters; i++) {
        ipm_cluster *c = &s->cluster[i];
        uint32_t *to = c->target;
        for (int a = 0; a < c->n; a++)
            for (int b = 0; b <= a; b++)
                *to++ = (uint32_t)ipm_sparse_entry(s->sparse, w->name[c->unknown[a]], w->name[c->unknown[b]]);
    }
    for (int u = s->n_rows; u < s->n_unknown; u++)
        ipm_sparse_negative(s->sparse, w->name[u]);
    return PURSE_OK;
}

purse_code ipm_linking_new(ipm *s, purse_error *err)
{
    pattern w = {.s = s};
    purse_code code = list_columns(s, err);
    if (!code)
        code = list_meetings(&w, err);
    if (!code)
        code = make_pattern(&w, err);
    if (!code)
        code = ipm_sparse_new(&s->sparse, s->n_unknown, w.n_last, w.start, w.index, err);
    if (!code && s->sparse->value_start[s->sparse->n_super] > UINT32_MAX) /* entries are told by as many bits */
        code = purse_error_memory(err);
    if (!code)
        code = find_entries(&w, err);
    s->name = w.name;
    free(w.of_start);
    free(w.of);
    free(w.mark);
    free(w.start);
    free(w.index);
    return code;
}

void ipm_linking_free(ipm *s)
{
    ipm_sparse_free(s->sparse);
    void *all[] = {s->g_start, s->g_row, s->g_coef, s->pair, s->pair_start, s->diagonal, s->name, s->row_pair};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
}
