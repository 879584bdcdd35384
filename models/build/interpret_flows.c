/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the people on each arc of a program to the flows of a plan, which are told by offer.
 *
 * Programs pool people: at the desk of a clinic, among those whom a clinic leaves unresolved, and among those whom a
 * service's offers do. Who comes out of a pool came from any of those who went in, and it changes no measure from which.
 * So they are matched in order, first in first out, which tells as few flows as can be; (2) to (4) then hold for every
 * offer, since they hold for the pools, and all offers of a pool resolve alike.
 */
#include "models/build/interpret.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* People fewer than this share of the demand are noise of the solver. */
static const double NOISE = 1e-11;
/* And never so many that a plan without them would not verify. */
static const double LEAST_PEOPLE = 1e-7;

/* People at one end of a pool: the offer that they come from or go to, -1 for none, and the arc of the program. */
typedef struct end {
    int offer, arc;
    double people;
} end;

typedef struct ends {
    end *item;
    int n;
} ends;

typedef struct reading {
    const build *b;
    const double *flow; /* per arc */
    int commodity;
    double noise;
    purse_flow *item;
    size_t n, room;
    ends in, out;            /* of the pool at hand */
    ends handed;             /* whom clinics left unresolved: from which offer, along which arc */
    int *first_in, *next_in; /* arcs with people into each node, ascending; both count from 0 within the commodity */
    purse_error *err;
} reading;

static purse_code add_flow(reading *r, purse_flow flow)
{
    if (!(flow.people > r->noise))
        return PURSE_OK;
    if (r->n == r->room) {
        size_t want = r->room ? r->room * 2 : 256;
        purse_flow *bigger = realloc(r->item, want * sizeof *bigger);
        if (!bigger)
            return purse_error_memory(r->err);
        r->item = bigger;
        r->room = want;
    }
    r->item[r->n++] = flow;
    return PURSE_OK;
}

static int order(int a, int b)
{
    return (a > b) - (a < b);
}

static int by_key(const void *left, const void *right)
{
    const purse_flow *a = left, *b = right;
    int difference = order(a->team, b->team);
    if (!difference)
        difference = order((int)a->kind, (int)b->kind);
    if (!difference)
        difference = order(a->from_offer, b->from_offer);
    if (!difference)
        difference = order(a->to_service, b->to_service);
    return difference ? difference : order(a->to_offer, b->to_offer);
}

/* Puts the flows of one commodity in their order and those of one key together; how many are left. */
static size_t sort_flows(purse_flow *flow, size_t n)
{
    size_t kept = 0;
    qsort(flow, n, sizeof *flow, by_key);
    for (size_t i = 1; i < n; i++) {
        if (by_key(&flow[kept], &flow[i]) == 0)
            flow[kept].people += flow[i].people;
        else
            flow[++kept] = flow[i];
    }
    return kept + 1;
}

static purse_flow flow_of(const reading *r, purse_flow_kind kind, int team, double people)
{
    const purse_demand *d = &r->b->model->demand[r->b->commodity_demand[r->commodity]];
    return (purse_flow){.kind = kind,
                        .place = d->place,
                        .need = d->need,
                        .team = team,
                        .from_offer = -1,
                        .to_service = -1,
                        .to_offer = -1,
                        .people = people};
}

/* Puts people of one end of a pool down as going to another; of a clinic's pool only notes it, for the pools to come. */
static purse_code put_match(reading *r, const build_node *pool, const end *in, const end *out, double people)
{
    if (pool->kind == BUILD_NODE_LEFT) {
        if (people > 0.0)
            r->handed.item[r->handed.n++] = (end){in->offer, out->arc, people};
        return PURSE_OK;
    }
    bool desk = pool->kind == BUILD_NODE_DESK;
    purse_flow flow = flow_of(r, desk ? PURSE_FLOW_HANDOVER : PURSE_FLOW_REFERRAL, pool->team, people);
    if (desk && in->offer < 0)
        flow.kind = PURSE_FLOW_DOOR;
    flow.from_offer = in->offer;
    flow.to_offer = desk ? out->offer : -1;
    flow.to_service = desk ? pool->service : r->b->node[r->b->program->arc_head[out->arc]].service;
    return add_flow(r, flow);
}

/* Noise at an end joins the next end, and the last end takes what is left, so that nobody gets lost in a pool. */
static purse_code match_ends(reading *r, const build_node *pool)
{
    const end *in = r->in.item, *out = r->out.item, *last_in = in + r->in.n - 1, *last_out = out + r->out.n - 1;
    if (r->in.n == 0 || r->out.n == 0)
        return PURSE_OK;
    double coming = in->people, going = out->people;
    for (;;) {
        double people = in == last_in ? going : out == last_out ? coming : fmin(coming, going);
        purse_code code = put_match(r, pool, in, out, people);
        if (code || (in == last_in && out == last_out))
            return code;
        coming -= people;
        going -= people;
        if (coming <= r->noise && in < last_in)
            coming += (++in)->people;
        if (going <= r->noise && out < last_out)
            going += (++out)->people;
    }
}

static void find_ends(reading *r, int pool)
{
    const purse_program *p = r->b->program;
    int first = p->arc_first[r->commodity];
    r->in.n = r->out.n = 0;
    for (int i = r->first_in[pool - p->node_start[r->commodity]]; i >= 0; i = r->next_in[i]) {
        build_arc arc = build_arc_of(r->b, first + i);
        if (arc.kind == BUILD_ARC_SEE || arc.kind == BUILD_ARC_CALL)
            r->in.item[r->in.n++] = (end){arc.offer, first + i, p->arc_gain[first + i] * r->flow[first + i]};
    }
    for (int i = 0; i < r->handed.n; i++)
        if (p->arc_head[r->handed.item[i].arc] == pool)
            r->in.item[r->in.n++] = r->handed.item[i];
    for (int a = p->node_arc[pool]; a < p->node_arc[pool + 1]; a++)
        if (r->flow[a] > 0.0)
            r->out.item[r->out.n++] = (end){build_arc_of(r->b, a).offer, a, r->flow[a]};
}

/* Arcs that stand for one flow each. */
static purse_code read_arc(reading *r, int a)
{
    const build *b = r->b;
    build_arc arc = build_arc_of(b, a);
    purse_flow flow = flow_of(r, PURSE_FLOW_UNMET, arc.team, r->flow[a]);
    bool door = arc.kind == BUILD_ARC_SEE && b->node[b->program->arc_tail[a]].kind == BUILD_NODE_DOOR;
    if (arc.kind == BUILD_ARC_ENTER) {
        flow.kind = PURSE_FLOW_ENTRY;
        flow.to_service = arc.to;
    } else if (door) {
        flow.kind = PURSE_FLOW_DOOR;
        flow.to_offer = arc.offer;
        flow.to_service = arc.from;
    }
    return door || arc.kind == BUILD_ARC_ENTER || arc.kind == BUILD_ARC_UNMET ? add_flow(r, flow) : PURSE_OK;
}

static void list_arcs(reading *r)
{
    const purse_program *p = r->b->program;
    int c = r->commodity, source = p->node_start[c], first = p->arc_first[c];
    for (int v = source; v < p->node_start[c + 1]; v++)
        r->first_in[v - source] = -1;
    for (int a = p->arc_first[c + 1] - 1; a >= first; a--)
        if (p->arc_head[a] >= 0 && r->flow[a] > 0.0) {
            r->next_in[a - first] = r->first_in[p->arc_head[a] - source];
            r->first_in[p->arc_head[a] - source] = a - first;
        }
}

static purse_code read_commodity(reading *r, int c)
{
    const purse_program *p = r->b->program;
    purse_code code = PURSE_OK;
    size_t first = r->n;
    int source = p->node_start[c];
    r->commodity = c;
    r->noise = fmin(NOISE * p->supply[c], LEAST_PEOPLE);
    r->handed.n = 0;
    list_arcs(r);
    for (int a = p->arc_first[c]; a < p->arc_first[c + 1] && !code; a++)
        if (r->flow[a] > r->noise)
            code = read_arc(r, a);
    for (int v = source; v < p->node_start[c + 1] && !code; v++) {
        const build_node *node = &r->b->node[v];
        if (r->first_in[v - source] < 0 || node->kind == BUILD_NODE_SOURCE || node->kind == BUILD_NODE_DOOR)
            continue;
        find_ends(r, v);
        code = match_ends(r, node);
    }
    if (!code && r->n > first)
        r->n = first + sort_flows(r->item + first, r->n - first);
    return code;
}

static purse_code reading_new(reading *r, const build *b, const double *flow, purse_error *err)
{
    const purse_program *p = b->program;
    int arcs = 0, nodes = 0;
    for (int c = 0; c < p->n_commodities; c++) {
        int a = p->arc_first[c + 1] - p->arc_first[c], v = p->node_start[c + 1] - p->node_start[c];
        arcs = a > arcs ? a : arcs;
        nodes = v > nodes ? v : nodes;
    }
    /* A pool has fewer matches than ends: no list is longer than two for each arc. */
    size_t room = 2 * (size_t)arcs + 1;
    *r = (reading){.b = b, .flow = flow, .err = err};
    r->in.item = malloc(room * sizeof *r->in.item);
    r->out.item = malloc(room * sizeof *r->out.item);
    r->handed.item = malloc(room * sizeof *r->handed.item);
    r->first_in = malloc(((size_t)nodes + 1) * sizeof *r->first_in);
    r->next_in = malloc(((size_t)arcs + 1) * sizeof *r->next_in);
    bool whole = r->in.item && r->out.item && r->handed.item && r->first_in && r->next_in;
    return whole ? PURSE_OK : purse_error_memory(err);
}

static void reading_free(reading *r)
{
    free(r->in.item);
    free(r->out.item);
    free(r->handed.item);
    free(r->first_in);
    free(r->next_in);
}

purse_code interpret_flows(purse_plan *plan, const build *b, const double *arc, purse_error *err)
{
    reading r;
    purse_code code = reading_new(&r, b, arc, err);
    for (int c = 0; c < b->program->n_commodities && !code; c++)
        code = read_commodity(&r, c);
    reading_free(&r);
    if (code) {
        free(r.item);
        return code;
    }
    plan->flows = r.item;
    plan->n_flows = r.n;
    return PURSE_OK;
}
