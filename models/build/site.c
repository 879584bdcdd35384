/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/build/site.h"

#include <stdlib.h>
#include <string.h>

/* Offers of each ability at the place; both lists are by service. */
static void find_offers(site *s)
{
    const build *b = s->b;
    const need_graph *g = s->graph;
    int at = b->place_offer_start[s->place], end = b->place_offer_start[s->place + 1], n = 0;
    for (int a = 0; a < g->n; a++) {
        s->offer_start[a] = n;
        while (at < end && b->model->offers[b->place_offer[at]].service < g->ability[a].service)
            at++;
        for (int i = at; i < end && b->model->offers[b->place_offer[i]].service == g->ability[a].service; i++)
            if (!b->conflict[b->place_offer[i]])
                s->offer[n++] = b->place_offer[i];
    }
    s->offer_start[g->n] = n;
}

/* Usable: has an offer and, if it leaves people unresolved, a usable service to send them to. */
static void prune(site *s)
{
    const need_graph *g = s->graph;
    for (int i = g->n - 1; i >= 0; i--) {
        int a = g->order[i];
        bool onward = g->ability[a].resolves >= 1.0;
        for (int r = g->out_start[a]; r < g->out_start[a + 1]; r++)
            onward |= s->usable[g->target[r]];
        s->usable[a] = onward && s->offer_start[a + 1] > s->offer_start[a];
        s->reached[a] = s->usable[a] && g->ability[a].entry;
    }
    for (int i = 0; i < g->n; i++) {
        int a = g->order[i];
        if (s->reached[a] && g->ability[a].resolves < 1.0)
            for (int r = g->out_start[a]; r < g->out_start[a + 1]; r++)
                s->reached[g->target[r]] |= s->usable[g->target[r]];
    }
}

/* Lists are short. */
static void sort_by_provider(const purse_model *m, int *offer, int n)
{
    for (int i = 1; i < n; i++) {
        int moved = offer[i], j = i;
        for (; j > 0 && m->offers[offer[j - 1]].provider > m->offers[moved].provider; j--)
            offer[j] = offer[j - 1];
        offer[j] = moved;
    }
}

static void find_clinics(site *s)
{
    const purse_model *m = s->b->model;
    const need_graph *g = s->graph;
    int n = 0;
    for (int a = 0; a < g->n; a++) {
        int first = s->offer_start[a], end = s->offer_start[a + 1];
        s->clinic_start[a] = n;
        sort_by_provider(m, s->offer + first, end - first);
        for (int k = first; k < end; k++) {
            int provider = m->offers[s->offer[k]].provider;
            if (k == first || s->clinic[n - 1].provider != provider)
                s->clinic[n++] = (clinic){a, provider, k, k, false, false, -1, -1};
            s->clinic[n - 1].end = k + 1;
        }
    }
    s->clinic_start[g->n] = n;
}

/* Pairs of clinics of one provider along a referral; both lists are by provider. */
static void pair_clinics(site *s, int from, int to)
{
    int i = s->clinic_start[from], j = s->clinic_start[to];
    while (i < s->clinic_start[from + 1] && j < s->clinic_start[to + 1]) {
        int difference = s->clinic[i].provider - s->clinic[j].provider;
        if (difference == 0)
            s->clinic[i].hands = s->clinic[j].takes = true;
        i += difference <= 0;
        j += difference >= 0;
    }
}

static void find_handovers(site *s)
{
    const need_graph *g = s->graph;
    for (int a = 0; a < g->n; a++)
        for (int r = g->out_start[a]; r < g->out_start[a + 1]; r++)
            if (g->eased[r] && s->reached[a] && s->reached[g->target[r]] && g->ability[a].resolves < 1.0)
                pair_clinics(s, a, g->target[r]);
}

static int comes_before(const site *s, const clinic *a, const clinic *b)
{
    uint64_t one = s->pattern[a->provider], other = s->pattern[b->provider];
    return one != other ? one > other : a->provider < b->provider;
}

/*
 * Within a service, clinics by what their providers hand and take anywhere at the place, so that places whose providers
 * do alike get graphs that are alike.
 */
static void order_clinics(site *s)
{
    const need_graph *g = s->graph;
    int n = s->clinic_start[g->n];
    for (int i = 0; i < n; i++) {
        const clinic *c = &s->clinic[i];
        s->pattern[c->provider] |= (uint64_t)(c->takes + 2 * c->hands) << (2 * (c->ability % 32));
    }
    for (int a = 0; a < g->n; a++)
        for (int i = s->clinic_start[a] + 1; i < s->clinic_start[a + 1]; i++) {
            clinic moved = s->clinic[i];
            int j = i;
            for (; j > s->clinic_start[a] && comes_before(s, &moved, &s->clinic[j - 1]); j--)
                s->clinic[j] = s->clinic[j - 1];
            s->clinic[j] = moved;
        }
    for (int i = 0; i < n; i++)
        s->pattern[s->clinic[i].provider] = 0;
}

static void find_teams(site *s)
{
    const purse_model *m = s->b->model;
    s->team[0] = -1;
    s->n_teams = 1;
    for (int j = 0; j < m->n_teams; j++)
        if (purse_list_has(m->teams[j].places, s->place) && purse_list_has(m->teams[j].needs, s->need))
            s->team[s->n_teams++] = j;
}

void site_survey(site *s)
{
    find_offers(s);
    prune(s);
    find_clinics(s);
    find_handovers(s);
    order_clinics(s);
    find_teams(s);
}

void site_free(site *s)
{
    void *all[] = {s->usable, s->reached, s->offer_start, s->offer, s->clinic_start,
                   s->clinic, s->pattern, s->team,        s->door,  s->after};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
}

purse_code site_new(site *s, build *b, int largest, purse_error *err)
{
    int offers = 0;
    for (int l = 0; l < b->model->n_places; l++) {
        int n = b->place_offer_start[l + 1] - b->place_offer_start[l];
        offers = n > offers ? n : offers;
    }
    size_t n = (size_t)largest + 2, k = (size_t)offers + 1, modes = (size_t)b->model->n_teams + 1;
    *s = (site){.b = b, .err = err};
    s->usable = malloc(n * sizeof *s->usable);
    s->reached = malloc(n * sizeof *s->reached);
    s->offer_start = malloc(n * sizeof *s->offer_start);
    s->offer = malloc(k * sizeof *s->offer);
    s->clinic_start = malloc(n * sizeof *s->clinic_start);
    s->clinic = malloc(k * sizeof *s->clinic);
    s->pattern = calloc((size_t)b->model->n_providers + 1, sizeof *s->pattern);
    s->team = malloc(modes * sizeof *s->team);
    s->door = malloc(n * sizeof *s->door);
    s->after = malloc(n * sizeof *s->after);
    bool whole = s->usable && s->reached && s->offer_start && s->offer && s->clinic_start && s->clinic && s->pattern &&
                 s->team && s->door && s->after;
    return whole ? PURSE_OK : purse_error_memory(err);
}
