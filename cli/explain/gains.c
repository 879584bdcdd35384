/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What more money would bring, by a plan that is proved. */
#include "cli/explain/explain.h"

#include <stdlib.h>

enum { KEY_AMOUNT = 0x300 };

static error_t parse(int key, char *arg, struct argp_state *state)
{
    explain_options *options = state->input;
    char *end = NULL;
    if (key != KEY_AMOUNT)
        return ARGP_ERR_UNKNOWN;
    options->amount = strtod(arg, &end);
    if (end == arg || *end != '\0' || !(options->amount > 0.0 && options->amount <= 1e15))
        argp_error(state, "--amount: expected a sum of money above 0, found \"%s\"", arg);
    return 0;
}

static const struct argp_option own_options[] = {
    {"amount", KEY_AMOUNT, "GBP", 0, "the sum to tell gains by (default: a power of ten, small beside every budget)",
     0},
    {0},
};

const struct argp explain_gains_argp = {.options = own_options, .parser = parse};

static int find(void **found, const explanation *e)
{
    purse_error err = {0};
    cli_run *run = e->run;
    double amount = e->options->amount;
    if (e->plan->status != PURSE_STATUS_OPTIMAL)
        return CLI_DONE;
    purse_gain *gain = calloc((size_t)run->model->n_pots + 1, sizeof *gain);
    run->progress.label = "solving with more money";
    purse_code code = gain != NULL ? purse_explain_gains(gain, run->optimiser, e->plan,
                                                         amount > 0.0 ? amount : purse_decision_unit(run->model), &err)
                                   : purse_error_memory(&err);
    cli_progress_clear(&run->progress);
    *found = gain;
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
    const purse_gain *gain = found;
    bool any = false;
    for (int p = 0; p < e->plan->n_pots; p++)
        any = any || gain[p].stopped;
    return any;
}

const explain_section explain_gains = {
    .key = "gains", .find = find, .text = text, .json = json, .stopped = stopped, .release = free};
