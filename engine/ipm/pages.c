/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only file that asks the system for more than POSIX has: pages so large that few need to be looked up. */
#include "pages.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

/* Bytes of the first chunk of an arena, and of any chunk at most unless one array needs more. */
static const size_t FIRST = (size_t)1 << 14, LARGEST = (size_t)1 << 22;
/* Arrays begin at multiples of so many bytes. */
enum { STEP = 16 };

struct ipm_chunk {
    struct ipm_chunk *before;
    size_t size;
};

/* Systems that cannot be told are not. */
#ifndef MADV_HUGEPAGE
#define MADV_HUGEPAGE (-1)
#endif
#ifndef MADV_DONTNEED
#define MADV_DONTNEED (-1)
#endif

/* Tells the system about the whole pages of that size within. */
static void advise(void *memory, size_t bytes, size_t page, int advice)
{
    const size_t first = (page - (uintptr_t)memory % page) % page;
    if (advice >= 0 && bytes >= first + page)
        (void)madvise((char *)memory + first, (bytes - first) / page * page, advice);
}

void ipm_large_pages(void *memory, size_t bytes)
{
    advise(memory, bytes, (size_t)1 << 21, MADV_HUGEPAGE);
}

void ipm_return_pages(void *memory, size_t bytes)
{
    /* Pages of any system are no larger than this. */
    advise(memory, bytes, (size_t)1 << 16, MADV_DONTNEED);
}

static struct ipm_chunk *chunk_new(struct ipm_chunk *before, size_t least)
{
    size_t size = before ? 2 * before->size : FIRST;
    size = size < LARGEST ? size : LARGEST;
    size = size > least ? size : least;
    struct ipm_chunk *chunk = calloc(1, size);
    if (!chunk)
        return NULL;
    ipm_large_pages(chunk, size);
    *chunk = (struct ipm_chunk){before, size};
    return chunk;
}

void *ipm_arena_take(ipm_arena *a, size_t count, size_t size)
{
    const size_t head = (sizeof(struct ipm_chunk) + STEP - 1) / STEP * STEP;
    size_t bytes = (count * size + STEP - 1) / STEP * STEP;
    if (!a->chunk || bytes > a->chunk->size - a->used) {
        struct ipm_chunk *chunk = chunk_new(a->chunk, head + bytes);
        if (!chunk)
            return NULL;
        a->chunk = chunk;
        a->used = head;
    }
    void *taken = (char *)a->chunk + a->used;
    a->used += bytes;
    return taken;
}

void ipm_arena_free(ipm_arena *a)
{
    while (a->chunk) {
        struct ipm_chunk *before = a->chunk->before;
        free(a->chunk);
        a->chunk = before;
    }
}
