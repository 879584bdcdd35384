/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The answer on fewer arcs. An interior iterate carries next to nothing on every arc that no optimum uses, and each would be
 * a route to thin out. Near the optimum its reduced cost tells such an arc: it outweighs its flow. Without these arcs
 * people are simulated anew, and a projection brings the rows back to what they were.
 */
#include "private.h"

bool ipm_purify(ipm *s, const ipm_limits *limits, ipm_answer *answer)
{
    if (answer->status != IPM_OPTIMAL || !answer->has_point || !ipm_simulate(s, true))
        return false;
    for (int a = 0; a < s->p->n_arcs; a++)
        if (s->slot_of[a] >= 0)
            s->f[s->slot_of[a]] = s->next_flow[a];
    ipm_residuals(s);
    ipm_project(s, true);
    return ipm_certify_instead(s, limits, answer);
}
