/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a plan speaks of this model at all: sizes, indices, numbers that are numbers, flows along ways that exist. */
#include <math.h>
#include <stdio.h>

#include "models/verify/verify.h"

static bool in_list(purse_list list, int item)
{
    for (int i = 0; i < list.n; i++)
        if (list.item[i] == item)
            return true;
    return false;
}

static bool shape_tables(verify *v)
{
    const purse_plan *p = v->plan;
    const purse_model *m = v->model;
    if (p->n_pots == m->n_pots && p->n_offers == m->n_offers && p->n_teams == m->n_teams &&
        p->n_programmes == m->n_programmes && p->n_places == m->n_places && p->n_effects == m->n_effects &&
        p->n_boundaries == m->n_pots * m->n_pots)
        return true;
    verify_fail(v, NULL, -1, "the plan's tables are not those of the scenario");
    return false;
}

static bool shape_regime(verify *v)
{
    const purse_plan *p = v->plan;
    bool baseline = p->regime.kind == PURSE_REGIME_BASELINE, ok = true;
    if (p->status != PURSE_STATUS_OPTIMAL && p->status != PURSE_STATUS_FEASIBLE &&
        p->status != PURSE_STATUS_EVALUATED) {
        verify_fail(v, "status", -1, "status \"%s\" holds no plan to check", purse_status_text(p->status));
        ok = false;
    } else if (baseline != v->evaluated) {
        verify_fail(v, "status", -1, "regime %s cannot have status \"%s\"", purse_regime_text(p->regime.kind),
                    purse_status_text(p->status));
        ok = false;
    }
    if ((unsigned)p->regime.kind >= PURSE_N_REGIMES) {
        verify_fail(v, "regime", -1, "there is no such regime");
        ok = false;
    }
    if (p->regime.kind == PURSE_REGIME_DIAL && !(p->regime.dial >= 0 && p->regime.dial <= 1)) {
        verify_fail(v, "dial", -1, "expected a dial from 0 to 1, found %s", N(p->regime.dial));
        ok = false;
    }
    return ok;
}

static bool bad_amount(double value)
{
    return !(value >= 0) || isinf(value);
}

static bool shape_decisions(verify *v)
{
    const purse_plan *p = v->plan;
    const purse_model *m = v->model;
    bool ok = true;
    for (int k = 0; k < p->n_offers; k++)
        if (bad_amount(p->offers[k].blocks)) {
            verify_fail(v, "offers", k, "offer %s has %s blocks", m->offers[k].id, N(p->offers[k].blocks));
            ok = false;
        }
    for (int g = 0; g < p->n_programmes; g++)
        if (bad_amount(p->programmes[g].spend)) {
            verify_fail(v, "programmes", g, "programme %s spends %s", m->programmes[g].id, N(p->programmes[g].spend));
            ok = false;
        }
    for (int i = 0; i < p->n_effects; i++)
        if (bad_amount(p->averted[i])) {
            verify_fail(v, "programmes", m->effects[i].programme, "(9) programme %s averts %s episodes of %s",
                        m->programmes[m->effects[i].programme].id, N(p->averted[i]), m->needs[m->effects[i].need].id);
            ok = false;
        }
    for (int i = 0; i < p->n_moves; i++) {
        const purse_money_move *move = &p->moves[i];
        if (move->from < 0 || move->from >= m->n_pots || move->to < 0 || move->to >= m->n_pots ||
            move->from == move->to || bad_amount(move->amount)) {
            verify_fail(v, "money_moves", i, "expected an amount >= 0 from one pot to another, found %s",
                        N(move->amount));
            ok = false;
        }
        for (int j = 0; j < i; j++)
            if (p->moves[j].from == move->from && p->moves[j].to == move->to) {
                verify_fail(v, "money_moves", i, "the same two pots stand twice");
                ok = false;
            }
    }
    return ok;
}

/* Every index of a flow is in its table, and those its kind does not have are -1. */
static bool indices_fit(const verify *v, const purse_flow *f)
{
    const purse_model *m = v->model;
    bool from = f->kind == PURSE_FLOW_REFERRAL || f->kind == PURSE_FLOW_HANDOVER;
    bool offer = f->kind == PURSE_FLOW_DOOR || f->kind == PURSE_FLOW_HANDOVER;
    bool service = f->kind != PURSE_FLOW_UNMET;
    if ((unsigned)f->kind >= PURSE_N_FLOWS)
        return false;
    if (f->place < 0 || f->place >= m->n_places || f->need < 0 || f->need >= m->n_needs)
        return false;
    if (f->team < -1 || f->team >= m->n_teams)
        return false;
    if (from ? f->from_offer < 0 || f->from_offer >= m->n_offers : f->from_offer != -1)
        return false;
    if (service ? f->to_service < 0 || f->to_service >= m->n_services : f->to_service != -1)
        return false;
    if (offer ? f->to_offer < 0 || f->to_offer >= m->n_offers : f->to_offer != -1)
        return false;
    return !offer || m->offers[f->to_offer].service == f->to_service;
}

static bool offer_serves(const verify *v, int offer, int place)
{
    return v->serves[(size_t)offer * (size_t)v->model->n_places + (size_t)place];
}

/* What is wrong with a flow whose indices fit, in words, or NULL. */
static const char *flow_fault(const verify *v, const purse_flow *f)
{
    const purse_model *m = v->model;
    if (bad_amount(f->people))
        return "expected a number of people >= 0";
    bool modeless = f->kind == PURSE_FLOW_UNMET || f->kind == PURSE_FLOW_LOST;
    if (f->team >= 0 && modeless)
        return "people who are not served have no team";
    if (f->team >= 0 && v->evaluated)
        return "the baseline has no teams";
    if (f->kind == PURSE_FLOW_LOST && !v->evaluated)
        return "(1) only the baseline loses people on their way";
    if (f->team >= 0 && !(in_list(m->teams[f->team].needs, f->need) && in_list(m->teams[f->team].places, f->place)))
        return "(8) the team does not cover this place and need";
    if (f->kind == PURSE_FLOW_UNMET)
        return NULL;
    int at = v->ability[f->need * m->n_services + f->to_service];
    if (at < 0)
        return "there is no ability for this need at the service";
    if (f->kind == PURSE_FLOW_ENTRY && !m->abilities[at].entry)
        return "the service is no entry for this need";
    if (f->to_offer >= 0 && !offer_serves(v, f->to_offer, f->place))
        return "(2) the offer does not serve the place";
    if (f->from_offer < 0)
        return NULL;
    if (!offer_serves(v, f->from_offer, f->place))
        return "(4) the sending offer does not serve the place";
    if (v->ability[f->need * m->n_services + m->offers[f->from_offer].service] < 0)
        return "there is no ability for this need at the sending service";
    if (!verify_referral(v, f->need, m->offers[f->from_offer].service, f->to_service))
        return "(4) there is no such referral";
    if (f->to_offer >= 0 && m->offers[f->from_offer].provider != m->offers[f->to_offer].provider)
        return "a handover stays inside one provider";
    return NULL;
}

static bool shape_flows(verify *v)
{
    bool ok = true;
    char name[400];
    for (size_t i = 0; i < v->plan->n_flows; i++) {
        const purse_flow *f = &v->flows[i];
        if (!indices_fit(v, f)) {
            verify_fail(v, "flows", (long)i, "a flow names records that its kind does not have");
            ok = false;
            continue;
        }
        const char *fault = flow_fault(v, f);
        if (fault) {
            verify_fail(v, "flows", (long)i, "%s: %s (%s people)", verify_flow_name(v, f, name, sizeof name), fault,
                        N(f->people));
            ok = false;
        }
        if (i > 0 && purse_flow_compare(&v->flows[i - 1], f) == 0) {
            verify_fail(v, "flows", (long)i, "%s stands twice", verify_flow_name(v, f, name, sizeof name));
            ok = false;
        }
    }
    return ok;
}

bool verify_shape(verify *v)
{
    if (!shape_tables(v))
        return false;
    bool regime = shape_regime(v), decisions = shape_decisions(v), flows = shape_flows(v);
    return regime && decisions && flows;
}
