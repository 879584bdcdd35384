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

/* Work space: the matrix in full, rows in the draft's order. */
typedef struct workshop {
    const ipm_draft *d;
    ipm_template *t;
    double *a;  /* n_rows * n_classes */
    bool *meet; /* n_rows * n_rows: the elimination graph */
    bool *hits; /* n_rows * n_link */
    bool *late; /* row of a kept class */
    bool *done;
    int *order; /* place -> row of the draft */
    int *degree;
} workshop;

static double *entry(const workshop *w, int row, int class)
{
    return &w->a[(size_t)row * (size_t)w->t->n_classes + (size_t) class];
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

static void find_meetings(workshop *w)
{
    int n = w->t->n_rows;
    for (int q = 0; q < w->t->n_classes; q++) {
        int used = 0;
        for (int i = 0; i < n; i++)
            if (*entry(w, i, q) != 0.0) {
                w->degree[used++] = i;
                w->late[i] |= q < w->d->n_classes && w->d->kept[q];
            }
        for (int i = 0; i < used; i++)
            for (int j = 0; j < used; j++)
                w->meet[(size_t)w->degree[i] * (size_t)n + (size_t)w->degree[j]] = true;
    }
}

static int row_degree(const workshop *w, int row)
{
    int n = w->t->n_rows, degree = 0;
    for (int j = 0; j < n; j++)
        degree += w->meet[(size_t)row * (size_t)n + (size_t)j] && !w->done[j];
    return degree;
}

/* Smallest degree first among the rows that no kept class uses, then among the others. */
static void eliminate(workshop *w)
{
    int n = w->t->n_rows;
    for (int place = 0; place < n; place++) {
        int best = -1, least = 0;
        for (int i = 0; i < n; i++) {
            if (w->done[i])
                continue;
            int degree = row_degree(w, i) + (w->late[i] ? 2 * n : 0);
            if (best < 0 || degree < least) {
                best = i;
                least = degree;
            }
        }
        w->done[best] = true;
        w->order[place] = best;
        w->t->row_of[best] = place;
        const bool *mine = w->meet + (size_t)best * (size_t)n;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n && mine[i] && !w->done[i]; j++)
                w->meet[(size_t)i * (size_t)n + (size_t)j] |= mine[j] && !w->done[j];
    }
}

static bool meets(const workshop *w, int place, int other)
{
    return w->meet[(size_t)w->order[place] * (size_t)w->t->n_rows + (size_t)w->order[other]] || place == other;
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
            for (int i = k; i < n; i++)
                if (meets(w, k, i)) {
                    if (pass)
                        t->lower_row[entries] = i;
                    entries++;
                }
            size_t below = (size_t)(entries - t->lower_start[k] - 1);
            products += pass ? 0 : below * (below + 1) / 2;
        }
        t->lower_start[n] = entries;
        if (!pass) {
            t->lower_row = malloc(((size_t)entries + 1) * sizeof *t->lower_row);
            t->update = malloc((products + 1) * sizeof *t->update);
            if (!t->lower_row || !t->update)
                return purse_error_memory(err);
        }
    }
    return PURSE_OK;
}

static int lower_entry(const ipm_template *t, int row, int column)
{
    int lo = t->lower_start[column], hi = t->lower_start[column + 1];
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (t->lower_row[mid] < row)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static void set_updates(ipm_template *t)
{
    int *to = t->update;
    for (int k = 0; k < t->n_rows; k++)
        for (int j = t->lower_start[k] + 1; j < t->lower_start[k + 1]; j++)
            for (int i = j; i < t->lower_start[k + 1]; i++)
                *to++ = lower_entry(t, t->lower_row[i], t->lower_row[j]);
}

static purse_code set_columns(workshop *w, purse_error *err)
{
    ipm_template *t = w->t;
    size_t entries = 0, products = 0;
    for (int q = 0; q < t->n_classes; q++) {
        size_t used = 0;
        for (int i = 0; i < t->n_rows; i++)
            used += *entry(w, i, q) != 0.0;
        entries += used;
        products += used * (used + 1) / 2;
    }
    t->col_row = malloc((entries + 1) * sizeof *t->col_row);
    t->col_coef = malloc((entries + 1) * sizeof *t->col_coef);
    t->add_to = malloc((products + 1) * sizeof *t->add_to);
    t->add_coef = malloc((products + 1) * sizeof *t->add_coef);
    if (!t->col_row || !t->col_coef || !t->add_to || !t->add_coef)
        return purse_error_memory(err);
    int n = 0, sums = 0;
    for (int q = 0; q < t->n_classes; q++) {
        t->col_start[q] = n;
        t->add_start[q] = sums;
        for (int i = 0; i < t->n_rows; i++)
            if (*entry(w, w->order[i], q) != 0.0) {
                t->col_row[n] = i;
                t->col_coef[n++] = *entry(w, w->order[i], q);
            }
        for (int j = t->col_start[q]; j < n; j++)
            for (int i = j; i < n; i++) {
                t->add_to[sums] = lower_entry(t, t->col_row[i], t->col_row[j]);
                t->add_coef[sums++] = t->col_coef[i] * t->col_coef[j];
            }
    }
    t->col_start[t->n_classes] = n;
    t->add_start[t->n_classes] = sums;
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
        for (int e = t->col_start[t->kept[k]]; e < t->col_start[t->kept[k] + 1]; e++)
            w->hits[(size_t)t->col_row[e] * (size_t)m + (size_t)k] = true;
    if (t->pull_link >= 0)
        w->hits[(size_t)t->row_of[0] * (size_t)m + (size_t)t->pull_link] = true;
    for (int g = 0; g < w->d->n_gathered; g++)
        for (int k = w->d->gathered_start[g]; k < w->d->gathered_start[g + 1]; k++)
            for (int e = t->col_start[w->d->gathered[k]]; e < t->col_start[w->d->gathered[k] + 1]; e++)
                w->hits[(size_t)t->col_row[e] * (size_t)m + (size_t)(t->first_gathered + g)] = true;
    int all = 0;
    for (int i = 0; i < n; i++) {
        for (int k = m - w->d->n_tiers; k < m; k++)
            w->hits[(size_t)i * (size_t)m + (size_t)k] = true;
        for (int k = 0; k < m; k++) {
            if (!w->hits[(size_t)i * (size_t)m + (size_t)k])
                continue;
            all++;
            for (int e = t->lower_start[i] + 1; e < t->lower_start[i + 1]; e++)
                w->hits[(size_t)t->lower_row[e] * (size_t)m + (size_t)k] = true;
        }
    }
    t->hit = malloc(((size_t)all + 1) * sizeof *t->hit);
    if (!t->hit)
        return purse_error_memory(err);
    all = 0;
    for (int i = 0; i < n; i++) {
        t->hit_start[i] = all;
        for (int k = 0; k < m; k++)
            if (w->hits[(size_t)i * (size_t)m + (size_t)k])
                t->hit[all++] = k;
    }
    t->hit_start[n] = all;
    return PURSE_OK;
}

static purse_code allocate(ipm_template *t, const ipm_draft *d, purse_error *err)
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
    t->row_of = malloc(rows * sizeof *t->row_of);
    t->col_start = malloc(classes * sizeof *t->col_start);
    t->add_start = malloc(classes * sizeof *t->add_start);
    t->fold_from = malloc(rows * sizeof *t->fold_from);
    t->fold_to = malloc(rows * sizeof *t->fold_to);
    t->fold_gain = malloc(rows * sizeof *t->fold_gain);
    t->lower_start = malloc(rows * sizeof *t->lower_start);
    t->hit_start = malloc(rows * sizeof *t->hit_start);
    t->kept = malloc(classes * sizeof *t->kept);
    t->link_of = malloc(classes * sizeof *t->link_of);
    bool whole = t->key && t->key_gain && t->row_of && t->col_start && t->add_start && t->fold_from && t->fold_to &&
                 t->fold_gain && t->lower_start && t->hit_start && t->kept && t->link_of;
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
    w->a = calloc(n * (size_t)t->n_classes + 1, sizeof *w->a);
    w->meet = calloc(n * n + 1, sizeof *w->meet);
    w->late = calloc(n + 1, sizeof *w->late);
    w->done = calloc(n + 1, sizeof *w->done);
    w->order = calloc(n + 1, sizeof *w->order);
    w->degree = calloc(n + 1, sizeof *w->degree);
    if (!w->a || !w->meet || !w->late || !w->done || !w->order || !w->degree)
        return purse_error_memory(err);
    fill_matrix(w);
    fold_rows(w);
    find_meetings(w);
    eliminate(w);
    purse_code code = set_factor(w, err);
    if (!code) {
        set_updates(t);
        code = set_columns(w, err);
    }
    return code ? code : set_links(w, err);
}

purse_code ipm_template_new(ipm_template **out, const ipm_draft *d, purse_error *err)
{
    ipm_template *t = calloc(1, sizeof *t);
    if (!t)
        return purse_error_memory(err);
    workshop w = {.d = d, .t = t};
    purse_code code = allocate(t, d, err);
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
    free(w.done);
    free(w.order);
    free(w.degree);
    if (code)
        ipm_template_free(t);
    else
        *out = t;
    return code;
}

void ipm_template_free(ipm_template *t)
{
    if (!t)
        return;
    void *all[] = {t->row_of,      t->col_start, t->col_row, t->col_coef,  t->fold_from, t->fold_to,  t->fold_gain,
                   t->lower_start, t->lower_row, t->update,  t->add_start, t->add_to,    t->add_coef, t->kept,
                   t->link_of,     t->hit_start, t->hit,     t->key,       t->key_gain};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    free(t);
}
