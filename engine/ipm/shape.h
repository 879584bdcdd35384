/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the steps of the analysis hand to each other. Private to the engine. */
#ifndef ENGINE_IPM_SHAPE_H
#define ENGINE_IPM_SHAPE_H

#include "template.h"

/* What is found of every commodity before lanes are filled. */
typedef struct ipm_survey {
    uint64_t *likeness; /* per commodity: those with the same may share a bundle */
    int *cluster_of;
    int *class_of; /* per arc: class within its template, -1 when closed for good; until then within its own draft */
    int *gathered; /* linking rows gathered by each commodity, without those of the tiers; -1: a lane's own lack */
    size_t *gathered_first; /* per commodity, into `gathered` */
    int *gathered_count;
    size_t n_gathered, gathered_room;
    bool trimmed;               /* arcs have been left out: nodes that none leaves are left out as well */
    int *pull_start, *pull_col; /* n_commodities + 1; columns that pull on each */
    double *pull;
    /* Work space. */
    ipm_draft draft;
    int *node_arcs;
} ipm_survey;

/* Makes room for `need` elements of `size` bytes. */
purse_code ipm_reserve(void **array, size_t *room, size_t need, size_t size, purse_error *err);

/* survey.c: what every commodity is like, and columns that stay in the linking system. */
purse_code ipm_survey_new(ipm_survey *v, ipm *s, purse_error *err);
void ipm_survey_free(ipm_survey *v);
/* Rows of the entry groups of commodity c into the draft; false when nobody can enter through them. */
bool ipm_survey_groups(ipm_survey *v, const ipm *s, int c);
/* Whether a node, but a source, has a row: where arcs are left out, only if any leaves it. */
bool ipm_survey_lives(const ipm_survey *v, const purse_program *p, int node);
/* Place among the gathered rows of commodity c, or -1. Behind them come the rows of tiers. */
int ipm_survey_gathered(const ipm_survey *v, int c, int row);

/* Whether every node of commodity c has a mark. */
bool ipm_is_marked(const purse_program *p, int c);

/* cluster.c */
purse_code ipm_clusters_new(ipm *s, ipm_survey *v, purse_error *err);

#endif
