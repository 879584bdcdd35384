/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/scenario/problem.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "models/text.h"

enum { MESSAGE_TEXT = 1024, KEPT_BY_DEFAULT = 1000, SHORTEST_START = 3 };

where where_record(table_id id, const record *r, const char *field_name)
{
    return (where){.file = r->file, .table = id, .line = (long)r->line, .index = (long)r->index, .field = field_name};
}

near_name near_begin(scenario *s, const char *name)
{
    return (near_name){.name = name, .limit = text_near_limit(name), .budget = &s->near_budget};
}

void near_try(near_name *search, const char *candidate)
{
    if (*search->budget <= 0) {
        return;
    }
    --*search->budget;
    int distance = text_distance(search->name, candidate, search->limit);
    if (distance <= search->limit && distance > 0) {
        search->best = candidate;
        search->limit = distance - 1;
    }
    size_t length = strlen(search->name);
    if (search->longer == NULL && length >= SHORTEST_START && strncmp(search->name, candidate, length) == 0 &&
        candidate[length] != '\0') {
        search->longer = candidate;
    }
}

const char *near_best(const near_name *search)
{
    return search->best != NULL ? search->best : search->longer;
}

const char *near_in_names(scenario *s, const char *name, const char *const *names)
{
    near_name search = near_begin(s, name);
    for (int i = 0; names[i] != NULL; i++) {
        near_try(&search, names[i]);
    }
    return near_best(&search);
}

const char *near_in_fields(scenario *s, const char *name, const shape *of)
{
    near_name search = near_begin(s, name);
    for (int i = 0; i < of->n_fields; i++) {
        near_try(&search, of->fields[i].name);
    }
    return near_best(&search);
}

const char *near_in_ids(scenario *s, const char *name, table_id id)
{
    near_name search = near_begin(s, name);
    const shape *of = shape_of(id);
    int f = shape_field(of, "id", 2);
    for (size_t i = 0; f >= 0 && i < s->table[id].n && s->near_budget > 0; i++) {
        near_try(&search, scenario_text(s, *(const symbol *)field_value(&of->fields[f], scenario_record(s, id, i))));
    }
    return near_best(&search);
}

const char *near_in_top(scenario *s, const char *name, const char *also)
{
    near_name search = near_begin(s, name);
    for (int i = 0; i < (int)TABLE_TOP; i++) {
        near_try(&search, shape_of((table_id)i)->name);
    }
    for (int i = 0; i < shape_of(TABLE_TOP)->n_fields; i++) {
        near_try(&search, shape_of(TABLE_TOP)->fields[i].name);
    }
    near_try(&search, "objective");
    if (also != NULL) {
        near_try(&search, also);
    }
    return near_best(&search);
}

bool problem_kept(const scenario *s)
{
    size_t limit = s->problems->limit == 0 ? KEPT_BY_DEFAULT : s->problems->limit;
    return s->problems->n < limit;
}

/* "$.referrals[7].to" in JSON; the table's name in CSV and --set. */
static void path_text(const scenario *s, const where *at, char *out, size_t size)
{
    const char *name = shape_of(at->table)->name;
    if (s->files[at->file].kind != SOURCE_JSON) {
        (void)snprintf(out, size, "%s", name);
        return;
    }
    size_t used = (size_t)snprintf(out, size, "$%s%s", name[0] == '\0' ? "" : ".", name);
    if (at->index >= 0 && at->table < N_TABLES) {
        used += (size_t)snprintf(out + used, size - used, "[%ld]", at->index);
    }
    if (at->field != NULL && used < size) {
        (void)snprintf(out + used, size - used, ".%s", at->field);
    }
}

static purse_code count_only(scenario *s, purse_severity severity)
{
    if (severity == PURSE_SEVERITY_ERROR) {
        s->problems->n_errors++;
    } else {
        s->problems->n_warnings++;
    }
    return PURSE_OK;
}

static purse_code add(scenario *s, purse_problem *problem, const char *nearest, const char *format, va_list arguments)
{
    char message[MESSAGE_TEXT];
    int written = vsnprintf(message, sizeof message, format, arguments);
    size_t used = written < 0 ? 0 : (size_t)written < sizeof message ? (size_t)written : sizeof message - 1;
    if (nearest != NULL) {
        (void)snprintf(message + used, sizeof message - used, " (did you mean \"%s\"?)", nearest);
    }
    problem->message = message;
    problem->nearest = (char *)nearest; /* purse_problems_add copies and does not write */
    purse_code code = purse_problems_add(s->problems, problem);
    problem->message = NULL;
    return code;
}

purse_code problem_say(scenario *s, purse_severity severity, const where *at, const char *expected, const char *found,
                       const char *nearest, const char *format, ...)
{
    if (severity == PURSE_SEVERITY_ERROR) {
        s->table[at->table].bad = true;
    }
    if (!problem_kept(s)) {
        return count_only(s, severity);
    }
    char path[PROBLEM_TEXT];
    path_text(s, at, path, sizeof path);
    purse_problem problem = {
        .severity = severity,
        .file = (char *)s->files[at->file].name,
        .line = at->line,
        .path = path,
        .field = (char *)at->field,
        .expected = (char *)expected,
        .found = (char *)found,
    };
    va_list arguments;
    va_start(arguments, format);
    purse_code code = add(s, &problem, nearest, format, arguments);
    va_end(arguments);
    return code;
}

purse_code problem_expected(scenario *s, const where *at, const char *expected, const char *found, const char *nearest)
{
    return problem_say(s, PURSE_SEVERITY_ERROR, at, expected, found, nearest, "expected %s, found %s", expected, found);
}

purse_code problem_no_record(scenario *s, const where *at, table_id target, const char *id)
{
    if (!problem_kept(s)) {
        s->table[at->table].bad = true;
        return count_only(s, PURSE_SEVERITY_ERROR);
    }
    char expected[PROBLEM_TEXT], found[PROBLEM_TEXT];
    const char *what = shape_of(target)->singular;
    (void)snprintf(expected, sizeof expected, "the id of a %s", what);
    text_show(found, sizeof found, id, strlen(id), true);
    return problem_say(s, PURSE_SEVERITY_ERROR, at, expected, found, near_in_ids(s, id, target), "no %s %s", what,
                       found);
}

purse_code problem_in_file(scenario *s, uint16_t file, long line, const char *expected, const char *found,
                           const char *format, ...)
{
    if (!problem_kept(s)) {
        return count_only(s, PURSE_SEVERITY_ERROR);
    }
    purse_problem problem = {
        .severity = PURSE_SEVERITY_ERROR,
        .file = (char *)s->files[file].name,
        .line = line,
        .expected = (char *)expected,
        .found = (char *)found,
    };
    va_list arguments;
    va_start(arguments, format);
    purse_code code = add(s, &problem, NULL, format, arguments);
    va_end(arguments);
    return code;
}
