/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * A strict look at a JSON text before cJSON reads it.
 *
 * cJSON is lenient where a scenario must not be: it forgets where a value stood, takes bytes that are no UTF-8,
 * cuts a string at \u0000, reads 1e999 as infinity, and any control character passes as white space. The scan
 * holds the text to RFC 8259, and notes the line of every value in the order of the document, which is the order
 * in which a walk over cJSON's tree meets them.
 */
#ifndef PURSE_MODELS_SCENARIO_SCAN_H
#define PURSE_MODELS_SCENARIO_SCAN_H

#include <stddef.h>
#include <stdint.h>

#include "purse/error.h"

enum {
    SCAN_DEPTH = 64,            /**< lists and objects inside one another */
    SCAN_NUMBER = 60,           /**< characters of a number; cJSON reads 63 */
    SCAN_VALUES = 20 * 1000000, /**< values in one document; a larger table belongs in a CSV file */
    SCAN_BYTES = 256 * 1024 * 1024
};

typedef struct scan {
    uint32_t *lines; /**< line of each value */
    size_t n_lines, capacity;
    long line; /**< where it stopped */
    char expected[128], found[128];
} scan;

/**
 * @param result  initialise to {0}; release with scan_free
 * @return PURSE_OK; PURSE_EINPUT with line, expected and found; PURSE_EMEMORY
 */
purse_code scan_json(scan *result, const char *text, size_t length);

void scan_free(scan *result);

#endif
