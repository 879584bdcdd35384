/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * A JSON document of a scenario or overlay: scanned strictly, parsed by cJSON, and known by line.
 *
 * The line of each value is kept in cJSON's `valueint`, a field that Purse reads nowhere else: it costs no
 * memory and no second table. It is the least-bad answer to a parser that forgets where things stood.
 */
#ifndef PURSE_MODELS_SCENARIO_DOCUMENT_H
#define PURSE_MODELS_SCENARIO_DOCUMENT_H

#include <cjson/cJSON.h>

#include "models/scenario/problem.h"

/**
 * Parses `text`; a syntax error, or a key given twice, is reported against `file`.
 *
 * @param root  out, to be freed with cJSON_Delete; NULL when the text is no JSON (still PURSE_OK: it is reported)
 */
purse_code document_parse(cJSON **root, scenario *s, uint16_t file, const char *text, size_t length);

/** Reads a whole parsed document into the scenario: the top level, its tables, and CSV files they name. */
purse_code document_read(scenario *s, uint16_t file, const cJSON *root, const char *directory, purse_error *err);

/** Reads `objective`. */
purse_code objective_from_json(scenario *s, const where *at, const cJSON *value);

/** The line of a value. */
static inline long json_line(const cJSON *value)
{
    return value->valueint;
}

#endif
