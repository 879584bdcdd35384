/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The growing text that every writer appends to. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "purse/report.h"

static bool make_room(purse_text *text, size_t more)
{
    if (text->failed)
        return false;
    if (more < text->room - text->length)
        return true;
    size_t room = text->room ? text->room : 256;
    while (room - text->length <= more) {
        if (room > (size_t)-1 / 2) {
            text->failed = true;
            return false;
        }
        room *= 2;
    }
    char *data = realloc(text->data, room);
    if (!data) {
        text->failed = true;
        return false;
    }
    text->data = data;
    text->room = room;
    return true;
}

void purse_text_add_bytes(purse_text *text, const char *more, size_t length)
{
    if (!make_room(text, length))
        return;
    memcpy(text->data + text->length, more, length);
    text->length += length;
    text->data[text->length] = '\0';
}

void purse_text_add(purse_text *text, const char *more)
{
    purse_text_add_bytes(text, more, strlen(more));
}

void purse_text_format(purse_text *text, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    int need = vsnprintf(NULL, 0, format, list);
    va_end(list);
    if (need < 0) {
        text->failed = true;
        return;
    }
    if (!make_room(text, (size_t)need))
        return;
    va_start(list, format);
    vsnprintf(text->data + text->length, (size_t)need + 1, format, list);
    va_end(list);
    text->length += (size_t)need;
}

void purse_text_free(purse_text *text)
{
    if (!text)
        return;
    free(text->data);
    *text = (purse_text){0};
}

void purse_text_quote(purse_text *text, const char *more)
{
    purse_text_add_bytes(text, "\"", 1);
    for (const char *c = more; *c; c++) {
        const char *short_form = *c == '"'    ? "\\\""
                                 : *c == '\\' ? "\\\\"
                                 : *c == '\n' ? "\\n"
                                 : *c == '\t' ? "\\t"
                                              : NULL;
        if (short_form)
            purse_text_add(text, short_form);
        else if ((unsigned char)*c < 0x20 || *c == 0x7f)
            purse_text_format(text, "\\u%04x", (unsigned)(unsigned char)*c);
        else
            purse_text_add_bytes(text, c, 1);
    }
    purse_text_add_bytes(text, "\"", 1);
}
