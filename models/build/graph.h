/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is true of a need everywhere: its services in topological order, with its referrals. Private to models/. */
#ifndef MODELS_BUILD_GRAPH_H
#define MODELS_BUILD_GRAPH_H

#include "purse/model.h"

typedef struct need_graph {
    int n; /* abilities of the need */
    const purse_ability *ability;
    const purse_referral *referral;
    int n_referrals;
    int *order;     /* abilities, senders before receivers */
    int *out_start; /* per ability: its referrals, n + 1 */
    int *target;    /* per referral: the receiving ability */
    bool *eased;    /* per referral: lighter inside a provider than between two */
    bool limited;   /* some entry has a lowest or highest share */
} need_graph;

purse_code need_graph_new(need_graph *g, const purse_model *m, int need, purse_error *err);
void need_graph_free(need_graph *g);

#endif
