/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The elastic form of a model's program: every statement that a buyer could make with another number may be broken, at a
 * cost. Private to models/.
 *
 * Its first tier is what is broken, counted in pounds (see purse/least_change.h), 1 being what there is for an episode;
 * its second puts equal changes in order. It has no other cost, and always an answer: with nobody served and nothing
 * asked for.
 */
#ifndef MODELS_ELASTIC_H
#define MODELS_ELASTIC_H

#include "models/build/build.h"
#include "models/explain/statements.h"

/* A column that breaks a statement. */
typedef struct slack {
    statement of;
    int part;      /* of the walls: which virement, -1 the dial */
    double unit;   /* one of the column is so many pounds, contacts, ... */
    double hi;     /* of the column */
    bool helps;    /* a column beside another one's: no cost */
    int direction; /* 1: the number would be larger; -1: smaller */
} slack;

/* A coefficient. */
typedef struct elastic_term {
    int at; /* slack, or column of the build */
    int row;
    double value;
} elastic_term;

typedef struct elastic {
    const build *b;
    purse_program *program;
    int first; /* column of the first slack */
    slack *slack;
    size_t n_slacks;
    /* while it is made */
    elastic_term *of_slack, *of_col; /* on the slacks, in their order; of rows that are new, on the build's columns */
    size_t n_of_slack, n_of_col;
    double *own_lo, *own_hi; /* rows that are new */
    size_t n_own;
    double *col_lo, *col_hi; /* of the build's columns */
    double total;            /* GBP: all budgets */
    double episode, contact; /* GBP: all budgets over all episodes; the mean price of a contact */
    bool failed;             /* memory ran out */
} elastic;

purse_code elastic_new(elastic *e, const build *b, purse_regime regime, const statement *list, size_t n,
                       purse_error *err);
void elastic_free(elastic *e);

/* elastic_program.c: the program of what was gathered. */
purse_code elastic_program(elastic *e, purse_regime regime, purse_error *err);

#endif
