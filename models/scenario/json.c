/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A parsed document into the scenario: its own fields, its tables, the CSV files they name. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/scenario/change.h"
#include "models/scenario/csv.h"
#include "models/scenario/document.h"
#include "models/scenario/fields.h"
#include "models/scenario/source.h"
#include "models/text.h"

/* The document being read. */
typedef struct document {
    scenario *s;
    uint16_t file;
    const char *directory; /* NULL: no files may be named */
    purse_error *err;
} document;

static where place_of(const document *d, table_id id, long index, const cJSON *value, const char *field_name)
{
    return (where){.file = d->file, .table = id, .line = json_line(value), .index = index, .field = field_name};
}

/* Of a value that is not what was expected; a table so hit is not known in full. */
static purse_code expected_json(scenario *s, const where *at, const char *expected, const cJSON *value)
{
    s->table[at->table].partial = true;
    char found[PROBLEM_TEXT];
    json_show(found, sizeof found, value);
    return problem_expected(s, at, expected, found, NULL);
}

static purse_code unknown_field(scenario *s, const where *at, const char *name, const char *nearest)
{
    char found[PROBLEM_TEXT];
    text_show(found, sizeof found, name, strlen(name), true);
    return problem_say(s, PURSE_SEVERITY_ERROR, at, "a known field", found, nearest, "unknown field %s", found);
}

/* "remove": true in an overlay's record. */
static purse_code read_remove(const document *d, const where *at, record *r, const cJSON *value)
{
    if (!cJSON_IsBool(value)) {
        where here = *at;
        here.field = "remove";
        r->given |= GIVEN_BROKEN;
        return expected_json(d->s, &here, "true or false", value);
    }
    r->given = (uint16_t)(cJSON_IsTrue(value) ? r->given | GIVEN_REMOVED : r->given);
    return PURSE_OK;
}

static purse_code read_field(const document *d, table_id id, long index, record *r, const cJSON *value)
{
    const shape *of = shape_of(id);
    where at = place_of(d, id, index, value, NULL);
    int f = shape_field(of, value->string, strlen(value->string));
    if (f >= 0) {
        return field_set_json(d->s, &at, f, r, value);
    }
    if (d->s->overlay != NULL && id < N_TABLES && strcmp(value->string, "remove") == 0) {
        return read_remove(d, &at, r, value);
    }
    return unknown_field(d->s, &at, value->string, near_in_fields(d->s, value->string, of));
}

static purse_code read_fields(const document *d, table_id id, long index, record *r, const cJSON *object)
{
    purse_code code = PURSE_OK;
    for (const cJSON *value = object->child; value != NULL && code == PURSE_OK; value = value->next) {
        code = read_field(d, id, index, r, value);
    }
    return code;
}

static purse_code read_inline(const document *d, table_id id, const cJSON *list)
{
    any_record fresh;
    purse_code code = scenario_fresh(d->s, id, &fresh.at);
    long index = 0;
    for (const cJSON *item = list->child; item != NULL && code == PURSE_OK; item = item->next, index++) {
        if (!cJSON_IsObject(item)) {
            where at = place_of(d, id, index, item, NULL);
            code = expected_json(d->s, &at, "a record: an object with the fields of the table", item);
            continue;
        }
        any_record read;
        memcpy(&read, &fresh, shape_of(id)->size);
        read.at.line = (uint32_t)json_line(item);
        read.at.index = (uint32_t)index;
        read.at.file = d->file;
        d->s->cleared = 0;
        code = read_fields(d, id, index, &read.at, item);
        code = code == PURSE_OK ? scenario_accept(d->s, id, &read.at) : code;
    }
    return code;
}

static purse_code read_named(const document *d, table_id id, const cJSON *value)
{
    const char *name = value->valuestring;
    where at = place_of(d, id, -1, value, NULL);
    if (d->directory == NULL) {
        return expected_json(d->s, &at, "an inline table, as this scenario has no folder", value);
    }
    if (name[0] == '\0' || !source_stays_inside(name) || text_has_control(name, strlen(name), false)) {
        return expected_json(d->s, &at, "the path of a CSV file inside the scenario's folder", value);
    }
    char *path = source_join(d->directory, name);
    d->s->cleared = 0;
    purse_code code = path == NULL ? PURSE_EMEMORY : csv_read_file(d->s, &at, id, path, name, d->err);
    free(path);
    return code;
}

static purse_code read_table(const document *d, table_id id, const cJSON *value)
{
    d->s->table[id].present = true;
    if (cJSON_IsArray(value)) {
        return read_inline(d, id, value);
    }
    if (cJSON_IsString(value)) {
        return read_named(d, id, value);
    }
    where at = place_of(d, id, -1, value, NULL);
    return expected_json(d->s, &at, "a list of records or the path of a CSV file", value);
}

static purse_code read_single(const document *d, table_id id, const cJSON *object)
{
    record *r = scenario_record(d->s, id, 0);
    if (!cJSON_IsObject(object)) {
        where at = place_of(d, id, -1, object, NULL);
        return expected_json(d->s, &at, "an object", object);
    }
    r->line = (uint32_t)json_line(object);
    r->file = d->file;
    return read_fields(d, id, -1, r, object);
}

static purse_code read_tier(scenario *s, const where *at, objective_read *read, const cJSON *value)
{
    char expected[] = "a measure: one of unmet, burden, spend, access", found[PROBLEM_TEXT];
    json_show(found, sizeof found, value);
    if (!cJSON_IsString(value)) {
        return problem_expected(s, at, expected, found, NULL);
    }
    int measure = name_index(measure_names, value->valuestring, strlen(value->valuestring));
    if (measure < 0) {
        return problem_expected(s, at, expected, found, near_in_names(s, value->valuestring, measure_names));
    }
    for (int i = 0; i < read->n_tiers; i++) {
        if ((int)read->tier[i] == measure) {
            return problem_say(s, PURSE_SEVERITY_ERROR, at, "each measure once", found, NULL, "%s is listed twice",
                               found);
        }
    }
    read->tier[read->n_tiers++] = (purse_measure)measure;
    return PURSE_OK;
}

static purse_code read_weight(scenario *s, const where *at, objective_read *read, const cJSON *value)
{
    int measure = name_index(measure_names, value->string, strlen(value->string));
    if (measure < 0) {
        char found[PROBLEM_TEXT];
        text_show(found, sizeof found, value->string, strlen(value->string), true);
        return problem_say(s, PURSE_SEVERITY_ERROR, at, "a measure: one of unmet, burden, spend, access", found,
                           near_in_names(s, value->string, measure_names), "unknown measure %s", found);
    }
    double weight = cJSON_IsNumber(value) ? value->valuedouble : -1;
    if (!(weight >= 0 && weight <= FIELD_LARGEST)) {
        char expected[PROBLEM_TEXT];
        (void)snprintf(expected, sizeof expected, "a weight for %s: a number >= 0%s", value->string,
                       weight > 0 ? " and <= 1e15" : "");
        return expected_json(s, at, expected, value);
    }
    read->weight[measure] = weight;
    return PURSE_OK;
}

purse_code objective_from_json(scenario *s, const where *at, const cJSON *value)
{
    objective_read read = {.weighted = cJSON_IsObject(value)};
    where here = *at;
    here.field = "objective";
    if (!read.weighted && !cJSON_IsArray(value)) {
        return expected_json(s, &here, "a list of measures or an object of weights", value);
    }
    size_t before = scenario_errors(s);
    bool from_file = s->files[at->file].kind == SOURCE_JSON;
    purse_code code = PURSE_OK;
    double sum = 0;
    for (const cJSON *item = value->child; item != NULL && code == PURSE_OK; item = item->next) {
        here.line = from_file ? json_line(item) : 0;
        code = read.weighted ? read_weight(s, &here, &read, item) : read_tier(s, &here, &read, item);
    }
    for (int i = 0; i < PURSE_N_MEASURES; i++) {
        sum += read.weight[i];
    }
    if (code != PURSE_OK || scenario_errors(s) > before) {
        return code;
    }
    here.line = at->line;
    if (read.weighted ? !(sum > 0) : read.n_tiers == 0) {
        return read.weighted ? problem_expected(s, &here, "at least one weight > 0", "none", NULL)
                             : problem_expected(s, &here, "at least one measure", "an empty list", NULL);
    }
    read.n_tiers = read.weighted ? 1 : read.n_tiers;
    s->objective = read;
    return PURSE_OK;
}

static purse_code read_top(const document *d, const cJSON *value)
{
    const char *name = value->string;
    where at = place_of(d, TABLE_TOP, -1, value, NULL);
    int id = shape_find(name);
    int f = shape_field(shape_of(TABLE_TOP), name, strlen(name));
    if (f >= 0) {
        return field_set_json(d->s, &at, f, scenario_record(d->s, TABLE_TOP, 0), value);
    }
    if (id == TABLE_HANDOVER) {
        return read_single(d, TABLE_HANDOVER, value);
    }
    if (id >= 0) {
        return read_table(d, (table_id)id, value);
    }
    if (strcmp(name, "objective") == 0) {
        return objective_from_json(d->s, &at, value);
    }
    if (strcmp(name, "uncertainty") == 0) { /* the studies' own */
        at.field = "uncertainty";
        return cJSON_IsObject(value) ? PURSE_OK : expected_json(d->s, &at, "an object", value);
    }
    return unknown_field(d->s, &at, name, near_in_top(d->s, name, "uncertainty"));
}

purse_code document_read(scenario *s, uint16_t file, const cJSON *root, const char *directory, purse_error *err)
{
    document d = {.s = s, .file = file, .directory = directory, .err = err};
    record *top = scenario_record(s, TABLE_TOP, 0);
    if (s->overlay == NULL) {
        top->line = (uint32_t)json_line(root);
        top->file = file;
    }
    if (!cJSON_IsObject(root)) {
        where at = place_of(&d, TABLE_TOP, -1, root, NULL);
        return expected_json(s, &at, "an object with the fields of a scenario", root);
    }
    purse_code code = PURSE_OK;
    for (const cJSON *value = root->child; value != NULL && code == PURSE_OK; value = value->next) {
        code = read_top(&d, value);
    }
    return code;
}
