/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Small strict text tools of the scenario reader: UTF-8, numbers, names near to a misspelt one. */
#ifndef PURSE_MODELS_TEXT_H
#define PURSE_MODELS_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/**
 * How many leading bytes of `text` are whole, valid UTF-8 characters other than NUL.
 *
 * @param cut  out, true when what stopped it is only the end of the text inside a character
 */
size_t text_valid_length(const char *text, size_t length, bool *cut);

/** Characters in valid UTF-8. */
size_t text_characters(const char *text, size_t length);

/** True when the text holds a control character (C0, DEL, C1) other than the tab and newline of prose. */
bool text_has_control(const char *text, size_t length, bool prose);

typedef enum number_verdict { NUMBER_OK, NUMBER_MALFORMED, NUMBER_TOO_LARGE } number_verdict;

/** Length of the JSON number (RFC 8259 grammar) that `text` begins with, 0 when it begins with none. */
size_t number_length(const char *text, size_t length);

/** The whole text as a JSON number, exactly rounded, whatever the locale. `value` is untouched unless NUMBER_OK. */
number_verdict number_read(double *value, const char *text, size_t length);

/** The shortest of 15 to 17 digits that reads back as `value`, with a point whatever the locale. */
void number_write(char *text, size_t size, double value);

/**
 * Edits (insert, delete, replace, swap neighbours) that turn `a` into `b`, or limit + 1 when more than `limit`.
 * Texts longer than 64 bytes are never near.
 */
int text_distance(const char *a, const char *b, int limit);

/** How many edits a name of this length may be away and still be worth suggesting. */
int text_near_limit(const char *name);

/**
 * Copies what a user wrote into a message: quoted when `quoted`, control characters as "\xHH", cut at 60
 * characters with "...".
 */
void text_show(char *out, size_t size, const char *text, size_t length, bool quoted);

#endif
