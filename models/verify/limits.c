/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (6)-(11): what offers, teams, programmes and providers may do; for the baseline, that nothing was decided. */
#include <math.h>

#include "models/verify/verify.h"

static bool commissions(const purse_model *m, const purse_offer *o)
{
    purse_list pots = m->providers[o->provider].commissions;
    for (int i = 0; i < pots.n; i++)
        if (pots.item[i] == m->services[o->service].pot)
            return true;
    return false;
}

/* (6) and (7). */
static void check_capacity(verify *v, int k)
{
    const purse_offer *o = &v->model->offers[k];
    const purse_offer_result *r = &v->plan->offers[k];
    long double y = r->awarded ? 1 : 0, z = r->blocks, contacts = v->contacts[k];
    long double room = o->capacity * y + o->block_size * z;
    if (!verify_within(v, contacts, room, room + contacts))
        verify_fail(v, "offers", k, "(6) capacity: offer %s takes %s contacts, has %s", o->id, N(contacts), N(room));
    if (fabsl(z - roundl(z)) > v->tolerance)
        verify_fail(v, "offers", k, "(6) blocks: offer %s builds %s blocks, a whole number is needed", o->id, N(z));
    if (z > o->max_blocks * y + v->tolerance)
        verify_fail(v, "offers", k, "(6) blocks: offer %s builds %s blocks, may build %s", o->id, N(z),
                    N(o->max_blocks * y));
    if (!verify_within(v, o->min_volume * y, contacts, o->min_volume + contacts))
        verify_fail(v, "offers", k, "(7) minimum volume: offer %s takes %s contacts, must take %s", o->id, N(contacts),
                    N(o->min_volume));
}

/* (10) for one offer. */
static void check_award(verify *v, int k)
{
    const purse_offer *o = &v->model->offers[k];
    const purse_offer_result *r = &v->plan->offers[k];
    bool conflict = o->open && commissions(v->model, o);
    if (!o->open && !r->awarded)
        verify_fail(v, "offers", k, "(10) award: offer %s is held and not awarded", o->id);
    if (conflict && r->awarded)
        verify_fail(v, "offers", k, "(10) conflict of interest: offer %s is awarded, provider %s commissions pot %s",
                    o->id, v->model->providers[o->provider].id, v->model->pots[v->model->services[o->service].pot].id);
    if (!v->evaluated && r->conflict != conflict)
        verify_fail(v, "offers", k, "(10) conflict of interest: offer %s is stated as %s, is %s", o->id,
                    r->conflict ? "excluded" : "not excluded", conflict ? "excluded" : "not excluded");
    for (int i = 0; r->awarded && o->contest >= 0 && i < k; i++)
        if (v->model->offers[i].contest == o->contest && v->plan->offers[i].awarded)
            verify_fail(v, "offers", k, "(10) contest: offers %s and %s are both awarded in contest %s",
                        v->model->offers[i].id, o->id, v->model->contests[o->contest]);
}

/* (8), and (10) for teams. */
static void check_teams(verify *v)
{
    for (int j = 0; j < v->model->n_teams; j++) {
        const purse_team *t = &v->model->teams[j];
        bool awarded = v->plan->teams[j].awarded;
        long double room = awarded ? (long double)t->capacity : 0, episodes = v->team_episodes[j];
        if (!verify_within(v, episodes, room, room + episodes))
            verify_fail(v, "teams", j, "(8) team: %s coordinates %s episodes, can take %s", t->id, N(episodes),
                        N(room));
        if (!t->open && !awarded)
            verify_fail(v, "teams", j, "(10) award: team %s is held and not awarded", t->id);
    }
}

/* (9): under each line through two neighbouring points. */
static void check_effect(verify *v, int i)
{
    const purse_effect *e = &v->model->effects[i];
    long double spend = v->plan->programmes[e->programme].spend, averted = v->plan->averted[i];
    long double from_spend = 0, from_averted = 0;
    for (int k = 0; k < e->n_points; k++) {
        long double slope = (e->averted[k] - from_averted) / (e->spend[k] - from_spend);
        long double line = from_averted + slope * (spend - from_spend);
        if (!verify_within(v, averted, line, averted)) {
            verify_fail(
                v, "programmes", e->programme, "(9) curve: programme %s averts %s episodes of %s for %s, at most %s",
                v->model->programmes[e->programme].id, N(averted), v->model->needs[e->need].id, N(spend), N(line));
            return;
        }
        from_spend = e->spend[k];
        from_averted = e->averted[k];
    }
}

static void check_programmes(verify *v)
{
    const purse_model *m = v->model;
    for (int g = 0; g < m->n_programmes; g++) {
        long double cap = 0, spend = v->plan->programmes[g].spend;
        bool any = false;
        for (int i = 0; i < m->n_effects; i++) {
            const purse_effect *e = &m->effects[i];
            if (e->programme != g || e->n_points == 0)
                continue;
            long double last = e->spend[e->n_points - 1];
            if (!any || last < cap)
                cap = last;
            any = true;
        }
        if (!verify_within(v, spend, cap, cap))
            verify_fail(v, "programmes", g, "(9) curve: programme %s spends %s, its shortest curve ends at %s",
                        m->programmes[g].id, N(spend), N(cap));
    }
    for (int i = 0; i < m->n_effects; i++)
        check_effect(v, i);
}

/* (11). */
static void check_income(verify *v)
{
    const purse_model *m = v->model;
    for (int r = 0; r < m->n_providers; r++) {
        long double income = 0;
        if (!isfinite(m->providers[r].max_income))
            continue;
        for (int k = 0; k < m->n_offers; k++)
            if (m->offers[k].provider == r)
                income += v->offer_spend[k];
        for (int j = 0; j < m->n_teams; j++)
            if (m->teams[j].provider == r)
                income += v->team_spend[j];
        if (!verify_within(v, income, m->providers[r].max_income, income))
            verify_fail(v, "offers", -1, "(11) income: provider %s earns %s, its working capital carries %s",
                        m->providers[r].id, N(income), N(m->providers[r].max_income));
    }
}

/* The baseline decides nothing: what is held is held, the rest is not used. */
static void check_undecided(verify *v)
{
    const purse_model *m = v->model;
    const purse_plan *p = v->plan;
    for (int k = 0; k < m->n_offers; k++) {
        if (m->offers[k].open && p->offers[k].awarded)
            verify_fail(v, "offers", k, "baseline: offer %s is open and awarded", m->offers[k].id);
        if (!m->offers[k].open && !p->offers[k].awarded)
            verify_fail(v, "offers", k, "baseline: offer %s is held and not awarded", m->offers[k].id);
        if (p->offers[k].blocks > 0)
            verify_fail(v, "offers", k, "baseline: offer %s builds %s blocks", m->offers[k].id, N(p->offers[k].blocks));
    }
    for (int j = 0; j < m->n_teams; j++)
        if (p->teams[j].awarded)
            verify_fail(v, "teams", j, "baseline: team %s is awarded", m->teams[j].id);
    for (int g = 0; g < m->n_programmes; g++)
        if (p->programmes[g].spend > 0)
            verify_fail(v, "programmes", g, "baseline: programme %s spends %s", m->programmes[g].id,
                        N(p->programmes[g].spend));
    for (int i = 0; i < m->n_effects; i++)
        if (p->averted[i] > 0)
            verify_fail(v, "programmes", m->effects[i].programme, "baseline: programme %s averts %s episodes",
                        m->programmes[m->effects[i].programme].id, N(p->averted[i]));
}

void verify_limits(verify *v)
{
    if (v->evaluated) {
        check_undecided(v);
        return;
    }
    for (int k = 0; k < v->model->n_offers; k++) {
        check_capacity(v, k);
        check_award(v, k);
    }
    check_teams(v);
    check_programmes(v);
    check_income(v);
}
