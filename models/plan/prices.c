/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Prices tested by solving again. A dual price is one of perhaps many: at a corner of the value function all slopes
 * between the left and the right one fit. So each bound is moved a little down and a little up, everything is solved
 * again, and the changes of the tiers' optima over the step are the left and the right price.
 *
 * The optimum of a tier is its bound: the value of the last answer may use up the slack by which a tier is held.
 */
#include "models/plan/prices.h"

#include <math.h>
#include <stdlib.h>

#include "models/explain/trial.h"

/* Two slopes within this share of the larger are one. */
static const double ONE_PRICE = 0.01;

bool purse_price_degenerate(double left, double right)
{
    if (isnan(left) || isnan(right))
        return false;
    if (isinf(left) || isinf(right))
        return left != right;
    return fabs(left - right) > ONE_PRICE * fmax(fabs(left), fabs(right));
}

/*
 * Tiers whose untested prices mean something: up to the first whose value is not 0. What one more pound saves in a
 * tier while an earlier one is held to a hair is mostly what that hair is worth.
 */
static int plain_tiers(const purse_plan *plan)
{
    int n = 0;
    while (n < plan->n_tiers &&
           (n == 0 || (plan->tier[n].measure != PURSE_MEASURE_SPEND && fabs(plan->tier[n - 1].value) <= 1e-6)))
        n++;
    return n;
}

bool purse_plan_tested(const purse_plan *plan)
{
    for (int t = 0; t < plan->n_tiers; t++) {
        for (int p = 0; p < plan->n_pots; p++)
            if (!isnan(plan->pots[p].left[t]) || !isnan(plan->pots[p].right[t]))
                return true;
        for (int k = 0; k < plan->n_offers; k++)
            if (!isnan(plan->offers[k].left[t]) || !isnan(plan->offers[k].right[t]))
                return true;
    }
    return false;
}

int purse_plan_priced_tiers(const purse_plan *plan)
{
    int n = plain_tiers(plan);
    bool tested = purse_plan_tested(plan);
    while (tested && n < plan->n_tiers && plan->tier[n].measure != PURSE_MEASURE_SPEND)
        n++;
    return n;
}

/* By the first tier in which they differ: dearer first. */
static bool dearer(const purse_offer_result *a, const purse_offer_result *b, int tiers)
{
    for (int t = 0; t < tiers; t++)
        if (!isnan(a->price[t]) && !isnan(b->price[t]) && a->price[t] != b->price[t])
            return a->price[t] < b->price[t];
    return false;
}

/* One that would show: the whole capacity is worth more than a millionth of the tier. */
static bool has_price(const purse_plan *plan, int k, int tiers)
{
    const purse_offer_result *offer = &plan->offers[k];
    for (int t = 0; t < tiers; t++)
        if (-offer->price[t] * fmax(1.0, offer->capacity) > 1e-6 * fmax(1.0, fabs(plan->tier[t].value)))
            return true;
    return false;
}

int purse_plan_scarce(const purse_plan *plan, int *offer)
{
    int n = 0, tiers = plain_tiers(plan);
    for (int k = 0; k < plan->n_offers; k++) {
        if (!plan->offers[k].awarded || !has_price(plan, k, tiers))
            continue;
        int at = n++;
        for (; at > 0 && dearer(&plan->offers[k], &plan->offers[offer[at - 1]], tiers); at--)
            offer[at] = offer[at - 1];
        offer[at] = k;
    }
    return n;
}

/* Slopes to one side, or to none where the change is noise. */
static void slopes(const trial *t, double *price, const double *value, double change)
{
    for (int i = 0; i < t->plan->n_tiers; i++) {
        double difference = value[i] - t->base[i];
        if (isfinite(difference) && fabs(difference) <= 1e-10 * fmax(1.0, fabs(t->base[i])))
            difference = 0.0;
        price[i] = isinf(difference) && change > 0 ? (double)NAN : difference == 0.0 ? 0.0 : difference / change;
    }
}

static bool holds(const purse_plan *plan)
{
    return plan->status == PURSE_STATUS_OPTIMAL || plan->status == PURSE_STATUS_FEASIBLE;
}

static purse_code check_step(double step, purse_error *err)
{
    if (step > 0 && step < 1)
        return PURSE_OK;
    return purse_error_set(err, PURSE_EUSAGE, "step", "expected a share above 0 and below 1, found %g", step);
}

/* A pot's budget, and with a dial what may leave it, which grows with it. */
static purse_code set_budget(trial *t, int p, double more, purse_error *err)
{
    int row = t->b->budget_row[p], dial = t->b->dial_row[p];
    purse_code code = purse_solver_row_bounds(t->solver, row, -INFINITY, t->row_hi[row] + more, err);
    if (!code && t->plan->regime.kind == PURSE_REGIME_DIAL)
        code = purse_solver_row_bounds(t->solver, dial, -INFINITY,
                                       fmax(0.0, t->row_hi[dial] + t->plan->regime.dial * more), err);
    return code;
}

static purse_code pot_side(trial *t, int p, double change, double *price, purse_error *err)
{
    double value[PURSE_MAX_TIERS];
    purse_code code = set_budget(t, p, change, err);
    if (!code)
        code = trial_optima(t, value, err);
    purse_code restored = set_budget(t, p, 0.0, code ? NULL : err);
    if (!code)
        slopes(t, price, value, change);
    return code ? code : restored;
}

purse_code prices_of_pots(purse_plan *plan, const build *b, purse_solver *solver, double step, purse_error *err)
{
    trial t = {.plan = plan, .b = b, .solver = solver};
    purse_code code = check_step(step, err);
    if (code || !holds(plan))
        return code;
    code = trial_begin(&t, err);
    for (int p = 0; p < plan->n_pots && !code; p++) {
        double change = step * fmax(plan->pots[p].budget, plan->pots[p].spend);
        if (change > 0)
            code = pot_side(&t, p, -change, plan->pots[p].left, err);
        if (change > 0 && !code)
            code = pot_side(&t, p, change, plan->pots[p].right, err);
    }
    trial_end(&t);
    return code;
}

/* The volume's bound, and where it has one the row that ties it to the award and the blocks. */
static purse_code offer_side(trial *t, int k, double change, double *price, purse_error *err)
{
    const purse_program *p = t->b->program;
    double value[PURSE_MAX_TIERS];
    int col = t->b->volume_col[k], row = t->b->capacity_row[k];
    double lo = p->col_lo[col], hi = p->col_hi[col], limit = row >= 0 ? p->row_hi[row] : 0;
    if (hi + change < lo)
        return PURSE_OK;
    purse_code code = purse_solver_col_bounds(t->solver, col, lo, hi + change, err);
    if (!code && row >= 0)
        code = purse_solver_row_bounds(t->solver, row, -INFINITY, limit + change, err);
    if (!code)
        code = trial_optima(t, value, err);
    (void)purse_solver_col_bounds(t->solver, col, lo, hi, NULL);
    if (row >= 0)
        (void)purse_solver_row_bounds(t->solver, row, -INFINITY, limit, NULL);
    if (!code)
        slopes(t, price, value, change);
    return code;
}

purse_code prices_of_capacities(purse_plan *plan, const build *b, purse_solver *solver, double step, int most,
                                purse_error *err)
{
    trial t = {.plan = plan, .b = b, .solver = solver};
    purse_code code = check_step(step, err);
    if (code || !holds(plan))
        return code;
    int *offer = malloc(((size_t)plan->n_offers + 1) * sizeof *offer);
    if (!offer)
        return purse_error_memory(err);
    int n = purse_plan_scarce(plan, offer);
    n = most > 0 && most < n ? most : n;
    if (n > 0)
        code = trial_begin(&t, err);
    for (int i = 0; i < n && !code; i++) {
        purse_offer_result *result = &plan->offers[offer[i]];
        double change = step * fmax(1.0, result->capacity);
        code = offer_side(&t, offer[i], -change, result->left, err);
        if (!code)
            code = offer_side(&t, offer[i], change, result->right, err);
    }
    trial_end(&t);
    free(offer);
    return code;
}
