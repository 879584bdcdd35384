/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/scenario/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 16384, ALIGNMENT = 16 };

typedef struct arena_block {
    struct arena_block *next;
    size_t used, size;
    _Alignas(ALIGNMENT) char bytes[];
} arena_block;

static arena_block *block_new(size_t size)
{
    arena_block *block = calloc(1, sizeof *block + size);
    if (block != NULL) {
        block->size = size;
    }
    return block;
}

void *arena_take(arena *a, size_t size)
{
    if (size > SIZE_MAX / 4) {
        return NULL;
    }
    size_t rounded = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    arena_block *block = a->block;
    if (block == NULL || block->size - block->used < rounded) {
        int large = rounded > BLOCK_BYTES / 4;
        block = block_new(large ? rounded : BLOCK_BYTES);
        if (block == NULL) {
            return NULL;
        }
        if (large && a->block != NULL) { /* keep filling the block in hand */
            block->next = a->block->next;
            a->block->next = block;
        } else {
            block->next = a->block;
            a->block = block;
        }
    }
    void *piece = block->bytes + block->used;
    block->used += rounded;
    return piece;
}

void *arena_array(arena *a, size_t n, size_t size)
{
    return size != 0 && n > SIZE_MAX / size ? NULL : arena_take(a, n * size);
}

char *arena_text(arena *a, const char *text, size_t length)
{
    char *copy = arena_take(a, length + 1);
    if (copy != NULL && length > 0) {
        memcpy(copy, text, length);
    }
    return copy;
}

void arena_free(arena *a)
{
    arena_block *block = a->block;
    while (block != NULL) {
        arena_block *next = block->next;
        free(block);
        block = next;
    }
    a->block = NULL;
}
