/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Layout of a flow diagram: nodes in columns, links as bands between them, all in one scale.
 *
 * Nodes keep the order they are given in, so that diagrams of several plans can be compared by eye. Each has room for
 * its label, however small it is, unless it has no value at all.
 */
#ifndef PURSE_REPORT_SANKEY_H
#define PURSE_REPORT_SANKEY_H

typedef struct sankey_node {
    int column;
    double value;
    double y, height; /**< out: of its bar */
    double middle;    /**< out: where its label stands */
} sankey_node;

typedef struct sankey_link {
    int from, to; /**< nodes */
    double value;
    double y0, y1, width; /**< out: the middle of the band at both ends */
} sankey_link;

/** How close nodes of one column may come. */
typedef struct sankey_room {
    double height; /**< of the whole */
    double slot;   /**< least height of a node with its label */
    double gap;    /**< between two of them */
} sankey_room;

/** The largest scale (height per unit) in which every column fits; 0 when none does. */
double sankey_scale(const sankey_node *node, int n, int columns, const sankey_room *room);

/**
 * Places nodes, and the links at them. Links stand at a node in the order of the list: put them in the order of their
 * nodes to have the fewest crossings.
 */
void sankey_place(sankey_node *node, int n, sankey_link *link, int n_links, double scale, const sankey_room *room);

#endif
