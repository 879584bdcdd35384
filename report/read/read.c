/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strict reading of JSON that may come from anywhere. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/text.h"
#include "report/read/read.h"

#define DEEPEST 16       /* a plan's own document is 5 deep */
#define WIDEST 64        /* fields of one object; bounds the look for a field named twice */
#define ERRORS_ENOUGH 50 /* of one reading: a wrong document tends to be wrong everywhere */

void read_fail(read_document *d, const char *path, const char *field, const char *format, ...)
{
    d->errors++;
    if (d->errors > ERRORS_ENOUGH)
        return;
    char message[400];
    va_list list;
    va_start(list, format);
    vsnprintf(message, sizeof message, format, list);
    va_end(list);
    char where[200];
    snprintf(where, sizeof where, "%s%s%s", path, *field ? "." : "", field);
    char *file = (char *)d->name;
    purse_problem problem = {.severity = PURSE_SEVERITY_ERROR, .file = file, .path = where, .message = message};
    if (purse_problems_add(d->problems, &problem) != PURSE_OK)
        d->out_of_memory = true;
}

/* Depth and forbidden characters, before any parser recurses. */
static bool scan(read_document *d, const char *text, size_t length)
{
    int depth = 0;
    bool inside = false;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (c == '\0') {
            read_fail(d, "$", "", "expected a JSON text, found a NUL byte");
            return false;
        }
        if (inside && c == '\\') {
            if (length - i > 5 && memcmp(text + i + 1, "u0000", 5) == 0) {
                read_fail(d, "$", "", "a NUL stands in a string");
                return false;
            }
            i++;
        } else if (c == '"') {
            inside = !inside;
        } else if (!inside && (c == '{' || c == '[')) {
            if (++depth > DEEPEST) {
                read_fail(d, "$", "", "expected at most %d levels of objects and arrays", DEEPEST);
                return false;
            }
        } else if (!inside && (c == '}' || c == ']')) {
            depth--;
        }
    }
    return true;
}

static bool fields_once(read_document *d, const cJSON *item)
{
    int fields = 0;
    const cJSON *child;
    cJSON_ArrayForEach(child, item)
    {
        if (cJSON_IsObject(item)) {
            if (++fields > WIDEST) {
                read_fail(d, "$", "", "an object has more than %d fields", WIDEST);
                return false;
            }
            for (const cJSON *other = item->child; other != child; other = other->next)
                if (strcmp(other->string, child->string) == 0) {
                    char shown[80];
                    text_show(shown, sizeof shown, child->string, strlen(child->string), true);
                    read_fail(d, "$", "", "field %s stands twice in one object", shown);
                    return false;
                }
        }
        if (!fields_once(d, child))
            return false;
    }
    return true;
}

static long line_of(const char *text, const char *at)
{
    long line = 1;
    for (const char *c = text; c < at; c++)
        line += *c == '\n';
    return line;
}

cJSON *read_parse(read_document *d, const char *text, size_t length)
{
    if (!scan(d, text, length))
        return NULL;
    const char *end = NULL;
    cJSON *root = cJSON_ParseWithLengthOpts(text, length, &end, 0);
    if (!root) {
        read_fail(d, "$", "", "no valid JSON, near line %ld", end ? line_of(text, end) : 1);
        return NULL;
    }
    while (end < text + length && strchr(" \t\r\n", *end))
        end++;
    bool ok = true;
    if (end < text + length) {
        read_fail(d, "$", "", "expected nothing after the document, found more on line %ld", line_of(text, end));
        ok = false;
    }
    if (ok && !cJSON_IsObject(root)) {
        read_fail(d, "$", "", "expected an object");
        ok = false;
    }
    if (ok && fields_once(d, root))
        return root;
    cJSON_Delete(root);
    return NULL;
}

/* The number's own spelling is gone; cJSON takes what strtod takes of digits, so only overflow is left to refuse. */
double read_number_or(read_document *d, const cJSON *object, const char *path, const char *field, double otherwise)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, field);
    if (!item || cJSON_IsNull(item))
        return otherwise;
    if (!cJSON_IsNumber(item) || !isfinite(item->valuedouble)) {
        read_fail(d, path, field, "expected a number");
        return 0;
    }
    return item->valuedouble;
}

double read_number(read_document *d, const cJSON *object, const char *path, const char *field)
{
    double value = read_number_or(d, object, path, field, (double)NAN);
    if (!isnan(value))
        return value;
    read_fail(d, path, field, "expected a number, the field is missing");
    return 0;
}

bool read_bool(read_document *d, const cJSON *object, const char *path, const char *field)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, field);
    if (!cJSON_IsBool(item))
        read_fail(d, path, field, "expected true or false");
    return cJSON_IsTrue(item);
}

const char *read_text(read_document *d, const cJSON *object, const char *path, const char *field)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, field);
    if (cJSON_IsString(item))
        return item->valuestring;
    read_fail(d, path, field, "expected a text");
    return NULL;
}

const cJSON *read_table(read_document *d, const cJSON *object, const char *path, const char *field)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, field);
    if (cJSON_IsArray(item))
        return item;
    read_fail(d, path, field, item ? "expected an array" : "expected an array, the table is missing");
    return NULL;
}

const cJSON *read_object(read_document *d, const cJSON *object, const char *path, const char *field)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, field);
    if (cJSON_IsObject(item))
        return item;
    read_fail(d, path, field, item ? "expected an object" : "expected an object, the field is missing");
    return NULL;
}

/* An id with the place it stands at, so that sorting needs no context. */
typedef struct id_place {
    const char *id;
    int index;
} id_place;

static int compare_ids(const void *a, const void *b)
{
    return strcmp(((const id_place *)a)->id, ((const id_place *)b)->id);
}

bool read_ids_new(read_ids *ids, const char *noun, const void *record, int n, size_t size)
{
    size_t room = (size_t)n + 1;
    id_place *sorted = calloc(room, sizeof *sorted);
    *ids = (read_ids){
        .id = calloc(room, sizeof *ids->id), .index = calloc(room, sizeof *ids->index), .n = n, .noun = noun};
    bool ok = sorted && ids->id && ids->index;
    for (int i = 0; ok && i < n; i++) {
        sorted[i].id = *(const char *const *)(const void *)((const char *)record + (size_t)i * size);
        sorted[i].index = i;
    }
    if (ok && n > 1)
        qsort(sorted, (size_t)n, sizeof *sorted, compare_ids);
    for (int i = 0; ok && i < n; i++) {
        ids->id[i] = sorted[i].id;
        ids->index[i] = sorted[i].index;
    }
    free(sorted);
    return ok;
}

void read_ids_free(read_ids *ids)
{
    free(ids->id);
    free(ids->index);
    *ids = (read_ids){0};
}

int read_id(read_document *d, const read_ids *ids, const cJSON *object, const char *path, const char *field,
            bool optional)
{
    if (optional && !cJSON_GetObjectItemCaseSensitive(object, field))
        return -1;
    const char *id = read_text(d, object, path, field);
    if (!id)
        return -1;
    for (int low = 0, high = ids->n; low < high;) {
        int middle = low + (high - low) / 2, order = strcmp(ids->id[middle], id);
        if (order == 0)
            return ids->index[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    char shown[80];
    text_show(shown, sizeof shown, id, strlen(id), true);
    read_fail(d, path, field, "the scenario has no %s %s", ids->noun, shown);
    return -1;
}
