/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small numerical helpers and the engine's tolerances, stated once. Private to the engine. */
#ifndef ENGINE_NUMBERS_H
#define ENGINE_NUMBERS_H

/* A later tier may give away this share of an earlier tier's value (section 6 of the model). */
#define TIER_SLACK 1e-6
/* Default gaps to which an optimum is proved. */
#define GAP_LINEAR 1e-6
#define GAP_INTEGER 1e-4
/* A violation above this, relative to 1 + |bound| (of a row: or its largest term), makes an answer unfit to be
 * called feasible. */
#define FEASIBILITY 1e-6
/* A reduced cost this near to 0, relative to 1 + the sizes of its terms, counts as 0 where a column has no bound to
 * pay at. */
#define DUAL_NOISE 1e-9

/* Monotonic clock in seconds. Used for limits and progress only, never for a decision that shows in an answer. */
double seconds_now(void);
/* Processor time of the process in seconds, all threads. */
double processor_now(void);

/* |value - bound| relative to |value|, 0 when the bound is not below the value. */
double relative_gap(double value, double bound);

#endif
