/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/scenario/records.h"

#include <stdlib.h>
#include <string.h>

#include "models/scenario/fingerprint.h"
#include "models/scenario/tables.h"

enum { NEAR_BUDGET = 500000, MAX_FILES = 65000 };

size_t scenario_errors(const scenario *s)
{
    return s->problems->n_errors - s->first_errors;
}

/* Sets a field of an otherwise zero record to its default. */
static purse_code field_default(scenario *s, const field *f, record *r)
{
    void *place = field_place(f, r);
    switch (f->kind) {
    case FIELD_NUMBER:
        *(double *)place = f->fallback;
        break;
    case FIELD_INTEGER:
    case FIELD_ENUM:
        *(int *)place = (int)f->fallback;
        break;
    case FIELD_BOOLEAN:
        *(bool *)place = f->fallback != 0;
        break;
    case FIELD_IDS:
        ((listing *)place)->all = (f->flags & FIELD_STAR) != 0;
        break;
    case FIELD_TEXT:
        if (f->fallback_text != NULL) {
            *(symbol *)place = symbols_intern(&s->symbols, f->fallback_text, strlen(f->fallback_text));
            return *(symbol *)place == 0 ? PURSE_EMEMORY : PURSE_OK;
        }
        break;
    default:
        break;
    }
    return PURSE_OK;
}

size_t field_size(const field *f)
{
    static const size_t sizes[] = {
        [FIELD_ID] = sizeof(symbol),    [FIELD_LABEL] = sizeof(symbol),  [FIELD_TEXT] = sizeof(symbol),
        [FIELD_REF] = sizeof(symbol),   [FIELD_NUMBER] = sizeof(double), [FIELD_INTEGER] = sizeof(int),
        [FIELD_BOOLEAN] = sizeof(bool), [FIELD_ENUM] = sizeof(int),      [FIELD_ENUMS] = sizeof(int),
        [FIELD_IDS] = sizeof(listing),  [FIELD_TEXTS] = sizeof(listing), [FIELD_SCOPE] = sizeof(scope),
    };
    return sizes[f->kind];
}

purse_code scenario_reset_field(scenario *s, const field *f, record *r)
{
    memset(field_place(f, r), 0, field_size(f));
    return field_default(s, f, r);
}

purse_code scenario_fresh(scenario *s, table_id id, record *r)
{
    const shape *of = shape_of(id);
    purse_code code = PURSE_OK;
    memset(r, 0, of->size);
    for (int i = 0; i < of->n_fields && code == PURSE_OK; i++) {
        code = field_default(s, &of->fields[i], r);
    }
    return code;
}

static purse_code table_reserve(table *t, size_t size)
{
    if (t->n < t->capacity) {
        return PURSE_OK;
    }
    size_t capacity = t->capacity == 0 ? 16 : t->capacity + t->capacity / 2;
    char *data = capacity > SIZE_MAX / size ? NULL : realloc(t->data, capacity * size);
    if (data == NULL) {
        return PURSE_EMEMORY;
    }
    t->data = data;
    t->capacity = capacity;
    return PURSE_OK;
}

purse_code scenario_append_copy(scenario *s, table_id id, const record *from, record **out)
{
    table *t = &s->table[id];
    size_t size = shape_of(id)->size;
    purse_code code = t->n >= INT32_MAX ? PURSE_EMEMORY : table_reserve(t, size);
    if (code == PURSE_OK) {
        *out = scenario_record(s, id, t->n++);
        memcpy(*out, from, size);
    }
    return code;
}

purse_code scenario_append(scenario *s, table_id id, record **out)
{
    any_record fresh;
    purse_code code = scenario_fresh(s, id, &fresh.at);
    return code == PURSE_OK ? scenario_append_copy(s, id, &fresh.at, out) : code;
}

purse_code scenario_begin(scenario *s, arena *store, purse_problems *problems)
{
    *s = (scenario){.store = store, .problems = problems, .first_errors = problems->n_errors};
    s->near_budget = NEAR_BUDGET;
    symbols_begin(&s->symbols, store);
    s->objective =
        (objective_read){.n_tiers = 3, .tier = {PURSE_MEASURE_UNMET, PURSE_MEASURE_BURDEN, PURSE_MEASURE_SPEND}};
    record *single;
    purse_code code = scenario_append(s, TABLE_TOP, &single);
    return code == PURSE_OK ? scenario_append(s, TABLE_HANDOVER, &single) : code;
}

void scenario_end(scenario *s)
{
    for (int i = 0; i < N_SHAPES; i++) {
        free(s->table[i].data);
    }
    free(s->listed);
    free(s->files);
    free((void *)s->changes);
    symbols_free(&s->symbols);
    *s = (scenario){0};
}

purse_code scenario_add_file(scenario *s, const char *name, source_kind kind, uint16_t *index)
{
    if (s->n_files == s->files_capacity) {
        size_t capacity = s->files_capacity == 0 ? 8 : 2 * s->files_capacity;
        source_file *files = capacity > MAX_FILES ? NULL : realloc(s->files, capacity * sizeof *files);
        if (files == NULL) {
            return PURSE_EMEMORY;
        }
        s->files = files;
        s->files_capacity = capacity;
    }
    const char *copy = arena_text(s->store, name, strlen(name));
    if (copy == NULL) {
        return PURSE_EMEMORY;
    }
    *index = (uint16_t)s->n_files;
    s->files[s->n_files++] = (source_file){.name = copy, .kind = kind};
    return PURSE_OK;
}

purse_code scenario_list_push(scenario *s, symbol item)
{
    if (s->n_listed == s->listed_capacity) {
        size_t capacity = s->listed_capacity == 0 ? 64 : 2 * s->listed_capacity;
        symbol *listed = capacity > UINT32_MAX ? NULL : realloc(s->listed, capacity * sizeof *listed);
        if (listed == NULL) {
            return PURSE_EMEMORY;
        }
        s->listed = listed;
        s->listed_capacity = capacity;
    }
    s->listed[s->n_listed++] = item;
    return PURSE_OK;
}
