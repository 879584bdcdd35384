/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One plan as tables for people. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "purse/report_explain.h"
#include "report/answer/answer.h"

static void show_head(purse_text *out, const purse_plan *plan, const purse_model *model, purse_view view)
{
    char regime[60];
    table_heading(out, view.colour, "%s, regime %s: %s%s", model->name,
                  table_regime(regime, sizeof regime, plan->regime), purse_status_text(plan->status),
                  plan->interrupted ? " (interrupted)" : "");
    if (plan->status == PURSE_STATUS_INFEASIBLE)
        purse_text_add(out, "  No plan keeps to all budgets, capacities and rules.\n");
    if (plan->status == PURSE_STATUS_LIMIT)
        purse_text_add(out, "  Stopped before a plan was found.\n");
    if (plan->status == PURSE_STATUS_EVALUATED)
        purse_text_add(out,
                       "  Today's pattern: capacities and budgets are not enforced; what exceeds them shows below.\n");
}

static void show_tiers(purse_text *out, const purse_plan *plan, purse_view view)
{
    table t;
    if (plan->n_tiers == 0)
        return;
    table_heading(out, view.colour, "Objective, in this order");
    table_start(&t, out, view.colour, "lrrr");
    table_cell(&t, "measure");
    table_cell(&t, "value");
    table_cell(&t, "proved bound");
    table_cell(&t, "gap");
    for (int i = 0; i < plan->n_tiers; i++) {
        table_cell(&t, "%s", purse_tier_text(&plan->tier[i]));
        table_number(&t, plan->tier[i].value, 2);
        if (isfinite(plan->tier[i].bound))
            table_number(&t, plan->tier[i].bound, 2);
        else
            table_cell(&t, "none");
        if (isfinite(plan->tier[i].gap))
            table_cell(&t, "%.1e", plan->tier[i].gap);
        else
            table_cell(&t, "open");
    }
    table_end(&t);
}

static void show_totals(purse_text *out, const purse_plan *plan, const purse_model *model, purse_view view)
{
    const purse_totals *sum = &plan->totals;
    const struct {
        const char *name, *unit;
        double value;
        int decimals;
    } line[] = {
        {"demand", "episodes", sum->episodes, 1},
        {"served", "episodes", sum->served, 1},
        {"averted", "episodes", sum->averted, 1},
        {"unmet", "episodes", sum->unmet, 1},
        {"unmet, weighted by priority", "", sum->unmet_weighted, 1},
        {"contacts", "contacts", sum->contacts, 1},
        {"moves", "people", sum->moves, 1},
        {"unnecessary moves", "people", sum->unnecessary_moves, 1},
        {"burden", "", sum->burden, 1},
        {"access", "rank x contacts", sum->access, 1},
        {"spend", model->currency, sum->spend, 0},
    };
    table t;
    table_heading(out, view.colour, "Totals");
    table_start(&t, out, view.colour, "lrl");
    table_cell(&t, "measure");
    table_cell(&t, "value");
    table_cell(&t, "unit");
    for (size_t i = 0; i < sizeof line / sizeof *line; i++) {
        table_cell(&t, "%s", line[i].name);
        table_number(&t, line[i].value, line[i].decimals);
        table_cell(&t, "%s", line[i].unit);
    }
    table_end(&t);
}

typedef struct ranked {
    double use, contacts;
    int offer;
} ranked;

/* Fullest first; then most contacts; then the scenario's order. */
static int compare_ranked(const void *a, const void *b)
{
    const ranked *left = a, *right = b;
    if (left->use != right->use)
        return left->use > right->use ? -1 : 1;
    if (left->contacts != right->contacts)
        return left->contacts > right->contacts ? -1 : 1;
    return left->offer < right->offer ? -1 : left->offer > right->offer;
}

static void show_offer(table *t, const purse_plan *plan, const purse_model *model, const ranked *rank)
{
    const purse_offer_result *offer = &plan->offers[rank->offer];
    table_cell(t, "%s", model->offers[rank->offer].id);
    table_cell(t, "%s", model->services[model->offers[rank->offer].service].name);
    table_number(t, offer->contacts, 1);
    table_number(t, offer->capacity, 0);
    if (isfinite(rank->use))
        table_cell(t, "%.1f %%", 100 * rank->use);
    else
        table_cell(t, "over");
    table_number(t, offer->blocks, 0);
    table_number(t, offer->spend, 0);
}

static void show_offers(purse_text *out, const purse_plan *plan, const purse_model *model, purse_view view)
{
    ranked *rank = calloc((size_t)plan->n_offers + 1, sizeof *rank);
    int n = 0, conflicts = 0;
    if (!rank) {
        out->failed = true;
        return;
    }
    for (int k = 0; k < plan->n_offers; k++) {
        const purse_offer_result *offer = &plan->offers[k];
        if (offer->conflict)
            conflicts++;
        if (!offer->awarded)
            continue;
        double use = offer->capacity > 0 ? offer->contacts / offer->capacity : offer->contacts > 0 ? INFINITY : 0;
        rank[n++] = (ranked){.use = use, .contacts = offer->contacts, .offer = k};
    }
    qsort(rank, (size_t)n, sizeof *rank, compare_ranked);
    int shown = answer_rows(view, n);
    table t;
    table_heading(out, view.colour, "Offers awarded, fullest first (%d of %d)", n, plan->n_offers);
    table_start(&t, out, view.colour, "llrrrrr");
    table_cell(&t, "offer");
    table_cell(&t, "service");
    table_cell(&t, "contacts");
    table_cell(&t, "capacity");
    table_cell(&t, "used");
    table_cell(&t, "blocks");
    table_cell(&t, "spend %s", model->currency);
    for (int i = 0; i < shown; i++)
        show_offer(&t, plan, model, &rank[i]);
    table_end(&t);
    answer_more(out, shown, n);
    if (conflicts > 0)
        purse_text_format(out, "  %d offer%s excluded: the provider commissions the pot (conflict of interest).\n",
                          conflicts, conflicts == 1 ? "" : "s");
    free(rank);
}

static void show_programmes(purse_text *out, const purse_plan *plan, const purse_model *model, purse_view view)
{
    table t;
    if (plan->n_programmes == 0)
        return;
    table_heading(out, view.colour, "Prevention");
    table_start(&t, out, view.colour, "lrr");
    table_cell(&t, "programme");
    table_cell(&t, "episodes averted");
    table_cell(&t, "spend %s", model->currency);
    for (int g = 0; g < plan->n_programmes; g++) {
        table_cell(&t, "%s", model->programmes[g].name);
        table_number(&t, plan->programmes[g].averted, 1);
        table_number(&t, plan->programmes[g].spend, 0);
    }
    table_end(&t);
}

static void show_boundaries(purse_text *out, const purse_plan *plan, const purse_model *model, purse_view view)
{
    table t;
    table_heading(out, view.colour, "Moves between pots, people");
    table_start(&t, out, view.colour, "llrrr");
    table_cell(&t, "from");
    table_cell(&t, "to");
    table_cell(&t, "moves");
    table_cell(&t, "unnecessary");
    table_cell(&t, "burden");
    for (int b = 0; b < plan->n_boundaries; b++) {
        if (!(plan->boundaries[b].moves > 0))
            continue;
        table_cell(&t, "%s", model->pots[plan->boundaries[b].from].name);
        table_cell(&t, "%s", model->pots[plan->boundaries[b].to].name);
        table_number(&t, plan->boundaries[b].moves, 1);
        table_number(&t, plan->boundaries[b].unnecessary_moves, 1);
        table_number(&t, plan->boundaries[b].burden, 1);
    }
    table_end(&t);
}

/* What was bought, and why. */
static void show_market(const answer_view *v)
{
    answer_text_awards(v);
    answer_text_blocks(v);
    show_offers(v->out, v->plan, v->model, v->view);
    prices_text_capacities(v);
    answer_text_rules(v);
}

static void show_plan(const answer_view *v)
{
    show_tiers(v->out, v->plan, v->view);
    show_totals(v->out, v->plan, v->model, v->view);
    prices_text_pots(v);
    show_market(v);
    answer_text_teams(v);
    show_programmes(v->out, v->plan, v->model, v->view);
    show_boundaries(v->out, v->plan, v->model, v->view);
    answer_text_places(v);
    answer_text_shares(v);
    answer_text_quality(v);
}

purse_code purse_report_plan_text(purse_text *out, const purse_plan *plan, const purse_model *model, purse_view view,
                                  purse_error *err)
{
    show_head(out, plan, model, view);
    if (purse_plan_holds(plan)) {
        purse_answer *answer = NULL;
        purse_code code = purse_answer_new(&answer, plan, model, err);
        if (code != PURSE_OK)
            return code;
        show_plan(&(answer_view){.out = out, .plan = plan, .model = model, .answer = answer, .view = view});
        purse_answer_free(answer);
    }
    if (plan->change)
        return purse_report_change_text(out, plan->change, NULL, err);
    return out->failed ? purse_error_memory(err) : PURSE_OK;
}
