/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Interned texts: each different text is kept once and known by a small number. */
#ifndef PURSE_MODELS_SYMBOLS_H
#define PURSE_MODELS_SYMBOLS_H

#include <stddef.h>
#include <stdint.h>

#include "models/scenario/arena.h"

/** A text's number; 0 is no text. */
typedef uint32_t symbol;

struct symbol_entry;

/** Initialise with symbols_begin; the texts live in the arena given there and outlive the table. */
typedef struct symbols {
    arena *texts;
    arena entries;
    struct symbol_entry *head;
    const char **text; /**< by symbol; text[0] is "" */
    size_t n, capacity;
    uint64_t seed;
} symbols;

void symbols_begin(symbols *s, arena *texts);
void symbols_free(symbols *s);

/** The symbol of a text, made if new; 0 when memory is short. An empty text has a symbol of its own. */
symbol symbols_intern(symbols *s, const char *text, size_t length);

/** The symbol of a text if it is known, else 0. */
symbol symbols_find(const symbols *s, const char *text, size_t length);

/** Mixes bytes to 64 bits. The seed keeps an outsider from preparing texts that collide. */
uint64_t symbols_hash(uint64_t seed, const void *data, size_t length);

#endif
