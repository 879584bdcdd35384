/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the flows of a plan add up to, in long double. */
#include <math.h>

#include "models/verify/verify.h"

static void add_contacts(verify *v, const purse_flow *f)
{
    const purse_model *m = v->model;
    long double each = m->abilities[v->ability[f->need * m->n_services + f->to_service]].contacts;
    v->contacts[f->to_offer] += each * f->people;
}

/* Section 6: burden x across_pots x within_provider x (1 - relief) x people, nothing where necessary. */
static void add_move(verify *v, const purse_flow *f)
{
    const purse_model *m = v->model;
    int from = m->services[m->offers[f->from_offer].service].pot, to = m->services[f->to_service].pot;
    const purse_referral *r = verify_referral(v, f->need, m->offers[f->from_offer].service, f->to_service);
    int pair = from * m->n_pots + to;
    v->moves[pair] += f->people;
    if (r->necessary)
        return;
    long double burden = (long double)f->people * r->burden;
    if (from != to)
        burden *= m->across_pots;
    if (f->kind == PURSE_FLOW_HANDOVER)
        burden *= m->within_provider;
    if (f->team >= 0)
        burden *= 1 - (long double)m->teams[f->team].relief;
    v->unnecessary_moves[pair] += f->people;
    v->burden[pair] += burden;
    v->place_burden[f->place] += burden;
}

void verify_sums(verify *v)
{
    const purse_model *m = v->model;
    const purse_plan *p = v->plan;
    for (size_t i = 0; i < p->n_flows; i++) {
        const purse_flow *f = &v->flows[i];
        if (f->kind == PURSE_FLOW_UNMET || f->kind == PURSE_FLOW_LOST) {
            v->unmet += f->people;
            v->unmet_weighted += (long double)m->needs[f->need].priority * f->people;
            v->place_unmet[f->place] += f->people;
        }
        if (f->kind == PURSE_FLOW_ENTRY && f->team >= 0)
            v->team_episodes[f->team] += f->people;
        if (f->to_offer >= 0)
            add_contacts(v, f);
        if (f->from_offer >= 0)
            add_move(v, f);
    }
    for (int k = 0; k < m->n_offers; k++) {
        const purse_offer *o = &m->offers[k];
        v->offer_spend[k] = o->unit_cost * v->contacts[k] + (p->offers[k].awarded ? (long double)o->fixed_cost : 0) +
                            (long double)o->block_cost * p->offers[k].blocks;
        v->pot_spend[m->services[o->service].pot] += v->offer_spend[k];
    }
    for (int j = 0; j < m->n_teams; j++) {
        v->team_spend[j] = m->teams[j].unit_cost * v->team_episodes[j] +
                           (p->teams[j].awarded ? (long double)m->teams[j].fixed_cost : 0);
        v->pot_spend[m->teams[j].pot] += v->team_spend[j];
    }
    for (int g = 0; g < m->n_programmes; g++)
        v->pot_spend[m->programmes[g].pot] += p->programmes[g].spend;
}
