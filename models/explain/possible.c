/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a model has any plan; see possible.h. */
#include "models/explain/possible.h"

#include "engine/numbers.h"

possible possible_new(const purse_settings *settings, const purse_control *control)
{
    possible q = {.settings = *settings};
    q.settings.gap = 1.0; /* any plan will do */
    if (settings->time_limit > 0.0)
        q.deadline = seconds_now() + settings->time_limit;
    if (control)
        q.control.interrupt = control->interrupt;
    return q;
}

static purse_code solve_for(possible *q, purse_model *model, purse_regime regime, purse_measure measure,
                            purse_status *status, purse_error *err)
{
    purse_optimiser *o = NULL;
    purse_plan *plan = NULL;
    model->objective = (purse_objective){.weighted = false, .n_tiers = 1, .tier = {[0] = measure}};
    purse_code code = purse_optimiser_new(&o, model, &q->settings, &q->control, err);
    if (!code)
        code = purse_optimiser_solve(&plan, o, regime, err);
    if (!code) {
        *status = plan->status;
        q->interrupted |= plan->interrupted || plan->status == PURSE_STATUS_LIMIT;
    }
    q->solves++;
    purse_plan_free(plan);
    purse_optimiser_free(o);
    return code;
}

/* What the solver can neither solve nor deny is asked once more on another way, and then counts as not known. */
purse_code possible_solve(possible *q, purse_model *model, purse_regime regime, purse_status *status, purse_error *err)
{
    *status = PURSE_STATUS_LIMIT;
    if (q->deadline > 0.0 && (q->settings.time_limit = q->deadline - seconds_now()) <= 0.0) {
        q->interrupted = true;
        return PURSE_OK;
    }
    purse_code code = solve_for(q, model, regime, PURSE_MEASURE_UNMET, status, err);
    if (code == PURSE_ESOLVER)
        code = solve_for(q, model, regime, PURSE_MEASURE_SPEND, status, err);
    q->unproved |= code == PURSE_ESOLVER;
    return code == PURSE_ESOLVER ? PURSE_OK : code;
}
