/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One iteration: predictor, weighted corrector, centrality correctors, separate primal and dual steps. The equations
 * stand in ipm.c.
 */
#include "private.h"

/* Share of the way to the boundary that a step takes. */
static const double BACK_OFF = 0.995;
/* Centrality correctors at most. */
enum { CENTRALITY = 2 };
/*
 * How far a centrality corrector looks: so many times the step at hand and this more. Far enough to see the few arcs of
 * which one stops the step as soon as another is mended; nearer takes up to a quarter more iterations.
 */
static const double LOOK_TIMES = 3.0, LOOK_MORE = 0.2;
/* After a step below this a corrector aims as Mehrotra does. */
static const double BOLD = 0.2;
/* The power of what the predictor leaves of mu, else. */
static const double BOLDER = 16.0;
/* The dearest price, in units of the costs. */
static const double DEAREST = 1e9;
/* Least share of mu that a corrector aims at. */
static const double LEAST_AIM = 1e-6;

/* The barrier's diagonal of boxes. */
static void scale_boxes(ipm *s)
{
    ipm_box *box = &s->box;
    for (int i = 0; i < box->n; i++) {
        double d = (isfinite(box->below[i]) ? box->z_lo[i] / box->below[i] : 0.0) +
                   (isfinite(box->above[i]) ? box->z_hi[i] / box->above[i] : 0.0);
        box->d[i] = fmax(d, 1e-12 * s->cost_scale / s->flow_scale);
        box->inverse[i] = box->fixed[i] ? 0.0 : 1.0 / box->d[i];
    }
}

/* mu after the predictor alone, which is the direction found last. */
static double predicted_mu(const ipm *s, double primal, double dual)
{
    const ipm_box *box = &s->box;
    double product = s->slot_product;
    for (int g = 0; g < s->n_groups; g++) {
        const double *cross = s->found[g].cross;
        product += dual * cross[0] + primal * cross[1] + primal * dual * cross[2];
    }
    for (int i = 0; i < box->n; i++) {
        if (isfinite(box->below[i]))
            product += (box->below[i] + primal * box->dx[i]) * (box->z_lo[i] + dual * box->dz_lo[i]);
        if (isfinite(box->above[i]))
            product += (box->above[i] - primal * box->dx[i]) * (box->z_hi[i] + dual * box->dz_hi[i]);
    }
    return s->total_weight > 0.0 ? fmax(product, 0.0) / s->total_weight : 0.0;
}

static void swap(double **a, double **b)
{
    double *kept = *a;
    *a = *b;
    *b = kept;
}

/* The direction found last becomes what is kept. */
static void keep_predictor(ipm *s)
{
    ipm_box *box = &s->box;
    ipm_course base = s->base;
    s->base = s->last;
    s->last = base;
    swap(&box->ax, &box->dx);
    swap(&box->az_lo, &box->dz_lo);
    swap(&box->az_hi, &box->dz_hi);
}

/* Weights to try: from 1 down to `least`. */
static void set_weights(ipm *s, double least)
{
    for (int k = 0; k < WEIGHTS; k++)
        s->pass.weight[k] = 1.0 - (1.0 - least) * k / (WEIGHTS - 1.0);
}

/* The largest of the weights tried that reaches nearly furthest. */
static int best_weight(const double *step)
{
    int best = 0;
    for (int k = 1; k < WEIGHTS; k++)
        if (step[k] > step[best] + 0.01)
            best = k;
    return best;
}

/* A weight of the direction found last that reaches further than what is kept does, if there is one: the weight, or 0. */
static double extend(ipm *s, bool primal, const double *step, double *reach)
{
    int best = best_weight(step);
    if (!(step[best] > *reach))
        return 0.0;
    *reach = step[best];
    ipm_beyond_choose(s, primal, best);
    return s->pass.weight[best];
}

/* Gondzio's centrality correctors: one more direction each, as long as the steps grow by it. */
static void centre(ipm *s, double *primal, double *dual)
{
    double primal_step[WEIGHTS], dual_step[WEIGHTS];
    s->pass.aim = AIM_CENTRED;
    set_weights(s, 0.1);
    for (int k = 0; k < CENTRALITY && fmin(*primal, *dual) < 0.9; k++) {
        s->pass.trial_primal = fmin(1.0, LOOK_TIMES * *primal + LOOK_MORE);
        s->pass.trial_dual = fmin(1.0, LOOK_TIMES * *dual + LOOK_MORE);
        ipm_direction(s, primal_step, dual_step);
        double before = *primal, lower = *dual;
        s->pass.primal = extend(s, true, primal_step, primal);
        s->pass.dual = extend(s, false, dual_step, dual);
        bool grows = *primal > before + 0.01 || *dual > lower + 0.01;
        if (!grows)
            break;
    }
}

/*
 * Predictor: how far it reaches, and the share of mu to aim at. One arc in hundreds of thousands stops a predictor, and
 * says little of how far the correctors will get: so the share is that of far bolder steps than Mehrotra's cube.
 */
static double predict(ipm *s, double *primal, double *dual)
{
    double primal_step[WEIGHTS], dual_step[WEIGHTS];
    s->pass.aim = AIM_PREDICTOR;
    ipm_direction(s, primal_step, dual_step);
    *primal = primal_step[0];
    *dual = dual_step[0];
    double ahead = predicted_mu(s, *primal, *dual), ratio = s->mu > 0.0 ? ahead / s->mu : 0.0;
    keep_predictor(s);
    double sigma = s->last_step < BOLD ? ratio * ratio * ratio : pow(ratio, BOLDER);
    return fmin(fmax(sigma, LEAST_AIM), 1.0);
}

/*
 * The longest dual step, no longer than `step`, that takes no price beyond what reduced costs can be told apart at: where
 * nothing stands inside the rows of held tiers, their prices know no end.
 */
static double bounded_rise(const ipm *s, double step)
{
    const double most = DEAREST * s->cost_scale;
    for (int r = 0; r < s->n_rows; r++) {
        double rise = ipm_course_price(&s->base, r) + s->pass.dual * ipm_course_price(&s->last, r);
        double now = fabs(s->pi[r]), then = fabs(s->pi[r] + step * rise);
        if (then > most && then > now)
            step = fmax(0.0, (most - now) / fabs(rise));
    }
    return step;
}

bool ipm_iterate(ipm *s)
{
    double primal, dual, primal_step[WEIGHTS], dual_step[WEIGHTS];
    scale_boxes(s);
    ipm_blocks_factor(s);
    ipm_phase_ends(s, IPM_BLOCKS);
    ipm_linking_factor(s);
    ipm_phase_ends(s, IPM_LINKING);
    double sigma = predict(s, &primal, &dual);
    /* After a step that went nowhere: back to the middle, without second-order terms that may have misled. */
    bool stuck = s->last_step < 1e-3;
    if (s->last_step < 0.1)
        sigma = fmax(sigma, stuck ? 1.0 : 0.3);
    s->pass.aim = AIM_CORRECTOR;
    s->pass.mu = sigma * s->mu;
    s->pass.second = stuck ? 0.0 : 1.0;
    set_weights(s, fmax(primal * dual, 0.1));
    ipm_direction(s, primal_step, dual_step);
    double forward = -1.0, upward = -1.0;
    s->pass.primal = extend(s, true, primal_step, &forward);
    s->pass.dual = extend(s, false, dual_step, &upward);
    if (!isfinite(primal_step[0]) || !isfinite(dual_step[0]))
        return false;
    centre(s, &forward, &upward);
    if (!isfinite(forward) || !isfinite(upward))
        return false;
    primal = BACK_OFF * forward;
    dual = bounded_rise(s, BACK_OFF * upward);
    ipm_beyond_shorten(s, BACK_OFF, &primal, &dual);
    double mended = ipm_move(s, primal, dual);
    s->last_step = fmin(primal, dual) / BACK_OFF;
    s->expected = (1.0 - primal) * s->primal_size + 1e-9 * s->flow_scale + 1e-3 * s->primal_size + mended;
    return true;
}
