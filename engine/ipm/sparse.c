/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Analysis of the linking system, once per shape: order of elimination (approximate minimum degree), elimination
 * tree, supernodes (neighbouring columns of one pattern, and of nearly one pattern), and for each pair of supernodes
 * the places where the update of the one lands in the other.
 *
 * The only file that includes amd.h. AMD's result depends on the pattern alone.
 */
#include "sparse.h"
#include "dense.h"

#include <amd.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Work space of one analysis. */
typedef struct analysis {
    ipm_sparse *s;
    const size_t *start;
    const int *index;
    int free;    /* unknowns that are not last */
    int *order;  /* position -> unknown */
    int *parent; /* elimination tree over positions, -1 or a position */
    int *count;  /* rows of each column of the factor, itself included */
    int *mark;
    int *list;
} analysis;

static purse_code order_free(analysis *w, purse_error *err)
{
    size_t entries = 0;
    for (int i = 0; i < w->free; i++)
        for (size_t k = w->start[i]; k < w->start[i + 1]; k++)
            entries += w->index[k] < w->free;
    if (entries > INT_MAX / 4)
        return purse_error_set(err, PURSE_ESOLVER, "interior point", "the linking rows meet in too many pairs");
    int *first = malloc(((size_t)w->free + 1) * sizeof *first);
    int *other = malloc((entries + 1) * sizeof *other);
    if (!first || !other) {
        free(first);
        free(other);
        return purse_error_memory(err);
    }
    int n = 0;
    for (int i = 0; i < w->free; i++) {
        first[i] = n;
        for (size_t k = w->start[i]; k < w->start[i + 1]; k++)
            if (w->index[k] < w->free)
                other[n++] = w->index[k];
    }
    first[w->free] = n;
    int status = w->free > 0 ? amd_order(w->free, first, other, w->order, NULL, NULL) : AMD_OK;
    free(first);
    free(other);
    if (status == AMD_OUT_OF_MEMORY)
        return purse_error_memory(err);
    if (status != AMD_OK && status != AMD_OK_BUT_JUMBLED)
        return purse_error_set(err, PURSE_ESOLVER, "interior point", "the linking rows could not be ordered");
    return PURSE_OK;
}

static void set_places(analysis *w)
{
    for (int k = 0; k < w->s->n; k++)
        w->s->place[w->order[k]] = k;
}

/* Liu's elimination tree; `list` holds the shortened ancestors. */
static void find_tree(analysis *w)
{
    for (int k = 0; k < w->free; k++) {
        int unknown = w->order[k];
        w->parent[k] = w->list[k] = -1;
        for (size_t e = w->start[unknown]; e < w->start[unknown + 1]; e++) {
            if (w->index[e] >= w->free)
                continue;
            int i = w->s->place[w->index[e]];
            while (i >= 0 && i < k) {
                int next = w->list[i];
                w->list[i] = k;
                if (next < 0)
                    w->parent[i] = k;
                i = next;
            }
        }
    }
}

/* Children before parents and each subtree in one piece. */
static void postorder(analysis *w, int *first_child, int *sibling, int *fresh)
{
    int n = 0, top = 0;
    for (int k = 0; k < w->free; k++)
        first_child[k] = sibling[k] = -1;
    for (int k = w->free - 1; k >= 0; k--)
        if (w->parent[k] >= 0) {
            sibling[k] = first_child[w->parent[k]];
            first_child[w->parent[k]] = k;
        }
    for (int root = 0; root < w->free; root++) {
        if (w->parent[root] >= 0)
            continue;
        w->list[top++] = root;
        while (top > 0) {
            int k = w->list[top - 1];
            if (first_child[k] >= 0) {
                w->list[top++] = first_child[k];
                first_child[k] = sibling[first_child[k]];
            } else {
                fresh[n++] = w->order[k];
                top--;
            }
        }
    }
    memcpy(w->order, fresh, (size_t)n * sizeof *fresh);
}

/* Walks every row's subtree: one visit per entry of the factor. */
static void count_columns(analysis *w)
{
    for (int k = 0; k < w->free; k++) {
        w->count[k] = 1;
        w->mark[k] = k;
        int unknown = w->order[k];
        for (size_t e = w->start[unknown]; e < w->start[unknown + 1]; e++) {
            if (w->index[e] >= w->free)
                continue;
            for (int i = w->s->place[w->index[e]]; i < k && w->mark[i] != k; i = w->parent[i]) {
                w->mark[i] = k;
                w->count[i]++;
            }
        }
    }
}

/* Fundamental supernodes; columns that meet different last unknowns may share one, at the price of some zeros. */
static void find_supernodes(analysis *w)
{
    ipm_sparse *s = w->s;
    s->n_super = 0;
    for (int k = 0; k < w->free; k++) {
        bool joins = k > 0 && w->parent[k - 1] == k && w->count[k - 1] == w->count[k] + 1;
        if (!joins)
            s->super_first[s->n_super++] = k;
        s->super_of[k] = s->n_super - 1;
    }
    s->super_first[s->n_super] = w->free;
    if (s->n_last > 0) {
        for (int k = w->free; k < s->n; k++)
            s->super_of[k] = s->n_super;
        s->super_first[++s->n_super] = s->n;
    }
}

static bool worth_joining(int columns, double zeros, double entries)
{
    double share = entries > 0.0 ? zeros / entries : 0.0;
    return columns <= 4 || (columns <= 16 && share < 0.4) || (columns <= 48 && share < 0.15) || share < 0.05;
}

/* Joins a supernode to its last child while few zeros are stored for it. Counts are of first columns. */
static void join_supernodes(analysis *w)
{
    ipm_sparse *s = w->s;
    int kept = 0, all = s->n_super - (s->n_last > 0);
    double *zeros = s->room;
    for (int j = 0; j < all; j++) {
        int first = s->super_first[j], end = s->super_first[j + 1], rows = w->count[first];
        double mine = 0.0;
        while (kept > 0) {
            int before = s->super_first[kept - 1], last = first - 1, columns = end - before;
            if (w->parent[last] < first || w->parent[last] >= end)
                break;
            double joined = (double)(first - before) + rows;
            double added = (joined - w->count[before]) * (first - before);
            double total = zeros[kept - 1] + mine + added;
            if (!worth_joining(columns, total, joined * columns))
                break;
            mine = total;
            rows = (int)joined;
            first = before;
            kept--;
        }
        w->count[first] = rows;
        zeros[kept] = mine;
        s->super_first[kept++] = first;
    }
    s->super_first[kept] = w->free;
    if (s->n_last > 0)
        s->super_first[++kept] = s->n;
    s->n_super = kept;
    for (int j = 0; j < kept; j++)
        for (int k = s->super_first[j]; k < s->super_first[j + 1]; k++)
            s->super_of[k] = j;
}

static int ascending(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}

/* Rows below supernode j: those of its columns in the matrix and those below its children. */
static int gather_below(analysis *w, int j, int *child, const int *next_child)
{
    ipm_sparse *s = w->s;
    int first = s->super_first[j], end = s->super_first[j + 1], n = 0;
    for (int k = first; k < end; k++)
        for (size_t e = w->start[w->order[k]]; e < w->start[w->order[k] + 1]; e++) {
            int row = s->place[w->index[e]];
            if (row >= end && w->mark[row] != j) {
                w->mark[row] = j;
                w->list[n++] = row;
            }
        }
    for (int c = child[j]; c >= 0; c = next_child[c])
        for (size_t e = s->below_start[c]; e < s->below_start[c + 1]; e++) {
            int row = s->below[e];
            if (row >= end && w->mark[row] != j) {
                w->mark[row] = j;
                w->list[n++] = row;
            }
        }
    qsort(w->list, (size_t)n, sizeof *w->list, ascending);
    return n;
}

static purse_code find_rows(analysis *w, int *child, int *next_child, purse_error *err)
{
    ipm_sparse *s = w->s;
    size_t used = 0, room = 0;
    for (int j = 0; j < s->n_super; j++)
        child[j] = -1;
    for (int k = 0; k < s->n; k++)
        w->mark[k] = -1;
    for (int j = 0; j < s->n_super; j++) {
        s->below_start[j] = used;
        int n = s->super_first[j] < w->free ? gather_below(w, j, child, next_child) : 0;
        if (used + (size_t)n > room) {
            room = 2 * (used + (size_t)n) + 1024;
            int *bigger = realloc(s->below, room * sizeof *bigger);
            if (!bigger)
                return purse_error_memory(err);
            s->below = bigger;
        }
        if (n > 0) {
            memcpy(s->below + used, w->list, (size_t)n * sizeof *w->list);
            int above = s->super_of[w->list[0]];
            next_child[j] = child[above];
            child[above] = j;
        }
        used += (size_t)n;
        int columns = s->super_first[j + 1] - s->super_first[j];
        s->value_start[j + 1] = s->value_start[j] + (size_t)columns * ((size_t)columns + (size_t)n);
    }
    s->below_start[s->n_super] = used;
    s->value = calloc(s->value_start[s->n_super] + IPM_BEYOND, sizeof *s->value);
    return s->value ? PURSE_OK : purse_error_memory(err);
}

/* Place of a position in the panel of supernode j. */
static int panel_row(const ipm_sparse *s, int j, int position)
{
    int first = s->super_first[j], end = s->super_first[j + 1];
    if (position < end)
        return position - first;
    size_t lo = s->below_start[j], hi = s->below_start[j + 1];
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (s->below[mid] < position)
            lo = mid + 1;
        else
            hi = mid;
    }
    return end - first + (int)(lo - s->below_start[j]);
}

/* Counts (with update NULL) or fills the updates of all supernodes. */
static void list_updates(ipm_sparse *s, size_t *n_updates, size_t *n_relative, size_t *largest)
{
    size_t updates = 0, relative = 0;
    *largest = 0;
    for (int j = 0; j < s->n_super; j++) {
        const int *below = s->below + s->below_start[j];
        int n = (int)(s->below_start[j + 1] - s->below_start[j]);
        s->update_start[j] = updates;
        for (int i = 0; i < n;) {
            int target = s->super_of[below[i]], end = i;
            while (end < n && s->super_of[below[end]] == target)
                end++;
            if (s->update) {
                s->update[updates].target = target;
                s->update[updates].first = i;
                s->update[updates].end = end;
                s->update[updates].relative = relative;
                for (int k = i; k < n; k++)
                    s->relative[relative + (size_t)(k - i)] = panel_row(s, target, below[k]);
            }
            size_t size = (size_t)(n - i) * (size_t)(end - i);
            *largest = size > *largest ? size : *largest;
            relative += (size_t)(n - i);
            updates++;
            i = end;
        }
    }
    s->update_start[s->n_super] = updates;
    *n_updates = updates;
    *n_relative = relative;
}

static purse_code plan_updates(ipm_sparse *s, purse_error *err)
{
    size_t updates, relative, largest;
    list_updates(s, &updates, &relative, &largest);
    free(s->room);
    s->room = malloc((largest + (size_t)s->n + 1) * sizeof *s->room);
    s->relative = malloc((relative + 1) * sizeof *s->relative);
    s->update = malloc((updates + 1) * sizeof *s->update);
    if (!s->room || !s->relative || !s->update)
        return purse_error_memory(err);
    list_updates(s, &updates, &relative, &largest);
    return PURSE_OK;
}

static purse_code analyse(analysis *w, purse_error *err)
{
    size_t n = (size_t)w->s->n + 1;
    int *a = malloc(n * sizeof *a), *b = malloc(n * sizeof *b), *c = malloc(n * sizeof *c);
    purse_code code = a && b && c ? order_free(w, err) : purse_error_memory(err);
    if (!code) {
        for (int k = w->free; k < w->s->n; k++)
            w->order[k] = k;
        set_places(w);
        find_tree(w);
        postorder(w, a, b, c);
        set_places(w);
        find_tree(w);
        count_columns(w);
        find_supernodes(w);
        join_supernodes(w);
        code = find_rows(w, a, b, err);
    }
    if (!code)
        code = plan_updates(w->s, err);
    free(a);
    free(b);
    free(c);
    return code;
}

purse_code ipm_sparse_new(ipm_sparse **out, int n, int n_last, const size_t *start, const int *index, purse_error *err)
{
    ipm_sparse *s = calloc(1, sizeof *s);
    if (!s)
        return purse_error_memory(err);
    size_t room = (size_t)n + 2;
    s->n = n;
    s->n_last = n_last;
    s->place = malloc(room * sizeof *s->place);
    s->super_first = malloc(room * sizeof *s->super_first);
    s->super_of = malloc(room * sizeof *s->super_of);
    s->below_start = calloc(room, sizeof *s->below_start);
    s->value_start = calloc(room, sizeof *s->value_start);
    s->update_start = calloc(room, sizeof *s->update_start);
    s->room = calloc(room, sizeof *s->room);
    s->begin = calloc(room, sizeof *s->begin);
    s->solution = calloc(room, sizeof *s->solution);
    s->sign = malloc(room);
    analysis w = {.s = s, .start = start, .index = index, .free = n - n_last};
    w.order = malloc(room * sizeof *w.order);
    w.parent = malloc(room * sizeof *w.parent);
    w.count = malloc(room * sizeof *w.count);
    w.mark = malloc(room * sizeof *w.mark);
    w.list = malloc(room * sizeof *w.list);
    bool whole = s->place && s->super_first && s->super_of && s->below_start && s->value_start && s->update_start &&
                 s->room && s->begin && s->solution && s->sign && w.order && w.parent && w.count && w.mark && w.list;
    purse_code code = whole ? analyse(&w, err) : purse_error_memory(err);
    free(w.order);
    free(w.parent);
    free(w.count);
    free(w.mark);
    free(w.list);
    if (code) {
        ipm_sparse_free(s);
        return code;
    }
    memset(s->sign, 1, room);
    *out = s;
    return PURSE_OK;
}

void ipm_sparse_free(ipm_sparse *s)
{
    if (!s)
        return;
    void *all[] = {s->place,        s->super_first, s->super_of, s->below_start, s->below, s->value_start, s->value,
                   s->update_start, s->update,      s->relative, s->room,        s->begin, s->solution,    s->sign};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    free(s);
}

size_t ipm_sparse_entry(const ipm_sparse *s, int i, int j)
{
    int row = s->place[i], column = s->place[j];
    if (row < column) {
        int kept = row;
        row = column;
        column = kept;
    }
    int super = s->super_of[column], first = s->super_first[super];
    size_t columns = (size_t)(s->super_first[super + 1] - first);
    size_t ld = columns + (s->below_start[super + 1] - s->below_start[super]);
    return s->value_start[super] + (size_t)(column - first) * ld + (size_t)panel_row(s, super, row);
}

void ipm_sparse_negative(ipm_sparse *s, int i)
{
    s->sign[s->place[i]] = -1;
}
