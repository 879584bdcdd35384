/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON Schema of format 1, written from the tables that the reader reads by. */
#include "purse/scenario.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/scenario/tables.h"
#include "models/text.h"

/* A growing text; once memory has failed, writing does nothing. */
typedef struct writer {
    char *text;
    size_t length, capacity;
    bool failed;
} writer;

static void put(writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(writer *w, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    size_t wanted = w->length + (size_t)(n < 0 ? 0 : n) + 1;
    if (!w->failed && wanted > w->capacity) {
        char *text = realloc(w->text, 2 * wanted);
        w->failed = text == NULL;
        w->text = text == NULL ? w->text : text;
        w->capacity = text == NULL ? w->capacity : 2 * wanted;
    }
    if (!w->failed) {
        (void)vsnprintf(w->text + w->length, w->capacity - w->length, format, arguments);
        w->length = wanted - 1;
    }
    va_end(arguments);
}

/* A quoted JSON text; what Purse writes needs only quotes and backslashes escaped. */
static void put_text(writer *w, const char *text)
{
    put(w, "\"");
    for (; *text != '\0'; text++) {
        put(w, *text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
    }
    put(w, "\"");
}

static void put_number(writer *w, double value)
{
    char text[40];
    number_write(text, sizeof text, value);
    put(w, "%s", text);
}

static void put_names(writer *w, const char *const *names)
{
    put(w, "\"enum\": [");
    for (int i = 0; names[i] != NULL; i++) {
        put(w, "%s\"%s\"", i == 0 ? "" : ", ", names[i]);
    }
    put(w, "]");
}

static void put_range(writer *w, const field *f)
{
    put(w, "\"type\": \"%s\", \"%s\": ", f->kind == FIELD_INTEGER ? "integer" : "number",
        (f->flags & FIELD_ABOVE) != 0 ? "exclusiveMinimum" : "minimum");
    put_number(w, f->low);
    put(w, ", \"maximum\": ");
    put_number(w, f->high);
}

static void put_list(writer *w, const field *f, const char *member)
{
    const char *filled = (f->flags & FIELD_FILLED) != 0 ? ", \"minItems\": 1" : "";
    const char *unique = f->kind == FIELD_TEXTS ? "" : ", \"uniqueItems\": true";
    bool star = (f->flags & FIELD_STAR) != 0;
    put(w, "%s\"type\": \"array\", \"items\": {", star ? "\"anyOf\": [{\"const\": \"*\"}, {" : "");
    if (f->kind == FIELD_ENUMS) {
        put_names(w, f->names);
    } else {
        put(w, "%s", member);
    }
    put(w, "}%s%s%s", filled, unique, star ? "}]" : "");
}

static void put_default(writer *w, const field *f)
{
    if ((f->flags & FIELD_REQUIRED) != 0) {
        return;
    }
    if ((f->kind == FIELD_NUMBER || f->kind == FIELD_INTEGER) && isfinite(f->fallback)) {
        put(w, ", \"default\": ");
        put_number(w, f->fallback);
    } else if (f->kind == FIELD_BOOLEAN) {
        put(w, ", \"default\": %s", f->fallback != 0 ? "true" : "false");
    } else if (f->kind == FIELD_ENUM && f->names != of_names) {
        put(w, ", \"default\": \"%s\"", f->names[(int)f->fallback]);
    } else if (f->kind == FIELD_TEXT && f->fallback_text != NULL) {
        put(w, ", \"default\": \"%s\"", f->fallback_text);
    } else if ((f->flags & FIELD_STAR) != 0) {
        put(w, ", \"default\": \"*\"");
    }
}

static void put_scope(writer *w)
{
    put(w, "\"type\": \"object\", \"maxProperties\": 1, \"additionalProperties\": false, \"properties\": "
           "{\"pot\": {\"type\": \"string\"}, \"service\": {\"type\": \"string\"}}");
}

static void put_field(writer *w, const field *f)
{
    put(w, "        ");
    put_text(w, f->name);
    put(w, ": {\"description\": ");
    put_text(w, f->meaning);
    put(w, ", ");
    switch (f->kind) {
    case FIELD_ID:
    case FIELD_LABEL:
        put(w, "\"$ref\": \"#/$defs/id\"");
        break;
    case FIELD_TEXT:
        put(w, "\"$ref\": \"#/$defs/text\"%s", (f->flags & FIELD_REQUIRED) != 0 ? ", \"minLength\": 1" : "");
        break;
    case FIELD_REF:
        put(w, "\"type\": \"string\", \"minLength\": 1");
        break;
    case FIELD_NUMBER:
    case FIELD_INTEGER:
        put_range(w, f);
        break;
    case FIELD_BOOLEAN:
        put(w, "\"type\": \"boolean\"");
        break;
    case FIELD_ENUM:
        put_names(w, f->names);
        break;
    case FIELD_ENUMS:
    case FIELD_IDS:
        put_list(w, f, "\"type\": \"string\"");
        break;
    case FIELD_TEXTS:
        put_list(w, f, "\"$ref\": \"#/$defs/text\"");
        break;
    case FIELD_SCOPE:
        put_scope(w);
        break;
    }
    put_default(w, f);
    put(w, "}");
}

static void put_fields(writer *w, const shape *of)
{
    for (int f = 0; f < of->n_fields; f++) {
        put_field(w, &of->fields[f]);
        put(w, "%s", f + 1 < of->n_fields ? ",\n" : "");
    }
}

static void put_required(writer *w, const shape *of)
{
    const char *between = "";
    put(w, "\"required\": [");
    for (int f = 0; f < of->n_fields; f++) {
        if ((of->fields[f].flags & FIELD_REQUIRED) != 0) {
            put(w, "%s\"%s\"", between, of->fields[f].name);
            between = ", ";
        }
    }
    put(w, "]");
}

/* "if the type is so, then": the fields and range of limit of each type of rule. */
static void put_rule_types(writer *w)
{
    put(w, ",\n      \"allOf\": [\n");
    for (int type = 0; type < PURSE_N_RULES; type++) {
        const rule_shape *takes = rule_shape_of(type);
        put(w,
            "        {\"if\": {\"properties\": {\"type\": {\"const\": \"%s\"}}, \"required\": [\"type\"]}, \"then\": {",
            rule_names[type]);
        put(w, "\"properties\": {\"limit\": {\"type\": \"%s\", \"maximum\": ", takes->whole ? "integer" : "number");
        put_number(w, takes->highest);
        put(w, "}%s%s}%s%s}}%s\n", takes->scope ? "" : ", \"scope\": false",
            takes->shares ? "" : ", \"of\": false, \"sectors\": false, \"providers\": false",
            takes->shares ? ", \"required\": [\"of\"]" : "",
            takes->group ? ", \"anyOf\": [{\"required\": [\"sectors\"]}, {\"required\": [\"providers\"]}]" : "",
            type + 1 < PURSE_N_RULES ? "," : "");
    }
    put(w, "      ]");
}

static void put_record(writer *w, table_id id)
{
    const shape *of = shape_of(id);
    put(w, "    \"%s\": {\n      \"type\": \"object\", \"additionalProperties\": false, ", of->singular);
    put_required(w, of);
    put(w, ",\n      \"properties\": {\n");
    put_fields(w, of);
    put(w, "\n      }");
    if (id == TABLE_RULES) {
        put_rule_types(w);
    }
    put(w, "\n    },\n");
}

static void put_objective(writer *w)
{
    put(w, "    \"objective\": {\"anyOf\": [\n      {\"type\": \"array\", \"minItems\": 1, \"uniqueItems\": true, "
           "\"items\": {");
    put_names(w, measure_names);
    put(w, "}},\n      {\"type\": \"object\", \"additionalProperties\": false, \"properties\": {");
    for (int i = 0; measure_names[i] != NULL; i++) {
        put(w, "%s\"%s\": {\"type\": \"number\", \"minimum\": 0, \"maximum\": ", i == 0 ? "" : ", ", measure_names[i]);
        put_number(w, FIELD_LARGEST);
        put(w, "}");
    }
    put(w, "}, \"anyOf\": [");
    for (int i = 0; measure_names[i] != NULL; i++) {
        put(w, "%s{\"required\": [\"%s\"], \"properties\": {\"%s\": {\"exclusiveMinimum\": 0}}}", i == 0 ? "" : ", ",
            measure_names[i], measure_names[i]);
    }
    put(w, "]}\n    ], \"default\": [\"unmet\", \"burden\", \"spend\"]}\n");
}

static void put_definitions(writer *w)
{
    put(w, "  \"$defs\": {\n");
    put(w, "    \"id\": {\"type\": \"string\", \"minLength\": 1, \"maxLength\": 100, \"pattern\": "
           "\"^(?!\\\\*$)(?! )[^;\\\\u0000-\\\\u001f\\\\u007f-\\\\u009f]*[^; "
           "\\\\u0000-\\\\u001f\\\\u007f-\\\\u009f]$\"},\n");
    put(w, "    \"text\": {\"type\": \"string\", \"pattern\": "
           "\"^[^\\\\u0000-\\\\u0008\\\\u000b-\\\\u001f\\\\u007f-\\\\u009f]*$\"},\n");
    put(w, "    \"path\": {\"description\": \"a CSV file inside the scenario's folder\", \"type\": \"string\", "
           "\"minLength\": 1, \"pattern\": \"^(?!/)(?!(.*/)?\\\\.\\\\.(/|$))\"},\n");
    for (int id = 0; id < (int)TABLE_TOP; id++) {
        put_record(w, (table_id)id);
    }
    put_objective(w);
    put(w, "  }\n");
}

purse_code purse_scenario_schema(char **text, purse_error *err)
{
    writer w = {0};
    put(&w,
        "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"title\": \"Purse scenario, format "
        "1\",\n");
    put(&w, "  \"type\": \"object\", \"additionalProperties\": false, ");
    put_required(&w, shape_of(TABLE_TOP));
    put(&w, ",\n  \"properties\": {\n");
    put_fields(&w, shape_of(TABLE_TOP));
    for (int id = 0; id < (int)N_TABLES; id++) {
        const shape *of = shape_of((table_id)id);
        put(&w,
            ",\n        \"%s\": {\"anyOf\": [{\"$ref\": \"#/$defs/path\"}, {\"type\": \"array\", \"items\": {\"$ref\": "
            "\"#/$defs/%s\"}}]}",
            of->name, of->singular);
    }
    put(&w, ",\n        \"handover\": {\"$ref\": \"#/$defs/handover\"},\n");
    put(&w, "        \"objective\": {\"$ref\": \"#/$defs/objective\"},\n");
    put(&w, "        \"uncertainty\": {\"type\": \"object\"}\n  },\n");
    put_definitions(&w);
    put(&w, "}\n");
    if (w.failed) {
        free(w.text);
        return purse_error_memory(err);
    }
    *text = w.text;
    return PURSE_OK;
}
