/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The files of cli/starter, built into the command. */
#ifndef PURSE_CLI_STARTER_H
#define PURSE_CLI_STARTER_H

#include <stddef.h>

typedef struct starter_file {
    const char *name;
    const unsigned char *bytes;
    size_t size;
} starter_file;

/** Ends with a NULL name. */
extern const starter_file starter_files[];

#endif
