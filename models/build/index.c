/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Look-ups that the other steps share: who serves where, what demand can reach an offer, conflicts of interest. */
#include <math.h>
#include <stdlib.h>

#include "models/build/build.h"

/* Offers of each place, by service and then offer: two counting sorts, the first by service. */
static purse_code index_place_offers(build *b, purse_error *err)
{
    const purse_model *m = b->model;
    purse_code code = PURSE_OK;
    int *by_service = malloc(((size_t)m->n_offers + 1) * sizeof *by_service);
    int *start = calloc((size_t)m->n_services + 2, sizeof *start);
    b->place_offer_start = calloc((size_t)m->n_places + 2, sizeof *b->place_offer_start);
    if (!by_service || !start || !b->place_offer_start) {
        code = purse_error_memory(err);
        goto out;
    }
    for (int k = 0; k < m->n_offers; k++)
        start[m->offers[k].service + 2]++;
    for (int s = 0; s <= m->n_services; s++)
        start[s + 1] += start[s];
    for (int k = 0; k < m->n_offers; k++)
        by_service[start[m->offers[k].service + 1]++] = k;
    int *place_start = b->place_offer_start;
    for (int k = 0; k < m->n_offers; k++)
        for (int i = 0; i < m->offers[k].places.n; i++)
            place_start[m->offers[k].places.item[i] + 2]++;
    for (int l = 0; l <= m->n_places; l++)
        place_start[l + 1] += place_start[l];
    b->place_offer = malloc(((size_t)place_start[m->n_places + 1] + 1) * sizeof *b->place_offer);
    if (!b->place_offer) {
        code = purse_error_memory(err);
        goto out;
    }
    for (int i = 0; i < m->n_offers; i++) {
        const purse_offer *offer = &m->offers[by_service[i]];
        for (int j = 0; j < offer->places.n; j++)
            b->place_offer[place_start[offer->places.item[j] + 1]++] = by_service[i];
    }
out:
    free(by_service);
    free(start);
    return code;
}

/* A team coordinates at most all demand of its places and needs. */
static void index_team_reach(build *b, const purse_demand *demand)
{
    const purse_model *m = b->model;
    for (int j = 0; j < m->n_teams; j++)
        if (purse_list_has(m->teams[j].places, demand->place) && purse_list_has(m->teams[j].needs, demand->need))
            b->team_reach[j] += demand->episodes;
}

/* A person visits a service at most once, so an offer sees at most all demand of its places, contacts apiece. */
static void index_reach(build *b)
{
    const purse_model *m = b->model;
    for (int l = 0; l < m->n_places; l++)
        for (int d = m->demand_start[l]; d < m->demand_start[l + 1]; d++) {
            const purse_demand *demand = &m->demand[d];
            b->place_demand[l] += demand->episodes;
            index_team_reach(b, demand);
            int a = m->ability_start[demand->need], a_end = m->ability_start[demand->need + 1];
            for (int i = b->place_offer_start[l]; i < b->place_offer_start[l + 1]; i++) {
                int k = b->place_offer[i];
                while (a < a_end && m->abilities[a].service < m->offers[k].service)
                    a++;
                if (a < a_end && m->abilities[a].service == m->offers[k].service)
                    b->reach[k] += m->abilities[a].contacts * demand->episodes;
            }
        }
}

purse_code build_index(build *b, purse_error *err)
{
    const purse_model *m = b->model;
    purse_code code = index_place_offers(b, err);
    if (code)
        return code;
    index_reach(b);
    for (int k = 0; k < m->n_offers; k++) {
        const purse_offer *offer = &m->offers[k];
        int pot = m->services[offer->service].pot;
        b->conflict[k] = offer->open && purse_list_has(m->providers[offer->provider].commissions, pot);
        if (!offer->open)
            b->held_spend += offer->fixed_cost;
    }
    for (int j = 0; j < m->n_teams; j++)
        if (!m->teams[j].open)
            b->held_spend += m->teams[j].fixed_cost;
    return PURSE_OK;
}
