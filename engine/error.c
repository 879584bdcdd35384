/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codes, errors and problems: see purse/error.h. */
#include "purse/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_LIMIT = 1000 };

static const char *const code_texts[] = {
#define CODE_TEXT(name, text) [name] = (text),
    PURSE_CODES(CODE_TEXT)
#undef CODE_TEXT
};

const char *purse_code_text(purse_code code)
{
    size_t i = (size_t)code;
    return i < sizeof code_texts / sizeof code_texts[0] ? code_texts[i] : "unknown code";
}

/* Cuts a text that fills its buffer at a whole UTF-8 character. */
static void trim_utf8(char *text, size_t size)
{
    size_t n = strlen(text);
    if (n + 1 < size) {
        return;
    }
    size_t start = n;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0U) == 0x80U) {
        start--;
    }
    if (start > 0 && (unsigned char)text[start - 1] >= 0xC0U) {
        text[start - 1] = '\0';
    }
}

purse_code purse_error_set(purse_error *err, purse_code code, const char *place, const char *format, ...)
{
    if (err == NULL) {
        return code;
    }
    err->code = code;
    (void)snprintf(err->place, sizeof err->place, "%s", place == NULL ? "" : place);
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(err->message, sizeof err->message, format, arguments);
    va_end(arguments);
    trim_utf8(err->place, sizeof err->place);
    trim_utf8(err->message, sizeof err->message);
    return code;
}

purse_code purse_error_memory(purse_error *err)
{
    return purse_error_set(err, PURSE_EMEMORY, "", "%s", purse_code_text(PURSE_EMEMORY));
}

static void problem_free(purse_problem *problem)
{
    free(problem->file);
    free(problem->path);
    free(problem->field);
    free(problem->expected);
    free(problem->found);
    free(problem->nearest);
    free(problem->message);
}

static char *copy_text(const char *text)
{
    const char *source = text == NULL ? "" : text;
    size_t size = strlen(source) + 1;
    char *copy = malloc(size);
    if (copy != NULL) {
        memcpy(copy, source, size);
    }
    return copy;
}

static purse_code problems_reserve(purse_problems *list)
{
    if (list->n < list->capacity) {
        return PURSE_OK;
    }
    size_t capacity = list->capacity == 0 ? 16 : 2 * list->capacity;
    purse_problem *item = realloc(list->item, capacity * sizeof *item);
    if (item == NULL) {
        return PURSE_EMEMORY;
    }
    list->item = item;
    list->capacity = capacity;
    return PURSE_OK;
}

purse_code purse_problems_add(purse_problems *list, const purse_problem *problem)
{
    size_t limit = list->limit == 0 ? DEFAULT_LIMIT : list->limit;
    if (list->n < limit) {
        if (problems_reserve(list) != PURSE_OK) {
            return PURSE_EMEMORY;
        }
        purse_problem copy = {
            .severity = problem->severity,
            .line = problem->line,
            .file = copy_text(problem->file),
            .path = copy_text(problem->path),
            .field = copy_text(problem->field),
            .expected = copy_text(problem->expected),
            .found = copy_text(problem->found),
            .nearest = copy_text(problem->nearest),
            .message = copy_text(problem->message),
        };
        if (copy.file == NULL || copy.path == NULL || copy.field == NULL || copy.expected == NULL ||
            copy.found == NULL || copy.nearest == NULL || copy.message == NULL) {
            problem_free(&copy);
            return PURSE_EMEMORY;
        }
        list->item[list->n++] = copy;
    }
    if (problem->severity == PURSE_SEVERITY_ERROR) {
        list->n_errors++;
    } else {
        list->n_warnings++;
    }
    return PURSE_OK;
}

void purse_problems_free(purse_problems *list)
{
    if (list == NULL) {
        return;
    }
    for (size_t i = 0; i < list->n; i++) {
        problem_free(&list->item[i]);
    }
    free(list->item);
    *list = (purse_problems){0};
}

purse_code purse_problem_format(char **text, const purse_problem *problem, purse_error *err)
{
    const char *where = problem->path[0] == '$' ? problem->path : problem->field;
    char line[32] = "";
    if (problem->line > 0) {
        (void)snprintf(line, sizeof line, ":%ld", problem->line);
    }
    const char *warning = problem->severity == PURSE_SEVERITY_WARNING ? "warning: " : "";
    const char *after_file = problem->file[0] == '\0' ? "" : ": ";
    const char *after_where = where[0] == '\0' ? "" : ": ";
    size_t size = strlen(warning) + strlen(problem->file) + strlen(line) + strlen(where) + strlen(problem->message) + 8;
    char *out = malloc(size);
    if (out == NULL) {
        return purse_error_memory(err);
    }
    (void)snprintf(out, size, "%s%s%s%s%s%s%s", warning, problem->file, line, after_file, where, after_where,
                   problem->message);
    *text = out;
    return PURSE_OK;
}
