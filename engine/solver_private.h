/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the solve loop share. Private to the engine. */
#ifndef ENGINE_SOLVER_PRIVATE_H
#define ENGINE_SOLVER_PRIVATE_H

#include "bound.h"
#include "compact.h"
#include "ipm/ipm.h"
#include "purse/solver.h"
#include "thin.h"

/* From so many arcs on the simplex takes too long to be asked at all. */
enum { TOO_LARGE_FOR_SIMPLEX = 60000 };

struct purse_solver {
    purse_program *p;
    purse_settings settings;
    purse_control control;
    int n_integers;
    compact *form; /* made when first wanted, with what follows; see solver_form */
    lp *lp;
    struct strengthened *mixed; /* made when first wanted */
    ipm *ipm;                   /* made when first wanted */
    thin *thin;                 /* likewise */
    bool spread;                /* answers are left as they come, with many splits */
    bool alone;                 /* the tier under way is the only one */
    bool by_interior;           /* the tier under way was closed by it */
    bool recosted;              /* costs were edited since all tiers were last solved */
    sweep sweep;
    double *x;                   /* the last answer of the LP, compact */
    double *row_dual, *col_dual; /* its prices, compact; without a form those of rows and columns alone */
    double *col, *arc;           /* the best answer so far */
    double *row_price[PURSE_MAX_TIERS], *col_price[PURSE_MAX_TIERS]; /* prices of each tier at its optimum */
    double *next_col, *next_arc;                                     /* an answer not yet certified */
    double *zero;                                                    /* n_rows + tiers of nothing */
    double *change;                                                  /* n_rows: least change when infeasible */
    double *activity;                                                /* work space of the certificate */
    double *saved;                 /* 2 n_cols: bounds put aside while integers are held */
    double limit[PURSE_MAX_TIERS]; /* what a solved tier is held to */
    bool pinned[PURSE_MAX_TIERS];  /* held by closing its columns instead, because its optimum is 0 */
    bool at_zero[PURSE_MAX_TIERS]; /* so was it when it was last held */
    double slack;                  /* by what share more than its bound, at least */
    int held;                      /* so many tiers have a limit to be held to again */
    int holding;                   /* so many are held now */
    bool has_answer;
    bool denied_by_relaxation;  /* the tier under way: the linear relaxation was called infeasible */
    bool has_start;             /* col and arc hold an answer of this or an earlier solve */
    double *start;              /* compact: an integer answer to begin from */
    bool kept[PURSE_MAX_TIERS]; /* the LP keeps a basis that was optimal for this tier's present costs */
    double deadline;
    double started;
    int tier, last; /* under way; the last that is asked for */
    purse_solution solution;
};

/* The compact form and its LP, as edits and held tiers leave them: large programs may never need either. */
purse_code solver_form(purse_solver *s, purse_error *err);
/* tiers.c: holds a tier to its limit. */
void tiers_hold(purse_solver *s, int t);

/* The lexicographic loop: all tiers up to and including `last`. */
purse_code tiers_solve(purse_solver *s, int last, purse_error *err);

/* One tier alone, the ones before it held to what they were last held to. */
purse_code tiers_again(purse_solver *s, int tier, purse_error *err);

/* What tier t is to be held to from now on. */
void tiers_limit(purse_solver *s, int t, double limit);

/* There are integers that are still to be decided: some are not held by their bounds. */
bool solver_mixed(const purse_solver *s);

/* The relative gap to which a tier is to be closed. */
double tiers_gap(const purse_solver *s);

/* The bound of tier t at row_dual and solution.tier_price. */
double tiers_bound(purse_solver *s, int t);

/*
 * Take next_col and next_arc as the answer if they are feasible, with their value for tier t, computed from the program,
 * and its bound at row_dual and col_dual. True when it closes to the asked gap, or to `noise`.
 */
bool tiers_accept(purse_solver *s, int t, double bound, double noise);

/* interior.c: whether this program goes to the interior point solver first, and one tier by it. */
bool interior_wanted(const purse_solver *s);
/* Before a large program with integers is branched on: whether already its relaxation is proved to have no answer. */
purse_code interior_denial(purse_solver *s, purse_error *err);
purse_code interior_tier(purse_solver *s, int t, double noise, bool *done, purse_error *err);

/* The interior point solver, made when first wanted. */
purse_code interior_ready(purse_solver *s, purse_error *err);

/*
 * interior_tree.c: whether a program with integers goes to branch and bound over the interior point solver, and one
 * tier by it. `found`: it has an answer, which is taken; `done`: its gap is proved too.
 */
bool interior_tree_wanted(const purse_solver *s);
/* There is nothing else to go on with when the tree ends with its gap open. */
bool interior_tree_alone(const purse_solver *s);
/* A first answer, where there is one at once: the relaxation, rounded. */
purse_code interior_first(purse_solver *s, int t, double noise, purse_error *err);
purse_code interior_tree(purse_solver *s, int t, double noise, bool *found, bool *done, purse_error *err);

/*
 * mixed.c: whether this program goes to branch and cut on the strengthened form, and one tier by it. `start` is NULL
 * or s->start. The answer is polished; `held` is false where its integers, rounded, leave none.
 */
bool mixed_wanted(const purse_solver *s);
purse_code mixed_tier(purse_solver *s, const double *start, lp_answer *answer, bool *held, purse_error *err);

/* Give the rows and columns that held tiers back their own bounds. */
void tiers_release(purse_solver *s);
/* Holds tier t from now on at the value found, with its slack; a value within `noise` of 0 closes what costs anything. */
void tiers_keep(purse_solver *s, int t, double noise);
/* What a tier with integers may be worse by under those after it, relative: part of its own gap. */
double tiers_slack(const purse_solver *s);
/* Prices of the tiers before t: a row's dual, or for closed columns the price at which none would want to open. */
void tiers_prices(const purse_solver *s, int t, double *price);
/* Absolute accuracy of a tier's value. */
double tiers_noise(const purse_solver *s, int t);

/* The LP said infeasible: find the least change, prove it, set status. PURSE_ESOLVER when the proof fails. */
purse_code infeasible_prove(purse_solver *s, purse_error *err);
/* Whether these prices of the rows (n_rows) prove it by themselves. */
bool infeasible_by_prices(purse_solver *s, const double *row_price);

/* Limits of the next LP solve, from the settings and the clock. False when the time is up. */
bool solver_limits(const purse_solver *s, lp_limits *limits);

/* A magnitude of tier t: what its value could be at most in size. Scales absolute tolerances. */
double solver_tier_scale(const purse_program *p, int tier);

#endif
