/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The baseline's own equations: entries and referrals by today's shares, people spread by capacity. */
#include <math.h>

#include "models/verify/verify.h"

static long double held_capacity(const verify *v, int place, int service)
{
    return v->held[place * v->model->n_services + service];
}

static long double part_of(const verify *v, int offer, long double capacity)
{
    const purse_offer *o = &v->model->offers[offer];
    return capacity > 0 && !o->open ? (long double)o->capacity / capacity : 0;
}

static void expect(verify *v, const purse_flow *f, long double people, long double terms, const char *rule)
{
    char name[400];
    if (!verify_balances(v, f->people, people, terms))
        verify_fail(v, "flows", -1, "baseline: %s: expected %s people by %s, found %s",
                    verify_flow_name(v, f, name, sizeof name), N(people), rule, N(f->people));
}

/* A referral's share, less what goes by handover to siblings; a handover's part of the share. */
static void check_move(verify *v, const purse_flow *f, const long double *seen)
{
    const purse_model *m = v->model;
    const purse_offer *from = &m->offers[f->from_offer];
    const purse_referral *r = verify_referral(v, f->need, from->service, f->to_service);
    const purse_ability *a = &m->abilities[v->ability[f->need * m->n_services + from->service]];
    long double share = isnan(r->share) ? 0 : (long double)r->share;
    long double onward = (1 - (long double)a->resolves) * seen[f->from_offer] * share;
    long double capacity = held_capacity(v, f->place, f->to_service), inside = 0;
    for (int k = v->first[f->to_service]; k >= 0; k = v->next[k])
        if (m->offers[k].provider == from->provider && v->serves[(size_t)k * (size_t)m->n_places + (size_t)f->place])
            inside += part_of(v, k, capacity);
    if (f->kind == PURSE_FLOW_HANDOVER)
        expect(v, f, onward * part_of(v, f->to_offer, capacity), onward, "share and capacity");
    else
        expect(v, f, onward * (1 - inside), onward, "share");
}

/* Everybody seen at a service is seen at its held offers in proportion to capacity. */
static void check_spread(verify *v, int place, int need, int service, const long double *seen)
{
    const purse_model *m = v->model;
    long double capacity = held_capacity(v, place, service), people = 0;
    for (int k = v->first[service]; k >= 0; k = v->next[k])
        people += seen[k];
    for (int k = v->first[service]; k >= 0 && people > 0; k = v->next[k]) {
        bool serves = v->serves[(size_t)k * (size_t)m->n_places + (size_t)place];
        long double own = serves ? people * part_of(v, k, capacity) : 0;
        if (!verify_balances(v, seen[k], own, people))
            verify_fail(v, "flows", -1,
                        "baseline: spread: offer %s sees %s people with %s of %s, by its capacity it would see %s",
                        m->offers[k].id, N(seen[k]), m->needs[need].id, m->places[place].id, N(own));
    }
}

static const purse_flow *find(const purse_flow *flow, size_t n, purse_flow_kind kind, int service)
{
    for (size_t i = 0; i < n; i++)
        if (flow[i].kind == kind && flow[i].to_service == service)
            return &flow[i];
    return NULL;
}

void verify_baseline_pair(verify *v, int place, int need, const purse_flow *flow, size_t n, const long double *seen)
{
    const purse_model *m = v->model;
    long double demand = v->demand[place * m->n_needs + need];
    bool entries = false;
    for (int i = m->ability_start[need]; i < m->ability_start[need + 1]; i++) {
        const purse_ability *a = &m->abilities[i];
        const purse_flow *entry = find(flow, n, PURSE_FLOW_ENTRY, a->service);
        const purse_flow *lost = find(flow, n, PURSE_FLOW_LOST, a->service);
        long double own = a->entry && !isnan(a->entry_baseline) ? demand * (long double)a->entry_baseline : 0;
        if (a->entry)
            entries = true;
        if (!verify_balances(v, entry ? (long double)entry->people : 0, own, demand))
            verify_fail(v, "flows", -1, "baseline: entry: %s episodes of %s at %s enter at %s, by share %s would",
                        N(entry ? entry->people : 0), m->needs[need].id, m->places[place].id,
                        m->services[a->service].id, N(own));
        if (lost && held_capacity(v, place, a->service) > 0 && !verify_balances(v, lost->people, 0, 0))
            expect(v, lost, 0, 0, "the service's held offers");
        check_spread(v, place, need, a->service, seen);
    }
    for (size_t i = 0; i < n; i++)
        if (flow[i].kind == PURSE_FLOW_REFERRAL || flow[i].kind == PURSE_FLOW_HANDOVER)
            check_move(v, &flow[i], seen);
    long double unmet = n > 0 && flow[0].kind == PURSE_FLOW_UNMET ? (long double)flow[0].people : 0;
    long double own = entries ? 0 : demand;
    if (!verify_balances(v, unmet, own, demand))
        verify_fail(v, "flows", -1, "baseline: unmet: %s episodes of %s at %s are unmet at the door, expected %s",
                    N(unmet), m->needs[need].id, m->places[place].id, N(own));
}
