/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A set of statements that cannot all be kept, by deletion: halves of the list are dropped for as long as what is left
 * still has no plan. A statement without which there is a plan belongs to the set, and goes on belonging to it when
 * more is dropped, since fewer statements never leave fewer plans. So the set that remains is irreducible.
 */
#include "purse/conflict.h"

#include <stdlib.h>

#include "models/explain/possible.h"
#include "models/explain/statements.h"
#include "purse/optimise.h"

typedef struct search {
    const purse_model *model;
    purse_regime regime;
    possible ask;
    statement *list;
    bool *kept;
    size_t n;
    without left;
    purse_conflict *conflict;
    purse_error *err;
} search;

static purse_code solve(search *s, purse_status *status)
{
    without_set(&s->left, s->model, s->regime, s->list, s->kept, s->n);
    return possible_solve(&s->ask, &s->left.model, s->left.regime, status, s->err);
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
    if (first == end || s->ask.interrupted)
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
    s->conflict->irreducible = !code && !s->ask.interrupted && !s->ask.unproved;
    for (size_t i = 0; i < s->n && !code; i++)
        if (s->kept[i] && statement_tell(&s->conflict->statements, s->model, s->regime, s->list[i]))
            code = purse_error_memory(s->err);
    return code;
}

purse_code purse_explain_conflict(purse_conflict *conflict, const purse_model *model, purse_regime regime,
                                  const purse_settings *settings, const purse_control *control, purse_error *err)
{
    search s = {.model = model, .regime = regime, .conflict = conflict, .err = err};
    *conflict = (purse_conflict){0};
    if (regime.kind == PURSE_REGIME_BASELINE)
        return purse_error_set(err, PURSE_EUSAGE, "explain", "the baseline is evaluated and has no limits to conflict");
    s.ask = possible_new(settings, control);
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
    conflict->interrupted = s.ask.interrupted;
    conflict->solves = s.ask.solves;
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
