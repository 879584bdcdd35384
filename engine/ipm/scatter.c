/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What one bundle adds to the linking system, lane by lane into the dense triangle of its cluster: L Theta L' of its
 * arcs, less T' Q T, where T spreads link columns over linking rows and columns and Q comes from block.c.
 */
#include <string.h>

#include "dense.h"
#include "private.h"

/* An entry of T of one lane that is not 0. */
typedef struct term {
    int place, link;
    double factor;
} term;

/* Q of one lane in full, in rows of `width`. */
static void read_product(const double *product, size_t m, size_t width, int lane, double *own)
{
    for (size_t g = 0; g < m; g++) {
        for (size_t h = 0; h <= g; h++)
            own[g * width + h] = own[h * width + g] = product[at(g * m + h, lane)];
        for (size_t h = m; h < width; h++)
            own[g * width + h] = 0.0;
    }
}

/* The lane's scatter list; how many are not 0. */
static size_t read_terms(const ipm *s, const ipm_bundle *b, const double *theta, int lane, int n_link, term *terms)
{
    const double *coef = s->entry_coef + at(b->entry, 0);
    size_t n = 0;
    for (size_t i = b->scatter[lane]; i < b->scatter[lane + 1]; i++) {
        const ipm_scatter *x = &s->scatter[i];
        double factor = x->entry == -1 ? 1.0 : 0.0;
        if (x->entry < -1)
            factor = s->pull[b->pull[lane] + (size_t)(-2 - x->entry)].value;
        else if (x->entry >= 0)
            factor = theta[at((size_t)b->entry_slot[x->entry], lane)] * coef[at((size_t)x->entry, lane)];
        if (x->link < n_link && factor != 0.0)
            terms[n++] = (term){x->place, x->link, factor};
    }
    return n;
}

/* `rows` rows of `columns` figures, whole numbers of vectors both, turned. */
IPM_INLINE void turn(const double *from, size_t rows, size_t columns, double *to)
{
    for (size_t r = 0; r < rows; r += LANES)
        for (size_t c = 0; c < columns; c += LANES) {
            const double *x = from + r * columns + c;
            const lanes a = *cvec(x, 0), b = *cvec(x + columns, 0);
            const lanes d = *cvec(x + 2 * columns, 0), e = *cvec(x + 3 * columns, 0);
            FOR_LANES(l) * vec(to + (c + (size_t)l) * rows + r, 0) = (lanes){a[l], b[l], d[l], e[l]};
        }
}

/* T' Q T of one lane off its cluster: Q T first, dense over the cluster's unknowns. */
IPM_WIDE static void scatter_lane(const ipm *s, const ipm_bundle *b, const double *theta, int lane, int n_link,
                                  const double *product, double *room)
{
    const ipm_cluster *cluster = &s->cluster[b->cluster[lane]];
    size_t ld = cluster->ld, m = (size_t)n_link, width = (m + LANES - 1) / LANES * LANES;
    double *own = room, *spread = own + m * width, *turned = spread + ld * width;
    term *terms = (term *)(void *)(turned + ld * width);
    size_t n = read_terms(s, b, theta, lane, n_link, terms);
    read_product(product, m, width, lane, own);
    memset(spread, 0, ld * width * sizeof *spread);
    for (size_t i = 0; i < n; i++) {
        const double factor = terms[i].factor, *q = own + (size_t)terms[i].link * width;
        double *row = spread + (size_t)terms[i].place * width;
        for (size_t v = 0; v < width / LANES; v++)
            *vec(row, v) += *cvec(q, v) * factor;
    }
    turn(spread, ld, width, turned);
    for (size_t i = 0; i < n; i++) {
        /* A whole number of vectors; what goes beyond the diagonal is never read. */
        const size_t place = (size_t)terms[i].place, end = place / LANES;
        const double factor = terms[i].factor, *q = turned + (size_t)terms[i].link * ld;
        double *row = cluster->sum + place * ld;
        for (size_t v = 0; v <= end; v++)
            *vec(row, v) -= factor * *cvec(q, v);
    }
}

size_t ipm_scatter_room(const ipm *s, const ipm_bundle *b)
{
    size_t m = (size_t)b->shape->n_link, width = m + LANES, most = 0;
    FOR_LANES(l)
    {
        size_t ld = b->cluster[l] >= 0 ? s->cluster[b->cluster[l]].ld : 0, n = b->scatter[l + 1] - b->scatter[l];
        size_t room = m * width + 2 * ld * width + n * (sizeof(term) / sizeof(double)) + 1;
        most = room > most ? room : most;
    }
    return most;
}

/* Held tiers meet with themselves and with the entries of every arc. */
static void add_tiers(const ipm *s, const ipm_bundle *b, const double *theta, int lane)
{
    const ipm_cluster *cluster = &s->cluster[b->cluster[lane]];
    size_t ld = cluster->ld;
    for (int t = 0; t < s->tier; t++) {
        const double *held = s->held_z[t];
        size_t tier = (size_t)cluster->first_tier + (size_t)t;
        for (int i = 0; i < b->n_slots && held; i++) {
            size_t k = at(b->slot + (size_t)i, lane);
            double pull = theta[at((size_t)i, lane)] * held[k];
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
static void add_entries(const ipm *s, const ipm_bundle *b, const double *theta, int lane)
{
    const double *coef = s->entry_coef + at(b->entry, 0);
    const ipm_place *place = s->entry_place + at(b->entry, 0);
    const ipm_cluster *cluster = &s->cluster[b->cluster[lane]];
    size_t ld = cluster->ld;
    for (int e = 0; e < b->n_entries; e++) {
        double use = theta[at((size_t)b->entry_slot[e], lane)] * coef[at((size_t)e, lane)];
        for (int f = b->entry_start[b->entry_slot[e]]; f <= e; f++) {
            int row = place[at((size_t)e, lane)], col = place[at((size_t)f, lane)];
            double add = use * coef[at((size_t)f, lane)];
            add += e != f && row == col ? add : 0.0;
            cluster->sum[row >= col ? (size_t)row * ld + (size_t)col : (size_t)col * ld + (size_t)row] += add;
        }
    }
}

void ipm_block_scatter(const ipm *s, const ipm_bundle *b, const double *theta, int n_link, const double *product,
                       double *room)
{
    FOR_LANES(l)
    {
        if (b->commodity[l] < 0)
            continue;
        add_entries(s, b, theta, l);
        add_tiers(s, b, theta, l);
        scatter_lane(s, b, theta, l, n_link, product, room);
    }
}
