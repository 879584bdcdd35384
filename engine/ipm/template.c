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
#include "template.h"

#include <stdlib.h>
#include <string.h>

enum { BITS = 64 };

/* Work space: the matrix in full, rows in the draft's order. */
typedef struct workshop {
    const ipm_draft *d;
    ipm_template *t;
    ipm_arena *arena, *often; /* see struct ipm */
    double *a;                /* n_classes * n_rows */
    uint64_t *meet;           /* n_rows * words: the elimination graph, a bit per row */
    uint64_t *left;           /* words: rows that are not yet eliminated */
    size_t words;
    bool *hits; /* n_rows * n_link */
    bool *late; /* row of a kept class */
    int *order; /* place -> row of the draft */
    int *degree, *used;
    int *col_start; /* n_classes + 1: entries of each class, rows ascending */
    ipm_place *col_row;
    double *col_coef;
} workshop;

static double *entry(const workshop *w, int row, int class)
{
    return &w->a[(size_t) class * (size_t)w->t->n_rows + (size_t)row];
}

static void fill_matrix(workshop *w)
{
    const ipm_draft *d = w->d;
    for (int q = 0; q < d->n_classes; q++) {
        *entry(w, d->tail[q], q) += 1.0;
        if (d->head[q] >= 0)
            *entry(w, d->head[q], q) -= d->gain[q];
        for (int i = 0; i < d->n_group_rows && d->class_group[q] >= 0; i++) {
            double side = d->group_kind[i] == GROUP_HI ? -1.0 : 1.0;
            double own = d->class_group[q] == d->group[i] ? 1.0 : 0.0;
            *entry(w, d->n_nodes + i, q) = side * (own - d->share[i]);
        }
    }
    int slack = d->n_classes;
    for (int i = 0; i < d->n_group_rows; i++)
        if (d->group_kind[i] != GROUP_EQUAL)
            *entry(w, d->n_nodes + i, slack++) = -1.0;
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
        if (*entry(w, v, only) != 1.0 || *entry(w, head, only) != -d->gain[only])
            continue;
        t->fold_from[t->n_folds] = v;
        t->fold_to[t->n_folds] = head;
        t->fold_gain[t->n_folds++] = d->gain[only];
        for (int q = 0; q < t->n_classes; q++)
            *entry(w, head, q) += d->gain[only] * *entry(w, v, q);
        *entry(w, head, only) = 0.0;
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
            if (*entry(w, i, q) != 0.0) {
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

static bool meets(const workshop *w, int place, int other)
{
    return place == other || has(meets_of(w, w->order[place]), w->order[other]);
}

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
                if (meets(w, k, i)) {
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
            if (*entry(w, w->order[i], q) != 0.0) {
                w->col_row[n] = (ipm_place)i;
                w->col_coef[n++] = *entry(w, w->order[i], q);
            }
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
    purse_code code = set_factor(w, err);
    if (!code) {
        set_back(w);
        set_updates(t);
        code = set_columns(w, err);
    }
    if (!code)
        code = set_pairs(w, err);
    if (!code)
        code = set_links(w, err);
    return code ? code : set_fours(w, err);
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
