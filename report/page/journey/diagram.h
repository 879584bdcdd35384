/* SPDX-License-Identifier: GPL-3.0-or-later */
/** From journeys to a diagram: which services have a node of their own at which stage, in all regimes alike. */
#ifndef PURSE_REPORT_DIAGRAM_H
#define PURSE_REPORT_DIAGRAM_H

#include "report/page/journey/journey.h"
#include "report/page/journey/sankey.h"

/** What a node is. */
typedef enum diagram_kind {
    DIAGRAM_DEMAND,
    DIAGRAM_SERVICE, /**< `which` is the service */
    DIAGRAM_OTHERS,  /**< `which` is the pot whose small services it stands for */
    DIAGRAM_RESOLVED,
    DIAGRAM_AVERTED,
    DIAGRAM_UNMET,
    DIAGRAM_LATER
} diagram_kind;

typedef enum diagram_link { LINK_PLAIN, LINK_UNNECESSARY, LINK_RESOLVED, LINK_UNMET } diagram_link;

typedef struct diagram {
    const purse_model *model;
    int n_stages, n_columns;
    int n_nodes, n_links, room_links;
    sankey_node *node;
    diagram_kind *kind;
    int *which;
    int *slot; /**< stage x service: its node */
    sankey_link *link;
    diagram_link *link_kind;
} diagram;

/**
 * The nodes that all regimes share: a service has its own where it holds a fair share of the people of some regime.
 *
 * @param journeys  of the plans that hold, n of them
 * @return PURSE_OK or PURSE_EMEMORY. Free it in both cases.
 */
purse_code diagram_new(diagram *d, const journey *journeys, int n, const purse_model *model, purse_error *err);
void diagram_free(diagram *d);

/** One plan's values and links, in place of the last one's. */
void diagram_fill(diagram *d, const journey *j, const purse_plan *plan);

#endif
