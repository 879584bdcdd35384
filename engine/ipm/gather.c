/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The first pass of a direction over the blocks: what it aims at in every slot, each block's own solve for that, and
 * what is left to the linking rows. On the way the direction found before joins what is kept.
 */
#include <string.h>

#include "dense.h"
#include "slots.h"

/* Theta h of one slot into `last`, Theta into `inverse`. */
IPM_INLINE void aim_slot(const ipm_space *room, size_t i, lanes f, lanes inverse, lanes push)
{
    const lanes zero = {0.0};
    *vec(room->last, i) = LANES_WHERE(f > zero, push);
    *vec(room->inverse, i) = f * inverse;
}

IPM_WIDE static void aim_predictor(const ipm *s, const ipm_bundle *b, const ipm_space *room)
{
    for (size_t i = 0, k = b->slot; i < (size_t)b->n_slots; i++, k++) {
        lanes f = *cvec(s->f, k), z = *cvec(s->z, k), inverse = 1.0 / z;
        ipm_ahead(s->lower + at(b->lower, 0), i);
        aim_slot(room, i, f, inverse, f * inverse * (*cvec(s->rd, k) + z));
    }
}

IPM_WIDE static void aim_rest(const ipm *s, const ipm_bundle *b, const ipm_space *room)
{
    const lanes zero = {0.0};
    for (size_t i = 0, k = b->slot; i < (size_t)b->n_slots; i++, k++)
        aim_slot(room, i, *cvec(s->f, k), 1.0 / *cvec(s->z, k), zero);
}

IPM_WIDE static void aim_corrector(const ipm *s, const ipm_bundle *b, const ipm_space *room)
{
    const lanes weight = *cvec(s->weight, (size_t)(b - s->bundle));
    for (size_t i = 0, k = b->slot; i < (size_t)b->n_slots; i++, k++) {
        lanes f = *cvec(s->f, k), z = *cvec(s->z, k), inverse = 1.0 / z;
        ipm_ahead(s->lower + at(b->lower, 0), i);
        ipm_pair kept = ipm_slot_kept(s, AIM_CORRECTOR, k, i, inverse, room);
        aim_slot(room, i, f, inverse, -ipm_slot_target(s, &s->pass, AIM_CORRECTOR, weight, f, z, &kept) * inverse);
    }
}

IPM_INLINE void join_and_aim(const ipm *s, const ipm_bundle *b, ipm_aim before, const ipm_space *room)
{
    const lanes weight = *cvec(s->weight, (size_t)(b - s->bundle));
    for (size_t i = 0, k = b->slot; i < (size_t)b->n_slots; i++, k++) {
        lanes f = *cvec(s->f, k), z = *cvec(s->z, k), inverse = 1.0 / z;
        ipm_ahead(s->lower + at(b->lower, 0), i);
        ipm_pair sum = ipm_slot_joined(s, before, weight, k, i, inverse, room);
        *vec(s->af, k) = sum.df;
        *vec(s->az, k) = sum.dz;
        aim_slot(room, i, f, inverse, -ipm_slot_target(s, &s->pass, AIM_CENTRED, weight, f, z, &sum) * inverse);
    }
}

/* From now on dy of what is kept is all of it. */
IPM_WIDE static void aim_centred(const ipm *s, const ipm_bundle *b, const ipm_space *room)
{
    if (s->before.aim == AIM_CENTRED)
        join_and_aim(s, b, AIM_CENTRED, room);
    else
        join_and_aim(s, b, AIM_CORRECTOR, room);
    for (size_t k = b->row; k < b->row + (size_t)b->shape->n_rows; k++) {
        lanes *dy = vec(s->base.dy[0], k);
        for (int part = 1; part < s->base.n; part++)
            *dy += *cvec(s->base.dy[part], k);
        for (int part = 0; part < s->last.n; part++)
            *dy += s->pass.dual * *cvec(s->last.dy[part], k);
    }
}

static void aim_bundle(ipm *s, const ipm_bundle *b, ipm_space *room)
{
    switch (s->pass.aim) {
    case AIM_PREDICTOR:
        aim_predictor(s, b, room);
        break;
    case AIM_CORRECTOR:
        ipm_slots_kept_change(s, b, room);
        aim_corrector(s, b, room);
        break;
    case AIM_CENTRED:
        ipm_slots_changes(s, b, s->before.aim, room);
        aim_centred(s, b, room);
        break;
    case AIM_REST:
        aim_rest(s, b, room);
        break;
    }
}

/* What the rows of held tiers get. */
static void hand_tiers(const ipm *s, const ipm_bundle *b, const ipm_space *room, double *const *part)
{
    for (int o = 0; o < s->tier; o++)
        for (size_t i = 0; i < (size_t)b->n_slots && s->held_z[o]; i++)
            FOR_LANES(l)
    if (b->cluster[l] >= 0) {
        double own = room->by_class[at((size_t)b->slot_class[i], l)];
        double phi = room->last[at(i, l)] - room->inverse[at(i, l)] * own;
        part[l][s->cluster[b->cluster[l]].first_tier + o] += s->held_z[o][at(b->slot + i, l)] * phi;
    }
}

/* What slots hand to linking rows, once their block has been solved for. */
IPM_WIDE static void hand_over(const ipm *s, const ipm_bundle *b, const ipm_space *room)
{
    const double *coef = s->entry_coef + at(b->entry, 0), *push = room->last, *theta = room->inverse;
    const double *own = room->by_class, *v = s->v + at(b->row + (size_t)b->shape->row_of[0], 0);
    const ipm_place *place = s->entry_place + at(b->entry, 0);
    const int *class = b->slot_class, *slot = b->entry_slot;
    double *part[LANES];
    ipm_parts_of(s, b, PART_DIRECTION, part);
    for (size_t e = 0; e < (size_t)b->n_entries; e++) {
        size_t i = (size_t)slot[e];
        lanes use = *cvec(coef, e) * (*cvec(push, i) - *cvec(theta, i) * *cvec(own, (size_t) class[i]));
        FOR_LANES(l) part[l][place[at(e, l)]] += use[l];
    }
    hand_tiers(s, b, room, part);
    FOR_LANES(l)
    for (size_t k = b->pull[l]; k < b->pull[l + 1]; k++)
        part[l][s->pull[k].place] -= s->pull[k].value * v[l];
}

/* What is aimed at, through the block and on to the linking rows; v: rb, or nothing, where residuals are not to end. */
static void reduce(ipm *s, const ipm_bundle *b, const ipm_space *room, bool residuals)
{
    double *v = s->v + at(b->row, 0);
    size_t rows = (size_t)b->shape->n_rows * LANES;
    if (residuals)
        memcpy(v, s->rb + at(b->row, 0), rows * sizeof *v);
    else
        memset(v, 0, rows * sizeof *v);
    ipm_block_classes(b, room->last, room->by_class);
    ipm_block_times(b, room->by_class, v);
    ipm_block_solve(s, b, v);
    ipm_block_transposed(b, v, room->by_class);
    hand_over(s, b, room);
}

void ipm_gather_bundle(ipm *s, const ipm_bundle *b, double *room)
{
    ipm_space space = ipm_slots_space(b, room);
    aim_bundle(s, b, &space);
    reduce(s, b, &space, s->pass.aim == AIM_PREDICTOR || s->pass.aim == AIM_REST);
}

void ipm_turn_bundle(ipm *s, const ipm_bundle *b, double *room)
{
    ipm_space space = ipm_slots_space(b, room);
    ipm_spread_rows(s, b, &space, space.kept);
    space.kept_more = NULL;
    aim_corrector(s, b, &space);
    reduce(s, b, &space, false);
}
