/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The solve loop: new, solve, edit, solve again from where it stood, free.
 *
 *     purse_solver *s;
 *     purse_solver_new(&s, program, &settings, &err);
 *     purse_solver_solve(s, &err);                     answer: purse_solver_solution(s)
 *     purse_solver_row_bounds(s, r, lo, hi, &err);     edits change the program and mark the solver
 *     purse_solver_solve(s, &err);                     warm
 *     purse_solver_free(s);
 */
#ifndef PURSE_SOLVER_H
#define PURSE_SOLVER_H

#include <signal.h>
#include <stdbool.h>

#include "purse/program.h"
#include "purse/settings.h"
#include "purse/solution.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct purse_solver purse_solver;

/** Progress of long work, for a terminal. */
typedef struct purse_progress {
    int tier, n_tiers;
    long iterations, nodes;
    double seconds;
    double value, bound; /**< incumbent and bound of the tier; NaN where there is none */
} purse_progress;

/** What the solver looks at and calls while it works; all may be NULL or false. Borrowed until the solver is freed. */
typedef struct purse_control {
    const volatile sig_atomic_t *interrupt; /**< non-zero: stop at the next chance */
    void (*progress)(void *context, const purse_progress *progress);
    void *context;
    bool once; /**< hardly more than one solve is asked for: memory goes before the speed of others */
} purse_control;

/** Answer of the last solve. Borrowed from the solver, valid until the next call on it. */
typedef struct purse_solution {
    purse_status status;
    bool interrupted; /**< stopped by control.interrupt; the answer is the best so far, if any */
    int n_tiers;
    double value[PURSE_MAX_TIERS];  /**< of the answer */
    double bound[PURSE_MAX_TIERS];  /**< proved, given the tiers before */
    purse_way way[PURSE_MAX_TIERS]; /**< by which the tier's answer was found; NONE where it was not reached */
    const double *col;              /**< n_cols */
    const double *arc;              /**< n_arcs: flow */
    const double *row_price[PURSE_MAX_TIERS]; /**< by tier, n_rows: the tier's value per unit of the row's bound */
    const double *col_price[PURSE_MAX_TIERS]; /**< by tier, n_cols: reduced cost, per unit of the column's bound */
    bool fixed_prices;                        /**< there are integers: prices are of the program with them held fixed */
    bool interior_prices;                     /**< some are of the interior point: the middle of those that fit */
    double tier_price[PURSE_MAX_TIERS];       /**< last tier per unit of each earlier tier, <= 0 */
    double least_change;                      /**< infeasible: smallest sum of row violations, each over 1 + |bound| */
    const double *row_change; /**< infeasible: n_rows, the change of each row's activity in that least change */
    purse_certificate certificate;
} purse_solution;

/** @param program  borrowed, and changed by the edits below; must outlive the solver */
purse_code purse_solver_new(purse_solver **solver, purse_program *program, const purse_settings *settings,
                            const purse_control *control, purse_error *err);
void purse_solver_free(purse_solver *solver);

/**
 * Solve all tiers in order. PURSE_OK whenever there is a status, also for infeasible and stopped ones;
 * PURSE_ESOLVER when the solver failed (the loop can go on: the next solve starts cold); PURSE_EMEMORY.
 */
purse_code purse_solver_solve(purse_solver *solver, purse_error *err);
/**
 * Solve one tier again, the tiers before it held to what they were when all were last solved: for edits that leave them
 * their optima, such as more of anything where they are at their least already. Much the cheaper when there are many
 * edits to try. The solution tells value, bound and prices of this tier alone, and its own plan.
 *
 * @return as purse_solver_solve; PURSE_EUSAGE where the tiers before were never solved
 */
purse_code purse_solver_again(purse_solver *solver, int tier, purse_error *err);
/** The tiers up to and including `last`, counted from 0; of those after it only trivial bounds are known. */
purse_code purse_solver_solve_to(purse_solver *solver, int last, purse_error *err);
/**
 * Hold a tier to a limit while those after it are solved again, until all are solved anew. Tiers before it must have a
 * limit already, by a solve or by this call.
 *
 * @param limit  what the tier's value may be at most; where that leaves no room above 0, what costs anything is closed
 * @return PURSE_OK; PURSE_EUSAGE for a tier that is the last or comes too early, or a limit that is no number
 */
purse_code purse_solver_hold(purse_solver *solver, int tier, double limit, purse_error *err);
const purse_solution *purse_solver_solution(const purse_solver *solver);

purse_code purse_solver_row_bounds(purse_solver *solver, int row, double lo, double hi, purse_error *err);
purse_code purse_solver_col_bounds(purse_solver *solver, int col, double lo, double hi, purse_error *err);
purse_code purse_solver_col_cost(purse_solver *solver, int tier, int col, double cost, purse_error *err);
purse_code purse_solver_arc_cost(purse_solver *solver, int tier, int arc, double cost, purse_error *err);
purse_code purse_solver_supply(purse_solver *solver, int commodity, double supply, purse_error *err);

/** Solve by another method from now on, or to another relative gap; gives the one before. */
purse_method purse_solver_use(purse_solver *solver, purse_method method);
double purse_solver_gap(purse_solver *solver, double gap);
/**
 * Hold tiers, as they are solved from now on, to no more than this share above what they were proved to be (1e-6). With
 * a large one, what is known for the tiers after them to begin from lies as far inside.
 *
 * @return the share before
 */
double purse_solver_slack(purse_solver *solver, double share);
/** Whether answers are to have few splits, as is so at first; where only values are asked for that is work for nothing. */
bool purse_solver_sparse(purse_solver *solver, bool sparse);

/**
 * Write the compact form of one tier to a file. The tiers before it are solved first, and each is a row that holds
 * it to what was found. PURSE_ELIMIT when that ends without an optimum.
 */
purse_code purse_solver_export(purse_solver *solver, int tier, purse_file_format format, const char *path,
                               purse_error *err);

/**
 * The Lagrangian bound of one tier at the given prices, from a shortest-path sweep over every commodity.
 * Valid for any prices: they are clipped to those that the rows' open ends allow.
 *
 * @param bound       out
 * @param row_price   n_rows
 * @param tier_price  `tier` values <= 0, prices of the tiers before
 * @param tier_limit  `tier` values, what those tiers are held to
 */
purse_code purse_program_bound(double *bound, const purse_program *program, int tier, const double *row_price,
                               const double *tier_price, const double *tier_limit, purse_error *err);

#ifdef __cplusplus
}
#endif
#endif
