/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Today's pattern, section 4 of the model: nothing is decided, people follow the shares.
 *
 * For one place and need let a[s] be the people who come to service s. Those seen there who are not resolved go on by
 * the shares, and people sent to a service without a held offer go no further, so
 *
 *     a[s'] = entry_baseline[s'] D + sum over s with an offer of (1 - rho[s]) share[s,s'] a[s]
 *
 * which is a linear system per need, the same for every place where the same services have offers. Referrals form no
 * cycle, so with the services in an order in which every referral points onwards its matrix is unit lower triangular:
 * its own LU factor. (GSL's LU allocates, and GSL ends the process when it cannot; its triangular solve does not.)
 * Offers share the people of their service by capacity; what (2)-(4) call doors, referrals and handovers follows offer
 * by offer.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_blas.h>

#include "models/plan/private.h"

typedef struct baseline {
    const purse_model *model;
    purse_plan *plan;
    int *start, *offers;  /* held offers with capacity of each (place, service), place-major */
    double *capacity;     /* their capacity together */
    double *door;         /* per offer, people through the open door */
    int *row;             /* service -> row of the need's system */
    bool *present;        /* row -> the service has an offer at the place the matrix stands for */
    int *position;        /* row -> its place in the order of the system */
    int *waiting, *queue; /* for finding that order */
    double *matrix, *entry, *people, *solved;
    bool filled;
} baseline;

static void baseline_release(baseline *b)
{
    free(b->start);
    free(b->offers);
    free(b->capacity);
    free(b->door);
    free(b->row);
    free(b->present);
    free(b->matrix);
    free(b->entry);
    free(b->people);
    free(b->solved);
    free(b->position);
    free(b->waiting);
    free(b->queue);
}

static bool usable(const purse_offer *offer)
{
    return !offer->open && offer->capacity > 0;
}

/* Which offers serve each service at each place. */
static bool index_offers(baseline *b)
{
    const purse_model *m = b->model;
    size_t cells = (size_t)m->n_places * (size_t)m->n_services, n = 0;
    b->start = calloc(cells + 2, sizeof *b->start);
    b->capacity = calloc(cells + 1, sizeof *b->capacity);
    if (!b->start || !b->capacity)
        return false;
    for (int k = 0; k < m->n_offers; k++)
        for (int i = 0; usable(&m->offers[k]) && i < m->offers[k].places.n; i++) {
            size_t cell = (size_t)m->offers[k].places.item[i] * (size_t)m->n_services + (size_t)m->offers[k].service;
            b->start[cell + 2]++; /* two on: the fill below moves each end to its place */
            b->capacity[cell] += m->offers[k].capacity;
            n++;
        }
    b->offers = malloc((n + 1) * sizeof *b->offers);
    if (!b->offers)
        return false;
    for (size_t c = 2; c < cells + 2; c++)
        b->start[c] += b->start[c - 1];
    for (int k = 0; k < m->n_offers; k++)
        for (int i = 0; usable(&m->offers[k]) && i < m->offers[k].places.n; i++) {
            size_t cell = (size_t)m->offers[k].places.item[i] * (size_t)m->n_services + (size_t)m->offers[k].service;
            b->offers[b->start[cell + 1]++] = k;
        }
    return true;
}

static bool baseline_room(baseline *b)
{
    size_t offers = (size_t)b->model->n_offers + 1, services = (size_t)b->model->n_services + 1;
    b->door = calloc(offers, sizeof *b->door);
    b->row = calloc(services, sizeof *b->row);
    b->present = calloc(services, sizeof *b->present);
    b->matrix = calloc(services * services, sizeof *b->matrix);
    b->entry = calloc(services, sizeof *b->entry);
    b->people = calloc(services, sizeof *b->people);
    b->solved = calloc(services, sizeof *b->solved);
    b->position = calloc(services, sizeof *b->position);
    b->waiting = calloc(services, sizeof *b->waiting);
    b->queue = calloc(services, sizeof *b->queue);
    return b->door && b->row && b->present && b->matrix && b->entry && b->people && b->solved && b->position &&
           b->waiting && b->queue && index_offers(b);
}

static size_t cell_of(const baseline *b, int place, int service)
{
    return (size_t)place * (size_t)b->model->n_services + (size_t)service;
}

/* Number the need's services so that every referral points onwards; it is what makes the system triangular. */
static purse_code baseline_order(baseline *b, int need, purse_error *err)
{
    const purse_model *m = b->model;
    int first = m->ability_start[need], n = m->ability_start[need + 1] - first, placed = 0, ready = 0;
    for (int i = 0; i < n; i++) {
        b->row[m->abilities[first + i].service] = i;
        b->waiting[i] = 0;
    }
    for (int r = m->referral_start[need]; r < m->referral_start[need + 1]; r++)
        b->waiting[b->row[m->referrals[r].to]]++;
    for (int i = 0; i < n; i++)
        if (b->waiting[i] == 0)
            b->queue[ready++] = i;
    for (; placed < ready; placed++) {
        int row = b->queue[placed];
        b->position[row] = placed;
        for (int r = m->referral_start[need]; r < m->referral_start[need + 1]; r++) {
            int to = b->row[m->referrals[r].to];
            if (b->row[m->referrals[r].from] == row && --b->waiting[to] == 0)
                b->queue[ready++] = to;
        }
    }
    b->filled = false;
    if (placed == n)
        return PURSE_OK;
    return purse_error_set(err, PURSE_EINPUT, "baseline", "referrals of %s go round: the system of (2)-(4) is singular",
                           m->needs[need].id);
}

/* The need's system for the services present at the place, unless the matrix in hand is that one. */
static void baseline_matrix(baseline *b, int need, int place)
{
    const purse_model *m = b->model;
    const purse_ability *ability = m->abilities + m->ability_start[need];
    size_t n = (size_t)(m->ability_start[need + 1] - m->ability_start[need]);
    bool same = b->filled;
    for (size_t i = 0; i < n; i++) {
        bool present = b->capacity[cell_of(b, place, ability[i].service)] > 0;
        same = same && present == b->present[i];
        b->present[i] = present;
    }
    if (same)
        return;
    memset(b->matrix, 0, n * n * sizeof *b->matrix);
    for (int r = m->referral_start[need]; r < m->referral_start[need + 1]; r++) {
        int from = b->row[m->referrals[r].from], to = b->row[m->referrals[r].to];
        if (b->present[from] && ability[from].resolves < 1)
            b->matrix[(size_t)b->position[to] * n + (size_t)b->position[from]] =
                -(1.0 - ability[from].resolves) * m->referrals[r].share;
    }
    b->filled = true;
}

/* How many people come to each service: the unit lower triangular system, solved forwards. */
static void baseline_people(baseline *b, const purse_demand *demand)
{
    const purse_model *m = b->model;
    const purse_ability *ability = m->abilities + m->ability_start[demand->need];
    size_t n = (size_t)(m->ability_start[demand->need + 1] - m->ability_start[demand->need]);
    for (size_t i = 0; i < n; i++) {
        b->entry[i] = ability[i].entry ? ability[i].entry_baseline * demand->episodes : 0.0;
        b->solved[b->position[i]] = b->entry[i];
    }
    gsl_matrix_const_view system = gsl_matrix_const_view_array(b->matrix, n, n);
    gsl_vector_view people = gsl_vector_view_array(b->solved, n);
    (void)gsl_blas_dtrsv(CblasLower, CblasNoTrans, CblasUnit, &system.matrix, &people.vector); /* sizes agree */
    for (size_t i = 0; i < n; i++)
        b->people[i] = b->solved[b->position[i]];
}

/* The people whom one offer does not resolve, along one referral. */
static purse_code baseline_refer(baseline *b, const purse_demand *demand, int from, const purse_referral *referral,
                                 double people, purse_error *err)
{
    const purse_model *m = b->model;
    size_t cell = cell_of(b, demand->place, referral->to);
    purse_flow flow = {.place = demand->place,
                       .need = demand->need,
                       .team = -1,
                       .from_offer = from,
                       .to_service = referral->to,
                       .to_offer = -1};
    double sent = b->start[cell] == b->start[cell + 1] ? people : 0.0;
    for (int i = b->start[cell]; i < b->start[cell + 1]; i++) {
        int to = b->offers[i];
        double part = people * (m->offers[to].capacity / b->capacity[cell]);
        if (m->offers[to].provider != m->offers[from].provider) {
            sent += part;
            b->door[to] += part;
            continue;
        }
        flow.kind = PURSE_FLOW_HANDOVER;
        flow.to_offer = to;
        flow.people = part;
        purse_code code = purse_plan_add_flow(b->plan, &flow, err);
        if (code != PURSE_OK)
            return code;
    }
    flow.kind = PURSE_FLOW_REFERRAL;
    flow.to_offer = -1;
    flow.people = sent;
    return purse_plan_add_flow(b->plan, &flow, err);
}

static purse_code baseline_onward(baseline *b, const purse_demand *demand, const purse_ability *ability, double people,
                                  purse_error *err)
{
    const purse_model *m = b->model;
    size_t cell = cell_of(b, demand->place, ability->service);
    for (int i = b->start[cell]; ability->resolves < 1 && i < b->start[cell + 1]; i++) {
        int from = b->offers[i];
        double leaving = (1.0 - ability->resolves) * people * (m->offers[from].capacity / b->capacity[cell]);
        for (int r = m->referral_start[demand->need]; r < m->referral_start[demand->need + 1]; r++) {
            const purse_referral *referral = &m->referrals[r];
            if (referral->from != ability->service)
                continue;
            purse_code code = baseline_refer(b, demand, from, referral, leaving * referral->share, err);
            if (code != PURSE_OK)
                return code;
        }
    }
    return PURSE_OK;
}

/* The flows of one place and need from the people at each service. */
static purse_code baseline_flows(baseline *b, const purse_demand *demand, purse_error *err)
{
    const purse_model *m = b->model;
    int first = m->ability_start[demand->need], last = m->ability_start[demand->need + 1];
    purse_code code = PURSE_OK;
    for (int i = first; i < last; i++) {
        size_t cell = cell_of(b, demand->place, m->abilities[i].service);
        for (int k = b->start[cell]; k < b->start[cell + 1]; k++)
            b->door[b->offers[k]] = b->entry[i - first] * (m->offers[b->offers[k]].capacity / b->capacity[cell]);
    }
    for (int i = first; i < last && code == PURSE_OK; i++) {
        const purse_ability *ability = &m->abilities[i];
        purse_flow flow = {.kind = PURSE_FLOW_ENTRY,
                           .place = demand->place,
                           .need = demand->need,
                           .team = -1,
                           .from_offer = -1,
                           .to_service = ability->service,
                           .to_offer = -1,
                           .people = b->entry[i - first]};
        code = purse_plan_add_flow(b->plan, &flow, err);
        if (code == PURSE_OK && !b->present[i - first]) {
            flow.kind = PURSE_FLOW_LOST;
            flow.people = b->people[i - first];
            code = purse_plan_add_flow(b->plan, &flow, err);
        } else if (code == PURSE_OK) {
            code = baseline_onward(b, demand, ability, b->people[i - first], err);
        }
    }
    for (int i = first; i < last && code == PURSE_OK; i++) {
        int service = m->abilities[i].service;
        size_t cell = cell_of(b, demand->place, service);
        for (int k = b->start[cell]; k < b->start[cell + 1] && code == PURSE_OK; k++) {
            purse_flow flow = {.kind = PURSE_FLOW_DOOR,
                               .place = demand->place,
                               .need = demand->need,
                               .team = -1,
                               .from_offer = -1,
                               .to_service = service,
                               .to_offer = b->offers[k],
                               .people = b->door[b->offers[k]]};
            code = purse_plan_add_flow(b->plan, &flow, err);
        }
    }
    return code;
}

static bool has_entry(const purse_model *m, int need)
{
    for (int i = m->ability_start[need]; i < m->ability_start[need + 1]; i++)
        if (m->abilities[i].entry)
            return true;
    return false;
}

static purse_code baseline_need(baseline *b, int need, purse_error *err)
{
    const purse_model *m = b->model;
    bool entry = has_entry(m, need);
    purse_code code = baseline_order(b, need, err);
    for (int i = 0; i < m->n_demand && code == PURSE_OK; i++) {
        const purse_demand *demand = &m->demand[i];
        if (demand->need != need || !(demand->episodes > 0))
            continue;
        if (!entry) {
            purse_flow flow = {.kind = PURSE_FLOW_UNMET,
                               .place = demand->place,
                               .need = need,
                               .team = -1,
                               .from_offer = -1,
                               .to_service = -1,
                               .to_offer = -1,
                               .people = demand->episodes};
            code = purse_plan_add_flow(b->plan, &flow, err);
            continue;
        }
        baseline_matrix(b, need, demand->place);
        baseline_people(b, demand);
        code = baseline_flows(b, demand, err);
    }
    return code;
}

purse_code purse_plan_baseline(purse_plan **plan, const purse_model *model, purse_error *err)
{
    purse_code code = baseline_shares(model, err);
    if (code != PURSE_OK)
        return code;
    baseline b = {.model = model};
    code = purse_plan_new(&b.plan, model, err);
    if (code != PURSE_OK)
        return code;
    if (!baseline_room(&b))
        code = purse_error_memory(err);
    for (int n = 0; n < model->n_needs && code == PURSE_OK; n++)
        code = baseline_need(&b, n, err);
    if (code != PURSE_OK)
        goto done;
    for (int k = 0; k < model->n_offers; k++)
        b.plan->offers[k].awarded = !model->offers[k].open;
    b.plan->regime = (purse_regime){.kind = PURSE_REGIME_BASELINE};
    b.plan->status = PURSE_STATUS_EVALUATED;
    purse_plan_sort(b.plan);
    code = purse_plan_total(b.plan, model, err);
    if (code != PURSE_OK)
        goto done;
    *plan = b.plan;
    b.plan = NULL;
done:
    purse_plan_free(b.plan);
    baseline_release(&b);
    return code;
}
