/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the interior point solver do for each other; the mathematics stands in ipm.c. Private to the engine. */
#ifndef ENGINE_IPM_PRIVATE_H
#define ENGINE_IPM_PRIVATE_H

#include "state.h"

/* template.c: a draft is one commodity's matrix as read; template.h. */
typedef struct ipm_draft ipm_draft;
void ipm_template_free(ipm_template *t);

/* shape.c: templates, clusters, bundles. linking_shape.c: the linking system's pattern and entries. */
purse_code ipm_shape_new(ipm *s, purse_error *err);
void ipm_shape_free(ipm *s);
purse_code ipm_linking_new(ipm *s, purse_error *err);
void ipm_linking_free(ipm *s);

/* The time since the last phase ended was one of `phase`. */
void ipm_phase_ends(ipm *s, ipm_phase phase);

/* groups.c: work on every group, each with room of its own; vectors over the unknowns, part by part. */
typedef void ipm_work(ipm *s, int group, double *room);
void ipm_each_group(ipm *s, ipm_work *work);
void ipm_threads_free(ipm *s);
/* Threads of another solver of the same program, for as long as both are there. */
purse_code ipm_threads_borrow(ipm *s, const ipm *of, purse_error *err);
void ipm_parts_clear(ipm *s, int group, int which);
void ipm_parts_of(const ipm *s, const ipm_bundle *b, int which, double *part[LANES]);
void ipm_parts_sum(const ipm *s, int which, double *by_unknown);
/* The other way: to the clusters of a group the prices of the iterate, or of all directions that are known. */
void ipm_prices_hand(ipm *s, int group, bool directions);
/* What the cluster of each lane has of them. */
void ipm_prices_of(const ipm *s, const ipm_bundle *b, int which, const double *price[LANES]);

/* block.c: every block's factor; a bundle's, once its group is ready for that. scatter.c: its update of its cluster. */
void ipm_blocks_factor(ipm *s);
void ipm_blocks_ready(ipm *s, int group);
void ipm_block_factor(ipm *s, const ipm_bundle *b, double *room);
/* pivot.c: a pivot, and what stands below it, that elimination has left no digits of; room: so many figures. */
size_t ipm_pivot_room(const ipm_template *t);
void ipm_pivot_mend(const ipm_template *t, int k, int lane, const double *by_class, double *lower, double *room);
void ipm_block_scatter(const ipm *s, const ipm_bundle *b, const double *theta, int n_link, const double *product,
                       double *room);
/* What that asks of the room. */
size_t ipm_scatter_room(const ipm *s, const ipm_bundle *b);
/* v = N^-1 rho of one bundle. */
void ipm_block_solve(const ipm *s, const ipm_bundle *b, double *v);
/* Sums over the slots of each class. */
void ipm_block_classes(const ipm_bundle *b, const double *by_slot, double *by_class);
/* by_class = A' y, or rows += A x by class. */
void ipm_block_transposed(const ipm_bundle *b, const double *y, double *by_class);
void ipm_block_times(const ipm_bundle *b, const double *by_class, double *rows);

/* linking.c: the linking system of this iterate; dpi and box.dx for what the blocks have handed over. */
void ipm_linking_factor(ipm *s);
void ipm_linking_solve(ipm *s, bool residuals);

/* aim.c: joins the last direction to what is kept, then sets h of the boxes for the pass. */
void ipm_aim_boxes(ipm *s);

static inline double ipm_course_price(const ipm_course *c, int unknown)
{
    double sum = 0.0;
    for (int part = c->n - 1; part >= 0; part--)
        sum += c->dpi[part][unknown];
    return sum;
}

/*
 * gather.c: the right side of one bundle for the pass, what is left of it to the linking rows, and v. And the predictor's
 * dy, once its dpi is known, with the corrector's right side.
 */
void ipm_gather_bundle(ipm *s, const ipm_bundle *b, double *room);
void ipm_turn_bundle(ipm *s, const ipm_bundle *b, double *room);
/*
 * spread.c: of one bundle, dy of the last part of the direction found last, with how far each lane allows to go along
 * it, if asked for; that alone; all of the direction into af and az; the iterate moved along what is kept and that; its
 * df into af; and what its last part leaves of the balances, into rb, with what it uses of linking rows.
 */
void ipm_spread_bundle(ipm *s, const ipm_bundle *b, bool steps, double *room);
void ipm_steps_bundle(const ipm *s, const ipm_bundle *b, double *room);
void ipm_join_bundle(ipm *s, const ipm_bundle *b, double *room);
void ipm_move_bundle(ipm *s, const ipm_bundle *b, double *room);
void ipm_flow_bundle(const ipm *s, const ipm_bundle *b, double *room);
void ipm_rest_bundle(ipm *s, const ipm_bundle *b, ipm_found *found, double *room);

/*
 * direction.c: one Newton system for the pass: the direction found last, box.dx and its duals. The predictor, which
 * becomes what is kept, and the corrector for what the pass says. The longest steps along what is kept plus each of the
 * pass's weights times the direction found last.
 */
void ipm_direction(ipm *s);
void ipm_correct(ipm *s);
void ipm_steps(ipm *s, double *primal, double *dual);

/* held.c: rows of held tiers. Loading gives the constant that the row leaves out. */
purse_code ipm_held_new(ipm *s, purse_error *err);
void ipm_held_free(ipm *s);
void ipm_held_keep(ipm *s);
double ipm_held_load(ipm *s, int t);
void ipm_held_unload(ipm *s, int t);
/* Begin where the tier before ended, with products a share of those aimed at; false when that cannot be. */
bool ipm_held_start(ipm *s, double aim, double share);
/* Of all costs of a tier. */
uint64_t ipm_cost_print(const purse_program *p, int t);
void ipm_held_unfold(const ipm *s, double *row_price, double *tier_price);

/* memory.c: a solver on some arcs alone; `only` is borrowed. */
purse_code ipm_new_on(ipm **out, const purse_program *p, const uint8_t *only, purse_error *err);

/*
 * idle.c: rows without arcs, of a solver that arcs are left out of, and their columns: found, taken out of the linking
 * system, their prices set.
 */
purse_code ipm_idle_new(ipm *s, purse_error *err);
void ipm_idle_close(ipm *s);
void ipm_idle_prices(const ipm *s, double *row_price);

/* load.c: bounds, costs and scales of a solve. point.c: where it starts. */
void ipm_load(ipm *s);
/* Costs of a tier by slot and lane, 0 where there is no arc. */
void ipm_slot_costs(const ipm *s, int tier, double *by_slot);
bool ipm_can_close(const purse_program *p, int t);
void ipm_point_start(ipm *s);
double ipm_point_mu(const ipm *s);
/* Of the complementary products of a commodity that so many people enter. */
double ipm_weight(const ipm *s, double supply);

/*
 * residuals.c: residuals and mu of the iterate; the same after a move along what is kept and the direction found last, at
 * the pass's weights, with all that the next iteration begins with, if asked for; that alone; activities of the linking
 * rows at a flow by slot and values of columns.
 */
void ipm_residuals(ipm *s);
void ipm_arrive(ipm *s, double primal, double dual, bool begin);
void ipm_begin(ipm *s);
void ipm_activities(ipm *s, const double *flow, const double *column, double *activity);

/*
 * beyond.c: steps that some few commodities would not allow, and what becomes of those. The steps, over one, at a weight
 * tried; that weight chosen; steps shortened until mending is cheap, with the direction of what is to be mended joined;
 * that direction mended, and a box moved.
 */
purse_code ipm_beyond_new(ipm *s, purse_error *err);
void ipm_beyond_free(ipm *s);
double ipm_beyond_primal(ipm *s, int weight);
double ipm_beyond_dual(ipm *s, int weight);
void ipm_beyond_choose(ipm *s, bool primal, int weight);
void ipm_beyond_shorten(ipm *s, double back_off, double *primal, double *dual);
void ipm_beyond_mend(ipm *s, const ipm_bundle *b, ipm_found *found, double *room);
double ipm_beyond_mend_box(ipm *s, int i, double below, double above);

/* step.c: one iteration, false when the steps collapse. */
bool ipm_iterate(ipm *s);

/* kept.c: iterates put aside, and where they are taken up again: as they were, or after edits. */
/* Rough: flows and their duals to single precision. */
purse_code ipm_kept_new(const ipm *s, ipm_kept *k, bool rough, purse_error *err);
void ipm_kept_free(ipm_kept *k);
void ipm_keep(const ipm *s, ipm_kept *k);
void ipm_kept_restore(ipm *s, ipm_kept *k);
bool ipm_kept_start(ipm *s, ipm_kept *k);
/* How far edits have moved the program from there: what they are worth, as a share of what all people are worth. */
double ipm_kept_moved(const ipm *s, const ipm_kept *k);
/* The same, mixed with a cold start. */
bool ipm_kept_mixed(ipm *s, ipm_kept *k);

/* purify.c: an answer on the arcs alone that matter, if it closes; if not, the iterate stays as it is. */
bool ipm_close_purely(ipm *s, const ipm_limits *limits, ipm_answer *answer);
/* project.c: the iterate's flows and columns moved, by as little as can be, to where the rows hold; to their bounds, or
 * not all the way. */
void ipm_project(ipm *s, bool to_bounds);
/* All the way, however far: false when something stops it. Counts its projections. */
bool ipm_reach(ipm *s, int *passes);

/* near.c: beside an optimum that was kept; false when that is not enough. Keeps the optimum just found. */
bool ipm_near_solve(ipm *s, const ipm_limits *limits, ipm_answer *answer);
purse_code ipm_near_keep(ipm *s, const ipm_answer *answer, purse_error *err);
/* On the way to the first optimum: iterates are put aside. */
purse_code ipm_near_begin(ipm *s, purse_error *err);
void ipm_near_pass(ipm *s, double size);
/* Begin on the way to the first optimum, as near to it as what was edited since allows; false when that cannot be. */
bool ipm_near_start(ipm *s);
/* Limits of a solve that begins there, and whether it is better begun elsewhere. */
ipm_limits ipm_near_limits(const ipm_limits *limits);
bool ipm_near_fails(const ipm *s, int iterations, double first_gap);
void ipm_near_free(ipm *s);

/*
 * prices.c: prices of the rows, into row_dual, and of held tiers, as the iterate has them; moved by what rounding has left
 * of the reduced costs of columns between their bounds.
 */
void ipm_prices_read(ipm *s, double *tier_price);
void ipm_prices_level(ipm *s, const double *tier_price);

/* simulate.c: people sent the iterate's ways, into next_flow; `cut`: not along arcs whose reduced cost outweighs their flow.
 * False where somebody has no way left. */
bool ipm_simulate(ipm *s, bool cut);

/* recover.c: an answer and a bound from the iterate, kept when better; true when they close. An answer alone. */
bool ipm_certify(ipm *s, const ipm_limits *limits, bool last, ipm_answer *answer);
bool ipm_certify_answer(ipm *s, const ipm_limits *limits, bool last, ipm_answer *answer);
/* Bounds alone, at the iterate's prices, levelled; as they are too, unless the first is near enough to the value. */
void ipm_certify_prices(ipm *s, double value, double enough, ipm_answer *answer);
/* The iterate's answer in the place of the one that is kept, when it is sound and closed as well. */
bool ipm_certify_instead(ipm *s, const ipm_limits *limits, ipm_answer *answer);
/* A bound, and the iterate's columns where it is near the iterate's value. */
bool ipm_estimate(ipm *s, const ipm_limits *limits, double value, ipm_answer *answer);
/* Nothing more is asked of the answer. */
bool ipm_reaches_aim(const ipm_limits *limits, const ipm_answer *answer);
bool ipm_proves_infeasible(ipm *s);
/* The bound at no prices, which is all there is to prove where nobody need pay. */
void ipm_bound_at_nothing(ipm *s, ipm_answer *answer);

#endif
