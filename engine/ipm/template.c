/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Analysis of the matrix that commodities of one kind share.
 *
 * Rows are balances of nodes, then the rows of entry groups, E being what all grouped arcs carry:
 *     flow - share E - slack = 0,      share E - flow - slack = 0,      or flow - share E = 0.
 *
 * A node whose only class goes to one head, as from a service's door through its offers, is folded into that head:
 * adding gain times its row to the head's leaves the class with a single entry. Then what the linking system needs of
 * the inverse of A Theta A' is its last block, when the rows of such classes are eliminated last.
 */

#include <stdlib.h>
#include <string.h>

#include "template_private.h"

enum { BITS = 64 };

static void fill_matrix(workshop *w)
{
    const ipm_draft *d = w->d;
    for (int q = 0; q < d->n_classes; q++) {
        *matrix_entry(w, d->tail[q], q) += 1.0;
        if (d->head[q] >= 0)
            *matrix_entry(w, d->head[q], q) -= d->gain[q];
        for (int i = 0; i < d->n_group_rows && d->class_group[q] >= 0; i++) {
            double side = d->group_kind[i] == GROUP_HI ? -1.0 : 1.0;
            double own = d->class_group[q] == d->group[i] ? 1.0 : 0.0;
            *matrix_entry(w, d->n_nodes + i, q) = side * (own - d->share[i]);
        }
    }
    int slack = d->n_classes;
    for (int i = 0; i < d->n_group_rows; i++)
        if (d->group_kind[i] != GROUP_EQUAL)
            *matrix_entry(w, d->n_nodes + i, slack++) = -1.0;
}

static void fold_rows(workshop *w)
{
    const ipm_draft *d = w->d;
    ipm_template *t = w->t;
    for (int v = 1; v < d->n_nodes; v++) {
        int leaving = 0, only = -1;
        for (int q = 0; q < d->n_classes; q++)
            if (d->tail[q] == v) {
                leaving++;
                only = q;
            }
        if (leaving != 1 || d->head[only] < 0 || !d->kept[only])
            continue;
        int head = d->head[only];
        if (*matrix_entry(w, v, only) != 1.0 || *matrix_entry(w, head, only) != -d->gain[only])
            continue;
        t->fold_from[t->n_folds] = v;
        t->fold_to[t->n_folds] = head;
        t->fold_gain[t->n_folds++] = d->gain[only];
        for (int q = 0; q < t->n_classes; q++)
            *matrix_entry(w, head, q) += d->gain[only] * *matrix_entry(w, v, q);
        *matrix_entry(w, head, only) = 0.0;
    }
}

static bool has(const uint64_t *set, int row)
{
    return set[row / BITS] >> (row % BITS) & 1;
}

static void include(uint64_t *set, int row)
{
    set[row / BITS] |= (uint64_t)1 << (row % BITS);
}

static uint64_t *meets_of(const workshop *w, int row)
{
    return w->meet + (size_t)row * w->words;
}

static void find_meetings(workshop *w)
{
    for (int q = 0; q < w->t->n_classes; q++) {
        int used = 0;
        for (int i = 0; i < w->t->n_rows; i++)
            if (*matrix_entry(w, i, q) != 0.0) {
                w->used[used++] = i;
                w->late[i] |= q < w->d->n_classes && w->d->kept[q];
            }
        for (int i = 0; i < used; i++)
            for (int j = 0; j < used; j++)
                include(meets_of(w, w->used[i]), w->used[j]);
    }
}

static int row_degree(const workshop *w, int row)
{
    const uint64_t *meet = meets_of(w, row);
    int degree = 0;
    for (size_t k = 0; k < w->words; k++)
        for (uint64_t set = meet[k] & w->left[k]; set; set &= set - 1)
            degree++;
    return degree;
}

/* Rows that meet one which is eliminated meet each other. */
static void join_neighbours(workshop *w, int row)
{
    const uint64_t *mine = meets_of(w, row);
    for (int i = 0; i < w->t->n_rows; i++) {
        if (!has(mine, i) || !has(w->left, i))
            continue;
        for (size_t k = 0; k < w->words; k++)
            meets_of(w, i)[k] |= mine[k] & w->left[k];
        w->degree[i] = row_degree(w, i) + (w->late[i] ? 2 * w->t->n_rows : 0);
    }
}

/* Smallest degree first among the rows that no kept class uses, then among the others. */
static void eliminate(workshop *w)
{
    int n = w->t->n_rows;
    for (int i = 0; i < n; i++)
        include(w->left, i);
    for (int i = 0; i < n; i++)
        w->degree[i] = row_degree(w, i) + (w->late[i] ? 2 * n : 0);
    for (int place = 0; place < n; place++) {
        int best = -1;
        for (int i = 0; i < n; i++)
            if (has(w->left, i) && (best < 0 || w->degree[i] < w->degree[best]))
                best = i;
        w->left[best / BITS] &= ~((uint64_t)1 << (best % BITS));
        w->order[place] = best;
        w->t->row_of[best] = place;
        join_neighbours(w, best);
    }
}

bool template_rows_meet(const workshop *w, int place, int other)
{
    return place == other || has(meets_of(w, w->order[place]), w->order[other]);
}

static purse_code allocate(ipm_template *t, const ipm_draft *d, ipm_arena *arena, purse_error *err)
{
    t->n_nodes = d->n_nodes;
    t->n_rows = d->n_nodes + d->n_group_rows;
    t->n_arc_classes = t->n_classes = d->n_classes;
    for (int i = 0; i < d->n_group_rows; i++)
        t->n_classes += d->group_kind[i] != GROUP_EQUAL;
    size_t rows = (size_t)t->n_rows + 1, classes = (size_t)t->n_classes + 1;
    t->n_key = ipm_draft_key_length(d);
    t->n_key_gain = d->n_group_rows + d->n_classes;
    t->key = malloc(((size_t)t->n_key + 1) * sizeof *t->key);
    t->key_gain = malloc(((size_t)t->n_key_gain + 1) * sizeof *t->key_gain);
    t->row_of = ipm_arena_take(arena, rows, sizeof *t->row_of);
    t->fold_from = ipm_arena_take(arena, rows, sizeof *t->fold_from);
    t->fold_to = ipm_arena_take(arena, rows, sizeof *t->fold_to);
    t->fold_gain = ipm_arena_take(arena, rows, sizeof *t->fold_gain);
    t->lower_start = ipm_arena_take(arena, rows, sizeof *t->lower_start);
    t->hit_start = ipm_arena_take(arena, rows, sizeof *t->hit_start);
    t->kept = ipm_arena_take(arena, classes, sizeof *t->kept);
    t->link_of = ipm_arena_take(arena, classes, sizeof *t->link_of);
    bool whole = t->key && t->key_gain && t->row_of && t->fold_from && t->fold_to && t->fold_gain && t->lower_start &&
                 t->hit_start && t->kept && t->link_of;
    return whole ? PURSE_OK : purse_error_memory(err);
}

static void number_links(ipm_template *t, const ipm_draft *d)
{
    for (int q = 0; q < t->n_classes; q++) {
        t->link_of[q] = -1;
        if (q < d->n_classes && d->kept[q]) {
            t->kept[t->n_kept] = q;
            t->link_of[q] = t->n_kept++;
        }
    }
    t->pull_link = d->pulls ? t->n_kept : -1;
    t->first_gathered = t->n_kept + d->pulls;
    t->n_link = t->first_gathered + d->n_gathered + d->n_tiers;
}

static purse_code build(workshop *w, purse_error *err)
{
    ipm_template *t = w->t;
    size_t n = (size_t)t->n_rows;
    if (n > UINT16_MAX || t->n_link > UINT16_MAX)
        return purse_error_memory(err);
    w->a = calloc(n * (size_t)t->n_classes + 1, sizeof *w->a);
    w->words = n / BITS + 1;
    w->meet = calloc(n * w->words + 1, sizeof *w->meet);
    w->left = calloc(w->words, sizeof *w->left);
    w->late = calloc(n + 1, sizeof *w->late);
    w->used = calloc(n + 1, sizeof *w->used);
    w->order = calloc(n + 1, sizeof *w->order);
    w->degree = calloc(n + 1, sizeof *w->degree);
    if (!w->a || !w->meet || !w->left || !w->late || !w->used || !w->order || !w->degree)
        return purse_error_memory(err);
    fill_matrix(w);
    fold_rows(w);
    find_meetings(w);
    eliminate(w);
    return template_lists(w, err);
}

purse_code ipm_template_new(ipm_template **out, const ipm_draft *d, ipm_arena *arena, ipm_arena *often,
                            purse_error *err)
{
    ipm_template *t = calloc(1, sizeof *t);
    if (!t)
        return purse_error_memory(err);
    workshop w = {.d = d, .t = t, .arena = arena, .often = often};
    purse_code code = allocate(t, d, arena, err);
    if (!code) {
        number_links(t, d);
        t->hash = ipm_draft_hash(d);
        ipm_draft_write_key(d, t->key, t->key_gain);
        code = build(&w, err);
    }
    free(w.a);
    free(w.meet);
    free(w.hits);
    free(w.late);
    free(w.left);
    free(w.used);
    free(w.order);
    free(w.degree);
    free(w.col_start);
    free(w.col_row);
    free(w.col_coef);
    if (code)
        ipm_template_free(t);
    else
        *out = t;
    return code;
}

void ipm_template_trim_key(ipm_template *t)
{
    int groups = t->key[1];
    int *key = realloc(t->key, (5 + 2 * (size_t)groups) * sizeof *key);
    double *gain = realloc(t->key_gain, ((size_t)groups + 1) * sizeof *gain);
    t->key = key ? key : t->key;
    t->key_gain = gain ? gain : t->key_gain;
}

void ipm_template_free(ipm_template *t)
{
    if (!t)
        return;
    free(t->key);
    free(t->key_gain);
    free(t);
}
