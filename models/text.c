/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef unsigned char byte;

/* Length of the character at `s`, 0 when it is not valid UTF-8; `cut` when only the end is missing. */
static size_t character_length(const byte *s, size_t left, bool *cut)
{
    byte lead = s[0];
    size_t size = lead < 0x80                   ? 1
                  : lead >= 0xC2 && lead < 0xE0 ? 2
                  : (lead & 0xF0U) == 0xE0      ? 3
                  : lead >= 0xF0 && lead < 0xF5 ? 4
                                                : 0;
    if (size == 0 || lead == 0) {
        return 0;
    }
    for (size_t i = 1; i < size; i++) {
        if (i == left) {
            *cut = true;
            return 0;
        }
        byte low = 0x80, high = 0xBF;
        if (i == 1) { /* no overlong forms, no surrogates, nothing above U+10FFFF */
            low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
            high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        }
        if (s[i] < low || s[i] > high) {
            return 0;
        }
    }
    return size;
}

/* True when eight bytes are all ASCII and none is NUL. */
static bool plain_eight(const byte *s)
{
    uint64_t word;
    memcpy(&word, s, sizeof word);
    uint64_t high = UINT64_C(0x8080808080808080);
    return ((word | (word - UINT64_C(0x0101010101010101))) & high) == 0;
}

size_t text_valid_length(const char *text, size_t length, bool *cut)
{
    const byte *s = (const byte *)text;
    size_t at = 0;
    *cut = false;
    while (at < length) {
        if (length - at >= 8 && plain_eight(s + at)) {
            at += 8;
            continue;
        }
        size_t size = character_length(s + at, length - at, cut);
        if (size == 0) {
            return at;
        }
        at += size;
    }
    return at;
}

size_t text_characters(const char *text, size_t length)
{
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        n += ((byte)text[i] & 0xC0U) != 0x80U;
    }
    return n;
}

bool text_has_control(const char *text, size_t length, bool prose)
{
    for (size_t i = 0; i < length; i++) {
        byte c = (byte)text[i];
        bool c1 = c == 0xC2 && i + 1 < length && (byte)text[i + 1] < 0xA0;
        bool allowed = prose && (c == '\n' || c == '\t');
        if ((c < 0x20 || c == 0x7F || c1) && !allowed) {
            return true;
        }
    }
    return false;
}

int text_near_limit(const char *name)
{
    size_t n = strlen(name);
    return n <= 2 ? 0 : n <= 5 ? 1 : n <= 8 ? 2 : 3;
}

int text_distance(const char *a, const char *b, int limit)
{
    enum { LONGEST = 64 };
    size_t n = strlen(a), m = strlen(b);
    size_t apart = n > m ? n - m : m - n;
    if (n > LONGEST || m > LONGEST || apart > (size_t)limit) {
        return limit + 1;
    }
    int rows[3][LONGEST + 1];
    int *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= m; j++) {
        last[j] = (int)j;
        before[j] = 0;
    }
    for (size_t i = 1; i <= n; i++) {
        int least = row[0] = (int)i;
        for (size_t j = 1; j <= m; j++) {
            int best = last[j - 1] + (a[i - 1] != b[j - 1]);
            best = last[j] + 1 < best ? last[j] + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < best) {
                best = before[j - 2] + 1;
            }
            row[j] = best;
            least = best < least ? best : least;
        }
        if (least > limit) {
            return limit + 1;
        }
        int *free_row = before;
        before = last;
        last = row;
        row = free_row;
    }
    return last[m] <= limit ? last[m] : limit + 1;
}

void text_show(char *out, size_t size, const char *text, size_t length, bool quoted)
{
    enum { SHOWN = 60 };
    size_t at = 0, used = 0, characters = 0;
    const size_t tail = 8; /* room for an escape, "...", a quote and the NUL */
    if (quoted && used + tail < size) {
        out[used++] = '"';
    }
    while (at < length && characters < SHOWN && used + tail + 4 < size) {
        byte c = (byte)text[at];
        bool cut = false;
        size_t step = character_length((const byte *)text + at, length - at, &cut);
        bool c1 = step == 2 && c == 0xC2 && (byte)text[at + 1] < 0xA0;
        if (step == 0 || c < 0x20 || c == 0x7F || c1) {
            used += (size_t)snprintf(out + used, size - used, "\\x%02X", c);
            at++;
        } else {
            memcpy(out + used, text + at, step);
            used += step;
            at += step;
        }
        characters++;
    }
    if (at < length) {
        memcpy(out + used, "...", 3);
        used += 3;
    }
    if (quoted) {
        out[used++] = '"';
    }
    out[used] = '\0';
}
