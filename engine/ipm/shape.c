/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The shape: commodities that are alike packed into bundles of LANES, with slots for their arcs and entries for what
 * each arc puts on linking rows. Lanes are filled from neighbouring clusters, so that a bundle's updates stay near.
 */
#include "alike.h"

#include <stdlib.h>
#include <string.h>

#include "partition.h"

typedef struct seat {
    uint64_t likeness;
    int group, cluster, commodity;
} seat;

static int by_seat(const void *a, const void *b)
{
    const seat *x = a, *y = b;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->likeness != y->likeness)
        return x->likeness < y->likeness ? -1 : 1;
    if (x->cluster != y->cluster)
        return x->cluster < y->cluster ? -1 : 1;
    return (x->commodity > y->commodity) - (x->commodity < y->commodity);
}

/* A list of the program's entries of one arc. */
typedef struct arc_entries {
    int n;
    int *row;
    double *coef;
    int *gathered; /* place among the gathered rows, -1 */
} arc_entries;

typedef struct packing {
    ipm *s;
    ipm_survey *v;
    seat *seat;
    arc_entries of[LANES];
    int *arc; /* of the bundle at hand, per slot and lane: -1 without one */
    size_t arc_room, scatter_room, place_room, row_room, coef_room, slot_of_room;
    size_t n_scatter, n_pulls;
    int *link; /* of the entries of the bundle at hand */
    size_t link_room;
    int *counts; /* classes * LANES */
    int *more;   /* per class of the bundle: the slot of its second arc */
} packing;

/* The bundles that hold the commodities of each group. */
static purse_code find_group_bundles(packing *k, purse_error *err)
{
    ipm *s = k->s;
    s->group_bundle = calloc((size_t)s->n_groups + 1, sizeof *s->group_bundle);
    s->found = calloc((size_t)s->n_groups + 1, sizeof *s->found);
    if (!s->group_bundle || !s->found)
        return purse_error_memory(err);
    for (int g = 0, i = 0; g < s->n_groups; g++) {
        while (i < s->n_bundles && s->bundle[i].cluster[0] < s->group_cluster[g + 1])
            i++;
        s->group_bundle[g + 1] = i;
    }
    return PURSE_OK;
}

static int group_of(const ipm *s, int cluster)
{
    int lo = 0, hi = s->n_groups;
    while (hi - lo > 1) {
        int mid = lo + (hi - lo) / 2;
        if (s->group_cluster[mid] <= cluster)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

/* Bundles of `n` commodities of one group that may share them. */
static purse_code fill_bundles(packing *k, ipm_alike *alike, const int *commodity, int n, purse_error *err)
{
    ipm *s = k->s;
    purse_code code = PURSE_OK;
    for (int first = 0; first < n && !code; first += LANES) {
        ipm_bundle *b = &s->bundle[s->n_bundles];
        int taken = n - first < LANES ? n - first : LANES, template = 0;
        code = ipm_alike_unite(alike, commodity + first, taken, &template, err);
        if (code)
            break;
        b->shape = s->template[template];
        FOR_LANES(l)
        {
            int c = l < taken ? commodity[first + l] : -1;
            b->commodity[l] = c;
            b->cluster[l] = c < 0 ? -1 : k->v->cluster_of[c];
            if (c >= 0)
                s->lane_of[c] = s->n_bundles * LANES + l;
        }
        s->n_bundles++;
    }
    return code;
}

/* Commodities that may share bundles, and that do. */
static purse_code sit_together(packing *k, ipm_alike *alike, ipm_partition *partition, int *commodity, purse_error *err)
{
    int all = k->s->p->n_commodities;
    purse_code code = PURSE_OK;
    for (int i = 0, n = 0; i < all && !code; i += n) {
        const seat *first = &k->seat[i];
        for (n = 0; i + n < all && first[n].group == first->group && first[n].likeness == first->likeness; n++)
            commodity[n] = first[n].commodity;
        ipm_partition_order(partition, commodity, n);
        code = fill_bundles(k, alike, commodity, n, err);
    }
    return code;
}

static purse_code sit(packing *k, purse_error *err)
{
    ipm *s = k->s;
    const purse_program *p = s->p;
    ipm_alike *alike = NULL;
    ipm_partition *partition = NULL;
    int *commodity = malloc(((size_t)p->n_commodities + 1) * sizeof *commodity);
    k->seat = malloc(((size_t)p->n_commodities + 1) * sizeof *k->seat);
    s->bundle = calloc((size_t)p->n_commodities + 1, sizeof *s->bundle);
    s->lane_of = malloc(((size_t)p->n_commodities + 1) * sizeof *s->lane_of);
    bool whole = commodity && k->seat && s->bundle && s->lane_of;
    purse_code code = whole ? ipm_alike_new(&alike, s, k->v, err) : purse_error_memory(err);
    if (!code)
        code = ipm_partition_new(&partition, p, k->v, err);
    for (int c = 0; c < p->n_commodities && !code; c++)
        k->seat[c] = (seat){k->v->likeness[c], group_of(s, k->v->cluster_of[c]), k->v->cluster_of[c], c};
    if (!code) {
        qsort(k->seat, (size_t)p->n_commodities, sizeof *k->seat, by_seat);
        code = sit_together(k, alike, partition, commodity, err);
    }
    ipm_alike_free(alike);
    ipm_partition_free(partition);
    free(commodity);
    return code ? code : find_group_bundles(k, err);
}

/* The slot of the n-th arc of a class. */
static size_t slot_for(const packing *k, const ipm_bundle *b, int class, int n)
{
    return b->slot + (size_t)(n == 0 ? class : k->more[class] + n - 1);
}

/* Slots of each class: as many as the lane with the most arcs of it needs. */
static purse_code place_slots(packing *k, ipm_bundle *b, purse_error *err)
{
    ipm *s = k->s;
    const purse_program *p = s->p;
    const ipm_template *t = b->shape;
    memset(k->counts, 0, (size_t)t->n_classes * LANES * sizeof *k->counts);
    FOR_LANES(l)
    for (int a = b->commodity[l] < 0 ? 0 : p->arc_first[b->commodity[l]];
         b->commodity[l] >= 0 && a < p->arc_first[b->commodity[l] + 1]; a++)
        if (k->v->class_of[a] >= 0)
            k->counts[at((size_t)k->v->class_of[a], l)]++;
    b->n_slots = t->n_classes;
    for (int q = 0; q < t->n_classes; q++) {
        int most = 1;
        FOR_LANES(l)
        most = k->counts[at((size_t)q, l)] > most ? k->counts[at((size_t)q, l)] : most;
        k->more[q] = b->n_slots;
        b->n_slots += most - 1;
    }
    b->slot = s->n_slots;
    purse_code code = ipm_reserve((void **)&k->arc, &k->arc_room, (size_t)b->n_slots * LANES, sizeof *k->arc, err);
    if (code)
        return code;
    for (size_t i = 0; i < at((size_t)b->n_slots, 0); i++)
        k->arc[i] = -1;
    memset(k->counts, 0, (size_t)t->n_classes * LANES * sizeof *k->counts);
    FOR_LANES(l)
    {
        int c = b->commodity[l];
        for (int a = c < 0 ? 0 : p->arc_first[c]; c >= 0 && a < p->arc_first[c + 1]; a++) {
            int q = k->v->class_of[a];
            if (q < 0)
                continue;
            size_t place = at(slot_for(k, b, q, k->counts[at((size_t)q, l)]++), l);
            k->arc[place - at(b->slot, 0)] = a;
            s->slot_of[a] = (int)place;
        }
    }
    s->n_slots += (size_t)b->n_slots;
    return PURSE_OK;
}

static void list_entries(packing *k, arc_entries *of, int a, int c)
{
    const purse_program *p = k->s->p;
    of->n = 0;
    if (a < 0)
        return;
    for (int e = p->arc_start[a]; e < p->arc_start[a + 1]; e++) {
        of->row[of->n] = p->arc_row[e];
        of->coef[of->n] = p->arc_coef[e];
        of->gathered[of->n++] = ipm_survey_gathered(k->v, c, p->arc_row[e]);
    }
}

static int place_in(const ipm_cluster *c, int unknown)
{
    int lo = 0, hi = c->n;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (c->unknown[mid] < unknown)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* One more entry of the bundle: for each lane the `rank`-th entry whose gathered place is `which`. */
static purse_code push_entry(packing *k, ipm_bundle *b, int link, int which, int rank, purse_error *err)
{
    ipm *s = k->s;
    size_t need = (s->n_entries + 1) * LANES;
    purse_code code = ipm_reserve((void **)&s->entry_coef, &k->coef_room, need, sizeof *s->entry_coef, err);
    if (!code)
        code = ipm_reserve((void **)&s->entry_place, &k->place_room, need, sizeof *s->entry_place, err);
    if (code)
        return code;
    FOR_LANES(l)
    {
        size_t e = at(s->n_entries, l);
        int left = rank;
        s->entry_coef[e] = 0.0;
        s->entry_place[e] = (ipm_place)(b->cluster[l] >= 0 ? s->cluster[b->cluster[l]].n : 0);
        for (int i = 0; i < k->of[l].n; i++)
            if (k->of[l].gathered[i] == which && left-- == 0) {
                s->entry_coef[e] = k->of[l].coef[i];
                s->entry_place[e] = (ipm_place)place_in(&s->cluster[b->cluster[l]], k->of[l].row[i]);
            }
    }
    k->link[b->n_entries++] = link;
    s->n_entries++;
    return PURSE_OK;
}

static int count_of(const arc_entries *of, int which)
{
    int n = 0;
    for (int i = 0; i < of->n; i++)
        n += of->gathered[i] == which;
    return n;
}

static purse_code place_slot_entries(packing *k, ipm_bundle *b, int slot, int class, purse_error *err)
{
    const ipm_template *t = b->shape;
    purse_code code = PURSE_OK;
    FOR_LANES(l)
    list_entries(k, &k->of[l], k->arc[at((size_t)slot, l)], b->commodity[l]);
    for (int which = -1; which < t->n_link - t->first_gathered && !code; which++) {
        int most = 0;
        FOR_LANES(l)
        {
            int n = count_of(&k->of[l], which);
            most = n > most ? n : most;
        }
        for (int rank = 0; rank < most && !code; rank++) {
            code = ipm_reserve((void **)&k->link, &k->link_room, (size_t)b->n_entries + 1, sizeof *k->link, err);
            if (!code)
                code = push_entry(k, b, which < 0 ? t->link_of[class] : t->first_gathered + which, which, rank, err);
        }
    }
    return code;
}

static purse_code place_entries(packing *k, ipm_bundle *b, purse_error *err)
{
    ipm *s = k->s;
    const ipm_template *t = b->shape;
    purse_code code = PURSE_OK;
    b->entry = s->n_entries;
    b->entry_start = ipm_arena_take(&s->arena, (size_t)b->n_slots + 1, sizeof *b->entry_start);
    b->gathered_row =
        ipm_arena_take(&s->arena, (size_t)(t->n_link - t->first_gathered) * LANES, sizeof *b->gathered_row);
    b->slot_class = ipm_arena_take(&s->often, (size_t)b->n_slots, sizeof *b->slot_class);
    if (!b->entry_start || !b->gathered_row || !b->slot_class)
        return purse_error_memory(err);
    for (int q = 0, end = b->n_slots; q < t->n_classes; q++) {
        b->slot_class[q] = q;
        for (int i = k->more[q]; i < (q + 1 < t->n_classes ? k->more[q + 1] : end); i++)
            b->slot_class[i] = q;
    }
    for (int i = 0; i < b->n_slots && !code; i++) {
        code = place_slot_entries(k, b, i, b->slot_class[i], err);
        b->entry_start[i + 1] = b->n_entries;
    }
    b->entry_slot = ipm_arena_take(&s->often, (size_t)b->n_entries, sizeof *b->entry_slot);
    b->entry_link = ipm_arena_take(&s->arena, (size_t)b->n_entries, sizeof *b->entry_link);
    if (code || !b->entry_slot || !b->entry_link)
        return code ? code : purse_error_memory(err);
    if (b->n_entries > 0)
        memcpy(b->entry_link, k->link, (size_t)b->n_entries * sizeof *b->entry_link);
    for (int i = 0; i < b->n_slots; i++)
        for (int e = b->entry_start[i]; e < b->entry_start[i + 1]; e++)
            b->entry_slot[e] = i;
    int rows = s->p->n_rows, tiers = t->n_link - t->first_gathered - (s->n_rows - rows);
    for (int g = 0; g < t->n_link - t->first_gathered; g++)
        FOR_LANES(l)
        {
            int c = b->commodity[l], own = c < 0       ? -1
                                           : g < tiers ? k->v->gathered[k->v->gathered_first[c] + (size_t)g]
                                                       : rows + g - tiers;
            b->gathered_row[at((size_t)g, l)] = own < 0 ? s->n_unknown : own;
        }
    return code;
}

static int by_place(const void *a, const void *b)
{
    const ipm_scatter *x = a, *y = b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return x->entry != y->entry ? (x->entry < y->entry ? -1 : 1) : (x->link > y->link) - (x->link < y->link);
}

static purse_code push_scatter(packing *k, int place, int link, int entry, purse_error *err)
{
    purse_code code =
        ipm_reserve((void **)&k->s->scatter, &k->scatter_room, k->n_scatter + 1, sizeof *k->s->scatter, err);
    if (!code)
        k->s->scatter[k->n_scatter++] = (ipm_scatter){(ipm_place)place, (ipm_place)link, entry};
    return code;
}

static purse_code place_scatter(packing *k, ipm_bundle *b, purse_error *err)
{
    ipm *s = k->s;
    const ipm_template *t = b->shape;
    purse_code code = PURSE_OK;
    FOR_LANES(l)
    {
        int c = b->commodity[l];
        b->scatter[l] = k->n_scatter;
        b->pull[l] = k->n_pulls;
        if (c < 0)
            continue;
        const ipm_cluster *cluster = &s->cluster[b->cluster[l]];
        for (int e = 0; e < b->n_entries && !code; e++)
            if (b->entry_link[e] < t->first_gathered && s->entry_place[at(b->entry + (size_t)e, l)] < cluster->n)
                code = push_scatter(k, s->entry_place[at(b->entry + (size_t)e, l)], b->entry_link[e], e, err);
        for (int i = k->v->pull_start[c]; i < k->v->pull_start[c + 1] && !code; i++) {
            int unknown = s->unknown_of[k->v->pull_col[i]], place = place_in(cluster, unknown);
            code = push_scatter(k, place, t->pull_link, -2 - (int)(k->n_pulls - b->pull[l]), err);
            s->pull[k->n_pulls++] = (ipm_pull){unknown, place, k->v->pull[i]};
        }
        for (int g = 0; g < t->n_link - t->first_gathered && !code; g++) {
            int row = b->gathered_row[at((size_t)g, l)];
            if (row < s->n_unknown)
                code = push_scatter(k, place_in(cluster, row), t->first_gathered + g, -1, err);
        }
        if (!code)
            qsort(s->scatter + b->scatter[l], k->n_scatter - b->scatter[l], sizeof *s->scatter, by_place);
    }
    b->scatter[LANES] = k->n_scatter;
    b->pull[LANES] = k->n_pulls;
    return code;
}

static purse_code pack(packing *k, purse_error *err)
{
    ipm *s = k->s;
    purse_code code = PURSE_OK;
    for (int i = 0; i < s->n_bundles && !code; i++) {
        ipm_bundle *b = &s->bundle[i];
        b->row = s->n_block_rows;
        b->lower = s->n_lower;
        s->n_block_rows += (size_t)b->shape->n_rows;
        s->n_lower += (size_t)(b->shape->n_rows + b->shape->lower_start[b->shape->n_rows]);
        code = place_slots(k, b, err);
        if (!code)
            code = place_entries(k, b, err);
        if (!code)
            code = place_scatter(k, b, err);
    }
    return code;
}

static purse_code pack_new(ipm *s, ipm_survey *v, purse_error *err)
{
    const purse_program *p = s->p;
    packing k = {.s = s, .v = v};
    int classes = 0, entries = 0;
    purse_code code = sit(&k, err);
    for (int i = 0; i < s->n_templates; i++)
        classes = s->template[i] -> n_classes > classes ? s -> template[i] -> n_classes : classes;
    for (int a = 0; a < p->n_arcs; a++)
        entries = p->arc_start[a + 1] - p->arc_start[a] > entries ? p->arc_start[a + 1] - p->arc_start[a] : entries;
    k.counts = calloc((size_t)classes * LANES + 1, sizeof *k.counts);
    k.more = calloc((size_t)classes + 1, sizeof *k.more);
    s->slot_of = malloc(((size_t)p->n_arcs + 1) * sizeof *s->slot_of);
    s->pull = malloc(((size_t)v->pull_start[p->n_commodities] + 1) * sizeof *s->pull);
    bool whole = k.counts && k.more && s->slot_of && s->pull;
    for (int a = 0; whole && a < p->n_arcs; a++)
        s->slot_of[a] = -1;
    FOR_LANES(l)
    {
        size_t n = (size_t)entries + PURSE_MAX_TIERS;
        k.of[l].row = malloc(n * sizeof *k.of[l].row);
        k.of[l].coef = malloc(n * sizeof *k.of[l].coef);
        k.of[l].gathered = malloc(n * sizeof *k.of[l].gathered);
        whole = whole && k.of[l].row && k.of[l].coef && k.of[l].gathered;
    }
    if (!code)
        code = whole ? pack(&k, err) : purse_error_memory(err);
    FOR_LANES(l)
    {
        free(k.of[l].row);
        free(k.of[l].coef);
        free(k.of[l].gathered);
    }
    free(k.counts);
    free(k.more);
    free(k.seat);
    free(k.link);
    free(k.arc);
    return code;
}

purse_code ipm_shape_new(ipm *s, purse_error *err)
{
    ipm_survey v;
    purse_code code = ipm_survey_new(&v, s, err);
    if (!code)
        code = ipm_clusters_new(s, &v, err);
    if (!code)
        code = pack_new(s, &v, err);
    ipm_survey_free(&v);
    return code;
}

void ipm_shape_free(ipm *s)
{
    for (int i = 0; i < s->n_templates; i++)
        ipm_template_free(s->template[i]);
    ipm_arena_free(&s->arena);
    ipm_arena_free(&s->often);
    for (int i = 0; i < s->n_clusters; i++) {
        free(s->cluster[i].unknown);
        free(s->cluster[i].sum);
        free(s->cluster[i].part);
        free(s->cluster[i].price);
        free(s->cluster[i].target);
    }
    void *all[] = {s->template, s->node_place, s->bundle,       s->cluster,       s->scatter,
                   s->lane_of,  s->slot_of,    s->entry_place,  s->entry_coef,    s->pull,
                   s->kept,     s->unknown_of, s->group_bundle, s->group_cluster, s->found};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
}
