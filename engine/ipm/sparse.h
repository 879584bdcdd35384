/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Factor of a sparse symmetric quasi-definite matrix whose pattern is fixed; see sparse.c. Unknowns
 * 0 .. n - n_last - 1 have a positive definite block; the last n_last, of which some may be negative, are eliminated
 * last, as one dense block. Private to the engine.
 */
#ifndef ENGINE_IPM_SPARSE_H
#define ENGINE_IPM_SPARSE_H

#include <stddef.h>

#include "purse/error.h"

typedef struct ipm_sparse {
    int n, n_last, n_super;
    int *place;          /* unknown -> position in the order of elimination */
    int *super_first;    /* n_super + 1: positions; supernode s holds super_first[s] .. super_first[s+1]-1 */
    int *super_of;       /* position -> supernode */
    size_t *below_start; /* n_super + 1, into below: positions under the supernode's own, ascending */
    int *below;
    size_t *value_start; /* n_super + 1: panel of the supernode, column-major, own rows and then those below */
    double *value;
    /* What supernode s takes off the panels of its ancestors: target, first and last of its rows below that are columns
     * of the target, and the places of its rows from there on in the target's panel. */
    size_t *update_start;
    struct ipm_update {
        int target, first, end;
        size_t relative;
    } * update;
    int *relative;
    double *room;      /* one update before it is scattered, or n values */
    double *begin;     /* n: diagonal before elimination, by position */
    double *solution;  /* n */
    signed char *sign; /* n, by position; set by the caller through ipm_sparse_sign */
} ipm_sparse;

/*
 * @param start, index  pattern of the first n - n_last unknowns among themselves, both triangles, no diagonal, and of
 *                      the last ones: row i < n - n_last lists the last unknowns that it meets too
 */
purse_code ipm_sparse_new(ipm_sparse **out, int n, int n_last, const size_t *start, const int *index, purse_error *err);
void ipm_sparse_free(ipm_sparse *s);

/* Where entry (i, j) of the matrix is kept in `value`. It must be in the pattern. */
size_t ipm_sparse_entry(const ipm_sparse *s, int i, int j);
/* Unknown i, one of the last, has a negative pivot. */
void ipm_sparse_negative(ipm_sparse *s, int i);

/* sparse_factor.c: factor what stands in `value`, in place. */
void ipm_sparse_factor(ipm_sparse *s);
/* x: right side in, solution out, n values by unknown. */
void ipm_sparse_solve(ipm_sparse *s, double *x);

#endif
