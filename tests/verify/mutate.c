/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every change is a thousandth of the figure, and a thousandth of a unit at least; both ways where there is room. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "mutate.h"

#define SMALL 1e-3
#define FLOWS_AT_MOST 2000
#define SEED 20261122u

typedef struct mutant {
    purse_plan *plan;
    const purse_model *model;
    const char *name;
    mutation_count count;
} mutant;

static bool fails(const purse_plan *plan, const purse_model *model)
{
    purse_problems problems = {.limit = 1};
    purse_code code = purse_plan_verify(plan, model, 1e-6, &problems, NULL);
    bool any = problems.n_errors > 0;
    purse_problems_free(&problems);
    return code == PURSE_OK && any;
}

bool mutate_passes(const purse_plan *plan, const purse_model *model)
{
    purse_problems problems = {0};
    purse_code code = purse_plan_verify(plan, model, 1e-6, &problems, NULL);
    for (size_t i = 0; i < problems.n; i++)
        fprintf(stderr, "  %s\n", problems.item[i].message);
    bool ok = code == PURSE_OK && problems.n_errors == 0;
    purse_problems_free(&problems);
    return ok;
}

static void expect_failure(mutant *m, const char *what, long index, double before, double after)
{
    m->count.tried++;
    if (fails(m->plan, m->model))
        return;
    m->count.survived++;
    fprintf(stderr, "  %s: %s %ld: %.17g for %.17g was not noticed\n", m->name, what, index, after, before);
}

static void number(mutant *m, const char *what, long index, double *value)
{
    double before = *value, step = fmax(SMALL * fabs(before), SMALL);
    if (!isfinite(before))
        return;
    *value = before + step;
    expect_failure(m, what, index, before, *value);
    *value = before - step;
    if (before > step)
        expect_failure(m, what, index, before, *value);
    *value = before;
}

static void flag(mutant *m, const char *what, long index, bool *value)
{
    *value = !*value;
    expect_failure(m, what, index, !*value, *value);
    *value = !*value;
}

static void mutate_flows(mutant *m)
{
    size_t n = m->plan->n_flows, stride = n / FLOWS_AT_MOST + 1;
    for (size_t i = stride > 1 ? SEED % stride : 0; i < n; i += stride) {
        purse_flow *flow = &m->plan->flows[i], before = *flow;
        number(m, "flow", (long)i, &flow->people);
        flow->people = 0;
        if (before.people >= SMALL)
            expect_failure(m, "lost flow", (long)i, before.people, 0);
        flow->people = NAN;
        expect_failure(m, "flow that is no number", (long)i, before.people, flow->people);
        *flow = before;
        flow->team = flow->team < 0 ? 0 : -1;
        if (before.people >= SMALL)
            expect_failure(m, "mode of flow", (long)i, before.team, flow->team);
        *flow = before;
    }
}

static void mutate_decisions(mutant *m)
{
    purse_plan *p = m->plan;
    for (int k = 0; k < p->n_offers; k++) {
        const purse_offer *offer = &m->model->offers[k];
        if (offer->capacity > 0 || offer->fixed_cost > 0 || !offer->open)
            flag(m, "award", k, &p->offers[k].awarded);
        number(m, "blocks", k, &p->offers[k].blocks);
    }
    for (int j = 0; j < p->n_teams; j++)
        if (m->model->teams[j].capacity > 0 || m->model->teams[j].fixed_cost > 0)
            flag(m, "team's award", j, &p->teams[j].awarded);
    for (int g = 0; g < p->n_programmes; g++)
        number(m, "programme's spend", g, &p->programmes[g].spend);
    for (int i = 0; i < p->n_effects; i++)
        number(m, "averted", i, &p->averted[i]);
    for (int i = 0; i < p->n_moves; i++)
        number(m, "money moved", i, &p->moves[i].amount);
    for (int i = 0; i < p->n_moves; i++) {
        purse_money_move before = p->moves[i];
        p->moves[i] = (purse_money_move){.from = before.to, .to = before.from, .amount = before.amount};
        if (before.amount >= SMALL)
            expect_failure(m, "direction of money", i, before.amount, before.amount);
        p->moves[i] = before;
    }
}

static void mutate_records(mutant *m)
{
    purse_plan *p = m->plan;
    for (int k = 0; k < p->n_offers; k++) {
        number(m, "offer's contacts", k, &p->offers[k].contacts);
        number(m, "offer's capacity", k, &p->offers[k].capacity);
        number(m, "offer's spend", k, &p->offers[k].spend);
    }
    for (int j = 0; j < p->n_teams; j++) {
        number(m, "team's episodes", j, &p->teams[j].episodes);
        number(m, "team's capacity", j, &p->teams[j].capacity);
        number(m, "team's spend", j, &p->teams[j].spend);
    }
    for (int g = 0; g < p->n_programmes; g++)
        number(m, "programme's averted", g, &p->programmes[g].averted);
    for (int q = 0; q < p->n_pots; q++) {
        number(m, "pot's budget", q, &p->pots[q].budget);
        number(m, "pot's spend", q, &p->pots[q].spend);
        number(m, "pot's moved_in", q, &p->pots[q].moved_in);
        number(m, "pot's moved_out", q, &p->pots[q].moved_out);
    }
    for (int l = 0; l < p->n_places; l++) {
        number(m, "place's unmet", l, &p->place_unmet[l]);
        number(m, "place's burden", l, &p->place_burden[l]);
    }
    for (int b = 0; b < p->n_boundaries; b++) {
        number(m, "boundary's moves", b, &p->boundaries[b].moves);
        number(m, "boundary's unnecessary moves", b, &p->boundaries[b].unnecessary_moves);
        number(m, "boundary's burden", b, &p->boundaries[b].burden);
    }
}

static void mutate_totals(mutant *m)
{
    purse_totals *t = &m->plan->totals;
    double *total[] = {&t->episodes, &t->served,   &t->unmet, &t->unmet_weighted,
                       &t->averted,  &t->contacts, &t->moves, &t->unnecessary_moves,
                       &t->burden,   &t->access,   &t->spend};
    for (size_t i = 0; i < sizeof total / sizeof *total; i++)
        number(m, "total", (long)i, total[i]);
    for (int i = 0; i < m->plan->n_tiers; i++) {
        number(m, "tier's value", i, &m->plan->tier[i].value);
        number(m, "tier's bound", i, &m->plan->tier[i].bound);
        number(m, "tier's gap", i, &m->plan->tier[i].gap);
    }
}

static void mutate_regime(mutant *m)
{
    purse_plan *p = m->plan;
    purse_status status = p->status;
    p->status = status == PURSE_STATUS_EVALUATED ? PURSE_STATUS_OPTIMAL : PURSE_STATUS_EVALUATED;
    expect_failure(m, "status", 0, status, p->status);
    p->status = PURSE_STATUS_INFEASIBLE;
    expect_failure(m, "status", 0, status, p->status);
    p->status = status;
    double moved = 0;
    for (int i = 0; i < p->n_moves; i++)
        moved += p->moves[i].amount;
    purse_regime regime = p->regime;
    p->regime.kind = PURSE_REGIME_SILO;
    if (moved > 1)
        expect_failure(m, "regime", 0, regime.kind, p->regime.kind);
    p->regime = regime;
}

mutation_count mutate_plan(purse_plan *plan, const purse_model *model, const char *name)
{
    mutant m = {.plan = plan, .model = model, .name = name};
    mutate_flows(&m);
    mutate_decisions(&m);
    mutate_records(&m);
    mutate_totals(&m);
    mutate_regime(&m);
    return m.count;
}
