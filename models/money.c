/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where moves between pots cost nothing and have no limit, a solver may send any sum round in a circle. Each walk along
 * positive moves ends at a pot that sends none, which is then left alone, or comes back to itself: that circle goes, and
 * with it at least one move.
 */
#include "money.h"

#include <stdbool.h>
#include <stdlib.h>

typedef struct walk {
    int *path;  /* pots from the start to here */
    bool *done; /* pots from which no circle is reached */
    int length;
} walk;

/* A pot that `from` sends money to and that may still lie on a circle; -1: none. */
static int next_pot(const double *v, int n, const walk *w, int from)
{
    for (int q = 0; q < n; q++)
        if (v[from * n + q] > 0 && !w->done[q])
            return q;
    return -1;
}

/* Where on the path a pot stands; -1: nowhere. */
static int on_path(const walk *w, int pot)
{
    for (int i = 0; i < w->length; i++)
        if (w->path[i] == pot)
            return i;
    return -1;
}

/* The circle that begins at path[start] and closes at the end of the path. */
static void cancel(double *v, int n, const walk *w, int start)
{
    double least = v[w->path[w->length - 1] * n + w->path[start]];
    for (int i = start; i + 1 < w->length; i++) {
        double amount = v[w->path[i] * n + w->path[i + 1]];
        least = amount < least ? amount : least;
    }
    v[w->path[w->length - 1] * n + w->path[start]] -= least;
    for (int i = start; i + 1 < w->length; i++)
        v[w->path[i] * n + w->path[i + 1]] -= least;
}

static void walk_from(double *v, int n, walk *w, int pot)
{
    w->path[0] = pot;
    w->length = 1;
    while (w->length > 0) {
        int here = w->path[w->length - 1], next = next_pot(v, n, w, here);
        int start = next < 0 ? -1 : on_path(w, next);
        if (next < 0) {
            w->done[here] = true;
            w->length--;
        } else if (start < 0) {
            w->path[w->length++] = next;
        } else {
            cancel(v, n, w, start);
            w->length = start + 1;
        }
    }
}

purse_code money_cancel_circles(double *v, int n, purse_error *err)
{
    walk w = {.path = calloc((size_t)n + 1, sizeof *w.path), .done = calloc((size_t)n + 1, sizeof *w.done)};
    purse_code code = w.path && w.done ? PURSE_OK : purse_error_memory(err);
    for (int p = 0; p < n && !code; p++)
        if (!w.done[p])
            walk_from(v, n, &w, p);
    free(w.path);
    free(w.done);
    return code;
}
