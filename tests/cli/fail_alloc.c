/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Makes one allocation fail. PURSE_FAIL_AT=n: the n-th one, or with PURSE_FAIL_LASTING set that one and all after it.
 * PURSE_FAIL_COUNT=FILE: how many there were is written there at exit.
 *
 * Built twice: as a library to preload, which meets the allocations of every library, and with FAIL_ALLOC_WRAP into
 * a copy of the command whose own allocations the linker leads here (--wrap), which sanitizers can watch.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef FAIL_ALLOC_WRAP
#define REAL(name) __real_##name
#define OURS(name) __wrap_##name
#else
#define REAL(name) __libc_##name
#define OURS(name) name
#endif

void *REAL(malloc)(size_t size);
void *REAL(calloc)(size_t count, size_t size);
void *REAL(realloc)(void *memory, size_t size);
void *OURS(malloc)(size_t size);
void *OURS(calloc)(size_t count, size_t size);
void *OURS(realloc)(void *memory, size_t size);

static unsigned long seen, fail_at;
static bool lasting, started;

__attribute__((constructor)) static void start(void)
{
    const char *at = getenv("PURSE_FAIL_AT");
    fail_at = at != NULL ? strtoul(at, NULL, 10) : 0;
    lasting = getenv("PURSE_FAIL_LASTING") != NULL;
    started = true;
}

__attribute__((destructor)) static void finish(void)
{
    const char *path = getenv("PURSE_FAIL_COUNT");
    char text[32];
    started = false;
    if (path == NULL)
        return;
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    int length = snprintf(text, sizeof text, "%lu\n", seen);
    if (file < 0 || write(file, text, (size_t)length) != length)
        _exit(99);
    (void)close(file);
}

static bool fails(void)
{
    if (!started)
        return false;
    seen++;
    if (fail_at == 0 || !(seen == fail_at || (lasting && seen > fail_at)))
        return false;
    errno = ENOMEM;
    return true;
}

void *OURS(malloc)(size_t size)
{
    return fails() ? NULL : REAL(malloc)(size);
}

void *OURS(calloc)(size_t count, size_t size)
{
    return fails() ? NULL : REAL(calloc)(count, size);
}

void *OURS(realloc)(void *memory, size_t size)
{
    return fails() ? NULL : REAL(realloc)(memory, size);
}
