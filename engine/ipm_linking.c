/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The linking system of one iterate, and Newton directions through it; the equations stand in ipm.c.
 *
 *     rows     L Theta L' - U' N^-1 U + D_t^-1 + sum over eliminated columns g_j g_j' / d_j,   U = A Theta L'
 *     columns  that stay: -d_j - P' N^-1 P, and G - U' N^-1 P between them and the rows
 */
#include <string.h>

#include "ipm_dense.h"
#include "ipm_private.h"

/* Solves for what is left, at most. */
enum { REFINEMENTS = 2 };

static void add_clusters(ipm *s)
{
    for (int i = 0; i < s->n_clusters; i++) {
        const ipm_cluster *c = &s->cluster[i];
        const size_t *to = c->target;
        for (int a = 0; a < c->n; a++) {
            const double *row = c->sum + (size_t)a * ((size_t)c->n + 1);
            double on = s->on[c->unknown[a]];
            for (int b = 0; b <= a; b++)
                s->sparse->value[*to++] += on * s->on[c->unknown[b]] * row[b];
        }
    }
}

static void add_columns(ipm *s)
{
    const ipm_box *box = &s->box;
    for (int j = 0; j < s->p->n_cols; j++) {
        const size_t *to = s->pair + s->pair_start[j];
        for (int k = s->g_start[j]; k < s->g_start[j + 1]; k++) {
            double coef = s->g_coef[k] * s->on[s->g_row[k]];
            if (s->unknown_of[j] >= 0) {
                s->sparse->value[*to++] += coef * s->on[s->unknown_of[j]];
                continue;
            }
            for (int i = s->g_start[j]; i <= k; i++, to++) {
                double add = coef * s->g_coef[i] * s->on[s->g_row[i]] * box->inverse[j];
                s->sparse->value[*to] += i < k && s->g_row[i] == s->g_row[k] ? 2.0 * add : add;
            }
        }
    }
}

/* Activities of rows, which are eliminated too, on the rows of held tiers. */
static void add_held(ipm *s)
{
    int tiers = s->p->n_tiers - 1, first = s->p->n_rows;
    for (int r = 0; r < s->n_rows; r++) {
        const double *q = s->row_q + (size_t)r * (size_t)tiers;
        double inverse = s->on[r] * s->box.inverse[s->p->n_cols + r];
        for (int t = 0; t < s->tier && inverse > 0.0; t++) {
            double pull = s->on[first + t] * q[t] * inverse;
            s->sparse->value[s->row_pair[(size_t)r * (size_t)tiers + (size_t)t]] -= pull;
            for (int o = 0; o <= t; o++)
                s->sparse->value[s->row_pair[(size_t)(first + o) * (size_t)tiers + (size_t)t]] +=
                    pull * s->on[first + o] * q[o];
        }
    }
}

void ipm_linking_factor(ipm *s)
{
    const ipm_box *box = &s->box;
    int n_cols = s->p->n_cols;
    memset(s->sparse->value, 0, s->sparse->value_start[s->sparse->n_super] * sizeof *s->sparse->value);
    add_clusters(s);
    add_columns(s);
    for (int r = 0; r < s->n_rows; r++)
        s->sparse->value[s->diagonal[r]] += s->on[r] > 0.0 ? box->inverse[n_cols + r] : 1.0;
    add_held(s);
    for (int u = s->n_rows; u < s->n_unknown; u++)
        s->sparse->value[s->diagonal[u]] -= s->on[u] > 0.0 ? box->d[s->kept[u - s->n_rows]] : 1.0;
    ipm_sparse_factor(s->sparse);
}

/* What the rows of held tiers get of one slot. */
static inline __attribute__((always_inline)) void gather_tiers(ipm *s, size_t slot, const lanes *phi)
{
    for (int o = 0; o < s->tier; o++) {
        if (!s->held_z[o])
            continue;
        lanes held = *cvec(s->held_z[o], slot) * *phi;
        FOR_LANES(l) s->rhs[s->p->n_rows + o] += held[l];
    }
}

/* What arcs hand to the linking rows for their right side, after their block's own solve; leaves v. */
IPM_WIDE static void gather_block(ipm *s, const ipm_bundle *b, bool residuals)
{
    const ipm_template *t = b->shape;
    const double *theta = s->theta + at(b->slot, 0), *h = s->h + at(b->slot, 0);
    const double *coef = s->entry_coef + at(b->entry, 0);
    const int *row = s->entry_row + at(b->entry, 0);
    double *v = s->v + at(b->row, 0), *by_class = s->room;
    for (int q = 0; q < t->n_classes; q++) {
        lanes sum = {0.0};
        for (int i = b->slot_start[q]; i < b->slot_start[q + 1]; i++)
            sum += *cvec(theta, (size_t)i) * *cvec(h, (size_t)i);
        *vec(by_class, (size_t)q) = sum;
    }
    size_t rows = (size_t)t->n_rows * LANES;
    if (residuals)
        memcpy(v, s->rb + at(b->row, 0), rows * sizeof *v);
    else
        memset(v, 0, rows * sizeof *v);
    ipm_block_times(b, by_class, v);
    ipm_block_solve(s, b, v);
    ipm_block_transposed(b, v, by_class);
    for (int q = 0; q < t->n_classes; q++)
        for (int i = b->slot_start[q]; i < b->slot_start[q + 1]; i++) {
            if (s->tier == 0 && b->entry_start[i] == b->entry_start[i + 1])
                continue;
            lanes phi = *cvec(theta, (size_t)i) * (*cvec(h, (size_t)i) - *cvec(by_class, (size_t)q));
            for (int e = b->entry_start[i]; e < b->entry_start[i + 1]; e++) {
                lanes use = *cvec(coef, (size_t)e) * phi;
                FOR_LANES(l) s->rhs[row[at((size_t)e, l)]] += use[l];
            }
            gather_tiers(s, b->slot + (size_t)i, &phi);
        }
    FOR_LANES(l)
    for (size_t k = b->pull[l]; k < b->pull[l + 1]; k++)
        s->rhs[s->pull[k].unknown] -= s->pull[k].value * v[at((size_t)t->row_of[0], l)];
}

/* What slots pay for their use of linking rows at `price`, by slot, and Theta times that by class. */
IPM_WIDE static void price_slots(const ipm *s, const ipm_bundle *b, const double *price, double *paid, double *by_class)
{
    const ipm_template *t = b->shape;
    const double *coef = s->entry_coef + at(b->entry, 0), *theta = s->theta + at(b->slot, 0);
    const int *row = s->entry_row + at(b->entry, 0);
    for (int q = 0; q < t->n_classes; q++) {
        lanes sum = {0.0};
        for (int i = b->slot_start[q]; i < b->slot_start[q + 1]; i++) {
            lanes mine = {0.0};
            for (int e = b->entry_start[i]; e < b->entry_start[i + 1]; e++) {
                const int *at_row = row + at((size_t)e, 0);
                lanes found;
                FOR_LANES(l) found[l] = price[at_row[l]];
                mine += *cvec(coef, (size_t)e) * found;
            }
            for (int o = 0; o < s->tier; o++)
                if (s->held_z[o])
                    mine += *cvec(s->held_z[o], b->slot + (size_t)i) * price[s->p->n_rows + o];
            *vec(paid, (size_t)i) = mine;
            sum += *cvec(theta, (size_t)i) * mine;
        }
        *vec(by_class, (size_t)q) = sum;
    }
}

/* dy, df and dz of one bundle from the linking rows' direction. */
IPM_WIDE static void spread_block(ipm *s, const ipm_bundle *b, bool residuals)
{
    const ipm_template *t = b->shape;
    size_t rows = (size_t)t->n_rows;
    const double *theta = s->theta + at(b->slot, 0), *h = s->h + at(b->slot, 0), *rd = s->rd + at(b->slot, 0);
    const double *f = s->f + at(b->slot, 0), *v = s->v + at(b->row, 0);
    double *by_class = s->room, *w = by_class + at((size_t)t->n_classes, 0), *price = w + at(rows, 0);
    double *dy = s->dy + at(b->row, 0), *df = s->df + at(b->slot, 0), *dz = s->dz + at(b->slot, 0);
    price_slots(s, b, s->dpi, price, by_class);
    memset(w, 0, rows * LANES * sizeof *w);
    ipm_block_times(b, by_class, w);
    FOR_LANES(l)
    for (size_t k = b->pull[l]; k < b->pull[l + 1]; k++)
        w[at((size_t)t->row_of[0], l)] += s->pull[k].value * s->dpi[s->pull[k].unknown];
    ipm_block_solve(s, b, w);
    for (size_t i = 0; i < rows; i++)
        *vec(dy, i) = *cvec(v, i) - *cvec(w, i);
    ipm_block_transposed(b, dy, by_class);
    const lanes zero = {0.0};
    for (int q = 0; q < t->n_classes; q++) {
        lanes own = *cvec(by_class, (size_t)q);
        for (size_t i = (size_t)b->slot_start[q]; i < (size_t)b->slot_start[q + 1]; i++) {
            lanes change = own + *cvec(price, i), flow = *cvec(f, i);
            *vec(df, i) = *cvec(theta, i) * (change - *cvec(h, i));
            change = (residuals ? *cvec(rd, i) : zero) - change;
            FOR_LANES(l) dz[at(i, l)] = flow[l] > 0.0 ? change[l] : 0.0;
        }
    }
}

static void linking_right_side(ipm *s, bool residuals)
{
    const ipm_box *box = &s->box;
    int n_cols = s->p->n_cols;
    size_t tiers = (size_t)(s->p->n_tiers - 1);
    for (int r = 0; r < s->n_rows; r++) {
        double push = box->h[n_cols + r] * box->inverse[n_cols + r];
        s->rhs[r] += (residuals ? s->rl[r] : 0.0) - push;
        for (int t = 0; t < s->tier; t++)
            s->rhs[s->p->n_rows + t] += s->row_q[(size_t)r * tiers + (size_t)t] * push;
    }
    for (int j = 0; j < n_cols; j++) {
        if (s->unknown_of[j] >= 0) {
            s->rhs[s->unknown_of[j]] += box->h[j];
            continue;
        }
        double push = box->h[j] * box->inverse[j];
        for (int k = s->g_start[j]; k < s->g_start[j + 1]; k++)
            s->rhs[s->g_row[k]] += s->g_coef[k] * push;
    }
}

static void spread_box(ipm *s)
{
    ipm_box *box = &s->box;
    int n_cols = s->p->n_cols;
    for (int j = 0; j < n_cols; j++) {
        double sum = 0.0;
        if (s->unknown_of[j] >= 0) {
            box->dx[j] = s->dpi[s->unknown_of[j]];
            continue;
        }
        for (int k = s->g_start[j]; k < s->g_start[j + 1]; k++)
            sum += s->g_coef[k] * s->dpi[s->g_row[k]];
        box->dx[j] = (sum - box->h[j]) * box->inverse[j];
    }
    size_t tiers = (size_t)(s->p->n_tiers - 1);
    for (int r = 0; r < s->n_rows; r++) {
        double sum = -s->dpi[r];
        for (int t = 0; t < s->tier; t++)
            sum += s->row_q[(size_t)r * tiers + (size_t)t] * s->dpi[s->p->n_rows + t];
        box->dx[n_cols + r] = (sum - box->h[n_cols + r]) * box->inverse[n_cols + r];
    }
}

static void solve_once(ipm *s, bool residuals)
{
    memset(s->rhs, 0, ((size_t)s->n_unknown + 1) * sizeof *s->rhs);
    for (int i = 0; i < s->n_bundles; i++)
        gather_block(s, &s->bundle[i], residuals);
    linking_right_side(s, residuals);
    for (int u = 0; u < s->n_unknown; u++)
        s->named[s->name[u]] = s->on[u] * s->rhs[u];
    ipm_sparse_solve(s->sparse, s->named);
    for (int u = 0; u < s->n_unknown; u++)
        s->dpi[u] = s->on[u] * s->named[s->name[u]];
    s->dpi[s->n_unknown] = 0.0;
    for (int i = 0; i < s->n_bundles; i++)
        spread_block(s, &s->bundle[i], residuals);
    spread_box(s);
}

/* What the direction leaves of the primal residuals, into rb and rl; their size. Without residuals it should move none. */
static double primal_rest(ipm *s, bool residuals)
{
    double most = 0.0;
    int n_cols = s->p->n_cols;
    double *f = s->f, *x = s->box.x;
    s->f = s->df;
    s->box.x = s->box.dx;
    ipm_activities(s, s->rhs);
    s->f = f;
    s->box.x = x;
    for (int r = 0; r < s->n_rows; r++) {
        double used = s->rhs[r];
        for (int t = r - s->p->n_rows, o = 0; t >= 0 && o < s->n_rows; o++)
            used += s->row_q[(size_t)o * (size_t)(s->p->n_tiers - 1) + (size_t)t] * s->box.dx[n_cols + o];
        s->rl[r] = s->on[r] > 0.0 ? (residuals ? s->rl[r] : 0.0) - used + s->box.dx[n_cols + r] : 0.0;
        most = fmax(most, fabs(s->rl[r]));
    }
    for (int i = 0; i < s->n_bundles; i++) {
        const ipm_bundle *b = &s->bundle[i];
        const ipm_template *t = b->shape;
        double *by_class = s->room, *rb = s->rb + at(b->row, 0);
        for (int q = 0; q < t->n_classes; q++) {
            double sum[LANES] = {0.0};
            for (int k = b->slot_start[q]; k < b->slot_start[q + 1]; k++)
                FOR_LANES(l) sum[l] -= s->df[at(b->slot + (size_t)k, l)];
            FOR_LANES(l) by_class[at((size_t)q, l)] = sum[l];
        }
        if (!residuals)
            memset(rb, 0, (size_t)t->n_rows * LANES * sizeof *rb);
        ipm_block_times(b, by_class, rb);
        FOR_LANES(l)
        for (size_t k = b->pull[l]; k < b->pull[l + 1]; k++)
            rb[at((size_t)t->row_of[0], l)] -= s->pull[k].value * s->dpi[s->pull[k].unknown];
        for (size_t k = 0; k < (size_t)t->n_rows * LANES; k++)
            most = fmax(most, fabs(rb[k]));
    }
    return most;
}

typedef struct part {
    double *sum, *add;
    size_t n;
} part;

/*
 * Rounding in the factors leaves some of the primal residuals, and later iterations would have to make up for it: solve
 * again for what is left, with nothing else on the right, and add.
 */
void ipm_direction(ipm *s, bool residuals)
{
    ipm_box *box = &s->box;
    solve_once(s, residuals);
    double goal = 1e-9 * s->flow_scale + 1e-3 * s->primal_size, left = primal_rest(s, residuals);
    part parts[] = {{s->kept_df, s->df, s->n_slots * LANES},
                    {s->kept_dz, s->dz, s->n_slots * LANES},
                    {s->kept_dy, s->dy, s->n_block_rows * LANES},
                    {s->kept_dpi, s->dpi, (size_t)s->n_unknown + 1},
                    {box->kept_dx, box->dx, (size_t)box->n}};
    for (int pass = 0; pass < REFINEMENTS && left > goal; pass++) {
        for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
            memcpy(parts[k].sum, parts[k].add, parts[k].n * sizeof *parts[k].sum);
        memset(s->h, 0, s->n_slots * LANES * sizeof *s->h);
        memset(s->rd, 0, s->n_slots * LANES * sizeof *s->rd);
        memset(box->h, 0, (size_t)box->n * sizeof *box->h);
        solve_once(s, true);
        double now = primal_rest(s, true);
        for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
            for (size_t i = 0; i < parts[k].n; i++)
                parts[k].add[i] = parts[k].sum[i] + (now < left ? parts[k].add[i] : 0.0);
        if (!(now < 0.5 * left))
            break;
        left = now;
    }
}
