/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Opening the files of a scenario: regular files only, so that nothing a scenario names can make Purse wait. */
#ifndef PURSE_MODELS_SCENARIO_SOURCE_H
#define PURSE_MODELS_SCENARIO_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "purse/error.h"

/**
 * @param fd   out, to be closed by the caller
 * @param why  out, what was found instead, 80 bytes
 * @return PURSE_OK; PURSE_EINPUT when there is no such file or it is not a regular one; PURSE_EIO
 */
purse_code source_open(int *fd, const char *path, char why[80]);

/** Reads up to `size` bytes, fewer only at the end of the file. */
purse_code source_read(int fd, char *buffer, size_t size, size_t *n);

/** The whole of a file of at most `limit` bytes; the caller frees `text`. */
purse_code source_read_all(char **text, size_t *length, const char *path, size_t limit, char why[80]);

void source_close(int fd);

/** "directory/name", or "name" when the directory is "" or name starts at the root. Caller frees. */
char *source_join(const char *directory, const char *name);

/** The folder a path lies in, "" for the current one. Caller frees. */
char *source_folder(const char *path);

bool source_is_directory(const char *path);

/** True for a path that stays inside the folder it is relative to: not absolute, no "..". */
bool source_stays_inside(const char *path);

#endif
