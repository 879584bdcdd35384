/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The arcs that a core holds, and how one solver comes to stand where another does; see core.c. Private to the solver. */
#ifndef ENGINE_IPM_CORE_H
#define ENGINE_IPM_CORE_H

#include "private.h"

/*
 * core.c: the same program on the arcs that matter. Begin: after small edits, it has the figures of this solve and stands
 * where it may begin; it is made when there is none. Grow: arcs that it misses are taken in, and it stands where it was,
 * or where it may begin. False when that is not worth while or cannot be: then there is no core.
 */
bool ipm_core_begin(ipm *s);
bool ipm_core_grow(ipm *s, bool placed);
ipm *ipm_core_of(const ipm *s); /* NULL: there is none */
void ipm_core_free(ipm *s);
/* What all people together would save, at a core's prices, by arcs that it has not. */
double ipm_core_misses(ipm *core);

/*
 * Where a solve may begin, the nearest first: beside an optimum, after the tier before or after edits, after the tier
 * before with lower products, from nothing; and a core that stands where its iterations go on from.
 */
typedef enum ipm_start {
    START_NEAR,
    START_ONWARD,
    START_LOW,
    START_LOWEST,
    START_COLD,
    STARTS,
    START_PLACED = STARTS
} ipm_start;

/*
 * ipm.c: iterations from where the solver stands, until an answer closes, something is proved, a limit is met, or there is
 * no going on. The bound at no prices. What limits leave of a solve that began then.
 */
void ipm_iterations(ipm *s, const ipm_limits *limits, ipm_start where, ipm_answer *answer);
void ipm_begin_bounds(ipm *s, ipm_answer *made);
ipm_limits ipm_left_of(const ipm_limits *limits, double began);

/* solve_core.c: a solve by the core, after small edits. False when there is none, or it does not get there. */
bool ipm_solved_by_core(ipm *s, const ipm_limits *limits, ipm_answer *answer);

/* What using an arc costs at the prices of rows. */
static inline double ipm_priced(const ipm *s, const double *price, int a)
{
    const purse_program *p = s->p;
    double cost = purse_program_arc_cost(p, a)[s->tier];
    for (int k = p->arc_start[a]; k < p->arc_start[a + 1]; k++)
        cost -= p->arc_coef[k] * price[p->arc_row[k]];
    return cost;
}

/* Arcs of shares that cannot hold are closed for good; all others are there, even if this solver has not got them. */
static inline bool ipm_is_open(const ipm *s, int a)
{
    return s->p->arc_group[a] < 0 || s->slot_of[a] >= 0;
}

/* Whether an arc ends a way. */
static inline bool ipm_ends(const purse_program *p, int a)
{
    return p->arc_head[a] < 0 || p->arc_gain[a] == 0.0;
}

/*
 * detour.c: arcs by their detours at prices of the rows. Found for all arcs, into next_flow. The detour that a share of
 * them does not exceed. Arcs with no more than that join `only`; so do those that a core misses, with twice as much where
 * people would save by them. Both give how many there are then.
 */
void ipm_detours_find(ipm *s, const double *price);
purse_code ipm_detours_share(const ipm *s, double share, double *detour, purse_error *err);
int ipm_detours_choose(ipm *s, double allowed, uint8_t *only);
int ipm_detours_add(ipm *core, const double *price, double allowed, uint8_t *only);
/* What all people together would save by arcs that the core has not. */
double ipm_detours_saved(ipm *core, const double *price);
/* Of `only`: how many arcs there are. */
int ipm_detours_count(const purse_program *p, const uint8_t *only);

/*
 * passage.c: `to` stands where another solver of the same program does, or where it did when that was kept, as near as its
 * arcs allow. False when somebody would have no way left.
 */
bool ipm_stand(const ipm *s, const ipm_kept *kept, ipm *to);

#endif
