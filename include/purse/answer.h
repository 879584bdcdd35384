/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What a plan says to those who must act on it: who was awarded and who refused and why, what is built, which rules
 * bind, who gets which share, how places fare, and what coordination saves.
 *
 * Computed from the plan and its model alone, without the solver. A reason is only given where the plan's own figures
 * bear it out; where they do not, the answer says that no gain was found. Indices point into the model's tables.
 */
#ifndef PURSE_ANSWER_H
#define PURSE_ANSWER_H

#include <stdbool.h>

#include "purse/error.h"
#include "purse/model.h"
#include "purse/plan.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Why an offer or a team was refused or awarded: name in C, name in a document. The first that holds is given. */
#define PURSE_REASONS(X)                                                                                               \
    /* refused */                                                                                                      \
    X(CONFLICT, "conflict")         /* its provider commissions the pot of its service */                              \
    X(CONTEST_LOST, "contest_lost") /* another offer of its contest was awarded: `rival` */                            \
    X(CAPACITY, "capacity") /* awarded offers of its service, no dearer, have capacity to spare in each of its \
                                       places; `rival` has most: `other` contacts */       \
    X(RULE, "rule")         /* a rule that binds speaks against its provider or any more of its kind: `rule` */        \
    X(INCOME, "income")     /* its provider's income would pass its max_income; `other` is left */                     \
    X(PRICE, "price") /* a contact costs more, at best (`own`), than at any awarded offer of its service and places  \
                           (`other` at most); all its places are served */ \
    X(BUDGET, "budget")   /* its pot has `other` left, moves included; the award takes `own` at least */               \
    X(NO_GAIN, "no_gain") /* none of these: the plan without it is the best found */                                   \
    /* awarded */                                                                                                      \
    X(CONTEST_WON, "contest_won") /* against `rivals` others; the dearest or first of them is `rival` */               \
    X(RULE_NEEDED, "rule_needed") /* it counts towards a rule that binds: `rule` */                                    \
    X(CHEAPEST, "cheapest")       /* a contact costs less (`own`) than at `rivals` others of its service and places */ \
    X(USED, "used")               /* people are seen there */                                                          \
    X(UNUSED, "unused")           /* awarded at no cost, and nobody is seen there */

typedef enum purse_reason {
#define PURSE_REASON_NAME(name, text) PURSE_REASON_##name,
    PURSE_REASONS(PURSE_REASON_NAME)
#undef PURSE_REASON_NAME
        PURSE_N_REASONS
} purse_reason;

const char *purse_reason_text(purse_reason reason);

/** On which count the winner of a contest is better than a loser, where the figures show one. */
typedef enum purse_edge {
    PURSE_EDGE_NONE,
    PURSE_EDGE_CHEAPER, /**< per contact, at the winner's contacts, fixed and block costs included */
    PURSE_EDGE_LESS,    /**< in all: both have a fixed price and nothing else */
    PURSE_EDGE_LARGER   /**< it sees more contacts than the loser could */
} purse_edge;

/** One open offer or open team. A baseline decides nothing and has none. */
typedef struct purse_award {
    int offer, team; /**< one of them is -1 */
    bool awarded;
    purse_reason reason;
    double used;       /**< share of the awarded capacity, NaN where there is none */
    int rival, rivals; /**< an offer or -1; how many there are */
    int rule;          /**< or -1 */
    purse_edge edge;   /**< CONTEST_LOST and CONTEST_WON */
    double own, other; /**< figures of the reason: this one's and the rival's; NaN where it has none */
} purse_award;

/** Capacity built in blocks. */
typedef struct purse_built {
    int offer;
    double blocks, capacity, cost; /**< GBP */
} purse_built;

/** One rule, or one provider's row of it. */
typedef struct purse_rule_result {
    int rule;
    int provider;              /**< max_share without a group: whose share; else -1 */
    int place_low, place_high; /**< gap rules: the places with least and most; else -1 */
    double value, slack;       /**< in the rule's own unit; slack < 0: broken. NaN where the ratio has no denominator */
    bool binds;                /**< slack is 0 to 1e-6, and the limit could keep something out */
    bool broken;               /**< only where rules are not enforced: in a baseline */
} purse_rule_result;

/** Offers' contacts and spend, as rules count them. */
typedef struct purse_share {
    double contacts, spend;       /**< GBP */
    double of_contacts, of_spend; /**< shares of the scope's, NaN where that has none */
} purse_share;

/** Contact-weighted mean quality of the providers that have one. */
typedef struct purse_quality {
    double mean;     /**< NaN where no contact has one */
    double coverage; /**< share of contacts at providers with a quality; NaN without contacts */
} purse_quality;

typedef struct purse_place_result {
    double demand;        /**< episodes */
    double unmet, burden; /**< per episode of demand; NaN without demand */
} purse_place_result;

/** Between places with demand; -1 and NaN where there are none. */
typedef struct purse_gap {
    int best, worst;
    double gap;
} purse_gap;

/** What a team's coordination takes off the burden of those it coordinates. */
typedef struct purse_coordination {
    double episodes, spend;
    double relieved; /**< burden: that of the same moves without the team, less what was left */
    double cost;     /**< GBP per unit of burden relieved; NaN where it is 0 */
} purse_coordination;

typedef struct purse_answer {
    int n_awards, n_built, n_rules;
    int n_awarded, n_open; /**< open offers (teams not counted): how many were awarded, how many there are */
    double blocks;         /**< in all */
    int n_binding;         /**< rules, or rows of rules, that bind */
    purse_award *awards;   /**< offers, then teams, in the model's order */
    purse_built *built;
    purse_rule_result *rules; /**< in the model's order, then providers */

    int n_pots, n_providers, n_places, n_teams, n_needs;
    purse_share *provider;  /**< (n_pots + 1) x n_providers; the last block of n_providers is of all pots */
    purse_share *sector;    /**< (n_pots + 1) x PURSE_N_SECTORS, likewise */
    purse_quality *quality; /**< n_pots + 1 */
    double *income;         /**< per provider: its offers' and teams' spend, GBP */
    double *coordinated;    /**< n_teams x n_needs: episodes */
    purse_place_result *places;
    purse_gap unmet, burden;
    purse_coordination *teams;
    double relieved; /**< by all teams */
} purse_answer;

/**
 * @param answer  out, new, to be freed with purse_answer_free
 * @param plan    one that holds flows and whose figures are filled (purse_plan_total)
 * @return PURSE_OK; PURSE_EUSAGE for a plan that holds none; PURSE_EMEMORY
 */
purse_code purse_answer_new(purse_answer **answer, const purse_plan *plan, const purse_model *model, purse_error *err);
void purse_answer_free(purse_answer *answer);

#ifdef __cplusplus
}
#endif
#endif
