/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What one bundle adds to the linking system, lane by lane into the dense triangle of its cluster: L Theta L' of its
 * arcs, less T' Q T, where T spreads link columns over linking rows and columns and Q comes from block.c.
 */
#include <string.h>

#include "dense.h"
#include "private.h"

/* Q of one lane in full. */
static void read_product(const double *product, size_t m, int lane, double *own)
{
    for (size_t g = 0; g < m; g++)
        for (size_t h = 0; h <= g; h++)
            own[g * m + h] = own[h * m + g] = product[at(g * m + h, lane)];
}

/* Weights of the lane's scatter list: entries of T. */
static void read_factors(const ipm *s, const ipm_bundle *b, int lane, int n_link, double *weight, double *factor)
{
    const double *theta = s->theta + at(b->slot, 0), *coef = s->entry_coef + at(b->entry, 0);
    for (int i = 0; i < b->n_slots; i++)
        for (int e = b->entry_start[i]; e < b->entry_start[i + 1]; e++)
            weight[e] = theta[at((size_t)i, lane)] * coef[at((size_t)e, lane)];
    const ipm_scatter *list = s->scatter + b->scatter[lane];
    size_t n = b->scatter[lane + 1] - b->scatter[lane];
    for (size_t i = 0; i < n; i++)
        factor[i] = list[i].link >= n_link ? 0.0 : list[i].entry >= 0 ? weight[list[i].entry] : list[i].factor;
}

/* T' Q T of one lane off its cluster: Q T first, dense over the cluster's unknowns. */
IPM_WIDE static void scatter_lane(const ipm *s, const ipm_bundle *b, int lane, int n_link, const double *product,
                                  double *room)
{
    const ipm_cluster *cluster = &s->cluster[b->cluster[lane]];
    size_t ld = cluster->ld, m = (size_t)n_link, n = b->scatter[lane + 1] - b->scatter[lane];
    const ipm_scatter *list = s->scatter + b->scatter[lane];
    double *spread = room, *own = spread + m * ld, *weight = own + m * m, *factor = weight + b->n_entries;
    read_product(product, m, lane, own);
    read_factors(s, b, lane, n_link, weight, factor);
    memset(spread, 0, m * ld * sizeof *spread);
    for (size_t i = 0; i < n; i++) {
        const double *q = own + (size_t)list[i].link * m;
        for (size_t k = 0; k < m && factor[i] != 0.0; k++)
            spread[k * ld + (size_t)list[i].place] += q[k] * factor[i];
    }
    for (size_t i = 0; i < n; i++) {
        if (factor[i] == 0.0)
            continue;
        /* A whole number of vectors; what goes beyond the diagonal is never read. */
        double *row = cluster->sum + (size_t)list[i].place * ld;
        const double *q = spread + (size_t)list[i].link * ld;
        for (size_t v = 0; v <= (size_t)list[i].place / LANES; v++)
            *vec(row, v) -= factor[i] * *cvec(q, v);
    }
}

/* Held tiers meet with themselves and with the entries of every arc. */
static void add_tiers(const ipm *s, const ipm_bundle *b, int lane)
{
    const ipm_cluster *cluster = &s->cluster[b->cluster[lane]];
    size_t ld = cluster->ld;
    for (int t = 0; t < s->tier; t++) {
        const double *held = s->held_z[t];
        size_t tier = (size_t)cluster->first_tier + (size_t)t;
        for (int i = 0; i < b->n_slots && held; i++) {
            size_t k = at(b->slot + (size_t)i, lane);
            double pull = s->theta[k] * held[k];
            for (int o = 0; o <= t; o++)
                if (s->held_z[o])
                    cluster->sum[tier * ld + (size_t)(cluster->first_tier + o)] += pull * s->held_z[o][k];
            for (int e = b->entry_start[i]; e < b->entry_start[i + 1]; e++) {
                size_t entry = at(b->entry + (size_t)e, lane), place = (size_t)s->entry_place[entry];
                cluster->sum[place > tier ? place * ld + tier : tier * ld + place] += pull * s->entry_coef[entry];
            }
        }
    }
}

/* Entries of the same arc meet. */
static void add_entries(const ipm *s, const ipm_bundle *b, int lane)
{
    const double *theta = s->theta + at(b->slot, 0), *coef = s->entry_coef + at(b->entry, 0);
    const int *place = s->entry_place + at(b->entry, 0);
    const ipm_cluster *cluster = &s->cluster[b->cluster[lane]];
    size_t ld = cluster->ld;
    for (int i = 0; i < b->n_slots; i++)
        for (int e = b->entry_start[i]; e < b->entry_start[i + 1]; e++)
            for (int f = b->entry_start[i]; f <= e; f++) {
                int row = place[at((size_t)e, lane)], col = place[at((size_t)f, lane)];
                double add = theta[at((size_t)i, lane)] * coef[at((size_t)e, lane)] * coef[at((size_t)f, lane)];
                add += e != f && row == col ? add : 0.0;
                cluster->sum[row >= col ? (size_t)row * ld + (size_t)col : (size_t)col * ld + (size_t)row] += add;
            }
}

void ipm_block_scatter(const ipm *s, const ipm_bundle *b, int n_link, const double *product, double *room)
{
    FOR_LANES(l)
    {
        if (b->commodity[l] < 0)
            continue;
        add_entries(s, b, l);
        add_tiers(s, b, l);
        scatter_lane(s, b, l, n_link, product, room);
    }
}
