/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The core: the same program on the arcs that matter.
 *
 * Nine arcs in ten are on no way of the optimum, and the prices of one optimum tell most of them: their detours are long.
 * After small edits the arcs with the shortest, a quarter of all, hold nearly all of the next optimum. So the program is
 * solved on these alone, by a solver of their own that begins where the whole one would, and whose iterations take a third
 * of the time. Its bounds are bounds of the whole program, by sweeps over all arcs, so that nothing is taken on trust.
 *
 * Arcs that come to matter show on the way: with them somebody's cheapest way is cheaper than any that the core has. Then
 * they are taken in, and the core goes on from where it was, or begins anew where prices have far to turn. Where that does
 * not lead anywhere either, the whole program is solved.
 */
#include <stdlib.h>
#include <string.h>

#include "core.h"
#include "engine/numbers.h"

/* The part of all arcs that the cheapest detours keep, and the most that a core may hold. */
static const double SHARE = 0.25, MOST = 0.5;
/* After edits that have moved the program further than this, as ipm_kept_moved tells, most that was known of arcs is not. */
static const double FAR = 0.15;

struct ipm_core {
    ipm *on;
    uint8_t *only;  /* per arc */
    double allowed; /* detour */
};

void ipm_core_free(ipm *s)
{
    if (!s->core)
        return;
    ipm_free(s->core->on);
    free(s->core->only);
    free(s->core);
    s->core = NULL;
}

ipm *ipm_core_of(const ipm *s)
{
    return s->core ? s->core->on : NULL;
}

/* What the whole program begins from after edits, for the core. */
static void take_early(const ipm *s, ipm *core)
{
    const ipm_kept *k = &s->early[s->tier];
    core->early[s->tier].known = false;
    if (!k->known || !ipm_stand(s, k, core))
        return;
    ipm_keep(core, &core->early[s->tier]);
    memcpy(core->early[s->tier].supply, k->supply, (size_t)s->p->n_commodities * sizeof *k->supply);
}

/* The core is to solve what the whole program does. */
static void set_task(const ipm *s, ipm *core)
{
    core->tier = s->tier;
    core->clock = processor_now();
    ipm_load(core);
}

/* A core on the arcs chosen, not yet in the place of the one there was. */
static ipm *make(ipm *s)
{
    purse_error err;
    ipm *core = NULL;
    if (ipm_new_on(&core, s->p, s->core->only, &err) != PURSE_OK)
        return NULL;
    if (ipm_threads_borrow(core, s, &err) != PURSE_OK) {
        ipm_free(core);
        return NULL;
    }
    set_task(s, core);
    take_early(s, core);
    return core;
}

static void replace(ipm *s, ipm *core)
{
    ipm_free(s->core->on);
    s->core->on = core;
}

static bool room_for_core(ipm *s)
{
    if (!s->core && !(s->core = calloc(1, sizeof *s->core)))
        return false;
    if (!s->core->only && !(s->core->only = malloc((size_t)s->p->n_arcs)))
        return false;
    return true;
}

/* Arcs chosen anew by detours at these prices: a share of all. False when too many are as good. */
static bool choose_anew(ipm *s, const double *price)
{
    purse_error err;
    ipm_core *k = s->core;
    memset(k->only, 0, (size_t)s->p->n_arcs);
    ipm_detours_find(s, price);
    return ipm_detours_share(s, SHARE, &k->allowed, &err) == PURSE_OK &&
           ipm_detours_choose(s, k->allowed, k->only) <= MOST * s->p->n_arcs;
}

/* Prices as the iterate has them. */
static const double *prices_of(ipm *s)
{
    double tier_price[PURSE_MAX_TIERS] = {0.0};
    ipm_prices_read(s, tier_price);
    return s->row_dual;
}

/* A core for a program that an optimum is known of and that little has been edited of since. */
static bool begin_core(ipm *s)
{
    ipm_load(s);
    if (s->ended != s->tier || ipm_kept_moved(s, &s->early[s->tier]) > FAR || !room_for_core(s) ||
        !choose_anew(s, s->best_dual))
        return false;
    replace(s, make(s));
    return ipm_core_of(s);
}

bool ipm_core_begin(ipm *s)
{
    if (!s->early[s->tier].known)
        return false;
    if (ipm_core_of(s))
        set_task(s, ipm_core_of(s));
    else if (!begin_core(s))
        return false;
    ipm *core = ipm_core_of(s);
    ipm_kept *early = &core->early[s->tier];
    if (early->known && ipm_kept_moved(core, early) <= FAR && ipm_kept_mixed(core, early))
        return true;
    ipm_core_free(s); /* the next optimum of the whole program tells which arcs matter from there */
    return false;
}

double ipm_core_misses(ipm *core)
{
    return ipm_detours_saved(core, prices_of(core));
}

bool ipm_core_grow(ipm *s, bool placed)
{
    ipm_core *k = s->core;
    ipm *before = k->on, *core = NULL;
    ipm_idle_prices(before, before->pi);
    const double *price = prices_of(before);
    ipm_detours_find(before, price);
    int n = ipm_detours_count(s->p, k->only), more = ipm_detours_add(before, price, k->allowed, k->only);
    if (more > n && more <= MOST * s->p->n_arcs)
        core = make(s);
    bool stands = core && (placed ? ipm_stand(before, NULL, core) : ipm_kept_mixed(core, &core->early[s->tier]));
    replace(s, core);
    if (!stands)
        ipm_core_free(s);
    return stands;
}
