/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What more money in a pot brings. With awards and blocks held, the optimum of the first tier that is not 0 falls in
 * straight lines, ever less steep, as a budget grows. The first line is the price on the right; where it ends is found
 * by crossing it with the line at a point further on, again and again until the optimum there lies on it.
 */
#include "purse/gains.h"

#include <math.h>

#include "models/explain/trial.h"
#include "models/optimise_private.h"

/* A part of the budget that is small enough to tell the price at its side. */
static const double NEAR = 1e-4;
/* What counts as no change of an optimum, as a share of it. */
static const double NOISE = 1e-7;
enum { MOST_CROSSINGS = 20 };

typedef struct line {
    double at, value, slope; /* at: GBP more than the budget; slope <= 0 */
} line;

typedef struct search {
    trial *trial;
    int pot, tier;
    double budget, horizon;
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
    double value[PURSE_MAX_TIERS];
    int row = s->trial->b->budget_row[s->pot];
    double hi = s->trial->b->program->row_hi[row];
    purse_code code = purse_solver_row_bounds(s->trial->solver, row, -INFINITY, hi + more, s->err);
    if (!code)
        code = trial_optima(s->trial, value, s->err);
    *out = (line){more, NAN, NAN};
    if (!code) {
        const purse_solution *solution = purse_solver_solution(s->trial->solver);
        out->value = value[s->tier];
        out->slope = solution->row_price[s->tier] ? fmin(0.0, solution->row_price[s->tier][row]) : (double)NAN;
    }
    purse_code restored = purse_solver_row_bounds(s->trial->solver, row, -INFINITY, hi, code ? NULL : s->err);
    return code ? code : restored;
}

/* The line that leaves a point to the right. */
static purse_code leave(search *s, line *from)
{
    line near;
    double step = NEAR * s->budget;
    purse_code code = point(s, from->at + step, &near);
    from->slope = isnan(near.value) ? (double)NAN : fmin(0.0, (near.value - from->value) / step);
    if (-from->slope * s->budget <= NOISE * fabs(from->value))
        from->slope = 0.0;
    return code;
}

static bool lies_on(const line *end, const line *from)
{
    double there = from->value + from->slope * (end->at - from->at);
    return end->value <= there + NOISE * fmax(1.0, fabs(from->value));
}

/* Where a line from `from` ends, at the horizon at the latest. */
static purse_code follow(search *s, const line *from, line *end)
{
    purse_code code = point(s, s->horizon, end);
    for (int i = 0; i < MOST_CROSSINGS && !code && !isnan(end->value) && !lies_on(end, from); i++) {
        double crossing =
            from->at + (end->value - from->value - end->slope * (end->at - from->at)) / (from->slope - end->slope);
        if (!(crossing > from->at && crossing < end->at))
            break;
        code = point(s, crossing, end);
    }
    return code;
}

static purse_code steps(search *s, purse_gain *gain)
{
    line from = {0.0, s->trial->base[s->tier], 0.0};
    purse_code code = PURSE_OK;
    while (gain->n_steps < PURSE_GAIN_STEPS && from.at < s->horizon && !code && !isnan(from.value)) {
        line end = {0};
        code = leave(s, &from);
        if (code || from.slope == 0.0)
            break;
        if (!isnan(from.slope))
            code = follow(s, &from, &end);
        gain->stopped = !code && (isnan(from.slope) || isnan(end.value));
        if (code || gain->stopped)
            break;
        gain->step[gain->n_steps++] = (purse_gain_step){from.at, end.at, -from.slope};
        from = end;
    }
    gain->further = from.at >= s->horizon;
    return code;
}

/* The first tier that is not 0, -1 if that is of spend or there is none. */
static int tier_to_gain(const purse_plan *plan)
{
    for (int t = 0; t < plan->n_tiers; t++)
        if (fabs(plan->tier[t].value) > 1e-6)
            return plan->tier[t].measure == PURSE_MEASURE_SPEND ? -1 : t;
    return -1;
}

static purse_code gain_of(trial *t, int pot, int tier, double amount, purse_gain *gain, purse_error *err)
{
    double budget = fmax(t->plan->pots[pot].budget, 1.0);
    search s = {.trial = t, .pot = pot, .tier = tier, .budget = budget, .horizon = budget, .err = err};
    line next;
    gain->amount = amount;
    purse_code code = point(&s, amount, &next);
    if (code)
        return code;
    gain->stopped = isnan(t->base[tier]) || isnan(next.value);
    gain->gain = gain->stopped ? (double)NAN : fmax(0.0, t->base[tier] - next.value);
    return gain->stopped ? PURSE_OK : steps(&s, gain);
}

purse_code purse_explain_gains(purse_gain *gain, purse_optimiser *o, const purse_plan *plan, double amount,
                               purse_error *err)
{
    if (!(amount > 0.0) || isinf(amount))
        return purse_error_set(err, PURSE_EUSAGE, "amount", "expected a sum above 0, found %g", amount);
    trial t = {.plan = plan, .b = o->build, .solver = o->solver};
    int tier = plan->status == PURSE_STATUS_OPTIMAL ? tier_to_gain(plan) : -1;
    for (int p = 0; p < plan->n_pots; p++)
        gain[p] = (purse_gain){.tier = tier};
    if (tier < 0)
        return PURSE_OK;
    purse_code code = optimiser_regime(o, plan->regime, err);
    if (code)
        return code;
    code = trial_begin(&t, err);
    for (int p = 0; p < plan->n_pots && !code; p++)
        code = gain_of(&t, p, tier, amount, &gain[p], err);
    trial_end(&t);
    return code;
}
