/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Setting one field of one record, from a CSV cell, a JSON value or --set: the same checks for all three.
 *
 * A value that does not fit is reported and marks the record broken; the call still returns PURSE_OK, as only
 * memory can fail. `at` is the place of the record; `f` is the field's position in the table's description.
 */
#ifndef PURSE_MODELS_SCENARIO_FIELDS_H
#define PURSE_MODELS_SCENARIO_FIELDS_H

#include "models/scenario/problem.h"

struct cJSON;

/** From a text: lists are separated by ";", an empty text is no value. */
purse_code field_set_text(scenario *s, const where *at, int f, record *r, const char *text, size_t length);

/** From a JSON value. null is refused, but takes the field back to its default while s->changing. */
purse_code field_set_json(scenario *s, const where *at, int f, record *r, const struct cJSON *value);

/** A number into a number or integer field, checked against its range. */
purse_code field_set_number(scenario *s, const where *at, int f, record *r, double value);

/** What a message shows of a JSON value: "a list", 12.5, "\"text\"". */
void json_show(char *out, size_t size, const struct cJSON *value);

#endif
