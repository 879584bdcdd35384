/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Newton systems, each in two passes over the blocks with the linking system between them: right sides are aimed and
 * reduced to the linking rows, whose direction is then spread over the blocks, with the longest steps found at once. The
 * predictor has none of its own: its right side is reduced as the blocks are factored, its spread makes the corrector's.
 */
#include <string.h>

#include "private.h"

static void gather_group(ipm *s, int group, double *room)
{
    ipm_parts_clear(s, group, PART_DIRECTION);
    ipm_prices_hand(s, group, true);
    for (int i = s->group_bundle[group]; i < s->group_bundle[group + 1]; i++)
        ipm_gather_bundle(s, &s->bundle[i], room);
}

/* Nobody asks how far a predictor or a solve for what is left would go. */
static bool is_followed(ipm_aim aim)
{
    return aim == AIM_CORRECTOR || aim == AIM_CENTRED;
}

static void spread_group(ipm *s, int group, double *room)
{
    bool steps = !s->refine && is_followed(s->pass.aim);
    ipm_prices_hand(s, group, true);
    for (int i = s->group_bundle[group]; i < s->group_bundle[group + 1]; i++)
        ipm_spread_bundle(s, &s->bundle[i], steps, room);
}

/* The predictor spread and the corrector's right side in one. */
static void turn_group(ipm *s, int group, double *room)
{
    ipm_parts_clear(s, group, PART_DIRECTION);
    ipm_prices_hand(s, group, true);
    for (int i = s->group_bundle[group]; i < s->group_bundle[group + 1]; i++)
        ipm_turn_bundle(s, &s->bundle[i], room);
}

/* The steps alone, once a direction has been refined. */
static void steps_group(ipm *s, int group, double *room)
{
    ipm_prices_hand(s, group, true);
    for (int i = s->group_bundle[group]; i < s->group_bundle[group + 1]; i++)
        ipm_steps_bundle(s, &s->bundle[i], room);
}

/* What the blocks have handed over makes dpi of part `part` of the direction found last. */
static void link_part(ipm *s, int part)
{
    ipm_parts_sum(s, PART_DIRECTION, s->rhs);
    ipm_aim_boxes(s);
    if (s->pass.aim == AIM_CENTRED)
        s->base.n = 1;
    s->last.n = part + 1;
    s->dpi = s->last.dpi[part];
    ipm_linking_solve(s, s->pass.aim == AIM_PREDICTOR || s->pass.aim == AIM_REST);
    ipm_phase_ends(s, IPM_SOLVE);
}

static void gather(ipm *s)
{
    ipm_each_group(s, gather_group);
    ipm_phase_ends(s, IPM_GATHER);
}

static void spread(ipm *s)
{
    ipm_each_group(s, spread_group);
    ipm_phase_ends(s, IPM_SPREAD);
}

/* What df leaves of the balances, into rb, and what it uses of linking rows. */
static void rest_group(ipm *s, int group, double *room)
{
    s->found[group].primal_size = 0.0;
    ipm_parts_clear(s, group, PART_DIRECTION);
    ipm_prices_hand(s, group, true);
    for (int i = s->group_bundle[group]; i < s->group_bundle[group + 1]; i++)
        ipm_rest_bundle(s, &s->bundle[i], &s->found[group], room);
}

/*
 * What the last solve leaves of the primal residuals, into rb and rl; their size. Without residuals it should move none.
 */
static double primal_rest(ipm *s)
{
    const purse_program *p = s->p;
    bool residuals = s->pass.aim == AIM_PREDICTOR || s->pass.aim == AIM_REST;
    double most = 0.0;
    ipm_each_group(s, rest_group);
    ipm_parts_sum(s, PART_DIRECTION, s->rhs);
    for (int j = 0; j < p->n_cols; j++)
        for (int k = s->g_start[j]; k < s->g_start[j + 1]; k++)
            s->rhs[s->g_row[k]] += s->g_coef[k] * s->box.dx[j];
    for (int r = 0; r < s->n_rows; r++) {
        double used = s->rhs[r];
        for (int t = r - p->n_rows, o = 0; t >= 0 && o < s->n_rows; o++)
            used += s->row_q[(size_t)o * (size_t)(p->n_tiers - 1) + (size_t)t] * s->box.dx[p->n_cols + o];
        s->rl[r] = s->on[r] > 0.0 ? (residuals ? s->rl[r] : 0.0) - used + s->box.dx[p->n_cols + r] : 0.0;
        most = fmax(most, fabs(s->rl[r]));
    }
    for (int g = 0; g < s->n_groups; g++)
        most = fmax(most, s->found[g].primal_size);
    return most;
}

/*
 * Rounding in the factors leaves some of the primal residuals, and later iterations would have to make up for it: solve
 * again for what is left, with nothing else on the right, and add.
 */
static void refine(ipm *s)
{
    ipm_box *box = &s->box;
    ipm_aim aim = s->pass.aim;
    double goal = 1e-9 * s->flow_scale + 1e-3 * s->primal_size, left = primal_rest(s);
    s->pass.aim = AIM_REST;
    while (s->last.n <= REFINEMENTS && left > goal) {
        memcpy(box->kept_dx, box->dx, (size_t)box->n * sizeof *box->dx);
        gather(s);
        link_part(s, s->last.n);
        spread(s);
        double now = primal_rest(s), before = left;
        bool helps = now < left;
        for (int i = 0; i < box->n; i++)
            box->dx[i] = box->kept_dx[i] + (helps ? box->dx[i] : 0.0);
        s->last.n -= !helps;
        left = now;
        if (!(now < 0.5 * before))
            break;
    }
    s->pass.aim = aim;
    if (is_followed(aim))
        ipm_each_group(s, steps_group);
}

/* Duals of boxes that go with dx. */
static void box_duals(ipm *s)
{
    bool predictor = s->pass.aim == AIM_PREDICTOR;
    ipm_box *box = &s->box;
    for (int i = 0; i < box->n; i++) {
        double lo = predictor ? -box->z_lo[i] : box->c_lo[i], hi = predictor ? -box->z_hi[i] : box->c_hi[i];
        bool has_lo = isfinite(box->below[i]) && !box->fixed[i], has_hi = isfinite(box->above[i]) && !box->fixed[i];
        box->dz_lo[i] = has_lo ? lo - box->z_lo[i] / box->below[i] * box->dx[i] : 0.0;
        box->dz_hi[i] = has_hi ? hi + box->z_hi[i] / box->above[i] * box->dx[i] : 0.0;
    }
}

/* The larger of `now` and what keeps value + step * change from falling below 0: one over the longest step. */
static double tightest(double value, double change, double now)
{
    return -change > now * value ? -change / value : now;
}

static void box_steps(const ipm *s)
{
    const ipm_box *box = &s->box;
    const ipm_beyond *own = &s->beyond;
    for (int i = 0; i < box->n; i++)
        for (size_t k = 0; k < WEIGHTS; k++) {
            size_t place = k * own->n + at((size_t)s->n_bundles, 0) + (size_t)i;
            double w = s->pass.weight[k], dx = box->ax[i] + w * box->dx[i], primal = 0.0, dual = 0.0;
            if (!box->fixed[i]) {
                primal = tightest(box->below[i], dx, primal);
                primal = tightest(box->above[i], -dx, primal);
            }
            dual = tightest(box->z_lo[i], box->az_lo[i] + w * box->dz_lo[i], dual);
            dual = tightest(box->z_hi[i], box->az_hi[i] + w * box->dz_hi[i], dual);
            own->tried_primal[place] = primal;
            own->tried_dual[place] = dual;
        }
}

void ipm_steps(ipm *s, double *primal, double *dual)
{
    box_steps(s);
    for (int k = 0; k < WEIGHTS; k++) {
        primal[k] = 1.0 / ipm_beyond_primal(s, k);
        dual[k] = 1.0 / ipm_beyond_dual(s, k);
    }
}

/* With dpi known. */
static void finish(ipm *s)
{
    spread(s);
    if (s->refine)
        refine(s);
    box_duals(s);
    s->before = s->pass;
}

void ipm_direction(ipm *s)
{
    gather(s);
    link_part(s, 0);
    finish(s);
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

void ipm_correct(ipm *s)
{
    s->pass.aim = AIM_PREDICTOR;
    link_part(s, 0);
    if (s->refine)
        finish(s);
    else {
        ipm_each_group(s, turn_group);
        ipm_phase_ends(s, IPM_GATHER);
        box_duals(s);
    }
    keep_predictor(s);
    s->pass.aim = AIM_CORRECTOR;
    if (s->refine)
        gather(s);
    link_part(s, 0);
    finish(s);
}
