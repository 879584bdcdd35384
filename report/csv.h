/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Rows of a CSV file: a field at a time, then the end of the row. */
#ifndef PURSE_REPORT_CSV_H
#define PURSE_REPORT_CSV_H

#include "purse/report.h"

typedef struct csv_row {
    purse_text *out;
    bool any;
} csv_row;

void csv_header(purse_text *out, const char *names); /**< "a,b,c" */
void csv_text(csv_row *row, const char *value);      /**< quoted by RFC 4180 where it must be; NULL is empty */
void csv_number(csv_row *row, double value);         /**< empty where it is not finite */
void csv_end(csv_row *row);

/** Regime and dial, which lead every row. */
void csv_regime(csv_row *row, const purse_plan *plan);

#endif
