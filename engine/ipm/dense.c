/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dense.h"

#include <math.h>
#include <string.h>

#include "lanes.h"

enum { ROWS = 2 * LANES, COLS = 4, BLOCK = 16 };

/* One tile of ROWS by COLS, kept in registers over the whole inner dimension; m by q of it are stored. */
static inline __attribute__((always_inline)) void tile(double *c, size_t ldc, const double *a, size_t lda,
                                                       const double *b, size_t ldb, int m, int q, int p)
{
    lanes sum[COLS][2] = {{{0.0}}};
    for (int k = 0; k < p; k++) {
        const double *right = b + (size_t)k * ldb;
        lanes upper = *cvec(a + (size_t)k * lda, 0), lower = *cvec(a + (size_t)k * lda, 1);
        for (int j = 0; j < COLS; j++) {
            sum[j][0] += upper * right[j];
            sum[j][1] += lower * right[j];
        }
    }
    if (m == ROWS && q == COLS) {
        for (int j = 0; j < COLS; j++) {
            *vec(c + (size_t)j * ldc, 0) -= sum[j][0];
            *vec(c + (size_t)j * ldc, 1) -= sum[j][1];
        }
        return;
    }
    for (int j = 0; j < q; j++)
        for (int i = 0; i < m; i++)
            c[(size_t)j * ldc + (size_t)i] -= sum[j][i / LANES][i % LANES];
}

IPM_WIDE void ipm_minus_product(double *c, size_t ldc, const double *a, size_t lda, const double *b, size_t ldb, int m,
                                int q, int p)
{
    for (int j = 0; j < q; j += COLS)
        for (int i = 0; i < m; i += ROWS)
            tile(c + (size_t)j * ldc + (size_t)i, ldc, a + i, lda, b + j, ldb, m - i < ROWS ? m - i : ROWS,
                 q - j < COLS ? q - j : COLS, p);
}

/* Columns first .. end-1, whose earlier columns have been applied, against each other. */
IPM_WIDE static void factor_block(double *a, size_t ld, int rows, int first, int end, const double *begin, double tiny)
{
    for (int k = first; k < end; k++) {
        double *column = a + (size_t)k * ld;
        double pivot = column[k];
        double inverse = pivot > tiny * begin[k] && pivot > 0.0 ? 1.0 / sqrt(pivot) : 0.0;
        for (int i = k; i < rows; i++)
            column[i] *= inverse;
        for (int j = k + 1; j < end; j++) {
            double *target = a + (size_t)j * ld, factor = column[j];
            for (int i = j; i < rows; i++)
                target[i] -= column[i] * factor;
        }
    }
}

void ipm_panel_factor(double *a, size_t ld, int rows, int n, const double *begin, double tiny)
{
    for (int first = 0; first < n; first += BLOCK) {
        int end = first + BLOCK < n ? first + BLOCK : n;
        if (first > 0)
            ipm_minus_product(a + (size_t)first * ld + (size_t)first, ld, a + first, ld, a + first, ld, rows - first,
                              end - first, first);
        factor_block(a, ld, rows, first, end, begin, tiny);
    }
}

IPM_WIDE void ipm_signed_factor(double *a, size_t ld, int n, const signed char *sign, const double *begin, double tiny)
{
    for (int k = 0; k < n; k++) {
        double *column = a + (size_t)k * ld;
        double pivot = sign[k] * column[k];
        double inverse = pivot > tiny * fabs(begin[k]) && pivot > 0.0 ? sign[k] / sqrt(pivot) : 0.0;
        for (int i = k; i < n; i++)
            column[i] *= inverse;
        for (int j = k + 1; j < n; j++) {
            double *target = a + (size_t)j * ld, factor = sign[k] * column[j];
            for (int i = j; i < n; i++)
                target[i] -= column[i] * factor;
        }
    }
}
