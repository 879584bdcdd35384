/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Tables for terminals: cells gathered row by row, then printed in columns as wide as their widest cell. */
#ifndef PURSE_REPORT_TABLE_H
#define PURSE_REPORT_TABLE_H

#include "purse/report.h"

#define TABLE_COLUMNS 24

typedef struct table {
    purse_text *out;
    bool colour;
    int columns;
    char align[TABLE_COLUMNS + 1]; /**< 'l' or 'r' */
    char **cell;                   /**< row-major; the first row is the header */
    size_t n, room;
} table;

/** `align` has one letter per column, at most TABLE_COLUMNS. */
void table_start(table *t, purse_text *out, bool colour, const char *align);
void table_cell(table *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
/** A number with thousands separators; empty where it is NaN. */
void table_number(table *t, double value, int decimals);
/** The same with its sign, and nothing where it rounds to 0. */
void table_difference(table *t, double value, int decimals);
/** "12.3 %"; empty where it is NaN. */
void table_share(table *t, double share);
/** Prints the rows and releases them. */
void table_end(table *t);

/** "1,234.5" into a text of at least 48 characters. */
const char *table_amount(char *text, double value, int decimals);
/** People in a sentence: whole from a hundred, with one decimal below, unless that is 0. As table_amount. */
const char *table_people(char *text, double value);
/** "GBP 1.2 m". */
const char *table_money(char *text, size_t size, const char *currency, double value);

/** A heading line above a table. */
void table_heading(purse_text *out, bool colour, const char *format, ...) __attribute__((format(printf, 3, 4)));

/** "silo", "dial 0.25". */
const char *table_regime(char *text, size_t size, purse_regime regime);

#endif
