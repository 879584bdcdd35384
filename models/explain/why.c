/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why an offer is not bought, by changing the scenario and looking: its prices, the statements that could be in its way,
 * and what it would cost to hold it all the same. Where a change is enough, halving between what is enough and what is
 * not finds how much of it is needed; both ends are solves.
 */
#include "purse/why.h"

#include <math.h>
#include <stdlib.h>

#include "engine/numbers.h"
#include "models/build/build.h"
#include "models/explain/statements.h"

/* Ends of a halving that are this close, as a share, are one. */
static const double CLOSE = 1e-3;
/* Fewer contacts, as a share of the capacity, are none: an interior answer leaves traces everywhere. */
static const double USED = 1e-4;

typedef struct search {
    const purse_model *model;
    purse_regime regime;
    purse_settings settings;
    purse_control control;
    double deadline; /* 0: none */
    bool service;
    int of;
    statement *list;
    bool *kept;
    size_t n;
    without changed;
    purse_why *why;
    purse_error *err;
} search;

static bool asked_of(const search *s, int offer)
{
    return s->service ? s->model->offers[offer].service == s->of : offer == s->of;
}

static double contacts_of(const search *s, const purse_plan *plan)
{
    double contacts = 0.0, trace = 0.0;
    for (int k = 0; k < plan->n_offers; k++)
        if (asked_of(s, k)) {
            contacts += plan->offers[k].contacts;
            trace += USED * s->model->offers[k].capacity;
        }
    return contacts > trace ? contacts : 0.0;
}

/* The scenario as it is, but for statement `left`; -1: all kept. */
static void restore(search *s, long left)
{
    for (size_t i = 0; i < s->n; i++)
        s->kept[i] = (long)i != left;
    without_set(&s->changed, s->model, s->regime, s->list, s->kept, s->n);
}

/* Solves the changed scenario: contacts, 0 also without a plan, NaN when stopped; optima of the tiers where asked for. */
static purse_code solve(search *s, double *contacts, double *optimum)
{
    purse_optimiser *o = NULL;
    purse_plan *plan = NULL;
    *contacts = NAN;
    if (s->deadline > 0.0 && (s->settings.time_limit = s->deadline - seconds_now()) <= 0.0)
        s->why->interrupted = true;
    if (s->why->interrupted)
        return PURSE_OK;
    purse_code code = purse_optimiser_new(&o, &s->changed.model, &s->settings, &s->control, s->err);
    if (!code)
        code = purse_optimiser_solve(&plan, o, s->changed.regime, s->err);
    s->why->solves++;
    if (!code) {
        s->why->interrupted |= plan->interrupted || plan->status == PURSE_STATUS_LIMIT;
        bool holds = plan->status == PURSE_STATUS_OPTIMAL || plan->status == PURSE_STATUS_FEASIBLE;
        *contacts = holds ? contacts_of(s, plan) : plan->status == PURSE_STATUS_INFEASIBLE ? 0.0 : (double)NAN;
        for (int t = 0; optimum && t < plan->n_tiers; t++)
            optimum[t] = plan->status == PURSE_STATUS_OPTIMAL ? plan->tier[t].bound : (double)NAN;
    }
    purse_plan_free(plan);
    purse_optimiser_free(o);
    return code;
}

static void set_price(search *s, double share)
{
    restore(s, -1);
    for (int k = 0; k < s->model->n_offers; k++)
        if (asked_of(s, k)) {
            s->changed.model.offers[k].unit_cost *= share;
            s->changed.model.offers[k].fixed_cost *= share;
            s->changed.model.offers[k].block_cost *= share;
        }
}

/* The number that a statement is about, where it can be less strict by degrees; NULL of others. */
static double *degree(purse_model *m, statement what)
{
    switch (what.kind) {
    case STATEMENT_CAPACITY:
        return &m->offers[what.of].capacity;
    case STATEMENT_MINIMUM:
        return &m->offers[what.of].min_volume;
    case STATEMENT_INCOME:
        return &m->providers[what.of].max_income;
    case STATEMENT_BUDGET:
        return &m->pots[what.of].budget;
    default:
        return NULL;
    }
}

static double between(double enough, double fails)
{
    /* Far apart, as the room that takes a limit away is from the limit, by magnitudes. */
    if (enough > 10.0 * (1.0 + fails))
        return sqrt(enough * (1.0 + fails));
    return 0.5 * (enough + fails);
}

/* Draws the ends together: of what statement `of` states, -1: of the share of the prices. */
static purse_code halve(search *s, double *enough, double *fails, double *contacts, long of)
{
    purse_code code = PURSE_OK;
    while (!code && !s->why->interrupted && fabs(*enough - *fails) > CLOSE * fmax(fabs(*enough), fabs(*fails))) {
        double middle = between(*enough, *fails), found;
        if (of < 0)
            set_price(s, middle);
        else {
            restore(s, -1);
            *degree(&s->changed.model, s->list[of]) = middle;
        }
        code = solve(s, &found, NULL);
        if (code || isnan(found))
            break;
        if (found > 0.0) {
            *enough = middle;
            *contacts = found;
        } else
            *fails = middle;
    }
    return code;
}

static purse_code try_price(search *s)
{
    purse_why *why = s->why;
    double found, enough = 0.0, fails = 1.0;
    set_price(s, enough);
    purse_code code = solve(s, &found, NULL);
    if (code || !(found > 0.0))
        return code;
    code = halve(s, &enough, &fails, &found, -1);
    why->price = enough;
    why->price_fails = fails;
    why->price_contacts = found;
    return code;
}

/* Held at its fixed cost, the others of its contest without capacity. */
static void force(search *s)
{
    purse_offer *offers = s->changed.model.offers;
    restore(s, -1);
    for (int k = 0; k < s->model->n_offers; k++) {
        bool rival = offers[s->of].contest >= 0 && offers[k].contest == offers[s->of].contest && k != s->of;
        if (rival)
            offers[k].capacity = offers[k].min_volume = offers[k].max_blocks = 0;
    }
    offers[s->of].open = false;
    offers[s->of].contest = -1;
}

static purse_code try_forced(search *s, const purse_plan *plan)
{
    double found, optimum[PURSE_N_MEASURES];
    for (int t = 0; t < PURSE_N_MEASURES; t++)
        s->why->forced[t] = optimum[t] = NAN;
    s->why->n_tiers = plan->n_tiers;
    if (s->service || !s->model->offers[s->of].open || plan->offers[s->of].conflict)
        return PURSE_OK;
    force(s);
    purse_code code = solve(s, &found, optimum);
    for (int t = 0; t < plan->n_tiers && !code; t++)
        s->why->forced[t] = optimum[t] - plan->tier[t].bound;
    return code;
}

/* Whether a statement could be in the way. */
static bool concerns(const search *s, statement what)
{
    const purse_model *m = s->model;
    if (what.kind == STATEMENT_CAPACITY || what.kind == STATEMENT_MINIMUM || what.kind == STATEMENT_HELD)
        return asked_of(s, what.of);
    if (what.kind == STATEMENT_CONTEST || what.kind == STATEMENT_COMMISSIONS || what.kind == STATEMENT_INCOME)
        for (int k = 0; k < m->n_offers; k++)
            if (asked_of(s, k) &&
                (what.kind == STATEMENT_CONTEST ? m->offers[k].contest : m->offers[k].provider) == what.of)
                return true;
    return what.kind == STATEMENT_BUDGET || what.kind == STATEMENT_WALLS || what.kind == STATEMENT_RULE;
}

static purse_code try_statement(search *s, size_t i, purse_remedy *remedy)
{
    double *number = degree(&s->changed.model, s->list[i]);
    restore(s, -1);
    *remedy = (purse_remedy){.now = number ? *number : (double)NAN, .needed = NAN, .fails = NAN};
    restore(s, (long)i);
    double relaxed = number ? *number : (double)NAN;
    purse_code code = solve(s, &remedy->contacts, NULL);
    if (code || !number || !(remedy->contacts > 0.0))
        return code;
    remedy->needed = isinf(relaxed) ? 1e3 * (1.0 + remedy->now) : relaxed;
    remedy->fails = remedy->now;
    return halve(s, &remedy->needed, &remedy->fails, &remedy->contacts, (long)i);
}

static purse_code try_statements(search *s)
{
    purse_why *why = s->why;
    purse_code code = PURSE_OK;
    why->remedy = calloc(s->n + 1, sizeof *why->remedy);
    if (!why->remedy)
        return purse_error_memory(s->err);
    for (size_t i = 0; i < s->n && !code && !why->interrupted; i++) {
        purse_remedy remedy;
        if (!concerns(s, s->list[i]))
            continue;
        code = try_statement(s, i, &remedy);
        if (code || isnan(remedy.contacts))
            continue;
        why->remedy[why->statements.n] = remedy;
        if (statement_tell(&why->statements, s->model, s->regime, s->list[i]))
            code = purse_error_memory(s->err);
    }
    return code;
}

static purse_code ask(search *s, const purse_plan *plan)
{
    purse_code code = without_new(&s->changed, s->model, s->err);
    if (code)
        return code;
    code = try_price(s);
    if (!code)
        code = try_forced(s, plan);
    if (!code)
        code = try_statements(s);
    without_free(&s->changed);
    return code;
}

purse_code purse_explain_why(purse_why *why, const purse_model *model, const purse_plan *plan, bool service, int of,
                             const purse_settings *settings, const purse_control *control, purse_error *err)
{
    search s = {.model = model,
                .regime = plan->regime,
                .settings = *settings,
                .service = service,
                .of = of,
                .why = why,
                .err = err};
    *why = (purse_why){.service = service, .of = of, .price = NAN, .price_fails = NAN};
    if (plan->regime.kind == PURSE_REGIME_BASELINE)
        return purse_error_set(err, PURSE_EUSAGE, "why", "the baseline is evaluated and refuses nothing");
    why->contacts = contacts_of(&s, plan);
    for (int k = 0; k < plan->n_offers; k++)
        why->spend += asked_of(&s, k) ? plan->offers[k].spend : 0.0;
    if (why->contacts > 0.0)
        return PURSE_OK;
    if (settings->time_limit > 0.0)
        s.deadline = seconds_now() + settings->time_limit;
    if (control)
        s.control.interrupt = control->interrupt;
    s.list = statements_of(model, plan->regime, &s.n);
    s.kept = malloc((s.n + 1) * sizeof *s.kept);
    purse_code code = s.list && s.kept ? ask(&s, plan) : purse_error_memory(err);
    free(s.list);
    free(s.kept);
    if (code)
        purse_why_free(why);
    return code;
}

void purse_why_free(purse_why *why)
{
    if (!why)
        return;
    purse_problems_free(&why->statements);
    free(why->remedy);
    *why = (purse_why){0};
}
