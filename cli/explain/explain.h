/* SPDX-License-Identifier: GPL-3.0-or-later */
/** An explanation as a list of sections, each of which finds something out and prints it. */
#ifndef PURSE_CLI_EXPLAIN_EXPLAIN_H
#define PURSE_CLI_EXPLAIN_EXPLAIN_H

#include "cli/cli.h"

typedef struct explain_options {
    cli_options common;
    /* gains.c: GBP, 0: a decision unit of the scenario; limits beside the pots */
    double amount;
    int limits;
    /* plan.c: NULL: solve */
    const char *plan;
    /* why.c: an offer or a service; NULL: none */
    const char *why;
    /* shares.c */
    bool shares;
    /* walls.c */
    bool walls;
    /* detriment.c */
    bool no_detriment;
    /* alternatives.c: how many, 0: none; a share, 0: the usual */
    int alternatives;
    double tolerance;
} explain_options;

enum { EXPLAIN_PLANS = 64 };

/** What sections explain: a plan, or that there is none. */
typedef struct explanation {
    const explain_options *options;
    cli_run *run;
    const purse_plan *plan; /**< as solved, whatever its status, or as read */
} explanation;

typedef struct explain_section {
    const char *key; /**< its member of the JSON document */
    /** Fill `found`, which stays NULL where there is nothing to tell. Exit code; not CLI_DONE when it was said why. */
    int (*find)(void **found, const explanation *e);
    purse_code (*text)(purse_text *out, const void *found, const explanation *e, purse_error *err);
    purse_code (*json)(purse_text *out, const void *found, const explanation *e, purse_error *err);
    /** Adds the plans it found, for -o; NULL: none. `list` has room for EXPLAIN_PLANS. */
    void (*plans)(const void *found, const explanation *e, cli_named_plan *list, int *n);
    bool (*stopped)(const void *found, const explanation *e); /**< NULL: never */
    void (*release)(void *found);
} explain_section;

extern const explain_section explain_change;
extern const explain_section explain_conflict;
extern const explain_section explain_gains;
extern const explain_section explain_why;
extern const explain_section explain_walls;
extern const explain_section explain_alternatives;
extern const explain_section explain_detriment;
extern const explain_section explain_shares;

/* Options of sections; their input is an explain_options. */
extern const struct argp explain_change_argp;
extern const struct argp explain_gains_argp;
extern const struct argp explain_plan_argp;
extern const struct argp explain_why_argp;
extern const struct argp explain_walls_argp;
extern const struct argp explain_alternatives_argp;
extern const struct argp explain_detriment_argp;
extern const struct argp explain_shares_argp;

/** The plan of --plan, proved to be of this scenario and regime and to hold; it is the caller's. Else it is said why. */
int explain_read_plan(purse_plan **plan, const explain_options *options, const cli_run *run);

/** Says so when --why asks of nothing in the scenario. */
int explain_check_why(const explanation *e);

#endif
