/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/scenario/symbols.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A failed insertion must come back as a value: uthash's default is exit(). */
#define HASH_NONFATAL_OOM 1
#define uthash_nonfatal_oom(entry) ((entry)->lost = true)
#include <uthash.h>

typedef struct symbol_entry {
    UT_hash_handle hh;
    const char *text;
    symbol id;
    bool lost; /* uthash could not take it in */
} symbol_entry;

static uint64_t mix(uint64_t a, uint64_t b)
{
    uint64_t x = (a ^ b) * UINT64_C(0x9E3779B97F4A7C15);
    x ^= x >> 32;
    x *= UINT64_C(0xD6E8FEB86659FD93);
    return x ^ (x >> 29);
}

uint64_t symbols_hash(uint64_t seed, const void *data, size_t length)
{
    const unsigned char *bytes = data;
    uint64_t hash = mix(seed, length);
    while (length >= 8) {
        uint64_t word;
        memcpy(&word, bytes, sizeof word);
        hash = mix(hash, word);
        bytes += 8;
        length -= 8;
    }
    uint64_t word = 0;
    memcpy(&word, bytes, length);
    return mix(hash, word);
}

void symbols_begin(symbols *s, arena *texts)
{
    *s = (symbols){.texts = texts};
    s->seed = mix((uint64_t)(uintptr_t)s, (uint64_t)(uintptr_t)&symbols_begin);
}

void symbols_free(symbols *s)
{
    HASH_CLEAR(hh, s->head);
    arena_free(&s->entries);
    free(s->text);
    *s = (symbols){0};
}

static symbol_entry *lookup(const symbols *s, const char *text, size_t length, uint64_t hash)
{
    symbol_entry *entry = NULL;
    HASH_FIND_BYHASHVALUE(hh, s->head, text, length, (unsigned)hash, entry);
    return entry;
}

symbol symbols_find(const symbols *s, const char *text, size_t length)
{
    const symbol_entry *entry = lookup(s, text, length, symbols_hash(s->seed, text, length));
    return entry == NULL ? 0 : entry->id;
}

static bool symbols_reserve(symbols *s)
{
    if (s->n < s->capacity) {
        return true;
    }
    size_t capacity = s->capacity == 0 ? 256 : 2 * s->capacity;
    const char **text = realloc((void *)s->text, capacity * sizeof *text);
    if (text == NULL || capacity >= UINT32_MAX) {
        if (text != NULL) {
            s->text = text;
        }
        return false;
    }
    s->text = text;
    s->capacity = capacity;
    if (s->n == 0) {
        s->text[s->n++] = "";
    }
    return true;
}

symbol symbols_intern(symbols *s, const char *text, size_t length)
{
    uint64_t hash = symbols_hash(s->seed, text, length);
    symbol_entry *entry = lookup(s, text, length, hash);
    if (entry != NULL) {
        return entry->id;
    }
    if (!symbols_reserve(s)) {
        return 0;
    }
    entry = arena_take(&s->entries, sizeof *entry);
    const char *copy = arena_text(s->texts, text, length);
    if (entry == NULL || copy == NULL) {
        return 0;
    }
    entry->text = copy;
    entry->id = (symbol)s->n;
    HASH_ADD_KEYPTR_BYHASHVALUE(hh, s->head, entry->text, length, (unsigned)hash, entry);
    if (entry->lost) {
        return 0;
    }
    s->text[s->n++] = copy;
    return entry->id;
}
