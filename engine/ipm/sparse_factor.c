/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numeric factor of the linking system, supernode by supernode: each panel is factored and at once taken off the
 * panels of its ancestors. The last unknowns form one dense block with signed pivots.
 */
#include <stdbool.h>
#include <string.h>

#include "dense.h"
#include "lanes.h"
#include "sparse.h"

/* A pivot below this share of its diagonal is rounding: the row depends on others. */
static const double TINY_PIVOT = 1e-20;

static void note_diagonal(ipm_sparse *s)
{
    for (int j = 0; j < s->n_super; j++) {
        int first = s->super_first[j], columns = s->super_first[j + 1] - first;
        size_t ld = (size_t)columns + (s->below_start[j + 1] - s->below_start[j]);
        for (int k = 0; k < columns; k++)
            s->begin[first + k] = s->value[s->value_start[j] + (size_t)k * (ld + 1)];
    }
}

static void update_ancestors(ipm_sparse *s, int j)
{
    int columns = s->super_first[j + 1] - s->super_first[j];
    int n = (int)(s->below_start[j + 1] - s->below_start[j]);
    size_t ld = (size_t)columns + (size_t)n;
    const double *below = s->value + s->value_start[j] + columns;
    for (size_t u = s->update_start[j]; u < s->update_start[j + 1]; u++) {
        const struct ipm_update *update = &s->update[u];
        const int *relative = s->relative + update->relative;
        int rows = n - update->first, width = update->end - update->first, target = update->target;
        size_t above = (size_t)(s->super_first[target + 1] - s->super_first[target]) +
                       (s->below_start[target + 1] - s->below_start[target]);
        memset(s->room, 0, (size_t)rows * (size_t)width * sizeof *s->room);
        ipm_minus_product(s->room, (size_t)rows, below + update->first, ld, below + update->first, ld, rows, width,
                          columns);
        for (int k = 0; k < width; k++) {
            double *column = s->value + s->value_start[target] + (size_t)relative[k] * above;
            const double *made = s->room + (size_t)k * (size_t)rows;
            for (int i = k; i < rows; i++)
                column[relative[i]] += made[i];
        }
    }
}

void ipm_sparse_factor(ipm_sparse *s)
{
    note_diagonal(s);
    for (int j = 0; j < s->n_super; j++) {
        int first = s->super_first[j], columns = s->super_first[j + 1] - first;
        int rows = columns + (int)(s->below_start[j + 1] - s->below_start[j]);
        double *panel = s->value + s->value_start[j];
        if (first >= s->n - s->n_last)
            ipm_signed_factor(panel, (size_t)columns, columns, s->sign + first, s->begin + first, TINY_PIVOT);
        else
            ipm_panel_factor(panel, (size_t)rows, rows, columns, s->begin + first, TINY_PIVOT);
        update_ancestors(s, j);
    }
}

/* y -= x a, n values. */
static inline __attribute__((always_inline)) void take_off(double *y, double x, const double *a, int n)
{
    int i = 0;
    for (; i + LANES <= n; i += LANES)
        *vec(y + i, 0) -= x * *cvec(a + i, 0);
    for (; i < n; i++)
        y[i] -= x * a[i];
}

static inline __attribute__((always_inline)) double dot(const double *a, const double *b, int n)
{
    lanes sum = {0.0};
    double rest = 0.0;
    int i = 0;
    for (; i + LANES <= n; i += LANES)
        sum += *cvec(a + i, 0) * *cvec(b + i, 0);
    for (; i < n; i++)
        rest += a[i] * b[i];
    for (int l = 0; l < LANES; l++)
        rest += sum[l];
    return rest;
}

/* What goes to the rows below a supernode is summed in `room` first, and read from there on the way back. */
IPM_WIDE static void solve_forward(ipm_sparse *s, double *y)
{
    for (int j = 0; j < s->n_super; j++) {
        int first = s->super_first[j], columns = s->super_first[j + 1] - first;
        const int *below = s->below + s->below_start[j];
        int n = (int)(s->below_start[j + 1] - s->below_start[j]);
        const double *panel = s->value + s->value_start[j];
        double *own = y + first, *sum = s->room;
        memset(sum, 0, (size_t)n * sizeof *sum);
        for (int k = 0; k < columns; k++, panel += columns + n) {
            double x = own[k] = panel[k] != 0.0 ? own[k] / panel[k] : 0.0;
            take_off(own + k + 1, x, panel + k + 1, columns - k - 1);
            take_off(sum, x, panel + columns, n);
        }
        for (int i = 0; i < n; i++)
            y[below[i]] += sum[i];
    }
}

IPM_WIDE static void solve_backward(ipm_sparse *s, double *y)
{
    for (int j = s->n_super - 1; j >= 0; j--) {
        int first = s->super_first[j], columns = s->super_first[j + 1] - first;
        const int *below = s->below + s->below_start[j];
        int n = (int)(s->below_start[j + 1] - s->below_start[j]);
        const double *panel = s->value + s->value_start[j] + (size_t)columns * (size_t)(columns + n);
        double *own = y + first, *known = s->room;
        for (int i = 0; i < n; i++)
            known[i] = y[below[i]];
        for (int k = columns - 1; k >= 0; k--) {
            panel -= columns + n;
            double x = own[k] - dot(panel + k + 1, own + k + 1, columns - k - 1) - dot(panel + columns, known, n);
            own[k] = panel[k] != 0.0 ? x / panel[k] : 0.0;
        }
    }
}

void ipm_sparse_solve(ipm_sparse *s, double *x)
{
    double *y = s->solution;
    for (int i = 0; i < s->n; i++)
        y[s->place[i]] = x[i];
    /* L D L' with D of signs: between the two sweeps each unknown takes its sign. */
    solve_forward(s, y);
    for (int k = s->n - s->n_last; k < s->n; k++)
        y[k] *= s->sign[k];
    solve_backward(s, y);
    for (int i = 0; i < s->n; i++)
        x[i] = y[s->place[i]];
}
