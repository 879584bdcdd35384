/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that sweeps over all blocks go through in order. Private to the engine. */
#ifndef ENGINE_IPM_PAGES_H
#define ENGINE_IPM_PAGES_H

#include <stddef.h>

/*
 * Memory of `bytes` bytes, not yet written to, had better come in large pages, where the system has them: sweeps over all
 * blocks touch more small ones than the processor remembers the places of. Without effect on what is stored.
 */
void ipm_large_pages(void *memory, size_t bytes);

/* Of that memory, what is no longer needed: afterwards it holds zeros or what it held. */
void ipm_return_pages(void *memory, size_t bytes);

/* Many small arrays side by side, which are freed together. Begins as zeros. */
typedef struct ipm_arena {
    struct ipm_chunk *chunk; /* the last one, from which more is taken */
    size_t used;
} ipm_arena;

/* `count` elements of `size` bytes, each 0, borrowed until the arena is freed; NULL without memory. */
void *ipm_arena_take(ipm_arena *a, size_t count, size_t size);
void ipm_arena_free(ipm_arena *a);

#endif
