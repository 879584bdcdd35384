/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/optimise_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/build/interpret.h"
#include "models/plan/prices.h"

purse_code purse_optimiser_new(purse_optimiser **optimiser, const purse_model *model, const purse_settings *settings,
                               const purse_control *control, purse_error *err)
{
    purse_optimiser *o = calloc(1, sizeof *o);
    if (!o)
        return purse_error_memory(err);
    o->model = model;
    o->settings = *settings;
    o->control = control;
    purse_code code = build_new(&o->build, model, err);
    if (!code)
        code = purse_solver_new(&o->solver, o->build->program, settings, control, err);
    if (code) {
        purse_optimiser_free(o);
        return code;
    }
    *optimiser = o;
    return PURSE_OK;
}

void purse_optimiser_free(purse_optimiser *o)
{
    if (!o)
        return;
    purse_solver_free(o->solver);
    build_free(o->build);
    free(o);
}

purse_code optimiser_regime(purse_optimiser *o, purse_regime regime, purse_error *err)
{
    const purse_model *m = o->model;
    if (regime.kind == PURSE_REGIME_PARTIAL && !m->has_virement)
        return purse_error_set(err, PURSE_EINPUT, m->file, "regime partial needs the table virement, found none");
    if (regime.kind == PURSE_REGIME_DIAL && !(regime.dial >= 0.0 && regime.dial <= 1.0))
        return purse_error_set(err, PURSE_EUSAGE, "dial", "expected a share from 0 to 1, found %g", regime.dial);
    purse_code code = PURSE_OK;
    for (int p = 0; p < m->n_pots && !code; p++) {
        code =
            purse_solver_row_bounds(o->solver, o->build->dial_row[p], -INFINITY, build_dial_limit(m, regime, p), err);
        for (int q = 0; q < m->n_pots && !code; q++)
            if (p != q)
                code = purse_solver_col_bounds(o->solver, o->build->money_col[p * m->n_pots + q], 0.0,
                                               build_money_limit(o->build, regime, p, q), err);
    }
    return code;
}

purse_code purse_optimiser_solve(purse_plan **plan, purse_optimiser *o, purse_regime regime, purse_error *err)
{
    if (regime.kind == PURSE_REGIME_BASELINE)
        return purse_plan_baseline(plan, o->model, err);
    purse_code code = optimiser_regime(o, regime, err);
    if (!code)
        code = purse_solver_solve(o->solver, err);
    return code ? code : optimiser_read(plan, o, purse_solver_solution(o->solver), regime, NULL, err);
}

purse_code optimiser_read(purse_plan **plan, const purse_optimiser *o, const purse_solution *solution,
                          purse_regime regime, double (*most)[PURSE_N_POT_LIMITS], purse_error *err)
{
    purse_plan *made = NULL;
    purse_code code = purse_plan_new(&made, o->model, err);
    if (code)
        return code;
    for (int p = 0; p < made->n_pots && most; p++)
        memcpy(made->pots[p].most, most[p], sizeof made->pots[p].most);
    made->regime = regime;
    made->status = solution->status;
    made->interrupted = solution->interrupted;
    made->certificate = solution->certificate;
    if (solution->status == PURSE_STATUS_OPTIMAL || solution->status == PURSE_STATUS_FEASIBLE)
        code = interpret(made, o->build, solution, err);
    if (code)
        purse_plan_free(made);
    else
        *plan = made;
    return code;
}

purse_code purse_optimiser_pot_prices(purse_optimiser *o, purse_plan *plan, double step, purse_error *err)
{
    purse_code code = optimiser_regime(o, plan->regime, err);
    return code ? code : prices_of_pots(plan, o->build, o->solver, step, err);
}

purse_code purse_optimiser_capacity_prices(purse_optimiser *o, purse_plan *plan, double step, int most,
                                           purse_error *err)
{
    purse_code code = optimiser_regime(o, plan->regime, err);
    return code ? code : prices_of_capacities(plan, o->build, o->solver, step, most, err);
}

purse_code purse_optimiser_export(purse_optimiser *o, purse_regime regime, int tier, purse_file_format format,
                                  const char *path, purse_error *err)
{
    if (regime.kind == PURSE_REGIME_BASELINE)
        return purse_error_set(err, PURSE_EUSAGE, "export", "the baseline is evaluated, there is no program to export");
    purse_code code = optimiser_regime(o, regime, err);
    return code ? code : purse_solver_export(o->solver, tier, format, path, err);
}
