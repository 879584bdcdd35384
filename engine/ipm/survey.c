/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The survey: reads every commodity as a draft matrix and notes what it is like.
 *
 * Shares of entry groups that leave no room become equalities, of which one too many is dropped; shares that cannot
 * hold unless nobody enters close the grouped arcs for good.
 */
#include <stdlib.h>
#include <string.h>

#include "shape.h"

/* Columns on more rows than this stay in the linking system. */
enum { MANY_ROWS = 24 };
/* Rows of at most so many columns count as short. */
enum { SHORT_ROW = 8 };
static const double SHARE_NOISE = 1e-9;

purse_code ipm_reserve(void **array, size_t *room, size_t need, size_t size, purse_error *err)
{
    if (need <= *room)
        return PURSE_OK;
    size_t want = need + need / 2 + 64;
    void *bigger = realloc(*array, want * size);
    if (!bigger)
        return purse_error_memory(err);
    *array = bigger;
    *room = want;
    return PURSE_OK;
}

static void add_group_row(ipm_draft *d, group_row_kind kind, int group, double share)
{
    d->group_kind[d->n_group_rows] = (int)kind;
    d->group[d->n_group_rows] = group;
    d->share[d->n_group_rows++] = share;
}

/* Rows of the entry groups that have arcs. False when nobody can enter through them. */
static bool read_groups(const purse_program *p, int c, ipm_draft *d, const int *arcs_of)
{
    int first = p->group_start[c], n = p->group_start[c + 1] - first, present = 0, last = -1;
    double lo = 0.0, hi = 0.0;
    d->n_group_rows = 0;
    for (int k = 0; k < n; k++) {
        if (arcs_of[k] == 0 && p->share_lo[first + k] > 0.0)
            return false;
        if (arcs_of[k] == 0)
            continue;
        lo += p->share_lo[first + k];
        hi += p->share_hi[first + k];
        present++;
        last = k;
    }
    if (present > 0 && (hi < 1.0 - SHARE_NOISE || lo > 1.0 + SHARE_NOISE))
        return false;
    bool tight_hi = hi <= 1.0 + SHARE_NOISE, tight_lo = lo >= 1.0 - SHARE_NOISE;
    for (int k = 0; k < n; k++) {
        double least = p->share_lo[first + k], most = p->share_hi[first + k];
        if (arcs_of[k] == 0)
            continue;
        if (tight_hi || tight_lo) {
            if (k != last)
                add_group_row(d, GROUP_EQUAL, k, tight_lo ? least : most);
        } else if (most - least <= 1e-12)
            add_group_row(d, GROUP_EQUAL, k, least);
        else {
            if (least > 0.0)
                add_group_row(d, GROUP_LO, k, least);
            if (most < 1.0)
                add_group_row(d, GROUP_HI, k, most);
        }
    }
    return true;
}

/* Class of an arc in the draft, new when there is none like it. Like arcs stand near each other. */
static int class_of_arc(ipm_draft *d, int tail, int head, double gain, int group)
{
    for (int q = d->n_classes - 1; q >= 0 && d->tail[q] == tail; q--)
        if (d->head[q] == head && d->gain[q] == gain && d->class_group[q] == group)
            return q;
    int q = d->n_classes++;
    d->tail[q] = tail;
    d->head[q] = head;
    d->gain[q] = gain;
    d->class_group[q] = group;
    d->kept[q] = false;
    return q;
}

static void read_arcs(ipm_survey *v, const purse_program *p, int c, bool entries_open)
{
    ipm_draft *d = &v->draft;
    int source = p->node_start[c];
    d->n_classes = 0;
    for (int a = p->arc_first[c]; a < p->arc_first[c + 1]; a++) {
        bool ends = p->arc_head[a] < 0 || p->arc_gain[a] == 0.0;
        int group = p->arc_group[a] < 0 ? -1 : p->arc_group[a] - p->group_start[c];
        v->class_of[a] = group >= 0 && !entries_open
                             ? -1
                             : class_of_arc(d, p->arc_tail[a] - source, ends ? -1 : p->arc_head[a] - source,
                                            ends ? 0.0 : p->arc_gain[a], group);
    }
}

int ipm_survey_gathered(const ipm_survey *v, int c, int row)
{
    const int *gathered = v->gathered + v->gathered_first[c];
    for (int k = 0; k < v->gathered_count[c]; k++)
        if (gathered[k] == row)
            return k;
    return -1;
}

bool ipm_survey_groups(ipm_survey *v, const ipm *s, int c)
{
    const purse_program *p = s->p;
    int groups = p->group_start[c + 1] - p->group_start[c];
    memset(v->node_arcs, 0, ((size_t)groups + 1) * sizeof *v->node_arcs);
    for (int a = p->arc_first[c]; a < p->arc_first[c + 1]; a++)
        if (p->arc_group[a] >= 0)
            v->node_arcs[p->arc_group[a] - p->group_start[c]]++;
    bool open = read_groups(p, c, &v->draft, v->node_arcs);
    if (!open)
        v->draft.n_group_rows = 0;
    return open;
}

bool ipm_is_marked(const purse_program *p, int c)
{
    bool marked = true;
    for (int v = p->node_start[c]; v < p->node_start[c + 1] && marked; v++)
        marked = p->node_mark[v] >= 0;
    return marked;
}

/*
 * Commodities with marks are alike when their sources' are, others when their graphs are the same. What is left of them
 * where arcs are left out is no part of that: bundles hold the union of their members.
 */
static void read_commodity(ipm_survey *v, const ipm *s, int c)
{
    const purse_program *p = s->p;
    ipm_draft *d = &v->draft;
    d->n_nodes = p->node_start[c + 1] - p->node_start[c];
    read_arcs(v, p, c, ipm_survey_groups(v, s, c));
    if (ipm_is_marked(p, c)) {
        d->n_nodes = -1 - p->node_mark[p->node_start[c]];
        d->n_classes = 0;
    }
    v->likeness[c] = ipm_draft_hash(d);
    for (int a = p->arc_first[c]; a < p->arc_first[c + 1] && s->only; a++)
        if (!s->only[a])
            v->class_of[a] = -1;
}

bool ipm_survey_lives(const ipm_survey *v, const purse_program *p, int node)
{
    if (!v->trimmed)
        return true;
    for (int a = p->node_arc[node]; a < p->node_arc[node + 1]; a++)
        if (v->class_of[a] >= 0)
            return true;
    return false;
}

/* Pulls by commodity. */
static purse_code turn_pulls(ipm_survey *v, const purse_program *p, purse_error *err)
{
    size_t n = p->n_cols > 0 ? (size_t)p->pull_start[p->n_cols] : 0;
    v->pull_start = calloc((size_t)p->n_commodities + 2, sizeof *v->pull_start);
    v->pull_col = malloc((n + 1) * sizeof *v->pull_col);
    v->pull = malloc((n + 1) * sizeof *v->pull);
    if (!v->pull_start || !v->pull_col || !v->pull)
        return purse_error_memory(err);
    for (size_t k = 0; k < n; k++)
        v->pull_start[p->pull_commodity[k] + 2]++;
    for (int c = 0; c < p->n_commodities; c++)
        v->pull_start[c + 2] += v->pull_start[c + 1];
    for (int j = 0; j < p->n_cols; j++)
        for (int k = p->pull_start[j]; k < p->pull_start[j + 1]; k++) {
            int to = v->pull_start[p->pull_commodity[k] + 1]++;
            v->pull_col[to] = j;
            v->pull[to] = p->pull[k];
        }
    return PURSE_OK;
}

/*
 * Short rows that tie a column with pulls to others, such as the curves of a programme: where two of them are tight, the
 * other column must not be eliminated before them, or what tells them apart is lost in rounding.
 */
static bool *rows_with_pulls(const purse_program *p)
{
    bool *tied = calloc((size_t)p->n_rows + 1, sizeof *tied);
    int *length = calloc((size_t)p->n_rows + 1, sizeof *length);
    for (int j = 0; j < p->n_cols && tied && length; j++)
        for (int k = p->col_start[j]; k < p->col_start[j + 1]; k++) {
            length[p->col_row[k]]++;
            tied[p->col_row[k]] |= p->pull_start[j + 1] > p->pull_start[j];
        }
    for (int r = 0; r < p->n_rows && tied && length; r++)
        tied[r] &= length[r] <= SHORT_ROW;
    if (!length) {
        free(tied);
        tied = NULL;
    }
    free(length);
    return tied;
}

/* A column of an equality row is its positive diagonal and is always eliminated. */
static bool is_tied(const purse_program *p, const bool *tied, int j)
{
    bool any = false;
    for (int k = p->col_start[j]; k < p->col_start[j + 1]; k++) {
        int r = p->col_row[k];
        any |= tied[r];
        if (p->row_lo[r] == p->row_hi[r])
            return false;
    }
    return any;
}

static purse_code keep_columns(ipm *s, purse_error *err)
{
    const purse_program *p = s->p;
    bool *tied = rows_with_pulls(p);
    s->kept = malloc(((size_t)p->n_cols + 1) * sizeof *s->kept);
    s->unknown_of = malloc(((size_t)p->n_cols + 1) * sizeof *s->unknown_of);
    if (!tied || !s->kept || !s->unknown_of) {
        free(tied);
        return purse_error_memory(err);
    }
    for (int j = 0; j < p->n_cols; j++) {
        bool many = p->col_start[j + 1] - p->col_start[j] > MANY_ROWS;
        bool keep = many || p->pull_start[j + 1] > p->pull_start[j] || (isinf(p->col_lo[j]) && isinf(p->col_hi[j])) ||
                    is_tied(p, tied, j);
        s->unknown_of[j] = keep ? s->n_rows + s->n_kept : -1;
        if (keep)
            s->kept[s->n_kept++] = j;
    }
    free(tied);
    s->n_unknown = s->n_rows + s->n_kept;
    return PURSE_OK;
}

static purse_code allocate_draft(ipm_survey *v, const purse_program *p, purse_error *err)
{
    int arcs = 0, groups = 0;
    for (int c = 0; c < p->n_commodities; c++) {
        int a = p->arc_first[c + 1] - p->arc_first[c], g = p->group_start[c + 1] - p->group_start[c];
        arcs = a > arcs ? a : arcs;
        groups = g > groups ? g : groups;
    }
    ipm_draft *d = &v->draft;
    size_t classes = LANES * (size_t)arcs + 1, rows = 2 * (size_t)groups + 1;
    d->group_kind = malloc(rows * sizeof *d->group_kind);
    d->group = malloc(rows * sizeof *d->group);
    d->share = malloc(rows * sizeof *d->share);
    d->tail = malloc(classes * sizeof *d->tail);
    d->head = malloc(classes * sizeof *d->head);
    d->class_group = malloc(classes * sizeof *d->class_group);
    d->gain = malloc(classes * sizeof *d->gain);
    d->kept = malloc(classes * sizeof *d->kept);
    v->likeness = calloc((size_t)p->n_commodities + 1, sizeof *v->likeness);
    v->cluster_of = calloc((size_t)p->n_commodities + 1, sizeof *v->cluster_of);
    v->class_of = calloc((size_t)p->n_arcs + 1, sizeof *v->class_of);
    v->gathered_first = calloc((size_t)p->n_commodities + 1, sizeof *v->gathered_first);
    v->gathered_count = calloc((size_t)p->n_commodities + 1, sizeof *v->gathered_count);
    v->node_arcs = calloc(rows, sizeof *v->node_arcs);
    bool whole = d->group_kind && d->group && d->share && d->tail && d->head && d->class_group && d->gain && d->kept &&
                 v->likeness && v->cluster_of && v->class_of && v->gathered_first && v->gathered_count && v->node_arcs;
    return whole ? PURSE_OK : purse_error_memory(err);
}

purse_code ipm_survey_new(ipm_survey *v, ipm *s, purse_error *err)
{
    *v = (ipm_survey){.trimmed = s->only != NULL};
    purse_code code = allocate_draft(v, s->p, err);
    if (!code)
        code = turn_pulls(v, s->p, err);
    if (!code)
        code = keep_columns(s, err);
    for (int c = 0; c < s->p->n_commodities && !code; c++)
        read_commodity(v, s, c);
    return code;
}

void ipm_survey_free(ipm_survey *v)
{
    ipm_draft *d = &v->draft;
    void *all[] = {v->likeness,    v->cluster_of, v->class_of, v->gathered_first, v->gathered_count,
                   v->gathered,    v->pull_start, v->pull_col, v->pull,           v->node_arcs,
                   d->group_kind,  d->group,      d->share,    d->tail,           d->head,
                   d->class_group, d->gain,       d->kept,     d->gathered,       d->gathered_start};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
}
