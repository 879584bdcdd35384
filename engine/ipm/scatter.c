/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What one bundle adds to the linking system, lane by lane into the dense triangle of its cluster: L Theta L' of its
 * arcs, less T' Q T, where T spreads link columns over linking rows and columns and Q comes from block.c.
 */
#include <string.h>

#include "dense.h"
#include "private.h"

enum { SQUARE = LANES * LANES };

/* An entry of T of one lane that is not 0. */
typedef struct term {
    int place, link;
    double factor;
} term;

static size_t width_of(int n_link)
{
    return ((size_t)n_link + LANES - 1) / LANES * LANES;
}

/* Q of each lane in full, `width` rows of `width`, one lane after the other; what is beyond n_link is never used. */
IPM_WIDE static void split_product(const double *product, int n_link, double *own)
{
    const size_t m = (size_t)n_link, width = width_of(n_link), size = width * width;
    for (size_t g = 0; g < width; g += LANES)
        for (size_t h = 0; h <= g; h += LANES) {
            lanes part[SQUARE];
            for (size_t i = 0; i < SQUARE; i++) {
                size_t row = g + i / LANES, column = h + i % LANES, more = row > column ? row : column;
                size_t less = row > column ? column : row;
                part[i] = *cvec(product, more < m ? more * m + less : 0);
            }
            lanes turned[SQUARE];
            for (size_t i = 0; i < SQUARE; i++)
                turned[i] = part[i % LANES * LANES + i / LANES];
            for (size_t i = 0; i < LANES; i++) {
                lanes_turn(part + i * LANES);
                lanes_turn(turned + i * LANES);
            }
            for (size_t l = 0; l < LANES; l++)
                for (size_t i = 0; i < LANES; i++) {
                    *vec(own + l * size + (g + i) * width + h, 0) = part[i * LANES + l];
                    *vec(own + l * size + (h + i) * width + g, 0) = turned[i * LANES + l];
                }
        }
}

/* The lane's scatter list; how many are not 0, in the order of their places. */
static size_t read_terms(const ipm *s, const ipm_bundle *b, const double *use, int lane, int n_link, term *terms)
{
    size_t n = 0;
    for (size_t i = b->scatter[lane]; i < b->scatter[lane + 1]; i++) {
        const ipm_scatter *x = &s->scatter[i];
        double factor = x->entry == -1 ? 1.0 : 0.0;
        if (x->entry < -1)
            factor = s->pull[b->pull[lane] + (size_t)(-2 - x->entry)].value;
        else if (x->entry >= 0)
            factor = use[at((size_t)x->entry, lane)];
        if (x->link < n_link && factor != 0.0)
            terms[n++] = (term){x->place, x->link, factor};
    }
    return n;
}

/* A row of Q T: a row of Q, and by how much. */
typedef struct spread_row {
    const double *row;
    double factor;
} spread_row;

/* Rows of Q T by place, `ld` of them: where several meet their sum is made in `room`. */
IPM_INLINE void find_rows(const term *terms, size_t n, const double *own, size_t width, size_t ld, double *room,
                          spread_row *rows)
{
    for (size_t p = 0; p < ld; p++)
        rows[p] = (spread_row){own, 0.0};
    for (size_t i = 0; i < n; i++) {
        const double *q = own + (size_t)terms[i].link * width;
        spread_row *to = &rows[terms[i].place];
        if (to->factor == 0.0) {
            *to = (spread_row){q, terms[i].factor};
            continue;
        }
        for (size_t v = 0; v < width / LANES; v++)
            *vec(room, v) = to->factor * *cvec(to->row, v) + terms[i].factor * *cvec(q, v);
        *to = (spread_row){room, 1.0};
        room += width;
    }
}

/* T' Q T of one lane off its cluster: Q T first, dense over the cluster's unknowns. */
IPM_WIDE static void scatter_lane(const ipm_cluster *cluster, const term *terms, size_t n, size_t width,
                                  const double *own, double *room)
{
    const size_t ld = cluster->ld;
    double *turned = room, *sums = turned + ld * width;
    spread_row *rows = (spread_row *)(void *)(sums + n * width);
    find_rows(terms, n, own, width, ld, sums, rows);
    for (size_t p = 0; p < ld; p += LANES)
        for (size_t g = 0; g < width; g += LANES) {
            lanes part[LANES];
            for (size_t i = 0; i < LANES; i++)
                part[i] = rows[p + i].factor * *cvec(rows[p + i].row + g, 0);
            lanes_turn(part);
            for (size_t i = 0; i < LANES; i++)
                *vec(turned + (g + i) * ld + p, 0) = part[i];
        }
    for (size_t i = 0; i < n; i++) {
        /* A whole number of vectors; what goes beyond the diagonal is never read. */
        const size_t place = (size_t)terms[i].place, end = place / LANES;
        const double factor = terms[i].factor, *q = turned + (size_t)terms[i].link * ld;
        double *row = cluster->sum + place * ld;
        for (size_t v = 0; v <= end; v++)
            *vec(row, v) -= factor * *cvec(q, v);
    }
}

/* Of a lane with n terms: Q T turned, sums of its rows, and what they are made of. */
static size_t lane_room(size_t ld, size_t width, size_t n)
{
    const size_t figure = sizeof(double);
    return ld * width + n * width + (ld * sizeof(spread_row) + n * sizeof(term)) / figure + 2;
}

size_t ipm_scatter_room(const ipm *s, const ipm_bundle *b)
{
    size_t width = width_of(b->shape->n_link), most = 0;
    FOR_LANES(l)
    {
        size_t ld = b->cluster[l] >= 0 ? s->cluster[b->cluster[l]].ld : 0, n = b->scatter[l + 1] - b->scatter[l];
        size_t room = lane_room(ld, width, n);
        most = room > most ? room : most;
    }
    return LANES * (width * width + 2 * (size_t)b->n_entries) + most;
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

/* Theta coef of each entry into `use`, and that times coef again. Whether any two are of the same arc. */
IPM_WIDE static bool find_uses(const ipm *s, const ipm_bundle *b, const double *theta, double *use, double *square)
{
    const double *coef = s->entry_coef + at(b->entry, 0);
    bool meet = false;
    for (size_t e = 0; e < (size_t)b->n_entries; e++) {
        const lanes own = *cvec(coef, e), times = *cvec(theta, (size_t)b->entry_slot[e]) * own;
        *vec(use, e) = times;
        *vec(square, e) = times * own;
        meet |= e > 0 && b->entry_slot[e] == b->entry_slot[e - 1];
    }
    return meet;
}

/* Entries meet with themselves. */
static void add_squares(const ipm_cluster *cluster, const ipm_bundle *b, const ipm_place *place, const double *square,
                        int lane)
{
    const size_t next = cluster->ld + 1;
    for (size_t e = 0; e < (size_t)b->n_entries; e++)
        cluster->sum[(size_t)place[at(e, lane)] * next] += square[at(e, lane)];
}

/* And with others of the same arc. */
static void add_products(const ipm_cluster *cluster, const ipm_bundle *b, const ipm_place *place, const double *coef,
                         const double *use, int lane)
{
    const size_t ld = cluster->ld;
    for (int e = 0; e < b->n_entries; e++)
        for (int f = b->entry_start[b->entry_slot[e]]; f < e; f++) {
            const size_t row = place[at((size_t)e, lane)], col = place[at((size_t)f, lane)];
            const double add = use[at((size_t)e, lane)] * coef[at((size_t)f, lane)];
            cluster->sum[row >= col ? row * ld + col : col * ld + row] += row == col ? 2.0 * add : add;
        }
}

void ipm_block_scatter(const ipm *s, const ipm_bundle *b, const double *theta, int n_link, const double *product,
                       double *room)
{
    const size_t width = width_of(n_link), entries = at((size_t)b->n_entries, 0);
    const ipm_place *place = s->entry_place + at(b->entry, 0);
    double *own = room, *use = own + LANES * width * width, *square = use + entries;
    term *terms = (term *)(void *)(square + entries);
    split_product(product, n_link, own);
    const bool meet = find_uses(s, b, theta, use, square);
    FOR_LANES(l)
    {
        if (b->commodity[l] < 0)
            continue;
        const ipm_cluster *cluster = &s->cluster[b->cluster[l]];
        const size_t n = read_terms(s, b, use, l, n_link, terms);
        add_squares(cluster, b, place, square, l);
        if (meet)
            add_products(cluster, b, place, s->entry_coef + at(b->entry, 0), use, l);
        add_tiers(s, b, theta, l);
        scatter_lane(cluster, terms, n, width, own + (size_t)l * width * width, (double *)(void *)(terms + n));
    }
}
