/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The one description of every table and field of format 1. Reading JSON and CSV, defaults, unknown names,
 * --set, and the JSON Schema all come from here.
 */
#ifndef PURSE_MODELS_SCENARIO_TABLES_H
#define PURSE_MODELS_SCENARIO_TABLES_H

#include "models/scenario/records.h"

typedef enum field_kind {
    FIELD_ID,      /**< symbol: names the record */
    FIELD_LABEL,   /**< symbol: an id that belongs to no table */
    FIELD_TEXT,    /**< symbol */
    FIELD_REF,     /**< symbol: the id of a record of another table */
    FIELD_NUMBER,  /**< double */
    FIELD_INTEGER, /**< int */
    FIELD_BOOLEAN, /**< bool */
    FIELD_ENUM,    /**< int */
    FIELD_ENUMS,   /**< int, one bit per name */
    FIELD_IDS,     /**< listing of ids of another table */
    FIELD_TEXTS,   /**< listing of texts */
    FIELD_SCOPE    /**< scope of a rule */
} field_kind;

enum {
    FIELD_REQUIRED = 1,
    FIELD_KEY = 2,    /**< with the table's other key fields, tells records apart */
    FIELD_ABOVE = 4,  /**< the low end is open */
    FIELD_STAR = 8,   /**< "*" stands for all records of the table */
    FIELD_FILLED = 16 /**< a list must hold something */
};

/** No number may be larger: beyond it sums lose the pennies. */
#define FIELD_LARGEST 1e15

typedef struct field {
    const char *name;
    field_kind kind;
    unsigned flags;
    size_t offset;
    table_id target;           /**< FIELD_REF, FIELD_IDS */
    const char *const *names;  /**< FIELD_ENUM, FIELD_ENUMS: texts by value, NULL at the end */
    double low, high;          /**< FIELD_NUMBER, FIELD_INTEGER */
    double fallback;           /**< default of numbers, integers, booleans and enumerations */
    const char *fallback_text; /**< default of texts, or NULL */
    const char *meaning;       /**< one line for people */
} field;

typedef struct shape {
    const char *name;     /**< of the table */
    const char *singular; /**< "offer" */
    const field *fields;
    int n_fields;
    size_t size; /**< of a record */
} shape;

/** All descriptions, by table_id. */
extern const shape scenario_shapes[N_SHAPES];

/** The description of a table. */
static inline const shape *shape_of(table_id id)
{
    return &scenario_shapes[id];
}

/** Record `i` of a table. */
static inline record *scenario_record(const scenario *s, table_id id, size_t i)
{
    return (record *)(void *)(s->table[id].data + i * shape_of(id)->size);
}

/** Index of the field called so, or -1. */
int shape_field(const shape *of, const char *name, size_t length);

/** Table called so (not the top level), or -1. */
int shape_find(const char *name);

/** "a number >= 0", "one of held, open", ...; what the field wants. `wide` tells more: both ends of a range. */
void field_expects(const field *f, bool wide, char *out, size_t size);

/** Where in the record the field's value is. */
static inline void *field_place(const field *f, record *r)
{
    return (char *)r + f->offset;
}

static inline const void *field_value(const field *f, const record *r)
{
    return (const char *)r + f->offset;
}

/** Bytes of the value. */
size_t field_size(const field *f);

/** Texts of the enumerations, by value, NULL at the end. */
extern const char *const sector_names[],
    *const move_names[], *const measure_names[], *const rule_names[], *const award_names[], *const of_names[];

/** Index of a name in such a list, or -1. */
int name_index(const char *const *names, const char *text, size_t length);

/** What each type of rule takes, section 5 of the model. */
typedef struct rule_shape {
    bool shares;    /**< takes `of` and a group */
    bool group;     /**< and must have the group */
    bool scope;     /**< takes `scope` */
    bool whole;     /**< the limit is an integer */
    double highest; /**< of the limit */
} rule_shape;

const rule_shape *rule_shape_of(int type);

#endif
