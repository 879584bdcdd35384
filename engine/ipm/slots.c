/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slots.h"

#include <string.h>

#include "dense.h"

enum { BY_SLOT = 6 };

size_t ipm_slots_room(const ipm_bundle *b)
{
    size_t n = (size_t)b->shape->n_classes + (size_t)b->shape->n_rows;
    return LANES * (n + (size_t)b->n_entries + BY_SLOT * (size_t)b->n_slots);
}

ipm_space ipm_slots_space(const ipm_bundle *b, double *room)
{
    size_t slots = at((size_t)b->n_slots, 0);
    double *rows = room + at((size_t)b->shape->n_classes, 0), *paid = rows + at((size_t)b->shape->n_rows, 0);
    double *first = paid + at((size_t)b->n_entries, 0);
    return (ipm_space){room,
                       rows,
                       paid,
                       first,
                       first + slots,
                       first + 2 * slots,
                       first + 3 * slots,
                       first + 4 * slots,
                       first + 5 * slots};
}

IPM_WIDE void ipm_slots_pay(const ipm *s, const ipm_bundle *b, int which, double *paid)
{
    const double *coef = s->entry_coef + at(b->entry, 0), *price[LANES];
    const ipm_place *place = s->entry_place + at(b->entry, 0);
    ipm_prices_of(s, b, which, price);
    for (size_t e = 0; e < (size_t)b->n_entries; e++) {
        lanes found;
        FOR_LANES(l) found[l] = price[l][place[at(e, l)]];
        *vec(paid, e) = *cvec(coef, e) * found;
    }
}

IPM_WIDE void ipm_slots_change(const ipm *s, const ipm_bundle *b, const double *dy, const double *price,
                               const ipm_space *room, bool add, double *change)
{
    const int *class = b->slot_class, *slot = b->entry_slot;
    size_t n = (size_t)b->n_slots;
    size_t first = (size_t)b->shape->n_classes;
    double *own = add ? room->by_class : change;
    ipm_block_transposed(b, dy, own);
    for (size_t i = 0; i < first && add; i++)
        *vec(change, i) += *cvec(own, i);
    for (size_t i = first; i < n; i++) {
        lanes sum = *cvec(own, (size_t) class[i]);
        if (add)
            sum += *cvec(change, i);
        *vec(change, i) = sum;
    }
    for (size_t e = 0; e < (size_t)b->n_entries; e++)
        *vec(change, (size_t)slot[e]) += *cvec(room->paid, e);
    for (int o = 0; o < s->tier; o++)
        for (size_t i = 0; i < n && s->held_z[o]; i++)
            *vec(change, i) += *cvec(s->held_z[o], b->slot + i) * price[s->p->n_rows + o];
}

/* All parts of one course; `more` becomes NULL when there is but one. */
static void change_course(const ipm *s, const ipm_bundle *b, const ipm_course *course, int which, const ipm_space *room,
                          double *change, double **more)
{
    for (int part = 0; part < course->n; part++) {
        ipm_slots_pay(s, b, which + part, room->paid);
        ipm_slots_change(s, b, course->dy[part] + at(b->row, 0), course->dpi[part], room, part > 1,
                         part == 0 ? change : *more);
    }
    if (course->n <= 1)
        *more = NULL;
}

void ipm_slots_kept_change(const ipm *s, const ipm_bundle *b, ipm_space *room)
{
    change_course(s, b, &s->base, HAND_BASE, room, room->kept, &room->kept_more);
}

void ipm_slots_changes(const ipm *s, const ipm_bundle *b, ipm_aim aim, ipm_space *room)
{
    if (aim == AIM_CORRECTOR)
        ipm_slots_kept_change(s, b, room);
    change_course(s, b, &s->last, HAND_LAST, room, room->last, &room->last_more);
}

void ipm_slots_newest_changes(const ipm *s, const ipm_bundle *b, ipm_aim aim, ipm_space *room)
{
    const int newest = s->last.n - 1;
    const ipm_course course = {1, {s->last.dy[newest]}, {s->last.dpi[newest]}};
    if (aim == AIM_CORRECTOR)
        ipm_slots_kept_change(s, b, room);
    change_course(s, b, &course, HAND_LAST + newest, room, room->last, &room->last_more);
}
