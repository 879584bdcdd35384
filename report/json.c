/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON writer. Numbers are the shortest that read back the same, with a point whatever the locale. */
#include <math.h>

#include "models/text.h"
#include "report/json.h"

/* Comma, line and key before a value. */
static void lead(json *j, const char *key)
{
    int at = j->depth - 1;
    if (at >= 0) {
        if (j->any[at])
            purse_text_add(j->out, j->flat[at] ? ", " : ",");
        if (!j->flat[at])
            purse_text_format(j->out, "\n%*s", 2 * j->depth, "");
        j->any[at] = true;
    }
    if (!key)
        return;
    purse_text_quote(j->out, key);
    purse_text_add(j->out, ": ");
}

static void begin(json *j, const char *key, bool flat, const char *mark, char close)
{
    lead(j, key);
    purse_text_add(j->out, mark);
    if (j->depth == JSON_DEEPEST) {
        j->out->failed = true;
        return;
    }
    j->close[j->depth] = close;
    j->flat[j->depth] = flat || (j->depth > 0 && j->flat[j->depth - 1]);
    j->any[j->depth] = false;
    j->depth++;
}

void json_object(json *j, const char *key, bool flat)
{
    begin(j, key, flat, "{", '}');
}

void json_array(json *j, const char *key, bool flat)
{
    begin(j, key, flat, "[", ']');
}

void json_close(json *j)
{
    int at = --j->depth;
    if (j->any[at] && !j->flat[at])
        purse_text_format(j->out, "\n%*s", 2 * at, "");
    purse_text_add_bytes(j->out, &j->close[at], 1);
    if (at == 0)
        purse_text_add(j->out, "\n");
}

void json_text(json *j, const char *key, const char *value)
{
    lead(j, key);
    purse_text_quote(j->out, value ? value : "");
}

void json_number(json *j, const char *key, double value)
{
    char text[40];
    lead(j, key);
    if (!isfinite(value)) {
        purse_text_add(j->out, "null");
        return;
    }
    number_write(text, sizeof text, value == 0 ? 0.0 : value);
    purse_text_add(j->out, text);
}

void json_whole(json *j, const char *key, long value)
{
    lead(j, key);
    purse_text_format(j->out, "%ld", value);
}

void json_bool(json *j, const char *key, bool value)
{
    lead(j, key);
    purse_text_add(j->out, value ? "true" : "false");
}
