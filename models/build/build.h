/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a checked model to a routing program, and what each row, column, node and arc of it means.
 *
 * One program serves all regimes: build_regime gives the bounds by which they differ. Private to models/.
 */
#ifndef MODELS_BUILD_H
#define MODELS_BUILD_H

#include <stdint.h>

#include "purse/model.h"
#include "purse/program.h"
#include "purse/regime.h"

/* Linking rows, in this order. */
typedef enum build_row_kind {
    BUILD_ROW_VOLUME,      /* offer: contacts of its arcs - its volume column = 0 */
    BUILD_ROW_CAPACITY,    /* (6) offer: volume - capacity y - block_size z <= 0 */
    BUILD_ROW_REACH,       /* offer: volume - (what its demand can bring) y <= 0, only with blocks: tightens (6) */
    BUILD_ROW_BLOCKS,      /* (6) offer: z - max_blocks y <= 0 */
    BUILD_ROW_MINIMUM,     /* (7) offer: volume - min_volume y >= 0 */
    BUILD_ROW_COORDINATED, /* team: episodes of its arcs - its column = 0 */
    BUILD_ROW_TEAM,        /* (8) team: episodes - capacity y <= 0 */
    BUILD_ROW_CURVE,       /* (9) effect, segment */
    BUILD_ROW_CONTEST,     /* (10) contest: sum y <= 1 */
    BUILD_ROW_INCOME,      /* (11) provider */
    BUILD_ROW_BUDGET,      /* (13) pot */
    BUILD_ROW_DIAL,        /* dial: money out of a pot */
    BUILD_ROW_RULE_TOTAL,  /* rule: what is in scope - its total column = 0 */
    BUILD_ROW_RULE         /* rule; with `b` the provider or place it is about, or -1 */
} build_row_kind;

typedef struct build_row {
    build_row_kind kind;
    int a, b;
} build_row;

typedef enum build_col_kind {
    BUILD_COL_VOLUME,      /* offer: X[k] */
    BUILD_COL_AWARD,       /* open offer: y[k] */
    BUILD_COL_BLOCKS,      /* offer with blocks: z[k] */
    BUILD_COL_COORDINATED, /* team: episodes coordinated */
    BUILD_COL_TEAM,        /* open team: y[j] */
    BUILD_COL_SPEND,       /* programme: sigma[g] */
    BUILD_COL_AVERTED,     /* effect: A[g,n] */
    BUILD_COL_MONEY,       /* pots a to b: v[p,q] */
    BUILD_COL_RULE_TOTAL,  /* rule: what is in scope */
    BUILD_COL_RULE_FLOOR   /* gap rule: the least among places */
} build_col_kind;

typedef struct build_col {
    build_col_kind kind;
    int a, b;
} build_col;

typedef enum build_node_kind {
    BUILD_NODE_SOURCE,
    BUILD_NODE_DOOR,  /* service: who comes to it by its open door */
    BUILD_NODE_DESK,  /* service, provider: who comes to that clinic, by the door or handed over */
    BUILD_NODE_LEFT,  /* service, provider: whom that clinic leaves unresolved */
    BUILD_NODE_AFTER, /* service: whom its offers leave unresolved and do not hand over */
} build_node_kind;

typedef struct build_node {
    build_node_kind kind;
    int team; /* mode, -1 uncoordinated */
    int service, provider;
} build_node;

typedef enum build_arc_kind {
    BUILD_ARC_UNMET,
    BUILD_ARC_ENTER, /* to a service's door */
    BUILD_ARC_CALL,  /* from a service's door to the desk of a provider's clinic */
    BUILD_ARC_SEE,   /* from a service's door, or a clinic's desk, straight through an offer */
    BUILD_ARC_REFER, /* whom a clinic leaves to its service's referrals */
    BUILD_ARC_HAND,  /* from whom a clinic left to the desk of another of the same provider */
    BUILD_ARC_MOVE   /* referral of whom the offers of a service left and did not hand over */
} build_arc_kind;

/* What an arc is of; -1 for what its kind does not have. */
typedef struct build_arc {
    build_arc_kind kind;
    int team, from, to; /* services */
    int provider, offer;
} build_arc;

typedef struct build {
    const purse_model *model;
    purse_program *program;

    build_row *row;
    build_col *col;
    build_node *node;
    size_t room_rows, room_cols, room_nodes;
    int *commodity_demand; /* per commodity: index into the model's demand */
    int *demand_commodity; /* per demand: commodity, or -1 */

    /* Columns and rows by record, -1 where there is none. */
    int *volume_col, *award_col, *blocks_col, *volume_row;    /* per offer */
    int *coordinated_col, *team_col, *coordinated_row;        /* per team */
    int *spend_col;                                           /* per programme */
    int *averted_col;                                         /* per effect */
    int *money_col;                                           /* n_pots * n_pots, from-major */
    int *budget_row, *dial_row;                               /* per pot */
    int *capacity_row, *reach_row, *blocks_row, *minimum_row; /* per offer */
    int *team_row;                                            /* per team */
    int *curve_row;                                           /* per effect: the first of its segments */
    int *contest_row, *income_row;                            /* per contest, per provider */
    int *rule_row, *rule_total_row;                           /* per rule: its first row; of max_share without a group,
                                                              provider_rank[r] further on for provider r */
    int *provider_rank;                                       /* n_rules * n_providers, -1 out of scope */
    int *place_row;                                           /* n_rules * n_places: gap rules' rows */
    double *place_demand;                                     /* per place */

    double *reach;                        /* per offer: contacts that its demand can bring at most */
    double *team_reach;                   /* per team: episodes that it could coordinate at most */
    bool *conflict;                       /* per offer: excluded by conflict of interest (10) */
    int *place_offer_start, *place_offer; /* offers serving a place, by service and then offer */
    double held_spend; /* GBP that are spent whatever is decided: fixed costs of held offers and teams */
    double most_spend; /* GBP that could be spent at most, were there no budgets */
} build;

purse_code build_new(build **out, const purse_model *model, purse_error *err);
void build_free(build *b);

/* Read off the nodes that the arc joins and the row that it uses: arcs are too many for notes of their own. */
build_arc build_arc_of(const build *b, int arc);

/* Upper bound of v[p,q] and of a pot's dial row in a regime. */
double build_money_limit(const build *b, purse_regime regime, int from, int to);
double build_dial_limit(const purse_model *model, purse_regime regime, int pot);

/* Steps of build_new, each in a file of its own. */
purse_code build_index(build *b, purse_error *err);       /* index.c: reach, conflict, place_offer */
purse_code build_rows(build *b, purse_error *err);        /* rows.c: all linking rows */
purse_code build_columns(build *b, purse_error *err);     /* columns.c: all global columns */
purse_code build_commodities(build *b, purse_error *err); /* commodities.c: all graphs */
void build_name(const void *context, purse_name_kind kind, int index, char *text, size_t size); /* names.c */

/* Append with meaning. */
purse_code build_add_row(build *b, build_row_kind kind, int a, int of, double lo, double hi, purse_error *err);
purse_code build_add_col_tag(build *b, build_col tag, purse_error *err);

/* Rules: whether an offer is in a rule's scope, or in its group. */
bool build_in_scope(const purse_model *m, const purse_rule *rule, int offer);
bool build_in_group(const purse_rule *rule, int provider);
/* Money that offers in a rule's scope, and for a pot its teams, take whatever is decided. */
double build_fixed_in_scope(const purse_model *m, const purse_rule *rule, bool group);

/* Cost per person of a measure per tier: spreads `amount` of `measure` over the tiers. */
void build_cost(const purse_model *m, double *cost, purse_measure measure, double amount);

#endif
