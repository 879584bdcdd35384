/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --set PATH=VALUE: one field of one record, of every record ("*"), or of the scenario itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/scenario/change.h"
#include "models/scenario/document.h"
#include "models/scenario/fields.h"
#include "models/scenario/fingerprint.h"
#include "models/scenario/scan.h"
#include "models/text.h"

enum { PART = 128 };

/* One --set, taken apart. */
typedef struct setting {
    scenario *s;
    where at;
    char *path;        /* up to "=", cut into parts */
    const char *value; /* after it */
    cJSON *json;       /* the value when it is JSON, else NULL */
    bool scales;       /* "*1.05" */
    double factor;
} setting;

static purse_code refuse(setting *to, const char *expected, const char *what, const char *name, const char *nearest)
{
    char found[PROBLEM_TEXT];
    text_show(found, sizeof found, name, strlen(name), true);
    return problem_say(to->s, PURSE_SEVERITY_ERROR, &to->at, expected, found, nearest, "%s %s", what, found);
}

/* The value of a number or integer, multiplied; false when there is none to multiply. */
static bool scaled(const setting *to, const field *f, const record *r, double *value)
{
    bool given = (r->given & (1U << (unsigned)(f - shape_of(to->at.table)->fields))) != 0;
    double now = f->kind == FIELD_INTEGER ? *(const int *)field_value(f, r) : *(const double *)field_value(f, r);
    bool finite = now - now == 0;
    *value = now * to->factor;
    return finite && (given || (f->flags & FIELD_REQUIRED) == 0);
}

static purse_code set_field(setting *to, int f, record *r, bool only)
{
    const field *known = &shape_of(to->at.table)->fields[f];
    bool number = known->kind == FIELD_NUMBER || known->kind == FIELD_INTEGER;
    bool text = known->kind == FIELD_ID || known->kind == FIELD_LABEL || known->kind == FIELD_TEXT ||
                known->kind == FIELD_REF || known->kind == FIELD_ENUM;
    if (to->scales && number) {
        double value;
        if (!scaled(to, known, r, &value)) {
            return only ? refuse(to, "a value to multiply", "no value to multiply by", to->value, NULL) : PURSE_OK;
        }
        return field_set_number(to->s, &to->at, f, r, value);
    }
    if (to->json != NULL && (!text || cJSON_IsString(to->json) || cJSON_IsNull(to->json))) {
        return field_set_json(to->s, &to->at, f, r, to->json);
    }
    return field_set_text(to->s, &to->at, f, r, to->value, strlen(to->value));
}

static purse_code find_field(setting *to, const char *name, int *f)
{
    const shape *of = shape_of(to->at.table);
    *f = shape_field(of, name, strlen(name));
    if (*f >= 0) {
        to->at.field = of->fields[*f].name;
        return PURSE_OK;
    }
    char what[PART];
    (void)snprintf(what, sizeof what, "%s has no field", of->name[0] == '\0' ? "the scenario" : of->name);
    return refuse(to, "a known field", what, name, near_in_fields(to->s, name, of));
}

static bool part_matches(const scenario *s, const field *key, const record *r, const char *part, size_t length)
{
    if (length == 1 && part[0] == '*') {
        return true;
    }
    if (key->kind == FIELD_NUMBER) {
        double value;
        return number_read(&value, part, length) == NUMBER_OK && value == *(const double *)field_value(key, r);
    }
    const char *text = scenario_text(s, *(const symbol *)field_value(key, r));
    return strncmp(text, part, length) == 0 && text[length] == '\0';
}

/* True when the record's key is `key`, whose parts are joined by "/" and may be "*". */
static bool key_matches(const scenario *s, table_id id, const record *r, const char *key)
{
    const shape *of = shape_of(id);
    char whole[1024];
    record_key_text(s, id, r, whole, sizeof whole);
    if (strcmp(whole, key) == 0 || strcmp(key, "*") == 0) {
        return true;
    }
    const char *part = key;
    for (int f = 0; f < of->n_fields; f++) {
        if ((of->fields[f].flags & FIELD_KEY) != 0) {
            if (part == NULL) {
                return false;
            }
            const char *slash = strchr(part, '/');
            size_t length = slash == NULL ? strlen(part) : (size_t)(slash - part);
            if (!part_matches(s, &of->fields[f], r, part, length)) {
                return false;
            }
            part = slash == NULL ? NULL : slash + 1;
        }
    }
    return part == NULL;
}

static const char *nearest_key(setting *to, const char *key, char *kept, size_t size)
{
    table_id id = to->at.table;
    near_name search = near_begin(to->s, key);
    bool any = false;
    for (size_t i = 0; i < to->s->table[id].n && to->s->near_budget > 0; i++) {
        char whole[PROBLEM_TEXT];
        record_key_text(to->s, id, scenario_record(to->s, id, i), whole, sizeof whole);
        near_try(&search, whole);
        if (search.best == whole) {
            (void)snprintf(kept, size, "%s", whole);
            search.best = NULL;
            any = true;
        }
    }
    return any ? kept : NULL;
}

static purse_code set_in_table(setting *to, const char *key, const char *field_name)
{
    int f;
    purse_code code = find_field(to, field_name, &f);
    if (code != PURSE_OK || f < 0) {
        return code;
    }
    scenario *s = to->s;
    table_id id = to->at.table;
    bool every = strchr(key, '*') != NULL, any = false;
    for (size_t i = 0; i < s->table[id].n && code == PURSE_OK; i++) {
        record *r = scenario_record(s, id, i);
        if (key_matches(s, id, r, key)) {
            any = true;
            code = set_field(to, f, r, !every);
        }
    }
    if (code == PURSE_OK && !any) {
        char what[PART], nearest[PROBLEM_TEXT];
        (void)snprintf(what, sizeof what, "no %s", shape_of(id)->singular);
        to->at.field = NULL;
        code = refuse(to, "the key of a record", what, key, nearest_key(to, key, nearest, sizeof nearest));
    }
    return code;
}

static purse_code set_objective(setting *to)
{
    if (to->json == NULL) {
        return refuse(to, "a JSON list of measures, or an object of weights",
                      "expected a JSON list of measures, or an object of weights, found", to->value, NULL);
    }
    return objective_from_json(to->s, &to->at, to->json);
}

/* NAME=VALUE, handover.FIELD=VALUE or TABLE.KEY.FIELD=VALUE. */
static purse_code set_path(setting *to)
{
    char *dot = strchr(to->path, '.'), *last = strrchr(to->path, '.');
    int f;
    if (dot == NULL) {
        int table_found = shape_find(to->path);
        if (strcmp(to->path, "objective") == 0) {
            return set_objective(to);
        }
        if (table_found >= 0) {
            return refuse(to, "TABLE.ID.FIELD", "expected TABLE.ID.FIELD, found", to->path, NULL);
        }
        if (shape_field(shape_of(TABLE_TOP), to->path, strlen(to->path)) < 0) {
            return refuse(to, "a table or field", "no table or field", to->path, near_in_top(to->s, to->path, NULL));
        }
        purse_code code = find_field(to, to->path, &f);
        return code == PURSE_OK ? set_field(to, f, scenario_record(to->s, TABLE_TOP, 0), true) : code;
    }
    *dot = '\0';
    int id = shape_find(to->path);
    if (id < 0) {
        return refuse(to, "a table", "no table", to->path, near_in_top(to->s, to->path, NULL));
    }
    to->at.table = (table_id)id;
    if (id == TABLE_HANDOVER) {
        purse_code code = find_field(to, dot + 1, &f);
        return code != PURSE_OK || f < 0 ? code : set_field(to, f, scenario_record(to->s, TABLE_HANDOVER, 0), true);
    }
    if (last == dot) {
        return refuse(to, "TABLE.ID.FIELD", "expected an id and a field after the table, found", dot + 1, NULL);
    }
    *last = '\0';
    return set_in_table(to, dot + 1, last + 1);
}

/* The value as JSON if it is JSON; what is no JSON is a text and no error. */
static purse_code read_value(setting *to)
{
    size_t length = strlen(to->value);
    to->scales = to->value[0] == '*' && number_read(&to->factor, to->value + 1, length - 1) == NUMBER_OK;
    scan seen = {0};
    purse_code code = scan_json(&seen, to->value, length);
    if (code == PURSE_OK) {
        to->json = cJSON_ParseWithLengthOpts(to->value, length, NULL, 0);
        code = to->json == NULL ? PURSE_EMEMORY : PURSE_OK;
    }
    scan_free(&seen);
    return code == PURSE_EMEMORY ? code : PURSE_OK;
}

purse_code change_set(scenario *s, const char *text)
{
    size_t length = strlen(text);
    bool cut;
    setting to = {.s = s, .at = {.table = TABLE_TOP, .index = -1}, .path = malloc(length + 1)};
    char shown[PROBLEM_TEXT], name[PROBLEM_TEXT + 8];
    text_show(shown, sizeof shown, text, length, false);
    (void)snprintf(name, sizeof name, "--set %s", shown);
    purse_code code = to.path == NULL ? PURSE_EMEMORY : scenario_add_file(s, name, SOURCE_SET, &to.at.file);
    if (code != PURSE_OK) {
        free(to.path);
        return code;
    }
    memcpy(to.path, text, length + 1);
    char *equals = strchr(to.path, '=');
    fingerprint_part_begin(s->fingerprint);
    fingerprint_part_add(s->fingerprint, text, length);
    fingerprint_part_end(s->fingerprint);
    if (equals == NULL || equals == to.path || equals[1] == '\0' || text_valid_length(text, length, &cut) != length) {
        code = refuse(&to, "PATH=VALUE", "expected PATH=VALUE, found", text, NULL);
    } else {
        *equals = '\0';
        to.value = equals + 1;
        s->changing = true;
        code = read_value(&to);
        code = code == PURSE_OK ? set_path(&to) : code;
        s->changing = false;
    }
    cJSON_Delete(to.json);
    free(to.path);
    return code;
}
