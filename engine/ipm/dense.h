/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dense kernels under the linking system's factor. Column-major; lower triangles. Private to the engine. */
#ifndef ENGINE_IPM_DENSE_H
#define ENGINE_IPM_DENSE_H

#include <stddef.h>

/*
 * On machines that have AVX2 the same loops run on wider registers, and with AVX-512 on more of them. No operation is
 * fused or reordered, so the figures are the same with and without.
 */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) &&     \
    !defined(__clang__)
#if __GNUC__ >= 12
#define IPM_WIDE __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define IPM_WIDE __attribute__((target_clones("avx2", "default")))
#endif
#else
#define IPM_WIDE
#endif

/* How far beyond the last row asked for a kernel may read, in the last column too. */
enum { IPM_BEYOND = 8 };

/* c[m,q] -= a[m,p] b[q,p]'. Reads up to IPM_BEYOND figures beyond a and b, which come to nothing. */
void ipm_minus_product(double *c, size_t ldc, const double *a, size_t lda, const double *b, size_t ldb, int m, int q,
                       int p);

/*
 * Cholesky of the first n columns of a panel with `rows` rows, in place. A pivot not above `tiny` times the diagonal
 * it began with belongs to a dependent row: its unknown is fixed at 0 by a column of zeros with pivot 0.
 * @param begin  n values, diagonal before any elimination
 */
void ipm_panel_factor(double *a, size_t ld, int rows, int n, const double *begin, double tiny);

/* L D L' with known signs of D (1, -1): columns are scaled by the root of |pivot|. */
void ipm_signed_factor(double *a, size_t ld, int n, const signed char *sign, const double *begin, double tiny);

#endif
