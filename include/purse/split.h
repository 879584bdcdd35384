/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What the walls between the pots do: the difference of two plans split by pot, boundary, need, place and provider, so
 * that it shows who gains and who loses.
 *
 * Every figure is one of the two plans' own. That a difference of the totals is proved says nothing of how it splits:
 * another plan as good may split it otherwise.
 */
#ifndef PURSE_SPLIT_H
#define PURSE_SPLIT_H

#include "purse/error.h"
#include "purse/plan.h"

#ifdef __cplusplus
extern "C" {
#endif

/** By what the difference is split: name, name in a document, name of one. */
#define PURSE_SPLITS(X)                                                                                                \
    X(POT, "pots", "pot")                                                                                              \
    X(BOUNDARY, "boundaries", "boundary")                                                                              \
    X(NEED, "needs", "need")                                                                                           \
    X(PLACE, "places", "place")                                                                                        \
    X(PROVIDER, "providers", "provider")

typedef enum purse_split_kind {
#define PURSE_SPLIT_NAME(name, plural, singular) PURSE_SPLIT_##name,
    PURSE_SPLITS(PURSE_SPLIT_NAME)
#undef PURSE_SPLIT_NAME
        PURSE_N_SPLITS
} purse_split_kind;

/** What is split: name, name in a document, for people. */
#define PURSE_SPLIT_FIGURES(X)                                                                                         \
    X(UNMET, "unmet", "unmet")                         /* episodes; of a pot: of needs that can enter at it */         \
    X(MOVES, "unnecessary_moves", "unnecessary moves") /* people; of a pot: those moved to it, from itself too */      \
    X(BURDEN, "burden", "burden")                      /* of those moves */                                            \
    X(SPEND, "spend", "spend")                         /* GBP: a pot's on its services, a provider's income */         \
    X(PAID, "paid", "paid")             /* GBP: a pot's spend, with what it gave, without what it got */               \
    X(MOVED, "moved", "moved")          /* GBP moved over a boundary */                                                \
    X(CONTACTS, "contacts", "contacts") /* at a provider */

typedef enum purse_split_figure {
#define PURSE_SPLIT_FIGURE_NAME(name, key, text) PURSE_SPLIT_##name,
    PURSE_SPLIT_FIGURES(PURSE_SPLIT_FIGURE_NAME)
#undef PURSE_SPLIT_FIGURE_NAME
        PURSE_N_SPLIT_FIGURES
} purse_split_figure;

/** Name in a document and for people. */
const char *purse_split_kind_text(purse_split_kind kind);
const char *purse_split_figure_key(purse_split_figure figure);
const char *purse_split_figure_text(purse_split_figure figure);

/** Whether records of a kind have a figure. */
bool purse_split_has(purse_split_kind kind, purse_split_figure figure);

typedef struct purse_split_row {
    int at, to;                             /**< record; `to`: of a boundary the pot moved to, else -1 */
    double value[2][PURSE_N_SPLIT_FIGURES]; /**< with the walls, without; NaN where the kind has no such figure */
} purse_split_row;

typedef struct purse_split {
    purse_regime regime[2]; /**< with the walls, without */
    purse_totals totals[2];
    purse_split_figure lead; /**< the figure of people that rows are sorted by: unmet or burden */
    int n[PURSE_N_SPLITS];
    purse_split_row *row[PURSE_N_SPLITS]; /**< who gains most first, who loses most last; providers: by income */
} purse_split;

/**
 * What a row's record gains without the walls in a figure: less unmet, moves and burden, more spend and contacts.
 * Neither of what is paid or moved is a gain or a loss by itself: those are what more of it comes to.
 */
double purse_split_gain(const purse_split_row *row, purse_split_figure figure);

/**
 * @param split    out, new, to be freed with purse_split_free
 * @param with     a plan that holds flows, with its figures filled (purse_plan_total)
 * @param without  likewise, of the same model, with fewer walls
 * @return PURSE_OK; PURSE_EUSAGE where a plan holds none; PURSE_EMEMORY
 */
purse_code purse_split_new(purse_split **split, const purse_plan *with, const purse_plan *without,
                           const purse_model *model, purse_error *err);
void purse_split_free(purse_split *split);

#ifdef __cplusplus
}
#endif
#endif
