/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program with rows more: appended anew, piece by piece, so that what is shared stays in one form. */
#include <math.h>
#include <string.h>

#include "purse/program.h"

typedef struct extension {
    purse_program *to;
    const purse_program *from;
    const purse_program_row *row;
    int n_rows;
    purse_error *err;
} extension;

static purse_code add_rows(extension *e)
{
    purse_code code = PURSE_OK;
    for (int r = 0; r < e->from->n_rows && !code; r++)
        code = purse_program_add_row(e->to, e->from->row_lo[r], e->from->row_hi[r], e->err);
    for (int r = 0; r < e->n_rows && !code; r++)
        code = purse_program_add_row(e->to, e->row[r].lo, e->row[r].hi, e->err);
    return code;
}

/* Coefficients of the last column or arc: those it has, then its own on the new rows. */
static purse_code add_coefs(extension *e, const int *row, const double *coef, int n, int index, bool of_arc)
{
    purse_code code = PURSE_OK;
    for (int k = 0; k < n && !code; k++)
        code = purse_program_add_coef(e->to, row[k], coef[k], e->err);
    for (int r = 0; r < e->n_rows && !code; r++) {
        const double *more = of_arc ? e->row[r].arc : e->row[r].col;
        if (more && more[index] != 0.0)
            code = purse_program_add_coef(e->to, e->from->n_rows + r, more[index], e->err);
    }
    return code;
}

static purse_code add_columns(extension *e)
{
    const purse_program *p = e->from;
    purse_code code = PURSE_OK;
    for (int j = 0; j < p->n_cols && !code; j++) {
        int first = p->col_start[j];
        code = purse_program_add_column(e->to, p->col_lo[j], p->col_hi[j], p->col_integer[j], e->err);
        if (!code)
            code = add_coefs(e, p->col_row + first, p->col_coef + first, p->col_start[j + 1] - first, j, false);
        for (int k = p->pull_start[j]; k < p->pull_start[j + 1] && !code; k++)
            code = purse_program_add_pull(e->to, p->pull_commodity[k], p->pull[k], e->err);
    }
    return code;
}

static purse_code add_arc(extension *e, int c, int a)
{
    const purse_program *p = e->from;
    int node = p->node_start[c], group = p->arc_group[a], first = p->arc_start[a];
    purse_code code =
        purse_program_add_arc(e->to, p->arc_tail[a] - node, p->arc_head[a] < 0 ? -1 : p->arc_head[a] - node,
                              p->arc_gain[a], group < 0 ? -1 : group - p->group_start[c], e->err);
    return code ? code : add_coefs(e, p->arc_row + first, p->arc_coef + first, p->arc_start[a + 1] - first, a, true);
}

static purse_code add_commodity(extension *e, int c)
{
    const purse_program *p = e->from;
    int first = p->node_start[c], last = p->node_start[c + 1];
    purse_code code = purse_program_add_commodity(e->to, p->supply[c], e->err);
    for (int g = p->group_start[c]; g < p->group_start[c + 1] && !code; g++)
        code = purse_program_add_group(e->to, p->share_lo[g], p->share_hi[g], e->err);
    if (!code)
        code = purse_program_add_nodes(e->to, last - first, e->err);
    for (int v = first; v < last && !code; v++)
        code = purse_program_mark_node(e->to, v - first, p->node_mark[v], p->node_party[v], e->err);
    for (int a = p->arc_first[c]; a < p->arc_first[c + 1] && !code; a++)
        code = add_arc(e, c, a);
    return code;
}

purse_code purse_program_extend(purse_program **out, const purse_program *p, const purse_program_row *row, int n_rows,
                                int n_tiers, purse_error *err)
{
    extension e = {.from = p, .row = row, .n_rows = n_rows, .err = err};
    purse_code code = n_tiers < p->n_tiers
                          ? purse_error_set(err, PURSE_EUSAGE, "program", "expected %d tiers or more", p->n_tiers)
                          : purse_program_new(&e.to, n_tiers, err);
    if (code)
        return code;
    code = add_rows(&e);
    if (!code)
        code = add_columns(&e);
    for (int c = 0; c < p->n_commodities && !code; c++)
        code = add_commodity(&e, c);
    if (code) {
        purse_program_free(e.to);
        return code;
    }
    memcpy(e.to->col_cost, p->col_cost, (size_t)p->n_cols * PURSE_MAX_TIERS * sizeof *p->col_cost);
    for (int a = 0; a < p->n_arcs; a++)
        memcpy(purse_program_arc_cost(e.to, a), purse_program_arc_cost(p, a), (size_t)p->n_tiers * sizeof *p->arc_cost);
    memcpy(e.to->offset, p->offset, sizeof p->offset);
    *out = e.to;
    return PURSE_OK;
}
