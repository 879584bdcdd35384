/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Reporting what is wrong in a scenario: the place, what was expected, what was found, the nearest name. */
#ifndef PURSE_MODELS_SCENARIO_PROBLEM_H
#define PURSE_MODELS_SCENARIO_PROBLEM_H

#include "models/scenario/tables.h"

enum { PROBLEM_TEXT = 256 };

/** Where in the user's files. */
typedef struct where {
    uint16_t file;
    table_id table;
    long line;         /**< 0 unknown */
    long index;        /**< of the record in its table and file, -1 for the table itself */
    const char *field; /**< or NULL */
} where;

/** The record's place, and a field of it (NULL: the record). */
where where_record(table_id id, const record *r, const char *field_name);

/** Looks for the known name nearest to a misspelt one. Initialise with near_begin, ask near_try for each. */
typedef struct near_name {
    const char *name, *best;
    const char *longer; /**< a candidate that begins with the name */
    int limit;
    long *budget;
} near_name;

near_name near_begin(scenario *s, const char *name);
void near_try(near_name *search, const char *candidate);

/** The nearest of those tried, or one that the name abbreviates; NULL when none is near. */
const char *near_best(const near_name *search);

/** The nearest of a list of names, of a table's fields, of a table's ids; NULL when none is near. */
const char *near_in_names(scenario *s, const char *name, const char *const *names);
const char *near_in_fields(scenario *s, const char *name, const shape *of);
const char *near_in_ids(scenario *s, const char *name, table_id id);
/** The nearest of the names at the top of a document, and of one more if not NULL. */
const char *near_in_top(scenario *s, const char *name, const char *also);

/** True while the list still keeps records: spare the work of wording otherwise. */
bool problem_kept(const scenario *s);

/** A problem in its own words; `format` makes the message. All texts but the message may be NULL. */
purse_code problem_say(scenario *s, purse_severity severity, const where *at, const char *expected, const char *found,
                       const char *nearest, const char *format, ...) __attribute__((format(printf, 7, 8)));

/** "expected E, found F". */
purse_code problem_expected(scenario *s, const where *at, const char *expected, const char *found, const char *nearest);

/** "no pot "x" (did you mean "y"?)". */
purse_code problem_no_record(scenario *s, const where *at, table_id target, const char *id);

/** A problem of a whole file at a line, such as a syntax error. */
purse_code problem_in_file(scenario *s, uint16_t file, long line, const char *expected, const char *found,
                           const char *format, ...) __attribute__((format(printf, 6, 7)));

#endif
