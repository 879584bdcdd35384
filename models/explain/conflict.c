/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A set of statements that cannot all be kept, by deletion: halves of the list are dropped for as long as what is left
 * still has no plan. A statement without which there is a plan belongs to the set, and goes on belonging to it when
 * more is dropped, since fewer statements never leave fewer plans. So the set that remains is irreducible.
 */
#include "purse/conflict.h"

#include <stdlib.h>

#include "engine/numbers.h"
#include "models/explain/statements.h"
#include "purse/optimise.h"

typedef struct search {
    const purse_model *model;
    purse_regime regime;
    purse_settings settings;
    purse_control control;
    double deadline; /* 0: none */
    statement *list;
    bool *kept;
    size_t n;
    without left;
    bool unproved; /* some solve found neither a plan nor a proof */
    purse_conflict *conflict;
    purse_error *err;
} search;

/* Feasibility alone, by one tier: any answer will do. */
static purse_code solve_for(search *s, purse_measure measure, purse_status *status)
{
    purse_optimiser *o = NULL;
    purse_plan *plan = NULL;
    s->left.model.objective = (purse_objective){.weighted = false, .n_tiers = 1, .tier = {[0] = measure}};
    purse_code code = purse_optimiser_new(&o, &s->left.model, &s->settings, &s->control, s->err);
    if (!code)
        code = purse_optimiser_solve(&plan, o, s->left.regime, s->err);
    if (!code) {
        *status = plan->status;
        s->conflict->interrupted |= plan->interrupted || plan->status == PURSE_STATUS_LIMIT;
    }
    s->conflict->solves++;
    purse_plan_free(plan);
    purse_optimiser_free(o);
    return code;
}

/* What the solver can neither solve nor deny is asked once more on another way, and then counts as having a plan. */
static purse_code solve(search *s, purse_status *status)
{
    *status = PURSE_STATUS_LIMIT;
    if (s->deadline > 0.0 && (s->settings.time_limit = s->deadline - seconds_now()) <= 0.0) {
        s->conflict->interrupted = true;
        return PURSE_OK;
    }
    without_set(&s->left, s->model, s->regime, s->list, s->kept, s->n);
    purse_code code = solve_for(s, PURSE_MEASURE_UNMET, status);
    if (code == PURSE_ESOLVER)
        code = solve_for(s, PURSE_MEASURE_SPEND, status);
    s->unproved |= code == PURSE_ESOLVER;
    return code == PURSE_ESOLVER ? PURSE_OK : code;
}

/* Drops statements from `first` to before `end` when there is no plan without them either. */
static purse_code try_without(search *s, size_t first, size_t end, bool *dropped)
{
    purse_status status;
    for (size_t i = first; i < end; i++)
        s->kept[i] = false;
    purse_code code = solve(s, &status);
    *dropped = !code && status == PURSE_STATUS_INFEASIBLE;
    for (size_t i = first; i < end && !*dropped; i++)
        s->kept[i] = true;
    return code;
}

/* `needed`: something from `first` to before `end` is known to belong to the set. */
static purse_code reduce(search *s, size_t first, size_t end, bool needed)
{
    bool dropped = false;
    purse_code code = PURSE_OK;
    if (first == end || s->conflict->interrupted)
        return PURSE_OK;
    if (!needed)
        code = try_without(s, first, end, &dropped);
    if (code || dropped || end - first == 1)
        return code;
    size_t middle = first + (end - first) / 2;
    code = reduce(s, first, middle, false);
    bool any = false;
    for (size_t i = first; i < middle; i++)
        any |= s->kept[i];
    return code ? code : reduce(s, middle, end, !any);
}

/* Kinds one after the other, so that what matters little as a whole goes as a whole. */
static purse_code reduce_all(search *s)
{
    purse_code code = PURSE_OK;
    for (size_t first = 0, end; first < s->n && !code; first = end) {
        for (end = first + 1; end < s->n && s->list[end].kind == s->list[first].kind;)
            end++;
        code = reduce(s, first, end, false);
    }
    return code;
}

static purse_code find(search *s)
{
    purse_status status;
    purse_code code = solve(s, &status);
    s->conflict->infeasible = !code && status == PURSE_STATUS_INFEASIBLE;
    if (code || !s->conflict->infeasible)
        return code;
    code = reduce_all(s);
    s->conflict->irreducible = !code && !s->conflict->interrupted && !s->unproved;
    for (size_t i = 0; i < s->n && !code; i++)
        if (s->kept[i] && statement_tell(&s->conflict->statements, s->model, s->regime, s->list[i]))
            code = purse_error_memory(s->err);
    return code;
}

purse_code purse_explain_conflict(purse_conflict *conflict, const purse_model *model, purse_regime regime,
                                  const purse_settings *settings, const purse_control *control, purse_error *err)
{
    search s = {.model = model, .regime = regime, .settings = *settings, .conflict = conflict, .err = err};
    *conflict = (purse_conflict){0};
    if (regime.kind == PURSE_REGIME_BASELINE)
        return purse_error_set(err, PURSE_EUSAGE, "explain", "the baseline is evaluated and has no limits to conflict");
    s.settings.gap = 1.0;
    if (settings->time_limit > 0.0)
        s.deadline = seconds_now() + settings->time_limit;
    if (control)
        s.control.interrupt = control->interrupt;
    s.list = statements_of(model, regime, &s.n);
    s.kept = malloc((s.n + 1) * sizeof *s.kept);
    for (size_t i = 0; i < s.n && s.kept; i++)
        s.kept[i] = true;
    purse_code code = PURSE_OK;
    if (!s.list || !s.kept)
        code = purse_error_memory(err);
    else {
        code = without_new(&s.left, model, err);
        code = code ? code : find(&s);
        without_free(&s.left);
    }
    free(s.list);
    free(s.kept);
    if (code)
        purse_conflict_free(conflict);
    return code;
}

void purse_conflict_free(purse_conflict *conflict)
{
    if (!conflict)
        return;
    purse_problems_free(&conflict->statements);
    *conflict = (purse_conflict){0};
}
