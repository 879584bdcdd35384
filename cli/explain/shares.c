/* SPDX-License-Identifier: GPL-3.0-or-later */
/** How the pots share in what pooling would save. */
#include "cli/explain/explain.h"

#include <stdlib.h>

enum { KEY_SHARES = 0x310 };

static error_t parse(int key, char *arg, struct argp_state *state)
{
    explain_options *options = state->input;
    (void)arg;
    if (key != KEY_SHARES)
        return ARGP_ERR_UNKNOWN;
    options->shares = true;
    return 0;
}

static const struct argp_option own_options[] = {
    {"shares", KEY_SHARES, NULL, 0,
     "divide what pooling all pots would save among them (solves every coalition of pots)", 0},
    {0},
};

const struct argp explain_shares_argp = {.options = own_options, .parser = parse};

static int find(void **found, const explanation *e)
{
    purse_error err = {0};
    if (!e->options->shares || e->plan->status != PURSE_STATUS_OPTIMAL)
        return CLI_DONE;
    purse_walls_share *share = calloc(1, sizeof *share);
    e->run->progress.label = "joining pots";
    purse_code code = share != NULL ? purse_explain_walls(share, e->run->optimiser, &err) : purse_error_memory(&err);
    cli_progress_clear(&e->run->progress);
    *found = share;
    return code == PURSE_OK ? CLI_DONE : cli_fail(e->options->common.program, code, &err);
}

static purse_code text(purse_text *out, const void *found, const explanation *e, purse_error *err)
{
    return purse_report_share_text(out, found, e->run->model, cli_view(&e->options->common), err);
}

static purse_code json(purse_text *out, const void *found, const explanation *e, purse_error *err)
{
    return purse_report_share_json(out, found, e->run->model, err);
}

const explain_section explain_shares = {.key = "shares", .find = find, .text = text, .json = json, .release = free};
