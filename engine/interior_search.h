/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Branch and bound over the interior point solver: what its files share; see interior_tree.c. Private to the engine. */
#ifndef ENGINE_INTERIOR_SEARCH_H
#define ENGINE_INTERIOR_SEARCH_H

#include <stdint.h>

#include "solver_private.h"

/* As near to a whole number as this is whole. */
#define WHOLE 1e-5

/* So many answers of rounding are remembered. */
enum { TRIED = 64 };

typedef struct node {
    double bound;
    double *lo, *hi; /* of each whole column; one array */
} node;

typedef struct search {
    purse_solver *s;
    int tier, n; /* whole columns */
    int *column, *order;
    double *lo, *hi, *x, *value; /* n: own bounds; relaxation; rounded; one array with what follows */
    double *dive[3];             /* n: of a dive, bounds and relaxation */
    bool *pure;                  /* per row: holds whole columns alone */
    double *activity;            /* per row */
    double *price;               /* per row: of the relaxation of the node under way */
    double tier_price[PURSE_MAX_TIERS];
    node *open;
    int n_open, room;
    long explored;
    double best, floor;
    bool found, stopped, diving;
    bool first_only; /* the root, and its roundings until one leaves an answer */
    double noise;
    uint64_t tried[TRIED]; /* by rounding, the latest of them */
    long n_tried;
    double until; /* once there is an answer: when to leave the rest of the time to the tiers after this */
    ipm_answer answer;
} search;

/* Whether whole column i is an award; what can be more than 1 is a block. */
static inline bool search_is_award(const search *q, int i)
{
    return q->hi[i] <= 1.0;
}

/* interior_solve.c: bounds of the program's whole columns. */
void search_bounds(search *q, const double *lo, const double *hi);
/* The program with these bounds, into q->answer; lo == hi where all are held in place. Sets `stopped` at a limit. */
purse_code search_solve(search *q, const double *lo, const double *hi, purse_error *err);
/*
 * The same, begun beside the optimal face of the tier before under these bounds, which is found first: where a row holds
 * that tier, nothing else is near.
 */
purse_code search_solve_onward(search *q, const double *lo, const double *hi, purse_error *err);
/* Takes q->answer, whose whole columns are held at q->value, if it is the best. */
void search_take(search *q);
/* What is proved. */
double search_bound(const search *q);
void search_tell(const search *q);

/* interior_round.c: a search over s's whole columns within their bounds; q->s is set before. */
purse_code search_new(search *q, purse_error *err);
void search_free(search *q);

/* Above which share of a whole column rounding goes up: to be tried in turn until one leaves an answer. */
enum { THRESHOLDS = 4 };
double search_threshold(int k);

/*
 * Rounds q->x to q->value within the bounds and within what the rows of whole columns alone allow: up from a share above
 * `threshold`, awards before blocks, larger shares first.
 */
void search_round(search *q, const double *lo, const double *hi, double threshold);

/* Whether the rows of whole columns alone leave room for column i so much higher than q->value. */
bool search_fits(const search *q, int i, double step);
/* q->value and the rows' activities at the least whole numbers that `lo` allows; and one column higher. */
void search_low(search *q, const double *lo);
void search_step(search *q, int i, double step);

/*
 * interior_dive.c: from q->x on, what is whole is held, most of the rest rounded, the relaxation solved again, until all
 * is whole or nothing better than `cutoff` can come of it; q->x is as before.
 */
purse_code search_dive(search *q, const double *lo, const double *hi, double cutoff, purse_error *err);

/* Whether q->value was asked about before; from now on it was. */
bool search_tried(search *q);

#endif
