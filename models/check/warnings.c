/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is allowed and yet likely to be a mistake. Made only of a scenario without errors. */
#include <math.h>
#include <stdio.h>

#include "models/check/check.h"
#include "models/text.h"

/* Steps the warnings may take in all, so that a hostile scenario cannot buy hours of them. */
static const double MOST_STEPS = 2e9;

typedef struct warner {
    checker *c;
    const purse_model *m;
    double steps;
    int *first_offer, *next_offer; /* chains of the offers of each service */
    int *need_start, *need_row;    /* rows of demand by need */
} warner;

static bool within_budget(warner *w, double steps)
{
    w->steps += steps;
    return w->steps <= MOST_STEPS;
}

static bool offer_conflicts(const purse_model *m, const purse_offer *offer)
{
    const purse_list *commissions = &m->providers[offer->provider].commissions;
    for (int i = 0; i < commissions->n; i++) {
        if (commissions->item[i] == m->services[offer->service].pot) {
            return true;
        }
    }
    return false;
}

static bool offer_can_give(const purse_model *m, const purse_offer *offer)
{
    bool room = offer->capacity > 0 || offer->block_size * offer->max_blocks > 0;
    return room && !(offer->open && offer_conflicts(m, offer));
}

static purse_code index_offers(warner *w)
{
    const purse_model *m = w->m;
    w->first_offer = arena_array(&w->c->scratch, (size_t)m->n_services + 1, sizeof(int));
    w->next_offer = arena_array(&w->c->scratch, (size_t)m->n_offers + 1, sizeof(int));
    w->need_start = arena_array(&w->c->scratch, (size_t)m->n_needs + 2, sizeof(int));
    w->need_row = arena_array(&w->c->scratch, (size_t)m->n_demand + 1, sizeof(int));
    if (w->first_offer == NULL || w->next_offer == NULL || w->need_start == NULL || w->need_row == NULL) {
        return PURSE_EMEMORY;
    }
    for (int s = 0; s < m->n_services; s++) {
        w->first_offer[s] = -1;
    }
    for (int k = m->n_offers - 1; k >= 0; k--) {
        w->next_offer[k] = w->first_offer[m->offers[k].service];
        w->first_offer[m->offers[k].service] = k;
    }
    for (int i = 0; i < m->n_demand; i++) {
        w->need_start[m->demand[i].need + 2]++;
    }
    for (int n = 1; n <= m->n_needs; n++) {
        w->need_start[n + 1] += w->need_start[n];
    }
    for (int i = 0; i < m->n_demand; i++) {
        w->need_row[w->need_start[m->demand[i].need + 1]++] = i;
    }
    return PURSE_OK;
}

/* Places, as marks of `stamp`, where some offer of a service can see people. */
static bool mark_places(warner *w, int service, int *mark, int stamp)
{
    const purse_model *m = w->m;
    for (int k = w->first_offer[service]; k >= 0; k = w->next_offer[k]) {
        const purse_list *places = &m->offers[k].places;
        if (!offer_can_give(m, &m->offers[k])) {
            continue;
        }
        if (!within_budget(w, places->n)) {
            return false;
        }
        for (int i = 0; i < places->n; i++) {
            mark[places->item[i]] = stamp;
        }
    }
    return true;
}

/* What is known of one need: whether the chain from each of its abilities can be walked, by place. */
typedef struct chains {
    int *offered; /* stamp of the last service that has an offer at the place */
    bool *open;   /* by ability of the need and place */
    bool *served; /* by place: some entry leads to the end */
} chains;

/* Marks `served`; false when the budget is spent. */
static bool walk_need(warner *w, const chains *t, int need)
{
    const purse_model *m = w->m;
    const checker *c = w->c;
    int base = m->ability_start[need], n = m->ability_start[need + 1] - base;
    size_t n_places = (size_t)m->n_places;
    for (int l = 0; l < m->n_places; l++) {
        t->served[l] = false;
    }
    for (int i = 0; i < n; i++) {
        int a = c->order[base + i];
        const purse_ability *ability = &m->abilities[a];
        bool *open = t->open + (size_t)(a - base) * n_places;
        int first = c->first_referral[a], end = c->first_referral[a + 1];
        if (!mark_places(w, ability->service, t->offered, a + 1) ||
            !within_budget(w, (double)m->n_places * (1 + end - first))) {
            return false;
        }
        for (int l = 0; l < m->n_places; l++) {
            bool onwards = ability->resolves >= 1;
            for (int r = first; r < end && !onwards; r++) {
                onwards = t->open[(size_t)(c->referral_to[r] - base) * n_places + (size_t)l];
            }
            open[l] = onwards && t->offered[l] == a + 1;
            t->served[l] = t->served[l] || (open[l] && ability->entry);
        }
    }
    return true;
}

static purse_code warn_unserved(warner *w, const chains *t, int need)
{
    const purse_model *m = w->m;
    int n = 0, first = -1;
    double episodes = 0;
    for (int i = w->need_start[need]; i < w->need_start[need + 1]; i++) {
        const purse_demand *d = &m->demand[w->need_row[i]];
        if (d->episodes > 0 && !t->served[d->place]) {
            first = first < 0 ? w->need_row[i] : first;
            episodes += d->episodes;
            n++;
        }
    }
    if (n == 0) {
        return PURSE_OK;
    }
    char found[40];
    where at = check_place(w->c, TABLE_DEMAND, first, NULL);
    number_write(found, sizeof found, episodes);
    return problem_say(
        w->c->s, PURSE_SEVERITY_WARNING, &at, "a chain of offers from an entry to its end", "none", NULL,
        "no chain of offers can serve need \"%s\" in %d place%s, the first \"%s\": %s episodes will go unmet",
        m->needs[need].id, n, n == 1 ? "" : "s", m->places[m->demand[first].place].id, found);
}

static purse_code warn_demand(warner *w)
{
    const purse_model *m = w->m;
    int most = 0;
    for (int n = 0; n < m->n_needs; n++) {
        int abilities = m->ability_start[n + 1] - m->ability_start[n];
        most = abilities > most ? abilities : most;
    }
    if (!within_budget(w, (double)most * m->n_places)) {
        return PURSE_OK;
    }
    size_t places = (size_t)m->n_places + 1;
    chains t = {.offered = arena_array(&w->c->scratch, places, sizeof *t.offered),
                .open = arena_array(&w->c->scratch, places, (size_t)most + 1),
                .served = arena_array(&w->c->scratch, places, sizeof *t.served)};
    purse_code code = t.offered == NULL || t.open == NULL || t.served == NULL ? PURSE_EMEMORY : PURSE_OK;
    for (int n = 0; n < m->n_needs && code == PURSE_OK; n++) {
        if (w->need_start[n] < w->need_start[n + 1] && walk_need(w, &t, n)) {
            code = warn_unserved(w, &t, n);
        }
    }
    return code;
}

/* Most contacts that can come to `service` from each place: everybody with a need it can see, once. */
static bool most_contacts(warner *w, const int *start, const int *ability, int service, double *most)
{
    const purse_model *m = w->m;
    for (int l = 0; l < m->n_places; l++) {
        most[l] = 0;
    }
    for (int i = start[service]; i < start[service + 1]; i++) {
        const purse_ability *a = &m->abilities[ability[i]];
        if (!within_budget(w, w->need_start[a->need + 1] - w->need_start[a->need])) {
            return false;
        }
        for (int r = w->need_start[a->need]; r < w->need_start[a->need + 1]; r++) {
            const purse_demand *d = &m->demand[w->need_row[r]];
            most[d->place] += d->episodes * a->contacts;
        }
    }
    return true;
}

static purse_code warn_offer(warner *w, int k, const double *most)
{
    const purse_model *m = w->m;
    const purse_offer *offer = &m->offers[k];
    double contacts = 0;
    if (!within_budget(w, offer->places.n)) {
        return PURSE_OK;
    }
    for (int i = 0; i < offer->places.n; i++) {
        contacts += most[offer->places.item[i]];
    }
    if (contacts <= 0) {
        where at = check_place(w->c, TABLE_OFFERS, k, NULL);
        return problem_say(w->c->s, PURSE_SEVERITY_WARNING, &at, "a need that can use the offer", "none", NULL,
                           "no need can use offer \"%s\": no demand in its places for service \"%s\"", offer->id,
                           m->services[offer->service].id);
    }
    if (offer->capacity >= contacts) {
        char limit[40], found[40], expected[PROBLEM_TEXT];
        where at = check_place(w->c, TABLE_OFFERS, k, "capacity");
        number_write(limit, sizeof limit, contacts);
        number_write(found, sizeof found, offer->capacity);
        (void)snprintf(expected, sizeof expected, "less than the %s contacts that can come", limit);
        return problem_say(w->c->s, PURSE_SEVERITY_WARNING, &at, expected, found, NULL,
                           "capacity %s cannot bind: at most %s contacts can come", found, limit);
    }
    return PURSE_OK;
}

/* Abilities by service. */
static purse_code index_abilities(warner *w, int **start, int **ability)
{
    const purse_model *m = w->m;
    *start = arena_array(&w->c->scratch, (size_t)m->n_services + 2, sizeof **start);
    *ability = arena_array(&w->c->scratch, (size_t)m->n_abilities + 1, sizeof **ability);
    if (*start == NULL || *ability == NULL) {
        return PURSE_EMEMORY;
    }
    for (int a = 0; a < m->n_abilities; a++) {
        (*start)[m->abilities[a].service + 2]++;
    }
    for (int s = 1; s <= m->n_services; s++) {
        (*start)[s + 1] += (*start)[s];
    }
    for (int a = 0; a < m->n_abilities; a++) {
        (*ability)[(*start)[m->abilities[a].service + 1]++] = a;
    }
    return PURSE_OK;
}

static purse_code warn_capacities(warner *w)
{
    const purse_model *m = w->m;
    int *start, *ability;
    double *most = arena_array(&w->c->scratch, (size_t)m->n_places + 1, sizeof *most);
    purse_code code = most == NULL ? PURSE_EMEMORY : index_abilities(w, &start, &ability);
    for (int s = 0; s < m->n_services && code == PURSE_OK; s++) {
        if (w->first_offer[s] < 0 || !within_budget(w, m->n_places) || !most_contacts(w, start, ability, s, most)) {
            continue;
        }
        for (int k = w->first_offer[s]; k >= 0 && code == PURSE_OK; k = w->next_offer[k]) {
            code = warn_offer(w, k, most);
        }
    }
    return code;
}

static purse_code warn_conflicts(warner *w)
{
    const purse_model *m = w->m;
    purse_code code = PURSE_OK;
    for (int k = 0; k < m->n_offers && code == PURSE_OK; k++) {
        const purse_offer *offer = &m->offers[k];
        if (!offer->open && offer_conflicts(m, offer)) {
            char found[PROBLEM_TEXT];
            where at = check_place(w->c, TABLE_OFFERS, k, "provider");
            (void)snprintf(found, sizeof found, "\"%s\"", m->providers[offer->provider].id);
            code = problem_say(w->c->s, PURSE_SEVERITY_WARNING, &at, "a provider that does not commission the pot",
                               found, NULL, "provider \"%s\" commissions pot \"%s\", which pays for this held offer",
                               m->providers[offer->provider].id, m->pots[m->services[offer->service].pot].id);
        }
    }
    return code;
}

static purse_code warn_baselines(warner *w)
{
    const purse_model *m = w->m;
    purse_code code = PURSE_OK;
    for (int a = 0; a < m->n_abilities && code == PURSE_OK; a++) {
        if (!m->abilities[a].entry && m->abilities[a].entry_baseline > 0) {
            char found[40];
            where at = check_place(w->c, TABLE_ABILITIES, a, "entry_baseline");
            number_write(found, sizeof found, m->abilities[a].entry_baseline);
            code = problem_say(w->c->s, PURSE_SEVERITY_WARNING, &at, "entry true", found, NULL,
                               "entry_baseline counts only where entry is true");
        }
    }
    return code;
}

purse_code check_warnings(checker *c)
{
    static purse_code (*const parts[])(warner *) = {index_offers, warn_demand, warn_conflicts, warn_capacities,
                                                    warn_baselines};
    warner w = {.c = c, .m = c->m};
    purse_code code = PURSE_OK;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && code == PURSE_OK; i++) {
        code = parts[i](&w);
    }
    return code;
}
