/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The checked model: a scenario in which every reference resolves and every check of docs/model.md holds.
 *
 * Plain data, read-only for everybody but the checker that makes it. Every reference is an index into the
 * table it points to. Money is pounds in the scenario's period, activity is episodes, people or contacts in
 * that period, a share is a fraction from 0 to 1. The model owns all it points to.
 */
#ifndef PURSE_MODEL_H
#define PURSE_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "purse/error.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A list of indices into some table, ascending and without repeats. */
typedef struct purse_list {
    const int *item;
    int n;
} purse_list;

/** Whether an index is in a list. */
bool purse_list_has(purse_list list, int item);

/** The one list of sectors: name in C, name in a scenario. */
#define PURSE_SECTORS(X)                                                                                               \
    X(GENERAL_PRACTICE, "general_practice")                                                                            \
    X(PHARMACY, "pharmacy")                                                                                            \
    X(NHS_TRUST, "nhs_trust")                                                                                          \
    X(SOCIAL_ENTERPRISE, "social_enterprise")                                                                          \
    X(CHARITY, "charity")                                                                                              \
    X(INDEPENDENT, "independent")                                                                                      \
    X(LOCAL_AUTHORITY, "local_authority")

typedef enum purse_sector {
#define PURSE_SECTOR_NAME(name, text) PURSE_SECTOR_##name,
    PURSE_SECTORS(PURSE_SECTOR_NAME)
#undef PURSE_SECTOR_NAME
        PURSE_N_SECTORS
} purse_sector;

/** Kinds of move from one service to another. */
#define PURSE_MOVES(X)                                                                                                 \
    X(REFERRAL, "referral")                                                                                            \
    X(TRANSFER, "transfer")                                                                                            \
    X(SIGNPOST, "signpost")

typedef enum purse_move {
#define PURSE_MOVE_NAME(name, text) PURSE_MOVE_##name,
    PURSE_MOVES(PURSE_MOVE_NAME)
#undef PURSE_MOVE_NAME
        PURSE_N_MOVES
} purse_move;

/** Measures of a plan, section 6 of the model. */
#define PURSE_MEASURES(X)                                                                                              \
    X(UNMET, "unmet")                                                                                                  \
    X(BURDEN, "burden")                                                                                                \
    X(SPEND, "spend")                                                                                                  \
    X(ACCESS, "access")

typedef enum purse_measure {
#define PURSE_MEASURE_NAME(name, text) PURSE_MEASURE_##name,
    PURSE_MEASURES(PURSE_MEASURE_NAME)
#undef PURSE_MEASURE_NAME
        PURSE_N_MEASURES
} purse_measure;

/** Rule types, section 5 of the model. */
#define PURSE_RULES(X)                                                                                                 \
    X(MAX_SHARE, "max_share")                                                                                          \
    X(MIN_SHARE, "min_share")                                                                                          \
    X(MIN_SPEND, "min_spend")                                                                                          \
    X(MAX_SPEND, "max_spend")                                                                                          \
    X(MIN_QUALITY, "min_quality")                                                                                      \
    X(MIN_AWARDS, "min_awards")                                                                                        \
    X(MAX_AWARDS, "max_awards")                                                                                        \
    X(MAX_UNMET_GAP, "max_unmet_gap")                                                                                  \
    X(MAX_BURDEN_GAP, "max_burden_gap")

typedef enum purse_rule_type {
#define PURSE_RULE_NAME(name, text) PURSE_RULE_##name,
    PURSE_RULES(PURSE_RULE_NAME)
#undef PURSE_RULE_NAME
        PURSE_N_RULES
} purse_rule_type;

const char *purse_sector_text(purse_sector sector);
const char *purse_move_text(purse_move move);
const char *purse_measure_text(purse_measure measure);
const char *purse_rule_text(purse_rule_type type);

/** Where a record stands in the user's files, for messages; `file` is borrowed from the model, line 0 = unknown. */
typedef struct purse_origin {
    const char *file;
    long line;
} purse_origin;

typedef struct purse_pot {
    const char *id, *name; /**< name is the id where none was given, here and below */
    double budget;         /**< GBP */
} purse_pot;

typedef struct purse_service {
    const char *id, *name, *unit;
    int pot;
    double access; /**< rank, 1 = most accessible */
} purse_service;

typedef struct purse_provider {
    const char *id, *name;
    purse_sector sector;
    double quality;         /**< 0..100, NaN where not given */
    double max_income;      /**< GBP, INFINITY where not given */
    purse_list commissions; /**< pots */
} purse_provider;

typedef struct purse_place {
    const char *id, *name;
    double population; /**< NaN where not given */
} purse_place;

typedef struct purse_need {
    const char *id, *name;
    double priority;
} purse_need;

typedef struct purse_demand {
    int place, need;
    double episodes;
} purse_demand;

typedef struct purse_ability {
    int need, service;
    double resolves, contacts;
    bool entry;
    double entry_min, entry_max;
    double entry_baseline; /**< NaN where not given */
} purse_ability;

typedef struct purse_referral {
    int need, from, to; /**< from and to are services */
    purse_move kind;
    double burden;
    bool necessary;
    double share; /**< NaN where not given */
} purse_referral;

typedef struct purse_offer {
    const char *id;
    int provider, service;
    purse_list places;
    double unit_cost, capacity, fixed_cost, min_volume;
    bool open;   /**< award "open"; held otherwise */
    int contest; /**< index into contests, or -1 */
    double block_size, block_cost;
    int max_blocks;
} purse_offer;

typedef struct purse_team {
    const char *id;
    int provider, pot;
    purse_list needs, places;
    double capacity, unit_cost, fixed_cost, relief;
    bool open;
} purse_team;

typedef struct purse_programme {
    const char *id, *name;
    int pot;
    purse_list places;
    double max_spend; /**< last spend of its shortest curve; 0 without curves */
} purse_programme;

/** One curve: what spending on a programme averts of one need; points after the implied (0,0). */
typedef struct purse_effect {
    int programme, need;
    int n_points;
    const double *spend, *averted;
} purse_effect;

typedef struct purse_virement {
    int from, to;
    double limit;
} purse_virement;

typedef enum purse_scope_kind { PURSE_SCOPE_ALL, PURSE_SCOPE_POT, PURSE_SCOPE_SERVICE } purse_scope_kind;

typedef struct purse_rule {
    purse_rule_type type;
    const char *id; /**< given, or "rule 3" by its position */
    purse_scope_kind scope;
    int scope_index;      /**< pot or service */
    bool of_spend;        /**< shares: of spend, else of contacts */
    bool has_group;       /**< sectors or providers were given */
    purse_list providers; /**< the group: all providers named or of a named sector */
    double limit;
} purse_rule;

/** Tiers of the objective. Lexicographic: one measure each. Weighted: one tier with weights per measure. */
typedef struct purse_objective {
    bool weighted;
    int n_tiers;                          /**< 1 when weighted */
    purse_measure tier[PURSE_N_MEASURES]; /**< lexicographic only */
    double weight[PURSE_N_MEASURES];      /**< weighted only, by measure; 0 where not named */
} purse_objective;

typedef struct purse_model {
    const char *name, *description, *period, *currency;
    int n_sources;
    const char **sources;
    const char *file; /**< the scenario's path as given */
    char sha256[65];  /**< over the scenario, its tables and the changes made to it, see docs/scenario.md */
    int n_changes;    /**< overlays and --set applied, in order, as texts */
    const char **changes;

    int n_pots, n_services, n_providers, n_places, n_needs, n_offers, n_teams, n_programmes, n_rules, n_virement,
        n_contests;
    purse_pot *pots;
    purse_service *services;
    purse_provider *providers;
    purse_place *places;
    purse_need *needs;
    purse_offer *offers;
    purse_team *teams;
    purse_programme *programmes;
    purse_rule *rules;
    purse_virement *virement;
    bool has_virement; /**< the table was given, even empty */
    const char **contests;

    int n_demand; /**< pairs with episodes given, zero included, by place and then need */
    purse_demand *demand;
    int *demand_start; /**< n_places + 1 */

    int n_abilities; /**< by need and then service */
    purse_ability *abilities;
    int *ability_start; /**< n_needs + 1 */

    int n_referrals; /**< by need, then from, then to */
    purse_referral *referrals;
    int *referral_start; /**< n_needs + 1 */

    int n_effects; /**< by programme and then need */
    purse_effect *effects;
    int *effect_start; /**< n_programmes + 1 */

    double within_provider, across_pots; /**< handover multipliers */
    purse_objective objective;

    purse_origin *offer_origin, *rule_origin, *pot_origin, *team_origin; /**< one per record, for messages */
    void *store;                                                         /**< what owns the memory; private */
} purse_model;

/** Releases a model. NULL is allowed. */
void purse_model_free(purse_model *model);

#ifdef __cplusplus
}
#endif
#endif
