/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lanes as vectors. The compiler is told outright that the figures of LANES commodities go through together; it would
 * not find out by itself where stores might alias loads. Every lane's arithmetic is what a plain loop would do, so the
 * figures are the same at any register width. Private to the engine.
 */
#ifndef ENGINE_IPM_LANES_H
#define ENGINE_IPM_LANES_H

#include <stdbool.h>
#include <stddef.h>

enum { LANES = 4 };

/* Lanes are handed over by value only where a function is inlined, so how they would be passed does not matter. */
#pragma GCC diagnostic ignored "-Wpsabi"

#define IPM_INLINE static inline __attribute__((always_inline))

typedef double lanes __attribute__((vector_size(LANES * sizeof(double)), aligned(sizeof(double)), may_alias));
typedef long long lane_mask __attribute__((vector_size(LANES * sizeof(double)), aligned(sizeof(double)), may_alias));

/* Where a comparison of lanes holds: a, elsewhere b or 0. A value that is no number compares as false. */
#define LANES_PICK(mask, a, b) ((lanes)(((lane_mask)(mask) & (lane_mask)(a)) | (~(lane_mask)(mask) & (lane_mask)(b))))
#define LANES_WHERE(mask, a) ((lanes)((lane_mask)(mask) & (lane_mask)(a)))

/* Whether any lane's comparison holds. */
IPM_INLINE bool lanes_any(lane_mask mask)
{
    return ((mask[0] | mask[1]) | (mask[2] | mask[3])) != 0;
}

/* Asks for cache line i from here, which will be read soon. */
IPM_INLINE void ipm_ahead(const double *from, size_t i)
{
    __builtin_prefetch((const char *)from + 64 * i);
}

/* Element i of an array that holds LANES values per element. */
IPM_INLINE lanes *vec(double *base, size_t i)
{
    return (lanes *)(void *)base + i;
}

IPM_INLINE const lanes *cvec(const double *base, size_t i)
{
    return (const lanes *)(const void *)base + i;
}

#ifdef __has_builtin
#if __has_builtin(__builtin_shufflevector)
#define IPM_SHUFFLES
#endif
#endif

/* Four vectors as rows of a square, turned into its columns. */
IPM_INLINE void lanes_turn(lanes row[LANES])
{
#ifdef IPM_SHUFFLES
    const lanes even = __builtin_shufflevector(row[0], row[1], 0, 4, 2, 6);
    const lanes odd = __builtin_shufflevector(row[0], row[1], 1, 5, 3, 7);
    const lanes more_even = __builtin_shufflevector(row[2], row[3], 0, 4, 2, 6);
    const lanes more_odd = __builtin_shufflevector(row[2], row[3], 1, 5, 3, 7);
    row[0] = __builtin_shufflevector(even, more_even, 0, 1, 4, 5);
    row[1] = __builtin_shufflevector(odd, more_odd, 0, 1, 4, 5);
    row[2] = __builtin_shufflevector(even, more_even, 2, 3, 6, 7);
    row[3] = __builtin_shufflevector(odd, more_odd, 2, 3, 6, 7);
#else
    for (int i = 1; i < LANES; i++)
        for (int j = 0; j < i; j++) {
            double kept = row[i][j];
            row[i][j] = row[j][i];
            row[j][i] = kept;
        }
#endif
}

#endif
