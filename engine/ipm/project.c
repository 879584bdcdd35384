/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The nearest point, in relative terms, at which every row and balance holds:
 *
 *     minimise  sum (df / f)^2 + sum (dx / distance to the nearer bound)^2   subject to  the residuals' end
 *
 * These are Newton's equations with Theta = f^2 and nothing on the dual side. Close to the optimum f / z spans so many
 * orders that rounding leaves residuals there, which tiers to come would magnify; f^2 is tame, since what is near 0 has
 * no need to move.
 */
#include "private.h"

enum { PASSES = 3 };
/* Of what lies between an iterate and its bounds, a step takes no more than this share. */
static const double INSIDE = 0.9;
/* Residuals below this, relative as ipm_residuals measures them, or of the scale of flows, are rounding. */
static const double EXACT = 1e-13, EXACT_SIZE = 2e-10;
/* Good enough to be mended on the way to an answer. */
static const double NEARLY_EXACT = 1e-9;

/* Theta is f / z: the z that make it f^2, into `z`. */
static void set_metric(ipm *s, double *z)
{
    ipm_box *box = &s->box;
    double unit = 1.0 / s->flow_scale;
    for (size_t i = 0; i < s->n_slots * LANES; i++)
        z[i] = s->f[i] > 0.0 ? s->flow_scale * s->flow_scale / s->f[i] : 1.0;
    for (int i = 0; i < box->n; i++) {
        double near = fmin(fmin(box->below[i], box->above[i]), 1e6 * s->flow_scale) * unit;
        box->d[i] = 1.0 / fmax(near * near, 1e-24);
        box->inverse[i] = box->fixed[i] ? 0.0 : 1.0 / box->d[i];
    }
}

static void flow_group(ipm *s, int group, double *room)
{
    ipm_prices_hand(s, group, true);
    for (int i = s->group_bundle[group]; i < s->group_bundle[group + 1]; i++)
        ipm_flow_bundle(s, &s->bundle[i], room);
}

/*
 * The direction that ends all residuals, into af and box.dx. What the last iteration kept makes room for the metric, which
 * is set here and `anew`, or is the one of the last direction.
 */
static void find_direction(ipm *s, bool anew)
{
    double *z = s->z;
    bool refine = s->refine;
    s->z = s->az;
    if (anew) {
        set_metric(s, s->z);
        ipm_blocks_factor(s);
        ipm_linking_factor(s);
    }
    s->pass = (ipm_pass){.aim = AIM_REST};
    s->refine = false; /* what is left is seen when all residuals are measured, and ended next */
    ipm_direction(s);
    s->refine = refine;
    ipm_each_group(s, flow_group);
    s->z = z;
}

/* The longest step, at most 1, that takes no more than a share `most` of anything. */
static double longest_step(const ipm *s, double most)
{
    const ipm_box *box = &s->box;
    double inverse = 1.0;
    for (size_t i = 0; i < s->n_slots * LANES; i++)
        if (s->f[i] > 0.0)
            inverse = fmax(inverse, -s->af[i] / (most * s->f[i]));
    for (int i = 0; i < box->n; i++)
        if (!box->fixed[i])
            inverse = fmax(inverse, fmax(-box->dx[i] / (most * box->below[i]), box->dx[i] / (most * box->above[i])));
    return 1.0 / inverse;
}

/* What is no number stays one, and shows. */
static double not_below_0(double x)
{
    return x < 0.0 ? 0.0 : x;
}

/* The metric's z go with f, so that Theta stays what has been factored, but where f has come to its bound. */
static void step(ipm *s, double length)
{
    ipm_box *box = &s->box;
    for (size_t i = 0; i < s->n_slots * LANES; i++) {
        double f = not_below_0(s->f[i] + length * s->af[i]);
        s->az[i] = f > 0.0 ? s->az[i] * (f / s->f[i]) : 1.0;
        s->f[i] = f;
    }
    for (int i = 0; i < box->n; i++) {
        double dx = box->fixed[i] ? 0.0 : length * box->dx[i];
        box->x[i] += dx;
        box->below[i] = not_below_0(box->below[i] + dx);
        box->above[i] = not_below_0(box->above[i] - dx);
    }
}

/* Between tiers steep trades magnify what looks like rounding. */
static bool is_exact(const ipm *s)
{
    return s->primal_residual <= EXACT || (s->p->n_tiers == 1 && s->primal_size <= EXACT_SIZE * s->flow_scale);
}

/* A metric is left for another once it allows no more than this. */
static const double SHORT = 0.9;

void ipm_project(ipm *s, bool to_bounds)
{
    bool anew = true;
    for (int pass = 0; pass < PASSES && !is_exact(s); pass++) {
        double before = s->primal_residual;
        find_direction(s, anew);
        double length = longest_step(s, to_bounds ? 1.0 : INSIDE);
        if (!isfinite(length))
            break;
        anew = length < SHORT;
        step(s, length);
        ipm_residuals(s);
        if (!(s->primal_residual < before)) {
            step(s, -length);
            ipm_residuals(s);
        }
        if (!(s->primal_residual < 0.5 * before))
            break;
    }
}

/* A step below this has hit what will be in the way again. */
static const double LEAST_STEP = 0.25;
enum { REACHES = 4 };

bool ipm_reach(ipm *s, int *passes)
{
    for (int pass = 0; pass < REACHES && s->primal_residual > NEARLY_EXACT; pass++) {
        find_direction(s, true);
        double length = longest_step(s, INSIDE);
        if (!(length >= LEAST_STEP))
            return false;
        step(s, length);
        ipm_residuals(s);
        *passes += 1;
    }
    return s->primal_residual <= NEARLY_EXACT;
}
