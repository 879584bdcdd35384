/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Beside an optimum that is known, while nothing but bounds of rows and columns is edited.
 *
 * The prices of an optimum go on to give a bound, and it is the optimum elsewhere as long as its people and money can
 * be moved, those that are there at all, to where the rows hold again: what is at a bound stays at its bound, wherever
 * that has gone. So one or two projections take the place of a solve. Two optima are kept for that, the first and the
 * last that took a solve; the one whose prices promise the higher bound is nearer.
 *
 * Where that does not reach, a solve begins on the way to the first optimum: the later the less its prices say that the
 * edits matter, since late iterates are near the boundary and hard to turn.
 */
#include <stdlib.h>
#include <string.h>

#include "engine/numbers.h"
#include "private.h"

/* Below this a move of a bound, at its price, is no reason to follow it, as a share of what may be left open. */
static const double FAINT = 1e-2;
/* What is open beside an optimum may be so many times what is open there. */
static const double MORE_OPEN = 10.0;
/* Gaps at which iterates are put aside on the way, relative to the value. */
static const double LEVEL[IPM_LEVELS] = {1e-2, 1e-3, 1e-4, 1e-5};
/* A gap is early enough if it is so large a part of what the edits are worth. */
static const double EARLY_ENOUGH = 0.2;

static bool same_place(const ipm *s, const ipm_near *n)
{
    const ipm_box *box = &s->box;
    const ipm_kept *k = &n->at;
    if (!k->known || n->tier != s->tier || n->costs != ipm_cost_print(s->p, s->tier))
        return false;
    for (int t = 0; t < s->tier; t++)
        if (s->closed[t] != k->closed[t])
            return false;
    for (int c = 0; c < s->p->n_commodities; c++)
        if (k->supply[c] != s->p->supply[c])
            return false;
    for (int i = 0; i < box->n; i++) {
        bool has_lo = !box->fixed[i] && isfinite(box->lo[i]), has_hi = !box->fixed[i] && isfinite(box->hi[i]);
        if (isfinite(k->below[i]) != has_lo || isfinite(k->above[i]) != has_hi)
            return false;
    }
    return true;
}

/* Where a bound has gone its variable goes too, unless the other is in the way or nobody would pay for it. */
static void follow_bounds(ipm *s, const ipm_near *n, double faint)
{
    ipm_box *box = &s->box;
    for (int i = 0; i < box->n; i++) {
        if (box->fixed[i])
            continue;
        double up = isfinite(box->hi[i]) ? box->hi[i] - n->hi[i] : 0.0;
        double down = isfinite(box->lo[i]) ? box->lo[i] - n->lo[i] : 0.0, move = 0.0;
        if (up < 0.0 || up * box->z_hi[i] > faint)
            move = up;
        else if (down > 0.0 || -down * box->z_lo[i] > faint)
            move = down;
        box->x[i] += move;
        box->below[i] += move - down;
        box->above[i] += up - move;
        if (!(box->below[i] > 0.0) || !(box->above[i] > 0.0)) /* both have moved */
            box->below[i] = box->above[i] = 0.5 * (box->hi[i] - box->lo[i]);
    }
}

/* The best bound that the prices of optima kept give here, and whose it is. */
static int nearest(ipm *s, double *bound)
{
    int best = -1;
    for (int i = 0; i < IPM_NEAR; i++) {
        ipm_near *n = &s->near[i];
        if (!same_place(s, n))
            continue;
        double found = sweep_bound(&s->sweep, s->p, s->tier, n->row_dual, n->tier_dual, s->held);
        if (best < 0 || found > *bound) {
            *bound = found;
            best = i;
        }
    }
    return best;
}

bool ipm_near_solve(ipm *s, const ipm_limits *limits, ipm_answer *answer)
{
    double bound = -INFINITY;
    int i = nearest(s, &bound);
    if (i < 0)
        return false;
    ipm_near *n = &s->near[i];
    ipm_kept_restore(s, &n->at);
    follow_bounds(s, n, FAINT * fmax(limits->noise, limits->aim * fabs(bound)));
    ipm_residuals(s);
    ipm_phase_ends(s, IPM_START);
    if (!ipm_reach(s, &answer->iterations))
        return false;
    s->has_late = true; /* its prices are those of the optimum kept */
    answer->bound = bound;
    memcpy(s->best_dual, n->row_dual, (size_t)s->p->n_rows * sizeof *s->best_dual);
    memcpy(s->tier_dual, n->tier_dual, sizeof s->tier_dual);
    bool closed = ipm_certify(s, limits, false, answer);
    ipm_phase_ends(s, IPM_CERTIFY);
    double open = answer->value - answer->bound;
    return closed && open <= fmax(fmax(limits->noise, limits->aim * fabs(answer->value)), MORE_OPEN * n->open);
}

bool ipm_near_start(ipm *s)
{
    ipm_near *n = &s->near[0];
    int level = -1;
    if (!same_place(s, n))
        return false;
    double bound = sweep_bound(&s->sweep, s->p, s->tier, n->row_dual, n->tier_dual, s->held);
    double worth = fabs(bound - (n->value - n->open));
    for (int i = 0; i < IPM_LEVELS; i++)
        if (s->path[i].known && LEVEL[i] * fabs(n->value) >= EARLY_ENOUGH * worth)
            level = i;
    if (level < 0)
        return false;
    return ipm_kept_start(s, &s->path[level]);
}

/* A solve that begins well takes a dozen iterations. One that begins badly shows it after a few: so much is left. */
enum { MOST = 20, TRIED = 3 };
static const double LEFT = 0.3;
/* What may be left open, in aims: what it is to be compared with is closed as far. */
static const double LOOSE = 1e1;

ipm_limits ipm_near_limits(const ipm_limits *limits)
{
    ipm_limits own = *limits;
    double gap = limits->gap > 0.0 ? limits->gap : GAP_LINEAR;
    own.gap = limits->aim > 0.0 ? fmin(gap, LOOSE * limits->aim) : gap;
    if (limits->max_iterations <= 0 || limits->max_iterations > MOST)
        own.max_iterations = MOST;
    return own;
}

bool ipm_near_fails(const ipm *s, int iterations, double first_gap)
{
    return iterations == MOST - 1 || (iterations == TRIED && s->gap > LEFT * first_gap);
}

/* Room for an iterate, whole or none. */
static purse_code room_for(const ipm *s, ipm_kept *k, bool rough, purse_error *err)
{
    purse_code code = k->y ? PURSE_OK : ipm_kept_new(s, k, rough, err);
    if (code) {
        ipm_kept_free(k);
        *k = (ipm_kept){.known = false};
    }
    return code;
}

static purse_code figures(double **array, size_t n, purse_error *err)
{
    if (!*array)
        *array = calloc(n + 1, sizeof **array);
    return *array ? PURSE_OK : purse_error_memory(err);
}

static purse_code near_room(const ipm *s, ipm_near *n, purse_error *err)
{
    purse_code code = room_for(s, &n->at, false, err);
    if (!code)
        code = figures(&n->lo, (size_t)s->box.n, err);
    if (!code)
        code = figures(&n->hi, (size_t)s->box.n, err);
    return code ? code : figures(&n->row_dual, (size_t)s->p->n_rows, err);
}

void ipm_near_free(ipm *s)
{
    for (int i = 0; i < IPM_LEVELS; i++)
        ipm_kept_free(&s->path[i]);
    for (int i = 0; i < IPM_NEAR; i++) {
        ipm_near *n = &s->near[i];
        ipm_kept_free(&n->at);
        free(n->row_dual);
        free(n->lo);
        free(n->hi);
    }
}

purse_code ipm_near_begin(ipm *s, purse_error *err)
{
    purse_code code = PURSE_OK;
    bool fresh = !same_place(s, &s->near[0]);
    for (int i = 0; i < IPM_LEVELS && fresh && !code; i++) {
        code = room_for(s, &s->path[i], true, err);
        s->path[i].known = false;
    }
    s->on_path = fresh && !code;
    return code;
}

void ipm_near_pass(ipm *s, double size)
{
    for (int i = 0; i < IPM_LEVELS; i++)
        if (!s->path[i].known && s->gap <= LEVEL[i] * size) {
            ipm_keep(s, &s->path[i]);
            return;
        }
}

purse_code ipm_near_keep(ipm *s, const ipm_answer *answer, purse_error *err)
{
    ipm_near *n = &s->near[s->on_path ? 0 : 1];
    purse_code code = near_room(s, n, err);
    if (code)
        return code;
    if (s->on_path)
        s->near[1].at.known = false;
    ipm_keep(s, &n->at);
    n->tier = s->tier;
    n->costs = ipm_cost_print(s->p, s->tier);
    n->value = answer->value;
    n->open = fabs(answer->value - answer->bound);
    memcpy(n->lo, s->box.lo, (size_t)s->box.n * sizeof *n->lo);
    memcpy(n->hi, s->box.hi, (size_t)s->box.n * sizeof *n->hi);
    memcpy(n->row_dual, s->best_dual, (size_t)s->p->n_rows * sizeof *n->row_dual);
    memcpy(n->tier_dual, s->tier_dual, sizeof n->tier_dual);
    return PURSE_OK;
}
