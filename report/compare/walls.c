/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The price of the walls in one sentence. A difference is only spoken of where it is larger than what is open in both
 * plans: the distance of each value from its bound, and the slack of 1e-6 between tiers. A tier's bound holds for plans
 * as good as this one in the tiers before; where those are not settled themselves, nothing is claimed of it.
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "report/compare/compare.h"

#define TIER_SLACK 1e-6

/* True when every plan that `one` allows is allowed by `other` too, and not the other way round. */
static bool less_walled(purse_regime one, purse_regime other)
{
    if (one.kind == other.kind)
        return one.kind == PURSE_REGIME_DIAL && one.dial < other.dial;
    return one.kind == PURSE_REGIME_SILO || other.kind == PURSE_REGIME_POOLED;
}

/* The pair farthest apart, silo against pooled for choice. */
static bool find_pair(const purse_plan **from, const purse_plan **to, const purse_plan *const *plan, int n)
{
    *from = *to = NULL;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            const purse_plan *a = plan[i], *b = plan[j];
            if (a->regime.kind == PURSE_REGIME_BASELINE || b->regime.kind == PURSE_REGIME_BASELINE)
                continue;
            if (!less_walled(a->regime, b->regime))
                continue;
            bool wider = !*from || less_walled(a->regime, (*from)->regime) || less_walled((*to)->regime, b->regime);
            bool narrower = *from && (less_walled((*from)->regime, a->regime) || less_walled(b->regime, (*to)->regime));
            if (!wider || narrower)
                continue;
            *from = a;
            *to = b;
        }
    return *from != NULL;
}

/* Whether a tier is settled: proved as near as the slack by which it is held for the tiers after it. */
static bool settled(const purse_tier *tier)
{
    return isfinite(tier->bound) && tier->value - tier->bound <= 2 * TIER_SLACK * fmax(1e-3, fabs(tier->value));
}

double compare_open(const purse_plan *from, const purse_plan *to, int measure)
{
    double open = 0;
    const purse_plan *both[] = {from, to};
    for (int side = 0; side < 2; side++) {
        bool before = true;
        for (int i = 0; i < both[side]->n_tiers; i++) {
            const purse_tier *tier = &both[side]->tier[i];
            if (tier->measure == measure) {
                open += isfinite(tier->bound) ? fmax(0, tier->value - tier->bound) : INFINITY;
                open += TIER_SLACK * fabs(tier->value);
                open += before ? 0 : INFINITY;
            }
            before = before && settled(tier);
        }
    }
    return open;
}

static bool weighted(const purse_plan *plan)
{
    return plan->n_tiers == 1 && plan->tier[0].measure < 0;
}

static double weighted_sum(const purse_plan *plan, const purse_model *model)
{
    double sum = 0;
    for (int m = 0; m < PURSE_N_MEASURES; m++)
        if (model->objective.weight[m] != 0)
            sum += model->objective.weight[m] * purse_plan_measure(plan, (purse_measure)m);
    return sum;
}

/* Whether the difference in one tier's measure is larger than what is open. */
static bool tier_claimed(const purse_plan *from, const purse_plan *to, int measure)
{
    double difference =
        purse_plan_measure(from, (purse_measure)measure) - purse_plan_measure(to, (purse_measure)measure);
    return fabs(difference) > compare_open(from, to, measure);
}

static bool is_tier(const purse_plan *plan, int measure)
{
    for (int i = 0; i < plan->n_tiers; i++)
        if (plan->tier[i].measure == measure)
            return true;
    return false;
}

/* The measure that a total is, or is counted by; -1 for none. */
static int measure_of(const compare_measure *total)
{
    if (strcmp(total->id, "unmet_weighted") == 0)
        return PURSE_MEASURE_UNMET;
    for (int m = 0; m < PURSE_N_MEASURES; m++)
        if (strcmp(total->id, purse_measure_text((purse_measure)m)) == 0)
            return m;
    return -1;
}

bool compare_claimed(const purse_plan *from, const purse_plan *to, const compare_measure *total,
                     const purse_model *model)
{
    int measure = measure_of(total);
    if (weighted(from) || weighted(to))
        return fabs(weighted_sum(from, model) - weighted_sum(to, model)) > compare_open(from, to, -1);
    if (measure >= 0 && (is_tier(from, measure) || is_tier(to, measure)))
        return tier_claimed(from, to, measure);
    for (int m = 0; m < PURSE_N_MEASURES; m++)
        if ((is_tier(from, m) || is_tier(to, m)) && tier_claimed(from, to, m))
            return true;
    return false;
}

typedef enum verdict { NOTHING, UNSURE, MORE, LESS } verdict;

/* `least` is what would not show in words. */
static verdict judge(double difference, double open, double least)
{
    if (fabs(difference) < least)
        return NOTHING;
    if (!(fabs(difference) > open))
        return UNSURE;
    return difference > 0 ? MORE : LESS;
}

/* What is said of the walls, in three lists. Of fixed size: a sentence needs no memory that could run out. */
enum { MOST_SAID = 3 };
typedef struct list {
    char item[MOST_SAID][80];
    int n;
} list;

typedef struct parts {
    list more, less, unsure;
} parts;

static void say(list *l, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void say(list *l, const char *format, ...)
{
    va_list values;
    if (l->n == MOST_SAID)
        return;
    va_start(values, format);
    vsnprintf(l->item[l->n], sizeof l->item[l->n], format, values);
    va_end(values);
    l->n++;
}

/* "a, b and c" */
static const char *joined(char *text, size_t size, const list *l)
{
    size_t length = 0;
    text[0] = '\0';
    for (int i = 0; i < l->n && length < size; i++)
        length += (size_t)snprintf(text + length, size - length, "%s%s",
                                   i == 0          ? ""
                                   : i + 1 == l->n ? " and "
                                                   : ", ",
                                   l->item[i]);
    return text;
}

/* "(0.6 %)" */
static const char *share_of(char *text, size_t size, double share)
{
    double percent = 100 * fabs(share);
    if (percent > 0 && percent < 0.05)
        snprintf(text, size, "(less than 0.1 %%)");
    else
        snprintf(text, size, "(%.1f %%)", percent);
    return text;
}

/* The list that a measure goes to, or NULL; what cannot be claimed is named `unsure_of`. */
static list *list_of(parts *p, verdict found, const char *unsure_of)
{
    if (found == UNSURE)
        say(&p->unsure, "%s%s", p->unsure.n > 0 ? "in " : "", unsure_of);
    return found == MORE ? &p->more : found == LESS ? &p->less : NULL;
}

static void add_parts(parts *p, const purse_walls *w, const purse_plan *from, const purse_plan *to,
                      const purse_model *model)
{
    char amount[48], money[80], share[40];
    bool sum = weighted(from) || weighted(to);
    double gap = sum ? compare_open(from, to, -1) : 0;
    double value = sum ? from->tier[0].value - to->tier[0].value : 0;
    bool sure = !sum || fabs(value) > gap;
    bool weighs = sure && fabs(w->unmet_weighted) > compare_open(from, to, PURSE_MEASURE_UNMET);
    verdict unmet = judge(w->unmet, weighs ? 0 : INFINITY, 0.05);
    verdict burden = judge(w->burden, sure ? compare_open(from, to, PURSE_MEASURE_BURDEN) : INFINITY, 0.05);
    verdict spend = judge(w->spend, sure ? compare_open(from, to, PURSE_MEASURE_SPEND) : INFINITY, 0.5);
    list *to_list = list_of(p, unmet, "episodes unmet");
    if (to_list)
        say(to_list, "%s episodes unmet", table_people(amount, fabs(w->unmet)));
    to_list = list_of(p, burden, "burden");
    double moves = fabs(w->unnecessary_moves);
    if (to_list && w->unnecessary_moves * w->burden > 0)
        say(to_list, "%s unnecessary moves %s", table_people(amount, moves),
            share_of(share, sizeof share, w->unnecessary_share));
    else if (to_list)
        say(to_list, "a burden of %s", table_people(amount, fabs(w->burden)));
    to_list = list_of(p, spend, "spend");
    if (to_list)
        say(to_list, "%s", table_money(money, sizeof money, model->currency, fabs(w->spend)));
}

static void say_period(char *text, size_t size, const purse_model *model)
{
    const char *period = model->period ? model->period : "";
    if (!*period)
        snprintf(text, size, "%s", "");
    else if (strcmp(period, "year") == 0)
        snprintf(text, size, " a year");
    else
        snprintf(text, size, " in %.60s", period);
}

static void say_price(purse_walls *w, const parts *p, const purse_model *model)
{
    char from[60], to[60], period[80], more[260], less[260], unsure[260];
    size_t size = sizeof w->sentence;
    table_regime(from, sizeof from, w->from);
    table_regime(to, sizeof to, w->to);
    joined(more, sizeof more, &p->more);
    joined(less, sizeof less, &p->less);
    say_period(period, sizeof period, model);
    int n;
    if (p->more.n > 0 && p->less.n > 0)
        n = snprintf(w->sentence, size, "Walls between the pots cost %s%s, and save %s: %s against %s, same budgets.",
                     more, period, less, from, to);
    else if (p->more.n > 0)
        n = snprintf(w->sentence, size, "Walls between the pots cost %s%s: %s against %s, same budgets.", more, period,
                     from, to);
    else if (p->less.n > 0)
        n = snprintf(w->sentence, size, "Walls between the pots save %s%s: %s against %s, same budgets.", less, period,
                     from, to);
    else
        n = snprintf(w->sentence, size,
                     "Walls between the pots cost nothing that can be shown: %s against %s, same budgets.", from, to);
    if (p->unsure.n > 0 && n > 0 && (size_t)n < size)
        snprintf(w->sentence + n, size - (size_t)n,
                 " The difference in %s is smaller than the gaps allow one to claim.",
                 joined(unsure, sizeof unsure, &p->unsure));
}

/* One of the two has no plan to compare. */
static void say_absence(purse_walls *w, const purse_plan *from, const purse_plan *to)
{
    char one[60], other[60];
    size_t size = sizeof w->sentence;
    table_regime(one, sizeof one, from->regime);
    table_regime(other, sizeof other, to->regime);
    if (to->status == PURSE_STATUS_INFEASIBLE)
        snprintf(w->sentence, size, "No plan keeps to the budgets and rules, with the walls (%s) or without (%s).", one,
                 other);
    else if (from->status == PURSE_STATUS_INFEASIBLE && purse_plan_holds(to))
        snprintf(w->sentence, size,
                 "Walls between the pots cost the plan itself: under %s nothing keeps to the budgets and rules, under "
                 "%s there is a plan.",
                 one, other);
    else
        snprintf(w->sentence, size, "The price of the walls is not known: %s has no plan.",
                 purse_plan_holds(from) ? other : one);
}

void purse_report_walls(purse_walls *walls, const purse_plan *const *plan, int n, const purse_model *model)
{
    const purse_plan *from, *to;
    *walls = (purse_walls){.stated = false};
    if (!find_pair(&from, &to, plan, n)) {
        snprintf(
            walls->sentence, sizeof walls->sentence,
            "The price of the walls needs two regimes, one with fewer walls than the other, such as silo and pooled.");
        return;
    }
    walls->from = from->regime;
    walls->to = to->regime;
    if (!purse_plan_holds(from) || !purse_plan_holds(to)) {
        say_absence(walls, from, to);
        return;
    }
    walls->stated = true;
    walls->unmet = from->totals.unmet - to->totals.unmet;
    walls->unmet_weighted = from->totals.unmet_weighted - to->totals.unmet_weighted;
    walls->unnecessary_moves = from->totals.unnecessary_moves - to->totals.unnecessary_moves;
    walls->burden = from->totals.burden - to->totals.burden;
    walls->spend = from->totals.spend - to->totals.spend;
    if (from->totals.unnecessary_moves > 0)
        walls->unnecessary_share = walls->unnecessary_moves / from->totals.unnecessary_moves;
    parts p = {.more = {.n = 0}};
    add_parts(&p, walls, from, to, model);
    walls->proved = p.more.n + p.less.n > 0;
    say_price(walls, &p, model);
}
