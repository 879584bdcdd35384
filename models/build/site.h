/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One (place, need) under way: who serves it, where its people can go, which handovers there are. Private to models/.
 *
 * A clinic is what one provider has of one service at the place. Where somebody seen may go next depends on the clinic
 * alone, not on which of its offers saw them.
 */
#ifndef MODELS_BUILD_SITE_H
#define MODELS_BUILD_SITE_H

#include <stdint.h>

#include "models/build/build.h"
#include "models/build/graph.h"

typedef struct clinic {
    int ability, provider;
    int first, end; /* its offers, in `offer` */
    bool takes;     /* is handed people */
    bool hands;     /* hands people over */
    int desk, left; /* nodes of the first mode, -1 where there is none */
} clinic;

typedef struct site {
    build *b;
    purse_error *err;
    const need_graph *graph;
    int place, need;
    double episodes;
    bool *usable, *reached;   /* per ability */
    int *offer_start, *offer; /* per ability: its offers at the place, by clinic; n + 1 */
    int *clinic_start;        /* per ability: its clinics; n + 1 */
    clinic *clinic;           /* by ability, those that hand or take in one order wherever they do alike */
    uint64_t *pattern;        /* per provider: which of its clinics take and hand; 0 between sites */
    int *team, n_teams;       /* modes: -1 and the teams that cover the place and need */
    int *door, *after;        /* per ability: nodes of the first mode, -1 where there is none */
    int mode_nodes;           /* nodes of one mode: those of mode i come i * mode_nodes later */
} site;

/* Room for any place and any need of at most `largest` abilities. */
purse_code site_new(site *s, build *b, int largest, purse_error *err);
void site_free(site *s);

/* Sets all but the nodes for the place, need and graph that are set. */
void site_survey(site *s);

#endif
