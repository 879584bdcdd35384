/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The price of the walls in one sentence. A difference is only spoken of where it is larger than what is open in both
 * plans: the distance of each value from its bound, and the slack of 1e-6 between tiers.
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "report/table.h"

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

/* What is open between the two values of a measure: 0 where it is no tier, infinite where a bound is missing. */
static double open_between(const purse_plan *from, const purse_plan *to, int measure)
{
    double open = 0;
    const purse_plan *both[] = {from, to};
    for (int side = 0; side < 2; side++)
        for (int i = 0; i < both[side]->n_tiers; i++) {
            const purse_tier *tier = &both[side]->tier[i];
            if (tier->measure != measure)
                continue;
            open += isfinite(tier->bound) ? fmax(0, tier->value - tier->bound) : INFINITY;
            open += TIER_SLACK * fabs(tier->value);
        }
    return open;
}

static bool weighted(const purse_plan *plan)
{
    return plan->n_tiers == 1 && plan->tier[0].measure < 0;
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
typedef struct list {
    char text[160];
    int n;
} list;

typedef struct parts {
    list more, less, unsure;
} parts;

static void say(list *l, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void say(list *l, const char *format, ...)
{
    size_t length = strlen(l->text);
    va_list values;
    if (l->n++ > 0)
        length += (size_t)snprintf(l->text + length, sizeof l->text - length, " and ");
    if (length >= sizeof l->text)
        return;
    va_start(values, format);
    vsnprintf(l->text + length, sizeof l->text - length, format, values);
    va_end(values);
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
    char amount[48], money[80];
    bool sum = weighted(from) || weighted(to);
    double gap = sum ? open_between(from, to, -1) : 0;
    double value = sum ? from->tier[0].value - to->tier[0].value : 0;
    bool sure = !sum || fabs(value) > gap;
    verdict unmet = judge(w->unmet, sure ? open_between(from, to, PURSE_MEASURE_UNMET) : INFINITY, 0.05);
    verdict burden = judge(w->burden, sure ? open_between(from, to, PURSE_MEASURE_BURDEN) : INFINITY, 0.05);
    verdict spend = judge(w->spend, sure ? open_between(from, to, PURSE_MEASURE_SPEND) : INFINITY, 0.5);
    list *to_list = list_of(p, unmet, "episodes unmet");
    if (to_list)
        say(to_list, "%s episodes unmet", table_amount(amount, fabs(w->unmet), 1));
    to_list = list_of(p, burden, "burden");
    double moves = fabs(w->unnecessary_moves);
    if (to_list && w->unnecessary_moves * w->burden > 0)
        say(to_list, "%s unnecessary moves (%.1f %%)", table_amount(amount, moves, moves < 100),
            100 * fabs(w->unnecessary_share));
    else if (to_list)
        say(to_list, "a burden of %s", table_amount(amount, fabs(w->burden), 1));
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
    char from[60], to[60], period[80];
    size_t size = sizeof w->sentence;
    table_regime(from, sizeof from, w->from);
    table_regime(to, sizeof to, w->to);
    say_period(period, sizeof period, model);
    int n;
    if (p->more.n > 0 && p->less.n > 0)
        n = snprintf(w->sentence, size, "Walls between the pots cost %s%s, and save %s: %s against %s, same budgets.",
                     p->more.text, period, p->less.text, from, to);
    else if (p->more.n > 0)
        n = snprintf(w->sentence, size, "Walls between the pots cost %s%s: %s against %s, same budgets.", p->more.text,
                     period, from, to);
    else if (p->less.n > 0)
        n = snprintf(w->sentence, size, "Walls between the pots save %s%s: %s against %s, same budgets.", p->less.text,
                     period, from, to);
    else
        n = snprintf(w->sentence, size,
                     "Walls between the pots cost nothing that can be shown: %s against %s, same budgets.", from, to);
    if (p->unsure.n > 0 && n > 0 && (size_t)n < size)
        snprintf(w->sentence + n, size - (size_t)n,
                 " The difference in %s is smaller than the gaps allow one to claim.", p->unsure.text);
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
