/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "agree.h"

#include <math.h>
#include <stdio.h>

static const double AGREED = 1e-6;

/* What a proof of the tiers before may leave open, at its price in the last. */
static double left_open(const purse_solution *known, int tier)
{
    double open = 0.0;
    for (int t = 0; t < tier && tier == known->n_tiers - 1; t++)
        open += 0.01 * AGREED * fabs(known->value[t] * known->tier_price[t]);
    return open;
}

bool agree(const purse_solution *known, const purse_solution *found)
{
    bool same = known->status == found->status;
    for (int t = 0; t < known->n_tiers && same && known->status == PURSE_STATUS_OPTIMAL; t++) {
        double slack = t < known->n_tiers - 1 ? 2.0 : 1.0;
        double allowed = slack * AGREED * (1.0 + fabs(known->value[t])) + left_open(known, t);
        same &= fabs(known->value[t] - found->value[t]) <= allowed;
        same &= known->bound[t] <= found->value[t] + allowed && found->bound[t] <= known->value[t] + allowed;
    }
    return same;
}

void agree_tell(const char *what, int number, const purse_solution *known, const purse_solution *found)
{
    fprintf(stderr, "%s, %d: %s and %s", what, number, purse_status_text(known->status),
            purse_status_text(found->status));
    for (int t = 0; t < known->n_tiers; t++)
        fprintf(stderr, "; %.12g and %.12g", known->value[t], found->value[t]);
    fprintf(stderr, "\n");
}
