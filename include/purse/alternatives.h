/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Other plans that are nearly as good: as different as can be in awards and in what pots spend, each within a tolerance
 * of the optimum of every tier; and whether the optimum is the only one.
 */
#ifndef PURSE_ALTERNATIVES_H
#define PURSE_ALTERNATIVES_H

#include "purse/error.h"
#include "purse/optimise.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What a plan was sought by: name, text. */
#define PURSE_SOUGHTS(X)                                                                                               \
    X(AWARDS, "other awards")                                                                                          \
    X(MOST, "most spend of")                                                                                           \
    X(LEAST, "least spend of")                                                                                         \
    X(MOST_INCOME, "most income of")                                                                                   \
    X(LEAST_INCOME, "least income of")

typedef enum purse_sought {
#define PURSE_SOUGHT_NAME(name, text) PURSE_SOUGHT_##name,
    PURSE_SOUGHTS(PURSE_SOUGHT_NAME)
#undef PURSE_SOUGHT_NAME
        PURSE_N_SOUGHTS
} purse_sought;

const char *purse_sought_text(purse_sought sought);

typedef struct purse_alternative {
    purse_plan *plan; /**< feasible; its first tier's bound is the optimum's, of the others none is stated */
    purse_sought sought;
    int of;           /**< pot or provider that it was sought by, else -1 */
    int awards;       /**< offers and teams that are awarded here or there and not in both */
    double elsewhere; /**< GBP: half of what the pots' spends differ by in all */
    double income;    /**< GBP: likewise of the incomes of providers */
} purse_alternative;

/** Whether the optimum is unique in awards and in what each pot spends. */
typedef enum purse_unique {
    PURSE_UNIQUE_UNKNOWN, /**< a solve was stopped, or its gap is too wide to tell */
    PURSE_UNIQUE_NO,      /**< another plan that keeps every tier's optimum, to the slack of 1e-6, differs */
    PURSE_UNIQUE_YES      /**< proved: every such plan has these awards, and pots spend the same to PURSE_SAME_SPEND */
} purse_unique;

/** Spends of a pot nearer than this share of its budget, its spend or a tenth of all spend are the same. */
#define PURSE_SAME_SPEND 1e-4

typedef struct purse_range {
    double least, most; /**< GBP: no plan within the tolerance spends less or more; NaN: not proved */
} purse_range;

typedef struct purse_alternatives {
    double tolerance;
    int n;
    purse_alternative *item; /**< most different first */
    int n_pots;
    purse_range *pot;     /**< one per pot */
    purse_range *optimal; /**< likewise over plans that keep every optimum; NaN where it was not asked */
    int n_open;           /**< offers and teams that are open for award */
    int most_awards;      /**< proved: no plan within the tolerance differs in more awards; -1: not proved */
    purse_unique unique;
    int solves;
    bool stopped; /**< by a limit or a key: there may be more */
} purse_alternatives;

/**
 * @param found      out, new, to be freed with purse_alternatives_free
 * @param plan       optimal, of this optimiser's model
 * @param n          how many are wanted, from 1
 * @param tolerance  by which each tier may be worse than its optimum, relative, > 0; an optimum of 0 stays 0
 * @return PURSE_OK, PURSE_EUSAGE, PURSE_ESOLVER, PURSE_EMEMORY
 */
purse_code purse_explain_alternatives(purse_alternatives **found, purse_optimiser *optimiser, const purse_plan *plan,
                                      int n, double tolerance, purse_error *err);
void purse_alternatives_free(purse_alternatives *found);

#ifdef __cplusplus
}
#endif
#endif
