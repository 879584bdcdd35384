/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Overlays: records merge by key into those read before. */
#include "models/scenario/change.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/scenario/document.h"
#include "models/scenario/fingerprint.h"
#include "models/scenario/scan.h"
#include "models/scenario/source.h"
#include "models/text.h"

/* Records by key: an open table of record numbers + 1, 0 where free. */
typedef struct keymap {
    uint32_t *slot;
    size_t n, capacity;
} keymap;

typedef struct overlay {
    uint16_t first_file; /* files from here on are the overlay's */
    keymap map[N_TABLES];
} overlay;

static uint64_t key_hash(const scenario *s, table_id id, const record *r)
{
    const shape *of = shape_of(id);
    uint64_t hash = s->symbols.seed;
    for (int f = 0; f < of->n_fields; f++) {
        if ((of->fields[f].flags & FIELD_KEY) != 0) {
            hash = symbols_hash(hash, field_value(&of->fields[f], r), field_size(&of->fields[f]));
        }
    }
    return hash;
}

static bool key_equal(table_id id, const record *a, const record *b)
{
    const shape *of = shape_of(id);
    for (int f = 0; f < of->n_fields; f++) {
        const field *key = &of->fields[f];
        if ((key->flags & FIELD_KEY) != 0 && memcmp(field_value(key, a), field_value(key, b), field_size(key)) != 0) {
            return false;
        }
    }
    return true;
}

/* The slot of the record with this key, or the free one where it would go. */
static uint32_t *keymap_slot(const scenario *s, const keymap *map, table_id id, const record *r)
{
    size_t at = (size_t)key_hash(s, id, r) & (map->capacity - 1);
    while (map->slot[at] != 0 && !key_equal(id, scenario_record(s, id, map->slot[at] - 1), r)) {
        at = (at + 1) & (map->capacity - 1);
    }
    return &map->slot[at];
}

static purse_code keymap_fill(const scenario *s, keymap *map, table_id id, size_t capacity)
{
    uint32_t *slot = calloc(capacity, sizeof *slot);
    if (slot == NULL) {
        return PURSE_EMEMORY;
    }
    free(map->slot);
    *map = (keymap){.slot = slot, .capacity = capacity};
    for (size_t i = 0; i < s->table[id].n; i++) {
        uint32_t *place = keymap_slot(s, map, id, scenario_record(s, id, i));
        if (*place == 0) {
            *place = (uint32_t)(i + 1);
            map->n++;
        }
    }
    return PURSE_OK;
}

/* Room for one more; the map is made on the first use of the table. */
static purse_code keymap_ready(const scenario *s, keymap *map, table_id id)
{
    size_t capacity = map->capacity == 0 ? 64 : map->capacity;
    while (capacity < 2 * (s->table[id].n + 1)) {
        capacity *= 2;
    }
    return capacity == map->capacity ? PURSE_OK : keymap_fill(s, map, id, capacity);
}

void record_key_text(const scenario *s, table_id id, const record *r, char *out, size_t size)
{
    const shape *of = shape_of(id);
    size_t used = 0;
    out[0] = '\0';
    for (int f = 0; f < of->n_fields && used < size; f++) {
        const field *key = &of->fields[f];
        char number[40];
        const char *text = number;
        if ((key->flags & FIELD_KEY) == 0) {
            continue;
        }
        if (key->kind == FIELD_NUMBER) {
            number_write(number, sizeof number, *(const double *)field_value(key, r));
        } else {
            text = scenario_text(s, *(const symbol *)field_value(key, r));
        }
        used += (size_t)snprintf(out + used, size - used, "%s%s", used == 0 ? "" : "/", text);
    }
}

/* "no pot "x" to remove", "pot "x" is given twice". */
static purse_code report(scenario *s, table_id id, const record *read, const char *expected, bool suggest,
                         const char *what)
{
    char key[PROBLEM_TEXT], found[PROBLEM_TEXT];
    record_key_text(s, id, read, key, sizeof key);
    text_show(found, sizeof found, key, strlen(key), true);
    where at = where_record(id, read, NULL);
    const char *nearest = suggest ? near_in_ids(s, key, id) : NULL;
    return problem_say(s, PURSE_SEVERITY_ERROR, &at, expected, found, nearest, "%s%s %s%s", suggest ? "no " : "",
                       shape_of(id)->singular, found, what);
}

static void merge(scenario *s, table_id id, const record *read, record *into)
{
    const shape *of = shape_of(id);
    for (int f = 0; f < of->n_fields; f++) {
        if ((read->given & (1U << f)) != 0) {
            memcpy(field_place(&of->fields[f], into), field_value(&of->fields[f], read), field_size(&of->fields[f]));
        } else if ((s->cleared & (1U << f)) != 0) {
            /* `read` holds the default */
            memcpy(field_place(&of->fields[f], into), field_value(&of->fields[f], read), field_size(&of->fields[f]));
            into->given = (uint16_t)(into->given & ~(1U << f));
        }
    }
    into->given |= read->given;
    into->line = read->line;
    into->index = read->index;
    into->file = read->file;
}

/* True when the record has what tells it apart; a rule without an id is always new. */
static purse_code key_is_given(scenario *s, table_id id, const record *read, bool *given)
{
    const shape *of = shape_of(id);
    purse_code code = PURSE_OK;
    *given = true;
    for (int f = 0; f < of->n_fields && code == PURSE_OK; f++) {
        const field *key = &of->fields[f];
        if ((key->flags & FIELD_KEY) != 0 && (read->given & (1U << f)) == 0) {
            *given = false;
            if ((key->flags & FIELD_REQUIRED) != 0) {
                char expected[PROBLEM_TEXT];
                where at = where_record(id, read, key->name);
                field_expects(key, false, expected, sizeof expected);
                code = problem_expected(s, &at, expected, "nothing", NULL);
            }
        }
    }
    return code;
}

static purse_code accept_change(scenario *s, table_id id, const record *read)
{
    keymap *map = &s->overlay->map[id];
    bool keyed;
    record *end;
    purse_code code = key_is_given(s, id, read, &keyed);
    if (code != PURSE_OK || (read->given & GIVEN_BROKEN) != 0) {
        return code;
    }
    if (!keyed) {
        return id == TABLE_RULES ? scenario_append_copy(s, id, read, &end) : PURSE_OK;
    }
    code = keymap_ready(s, map, id);
    if (code != PURSE_OK) {
        return code;
    }
    uint32_t *slot = keymap_slot(s, map, id, read);
    if (*slot != 0) {
        record *known = scenario_record(s, id, *slot - 1);
        if (known->file >= s->overlay->first_file) {
            return report(s, id, read, "each record once in an overlay", false, " is given twice");
        }
        merge(s, id, read, known);
        return PURSE_OK;
    }
    if ((read->given & GIVEN_REMOVED) != 0) {
        return report(s, id, read, "a record to remove", true, " to remove");
    }
    *slot = (uint32_t)(s->table[id].n + 1);
    return scenario_append_copy(s, id, read, &end);
}

purse_code scenario_accept(scenario *s, table_id id, const record *read)
{
    record *end;
    return s->overlay != NULL ? accept_change(s, id, read) : scenario_append_copy(s, id, read, &end);
}

static void drop_removed(scenario *s, table_id id)
{
    table *t = &s->table[id];
    size_t kept = 0;
    for (size_t i = 0; i < t->n; i++) {
        const record *r = scenario_record(s, id, i);
        if ((r->given & GIVEN_REMOVED) == 0) {
            if (kept != i) {
                memcpy(scenario_record(s, id, kept), r, shape_of(id)->size);
            }
            kept++;
        }
    }
    t->n = kept;
}

static purse_code read_overlay(scenario *s, uint16_t file, const char *path, const char *text, size_t length,
                               purse_error *err)
{
    cJSON *root = NULL;
    char *folder = source_folder(path);
    purse_code code = folder == NULL ? PURSE_EMEMORY : document_parse(&root, s, file, text, length);
    if (code == PURSE_OK && root != NULL) {
        code = document_read(s, file, root, folder, err);
    }
    cJSON_Delete(root);
    free(folder);
    return code;
}

purse_code change_overlay(scenario *s, const char *path, purse_error *err)
{
    overlay over = {.first_file = (uint16_t)s->n_files};
    char *text = NULL, why[80];
    size_t length = 0;
    uint16_t file;
    purse_code code = scenario_add_file(s, path, SOURCE_JSON, &file);
    if (code != PURSE_OK) {
        return code;
    }
    code = source_read_all(&text, &length, path, SCAN_BYTES, why);
    if (code == PURSE_EINPUT) {
        return problem_in_file(s, file, 0, "an overlay file of at most 256 MiB", why,
                               "expected an overlay file of at most 256 MiB, found %s", why);
    }
    if (code == PURSE_EIO) {
        return purse_error_set(err, code, path, "expected an overlay file, found %s", why);
    }
    if (code == PURSE_OK) {
        fingerprint_part_begin(s->fingerprint);
        fingerprint_part_add(s->fingerprint, text, length);
        fingerprint_part_end(s->fingerprint);
        s->overlay = &over;
        s->changing = true;
        code = read_overlay(s, file, path, text, length, err);
        s->overlay = NULL;
        s->changing = false;
    }
    for (int i = 0; i < N_TABLES; i++) {
        if (over.map[i].slot != NULL) {
            drop_removed(s, (table_id)i);
        }
        free(over.map[i].slot);
    }
    free(text);
    return code;
}
