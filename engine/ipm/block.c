/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Blocks: per commodity N = A Theta A', its factor N = L D L', and what it takes off the linking system.
 *
 * With link columns R (classes that use linking rows, the source for pulls, gathered rows) and W = D^-1/2 L^-1 R, the block
 * takes T' Q T off the linking system, Q = W' W; see scatter.c. LANES commodities of one template go through
 * together; each lane's figures are its own.
 */
#include <string.h>

#include "dense.h"
#include "private.h"

/* A pivot below this share of its diagonal belongs to a row that depends on others, or that nothing can reach. */
static const double TINY_PIVOT = 1e-20;

IPM_WIDE void ipm_block_classes(const ipm_bundle *b, const double *by_slot, double *by_class)
{
    size_t first = (size_t)b->shape->n_classes;
    memcpy(by_class, by_slot, at(first, 0) * sizeof *by_class);
    for (size_t i = first; i < (size_t)b->n_slots; i++)
        *vec(by_class, (size_t)b->slot_class[i]) += *cvec(by_slot, i);
}

/* N, lower triangle in the places of its factor. */
IPM_WIDE static void fill_lanes(const ipm_template *t, const double *by_class, double *lower)
{
    const int *start = t->lower_start, n = t->n_classes;
    const ipm_place *row = t->col_row, *place = t->add_to;
    const double *coef = t->col_coef;
    double *off = lower + at((size_t)t->n_rows, 0);
    memset(lower, 0, (size_t)(t->n_rows + t->lower_start[t->n_rows]) * LANES * sizeof *lower);
    for (int q = 0; q < n; q++) {
        lanes theta = *cvec(by_class, (size_t)q);
        for (int j = t->col_start[q], end = t->col_start[q + 1]; j < end; j++) {
            double *to = off + at((size_t)start[row[j]], 0);
            *vec(lower, (size_t)row[j]) += coef[j] * coef[j] * theta;
            for (int i = j + 1; i < end; i++)
                *vec(to, (size_t)*place++) += coef[i] * coef[j] * theta;
        }
    }
}

IPM_WIDE static void factor_lanes(const ipm_template *t, double *lower, double *begin)
{
    const int *start = t->lower_start, rows = t->n_rows;
    const ipm_place *update = t->update, *below = t->lower_row;
    double *off = lower + at((size_t)rows, 0);
    memcpy(begin, lower, (size_t)rows * LANES * sizeof *begin);
    for (int k = 0; k < rows; k++) {
        double *pivot = lower + at((size_t)k, 0);
        FOR_LANES(l) pivot[l] = pivot[l] > TINY_PIVOT * begin[at((size_t)k, l)] ? 1.0 / pivot[l] : 0.0;
        lanes inverse = *cvec(pivot, 0);
        for (int j = start[k], end = start[k + 1]; j < end; j++) {
            lanes right = *cvec(off, (size_t)j) * inverse;
            double *to = off + at((size_t)start[below[j]], 0);
            *vec(lower, (size_t)below[j]) -= *cvec(off, (size_t)j) * right;
            for (int i = j + 1; i < end; i++)
                *vec(to, (size_t)*update++) -= *cvec(off, (size_t)i) * right;
            *vec(off, (size_t)j) = right;
        }
    }
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
        lanes use = *cvec(theta, i) * *cvec(coef, (size_t)e);
        for (int c = t->col_start[q]; c < t->col_start[q + 1]; c++)
            *vec(w, (size_t)t->col_row[c] * m + k) += t->col_coef[c] * use;
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
            lanes sum = *cvec(theta, i) * *cvec(held, b->slot + i);
            for (int c = t->col_start[q]; c < t->col_start[q + 1]; c++)
                *vec(w, (size_t)t->col_row[c] * m + k) += t->col_coef[c] * sum;
        }
    }
}

/* R into `w`, by row and link column. */
IPM_WIDE static void link_columns(const ipm *s, const ipm_bundle *b, const double *theta, int n_link, double *w)
{
    const ipm_template *t = b->shape;
    size_t m = (size_t)n_link;
    memset(w, 0, (size_t)t->n_rows * m * LANES * sizeof *w);
    for (int k = 0; k < t->n_kept; k++)
        for (int e = t->col_start[t->kept[k]]; e < t->col_start[t->kept[k] + 1]; e++)
            *vec(w, (size_t)t->col_row[e] * m + (size_t)k) += t->col_coef[e];
    if (t->pull_link >= 0)
        *vec(w, (size_t)t->row_of[0] * m + (size_t)t->pull_link) += 1.0;
    if (n_link == t->first_gathered)
        return;
    gathered_columns(s, b, theta, n_link, w);
    tier_columns(s, b, theta, n_link, w);
}

/* W = D^-1/2 L^-1 R in place. */
IPM_WIDE static void reduce_lanes(const ipm_template *t, int n_link, const double *lower, double *w)
{
    size_t m = (size_t)n_link;
    const int *start = t->lower_start, rows = t->n_rows;
    const ipm_place *below = t->lower_row;
    const double *off = lower + at((size_t)rows, 0);
    for (int k = 0; k < rows; k++) {
        double *row = w + at((size_t)k * m, 0);
        const ipm_place *hit = t->hit + t->hit_start[k];
        int n = t->hit_start[k + 1] - t->hit_start[k];
        while (n > 0 && hit[n - 1] >= n_link)
            n--;
        for (int e = start[k]; n > 0 && e < start[k + 1]; e++) {
            double *to = w + at((size_t)below[e] * m, 0);
            lanes factor = *cvec(off, (size_t)e);
            for (int h = 0; h < n; h++)
                *vec(to, (size_t)hit[h]) -= factor * *cvec(row, (size_t)hit[h]);
        }
        lanes root;
        FOR_LANES(l) root[l] = sqrt(lower[at((size_t)k, l)]);
        for (int h = 0; h < n; h++)
            *vec(row, (size_t)hit[h]) *= root;
    }
}

/* Q = W' W, lower triangle, by four rows of W at a time; with fewer at its end, the last again with a factor of 0. */
IPM_WIDE static void multiply_lanes(const ipm_template *t, int n_link, const double *w, double *product)
{
    const lanes zero = {0.0};
    size_t m = (size_t)n_link, last = (size_t)t->n_rows - 1;
    for (size_t g = 0; g < m; g++)
        memset(product + at(g * m, 0), 0, (g + 1) * LANES * sizeof *product);
    for (size_t k = 0; k <= last; k += 4) {
        const ipm_place *hit = t->four_hit + t->four_start[k / 4];
        int n = t->four_start[k / 4 + 1] - t->four_start[k / 4];
        const double *a = w + at(k * m, 0), *b = w + at((k + 1 < last ? k + 1 : last) * m, 0);
        const double *c = w + at((k + 2 < last ? k + 2 : last) * m, 0),
                     *d = w + at((k + 3 < last ? k + 3 : last) * m, 0);
        for (int g = 0; g < n && hit[g] < n_link; g++) {
            const size_t own = (size_t)hit[g];
            const lanes x = *cvec(a, own), y = k + 1 <= last ? *cvec(b, own) : zero;
            const lanes u = k + 2 <= last ? *cvec(c, own) : zero, v = k + 3 <= last ? *cvec(d, own) : zero;
            double *to = product + at(own * m, 0);
            for (int h = 0; h <= g; h++) {
                const size_t i = (size_t)hit[h];
                *vec(to, i) += (x * *cvec(a, i) + y * *cvec(b, i)) + (u * *cvec(c, i) + v * *cvec(d, i));
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
    factor_lanes(t, lower, begin);
    link_columns(s, b, theta, n_link, w);
    reduce_lanes(t, n_link, lower, w);
    multiply_lanes(t, n_link, w, product);
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
