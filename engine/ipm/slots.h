/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What directions do to the slots of one bundle.
 *
 * Of a direction only dy and dpi are kept, since to fetch its df and dz from memory takes longer than to work them out
 * again. They follow from what a slot's payment changes by, A' dy + L' dpi = change, and the product aimed at, t:
 *
 *     predictor       df = Theta change - Theta (rd + z)     dz = rd - change
 *     others          df = Theta change + t / z              dz = -change
 *     solves of rest  df = Theta change                      dz = -change
 *
 * The corrector's t comes from the predictor, those of centrality correctors from the sum of all before, in af and az.
 * What refinement adds is multiplied by Theta by itself, or it would be lost. Private to the engine.
 */
#ifndef ENGINE_IPM_SLOTS_H
#define ENGINE_IPM_SLOTS_H

#include "aim.h"

/*
 * Parts of a thread's room: by class, by row, by entry, and by slot the changes of what is kept and of the direction
 * found last, of their refinements (NULL without any), 1 / z and 1 / f, 0 where nobody ever goes.
 */
typedef struct ipm_space {
    double *by_class, *rows, *paid, *kept, *kept_more, *last, *last_more, *inverse, *over;
} ipm_space;

typedef struct ipm_pair {
    lanes df, dz;
} ipm_pair;

/* What a slot is and what it pays more. */
typedef struct ipm_slot {
    lanes f, z, inverse; /* inverse: of z */
    lanes change, more;
} ipm_slot;

IPM_INLINE ipm_slot ipm_slot_at(const ipm *s, size_t k, size_t i, lanes inverse, const double *change,
                                const double *more)
{
    const lanes zero = {0.0};
    return (ipm_slot){*cvec(s->f, k), *cvec(s->z, k), inverse, *cvec(change, i), more ? *cvec(more, i) : zero};
}

/* With th = Theta h, the right side of df. */
IPM_INLINE ipm_pair ipm_slot_pair(const ipm_slot *x, lanes th, lanes rd)
{
    const lanes zero = {0.0}, theta = x->f * x->inverse;
    return (ipm_pair){LANES_WHERE(x->f > zero, theta * x->change - th + theta * x->more),
                      LANES_WHERE(x->f > zero, rd - x->change - x->more)};
}

IPM_INLINE ipm_pair ipm_slot_predicted(const ipm_slot *x, lanes rd)
{
    return ipm_slot_pair(x, x->f * x->inverse * (rd + x->z), rd);
}

/* What was kept before a direction of this aim. */
IPM_INLINE ipm_pair ipm_slot_kept(const ipm *s, ipm_aim aim, size_t k, size_t i, lanes inverse, const ipm_space *room)
{
    if (aim == AIM_CENTRED)
        return (ipm_pair){*cvec(s->af, k), *cvec(s->az, k)};
    const ipm_slot x = ipm_slot_at(s, k, i, inverse, room->kept, room->kept_more);
    return ipm_slot_predicted(&x, *cvec(s->rd, k));
}

/* The product that a corrector aims at. */
IPM_INLINE lanes ipm_slot_target(const ipm *s, const ipm_pass *pass, ipm_aim aim, lanes weight, lanes f, lanes z,
                                 const ipm_pair *kept)
{
    if (aim == AIM_CENTRED)
        return ipm_centred_target(pass, weight, f, z, kept->df, kept->dz);
    return ipm_corrector_target(pass, s->mu, weight, kept->df, kept->dz);
}

/* The direction of a corrector found last. */
IPM_INLINE ipm_pair ipm_slot_corrected(const ipm *s, const ipm_pass *pass, ipm_aim aim, lanes weight, size_t k,
                                       size_t i, lanes inverse, const ipm_space *room, const ipm_pair *kept)
{
    const lanes zero = {0.0};
    const ipm_slot x = ipm_slot_at(s, k, i, inverse, room->last, room->last_more);
    return ipm_slot_pair(&x, -ipm_slot_target(s, pass, aim, weight, x.f, x.z, kept) * inverse, zero);
}

/* What was kept and, at the pass's weights, the corrector found last, of which the pass before this one was. */
IPM_INLINE ipm_pair ipm_slot_joined(const ipm *s, ipm_aim aim, lanes weight, size_t k, size_t i, lanes inverse,
                                    const ipm_space *room)
{
    ipm_pair sum = ipm_slot_kept(s, aim, k, i, inverse, room);
    const ipm_pair add = ipm_slot_corrected(s, &s->before, aim, weight, k, i, inverse, room, &sum);
    sum.df += s->pass.primal * add.df;
    sum.dz += s->pass.dual * add.dz;
    return sum;
}

/* slots.c */
size_t ipm_slots_room(const ipm_bundle *b);
ipm_space ipm_slots_space(const ipm_bundle *b, double *room);
/* What each entry's slot pays for it at those of the prices that its cluster has been handed. */
void ipm_slots_pay(const ipm *s, const ipm_bundle *b, int which, double *paid);
/* A' dy + L' price by slot, with what ipm_slots_pay found; added to `change`, or instead of it. */
void ipm_slots_change(const ipm *s, const ipm_bundle *b, const double *dy, const double *price, const ipm_space *room,
                      bool add, double *change);
/* spread.c: dy of the last part of the direction found last, and what slots pay more along it, into `change`. */
void ipm_spread_rows(ipm *s, const ipm_bundle *b, const ipm_space *room, double *change);
/* The changes along what is kept, while that is the predictor. */
void ipm_slots_kept_change(const ipm *s, const ipm_bundle *b, ipm_space *room);
/* The changes along the direction found last, of this aim, and along what is kept where they are needed. */
void ipm_slots_changes(const ipm *s, const ipm_bundle *b, ipm_aim aim, ipm_space *room);
/* The same of the last solve of that direction alone. */
void ipm_slots_newest_changes(const ipm *s, const ipm_bundle *b, ipm_aim aim, ipm_space *room);

#endif
