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
/*
 * A corrector aims at this share of what the last two steps would have left of mu. The predictor says less than they do
 * of how far correctors get: one arc in hundreds of thousands stops it.
 */
static const double SHARE = 0.3;
/* After a step below this, no lower than at this share of mu. */
static const double SHORT = 0.1, CAUTIOUS = 0.3;
/* Least weight of a corrector that is tried. */
static const double LEAST_WEIGHT = 0.1;
/* The dearest price, in units of the costs. */
static const double DEAREST = 1e12;
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

/* Weights to try. */
static void set_weights(ipm *s)
{
    for (int k = 0; k < WEIGHTS; k++)
        s->pass.weight[k] = 1.0 - (1.0 - LEAST_WEIGHT) * k / (WEIGHTS - 1.0);
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
    for (int k = 0; k < CENTRALITY && fmin(*primal, *dual) < 0.9; k++) {
        s->pass.trial_primal = fmin(1.0, LOOK_TIMES * *primal + LOOK_MORE);
        s->pass.trial_dual = fmin(1.0, LOOK_TIMES * *dual + LOOK_MORE);
        ipm_direction(s);
        ipm_steps(s, primal_step, dual_step);
        double before = *primal, lower = *dual;
        s->pass.primal = extend(s, true, primal_step, primal);
        s->pass.dual = extend(s, false, dual_step, dual);
        bool grows = *primal > before + 0.01 || *dual > lower + 0.01;
        if (!grows)
            break;
    }
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
    double primal_step[WEIGHTS], dual_step[WEIGHTS];
    if (!s->begun)
        ipm_begin(s);
    ipm_phase_ends(s, IPM_ARRIVE);
    scale_boxes(s);
    ipm_linking_factor(s);
    ipm_phase_ends(s, IPM_LINKING);
    /* After a step that went nowhere: back to the middle, without second-order terms that may have misled. */
    bool stuck = s->last_step < 1e-3;
    double least = stuck ? 1.0 : s->last_step < SHORT ? CAUTIOUS : LEAST_AIM;
    s->pass.mu = fmax(SHARE * s->left, least) * s->mu;
    s->pass.second = stuck ? 0.0 : 1.0;
    set_weights(s);
    ipm_correct(s);
    ipm_steps(s, primal_step, dual_step);
    double forward = -1.0, upward = -1.0;
    s->pass.primal = extend(s, true, primal_step, &forward);
    s->pass.dual = extend(s, false, dual_step, &upward);
    if (!isfinite(primal_step[0]) || !isfinite(dual_step[0]))
        return false;
    centre(s, &forward, &upward);
    if (!isfinite(forward) || !isfinite(upward))
        return false;
    double primal = BACK_OFF * forward, dual = bounded_rise(s, BACK_OFF * upward);
    ipm_beyond_shorten(s, BACK_OFF, &primal, &dual);
    s->last_step = fmin(primal, dual) / BACK_OFF;
    s->left = (1.0 - primal) * (1.0 - dual);
    /* The last iterate of all is not gone on from. */
    ipm_arrive(s, primal, dual, s->gap * (1.0 - fmin(primal, dual)) > s->near_gap);
    ipm_phase_ends(s, IPM_ARRIVE);
    return true;
}
