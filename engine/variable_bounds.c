/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "variable_bounds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The column that closes a row of arcs, and what the row takes at most when it is 1. */
typedef struct gate {
    int column; /* -1: none */
    double room;
} gate;

/* Work space of a search. */
typedef struct search {
    const purse_program *p;
    int *row_start, *row_col; /* columns by row */
    double *row_coef;
    bool *row_arcs; /* arcs stand on the row */
    gate *gate;     /* per row */
    double *most;   /* nodes of one commodity: most that a unit from there on brings to the row */
    double *group;
    bool *done; /* per row, of one commodity */
    int *rows;
} search;

static void search_free(search *s)
{
    free(s->row_start);
    free(s->row_col);
    free(s->row_coef);
    free(s->row_arcs);
    free(s->gate);
    free(s->most);
    free(s->group);
    free(s->done);
    free(s->rows);
}

static purse_code search_new(search *s, const purse_program *p, purse_error *err)
{
    size_t rows = (size_t)p->n_rows + 1, coefs = (size_t)p->col_start[p->n_cols] + 1;
    *s = (search){.p = p};
    s->row_start = calloc(rows + 1, sizeof *s->row_start);
    s->row_col = malloc(coefs * sizeof *s->row_col);
    s->row_coef = malloc(coefs * sizeof *s->row_coef);
    s->row_arcs = calloc(rows, sizeof *s->row_arcs);
    s->gate = malloc(rows * sizeof *s->gate);
    s->most = malloc(((size_t)p->n_nodes + 1) * sizeof *s->most);
    s->group = malloc(((size_t)p->n_groups + 1) * sizeof *s->group);
    s->done = calloc(rows, sizeof *s->done);
    s->rows = malloc(rows * sizeof *s->rows);
    bool whole = s->row_start && s->row_col && s->row_coef && s->row_arcs && s->gate && s->most && s->group &&
                 s->done && s->rows;
    return whole ? PURSE_OK : purse_error_memory(err);
}

static void by_row(search *s)
{
    const purse_program *p = s->p;
    for (int k = 0; k < p->col_start[p->n_cols]; k++)
        s->row_start[p->col_row[k] + 2]++;
    for (int r = 1; r <= p->n_rows; r++)
        s->row_start[r + 1] += s->row_start[r];
    for (int j = 0; j < p->n_cols; j++)
        for (int k = p->col_start[j]; k < p->col_start[j + 1]; k++) {
            int at = s->row_start[p->col_row[k] + 1]++;
            s->row_col[at] = j;
            s->row_coef[at] = p->col_coef[k];
        }
    for (int k = 0; k < p->arc_start[p->n_arcs]; k++)
        s->row_arcs[p->arc_row[k]] = true;
}

static bool is_award(const purse_program *p, int j)
{
    return p->col_integer[j] && p->col_lo[j] >= 0.0 && p->col_hi[j] <= 1.0;
}

/* Whether a row says that z is 0 when y is: a z <= b y with a, b > 0 and no more on it. */
static bool follows(const search *s, int z, int y)
{
    const purse_program *p = s->p;
    if (p->col_lo[z] < 0.0)
        return false;
    for (int k = p->col_start[z]; k < p->col_start[z + 1]; k++) {
        int r = p->col_row[k], from = s->row_start[r];
        if (p->col_coef[k] <= 0.0 || p->row_hi[r] > 0.0 || s->row_arcs[r] || s->row_start[r + 1] != from + 2)
            continue;
        int other = s->row_col[from] == z ? from + 1 : from;
        if (s->row_col[other] == y && s->row_coef[other] < 0.0)
            return true;
    }
    return false;
}

/* The award that, when 0, leaves nothing on a row that could make room for what is >= 0 on it. */
static gate row_gate(const search *s, int r)
{
    const purse_program *p = s->p;
    gate g = {-1, INFINITY};
    if (p->row_hi[r] > 0.0)
        return g;
    for (int k = s->row_start[r]; k < s->row_start[r + 1]; k++)
        if (s->row_coef[k] < 0.0 && g.column < 0 && is_award(p, s->row_col[k]))
            g = (gate){s->row_col[k], -s->row_coef[k]};
    for (int k = s->row_start[r]; k < s->row_start[r + 1] && g.column >= 0; k++) {
        int j = s->row_col[k];
        if (s->row_coef[k] > 0.0 ? p->col_lo[j] < 0.0 : j != g.column && !follows(s, j, g.column))
            g.column = -1;
        else if (s->row_coef[k] < 0.0 && j != g.column)
            g.room = INFINITY;
    }
    return g;
}

/* A row of arcs that adds up to one column, which another row closes. */
static gate gate_through(const search *s, int r)
{
    const purse_program *p = s->p;
    int at = s->row_start[r];
    gate none = {-1, INFINITY};
    if (p->row_lo[r] != 0.0 || p->row_hi[r] != 0.0 || s->row_start[r + 1] != at + 1 || s->row_coef[at] >= 0.0)
        return none;
    int x = s->row_col[at];
    gate best = none;
    for (int k = p->col_start[x]; k < p->col_start[x + 1]; k++) {
        if (p->col_coef[k] <= 0.0 || s->row_arcs[p->col_row[k]])
            continue;
        gate g = row_gate(s, p->col_row[k]);
        g.room *= -s->row_coef[at] / p->col_coef[k];
        if (g.column >= 0 && (best.column < 0 || (g.column == best.column && g.room < best.room)))
            best = g;
    }
    return best;
}

static void find_gates(search *s)
{
    const purse_program *p = s->p;
    by_row(s);
    for (int r = 0; r < p->n_rows; r++) {
        s->gate[r] = (gate){-1, INFINITY};
        if (!s->row_arcs[r])
            continue;
        s->gate[r] = row_gate(s, r);
        if (s->gate[r].column < 0)
            s->gate[r] = gate_through(s, r);
    }
    for (int k = 0; k < p->arc_start[p->n_arcs]; k++)
        if (p->arc_coef[k] < 0.0)
            s->gate[p->arc_row[k]].column = -1;
}

static double coef_on(const purse_program *p, int a, int row)
{
    double coef = 0.0;
    for (int k = p->arc_start[a]; k < p->arc_start[a + 1]; k++)
        coef += p->arc_row[k] == row ? p->arc_coef[k] : 0.0;
    return coef;
}

/* The dearest mix of entry groups, none above its highest share. */
static double dearest_mix(const search *s, int c)
{
    const purse_program *p = s->p;
    double left = 1.0, total = 0.0;
    while (left > 0.0) {
        int best = -1;
        for (int k = p->group_start[c]; k < p->group_start[c + 1]; k++)
            if (s->group[k] > 0.0 && (best < 0 || s->group[k] > s->group[best]))
                best = k;
        if (best < 0)
            break;
        double take = fmin(left, p->share_hi[best]);
        total += take * s->group[best];
        left -= take;
        s->group[best] = 0.0;
    }
    return total;
}

/* The most that one unit of commodity c can bring to a row. */
static double most_of_unit(search *s, int c, int row)
{
    const purse_program *p = s->p;
    int source = p->node_start[c];
    for (int k = p->group_start[c]; k < p->group_start[c + 1]; k++)
        s->group[k] = 0.0;
    for (int v = p->node_start[c + 1] - 1; v >= source; v--) {
        double best = 0.0;
        for (int a = p->node_arc[v]; a < p->node_arc[v + 1]; a++) {
            double brings = coef_on(p, a, row);
            if (p->arc_head[a] >= 0)
                brings += p->arc_gain[a] * s->most[p->arc_head[a]];
            double *slot = p->arc_group[a] < 0 ? &best : &s->group[p->arc_group[a]];
            *slot = fmax(*slot, brings);
        }
        if (v == source)
            best = fmax(best, dearest_mix(s, c));
        s->most[v] = best;
    }
    return s->most[source];
}

/* Units that can leave each source at most: its supply, and what columns may add. */
static void most_units(const purse_program *p, double *units)
{
    memcpy(units, p->supply, (size_t)p->n_commodities * sizeof *units);
    for (int j = 0; j < p->n_cols; j++)
        for (int k = p->pull_start[j]; k < p->pull_start[j + 1]; k++)
            units[p->pull_commodity[k]] -= fmin(p->pull[k] * p->col_lo[j], p->pull[k] * p->col_hi[j]);
}

static purse_code room_for(variable_bounds *v, const search *s, purse_error *err)
{
    const purse_program *p = s->p;
    size_t coefs = 0;
    for (int k = 0; k < p->arc_start[p->n_arcs]; k++)
        coefs += s->gate[p->arc_row[k]].column >= 0;
    v->column = malloc((coefs + 1) * sizeof *v->column);
    v->most = malloc((coefs + 1) * sizeof *v->most);
    v->start = calloc(coefs + 2, sizeof *v->start);
    v->arc = malloc((coefs + 1) * sizeof *v->arc);
    v->coef = malloc((coefs + 1) * sizeof *v->coef);
    return v->column && v->most && v->start && v->arc && v->coef ? PURSE_OK : purse_error_memory(err);
}

/* Appends the bound of commodity c on a row, unless the row's own gate says as much. */
static void append(variable_bounds *v, search *s, int c, int row, double units)
{
    const purse_program *p = s->p;
    double most = units * most_of_unit(s, c, row) * (1.0 + 1e-9); /* never below for rounding */
    if (!isfinite(most) || most <= 0.0 || most >= s->gate[row].room)
        return;
    int at = v->start[v->n];
    for (int a = p->arc_first[c]; a < p->arc_first[c + 1]; a++) {
        double coef = coef_on(p, a, row);
        if (coef > 0.0) {
            v->arc[at] = a;
            v->coef[at++] = coef;
        }
    }
    v->column[v->n] = s->gate[row].column;
    v->most[v->n] = most;
    v->start[++v->n] = at;
}

static void find_in(variable_bounds *v, search *s, int c, double units)
{
    const purse_program *p = s->p;
    int n = 0;
    for (int k = p->arc_start[p->arc_first[c]]; k < p->arc_start[p->arc_first[c + 1]]; k++) {
        int row = p->arc_row[k];
        if (s->gate[row].column < 0 || s->done[row])
            continue;
        s->done[row] = true;
        s->rows[n++] = row;
    }
    for (int i = 0; i < n; i++) {
        append(v, s, c, s->rows[i], units);
        s->done[s->rows[i]] = false;
    }
}

purse_code variable_bounds_find(variable_bounds *v, const purse_program *p, purse_error *err)
{
    search s;
    *v = (variable_bounds){0};
    double *units = malloc(((size_t)p->n_commodities + 1) * sizeof *units);
    purse_code code = search_new(&s, p, err);
    if (!code && !units)
        code = purse_error_memory(err);
    if (!code) {
        find_gates(&s);
        code = room_for(v, &s, err);
    }
    if (!code) {
        most_units(p, units);
        for (int c = 0; c < p->n_commodities; c++)
            find_in(v, &s, c, units[c]);
    }
    search_free(&s);
    free(units);
    if (code)
        variable_bounds_free(v);
    return code;
}

void variable_bounds_free(variable_bounds *v)
{
    free(v->column);
    free(v->most);
    free(v->start);
    free(v->arc);
    free(v->coef);
    *v = (variable_bounds){0};
}

bool variable_bounds_equal(const variable_bounds *a, const variable_bounds *b)
{
    if (a->n != b->n)
        return false;
    size_t n = (size_t)a->n, coefs = n ? (size_t)a->start[n] : 0;
    return n == 0 ||
           (!memcmp(a->column, b->column, n * sizeof *a->column) && !memcmp(a->most, b->most, n * sizeof *a->most) &&
            !memcmp(a->start, b->start, (n + 1) * sizeof *a->start) && coefs == (size_t)b->start[n] &&
            !memcmp(a->arc, b->arc, coefs * sizeof *a->arc) && !memcmp(a->coef, b->coef, coefs * sizeof *a->coef));
}

double variable_bounds_excess(const variable_bounds *v, int k, const double *col, const double *arc)
{
    double brought = 0.0;
    for (int i = v->start[k]; i < v->start[k + 1]; i++)
        brought += v->coef[i] * arc[v->arc[i]];
    return brought / v->most[k] - col[v->column[k]];
}
