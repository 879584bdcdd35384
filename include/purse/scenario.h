/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Reading and checking a scenario: JSON with inline or CSV tables in, a checked model or all its problems out.
 */
#ifndef PURSE_SCENARIO_H
#define PURSE_SCENARIO_H

#include "purse/error.h"
#include "purse/model.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One change to a scenario for one run: a file that overlays it, or PATH=VALUE. Applied in order. */
typedef struct purse_change {
    enum { PURSE_CHANGE_OVERLAY, PURSE_CHANGE_SET } kind;
    const char *text; /**< the overlay's path, or "PATH=VALUE" */
} purse_change;

/**
 * Read `path` (a JSON file, or a directory that holds scenario.json), apply the changes, check everything.
 *
 * @param model     out, a new model, to be freed with purse_model_free; NULL when there are errors
 * @param problems  all errors and warnings found in this one run are added; owned by the caller
 * @return PURSE_OK (warnings allowed); PURSE_EINPUT when problems holds errors; PURSE_EIO; PURSE_EMEMORY
 */
purse_code purse_scenario_read(purse_model **model, const char *path, const purse_change *change, size_t n_changes,
                               purse_problems *problems, purse_error *err);

/** The same from memory: `text` of `length` bytes is the JSON document, `directory` the base of its CSV paths
 *  (NULL: tables must be inline). `name` stands for the file in messages. */
purse_code purse_scenario_parse(purse_model **model, const char *name, const char *text, size_t length,
                                const char *directory, const purse_change *change, size_t n_changes,
                                purse_problems *problems, purse_error *err);

/** The JSON Schema (draft 2020-12) of format 1, made from the reader's own tables. Caller frees. */
purse_code purse_scenario_schema(char **text, purse_error *err);

#ifdef __cplusplus
}
#endif
#endif
