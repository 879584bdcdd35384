/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pivots of rows that all but depend on those before.
 *
 * Entry groups come to that where the shares at which they are held fill the whole, as round shares do: their rows then
 * differ by slacks alone, whose Theta is many orders below that of the people in the groups. What elimination leaves of
 * the last of them are digits that cancelled. But with v = L^-T e_k, which eliminates row k by those before,
 *
 *     pivot = v' A Theta A' v = sum of theta (a v)^2,    what stands below it = sum of theta (a v) a
 *
 * and these sums have their digits: nothing cancels but in a v, where what is rounding can be told.
 */
#include <math.h>

#include "private.h"

/* Of the sizes of its terms, what a v has to exceed to be more than rounding. */
static const double MORE_THAN_ROUNDING = 1e-10;

/* v, n_rows; 0 behind row k. */
static void eliminating(const ipm_template *t, int k, int lane, const double *off, double *v)
{
    for (int i = 0; i < t->n_rows; i++)
        v[i] = i == k ? 1.0 : 0.0;
    for (int j = k - 1; j >= 0; j--)
        for (int e = t->lower_start[j]; e < t->lower_start[j + 1]; e++)
            v[j] -= off[at((size_t)e, lane)] * v[t->lower_row[e]];
}

/* a v of all classes, or 0 where it is rounding. */
static void effects(const ipm_template *t, const double *v, double *effect, double *size)
{
    for (int q = 0; q < t->n_classes; q++) {
        double first = t->pair_coef[2 * q] * v[t->pair_row[2 * q]];
        double second = t->pair_coef[2 * q + 1] * v[t->pair_row[2 * q + 1]];
        effect[q] = first + second;
        size[q] = fabs(first) + fabs(second);
    }
    for (int e = 0; e < t->n_more; e++) {
        double term = t->more_coef[e] * v[t->more_row[e]];
        effect[t->more_class[e]] += term;
        size[t->more_class[e]] += fabs(term);
    }
    for (int q = 0; q < t->n_classes; q++)
        effect[q] = fabs(effect[q]) > MORE_THAN_ROUNDING * size[q] ? effect[q] : 0.0;
}

size_t ipm_pivot_room(const ipm_template *t)
{
    return 2 * ((size_t)t->n_rows + (size_t)t->n_classes);
}

void ipm_pivot_mend(const ipm_template *t, int k, int lane, const double *by_class, double *lower, double *room)
{
    double *v = room, *sum = v + t->n_rows, *effect = sum + t->n_rows, *size = effect + t->n_classes;
    double *off = lower + at((size_t)t->n_rows, 0);
    eliminating(t, k, lane, off, v);
    effects(t, v, effect, size);
    for (int i = 0; i < t->n_rows; i++)
        sum[i] = 0.0;
    double pivot = 0.0;
    for (int q = 0; q < t->n_classes; q++) {
        const double push = by_class[at((size_t)q, lane)] * effect[q];
        pivot += push * effect[q];
        sum[t->pair_row[2 * q]] += t->pair_coef[2 * q] * push;
        sum[t->pair_row[2 * q + 1]] += t->pair_coef[2 * q + 1] * push;
        effect[q] = push;
    }
    for (int e = 0; e < t->n_more; e++)
        sum[t->more_row[e]] += t->more_coef[e] * effect[t->more_class[e]];
    lower[at((size_t)k, lane)] = pivot;
    for (int e = t->lower_start[k]; e < t->lower_start[k + 1]; e++)
        off[at((size_t)e, lane)] = sum[t->lower_row[e]];
}
