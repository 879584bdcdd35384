/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Work by groups of bundles. A group owns its bundles and their clusters, so that groups do not share anything that is
 * written; what they hand to the linking rows is kept by cluster and summed in the order of clusters. The figures are
 * the same in whatever order, and by however many, the groups are worked on.
 */
#include <stdlib.h>
#include <string.h>

#include "core.h"

typedef struct errand {
    ipm *s;
    ipm_work *work;
} errand;

static void take_group(void *context, int group, int worker)
{
    const errand *r = context;
    r->work(r->s, group, r->s->rooms[worker]);
}

void ipm_each_group(ipm *s, ipm_work *work)
{
    errand r = {s, work};
    if (s->pool)
        ipm_pool_run(s->pool, take_group, &r, s->n_groups);
    else
        for (int g = 0; g < s->n_groups; g++)
            work(s, g, s->room);
}

void ipm_threads_free(ipm *s)
{
    if (!s->only)
        ipm_pool_free(s->pool);
    s->sweep.pool = NULL;
    for (int i = 1; i < s->n_threads; i++)
        free(s->rooms[i]);
    s->pool = NULL;
    s->n_threads = 1;
}

/* By `threads` of the pool, or of a new one: rooms for each. */
static purse_code share(ipm *s, ipm_pool *pool, int threads, purse_error *err)
{
    bool whole = true;
    for (; s->n_threads < threads; s->n_threads++) {
        s->rooms[s->n_threads] = calloc(s->room_size + LANES, sizeof(double));
        whole = whole && s->rooms[s->n_threads];
    }
    s->pool = !whole ? NULL : pool ? pool : ipm_pool_new(threads);
    if (s->pool && sweep_share(&s->sweep, s->p, s->pool, threads, err) == PURSE_OK)
        return PURSE_OK;
    ipm_threads_free(s);
    return purse_error_memory(err);
}

purse_code ipm_threads(ipm *s, int threads, purse_error *err)
{
    int want = threads < s->n_groups ? threads : s->n_groups;
    want = want < IPM_MAX_THREADS ? want : IPM_MAX_THREADS;
    ipm_core_free(s); /* which borrows what there was */
    ipm_threads_free(s);
    s->rooms[0] = s->room;
    return want > 1 ? share(s, NULL, want, err) : PURSE_OK;
}

purse_code ipm_threads_borrow(ipm *s, const ipm *of, purse_error *err)
{
    s->rooms[0] = s->room;
    return of->pool ? share(s, of->pool, of->n_threads, err) : PURSE_OK;
}

ipm_pool *ipm_threads_of(const ipm *s, int *threads)
{
    *threads = s->n_threads;
    return s->pool;
}

static double *part_of(const ipm_cluster *c, int which)
{
    return c->part + (size_t)which * ((size_t)c->n + 1);
}

void ipm_parts_clear(ipm *s, int group, int which)
{
    for (int i = s->group_cluster[group]; i < s->group_cluster[group + 1]; i++) {
        const ipm_cluster *c = &s->cluster[i];
        memset(part_of(c, which), 0, ((size_t)c->n + 1) * sizeof *c->part);
    }
}

void ipm_parts_of(const ipm *s, const ipm_bundle *b, int which, double *part[LANES])
{
    FOR_LANES(l) part[l] = part_of(&s->cluster[b->cluster[b->cluster[l] >= 0 ? l : 0]], which);
}

static void hand(const ipm_cluster *c, int which, const double *by_unknown)
{
    double *price = c->price + (size_t)which * ((size_t)c->n + 1);
    for (int k = 0; k < c->n; k++)
        price[k] = by_unknown[c->unknown[k]];
}

void ipm_prices_hand(ipm *s, int group, bool directions)
{
    for (int i = s->group_cluster[group]; i < s->group_cluster[group + 1]; i++) {
        const ipm_cluster *c = &s->cluster[i];
        if (!directions)
            hand(c, HAND_PI, s->pi);
        for (int part = 0; directions && part < s->last.n; part++)
            hand(c, HAND_LAST + part, s->last.dpi[part]);
        for (int part = 0; directions && part < s->base.n; part++)
            hand(c, HAND_BASE + part, s->base.dpi[part]);
    }
}

void ipm_prices_of(const ipm *s, const ipm_bundle *b, int which, const double *price[LANES])
{
    FOR_LANES(l)
    {
        const ipm_cluster *c = &s->cluster[b->cluster[b->cluster[l] >= 0 ? l : 0]];
        price[l] = c->price + (size_t)which * ((size_t)c->n + 1);
    }
}

void ipm_parts_sum(const ipm *s, int which, double *by_unknown)
{
    memset(by_unknown, 0, ((size_t)s->n_unknown + 1) * sizeof *by_unknown);
    for (int i = 0; i < s->n_clusters; i++) {
        const ipm_cluster *c = &s->cluster[i];
        const double *part = part_of(c, which);
        for (int k = 0; k < c->n; k++)
            by_unknown[c->unknown[k]] += part[k];
    }
}
