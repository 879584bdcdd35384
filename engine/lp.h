/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The contract that every LP and MIP solver behind the engine keeps. Private to the engine.
 *
 *     minimise cost.x  subject to  row_lo <= A x <= row_hi,  col_lo <= x <= col_hi,  some x integer
 *
 * The matrix is the truth and belongs to the caller; an lp is a cache of it. After changing bounds, call the
 * matching lp_touch_*; costs are read afresh at each solve. When the solver behind dies of a fatal error the call
 * returns PURSE_ESOLVER or PURSE_EMEMORY, the process goes on, and the next solve builds it anew, cold.
 */
#ifndef ENGINE_LP_H
#define ENGINE_LP_H

#include <signal.h>
#include <stdbool.h>

#include "purse/error.h"

typedef struct lp_matrix {
    int n_rows, n_cols;
    double *row_lo, *row_hi; /* infinite where there is none */
    double *col_lo, *col_hi;
    double *cost;
    bool *integer;
    int n_integers;
    int *start, *row; /* column-major, start has n_cols + 1 entries */
    double *coef;
} lp_matrix;

/* How far from a whole number a bound or a value may be and still count as one. */
#define LP_INTEGRALITY 1e-7

/* PURSE_EINPUT where a coefficient or cost is not finite, or bounds are not in order. */
purse_code lp_matrix_check(const lp_matrix *m, purse_error *err);
/* Bounds of a column; of a whole one, the nearest whole numbers inside. */
double lp_matrix_whole_lo(const lp_matrix *m, int j);
double lp_matrix_whole_hi(const lp_matrix *m, int j);
/* Some whole column has no whole number between its bounds. */
bool lp_matrix_has_no_whole(const lp_matrix *m);

typedef enum lp_status {
    LP_OPTIMAL,    /* the solver's word, to be certified */
    LP_FEASIBLE,   /* stopped with an answer */
    LP_INFEASIBLE, /* the solver's word, to be certified */
    LP_UNBOUNDED,
    LP_STOPPED /* stopped without an answer */
} lp_status;

/* What a solve may take, and what it looks at while it works. */
typedef struct lp_limits {
    double seconds; /* <= 0: none */
    long nodes;     /* 0: none */
    double mip_gap;
    bool relax;       /* solve the linear relaxation only */
    bool pseudocosts; /* branch by pseudocosts, which pays where the relaxation is tight */
    bool unscaled;    /* go on from the present basis, to the tolerance in the program's own units */
    bool dual;        /* the basis was optimal for these costs: begin with the dual simplex */
    const volatile sig_atomic_t *interrupt;                                                   /* may be NULL */
    void (*progress)(void *context, long iterations, long nodes, double value, double bound); /* may be NULL */
    void *context;
} lp_limits;

/* Answer of a solve. The arrays are the caller's, of n_cols, n_rows and n_cols values. */
typedef struct lp_answer {
    lp_status status;
    bool interrupted;
    double *x;
    double *row_dual; /* of the LP; of the last LP relaxation's optimum when there are integers */
    double *col_dual;
    bool by_relaxation; /* infeasible: the linear relaxation already is */
    double bound;       /* with integers: the tree's bound; otherwise NaN */
    long iterations, nodes;
} lp_answer;

typedef struct lp lp;

purse_code lp_new(lp **solver, const lp_matrix *matrix, purse_error *err);
void lp_free(lp *solver);

void lp_touch_row(lp *solver, int row);
void lp_touch_col(lp *solver, int col);
/* Rows from `first` on were appended to the matrix, at the end of each column. They join the basis. */
void lp_grow(lp *solver, int first);
/* Forget the basis, so that the next solve starts cold. */
void lp_forget(lp *solver);

/* Keep the present basis in a slot (0 .. LP_SLOTS - 1), and go back to it later. Going back fails when the slot is
 * empty or was lost with the solver's objects; then the present basis stays. */
enum { LP_SLOTS = 5 };
purse_code lp_keep(lp *solver, int slot, purse_error *err);
bool lp_recall(lp *solver, int slot);

/*
 * Solve. `start` is NULL or n_cols values of a feasible integer answer to begin from.
 * PURSE_OK with a status in `answer`; PURSE_ESOLVER; PURSE_EMEMORY.
 */
purse_code lp_solve(lp *solver, const lp_limits *limits, const double *start, lp_answer *answer, purse_error *err);

/* A file as read: what a plain program is made of. Owned by the caller, released by lp_file_free. */
typedef struct lp_file {
    lp_matrix m; /* costs are those of minimising */
    double offset;
    bool maximise;
    char **row_name, **col_name;
} lp_file;

/* Read MPS (free, then fixed) or CPLEX LP. PURSE_EIO, PURSE_EINPUT with the reader's words, PURSE_EMEMORY. */
purse_code lp_read(lp_file *file, bool mps, const char *path, purse_error *err);
void lp_file_free(lp_file *file);
/* Allocate all arrays of an empty file. False without memory; what there is, lp_file_free releases. */
bool lp_file_room(lp_file *file, int rows, int cols, int coefs);

/* Make the solver behind die of a fatal error, to prove that the process survives it. For tests. */
purse_code lp_provoke(lp *solver, purse_error *err);

#endif
