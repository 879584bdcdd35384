/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What the writers of comparisons share. */
#ifndef PURSE_REPORT_COMPARE_H
#define PURSE_REPORT_COMPARE_H

#include "purse/report.h"

/** One total by name, for tables side by side. */
typedef struct compare_measure {
    const char *id, *name; /**< as in documents, and for people */
    size_t offset;         /**< in purse_totals */
    int decimals;
    bool money;
} compare_measure;

extern const compare_measure compare_measures[];
extern const int compare_n_measures;

double compare_value(const purse_plan *plan, const compare_measure *measure);

/** Index of the plan that the others are compared with: silo, or the first that holds; -1 when none does. */
int compare_base(const purse_plan *const *plan, int n);

#endif
