/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The second pass of a direction over the blocks: dy from the linking rows' direction, and how far steps may go. And
 * what else asks for its df and dz: the iterate that moves along it, and what it leaves of the balances.
 */
#include <string.h>

#include "dense.h"
#include "slots.h"

/* One division for two: 1 / z and 1 / f from that of their product. */
IPM_WIDE static void invert_slots(const ipm *s, const ipm_bundle *b, const ipm_space *room)
{
    const lanes zero = {0.0};
    for (size_t i = 0, k = b->slot; i < (size_t)b->n_slots; i++, k++) {
        const lanes f = *cvec(s->f, k), z = *cvec(s->z, k), both = LANES_WHERE(f > zero, 1.0 / (f * z));
        *vec(room->inverse, i) = f * both;
        *vec(room->over, i) = z * both;
        ipm_ahead(s->lower + at(b->lower, 0), i);
    }
}

/* Theta L' dpi by class. */
IPM_WIDE static void pay_classes(const ipm *s, const ipm_bundle *b, const ipm_space *room)
{
    const int *class = b->slot_class, *slot = b->entry_slot;
    memset(room->by_class, 0, (size_t)b->shape->n_classes * LANES * sizeof *room->by_class);
    for (size_t e = 0; e < (size_t)b->n_entries; e++) {
        size_t i = (size_t)slot[e];
        lanes theta = *cvec(s->f, b->slot + i) * *cvec(room->inverse, i);
        *vec(room->by_class, (size_t) class[i]) += theta * *cvec(room->paid, e);
    }
    for (int o = 0; o < s->tier; o++)
        for (size_t i = 0; i < (size_t)b->n_slots && s->held_z[o]; i++) {
            lanes theta = *cvec(s->f, b->slot + i) * *cvec(room->inverse, i);
            *vec(room->by_class, (size_t) class[i]) +=
                theta * (*cvec(s->held_z[o], b->slot + i) * s->dpi[s->p->n_rows + o]);
        }
}

/* dy = v - N^-1 (A Theta L' + P) dpi */
static void find_rows(const ipm *s, const ipm_bundle *b, const ipm_space *room, double *dy)
{
    size_t rows = (size_t)b->shape->n_rows * LANES, source = at((size_t)b->shape->row_of[0], 0);
    const double *v = s->v + at(b->row, 0);
    double *w = room->rows;
    invert_slots(s, b, room);
    ipm_slots_pay(s, b, HAND_LAST + s->last.n - 1, room->paid);
    pay_classes(s, b, room);
    memset(w, 0, rows * sizeof *w);
    ipm_block_times(b, room->by_class, w);
    FOR_LANES(l)
    for (size_t k = b->pull[l]; k < b->pull[l + 1]; k++)
        w[source + (size_t)l] += s->pull[k].value * s->dpi[s->pull[k].unknown];
    ipm_block_solve(s, b, w);
    for (size_t i = 0; i < rows; i++)
        dy[i] = v[i] - w[i];
}

void ipm_spread_rows(ipm *s, const ipm_bundle *b, const ipm_space *room, double *change)
{
    double *dy = s->last.dy[s->last.n - 1] + at(b->row, 0);
    find_rows(s, b, room, dy);
    ipm_slots_change(s, b, dy, s->dpi, room, false, change);
}

/* One over the longest steps along what is kept plus each weight times what was found. */
IPM_INLINE void try_slot(lanes over, lanes kept, lanes found, const double *weight, lanes *most)
{
    lanes a = kept * over, b = found * over;
    for (int w = 0; w < WEIGHTS; w++) {
        lanes now = a + weight[w] * b;
        most[w] = LANES_PICK(now > most[w], now, most[w]);
    }
}

IPM_INLINE void corrector_steps(const ipm *s, const ipm_bundle *b, ipm_aim aim, const ipm_space *room)
{
    lanes primal[WEIGHTS] = {{0.0}}, dual[WEIGHTS] = {{0.0}};
    const lanes weight = *cvec(s->weight, (size_t)(b - s->bundle));
    const size_t next = at(b->slot + (size_t)b->n_slots, 0);
    for (size_t i = 0, k = b->slot; i < (size_t)b->n_slots; i++, k++) {
        lanes inverse = *cvec(room->inverse, i);
        ipm_ahead(s->f + next, i / 2);
        ipm_ahead(s->z + next, i / 2);
        ipm_pair kept = ipm_slot_kept(s, aim, k, i, inverse, room);
        ipm_pair d = ipm_slot_corrected(s, &s->pass, aim, weight, k, i, inverse, room, &kept);
        try_slot(-*cvec(room->over, i), kept.df, d.df, s->pass.weight, primal);
        try_slot(-inverse, kept.dz, d.dz, s->pass.weight, dual);
    }
    for (size_t w = 0; w < WEIGHTS; w++) {
        const size_t lane = w * s->beyond.n + at((size_t)(b - s->bundle), 0);
        *vec(s->beyond.tried_primal + lane, 0) = primal[w];
        *vec(s->beyond.tried_dual + lane, 0) = dual[w];
    }
}

IPM_WIDE static void tried_steps(const ipm *s, const ipm_bundle *b, const ipm_space *room)
{
    if (s->pass.aim == AIM_CENTRED)
        corrector_steps(s, b, AIM_CENTRED, room);
    else
        corrector_steps(s, b, AIM_CORRECTOR, room);
}

void ipm_spread_bundle(ipm *s, const ipm_bundle *b, bool steps, double *room)
{
    ipm_space space = ipm_slots_space(b, room);
    ipm_spread_rows(s, b, &space, space.last);
    if (!steps)
        return;
    space.last_more = NULL;
    if (s->pass.aim == AIM_CORRECTOR)
        ipm_slots_kept_change(s, b, &space);
    tried_steps(s, b, &space);
}

void ipm_steps_bundle(const ipm *s, const ipm_bundle *b, double *room)
{
    ipm_space space = ipm_slots_space(b, room);
    invert_slots(s, b, &space);
    ipm_slots_changes(s, b, s->pass.aim, &space);
    tried_steps(s, b, &space);
}

IPM_INLINE void move_slots(ipm *s, const ipm_bundle *b, ipm_aim before, const ipm_space *room)
{
    const lanes weight = *cvec(s->weight, (size_t)(b - s->bundle));
    for (size_t i = 0, k = b->slot; i < (size_t)b->n_slots; i++, k++) {
        lanes inverse = 1.0 / *cvec(s->z, k);
        ipm_pair sum = ipm_slot_joined(s, before, weight, k, i, inverse, room);
        *vec(s->f, k) += s->pass.trial_primal * sum.df;
        *vec(s->z, k) += s->pass.trial_dual * sum.dz;
    }
}

IPM_WIDE static void move_lanes(ipm *s, const ipm_bundle *b, const ipm_space *room)
{
    if (s->before.aim == AIM_CENTRED)
        move_slots(s, b, AIM_CENTRED, room);
    else
        move_slots(s, b, AIM_CORRECTOR, room);
}

IPM_WIDE static void move_rows(ipm *s, const ipm_bundle *b)
{
    for (size_t k = b->row; k < b->row + (size_t)b->shape->n_rows; k++) {
        lanes dy = {0.0};
        for (int part = 0; part < s->last.n; part++)
            dy += s->pass.dual * *cvec(s->last.dy[part], k);
        for (int part = 0; part < s->base.n; part++)
            dy += *cvec(s->base.dy[part], k);
        *vec(s->y, k) += s->pass.trial_dual * dy;
    }
}

IPM_INLINE void join_slots(ipm *s, const ipm_bundle *b, ipm_aim before, const ipm_space *room)
{
    const lanes weight = *cvec(s->weight, (size_t)(b - s->bundle));
    for (size_t i = 0, k = b->slot; i < (size_t)b->n_slots; i++, k++) {
        ipm_pair sum = ipm_slot_joined(s, before, weight, k, i, 1.0 / *cvec(s->z, k), room);
        *vec(s->af, k) = sum.df;
        *vec(s->az, k) = sum.dz;
    }
}

IPM_WIDE static void join_lanes(ipm *s, const ipm_bundle *b, const ipm_space *room)
{
    if (s->before.aim == AIM_CENTRED)
        join_slots(s, b, AIM_CENTRED, room);
    else
        join_slots(s, b, AIM_CORRECTOR, room);
}

void ipm_join_bundle(ipm *s, const ipm_bundle *b, double *room)
{
    ipm_space space = ipm_slots_space(b, room);
    ipm_slots_changes(s, b, s->before.aim, &space);
    join_lanes(s, b, &space);
}

/* Along a direction that has been joined. */
IPM_WIDE static void follow_slots(ipm *s, const ipm_bundle *b)
{
    for (size_t i = 0, k = b->slot; i < (size_t)b->n_slots; i++, k++) {
        *vec(s->f, k) += s->pass.trial_primal * *cvec(s->af, k);
        *vec(s->z, k) += s->pass.trial_dual * *cvec(s->az, k);
    }
}

void ipm_move_bundle(ipm *s, const ipm_bundle *b, double *room)
{
    if (s->beyond.joined[b - s->bundle])
        follow_slots(s, b);
    else {
        ipm_space space = ipm_slots_space(b, room);
        ipm_slots_changes(s, b, s->before.aim, &space);
        move_lanes(s, b, &space);
    }
    move_rows(s, b);
}

/* df by slot. */
IPM_WIDE static void find_flow(const ipm *s, const ipm_bundle *b, const ipm_space *room, double *df)
{
    const ipm_aim aim = s->pass.aim;
    const lanes zero = {0.0}, weight = *cvec(s->weight, (size_t)(b - s->bundle));
    for (size_t i = 0, k = b->slot; i < (size_t)b->n_slots; i++, k++) {
        lanes inverse = 1.0 / *cvec(s->z, k);
        const ipm_slot x = ipm_slot_at(s, k, i, inverse, room->last, room->last_more);
        ipm_pair kept;
        if (aim == AIM_PREDICTOR)
            *vec(df, i) = ipm_slot_predicted(&x, *cvec(s->rd, k)).df;
        else if (aim == AIM_REST)
            *vec(df, i) = ipm_slot_pair(&x, zero, zero).df;
        else {
            kept = ipm_slot_kept(s, aim, k, i, inverse, room);
            *vec(df, i) = ipm_slot_corrected(s, &s->pass, aim, weight, k, i, inverse, room, &kept).df;
        }
    }
}

void ipm_flow_bundle(const ipm *s, const ipm_bundle *b, double *room)
{
    ipm_space space = ipm_slots_space(b, room);
    ipm_slots_changes(s, b, s->pass.aim, &space);
    find_flow(s, b, &space, s->af + at(b->slot, 0));
}

/* What a flow by slot adds to the use of linking rows. */
IPM_WIDE static void use_rows(const ipm *s, const ipm_bundle *b, const double *flow)
{
    const double *coef = s->entry_coef + at(b->entry, 0);
    const ipm_place *place = s->entry_place + at(b->entry, 0);
    double *part[LANES];
    ipm_parts_of(s, b, PART_DIRECTION, part);
    for (size_t e = 0; e < (size_t)b->n_entries; e++) {
        lanes use = *cvec(coef, e) * *cvec(flow, (size_t)b->entry_slot[e]);
        FOR_LANES(l) part[l][place[at(e, l)]] += use[l];
    }
    for (int o = 0; o < s->tier; o++)
        for (size_t i = 0; i < (size_t)b->n_slots && s->held_z[o]; i++) {
            lanes use = *cvec(s->held_z[o], b->slot + i) * *cvec(flow, i);
            FOR_LANES(l)
            if (b->cluster[l] >= 0)
                part[l][s->cluster[b->cluster[l]].first_tier + o] += use[l];
        }
}

void ipm_rest_bundle(ipm *s, const ipm_bundle *b, ipm_found *found, double *room)
{
    const ipm_template *t = b->shape;
    ipm_space space = ipm_slots_space(b, room);
    double *df = space.inverse, *rb = s->rb + at(b->row, 0);
    size_t rows = (size_t)t->n_rows * LANES;
    ipm_slots_newest_changes(s, b, s->pass.aim, &space);
    find_flow(s, b, &space, df);
    use_rows(s, b, df);
    ipm_block_classes(b, df, space.by_class);
    for (size_t k = 0; k < at((size_t)t->n_classes, 0); k++)
        space.by_class[k] = -space.by_class[k];
    if (s->pass.aim != AIM_PREDICTOR && s->pass.aim != AIM_REST)
        memset(rb, 0, rows * sizeof *rb);
    ipm_block_times(b, space.by_class, rb);
    FOR_LANES(l)
    for (size_t k = b->pull[l]; k < b->pull[l + 1]; k++)
        rb[at((size_t)t->row_of[0], l)] -= s->pull[k].value * s->dpi[s->pull[k].unknown];
    for (size_t k = 0; k < rows; k++)
        found->primal_size = fmax(found->primal_size, fabs(rb[k]));
}
