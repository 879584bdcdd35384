/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The routing program as data: append, check, name, free. */
#include "purse/program.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What each entry of purse_program.room counts. */
enum { ROOM_ROWS, ROOM_COLS, ROOM_COL_COEFS, ROOM_PULLS, ROOM_COMMODITIES, ROOM_NODES, ROOM_ARCS, ROOM_ARC_COEFS };

/* One array that grows with a room: where its pointer is, and how many bytes an entry takes. */
typedef struct array_ref {
    void **at;
    size_t size;
    size_t extra; /* entries beyond the room, for start arrays */
} array_ref;

#define ARRAY(pointer)                                                                                                 \
    {                                                                                                                  \
        (void **)&(pointer), sizeof *(pointer), 0                                                                      \
    }
#define STARTS(pointer)                                                                                                \
    {                                                                                                                  \
        (void **)&(pointer), sizeof *(pointer), 1                                                                      \
    }

/* Makes room for one more entry in every array of the list; on failure the program stays as it was, only roomier. */
static purse_code grow(size_t *room, size_t used, const array_ref *array, size_t n, purse_error *err)
{
    if (used < *room)
        return PURSE_OK;
    size_t want = *room ? *room + *room / 2 + 16 : 64;
    if (want > (size_t)INT32_MAX - 2)
        return purse_error_set(err, PURSE_EINPUT, "program", "expected fewer than %d entries, found more", INT32_MAX);
    for (size_t i = 0; i < n; i++) {
        void *bigger = realloc(*array[i].at, (want + array[i].extra) * array[i].size);
        if (!bigger)
            return purse_error_memory(err);
        *array[i].at = bigger;
    }
    *room = want;
    return PURSE_OK;
}

purse_code purse_program_new(purse_program **program, int n_tiers, purse_error *err)
{
    if (n_tiers < 1 || n_tiers > PURSE_MAX_TIERS)
        return purse_error_set(err, PURSE_EUSAGE, "program", "expected 1 to %d tiers, found %d", PURSE_MAX_TIERS,
                               n_tiers);
    purse_program *p = calloc(1, sizeof *p);
    if (!p)
        return purse_error_memory(err);
    p->n_tiers = n_tiers;
    int **start[] = {&p->col_start, &p->pull_start, &p->node_start, &p->group_start,
                     &p->arc_first, &p->node_arc,   &p->arc_start};
    for (size_t i = 0; i < sizeof start / sizeof *start; i++) {
        *start[i] = calloc(1, sizeof **start[i]);
        if (!*start[i]) {
            purse_program_free(p);
            return purse_error_memory(err);
        }
    }
    *program = p;
    return PURSE_OK;
}

void purse_program_free(purse_program *p)
{
    if (!p)
        return;
    void *all[] = {p->row_lo,    p->row_hi,     p->col_lo,      p->col_hi,     p->col_integer,    p->col_cost,
                   p->col_start, p->col_row,    p->col_coef,    p->pull_start, p->pull_commodity, p->pull,
                   p->supply,    p->node_start, p->group_start, p->arc_first,  p->share_lo,       p->share_hi,
                   p->node_arc,  p->arc_tail,   p->arc_head,    p->arc_group,  p->arc_gain,       p->arc_cost,
                   p->arc_start, p->arc_row,    p->arc_coef,    p->node_mark,  p->node_party};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    for (int r = 0; p->row_names && r < p->n_rows; r++)
        free(p->row_names[r]);
    for (int j = 0; p->col_names && j < p->n_cols; j++)
        free(p->col_names[j]);
    free(p->row_names);
    free(p->col_names);
    free(p);
}

static purse_code bad_bounds(purse_error *err, const char *what, int index, double lo, double hi)
{
    char place[64];
    snprintf(place, sizeof place, "%s %d", what, index);
    return purse_error_set(err, PURSE_EINPUT, place, "expected bounds with lo <= hi, found %g and %g", lo, hi);
}

static bool bounds_hold(double lo, double hi)
{
    return lo <= hi && lo < INFINITY && hi > -INFINITY;
}

purse_code purse_program_add_row(purse_program *p, double lo, double hi, purse_error *err)
{
    if (!bounds_hold(lo, hi))
        return bad_bounds(err, "row", p->n_rows, lo, hi);
    array_ref array[] = {ARRAY(p->row_lo), ARRAY(p->row_hi)};
    purse_code code = grow(&p->room[ROOM_ROWS], (size_t)p->n_rows, array, 2, err);
    if (code)
        return code;
    p->row_lo[p->n_rows] = lo;
    p->row_hi[p->n_rows] = hi;
    p->n_rows++;
    return PURSE_OK;
}

purse_code purse_program_add_column(purse_program *p, double lo, double hi, bool integer, purse_error *err)
{
    if (!bounds_hold(lo, hi))
        return bad_bounds(err, "column", p->n_cols, lo, hi);
    array_ref array[] = {ARRAY(p->col_lo),      ARRAY(p->col_hi),
                         ARRAY(p->col_integer), STARTS(p->col_start),
                         STARTS(p->pull_start), {(void **)&p->col_cost, PURSE_MAX_TIERS * sizeof(double), 0}};
    purse_code code = grow(&p->room[ROOM_COLS], (size_t)p->n_cols, array, 6, err);
    if (code)
        return code;
    int j = p->n_cols++;
    p->col_lo[j] = lo;
    p->col_hi[j] = hi;
    p->col_integer[j] = integer;
    memset(p->col_cost + (size_t)j * PURSE_MAX_TIERS, 0, PURSE_MAX_TIERS * sizeof(double));
    p->col_start[j + 1] = p->col_start[j];
    p->pull_start[j + 1] = p->pull_start[j];
    return PURSE_OK;
}

purse_code purse_program_add_coef(purse_program *p, int row, double value, purse_error *err)
{
    bool of_arc = p->n_commodities > 0;
    if (row < 0 || row >= p->n_rows || !isfinite(value) || (of_arc ? p->n_arcs == 0 : p->n_cols == 0))
        return purse_error_set(err, PURSE_EINPUT, of_arc ? "arc" : "column",
                               "expected a finite coefficient on a row below %d, found %g on row %d", p->n_rows, value,
                               row);
    if (value == 0.0)
        return PURSE_OK;
    int *end = of_arc ? &p->arc_start[p->n_arcs] : &p->col_start[p->n_cols];
    array_ref of_arcs[] = {ARRAY(p->arc_row), ARRAY(p->arc_coef)};
    array_ref of_cols[] = {ARRAY(p->col_row), ARRAY(p->col_coef)};
    purse_code code =
        grow(&p->room[of_arc ? ROOM_ARC_COEFS : ROOM_COL_COEFS], (size_t)*end, of_arc ? of_arcs : of_cols, 2, err);
    if (code)
        return code;
    (of_arc ? p->arc_row : p->col_row)[*end] = row;
    (of_arc ? p->arc_coef : p->col_coef)[*end] = value;
    (*end)++;
    return PURSE_OK;
}

purse_code purse_program_add_pull(purse_program *p, int commodity, double value, purse_error *err)
{
    if (commodity < 0 || !isfinite(value) || p->n_cols == 0 || p->n_commodities > 0)
        return purse_error_set(err, PURSE_EINPUT, "column", "expected a finite pull before any commodity, found %g",
                               value);
    if (value == 0.0)
        return PURSE_OK;
    int *end = &p->pull_start[p->n_cols];
    array_ref array[] = {ARRAY(p->pull_commodity), ARRAY(p->pull)};
    purse_code code = grow(&p->room[ROOM_PULLS], (size_t)*end, array, 2, err);
    if (code)
        return code;
    p->pull_commodity[*end] = commodity;
    p->pull[*end] = value;
    (*end)++;
    return PURSE_OK;
}

purse_code purse_program_add_commodity(purse_program *p, double supply, purse_error *err)
{
    if (!(supply >= 0.0) || isinf(supply))
        return purse_error_set(err, PURSE_EINPUT, "commodity", "expected a finite supply >= 0, found %g", supply);
    array_ref array[] = {ARRAY(p->supply), STARTS(p->node_start), STARTS(p->group_start), STARTS(p->arc_first)};
    purse_code code = grow(&p->room[ROOM_COMMODITIES], (size_t)p->n_commodities, array, 4, err);
    if (code)
        return code;
    int c = p->n_commodities++;
    p->supply[c] = supply;
    p->node_start[c + 1] = p->node_start[c];
    p->group_start[c + 1] = p->group_start[c];
    p->arc_first[c + 1] = p->arc_first[c];
    return PURSE_OK;
}

purse_code purse_program_add_group(purse_program *p, double share_lo, double share_hi, purse_error *err)
{
    if (p->n_commodities == 0 || !(share_lo >= 0.0 && share_lo <= share_hi && share_hi <= 1.0))
        return bad_bounds(err, "entry group", p->n_groups, share_lo, share_hi);
    /* Groups are few; they grow one page at a time, counted by their own number. */
    if (p->n_groups % 256 == 0) {
        size_t want = (size_t)p->n_groups + 256;
        double *lo = realloc(p->share_lo, want * sizeof *lo);
        if (!lo)
            return purse_error_memory(err);
        p->share_lo = lo;
        double *hi = realloc(p->share_hi, want * sizeof *hi);
        if (!hi)
            return purse_error_memory(err);
        p->share_hi = hi;
    }
    p->share_lo[p->n_groups] = share_lo;
    p->share_hi[p->n_groups] = share_hi;
    p->n_groups++;
    p->group_start[p->n_commodities] = p->n_groups;
    return PURSE_OK;
}

purse_code purse_program_add_nodes(purse_program *p, int count, purse_error *err)
{
    if (p->n_commodities == 0 || count < 1 || p->node_start[p->n_commodities] != p->node_start[p->n_commodities - 1])
        return purse_error_set(err, PURSE_EUSAGE, "commodity", "expected one call with 1 or more nodes, found %d",
                               count);
    array_ref array[] = {STARTS(p->node_arc), ARRAY(p->node_mark), ARRAY(p->node_party)};
    for (int i = 0; i < count; i++) {
        purse_code code = grow(&p->room[ROOM_NODES], (size_t)p->n_nodes, array, 3, err);
        if (code)
            return code;
        p->node_mark[p->n_nodes] = p->node_party[p->n_nodes] = -1;
        p->n_nodes++;
        p->node_arc[p->n_nodes] = p->n_arcs;
    }
    p->node_start[p->n_commodities] = p->n_nodes;
    return PURSE_OK;
}

purse_code purse_program_mark_node(purse_program *p, int node, int mark, int party, purse_error *err)
{
    int first = p->n_commodities > 0 ? p->node_start[p->n_commodities - 1] : 0;
    if (p->n_commodities == 0 || node < 0 || node >= p->n_nodes - first || mark < -1 || party < -1)
        return purse_error_set(err, PURSE_EUSAGE, "commodity",
                               "expected a node of the last commodity and marks of -1 or more, found node %d, %d, %d",
                               node, mark, party);
    p->node_mark[first + node] = mark;
    p->node_party[first + node] = party;
    return PURSE_OK;
}

purse_code purse_program_add_arc(purse_program *p, int tail, int head, double gain, int group, purse_error *err)
{
    int c = p->n_commodities - 1;
    int n_nodes = c < 0 ? 0 : p->node_start[c + 1] - p->node_start[c];
    int n_groups = c < 0 ? 0 : p->group_start[c + 1] - p->group_start[c];
    bool forward = tail >= 0 && tail < n_nodes && head < n_nodes && (head == -1 || head > tail);
    bool by_tail = c >= 0 && (p->n_arcs == p->arc_first[c] || p->arc_tail[p->n_arcs - 1] <= p->node_start[c] + tail);
    bool grouped = group == -1 || (group >= 0 && group < n_groups && tail == 0);
    if (!forward || !by_tail || !grouped || !(gain >= 0.0 && gain <= 1.0))
        return purse_error_set(err, PURSE_EUSAGE, "commodity",
                               "expected an arc forward by ascending tail with a gain in [0,1], found %d -> %d gain %g "
                               "group %d",
                               tail, head, gain, group);
    array_ref array[] = {ARRAY(p->arc_tail),   ARRAY(p->arc_head),
                         ARRAY(p->arc_group),  ARRAY(p->arc_gain),
                         STARTS(p->arc_start), {(void **)&p->arc_cost, (size_t)p->n_tiers * sizeof(double), 0}};
    purse_code code = grow(&p->room[ROOM_ARCS], (size_t)p->n_arcs, array, 6, err);
    if (code)
        return code;
    int a = p->n_arcs++;
    p->arc_tail[a] = p->node_start[c] + tail;
    p->arc_head[a] = head < 0 ? -1 : p->node_start[c] + head;
    p->arc_group[a] = group < 0 ? -1 : p->group_start[c] + group;
    p->arc_gain[a] = head < 0 ? 0.0 : gain;
    memset(purse_program_arc_cost(p, a), 0, (size_t)p->n_tiers * sizeof(double));
    p->arc_start[a + 1] = p->arc_start[a];
    p->arc_first[c + 1] = p->n_arcs;
    for (int v = p->node_start[c] + tail + 1; v <= p->node_start[c + 1]; v++)
        p->node_arc[v] = p->n_arcs;
    return PURSE_OK;
}

purse_code purse_program_check(const purse_program *p, purse_error *err)
{
    for (int i = 0; i < p->pull_start[p->n_cols]; i++)
        if (p->pull_commodity[i] >= p->n_commodities)
            return purse_error_set(err, PURSE_EINPUT, "column", "expected pulls on commodities below %d, found %d",
                                   p->n_commodities, p->pull_commodity[i]);
    for (int j = 0; j < p->n_cols; j++)
        for (int t = 0; t < PURSE_MAX_TIERS; t++)
            if (!isfinite(p->col_cost[(size_t)j * PURSE_MAX_TIERS + (size_t)t]))
                return purse_error_set(err, PURSE_EINPUT, "column", "expected a finite cost, found one of column %d",
                                       j);
    for (int a = 0; a < p->n_arcs; a++)
        for (int t = 0; t < p->n_tiers; t++)
            if (!isfinite(purse_program_arc_cost(p, a)[t]))
                return purse_error_set(err, PURSE_EINPUT, "arc", "expected a finite cost, found one of arc %d", a);
    for (int c = 0; c < p->n_commodities; c++)
        if (p->node_start[c] == p->node_start[c + 1])
            return purse_error_set(err, PURSE_EINPUT, "commodity", "expected a source node, found none in %d", c);
    return PURSE_OK;
}

void purse_program_name(const purse_program *p, purse_name_kind kind, int index, char *text, size_t size)
{
    static const char *const prefix[] = {"r", "c", "a", "n", "share_lo", "share_hi", "tier"};
    char **own = kind == PURSE_NAME_ROW ? p->row_names : kind == PURSE_NAME_COLUMN ? p->col_names : NULL;
    if (own && own[index])
        snprintf(text, size, "%s", own[index]);
    else if (p->name)
        p->name(p->name_context, kind, index, text, size);
    else
        snprintf(text, size, "%s%d", prefix[kind], index + 1);
}
