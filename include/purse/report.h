/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Writers: a plan, a comparison of regimes and a list of problems as text, JSON and CSV; a plan read back; files
 * written whole or not at all.
 *
 * Nothing is printed: every writer appends to a text that the caller owns. The same input gives the same bytes, on
 * every machine and in every locale. Text is UTF-8.
 */
#ifndef PURSE_REPORT_H
#define PURSE_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "purse/error.h"
#include "purse/explain.h"
#include "purse/model.h"
#include "purse/plan.h"
#include "purse/settings.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A growing text. Initialise to {0}; `data` ends with a NUL once anything was added. */
typedef struct purse_text {
    char *data;
    size_t length, room;
    bool failed; /**< memory ran out; what was added since is lost. Writers turn it into PURSE_EMEMORY */
} purse_text;

void purse_text_add(purse_text *text, const char *more);
void purse_text_add_bytes(purse_text *text, const char *more, size_t length);
void purse_text_format(purse_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
/** Adds a text as a JSON string, quotes included. */
void purse_text_quote(purse_text *text, const char *more);
/** Releases the text and makes it {0} again. NULL is allowed. */
void purse_text_free(purse_text *text);

/** True when the plan's status says that it holds flows: optimal, feasible or evaluated. */
bool purse_plan_holds(const purse_plan *plan);

/* Files */

typedef struct purse_report_file {
    const char *name; /**< inside the directory, without a slash */
    const purse_text *text;
} purse_report_file;

/** Files of several directories that appear together or not at all. */
typedef struct purse_output purse_output;

/** An empty one. Free it with purse_output_free. PURSE_OK or PURSE_EMEMORY. */
purse_code purse_output_new(purse_output **output, purse_error *err);
/**
 * Write files whole and to disk, but not yet in their places: beside them in `directory`, which is made when missing (its
 * parent must exist). The texts may be freed afterwards.
 *
 * @return PURSE_OK; PURSE_EIO names the file and the reason; PURSE_EMEMORY
 */
purse_code purse_output_add(purse_output *output, const char *directory, const purse_report_file *file, size_t n,
                            purse_error *err);
/** Put all of them in their places, once, as the last that is done with it. Codes as above. */
purse_code purse_output_commit(purse_output *output, purse_error *err);
/** Without a commit, or after one that failed, what was there before is there again, and nothing else. */
void purse_output_free(purse_output *output);

/**
 * Write files into a directory, which is made when missing (its parent must exist). Every file is first written whole
 * beside its place and brought to disk; then all are renamed. On any failure what was there before is there again,
 * and nothing else.
 *
 * @return PURSE_OK; PURSE_EIO names the file and the reason; PURSE_EMEMORY
 */
purse_code purse_report_write_directory(const char *directory, const purse_report_file *file, size_t n,
                                        purse_error *err);

/** One file, in the same way; what is there and is no plain file (a device, a pipe) is written straight. */
purse_code purse_report_write_file(const char *path, const purse_text *text, purse_error *err);

/** To an open stream, flushed and checked; `name` stands for it in messages. */
purse_code purse_report_write_stream(FILE *stream, const char *name, const purse_text *text, purse_error *err);

/* One plan */

/**
 * The document of section 7. A plan that holds no flows gives regime, status and settings alone.
 *
 * @param settings  of the solve; NULL leaves them out
 * @param flows     with the flows, which `purse verify` needs
 */
purse_code purse_report_plan_json(purse_text *out, const purse_plan *plan, const purse_model *model,
                                  const purse_settings *settings, bool flows, purse_error *err);

/**
 * Read such a document back. Strict: every table whole, every id known and named once, every number a number.
 *
 * @param plan      out, a new plan, to be freed with purse_plan_free; its figures are those stated
 * @param name      stands for the file in messages
 * @param problems  all errors found are added; a plan made from another state of the scenario is a warning
 * @return PURSE_OK; PURSE_EINPUT when problems holds errors; PURSE_EMEMORY
 */
purse_code purse_report_plan_read(purse_plan **plan, const char *name, const char *text, size_t length,
                                  const purse_model *model, purse_problems *problems, purse_error *err);

/** How a terminal table looks. */
typedef struct purse_view {
    bool colour; /**< with ANSI colours */
    int rows;    /**< at most this many rows of a long table, with a note how many more; 0: all */
} purse_view;

/** The plan as tables for people: status, tiers, totals, pots and prices, and its answers (purse/answer.h). */
purse_code purse_report_plan_text(purse_text *out, const purse_plan *plan, const purse_model *model, purse_view view,
                                  purse_error *err);

/** The tidy tables of a plan. */
#define PURSE_PLAN_TABLES(X)                                                                                           \
    X(TOTALS, "totals.csv")                                                                                            \
    X(TIERS, "tiers.csv")                                                                                              \
    X(POTS, "pots.csv")                                                                                                \
    X(MONEY, "money_moves.csv")                                                                                        \
    X(OFFERS, "offers.csv")                                                                                            \
    X(TEAMS, "teams.csv")                                                                                              \
    X(PROGRAMMES, "programmes.csv")                                                                                    \
    X(PLACES, "places.csv")                                                                                            \
    X(BOUNDARIES, "boundaries.csv")                                                                                    \
    X(FLOWS, "flows.csv")                                                                                              \
    X(AWARDS, "awards.csv")                                                                                            \
    X(RULES, "rules.csv")                                                                                              \
    X(SHARES, "shares.csv")                                                                                            \
    X(PROVIDERS, "providers.csv")                                                                                      \
    X(PRICES, "prices.csv")

typedef enum purse_plan_table {
#define PURSE_PLAN_TABLE_NAME(name, file) PURSE_PLAN_TABLE_##name,
    PURSE_PLAN_TABLES(PURSE_PLAN_TABLE_NAME)
#undef PURSE_PLAN_TABLE_NAME
        PURSE_N_PLAN_TABLES
} purse_plan_table;

/** One table as CSV (RFC 4180, LF line ends): regime and dial lead every row, so that tables of runs can be joined. */
purse_code purse_report_plan_csv(purse_text *out, purse_plan_table table, const purse_plan *plan,
                                 const purse_model *model, purse_error *err);

/** plan.json and every table, to be put into a directory; see purse_output_add. Of a plan that holds no flows, plan.json alone. */
purse_code purse_report_plan_directory(purse_output *output, const char *directory, const purse_plan *plan,
                                       const purse_model *model, const purse_settings *settings, purse_error *err);

/* Several regimes of one scenario */

/** What the walls between the pots cost: the regime with most walls against the one with fewest. */
typedef struct purse_walls {
    bool stated;           /**< both plans are there; the figures below hold */
    bool proved;           /**< the difference named in the sentence is larger than the gaps */
    purse_regime from, to; /**< silo against pooled, or the nearest there are */
    double unmet, unmet_weighted, unnecessary_moves, burden, spend; /**< from less to: > 0 is a cost of the walls */
    double unnecessary_share; /**< of the unnecessary moves under `from`; 0 when there are none */
    char sentence[512];       /**< in words, also when it is not stated */
} purse_walls;

/** The price of the walls among `n` plans of one scenario. Baselines are passed over. */
void purse_report_walls(purse_walls *walls, const purse_plan *const *plan, int n, const purse_model *model);

/** Regimes side by side, differences to the one with most walls, pots, boundaries, and the price of the walls. */
purse_code purse_report_compare_text(purse_text *out, const purse_plan *const *plan, int n, const purse_model *model,
                                     purse_view view, purse_error *err);

/** One document: scenario, the regimes' documents without flows, differences, price_of_walls. */
purse_code purse_report_compare_json(purse_text *out, const purse_plan *const *plan, int n, const purse_model *model,
                                     const purse_settings *settings, purse_error *err);

/** Tidy: one row per regime, kind of record, record and measure. */
purse_code purse_report_compare_csv(purse_text *out, const purse_plan *const *plan, int n, const purse_model *model,
                                    purse_error *err);

/** compare.json, compare.csv and report.html in the same way. `warnings`: see purse_report_page. */
purse_code purse_report_compare_directory(purse_output *output, const char *directory, const purse_plan *const *plan,
                                          int n, const purse_model *model, const purse_settings *settings,
                                          const purse_problems *warnings, purse_error *err);

/* The page */

/** What explanations add to the page, where somebody asked for them; anything may be NULL. Borrowed. */
typedef struct purse_page_findings {
    const purse_gains *const *gains;       /**< per plan */
    const purse_conflict *const *conflict; /**< per plan, of those that there are not */
    const purse_walls_share *share;
    const purse_no_detriment *detriment; /**< of pooled beside silo */
} purse_page_findings;

/**
 * One HTML document for a board: the answer, charts with their tables, the proof. It holds its style, its script and
 * its charts, and asks nothing of a network. All text of the scenario is escaped.
 *
 * @param warnings  about the scenario, printed with the assumptions; NULL: none
 * @param found     NULL: nothing
 */
purse_code purse_report_page(purse_text *out, const purse_plan *const *plan, int n, const purse_model *model,
                             const purse_settings *settings, const purse_problems *warnings,
                             const purse_page_findings *found, purse_error *err);

/** The sentences at the head of that page as plain text, one a line. */
purse_code purse_report_page_answer(purse_text *out, const purse_plan *const *plan, int n, const purse_model *model,
                                    const purse_page_findings *found, purse_error *err);

/* Problems */

/** One line per problem, "file:line: path: message", and a closing line that counts them. */
purse_code purse_report_problems(purse_text *out, const purse_problems *problems, bool colour, purse_error *err);
/** Members of a JSON object that the caller opens and closes: "errors": n, "warnings": n, "problems": [...]. */
void purse_report_problems_json(purse_text *out, const purse_problems *problems);

#ifdef __cplusplus
}
#endif
#endif
