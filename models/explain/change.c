/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The least change that gives a scenario a plan. The elastic form says which numbers and by how much. Then the change is
 * made to the scenario itself and solved, and made smaller as a whole for as long as there is still a plan.
 */
#include "models/explain/change.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/explain/least.h"
#include "models/explain/possible.h"

/* Parts of a change below this share of the whole are rounding. */
static const double NOISE = 1e-9;
/* Below this they may be what the order among equal changes makes of the slack that it has: tried without first. */
static const double MINOR = 1e-4;
/* So many of them are tried one by one. */
enum { MOST_MINOR = 8 };
/* Less than this share less, and there is no plan. */
static const double LESS = 1e-3;
/* How near the search for that goes, and how far above the elastic form's answer a plan may have to be looked for. */
static const double NEAR = 2e-4, ABOVE = 3e-4;

typedef struct seeker {
    const purse_model *model;
    purse_regime regime;
    possible ask;
    without trial; /* the model with the change made */
    purse_virement *virement;
    piece *piece; /* minor ones last */
    size_t n, n_all;
    purse_least_change *change;
    purse_error *err;
} seeker;

/* Up to six digits. */
static double round_up(double size)
{
    double unit = pow(10.0, floor(log10(size)) - 5.0);
    double up = ceil(size / unit * (1.0 - 1e-12)) * unit;
    return isfinite(up) && up > 0.0 ? up : size;
}

/* The part's size when the whole change is made `scale` times; `stated`: as it would be printed. */
static double size_at(const seeker *s, const piece *p, double scale)
{
    return piece_is_whole(s->model, p) ? ceil(p->size - 1e-6) : round_up(p->size * scale);
}

/* Whether there is a plan with `keep` of the change at `scale`. */
static purse_code solve(seeker *s, double scale, double keep, bool *plan, bool *none)
{
    purse_status status;
    without_set(&s->trial, s->model, s->regime, NULL, NULL, 0);
    purse_model *m = &s->trial.model;
    for (int r = 0; r < s->model->n_rules; r++)
        m->rules[m->n_rules++] = s->model->rules[r];
    if (s->model->n_virement > 0)
        memcpy(s->virement, s->model->virement, (size_t)s->model->n_virement * sizeof *s->virement);
    m->virement = s->virement;
    for (size_t i = 0; i < s->n; i++) {
        const piece *p = &s->piece[i];
        double size = size_at(s, p, scale);
        if (piece_is_whole(s->model, p) && keep < 1.0 && s->n == 1)
            size -= 1.0;
        else if (!piece_is_whole(s->model, p))
            size *= keep;
        *piece_place(m, &s->trial.regime, p) = piece_to(s->model, p, size);
    }
    purse_code code = possible_solve(&s->ask, m, s->trial.regime, &status, s->err);
    *plan = !code && (status == PURSE_STATUS_OPTIMAL || status == PURSE_STATUS_FEASIBLE);
    *none = !code && status == PURSE_STATUS_INFEASIBLE;
    return code;
}

/* The least scale at which there is a plan: `hi` has one, 0 has none. */
static purse_code shrink(seeker *s, double *hi)
{
    double lo = 0.0;
    purse_code code = PURSE_OK;
    while (!code && *hi - lo > NEAR * *hi && !s->ask.interrupted) {
        bool plan, none;
        double middle = 0.5 * (lo + *hi);
        code = solve(s, middle, 1.0, &plan, &none);
        if (plan)
            *hi = middle;
        else
            lo = middle;
    }
    return code;
}

/* Takes out minor pieces, one by one, that there is a plan without, at a scale a little larger. */
static purse_code drop_minor(seeker *s, size_t first, double *scale)
{
    purse_code code = PURSE_OK;
    for (size_t i = s->n; i-- > first && !code && s->n - first <= MOST_MINOR;) {
        bool plan, none;
        piece tried = s->piece[i];
        memmove(s->piece + i, s->piece + i + 1, (--s->n - i) * sizeof *s->piece);
        code = solve(s, 1.0 + ABOVE, 1.0, &plan, &none);
        if (!code && plan)
            *scale = 1.0 + ABOVE;
        if (code || plan)
            continue;
        memmove(s->piece + i + 1, s->piece + i, (s->n++ - i) * sizeof *s->piece);
        s->piece[i] = tried;
    }
    return code;
}

/* A scale at which there is a plan, first without minor pieces. */
static purse_code begin(seeker *s, double *scale, bool *plan)
{
    const double tried[] = {1.0, 1.0 + ABOVE};
    const size_t pieces[] = {s->n, s->n_all};
    bool none;
    purse_code code = PURSE_OK;
    *plan = false;
    for (int part = 0; part < (s->n < s->n_all ? 2 : 1); part++)
        for (int i = 0; i < 2 && !code && !*plan; i++) {
            s->n = pieces[part];
            *scale = tried[i];
            code = solve(s, *scale, 1.0, plan, &none);
        }
    return !code && *plan && s->n > pieces[0] ? drop_minor(s, pieces[0], scale) : code;
}

/* Makes the change as small as it may be, and checks it from both sides. */
static purse_code settle(seeker *s, double *scale)
{
    bool plan, none = false;
    purse_code code = begin(s, scale, &plan);
    if (code || !plan)
        return code;
    code = solve(s, *scale, 1.0 - LESS, &plan, &none);
    if (!code && plan) {
        *scale *= 1.0 - LESS;
        code = shrink(s, scale);
        if (!code)
            code = solve(s, *scale, 1.0 - LESS, &plan, &none);
    }
    s->change->checked = !code && none;
    return code;
}

/* Pieces between two shares of the whole. */
static void add_pieces(seeker *s, const least *found, double above, double up_to)
{
    for (size_t i = 0; i < found->e.n_slacks; i++) {
        const slack *from = &found->e.slack[i];
        double cost = found->value[i] * found->weight[i];
        if (from->helps || !(cost > above) || cost > up_to)
            continue;
        piece p = {.of = from->of, .part = from->part, .direction = from->direction, .size = found->value[i]};
        p.from = piece_from(s->model, s->regime, &p);
        p.weight = found->weight[i];
        s->piece[s->n_all++] = p;
    }
}

static purse_code read_pieces(seeker *s, const least *found)
{
    double whole = found->cost * found->e.episode;
    s->piece = malloc((found->e.n_slacks + 1) * sizeof *s->piece);
    if (!s->piece)
        return purse_error_memory(s->err);
    add_pieces(s, found, MINOR * whole, INFINITY);
    s->n = s->n_all;
    add_pieces(s, found, NOISE * whole, MINOR * whole);
    return PURSE_OK;
}

static purse_code look(seeker *s, const purse_settings *settings)
{
    least found = {0};
    purse_code code = least_find(&found, s->model, s->regime, s->change->may, &s->ask, settings, s->err);
    s->change->solves += found.solves;
    s->change->least = found.proved;
    s->change->interrupted = found.interrupted;
    if (!code && found.value)
        code = read_pieces(s, &found);
    least_free(&found);
    return code;
}

static purse_code tell(seeker *s, double scale)
{
    purse_least_change *c = s->change;
    c->item = calloc(s->n + 1, sizeof *c->item);
    if (!c->item)
        return purse_error_memory(s->err);
    for (size_t i = 0; i < s->n; i++)
        change_tell(&c->item[c->n++], s->model, &s->piece[i],
                    piece_to(s->model, &s->piece[i], size_at(s, &s->piece[i], scale)), s->n > 1);
    return PURSE_OK;
}

static purse_code seek(seeker *s, const purse_settings *settings)
{
    double scale = 1.0;
    purse_code code = look(s, settings);
    if (!code)
        code = without_new(&s->trial, s->model, s->err);
    if (code)
        return code;
    purse_virement *own = s->virement = malloc(((size_t)s->model->n_virement + 1) * sizeof *own);
    if (!own)
        code = purse_error_memory(s->err);
    if (!code && s->n > 0)
        code = settle(s, &scale);
    if (!code)
        code = tell(s, scale);
    s->change->solves += s->ask.solves;
    s->change->interrupted |= s->ask.interrupted;
    free(own);
    without_free(&s->trial);
    return code;
}

purse_code purse_explain_least_change(purse_least_change **change, const purse_model *model, purse_regime regime,
                                      unsigned may, const purse_settings *settings, const purse_control *control,
                                      purse_error *err)
{
    if (regime.kind == PURSE_REGIME_BASELINE)
        return purse_error_set(err, PURSE_EUSAGE, "explain", "the baseline is evaluated and has no limits to change");
    seeker s = {.model = model, .regime = regime, .ask = possible_new(settings, control), .err = err};
    s.change = calloc(1, sizeof *s.change);
    if (!s.change)
        return purse_error_memory(err);
    s.change->may = may ? may : PURSE_MAY_USUAL;
    purse_code code = seek(&s, settings);
    free(s.piece);
    if (code)
        purse_least_change_free(s.change);
    else
        *change = s.change;
    return code;
}

void purse_least_change_free(purse_least_change *change)
{
    if (!change)
        return;
    free(change->item);
    free(change);
}
