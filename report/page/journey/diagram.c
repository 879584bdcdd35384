/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Column 0 holds all demand; column t the t-th contact, services in the order of pots and scenario, then what ended with
 * the contact before. Small services share a node per pot, unless there is only one.
 */
#include <math.h>
#include <stdlib.h>

#include "report/page/journey/diagram.h"

enum { MOST_IN_COLUMN = 10 };
static const double FAIR_SHARE = 0.005;

static double demand_of(const journey *j)
{
    double sum = 0;
    for (int s = 0; s < j->n_services; s++)
        sum += j->entry[s];
    return sum;
}

/* The largest of all regimes. */
static double most_people(const journey *journeys, int n, int stage, int service)
{
    double most = 0;
    for (int i = 0; i < n; i++)
        most = fmax(most, journeys[i].people[stage * journeys[i].n_services + service]);
    return most;
}

/* Whether a service is among the first in its column, and not too small. */
static bool stands_alone(const journey *journeys, int n, int stage, int service, double demand)
{
    double own = most_people(journeys, n, stage, service);
    int before = 0;
    if (!(own >= FAIR_SHARE * demand))
        return false;
    for (int s = 0; s < journeys[0].n_services; s++) {
        double other = most_people(journeys, n, stage, s);
        before += other > own || (other == own && s < service);
    }
    return before < MOST_IN_COLUMN;
}

static int add_node(diagram *d, int column, diagram_kind kind, int which)
{
    d->node[d->n_nodes] = (sankey_node){.column = column};
    d->kind[d->n_nodes] = kind;
    d->which[d->n_nodes] = which;
    return d->n_nodes++;
}

/* One pot's services at one stage: those that stand alone, then the rest together. */
static void add_pot(diagram *d, const journey *journeys, int n, int stage, int pot, double demand)
{
    const int services = d->model->n_services;
    int others = -1, together = 0, last = 0;
    for (int s = 0; s < services; s++)
        if (d->model->services[s].pot == pot && stands_alone(journeys, n, stage, s, demand))
            d->slot[stage * services + s] = add_node(d, stage + 1, DIAGRAM_SERVICE, s);
    for (int s = 0; s < services; s++) {
        if (d->model->services[s].pot != pot || d->slot[stage * services + s] >= 0 ||
            !(most_people(journeys, n, stage, s) > 0))
            continue;
        if (others < 0)
            others = add_node(d, stage + 1, DIAGRAM_OTHERS, pot);
        d->slot[stage * services + s] = others;
        together++;
        last = s;
    }
    if (together == 1) {
        d->kind[others] = DIAGRAM_SERVICE;
        d->which[others] = last;
    }
}

static void add_nodes(diagram *d, const journey *journeys, int n, double demand)
{
    add_node(d, 0, DIAGRAM_DEMAND, 0);
    for (int stage = 0; stage < d->n_stages; stage++) {
        for (int pot = 0; pot < d->model->n_pots; pot++)
            add_pot(d, journeys, n, stage, pot, demand);
        if (stage == 0)
            add_node(d, 1, DIAGRAM_AVERTED, 0);
        else
            add_node(d, stage + 1, DIAGRAM_RESOLVED, stage - 1);
        add_node(d, stage + 1, DIAGRAM_UNMET, stage);
    }
    add_node(d, d->n_stages + 1, DIAGRAM_RESOLVED, d->n_stages - 1);
    add_node(d, d->n_stages + 1, DIAGRAM_UNMET, d->n_stages);
    add_node(d, d->n_stages + 1, DIAGRAM_LATER, 0);
}

purse_code diagram_new(diagram *d, const journey *journeys, int n, const purse_model *model, purse_error *err)
{
    double demand = 0;
    *d = (diagram){.model = model};
    for (int i = 0; i < n; i++) {
        demand = fmax(demand, demand_of(&journeys[i]));
        d->n_stages = journeys[i].n_stages > d->n_stages ? journeys[i].n_stages : d->n_stages;
    }
    d->n_columns = d->n_stages + 2;
    size_t services = (size_t)model->n_services, in_column = (size_t)model->n_pots + MOST_IN_COLUMN + 3;
    size_t most = in_column * (size_t)d->n_columns;
    /* From a node to every node of the next column, in two colours. */
    d->room_links = (int)(2 * in_column * in_column * (size_t)d->n_columns);
    d->node = calloc(most, sizeof *d->node);
    d->kind = calloc(most, sizeof *d->kind);
    d->which = calloc(most, sizeof *d->which);
    d->slot = malloc((services * (size_t)d->n_stages + 1) * sizeof *d->slot);
    d->link = calloc((size_t)d->room_links, sizeof *d->link);
    d->link_kind = calloc((size_t)d->room_links, sizeof *d->link_kind);
    if (!d->node || !d->kind || !d->which || !d->slot || !d->link || !d->link_kind)
        return purse_error_memory(err);
    for (size_t i = 0; i < services * (size_t)d->n_stages; i++)
        d->slot[i] = -1;
    add_nodes(d, journeys, n, demand);
    return PURSE_OK;
}

void diagram_free(diagram *d)
{
    free(d->node);
    free(d->kind);
    free(d->which);
    free(d->slot);
    free(d->link);
    free(d->link_kind);
    *d = (diagram){.n_nodes = 0};
}

static int find_node(const diagram *d, int column, diagram_kind kind)
{
    for (int i = 0; i < d->n_nodes; i++)
        if (d->node[i].column == column && d->kind[i] == kind)
            return i;
    return 0;
}

static void add_link(diagram *d, int from, int to, diagram_link kind, double value)
{
    if (!(value > 0))
        return;
    for (int i = 0; i < d->n_links; i++)
        if (d->link[i].from == from && d->link[i].to == to && d->link_kind[i] == kind) {
            d->link[i].value += value;
            return;
        }
    if (d->n_links == d->room_links)
        return;
    d->link[d->n_links] = (sankey_link){.from = from, .to = to, .value = value};
    d->link_kind[d->n_links++] = kind;
}

/* By nodes, then kind: bands leave and arrive in the order of what they lead to and come from. */
static void sort_links(diagram *d)
{
    for (int i = 1; i < d->n_links; i++) {
        sankey_link link = d->link[i];
        diagram_link kind = d->link_kind[i];
        int at = i;
        for (; at > 0; at--) {
            const sankey_link *other = &d->link[at - 1];
            bool after = other->from != link.from ? other->from > link.from
                         : other->to != link.to   ? other->to > link.to
                                                  : d->link_kind[at - 1] > kind;
            if (!after)
                break;
            d->link[at] = d->link[at - 1];
            d->link_kind[at] = d->link_kind[at - 1];
        }
        d->link[at] = link;
        d->link_kind[at] = kind;
    }
}

static void fill_stage(diagram *d, const journey *j, int stage)
{
    const int services = j->n_services, later = find_node(d, d->n_columns - 1, DIAGRAM_LATER);
    int resolved = find_node(d, stage + 2, DIAGRAM_RESOLVED), lost = find_node(d, stage + 2, DIAGRAM_UNMET);
    for (int s = 0; s < services; s++) {
        int from = d->slot[stage * services + s];
        if (from < 0)
            continue;
        add_link(d, from, resolved, LINK_RESOLVED, journey_resolved(j, stage, s));
        add_link(d, from, lost, LINK_UNMET, j->lost[stage * services + s]);
        for (int to = 0; to < services; to++) {
            int node = stage + 1 < d->n_stages ? d->slot[(stage + 1) * services + to] : later;
            if (node < 0)
                continue;
            add_link(d, from, node, LINK_PLAIN, journey_passed(j, stage, s, to, false));
            add_link(d, from, node, LINK_UNNECESSARY, journey_passed(j, stage, s, to, true));
        }
    }
}

void diagram_fill(diagram *d, const journey *j, const purse_plan *plan)
{
    d->n_links = 0;
    for (int s = 0; s < j->n_services && d->n_stages > 0; s++)
        if (d->slot[s] >= 0)
            add_link(d, 0, d->slot[s], LINK_PLAIN, j->entry[s]);
    double unmet = 0;
    for (size_t i = 0; i < plan->n_flows; i++)
        unmet += plan->flows[i].kind == PURSE_FLOW_UNMET ? plan->flows[i].people : 0;
    add_link(d, 0, find_node(d, 1, DIAGRAM_AVERTED), LINK_RESOLVED, plan->totals.averted);
    add_link(d, 0, find_node(d, 1, DIAGRAM_UNMET), LINK_UNMET, unmet);
    for (int stage = 0; stage < d->n_stages; stage++)
        fill_stage(d, j, stage);
    sort_links(d);
    for (int i = 0; i < d->n_nodes; i++) {
        double in = 0, out = 0;
        for (int k = 0; k < d->n_links; k++) {
            in += d->link[k].to == i ? d->link[k].value : 0;
            out += d->link[k].from == i ? d->link[k].value : 0;
        }
        d->node[i].value = fmax(in, out);
    }
}
