/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields and rows of CSV. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <csv.h>

#include "models/text.h"
#include "report/csv.h"

void csv_header(purse_text *out, const char *names)
{
    purse_text_add(out, names);
    purse_text_add(out, "\n");
}

static void separate(csv_row *row)
{
    if (row->any)
        purse_text_add(row->out, ",");
    row->any = true;
}

static bool needs_quotes(const char *value, size_t length)
{
    return strpbrk(value, ",\"\r\n") != NULL || (length > 0 && (value[0] == ' ' || value[length - 1] == ' '));
}

void csv_text(csv_row *row, const char *value)
{
    separate(row);
    size_t length = value ? strlen(value) : 0;
    if (length == 0)
        return;
    if (!needs_quotes(value, length)) {
        purse_text_add_bytes(row->out, value, length);
        return;
    }
    size_t room = csv_write(NULL, 0, value, length);
    char *quoted = malloc(room + 1);
    if (!quoted) {
        row->out->failed = true;
        return;
    }
    purse_text_add_bytes(row->out, quoted, csv_write(quoted, room, value, length));
    free(quoted);
}

void csv_number(csv_row *row, double value)
{
    char text[40];
    separate(row);
    if (!isfinite(value))
        return;
    number_write(text, sizeof text, value == 0 ? 0.0 : value);
    purse_text_add(row->out, text);
}

void csv_end(csv_row *row)
{
    purse_text_add(row->out, "\n");
    row->any = false;
}

void csv_regime(csv_row *row, const purse_plan *plan)
{
    csv_text(row, purse_regime_text(plan->regime.kind));
    if (plan->regime.kind == PURSE_REGIME_DIAL)
        csv_number(row, plan->regime.dial);
    else
        csv_text(row, "");
}
