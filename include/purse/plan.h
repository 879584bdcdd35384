/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * A plan: what to buy and how people move, with all measures; the answer of a regime.
 *
 * Indices point into the model's tables. A plan owns its arrays and borrows nothing from the model.
 */
#ifndef PURSE_PLAN_H
#define PURSE_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "purse/error.h"
#include "purse/least_change.h"
#include "purse/model.h"
#include "purse/regime.h"
#include "purse/solution.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Kinds of flow: name in C, name in a plan. People of one (place, need, mode). */
#define PURSE_FLOWS(X)                                                                                                 \
    X(UNMET, "unmet")       /* m: unmet at the door; no mode, no services */                                           \
    X(ENTRY, "entry")       /* e: episodes entering at to_service */                                                   \
    X(DOOR, "door")         /* w: people at to_offer who came through the open door of its service */                  \
    X(REFERRAL, "referral") /* t: from_offer to to_service, any offer there may take them */                           \
    X(HANDOVER, "handover") /* h: from_offer to to_offer, inside one provider */                                       \
    X(LOST, "lost")         /* baseline only: people sent or come to to_service where no held offer serves the place */

typedef enum purse_flow_kind {
#define PURSE_FLOW_NAME(name, text) PURSE_FLOW_##name,
    PURSE_FLOWS(PURSE_FLOW_NAME)
#undef PURSE_FLOW_NAME
        PURSE_N_FLOWS
} purse_flow_kind;

const char *purse_flow_text(purse_flow_kind kind);

typedef struct purse_flow {
    purse_flow_kind kind;
    int place, need;
    int team;       /**< mode: a team, or -1 for uncoordinated */
    int from_offer; /**< -1 where there is none, here and below */
    int to_service; /**< also set where to_offer is: that offer's service */
    int to_offer;
    double people;
} purse_flow;

/** The one list of totals, in the order in which they are written. */
#define PURSE_TOTALS(X)                                                                                                \
    X(episodes)                                                                                                        \
    X(served)                                                                                                          \
    X(unmet)                                                                                                           \
    X(unmet_weighted)                                                                                                  \
    X(averted)                                                                                                         \
    X(contacts)                                                                                                        \
    X(moves)                                                                                                           \
    X(unnecessary_moves)                                                                                               \
    X(burden)                                                                                                          \
    X(access)                                                                                                          \
    X(spend)

typedef struct purse_totals {
#define PURSE_TOTAL_FIELD(name) double name;
    PURSE_TOTALS(PURSE_TOTAL_FIELD)
#undef PURSE_TOTAL_FIELD
} purse_totals;

/** One tier of the objective. measure -1 means the weighted sum. */
typedef struct purse_tier {
    int measure;
    double value;  /**< of this plan */
    double bound;  /**< proved: no plan that keeps the tiers before has less */
    double gap;    /**< (value - bound) / max(|value|, 1e-9), not below 0 */
    purse_way way; /**< by which it was found */
} purse_tier;

/** The measure a tier is of, or "weighted". */
const char *purse_tier_text(const purse_tier *tier);

/** What a pot can be held to: name, name in a document. */
#define PURSE_POT_LIMITS(X)                                                                                            \
    X(UNMET, "unmet")   /* by priority, of needs that can enter at its services */                                     \
    X(BURDEN, "burden") /* of unnecessary moves that end at its services */                                            \
    X(PAID, "paid")     /* GBP: its spend and what it gave, less what it got */

typedef enum purse_pot_limit {
#define PURSE_POT_LIMIT_NAME(name, text) PURSE_POT_##name,
    PURSE_POT_LIMITS(PURSE_POT_LIMIT_NAME)
#undef PURSE_POT_LIMIT_NAME
        PURSE_N_POT_LIMITS
} purse_pot_limit;

const char *purse_pot_limit_text(purse_pot_limit limit);

typedef struct purse_pot_result {
    double budget, spend, moved_in, moved_out;
    double price[PURSE_N_MEASURES];  /**< by tier: what one more GBP of budget adds to its value, <= 0; NaN: unknown */
    double left[PURSE_N_MEASURES];   /**< the same tested by solving again: per GBP taken away; NaN: not tested */
    double right[PURSE_N_MEASURES];  /**< per GBP added; where left and right differ, no one price is right */
    double most[PURSE_N_POT_LIMITS]; /**< what the plan was held to, beyond the scenario; NaN: nothing */
} purse_pot_result;

typedef struct purse_offer_result {
    bool awarded;
    double blocks, contacts, capacity, spend; /**< capacity: awarded, with blocks */
    double price[PURSE_N_MEASURES];           /**< by tier, per contact of capacity, <= 0; NaN where unknown */
    double left[PURSE_N_MEASURES];            /**< tested, per contact of capacity taken away; NaN: not tested */
    double right[PURSE_N_MEASURES];           /**< tested, per contact of capacity added */
    bool conflict;                            /**< excluded by conflict of interest */
} purse_offer_result;

typedef struct purse_team_result {
    bool awarded;
    double episodes, capacity, spend;
} purse_team_result;

typedef struct purse_programme_result {
    double spend, averted; /**< averted: episodes over all needs */
} purse_programme_result;

typedef struct purse_boundary {
    int from, to; /**< pots */
    double moves, unnecessary_moves, burden;
} purse_boundary;

typedef struct purse_money_move {
    int from, to;
    double amount;
} purse_money_move;

typedef struct purse_plan {
    purse_regime regime;
    purse_status status;
    bool interrupted;
    int n_tiers;
    purse_tier tier[PURSE_N_MEASURES];
    purse_totals totals;

    int n_pots, n_offers, n_teams, n_programmes, n_places, n_effects;
    purse_pot_result *pots;
    purse_offer_result *offers;
    purse_team_result *teams;
    purse_programme_result *programmes;
    double *averted;      /**< one per effect of the model: A[g,n] */
    double *place_unmet;  /**< one per place: episodes unmet */
    double *place_burden; /**< one per place */

    int n_boundaries; /**< n_pots * n_pots, from-major; within one pot too (from == to) */
    purse_boundary *boundaries;
    int n_moves; /**< money moved, only amounts > 0 */
    purse_money_move *moves;

    size_t n_flows; /**< by place, need, team, kind, from_offer, to_service, to_offer; only people > 0 */
    purse_flow *flows;

    purse_certificate certificate;
    bool fixed_prices;          /**< there are integers: prices are those with awards and blocks held fixed */
    bool interior_prices;       /**< some are of the interior point: the middle of those that fit, not a corner */
    purse_least_change *change; /**< infeasible: what would make it feasible, owned; NULL where nobody asked */
    double seconds;             /**< of the solve; never printed in files that must be the same twice */
} purse_plan;

/** An empty plan sized for `model`: all zero, prices NaN (unknown). Free with purse_plan_free. */
purse_code purse_plan_new(purse_plan **plan, const purse_model *model, purse_error *err);

/** Append one flow; one of no people is left out. The flows must have come through this call alone. */
purse_code purse_plan_add_flow(purse_plan *plan, const purse_flow *flow, purse_error *err);

/** Append one move of money; an amount of 0 is left out. The moves must have come through this call alone. */
purse_code purse_plan_add_money(purse_plan *plan, int from, int to, double amount, purse_error *err);

/** Order of flows: place, need, team, kind, from_offer, to_service, to_offer; 0 when all are equal. */
int purse_flow_compare(const purse_flow *a, const purse_flow *b);

/** Put flows and moves of money in their order. */
void purse_plan_sort(purse_plan *plan);

/**
 * Fill totals, pots, offers (contacts, capacity, spend), teams, programmes, places and boundaries from the
 * plan's decisions: flows, offers' awarded and blocks, teams' awarded, programmes' spend, averted, moves.
 */
purse_code purse_plan_total(purse_plan *plan, const purse_model *model, purse_error *err);

void purse_plan_free(purse_plan *plan);

/** Whether any price was tested from both sides; see purse_optimiser_pot_prices. */
bool purse_plan_tested(const purse_plan *plan);

/**
 * Tiers whose prices are worth a look: the first; then, as long as they are not of spend, all where prices were tested,
 * and else those before which every tier is 0.
 */
int purse_plan_priced_tiers(const purse_plan *plan);

/** Offers whose capacity has a price worth a look, dearest in the first tier first, into `offer` (n_offers long). */
int purse_plan_scarce(const purse_plan *plan, int *offer);

/** Whether a tested price differs from side to side by more than 1 %. False for one that was not tested. */
bool purse_price_degenerate(double left, double right);

/** Value of a measure in the plan's totals. */
double purse_plan_measure(const purse_plan *plan, purse_measure measure);

/** Baseline regime: evaluates today's pattern by solving (2)-(4). PURSE_EINPUT names the missing shares. */
purse_code purse_plan_baseline(purse_plan **plan, const purse_model *model, purse_error *err);

/**
 * Check a plan against a model in arithmetic of its own: (1)-(13), rules, regime and every stated figure.
 * Each failure becomes one problem (severity error) whose message names the equation and the record.
 *
 * @param tolerance relative; 1e-6 is the contract
 * @return PURSE_OK even when the plan fails (see problems->n_errors); PURSE_EMEMORY
 */
purse_code purse_plan_verify(const purse_plan *plan, const purse_model *model, double tolerance,
                             purse_problems *problems, purse_error *err);

#ifdef __cplusplus
}
#endif
#endif
