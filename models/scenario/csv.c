/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/scenario/csv.h"

#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/scenario/change.h"
#include "models/scenario/fields.h"
#include "models/scenario/fingerprint.h"
#include "models/scenario/source.h"
#include "models/text.h"

enum { BLOCK_BYTES = 256 * 1024, GROW_BYTES = 4096, COLUMN_UNKNOWN = -1, COLUMN_REMOVE = -2 };

typedef struct reader {
    scenario *s;
    table_id id;
    uint16_t file;
    struct csv_parser parser;
    char *row;    /* the cells of the row, one after the other */
    size_t *ends; /* where each ends in `row` */
    size_t row_length, row_capacity, n_cells, cells_capacity;
    int *column; /* field of each column, or COLUMN_... */
    size_t n_columns;
    long line, row_line; /* physical lines: where we are, where the row began */
    uint32_t index;      /* of the record in the table */
    bool after_cr;       /* the last thing read was a CR that ended a line */
    bool stopped;        /* an error makes the rest of the file unreadable */
    bool headless;       /* the header misses a column: rows say nothing */
    purse_code code;     /* memory */
    any_record fresh;    /* defaults */
    char cut[4];         /* start of a character that the last block cut */
    size_t n_cut;
} reader;

static where row_place(const reader *r)
{
    return (where){.file = r->file, .table = r->id, .line = r->row_line, .index = (long)r->index};
}

static purse_code say(reader *r, const char *field_name, const char *expected, const char *found, const char *nearest)
{
    where at = row_place(r);
    at.field = field_name;
    return problem_expected(r->s, &at, expected, found, nearest);
}

static purse_code stop(reader *r, long line, const char *expected, const char *found)
{
    r->stopped = true;
    r->s->table[r->id].partial = true;
    r->row_line = line;
    return say(r, NULL, expected, found, NULL);
}

/* The header. */

static purse_code header_cell(reader *r, size_t column, const char *text, size_t length)
{
    const shape *of = shape_of(r->id);
    int f = shape_field(of, text, length);
    char shown[PROBLEM_TEXT], name[PROBLEM_TEXT];
    text_show(shown, sizeof shown, text, length, true);
    (void)snprintf(name, sizeof name, "%.*s", length < 128 ? (int)length : 0, text);
    where at = row_place(r);
    if (f < 0 && r->s->changing && strcmp(name, "remove") == 0) {
        f = COLUMN_REMOVE;
    }
    r->column[column] = f;
    if (f == COLUMN_UNKNOWN) {
        return problem_say(r->s, PURSE_SEVERITY_ERROR, &at, "a field of the table", shown,
                           near_in_fields(r->s, name, of), "unknown field %s", shown);
    }
    for (size_t i = 0; i < column; i++) {
        if (r->column[i] == f) {
            return problem_say(r->s, PURSE_SEVERITY_ERROR, &at, "each field once", shown, NULL,
                               "column %s is given twice", shown);
        }
    }
    return PURSE_OK;
}

static purse_code header_complete(reader *r)
{
    const shape *of = shape_of(r->id);
    unsigned wanted = FIELD_REQUIRED | (r->s->changing ? FIELD_KEY : 0U);
    purse_code code = PURSE_OK;
    for (int f = 0; f < of->n_fields && code == PURSE_OK; f++) {
        bool found = (of->fields[f].flags & wanted) != wanted;
        for (size_t i = 0; i < r->n_columns && !found; i++) {
            found = r->column[i] == f;
        }
        if (!found) {
            where at = row_place(r);
            at.field = of->fields[f].name;
            r->headless = true;
            r->s->table[r->id].partial = true;
            code = problem_say(r->s, PURSE_SEVERITY_ERROR, &at, "a column for every required field", "no such column",
                               NULL, "no column \"%s\"", of->fields[f].name);
        }
    }
    return code;
}

static purse_code header_row(reader *r)
{
    r->column = malloc(r->n_cells * sizeof *r->column);
    if (r->column == NULL) {
        return PURSE_EMEMORY;
    }
    purse_code code = PURSE_OK;
    size_t start = 0;
    for (size_t i = 0; i < r->n_cells && code == PURSE_OK; i++) {
        code = header_cell(r, i, r->row + start, r->ends[i] - start);
        start = r->ends[i];
    }
    r->n_columns = r->n_cells;
    return code == PURSE_OK ? header_complete(r) : code;
}

/* A row. */

static purse_code remove_cell(reader *r, record *to, const char *text, size_t length)
{
    if (length == 4 && memcmp(text, "true", 4) == 0) {
        to->given |= GIVEN_REMOVED;
    } else if (length != 0 && !(length == 5 && memcmp(text, "false", 5) == 0)) {
        char shown[PROBLEM_TEXT];
        text_show(shown, sizeof shown, text, length, true);
        to->given |= GIVEN_BROKEN;
        return say(r, "remove", "true or false", shown, NULL);
    }
    return PURSE_OK;
}

static purse_code wrong_width(reader *r)
{
    char expected[64], found[64];
    r->s->table[r->id].partial = true;
    (void)snprintf(expected, sizeof expected, "%zu cells as in the header", r->n_columns);
    (void)snprintf(found, sizeof found, "%zu", r->n_cells);
    return say(r, NULL, expected, found, NULL);
}

static purse_code data_row(reader *r)
{
    if (r->n_cells != r->n_columns) {
        return wrong_width(r);
    }
    any_record read;
    memcpy(&read, &r->fresh, shape_of(r->id)->size);
    read.at.line = (uint32_t)r->row_line;
    read.at.index = r->index;
    read.at.file = r->file;
    where at = row_place(r);
    purse_code code = PURSE_OK;
    size_t start = 0;
    for (size_t i = 0; i < r->n_cells && code == PURSE_OK; i++) {
        const char *text = r->row + start;
        size_t length = r->ends[i] - start;
        start = r->ends[i];
        if (r->column[i] >= 0) {
            code = field_set_text(r->s, &at, r->column[i], &read.at, text, length);
        } else if (r->column[i] == COLUMN_REMOVE) {
            code = remove_cell(r, &read.at, text, length);
        }
    }
    return code == PURSE_OK ? scenario_accept(r->s, r->id, &read.at) : code;
}

static purse_code row_end(reader *r)
{
    purse_code code = PURSE_OK;
    if (r->column == NULL) {
        code = header_row(r);
    } else if (!r->headless) {
        code = data_row(r);
        r->index++;
    }
    r->n_cells = 0;
    r->row_length = 0;
    return code;
}

/* What libcsv calls. */

static purse_code reserve(reader *r, size_t length)
{
    if (r->row_capacity <= r->row_length + length) { /* never NULL, even for empty cells */
        size_t capacity = 2 * (r->row_length + length) + 256;
        char *row = realloc(r->row, capacity);
        if (row == NULL) {
            return PURSE_EMEMORY;
        }
        r->row = row;
        r->row_capacity = capacity;
    }
    if (r->n_cells == r->cells_capacity) {
        size_t capacity = 2 * r->cells_capacity + 16;
        size_t *ends = realloc(r->ends, capacity * sizeof *ends);
        if (ends == NULL) {
            return PURSE_EMEMORY;
        }
        r->ends = ends;
        r->cells_capacity = capacity;
    }
    return PURSE_OK;
}

static long lines_in(const char *text, size_t length)
{
    long n = 0;
    for (size_t i = 0; i < length; i++) {
        n += text[i] == '\n' || (text[i] == '\r' && !(i + 1 < length && text[i + 1] == '\n'));
    }
    return n;
}

static void on_cell(void *bytes, size_t length, void *context)
{
    reader *r = context;
    if (r->code != PURSE_OK || r->stopped) {
        return;
    }
    if (r->n_cells == 0) {
        r->row_line = r->line;
    }
    r->after_cr = false;
    if (r->row_length + length > CSV_ROW_BYTES || r->n_cells == CSV_COLUMNS) {
        r->code = stop(r, r->row_line, "a row of at most 1000 cells and 1 MiB", "a longer one");
        return;
    }
    r->code = reserve(r, length);
    if (r->code == PURSE_OK) {
        if (length > 0) {
            memcpy(r->row + r->row_length, bytes, length);
            r->line += lines_in(bytes, length);
        }
        r->row_length += length;
        r->ends[r->n_cells++] = r->row_length;
    }
}

static void on_line(int end, void *context)
{
    reader *r = context;
    if (r->code != PURSE_OK || r->stopped) {
        return;
    }
    bool second_half = end == '\n' && r->after_cr;
    r->after_cr = end == '\r';
    if (second_half) {
        return;
    }
    if (r->n_cells > 0) {
        r->code = row_end(r);
    }
    r->line++;
}

/* The stream. */

static purse_code reader_begin(reader *r, scenario *s, table_id id, const char *name)
{
    *r = (reader){.s = s, .id = id, .line = 1, .row_line = 1};
    if (csv_init(&r->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0) {
        return PURSE_EMEMORY;
    }
    csv_set_realloc_func(&r->parser, realloc);
    csv_set_free_func(&r->parser, free);
    csv_set_blk_size(&r->parser, GROW_BYTES);
    purse_code code = scenario_add_file(s, name, SOURCE_CSV, &r->file);
    return code == PURSE_OK ? scenario_fresh(s, id, &r->fresh.at) : code;
}

static void reader_free(reader *r)
{
    csv_free(&r->parser);
    free(r->row);
    free(r->ends);
    free(r->column);
}

static purse_code parse(reader *r, const char *text, size_t length)
{
    if (length == 0 || r->stopped) {
        return PURSE_OK;
    }
    size_t done = csv_parse(&r->parser, text, length, on_cell, on_line, r);
    if (r->code != PURSE_OK || r->stopped) {
        return r->code;
    }
    if (done != length) {
        return csv_error(&r->parser) == CSV_EPARSE
                   ? stop(r, r->line, "a cell that is quoted whole, with quotes inside it doubled",
                          "a quote in the wrong place")
                   : PURSE_EMEMORY;
    }
    return r->parser.entry_pos > CSV_ROW_BYTES ? stop(r, r->line, "a cell of at most 1 MiB", "a longer one") : PURSE_OK;
}

static purse_code not_utf8(reader *r, char byte)
{
    char found[40];
    (void)snprintf(found, sizeof found, "the byte \\x%02X", (unsigned char)byte);
    long inside = lines_in((const char *)r->parser.entry_buf, r->parser.entry_pos);
    return r->stopped ? PURSE_OK : stop(r, r->line + inside, "UTF-8 text without NUL", found);
}

/* Joins the start of a character cut by the block before with the rest of it. */
static purse_code feed_cut(reader *r, const char **text, size_t *length)
{
    bool cut = true;
    while (cut && *length > 0) {
        r->cut[r->n_cut++] = *(*text)++;
        --*length;
        if (text_valid_length(r->cut, r->n_cut, &cut) == r->n_cut) {
            purse_code code = parse(r, r->cut, r->n_cut);
            r->n_cut = 0;
            return code;
        }
    }
    return cut ? PURSE_OK : not_utf8(r, r->cut[0]);
}

static purse_code feed(reader *r, const char *text, size_t length)
{
    purse_code code = r->n_cut > 0 ? feed_cut(r, &text, &length) : PURSE_OK;
    if (code != PURSE_OK || r->stopped || r->n_cut > 0) {
        return code;
    }
    bool cut;
    size_t valid = text_valid_length(text, length, &cut);
    code = parse(r, text, valid);
    if (code != PURSE_OK || valid == length) {
        return code;
    }
    if (!cut) {
        return not_utf8(r, text[valid]);
    }
    r->n_cut = length - valid;
    memcpy(r->cut, text + valid, r->n_cut);
    return PURSE_OK;
}

static purse_code reader_end(reader *r)
{
    if (r->stopped) {
        return PURSE_OK;
    }
    if (r->n_cut > 0) {
        return not_utf8(r, r->cut[0]);
    }
    int failed = csv_fini(&r->parser, on_cell, on_line, r);
    if (r->code != PURSE_OK || r->stopped) {
        return r->code;
    }
    if (failed != 0) {
        return csv_error(&r->parser) == CSV_EPARSE ? stop(r, r->line, "a closing quote", "the end of the file")
                                                   : PURSE_EMEMORY;
    }
    return r->column == NULL ? stop(r, 1, "a header with the names of the fields", "an empty file") : PURSE_OK;
}

static size_t mark_length(const char *text, size_t length)
{
    return length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

/* All of an open file; it is fingerprinted to its end even when the reading stopped. */
static purse_code read_blocks(reader *r, int fd, char *block)
{
    purse_code code;
    size_t n = 0, done = 0;
    do {
        code = source_read(fd, block, BLOCK_BYTES, &n);
        if (code == PURSE_OK) {
            fingerprint_part_add(r->s->fingerprint, block, n);
            size_t mark = done == 0 ? mark_length(block, n) : 0;
            code = r->stopped ? PURSE_OK : feed(r, block + mark, n - mark);
            done += n;
        }
    } while (code == PURSE_OK && n == BLOCK_BYTES);
    return code == PURSE_OK ? reader_end(r) : code;
}

purse_code csv_read_file(scenario *s, const where *named, table_id id, const char *path, const char *name,
                         purse_error *err)
{
    char why[80];
    int fd;
    purse_code code = source_open(&fd, path, why);
    if (code == PURSE_EINPUT) {
        char found[PROBLEM_TEXT + 96], shown[PROBLEM_TEXT];
        text_show(shown, sizeof shown, name, strlen(name), true);
        (void)snprintf(found, sizeof found, "%s: %s", shown, why);
        s->table[id].partial = true;
        return problem_expected(s, named, "the path of a CSV file", found, NULL);
    }
    if (code != PURSE_OK) {
        return purse_error_set(err, code, name, "expected a CSV file, found %s", why);
    }
    reader r;
    char *block = malloc(BLOCK_BYTES);
    code = reader_begin(&r, s, id, name);
    code = code == PURSE_OK && block == NULL ? PURSE_EMEMORY : code;
    if (code == PURSE_OK) {
        fingerprint_part_begin(s->fingerprint);
        code = read_blocks(&r, fd, block);
        fingerprint_part_end(s->fingerprint);
    }
    if (code == PURSE_EIO) {
        (void)purse_error_set(err, code, name, "%s", "could not read the file to its end");
    }
    reader_free(&r);
    free(block);
    source_close(fd);
    return code;
}

purse_code csv_read_text(scenario *s, table_id id, const char *name, const char *text, size_t length, size_t block)
{
    reader r;
    purse_code code = reader_begin(&r, s, id, name);
    size_t at = mark_length(text, length);
    while (code == PURSE_OK && at < length && !r.stopped) {
        size_t n = length - at < block ? length - at : block;
        code = feed(&r, text + at, n);
        at += n;
    }
    code = code == PURSE_OK ? reader_end(&r) : code;
    reader_free(&r);
    return code;
}
