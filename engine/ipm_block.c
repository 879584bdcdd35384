/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Blocks: per commodity N = A Theta A', its factor N = L L', and what it takes off the linking system.
 *
 * With link columns R (classes that use linking rows, the source for pulls, gathered rows) and W = L^-1 R, the block
 * takes T' Q T off the linking system, Q = W' W, where T spreads link columns over linking rows and columns. LANES
 * commodities of one template go through together; each lane's figures are its own.
 */
#include <string.h>

#include "ipm_dense.h"
#include "ipm_private.h"

/* A pivot below this share of its diagonal belongs to a row that depends on others, or that nothing can reach. */
static const double TINY_PIVOT = 1e-20;

IPM_WIDE static void sum_classes(const ipm_bundle *b, const double *by_slot, double *by_class)
{
    for (int q = 0; q < b->shape->n_classes; q++) {
        lanes sum = {0.0};
        for (int i = b->slot_start[q]; i < b->slot_start[q + 1]; i++)
            sum += *cvec(by_slot, (size_t)i);
        *vec(by_class, (size_t)q) = sum;
    }
}

/* N, lower triangle in the places of its factor. */
IPM_WIDE static void fill_lanes(const ipm_template *t, const double *by_class, double *lower)
{
    memset(lower, 0, (size_t)t->lower_start[t->n_rows] * LANES * sizeof *lower);
    for (int q = 0; q < t->n_classes; q++) {
        lanes theta = *cvec(by_class, (size_t)q);
        for (int e = t->add_start[q]; e < t->add_start[q + 1]; e++)
            *vec(lower, (size_t)t->add_to[e]) += t->add_coef[e] * theta;
    }
}

IPM_WIDE static void factor_lanes(const ipm_template *t, double *lower, double *begin)
{
    for (int k = 0; k < t->n_rows; k++)
        *vec(begin, (size_t)k) = *cvec(lower, (size_t)t->lower_start[k]);
    const int *update = t->update;
    for (int k = 0; k < t->n_rows; k++) {
        double *pivot = lower + at((size_t)t->lower_start[k], 0);
        FOR_LANES(l)
        {
            double safe = pivot[l] > TINY_PIVOT * begin[at((size_t)k, l)] ? pivot[l] : 0.0;
            pivot[l] = safe > 0.0 ? 1.0 / sqrt(safe) : 0.0;
        }
        lanes inverse = *cvec(pivot, 0);
        int end = t->lower_start[k + 1];
        for (int i = t->lower_start[k] + 1; i < end; i++)
            *vec(lower, (size_t)i) *= inverse;
        for (int j = t->lower_start[k] + 1; j < end; j++) {
            lanes right = *cvec(lower, (size_t)j);
            for (int i = j; i < end; i++)
                *vec(lower, (size_t)*update++) -= *cvec(lower, (size_t)i) * right;
        }
    }
}

/* Gathered rows of the program: A Theta coef. */
IPM_WIDE static void gathered_columns(const ipm *s, const ipm_bundle *b, int n_link, double *w)
{
    const ipm_template *t = b->shape;
    size_t m = (size_t)n_link;
    const double *theta = s->theta + at(b->slot, 0), *coef = s->entry_coef + at(b->entry, 0);
    for (int q = 0; q < t->n_classes; q++)
        for (int i = b->slot_start[q]; i < b->slot_start[q + 1]; i++)
            for (int e = b->entry_start[i]; e < b->entry_start[i + 1]; e++) {
                size_t k = (size_t)b->entry_link[e];
                if ((int)k < t->first_gathered || k >= m)
                    continue;
                lanes use = *cvec(theta, (size_t)i) * *cvec(coef, (size_t)e);
                for (int c = t->col_start[q]; c < t->col_start[q + 1]; c++)
                    *vec(w, (size_t)t->col_row[c] * m + k) += t->col_coef[c] * use;
            }
}

/* The same of the rows of held tiers. */
IPM_WIDE static void tier_columns(const ipm *s, const ipm_bundle *b, int n_link, double *w)
{
    const ipm_template *t = b->shape;
    size_t m = (size_t)n_link, first = (size_t)(t->n_link - (s->p->n_tiers - 1));
    for (size_t k = first; k < m; k++) {
        const double *held = s->held_z[k - first];
        for (int q = 0; q < t->n_classes && held; q++) {
            lanes sum = {0.0};
            for (int i = b->slot_start[q]; i < b->slot_start[q + 1]; i++)
                sum += *cvec(s->theta, b->slot + (size_t)i) * *cvec(held, b->slot + (size_t)i);
            for (int c = t->col_start[q]; c < t->col_start[q + 1]; c++)
                *vec(w, (size_t)t->col_row[c] * m + k) += t->col_coef[c] * sum;
        }
    }
}

/* R into `w`, by row and link column. */
IPM_WIDE static void link_columns(const ipm *s, const ipm_bundle *b, int n_link, double *w)
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
    gathered_columns(s, b, n_link, w);
    tier_columns(s, b, n_link, w);
}

/* W = L^-1 R in place, then Q = W' W, lower triangle. */
IPM_WIDE static void reduce_lanes(const ipm_template *t, int n_link, const double *lower, double *w, double *product)
{
    size_t m = (size_t)n_link;
    memset(product, 0, m * m * LANES * sizeof *product);
    for (int k = 0; k < t->n_rows; k++) {
        lanes inverse = *cvec(lower, (size_t)t->lower_start[k]);
        double *row = w + at((size_t)k * m, 0);
        const int *hit = t->hit + t->hit_start[k];
        int n = t->hit_start[k + 1] - t->hit_start[k];
        while (n > 0 && hit[n - 1] >= n_link)
            n--;
        for (int h = 0; h < n; h++)
            *vec(row, (size_t)hit[h]) *= inverse;
        for (int e = t->lower_start[k] + 1; n > 0 && e < t->lower_start[k + 1]; e++) {
            double *to = w + at((size_t)t->lower_row[e] * m, 0);
            lanes factor = *cvec(lower, (size_t)e);
            for (int h = 0; h < n; h++)
                *vec(to, (size_t)hit[h]) -= factor * *cvec(row, (size_t)hit[h]);
        }
        for (int g = 0; g < n; g++) {
            lanes left = *cvec(row, (size_t)hit[g]);
            double *to = product + at((size_t)hit[g] * m, 0);
            for (int h = 0; h <= g; h++)
                *vec(to, (size_t)hit[h]) += left * *cvec(row, (size_t)hit[h]);
        }
    }
}

/* T' Q T of one lane off its cluster. */
IPM_WIDE static void scatter_lane(const ipm *s, const ipm_bundle *b, int lane, int n_link, const double *product,
                                  double *room)
{
    const ipm_cluster *cluster = &s->cluster[b->cluster[lane]];
    size_t ld = (size_t)cluster->n + 1, m = (size_t)n_link;
    const double *theta = s->theta + at(b->slot, 0), *coef = s->entry_coef + at(b->entry, 0);
    double *weight = room, *own = room + b->n_entries;
    for (int i = 0; i < b->n_slots; i++)
        for (int e = b->entry_start[i]; e < b->entry_start[i + 1]; e++)
            weight[e] = theta[at((size_t)i, lane)] * coef[at((size_t)e, lane)];
    for (size_t g = 0; g < m; g++)
        for (size_t h = 0; h <= g; h++)
            own[g * m + h] = own[h * m + g] = product[at(g * m + h, lane)];
    const ipm_scatter *list = s->scatter + b->scatter[lane];
    size_t n = b->scatter[lane + 1] - b->scatter[lane];
    double *factor = own + m * m;
    for (size_t i = 0; i < n; i++)
        factor[i] = list[i].link >= n_link ? 0.0 : list[i].entry >= 0 ? weight[list[i].entry] : list[i].factor;
    for (size_t i = 0; i < n; i++) {
        if (factor[i] == 0.0)
            continue;
        double *row = cluster->sum + (size_t)list[i].place * ld;
        const double *q = own + (size_t)list[i].link * m;
        for (size_t j = 0; j <= i; j++)
            if (factor[j] != 0.0)
                row[list[j].place] -= factor[i] * q[list[j].link] * factor[j];
        for (size_t j = i; j-- > 0 && list[j].place == list[i].place;)
            if (factor[j] != 0.0)
                row[list[j].place] -= factor[i] * q[list[j].link] * factor[j];
    }
}

/* L Theta L': held tiers meet with themselves and with the entries of every arc. */
static void add_tiers(const ipm *s, const ipm_bundle *b, int lane)
{
    const ipm_cluster *cluster = &s->cluster[b->cluster[lane]];
    size_t ld = (size_t)cluster->n + 1;
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

/* L Theta L': entries of the same arc meet. */
static void add_diagonal(const ipm *s, const ipm_bundle *b)
{
    const double *theta = s->theta + at(b->slot, 0), *coef = s->entry_coef + at(b->entry, 0);
    const int *place = s->entry_place + at(b->entry, 0);
    FOR_LANES(l)
    {
        if (b->cluster[l] < 0)
            continue;
        const ipm_cluster *cluster = &s->cluster[b->cluster[l]];
        size_t ld = (size_t)cluster->n + 1;
        for (int i = 0; i < b->n_slots; i++)
            for (int e = b->entry_start[i]; e < b->entry_start[i + 1]; e++)
                for (int f = b->entry_start[i]; f <= e; f++) {
                    int row = place[at((size_t)e, l)], col = place[at((size_t)f, l)];
                    double add = theta[at((size_t)i, l)] * coef[at((size_t)e, l)] * coef[at((size_t)f, l)];
                    add += e != f && row == col ? add : 0.0;
                    cluster->sum[row >= col ? (size_t)row * ld + (size_t)col : (size_t)col * ld + (size_t)row] += add;
                }
    }
}

void ipm_blocks_factor(ipm *s)
{
    for (int i = 0; i < s->n_clusters; i++)
        memset(s->cluster[i].sum, 0,
               (size_t)(s->cluster[i].n + 1) * (size_t)(s->cluster[i].n + 1) * sizeof *s->cluster[i].sum);
    for (int i = 0; i < s->n_bundles; i++) {
        const ipm_bundle *b = &s->bundle[i];
        const ipm_template *t = b->shape;
        int n_link = t->n_link - s->n_link_off;
        double *by_class = s->room, *begin = by_class + at((size_t)t->n_classes, 0);
        double *w = begin + at((size_t)t->n_rows, 0), *product = w + at((size_t)t->n_rows * (size_t)n_link, 0);
        double *rest = product + at((size_t)n_link * (size_t)n_link, 0);
        double *lower = s->lower + at(b->lower, 0);
        sum_classes(b, s->theta + at(b->slot, 0), by_class);
        fill_lanes(t, by_class, lower);
        factor_lanes(t, lower, begin);
        link_columns(s, b, n_link, w);
        reduce_lanes(t, n_link, lower, w, product);
        add_diagonal(s, b);
        FOR_LANES(l)
        {
            if (b->commodity[l] < 0)
                continue;
            add_tiers(s, b, l);
            scatter_lane(s, b, l, n_link, product, rest);
        }
    }
}

IPM_WIDE void ipm_block_solve(const ipm *s, const ipm_bundle *b, double *v)
{
    const ipm_template *t = b->shape;
    const double *lower = s->lower + at(b->lower, 0);
    const int *row = t->lower_row;
    for (int k = 0; k < t->n_rows; k++) {
        lanes x = *cvec(v, (size_t)k) * *cvec(lower, (size_t)t->lower_start[k]);
        *vec(v, (size_t)k) = x;
        for (int e = t->lower_start[k] + 1; e < t->lower_start[k + 1]; e++)
            *vec(v, (size_t)row[e]) -= *cvec(lower, (size_t)e) * x;
    }
    for (int k = t->n_rows - 1; k >= 0; k--) {
        lanes x = *cvec(v, (size_t)k);
        for (int e = t->lower_start[k] + 1; e < t->lower_start[k + 1]; e++)
            x -= *cvec(lower, (size_t)e) * *cvec(v, (size_t)row[e]);
        *vec(v, (size_t)k) = x * *cvec(lower, (size_t)t->lower_start[k]);
    }
}

IPM_WIDE void ipm_block_transposed(const ipm_bundle *b, const double *y, double *by_class)
{
    const ipm_template *t = b->shape;
    for (int q = 0; q < t->n_classes; q++) {
        lanes sum = {0.0};
        for (int e = t->col_start[q]; e < t->col_start[q + 1]; e++)
            sum += t->col_coef[e] * *cvec(y, (size_t)t->col_row[e]);
        *vec(by_class, (size_t)q) = sum;
    }
}

IPM_WIDE void ipm_block_times(const ipm_bundle *b, const double *by_class, double *rows)
{
    const ipm_template *t = b->shape;
    for (int q = 0; q < t->n_classes; q++) {
        lanes x = *cvec(by_class, (size_t)q);
        for (int e = t->col_start[q]; e < t->col_start[q + 1]; e++)
            *vec(rows, (size_t)t->col_row[e]) += t->col_coef[e] * x;
    }
}
