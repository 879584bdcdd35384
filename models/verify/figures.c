/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every figure a plan states, against what its flows and decisions give; (12) is here. */
#include <math.h>

#include "models/verify/verify.h"

static void figure(verify *v, const char *table, long index, const char *id, const char *what, double stated,
                   long double own, long double terms)
{
    if (!verify_stated(v, stated, own, terms))
        verify_fail(v, table, index, "%s of %s: stated %s, is %s", what, id, N(stated), N(own));
}

static void check_offers(verify *v)
{
    for (int k = 0; k < v->model->n_offers; k++) {
        const purse_offer *o = &v->model->offers[k];
        const purse_offer_result *r = &v->plan->offers[k];
        long double room = (r->awarded ? (long double)o->capacity : 0) + (long double)o->block_size * r->blocks;
        figure(v, "offers", k, o->id, "contacts", r->contacts, v->contacts[k], v->contacts[k]);
        figure(v, "offers", k, o->id, "capacity", r->capacity, room, room);
        figure(v, "offers", k, o->id, "(12) spend", r->spend, v->offer_spend[k], v->offer_spend[k]);
    }
}

static void check_others(verify *v)
{
    const purse_model *m = v->model;
    const purse_plan *p = v->plan;
    for (int j = 0; j < m->n_teams; j++) {
        long double room = p->teams[j].awarded ? (long double)m->teams[j].capacity : 0;
        figure(v, "teams", j, m->teams[j].id, "episodes", p->teams[j].episodes, v->team_episodes[j],
               v->team_episodes[j]);
        figure(v, "teams", j, m->teams[j].id, "capacity", p->teams[j].capacity, room, room);
        figure(v, "teams", j, m->teams[j].id, "(12) spend", p->teams[j].spend, v->team_spend[j], v->team_spend[j]);
    }
    for (int g = 0; g < m->n_programmes; g++) {
        long double averted = 0;
        for (int i = 0; i < m->n_effects; i++)
            if (m->effects[i].programme == g)
                averted += p->averted[i];
        figure(v, "programmes", g, m->programmes[g].id, "averted", p->programmes[g].averted, averted, averted);
    }
    for (int q = 0; q < m->n_pots; q++) {
        figure(v, "pots", q, m->pots[q].id, "budget", p->pots[q].budget, m->pots[q].budget, m->pots[q].budget);
        figure(v, "pots", q, m->pots[q].id, "(12) spend", p->pots[q].spend, v->pot_spend[q], v->pot_spend[q]);
    }
    for (int l = 0; l < m->n_places; l++) {
        figure(v, "places", l, m->places[l].id, "unmet", p->place_unmet[l], v->place_unmet[l], v->place_unmet[l]);
        figure(v, "places", l, m->places[l].id, "burden", p->place_burden[l], v->place_burden[l], v->place_burden[l]);
    }
}

static void check_boundaries(verify *v)
{
    const purse_model *m = v->model;
    for (int b = 0; b < v->plan->n_boundaries; b++) {
        const purse_boundary *r = &v->plan->boundaries[b];
        int from = b / m->n_pots, to = b % m->n_pots;
        if (r->from != from || r->to != to) {
            verify_fail(v, "boundaries", b, "expected the boundary from %s to %s", m->pots[from].id, m->pots[to].id);
            continue;
        }
        if (!verify_stated(v, r->moves, v->moves[b], v->moves[b]))
            verify_fail(v, "boundaries", b, "moves from %s to %s: stated %s, are %s", m->pots[from].id, m->pots[to].id,
                        N(r->moves), N(v->moves[b]));
        if (!verify_stated(v, r->unnecessary_moves, v->unnecessary_moves[b], v->unnecessary_moves[b]))
            verify_fail(v, "boundaries", b, "unnecessary_moves from %s to %s: stated %s, are %s", m->pots[from].id,
                        m->pots[to].id, N(r->unnecessary_moves), N(v->unnecessary_moves[b]));
        if (!verify_stated(v, r->burden, v->burden[b], v->burden[b]))
            verify_fail(v, "boundaries", b, "burden from %s to %s: stated %s, is %s", m->pots[from].id, m->pots[to].id,
                        N(r->burden), N(v->burden[b]));
    }
}

typedef struct own_totals {
    long double episodes, averted, contacts, moves, unnecessary_moves, burden, access, spend;
} own_totals;

static own_totals add_up(const verify *v)
{
    const purse_model *m = v->model;
    own_totals own = {0};
    for (int i = 0; i < m->n_demand; i++)
        own.episodes += m->demand[i].episodes;
    for (int i = 0; i < m->n_effects; i++)
        own.averted += v->plan->averted[i];
    for (int k = 0; k < m->n_offers; k++) {
        own.contacts += v->contacts[k];
        own.access += m->services[m->offers[k].service].access * v->contacts[k];
    }
    for (int b = 0; b < m->n_pots * m->n_pots; b++) {
        own.moves += v->moves[b];
        own.unnecessary_moves += v->unnecessary_moves[b];
        own.burden += v->burden[b];
    }
    for (int q = 0; q < m->n_pots; q++)
        own.spend += v->pot_spend[q];
    return own;
}

static void check_totals(verify *v, const own_totals *own)
{
    const purse_totals *t = &v->plan->totals;
#define TOTAL(name, value, terms) figure(v, "totals", -1, "the totals", #name, t->name, value, terms)
    TOTAL(episodes, own->episodes, own->episodes);
    TOTAL(served, own->episodes - v->unmet - own->averted, own->episodes);
    TOTAL(unmet, v->unmet, v->unmet);
    TOTAL(unmet_weighted, v->unmet_weighted, v->unmet_weighted);
    TOTAL(averted, own->averted, own->averted);
    TOTAL(contacts, own->contacts, own->contacts);
    TOTAL(moves, own->moves, own->moves);
    TOTAL(unnecessary_moves, own->unnecessary_moves, own->unnecessary_moves);
    TOTAL(burden, own->burden, own->burden);
    TOTAL(access, own->access, own->access);
    TOTAL(spend, own->spend, own->spend);
#undef TOTAL
}

static long double own_measure(const verify *v, const own_totals *own, purse_measure measure)
{
    switch (measure) {
    case PURSE_MEASURE_UNMET:
        return v->unmet_weighted;
    case PURSE_MEASURE_BURDEN:
        return own->burden;
    case PURSE_MEASURE_SPEND:
        return own->spend;
    case PURSE_MEASURE_ACCESS:
        return own->access;
    case PURSE_N_MEASURES:
        break;
    }
    return 0;
}

static void check_tier(verify *v, int i, const own_totals *own)
{
    const purse_objective *objective = &v->model->objective;
    const purse_tier *tier = &v->plan->tier[i];
    const char *name = objective->weighted ? "the weighted sum" : purse_measure_text(objective->tier[i]);
    long double value = 0;
    if (objective->weighted)
        for (int m = 0; m < PURSE_N_MEASURES; m++)
            value += objective->weight[m] * own_measure(v, own, (purse_measure)m);
    else
        value = own_measure(v, own, objective->tier[i]);
    if (tier->measure != (objective->weighted ? -1 : (int)objective->tier[i]))
        verify_fail(v, "tiers", i, "tier %d is not that of the scenario, %s", i + 1, name);
    if (!(fabsl(tier->value - value) <= v->tolerance * (1 + fabsl(value))))
        verify_fail(v, "tiers", i, "tier %s: stated %s, is %s", name, N(tier->value), N(value));
    if (!isfinite(tier->bound))
        return;
    long double gap = fmaxl(0, ((long double)tier->value - tier->bound) / fmaxl(fabsl(tier->value), 1e-9L));
    if (!verify_within(v, tier->bound, tier->value, value))
        verify_fail(v, "tiers", i, "tier %s: the bound %s is above the value %s", name, N(tier->bound), N(tier->value));
    if (!(fabsl(tier->gap - gap) <= v->tolerance * (1 + gap)))
        verify_fail(v, "tiers", i, "tier %s: gap stated %s, is %s", name, N(tier->gap), N(gap));
}

void verify_figures(verify *v)
{
    own_totals own = add_up(v);
    check_offers(v);
    check_others(v);
    check_boundaries(v);
    check_totals(v, &own);
    int expected = v->evaluated ? 0 : v->model->objective.n_tiers;
    if (v->plan->n_tiers != expected) {
        verify_fail(v, "tiers", -1, "expected %d tiers, found %d", expected, v->plan->n_tiers);
        return;
    }
    for (int i = 0; i < expected; i++)
        check_tier(v, i, &own);
}
