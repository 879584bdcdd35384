/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The graph of each (place, need): equations (1) to (5).
 *
 * From the source run an arc "unmet" and, per mode and entry service, an arc to that service's door (2). From a
 * door, one arc per offer to what is left unresolved after it, with gain 1 - resolves (4). Who is left unresolved
 * by the offers of a service is pooled and moves on to the doors of other services: which offer sent them changes no
 * measure, so the split is made when the plan is read out. An offer that may hand over inside its provider does so from
 * a node of its own, by arcs that run through the receiving offer (3), and adds the rest to the pool.
 * A handover that costs the same as a referral is left out, since the referral serves as well.
 * Services without offers for the place, or that lead nowhere, are left out: who went there could not be served whole.
 */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "build.h"

/* What is true of a need everywhere: its services in topological order, with its referrals by sending service. */
typedef struct need_graph {
    int n; /* abilities of the need */
    const purse_ability *ability;
    const purse_referral *referral;
    int n_referrals;
    int *order;     /* abilities, senders before receivers */
    int *out_start; /* per ability: its referrals, n + 1 */
    int *target;    /* per referral: the receiving ability */
    bool limited;   /* some entry has a lowest or highest share */
} need_graph;

/* Work space of one commodity, sized for the largest need and the most offers at one place. */
typedef struct site {
    build *b;
    purse_error *err;
    const need_graph *graph;
    int place, need;
    double episodes;
    int *offer_start; /* per ability: its offers at the place, in `offer`; n + 1 */
    int *offer;
    bool *usable, *reached; /* per ability */
    int *door, *after;      /* node per ability, of the mode under way */
    int *own_after;         /* node per entry of `offer`, -1 without */
    bool *hands;            /* per entry of `offer`: may hand over */
    int *team;              /* modes: -1 and the teams that cover the place and need */
    int n_teams;
    int n_nodes;
    int *first_door; /* per mode and ability: door node; modes * n */
} site;

static void need_graph_free(need_graph *g)
{
    free(g->order);
    free(g->out_start);
    free(g->target);
    *g = (need_graph){0};
}

static int ability_of(const need_graph *g, int service)
{
    int lo = 0, hi = g->n;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (g->ability[mid].service < service)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static purse_code need_graph_new(need_graph *g, const purse_model *m, int need, purse_error *err)
{
    g->n = m->ability_start[need + 1] - m->ability_start[need];
    g->ability = m->abilities + m->ability_start[need];
    g->n_referrals = m->referral_start[need + 1] - m->referral_start[need];
    g->referral = m->referrals + m->referral_start[need];
    g->order = malloc(((size_t)g->n + 1) * sizeof *g->order);
    g->out_start = calloc((size_t)g->n + 2, sizeof *g->out_start);
    g->target = malloc(((size_t)g->n_referrals + 1) * sizeof *g->target);
    int *incoming = calloc((size_t)g->n + 1, sizeof *incoming);
    if (!g->order || !g->out_start || !g->target || !incoming) {
        free(incoming);
        need_graph_free(g);
        return purse_error_memory(err);
    }
    for (int i = 0; i < g->n_referrals; i++) {
        g->target[i] = ability_of(g, g->referral[i].to);
        incoming[g->target[i]]++;
        g->out_start[ability_of(g, g->referral[i].from) + 1]++;
    }
    for (int a = 0; a < g->n; a++) {
        g->out_start[a + 1] += g->out_start[a];
        const purse_ability *ability = &g->ability[a];
        g->limited |= ability->entry && (ability->entry_min > 0.0 || ability->entry_max < 1.0);
    }
    int done = 0;
    for (int a = 0; a < g->n; a++)
        if (incoming[a] == 0)
            g->order[done++] = a;
    for (int i = 0; i < done; i++)
        for (int r = g->out_start[g->order[i]]; r < g->out_start[g->order[i] + 1]; r++)
            if (--incoming[g->target[r]] == 0)
                g->order[done++] = g->target[r];
    free(incoming);
    if (done < g->n) {
        need_graph_free(g);
        return purse_error_set(err, PURSE_EINPUT, m->needs[need].id, "expected referrals without a cycle");
    }
    return PURSE_OK;
}

/* Offers of each ability at the place; both lists are by service. */
static void find_offers(site *s)
{
    const build *b = s->b;
    const need_graph *g = s->graph;
    int at = b->place_offer_start[s->place], end = b->place_offer_start[s->place + 1], n = 0;
    for (int a = 0; a < g->n; a++) {
        s->offer_start[a] = n;
        while (at < end && b->model->offers[b->place_offer[at]].service < g->ability[a].service)
            at++;
        for (int i = at; i < end && b->model->offers[b->place_offer[i]].service == g->ability[a].service; i++)
            if (!b->conflict[b->place_offer[i]])
                s->offer[n++] = b->place_offer[i];
    }
    s->offer_start[g->n] = n;
}

/* Usable: has an offer and, if it leaves people unresolved, a usable service to send them to. */
static void prune(site *s)
{
    const need_graph *g = s->graph;
    for (int i = g->n - 1; i >= 0; i--) {
        int a = g->order[i];
        bool onward = g->ability[a].resolves >= 1.0;
        for (int r = g->out_start[a]; r < g->out_start[a + 1]; r++)
            onward |= s->usable[g->target[r]];
        s->usable[a] = onward && s->offer_start[a + 1] > s->offer_start[a];
        s->reached[a] = s->usable[a] && g->ability[a].entry;
    }
    for (int i = 0; i < g->n; i++) {
        int a = g->order[i];
        if (s->reached[a] && g->ability[a].resolves < 1.0)
            for (int r = g->out_start[a]; r < g->out_start[a + 1]; r++)
                s->reached[g->target[r]] |= s->usable[g->target[r]];
    }
}

/* A handover is worth an arc when it spares burden: unnecessary, of some burden, and lighter inside a provider. */
static bool handover_helps(const purse_model *m, const purse_referral *r)
{
    return !r->necessary && r->burden > 0.0 && m->within_provider < 1.0;
}

static void find_handovers(site *s)
{
    const purse_model *m = s->b->model;
    const need_graph *g = s->graph;
    int n = s->offer_start[g->n];
    memset(s->hands, 0, (size_t)n * sizeof *s->hands);
    for (int a = 0; a < g->n; a++)
        for (int r = g->out_start[a]; r < g->out_start[a + 1]; r++) {
            int to = g->target[r];
            if (!s->reached[a] || !s->reached[to] || g->ability[a].resolves >= 1.0 ||
                !handover_helps(m, &g->referral[r]))
                continue;
            for (int i = s->offer_start[a]; i < s->offer_start[a + 1]; i++)
                for (int j = s->offer_start[to]; j < s->offer_start[to + 1]; j++)
                    if (m->offers[s->offer[i]].provider == m->offers[s->offer[j]].provider)
                        s->hands[i] = true;
        }
}

static void find_teams(site *s)
{
    const purse_model *m = s->b->model;
    s->team[0] = -1;
    s->n_teams = 1;
    for (int j = 0; j < m->n_teams; j++)
        if (purse_list_has(m->teams[j].places, s->place) && purse_list_has(m->teams[j].needs, s->need))
            s->team[s->n_teams++] = j;
}

/* Numbers the nodes of one mode from `next` on; with tags they are noted too. */
static int number_nodes(site *s, int mode, int next, build_node *tag)
{
    const need_graph *g = s->graph;
    for (int i = 0; i < g->n; i++) {
        int a = g->order[i];
        s->door[a] = s->after[a] = -1;
        if (!s->reached[a])
            continue;
        int service = g->ability[a].service, team = s->team[mode];
        tag[next] = (build_node){BUILD_NODE_DOOR, team, service};
        s->door[a] = next++;
        for (int k = s->offer_start[a]; k < s->offer_start[a + 1]; k++)
            s->own_after[k] = -1;
        if (g->ability[a].resolves >= 1.0)
            continue;
        for (int k = s->offer_start[a]; k < s->offer_start[a + 1]; k++)
            if (s->hands[k]) {
                tag[next] = (build_node){BUILD_NODE_AFTER_OFFER, team, s->offer[k]};
                s->own_after[k] = next++;
            }
        tag[next] = (build_node){BUILD_NODE_AFTER, team, service};
        s->after[a] = next++;
    }
    return next;
}

static double *arc_costs(const build *b)
{
    return b->program->arc_cost + (size_t)(b->program->n_arcs - 1) * PURSE_MAX_TIERS;
}

static purse_code add_arc(site *s, build_arc tag, int tail, int head, double gain, int group)
{
    purse_code code = build_add_arc_tag(s->b, tag, s->err);
    return code ? code : purse_program_add_arc(s->b->program, tail, head, gain, group, s->err);
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
    purse_code code = add_arc(s, (build_arc){BUILD_ARC_UNMET, -1, -1, -1}, 0, -1, 0.0, -1);
    if (code)
        return code;
    build_cost(m, arc_costs(s->b), PURSE_MEASURE_UNMET, m->needs[s->need].priority);
    code = gap_coefs(s, PURSE_RULE_MAX_UNMET_GAP, 1.0);
    for (int mode = 0; mode < s->n_teams && !code; mode++) {
        int group = 0;
        for (int a = 0; a < g->n && !code; a++) {
            int door = s->first_door[mode * g->n + a];
            if (g->ability[a].entry && s->reached[a] && door >= 0) {
                code = add_arc(s, (build_arc){BUILD_ARC_ENTER, s->team[mode], -1, g->ability[a].service}, 0, door, 1.0,
                               g->limited ? group : -1);
                if (!code && s->team[mode] >= 0)
                    code = purse_program_add_coef(s->b->program, s->b->coordinated_row[s->team[mode]], 1.0, s->err);
            }
            group += g->ability[a].entry;
        }
    }
    return code;
}

/* Through an offer, from its service's door or handed over: uses its contacts. */
static purse_code treat_arc(site *s, build_arc tag, int a, int k, int tail)
{
    const need_graph *g = s->graph;
    double left = 1.0 - g->ability[a].resolves;
    int head = left <= 0.0 ? -1 : s->own_after[k] >= 0 ? s->own_after[k] : s->after[a];
    purse_code code = add_arc(s, tag, tail, head, left, -1);
    return code ? code
                : purse_program_add_coef(s->b->program, s->b->volume_row[s->offer[k]], g->ability[a].contacts, s->err);
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
    build_cost(s->b->model, arc_costs(s->b), PURSE_MEASURE_BURDEN, burden);
    return gap_coefs(s, PURSE_RULE_MAX_BURDEN_GAP, burden);
}

/* Referrals of those whom a service's offers left unresolved and did not hand over. */
static purse_code referral_arcs(site *s, int mode, int a)
{
    const need_graph *g = s->graph;
    purse_code code = PURSE_OK;
    for (int r = g->out_start[a]; r < g->out_start[a + 1] && !code; r++) {
        int to = g->target[r];
        build_arc tag = {BUILD_ARC_MOVE, s->team[mode], g->ability[a].service, g->ability[to].service};
        if (!s->reached[to])
            continue;
        code = add_arc(s, tag, s->after[a], s->door[to], 1.0, -1);
        if (!code)
            code = burden_of_arc(s, move_burden(s, mode, &g->referral[r]));
    }
    return code;
}

/* From an offer's own node of unresolved people: handovers, and the rest to those whom the service refers. */
static purse_code handover_arcs(site *s, int mode, int a, int k)
{
    const purse_model *m = s->b->model;
    const need_graph *g = s->graph;
    int from = s->offer[k];
    purse_code code =
        add_arc(s, (build_arc){BUILD_ARC_REFER, s->team[mode], -1, from}, s->own_after[k], s->after[a], 1.0, -1);
    for (int r = g->out_start[a]; r < g->out_start[a + 1] && !code; r++) {
        int to = g->target[r];
        if (!s->reached[to] || !handover_helps(m, &g->referral[r]))
            continue;
        double burden = move_burden(s, mode, &g->referral[r]) * m->within_provider;
        for (int j = s->offer_start[to]; j < s->offer_start[to + 1] && !code; j++) {
            if (m->offers[s->offer[j]].provider != m->offers[from].provider)
                continue;
            code = treat_arc(s, (build_arc){BUILD_ARC_HAND, s->team[mode], from, s->offer[j]}, to, j, s->own_after[k]);
            if (!code)
                code = burden_of_arc(s, burden);
        }
    }
    return code;
}

/* All arcs of one service in one mode, by ascending tail as number_nodes gave them. */
static purse_code service_arcs(site *s, int mode, int a)
{
    purse_code code = PURSE_OK;
    int first = s->offer_start[a], end = s->offer_start[a + 1];
    for (int k = first; k < end && !code; k++)
        code = treat_arc(s, (build_arc){BUILD_ARC_SEE, s->team[mode], -1, s->offer[k]}, a, k, s->door[a]);
    for (int k = first; k < end && !code; k++)
        if (s->own_after[k] >= 0)
            code = handover_arcs(s, mode, a, k);
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

/* A node's part: the same service, before or after its offers, in the same mode. Offers of one provider are a party. */
static purse_code mark_nodes(site *s, const build_node *tag)
{
    const purse_model *m = s->b->model;
    purse_code code = purse_program_mark_node(s->b->program, 0, s->need, -1, s->err);
    for (int v = 1, mode = 0; v < s->n_nodes && !code; v++) {
        while (s->team[mode] != tag[v].team)
            mode++;
        bool own = tag[v].kind == BUILD_NODE_AFTER_OFFER;
        int service = own ? m->offers[tag[v].of].service : tag[v].of;
        size_t mark = ((size_t)mode * (BUILD_NODE_AFTER_OFFER + 1) + tag[v].kind) * (size_t)m->n_services;
        mark += (size_t)service;
        code = purse_program_mark_node(s->b->program, v, mark > INT_MAX ? -1 : (int)mark,
                                       own ? m->offers[tag[v].of].provider : -1, s->err);
    }
    return code;
}

static purse_code add_commodity(site *s)
{
    build *b = s->b;
    const need_graph *g = s->graph;
    find_offers(s);
    prune(s);
    find_handovers(s);
    find_teams(s);
    int most = 1 + s->n_teams * (2 * g->n + s->offer_start[g->n]);
    purse_code code = make_node_room(b, most, s->err);
    if (code)
        return code;
    build_node *tag = b->node + b->program->n_nodes;
    tag[0] = (build_node){BUILD_NODE_SOURCE, -1, -1};
    s->n_nodes = 1;
    for (int mode = 0; mode < s->n_teams; mode++) {
        s->n_nodes = number_nodes(s, mode, s->n_nodes, tag);
        memcpy(s->first_door + mode * g->n, s->door, (size_t)g->n * sizeof *s->door);
    }
    code = purse_program_add_commodity(b->program, s->episodes, s->err);
    if (!code)
        code = add_groups(s);
    if (!code)
        code = purse_program_add_nodes(b->program, s->n_nodes, s->err);
    if (!code)
        code = mark_nodes(s, tag);
    if (!code)
        code = source_arcs(s);
    int next = 1;
    for (int mode = 0; mode < s->n_teams && !code; mode++) {
        next = number_nodes(s, mode, next, tag);
        for (int i = 0; i < g->n && !code; i++)
            if (s->reached[g->order[i]])
                code = service_arcs(s, mode, g->order[i]);
    }
    return code;
}

static void site_free(site *s)
{
    void *all[] = {s->offer_start, s->offer,     s->usable, s->reached, s->door,
                   s->after,       s->own_after, s->hands,  s->team,    s->first_door};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
}

static purse_code site_new(site *s, build *b, int largest, purse_error *err)
{
    int offers = 0;
    for (int l = 0; l < b->model->n_places; l++) {
        int n = b->place_offer_start[l + 1] - b->place_offer_start[l];
        offers = n > offers ? n : offers;
    }
    size_t n = (size_t)largest + 1, k = (size_t)offers + 1, modes = (size_t)b->model->n_teams + 1;
    *s = (site){.b = b, .err = err};
    s->offer_start = malloc((n + 1) * sizeof *s->offer_start);
    s->offer = malloc(k * sizeof *s->offer);
    s->usable = malloc(n * sizeof *s->usable);
    s->reached = malloc(n * sizeof *s->reached);
    s->door = malloc(n * sizeof *s->door);
    s->after = malloc(n * sizeof *s->after);
    s->own_after = malloc(k * sizeof *s->own_after);
    s->hands = malloc(k * sizeof *s->hands);
    s->team = malloc(modes * sizeof *s->team);
    s->first_door = malloc(modes * n * sizeof *s->first_door);
    bool whole = s->offer_start && s->offer && s->usable && s->reached && s->door && s->after && s->own_after &&
                 s->hands && s->team && s->first_door;
    return whole ? PURSE_OK : purse_error_memory(err);
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
