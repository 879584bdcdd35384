/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What the writers of an explanation's sections share. */
#ifndef REPORT_EXPLAIN_EXPLAIN_H
#define REPORT_EXPLAIN_EXPLAIN_H

#include <math.h>

#include "purse/report.h"

/** Enough digits to tell a gain from nothing. */
static inline int gain_decimals(double value)
{
    double size = fabs(value);
    return size >= 100.0 || size == 0.0 ? 0 : size >= 1.0 ? 1 : 3;
}

/** One gain as a sentence, and the id of its record; gains.c. */
void gain_sentence(purse_text *out, const purse_gain *gain, const purse_tier *tier, const purse_model *model);
const char *gain_id(const purse_gain *gain, const purse_model *model);

/** detriment.c: what a pot pays, and the burden of the unnecessary moves that end at its services. */
double detriment_paid(const purse_plan *plan, int pot);
double detriment_burden(const purse_plan *plan, int pot);

/**
 * split.c: the id or name of a split's record, whether a figure is of money, and whether the two sides differ by what
 * shows in a table, in one figure or in any.
 */
const char *split_name(const purse_model *model, purse_split_kind kind, int at, bool id);
bool split_is_money(purse_split_figure figure);
bool split_differs(const purse_split_row *row, purse_split_figure figure);
bool split_row_differs(const purse_split_row *row);

#endif
