/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Changes to a scenario for one run: overlays, merged record by record, and --set PATH=VALUE. */
#ifndef PURSE_MODELS_SCENARIO_CHANGE_H
#define PURSE_MODELS_SCENARIO_CHANGE_H

#include "models/scenario/problem.h"

/**
 * Takes a record that has been read: to the end of its table, or, while an overlay is read, into the record
 * with the same key.
 */
purse_code scenario_accept(scenario *s, table_id id, const record *read);

/** Applies the overlay at `path`. */
purse_code change_overlay(scenario *s, const char *path, purse_error *err);

/** Applies "PATH=VALUE". */
purse_code change_set(scenario *s, const char *text);

/** The record's key as --set writes it: "bury/flu". */
void record_key_text(const scenario *s, table_id id, const record *r, char *out, size_t size);

#endif
