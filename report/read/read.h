/* SPDX-License-Identifier: GPL-3.0-or-later */
/** A JSON document read strictly: what went wrong is added to the problems, with its path, and reading goes on. */
#ifndef PURSE_REPORT_READ_H
#define PURSE_REPORT_READ_H

#include <cjson/cJSON.h>

#include "purse/report.h"

typedef struct read_document {
    const char *name;
    purse_problems *problems;
    size_t errors; /**< added by this reading */
    bool out_of_memory;
} read_document;

/** Adds an error at `path`; `field` may be "". */
void read_fail(read_document *d, const char *path, const char *field, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/**
 * Parse, having made sure that the text is not too deep, holds no NUL in its strings, and that no object names a
 * field twice. NULL when it did not; the errors say why.
 */
cJSON *read_parse(read_document *d, const char *text, size_t length);

/** Fields of an object. On an error they say so and return 0, false or NULL. */
double read_number(read_document *d, const cJSON *object, const char *path, const char *field);
double read_number_or(read_document *d, const cJSON *object, const char *path, const char *field, double otherwise);
bool read_bool(read_document *d, const cJSON *object, const char *path, const char *field);
const char *read_text(read_document *d, const cJSON *object, const char *path, const char *field);
const cJSON *read_table(read_document *d, const cJSON *object, const char *path, const char *field);
const cJSON *read_object(read_document *d, const cJSON *object, const char *path, const char *field);

/** Ids of a table in order, for looking up. */
typedef struct read_ids {
    const char **id;
    int *index; /**< by id */
    int n;
    const char *noun; /**< "offer" */
} read_ids;

/** `record` is a table of structs whose first field is the id, of `size` bytes each. */
bool read_ids_new(read_ids *ids, const char *noun, const void *record, int n, size_t size);
void read_ids_free(read_ids *ids);

/** The index that a field of an object names, or -1, which is an error unless `optional` and absent. */
int read_id(read_document *d, const read_ids *ids, const cJSON *object, const char *path, const char *field,
            bool optional);

#endif
