/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Escaping is the rule and markup the exception: a value goes through html_text unless it is a number. */
#include "report/page/html.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "models/text.h"

static const char *reference(unsigned char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return (c < ' ' && c != '\t' && c != '\n') || c == 0x7F ? "\xEF\xBF\xBD" : NULL;
    }
}

void html_text(purse_text *out, const char *text)
{
    const char *from = text;
    for (const char *at = text; *at; at++) {
        const char *instead = reference((unsigned char)*at);
        size_t length = 1;
        if (*at == '\xC2' && (unsigned char)at[1] >= 0x80 && (unsigned char)at[1] < 0xA0) { /* C1 */
            instead = "\xEF\xBF\xBD";
            length = 2;
        }
        if (!instead)
            continue;
        purse_text_add_bytes(out, from, (size_t)(at - from));
        purse_text_add(out, instead);
        from = at + length;
        at = from - 1;
    }
    purse_text_add(out, from);
}

static void add_double(purse_text *out, double value, int decimals)
{
    char text[400];
    int length = snprintf(text, sizeof text, "%.*f", decimals, value);
    char *point = length > decimals && decimals > 0 ? text + length - decimals - 1 : NULL;
    if (point && length < (int)sizeof text)
        *point = '.';
    purse_text_add(out, strspn(text, "-0.") == strlen(text) && *text == '-' ? text + 1 : text);
}

void html_write(purse_text *out, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    while (*format) {
        size_t plain = strcspn(format, "%");
        purse_text_add_bytes(out, format, plain);
        format += plain;
        if (!*format)
            break;
        if (format[1] == 's')
            html_text(out, va_arg(values, const char *));
        else if (format[1] == 'd')
            purse_text_format(out, "%d", va_arg(values, int));
        else if (format[1] == '%')
            purse_text_add(out, "%");
        else if (format[1] == '.' && format[2] >= '0' && format[2] <= '9' && format[3] == 'f')
            add_double(out, va_arg(values, double), format[2] - '0');
        else {
            out->failed = true;
            break;
        }
        format += format[1] == '.' ? 4 : 2;
    }
    va_end(values);
}

const char *html_short(char *cut, size_t size, const char *text, int most)
{
    size_t length = strlen(text), at = 0;
    if (text_characters(text, length) <= (size_t)most && length < size) {
        memcpy(cut, text, length + 1);
        return cut;
    }
    for (int n = 0; n < most - 1 && text[at] && at + 8 < size; n++)
        for (at++; ((unsigned char)text[at] & 0xC0) == 0x80; at++)
            ;
    memcpy(cut, text, at);
    memcpy(cut + at, "\xE2\x80\xA6", 4);
    return cut;
}

void html_figure(purse_text *out, double value, const char *shown)
{
    char exact[40];
    number_write(exact, sizeof exact, value);
    html_write(out, "<data value=\"%s\">%s</data>", exact, shown);
}
