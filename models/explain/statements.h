/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a scenario states and could state otherwise, one by one; and the scenario without some of it. Private to models/. */
#ifndef MODELS_STATEMENTS_H
#define MODELS_STATEMENTS_H

#include "purse/error.h"
#include "purse/model.h"
#include "purse/regime.h"

typedef enum statement_kind {
    STATEMENT_CAPACITY,    /* of offer `of` */
    STATEMENT_MINIMUM,     /* min_volume of offer `of` */
    STATEMENT_HELD,        /* fixed cost at which offer `of` is held */
    STATEMENT_TEAM,        /* capacity of team `of` */
    STATEMENT_TEAM_HELD,   /* fixed cost at which team `of` is held */
    STATEMENT_CONTEST,     /* one award in contest `of` */
    STATEMENT_COMMISSIONS, /* provider `of` buys for pots and so cannot win awards there */
    STATEMENT_INCOME,      /* max_income of provider `of` */
    STATEMENT_BUDGET,      /* of pot `of` */
    STATEMENT_WALLS,       /* the regime's limits on money moved between pots */
    STATEMENT_RULE,
    /* No statements of the lists here, which take prices as facts. */
    STATEMENT_OFFER_PRICES, /* of offer `of`: unit, fixed and block cost */
    STATEMENT_TEAM_PRICES   /* of team `of`: unit and fixed cost */
} statement_kind;

typedef struct statement {
    statement_kind kind;
    int of;
} statement;

/* Statements of a model under a regime, those of one kind together. The list is the caller's; NULL without memory. */
statement *statements_of(const purse_model *model, purse_regime regime, size_t *n);

/* A copy of a model from which statements can be taken. Shares all else with the model, which must outlive it. */
typedef struct without {
    purse_model model;
    purse_regime regime;
    int n_rules; /* room */
} without;

purse_code without_new(without *w, const purse_model *model, purse_error *err);
void without_free(without *w);
/* Make it the model and regime less the statements that are not kept. */
void without_set(without *w, const purse_model *model, purse_regime regime, const statement *list, const bool *kept,
                 size_t n);

/* Add a statement in words to a list. PURSE_EMEMORY. */
purse_code statement_tell(purse_problems *problems, const purse_model *model, purse_regime regime, statement s);

#endif
