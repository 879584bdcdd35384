/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Writers of an explanation's sections: each as text for people and as one JSON value. See purse/report.h for what
 * holds of all writers.
 */
#ifndef PURSE_REPORT_EXPLAIN_H
#define PURSE_REPORT_EXPLAIN_H

#include "purse/explain.h"
#include "purse/report.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Why there is no plan: the least change, and the statements that conflict */

/** @param of  the name of the regime; NULL: "it" */
purse_code purse_report_change_text(purse_text *out, const purse_least_change *change, const char *of,
                                    purse_error *err);
purse_code purse_report_change_json(purse_text *out, const purse_least_change *change, purse_error *err);
purse_code purse_report_conflict_text(purse_text *out, const purse_conflict *conflict, purse_error *err);
purse_code purse_report_conflict_json(purse_text *out, const purse_conflict *conflict, purse_error *err);

/* What more of each limit brings */

purse_code purse_report_gains_text(purse_text *out, const purse_gains *gains, const purse_plan *plan,
                                   const purse_model *model, purse_view view, purse_error *err);
purse_code purse_report_gains_json(purse_text *out, const purse_gains *gains, const purse_plan *plan,
                                   const purse_model *model, purse_error *err);

/* What the walls do, record by record: a table for each kind, long ones from both ends */

purse_code purse_report_split_text(purse_text *out, const purse_split *split, const purse_model *model, purse_view view,
                                   purse_error *err);
/** Rows in the order of the split; each figure a pair, with the walls and without. */
purse_code purse_report_split_json(purse_text *out, const purse_split *split, const purse_model *model,
                                   purse_error *err);

/* What it costs that no pot be worse off: plans side by side, and what each pot has in them */

purse_code purse_report_detriment_text(purse_text *out, const purse_no_detriment *d, const purse_model *model,
                                       purse_view view, purse_error *err);
/** The plans' documents without flows. */
purse_code purse_report_detriment_json(purse_text *out, const purse_no_detriment *d, const purse_model *model,
                                       purse_error *err);

/* Why an offer is not bought, or a service not used */

purse_code purse_report_why_text(purse_text *out, const purse_why *why, const purse_plan *plan,
                                 const purse_model *model, purse_view view, purse_error *err);
purse_code purse_report_why_json(purse_text *out, const purse_why *why, const purse_plan *plan,
                                 const purse_model *model, purse_error *err);

/* Other plans that are nearly as good as `plan`: what differs, between what any such plan is, whether it is unique */

purse_code purse_report_alternatives_text(purse_text *out, const purse_alternatives *found, const purse_plan *plan,
                                          const purse_model *model, purse_view view, purse_error *err);
purse_code purse_report_alternatives_json(purse_text *out, const purse_alternatives *found, const purse_plan *plan,
                                          const purse_model *model, purse_error *err);

/* How pots share in what pooling saves */

purse_code purse_report_share_text(purse_text *out, const purse_walls_share *share, const purse_model *model,
                                   purse_view view, purse_error *err);
purse_code purse_report_share_json(purse_text *out, const purse_walls_share *share, const purse_model *model,
                                   purse_error *err);

#ifdef __cplusplus
}
#endif
#endif
