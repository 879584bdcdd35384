/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each pot was held to beyond the scenario, so that no pot is worse off than alone. */
#include <math.h>

#include "models/verify/verify.h"

static bool enters(const verify *v, int need, int pot)
{
    const purse_model *m = v->model;
    for (int s = 0; s < m->n_services; s++) {
        int ability = v->ability[need * m->n_services + s];
        if (ability >= 0 && m->abilities[ability].entry && m->services[s].pot == pot)
            return true;
    }
    return false;
}

/* By priority, of needs that can enter at the pot's services. */
static long double unmet_of(const verify *v, int pot)
{
    long double unmet = 0;
    for (size_t i = 0; i < v->plan->n_flows; i++) {
        const purse_flow *flow = &v->flows[i];
        if (flow->kind == PURSE_FLOW_UNMET && enters(v, flow->need, pot))
            unmet += (long double)v->model->needs[flow->need].priority * flow->people;
    }
    return unmet;
}

static long double burden_of(const verify *v, int pot)
{
    long double burden = 0;
    for (int from = 0; from < v->model->n_pots; from++)
        burden += v->burden[from * v->model->n_pots + pot];
    return burden;
}

static long double paid_by(const verify *v, int pot)
{
    long double paid = v->pot_spend[pot];
    for (int i = 0; i < v->plan->n_moves; i++) {
        paid += v->plan->moves[i].from == pot ? v->plan->moves[i].amount : 0;
        paid -= v->plan->moves[i].to == pot ? v->plan->moves[i].amount : 0;
    }
    return paid;
}

static bool is_held(const purse_pot_result *pot)
{
    for (int i = 0; i < PURSE_N_POT_LIMITS; i++)
        if (!isnan(pot->most[i]))
            return true;
    return false;
}

void verify_pots(verify *v)
{
    long double all = v->unmet_weighted;
    for (int b = 0; b < v->plan->n_boundaries; b++)
        all += v->burden[b];
    for (int p = 0; p < v->model->n_pots; p++) {
        if (!is_held(&v->plan->pots[p]))
            continue;
        const double *most = v->plan->pots[p].most;
        const long double own[PURSE_N_POT_LIMITS] = {unmet_of(v, p), burden_of(v, p), paid_by(v, p)};
        for (int i = 0; i < PURSE_N_POT_LIMITS; i++) {
            long double terms = i == PURSE_POT_PAID ? v->pot_spend[p] : all;
            if (!isnan(most[i]) && !verify_within(v, own[i], most[i], terms))
                verify_fail(v, "pots", p, "at_most: %s of pot %s is %s, held to %s",
                            purse_pot_limit_text((purse_pot_limit)i), v->model->pots[p].id, N(own[i]), N(most[i]));
        }
    }
}
