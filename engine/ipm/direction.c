/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One Newton system, in two passes over the blocks with the linking system between them: right sides are aimed and
 * reduced to the linking rows, whose direction is then spread over the blocks, with the longest steps found at once.
 */
#include <string.h>

#include "dense.h"
#include "private.h"

/* Solves for what is left, at most. */
enum { REFINEMENTS = 2 };

/* What the rows of held tiers get of one slot. */
static inline __attribute__((always_inline)) void gather_tiers(const ipm *s, const ipm_bundle *b, size_t slot,
                                                               const lanes *phi, double *const *part)
{
    for (int o = 0; o < s->tier; o++) {
        if (!s->held_z[o])
            continue;
        lanes held = *cvec(s->held_z[o], slot) * *phi;
        FOR_LANES(l)
        if (b->cluster[l] >= 0)
            part[l][s->cluster[b->cluster[l]].first_tier + o] += held[l];
    }
}

/* What arcs hand to the linking rows for their right side, after their block's own solve; leaves v. */
IPM_WIDE static void gather_bundle(ipm *s, const ipm_bundle *b, bool residuals, double *by_class)
{
    const ipm_template *t = b->shape;
    const double *theta = s->theta + at(b->slot, 0), *h = s->h + at(b->slot, 0);
    const double *coef = s->entry_coef + at(b->entry, 0);
    const int *place = s->entry_place + at(b->entry, 0);
    double *v = s->v + at(b->row, 0), *part[LANES];
    ipm_parts_of(s, b, part);
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
                FOR_LANES(l) part[l][place[at((size_t)e, l)]] += use[l];
            }
            gather_tiers(s, b, b->slot + (size_t)i, &phi, part);
        }
    FOR_LANES(l)
    for (size_t k = b->pull[l]; k < b->pull[l + 1]; k++)
        part[l][s->pull[k].place] -= s->pull[k].value * v[at((size_t)t->row_of[0], l)];
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
IPM_WIDE static void spread_bundle(ipm *s, const ipm_bundle *b, bool residuals, double *room)
{
    const ipm_template *t = b->shape;
    size_t rows = (size_t)t->n_rows;
    const double *theta = s->theta + at(b->slot, 0), *h = s->h + at(b->slot, 0), *rd = s->rd + at(b->slot, 0);
    const double *f = s->f + at(b->slot, 0), *v = s->v + at(b->row, 0);
    double *by_class = room, *w = by_class + at((size_t)t->n_classes, 0), *price = w + at(rows, 0);
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
            lanes change = own + *cvec(price, i);
            *vec(df, i) = *cvec(theta, i) * (change - *cvec(h, i));
            change = (residuals ? *cvec(rd, i) : zero) - change;
            *vec(dz, i) = LANES_WHERE(*cvec(f, i) > zero, change);
        }
    }
}

/* As fmax where neither is NaN, without a call. */
static inline double larger(double a, double b)
{
    return b > a ? b : a;
}

/* Longest steps along the predictor, and the sums from which mu after any such step follows. */
IPM_WIDE static void predictor_steps(const ipm *s, const ipm_bundle *b, ipm_found *found)
{
    lanes primal = {0.0}, dual = {0.0}, fdz = {0.0}, zdf = {0.0}, both = {0.0};
    for (size_t k = b->slot; k < b->slot + (size_t)b->n_slots; k++) {
        lanes f = *cvec(s->f, k), z = *cvec(s->z, k), df = *cvec(s->df, k), dz = *cvec(s->dz, k);
        lanes now = -df / f, rise = -dz / z;
        primal = LANES_PICK(now > primal, now, primal);
        dual = LANES_PICK(rise > dual, rise, dual);
        fdz += f * dz;
        zdf += z * df;
        both += df * dz;
    }
    FOR_LANES(l)
    {
        found->primal[0] = larger(found->primal[0], primal[l]);
        found->dual[0] = larger(found->dual[0], dual[l]);
        found->cross[0] += fdz[l];
        found->cross[1] += zdf[l];
        found->cross[2] += both[l];
    }
}

/* Longest steps along what is kept plus each weight times what was found. A shut slot's are no numbers: no tighter. */
IPM_WIDE static void tried_steps(const double *value, const double *kept, const double *found, size_t n,
                                 const double *weight, double *inverse)
{
    lanes most[WEIGHTS] = {{0.0}};
    for (size_t i = 0; i < n; i++) {
        lanes over = -1.0 / *cvec(value, i), a = *cvec(kept, i) * over, b = *cvec(found, i) * over;
        for (int k = 0; k < WEIGHTS; k++) {
            lanes now = a + weight[k] * b;
            most[k] = LANES_PICK(now > most[k], now, most[k]);
        }
    }
    for (int k = 0; k < WEIGHTS; k++)
        FOR_LANES(l) inverse[k] = larger(inverse[k], most[k][l]);
}

static void bundle_steps(ipm *s, const ipm_bundle *b, ipm_found *found)
{
    size_t first = at(b->slot, 0), n = (size_t)b->n_slots;
    if (s->pass.aim == AIM_PREDICTOR) {
        predictor_steps(s, b, found);
        return;
    }
    tried_steps(s->f + first, s->af + first, s->df + first, n, s->pass.weight, found->primal);
    tried_steps(s->z + first, s->az + first, s->dz + first, n, s->pass.weight, found->dual);
}

static void gather_group(ipm *s, int group, double *room)
{
    ipm_parts_clear(s, group);
    for (int i = s->group_bundle[group]; i < s->group_bundle[group + 1]; i++) {
        ipm_aim_bundle(s, &s->bundle[i]);
        gather_bundle(s, &s->bundle[i], s->pass.aim == AIM_PREDICTOR || s->pass.aim == AIM_REST, room);
    }
}

static void spread_group(ipm *s, int group, double *room)
{
    s->found[group] = (ipm_found){{0.0}, {0.0}, {0.0}, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0};
    for (int i = s->group_bundle[group]; i < s->group_bundle[group + 1]; i++) {
        spread_bundle(s, &s->bundle[i], s->pass.aim == AIM_PREDICTOR || s->pass.aim == AIM_REST, room);
        if (!s->refine)
            bundle_steps(s, &s->bundle[i], &s->found[group]);
    }
}

/* The steps alone, once a direction has been refined. */
static void steps_group(ipm *s, int group, double *room)
{
    (void)room;
    for (int i = s->group_bundle[group]; i < s->group_bundle[group + 1]; i++)
        bundle_steps(s, &s->bundle[i], &s->found[group]);
}

static void solve_once(ipm *s)
{
    ipm_each_group(s, gather_group);
    ipm_phase_ends(s, IPM_GATHER);
    ipm_parts_sum(s, s->rhs);
    ipm_aim_boxes(s);
    ipm_linking_solve(s, s->pass.aim == AIM_PREDICTOR || s->pass.aim == AIM_REST);
    ipm_phase_ends(s, IPM_SOLVE);
    ipm_each_group(s, spread_group);
    ipm_phase_ends(s, IPM_SPREAD);
}

/* What df leaves of the balances, into rb. */
static void rest_group(ipm *s, int group, double *by_class)
{
    bool residuals = s->pass.aim == AIM_PREDICTOR || s->pass.aim == AIM_REST;
    ipm_found *found = &s->found[group];
    for (int i = s->group_bundle[group]; i < s->group_bundle[group + 1]; i++) {
        const ipm_bundle *b = &s->bundle[i];
        const ipm_template *t = b->shape;
        double *rb = s->rb + at(b->row, 0);
        for (int q = 0; q < t->n_classes; q++) {
            lanes sum = {0.0};
            for (int k = b->slot_start[q]; k < b->slot_start[q + 1]; k++)
                sum -= *cvec(s->df, b->slot + (size_t)k);
            *vec(by_class, (size_t)q) = sum;
        }
        if (!residuals)
            memset(rb, 0, (size_t)t->n_rows * LANES * sizeof *rb);
        ipm_block_times(b, by_class, rb);
        FOR_LANES(l)
        for (size_t k = b->pull[l]; k < b->pull[l + 1]; k++)
            rb[at((size_t)t->row_of[0], l)] -= s->pull[k].value * s->dpi[s->pull[k].unknown];
        for (size_t k = 0; k < (size_t)t->n_rows * LANES; k++)
            found->primal_size = fmax(found->primal_size, fabs(rb[k]));
    }
}

/* What the direction leaves of the primal residuals, into rb and rl; their size. Without residuals it should move none. */
static double primal_rest(ipm *s)
{
    bool residuals = s->pass.aim == AIM_PREDICTOR || s->pass.aim == AIM_REST;
    double most = 0.0;
    int n_cols = s->p->n_cols;
    ipm_activities(s, s->df, s->box.dx, s->rhs);
    for (int r = 0; r < s->n_rows; r++) {
        double used = s->rhs[r];
        for (int t = r - s->p->n_rows, o = 0; t >= 0 && o < s->n_rows; o++)
            used += s->row_q[(size_t)o * (size_t)(s->p->n_tiers - 1) + (size_t)t] * s->box.dx[n_cols + o];
        s->rl[r] = s->on[r] > 0.0 ? (residuals ? s->rl[r] : 0.0) - used + s->box.dx[n_cols + r] : 0.0;
        most = fmax(most, fabs(s->rl[r]));
    }
    for (int g = 0; g < s->n_groups; g++)
        s->found[g].primal_size = 0.0;
    ipm_each_group(s, rest_group);
    for (int g = 0; g < s->n_groups; g++)
        most = fmax(most, s->found[g].primal_size);
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
static void refine(ipm *s)
{
    ipm_box *box = &s->box;
    ipm_aim aim = s->pass.aim;
    double goal = 1e-9 * s->flow_scale + 1e-3 * s->primal_size, left = primal_rest(s);
    part parts[] = {{s->kept_df, s->df, s->n_slots * LANES},
                    {s->kept_dz, s->dz, s->n_slots * LANES},
                    {s->kept_dy, s->dy, s->n_block_rows * LANES},
                    {s->kept_dpi, s->dpi, (size_t)s->n_unknown + 1},
                    {box->kept_dx, box->dx, (size_t)box->n}};
    for (int pass = 0; pass < REFINEMENTS && left > goal; pass++) {
        for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
            memcpy(parts[k].sum, parts[k].add, parts[k].n * sizeof *parts[k].sum);
        s->pass.aim = AIM_REST;
        solve_once(s);
        double now = primal_rest(s);
        for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
            for (size_t i = 0; i < parts[k].n; i++)
                parts[k].add[i] = parts[k].sum[i] + (now < left ? parts[k].add[i] : 0.0);
        if (!(now < 0.5 * left))
            break;
        left = now;
    }
    s->pass.aim = aim;
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

static void box_steps(const ipm *s, double *primal, double *dual)
{
    const ipm_box *box = &s->box;
    bool predictor = s->pass.aim == AIM_PREDICTOR;
    double kept = predictor ? 0.0 : 1.0;
    for (int i = 0; i < box->n; i++)
        for (int k = 0; k < (predictor ? 1 : WEIGHTS); k++) {
            double w = predictor ? 1.0 : s->pass.weight[k];
            double dx = kept * box->ax[i] + w * box->dx[i];
            if (!box->fixed[i]) {
                primal[k] = tightest(box->below[i], dx, primal[k]);
                primal[k] = tightest(box->above[i], -dx, primal[k]);
            }
            dual[k] = tightest(box->z_lo[i], kept * box->az_lo[i] + w * box->dz_lo[i], dual[k]);
            dual[k] = tightest(box->z_hi[i], kept * box->az_hi[i] + w * box->dz_hi[i], dual[k]);
        }
}

void ipm_direction(ipm *s, double *primal, double *dual)
{
    solve_once(s);
    if (s->refine)
        refine(s);
    box_duals(s);
    for (int k = 0; k < WEIGHTS; k++) {
        primal[k] = dual[k] = 1.0;
        for (int g = 0; g < s->n_groups; g++) {
            primal[k] = fmax(primal[k], s->found[g].primal[k]);
            dual[k] = fmax(dual[k], s->found[g].dual[k]);
        }
    }
    box_steps(s, primal, dual);
    for (int k = 0; k < WEIGHTS; k++) {
        primal[k] = 1.0 / primal[k];
        dual[k] = 1.0 / dual[k];
    }
}
