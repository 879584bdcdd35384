/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Interior point solver for the linear relaxation of routing programs; see ipm.c. Private to the engine.
 *
 *     ipm *s;
 *     ipm_new(&s, program, &err);                              analysis, once per shape
 *     ipm_solve(s, tier, limit, &limits, &answer, &err);       tier by tier; again after edits of bounds, supplies, costs
 *     ipm_free(s);
 */
#ifndef ENGINE_IPM_H
#define ENGINE_IPM_H

#include <signal.h>

#include "pool.h"
#include "purse/program.h"

typedef struct ipm ipm;

typedef enum ipm_status {
    IPM_OPTIMAL,    /* a feasible answer and a bound, closed to the asked gap */
    IPM_STALLED,    /* no further: the best answer and bound so far, if any */
    IPM_INFEASIBLE, /* proved: at the row duals of the answer the bound of no cost at all is above 0 */
    IPM_STOPPED     /* by a limit or interrupt */
} ipm_status;

typedef struct ipm_limits {
    double gap;         /* relative, 0: 1e-6 */
    double aim;         /* relative: once `gap` is reached, go on to this while it comes easily */
    double noise;       /* absolute difference of value and bound that also counts as closed */
    double slack;       /* by what share above its value this tier will be held for the next; 0: 1e-6 */
    int max_iterations; /* 0: 200 */
    bool pure;          /* the answer is to leave out what no optimum uses, if it can; see ipm_purify */
    int core;           /* with at least so many arcs, those that matter alone after small edits, core.c; 0: never */
    bool near;          /* begin beside optima solved so, and keep this one: for series of edits */
    bool passing;       /* later solves begin as if this one had not been */
    double estimate;    /* 0, or relative: a bound this near the iterate's value is all that is asked */
    double seconds;     /* <= 0: none */
    const volatile sig_atomic_t *interrupt; /* may be NULL */
} ipm_limits;

/* Everything is computed from the program; the arrays are borrowed until the next call. */
typedef struct ipm_answer {
    ipm_status status;
    bool has_point; /* col and arc are an answer, feasible to `violation` */
    bool estimated; /* col alone is the iterate's, and so is `value` */
    int iterations;
    double value, bound;
    double violation;                  /* largest over rows, balances and bounds, relative to 1 + |bound| */
    const double *col;                 /* n_cols */
    const double *arc;                 /* n_arcs */
    const double *row_dual;            /* n_rows: prices at which `bound` holds */
    double tier_dual[PURSE_MAX_TIERS]; /* <= 0, of earlier tiers */
} ipm_answer;

/* @param p  borrowed; its shape (rows, columns, commodities, coefficients) must stay, figures may change */
purse_code ipm_new(ipm **out, const purse_program *p, purse_error *err);
void ipm_free(ipm *s);

/*
 * Work by so many threads, the caller's included, from the next solve on; one until this is called. The answers are the
 * same, to the last bit, for every number. On PURSE_EMEMORY one thread is left.
 */
purse_code ipm_threads(ipm *s, int threads, purse_error *err);
/* Those threads, for other work between solves, borrowed, and their number; NULL: the caller alone. */
ipm_pool *ipm_threads_of(const ipm *s, int *threads);

/*
 * Solve one tier with the earlier ones held to `tier_limit` (offsets included). A limit that leaves no room, with no
 * cost below 0, closes what costs anything. PURSE_OK whenever there is a status; PURSE_EMEMORY; PURSE_ESOLVER.
 */
purse_code ipm_solve(ipm *s, int tier, const double *tier_limit, const ipm_limits *limits, ipm_answer *answer,
                     purse_error *err);

/*
 * Right after a solve that ended optimal: its answer, closed as well, without the little that it carries on arcs that no
 * optimum uses. False, with the answer as it was, when there is none.
 */
bool ipm_purify(ipm *s, const ipm_limits *limits, ipm_answer *answer);

/*
 * A tier that follows the one solved last, with nothing edited between, begins where that ended; all else starts cold.
 * Forget, and the next does too. To be called after edits when the next solve is not of tier 0.
 */
void ipm_forget(ipm *s);
/* Or, to begin tier `tier` where the one before it ended, as often as is wanted: with other costs, or other limits. */
void ipm_return(ipm *s, int tier);

/* Between solves: returns to the system what large work space there is; answers stay. */
void ipm_rest(ipm *s);

/* Where the processor time of all solves so far has gone: name, text. */
#define IPM_PHASES(X)                                                                                                  \
    X(START, "start")                                                                                                  \
    X(ARRIVE, "arrive")                                                                                                \
    X(LINKING, "linking")                                                                                              \
    X(GATHER, "gather")                                                                                                \
    X(SOLVE, "solve")                                                                                                  \
    X(SPREAD, "spread")                                                                                                \
    X(CERTIFY, "certify")

typedef enum ipm_phase {
#define IPM_PHASE_NAME(name, text) IPM_##name,
    IPM_PHASES(IPM_PHASE_NAME)
#undef IPM_PHASE_NAME
        IPM_N_PHASES
} ipm_phase;

/* Seconds by phase, IPM_N_PHASES of them, borrowed. */
const double *ipm_phases(const ipm *s);

#endif
