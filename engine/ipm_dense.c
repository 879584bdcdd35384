/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ipm_dense.h"

#include <math.h>
#include <string.h>

enum { ROWS = 8, COLS = 4, BLOCK = 16 };

/* One tile of ROWS by COLS, kept in registers over the whole inner dimension. */
static inline __attribute__((always_inline)) void tile(double *c, size_t ldc, const double *a, size_t lda,
                                                       const double *b, size_t ldb, int p)
{
    double sum[COLS][ROWS] = {{0.0}};
    for (int k = 0; k < p; k++) {
        const double *left = a + (size_t)k * lda, *right = b + (size_t)k * ldb;
        for (int j = 0; j < COLS; j++)
            for (int i = 0; i < ROWS; i++)
                sum[j][i] += left[i] * right[j];
    }
    for (int j = 0; j < COLS; j++)
        for (int i = 0; i < ROWS; i++)
            c[(size_t)j * ldc + (size_t)i] -= sum[j][i];
}

static inline __attribute__((always_inline)) void edge(double *c, size_t ldc, const double *a, size_t lda,
                                                       const double *b, size_t ldb, int m, int q, int p)
{
    for (int j = 0; j < q; j++) {
        double sum[ROWS] = {0.0};
        for (int k = 0; k < p; k++)
            for (int i = 0; i < m; i++)
                sum[i] += a[(size_t)k * lda + (size_t)i] * b[(size_t)k * ldb + (size_t)j];
        for (int i = 0; i < m; i++)
            c[(size_t)j * ldc + (size_t)i] -= sum[i];
    }
}

IPM_WIDE void ipm_minus_product(double *c, size_t ldc, const double *a, size_t lda, const double *b, size_t ldb, int m,
                                int q, int p)
{
    int j = 0;
    for (; j + COLS <= q; j += COLS) {
        int i = 0;
        for (; i + ROWS <= m; i += ROWS)
            tile(c + (size_t)j * ldc + (size_t)i, ldc, a + i, lda, b + j, ldb, p);
        if (i < m)
            edge(c + (size_t)j * ldc + (size_t)i, ldc, a + i, lda, b + j, ldb, m - i, COLS, p);
    }
    for (int i = 0; i < m && j < q; i += ROWS)
        edge(c + (size_t)j * ldc + (size_t)i, ldc, a + i, lda, b + j, ldb, m - i < ROWS ? m - i : ROWS, q - j, p);
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
