/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fingerprints of figures, to tell apart what is compared in full or differs by chance alone. Private to the engine. */
#ifndef ENGINE_HASH_H
#define ENGINE_HASH_H

#include <stdint.h>
#include <string.h>

static inline uint64_t hash_stir(uint64_t hash, uint64_t value)
{
    hash ^= value + 0x9e3779b97f4a7c15ULL + (hash << 6) + (hash >> 2);
    return hash * 0xff51afd7ed558ccdULL;
}

static inline uint64_t hash_bits(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

#endif
