/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (13) and section 4: budgets with the money moved, and how much the regime lets move. */
#include <math.h>

#include "models/verify/verify.h"

static long double virement(const purse_model *m, int from, int to)
{
    long double limit = 0;
    for (int i = 0; i < m->n_virement; i++)
        if (m->virement[i].from == from && m->virement[i].to == to)
            limit += m->virement[i].limit;
    return limit;
}

static void check_move(verify *v, int i)
{
    const purse_model *m = v->model;
    const purse_money_move *move = &v->plan->moves[i];
    purse_regime_kind regime = v->plan->regime.kind;
    bool none = regime == PURSE_REGIME_SILO || regime == PURSE_REGIME_BASELINE;
    long double limit = none ? 0 : virement(m, move->from, move->to);
    if ((none || regime == PURSE_REGIME_PARTIAL) && !verify_within(v, move->amount, limit, limit))
        verify_fail(v, "money_moves", i, "regime %s: %s moves from pot %s to %s, at most %s may",
                    purse_regime_text(regime), N(move->amount), m->pots[move->from].id, m->pots[move->to].id, N(limit));
}

void verify_money(verify *v)
{
    const purse_model *m = v->model;
    const purse_plan *p = v->plan;
    if (p->regime.kind == PURSE_REGIME_PARTIAL && !m->has_virement)
        verify_fail(v, "regime", -1, "regime partial needs the table virement, the scenario has none");
    for (int i = 0; i < p->n_moves; i++)
        check_move(v, i);
    for (int q = 0; q < m->n_pots; q++) {
        long double in = 0, out = 0, budget = m->pots[q].budget;
        for (int i = 0; i < p->n_moves; i++) {
            if (p->moves[i].to == q)
                in += p->moves[i].amount;
            if (p->moves[i].from == q)
                out += p->moves[i].amount;
        }
        if (!verify_stated(v, p->pots[q].moved_in, in, in))
            verify_fail(v, "pots", q, "moved_in: pot %s states %s, the moves give %s", m->pots[q].id,
                        N(p->pots[q].moved_in), N(in));
        if (!verify_stated(v, p->pots[q].moved_out, out, out))
            verify_fail(v, "pots", q, "moved_out: pot %s states %s, the moves give %s", m->pots[q].id,
                        N(p->pots[q].moved_out), N(out));
        if (v->evaluated)
            continue;
        if (p->regime.kind == PURSE_REGIME_DIAL && !verify_within(v, out, p->regime.dial * budget, budget))
            verify_fail(v, "money_moves", -1, "regime dial: %s leaves pot %s, at most %s of its budget of %s may",
                        N(out), m->pots[q].id, N(p->regime.dial), N(budget));
        if (!verify_within(v, v->pot_spend[q], budget + in - out, budget + in + out))
            verify_fail(v, "pots", q, "(13) budget: pot %s spends %s, has %s", m->pots[q].id, N(v->pot_spend[q]),
                        N(budget + in - out));
    }
}
