/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which commodities share a bundle. A bundle has as many slots of each kind as the lane with the most arcs of it, and as
 * many rows, so what a partition costs is the sum over bundles and kinds of the largest count.
 *
 * A kind is told by the marks of an arc's ends, whether they belong to parties, its group and its gain, or by the mark
 * of a node; which party is matched with which is left to alike.c, and makes little difference. Each commodity is a row
 * of counts. Rows are put in lexicographic order, cut into bundles, and pairs of bundles swap members as long as that
 * costs less.
 */
#include "partition.h"

#include <stdlib.h>
#include <string.h>

#include "engine/hash.h"

/* Commodities among which partners are sought, and passes over their bundles at most. */
enum { TOGETHER = 128, PASSES = 16 };
/* Kinds told apart, in a table of open addressing; rows of counts are a whole number of WIDTH long. */
enum { KINDS = 1024, TABLE = 4 * KINDS, WIDTH = 32, MOST_COUNT = 255 };
/* A node, whose row has entries in the factor, counts for as many arcs. */
enum { NODE = 4 };

typedef struct sketch {
    const unsigned char *count; /* per kind */
    const unsigned char *rest;  /* the largest counts of the rest of its bundle */
    int sum, rest_sum;
    int commodity, arcs;
    size_t width;
} sketch;

typedef struct table_entry {
    uint64_t hash;
    int kind; /* -1: free */
} table_entry;

struct ipm_partition {
    const purse_program *p;
    const ipm_survey *v;
    table_entry *table;
    int n_kinds;
    size_t width;
    unsigned char *count, *rest; /* TOGETHER * KINDS; of rows side by side, width each */
    sketch row[TOGETHER];
    int last_change[TOGETHER / LANES]; /* per bundle: pass in which it changed last */
};

/* The part that a node of a commodity plays. */
static uint64_t part_of(const purse_program *p, int node, int source, bool marked)
{
    uint64_t mark = (uint64_t)(uint32_t)(marked ? p->node_mark[node] : node - source);
    return mark * 2 + (marked && node > source && p->node_party[node] >= 0);
}

static uint64_t hash_of(const purse_program *p, int c, int a, bool marked)
{
    int source = p->node_start[c];
    bool ends = p->arc_head[a] < 0 || p->arc_gain[a] == 0.0;
    double gain = ends ? 0.0 : p->arc_gain[a];
    uint64_t group = p->arc_group[a] < 0 ? 0 : 1 + (uint64_t)(p->arc_group[a] - p->group_start[c]);
    uint64_t hash = hash_stir(part_of(p, p->arc_tail[a], source, marked), group);
    hash = hash_stir(hash, ends ? ~(uint64_t)0 : part_of(p, p->arc_head[a], source, marked));
    return hash_stir(hash, hash_bits(gain));
}

/* Beyond KINDS they share the last one. */
static int kind_of(ipm_partition *u, uint64_t hash)
{
    size_t at = (size_t)(hash >> 32) % TABLE;
    for (; u->table[at].kind >= 0; at = (at + 1) % TABLE)
        if (u->table[at].hash == hash)
            return u->table[at].kind;
    if (u->n_kinds == KINDS)
        return KINDS - 1;
    u->table[at] = (table_entry){hash, u->n_kinds};
    return u->n_kinds++;
}

static void add(unsigned char *count, int kind, int more)
{
    int sum = count[kind] + more;
    count[kind] = (unsigned char)(sum < MOST_COUNT ? sum : MOST_COUNT);
}

/* Counts of a commodity's arcs and nodes by kind, KINDS of them. */
static void read_row(ipm_partition *u, int c, sketch *row, unsigned char *count)
{
    const purse_program *p = u->p;
    bool marked = ipm_is_marked(p, c);
    int source = p->node_start[c];
    *row = (sketch){.count = count, .commodity = c};
    memset(count, 0, KINDS);
    for (int a = p->arc_first[c]; a < p->arc_first[c + 1]; a++) {
        if (u->v->class_of[a] < 0)
            continue;
        add(count, kind_of(u, hash_of(p, c, a, marked)), 1);
        row->arcs++;
    }
    for (int v = source + 1; v < p->node_start[c + 1]; v++)
        if (ipm_survey_lives(u->v, p, v))
            add(count, kind_of(u, hash_stir(part_of(p, v, source, marked), ~(uint64_t)0)), NODE);
}

static int sum_of(const unsigned char *count, size_t width)
{
    int sum = 0;
    for (size_t i = 0; i < width; i++)
        sum += count[i];
    return sum;
}

/* Rows side by side, as wide as there are kinds. */
static void read_rows(ipm_partition *u, const int *commodity, int n)
{
    u->n_kinds = 0;
    for (int i = 0; i < TABLE; i++)
        u->table[i].kind = -1;
    for (int i = 0; i < n; i++)
        read_row(u, commodity[i], &u->row[i], u->count + (size_t)i * KINDS);
    u->width = ((size_t)u->n_kinds + WIDTH - 1) / WIDTH * WIDTH;
    for (int i = 0; i < n; i++) {
        unsigned char *to = u->count + (size_t)i * u->width;
        memmove(to, u->row[i].count, u->width);
        u->row[i].count = to;
        u->row[i].sum = sum_of(to, u->width);
        u->row[i].width = u->width;
    }
}

static int by_counts(const void *a, const void *b)
{
    const sketch *x = a, *y = b;
    int side = memcmp(x->count, y->count, x->width);
    return side != 0 ? side : (x->commodity > y->commodity) - (x->commodity < y->commodity);
}

static int by_size(const void *a, const void *b)
{
    const sketch *x = a, *y = b;
    if (x->arcs != y->arcs)
        return x->arcs > y->arcs ? -1 : 1;
    return (x->commodity > y->commodity) - (x->commodity < y->commodity);
}

/* Sum of differences, in a loop that compilers know. Twice the larger counts' sum is this and the sums of both. */
static int distance(const unsigned char *a, const unsigned char *b, size_t width)
{
    int sum = 0;
    for (size_t i = 0; i < width; i++)
        sum += abs(a[i] - b[i]);
    return sum;
}

/* What is left of a bundle without each of its rows in turn. */
static void leave_each_out(ipm_partition *u, int bundle, int n)
{
    sketch *row = u->row + bundle * LANES;
    for (int left = 0; left < n; left++) {
        unsigned char *rest = u->rest + (size_t)(bundle * LANES + left) * u->width;
        memset(rest, 0, u->width);
        for (int k = 0; k < n; k++)
            for (size_t i = 0; k != left && i < u->width; i++)
                rest[i] = row[k].count[i] > rest[i] ? row[k].count[i] : rest[i];
        row[left].rest = rest;
        row[left].rest_sum = sum_of(rest, u->width);
    }
}

/* Twice the size of what is left of a bundle without `out`, joined by `in`. */
static int joined(const ipm_partition *u, const sketch *out, const sketch *in)
{
    return out->rest_sum + in->sum + distance(out->rest, in->count, u->width);
}

static void swap(sketch *a, sketch *b)
{
    sketch kept = *a;
    *a = *b;
    *b = kept;
}

/* The swaps of two members that save most, as long as there is one. */
static bool improve_pair(ipm_partition *u, int a, int n_a, int b, int n_b)
{
    sketch *first = u->row + a * LANES, *second = u->row + b * LANES;
    for (bool any = false;; any = true) {
        int least = joined(u, first, first) + joined(u, second, second), i_out = -1, j_out = -1;
        for (int i = 0; i < n_a; i++)
            for (int j = 0; j < n_b; j++) {
                int size = joined(u, &first[i], &second[j]) + joined(u, &second[j], &first[i]);
                if (size < least) {
                    least = size;
                    i_out = i;
                    j_out = j;
                }
            }
        if (i_out < 0)
            return any;
        swap(&first[i_out], &second[j_out]);
        leave_each_out(u, a, n_a);
        leave_each_out(u, b, n_b);
    }
}

static int members(int bundle, int n)
{
    int left = n - bundle * LANES;
    return left < LANES ? left : LANES;
}

/* Passes over pairs of bundles, leaving out those that have not changed since they were looked at. */
static void improve(ipm_partition *u, int n)
{
    int bundles = (n + LANES - 1) / LANES;
    for (int i = 0; i < bundles; i++) {
        u->last_change[i] = 0;
        leave_each_out(u, i, members(i, n));
    }
    bool any = true;
    for (int pass = 1; any && pass <= PASSES; pass++) {
        any = false;
        for (int i = 0; i < bundles; i++)
            for (int j = i + 1; j < bundles; j++) {
                if (u->last_change[i] + 1 < pass && u->last_change[j] + 1 < pass)
                    continue;
                if (improve_pair(u, i, members(i, n), j, members(j, n))) {
                    u->last_change[i] = u->last_change[j] = pass;
                    any = true;
                }
            }
    }
}

static void order_some(ipm_partition *u, int *commodity, int n)
{
    read_rows(u, commodity, n);
    qsort(u->row, (size_t)n, sizeof *u->row, by_counts);
    improve(u, n);
    for (int i = 0; i < n; i += LANES)
        qsort(u->row + i, (size_t)members(i / LANES, n), sizeof *u->row, by_size);
    for (int i = 0; i < n; i++)
        commodity[i] = u->row[i].commodity;
}

void ipm_partition_order(ipm_partition *u, int *commodity, int n)
{
    for (int i = 0; i < n; i += TOGETHER)
        order_some(u, commodity + i, n - i < TOGETHER ? n - i : TOGETHER);
}

purse_code ipm_partition_new(ipm_partition **out, const purse_program *p, const ipm_survey *v, purse_error *err)
{
    ipm_partition *u = calloc(1, sizeof *u);
    if (!u)
        return purse_error_memory(err);
    u->p = p;
    u->v = v;
    u->table = malloc(TABLE * sizeof *u->table);
    u->count = malloc((size_t)TOGETHER * KINDS);
    u->rest = malloc((size_t)TOGETHER * KINDS);
    if (!u->table || !u->count || !u->rest) {
        ipm_partition_free(u);
        return purse_error_memory(err);
    }
    *out = u;
    return PURSE_OK;
}

void ipm_partition_free(ipm_partition *u)
{
    if (!u)
        return;
    free(u->table);
    free(u->count);
    free(u->rest);
    free(u);
}
