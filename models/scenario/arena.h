/* SPDX-License-Identifier: GPL-3.0-or-later */
/** A bump allocator: many small pieces with one lifetime, released together. */
#ifndef PURSE_MODELS_ARENA_H
#define PURSE_MODELS_ARENA_H

#include <stddef.h>

struct arena_block;

/** Initialise to {0}; release with arena_free. */
typedef struct arena {
    struct arena_block *block;
} arena;

/** `size` bytes aligned for any type, zeroed; NULL when memory is short. A size of 0 gives a valid pointer. */
void *arena_take(arena *a, size_t size);

/** Room for `n` items of `size` bytes; NULL when memory is short or the product overflows. */
void *arena_array(arena *a, size_t n, size_t size);

/** A copy of `length` bytes with a NUL after them. */
char *arena_text(arena *a, const char *text, size_t length);

/** Releases everything taken and zeroes the arena. */
void arena_free(arena *a);

#endif
