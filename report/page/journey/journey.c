/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One commodity (place, need, mode) after the other, each walked stage by stage from its entries. */
#include "report/page/journey/journey.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What a walk needs, allocated once: per service and per offer, all zero between two commodities. */
typedef struct walk {
    journey *j;
    const purse_plan *plan;
    const purse_model *model;
    double *door;                 /* per service: people through its open door, and lost at it, in all */
    double *seen;                 /* per offer, in all */
    double *arrive, *arrive_next; /* per service, of this stage and the next */
    double *at, *at_next;         /* per offer */
} walk;

static bool necessary(const purse_model *m, int need, int from, int to)
{
    for (int r = m->referral_start[need]; r < m->referral_start[need + 1]; r++)
        if (m->referrals[r].from == from && m->referrals[r].to == to)
            return m->referrals[r].necessary;
    return false;
}

static size_t move_at(const journey *j, int from, int to, bool unnecessary)
{
    return (((size_t)from * (size_t)j->n_services) + (size_t)to) * 2 + unnecessary;
}

static double *passed_at(const journey *j, int stage, int from, int to, bool unnecessary)
{
    size_t square = (size_t)j->n_services * (size_t)j->n_services * 2;
    return &j->passed[(size_t)stage * square + move_at(j, from, to, unnecessary)];
}

double journey_passed(const journey *j, int stage, int from, int to, bool unnecessary)
{
    return *passed_at(j, stage, from, to, unnecessary);
}

double journey_resolved(const journey *j, int stage, int service)
{
    double rest = j->people[stage * j->n_services + service] - j->lost[stage * j->n_services + service];
    for (int to = 0; to < j->n_services; to++)
        rest -= journey_passed(j, stage, service, to, false) + journey_passed(j, stage, service, to, true);
    return fmax(0, rest);
}

/* Sums over the whole commodity, and its entries. */
static void gather(walk *w, const purse_flow *flow, size_t n)
{
    journey *j = w->j;
    for (size_t i = 0; i < n; i++) {
        const purse_flow *f = &flow[i];
        if (f->kind == PURSE_FLOW_ENTRY) {
            j->entry[f->to_service] += f->people;
            w->arrive[f->to_service] += f->people;
        } else if (f->kind == PURSE_FLOW_DOOR || f->kind == PURSE_FLOW_LOST) {
            w->door[f->to_service] += f->people;
        }
        if (f->kind == PURSE_FLOW_DOOR || f->kind == PURSE_FLOW_HANDOVER) {
            w->seen[f->to_offer] += f->people;
            j->seen[f->to_service] += f->people;
        }
        if (f->kind == PURSE_FLOW_REFERRAL || f->kind == PURSE_FLOW_HANDOVER) {
            int from = w->model->offers[f->from_offer].service;
            bool unnecessary = !necessary(w->model, f->need, from, f->to_service);
            j->moves[move_at(j, from, f->to_service, unnecessary)] += f->people;
        }
    }
}

/* Those who arrive at a service go to its offers; those handed over are there already. */
static void arrivals(walk *w, const purse_flow *flow, size_t n, int stage)
{
    journey *j = w->j;
    for (size_t i = 0; i < n; i++) {
        const purse_flow *f = &flow[i];
        bool door = f->kind == PURSE_FLOW_DOOR;
        if (!(door || f->kind == PURSE_FLOW_LOST) || !(w->door[f->to_service] > 0))
            continue;
        double people = w->arrive[f->to_service] * f->people / w->door[f->to_service];
        j->people[stage * j->n_services + f->to_service] += people;
        if (door)
            w->at[f->to_offer] += people;
        else
            j->lost[stage * j->n_services + f->to_service] += people;
    }
}

/* True when somebody was passed on. */
static bool pass_on(walk *w, const purse_flow *flow, size_t n, int stage)
{
    bool any = false;
    journey *j = w->j;
    for (size_t i = 0; i < n; i++) {
        const purse_flow *f = &flow[i];
        bool handover = f->kind == PURSE_FLOW_HANDOVER;
        if (!(handover || f->kind == PURSE_FLOW_REFERRAL) || !(w->seen[f->from_offer] > 0))
            continue;
        double people = f->people * w->at[f->from_offer] / w->seen[f->from_offer];
        int from = w->model->offers[f->from_offer].service;
        *passed_at(j, stage, from, f->to_service, !necessary(w->model, f->need, from, f->to_service)) += people;
        any = any || people > 0;
        if (!handover) {
            w->arrive_next[f->to_service] += people;
            continue;
        }
        w->at_next[f->to_offer] += people;
        if (stage + 1 < JOURNEY_STAGES)
            j->people[(stage + 1) * j->n_services + f->to_service] += people;
    }
    return any;
}

static void swap(double **a, double **b)
{
    double *kept = *a;
    *a = *b;
    *b = kept;
}

static void clear_stage(walk *w, const purse_flow *flow, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (flow[i].to_service >= 0)
            w->arrive[flow[i].to_service] = 0;
        if (flow[i].to_offer >= 0)
            w->at[flow[i].to_offer] = 0;
    }
}

static void walk_commodity(walk *w, const purse_flow *flow, size_t n)
{
    gather(w, flow, n);
    bool on = true;
    for (int stage = 0; on && stage < JOURNEY_STAGES; stage++) {
        arrivals(w, flow, n, stage);
        on = pass_on(w, flow, n, stage);
        clear_stage(w, flow, n);
        swap(&w->arrive, &w->arrive_next);
        swap(&w->at, &w->at_next);
    }
    clear_stage(w, flow, n);
    for (size_t i = 0; i < n; i++) {
        if (flow[i].to_service >= 0)
            w->door[flow[i].to_service] = 0;
        if (flow[i].to_offer >= 0)
            w->seen[flow[i].to_offer] = 0;
    }
}

static bool same_commodity(const purse_flow *a, const purse_flow *b)
{
    return a->place == b->place && a->need == b->need && a->team == b->team;
}

static void walk_all(walk *w)
{
    const purse_plan *plan = w->plan;
    for (size_t from = 0, to; from < plan->n_flows; from = to) {
        for (to = from + 1; to < plan->n_flows && same_commodity(&plan->flows[from], &plan->flows[to]); to++)
            ;
        walk_commodity(w, plan->flows + from, to - from);
    }
    journey *j = w->j;
    for (int stage = 0; stage < JOURNEY_STAGES; stage++)
        for (int s = 0; s < j->n_services; s++)
            if (j->people[stage * j->n_services + s] > 0)
                j->n_stages = stage + 1;
}

purse_code journey_new(journey *j, const purse_plan *plan, const purse_model *model, purse_error *err)
{
    const size_t services = (size_t)model->n_services, offers = (size_t)model->n_offers;
    const size_t square = services * services * 2, stages = JOURNEY_STAGES;
    *j = (journey){.n_services = model->n_services};
    double *results = calloc(2 * services + square + stages * (2 * services + square) + 1, sizeof *results);
    double *work = calloc(3 * services + 3 * offers + 1, sizeof *work);
    j->entry = results;
    if (results && work) {
        j->seen = j->entry + services;
        j->moves = j->seen + services;
        j->people = j->moves + square;
        j->lost = j->people + stages * services;
        j->passed = j->lost + stages * services;
        walk w = {.j = j, .plan = plan, .model = model, .door = work};
        w.arrive = w.door + services;
        w.arrive_next = w.arrive + services;
        w.seen = w.arrive_next + services;
        w.at = w.seen + offers;
        w.at_next = w.at + offers;
        walk_all(&w);
    }
    free(work);
    return results && work ? PURSE_OK : purse_error_memory(err);
}

void journey_free(journey *j)
{
    free(j->entry);
    *j = (journey){.n_services = 0};
}
