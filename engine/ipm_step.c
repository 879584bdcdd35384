/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One iteration: predictor, weighted corrector, separate primal and dual steps. The equations stand in ipm.c.
 */
#include <string.h>

#include "ipm_dense.h"
#include "ipm_private.h"

/* Share of the way to the boundary that a step takes. */
static const double BACK_OFF = 0.995;
/* Centrality correctors at most. */
enum { CENTRALITY = 2 };

IPM_WIDE static void block_residuals(ipm *s, const ipm_bundle *b)
{
    const ipm_template *t = b->shape;
    double *by_class = s->room, *flow = by_class + at((size_t)t->n_classes, 0), *rb = s->rb + at(b->row, 0);
    const double *f = s->f + at(b->slot, 0), *z = s->z + at(b->slot, 0), *cost = s->cost + at(b->slot, 0);
    const double *coef = s->entry_coef + at(b->entry, 0);
    const int *row = s->entry_row + at(b->entry, 0);
    double *rd = s->rd + at(b->slot, 0);
    ipm_block_transposed(b, s->y + at(b->row, 0), by_class);
    for (int q = 0; q < t->n_classes; q++) {
        double sum[LANES] = {0.0};
        for (int i = b->slot_start[q]; i < b->slot_start[q + 1]; i++) {
            double price[LANES] = {0.0};
            for (int e = b->entry_start[i]; e < b->entry_start[i + 1]; e++)
                FOR_LANES(l)
                {
                    price[l] += coef[at((size_t)e, l)] * s->pi[row[at((size_t)e, l)]];
                    s->rl[row[at((size_t)e, l)]] -= coef[at((size_t)e, l)] * f[at((size_t)i, l)];
                }
            for (int o = 0; o < s->tier; o++)
                if (s->held_z[o])
                    FOR_LANES(l)
                    {
                        double held = s->held_z[o][at(b->slot + (size_t)i, l)];
                        price[l] += held * s->pi[s->p->n_rows + o];
                        s->rl[s->p->n_rows + o] -= held * f[at((size_t)i, l)];
                    }
            FOR_LANES(l)
            {
                size_t k = at((size_t)i, l);
                rd[k] = f[k] > 0.0 ? cost[k] - by_class[at((size_t)q, l)] - price[l] - z[k] : 0.0;
                sum[l] -= f[k];
            }
        }
        FOR_LANES(l) flow[at((size_t)q, l)] = sum[l];
    }
    memset(rb, 0, (size_t)t->n_rows * LANES * sizeof *rb);
    ipm_block_times(b, flow, rb);
    FOR_LANES(l)
    {
        size_t lane = at((size_t)(b - s->bundle), l), source = at((size_t)t->row_of[0], l);
        rb[source] += s->supply[lane];
        for (size_t k = b->pull[l]; k < b->pull[l + 1]; k++) {
            int j = s->kept[s->pull[k].unknown - s->n_rows];
            rb[source] -= s->pull[k].value * s->box.x[j];
            s->box.rd[j] -= s->pull[k].value * s->y[at(b->row, 0) + source];
        }
        if (s->weight[lane] == 0.0)
            rb[source] = 0.0;
    }
}

static void box_residuals(ipm *s)
{
    const purse_program *p = s->p;
    ipm_box *box = &s->box;
    for (int j = 0; j < p->n_cols; j++) {
        double rd =
            box->rd[j] + p->col_cost[(size_t)j * PURSE_MAX_TIERS + (size_t)s->tier] - box->z_lo[j] + box->z_hi[j];
        for (int k = s->g_start[j]; k < s->g_start[j + 1]; k++) {
            rd -= s->g_coef[k] * s->pi[s->g_row[k]];
            s->rl[s->g_row[k]] -= s->g_coef[k] * box->x[j];
        }
        box->rd[j] = box->fixed[j] ? 0.0 : rd;
    }
    size_t tiers = (size_t)(p->n_tiers - 1);
    for (int r = 0; r < s->n_rows; r++) {
        int i = p->n_cols + r;
        box->rd[i] = box->fixed[i] ? 0.0 : s->pi[r] - box->z_lo[i] + box->z_hi[i];
        for (int t = 0; t < s->tier; t++) {
            double q = s->row_q[(size_t)r * tiers + (size_t)t];
            box->rd[i] -= q * s->pi[p->n_rows + t];
            s->rl[p->n_rows + t] -= q * box->x[i];
        }
    }
    for (int r = 0; r < s->n_rows; r++)
        s->rl[r] = s->on[r] > 0.0 ? s->rl[r] + box->x[p->n_cols + r] : 0.0;
}

static void measure(ipm *s)
{
    ipm_box *box = &s->box;
    double product = 0.0, dual = 0.0, primal = 0.0;
    s->total_weight = s->primal_size = 0.0;
    for (int i = 0; i < s->n_bundles; i++) {
        const ipm_bundle *b = &s->bundle[i];
        double sum[LANES] = {0.0}, live[LANES] = {0.0};
        for (size_t k = b->slot; k < b->slot + (size_t)b->n_slots; k++)
            FOR_LANES(l)
            {
                sum[l] += s->f[at(k, l)] * s->z[at(k, l)];
                live[l] += s->f[at(k, l)] > 0.0 ? 1.0 : 0.0;
                dual = fmax(dual, fabs(s->rd[at(k, l)]));
            }
        FOR_LANES(l)
        {
            product += sum[l];
            s->total_weight += live[l] * s->weight[at((size_t)i, l)];
        }
    }
    for (int i = 0; i < box->n; i++) {
        if (box->fixed[i])
            continue;
        dual = fmax(dual, fabs(box->rd[i]));
        if (isfinite(box->below[i])) {
            product += box->below[i] * box->z_lo[i];
            s->total_weight += box->weight[i];
        }
        if (isfinite(box->above[i])) {
            product += box->above[i] * box->z_hi[i];
            s->total_weight += box->weight[i];
        }
    }
    for (int r = 0; r < s->n_rows; r++) {
        double lo = s->box.lo[s->p->n_cols + r], hi = s->box.hi[s->p->n_cols + r];
        double size = fmax(isinf(lo) ? 0.0 : fabs(lo), isinf(hi) ? 0.0 : fabs(hi));
        primal = fmax(primal, fabs(s->rl[r]) / (1.0 + size));
        s->primal_size = fmax(s->primal_size, fabs(s->rl[r]));
    }
    for (int i = 0; i < s->n_bundles; i++) {
        const ipm_bundle *b = &s->bundle[i];
        for (size_t k = 0; k < (size_t)b->shape->n_rows; k++)
            FOR_LANES(l)
        primal = fmax(primal, fabs(s->rb[at(b->row + k, l)]) / (1.0 + fabs(s->supply[at((size_t)i, l)])));
    }
    s->gap = product;
    s->mu = s->total_weight > 0.0 ? product / s->total_weight : 0.0;
    s->primal_residual = primal;
    s->dual_residual = dual / s->cost_scale;
}

void ipm_residuals(ipm *s)
{
    memset(s->rl, 0, ((size_t)s->n_unknown + 1) * sizeof *s->rl);
    memset(s->box.rd, 0, ((size_t)s->box.n + 1) * sizeof *s->box.rd);
    for (int i = 0; i < s->n_bundles; i++)
        block_residuals(s, &s->bundle[i]);
    box_residuals(s);
    measure(s);
}

/* Theta = f / z, and the same of boxes. */
IPM_WIDE static void scale(ipm *s)
{
    ipm_box *box = &s->box;
    size_t n = s->n_slots * LANES;
    for (size_t i = 0; i < n; i++)
        s->theta[i] = s->f[i] / s->z[i];
    for (int i = 0; i < box->n; i++) {
        double d = (isfinite(box->below[i]) ? box->z_lo[i] / box->below[i] : 0.0) +
                   (isfinite(box->above[i]) ? box->z_hi[i] / box->above[i] : 0.0);
        box->d[i] = fmax(d, 1e-12 * s->cost_scale / s->flow_scale);
        box->inverse[i] = box->fixed[i] ? 0.0 : 1.0 / box->d[i];
    }
}

/* Right side of the predictor: products to 0. */
IPM_WIDE static void aim_predictor(ipm *s)
{
    ipm_box *box = &s->box;
    for (size_t i = 0; i < s->n_slots * LANES; i++)
        s->h[i] = s->f[i] > 0.0 ? s->rd[i] + s->z[i] : 0.0;
    for (int i = 0; i < box->n; i++)
        box->h[i] = box->fixed[i] ? 0.0 : box->rd[i] + box->z_lo[i] - box->z_hi[i];
}

/* Target of one product for the corrector, kept from aiming far off the path. */
static double corrector_target(double aim, double second, double limit)
{
    return fmin(fmax(aim - second, -limit), limit);
}

IPM_WIDE static void aim_corrector(ipm *s, double mu, double second)
{
    ipm_box *box = &s->box;
    for (int i = 0; i < s->n_bundles; i++) {
        const ipm_bundle *b = &s->bundle[i];
        for (size_t k = b->slot; k < b->slot + (size_t)b->n_slots; k++)
            FOR_LANES(l)
            {
                size_t e = at(k, l);
                double w = s->weight[at((size_t)i, l)];
                s->h[e] = s->f[e] > 0.0
                              ? -corrector_target(w * mu, second * s->af[e] * s->az[e], 1e3 * w * s->mu) / s->f[e]
                              : 0.0;
            }
    }
    for (int i = 0; i < box->n; i++) {
        double lo = 0.0, hi = 0.0, limit = 1e3 * box->weight[i] * s->mu;
        if (isfinite(box->below[i]) && !box->fixed[i])
            lo = corrector_target(box->weight[i] * mu, second * box->ax[i] * box->az_lo[i], limit) / box->below[i];
        if (isfinite(box->above[i]) && !box->fixed[i])
            hi = corrector_target(box->weight[i] * mu, -second * box->ax[i] * box->az_hi[i], limit) / box->above[i];
        box->c_lo[i] = lo;
        box->c_hi[i] = hi;
        box->h[i] = hi - lo;
    }
}

/* Duals of boxes that go with dx. */
static void box_duals(ipm *s, bool predictor)
{
    ipm_box *box = &s->box;
    for (int i = 0; i < box->n; i++) {
        double lo = predictor ? -box->z_lo[i] : box->c_lo[i], hi = predictor ? -box->z_hi[i] : box->c_hi[i];
        bool has_lo = isfinite(box->below[i]) && !box->fixed[i], has_hi = isfinite(box->above[i]) && !box->fixed[i];
        box->dz_lo[i] = has_lo ? lo - box->z_lo[i] / box->below[i] * box->dx[i] : 0.0;
        box->dz_hi[i] = has_hi ? hi + box->z_hi[i] / box->above[i] * box->dx[i] : 0.0;
    }
}

/* Weights of a corrector that are tried at once. */
enum { WEIGHTS = 4 };

/* The largest of -change / value so far: one over the longest step. */
static inline double tightest(double value, double change, double now)
{
    return -change > now * value ? -change / value : now;
}

/*
 * Longest steps, at most 1, along what is kept plus each weight times what was found last. Slots that are shut have
 * changes of 0, and a value of 0 makes no number of them, which compares as no tighter.
 */
IPM_WIDE static void slots_steps(const double *value, const double *kept, const double *found, size_t n,
                                 const double *weight, double *inverse)
{
    double most[WEIGHTS][LANES];
    for (int k = 0; k < WEIGHTS; k++)
        FOR_LANES(l) most[k][l] = inverse[k];
    for (size_t i = 0; i < n; i++) {
        lanes over = -1.0 / *cvec(value, i), a = *cvec(kept, i) * over, b = *cvec(found, i) * over;
        for (int k = 0; k < WEIGHTS; k++) {
            lanes now = a + weight[k] * b;
            FOR_LANES(l) most[k][l] = now[l] > most[k][l] ? now[l] : most[k][l];
        }
    }
    for (int k = 0; k < WEIGHTS; k++)
        FOR_LANES(l) inverse[k] = fmax(inverse[k], most[k][l]);
}

static void list_steps(const double *value, const double *kept, const double *found, int n, const double *weight,
                       double *inverse)
{
    for (int i = 0; i < n; i++)
        for (int k = 0; k < WEIGHTS; k++)
            inverse[k] = tightest(value[i], kept[i] + weight[k] * found[i], inverse[k]);
}

static void primal_steps(const ipm *s, const double *weight, double *step)
{
    const ipm_box *box = &s->box;
    double inverse[WEIGHTS] = {1.0, 1.0, 1.0, 1.0};
    slots_steps(s->f, s->af, s->df, s->n_slots, weight, inverse);
    for (int i = 0; i < box->n; i++)
        for (int k = 0; k < WEIGHTS && !box->fixed[i]; k++) {
            double dx = box->ax[i] + weight[k] * box->dx[i];
            inverse[k] = tightest(box->below[i], dx, inverse[k]);
            inverse[k] = tightest(box->above[i], -dx, inverse[k]);
        }
    for (int k = 0; k < WEIGHTS; k++)
        step[k] = 1.0 / inverse[k];
}

static void dual_steps(const ipm *s, const double *weight, double *step)
{
    const ipm_box *box = &s->box;
    double inverse[WEIGHTS] = {1.0, 1.0, 1.0, 1.0};
    slots_steps(s->z, s->az, s->dz, s->n_slots, weight, inverse);
    list_steps(box->z_lo, box->az_lo, box->dz_lo, box->n, weight, inverse);
    list_steps(box->z_hi, box->az_hi, box->dz_hi, box->n, weight, inverse);
    for (int k = 0; k < WEIGHTS; k++)
        step[k] = 1.0 / inverse[k];
}

/* mu after the predictor alone. */
IPM_WIDE static double predicted_mu(const ipm *s, double primal, double dual)
{
    const ipm_box *box = &s->box;
    double product = 0.0, sum[LANES] = {0.0};
    for (size_t i = 0; i < s->n_slots; i++)
        FOR_LANES(l) sum[l] += (s->f[at(i, l)] + primal * s->af[at(i, l)]) * (s->z[at(i, l)] + dual * s->az[at(i, l)]);
    FOR_LANES(l) product += sum[l];
    for (int i = 0; i < box->n; i++) {
        if (isfinite(box->below[i]))
            product += (box->below[i] + primal * box->ax[i]) * (box->z_lo[i] + dual * box->az_lo[i]);
        if (isfinite(box->above[i]))
            product += (box->above[i] - primal * box->ax[i]) * (box->z_hi[i] + dual * box->az_hi[i]);
    }
    return s->total_weight > 0.0 ? product / s->total_weight : 0.0;
}

static void keep_predictor(ipm *s)
{
    ipm_box *box = &s->box;
    double *pairs[][2] = {{s->af, s->df}, {s->az, s->dz}};
    for (size_t i = 0; i < 2; i++)
        memcpy(pairs[i][0], pairs[i][1], s->n_slots * LANES * sizeof(double));
    memcpy(s->ay, s->dy, s->n_block_rows * LANES * sizeof *s->ay);
    memcpy(s->api, s->dpi, ((size_t)s->n_unknown + 1) * sizeof *s->api);
    memcpy(box->ax, box->dx, (size_t)box->n * sizeof *box->ax);
    memcpy(box->az_lo, box->dz_lo, (size_t)box->n * sizeof *box->az_lo);
    memcpy(box->az_hi, box->dz_hi, (size_t)box->n * sizeof *box->az_hi);
}

/* What was found last, weighted, joins what is kept. */
IPM_WIDE static void join(ipm *s, double primal, double dual)
{
    ipm_box *box = &s->box;
    for (size_t i = 0; i < s->n_slots * LANES; i++) {
        s->af[i] += primal * s->df[i];
        s->az[i] += dual * s->dz[i];
    }
    for (size_t i = 0; i < s->n_block_rows * LANES; i++)
        s->ay[i] += dual * s->dy[i];
    for (int r = 0; r < s->n_rows; r++)
        s->api[r] += dual * s->dpi[r];
    for (int i = 0; i < box->n; i++) {
        box->ax[i] += primal * box->dx[i];
        box->az_lo[i] += dual * box->dz_lo[i];
        box->az_hi[i] += dual * box->dz_hi[i];
    }
}

IPM_WIDE static void move(ipm *s, double primal, double dual)
{
    ipm_box *box = &s->box;
    for (size_t i = 0; i < s->n_slots * LANES; i++) {
        s->f[i] += primal * s->af[i];
        s->z[i] += dual * s->az[i];
    }
    for (size_t i = 0; i < s->n_block_rows * LANES; i++)
        s->y[i] += dual * s->ay[i];
    for (int r = 0; r < s->n_rows; r++)
        s->pi[r] += dual * s->api[r];
    for (int i = 0; i < box->n; i++) {
        double dx = primal * box->ax[i];
        if (box->fixed[i])
            continue;
        box->x[i] += dx;
        box->below[i] += dx;
        box->above[i] -= dx;
        box->z_lo[i] += dual * box->az_lo[i];
        box->z_hi[i] += dual * box->az_hi[i];
    }
}

/* The shortest of the weights tried that reaches nearly furthest: from 1 down to `least`. */
static double best_weight(const ipm *s, void (*steps)(const ipm *, const double *, double *), double least,
                          double *weight)
{
    double tried[WEIGHTS], step[WEIGHTS], best = 0.0;
    for (int k = 0; k < WEIGHTS; k++)
        tried[k] = 1.0 - (1.0 - least) * k / (WEIGHTS - 1.0);
    steps(s, tried, step);
    for (int k = 0; k < WEIGHTS; k++)
        if (k == 0 || step[k] > best + 0.01) {
            best = step[k];
            *weight = tried[k];
        }
    return best;
}

/* Aim of a centrality corrector for one product at a trial point, with target `aim`: mends outliers only. */
static double centred(double product, double aim)
{
    if (product < 0.1 * aim)
        return 0.1 * aim - product;
    return product > 10.0 * aim ? fmax(10.0 * aim - product, -10.0 * aim) : 0.0;
}

IPM_WIDE static void aim_centred(ipm *s, double mu, double primal, double dual)
{
    ipm_box *box = &s->box;
    for (int i = 0; i < s->n_bundles; i++) {
        const ipm_bundle *b = &s->bundle[i];
        for (size_t k = b->slot; k < b->slot + (size_t)b->n_slots; k++)
            FOR_LANES(l)
            {
                size_t e = at(k, l);
                double product = (s->f[e] + primal * s->af[e]) * (s->z[e] + dual * s->az[e]);
                s->h[e] = s->f[e] > 0.0 ? -centred(product, s->weight[at((size_t)i, l)] * mu) / s->f[e] : 0.0;
            }
    }
    for (int i = 0; i < box->n; i++) {
        double lo = 0.0, hi = 0.0, aim = box->weight[i] * mu;
        if (isfinite(box->below[i]) && !box->fixed[i])
            lo = centred((box->below[i] + primal * box->ax[i]) * (box->z_lo[i] + dual * box->az_lo[i]), aim) /
                 box->below[i];
        if (isfinite(box->above[i]) && !box->fixed[i])
            hi = centred((box->above[i] - primal * box->ax[i]) * (box->z_hi[i] + dual * box->az_hi[i]), aim) /
                 box->above[i];
        box->c_lo[i] = lo;
        box->c_hi[i] = hi;
        box->h[i] = hi - lo;
    }
}

/* Gondzio's centrality correctors: one more direction each, as long as the steps grow by it. */
static void centre(ipm *s, double mu, double *primal, double *dual)
{
    for (int k = 0; k < CENTRALITY && fmin(*primal, *dual) < 0.9; k++) {
        double primal_weight, dual_weight;
        aim_centred(s, mu, fmin(1.0, 1.1 * *primal + 0.1), fmin(1.0, 1.1 * *dual + 0.1));
        ipm_direction(s, false);
        box_duals(s, false);
        double further = best_weight(s, primal_steps, 0.1, &primal_weight);
        double higher = best_weight(s, dual_steps, 0.1, &dual_weight);
        bool grows = further > *primal + 0.01 || higher > *dual + 0.01;
        join(s, further > *primal ? primal_weight : 0.0, higher > *dual ? dual_weight : 0.0);
        *primal = fmax(further, *primal);
        *dual = fmax(higher, *dual);
        if (!grows)
            break;
    }
}

bool ipm_iterate(ipm *s)
{
    const double none[WEIGHTS] = {0.0};
    double primal[WEIGHTS], dual[WEIGHTS];
    scale(s);
    ipm_blocks_factor(s);
    ipm_linking_factor(s);
    aim_predictor(s);
    ipm_direction(s, true);
    box_duals(s, true);
    keep_predictor(s);
    primal_steps(s, none, primal);
    dual_steps(s, none, dual);
    double ahead = predicted_mu(s, primal[0], dual[0]), ratio = s->mu > 0.0 ? ahead / s->mu : 0.0;
    double sigma = fmin(fmax(ratio * ratio * ratio, 1e-6), 1.0);
    /* After a step that went nowhere: back to the middle, without second-order terms that may have misled. */
    bool stuck = s->last_step < 1e-3;
    if (s->last_step < 0.1)
        sigma = fmax(sigma, stuck ? 1.0 : 0.3);
    aim_corrector(s, sigma * s->mu, stuck ? 0.0 : 1.0);
    ipm_direction(s, false);
    box_duals(s, false);
    double primal_weight, dual_weight, least = fmax(primal[0] * dual[0], 0.1);
    double forward = best_weight(s, primal_steps, least, &primal_weight);
    double upward = best_weight(s, dual_steps, least, &dual_weight);
    join(s, primal_weight, dual_weight);
    centre(s, sigma * s->mu, &forward, &upward);
    if (!isfinite(forward) || !isfinite(upward))
        return false;
    move(s, BACK_OFF * forward, BACK_OFF * upward);
    s->last_step = fmin(forward, upward);
    return true;
}
