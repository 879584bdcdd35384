/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer in three sentences: what can be done, what the walls cost, where more money would help most. */
#include <math.h>
#include <stdio.h>

#include "purse/gains.h"
#include "report/page/page.h"

/* Sentences as text or as markup; figures are marked in markup. */
typedef struct voice {
    const page *p;
    bool markup;
} voice;

static void begin(const voice *v)
{
    if (v->markup)
        purse_text_add(v->p->out, "<p>");
}

static void end(const voice *v)
{
    purse_text_add(v->p->out, v->markup ? "</p>\n" : "\n");
}

static void say(const voice *v, const char *text)
{
    if (v->markup)
        html_text(v->p->out, text);
    else
        purse_text_add(v->p->out, text);
}

static void shown(const voice *v, double value, const char *text)
{
    if (v->markup)
        html_figure(v->p->out, value, text);
    else
        purse_text_add(v->p->out, text);
}

static void count(const voice *v, double value)
{
    char text[48];
    shown(v, value, table_people(text, value));
}

static void money(const voice *v, double value)
{
    char text[80];
    shown(v, value, page_money(text, sizeof text, v->p, value));
}

static void under(const voice *v, int i)
{
    static const char *const phrase[PURSE_N_REGIMES] = {
        "In today's pattern", "With each pot by itself", "With money moved within the virement limits",
        "With a part of each budget free to move", "With one pooled budget"};
    say(v, phrase[v->p->plan[i]->regime.kind]);
    say(v, " (");
    say(v, v->p->name[i]);
    say(v, "), ");
}

static void against_today(const voice *v, const purse_totals *t)
{
    if (v->p->today < 0)
        return;
    double before = v->p->plan[v->p->today]->totals.unnecessary_moves;
    char share[60], amount[48];
    say(v, ", against ");
    count(v, before);
    say(v, " today");
    if (before > 0 && fabs(t->unnecessary_moves - before) >= 0.0005 * before) {
        (void)snprintf(share, sizeof share, " (%s %% %s)",
                       table_amount(amount, 100 * fabs(t->unnecessary_moves / before - 1), 1),
                       t->unnecessary_moves < before ? "fewer" : "more");
        say(v, share);
    }
}

/* Every regime that was to decide something is infeasible. */
static void no_plan(const voice *v)
{
    bool infeasible = true;
    for (int i = 0; i < v->p->n; i++)
        infeasible = infeasible && (v->p->plan[i]->status == PURSE_STATUS_INFEASIBLE || i == v->p->today);
    say(v, infeasible ? "No plan keeps to all budgets, capacities and rules."
                      : "No plan was found that could be shown here.");
}

static void people(const voice *v, const purse_totals *t)
{
    if (t->unmet < 0.05 && t->averted < 0.05) {
        say(v, "all ");
    } else {
        count(v, t->served);
        say(v, " of ");
    }
    count(v, t->episodes);
    say(v, " episodes of need are served");
    if (t->averted >= 0.05) {
        say(v, ", ");
        count(v, t->averted);
        say(v, " are averted");
    }
    say(v, t->unmet >= 0.05 ? " and " : t->averted >= 0.05 ? " and none goes unmet, with " : ", with ");
    if (t->unmet >= 0.05) {
        count(v, t->unmet);
        say(v, " go unmet, with ");
    }
    count(v, t->unnecessary_moves);
    say(v, " unnecessary moves");
}

static void first(const voice *v)
{
    const page *p = v->p;
    const bool pattern = p->open < 0 && p->today >= 0 && p->n == 1;
    if (p->open < 0 && !pattern) {
        no_plan(v);
        return;
    }
    const int i = pattern ? p->today : p->open;
    const purse_plan *plan = p->plan[i];
    double budgets = 0;
    for (int b = 0; b < plan->n_pots; b++)
        budgets += plan->pots[b].budget;
    under(v, i);
    people(v, &plan->totals);
    if (!pattern)
        against_today(v, &plan->totals);
    say(v, ", for ");
    money(v, plan->totals.spend);
    say(v, pattern ? " against budgets of " : " out of budgets of ");
    money(v, budgets);
    say(v, pattern                                ? ", which nothing enforces there."
           : plan->status == PURSE_STATUS_OPTIMAL ? "."
                                                  : ": the best plan found, not proved to be the best there is.");
}

static void second(const voice *v)
{
    purse_walls walls;
    purse_report_walls(&walls, v->p->plan, v->p->n, v->p->model);
    say(v, walls.sentence);
}

/* A power of ten that is small beside the pot; where its price was tested, beside every pot. */
static double unit_of(const page *p, int pot)
{
    const double beside = 1e-3;
    double unit = page_unit(p);
    while (!purse_plan_tested(p->plan[p->walled]) && unit * 10 <= beside * p->model->pots[pot].budget)
        unit *= 10;
    return unit;
}

/* The pot whose next pound saves most in a tier; -1 where none saves anything, -2 where a price is not known. */
static int dearest(const purse_plan *plan, int tier)
{
    int best = -1;
    for (int i = 0; i < plan->n_pots; i++) {
        double saving = page_saving(plan, i, tier);
        if (isnan(page_price(plan, i, tier)))
            return -2;
        if (saving > 0 && (best < 0 || saving > page_saving(plan, best, tier)))
            best = i;
    }
    return best;
}

/* What the next `amount` in a pot takes off a tier. */
static void next_pound(const voice *v, int pot, int tier, double amount, double saves, bool tested)
{
    const purse_plan *plan = v->p->plan[v->p->walled];
    char text[80];
    bool fewer = plan->tier[tier].measure == PURSE_MEASURE_UNMET;
    under(v, v->p->walled);
    say(v, "the next ");
    say(v, page_money(text, sizeof text, v->p, amount));
    say(v, " helps most in ");
    if (v->markup)
        html_write(v->p->out, "<bdi>%s</bdi>", v->p->model->pots[pot].name);
    else
        say(v, v->p->model->pots[pot].name);
    say(v, ": ");
    shown(v, saves, table_amount(text, saves, page_decimals(saves)));
    say(v, fewer ? " fewer " : " less ");
    say(v, page_tier_unit(&plan->tier[tier]));
    say(v, tested ? ", as solving again confirms" : ", by the plan's own prices, not tested");
    say(v, plan->fixed_prices ? ", with awards held as they are." : ".");
}

/* The pot that the next pounds helped most when the plan was solved with them; NULL where no pot's are known to. */
static const purse_gain *most_gained(const purse_gains *gains)
{
    const purse_gain *best = NULL;
    for (int i = 0; gains && gains->tier >= 0 && i < gains->n; i++) {
        const purse_gain *gain = &gains->item[i];
        if (gain->kind == PURSE_LIMIT_POT && gain->gain > 0 && (!best || gain->gain > best->gain))
            best = gain;
    }
    return best;
}

static void third(const voice *v)
{
    const page *p = v->p;
    if (p->walled < 0) {
        say(v, "What more money would buy cannot be said without a plan.");
        return;
    }
    const purse_plan *plan = p->plan[p->walled];
    const purse_gains *gains = p->found && p->found->gains ? p->found->gains[p->walled] : NULL;
    const purse_gain *gain = most_gained(gains);
    if (gain) {
        next_pound(v, gain->of, gains->tier, gain->amount, gain->gain, true);
        return;
    }
    int tiers = purse_plan_priced_tiers(plan), known = tiers > 0;
    for (int t = 0; t < tiers; t++) {
        int pot = dearest(plan, t);
        known = known && pot != -2;
        if (pot >= 0) {
            double unit = unit_of(p, pot);
            next_pound(v, pot, t, unit, -unit * page_price(plan, pot, t), purse_plan_tested(plan));
            return;
        }
    }
    under(v, p->walled);
    say(v, known ? "a little more money in any one pot would change nothing that comes before spend."
                 : "what a little more money in a pot would buy is not known.");
}

void page_answer(const page *p, bool markup)
{
    const voice v = {.p = p, .markup = markup};
    void (*const sentence[])(const voice *) = {first, second, third};
    for (size_t i = 0; i < sizeof sentence / sizeof *sentence; i++) {
        begin(&v);
        sentence[i](&v);
        end(&v);
    }
}
