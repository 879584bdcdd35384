/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/build/graph.h"

#include <stdlib.h>

void need_graph_free(need_graph *g)
{
    free(g->order);
    free(g->out_start);
    free(g->target);
    free(g->eased);
    *g = (need_graph){0};
}

static int ability_of(const need_graph *g, int service)
{
    int lo = 0, hi = g->n;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (g->ability[mid].service < service)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* Abilities in topological order from counts of their senders; how many came into it. */
static int sort_abilities(need_graph *g, int *incoming)
{
    int done = 0;
    for (int a = 0; a < g->n; a++)
        if (incoming[a] == 0)
            g->order[done++] = a;
    for (int i = 0; i < done; i++)
        for (int r = g->out_start[g->order[i]]; r < g->out_start[g->order[i] + 1]; r++)
            if (--incoming[g->target[r]] == 0)
                g->order[done++] = g->target[r];
    return done;
}

purse_code need_graph_new(need_graph *g, const purse_model *m, int need, purse_error *err)
{
    g->n = m->ability_start[need + 1] - m->ability_start[need];
    g->ability = m->abilities + m->ability_start[need];
    g->n_referrals = m->referral_start[need + 1] - m->referral_start[need];
    g->referral = m->referrals + m->referral_start[need];
    g->order = malloc(((size_t)g->n + 1) * sizeof *g->order);
    g->out_start = calloc((size_t)g->n + 2, sizeof *g->out_start);
    g->target = malloc(((size_t)g->n_referrals + 1) * sizeof *g->target);
    g->eased = malloc(((size_t)g->n_referrals + 1) * sizeof *g->eased);
    int *incoming = calloc((size_t)g->n + 1, sizeof *incoming);
    if (!g->order || !g->out_start || !g->target || !g->eased || !incoming) {
        free(incoming);
        need_graph_free(g);
        return purse_error_memory(err);
    }
    for (int i = 0; i < g->n_referrals; i++) {
        const purse_referral *r = &g->referral[i];
        g->target[i] = ability_of(g, r->to);
        g->eased[i] = !r->necessary && r->burden > 0.0 && m->within_provider < 1.0;
        incoming[g->target[i]]++;
        g->out_start[ability_of(g, r->from) + 1]++;
    }
    for (int a = 0; a < g->n; a++) {
        g->out_start[a + 1] += g->out_start[a];
        const purse_ability *ability = &g->ability[a];
        g->limited |= ability->entry && (ability->entry_min > 0.0 || ability->entry_max < 1.0);
    }
    int done = sort_abilities(g, incoming);
    free(incoming);
    if (done < g->n) {
        need_graph_free(g);
        return purse_error_set(err, PURSE_EINPUT, m->needs[need].id, "expected referrals without a cycle");
    }
    return PURSE_OK;
}
