/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/page/journey/sankey.h"

#include <math.h>

static double slot_of(const sankey_node *node, double scale, const sankey_room *room)
{
    return node->value > 0 ? fmax(node->value * scale, room->slot) + room->gap : 0;
}

static double column_height(const sankey_node *node, int n, int column, double scale, const sankey_room *room)
{
    double sum = -room->gap;
    for (int i = 0; i < n; i++)
        if (node[i].column == column)
            sum += slot_of(&node[i], scale, room);
    return sum;
}

static int fits(const sankey_node *node, int n, int columns, double scale, const sankey_room *room)
{
    for (int c = 0; c < columns; c++)
        if (column_height(node, n, c, scale, room) > room->height)
            return 0;
    return 1;
}

double sankey_scale(const sankey_node *node, int n, int columns, const sankey_room *room)
{
    double largest = 0, low = 0;
    for (int i = 0; i < n; i++)
        largest = fmax(largest, node[i].value);
    if (!(largest > 0) || !fits(node, n, columns, 0, room))
        return 0;
    double high = room->height / largest;
    if (fits(node, n, columns, high, room))
        return high;
    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2;
        if (fits(node, n, columns, middle, room))
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Down its column, from the top. */
static double top_of(const sankey_node *node, int i, double scale, const sankey_room *room)
{
    double y = 0;
    for (int k = 0; k < i; k++)
        if (node[k].column == node[i].column)
            y += slot_of(&node[k], scale, room);
    return y;
}

void sankey_place(sankey_node *node, int n, sankey_link *link, int n_links, double scale, const sankey_room *room)
{
    for (int i = 0; i < n; i++) {
        double slot = node[i].value > 0 ? slot_of(&node[i], scale, room) - room->gap : 0;
        node[i].height = node[i].value * scale;
        node[i].y = top_of(node, i, scale, room) + (slot - node[i].height) / 2;
        node[i].middle = node[i].y + node[i].height / 2;
    }
    for (int i = 0; i < n_links; i++) {
        double before_from = 0, before_to = 0;
        for (int k = 0; k < i; k++) {
            before_from += link[k].from == link[i].from ? link[k].value : 0;
            before_to += link[k].to == link[i].to ? link[k].value : 0;
        }
        link[i].width = link[i].value * scale;
        link[i].y0 = node[link[i].from].y + scale * before_from + link[i].width / 2;
        link[i].y1 = node[link[i].to].y + scale * before_to + link[i].width / 2;
    }
}
