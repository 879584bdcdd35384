/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Right sides h of Newton's systems, as each direction aims at its own products of f and z. On the way a direction
 * found before joins what is kept, in the pass over the slots that has to be made anyway.
 */
#include <string.h>

#include "dense.h"
#include "private.h"

IPM_WIDE static void aim_predictor(ipm *s, const ipm_bundle *b)
{
    const lanes zero = {0.0};
    for (size_t k = b->slot; k < b->slot + (size_t)b->n_slots; k++)
        *vec(s->h, k) = LANES_WHERE(*cvec(s->f, k) > zero, *cvec(s->rd, k) + *cvec(s->z, k));
}

/* Products to mu, less the second-order terms of the predictor, but not far off the path. */
IPM_WIDE static void aim_corrector(ipm *s, const ipm_bundle *b)
{
    const ipm_pass *pass = &s->pass;
    const lanes zero = {0.0}, weight = *cvec(s->weight, (size_t)(b - s->bundle));
    const lanes aim = weight * pass->mu, high = 1e3 * s->mu * weight, low = -high;
    for (size_t k = b->slot; k < b->slot + (size_t)b->n_slots; k++) {
        lanes f = *cvec(s->f, k), target = aim - pass->second * *cvec(s->af, k) * *cvec(s->az, k);
        target = LANES_PICK(target > high, high, target);
        target = LANES_PICK(target < low, low, target);
        *vec(s->h, k) = LANES_WHERE(f > zero, -target / f);
    }
}

/* Products at a trial point that lie far off mu are mended, others left. */
IPM_WIDE static void aim_centred(ipm *s, const ipm_bundle *b)
{
    const ipm_pass *pass = &s->pass;
    const lanes zero = {0.0}, weight = *cvec(s->weight, (size_t)(b - s->bundle));
    const lanes low = 0.1 * pass->mu * weight, high = 10.0 * pass->mu * weight, least = -high;
    for (size_t k = b->slot; k < b->slot + (size_t)b->n_slots; k++) {
        lanes *af = vec(s->af, k), *az = vec(s->az, k);
        *af += pass->primal * *cvec(s->df, k);
        *az += pass->dual * *cvec(s->dz, k);
        lanes f = *cvec(s->f, k);
        lanes product = (f + pass->trial_primal * *af) * (*cvec(s->z, k) + pass->trial_dual * *az);
        lanes more = LANES_WHERE(product < low, low - product), less = high - product;
        less = LANES_PICK(less < least, least, less);
        more = LANES_PICK(product > high, less, more);
        *vec(s->h, k) = LANES_WHERE(f > zero, -more / f);
    }
    for (size_t k = b->row; k < b->row + (size_t)b->shape->n_rows; k++)
        *vec(s->ay, k) += pass->dual * *cvec(s->dy, k);
}

void ipm_aim_bundle(ipm *s, const ipm_bundle *b)
{
    size_t slots = (size_t)b->n_slots * LANES;
    switch (s->pass.aim) {
    case AIM_PREDICTOR:
        aim_predictor(s, b);
        break;
    case AIM_CORRECTOR:
        aim_corrector(s, b);
        break;
    case AIM_CENTRED:
        aim_centred(s, b);
        break;
    case AIM_REST:
        memset(s->h + at(b->slot, 0), 0, slots * sizeof *s->h);
        memset(s->rd + at(b->slot, 0), 0, slots * sizeof *s->rd);
        break;
    }
}

/* Target of one product for the corrector, kept from aiming far off the path. */
static double corrector_target(double aim, double second, double limit)
{
    return fmin(fmax(aim - second, -limit), limit);
}

/* Aim of a centrality corrector for one product at a trial point, with target `aim`: mends outliers only. */
static double centred(double product, double aim)
{
    if (product < 0.1 * aim)
        return 0.1 * aim - product;
    return product > 10.0 * aim ? fmax(10.0 * aim - product, -10.0 * aim) : 0.0;
}

/* Aim of one box's products: what c_lo and c_hi are over the distances. */
static void aim_box(ipm *s, int i)
{
    const ipm_pass *pass = &s->pass;
    ipm_box *box = &s->box;
    double aim = box->weight[i] * pass->mu, limit = 1e3 * box->weight[i] * s->mu, lo = 0.0, hi = 0.0;
    bool has_lo = isfinite(box->below[i]) && !box->fixed[i], has_hi = isfinite(box->above[i]) && !box->fixed[i];
    if (pass->aim == AIM_CORRECTOR) {
        double second = pass->second * box->ax[i];
        lo = has_lo ? corrector_target(aim, second * box->az_lo[i], limit) : 0.0;
        hi = has_hi ? corrector_target(aim, -second * box->az_hi[i], limit) : 0.0;
    } else {
        double dx = pass->trial_primal * box->ax[i], dual = pass->trial_dual;
        lo = has_lo ? centred((box->below[i] + dx) * (box->z_lo[i] + dual * box->az_lo[i]), aim) : 0.0;
        hi = has_hi ? centred((box->above[i] - dx) * (box->z_hi[i] + dual * box->az_hi[i]), aim) : 0.0;
    }
    box->c_lo[i] = has_lo ? lo / box->below[i] : 0.0;
    box->c_hi[i] = has_hi ? hi / box->above[i] : 0.0;
    box->h[i] = box->c_hi[i] - box->c_lo[i];
}

static void join_boxes(ipm *s)
{
    const ipm_pass *pass = &s->pass;
    ipm_box *box = &s->box;
    for (int r = 0; r < s->n_rows; r++)
        s->api[r] += pass->dual * s->dpi[r];
    for (int i = 0; i < box->n; i++) {
        box->ax[i] += pass->primal * box->dx[i];
        box->az_lo[i] += pass->dual * box->dz_lo[i];
        box->az_hi[i] += pass->dual * box->dz_hi[i];
    }
}

void ipm_aim_boxes(ipm *s)
{
    ipm_box *box = &s->box;
    if (s->pass.aim == AIM_CENTRED)
        join_boxes(s);
    if (s->pass.aim == AIM_REST)
        memset(box->h, 0, (size_t)box->n * sizeof *box->h);
    for (int i = 0; i < box->n && s->pass.aim != AIM_REST; i++) {
        if (s->pass.aim == AIM_PREDICTOR)
            box->h[i] = box->fixed[i] ? 0.0 : box->rd[i] + box->z_lo[i] - box->z_hi[i];
        else
            aim_box(s, i);
    }
}
