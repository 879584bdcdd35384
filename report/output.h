/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What the writers of files share. */
#ifndef PURSE_REPORT_OUTPUT_H
#define PURSE_REPORT_OUTPUT_H

#include "purse/report.h"

/** PURSE_EIO at `path`, "could not WHAT: " and errno in words. */
purse_code output_error(purse_error *err, const char *path, const char *what);

/** purse_output_add; without `make`, the directory is there, or "" for names that stand by themselves. */
purse_code output_add(purse_output *output, const char *directory, bool make, const purse_report_file *file, size_t n,
                      purse_error *err);

#endif
