/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/scenario/fields.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "models/text.h"

enum { LONGEST_ID = 100, SHOWN = 128 };

/* The field being set, in one hand. */
typedef struct slot {
    scenario *s;
    const where *at;
    const field *f;
    record *r;
    uint16_t bit;
} slot;

static slot slot_of(scenario *s, const where *at, int f, record *r)
{
    return (slot){.s = s, .at = at, .f = &shape_of(at->table)->fields[f], .r = r, .bit = (uint16_t)(1U << f)};
}

static void mark_given(const slot *to)
{
    to->r->given = (uint16_t)(to->r->given | to->bit);
}

static purse_code reject(const slot *to, bool wide, const char *found, const char *nearest)
{
    to->r->given = (uint16_t)(to->r->given | to->bit | GIVEN_BROKEN);
    if (to->f->kind == FIELD_ID) {
        to->s->table[to->at->table].partial = true;
    }
    char expected[PROBLEM_TEXT];
    field_expects(to->f, wide, expected, sizeof expected);
    where at = *to->at;
    at.field = to->f->name;
    return problem_expected(to->s, &at, expected, found, nearest);
}

static purse_code reject_text(const slot *to, const char *text, size_t length, const char *nearest)
{
    char found[SHOWN + PROBLEM_TEXT];
    text_show(found, sizeof found, text, length, true);
    return reject(to, false, found, nearest);
}

static purse_code put_number(const slot *to, double value)
{
    const field *f = to->f;
    bool above = (f->flags & FIELD_ABOVE) != 0;
    bool whole = f->kind == FIELD_NUMBER || value == floor(value);
    if (!whole || value > f->high || (above ? !(value > f->low) : !(value >= f->low))) {
        char found[40];
        number_write(found, sizeof found, value);
        return reject(to, value > f->high, found, NULL);
    }
    if (f->kind == FIELD_INTEGER) {
        *(int *)field_place(f, to->r) = (int)value;
    } else {
        *(double *)field_place(f, to->r) = value + 0.0; /* no negative zero */
    }
    mark_given(to);
    return PURSE_OK;
}

static bool id_is_sound(const char *text, size_t length)
{
    return length > 0 && text_characters(text, length) <= LONGEST_ID && memchr(text, ';', length) == NULL &&
           !text_has_control(text, length, false) && text[0] != ' ' && text[length - 1] != ' ' &&
           !(length == 1 && text[0] == '*');
}

static purse_code put_symbol(const slot *to, const char *text, size_t length)
{
    field_kind kind = to->f->kind;
    if (kind == FIELD_TEXT && length == 0) {
        return PURSE_OK; /* an empty text is none */
    }
    if (kind == FIELD_TEXT ? text_has_control(text, length, true) : kind != FIELD_REF && !id_is_sound(text, length)) {
        char found[SHOWN + PROBLEM_TEXT];
        text_show(found, sizeof found, text, length, true);
        return reject(to, true, found, NULL);
    }
    symbol *place = field_place(to->f, to->r);
    symbol *recent = &to->s->recent[to->f - shape_of(to->at->table)->fields];
    const char *last = scenario_text(to->s, *recent);
    if (strncmp(last, text, length) != 0 || last[length] != '\0' || *recent == 0) {
        *recent = symbols_intern(&to->s->symbols, text, length);
        if (*recent == 0) {
            return PURSE_EMEMORY;
        }
    }
    *place = *recent;
    mark_given(to);
    return PURSE_OK;
}

static purse_code reject_name(const slot *to, const char *text, size_t length)
{
    char name[SHOWN];
    const char *nearest = NULL;
    if (length < sizeof name) {
        memcpy(name, text, length);
        name[length] = '\0';
        nearest = near_in_names(to->s, name, to->f->names);
    }
    return reject_text(to, text, length, nearest);
}

static purse_code put_enum(const slot *to, const char *text, size_t length)
{
    int value = name_index(to->f->names, text, length);
    if (value < 0) {
        return reject_name(to, text, length);
    }
    *(int *)field_place(to->f, to->r) = value;
    mark_given(to);
    return PURSE_OK;
}

static purse_code put_scope(const slot *to, const char *kind, const char *id, size_t length)
{
    scope value = {.kind = strcmp(kind, "pot") == 0 ? PURSE_SCOPE_POT : PURSE_SCOPE_SERVICE};
    value.id = symbols_intern(&to->s->symbols, id, length);
    if (value.id == 0) {
        return PURSE_EMEMORY;
    }
    *(scope *)field_place(to->f, to->r) = value;
    mark_given(to);
    return PURSE_OK;
}

/* Lists: begin, one call per member, end. */

static void list_begin(const slot *to)
{
    if (to->f->kind == FIELD_ENUMS) {
        *(int *)field_place(to->f, to->r) = 0;
    } else {
        *(listing *)field_place(to->f, to->r) = (listing){.start = (uint32_t)to->s->n_listed};
    }
    mark_given(to);
}

static purse_code list_twice(const slot *to, const char *text, size_t length)
{
    char found[SHOWN + PROBLEM_TEXT];
    text_show(found, sizeof found, text, length, true);
    to->r->given |= GIVEN_BROKEN;
    where at = *to->at;
    at.field = to->f->name;
    return problem_say(to->s, PURSE_SEVERITY_ERROR, &at, "a list without repeats", found, NULL, "%s is listed twice",
                       found);
}

static purse_code list_member(const slot *to, const char *text, size_t length)
{
    if (to->f->kind == FIELD_ENUMS) {
        int value = name_index(to->f->names, text, length);
        if (value < 0) {
            return reject_name(to, text, length);
        }
        int *bits = field_place(to->f, to->r);
        if ((*bits & (1 << value)) != 0) {
            return list_twice(to, text, length);
        }
        *bits |= 1 << value;
        return PURSE_OK;
    }
    if (to->f->kind == FIELD_TEXTS && text_has_control(text, length, true)) {
        return reject_text(to, text, length, NULL);
    }
    symbol member = symbols_intern(&to->s->symbols, text, length);
    purse_code code = member == 0 ? PURSE_EMEMORY : scenario_list_push(to->s, member);
    if (code == PURSE_OK) {
        ((listing *)field_place(to->f, to->r))->n++;
    }
    return code;
}

static purse_code list_end(const slot *to)
{
    bool empty = to->f->kind == FIELD_ENUMS ? *(int *)field_place(to->f, to->r) == 0
                                            : ((listing *)field_place(to->f, to->r))->n == 0;
    bool reported = (to->r->given & GIVEN_BROKEN) != 0;
    return empty && !reported && (to->f->flags & FIELD_FILLED) != 0 ? reject(to, false, "an empty list", NULL)
                                                                    : PURSE_OK;
}

static bool put_star(const slot *to, const char *text, size_t length)
{
    if ((to->f->flags & FIELD_STAR) == 0 || length != 1 || text[0] != '*') {
        return false;
    }
    *(listing *)field_place(to->f, to->r) = (listing){.all = true};
    mark_given(to);
    return true;
}

/* From texts. */

static void trim(const char **text, size_t *length)
{
    while (*length > 0 && (*text)[0] == ' ') {
        ++*text;
        --*length;
    }
    while (*length > 0 && (*text)[*length - 1] == ' ') {
        --*length;
    }
}

static purse_code list_from_text(const slot *to, const char *text, size_t length)
{
    if (put_star(to, text, length)) {
        return PURSE_OK;
    }
    list_begin(to);
    purse_code code = PURSE_OK;
    for (const char *end = text + length; code == PURSE_OK && text <= end;) {
        const char *semicolon = memchr(text, ';', (size_t)(end - text));
        const char *stop = semicolon == NULL ? end : semicolon;
        const char *member = text;
        size_t size = (size_t)(stop - text);
        trim(&member, &size);
        code = list_member(to, member, size);
        text = stop + 1;
    }
    return code == PURSE_OK ? list_end(to) : code;
}

static purse_code number_from_text(const slot *to, const char *text, size_t length)
{
    double value;
    number_verdict verdict = number_read(&value, text, length);
    if (verdict == NUMBER_OK) {
        return put_number(to, value);
    }
    char found[SHOWN + PROBLEM_TEXT];
    text_show(found, sizeof found, text, length, true);
    return reject(to, verdict == NUMBER_TOO_LARGE, found, NULL);
}

static purse_code boolean_from_text(const slot *to, const char *text, size_t length)
{
    bool yes = length == 4 && memcmp(text, "true", 4) == 0;
    if (!yes && !(length == 5 && memcmp(text, "false", 5) == 0)) {
        return reject_text(to, text, length, NULL);
    }
    *(bool *)field_place(to->f, to->r) = yes;
    mark_given(to);
    return PURSE_OK;
}

static purse_code scope_from_text(const slot *to, const char *text, size_t length)
{
    if (length > 4 && memcmp(text, "pot:", 4) == 0) {
        return put_scope(to, "pot", text + 4, length - 4);
    }
    if (length > 8 && memcmp(text, "service:", 8) == 0) {
        return put_scope(to, "service", text + 8, length - 8);
    }
    return reject_text(to, text, length, NULL);
}

purse_code field_set_text(scenario *s, const where *at, int f, record *r, const char *text, size_t length)
{
    if (length == 0) {
        return PURSE_OK;
    }
    slot to = slot_of(s, at, f, r);
    switch (to.f->kind) {
    case FIELD_ID:
    case FIELD_LABEL:
    case FIELD_TEXT:
    case FIELD_REF:
        return put_symbol(&to, text, length);
    case FIELD_NUMBER:
    case FIELD_INTEGER:
        return number_from_text(&to, text, length);
    case FIELD_BOOLEAN:
        return boolean_from_text(&to, text, length);
    case FIELD_ENUM:
        return put_enum(&to, text, length);
    case FIELD_ENUMS:
    case FIELD_IDS:
    case FIELD_TEXTS:
        return list_from_text(&to, text, length);
    case FIELD_SCOPE:
        return scope_from_text(&to, text, length);
    }
    return PURSE_OK;
}

purse_code field_set_number(scenario *s, const where *at, int f, record *r, double value)
{
    slot to = slot_of(s, at, f, r);
    return put_number(&to, value);
}

/* From JSON. */

void json_show(char *out, size_t size, const cJSON *value)
{
    if (cJSON_IsString(value)) {
        text_show(out, size, value->valuestring, strlen(value->valuestring), true);
    } else if (cJSON_IsNumber(value)) {
        number_write(out, size, value->valuedouble);
    } else {
        (void)snprintf(out, size, "%s",
                       cJSON_IsNull(value)     ? "null"
                       : cJSON_IsTrue(value)   ? "true"
                       : cJSON_IsFalse(value)  ? "false"
                       : cJSON_IsArray(value)  ? "a list"
                       : cJSON_IsObject(value) ? "an object"
                                               : "nothing");
    }
}

static purse_code reject_json(const slot *to, const cJSON *value)
{
    char found[SHOWN + PROBLEM_TEXT];
    json_show(found, sizeof found, value);
    return reject(to, false, found, NULL);
}

static purse_code list_from_json(const slot *to, const cJSON *value)
{
    if (cJSON_IsString(value) && put_star(to, value->valuestring, strlen(value->valuestring))) {
        return PURSE_OK;
    }
    if (!cJSON_IsArray(value)) {
        return reject_json(to, value);
    }
    list_begin(to);
    purse_code code = PURSE_OK;
    for (const cJSON *member = value->child; member != NULL && code == PURSE_OK; member = member->next) {
        code = cJSON_IsString(member) ? list_member(to, member->valuestring, strlen(member->valuestring))
                                      : reject_json(to, member);
    }
    return code == PURSE_OK ? list_end(to) : code;
}

static purse_code scope_from_json(const slot *to, const cJSON *value)
{
    const cJSON *only = value->child;
    if (!cJSON_IsObject(value)) {
        return reject_json(to, value);
    }
    if (only == NULL) {
        *(scope *)field_place(to->f, to->r) = (scope){.kind = PURSE_SCOPE_ALL};
        mark_given(to);
        return PURSE_OK;
    }
    bool known = strcmp(only->string, "pot") == 0 || strcmp(only->string, "service") == 0;
    if (!known || only->next != NULL || !cJSON_IsString(only)) {
        char found[SHOWN + PROBLEM_TEXT] = "an object with several fields", quoted[SHOWN];
        if (only->next == NULL) {
            text_show(quoted, sizeof quoted, only->string, strlen(only->string), true);
            (void)snprintf(found, sizeof found, "an object with %s%s", quoted, known ? " that is not an id" : "");
        }
        return reject(to, false, found, NULL);
    }
    return put_scope(to, only->string, only->valuestring, strlen(only->valuestring));
}

purse_code field_set_json(scenario *s, const where *at, int f, record *r, const cJSON *value)
{
    slot to = slot_of(s, at, f, r);
    if (s->changing && cJSON_IsNull(value)) {
        r->given = (uint16_t)(r->given & ~(unsigned)to.bit);
        s->cleared = (uint16_t)(s->cleared | to.bit);
        return scenario_reset_field(s, to.f, r);
    }
    size_t length = cJSON_IsString(value) ? strlen(value->valuestring) : 0;
    switch (to.f->kind) {
    case FIELD_ID:
    case FIELD_LABEL:
    case FIELD_TEXT:
    case FIELD_REF:
        return cJSON_IsString(value) ? put_symbol(&to, value->valuestring, length) : reject_json(&to, value);
    case FIELD_NUMBER:
    case FIELD_INTEGER:
        return cJSON_IsNumber(value) ? put_number(&to, value->valuedouble) : reject_json(&to, value);
    case FIELD_BOOLEAN:
        if (cJSON_IsBool(value)) {
            *(bool *)field_place(to.f, r) = cJSON_IsTrue(value);
            mark_given(&to);
            return PURSE_OK;
        }
        return reject_json(&to, value);
    case FIELD_ENUM:
        return cJSON_IsString(value) ? put_enum(&to, value->valuestring, length) : reject_json(&to, value);
    case FIELD_ENUMS:
    case FIELD_IDS:
    case FIELD_TEXTS:
        return list_from_json(&to, value);
    case FIELD_SCOPE:
        return scope_from_json(&to, value);
    }
    return PURSE_OK;
}
