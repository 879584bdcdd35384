/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What a solve says: a status, never to be confused with a code, and a certificate computed from the program. */
#ifndef PURSE_SOLUTION_H
#define PURSE_SOLUTION_H

#ifdef __cplusplus
extern "C" {
#endif

#define PURSE_STATUSES(X)                                                                                              \
    X(NONE, "none")             /* not solved yet */                                                                   \
    X(OPTIMAL, "optimal")       /* proved to the asked gap */                                                          \
    X(FEASIBLE, "feasible")     /* a plan and a bound, the gap is open */                                              \
    X(INFEASIBLE, "infeasible") /* proved: there is no plan */                                                         \
    X(LIMIT, "limit")           /* stopped with no plan */                                                             \
    X(EVALUATED, "evaluated")   /* the baseline: no decision was taken */                                              \
    X(UNBOUNDED, "unbounded")   /* only for programs read from a file */

typedef enum purse_status {
#define PURSE_STATUS_NAME(name, text) PURSE_STATUS_##name,
    PURSE_STATUSES(PURSE_STATUS_NAME)
#undef PURSE_STATUS_NAME
} purse_status;

const char *purse_status_text(purse_status status);

/** How a tier's answer was found: name, text. Its proof is the same whatever the way. */
#define PURSE_WAYS(X)                                                                                                  \
    X(NONE, "none")                                                                                                    \
    X(SIMPLEX, "simplex")                                                                                              \
    X(INTERIOR, "interior point")                                                                                      \
    X(CUT, "branch and cut")                                                                                           \
    X(STRENGTHENED, "branch and cut, strengthened") /**< with variable upper bounds added where they are broken */     \
    X(BRANCH, "branch and bound over interior point")

typedef enum purse_way {
#define PURSE_WAY_NAME(name, text) PURSE_WAY_##name,
    PURSE_WAYS(PURSE_WAY_NAME)
#undef PURSE_WAY_NAME
} purse_way;

const char *purse_way_text(purse_way way);

/** Proof figures, computed from the program and never taken from the solver's word. */
typedef struct purse_certificate {
    double row_violation; /**< largest over linking rows, relative to 1 + the larger of |bound| and its largest term */
    double balance_violation; /**< largest over commodity balances and entry limits, relative to 1 + supply */
    double bound_violation;   /**< largest over column and arc bounds, relative to 1 + |bound| */
    double integer_violation; /**< largest distance of an integer column from an integer */
    long iterations;          /**< simplex iterations of all tiers */
    long nodes;               /**< branch and bound nodes of all tiers */
} purse_certificate;

#ifdef __cplusplus
}
#endif
#endif
