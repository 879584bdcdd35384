/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Blocks: per commodity N = A Theta A', its factor N = L D L', and what it takes off the linking system.
 *
 * With link columns R (classes that use linking rows, the source for pulls, gathered rows) and W = L^-1 R, the block
 * takes T' Q T off the linking system, Q = W' D^-1 W; see scatter.c. LANES commodities of one template go through
 * together; each lane's figures are its own.
 *
 * Nearly every bundle has a template of its own, so how often an inner loop runs is news each time and costs more than what
 * it does: columns and rows are taken by twos and fours.
 */
#include <string.h>

#include "dense.h"
#include "private.h"

/* A pivot below this share of its diagonal has lost the digits it is needed for; see pivot.c. */
static const double LOST = 1e-10;
/*
 * And one below this share is none: of a row that depends on others, or that nothing can reach. Prices of such rows that
 * all rise together change nothing but by rounding, which would ruin the flows; so they rest.
 */
static const double TINY_PIVOT = 1e-24;

IPM_WIDE void ipm_block_classes(const ipm_bundle *b, const double *by_slot, double *by_class)
{
    size_t first = (size_t)b->shape->n_classes;
    memcpy(by_class, by_slot, at(first, 0) * sizeof *by_class);
    for (size_t i = first; i < (size_t)b->n_slots; i++)
        *vec(by_class, (size_t)b->slot_class[i]) += *cvec(by_slot, i);
}

/* What classes have beyond two entries. */
IPM_INLINE void fill_more(const ipm_template *t, const double *by_class, double *lower)
{
    double *off = lower + at((size_t)t->n_rows, 0);
    const int *place = t->more_to;
    for (int e = 0, first = 0; e < t->n_more; e++) {
        const int q = t->more_class[e];
        const lanes own = t->more_coef[e] * *cvec(by_class, (size_t)q);
        first = e > 0 && t->more_class[e - 1] == q ? first : e;
        *vec(lower, (size_t)t->more_row[e]) += t->more_coef[e] * own;
        *vec(off, (size_t)*place++) += t->pair_coef[2 * q] * own;
        *vec(off, (size_t)*place++) += t->pair_coef[2 * q + 1] * own;
        for (int before = first; before < e; before++)
            *vec(off, (size_t)*place++) += t->more_coef[before] * own;
    }
}

/* N, lower triangle in the places of its factor. */
IPM_WIDE static void fill_lanes(const ipm_template *t, const double *by_class, double *lower)
{
    const ipm_place *row = t->pair_row;
    const double *coef = t->pair_coef;
    double *off = lower + at((size_t)t->n_rows, 0);
    const bool meet = t->lower_start[t->n_rows] > 0;
    memset(lower, 0, (size_t)(t->n_rows + t->lower_start[t->n_rows]) * LANES * sizeof *lower);
    for (int q = 0; q < t->n_classes; q++) {
        const double a = coef[2 * q], b = coef[2 * q + 1];
        const lanes first = a * *cvec(by_class, (size_t)q), second = b * *cvec(by_class, (size_t)q);
        *vec(lower, (size_t)row[2 * q]) += a * first;
        *vec(lower, (size_t)row[2 * q + 1]) += b * second;
        if (meet)
            *vec(off, (size_t)t->pair_to[q]) += b * first;
    }
    fill_more(t, by_class, lower);
}

/* Column k of the factor, `n` entries at `own` in rows `below`, off the columns of these rows, two of them at a time. */
IPM_INLINE const ipm_place *update_columns(const ipm_template *t, const ipm_place *below, int n, const double *own,
                                           lanes inverse, const ipm_place *update, double *lower)
{
    double *off = lower + at((size_t)t->n_rows, 0);
    for (int j = 0; j < n; j += 2) {
        const lanes first = *cvec(own, (size_t)j) * inverse;
        double *to = off + at((size_t)t->lower_start[below[j]], 0);
        *vec(lower, (size_t)below[j]) -= *cvec(own, (size_t)j) * first;
        if (j + 1 == n)
            break;
        const lanes second = *cvec(own, (size_t)j + 1) * inverse;
        const ipm_place *next = update + (n - 1 - j);
        double *to_next = off + at((size_t)t->lower_start[below[j + 1]], 0);
        *vec(to, (size_t)*update++) -= *cvec(own, (size_t)j + 1) * first;
        *vec(lower, (size_t)below[j + 1]) -= *cvec(own, (size_t)j + 1) * second;
        for (int i = j + 2; i < n; i++) {
            const lanes x = *cvec(own, (size_t)i);
            *vec(to, (size_t)*update++) -= x * first;
            *vec(to_next, (size_t)*next++) -= x * second;
        }
        update = next;
    }
    return update;
}

/* Of the lanes whose pivot k has lost its digits, pivot and column from the classes. */
static void mend_lost(const ipm_template *t, int k, lane_mask lost, const double *by_class, double *lower, double *room)
{
    FOR_LANES(l)
    if (lost[l])
        ipm_pivot_mend(t, k, l, by_class, lower, room);
}

/* Room: n_rows lanes, and what ipm_pivot_room asks for. */
IPM_WIDE static void factor_lanes(const ipm_template *t, const double *by_class, double *lower, double *room)
{
    const int *start = t->lower_start, rows = t->n_rows;
    const ipm_place *update = t->update;
    double *off = lower + at((size_t)rows, 0), *begin = room;
    memcpy(begin, lower, (size_t)rows * LANES * sizeof *begin);
    for (int k = 0; k < rows; k++) {
        double *pivot = lower + at((size_t)k, 0), *own = off + at((size_t)start[k], 0);
        const int n = start[k + 1] - start[k];
        const lane_mask lost = *cvec(pivot, 0) < LOST * *cvec(begin, (size_t)k);
        if (lanes_any(lost))
            mend_lost(t, k, lost, by_class, lower, room + at((size_t)rows, 0));
        const lanes now = *cvec(pivot, 0), inverse = LANES_WHERE(now > TINY_PIVOT * *cvec(begin, (size_t)k), 1.0 / now);
        *vec(pivot, 0) = inverse;
        update = update_columns(t, t->lower_row + start[k], n, own, inverse, update, lower);
        for (int j = 0; j < n; j++)
            *vec(own, (size_t)j) *= inverse;
    }
}

/* Adds `times` a class, to link column k of `m` by row. */
IPM_INLINE void add_class(const ipm_template *t, int q, lanes times, size_t k, size_t m, double *w)
{
    *vec(w, (size_t)t->pair_row[2 * q] * m + k) += t->pair_coef[2 * q] * times;
    *vec(w, (size_t)t->pair_row[2 * q + 1] * m + k) += t->pair_coef[2 * q + 1] * times;
    for (int e = 0; e < t->n_more && t->more_class[e] <= q; e++)
        if (t->more_class[e] == q)
            *vec(w, (size_t)t->more_row[e] * m + k) += t->more_coef[e] * times;
}

/* Gathered rows of the program: A Theta coef. */
IPM_WIDE static void gathered_columns(const ipm *s, const ipm_bundle *b, const double *theta, int n_link, double *w)
{
    const ipm_template *t = b->shape;
    size_t m = (size_t)n_link;
    const double *coef = s->entry_coef + at(b->entry, 0);
    for (int e = 0; e < b->n_entries; e++) {
        size_t k = (size_t)b->entry_link[e], i = (size_t)b->entry_slot[e];
        if ((int)k < t->first_gathered || k >= m)
            continue;
        const int q = b->slot_class[i];
        add_class(t, q, *cvec(theta, i) * *cvec(coef, (size_t)e), k, m, w);
    }
}

/* The same of the rows of held tiers. */
IPM_WIDE static void tier_columns(const ipm *s, const ipm_bundle *b, const double *theta, int n_link, double *w)
{
    const ipm_template *t = b->shape;
    size_t m = (size_t)n_link, first = (size_t)(t->n_link - (s->p->n_tiers - 1));
    for (size_t k = first; k < m; k++) {
        const double *held = s->held_z[k - first];
        for (size_t i = 0; i < (size_t)b->n_slots && held; i++) {
            const int q = b->slot_class[i];
            add_class(t, q, *cvec(theta, i) * *cvec(held, b->slot + i), k, m, w);
        }
    }
}

/* R into `w`, by row and link column. */
IPM_WIDE static void link_columns(const ipm *s, const ipm_bundle *b, const double *theta, int n_link, double *w)
{
    const ipm_template *t = b->shape;
    size_t m = (size_t)n_link;
    memset(w, 0, (size_t)t->n_rows * m * LANES * sizeof *w);
    const lanes one = (lanes){0.0} + 1.0;
    for (int k = 0; k < t->n_kept; k++)
        add_class(t, t->kept[k], one, (size_t)k, m, w);
    if (t->pull_link >= 0)
        *vec(w, (size_t)t->row_of[0] * m + (size_t)t->pull_link) += 1.0;
    if (n_link == t->first_gathered)
        return;
    gathered_columns(s, b, theta, n_link, w);
    tier_columns(s, b, theta, n_link, w);
}

/* Rows of W less multiples of one, each its own, at those columns: four rows, two or one. */
IPM_INLINE void take_off(const double *from, const ipm_place *hit, int n, double *const *to, const lanes *factor,
                         int rows)
{
    for (int h = 0; h < n; h++) {
        const size_t i = (size_t)hit[h];
        const lanes x = *cvec(from, i);
        for (int r = 0; r < rows; r++)
            *vec(to[r], i) -= factor[r] * x;
    }
}

/* W = L^-1 R in place. */
IPM_WIDE static void reduce_lanes(const ipm_template *t, int n_link, const double *lower, double *w)
{
    size_t m = (size_t)n_link;
    const double *off = lower + at((size_t)t->n_rows, 0);
    for (int k = 0; k < t->n_rows; k++) {
        const double *row = w + at((size_t)k * m, 0);
        const ipm_place *hit = t->hit + t->hit_start[k];
        int n = t->hit_start[k + 1] - t->hit_start[k];
        while (n > 0 && hit[n - 1] >= n_link)
            n--;
        for (int e = t->lower_start[k], left = t->lower_start[k + 1] - e, rows; left > 0 && n > 0;
             e += rows, left -= rows) {
            double *to[4];
            lanes factor[4];
            rows = left >= 4 ? 4 : left >= 2 ? 2 : 1;
            for (int r = 0; r < rows; r++) {
                to[r] = w + at((size_t)t->lower_row[e + r] * m, 0);
                factor[r] = *cvec(off, (size_t)e + (size_t)r);
            }
            if (rows == 4)
                take_off(row, hit, n, to, factor, 4);
            else if (rows == 2)
                take_off(row, hit, n, to, factor, 2);
            else
                take_off(row, hit, n, to, factor, 1);
        }
    }
}

/* Q = W' D^-1 W, lower triangle, by four rows of W at a time; with fewer at its end, the last again with a factor of 0. */
IPM_WIDE static void multiply_lanes(const ipm_template *t, int n_link, const double *lower, const double *w,
                                    double *product)
{
    const lanes zero = {0.0};
    size_t m = (size_t)n_link, last = (size_t)t->n_rows - 1;
    for (size_t g = 0; g < m; g++)
        memset(product + at(g * m, 0), 0, (g + 1) * LANES * sizeof *product);
    for (size_t k = 0; k <= last; k += 4) {
        const ipm_place *hit = t->four_hit + t->four_start[k / 4];
        int n = t->four_start[k / 4 + 1] - t->four_start[k / 4];
        const double *row[4];
        lanes d[4];
        for (size_t i = 0; i < 4; i++) {
            const size_t own = k + i < last ? k + i : last;
            row[i] = w + at(own * m, 0);
            d[i] = k + i <= last ? *cvec(lower, own) : zero;
        }
        const double *a = row[0], *b = row[1], *c = row[2], *e = row[3];
        for (int g = 0; g < n && hit[g] < n_link; g++) {
            const size_t own = (size_t)hit[g];
            const lanes x = d[0] * *cvec(a, own), y = d[1] * *cvec(b, own);
            const lanes u = d[2] * *cvec(c, own), v = d[3] * *cvec(e, own);
            double *to = product + at(own * m, 0);
            for (int h = 0; h <= g; h++) {
                const size_t i = (size_t)hit[h];
                *vec(to, i) += (x * *cvec(a, i) + y * *cvec(b, i)) + (u * *cvec(c, i) + v * *cvec(e, i));
            }
        }
    }
}

/* Theta = f / z, the factor, and what it takes off the linking system. */
IPM_WIDE void ipm_block_factor(ipm *s, const ipm_bundle *b, double *room)
{
    const ipm_template *t = b->shape;
    int n_link = t->n_link - s->n_link_off;
    double *theta = room, *by_class = theta + at((size_t)b->n_slots, 0);
    double *begin = by_class + at((size_t)t->n_classes, 0), *w = begin + at((size_t)t->n_rows, 0);
    double *product = w + at((size_t)t->n_rows * (size_t)n_link, 0);
    double *rest = product + at((size_t)n_link * (size_t)n_link, 0), *lower = s->lower + at(b->lower, 0);
    for (size_t i = 0; i < (size_t)b->n_slots; i++)
        *vec(theta, i) = *cvec(s->f, b->slot + i) * (1.0 / *cvec(s->z, b->slot + i));
    ipm_block_classes(b, theta, by_class);
    fill_lanes(t, by_class, lower);
    factor_lanes(t, by_class, lower, begin);
    link_columns(s, b, theta, n_link, w);
    reduce_lanes(t, n_link, lower, w);
    multiply_lanes(t, n_link, lower, w, product);
    ipm_block_scatter(s, b, theta, n_link, product, rest);
}

void ipm_blocks_ready(ipm *s, int group)
{
    for (int i = s->group_cluster[group]; i < s->group_cluster[group + 1]; i++) {
        const ipm_cluster *c = &s->cluster[i];
        memset(c->sum, 0, (size_t)(c->n + 1) * c->ld * sizeof *c->sum);
    }
}

static void factor_group(ipm *s, int group, double *room)
{
    ipm_blocks_ready(s, group);
    for (int i = s->group_bundle[group]; i < s->group_bundle[group + 1]; i++)
        ipm_block_factor(s, &s->bundle[i], room);
}

void ipm_blocks_factor(ipm *s)
{
    s->begun = false;
    ipm_each_group(s, factor_group);
}

/* No loop within another: how long an inner one goes on would be another guess of the processor's for every row. */
IPM_WIDE void ipm_block_solve(const ipm *s, const ipm_bundle *b, double *v)
{
    const ipm_template *t = b->shape;
    const double *lower = s->lower + at(b->lower, 0), *off = lower + at((size_t)t->n_rows, 0);
    const ipm_place *row = t->lower_row, *col = t->lower_col;
    const int *back = t->back, n = t->n_rows, all = t->lower_start[n];
    for (int e = 0; e < all; e++)
        *vec(v, (size_t)row[e]) -= *cvec(off, (size_t)e) * *cvec(v, (size_t)col[e]);
    for (int k = 0; k < n; k++)
        *vec(v, (size_t)k) *= *cvec(lower, (size_t)k);
    for (int i = 0; i < all; i++) {
        size_t e = (size_t)back[i];
        *vec(v, (size_t)col[e]) -= *cvec(off, e) * *cvec(v, (size_t)row[e]);
    }
}

IPM_WIDE void ipm_block_transposed(const ipm_bundle *b, const double *y, double *by_class)
{
    const ipm_template *t = b->shape;
    const ipm_place *row = t->pair_row;
    const double *coef = t->pair_coef;
    for (int q = 0; q < t->n_classes; q++)
        *vec(by_class, (size_t)q) =
            coef[2 * q] * *cvec(y, (size_t)row[2 * q]) + coef[2 * q + 1] * *cvec(y, (size_t)row[2 * q + 1]);
    for (int e = 0; e < t->n_more; e++)
        *vec(by_class, (size_t)t->more_class[e]) += t->more_coef[e] * *cvec(y, (size_t)t->more_row[e]);
}

IPM_WIDE void ipm_block_times(const ipm_bundle *b, const double *by_class, double *rows)
{
    const ipm_template *t = b->shape;
    const ipm_place *row = t->pair_row;
    const double *coef = t->pair_coef;
    for (int q = 0; q < t->n_classes; q++) {
        lanes x = *cvec(by_class, (size_t)q);
        *vec(rows, (size_t)row[2 * q]) += coef[2 * q] * x;
        *vec(rows, (size_t)row[2 * q + 1]) += coef[2 * q + 1] * x;
    }
    for (int e = 0; e < t->n_more; e++)
        *vec(rows, (size_t)t->more_row[e]) += t->more_coef[e] * *cvec(by_class, (size_t)t->more_class[e]);
}
