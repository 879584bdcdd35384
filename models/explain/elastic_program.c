/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program of the elastic form: a copy of the build's, with rows and columns of its own; see elastic.h. */
#include <math.h>
#include <stdlib.h>

#include "models/explain/elastic.h"

/* Equal changes, the lower first. */
static const double PREFERENCE[] = {
    [STATEMENT_MINIMUM] = 3.0, [STATEMENT_INCOME] = 4.0,       [STATEMENT_BUDGET] = 5.0,
    [STATEMENT_WALLS] = 2.0,   [STATEMENT_RULE] = 1.0,         [STATEMENT_CAPACITY] = 6.0,
    [STATEMENT_TEAM] = 6.0,    [STATEMENT_OFFER_PRICES] = 7.0, [STATEMENT_TEAM_PRICES] = 7.0,
};

static purse_code copy_rows(elastic *e, purse_error *err)
{
    const purse_program *from = e->b->program;
    purse_code code = PURSE_OK;
    for (int r = 0; r < from->n_rows && !code; r++) {
        bool dial = e->b->row[r].kind == BUILD_ROW_DIAL;
        double hi = dial ? build_dial_limit(e->b->model, e->regime, e->b->row[r].a) : from->row_hi[r];
        code = purse_program_add_row(e->program, from->row_lo[r], hi, err);
    }
    for (size_t i = 0; i < e->n_own && !code; i++)
        code = purse_program_add_row(e->program, e->own_lo[i], e->own_hi[i], err);
    return code;
}

static int by_column(const void *a, const void *b)
{
    const elastic_term *x = a, *y = b;
    return x->at != y->at ? (x->at > y->at) - (x->at < y->at) : (x->row > y->row) - (x->row < y->row);
}

/* Terms of a sorted list that belong to column `at`, from `*next` on. */
static purse_code add_terms(elastic *e, const elastic_term *list, size_t n, size_t *next, int at, purse_error *err)
{
    purse_code code = PURSE_OK;
    for (; *next < n && list[*next].at == at && !code; (*next)++)
        code = purse_program_add_coef(e->program, list[*next].row, list[*next].value, err);
    return code;
}

static purse_code copy_columns(elastic *e, purse_error *err)
{
    const purse_program *from = e->b->program;
    size_t next = 0;
    purse_code code = PURSE_OK;
    if (e->n_of_col > 0)
        qsort(e->of_col, e->n_of_col, sizeof *e->of_col, by_column);
    for (int j = 0; j < from->n_cols && !code; j++) {
        code = purse_program_add_column(e->program, e->col_lo[j], e->col_hi[j], from->col_integer[j], err);
        for (int k = from->col_start[j]; k < from->col_start[j + 1] && !code; k++)
            code = purse_program_add_coef(e->program, from->col_row[k], from->col_coef[k], err);
        if (!code)
            code = add_terms(e, e->of_col, e->n_of_col, &next, j, err);
        for (int k = from->pull_start[j]; k < from->pull_start[j + 1] && !code; k++)
            code = purse_program_add_pull(e->program, from->pull_commodity[k], from->pull[k], err);
    }
    return code;
}

static purse_code add_slacks(elastic *e, purse_error *err)
{
    size_t next = 0;
    purse_code code = PURSE_OK;
    e->first = e->program->n_cols;
    for (size_t i = 0; i < e->n_slacks && !code; i++) {
        const slack *s = &e->slack[i];
        code = purse_program_add_column(e->program, s->lo, s->hi, false, err);
        if (!code && !s->helps) {
            double *cost = e->program->col_cost + (size_t)(e->program->n_cols - 1) * PURSE_MAX_TIERS;
            cost[0] = 1.0;
            cost[1] = PREFERENCE[s->of.kind];
        }
        if (!code)
            code = add_terms(e, e->of_slack, e->n_of_slack, &next, (int)i, err);
    }
    return code;
}

/* Nodes, with what they are said to have in common. */
static purse_code copy_nodes(elastic *e, const purse_program *from, int c, purse_error *err)
{
    int first = from->node_start[c], n = from->node_start[c + 1] - first;
    purse_code code = purse_program_add_nodes(e->program, n, err);
    for (int v = 0; v < n && !code; v++)
        code = purse_program_mark_node(e->program, v, from->node_mark[first + v], from->node_party[first + v], err);
    return code;
}

static purse_code copy_arc(elastic *e, const purse_program *from, int c, int a, purse_error *err)
{
    int node = from->node_start[c], head = from->arc_head[a], group = from->arc_group[a];
    purse_code code = purse_program_add_arc(e->program, from->arc_tail[a] - node, head < 0 ? -1 : head - node,
                                            from->arc_gain[a], group < 0 ? -1 : group - from->group_start[c], err);
    for (int k = from->arc_start[a]; k < from->arc_start[a + 1] && !code; k++)
        code = purse_program_add_coef(e->program, from->arc_row[k], from->arc_coef[k], err);
    return code;
}

static purse_code copy_commodities(elastic *e, purse_error *err)
{
    const purse_program *from = e->b->program;
    purse_code code = PURSE_OK;
    for (int c = 0; c < from->n_commodities && !code; c++) {
        code = purse_program_add_commodity(e->program, from->supply[c], err);
        for (int k = from->group_start[c]; k < from->group_start[c + 1] && !code; k++)
            code = purse_program_add_group(e->program, from->share_lo[k], from->share_hi[k], err);
        if (!code)
            code = copy_nodes(e, from, c, err);
        for (int a = from->arc_first[c]; a < from->arc_first[c + 1] && !code; a++)
            code = copy_arc(e, from, c, a, err);
    }
    return code;
}

purse_code elastic_program(elastic *e, purse_error *err)
{
    purse_code code = purse_program_new(&e->program, 2, err);
    if (!code)
        code = copy_rows(e, err);
    if (!code)
        code = copy_columns(e, err);
    if (!code)
        code = add_slacks(e, err);
    return code ? code : copy_commodities(e, err);
}
