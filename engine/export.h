/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A matrix as a file for other solvers, every number with all its digits: the writers that come with GLPK cut them to
 * twelve, which moves the optimum of a tier that an earlier one holds to a hair. Free rows are left out, since readers
 * of MPS take the first for the objective. Private to the engine.
 */
#ifndef ENGINE_EXPORT_H
#define ENGINE_EXPORT_H

#include <stdio.h>

#include "lp.h"

/* Writes a name of at most `size` - 1 bytes, unique among rows or among columns. */
typedef void export_namer(const void *context, bool is_row, int index, char *text, size_t size);

typedef struct export_names {
    const char *objective;
    export_namer *namer;
    const void *context;
} export_names;

/* PURSE_OK; PURSE_EIO with the path and why; PURSE_EMEMORY. */
purse_code export_mps(const lp_matrix *m, const export_names *names, double offset, const char *path, purse_error *err);
purse_code export_lp(const lp_matrix *m, const export_names *names, double offset, const char *path, purse_error *err);

/* What both share (export.c). */
typedef struct export_file {
    FILE *file;
    const lp_matrix *m;
    const export_names *names;
    const char *path;
    char name[256];
} export_file;

purse_code export_open(export_file *out, const lp_matrix *m, const export_names *names, const char *path,
                       purse_error *err);
purse_code export_close(export_file *out, purse_error *err);
/* The name, borrowed until the next one is asked for. */
const char *export_name(export_file *out, bool is_row, int index);
bool export_is_free(const lp_matrix *m, int row);

#endif
