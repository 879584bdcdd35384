/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compact.h"

#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void matrix_free(lp_matrix *m)
{
    free(m->row_lo);
    free(m->row_hi);
    free(m->col_lo);
    free(m->col_hi);
    free(m->cost);
    free(m->integer);
    free(m->start);
    free(m->row);
    free(m->coef);
}

static purse_code matrix_new(lp_matrix *m, int n_rows, int n_cols, size_t n_coefs, purse_error *err)
{
    m->n_rows = n_rows;
    m->n_cols = n_cols;
    m->row_lo = malloc(((size_t)n_rows + 1) * sizeof *m->row_lo);
    m->row_hi = malloc(((size_t)n_rows + 1) * sizeof *m->row_hi);
    m->col_lo = malloc(((size_t)n_cols + 1) * sizeof *m->col_lo);
    m->col_hi = malloc(((size_t)n_cols + 1) * sizeof *m->col_hi);
    m->cost = calloc((size_t)n_cols + 1, sizeof *m->cost);
    m->integer = calloc((size_t)n_cols + 1, sizeof *m->integer);
    m->start = calloc((size_t)n_cols + 1, sizeof *m->start);
    m->row = malloc((n_coefs + 1) * sizeof *m->row);
    m->coef = malloc((n_coefs + 1) * sizeof *m->coef);
    bool whole =
        m->row_lo && m->row_hi && m->col_lo && m->col_hi && m->cost && m->integer && m->start && m->row && m->coef;
    return whole ? PURSE_OK : purse_error_memory(err);
}

void compact_free(compact *form)
{
    if (!form)
        return;
    matrix_free(&form->m);
    free(form->group_row);
    free(form);
}

/* Group rows: bit 0 set where the lower share needs one, bit 1 where the upper does. */
static int group_needs(const purse_program *p, int k)
{
    return (p->share_lo[k] > 0.0 ? 1 : 0) | (p->share_hi[k] < 1.0 ? 2 : 0);
}

static int count_group_rows(const purse_program *p)
{
    int n = 0;
    for (int k = 0; k < p->n_groups; k++)
        n += (group_needs(p, k) & 1) + (group_needs(p, k) >> 1);
    return n;
}

/* Upper estimate of coefficients: tier rows take one per column, group rows one per grouped arc of the commodity. */
static size_t count_coefs(const purse_program *p)
{
    size_t tiers = (size_t)(p->n_tiers - 1) * (size_t)(p->n_cols + p->n_arcs);
    size_t n = (size_t)p->col_start[p->n_cols] + (size_t)p->pull_start[p->n_cols] + (size_t)p->arc_start[p->n_arcs] +
               2 * (size_t)p->n_arcs + tiers;
    for (int c = 0; c < p->n_commodities; c++) {
        size_t source_arcs = (size_t)(p->node_arc[p->node_start[c] + 1] - p->node_arc[p->node_start[c]]);
        n += source_arcs * 2 * (size_t)(p->group_start[c + 1] - p->group_start[c]);
    }
    return n;
}

static void set_rows(compact *f, const purse_program *p)
{
    lp_matrix *m = &f->m;
    for (int r = 0; r < p->n_rows; r++) {
        m->row_lo[r] = p->row_lo[r];
        m->row_hi[r] = p->row_hi[r];
    }
    for (int t = 0; t < p->n_tiers - 1; t++) {
        m->row_lo[f->first_tier + t] = -INFINITY;
        m->row_hi[f->first_tier + t] = INFINITY;
    }
    for (int v = 0; v < p->n_nodes; v++)
        m->row_lo[f->first_node + v] = m->row_hi[f->first_node + v] = 0.0;
    for (int c = 0; c < p->n_commodities; c++)
        m->row_lo[f->first_node + p->node_start[c]] = m->row_hi[f->first_node + p->node_start[c]] = p->supply[c];
    int row = f->first_group;
    for (int k = 0; k < p->n_groups; k++)
        for (int side = 0; side < 2; side++)
            if (group_needs(p, k) & (1 << side)) {
                m->row_lo[row] = side ? -INFINITY : 0.0;
                m->row_hi[row] = side ? 0.0 : INFINITY;
                f->group_row[row - f->first_group] = 2 * k + side;
                row++;
            }
}

static void put(lp_matrix *m, int *at, int row, double value)
{
    if (value == 0.0)
        return;
    m->row[*at] = row;
    m->coef[(*at)++] = value;
}

static void put_tiers(compact *f, const purse_program *p, int *at, const double *cost)
{
    for (int t = 0; t < p->n_tiers - 1; t++)
        put(&f->m, at, f->first_tier + t, cost[t]);
}

static void set_globals(compact *f, const purse_program *p, int *at)
{
    lp_matrix *m = &f->m;
    for (int j = 0; j < p->n_cols; j++) {
        m->col_lo[j] = p->col_lo[j];
        m->col_hi[j] = p->col_hi[j];
        m->integer[j] = p->col_integer[j];
        m->n_integers += p->col_integer[j];
        for (int k = p->col_start[j]; k < p->col_start[j + 1]; k++)
            put(m, at, p->col_row[k], p->col_coef[k]);
        put_tiers(f, p, at, p->col_cost + (size_t)j * PURSE_MAX_TIERS);
        for (int k = p->pull_start[j]; k < p->pull_start[j + 1]; k++)
            put(m, at, f->first_node + p->node_start[p->pull_commodity[k]], p->pull[k]);
        m->start[j + 1] = *at;
    }
}

/* Rows of the entry groups of an arc's commodity: flow - share E, in which every grouped arc takes part. */
static void put_groups(compact *f, const purse_program *p, int *at, int c, int group, const int *first_row)
{
    int row = f->first_group + first_row[c];
    for (int k = p->group_start[c]; k < p->group_start[c + 1]; k++) {
        double own = k == group ? 1.0 : 0.0;
        if (group_needs(p, k) & 1)
            put(&f->m, at, row++, own - p->share_lo[k]);
        if (group_needs(p, k) & 2)
            put(&f->m, at, row++, own - p->share_hi[k]);
    }
}

static void set_arcs(compact *f, const purse_program *p, int *at, const int *first_row)
{
    lp_matrix *m = &f->m;
    for (int c = 0; c < p->n_commodities; c++)
        for (int a = p->arc_first[c]; a < p->arc_first[c + 1]; a++) {
            int j = f->first_arc + a;
            m->col_lo[j] = 0.0;
            m->col_hi[j] = INFINITY;
            for (int k = p->arc_start[a]; k < p->arc_start[a + 1]; k++)
                put(m, at, p->arc_row[k], p->arc_coef[k]);
            put_tiers(f, p, at, purse_program_arc_cost(p, a));
            put(m, at, f->first_node + p->arc_tail[a], 1.0);
            if (p->arc_head[a] >= 0)
                put(m, at, f->first_node + p->arc_head[a], -p->arc_gain[a]);
            if (p->arc_group[a] >= 0)
                put_groups(f, p, at, c, p->arc_group[a], first_row);
            m->start[j + 1] = *at;
        }
}

/* Adds up coefficients of one column that stand on the same row, which GLPK forbids. */
static void merge_repeats(lp_matrix *m, int *last_seen)
{
    for (int i = 0; i < m->n_rows; i++)
        last_seen[i] = -1;
    int to = 0;
    for (int j = 0; j < m->n_cols; j++) {
        int from = m->start[j], end = m->start[j + 1];
        m->start[j] = to;
        int first = to;
        for (int k = from; k < end; k++) {
            int row = m->row[k];
            if (last_seen[row] >= first)
                m->coef[last_seen[row]] += m->coef[k];
            else {
                last_seen[row] = to;
                m->row[to] = row;
                m->coef[to++] = m->coef[k];
            }
        }
    }
    m->start[m->n_cols] = to;
}

purse_code compact_new(compact **form, const purse_program *p, purse_error *err)
{
    int n_group_rows = count_group_rows(p);
    size_t n_coefs = count_coefs(p);
    int64_t n_rows = (int64_t)p->n_rows + p->n_tiers - 1 + p->n_nodes + n_group_rows;
    if (n_coefs > INT_MAX - 1 || n_rows > INT_MAX - 1 || (int64_t)p->n_cols + p->n_arcs > INT_MAX - 1)
        return purse_error_set(err, PURSE_ESOLVER, "compact form", "the program is too large: %zu coefficients",
                               n_coefs);
    purse_code code = PURSE_EMEMORY;
    compact *f = calloc(1, sizeof *f);
    int *first_row = calloc((size_t)p->n_commodities + 1, sizeof *first_row);
    int *last_seen = malloc(((size_t)n_rows + 1) * sizeof *last_seen);
    if (!f || !first_row || !last_seen || !(f->group_row = malloc(((size_t)n_group_rows + 1) * sizeof *f->group_row))) {
        code = purse_error_memory(err);
        goto out;
    }
    code = matrix_new(&f->m, (int)n_rows, p->n_cols + p->n_arcs, n_coefs, err);
    if (code)
        goto out;
    f->first_tier = p->n_rows;
    f->first_node = f->first_tier + p->n_tiers - 1;
    f->first_group = f->first_node + p->n_nodes;
    f->first_arc = p->n_cols;
    for (int c = 0; c < p->n_commodities; c++) {
        first_row[c + 1] = first_row[c];
        for (int k = p->group_start[c]; k < p->group_start[c + 1]; k++)
            first_row[c + 1] += (group_needs(p, k) & 1) + (group_needs(p, k) >> 1);
    }
    int at = 0;
    set_rows(f, p);
    set_globals(f, p, &at);
    set_arcs(f, p, &at, first_row);
    merge_repeats(&f->m, last_seen);
    compact_cost(f, p, 0);
    *form = f;
    f = NULL;
out:
    free(first_row);
    free(last_seen);
    compact_free(f);
    return code;
}

void compact_cost(compact *f, const purse_program *p, int tier)
{
    for (int j = 0; j < p->n_cols; j++)
        f->m.cost[j] = tier < 0 ? 0.0 : p->col_cost[(size_t)j * PURSE_MAX_TIERS + (size_t)tier];
    for (int a = 0; a < p->n_arcs; a++)
        f->m.cost[f->first_arc + a] = tier < 0 ? 0.0 : purse_program_arc_cost(p, a)[tier];
}

static double row_weight(const lp_matrix *m, int r)
{
    double lo = isinf(m->row_lo[r]) ? 0.0 : fabs(m->row_lo[r]);
    double hi = isinf(m->row_hi[r]) ? 0.0 : fabs(m->row_hi[r]);
    return 1.0 / (1.0 + fmax(lo, hi));
}

purse_code compact_elastic(compact **elastic, int **elastic_of, const compact *form, int n_linking, purse_error *err)
{
    const lp_matrix *from = &form->m;
    purse_code code;
    size_t n_coefs = (size_t)from->start[from->n_cols] + 2 * (size_t)n_linking;
    compact *f = calloc(1, sizeof *f);
    int *of = malloc((2 * (size_t)n_linking + 1) * sizeof *of);
    if (!f || !of) {
        code = purse_error_memory(err);
        goto out;
    }
    code = matrix_new(&f->m, from->n_rows, from->n_cols + 2 * n_linking, n_coefs, err);
    if (code)
        goto out;
    lp_matrix *m = &f->m;
    size_t rows = (size_t)from->n_rows, cols = (size_t)from->n_cols, coefs = (size_t)from->start[from->n_cols];
    memcpy(m->row_lo, from->row_lo, rows * sizeof *m->row_lo);
    memcpy(m->row_hi, from->row_hi, rows * sizeof *m->row_hi);
    memcpy(m->col_lo, from->col_lo, cols * sizeof *m->col_lo);
    memcpy(m->col_hi, from->col_hi, cols * sizeof *m->col_hi);
    memcpy(m->integer, from->integer, cols * sizeof *m->integer);
    memcpy(m->start, from->start, (cols + 1) * sizeof *m->start);
    memcpy(m->row, from->row, coefs * sizeof *m->row);
    memcpy(m->coef, from->coef, coefs * sizeof *m->coef);
    m->n_integers = from->n_integers;
    int at = (int)coefs, j = from->n_cols;
    for (int r = 0; r < n_linking; r++)
        for (int side = 0; side < 2; side++) {
            bool wanted = side == 0 ? !isinf(from->row_lo[r]) : !isinf(from->row_hi[r]);
            of[2 * r + side] = wanted ? j : -1;
            if (!wanted)
                continue;
            m->col_lo[j] = 0.0;
            m->col_hi[j] = INFINITY;
            m->cost[j] = row_weight(from, r);
            put(m, &at, r, side == 0 ? 1.0 : -1.0);
            m->start[++j] = at;
        }
    m->n_cols = j;
    f->first_tier = form->first_tier;
    f->first_node = form->first_node;
    f->first_group = form->first_group;
    f->first_arc = form->first_arc;
    *elastic = f;
    *elastic_of = of;
    f = NULL;
    of = NULL;
out:
    free(of);
    compact_free(f);
    return code;
}

void compact_name(const void *context, bool is_row, int index, char *text, size_t size)
{
    const compact_names *names = context;
    const compact *f = names->form;
    const purse_program *p = names->program;
    if (!is_row && index < f->first_arc)
        purse_program_name(p, PURSE_NAME_COLUMN, index, text, size);
    else if (!is_row)
        purse_program_name(p, PURSE_NAME_ARC, index - f->first_arc, text, size);
    else if (index < f->first_tier)
        purse_program_name(p, PURSE_NAME_ROW, index, text, size);
    else if (index < f->first_node)
        purse_program_name(p, PURSE_NAME_TIER, index - f->first_tier, text, size);
    else if (index < f->first_group)
        purse_program_name(p, PURSE_NAME_NODE, index - f->first_node, text, size);
    else {
        int of = f->group_row[index - f->first_group];
        purse_program_name(p, of & 1 ? PURSE_NAME_GROUP_HI : PURSE_NAME_GROUP_LO, of / 2, text, size);
    }
}
