/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The answer on fewer arcs. An interior iterate carries next to nothing on every arc that no optimum uses, and each would be
 * a route to thin out. Near the optimum its reduced cost tells such an arc: it outweighs its flow. Without these arcs
 * people are simulated anew, and a projection brings the rows back to what they were.
 *
 * What is left open then is a tenth to a half of the gap, and residuals that stop a projection of the iterate itself, as
 * nothing may come to 0 there, do not stop this one. So iterations may well end by it.
 */
#include <string.h>

#include "private.h"

static bool on_fewer_arcs(ipm *s, const ipm_limits *limits, ipm_answer *answer)
{
    if (!ipm_simulate(s, true))
        return false;
    for (int a = 0; a < s->p->n_arcs; a++)
        if (s->slot_of[a] >= 0)
            s->f[s->slot_of[a]] = s->next_flow[a];
    ipm_residuals(s);
    ipm_project(s, true);
    return ipm_certify_instead(s, limits, answer);
}

bool ipm_purify(ipm *s, const ipm_limits *limits, ipm_answer *answer)
{
    if (answer->status != IPM_OPTIMAL || !answer->has_point)
        return false;
    ipm *by = s->by;
    by->pure = by->pure || on_fewer_arcs(by, limits, answer);
    return by->pure;
}

/* The primal side of the iterate from or to where nobody needs room: costs, which no projection asks for, and a direction. */
static void copy_point(ipm *s, bool back)
{
    ipm_box *box = &s->box;
    struct {
        double *now, *put;
        size_t n;
    } all[] = {{s->f, s->cost, s->n_slots * LANES},
               {box->x, box->ax, (size_t)box->n},
               {box->below, box->az_lo, (size_t)box->n},
               {box->above, box->az_hi, (size_t)box->n}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        memcpy(back ? all[i].now : all[i].put, back ? all[i].put : all[i].now, all[i].n * sizeof(double));
}

bool ipm_close_purely(ipm *s, const ipm_limits *limits, ipm_answer *answer)
{
    copy_point(s, false);
    s->pure = on_fewer_arcs(s, limits, answer);
    if (!s->pure)
        copy_point(s, true);
    ipm_slot_costs(s, s->tier, s->cost);
    if (!s->pure)
        ipm_residuals(s);
    return s->pure;
}
