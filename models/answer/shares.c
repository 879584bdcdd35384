/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who gets which share, with what quality; how places fare; what coordination saves. */
#include "models/answer/private.h"

#include <math.h>

/* Fractions of the sum of `n` shares. */
static void fill_fractions(purse_share *share, int n)
{
    double contacts = 0, spend = 0;
    for (int i = 0; i < n; i++) {
        contacts += share[i].contacts;
        spend += share[i].spend;
    }
    for (int i = 0; i < n; i++) {
        share[i].of_contacts = contacts > 0 ? share[i].contacts / contacts : (double)NAN;
        share[i].of_spend = spend > 0 ? share[i].spend / spend : (double)NAN;
    }
}

static void fill_quality(purse_quality *quality, const purse_share *provider, const purse_model *m)
{
    double all = 0, rated = 0, sum = 0;
    for (int r = 0; r < m->n_providers; r++) {
        all += provider[r].contacts;
        if (isnan(m->providers[r].quality))
            continue;
        rated += provider[r].contacts;
        sum += provider[r].contacts * m->providers[r].quality;
    }
    quality->mean = rated > 0 ? sum / rated : (double)NAN;
    quality->coverage = all > 0 ? rated / all : (double)NAN;
}

static void add_share(purse_share *share, const purse_offer_result *offer)
{
    share->contacts += offer->contacts;
    share->spend += offer->spend;
}

void answer_shares(answer_work *w)
{
    const purse_model *m = w->model;
    purse_answer *a = w->answer;
    for (int k = 0; k < m->n_offers; k++) {
        int r = m->offers[k].provider, sector = (int)m->providers[r].sector;
        int scopes[] = {m->services[m->offers[k].service].pot, m->n_pots};
        for (int i = 0; i < 2; i++) {
            add_share(&a->provider[scopes[i] * m->n_providers + r], &w->plan->offers[k]);
            add_share(&a->sector[scopes[i] * PURSE_N_SECTORS + sector], &w->plan->offers[k]);
        }
        a->income[r] += w->plan->offers[k].spend;
    }
    for (int j = 0; j < m->n_teams; j++)
        a->income[m->teams[j].provider] += w->plan->teams[j].spend;
    for (int p = 0; p <= m->n_pots; p++) {
        fill_quality(&a->quality[p], a->provider + p * m->n_providers, m);
        fill_fractions(a->provider + p * m->n_providers, m->n_providers);
        fill_fractions(a->sector + p * PURSE_N_SECTORS, PURSE_N_SECTORS);
    }
}

/* The places that fare best and worst; `burden` chooses the measure. */
static purse_gap find_gap(const purse_answer *a, bool burden)
{
    purse_gap gap = {.best = -1, .worst = -1, .gap = (double)NAN};
    double least = 0, most = 0;
    for (int l = 0; l < a->n_places; l++) {
        double value = burden ? a->places[l].burden : a->places[l].unmet;
        if (isnan(value))
            continue;
        if (gap.best < 0 || value < least) {
            least = value;
            gap.best = l;
        }
        if (gap.worst < 0 || value > most) {
            most = value;
            gap.worst = l;
        }
    }
    if (gap.best >= 0)
        gap.gap = most - least;
    return gap;
}

/* Burden that a team takes off one coordinated move. */
static double relief_of(const purse_model *m, const purse_flow *flow)
{
    if (flow->team < 0 || flow->from_offer < 0)
        return 0;
    const purse_referral *referral =
        plan_referral(m, flow->need, m->offers[flow->from_offer].service, flow->to_service);
    if (!referral)
        return 0;
    double without = plan_move_burden(m, referral, flow->kind == PURSE_FLOW_HANDOVER, -1);
    return without * m->teams[flow->team].relief * flow->people;
}

static void fill_places(answer_work *w)
{
    purse_answer *a = w->answer;
    for (int l = 0; l < a->n_places; l++) {
        double demand = w->demand[l];
        a->places[l] = (purse_place_result){.demand = demand,
                                            .unmet = demand > 0 ? w->plan->place_unmet[l] / demand : (double)NAN,
                                            .burden = demand > 0 ? w->plan->place_burden[l] / demand : (double)NAN};
    }
    a->unmet = find_gap(a, false);
    a->burden = find_gap(a, true);
}

void answer_people(answer_work *w)
{
    purse_answer *a = w->answer;
    fill_places(w);
    for (size_t i = 0; i < w->plan->n_flows; i++) {
        const purse_flow *flow = &w->plan->flows[i];
        if (flow->team < 0)
            continue;
        a->teams[flow->team].relieved += relief_of(w->model, flow);
        if (flow->kind == PURSE_FLOW_ENTRY)
            a->coordinated[flow->team * a->n_needs + flow->need] += flow->people;
    }
    for (int j = 0; j < a->n_teams; j++) {
        purse_coordination *team = &a->teams[j];
        team->episodes = w->plan->teams[j].episodes;
        team->spend = w->plan->teams[j].spend;
        team->cost = team->relieved > 0 ? team->spend / team->relieved : (double)NAN;
        a->relieved += team->relieved;
    }
}
