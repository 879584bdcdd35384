/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (1)-(5): people of each place, need and mode, from door to door. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/verify/verify.h"

/* Scratch of one place, need and mode; cleared between modes, `all` between pairs. */
typedef struct people {
    long double *entered, *sent, *through, *lost; /* per service: e, sum of t, sum of w, lost */
    long double *seen, *left;                     /* per offer: x, sum of t and h away */
    long double *all;                             /* per service: e over all modes */
    long double *averted;                         /* place-major: averted episodes of each pair */
    bool *checked;                                /* per offer */
} people;

static bool people_new(people *p, const purse_model *m)
{
    size_t services = (size_t)m->n_services + 1, offers = (size_t)m->n_offers + 1;
    *p = (people){0};
    p->entered = calloc(5 * services, sizeof(long double));
    p->seen = calloc(2 * offers, sizeof(long double));
    p->averted = calloc((size_t)m->n_places * (size_t)m->n_needs + 1, sizeof(long double));
    p->checked = calloc(offers, sizeof *p->checked);
    if (!p->entered || !p->seen || !p->averted || !p->checked)
        return false;
    p->sent = p->entered + services;
    p->through = p->sent + services;
    p->lost = p->through + services;
    p->all = p->lost + services;
    p->left = p->seen + offers;
    return true;
}

static void people_free(people *p)
{
    free(p->entered);
    free(p->seen);
    free(p->averted);
    free(p->checked);
}

/* share[g,l,n] A[g,n] for each pair. */
static void spread_averted(verify *v, people *p)
{
    const purse_model *m = v->model;
    for (int i = 0; i < m->n_effects; i++) {
        const purse_effect *effect = &m->effects[i];
        purse_list places = m->programmes[effect->programme].places;
        long double total = 0;
        for (int l = 0; l < places.n; l++)
            total += v->demand[places.item[l] * m->n_needs + effect->need];
        if (!(total > 0) && v->plan->averted[i] > 0)
            verify_fail(v, "programmes", effect->programme, "(1) programme %s averts %s episodes of %s, there are none",
                        m->programmes[effect->programme].id, N(v->plan->averted[i]), m->needs[effect->need].id);
        for (int l = 0; total > 0 && l < places.n; l++) {
            int pair = places.item[l] * m->n_needs + effect->need;
            p->averted[pair] += v->demand[pair] / total * v->plan->averted[i];
        }
    }
}

static void gather(people *p, const purse_flow *flow, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const purse_flow *f = &flow[i];
        switch (f->kind) {
        case PURSE_FLOW_ENTRY:
            p->entered[f->to_service] += f->people;
            p->all[f->to_service] += f->people;
            break;
        case PURSE_FLOW_DOOR:
            p->through[f->to_service] += f->people;
            p->seen[f->to_offer] += f->people;
            break;
        case PURSE_FLOW_REFERRAL:
            p->sent[f->to_service] += f->people;
            p->left[f->from_offer] += f->people;
            break;
        case PURSE_FLOW_HANDOVER:
            p->seen[f->to_offer] += f->people;
            p->left[f->from_offer] += f->people;
            break;
        case PURSE_FLOW_LOST:
            p->lost[f->to_service] += f->people;
            break;
        case PURSE_FLOW_UNMET:
        case PURSE_N_FLOWS:
            break;
        }
    }
}

/* (3) and (4) at one offer: all who are seen and not resolved go on. */
static void check_offer(verify *v, people *p, int offer, const purse_flow *of)
{
    const purse_model *m = v->model;
    long double seen = p->seen[offer], left = p->left[offer];
    int at = v->ability[of->need * m->n_services + m->offers[offer].service];
    long double stays = 1 - (long double)m->abilities[at].resolves;
    if (!verify_balances(v, stays * seen, left, stays * seen + left))
        verify_fail(v, "flows", -1,
                    "(4) onward: of %s people with %s of %s seen at offer %s, %s should go on and %s do", N(seen),
                    m->needs[of->need].id, m->places[of->place].id, m->offers[offer].id, N(stays * seen), N(left));
}

/* (2) to (4) of one place, need and mode, then clear the scratch of it. */
static void check_mode(verify *v, people *p, const purse_flow *flow, size_t n)
{
    const purse_model *m = v->model;
    gather(p, flow, n);
    for (int s = 0; s < m->n_services; s++) {
        long double in = p->entered[s] + p->sent[s], out = p->through[s] + p->lost[s];
        if (!verify_balances(v, in, out, in + out))
            verify_fail(v, "flows", -1,
                        "(2) doors: service %s takes %s people with %s of %s through its door, %s come to it",
                        m->services[s].id, N(out), m->needs[flow->need].id, m->places[flow->place].id, N(in));
    }
    for (size_t i = 0; i < n; i++) {
        const int ends[] = {flow[i].from_offer, flow[i].to_offer};
        for (int e = 0; e < 2; e++) {
            if (ends[e] < 0 || p->checked[ends[e]])
                continue;
            check_offer(v, p, ends[e], &flow[i]);
            p->checked[ends[e]] = true;
        }
    }
}

static void clear_mode(const verify *v, people *p, const purse_flow *flow, size_t n)
{
    size_t services = (size_t)v->model->n_services + 1;
    memset(p->entered, 0, 4 * services * sizeof(long double));
    for (size_t i = 0; i < n; i++) {
        const int ends[] = {flow[i].from_offer, flow[i].to_offer};
        for (int e = 0; e < 2; e++)
            if (ends[e] >= 0) {
                p->seen[ends[e]] = p->left[ends[e]] = 0;
                p->checked[ends[e]] = false;
            }
    }
}

/* (1) and (5) of a pair whose entries over all modes are in `all`. */
static void check_pair(verify *v, people *p, int place, int need, long double unmet)
{
    const purse_model *m = v->model;
    int pair = place * m->n_needs + need;
    long double entries = 0, demand = v->demand[pair], averted = p->averted[pair];
    for (int s = 0; s < m->n_services; s++)
        entries += p->all[s];
    if (!v->evaluated && !verify_balances(v, entries + unmet + averted, demand, demand + entries))
        verify_fail(v, "flows", -1, "(1) demand: of %s episodes of %s at %s, %s enter, %s are unmet and %s are averted",
                    N(demand), m->needs[need].id, m->places[place].id, N(entries), N(unmet), N(averted));
    for (int i = m->ability_start[need]; !v->evaluated && i < m->ability_start[need + 1]; i++) {
        const purse_ability *a = &m->abilities[i];
        long double here = p->all[a->service];
        if (!a->entry)
            continue;
        if (!verify_within(v, (long double)a->entry_min * entries, here, entries))
            verify_fail(v, "flows", -1,
                        "(5) entry: %s of %s episodes of %s at %s enter at %s, at least %s of them must", N(here),
                        N(entries), m->needs[need].id, m->places[place].id, m->services[a->service].id,
                        N(a->entry_min));
        if (!verify_within(v, here, (long double)a->entry_max * entries, entries))
            verify_fail(v, "flows", -1, "(5) entry: %s of %s episodes of %s at %s enter at %s, at most %s of them may",
                        N(here), N(entries), m->needs[need].id, m->places[place].id, m->services[a->service].id,
                        N(a->entry_max));
    }
}

static size_t same_pair(const purse_flow *flow, size_t n, int place, int need)
{
    size_t i = 0;
    while (i < n && flow[i].place == place && flow[i].need == need)
        i++;
    return i;
}

static size_t same_mode(const purse_flow *flow, size_t n)
{
    size_t i = 0;
    while (i < n && flow[i].team == flow[0].team)
        i++;
    return i;
}

void verify_people(verify *v)
{
    const purse_model *m = v->model;
    people p;
    if (!people_new(&p, m)) {
        v->out_of_memory = true;
        goto done;
    }
    spread_averted(v, &p);
    const purse_flow *flow = v->flows;
    size_t left = v->plan->n_flows;
    for (int place = 0; place < m->n_places; place++)
        for (int need = 0; need < m->n_needs; need++) {
            size_t n = same_pair(flow, left, place, need);
            long double unmet = 0;
            memset(p.all, 0, (size_t)m->n_services * sizeof *p.all);
            for (size_t i = 0; i < n; i++)
                if (flow[i].kind == PURSE_FLOW_UNMET)
                    unmet += flow[i].people;
            for (size_t i = 0, mode; i < n; i += mode) {
                mode = same_mode(flow + i, n - i);
                check_mode(v, &p, flow + i, mode);
                if (v->evaluated)
                    verify_baseline_pair(v, place, need, flow + i, mode, p.seen);
                clear_mode(v, &p, flow + i, mode);
            }
            if (v->evaluated && n == 0)
                verify_baseline_pair(v, place, need, NULL, 0, p.seen);
            check_pair(v, &p, place, need, unmet);
            flow += n;
            left -= n;
        }
done:
    people_free(&p);
}
