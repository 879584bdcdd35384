/* SPDX-License-Identifier: GPL-3.0-or-later */
/** A JSON document written as it goes: long objects one field a line, records of a table one record a line. */
#ifndef PURSE_REPORT_JSON_H
#define PURSE_REPORT_JSON_H

#include "purse/report.h"

#define JSON_DEEPEST 16

typedef struct json {
    purse_text *out;
    int depth;
    char close[JSON_DEEPEST];
    bool flat[JSON_DEEPEST], any[JSON_DEEPEST];
} json;

/** `key` is NULL inside an array and at the top. A flat one stays on its line, and so does all inside it. */
void json_object(json *j, const char *key, bool flat);
void json_array(json *j, const char *key, bool flat);
void json_close(json *j);

void json_text(json *j, const char *key, const char *value);
void json_number(json *j, const char *key, double value); /**< null where it is not finite */
void json_whole(json *j, const char *key, long value);
void json_bool(json *j, const char *key, bool value);

/** The fields of a plan's document, inside an object that is open. `scenario`: with version and scenario. */
void json_plan_fields(json *j, const purse_plan *plan, const purse_model *model, const purse_settings *settings,
                      bool scenario, bool flows);

/** The least change of a regime without a plan, as one value (report/explain/change.c). */
void json_change(json *j, const char *key, const purse_least_change *change);

/** "purse" and "scenario" of a document. */
void json_scenario(json *j, const purse_model *model);

/** The fields of totals, inside an object that is open; `less` NULL or what is taken off. */
void json_totals(json *j, const purse_totals *totals, const purse_totals *less);

#endif
