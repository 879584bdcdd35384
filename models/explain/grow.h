/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table that grows one by one: it has room up to the next power of two. Private to models/. */
#ifndef MODELS_GROW_H
#define MODELS_GROW_H

#include <stdbool.h>
#include <stdlib.h>

/* Room for one more after `n` entries of `size` bytes. False without memory; the table is then as it was. */
static inline bool grow_by_one(void **table, size_t n, size_t size)
{
    if ((n & (n - 1)) != 0)
        return true;
    void *larger = realloc(*table, (n == 0 ? 1 : 2 * n) * size);
    if (larger)
        *table = larger;
    return larger != NULL;
}

#endif
