/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Why there is no plan: the least change, and statements that conflict. */
#include "cli/explain/explain.h"

#include <stdlib.h>
#include <string.h>

enum { KEY_CHANGE = 0x350 };

static void parse_change(unsigned *may, const char *text, struct argp_state *state)
{
    *may = 0;
    for (const char *at = text;; at++) {
        size_t length = strcspn(at, ",");
        bool all = length == 3 && strncmp(at, "all", length) == 0;
        unsigned bit = all ? (1U << PURSE_N_MAY) - 1U : purse_may_bit(at, length);
        if (bit == 0)
            argp_error(
                state,
                "--change: expected some of budgets, walls, volumes, incomes, rules, capacities, prices and all, "
                "found \"%.*s\"",
                (int)length, at);
        *may |= bit;
        at += length;
        if (*at == '\0')
            return;
    }
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    if (key != KEY_CHANGE)
        return ARGP_ERR_UNKNOWN;
    parse_change(&((explain_options *)state->input)->common.may_change, arg, state);
    return 0;
}

static const struct argp_option own_options[] = {
    {"change", KEY_CHANGE, "LIST", 0,
     "without a plan: which numbers the least change may speak of, some of budgets, walls, volumes, incomes, rules "
     "(these "
     "are the default), capacities, prices, or all",
     0},
    {0},
};

const struct argp explain_change_argp = {.options = own_options, .parser = parse};

/** It was found with the plan that there is not. */
static int find_change(void **found, const explanation *e)
{
    *found = e->plan->change;
    return CLI_DONE;
}

static purse_code change_text(purse_text *out, const void *found, const explanation *e, purse_error *err)
{
    (void)e;
    return purse_report_change_text(out, found, NULL, err);
}

static purse_code change_json(purse_text *out, const void *found, const explanation *e, purse_error *err)
{
    (void)e;
    return purse_report_change_json(out, found, err);
}

static bool change_stopped(const void *found, const explanation *e)
{
    (void)e;
    return ((const purse_least_change *)found)->interrupted;
}

static void release_change(void *found)
{
    (void)found; /* the plan's */
}

const explain_section explain_change = {.key = "least_change",
                                        .find = find_change,
                                        .text = change_text,
                                        .json = change_json,
                                        .stopped = change_stopped,
                                        .release = release_change};

static int find_conflict(void **found, const explanation *e)
{
    purse_error err = {0};
    const cli_options *options = &e->options->common;
    if (e->plan->status != PURSE_STATUS_INFEASIBLE)
        return CLI_DONE;
    purse_conflict *conflict = calloc(1, sizeof *conflict);
    e->run->progress.label = "finding what conflicts";
    purse_code code = conflict != NULL ? purse_explain_conflict(conflict, e->run->model, options->regime,
                                                                &options->settings, &e->run->control, &err)
                                       : purse_error_memory(&err);
    cli_progress_clear(&e->run->progress);
    *found = conflict;
    return code == PURSE_OK ? CLI_DONE : cli_fail(options->program, code, &err);
}

static purse_code conflict_text(purse_text *out, const void *found, const explanation *e, purse_error *err)
{
    (void)e;
    return purse_report_conflict_text(out, found, err);
}

static purse_code conflict_json(purse_text *out, const void *found, const explanation *e, purse_error *err)
{
    (void)e;
    return purse_report_conflict_json(out, found, err);
}

static bool conflict_stopped(const void *found, const explanation *e)
{
    (void)e;
    return ((const purse_conflict *)found)->interrupted;
}

static void release_conflict(void *found)
{
    purse_conflict_free(found);
    free(found);
}

const explain_section explain_conflict = {.key = "conflict",
                                          .find = find_conflict,
                                          .text = conflict_text,
                                          .json = conflict_json,
                                          .stopped = conflict_stopped,
                                          .release = release_conflict};
