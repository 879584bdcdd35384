/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The graph of each (place, need): equations (1) to (5).
 *
 * From the source run an arc "unmet" and, per mode and entry service, an arc to that service's door (2). From a door,
 * one arc per offer to what is left unresolved after it, with gain 1 - resolves (4). Who is left unresolved by the
 * offers of a service is pooled and moves on to the doors of other services: which offer sent them changes no measure,
 * so the split is made when the plan is read out.
 *
 * Who hands over to whom inside a provider depends on no more than the provider and the two services, so handovers (3)
 * run between a provider's clinics. A clinic that takes handovers has a desk, to which people come from the door or
 * handed over, and from which run the arcs through its offers. A clinic that hands over has a node of its own for whom
 * it leaves unresolved, and adds to its service's pool whom it does not hand over. A handover that costs the same as a
 * referral is left out, since the referral serves as well.
 *
 * Services without offers for the place, or that lead nowhere, are left out: who went there could not be served whole.
 */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/build/site.h"

/* Numbers and tags the nodes of the first mode, after the source. How many nodes there are then. */
static int number_nodes(site *s, build_node *tag)
{
    const need_graph *g = s->graph;
    int team = s->team[0], next = 1;
    for (int i = 0; i < g->n; i++) {
        int a = g->order[i], service = g->ability[a].service;
        clinic *first = s->clinic + s->clinic_start[a], *end = s->clinic + s->clinic_start[a + 1];
        s->door[a] = s->after[a] = -1;
        if (!s->reached[a])
            continue;
        tag[next] = (build_node){BUILD_NODE_DOOR, team, service, -1};
        s->door[a] = next++;
        for (clinic *c = first; c < end; c++)
            if (c->takes) {
                tag[next] = (build_node){BUILD_NODE_DESK, team, service, c->provider};
                c->desk = next++;
            }
        for (clinic *c = first; c < end; c++)
            if (c->hands) {
                tag[next] = (build_node){BUILD_NODE_LEFT, team, service, c->provider};
                c->left = next++;
            }
        if (g->ability[a].resolves >= 1.0)
            continue;
        tag[next] = (build_node){BUILD_NODE_AFTER, team, service, -1};
        s->after[a] = next++;
    }
    return next;
}

static double *last_arc_cost(const build *b)
{
    return purse_program_arc_cost(b->program, b->program->n_arcs - 1);
}

/* A node of the mode, from its number in the first mode; the source and the sink are of all. */
static int in_mode(const site *s, int mode, int node)
{
    return node <= 0 ? node : node + mode * s->mode_nodes;
}

static purse_code add_arc(site *s, int mode, int tail, int head, double gain, int group)
{
    return purse_program_add_arc(s->b->program, in_mode(s, mode, tail), in_mode(s, mode, head), gain, group, s->err);
}

static purse_code gap_coefs(site *s, purse_rule_type type, double amount)
{
    const purse_model *m = s->b->model;
    purse_code code = PURSE_OK;
    for (int i = 0; i < m->n_rules && !code && amount != 0.0; i++)
        if (m->rules[i].type == type)
            code = purse_program_add_coef(
                s->b->program, s->b->place_row[(size_t)i * (size_t)m->n_places + (size_t)s->place], amount, s->err);
    return code;
}

static purse_code source_arcs(site *s)
{
    const purse_model *m = s->b->model;
    const need_graph *g = s->graph;
    purse_code code = add_arc(s, 0, 0, -1, 0.0, -1);
    if (code)
        return code;
    build_cost(m, last_arc_cost(s->b), PURSE_MEASURE_UNMET, m->needs[s->need].priority);
    code = gap_coefs(s, PURSE_RULE_MAX_UNMET_GAP, 1.0);
    for (int mode = 0; mode < s->n_teams && !code; mode++) {
        int group = 0, team = s->team[mode];
        for (int a = 0; a < g->n && !code; a++) {
            if (g->ability[a].entry && s->reached[a]) {
                code = add_arc(s, mode, 0, s->door[a], 1.0, g->limited ? group : -1);
                if (!code && team >= 0)
                    code = purse_program_add_coef(s->b->program, s->b->coordinated_row[team], 1.0, s->err);
            }
            group += g->ability[a].entry;
        }
    }
    return code;
}

static double move_burden(const site *s, int mode, const purse_referral *r)
{
    const purse_model *m = s->b->model;
    if (r->necessary)
        return 0.0;
    bool across = m->services[r->from].pot != m->services[r->to].pot;
    double relief = s->team[mode] >= 0 ? m->teams[s->team[mode]].relief : 0.0;
    return r->burden * (across ? m->across_pots : 1.0) * (1.0 - relief);
}

/* The burden of the last arc: its cost, and its part in gap rules. */
static purse_code burden_of_arc(site *s, double burden)
{
    build_cost(s->b->model, last_arc_cost(s->b), PURSE_MEASURE_BURDEN, burden);
    return gap_coefs(s, PURSE_RULE_MAX_BURDEN_GAP, burden);
}

/* Through each offer of a clinic, from its desk or its service's door: uses the offer's contacts. */
static purse_code see_arcs(site *s, int mode, const clinic *c, int tail)
{
    const purse_ability *ability = &s->graph->ability[c->ability];
    double left = 1.0 - ability->resolves;
    int head = left <= 0.0 ? -1 : c->hands ? c->left : s->after[c->ability];
    purse_code code = PURSE_OK;
    for (int k = c->first; k < c->end && !code; k++) {
        code = add_arc(s, mode, tail, head, left, -1);
        if (!code)
            code = purse_program_add_coef(s->b->program, s->b->volume_row[s->offer[k]], ability->contacts, s->err);
    }
    return code;
}

/* From a door: to the desks of clinics that have one, through the offers of the others. */
static purse_code door_arcs(site *s, int mode, int a)
{
    purse_code code = PURSE_OK;
    for (int i = s->clinic_start[a]; i < s->clinic_start[a + 1] && !code; i++) {
        const clinic *c = &s->clinic[i];
        code = c->takes ? add_arc(s, mode, s->door[a], c->desk, 1.0, -1) : see_arcs(s, mode, c, s->door[a]);
    }
    return code;
}

static const clinic *clinic_of(const site *s, int a, int provider)
{
    const clinic *c = s->clinic + s->clinic_start[a], *end = s->clinic + s->clinic_start[a + 1];
    while (c < end && c->provider != provider)
        c++;
    return c < end ? c : NULL;
}

/* From those whom a clinic leaves unresolved: handovers, and the rest to those whom the service refers. */
static purse_code handover_arcs(site *s, int mode, const clinic *from)
{
    const need_graph *g = s->graph;
    int a = from->ability;
    purse_code code = add_arc(s, mode, from->left, s->after[a], 1.0, -1);
    for (int r = g->out_start[a]; r < g->out_start[a + 1] && !code; r++) {
        const clinic *to = g->eased[r] && s->reached[g->target[r]] ? clinic_of(s, g->target[r], from->provider) : NULL;
        if (!to)
            continue;
        code = add_arc(s, mode, from->left, to->desk, 1.0, -1);
        if (!code)
            code = burden_of_arc(s, move_burden(s, mode, &g->referral[r]) * s->b->model->within_provider);
    }
    return code;
}

/* Referrals of those whom a service's offers left unresolved and did not hand over. */
static purse_code referral_arcs(site *s, int mode, int a)
{
    const need_graph *g = s->graph;
    purse_code code = PURSE_OK;
    for (int r = g->out_start[a]; r < g->out_start[a + 1] && !code; r++) {
        int to = g->target[r];
        if (!s->reached[to])
            continue;
        code = add_arc(s, mode, s->after[a], s->door[to], 1.0, -1);
        if (!code)
            code = burden_of_arc(s, move_burden(s, mode, &g->referral[r]));
    }
    return code;
}

/* All arcs of one service in one mode, by ascending tail as number_nodes gave them. */
static purse_code service_arcs(site *s, int mode, int a)
{
    const clinic *first = s->clinic + s->clinic_start[a], *end = s->clinic + s->clinic_start[a + 1];
    purse_code code = door_arcs(s, mode, a);
    for (const clinic *c = first; c < end && !code; c++)
        if (c->takes)
            code = see_arcs(s, mode, c, c->desk);
    for (const clinic *c = first; c < end && !code; c++)
        if (c->hands)
            code = handover_arcs(s, mode, c);
    if (!code && s->after[a] >= 0)
        code = referral_arcs(s, mode, a);
    return code;
}

static purse_code add_groups(site *s)
{
    const need_graph *g = s->graph;
    purse_code code = PURSE_OK;
    for (int a = 0; a < g->n && g->limited && !code; a++)
        if (g->ability[a].entry)
            code = purse_program_add_group(s->b->program, g->ability[a].entry_min, g->ability[a].entry_max, s->err);
    return code;
}

static purse_code make_node_room(build *b, int count, purse_error *err)
{
    size_t need = (size_t)b->program->n_nodes + (size_t)count;
    if (need <= b->room_nodes)
        return PURSE_OK;
    size_t want = need + need / 2 + 64;
    build_node *bigger = realloc(b->node, want * sizeof *bigger);
    if (!bigger)
        return purse_error_memory(err);
    b->node = bigger;
    b->room_nodes = want;
    return PURSE_OK;
}

/* A node's part: the same service, before or after its offers, in the same mode. Clinics of one provider are a party. */
static purse_code mark_nodes(site *s, const build_node *tag)
{
    const size_t services = (size_t)s->b->model->n_services;
    purse_code code = purse_program_mark_node(s->b->program, 0, s->need, -1, s->err);
    for (int v = 1; v <= s->n_teams * s->mode_nodes && !code; v++) {
        size_t mode = (size_t)((v - 1) / s->mode_nodes), kind = mode * (BUILD_NODE_AFTER + 1) + tag[v].kind;
        size_t mark = kind * services + (size_t)tag[v].service;
        code = purse_program_mark_node(s->b->program, v, mark > INT_MAX ? -1 : (int)mark, tag[v].provider, s->err);
    }
    return code;
}

/* The nodes of all modes, source first; those of a later mode are numbered as those of the first. */
static purse_code add_nodes(site *s)
{
    build *b = s->b;
    int services = 2 * s->graph->n, clinics = 2 * s->clinic_start[s->graph->n];
    purse_code code = make_node_room(b, 1 + s->n_teams * (services + clinics), s->err);
    if (code)
        return code;
    build_node *tag = b->node + b->program->n_nodes;
    tag[0] = (build_node){BUILD_NODE_SOURCE, -1, -1, -1};
    s->mode_nodes = number_nodes(s, tag) - 1;
    for (int mode = 1; mode < s->n_teams; mode++)
        for (int v = 1; v <= s->mode_nodes; v++) {
            tag[v + mode * s->mode_nodes] = tag[v];
            tag[v + mode * s->mode_nodes].team = s->team[mode];
        }
    code = purse_program_add_nodes(b->program, 1 + s->n_teams * s->mode_nodes, s->err);
    return code ? code : mark_nodes(s, tag);
}

static purse_code add_commodity(site *s)
{
    const need_graph *g = s->graph;
    site_survey(s);
    purse_code code = purse_program_add_commodity(s->b->program, s->episodes, s->err);
    if (!code)
        code = add_groups(s);
    if (!code)
        code = add_nodes(s);
    if (!code)
        code = source_arcs(s);
    for (int mode = 0; mode < s->n_teams && !code; mode++)
        for (int i = 0; i < g->n && !code; i++)
            if (s->reached[g->order[i]])
                code = service_arcs(s, mode, g->order[i]);
    return code;
}

purse_code build_commodities(build *b, purse_error *err)
{
    const purse_model *m = b->model;
    purse_code code = PURSE_OK;
    site s = {0};
    int largest = 0;
    need_graph *graph = calloc((size_t)m->n_needs + 1, sizeof *graph);
    if (!graph)
        return purse_error_memory(err);
    for (int n = 0; n < m->n_needs && !code; n++) {
        code = need_graph_new(&graph[n], m, n, err);
        largest = graph[n].n > largest ? graph[n].n : largest;
    }
    if (!code)
        code = site_new(&s, b, largest, err);
    for (int d = 0; d < m->n_demand && !code; d++) {
        if (b->demand_commodity[d] < 0)
            continue;
        s.place = m->demand[d].place;
        s.need = m->demand[d].need;
        s.episodes = m->demand[d].episodes;
        s.graph = &graph[s.need];
        code = add_commodity(&s);
    }
    site_free(&s);
    for (int n = 0; n < m->n_needs; n++)
        need_graph_free(&graph[n]);
    free(graph);
    return code;
}
