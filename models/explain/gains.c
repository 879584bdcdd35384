/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What more of each limit brings. With awards and blocks held, the optimum of the first tier that is not 0 is convex in
 * a limit: it falls in straight lines, ever less steep. So a price, times the amount, is the most that the amount can
 * bring, and limits are tried from the one that promises most on until none that is left promises more than those found.
 *
 * The first line is the price on the right; where it ends is found by going further and further, and then by crossing
 * it with the line at the point gone to, again and again until the optimum there lies on it.
 */
#include "purse/gains.h"

#include <math.h>
#include <stdlib.h>

#include "models/explain/limits.h"
#include "models/optimise_private.h"

/* A part of the amount that is small enough to tell the price at its side. */
static const double NEAR = 0.1;
/* What counts as no change of an optimum, as a share of it. */
static const double NOISE = 1e-9;
/* A line goes on as long as it keeps so much of what it promised. */
static const double SAME_LINE = 0.995;
enum { MOST_CROSSINGS = 20 };

typedef struct line {
    double at, value, slope; /* at: units more than the limit; slope <= 0 */
} line;

typedef struct search {
    trial *trial;
    purse_gains *gains;
    purse_gain *gain; /* looked at */
    double horizon;
    purse_error *err;
} search;

double purse_decision_unit(const purse_model *model)
{
    const double beside = 1e-3;
    double least = INFINITY, unit = 1.0;
    for (int p = 0; p < model->n_pots; p++)
        if (model->pots[p].budget > 0.0)
            least = fmin(least, model->pots[p].budget);
    while (isfinite(least) && unit * 10.0 <= beside * least)
        unit *= 10.0;
    return unit;
}

/* The optimum with so much more, and the price there; NaN where there is no answer. */
static purse_code point(search *s, double more, line *out)
{
    *out = (line){more, NAN, NAN};
    purse_code code = limit_raise(s->trial, s->gain, more, s->err);
    if (!code)
        code = trial_optimum(s->trial, s->gains->tier, &out->value, s->err);
    if (!code)
        out->slope = limit_price(s->trial, s->gain, s->gains->tier);
    s->gains->solves++;
    purse_code restored = limit_raise(s->trial, s->gain, 0.0, code ? NULL : s->err);
    return code ? code : restored;
}

static double noise_of(const search *s)
{
    return NOISE * fmax(1.0, fabs(s->trial->base[s->gains->tier]));
}

/* The line that leaves a point to the right. */
static purse_code leave(search *s, line *from)
{
    line near;
    double step = NEAR * s->gain->amount;
    purse_code code = point(s, from->at + step, &near);
    from->slope = isnan(near.value) ? (double)NAN : fmin(0.0, (near.value - from->value) / step);
    if (-from->slope * s->gain->amount <= noise_of(s))
        from->slope = 0.0;
    return code;
}

static bool lies_on(const search *s, const line *end, const line *from)
{
    double fall = from->slope * (end->at - from->at);
    return end->value <= from->value + SAME_LINE * fall + noise_of(s);
}

/* Where a line from `from` ends, at the horizon at the latest. */
static purse_code follow(search *s, const line *from, line *end)
{
    const double further = 10.0;
    purse_code code = point(s, fmin(s->gain->amount, s->horizon), end);
    while (!code && !isnan(end->value) && end->at < s->horizon && lies_on(s, end, from))
        code = point(s, fmin(further * end->at, s->horizon), end);
    for (int i = 0; i < MOST_CROSSINGS && !code && !isnan(end->value) && !lies_on(s, end, from); i++) {
        double crossing =
            from->at + (end->value - from->value - end->slope * (end->at - from->at)) / (from->slope - end->slope);
        if (!(crossing > from->at && crossing < end->at))
            break;
        code = point(s, crossing, end);
    }
    return code;
}

/* The first line, how far it goes, and what comes after. */
static purse_code first_line(search *s)
{
    const double tenth = 0.1, amounts = 10.0;
    purse_gain *gain = s->gain;
    line from = {0.0, s->trial->base[s->gains->tier], 0.0}, end = {0};
    s->horizon = fmax(tenth * gain->limit, amounts * gain->amount);
    purse_code code = leave(s, &from);
    gain->per_unit = -from.slope;
    gain->until = gain->then = NAN;
    if (!code && from.slope < 0.0)
        code = follow(s, &from, &end);
    if (code || !(from.slope < 0.0)) {
        gain->stopped = isnan(from.slope);
        return code;
    }
    gain->stopped = isnan(end.value);
    gain->until = isnan(end.value) ? (double)NAN : end.at;
    gain->further = end.at >= s->horizon;
    if (gain->stopped || gain->further)
        return PURSE_OK;
    code = leave(s, &end);
    gain->then = -end.slope;
    gain->stopped = isnan(end.slope);
    return code;
}

/* What the next amount brings. */
static purse_code next_amount(search *s)
{
    line next;
    double base = s->trial->base[s->gains->tier];
    purse_code code = isnan(base) ? PURSE_OK : point(s, s->gain->amount, &next);
    if (code)
        return code;
    s->gain->gain = isnan(base) ? (double)NAN : fmax(0.0, base - next.value);
    s->gain->stopped = isnan(base) || isnan(next.value);
    if (s->gain->stopped)
        s->gain->gain = s->gain->per_unit = s->gain->until = s->gain->then = NAN;
    else if (s->gain->gain <= noise_of(s))
        s->gain->gain = 0.0;
    return PURSE_OK;
}

/* The first tier that is not 0, -1 if that is of spend or there is none. */
static int tier_to_gain(const purse_plan *plan)
{
    for (int t = 0; t < plan->n_tiers; t++)
        if (fabs(plan->tier[t].value) > 1e-6)
            return plan->tier[t].measure == PURSE_MEASURE_SPEND ? -1 : t;
    return -1;
}

/* Most first; what is unknown comes before what is nothing, and else the order of the tables. */
static int by_gain(const void *left, const void *right)
{
    const purse_gain *a = left, *b = right;
    double x = isnan(a->gain) ? 0.0 : a->gain, y = isnan(b->gain) ? 0.0 : b->gain;
    if (x != y)
        return x > y ? -1 : 1;
    if (isnan(a->gain) != isnan(b->gain))
        return isnan(a->gain) ? -1 : 1;
    return a->kind != b->kind ? (int)a->kind - (int)b->kind : a->of - b->of;
}

/* Limits that may bring something, by the most that they can: it stands in `gain` until they are solved. */
static void promise(search *s, purse_gain *limit, int *n)
{
    int kept = 0;
    for (int i = 0; i < *n; i++) {
        double price = limit_price(s->trial, &limit[i], s->gains->tier);
        limit[i].gain = isnan(price) ? INFINITY : -price * limit[i].amount;
        bool known = !isnan(s->trial->base[s->gains->tier]);
        if (limit[i].kind == PURSE_LIMIT_POT || (known && limit[i].gain > noise_of(s)))
            limit[kept++] = limit[i];
    }
    *n = kept;
    qsort(limit, (size_t)kept, sizeof *limit, by_gain);
}

/* The least of the `most` best gains beside the pots; -1 while there are fewer. */
static double enough(const purse_gains *g, int most)
{
    int found = 0;
    for (int i = 0; i < g->n; i++) {
        found += g->item[i].kind != PURSE_LIMIT_POT;
        if (found == most)
            return g->item[i].gain;
    }
    return -1.0;
}

static purse_code try_limit(search *s, const purse_gain *limit)
{
    purse_gains *g = s->gains;
    purse_gain tried = *limit;
    s->gain = &tried;
    purse_code code = next_amount(s);
    s->gain = NULL;
    bool wanted = tried.kind == PURSE_LIMIT_POT || tried.stopped || tried.gain > 0.0;
    if (code || !wanted)
        return code;
    g->item[g->n++] = tried;
    qsort(g->item, (size_t)g->n, sizeof *g->item, by_gain);
    return PURSE_OK;
}

/* All pots, then the others from the one that promises most on. */
static purse_code rank(search *s, const purse_gain *limit, int n, int most)
{
    purse_gains *g = s->gains;
    purse_code code = PURSE_OK;
    for (int i = 0; i < n && !code; i++)
        if (limit[i].kind == PURSE_LIMIT_POT)
            code = try_limit(s, &limit[i]);
    for (int i = 0; i < n && !code; i++) {
        if (limit[i].kind == PURSE_LIMIT_POT)
            continue;
        if (most > 0 && !s->trial->stopped && enough(g, most) < limit[i].gain)
            code = try_limit(s, &limit[i]);
        else if (g->n_others++ == 0)
            g->others = limit[i].gain;
    }
    return code;
}

/* Those that were solved but are not among the best are told of with the others. */
static void keep_best(purse_gains *g, int most)
{
    int kept = 0, beside = 0;
    for (int i = 0; i < g->n; i++) {
        bool pot = g->item[i].kind == PURSE_LIMIT_POT;
        beside += !pot;
        if (pot || beside <= most)
            g->item[kept++] = g->item[i];
        else {
            g->n_others++;
            g->others = fmax(g->others, g->item[i].gain);
        }
    }
    g->n = kept;
}

static purse_code find(search *s, purse_gain *limit, int n, int most)
{
    purse_gains *g = s->gains;
    promise(s, limit, &n);
    g->item = calloc((size_t)n + 1, sizeof *g->item);
    if (!g->item)
        return purse_error_memory(s->err);
    purse_code code = rank(s, limit, n, most);
    keep_best(g, most);
    for (int i = 0; i < g->n && !code; i++) {
        s->gain = &g->item[i];
        if (g->item[i].gain > 0.0)
            code = first_line(s);
    }
    return code;
}

/* The solver's last answer is what the plan was made of. */
static bool stands(const purse_plan *plan, const purse_solution *solution)
{
    bool same = solution->status == PURSE_STATUS_OPTIMAL;
    for (int t = 0; t < plan->n_tiers; t++)
        same = same && solution->bound[t] == plan->tier[t].bound;
    return same;
}

purse_code purse_explain_gains(purse_gains *gains, purse_optimiser *o, const purse_plan *plan, double amount, int most,
                               purse_error *err)
{
    if (!(amount > 0.0) || isinf(amount))
        return purse_error_set(err, PURSE_EUSAGE, "amount", "expected a sum above 0, found %g", amount);
    trial t = {.plan = plan, .b = o->build, .solver = o->solver};
    *gains = (purse_gains){.tier = plan->status == PURSE_STATUS_OPTIMAL ? tier_to_gain(plan) : -1, .unit = amount};
    if (gains->tier < 0)
        return PURSE_OK;
    int n;
    purse_gain *limit = limits_of(o->build, plan, amount, &n);
    purse_code code = limit ? optimiser_regime(o, plan->regime, err) : purse_error_memory(err);
    if (!code && !stands(plan, purse_solver_solution(o->solver)))
        code = purse_solver_solve(o->solver, err);
    if (!code)
        code = trial_begin_tier(&t, gains->tier, err);
    search s = {.trial = &t, .gains = gains, .err = err};
    if (!code)
        code = find(&s, limit, n, most);
    trial_end(&t);
    free(limit);
    if (code)
        purse_gains_free(gains);
    return code;
}

void purse_gains_free(purse_gains *gains)
{
    if (!gains)
        return;
    free(gains->item);
    *gains = (purse_gains){.tier = -1};
}
