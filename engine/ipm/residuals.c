/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Moves the iterate and measures where it then stands: residuals of both problems, complementary products and mu. On the
 * same visits the blocks are factored and the next direction begun.
 */
#include <string.h>

#include "dense.h"
#include "private.h"

/* What one slot pays at pi, and what it takes off the residuals of linking rows. */
IPM_INLINE void use_rows(const ipm *s, const ipm_bundle *b, size_t i, const double *const *at_pi, double *const *part,
                         lanes *price)
{
    const lanes f = *cvec(s->f, b->slot + i);
    for (int e = b->entry_start[i]; e < b->entry_start[i + 1]; e++) {
        size_t first = at(b->entry + (size_t)e, 0);
        const lanes coef = *cvec(s->entry_coef + first, 0), use = coef * f;
        const ipm_place *place = s->entry_place + first;
        lanes found;
        FOR_LANES(l) found[l] = at_pi[l][place[l]];
        *price += coef * found;
        FOR_LANES(l) part[l][place[l]] -= use[l];
    }
    for (int o = 0; o < s->tier; o++) {
        if (!s->held_z[o])
            continue;
        const lanes held = *cvec(s->held_z[o], b->slot + i), use = held * f;
        *price += held * s->pi[s->p->n_rows + o];
        FOR_LANES(l)
        if (b->cluster[l] >= 0)
            part[l][s->cluster[b->cluster[l]].first_tier + o] -= use[l];
    }
}

/* rd of one bundle, minus the flow of each class into `flow`; products and sizes. */
IPM_WIDE static void slot_residuals(ipm *s, const ipm_bundle *b, const double *by_class, double *flow, ipm_found *found)
{
    const lanes zero = {0.0}, one = zero + 1.0;
    lanes product = zero, live = zero, worst = zero, spent = zero;
    double *part[LANES];
    const double *at_pi[LANES];
    const size_t first = (size_t)b->shape->n_classes;
    ipm_parts_of(s, b, PART_POINT, part);
    ipm_prices_of(s, b, HAND_PI, at_pi);
    for (size_t i = 0; i < (size_t)b->n_slots; i++) {
        size_t k = b->slot + i, q = (size_t)b->slot_class[i];
        lanes own = *cvec(by_class, q), price = zero, f = *cvec(s->f, k), z = *cvec(s->z, k);
        use_rows(s, b, i, at_pi, part, &price);
        lanes cost = *cvec(s->cost, k), rd = LANES_WHERE(f > zero, cost - own - price - z);
        spent += cost * f;
        *vec(s->rd, k) = rd;
        *vec(flow, q) = (i < first ? zero : *cvec(flow, q)) - f;
        product += f * z;
        live += LANES_WHERE(f > zero, one);
        worst = LANES_PICK(rd > worst, rd, worst);
        worst = LANES_PICK(-rd > worst, -rd, worst);
    }
    live *= *cvec(s->weight, (size_t)(b - s->bundle));
    FOR_LANES(l)
    {
        found->product += product[l];
        found->cost += spent[l];
        found->live += live[l];
        found->dual_residual = fmax(found->dual_residual, worst[l]);
    }
}

static void block_residuals(ipm *s, const ipm_bundle *b, double *room, ipm_found *found)
{
    const ipm_template *t = b->shape;
    double *by_class = room, *flow = by_class + at((size_t)t->n_classes, 0), *rb = s->rb + at(b->row, 0);
    double *part[LANES];
    ipm_parts_of(s, b, PART_POINT, part);
    ipm_block_transposed(b, s->y + at(b->row, 0), by_class);
    slot_residuals(s, b, by_class, flow, found);
    memset(rb, 0, (size_t)t->n_rows * LANES * sizeof *rb);
    ipm_block_times(b, flow, rb);
    FOR_LANES(l)
    {
        size_t lane = at((size_t)(b - s->bundle), l), source = at((size_t)t->row_of[0], l);
        rb[source] += s->supply[lane];
        for (size_t k = b->pull[l]; k < b->pull[l + 1]; k++) {
            int j = s->kept[s->pull[k].unknown - s->n_rows];
            rb[source] -= s->pull[k].value * s->box.x[j];
            part[l][s->pull[k].place] -= s->pull[k].value * s->y[at(b->row, 0) + source];
        }
        if (s->weight[lane] == 0.0)
            rb[source] = 0.0;
        for (size_t k = 0; k < (size_t)t->n_rows; k++) {
            double size = fabs(rb[at(k, l)]);
            found->primal_size = fmax(found->primal_size, size);
            found->primal_residual = fmax(found->primal_residual, size / (1.0 + fabs(s->supply[lane])));
        }
    }
}

/* What the blocks have handed over stands in rl: for rows, and for columns that stay, where pulls have put it. */
static void box_residuals(ipm *s)
{
    const purse_program *p = s->p;
    ipm_box *box = &s->box;
    for (int j = 0; j < p->n_cols; j++) {
        double pulled = s->unknown_of[j] >= 0 ? s->rl[s->unknown_of[j]] : 0.0;
        double rd = pulled + p->col_cost[(size_t)j * PURSE_MAX_TIERS + (size_t)s->tier] - box->z_lo[j] + box->z_hi[j];
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

static void measure_boxes(ipm *s, ipm_found *all)
{
    const ipm_box *box = &s->box;
    for (int i = 0; i < box->n; i++) {
        if (box->fixed[i])
            continue;
        all->dual_residual = fmax(all->dual_residual, fabs(box->rd[i]));
        if (isfinite(box->below[i])) {
            all->product += box->below[i] * box->z_lo[i];
            all->live += box->weight[i];
        }
        if (isfinite(box->above[i])) {
            all->product += box->above[i] * box->z_hi[i];
            all->live += box->weight[i];
        }
    }
    for (int r = 0; r < s->n_rows; r++) {
        double lo = box->lo[s->p->n_cols + r], hi = box->hi[s->p->n_cols + r];
        double size = fmax(isinf(lo) ? 0.0 : fabs(lo), isinf(hi) ? 0.0 : fabs(hi));
        all->primal_residual = fmax(all->primal_residual, fabs(s->rl[r]) / (1.0 + size));
        all->primal_size = fmax(all->primal_size, fabs(s->rl[r]));
    }
}

static void measure(ipm *s)
{
    ipm_found all = {0};
    for (int g = 0; g < s->n_groups; g++) {
        all.product += s->found[g].product;
        all.cost += s->found[g].cost;
        all.live += s->found[g].live;
        all.dual_residual = fmax(all.dual_residual, s->found[g].dual_residual);
        all.primal_residual = fmax(all.primal_residual, s->found[g].primal_residual);
        all.primal_size = fmax(all.primal_size, s->found[g].primal_size);
    }
    s->slot_cost = all.cost;
    measure_boxes(s, &all);
    s->total_weight = all.live;
    s->gap = all.product;
    s->mu = all.live > 0.0 ? all.product / all.live : 0.0;
    s->primal_residual = all.primal_residual;
    s->dual_residual = all.dual_residual / s->cost_scale;
    s->primal_size = all.primal_size;
    /* Rounding shows as residuals that a step should have taken away. */
    s->refine |= s->expected >= 0.0 && !(s->primal_size <= s->expected);
}

/* What the next iteration begins with: of a group, before its bundles, and of each of these. */
static void ready(ipm *s, int group)
{
    ipm_parts_clear(s, group, PART_DIRECTION);
    ipm_blocks_ready(s, group);
}

static void begin_bundle(ipm *s, const ipm_bundle *b, double *room)
{
    ipm_block_factor(s, b, room);
    ipm_gather_bundle(s, b, room);
}

/*
 * All that is done with a bundle between two directions, at one visit: to fetch its figures from memory takes as long as
 * any of it.
 */
static void visit_group(ipm *s, int group, double *room)
{
    s->found[group] = (ipm_found){0};
    ipm_parts_clear(s, group, PART_POINT);
    ipm_prices_hand(s, group, false);
    if (s->pass.moves)
        ipm_prices_hand(s, group, true);
    if (s->pass.begins)
        ready(s, group);
    for (int i = s->group_bundle[group]; i < s->group_bundle[group + 1]; i++) {
        const ipm_bundle *b = &s->bundle[i];
        if (s->pass.moves) {
            ipm_beyond_mend(s, b, &s->found[group], room);
            ipm_move_bundle(s, b, room);
        }
        block_residuals(s, b, room, &s->found[group]);
        if (s->pass.begins)
            begin_bundle(s, b, room);
    }
}

static void visit(ipm *s)
{
    s->begun = false;
    ipm_each_group(s, visit_group);
    s->begun = s->pass.begins;
    ipm_parts_sum(s, PART_POINT, s->rl);
    box_residuals(s);
}

void ipm_residuals(ipm *s)
{
    s->pass.moves = s->pass.begins = false;
    visit(s);
    measure(s);
}

/* Prices and boxes along the direction; by how much at most mending moves any row. */
static double move_boxes(ipm *s, double primal, double dual)
{
    ipm_box *box = &s->box;
    double mended = 0.0;
    for (int r = 0; r < s->n_rows; r++)
        s->pi[r] += dual * (ipm_course_price(&s->base, r) + s->pass.dual * ipm_course_price(&s->last, r));
    for (int i = 0; i < box->n; i++) {
        double dx = primal * (box->ax[i] + s->pass.primal * box->dx[i]);
        if (box->fixed[i])
            continue;
        double below = box->below[i], above = box->above[i];
        box->x[i] += dx;
        box->below[i] += dx;
        box->above[i] -= dx;
        mended += ipm_beyond_mend_box(s, i, below, above);
        box->z_lo[i] += dual * (box->az_lo[i] + s->pass.dual * box->dz_lo[i]);
        box->z_hi[i] += dual * (box->az_hi[i] + s->pass.dual * box->dz_hi[i]);
    }
    return mended;
}

void ipm_arrive(ipm *s, double primal, double dual, bool begin)
{
    s->pass.trial_primal = primal;
    s->pass.trial_dual = dual;
    s->pass.moves = true;
    s->pass.begins = begin;
    s->pass.aim = AIM_PREDICTOR;
    s->expected = (1.0 - primal) * s->primal_size + 1e-9 * s->flow_scale + 1e-3 * s->primal_size;
    s->expected += move_boxes(s, primal, dual);
    visit(s);
    for (int g = 0; g < s->n_groups; g++)
        s->expected += s->found[g].mended;
    measure(s);
}

static void begin_group(ipm *s, int group, double *room)
{
    ready(s, group);
    for (int i = s->group_bundle[group]; i < s->group_bundle[group + 1]; i++)
        begin_bundle(s, &s->bundle[i], room);
}

void ipm_begin(ipm *s)
{
    s->pass.aim = AIM_PREDICTOR;
    ipm_each_group(s, begin_group);
    s->begun = true;
}

static void activities_group(ipm *s, int group, double *room)
{
    (void)room;
    ipm_parts_clear(s, group, PART_POINT);
    for (int i = s->group_bundle[group]; i < s->group_bundle[group + 1]; i++) {
        const ipm_bundle *b = &s->bundle[i];
        double *part[LANES];
        ipm_parts_of(s, b, PART_POINT, part);
        for (int k = 0; k < b->n_slots; k++)
            for (int l = 0; l < LANES; l++) {
                if (b->cluster[l] < 0)
                    continue;
                const ipm_cluster *c = &s->cluster[b->cluster[l]];
                double f = s->pass.flow[at(b->slot + (size_t)k, l)];
                for (int e = b->entry_start[k]; e < b->entry_start[k + 1]; e++) {
                    size_t entry = at(b->entry + (size_t)e, l);
                    part[l][s->entry_place[entry]] += s->entry_coef[entry] * f;
                }
                for (int t = 0; t < s->tier; t++)
                    if (s->held_z[t])
                        part[l][c->first_tier + t] += s->held_z[t][at(b->slot + (size_t)k, l)] * f;
            }
    }
}

void ipm_activities(ipm *s, const double *flow, const double *column, double *activity)
{
    const purse_program *p = s->p;
    s->pass.flow = flow;
    ipm_each_group(s, activities_group);
    ipm_parts_sum(s, PART_POINT, activity);
    for (int j = 0; j < p->n_cols; j++)
        for (int k = s->g_start[j]; k < s->g_start[j + 1]; k++)
            activity[s->g_row[k]] += s->g_coef[k] * column[j];
}
