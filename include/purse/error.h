/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Codes, errors and problems: how every part of Purse says what went wrong.
 *
 * A code says whether a call did its work. It never says whether an optimum exists: that is a status
 * (purse/solution.h). Errors are owned by the caller; the library keeps none, prints none and never exits.
 */
#ifndef PURSE_ERROR_H
#define PURSE_ERROR_H

#include <stdarg.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The one list of codes: name, text. */
#define PURSE_CODES(X)                                                                                                 \
    X(PURSE_OK, "done")                                                                                                \
    X(PURSE_EUSAGE, "the call itself is wrong")                                                                        \
    X(PURSE_EINPUT, "the scenario or plan is not valid")                                                               \
    X(PURSE_EMEMORY, "out of memory")                                                                                  \
    X(PURSE_EIO, "could not read or write")                                                                            \
    X(PURSE_ESOLVER, "the solver failed")                                                                              \
    X(PURSE_ELIMIT, "stopped by a limit")                                                                              \
    X(PURSE_EINTERRUPTED, "interrupted")

typedef enum purse_code {
#define PURSE_CODE_NAME(name, text) name,
    PURSE_CODES(PURSE_CODE_NAME)
#undef PURSE_CODE_NAME
} purse_code;

/** Text of a code, a borrowed constant string; "unknown code" for a number that is none. */
const char *purse_code_text(purse_code code);

/** What went wrong in one call. Owned by the caller; plain data, nothing to free. */
typedef struct purse_error {
    purse_code code;
    char place[256];   /**< file, JSON path, CSV line or function the message speaks of; may be empty */
    char message[768]; /**< one sentence: what was expected and what was found */
} purse_error;

/** Fill `err` (NULL is allowed) and return `code`, so that `return purse_error_set(...)` is one line. */
purse_code purse_error_set(purse_error *err, purse_code code, const char *place, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/** Out of memory, said in one place. */
purse_code purse_error_memory(purse_error *err);

typedef enum purse_severity { PURSE_SEVERITY_ERROR, PURSE_SEVERITY_WARNING } purse_severity;

/** One thing wrong in an input. The strings are owned by the list that holds it; a missing one is "". */
typedef struct purse_problem {
    purse_severity severity;
    char *file;     /**< as the user named it, or relative to the scenario */
    long line;      /**< 1-based line, 0 when there is none */
    char *path;     /**< JSON path, field included, such as "$.referrals[7].to"; for CSV the table, e.g. "demand" */
    char *field;    /**< field name, or "" */
    char *expected; /**< e.g. "a number >= 0" */
    char *found;    /**< e.g. "\"12,50\"" */
    char *nearest;  /**< nearest known name, or "" */
    char *message;  /**< the whole sentence for people, without the place */
} purse_problem;

/** A growing list of problems. Initialise to {0}; free with purse_problems_free. */
typedef struct purse_problems {
    purse_problem *item;
    size_t n, capacity;
    size_t n_errors, n_warnings; /**< counted even when the list is full */
    size_t limit;                /**< keep at most this many records (0: 1000); counting goes on */
} purse_problems;

/** Copies the strings of `problem` (NULL strings become ""). PURSE_OK or PURSE_EMEMORY. */
purse_code purse_problems_add(purse_problems *list, const purse_problem *problem);

/** Releases the records and zeroes the list. NULL is allowed. */
void purse_problems_free(purse_problems *list);

/**
 * One line for people, without a newline: "FILE:LINE: PATH: message", and "warning: " before a warning.
 * A JSON path is printed whole, of a CSV table only the field. Caller frees.
 */
purse_code purse_problem_format(char **text, const purse_problem *problem, purse_error *err);

#ifdef __cplusplus
}
#endif
#endif
