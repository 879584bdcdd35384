/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/scenario/tables.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "models/text.h"

#define NAME_TEXT(name, text) text,
const char *const sector_names[] = {PURSE_SECTORS(NAME_TEXT) NULL};
const char *const move_names[] = {PURSE_MOVES(NAME_TEXT) NULL};
const char *const measure_names[] = {PURSE_MEASURES(NAME_TEXT) NULL};
const char *const rule_names[] = {PURSE_RULES(NAME_TEXT) NULL};
#undef NAME_TEXT
const char *const award_names[] = {"held", "open", NULL};
const char *const of_names[] = {"contacts", "spend", NULL};

/* One line per field: the C member has the field's name. R stands for the record, set above each table. */
#define AT(member) .name = #member, .offset = offsetof(R, member)
#define ID(what)                                                                                                       \
    {                                                                                                                  \
        AT(id), .kind = FIELD_ID, .flags = FIELD_REQUIRED | FIELD_KEY, .meaning = "name of the " what " in references" \
    }
#define NAME                                                                                                           \
    {                                                                                                                  \
        AT(name), .kind = FIELD_TEXT, .meaning = "name for people; the id when none is given"                          \
    }
#define TEXT(member, default_text, why)                                                                                \
    {                                                                                                                  \
        AT(member), .kind = FIELD_TEXT, .fallback_text = (default_text), .meaning = (why)                              \
    }
#define REF(member, table, set, why)                                                                                   \
    {                                                                                                                  \
        AT(member), .kind = FIELD_REF, .target = TABLE_##table, .flags = FIELD_REQUIRED | (set), .meaning = (why)      \
    }
#define NUMBER(member, set, from, to, default_value, why)                                                              \
    {                                                                                                                  \
        AT(member), .kind = FIELD_NUMBER, .flags = (set), .low = (from), .high = (to), .fallback = (default_value),    \
                    .meaning = (why)                                                                                   \
    }
#define INTEGER(member, set, from, to, default_value, why)                                                             \
    {                                                                                                                  \
        AT(member), .kind = FIELD_INTEGER, .flags = (set), .low = (from), .high = (to), .fallback = (default_value),   \
                    .meaning = (why)                                                                                   \
    }
#define BOOLEAN(member, why)                                                                                           \
    {                                                                                                                  \
        AT(member), .kind = FIELD_BOOLEAN, .fallback = 0, .meaning = (why)                                             \
    }
#define ENUM(member, list, set, default_value, why)                                                                    \
    {                                                                                                                  \
        AT(member), .kind = FIELD_ENUM, .flags = (set), .names = (list), .fallback = (default_value), .meaning = (why) \
    }
#define IDS(member, table, set, why)                                                                                   \
    {                                                                                                                  \
        AT(member), .kind = FIELD_IDS, .target = TABLE_##table, .flags = (set), .meaning = (why)                       \
    }
#define REQUIRED FIELD_REQUIRED
#define KEY FIELD_KEY
#define MANY FIELD_LARGEST
#define ALL (FIELD_STAR | FIELD_FILLED)

#define R rec_pot
static const field pot_fields[] = {ID("pot"), NAME,
                                   NUMBER(budget, REQUIRED, 0, MANY, 0, "pounds the pot may spend in the period")};
#undef R

#define R rec_service
static const field service_fields[] = {ID("service"), NAME, REF(pot, POTS, 0, "pot that pays for the service"),
                                       TEXT(unit, "contact", "what is counted and paid: visit, bed day, week"),
                                       NUMBER(access, 0, 0, MANY, 1, "rank of access, 1 = most accessible")};
#undef R

#define R rec_provider
static const field provider_fields[] = {
    ID("provider"),
    NAME,
    ENUM(sector, sector_names, REQUIRED, 0, "kind of organisation"),
    NUMBER(quality, 0, 0, 100, NAN, "quality score from 0 to 100"),
    NUMBER(max_income, 0, 0, MANY, INFINITY, "pounds its working capital can carry in the period"),
    IDS(commissions, POTS, 0, "pots whose contracts this provider itself awards")};
#undef R

#define R rec_place
static const field place_fields[] = {ID("place"), NAME, NUMBER(population, 0, 0, MANY, NAN, "people who live there")};
#undef R

#define R rec_need
static const field need_fields[] = {ID("need"), NAME,
                                    NUMBER(priority, FIELD_ABOVE, 0, MANY, 1, "weight of one unmet episode")};
#undef R

#define R rec_demand
static const field demand_fields[] = {
    REF(place, PLACES, KEY, "where the people live"), REF(need, NEEDS, KEY, "what they need"),
    NUMBER(episodes, REQUIRED, 0, MANY, 0, "episodes in the period; a pair not listed has none")};
#undef R

#define R rec_ability
static const field ability_fields[] = {
    REF(need, NEEDS, KEY, "need the service can see"),
    REF(service, SERVICES, KEY, "service that can see it"),
    NUMBER(resolves, REQUIRED | FIELD_ABOVE, 0, 1, 0, "share of people resolved there in one stop"),
    NUMBER(contacts, FIELD_ABOVE, 0, MANY, 1, "contacts one person with this need takes there"),
    BOOLEAN(entry, "people may come to this service first"),
    NUMBER(entry_min, 0, 0, 1, 0, "least share of the need's entries"),
    NUMBER(entry_max, 0, 0, 1, 1, "greatest share of the need's entries"),
    NUMBER(entry_baseline, 0, 0, 1, NAN, "share of the need's entries in today's pattern")};
#undef R

#define R rec_referral
static const field referral_fields[] = {
    REF(need, NEEDS, KEY, "need of the people passed on"),
    REF(from, SERVICES, KEY, "service that passes them on"),
    REF(to, SERVICES, KEY, "service that takes them"),
    ENUM(kind, move_names, 0, 0, "kind of move"),
    NUMBER(burden, 0, 0, MANY, 1, "burden of one person's move"),
    BOOLEAN(necessary, "the person's condition requires the move"),
    NUMBER(share, 0, 0, 1, NAN, "share of those passed on from there who go this way today")};
#undef R

#define R rec_offer
static const field offer_fields[] = {
    ID("offer"),
    REF(provider, PROVIDERS, 0, "who delivers"),
    REF(service, SERVICES, 0, "what is delivered"),
    IDS(places, PLACES, ALL, "places served"),
    NUMBER(unit_cost, REQUIRED, 0, MANY, 0, "pounds per contact"),
    NUMBER(capacity, REQUIRED, 0, MANY, 0, "contacts it can give in the period without further blocks"),
    NUMBER(fixed_cost, 0, 0, MANY, 0, "pounds in the period once awarded"),
    NUMBER(min_volume, 0, 0, MANY, 0, "least contacts once awarded"),
    ENUM(award, award_names, 0, 0, "held today, or open to be awarded"),
    {AT(contest), .kind = FIELD_LABEL, .meaning = "open offers with the same contest: at most one is awarded"},
    NUMBER(block_size, 0, 0, MANY, 0, "contacts one further block of capacity gives"),
    NUMBER(block_cost, 0, 0, MANY, 0, "pounds per block"),
    INTEGER(max_blocks, 0, 0, 1e6, 0, "blocks that can be added")};
#undef R

#define R rec_team
static const field team_fields[] = {ID("team"),
                                    REF(provider, PROVIDERS, 0, "who employs the team"),
                                    REF(pot, POTS, 0, "pot that pays for it"),
                                    IDS(needs, NEEDS, ALL, "needs it coordinates"),
                                    IDS(places, PLACES, ALL, "places it covers"),
                                    NUMBER(capacity, REQUIRED, 0, MANY, 0, "episodes it can coordinate in the period"),
                                    NUMBER(unit_cost, REQUIRED, 0, MANY, 0, "pounds per coordinated episode"),
                                    NUMBER(fixed_cost, 0, 0, MANY, 0, "pounds in the period once awarded"),
                                    ENUM(award, award_names, 0, 0, "held today, or open to be awarded"),
                                    NUMBER(relief, REQUIRED, 0, 1, 0, "share of a move's burden it takes off")};
#undef R

#define R rec_programme
static const field programme_fields[] = {ID("programme"), NAME, REF(pot, POTS, 0, "pot that pays for it"),
                                         IDS(places, PLACES, ALL, "places it covers")};
#undef R

#define R rec_effect
static const field effect_fields[] = {
    REF(programme, PROGRAMMES, KEY, "programme"), REF(need, NEEDS, KEY, "need it prevents"),
    NUMBER(spend, REQUIRED | KEY | FIELD_ABOVE, 0, MANY, 0, "pounds spent on the programme, a point of the curve"),
    NUMBER(averted, REQUIRED, 0, MANY, 0, "episodes averted in all at that spend")};
#undef R

#define R rec_virement
static const field virement_fields[] = {REF(from, POTS, KEY, "pot that gives"), REF(to, POTS, KEY, "pot that takes"),
                                        NUMBER(limit, REQUIRED, 0, MANY, 0, "most pounds that may be moved")};
#undef R

#define R rec_rule
static const field rule_fields[] = {
    {AT(id), .kind = FIELD_ID, .flags = FIELD_KEY, .meaning = "name of the rule; its position when none is given"},
    ENUM(type, rule_names, REQUIRED, 0, "what the rule limits"),
    {AT(scope), .kind = FIELD_SCOPE, .meaning = "a pot, a service, or {} for all"},
    ENUM(of, of_names, 0, 0, "what a share is a share of"),
    {AT(sectors), .kind = FIELD_ENUMS, .names = sector_names, .flags = FIELD_FILLED,
     .meaning = "the group: all providers of these sectors"},
    IDS(providers, PROVIDERS, FIELD_FILLED, "the group: these providers"),
    NUMBER(limit, REQUIRED, 0, MANY, 0, "the limit, in the unit of the rule's type")};
#undef R

#define R rec_handover
static const field handover_fields[] = {
    NUMBER(within_provider, 0, 0, 1, 1, "multiplier of a move's burden inside one provider"),
    NUMBER(across_pots, 0, 0, MANY, 1, "multiplier of a move's burden between two pots")};
#undef R

#define R rec_top
static const field top_fields[] = {INTEGER(purse, REQUIRED, 1, 1, 1, "version of the format"),
                                   {AT(name), .kind = FIELD_TEXT, .flags = REQUIRED, .meaning = "name of the scenario"},
                                   TEXT(description, NULL, "what it is about"),
                                   TEXT(period, NULL, "the period all figures are for"),
                                   TEXT(currency, "GBP", "currency of all money"),
                                   {AT(sources), .kind = FIELD_TEXTS, .meaning = "where the figures come from"}};
#undef R

#define FIELDS(list) .fields = (list), .n_fields = (int)(sizeof(list) / sizeof((list)[0]))

const shape scenario_shapes[N_SHAPES] = {
#define SHAPE(id, text, record)                                                                                        \
    [TABLE_##id] = {.name = (text), .singular = #record, FIELDS(record##_fields), .size = sizeof(rec_##record)},
    SCENARIO_TABLES(SHAPE)
#undef SHAPE
};

int shape_field(const shape *of, const char *name, size_t length)
{
    for (int i = 0; i < of->n_fields; i++) {
        const char *known = of->fields[i].name;
        if (strncmp(known, name, length) == 0 && known[length] == '\0') {
            return i;
        }
    }
    return -1;
}

int shape_find(const char *name)
{
    for (int i = 0; i < (int)TABLE_TOP; i++) {
        if (strcmp(scenario_shapes[i].name, name) == 0) {
            return i;
        }
    }
    return -1;
}

int name_index(const char *const *names, const char *text, size_t length)
{
    for (int i = 0; names[i] != NULL; i++) {
        if (strncmp(names[i], text, length) == 0 && names[i][length] == '\0') {
            return i;
        }
    }
    return -1;
}

/* "a number >= 0", "an integer from 0 to 1e+06", "the number 1". */
static void range_text(const field *f, bool wide, char *out, size_t size)
{
    const char *what = f->kind == FIELD_INTEGER ? "an integer" : "a number";
    bool above = (f->flags & FIELD_ABOVE) != 0;
    char high[40];
    number_write(high, sizeof high, f->high);
    if (f->low == f->high) {
        (void)snprintf(out, size, "the number %.0f", f->low);
    } else if (f->high == FIELD_LARGEST && !wide) {
        (void)snprintf(out, size, "%s %s %.0f", what, above ? ">" : ">=", f->low);
    } else if (above) {
        (void)snprintf(out, size, "%s > %.0f and <= %s", what, f->low, high);
    } else {
        (void)snprintf(out, size, "%s from %.0f to %s", what, f->low, high);
    }
}

static void names_text(const field *f, char *out, size_t size)
{
    size_t used = (size_t)snprintf(out, size, f->kind == FIELD_ENUM ? "one of " : "a list of ");
    for (int i = 0; f->names[i] != NULL && used < size; i++) {
        used += (size_t)snprintf(out + used, size - used, "%s%s", i == 0 ? "" : ", ", f->names[i]);
    }
}

void field_expects(const field *f, bool wide, char *out, size_t size)
{
    switch (f->kind) {
    case FIELD_ID:
    case FIELD_LABEL:
        (void)snprintf(out, size, "an id: 1 to 100 characters, no \";\", no control characters, no spaces at its ends");
        break;
    case FIELD_TEXT:
        (void)snprintf(out, size, wide ? "a text without control characters" : "a text");
        break;
    case FIELD_REF:
        (void)snprintf(out, size, "the id of a %s", scenario_shapes[f->target].singular);
        break;
    case FIELD_NUMBER:
    case FIELD_INTEGER:
        range_text(f, wide, out, size);
        break;
    case FIELD_BOOLEAN:
        (void)snprintf(out, size, "true or false");
        break;
    case FIELD_ENUM:
    case FIELD_ENUMS:
        names_text(f, out, size);
        break;
    case FIELD_IDS:
        (void)snprintf(out, size, "%sa list of ids of %s", (f->flags & FIELD_STAR) != 0 ? "\"*\" or " : "",
                       scenario_shapes[f->target].name);
        break;
    case FIELD_TEXTS:
        (void)snprintf(out, size, "a list of texts");
        break;
    case FIELD_SCOPE:
        (void)snprintf(out, size, "a scope: {}, {\"pot\": id} or {\"service\": id}; in CSV pot:id or service:id");
        break;
    }
}

static const rule_shape rule_shapes[PURSE_N_RULES] = {
    [PURSE_RULE_MAX_SHARE] = {.shares = true, .scope = true, .highest = 1},
    [PURSE_RULE_MIN_SHARE] = {.shares = true, .group = true, .scope = true, .highest = 1},
    [PURSE_RULE_MIN_SPEND] = {.scope = true, .highest = FIELD_LARGEST},
    [PURSE_RULE_MAX_SPEND] = {.scope = true, .highest = FIELD_LARGEST},
    [PURSE_RULE_MIN_QUALITY] = {.scope = true, .highest = 100},
    [PURSE_RULE_MIN_AWARDS] = {.scope = true, .whole = true, .highest = FIELD_LARGEST},
    [PURSE_RULE_MAX_AWARDS] = {.scope = true, .whole = true, .highest = FIELD_LARGEST},
    [PURSE_RULE_MAX_UNMET_GAP] = {.highest = 1},
    [PURSE_RULE_MAX_BURDEN_GAP] = {.highest = FIELD_LARGEST},
};

const rule_shape *rule_shape_of(int type)
{
    return &rule_shapes[type];
}
