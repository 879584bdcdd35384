/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No pot worse off: rows of each pot's unmet and burden, and a budget of no more than it pays alone. */
#include "purse/detriment.h"

#include <math.h>
#include <stdlib.h>

#include "models/optimise_private.h"
#include "models/plan/private.h"

/* Room in a limit, relative to it and to what all pots have: without any there is no point inside. */
static const double ROOM = 1e-7, ROOM_OF_ALL = 1e-9, ROOM_OF_MONEY = 1e-9;

const char *purse_detriment_text(purse_detriment detriment)
{
    static const char *const text[] = {
#define DETRIMENT_TEXT(name, text) text,
        PURSE_DETRIMENTS(DETRIMENT_TEXT)
#undef DETRIMENT_TEXT
    };
    return (unsigned)detriment < PURSE_N_DETRIMENTS ? text[detriment] : "unknown";
}

static bool asks_for(const purse_model *m, purse_measure measure)
{
    if (m->objective.weighted)
        return m->objective.weight[measure] != 0.0;
    for (int t = 0; t < m->objective.n_tiers; t++)
        if (m->objective.tier[t] == measure)
            return true;
    return false;
}

static void add_unmet(double (*most)[PURSE_N_POT_LIMITS], const purse_plan *alone, const purse_model *m)
{
    for (size_t i = 0; i < alone->n_flows; i++)
        for (int p = 0; p < m->n_pots && alone->flows[i].kind == PURSE_FLOW_UNMET; p++)
            if (plan_enters(m, alone->flows[i].need, p))
                most[p][PURSE_POT_UNMET] += m->needs[alone->flows[i].need].priority * alone->flows[i].people;
}

/* What each pot has alone, where it is to have no more. */
static void measure_alone(double (*most)[PURSE_N_POT_LIMITS], const purse_plan *alone, const purse_model *m,
                          purse_detriment detriment)
{
    bool unmet = asks_for(m, PURSE_MEASURE_UNMET), burden = asks_for(m, PURSE_MEASURE_BURDEN);
    for (int p = 0; p < m->n_pots; p++) {
        most[p][PURSE_POT_UNMET] = unmet ? 0.0 : NAN;
        most[p][PURSE_POT_BURDEN] = burden ? 0.0 : NAN;
        most[p][PURSE_POT_PAID] = detriment == PURSE_DETRIMENT_ALL ? alone->pots[p].spend : NAN;
    }
    if (unmet)
        add_unmet(most, alone, m);
    for (int i = 0; i < alone->n_boundaries && burden; i++)
        most[alone->boundaries[i].to][PURSE_POT_BURDEN] += alone->boundaries[i].burden;
}

/* What one person on an arc adds to the burden of the pot it leads to; `pot` is set where that is anything. */
static double burden_of(const build *b, int need, const build_arc *arc, int *pot)
{
    const purse_model *m = b->model;
    if (arc->kind != BUILD_ARC_HAND && arc->kind != BUILD_ARC_MOVE)
        return 0.0;
    const purse_referral *referral = plan_referral(m, need, arc->from, arc->to);
    *pot = m->services[arc->to].pot;
    return referral ? plan_move_burden(m, referral, arc->kind == BUILD_ARC_HAND, arc->team) : 0.0;
}

/* Coefficients of all arcs: the rows of unmet, one per pot, then those of burden. */
static void fill_arcs(double *coef, const build *b)
{
    const purse_model *m = b->model;
    const purse_program *p = b->program;
    size_t arcs = (size_t)p->n_arcs;
    for (int c = 0; c < p->n_commodities; c++) {
        int need = m->demand[b->commodity_demand[c]].need;
        for (int a = p->arc_first[c]; a < p->arc_first[c + 1]; a++) {
            int pot = 0;
            build_arc arc = build_arc_of(b, a);
            double burden = burden_of(b, need, &arc, &pot);
            if (burden != 0.0)
                coef[(size_t)(m->n_pots + pot) * arcs + (size_t)a] = burden;
            for (int q = 0; q < m->n_pots && arc.kind == BUILD_ARC_UNMET; q++)
                if (plan_enters(m, need, q))
                    coef[(size_t)q * arcs + (size_t)a] = m->needs[need].priority;
        }
    }
}

/*
 * Where nobody is unmet alone and unmet comes first, nobody will be: such rows say nothing, and leave the interior
 * point no inside.
 */
static bool met_anyway(const purse_model *m, const purse_plan *alone)
{
    return !m->objective.weighted && m->objective.n_tiers > 0 && m->objective.tier[0] == PURSE_MEASURE_UNMET &&
           alone->totals.unmet_weighted <= 1e-9 * (1.0 + alone->totals.episodes);
}

static purse_code extend(purse_program **out, const build *b, const purse_plan *alone,
                         double (*most)[PURSE_N_POT_LIMITS], purse_error *err)
{
    const int n = b->model->n_pots;
    purse_program_row *row = calloc(2 * (size_t)n + 1, sizeof *row);
    double *coef = calloc(2 * (size_t)n * (size_t)b->program->n_arcs + 1, sizeof *coef);
    purse_code code = row && coef ? PURSE_OK : purse_error_memory(err);
    int rows = 0;
    if (!code)
        fill_arcs(coef, b);
    for (int i = 0; i < 2 * n && !code; i++) {
        bool burden = i >= n;
        double limit = most[i % n][burden ? PURSE_POT_BURDEN : PURSE_POT_UNMET];
        double all = burden ? alone->totals.burden : alone->totals.episodes;
        if (!isnan(limit) && (burden || !met_anyway(b->model, alone)))
            row[rows++] = (purse_program_row){.lo = -INFINITY,
                                              .hi = limit * (1.0 + ROOM) + ROOM_OF_ALL * all,
                                              .arc = coef + (size_t)i * (size_t)b->program->n_arcs};
    }
    if (!code)
        code = purse_program_extend(out, b->program, row, rows, b->program->n_tiers, err);
    free(row);
    free(coef);
    return code;
}

/* (13) with what the pot pays alone for its budget: what is held already is in neither. */
static void lower_budgets(purse_program *p, const build *b, double (*most)[PURSE_N_POT_LIMITS])
{
    for (int q = 0; q < b->model->n_pots; q++) {
        double spare = b->model->pots[q].budget - most[q][PURSE_POT_PAID];
        if (spare > 0.0) /* not of NAN */
            p->row_hi[b->budget_row[q]] -= spare - fmin(spare, ROOM_OF_MONEY * most[q][PURSE_POT_PAID]);
    }
}

purse_code purse_optimiser_no_detriment(purse_plan **plan, purse_optimiser *o, const purse_plan *alone,
                                        purse_regime regime, purse_detriment detriment, purse_error *err)
{
    const purse_model *m = o->model;
    if (regime.kind == PURSE_REGIME_BASELINE || alone->regime.kind != PURSE_REGIME_SILO || alone->n_tiers == 0)
        return purse_error_set(err, PURSE_EUSAGE, "no detriment", "expected a plan of separate pots to compare with");
    purse_program *program = NULL;
    purse_solver *solver = NULL;
    double(*most)[PURSE_N_POT_LIMITS] = calloc((size_t)m->n_pots + 1, sizeof *most);
    purse_code code = most ? optimiser_regime(o, regime, err) : purse_error_memory(err);
    if (!code) {
        measure_alone(most, alone, m, detriment);
        code = extend(&program, o->build, alone, most, err);
    }
    if (!code) {
        lower_budgets(program, o->build, most);
        code = purse_solver_new(&solver, program, &o->settings, o->control, err);
    }
    if (!code)
        code = purse_solver_solve(solver, err);
    if (!code)
        code = optimiser_read(plan, o, purse_solver_solution(solver), regime, most, err);
    purse_solver_free(solver);
    purse_program_free(program);
    free(most);
    return code;
}
