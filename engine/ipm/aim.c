/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Right sides h of Newton's systems for boxes, as each direction aims at its own products; slots' are in gather.c. On the
 * way a direction found before joins what is kept.
 */
#include <string.h>

#include "private.h"

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
        s->base.dpi[0][r] = ipm_course_price(&s->base, r) + pass->dual * ipm_course_price(&s->last, r);
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
