/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the draft of one commodity's matrix to a template; see template.c. Private to the engine. */
#ifndef ENGINE_IPM_TEMPLATE_H
#define ENGINE_IPM_TEMPLATE_H

#include "private.h"

typedef enum group_row_kind { GROUP_LO, GROUP_HI, GROUP_EQUAL } group_row_kind;

/* One commodity's matrix as read from the program. Nodes and groups count from 0 within it. */
struct ipm_draft {
    int n_nodes;
    int n_group_rows, *group_kind, *group;
    double *share;
    int n_classes, *tail, *head, *class_group;
    double *gain;
    bool *kept;
    bool pulls;
    int n_gathered, *gathered_start, *gathered; /* rows that are link columns: the classes that use each, ascending */
    size_t gathered_room, start_room;
    int n_tiers; /* rows of tiers that may be held: link columns too, over all classes */
};

/* draft.c: all that a template depends on, as ints and the figures that go with them; the entry groups' rows from 5 on. */
int ipm_draft_key_length(const ipm_draft *d);
void ipm_draft_write_key(const ipm_draft *d, int *key, double *gain);
uint64_t ipm_draft_hash(const ipm_draft *d);
bool ipm_draft_matches(const ipm_draft *d, const ipm_template *t);

/* The template's arrays are the arenas': `often` holds what every direction reads. */
purse_code ipm_template_new(ipm_template **out, const ipm_draft *d, ipm_arena *arena, ipm_arena *often,
                            purse_error *err);
/* Leaves of the key what tells of entry groups, once no draft will be compared with it any more. */
void ipm_template_trim_key(ipm_template *t);

#endif
