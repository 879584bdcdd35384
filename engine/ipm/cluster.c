/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Clusters: commodities that use much the same linking rows, as those of one place do. Each joins the cluster that
 * holds most of its rows, if that is at least half of them, else it begins one.
 *
 * Groups of neighbouring clusters are worked on by themselves, and bundles are filled within a group: the larger the
 * groups, the fewer lanes are left empty. So that there are several all the same, commodities are first parted by their
 * likeness, which bundles do not mix anyway, and clusters hold commodities of one part only.
 */
#include <stdlib.h>
#include <string.h>

#include "shape.h"

enum { RECENT = 8, LARGEST = 192 };
/* Parts, and the clusters of a group at most. */
enum { PARTS = 2, TOGETHER = 128 };

typedef struct kin {
    uint64_t likeness;
    int commodity;
} kin;

typedef struct gathering {
    ipm *s;
    ipm_survey *v;
    int *recent;     /* per unknown: the last clusters that took it in, RECENT each */
    int *own, n_own; /* unknowns of the commodity at hand, tiers left out */
    int *mark;       /* per unknown: last commodity that listed it */
    int *member;     /* per unknown: the loaded cluster, if it holds it */
    int *votes;      /* per cluster */
    kin *kin;        /* all commodities by likeness */
    int part_first[PARTS + 1], part_cluster[PARTS + 1]; /* among `kin`; among clusters */
    size_t room;
} gathering;

static void list_own(gathering *g, int c)
{
    const purse_program *p = g->s->p;
    g->n_own = 0;
    for (int a = p->arc_first[c]; a < p->arc_first[c + 1]; a++)
        for (int k = p->arc_start[a]; k < p->arc_start[a + 1] && g->v->class_of[a] >= 0; k++)
            if (g->mark[p->arc_row[k]] != c) {
                g->mark[p->arc_row[k]] = c;
                g->own[g->n_own++] = p->arc_row[k];
            }
    for (int k = g->v->pull_start[c]; k < g->v->pull_start[c + 1]; k++) {
        int u = g->s->unknown_of[g->v->pull_col[k]];
        if (g->mark[u] != c) {
            g->mark[u] = c;
            g->own[g->n_own++] = u;
        }
    }
}

/* The cluster from `first` on that holds most of the unknowns, the first of equals; -1 when none is worth joining. */
static int best_cluster(gathering *g, int first)
{
    int best = -1;
    for (int i = 0; i < g->n_own; i++)
        for (int k = 0; k < RECENT; k++) {
            int cluster = g->recent[(size_t)g->own[i] * RECENT + (size_t)k];
            if (cluster < first)
                continue;
            g->votes[cluster]++;
            if (best < 0 || g->votes[cluster] > g->votes[best] ||
                (g->votes[cluster] == g->votes[best] && cluster < best))
                best = cluster;
        }
    int most = best >= 0 ? g->votes[best] : 0;
    for (int i = 0; i < g->n_own; i++)
        for (int k = 0; k < RECENT; k++)
            if (g->recent[(size_t)g->own[i] * RECENT + (size_t)k] >= 0)
                g->votes[g->recent[(size_t)g->own[i] * RECENT + (size_t)k]] = 0;
    if (best < 0 || 2 * most < g->n_own || g->s->cluster[best].n + g->n_own - most > LARGEST)
        return -1;
    return best;
}

static void remember(gathering *g, int unknown, int cluster)
{
    int *recent = g->recent + (size_t)unknown * RECENT;
    memmove(recent + 1, recent, (RECENT - 1) * sizeof *recent);
    recent[0] = cluster;
}

static purse_code join(gathering *g, int cluster, purse_error *err)
{
    ipm_cluster *to = &g->s->cluster[cluster];
    int *bigger = realloc(to->unknown, (size_t)(to->n + g->n_own + PURSE_MAX_TIERS + 1) * sizeof *bigger);
    if (!bigger)
        return purse_error_memory(err);
    to->unknown = bigger;
    for (int i = 0; i < to->n; i++)
        g->member[to->unknown[i]] = cluster;
    for (int i = 0; i < g->n_own; i++)
        if (g->member[g->own[i]] != cluster) {
            to->unknown[to->n++] = g->own[i];
            g->member[g->own[i]] = cluster;
            remember(g, g->own[i], cluster);
        }
    return PURSE_OK;
}

static int ascending(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}

static purse_code finish(ipm *s, purse_error *err)
{
    for (int i = 0; i < s->n_clusters; i++) {
        ipm_cluster *c = &s->cluster[i];
        for (int r = s->p->n_rows; r < s->n_rows; r++)
            c->unknown[c->n++] = r;
        qsort(c->unknown, (size_t)c->n, sizeof *c->unknown, ascending);
        while (c->first_tier < c->n && c->unknown[c->first_tier] < s->p->n_rows)
            c->first_tier++;
        c->ld = ((size_t)c->n / LANES + 1) * LANES;
        c->sum = calloc((size_t)(c->n + 1) * c->ld, sizeof *c->sum);
        c->part = calloc(HANDED * ((size_t)c->n + 1), sizeof *c->part);
        c->price = calloc(PRICES * ((size_t)c->n + 1), sizeof *c->price);
        c->target = malloc(((size_t)c->n * (size_t)(c->n + 1) / 2 + 1) * sizeof *c->target);
        if (!c->sum || !c->part || !c->price || !c->target || c->n > UINT16_MAX)
            return purse_error_memory(err);
    }
    return PURSE_OK;
}

static int by_likeness(const void *a, const void *b)
{
    const kin *x = a, *y = b;
    if (x->likeness != y->likeness)
        return x->likeness < y->likeness ? -1 : 1;
    return (x->commodity > y->commodity) - (x->commodity < y->commodity);
}

/* Parts of nearly one size, each in the order of commodities; like ones stay together. */
static void part_kin(gathering *g)
{
    int n = g->s->p->n_commodities;
    for (int c = 0; c < n; c++)
        g->kin[c] = (kin){g->v->likeness[c], c};
    qsort(g->kin, (size_t)n, sizeof *g->kin, by_likeness);
    for (int part = 0, i = 0; part <= PARTS; part++) {
        while (i < n && ((long)i * PARTS < (long)part * n || (i > 0 && g->kin[i].likeness == g->kin[i - 1].likeness)))
            i++;
        g->part_first[part] = part == 0 ? 0 : i;
    }
    for (int part = 0; part < PARTS; part++) {
        int first = g->part_first[part], end = g->part_first[part + 1];
        for (int i = first; i < end; i++)
            g->kin[i].likeness = 0;
        qsort(g->kin + first, (size_t)(end - first), sizeof *g->kin, by_likeness);
    }
}

static purse_code gather_one(gathering *g, int c, int part, purse_error *err)
{
    ipm *s = g->s;
    list_own(g, c);
    int cluster = best_cluster(g, g->part_cluster[part]);
    if (cluster < 0) {
        cluster = s->n_clusters;
        purse_code code = ipm_reserve((void **)&s->cluster, &g->room, (size_t)cluster + 1, sizeof *s->cluster, err);
        if (code)
            return code;
        s->cluster[s->n_clusters++] = (ipm_cluster){0};
    }
    g->v->cluster_of[c] = cluster;
    return join(g, cluster, err);
}

/* As few groups as can be of the clusters of each part, of nearly one size. */
static purse_code make_groups(gathering *g, purse_error *err)
{
    ipm *s = g->s;
    s->group_cluster = calloc((size_t)s->n_clusters + 1, sizeof *s->group_cluster);
    if (!s->group_cluster)
        return purse_error_memory(err);
    for (int part = 0; part < PARTS; part++) {
        int first = g->part_cluster[part], n = g->part_cluster[part + 1] - first;
        int groups = (n + TOGETHER - 1) / TOGETHER;
        for (int i = 1; i <= groups; i++)
            s->group_cluster[++s->n_groups] = first + (int)((long)n * i / groups);
    }
    return PURSE_OK;
}

static purse_code gather(gathering *g, purse_error *err)
{
    purse_code code = PURSE_OK;
    part_kin(g);
    for (int part = 0; part < PARTS && !code; part++) {
        g->part_cluster[part] = g->s->n_clusters;
        for (int i = g->part_first[part]; i < g->part_first[part + 1] && !code; i++)
            code = gather_one(g, g->kin[i].commodity, part, err);
        g->part_cluster[part + 1] = g->s->n_clusters;
    }
    if (!code)
        code = make_groups(g, err);
    return code ? code : finish(g->s, err);
}

purse_code ipm_clusters_new(ipm *s, ipm_survey *v, purse_error *err)
{
    size_t n = (size_t)s->n_unknown + 1;
    gathering g = {.s = s, .v = v};
    g.recent = malloc(n * RECENT * sizeof *g.recent);
    g.own = malloc(n * sizeof *g.own);
    g.mark = malloc(n * sizeof *g.mark);
    g.member = malloc(n * sizeof *g.member);
    g.votes = calloc((size_t)s->p->n_commodities + 1, sizeof *g.votes);
    g.kin = malloc(((size_t)s->p->n_commodities + 1) * sizeof *g.kin);
    purse_code code = PURSE_OK;
    if (!g.recent || !g.own || !g.mark || !g.member || !g.votes || !g.kin)
        code = purse_error_memory(err);
    for (size_t i = 0; i < n && !code; i++) {
        g.mark[i] = g.member[i] = -1;
        for (int k = 0; k < RECENT; k++)
            g.recent[i * RECENT + (size_t)k] = -1;
    }
    if (!code)
        code = gather(&g, err);
    free(g.recent);
    free(g.own);
    free(g.mark);
    free(g.member);
    free(g.votes);
    free(g.kin);
    return code;
}
