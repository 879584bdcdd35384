/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * A scenario as read: the records of every table, texts as symbols, references not yet resolved.
 *
 * Private to the reader and the checker. Tables come in any order, so a reference is the symbol of the id it
 * names until scenario_build turns it into an index.
 */
#ifndef PURSE_MODELS_SCENARIO_RECORDS_H
#define PURSE_MODELS_SCENARIO_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "models/scenario/arena.h"
#include "models/scenario/symbols.h"
#include "purse/error.h"
#include "purse/model.h"

/** The tables of format 1: name in C, name in a scenario, name in C of its record. */
#define SCENARIO_TABLES(X)                                                                                             \
    X(POTS, "pots", pot)                                                                                               \
    X(SERVICES, "services", service)                                                                                   \
    X(PROVIDERS, "providers", provider)                                                                                \
    X(PLACES, "places", place)                                                                                         \
    X(NEEDS, "needs", need)                                                                                            \
    X(DEMAND, "demand", demand)                                                                                        \
    X(ABILITIES, "abilities", ability)                                                                                 \
    X(REFERRALS, "referrals", referral)                                                                                \
    X(OFFERS, "offers", offer)                                                                                         \
    X(TEAMS, "teams", team)                                                                                            \
    X(PROGRAMMES, "programmes", programme)                                                                             \
    X(EFFECTS, "programme_effects", effect)                                                                            \
    X(VIREMENT, "virement", virement)                                                                                  \
    X(RULES, "rules", rule)                                                                                            \
    X(HANDOVER, "handover", handover)                                                                                  \
    X(TOP, "", top)

/** The last two are single records: the handover multipliers and the scenario's own fields. */
typedef enum table_id {
#define TABLE_ENUM(name, text, record) TABLE_##name,
    SCENARIO_TABLES(TABLE_ENUM)
#undef TABLE_ENUM
        N_SHAPES,
    N_TABLES = TABLE_HANDOVER
} table_id;

/** Bits of record.given above those of the fields. */
enum { GIVEN_BROKEN = 1 << 14, GIVEN_REMOVED = 1 << 15, MAX_FIELDS = 14 };

/** What every record begins with: where it stands, and which of its fields were given. */
typedef struct record {
    uint32_t line;  /**< 1-based, 0 unknown */
    uint32_t index; /**< position among the records of its table in its file */
    uint16_t file;  /**< index into scenario.files */
    uint16_t given; /**< bit f: field f of the descriptor was given */
} record;

/** A list of symbols in scenario.listed. */
typedef struct listing {
    uint32_t start, n;
    bool all; /**< "*" */
} listing;

typedef struct rec_pot {
    record at;
    symbol id, name;
    double budget;
} rec_pot;

typedef struct rec_service {
    record at;
    symbol id, name, pot, unit;
    double access;
} rec_service;

typedef struct rec_provider {
    record at;
    symbol id, name;
    int sector;
    listing commissions;
    double quality, max_income;
} rec_provider;

typedef struct rec_place {
    record at;
    symbol id, name;
    double population;
} rec_place;

typedef struct rec_need {
    record at;
    symbol id, name;
    double priority;
} rec_need;

/** 32 bytes: the one table that has millions of rows. */
typedef struct rec_demand {
    record at;
    symbol place, need;
    double episodes;
} rec_demand;

typedef struct rec_ability {
    record at;
    symbol need, service;
    bool entry;
    double resolves, contacts, entry_min, entry_max, entry_baseline;
} rec_ability;

typedef struct rec_referral {
    record at;
    symbol need, from, to;
    int kind;
    bool necessary;
    double burden, share;
} rec_referral;

typedef struct rec_offer {
    record at;
    symbol id, provider, service, contest;
    listing places;
    int award, max_blocks;
    double unit_cost, capacity, fixed_cost, min_volume, block_size, block_cost;
} rec_offer;

typedef struct rec_team {
    record at;
    symbol id, provider, pot;
    listing needs, places;
    int award;
    double capacity, unit_cost, fixed_cost, relief;
} rec_team;

typedef struct rec_programme {
    record at;
    symbol id, name, pot;
    listing places;
} rec_programme;

typedef struct rec_effect {
    record at;
    symbol programme, need;
    double spend, averted;
} rec_effect;

typedef struct rec_virement {
    record at;
    symbol from, to;
    double limit;
} rec_virement;

typedef struct scope {
    purse_scope_kind kind;
    symbol id;
} scope;

typedef struct rec_rule {
    record at;
    symbol id;
    int type, of;
    scope scope;
    int sectors; /**< bit per purse_sector */
    listing providers;
    double limit;
} rec_rule;

typedef struct rec_handover {
    record at;
    double within_provider, across_pots;
} rec_handover;

typedef struct rec_top {
    record at;
    int purse;
    symbol name, description, period, currency;
    listing sources;
} rec_top;

/** Room for a record of any table. */
typedef union any_record {
    record at;
#define ANY_MEMBER(name, text, member) rec_##member member;
    SCENARIO_TABLES(ANY_MEMBER)
#undef ANY_MEMBER
} any_record;

/** The records of one table, each of table_size(id) bytes. */
typedef struct table {
    char *data;
    size_t n, capacity;
    bool present; /**< the table was given, even empty */
    bool partial; /**< records were lost: what refers to the table may be right after all */
    bool bad;     /**< an error was found in it: checks that rest on it are left out, to spare an avalanche */
} table;

/** How a file's places are written in messages. */
typedef enum source_kind { SOURCE_JSON, SOURCE_CSV, SOURCE_SET } source_kind;

typedef struct source_file {
    const char *name; /**< as shown to the user */
    source_kind kind;
} source_file;

typedef struct objective_read {
    bool weighted;
    int n_tiers;
    purse_measure tier[PURSE_N_MEASURES];
    double weight[PURSE_N_MEASURES];
} objective_read;

struct fingerprint;
struct field;
struct overlay;

/** A scenario being read. */
typedef struct scenario {
    arena *store; /**< texts and, later, the model: outlives the scenario */
    symbols symbols;
    table table[N_SHAPES];
    symbol *listed; /**< members of all lists, one after the other */
    size_t n_listed, listed_capacity;
    source_file *files;
    size_t n_files, files_capacity;
    objective_read objective;
    const char **changes;
    size_t n_changes;
    purse_problems *problems;
    size_t first_errors; /**< errors in the list before this run */
    long near_budget;    /**< name comparisons left for suggestions, so that hostile input cannot buy hours */
    struct fingerprint *fingerprint;
    symbol recent[MAX_FIELDS]; /**< what each field held last: neighbouring records often agree */
    struct overlay *overlay;   /**< where records go while an overlay is read; NULL: to the end of their table */
    uint16_t cleared;          /**< fields of the record being read that null takes back */
    bool changing;             /**< an overlay or --set is being read: null takes a field back to its default */
} scenario;

/** The text of a symbol. */
static inline const char *scenario_text(const scenario *s, symbol text)
{
    return text == 0 ? "" : s->symbols.text[text];
}

/** Errors found in this run so far. */
size_t scenario_errors(const scenario *s);

/** Everything empty, defaults in place. */
purse_code scenario_begin(scenario *s, arena *store, purse_problems *problems);

/** Releases all but the store. */
void scenario_end(scenario *s);

/** A record of a table with nothing given and every default in place. */
purse_code scenario_fresh(scenario *s, table_id id, record *r);

/** A copy of such a record at the end of its table. */
purse_code scenario_append_copy(scenario *s, table_id id, const record *from, record **out);

/** A further record at the end of a table, with the defaults of its fields. */
purse_code scenario_append(scenario *s, table_id id, record **out);

/** Takes a field back to its default. */
purse_code scenario_reset_field(scenario *s, const struct field *f, record *r);

/** Registers a source file; its index in `index`. */
purse_code scenario_add_file(scenario *s, const char *name, source_kind kind, uint16_t *index);

/** Appends a symbol to the list under construction. */
purse_code scenario_list_push(scenario *s, symbol item);

#endif
