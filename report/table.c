/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns, thousands and headings. Width is counted in characters of UTF-8, not bytes. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/text.h"
#include "report/table.h"

#define BOLD "\033[1m"
#define PLAIN "\033[0m"

static size_t width_of(const char *text)
{
    size_t width = 0;
    for (; *text; text++)
        width += ((unsigned char)*text & 0xC0) != 0x80;
    return width;
}

void table_start(table *t, purse_text *out, bool colour, const char *align)
{
    *t = (table){.out = out, .colour = colour};
    for (; align[t->columns] && t->columns < TABLE_COLUMNS; t->columns++)
        t->align[t->columns] = align[t->columns];
}

static void add_cell(table *t, char *cell)
{
    if (t->n == t->room) {
        size_t room = t->room ? 2 * t->room : 64;
        char **more = realloc(t->cell, room * sizeof *more);
        if (!more) {
            free(cell);
            t->out->failed = true;
            return;
        }
        t->cell = more;
        t->room = room;
    }
    if (!cell)
        t->out->failed = true;
    else
        t->cell[t->n++] = cell;
}

void table_cell(table *t, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    int need = vsnprintf(NULL, 0, format, list);
    va_end(list);
    char *cell = need < 0 ? NULL : malloc((size_t)need + 1);
    if (cell) {
        va_start(list, format);
        vsnprintf(cell, (size_t)need + 1, format, list);
        va_end(list);
    }
    add_cell(t, cell);
}

const char *table_amount(char *text, double value, int decimals)
{
    char plain[400];
    if (!(fabs(value) < 1e15)) {
        snprintf(text, 48, "%.6g", value);
        return text;
    }
    snprintf(plain, sizeof plain, "%.*f", decimals, fabs(value));
    size_t whole = strspn(plain, "0123456789"), length = strlen(plain), at = 0;
    bool zero = strspn(plain, "0.,") == length;
    if (value < 0 && !zero)
        text[at++] = '-';
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0)
            text[at++] = ',';
        text[at++] = i == whole ? '.' : plain[i];
    }
    text[at] = '\0';
    return text;
}

const char *table_people(char *text, double value)
{
    return table_amount(text, value, fabs(value) < 100 && fabs(value - rint(value)) >= 0.05);
}

void table_number(table *t, double value, int decimals)
{
    char text[48];
    table_cell(t, "%s", isnan(value) ? "" : table_amount(text, value, decimals));
}

void table_difference(table *t, double value, int decimals)
{
    char text[48];
    const char *amount = table_amount(text, value, decimals);
    bool zero = strspn(amount, "0.") == strlen(amount);
    table_cell(t, "%s%s", zero || value < 0 ? "" : "+", zero ? "0" : amount);
}

void table_share(table *t, double share)
{
    if (isnan(share))
        table_cell(t, "%s", "");
    else
        table_cell(t, "%.1f %%", 100 * share);
}

static void print_row(const table *t, const size_t *width, char **cell, bool header)
{
    int last = t->columns - 1;
    while (last > 0 && !*cell[last])
        last--;
    if (header && t->colour)
        purse_text_add(t->out, BOLD);
    for (int c = 0; c <= last; c++) {
        int pad = (int)(width[c] - width_of(cell[c]));
        purse_text_add(t->out, "  ");
        if (t->align[c] == 'r')
            purse_text_format(t->out, "%*s%s", pad, "", cell[c]);
        else
            purse_text_format(t->out, "%s%*s", cell[c], c == last ? 0 : pad, "");
    }
    if (header && t->colour)
        purse_text_add(t->out, PLAIN);
    purse_text_add(t->out, "\n");
}

void table_end(table *t)
{
    size_t width[TABLE_COLUMNS] = {0}, columns = (size_t)t->columns;
    for (size_t i = 0; i < t->n; i++) {
        size_t own = width_of(t->cell[i]);
        if (own > width[i % columns])
            width[i % columns] = own;
    }
    for (size_t row = 0; row + columns <= t->n && !t->out->failed; row += columns)
        print_row(t, width, t->cell + row, row == 0);
    for (size_t i = 0; i < t->n; i++)
        free(t->cell[i]);
    free(t->cell);
    t->cell = NULL;
    t->n = t->room = 0;
}

const char *table_money(char *text, size_t size, const char *currency, double value)
{
    char amount[48];
    if (fabs(value) >= 999.95e6)
        snprintf(text, size, "%s %s bn", currency, table_amount(amount, value / 1e9, 1));
    else if (fabs(value) >= 999950)
        snprintf(text, size, "%s %s m", currency, table_amount(amount, value / 1e6, 1));
    else
        snprintf(text, size, "%s %s", currency, table_amount(amount, value, 0));
    return text;
}

void table_heading(purse_text *out, bool colour, const char *format, ...)
{
    char line[400];
    va_list list;
    va_start(list, format);
    vsnprintf(line, sizeof line, format, list);
    va_end(list);
    purse_text_format(out, "\n%s%s%s\n", colour ? BOLD : "", line, colour ? PLAIN : "");
}

const char *table_regime(char *text, size_t size, purse_regime regime)
{
    char dial[40];
    if (regime.kind != PURSE_REGIME_DIAL) {
        snprintf(text, size, "%s", purse_regime_text(regime.kind));
        return text;
    }
    number_write(dial, sizeof dial, regime.dial);
    snprintf(text, size, "%s %s", purse_regime_text(regime.kind), dial);
    return text;
}
