/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a solver holds: made at once, freed, and its work space returned between solves. */
#include <stdlib.h>

#include "core.h"
#include "slots.h"

typedef struct array {
    double **at;
    size_t n;
} array;

/* Arrays of zeros that begin on cache lines, in one piece, which is the caller's to free: vectors that straddle lines are slow. */
static purse_code carve(void **memory, const array *table, size_t n, purse_error *err)
{
    enum { LINE = 8 };
    size_t total = LINE;
    for (size_t i = 0; i < n; i++)
        total += (table[i].n + LANES) / LINE * LINE + LINE;
    *memory = calloc(total, sizeof(double));
    if (!*memory)
        return purse_error_memory(err);
    ipm_large_pages(*memory, total * sizeof(double));
    size_t off = (uintptr_t)*memory / sizeof(double) % LINE;
    double *next = (double *)*memory + (off > 0 ? LINE - off : 0);
    for (size_t i = 0; i < n; i++) {
        *table[i].at = next;
        next += (table[i].n + LANES) / LINE * LINE + LINE;
    }
    return PURSE_OK;
}

/* Bytes of work space that are returned between solves. With less, solves that follow had rather find it where it was. */
static const size_t WORTH_RETURNING = (size_t)1 << 25;

static size_t largest_room(const ipm *s)
{
    size_t most = 0;
    for (int i = 0; i < s->n_bundles; i++) {
        const ipm_bundle *b = &s->bundle[i];
        size_t classes = (size_t)b->shape->n_classes, rows = (size_t)b->shape->n_rows, m = (size_t)b->shape->n_link;
        size_t factor = LANES * (classes + rows + (size_t)b->n_slots + 1);
        size_t room = factor + LANES * (rows * (m + 1) + m * m) + ipm_scatter_room(s, b);
        room = room > factor + ipm_pivot_room(b->shape) ? room : factor + ipm_pivot_room(b->shape);
        room = room > ipm_slots_room(b) ? room : ipm_slots_room(b);
        most = room > most ? room : most;
    }
    return most;
}

static purse_code allocate_box(ipm_box *box, int n, purse_error *err)
{
    size_t size = (size_t)n;
    const array table[] = {{&box->lo, size},     {&box->hi, size},      {&box->x, size},    {&box->below, size},
                           {&box->above, size},  {&box->z_lo, size},    {&box->z_hi, size}, {&box->dx, size},
                           {&box->dz_lo, size},  {&box->dz_hi, size},   {&box->ax, size},   {&box->az_lo, size},
                           {&box->az_hi, size},  {&box->h, size},       {&box->c_lo, size}, {&box->c_hi, size},
                           {&box->d, size},      {&box->inverse, size}, {&box->rd, size},   {&box->weight, size},
                           {&box->kept_dx, size}};
    box->n = n;
    box->fixed = calloc((size_t)n + 1, sizeof *box->fixed);
    purse_code code = carve(&box->memory, table, sizeof table / sizeof *table, err);
    return !code && !box->fixed ? purse_error_memory(err) : code;
}

static purse_code allocate(ipm *s, purse_error *err)
{
    const purse_program *p = s->p;
    size_t slots = s->n_slots * LANES, rows = s->n_block_rows * LANES, unknowns = (size_t)s->n_unknown + 1;
    size_t arcs = (size_t)p->n_arcs, nodes = 0, groups = 0;
    for (int c = 0; c < p->n_commodities; c++) {
        const ipm_template *t = s->bundle[s->lane_of[c] / LANES].shape;
        size_t own = (size_t)(p->node_start[c + 1] - p->node_start[c]);
        size_t n = (size_t)t->n_rows > own ? (size_t)t->n_rows : own,
               g = (size_t)(p->group_start[c + 1] - p->group_start[c]);
        nodes = n > nodes ? n : nodes;
        groups = g > groups ? g : groups;
    }
    /* Of one commodity: two flows or potentials per node, two shares per group, a mark per node. */
    size_t of_commodity = 2 * nodes + 2 * groups + nodes / sizeof(double) + 1;
    s->room_size = largest_room(s);
    s->room_size = s->room_size > of_commodity ? s->room_size : of_commodity;
    s->n_places = nodes;
    s->n_shares = 2 * groups;
    s->beyond.n = at((size_t)s->n_bundles, 0) + (size_t)(p->n_cols + s->n_rows);
    size_t activities = (size_t)(p->n_rows > p->n_nodes ? p->n_rows : p->n_nodes) + 1;
    const array table[] = {{&s->f, slots},
                           {&s->z, slots},
                           {&s->cost, slots},
                           /* What no solve leaves to another begins here. */
                           {&s->rd, slots},
                           {&s->af, slots > arcs ? slots : arcs},
                           {&s->az, slots},
                           {&s->last.dy[0], rows},
                           {&s->last.dy[1], rows},
                           {&s->last.dy[2], rows},
                           {&s->base.dy[0], rows},
                           {&s->base.dy[1], rows},
                           {&s->base.dy[2], rows},
                           {&s->rb, rows},
                           {&s->v, rows},
                           {&s->lower, s->n_lower * LANES},
                           /* And ends here. */
                           {&s->y, rows},
                           {&s->last.dpi[0], unknowns},
                           {&s->last.dpi[1], unknowns},
                           {&s->last.dpi[2], unknowns},
                           {&s->base.dpi[0], unknowns},
                           {&s->base.dpi[1], unknowns},
                           {&s->base.dpi[2], unknowns},
                           {&s->weight, (size_t)s->n_bundles * LANES},
                           {&s->supply, (size_t)s->n_bundles * LANES},
                           {&s->beyond.tried_primal, s->beyond.n * WEIGHTS},
                           {&s->beyond.tried_dual, s->beyond.n * WEIGHTS},
                           {&s->beyond.primal, s->beyond.n},
                           {&s->beyond.dual, s->beyond.n},
                           {&s->beyond.above, s->beyond.n},
                           {&s->pi, unknowns},
                           {&s->rl, unknowns},
                           {&s->rhs, unknowns},
                           {&s->on, unknowns},
                           {&s->named, unknowns},
                           {&s->room, s->room_size},
                           {&s->col, (size_t)p->n_cols},
                           {&s->next_col, (size_t)p->n_cols},
                           {&s->flow, arcs},
                           {&s->row_dual, (size_t)p->n_rows},
                           {&s->best_dual, (size_t)p->n_rows},
                           {&s->activity, activities},
                           {&s->full, (size_t)p->n_rows},
                           {&s->term, (size_t)p->n_rows},
                           {&s->row_q, (size_t)s->n_rows * PURSE_MAX_TIERS}};
    purse_code code = carve(&s->memory, table, sizeof table / sizeof *table, err);
    s->next_flow = s->af;
    s->owned = calloc((size_t)p->n_cols + 1, sizeof *s->owned);
    s->own_col = calloc((size_t)s->n_rows + 1, sizeof *s->own_col);
    if (!code && (!s->owned || !s->own_col))
        code = purse_error_memory(err);
    return code ? code : allocate_box(&s->box, p->n_cols + s->n_rows, err);
}

purse_code ipm_new(ipm **out, const purse_program *p, purse_error *err)
{
    return ipm_new_on(out, p, NULL, err);
}

purse_code ipm_new_on(ipm **out, const purse_program *p, const uint8_t *only, purse_error *err)
{
    ipm *s = calloc(1, sizeof *s);
    if (!s)
        return purse_error_memory(err);
    s->p = p;
    s->only = only;
    s->ended = -1;
    s->n_threads = 1;
    s->n_rows = p->n_rows + p->n_tiers - 1;
    purse_code code = ipm_shape_new(s, err);
    if (!code)
        code = ipm_linking_new(s, err);
    if (!code)
        code = allocate(s, err);
    for (int t = 0; t < p->n_tiers && !code; t++)
        code = ipm_kept_new(s, &s->early[t], true, err);
    if (!code && p->n_tiers > 1)
        code = ipm_kept_new(s, &s->late, false, err);
    if (!code)
        code = ipm_beyond_new(s, err);
    if (!code)
        code = ipm_held_new(s, err);
    if (!code && only)
        code = ipm_idle_new(s, err);
    if (!code)
        code = sweep_new(&s->sweep, p, err);
    if (code)
        ipm_free(s);
    else
        *out = s;
    return code;
}

void ipm_free(ipm *s)
{
    if (!s)
        return;
    ipm_core_free(s);
    ipm_threads_free(s);
    void *all[] = {s->memory, s->box.memory, s->box.fixed, s->owned, s->own_col, s->idle_col};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    for (int t = 0; t < PURSE_MAX_TIERS; t++)
        ipm_kept_free(&s->early[t]);
    ipm_kept_free(&s->late);
    ipm_near_free(s);
    ipm_beyond_free(s);
    sweep_free(&s->sweep);
    ipm_held_free(s);
    ipm_linking_free(s);
    ipm_shape_free(s);
    free(s);
}

void ipm_rest(ipm *s)
{
    if (ipm_core_of(s))
        ipm_rest(ipm_core_of(s));
    size_t bytes = (size_t)((char *)s->y - (char *)s->rd);
    if (bytes >= WORTH_RETURNING)
        ipm_return_pages(s->rd, bytes);
}
