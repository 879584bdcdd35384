/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Other plans, nearly as good. Every tier of the objective is held to its optimum and a tolerance, and one tier more
 * looks in a direction: as many other awards as there can be, the most and the least that each pot can spend, that a
 * provider can earn. Where the ends of all directions meet, proved by their bounds, the optimum is the only one.
 */
#include "models/explain/alternatives.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* As the engine holds a tier. */
static const double SLACK = 1e-6;
/* To which ends of directions are proved, relative: finer than what counts as the same. */
static const double GAP = 1e-5;
/*
 * With integers a direction ends after so many nodes, unless the settings say otherwise: any plan will do. And after so
 * many seconds: at a node with tiers held so tightly GLPK's simplex has been seen to stand still for hours.
 */
enum { NODES = 500 };
static const double SECONDS = 60.0;

const char *purse_sought_text(purse_sought sought)
{
    static const char *const text[] = {
#define SOUGHT_TEXT(name, text) text,
        PURSE_SOUGHTS(SOUGHT_TEXT)
#undef SOUGHT_TEXT
    };
    return (unsigned)sought < PURSE_N_SOUGHTS ? text[sought] : "unknown";
}

void purse_alternatives_free(purse_alternatives *found)
{
    if (!found)
        return;
    for (int i = 0; i < found->n; i++)
        purse_plan_free(found->item[i].plan);
    free(found->item);
    free(found->pot);
    free(found->optimal);
    free(found);
}

static bool same_spend(const purse_plan *plan, int pot, double difference)
{
    double size = fmax(plan->pots[pot].budget, plan->pots[pot].spend);
    return fabs(difference) <= PURSE_SAME_SPEND * fmax(size, 0.1 * plan->totals.spend);
}

static double income_of(const purse_model *m, const purse_plan *plan, int provider)
{
    double income = 0.0;
    for (int k = 0; k < m->n_offers; k++)
        income += m->offers[k].provider == provider ? plan->offers[k].spend : 0.0;
    for (int j = 0; j < m->n_teams; j++)
        income += m->teams[j].provider == provider ? plan->teams[j].spend : 0.0;
    return income;
}

static double income_elsewhere(const purse_model *m, const purse_plan *one, const purse_plan *other)
{
    double sum = 0.0;
    for (int r = 0; r < m->n_providers; r++)
        sum += fabs(income_of(m, one, r) - income_of(m, other, r));
    return 0.5 * sum;
}

/* Whether two plans are one to those who look at awards, pots and, where it was sought by that, a provider's income. */
static bool same(const alternatives *a, const purse_plan *one, const purse_plan *other, int provider)
{
    if (alternatives_differ(one, other) > 0)
        return false;
    for (int p = 0; p < one->n_pots; p++)
        if (!same_spend(a->plan, p, one->pots[p].spend - other->pots[p].spend))
            return false;
    if (provider < 0)
        return true;
    double income = income_of(a->o->model, one, provider),
           difference = income - income_of(a->o->model, other, provider);
    return fabs(difference) <= 1e-2 * fabs(income) || fabs(difference) <= 1e-5 * a->plan->totals.spend;
}

static purse_code keep(alternatives *a, purse_plan *plan, purse_sought sought, int of, reach *to, purse_error *err)
{
    purse_alternatives *f = a->found;
    a->other = a->other || !same(a, plan, a->plan, -1);
    int provider = sought == PURSE_SOUGHT_MOST_INCOME || sought == PURSE_SOUGHT_LEAST_INCOME ? of : -1;
    for (int i = -1; i < f->n; i++)
        if (same(a, plan, i < 0 ? a->plan : f->item[i].plan, provider)) {
            purse_plan_free(plan);
            return PURSE_OK;
        }
    if (f->n == a->room) {
        int room = a->room ? 2 * a->room : 16;
        purse_alternative *more = realloc(f->item, (size_t)room * sizeof *more);
        if (!more) {
            purse_plan_free(plan);
            return purse_error_memory(err);
        }
        f->item = more;
        a->room = room;
    }
    to->item = f->n;
    f->item[f->n++] = (purse_alternative){.plan = plan,
                                          .sought = sought,
                                          .of = of,
                                          .awards = alternatives_differ(plan, a->plan),
                                          .elsewhere = alternatives_elsewhere(plan, a->plan),
                                          .income = income_elsewhere(a->o->model, plan, a->plan)};
    return PURSE_OK;
}

/* The solution as a plan of the objective's own tiers. Of the first the optimum's bound holds for any plan. */
static purse_code read(alternatives *a, const purse_solution *solution, purse_plan **plan, purse_error *err)
{
    purse_solution own = *solution;
    own.n_tiers = a->direction;
    own.status = PURSE_STATUS_FEASIBLE;
    for (int t = 0; t < own.n_tiers; t++) {
        own.bound[t] = t == 0 ? a->plan->tier[0].bound : -INFINITY;
        own.way[t] = solution->way[a->direction];
        own.row_price[t] = own.col_price[t] = NULL;
    }
    return optimiser_read(plan, a->o, &own, a->plan->regime, NULL, err);
}

purse_code alternatives_go(alternatives *a, purse_sought sought, int of, reach *to, purse_error *err)
{
    *to = (reach){.bound = -INFINITY, .item = -1};
    if (a->found->stopped)
        return PURSE_OK;
    purse_code code = PURSE_OK;
    for (int j = 0; j < a->program->n_cols && !code; j++)
        if (a->program->col_cost[(size_t)j * PURSE_MAX_TIERS + (size_t)a->direction] != a->cost[j])
            code = purse_solver_col_cost(a->solver, a->direction, j, a->cost[j], err);
    for (int t = 0; t < a->direction && !code; t++)
        code = purse_solver_hold(a->solver, t, a->limit[t], err);
    if (!code)
        code = purse_solver_again(a->solver, a->direction, err);
    if (code)
        return code;
    const purse_solution *solution = purse_solver_solution(a->solver);
    a->found->solves++;
    a->found->stopped = solution->interrupted;
    to->answered = solution->status == PURSE_STATUS_OPTIMAL || solution->status == PURSE_STATUS_FEASIBLE;
    if (!to->answered)
        return PURSE_OK;
    purse_plan *plan = NULL;
    to->bound = solution->bound[a->direction];
    code = read(a, solution, &plan, err);
    return code ? code : keep(a, plan, sought, of, to, err);
}

/*
 * Tiers are held to what was proved, and a share of it. With a share that is more than slack they are solved once more,
 * each under the looser limits of those before: what that leaves is a better place to begin from than the optimum.
 */
static purse_code set_limits(alternatives *a, double share, purse_error *err)
{
    purse_code code = PURSE_OK;
    if (share > SLACK && !a->mixed) {
        (void)purse_solver_slack(a->solver, share);
        code = purse_solver_solve_to(a->solver, a->direction - 1, err);
    }
    for (int t = 0; t < a->direction && !code; t++) {
        const purse_tier *tier = &a->plan->tier[t];
        a->limit[t] = fmax(tier->value, tier->bound + fmax(SLACK, share) * fabs(tier->bound));
        code = purse_solver_hold(a->solver, t, a->limit[t], err);
    }
    return code;
}

/* GBP that a pot spends whatever is decided: no column has it. */
static double held_spend(const build *b, int pot)
{
    const purse_model *m = b->model;
    double held = 0.0;
    for (int k = 0; k < m->n_offers; k++)
        held += m->services[m->offers[k].service].pot == pot && !m->offers[k].open ? m->offers[k].fixed_cost : 0.0;
    for (int j = 0; j < m->n_teams; j++)
        held += m->teams[j].pot == pot && !m->teams[j].open ? m->teams[j].fixed_cost : 0.0;
    return held;
}

/* The least and the most that a pot can spend. */
static purse_code range(alternatives *a, int pot, purse_range *out, purse_error *err)
{
    const double held = held_spend(a->o->build, pot);
    reach least, most = {.bound = -INFINITY};
    alternatives_spend(a, pot, 1.0);
    purse_code code = alternatives_go(a, PURSE_SOUGHT_LEAST, pot, &least, err);
    if (!code) {
        alternatives_spend(a, pot, -1.0);
        code = alternatives_go(a, PURSE_SOUGHT_MOST, pot, &most, err);
    }
    out->least = isfinite(least.bound) ? held + least.bound : (double)NAN;
    out->most = isfinite(most.bound) ? held - most.bound : (double)NAN;
    return code;
}

static int count_open(const alternatives *a)
{
    int n = 0;
    for (int j = 0; j < a->o->build->program->n_cols; j++)
        n += alternatives_open(a, j);
    return n;
}

/* As many other awards as there can be: how many at most, or -1. */
static purse_code farthest_awards(alternatives *a, int *most, purse_error *err)
{
    reach to;
    *most = 0;
    if (a->found->n_open == 0)
        return PURSE_OK;
    double constant = alternatives_awards(a, false);
    purse_code code = alternatives_go(a, PURSE_SOUGHT_AWARDS, -1, &to, err);
    double bound = floor(-constant - to.bound + 1e-6);
    *most = isfinite(to.bound) && bound <= a->found->n_open ? (int)bound : -1;
    return code;
}

/* Again and again away from all that was found, while that leads to anything new. */
static purse_code more_awards(alternatives *a, int n, purse_error *err)
{
    reach to = {.item = 0};
    purse_code code = PURSE_OK;
    for (int i = 0; i < n && a->found->most_awards != 0 && to.item >= 0 && !code; i++) {
        (void)alternatives_awards(a, true);
        code = alternatives_go(a, PURSE_SOUGHT_AWARDS, -1, &to, err);
    }
    return code;
}

/* Providers by income, the largest first, until there are enough plans. */
static purse_code by_providers(alternatives *a, int n, purse_error *err)
{
    const purse_model *m = a->o->model;
    bool *tried = calloc((size_t)m->n_providers + 1, sizeof *tried);
    purse_code code = tried ? PURSE_OK : purse_error_memory(err);
    for (int i = 0; i < m->n_providers && i < n && a->found->n < n && !code; i++) {
        int next = -1;
        double most = 0.0;
        for (int r = 0; r < m->n_providers; r++)
            if (!tried[r] && income_of(m, a->plan, r) > most) {
                most = income_of(m, a->plan, r);
                next = r;
            }
        if (next < 0)
            break;
        reach to;
        tried[next] = true;
        alternatives_income(a, next, 1.0);
        code = alternatives_go(a, PURSE_SOUGHT_LEAST_INCOME, next, &to, err);
        if (!code && a->found->n < n) {
            alternatives_income(a, next, -1.0);
            code = alternatives_go(a, PURSE_SOUGHT_MOST_INCOME, next, &to, err);
        }
    }
    free(tried);
    return code;
}

static bool is_point(const alternatives *a, const purse_range *range, int pot)
{
    return same_spend(a->plan, pot, range[pot].most - range[pot].least); /* not of NAN */
}

/* Asks the plans that keep every optimum, until one differs. Sets `unique`. */
static purse_code ask_optimal(alternatives *a, purse_error *err)
{
    purse_alternatives *f = a->found;
    int points = 0, most = f->most_awards;
    purse_code code = set_limits(a, 0.0, err);
    a->other = false;
    if (!code && most != 0)
        code = farthest_awards(a, &most, err);
    for (int p = 0; p < f->n_pots && !a->other && !code; p++) {
        code = range(a, p, &f->optimal[p], err);
        points += is_point(a, f->optimal, p);
    }
    f->unique = a->other ? PURSE_UNIQUE_NO : points == f->n_pots && most == 0 ? PURSE_UNIQUE_YES : PURSE_UNIQUE_UNKNOWN;
    return code;
}

/* What holds of all plans within the tolerance holds of those that keep every optimum; else these are asked. */
static purse_code decide(alternatives *a, purse_error *err)
{
    purse_alternatives *f = a->found;
    int points = 0;
    for (int p = 0; p < f->n_pots; p++)
        points += is_point(a, f->pot, p);
    if (points < f->n_pots || f->most_awards != 0)
        return ask_optimal(a, err);
    memcpy(f->optimal, f->pot, (size_t)f->n_pots * sizeof *f->pot);
    f->unique = PURSE_UNIQUE_YES;
    return PURSE_OK;
}

static double distance(const alternatives *a, const purse_plan *one, const purse_plan *other)
{
    double awards = alternatives_differ(one, other) / fmax(1.0, a->found->n_open);
    return awards + alternatives_elsewhere(one, other) / fmax(1.0, a->plan->totals.spend);
}

/* Brings those to the front that are farthest from the optimum and from each other, and lets go of the rest. */
static void choose(alternatives *a, int n)
{
    purse_alternatives *f = a->found;
    for (int at = 0; at < f->n && at < n; at++) {
        int best = at;
        double farthest = -1.0;
        for (int i = at; i < f->n; i++) {
            double nearest = distance(a, f->item[i].plan, a->plan);
            for (int j = 0; j < at; j++)
                nearest = fmin(nearest, distance(a, f->item[i].plan, f->item[j].plan));
            if (nearest > farthest) {
                farthest = nearest;
                best = i;
            }
        }
        purse_alternative chosen = f->item[best];
        memmove(f->item + at + 1, f->item + at, (size_t)(best - at) * sizeof *f->item);
        f->item[at] = chosen;
    }
    for (; f->n > n; f->n--)
        purse_plan_free(f->item[f->n - 1].plan);
}

static purse_code search(alternatives *a, int n, double tolerance, purse_error *err)
{
    purse_alternatives *f = a->found;
    f->n_open = count_open(a);
    f->most_awards = f->n_open == 0 ? 0 : -1;
    purse_code code = a->mixed ? PURSE_OK : ask_optimal(a, err);
    if (!code)
        code = set_limits(a, tolerance, err);
    if (!code)
        code = farthest_awards(a, &f->most_awards, err);
    for (int p = 0; p < f->n_pots && !code; p++)
        code = range(a, p, &f->pot[p], err);
    if (!code)
        code = more_awards(a, n, err);
    if (!code)
        code = by_providers(a, n, err);
    if (!code && a->mixed)
        code = decide(a, err);
    return code;
}

/* A program with a tier more, and a solver to which the tiers before are known. */
static purse_code prepare(alternatives *a, purse_error *err)
{
    const purse_program *p = a->o->build->program;
    for (int j = 0; j < p->n_cols; j++)
        a->mixed = a->mixed || (p->col_integer[j] && p->col_lo[j] < p->col_hi[j]);
    a->settings = a->o->settings;
    if (a->mixed && a->settings.node_limit == 0)
        a->settings.node_limit = NODES;
    if (a->mixed && !(a->settings.time_limit > 0.0))
        a->settings.time_limit = SECONDS;
    a->direction = p->n_tiers;
    a->cost = calloc((size_t)p->n_cols + 1, sizeof *a->cost);
    purse_code code = a->cost ? PURSE_OK : purse_error_memory(err);
    if (!code)
        code = purse_program_extend(&a->program, p, NULL, 0, p->n_tiers + 1, err);
    if (!code)
        code = purse_solver_new(&a->solver, a->program, &a->settings, a->o->control, err);
    if (!code && !a->mixed)
        code = purse_solver_solve_to(a->solver, a->direction - 1, err);
    if (!code)
        (void)purse_solver_gap(a->solver, fmax(GAP, a->settings.gap));
    return code;
}

static purse_code make_found(purse_alternatives **out, const purse_plan *plan, double tolerance, purse_error *err)
{
    purse_alternatives *f = calloc(1, sizeof *f);
    if (!f)
        return purse_error_memory(err);
    f->tolerance = tolerance;
    f->n_pots = plan->n_pots;
    f->most_awards = -1;
    f->pot = calloc((size_t)plan->n_pots + 1, sizeof *f->pot);
    f->optimal = calloc((size_t)plan->n_pots + 1, sizeof *f->optimal);
    for (int p = 0; p < plan->n_pots && f->pot && f->optimal; p++)
        f->pot[p] = f->optimal[p] = (purse_range){NAN, NAN};
    *out = f;
    return f->pot && f->optimal ? PURSE_OK : purse_error_memory(err);
}

purse_code purse_explain_alternatives(purse_alternatives **found, purse_optimiser *o, const purse_plan *plan, int n,
                                      double tolerance, purse_error *err)
{
    if (plan->status != PURSE_STATUS_OPTIMAL || n < 1 || !(tolerance > 0.0 && tolerance <= 1.0))
        return purse_error_set(err, PURSE_EUSAGE, "alternatives",
                               "expected an optimal plan, a number from 1 and a tolerance above 0 and up to 1");
    alternatives a = {.o = o, .plan = plan};
    purse_code code = make_found(&a.found, plan, tolerance, err);
    if (!code)
        code = optimiser_regime(o, plan->regime, err);
    if (!code)
        code = prepare(&a, err);
    if (!code)
        code = search(&a, n, tolerance, err);
    if (!code)
        choose(&a, n);
    purse_solver_free(a.solver);
    purse_program_free(a.program);
    free(a.cost);
    if (code)
        purse_alternatives_free(a.found);
    else
        *found = a.found;
    return code;
}
