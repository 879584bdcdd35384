/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The link columns of a bundle. Each use of a linking row by a class of arcs must go through one: the column of the class
 * or that of the row, gathered over its classes. The fewest that do are a vertex cover of the graph of uses, which a
 * largest matching gives (Koenig); of equal ones the cover with most classes is taken, whose columns are sparse.
 *
 * Rows of two lanes count as one joint row when they have the same place among those whose first class is the same.
 */
#include "cover.h"

#include <stdlib.h>
#include <string.h>

typedef struct own_row {
    int row, joint;
} own_row;

struct ipm_cover {
    const ipm *s;
    ipm_survey *v;
    int *mark, *first,
        *joint_of; /* per linking row: last commodity that listed it, its first class and joint row there */
    own_row *own;  /* of all lanes */
    int own_start[LANES + 1];
    int *head, *count; /* per class: its first joint row, -1; rows of the commodity at hand that begin there */
    int *next;         /* per joint row: the next with the same first class, -1 */
    bool *uses;        /* joint row * n_classes */
    int n_joint, n_classes;
    int *class_of, *row_of; /* the matching: per joint row and per class, -1 */
    int *from;              /* per class: joint row it was reached from */
    int *queue, *place;
    bool *seen_class, *seen_row;
    size_t own_room, next_room, uses_room, class_room, seen_room, queue_room, place_room;
};

static bool *use(const ipm_cover *u, int row, int class)
{
    return &u->uses[(size_t)row * (size_t)u->n_classes + (size_t) class];
}

/* Rows that a commodity uses, in the order they are met, with the first class of each. */
static purse_code list_rows(ipm_cover *u, int c, int lane, purse_error *err)
{
    const purse_program *p = u->s->p;
    int n = u->own_start[lane];
    for (int a = p->arc_first[c]; a < p->arc_first[c + 1]; a++)
        for (int k = p->arc_start[a]; k < p->arc_start[a + 1] && u->v->class_of[a] >= 0; k++) {
            int r = p->arc_row[k], class = u->v->class_of[a];
            if (u->mark[r] != c) {
                purse_code code = ipm_reserve((void **)&u->own, &u->own_room, (size_t)n + 1, sizeof *u->own, err);
                if (code)
                    return code;
                u->own[n++].row = r;
            }
            u->first[r] = u->mark[r] != c || class < u->first[r] ? class : u->first[r];
            u->mark[r] = c;
        }
    u->own_start[lane + 1] = n;
    return PURSE_OK;
}

static purse_code new_joint(ipm_cover *u, int class, int last, purse_error *err)
{
    size_t n = (size_t)u->n_joint + 1;
    purse_code code = ipm_reserve((void **)&u->next, &u->next_room, n, sizeof *u->next, err);
    if (!code)
        code = ipm_reserve((void **)&u->uses, &u->uses_room, n * (size_t)u->n_classes, sizeof *u->uses, err);
    if (code)
        return code;
    memset(use(u, u->n_joint, 0), 0, (size_t)u->n_classes * sizeof *u->uses);
    u->next[u->n_joint] = -1;
    if (last < 0)
        u->head[class] = u->n_joint;
    else
        u->next[last] = u->n_joint;
    u->n_joint++;
    return PURSE_OK;
}

static purse_code join(ipm_cover *u, int c, int lane, purse_error *err)
{
    const purse_program *p = u->s->p;
    purse_code code = list_rows(u, c, lane, err);
    int start = u->own_start[lane], end = u->own_start[lane + 1];
    for (int i = start; i < end && !code; i++)
        u->count[u->first[u->own[i].row]] = 0;
    for (int i = start; i < end && !code; i++) {
        int class = u->first[u->own[i].row], joint = u->head[class], last = -1;
        for (int k = u->count[class]++; k > 0; k--) {
            last = joint;
            joint = u->next[joint];
        }
        if (joint < 0) {
            joint = u->n_joint;
            code = new_joint(u, class, last, err);
        }
        u->own[i].joint = u->joint_of[u->own[i].row] = joint;
    }
    for (int a = p->arc_first[c]; a < p->arc_first[c + 1] && !code; a++)
        for (int k = p->arc_start[a]; k < p->arc_start[a + 1] && u->v->class_of[a] >= 0; k++)
            *use(u, u->joint_of[p->arc_row[k]], u->v->class_of[a]) = true;
    return code;
}

/* Takes the way that ends at a class without a row into the matching. */
static void turn(ipm_cover *u, int class)
{
    while (class >= 0) {
        int row = u->from[class], before = u->class_of[row];
        u->class_of[row] = class;
        u->row_of[class] = row;
        class = before;
    }
}

/* A larger matching, by a shortest way from a row without a class to a class without a row, if there is one. */
static void augment(ipm_cover *u, int row)
{
    int n = 0;
    memset(u->seen_class, 0, (size_t)u->n_classes * sizeof *u->seen_class);
    u->queue[n++] = row;
    for (int i = 0; i < n; i++)
        for (int q = 0; q < u->n_classes; q++) {
            if (u->seen_class[q] || !*use(u, u->queue[i], q))
                continue;
            u->seen_class[q] = true;
            u->from[q] = u->queue[i];
            if (u->row_of[q] < 0) {
                turn(u, q);
                return;
            }
            u->queue[n++] = u->row_of[q];
        }
}

/* What can be reached from classes without a row, to their rows and on to those rows' classes. */
static void reach(ipm_cover *u)
{
    int n = 0;
    memset(u->seen_row, 0, (size_t)u->n_joint * sizeof *u->seen_row);
    for (int q = 0; q < u->n_classes; q++) {
        u->seen_class[q] = u->row_of[q] < 0;
        if (u->seen_class[q])
            u->queue[n++] = q;
    }
    for (int i = 0; i < n; i++)
        for (int row = 0; row < u->n_joint; row++) {
            if (u->seen_row[row] || !*use(u, row, u->queue[i]))
                continue;
            u->seen_row[row] = u->seen_class[u->class_of[row]] = true;
            u->queue[n++] = u->class_of[row];
        }
}

static purse_code match(ipm_cover *u, purse_error *err)
{
    size_t n = (size_t)u->n_joint + 1, all = n + (size_t)u->n_classes;
    purse_code code = ipm_reserve((void **)&u->class_of, &u->class_room, n, sizeof *u->class_of, err);
    if (!code)
        code = ipm_reserve((void **)&u->seen_row, &u->seen_room, n, sizeof *u->seen_row, err);
    if (!code)
        code = ipm_reserve((void **)&u->place, &u->place_room, n, sizeof *u->place, err);
    if (!code)
        code = ipm_reserve((void **)&u->queue, &u->queue_room, all, sizeof *u->queue, err);
    if (code)
        return code;
    for (int row = 0; row < u->n_joint; row++)
        u->class_of[row] = -1;
    for (int q = 0; q < u->n_classes; q++)
        u->row_of[q] = -1;
    for (int row = 0; row < u->n_joint; row++)
        augment(u, row);
    reach(u);
    return PURSE_OK;
}

/* Rows seen are gathered, classes used and not seen are kept. */
static purse_code write_draft(ipm_cover *u, purse_error *err)
{
    ipm_draft *d = &u->v->draft;
    size_t n = 0;
    for (int q = 0; q < d->n_classes; q++)
        d->kept[q] = !u->seen_class[q];
    d->n_gathered = 0;
    for (int row = 0; row < u->n_joint; row++) {
        if (!u->seen_row[row])
            continue;
        purse_code code =
            ipm_reserve((void **)&d->gathered, &d->gathered_room, n + (size_t)d->n_classes, sizeof *d->gathered, err);
        if (!code)
            code = ipm_reserve((void **)&d->gathered_start, &d->start_room, (size_t)d->n_gathered + 2,
                               sizeof *d->gathered_start, err);
        if (code)
            return code;
        d->gathered_start[d->n_gathered] = (int)n;
        for (int q = 0; q < d->n_classes; q++)
            if (*use(u, row, q))
                d->gathered[n++] = q;
        u->place[row] = d->n_gathered++;
        d->gathered_start[d->n_gathered] = (int)n;
    }
    return PURSE_OK;
}

static purse_code write_lane(ipm_cover *u, int c, int lane, purse_error *err)
{
    ipm_survey *v = u->v;
    size_t n = (size_t)v->draft.n_gathered, first = v->n_gathered;
    purse_code code = ipm_reserve((void **)&v->gathered, &v->gathered_room, first + n, sizeof *v->gathered, err);
    if (code)
        return code;
    v->gathered_first[c] = first;
    v->gathered_count[c] = (int)n;
    v->n_gathered += n;
    for (size_t g = 0; g < n; g++)
        v->gathered[first + g] = -1;
    for (int i = u->own_start[lane]; i < u->own_start[lane + 1]; i++)
        if (u->seen_row[u->own[i].joint])
            v->gathered[first + (size_t)u->place[u->own[i].joint]] = u->own[i].row;
    return PURSE_OK;
}

purse_code ipm_cover_find(ipm_cover *u, const int *commodity, int n_lanes, purse_error *err)
{
    purse_code code = PURSE_OK;
    u->n_joint = 0;
    u->n_classes = u->v->draft.n_classes;
    for (int q = 0; q < u->n_classes; q++)
        u->head[q] = -1;
    for (int l = 0; l < n_lanes && !code; l++)
        code = join(u, commodity[l], l, err);
    if (!code)
        code = match(u, err);
    if (!code)
        code = write_draft(u, err);
    for (int l = 0; l < n_lanes && !code; l++)
        code = write_lane(u, commodity[l], l, err);
    return code;
}

purse_code ipm_cover_new(ipm_cover **out, const ipm *s, ipm_survey *v, size_t most_classes, purse_error *err)
{
    size_t rows = (size_t)s->p->n_rows + 1, classes = most_classes + 1;
    ipm_cover *u = calloc(1, sizeof *u);
    if (!u)
        return purse_error_memory(err);
    u->s = s;
    u->v = v;
    u->mark = malloc(rows * sizeof *u->mark);
    u->first = calloc(rows, sizeof *u->first);
    u->joint_of = calloc(rows, sizeof *u->joint_of);
    u->head = calloc(classes, sizeof *u->head);
    u->count = calloc(classes, sizeof *u->count);
    u->row_of = calloc(classes, sizeof *u->row_of);
    u->from = calloc(classes, sizeof *u->from);
    u->seen_class = calloc(classes, sizeof *u->seen_class);
    if (!u->mark || !u->first || !u->joint_of || !u->head || !u->count || !u->row_of || !u->from || !u->seen_class) {
        ipm_cover_free(u);
        return purse_error_memory(err);
    }
    for (size_t r = 0; r < rows; r++)
        u->mark[r] = -1;
    *out = u;
    return PURSE_OK;
}

void ipm_cover_free(ipm_cover *u)
{
    if (!u)
        return;
    void *all[] = {u->mark,     u->first,  u->joint_of, u->own,   u->head,  u->count,      u->next,    u->uses,
                   u->class_of, u->row_of, u->from,     u->queue, u->place, u->seen_class, u->seen_row};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    free(u);
}
