/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * A table as a CSV stream (RFC 4180): header, one record per line, quotes, LF, CR or CRLF, UTF-8 with or
 * without a byte order mark. Rows go to the scenario as they come; nothing else of the file is kept.
 */
#ifndef PURSE_MODELS_SCENARIO_CSV_H
#define PURSE_MODELS_SCENARIO_CSV_H

#include "models/scenario/problem.h"

enum {
    CSV_ROW_BYTES = 1024 * 1024, /**< longest row and longest cell */
    CSV_COLUMNS = 1000           /**< widest row */
};

/** The table in a file; `name` is how messages call it. What stops the reading is reported at `named`. */
purse_code csv_read_file(scenario *s, const where *named, table_id id, const char *path, const char *name,
                         purse_error *err);

/** The table in a text, fed in blocks of `block` bytes; for tests and the fuzzer. */
purse_code csv_read_text(scenario *s, table_id id, const char *name, const char *text, size_t length, size_t block);

#endif
