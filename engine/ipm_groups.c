/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Work by groups of bundles. A group owns its bundles and their clusters, so that groups do not share anything that is
 * written; what they hand to the linking rows is kept by cluster and summed in the order of clusters. The figures are
 * the same in whatever order, and by however many, the groups are worked on.
 */
#include <string.h>

#include "ipm_private.h"

void ipm_each_group(ipm *s, ipm_work *work)
{
    for (int g = 0; g < s->n_groups; g++)
        work(s, g, s->room);
}

void ipm_parts_clear(ipm *s, int group)
{
    for (int i = s->group_cluster[group]; i < s->group_cluster[group + 1]; i++)
        memset(s->cluster[i].part, 0, (size_t)(s->cluster[i].n + 1) * sizeof *s->cluster[i].part);
}

void ipm_parts_of(const ipm *s, const ipm_bundle *b, double *part[LANES])
{
    FOR_LANES(l) part[l] = s->cluster[b->cluster[b->cluster[l] >= 0 ? l : 0]].part;
}

void ipm_parts_sum(const ipm *s, double *by_unknown)
{
    memset(by_unknown, 0, ((size_t)s->n_unknown + 1) * sizeof *by_unknown);
    for (int i = 0; i < s->n_clusters; i++) {
        const ipm_cluster *c = &s->cluster[i];
        for (int k = 0; k < c->n; k++)
            by_unknown[c->unknown[k]] += c->part[k];
    }
}
