/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What more of each limit would bring, by a plan that is proved. */
#include "cli/explain/explain.h"

#include <stdlib.h>

enum { KEY_AMOUNT = 0x300, KEY_LIMITS };

static void parse_amount(explain_options *options, const char *arg, struct argp_state *state)
{
    char *end = NULL;
    options->amount = strtod(arg, &end);
    if (end == arg || *end != '\0' || !(options->amount > 0.0 && options->amount <= 1e15))
        argp_error(state, "--amount: expected a sum of money above 0, found \"%s\"", arg);
}

static void parse_limits(explain_options *options, const char *arg, struct argp_state *state)
{
    const long most = 1000000;
    char *end = NULL;
    long n = strtol(arg, &end, 10);
    if (end == arg || *end != '\0' || n < 0 || n > most)
        argp_error(state, "--limits: expected a whole number, found \"%s\"", arg);
    options->limits = (int)n;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    switch (key) {
    case KEY_AMOUNT:
        parse_amount(state->input, arg, state);
        return 0;
    case KEY_LIMITS:
        parse_limits(state->input, arg, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option own_options[] = {
    {"amount", KEY_AMOUNT, "GBP", 0, "the sum to tell gains by (default: a power of ten, small beside every budget)",
     0},
    {"limits", KEY_LIMITS, "N", 0,
     "beside the pots, tell of at most N limits that would bring most if raised (default 5)", 0},
    {0},
};

const struct argp explain_gains_argp = {.options = own_options, .parser = parse};

static int find(void **found, const explanation *e)
{
    purse_error err = {0};
    cli_run *run = e->run;
    double amount = e->options->amount > 0.0 ? e->options->amount : purse_decision_unit(run->model);
    if (e->plan->status != PURSE_STATUS_OPTIMAL)
        return CLI_DONE;
    purse_gains *gains = calloc(1, sizeof *gains);
    run->progress.label = "solving with a little more";
    purse_code code = gains != NULL
                          ? purse_explain_gains(gains, run->optimiser, e->plan, amount, e->options->limits, &err)
                          : purse_error_memory(&err);
    cli_progress_clear(&run->progress);
    *found = gains;
    return code == PURSE_OK ? CLI_DONE : cli_fail(e->options->common.program, code, &err);
}

static purse_code text(purse_text *out, const void *found, const explanation *e, purse_error *err)
{
    return purse_report_gains_text(out, found, e->plan, e->run->model, cli_view(&e->options->common), err);
}

static purse_code json(purse_text *out, const void *found, const explanation *e, purse_error *err)
{
    return purse_report_gains_json(out, found, e->plan, e->run->model, err);
}

static bool stopped(const void *found, const explanation *e)
{
    const purse_gains *gains = found;
    bool any = false;
    (void)e;
    for (int i = 0; i < gains->n; i++)
        any = any || gains->item[i].stopped;
    return any;
}

static void release(void *found)
{
    purse_gains_free(found);
    free(found);
}

const explain_section explain_gains = {
    .key = "gains", .find = find, .text = text, .json = json, .stopped = stopped, .release = release};
