/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Relax and fix: what is whole in a relaxation is held, of the rest three quarters are rounded, those nearest to whole
 * numbers, and the relaxation is solved again. Awards come before the blocks that they allow.
 */
#include <math.h>
#include <string.h>

#include "interior_search.h"

/* Nearer than this to a whole number counts as whole here; relaxations of one dive. */
static const double NEARLY = 1e-3;
enum { LEVELS = 10 };

static double away(const search *q, int i)
{
    return fabs(q->x[i] - round(q->x[i]));
}

/* Holds what is whole; the others into q->order, nearest first, blocks only where no award is left. Their number. */
static int hold_whole(search *q, double *lo, double *hi)
{
    int n = 0;
    bool awards = false;
    for (int i = 0; i < q->n; i++) {
        if (lo[i] >= hi[i])
            continue;
        if (away(q, i) <= NEARLY)
            lo[i] = hi[i] = round(q->x[i]);
        else
            awards |= search_is_award(q, i);
    }
    for (int i = 0; i < q->n; i++) {
        if (lo[i] >= hi[i] || (awards && !search_is_award(q, i)))
            continue;
        int at = n++;
        for (; at > 0 && away(q, q->order[at - 1]) > away(q, i); at--)
            q->order[at] = q->order[at - 1];
        q->order[at] = i;
    }
    return n;
}

/* Rounds the first three quarters of the n columns in q->order, up only where that fits. */
static void round_most(search *q, int n, double *lo, double *hi)
{
    search_low(q, lo);
    for (int k = 0; k < (3 * n + 3) / 4; k++) {
        int i = q->order[k];
        double to = fmin(fmax(round(q->x[i]), lo[i]), hi[i]), step = to - q->value[i];
        if (step > 0.0 && !search_fits(q, i, step))
            to = q->value[i];
        else
            search_step(q, i, step);
        lo[i] = hi[i] = to;
    }
}

/* What is whole all over, solved as it stands. */
static purse_code finish(search *q, const double *lo, purse_error *err)
{
    memcpy(q->value, lo, (size_t)q->n * sizeof *q->value);
    if (search_tried(q))
        return PURSE_OK;
    purse_code code = search_solve(q, q->value, q->value, err);
    if (!code)
        search_take(q);
    return code;
}

static purse_code descend(search *q, double *lo, double *hi, double cutoff, purse_error *err)
{
    for (int level = 0; level < LEVELS; level++) {
        int n = hold_whole(q, lo, hi);
        if (n == 0)
            return finish(q, lo, err);
        round_most(q, n, lo, hi);
        purse_code code = search_solve(q, lo, hi, err);
        bool known = q->answer.has_point || q->answer.estimated;
        if (code || q->stopped || !known || q->answer.bound >= cutoff)
            return code;
        for (int i = 0; i < q->n; i++)
            q->x[i] = q->answer.col[q->column[i]];
    }
    return PURSE_OK;
}

purse_code search_dive(search *q, const double *lo, const double *hi, double cutoff, purse_error *err)
{
    size_t size = (size_t)q->n * sizeof *q->x;
    double *x = q->x;
    memcpy(q->dive[0], lo, size);
    memcpy(q->dive[1], hi, size);
    memcpy(q->dive[2], x, size);
    q->x = q->dive[2];
    q->diving = true;
    purse_code code = descend(q, q->dive[0], q->dive[1], cutoff, err);
    q->diving = false;
    q->x = x;
    return code;
}
