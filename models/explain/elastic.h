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
    int part;      /* of the walls: which virement, -1 the dial; of prices: unit, fixed, block */
    double unit;   /* one of the column is so many pounds, contacts, ... */
    double lo, hi; /* of the column */
    bool helps;    /* a column beside another one's: no cost */
    int direction; /* 1: the number would be larger; -1: smaller */
} slack;

/* Between what the change of a ratio is sought, a fraction or points of quality, > 0; and the sum that it is over. */
typedef struct elastic_box {
    double lo, hi;
    double least, most;
} elastic_box;

/*
 * A rule whose limit is a share of a sum that varies, or a mean over one. Its change times that sum is what the rule's
 * rows see, which is no linear program: see elastic_rules.c. So is the dial's share of budgets that change as well.
 */
typedef struct ratio {
    int rule;      /* -1: the dial, always the first */
    int slack;     /* the change of the limit; of a rule the next slack is the change of the sum */
    int total_col; /* of the build: what it is over; -1: all volumes in scope */
    bool spend;
    double gbp;      /* what one of the change counts */
    elastic_box box; /* where it is sought */
} ratio;

/* A coefficient. */
typedef struct elastic_term {
    int at; /* slack, or column of the build */
    int row;
    double value;
} elastic_term;

typedef struct elastic {
    const build *b;
    purse_regime regime;
    purse_program *program;
    int first; /* column of the first slack */
    slack *slack;
    size_t n_slacks;
    ratio *ratio;
    size_t n_ratios;
    /* while it is made */
    elastic_term *of_slack, *of_col; /* on the slacks, in their order; of rows that are new, on the build's columns */
    size_t n_of_slack, n_of_col;
    double *own_lo, *own_hi; /* rows that are new */
    size_t n_own;
    double *col_lo, *col_hi; /* of the build's columns */
    double total;            /* GBP: all budgets */
    double episode, contact; /* GBP: all budgets over all episodes; the mean price of a contact */
    bool cheaper;            /* prices may change */
    bool failed;             /* memory ran out */
} elastic;

/* `box`: one for each ratio, in their order; NULL: as far as the limits can change. */
purse_code elastic_new(elastic *e, const build *b, purse_regime regime, const statement *list, size_t n,
                       const elastic_box *box, purse_error *err);
void elastic_free(elastic *e);

/* Of an answer `col` of the program: what the ratio is over, and by what its limit has to change. */
double elastic_total(const elastic *e, const ratio *r, const double *col);
double elastic_change(const elastic *e, const ratio *r, const double *col);

/* Steps of elastic_new. A failure sticks in the elastic form. */

/* A row of its own; gives its index. */
int elastic_row(elastic *e, double lo, double hi);
/* A coefficient of one of the build's columns on a row that is new. */
void elastic_on_col(elastic *e, int row, int col, double value);
/* Another slack; `gbp`: what one of the statement's units counts. */
void elastic_slack(elastic *e, statement of, int part, int direction, double gbp);
/* A slack beside another one, without cost. */
void elastic_helper(elastic *e, statement of, double unit);
/* The last slack on a row: what one pound, contact, ... of it adds there. Nothing where there is no such row. */
void elastic_on_slack(elastic *e, int row, double value);
/* Another ratio, complete but for its box, which is that of `box` where there is one; false without memory. */
bool elastic_ratio(elastic *e, ratio r, const elastic_box *box);
/* Its slack, the last one, within the box. */
void elastic_bounds(elastic *e, const ratio *r);
/* elastic_rules.c: the slacks of a rule; and, last of all, bounds of totals for the bounds of what they sum. */
void elastic_rule(elastic *e, statement s, const elastic_box *box);
void elastic_totals(elastic *e);

/* elastic_offers.c */
void elastic_minimum(elastic *e, statement s);
void elastic_capacity(elastic *e, statement s);
/* A slack for each price above 0, in pounds that are paid less. */
void elastic_prices(elastic *e, statement s);
enum { ELASTIC_PRICES = 3 };
/* A price and what of the build counts how often it is paid; -1: it is paid once. 0 where there is none. */
double elastic_price(const elastic *e, statement s, int part, int *col);

/* elastic_program.c: the program of what was gathered. */
purse_code elastic_program(elastic *e, purse_error *err);

#endif
