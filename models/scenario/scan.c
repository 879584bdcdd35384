/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/scenario/scan.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/text.h"

/* The text and where we are in it. */
typedef struct cursor {
    const char *text;
    size_t length, at;
    long line;
    scan *out;
} cursor;

/* What stands at the cursor, for a message. */
static void show_here(const cursor *c, char *out, size_t size)
{
    size_t n = 0, left = c->length - c->at;
    while (n < left && n < 24 && strchr(" \t\r\n,:{}[]\"", c->text[c->at + n]) == NULL) {
        n++;
    }
    if (left == 0) {
        (void)snprintf(out, size, "the end of the file");
    } else if (c->text[c->at] == '\n' || c->text[c->at] == '\r') {
        (void)snprintf(out, size, "the end of the line");
    } else {
        text_show(out, size, c->text + c->at, n == 0 ? 1 : n, false);
    }
}

static purse_code stop(cursor *c, const char *expected, const char *found)
{
    scan *out = c->out;
    out->line = c->line;
    (void)snprintf(out->expected, sizeof out->expected, "%s", expected);
    if (found != NULL) {
        (void)snprintf(out->found, sizeof out->found, "%s", found);
    } else {
        show_here(c, out->found, sizeof out->found);
    }
    return PURSE_EINPUT;
}

static void skip_space(cursor *c)
{
    while (c->at < c->length) {
        char here = c->text[c->at];
        if (here == '\n' || (here == '\r' && !(c->at + 1 < c->length && c->text[c->at + 1] == '\n'))) {
            c->line++;
        } else if (here != ' ' && here != '\t' && here != '\r') {
            return;
        }
        c->at++;
    }
}

static bool take(cursor *c, char wanted)
{
    if (c->at < c->length && c->text[c->at] == wanted) {
        c->at++;
        return true;
    }
    return false;
}

/* Four hexadecimal digits, or -1. */
static long take_hex(cursor *c)
{
    long value = 0;
    if (c->length - c->at < 4) {
        return -1;
    }
    for (int i = 0; i < 4; i++) {
        static const char digits[] = "0123456789abcdef0123456789ABCDEF";
        const char *digit = strchr(digits, c->text[c->at + (size_t)i]);
        if (digit == NULL || *digit == '\0') {
            return -1;
        }
        value = value * 16 + (digit - digits) % 16;
    }
    c->at += 4;
    return value;
}

/* After a backslash. */
static purse_code scan_escape(cursor *c)
{
    if (c->at == c->length || c->text[c->at] == '\0' || strchr("\"\\/bfnrtu", c->text[c->at]) == NULL) {
        return stop(c, "an escape such as \\n or \\u00e9 after a backslash", NULL);
    }
    if (c->text[c->at++] != 'u') {
        return PURSE_OK;
    }
    long unit = take_hex(c);
    if (unit < 0) {
        return stop(c, "four hexadecimal digits after \\u", NULL);
    }
    if (unit == 0) {
        return stop(c, "a text without NUL", "\\u0000");
    }
    if (unit >= 0xDC00 && unit < 0xE000) {
        return stop(c, "a whole surrogate pair", "its second half alone");
    }
    if (unit >= 0xD800 && unit < 0xDC00) {
        bool escaped = take(c, '\\') && take(c, 'u');
        long second = escaped ? take_hex(c) : -1;
        if (second < 0xDC00 || second >= 0xE000) {
            return stop(c, "a whole surrogate pair", "its first half alone");
        }
    }
    return PURSE_OK;
}

/* From the opening quote past the closing one. */
static purse_code scan_string(cursor *c)
{
    c->at++;
    while (c->at < c->length) {
        unsigned char here = (unsigned char)c->text[c->at];
        if (here == '"') {
            c->at++;
            return PURSE_OK;
        }
        if (here < 0x20) {
            return stop(c, "a closing quote, or an escape for the control character", NULL);
        }
        c->at++;
        if (here == '\\') {
            purse_code code = scan_escape(c);
            if (code != PURSE_OK) {
                return code;
            }
        }
    }
    return stop(c, "a closing quote", NULL);
}

static purse_code scan_number(cursor *c)
{
    const char *start = c->text + c->at;
    size_t n = number_length(start, c->length - c->at);
    char found[80];
    text_show(found, sizeof found, start, n, false);
    double value;
    if (n == 0) {
        return stop(c, "a value", NULL);
    }
    if (n > SCAN_NUMBER) {
        return stop(c, "a number of at most 60 characters", found);
    }
    if (number_read(&value, start, n) != NUMBER_OK) {
        return stop(c, "a number that is not beyond all measure", found);
    }
    c->at += n;
    if (c->at < c->length && strchr(" \t\r\n,]}", c->text[c->at]) == NULL) {
        c->at -= n;
        return stop(c, "a number", NULL);
    }
    return PURSE_OK;
}

static purse_code scan_word(cursor *c)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < 3; i++) {
        size_t n = strlen(words[i]);
        if (c->length - c->at >= n && memcmp(c->text + c->at, words[i], n) == 0) {
            c->at += n;
            return PURSE_OK;
        }
    }
    return stop(c, "a value", NULL);
}

static purse_code note_line(cursor *c)
{
    scan *out = c->out;
    if (out->n_lines == SCAN_VALUES) {
        return stop(c, "at most 20 million values in one JSON document", "more; put large tables into CSV files");
    }
    if (out->n_lines == out->capacity) {
        size_t capacity = out->capacity == 0 ? 256 : 2 * out->capacity;
        uint32_t *lines = realloc(out->lines, capacity * sizeof *lines);
        if (lines == NULL) {
            return PURSE_EMEMORY;
        }
        out->lines = lines;
        out->capacity = capacity;
    }
    out->lines[out->n_lines++] = (uint32_t)c->line;
    return PURSE_OK;
}

static purse_code scan_value(cursor *c, int depth);

/* A member's name and colon. */
static purse_code scan_key(cursor *c)
{
    skip_space(c);
    if (c->at == c->length || c->text[c->at] != '"') {
        return stop(c, "a field name in double quotes", NULL);
    }
    purse_code code = scan_string(c);
    if (code == PURSE_OK) {
        skip_space(c);
        code = take(c, ':') ? PURSE_OK : stop(c, "\":\" after the field name", NULL);
    }
    return code;
}

/* From the opening bracket past the closing one. */
static purse_code scan_members(cursor *c, int depth)
{
    bool object = c->text[c->at] == '{';
    char close = object ? '}' : ']';
    if (depth == SCAN_DEPTH) {
        return stop(c, "at most 64 levels of lists and objects", "one more");
    }
    c->at++;
    skip_space(c);
    if (take(c, close)) {
        return PURSE_OK;
    }
    for (;;) {
        purse_code code = object ? scan_key(c) : PURSE_OK;
        code = code == PURSE_OK ? scan_value(c, depth + 1) : code;
        if (code != PURSE_OK) {
            return code;
        }
        skip_space(c);
        if (take(c, close)) {
            return PURSE_OK;
        }
        if (!take(c, ',')) {
            return stop(c, object ? "\",\" or \"}\"" : "\",\" or \"]\"", NULL);
        }
    }
}

static purse_code scan_value(cursor *c, int depth)
{
    skip_space(c);
    if (c->at == c->length) {
        return stop(c, "a value", NULL);
    }
    purse_code code = note_line(c);
    if (code != PURSE_OK) {
        return code;
    }
    char here = c->text[c->at];
    return here == '{' || here == '['                    ? scan_members(c, depth)
           : here == '"'                                 ? scan_string(c)
           : here == '-' || (here >= '0' && here <= '9') ? scan_number(c)
                                                         : scan_word(c);
}

static long line_at(const char *text, size_t at)
{
    cursor c = {.text = text, .length = at, .line = 1};
    for (; c.at < at; c.at++) {
        skip_space(&c);
    }
    return c.line;
}

purse_code scan_json(scan *result, const char *text, size_t length)
{
    cursor c = {.text = text, .length = length, .line = 1, .out = result};
    bool cut;
    size_t valid = text_valid_length(text, length, &cut);
    if (valid < length) {
        char found[40];
        (void)snprintf(found, sizeof found, "the byte \\x%02X", (unsigned char)text[valid]);
        c.line = line_at(text, valid);
        return stop(&c, "UTF-8 text without NUL", found);
    }
    purse_code code = scan_value(&c, 0);
    if (code == PURSE_OK) {
        skip_space(&c);
        code = c.at == c.length ? PURSE_OK : stop(&c, "nothing after the document", NULL);
    }
    return code;
}

void scan_free(scan *result)
{
    free(result->lines);
    *result = (scan){0};
}
