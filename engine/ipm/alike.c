/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Commodities that are alike share a bundle, though no two of them need have the same graph: the bundle's matrix is the
 * union of theirs, and what a lane lacks carries nothing there.
 *
 * Nodes of one mark are one node of the union. Nodes of a party (the offers of one provider, say) stay together: a party
 * takes the slot of the union that has most marks in common with it, and marks that come again within a slot are told
 * apart by number. Who shares a bundle is told by partition.c.
 */
#include "alike.h"

#include <stdlib.h>
#include <string.h>

#include "cover.h"

enum { SOURCE_MARK = -1, NO_PARTY = -1 };

/* A node by the part it plays. */
typedef struct part {
    int slot, mark, again;
} part;

typedef struct own_part {
    part is; /* its slot is known once parties are matched */
    int party, node;
} own_part;

/* What one commodity is made of: its nodes by party, mark and number. Party 0 is none: the source and shared nodes. */
typedef struct member {
    int n, n_parties;
    own_part *part;
    int *start; /* n_parties + 1 */
    int *slot;  /* per party */
} member;

/* What the class of an arc is told by. */
typedef struct tuple {
    int tail, head, group, arc;
    double gain;
} tuple;

struct ipm_alike {
    ipm *s;
    ipm_survey *v;
    member lane[LANES];
    part *all; /* the union's nodes by slot, mark and number */
    int n_all, n_slots;
    int *slot_start, *rank; /* n_slots + 1 */
    bool *matched;          /* per slot */
    int *order;             /* of parties and slots */
    tuple *tuple;           /* classes of all lanes */
    ipm_cover *cover;
    int *table; /* templates by hash */
    size_t table_size;
};

static int compare(int a, int b)
{
    return (a > b) - (a < b);
}

static int by_part(const void *a, const void *b)
{
    const part *x = a, *y = b;
    if (x->slot != y->slot)
        return compare(x->slot, y->slot);
    return x->mark != y->mark ? compare(x->mark, y->mark) : compare(x->again, y->again);
}

static int by_party(const void *a, const void *b)
{
    const own_part *x = a, *y = b;
    if (x->party != y->party)
        return compare(x->party, y->party);
    return x->is.mark != y->is.mark ? compare(x->is.mark, y->is.mark) : compare(x->node, y->node);
}

/* Nodes that arcs leave, and the source. Those of a commodity without marks are known by their place. */
static void read_member(const ipm_alike *u, int c, member *m)
{
    const purse_program *p = u->s->p;
    bool marked = ipm_is_marked(p, c);
    int source = p->node_start[c];
    m->n = 0;
    for (int v = 0; v < p->node_start[c + 1] - source; v++) {
        part is = {0, v == 0 ? SOURCE_MARK : marked ? p->node_mark[source + v] : v, 0};
        if (v == 0 || ipm_survey_lives(u->v, p, source + v))
            m->part[m->n++] = (own_part){is, marked && v > 0 ? p->node_party[source + v] : NO_PARTY, v};
    }
    qsort(m->part, (size_t)m->n, sizeof *m->part, by_party);
    m->n_parties = 0;
    for (int i = 0; i < m->n; i++) {
        if (i == 0 || m->part[i].party != m->part[i - 1].party)
            m->start[m->n_parties++] = i;
        else if (m->part[i].is.mark == m->part[i - 1].is.mark)
            m->part[i].is.again = m->part[i - 1].is.again + 1;
    }
    m->start[m->n_parties] = m->n;
}

/* Parts that a party has in common with a slot. */
static int in_common(const ipm_alike *u, int slot, const member *m, int party)
{
    int i = u->slot_start[slot], j = m->start[party], n = 0;
    while (i < u->slot_start[slot + 1] && j < m->start[party + 1]) {
        part x = {0, u->all[i].mark, u->all[i].again}, y = {0, m->part[j].is.mark, m->part[j].is.again};
        int side = by_part(&x, &y);
        n += side == 0;
        i += side <= 0;
        j += side >= 0;
    }
    return n;
}

/* As much in common as can be, in the smallest slot; -1 without any. */
static int best_slot(const ipm_alike *u, const member *m, int party)
{
    int best = -1, most = 0, least = 0;
    for (int slot = 1; slot < u->n_slots; slot++) {
        int same = u->matched[slot] ? 0 : in_common(u, slot, m, party);
        int size = u->slot_start[slot + 1] - u->slot_start[slot];
        if (same > most || (same > 0 && same == most && size < least)) {
            best = slot;
            most = same;
            least = size;
        }
    }
    return best;
}

/* A slot for every party, larger parties first, new slots behind those there are. */
static void match(ipm_alike *u, member *m)
{
    int next = u->n_slots > 0 ? u->n_slots : 1;
    memset(u->matched, 0, (size_t)u->n_slots * sizeof *u->matched);
    for (int i = 0; i < m->n_parties; i++) {
        int k = i, size = m->start[i + 1] - m->start[i];
        for (; k > 1 && m->start[u->order[k - 1] + 1] - m->start[u->order[k - 1]] < size; k--)
            u->order[k] = u->order[k - 1];
        u->order[k] = i;
    }
    m->slot[0] = 0;
    for (int i = 1; i < m->n_parties; i++) {
        int party = u->order[i], slot = best_slot(u, m, party);
        m->slot[party] = slot >= 0 ? slot : next++;
        if (slot >= 0)
            u->matched[slot] = true;
    }
}

static void find_slots(ipm_alike *u)
{
    u->n_slots = 0;
    for (int i = 0; i < u->n_all; i++)
        while (u->n_slots <= u->all[i].slot)
            u->slot_start[u->n_slots++] = i;
    u->slot_start[u->n_slots] = u->n_all;
}

/* The union with a member whose parties are matched. */
static void join(ipm_alike *u, member *m)
{
    int n = u->n_all;
    for (int party = 0; party < m->n_parties; party++)
        for (int i = m->start[party]; i < m->start[party + 1]; i++) {
            m->part[i].is.slot = m->slot[party];
            u->all[n++] = m->part[i].is;
        }
    qsort(u->all, (size_t)n, sizeof *u->all, by_part);
    u->n_all = 0;
    for (int i = 0; i < n; i++)
        if (i == 0 || by_part(&u->all[u->n_all - 1], &u->all[i]) != 0)
            u->all[u->n_all++] = u->all[i];
    find_slots(u);
}

static int by_content(const ipm_alike *u, int a, int b)
{
    int i = u->slot_start[a], j = u->slot_start[b];
    for (; i < u->slot_start[a + 1] && j < u->slot_start[b + 1]; i++, j++)
        if (u->all[i].mark != u->all[j].mark || u->all[i].again != u->all[j].again)
            return u->all[i].mark != u->all[j].mark ? compare(u->all[i].mark, u->all[j].mark)
                                                    : compare(u->all[i].again, u->all[j].again);
    return compare(u->slot_start[a + 1] - i, u->slot_start[b + 1] - j);
}

/* Slots in the order of what they hold, so that unions of like members come out the same. */
static void rename_slots(ipm_alike *u, int n_lanes)
{
    for (int slot = 0; slot < u->n_slots; slot++) {
        int k = slot;
        for (; k > 1 && by_content(u, u->order[k - 1], slot) > 0; k--)
            u->order[k] = u->order[k - 1];
        u->order[k] = slot;
    }
    for (int k = 0; k < u->n_slots; k++)
        u->rank[u->order[k]] = k;
    for (int i = 0; i < u->n_all; i++)
        u->all[i].slot = u->rank[u->all[i].slot];
    qsort(u->all, (size_t)u->n_all, sizeof *u->all, by_part);
    for (int l = 0; l < n_lanes; l++)
        for (int i = 0; i < u->lane[l].n; i++)
            u->lane[l].part[i].is.slot = u->rank[u->lane[l].part[i].is.slot];
}

static void place_nodes(const ipm_alike *u, const int *commodity, int n_lanes)
{
    for (int l = 0; l < n_lanes; l++)
        for (int i = 0; i < u->lane[l].n; i++) {
            const own_part *own = &u->lane[l].part[i];
            const part *found = bsearch(&own->is, u->all, (size_t)u->n_all, sizeof *u->all, by_part);
            u->s->node_place[u->s->p->node_start[commodity[l]] + own->node] = (int)(found - u->all);
        }
}

static int by_class(const tuple *x, const tuple *y)
{
    if (x->head != y->head)
        return compare(x->head, y->head);
    return x->group != y->group ? compare(x->group, y->group) : (x->gain > y->gain) - (x->gain < y->gain);
}

static tuple tuple_of(const ipm_alike *u, int c, int a)
{
    const purse_program *p = u->s->p;
    const int *place = u->s->node_place;
    bool ends = p->arc_head[a] < 0 || p->arc_gain[a] == 0.0;
    return (tuple){place[p->arc_tail[a]], ends ? -1 : place[p->arc_head[a]],
                   p->arc_group[a] < 0 ? -1 : p->arc_group[a] - p->group_start[c], a, ends ? 0.0 : p->arc_gain[a]};
}

/* Tuples of all lanes' arcs, those of each tail in the order of their classes. */
static int sort_tuples(ipm_alike *u, const int *commodity, int n_lanes)
{
    const purse_program *p = u->s->p;
    int *start = u->rank, *end = u->order; /* per node of the union, of its tuples */
    memset(end, 0, ((size_t)u->n_all + 1) * sizeof *end);
    for (int l = 0; l < n_lanes; l++)
        for (int a = p->arc_first[commodity[l]]; a < p->arc_first[commodity[l] + 1]; a++)
            end[u->s->node_place[p->arc_tail[a]] + 1] += u->v->class_of[a] >= 0;
    for (int v = 0; v < u->n_all; v++)
        end[v + 1] += end[v];
    int n = end[u->n_all];
    memcpy(start, end, (size_t)u->n_all * sizeof *start);
    for (int l = 0; l < n_lanes; l++)
        for (int a = p->arc_first[commodity[l]]; a < p->arc_first[commodity[l] + 1]; a++) {
            if (u->v->class_of[a] < 0)
                continue;
            tuple own = tuple_of(u, commodity[l], a);
            int place = end[own.tail]++;
            for (; place > start[own.tail] && by_class(&u->tuple[place - 1], &own) > 0; place--)
                u->tuple[place] = u->tuple[place - 1];
            u->tuple[place] = own;
        }
    return n;
}

/* The union's classes, as a draft, and each arc's among them. */
static void unite_classes(ipm_alike *u, const int *commodity, int n_lanes)
{
    ipm_draft *d = &u->v->draft;
    int n = sort_tuples(u, commodity, n_lanes), q = -1;
    for (int i = 0; i < n; i++) {
        const tuple *x = &u->tuple[i];
        if (i == 0 || x->tail != x[-1].tail || by_class(x - 1, x) != 0) {
            d->tail[++q] = x->tail;
            d->head[q] = x->head;
            d->class_group[q] = x->group;
            d->gain[q] = x->gain;
        }
        u->v->class_of[x->arc] = q;
    }
    d->n_classes = q + 1;
}

static purse_code unite(ipm_alike *u, const int *commodity, int n_lanes, purse_error *err)
{
    const ipm_survey *v = u->v;
    ipm_draft *d = &u->v->draft;
    rename_slots(u, n_lanes);
    place_nodes(u, commodity, n_lanes);
    (void)ipm_survey_groups(u->v, u->s, commodity[0]);
    d->n_nodes = u->n_all;
    d->n_tiers = u->s->n_rows - u->s->p->n_rows;
    d->pulls = false;
    for (int l = 0; l < n_lanes; l++)
        d->pulls |= v->pull_start[commodity[l] + 1] > v->pull_start[commodity[l]];
    unite_classes(u, commodity, n_lanes);
    return ipm_cover_find(u->cover, commodity, n_lanes, err);
}

/* Template of the draft, from a table of open addressing over hashes. */
static purse_code find_template(ipm_alike *u, int *found, purse_error *err)
{
    ipm *s = u->s;
    const ipm_draft *d = &u->v->draft;
    size_t slot = (size_t)ipm_draft_hash(d) & (u->table_size - 1);
    for (; u->table[slot] >= 0; slot = (slot + 1) & (u->table_size - 1))
        if (ipm_draft_matches(d, s->template[u->table[slot]])) {
            *found = u->table[slot];
            return PURSE_OK;
        }
    purse_code code = ipm_template_new(&s->template[s->n_templates], d, &s -> arena, &s -> often, err);
    if (code)
        return code;
    *found = u->table[slot] = s->n_templates++;
    return PURSE_OK;
}

purse_code ipm_alike_unite(ipm_alike *u, const int *commodity, int n, int *template, purse_error *err)
{
    u->n_all = u->n_slots = 0;
    for (int l = 0; l < n; l++) {
        read_member(u, commodity[l], &u->lane[l]);
        match(u, &u->lane[l]);
        join(u, &u->lane[l]);
    }
    purse_code code = unite(u, commodity, n, err);
    return code ? code : find_template(u, template, err);
}

static purse_code member_new(member *m, size_t nodes, purse_error *err)
{
    m->part = malloc((nodes + 1) * sizeof *m->part);
    m->start = malloc((nodes + 2) * sizeof *m->start);
    m->slot = malloc((nodes + 1) * sizeof *m->slot);
    return m->part && m->start && m->slot ? PURSE_OK : purse_error_memory(err);
}

static void member_free(member *m)
{
    free(m->part);
    free(m->start);
    free(m->slot);
}

static purse_code allocate(ipm_alike *u, purse_error *err)
{
    const purse_program *p = u->s->p;
    size_t nodes = 0, arcs = 0;
    for (int c = 0; c < p->n_commodities; c++) {
        size_t n = (size_t)(p->node_start[c + 1] - p->node_start[c]);
        size_t a = (size_t)(p->arc_first[c + 1] - p->arc_first[c]);
        nodes = n > nodes ? n : nodes;
        arcs = a > arcs ? a : arcs;
    }
    purse_code code = PURSE_OK;
    for (int l = 0; l < LANES && !code; l++)
        code = member_new(&u->lane[l], nodes, err);
    if (!code)
        code = ipm_cover_new(&u->cover, u->s, u->v, LANES * arcs, err);
    size_t all = LANES * nodes + 2;
    for (u->table_size = 16; u->table_size < 2 * (size_t)p->n_commodities;)
        u->table_size *= 2;
    u->all = malloc(all * sizeof *u->all);
    u->slot_start = malloc(all * sizeof *u->slot_start);
    u->rank = malloc(all * sizeof *u->rank);
    u->matched = malloc(all * sizeof *u->matched);
    u->order = malloc(all * sizeof *u->order);
    u->tuple = malloc((LANES * arcs + 1) * sizeof *u->tuple);
    u->table = malloc(u->table_size * sizeof *u->table);
    u->s->template = calloc((size_t)p->n_commodities + 1, sizeof *u->s->template);
    u->s->node_place = malloc(((size_t)p->n_nodes + 1) * sizeof *u->s->node_place);
    bool whole = u->all && u->slot_start && u->rank && u->matched && u->order && u->tuple && u->table &&
                 u->s->template && u->s->node_place;
    for (int v = 0; v < p->n_nodes && whole; v++)
        u->s->node_place[v] = -1;
    for (size_t i = 0; i < u->table_size && whole; i++)
        u->table[i] = -1;
    return code ? code : whole ? PURSE_OK : purse_error_memory(err);
}

purse_code ipm_alike_new(ipm_alike **out, ipm *s, ipm_survey *v, purse_error *err)
{
    ipm_alike *u = calloc(1, sizeof *u);
    if (!u)
        return purse_error_memory(err);
    u->s = s;
    u->v = v;
    purse_code code = allocate(u, err);
    if (code)
        ipm_alike_free(u);
    else
        *out = u;
    return code;
}

void ipm_alike_free(ipm_alike *u)
{
    if (!u)
        return;
    for (int l = 0; l < LANES; l++)
        member_free(&u->lane[l]);
    ipm_cover_free(u->cover);
    for (int i = 0; i < u->s->n_templates; i++)
        ipm_template_trim_key(u->s->template[i]);
    void *all[] = {u->all, u->slot_start, u->rank, u->matched, u->order, u->tuple, u->table};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    free(u);
}
