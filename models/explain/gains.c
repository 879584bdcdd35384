/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What more of each limit brings. With awards and blocks held, the optimum of the first tier that is not 0 is convex in
 * a limit: it falls in straight lines, ever less steep. So a price, times the amount, is the most that the amount can
 * bring, and limits are tried from the one that promises most on until none that is left promises more than those found.
 *
 * A price at the limit is a line below the optimum. Where the amount brings all that it promises, that line is the first
 * one; else the first one is sought close by. Where it ends is found by going further and further, and then by crossing
 * it with the line at the point gone to, again and again until the optimum there lies on it; the line last crossed is
 * the one that follows.
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

typedef struct candidate {
    purse_gain gain; /* first: what is sorted by */
    double price;    /* at the limit, <= 0 */
    line next;       /* at the next amount */
} candidate;

typedef struct search {
    trial *trial;
    purse_gains *gains;
    candidate *of; /* looked at */
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
    purse_code code = limit_raise(s->trial, &s->of->gain, more, s->err);
    if (!code)
        code = trial_optimum(s->trial, s->gains->tier, &out->value, s->err);
    const purse_solution *solution = purse_solver_solution(s->trial->solver);
    int tier = s->gains->tier;
    if (!code && !isnan(out->value))
        s->gains->gap = fmax(s->gains->gap, (solution->value[tier] - out->value) / fmax(1.0, fabs(out->value)));
    if (!code)
        out->slope = limit_price(s->trial, &s->of->gain, s->gains->tier);
    s->gains->solves++;
    purse_code restored = limit_raise(s->trial, &s->of->gain, 0.0, code ? NULL : s->err);
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
    double step = NEAR * s->of->gain.amount;
    purse_code code = point(s, from->at + step, &near);
    from->slope = isnan(near.value) ? (double)NAN : fmin(0.0, (near.value - from->value) / step);
    if (-from->slope * s->of->gain.amount <= noise_of(s))
        from->slope = 0.0;
    return code;
}

static bool lies_on(const search *s, const line *end, const line *from)
{
    double fall = from->slope * (end->at - from->at);
    return end->value <= from->value + SAME_LINE * fall + noise_of(s);
}

/*
 * Where a line from `from` ends, at the horizon at the latest, having been at the next amount, `end`. The slope of what
 * follows, NaN where that is not known.
 */
static purse_code follow(search *s, const line *from, line *end, double *then)
{
    const double further = 10.0;
    purse_code code = PURSE_OK;
    *then = NAN;
    while (!code && !isnan(end->value) && end->at < s->horizon && lies_on(s, end, from))
        code = point(s, fmin(further * end->at, s->horizon), end);
    for (int i = 0; i < MOST_CROSSINGS && !code && !isnan(end->value) && !lies_on(s, end, from); i++) {
        double crossing =
            from->at + (end->value - from->value - end->slope * (end->at - from->at)) / (from->slope - end->slope);
        *then = end->slope;
        if (!(crossing > from->at && crossing < end->at))
            break;
        code = point(s, crossing, end);
    }
    return code;
}

/* The line that leaves the limit: by the price, where the amount kept what it promised. */
static purse_code first_slope(search *s, line *from)
{
    const candidate *c = s->of;
    if (-c->price * c->gain.amount * SAME_LINE <= c->gain.gain) {
        from->slope = (c->next.value - from->value) / c->next.at;
        return PURSE_OK;
    }
    return leave(s, from);
}

/* The first line, how far it goes, and what comes after. */
static purse_code first_line(search *s)
{
    const double tenth = 0.1, amounts = 10.0;
    purse_gain *gain = &s->of->gain;
    line from = {0.0, s->trial->base[s->gains->tier], 0.0}, end = s->of->next;
    double then = NAN;
    s->horizon = fmax(tenth * gain->limit, amounts * gain->amount);
    purse_code code = first_slope(s, &from);
    gain->per_unit = -from.slope;
    gain->until = gain->then = NAN;
    if (!code && from.slope < 0.0)
        code = follow(s, &from, &end, &then);
    if (code || !(from.slope < 0.0)) {
        gain->stopped = isnan(from.slope);
        return code;
    }
    gain->stopped = isnan(end.value);
    if (gain->stopped)
        return PURSE_OK;
    gain->until = end.at;
    gain->further = end.at >= s->horizon;
    if (gain->further)
        return PURSE_OK;
    /* The line crossed with holds from here on if it goes through here. */
    if (isnan(then) || end.value > from.value + from.slope * end.at + noise_of(s)) {
        code = leave(s, &end);
        then = end.slope;
    }
    gain->stopped = isnan(then);
    gain->then = -then * gain->amount <= noise_of(s) ? 0.0 : -then;
    return code;
}

/* What the next amount brings; a limit that promises nothing is not solved for. */
static purse_code next_amount(search *s)
{
    double base = s->trial->base[s->gains->tier];
    purse_gain *gain = &s->of->gain;
    line *next = &s->of->next;
    *next = (line){gain->amount, base, 0.0};
    purse_code code = isnan(base) || gain->gain <= noise_of(s) ? PURSE_OK : point(s, gain->amount, next);
    if (code)
        return code;
    gain->gain = fmax(0.0, base - next->value);
    gain->stopped = isnan(base) || isnan(next->value);
    if (gain->stopped)
        gain->gain = gain->per_unit = gain->until = gain->then = NAN;
    else if (gain->gain <= noise_of(s))
        gain->gain = 0.0;
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
    const purse_gain *a = &((const candidate *)left)->gain, *b = &((const candidate *)right)->gain;
    double x = isnan(a->gain) ? 0.0 : a->gain, y = isnan(b->gain) ? 0.0 : b->gain;
    if (x != y)
        return x > y ? -1 : 1;
    if (isnan(a->gain) != isnan(b->gain))
        return isnan(a->gain) ? -1 : 1;
    return a->kind != b->kind ? (int)a->kind - (int)b->kind : a->of - b->of;
}

static bool of_pot(const candidate *c)
{
    return c->gain.kind == PURSE_LIMIT_POT;
}

/* Limits that may bring something, by the most that they can: it stands in `gain` until they are solved. */
static int promise(search *s, candidate *list, const purse_gain *limit, int n)
{
    bool known = !isnan(s->trial->base[s->gains->tier]);
    int kept = 0;
    for (int i = 0; i < n; i++) {
        candidate *c = &list[kept];
        *c = (candidate){.gain = limit[i], .price = limit_price(s->trial, &limit[i], s->gains->tier)};
        c->gain.gain = isnan(c->price) ? INFINITY : -c->price * limit[i].amount;
        kept += of_pot(c) || (known && c->gain.gain > noise_of(s));
    }
    qsort(list, (size_t)kept, sizeof *list, by_gain);
    return kept;
}

/* The least of the `most` best gains beside the pots among those tried; -1 while there are fewer. */
static double enough(const candidate *tried, int n, int most)
{
    int found = 0;
    for (int i = 0; i < n; i++) {
        found += !of_pot(&tried[i]);
        if (found == most)
            return tried[i].gain.gain;
    }
    return -1.0;
}

static purse_code try_limit(search *s, candidate *tried, int *n, const candidate *limit)
{
    candidate *c = &tried[*n];
    *c = *limit;
    s->of = c;
    purse_code code = next_amount(s);
    s->of = NULL;
    *n += of_pot(c) || c->gain.stopped || c->gain.gain > 0.0;
    qsort(tried, (size_t)*n, sizeof *tried, by_gain);
    return code;
}

/* All pots, then the others from the one that promises most on. How many were tried into `n_tried`. */
static purse_code rank(search *s, candidate *tried, int *n_tried, const candidate *limit, int n, int most)
{
    purse_gains *g = s->gains;
    purse_code code = PURSE_OK;
    for (int i = 0; i < n && !code; i++)
        if (of_pot(&limit[i]))
            code = try_limit(s, tried, n_tried, &limit[i]);
    for (int i = 0; i < n && !code; i++) {
        if (of_pot(&limit[i]))
            continue;
        if (most > 0 && !s->trial->stopped && enough(tried, *n_tried, most) < limit[i].gain.gain)
            code = try_limit(s, tried, n_tried, &limit[i]);
        else if (g->n_others++ == 0)
            g->others = limit[i].gain.gain;
    }
    return code;
}

/* Pots and the best of the others, each followed; those tried in vain are told of with the rest. */
static purse_code tell(search *s, candidate *tried, int n, int most)
{
    purse_gains *g = s->gains;
    purse_code code = PURSE_OK;
    int beside = 0;
    for (int i = 0; i < n && !code; i++) {
        beside += !of_pot(&tried[i]);
        if (!of_pot(&tried[i]) && beside > most) {
            g->n_others++;
            g->others = fmax(g->others, tried[i].gain.gain);
            continue;
        }
        s->of = &tried[i];
        if (tried[i].gain.gain > 0.0)
            code = first_line(s);
        g->item[g->n++] = tried[i].gain;
    }
    return code;
}

static purse_code find(search *s, const purse_gain *limit, int n, int most)
{
    purse_gains *g = s->gains;
    candidate *list = calloc(2 * (size_t)n + 1, sizeof *list), *tried = list + n;
    g->item = calloc((size_t)n + 1, sizeof *g->item);
    purse_code code = list && g->item ? PURSE_OK : purse_error_memory(s->err);
    if (!code) {
        int n_tried = 0, promising = promise(s, list, limit, n);
        code = rank(s, tried, &n_tried, list, promising, most);
        if (!code)
            code = tell(s, tried, n_tried, most);
    }
    free(list);
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
    t.fresh = !stands(plan, purse_solver_solution(o->solver));
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
