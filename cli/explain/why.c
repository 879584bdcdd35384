/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Why an offer is not bought, or a service not used. */
#include "cli/explain/explain.h"

#include <stdlib.h>
#include <string.h>

enum { KEY_WHY = 0x330 };

static error_t parse(int key, char *arg, struct argp_state *state)
{
    explain_options *options = state->input;
    if (key != KEY_WHY)
        return ARGP_ERR_UNKNOWN;
    options->why = arg;
    return 0;
}

static const struct argp_option own_options[] = {
    {"why", KEY_WHY, "OFFER", 0,
     "what would have to change for this offer to be bought, or this service to be used (a solve for each thing tried)",
     0},
    {0},
};

const struct argp explain_why_argp = {.options = own_options, .parser = parse};

/** Offers first, then services; -1 when there is no such name. */
static int record_of(const purse_model *model, const char *name, bool *service)
{
    *service = false;
    for (int k = 0; k < model->n_offers; k++)
        if (strcmp(model->offers[k].id, name) == 0)
            return k;
    *service = true;
    for (int i = 0; i < model->n_services; i++)
        if (strcmp(model->services[i].id, name) == 0)
            return i;
    return -1;
}

static int unknown(const explanation *e)
{
    const purse_model *model = e->run->model;
    size_t n = 0, room = (size_t)model->n_offers + (size_t)model->n_services;
    const char **known = calloc(room + 1, sizeof *known);
    purse_error err = {0};
    if (known == NULL)
        return cli_fail(e->options->common.program, purse_error_memory(&err), &err);
    for (int k = 0; k < model->n_offers; k++)
        known[n++] = model->offers[k].id;
    for (int i = 0; i < model->n_services; i++)
        known[n++] = model->services[i].id;
    const char *nearest = cli_nearest(e->options->why, known, n);
    if (nearest != NULL)
        cli_say(e->options->common.program, "--why: there is no offer or service \"%s\" (did you mean \"%s\"?)",
                e->options->why, nearest);
    else
        cli_say(e->options->common.program, "--why: there is no offer or service \"%s\"", e->options->why);
    free(known);
    return CLI_USAGE;
}

int explain_check_why(const explanation *e)
{
    bool service;
    return e->options->why == NULL || record_of(e->run->model, e->options->why, &service) >= 0 ? CLI_DONE : unknown(e);
}

static int find(void **found, const explanation *e)
{
    bool service = false;
    purse_error err = {0};
    const cli_options *options = &e->options->common;
    if (e->options->why == NULL || e->plan->status != PURSE_STATUS_OPTIMAL)
        return CLI_DONE;
    int of = record_of(e->run->model, e->options->why, &service);
    purse_why *why = calloc(1, sizeof *why);
    e->run->progress.label = "solving what could be otherwise";
    purse_code code = why != NULL ? purse_explain_why(why, e->run->model, e->plan, service, of, &options->settings,
                                                      &e->run->control, &err)
                                  : purse_error_memory(&err);
    cli_progress_clear(&e->run->progress);
    *found = why;
    return code == PURSE_OK ? CLI_DONE : cli_fail(options->program, code, &err);
}

static purse_code text(purse_text *out, const void *found, const explanation *e, purse_error *err)
{
    return purse_report_why_text(out, found, e->plan, e->run->model, cli_view(&e->options->common), err);
}

static purse_code json(purse_text *out, const void *found, const explanation *e, purse_error *err)
{
    return purse_report_why_json(out, found, e->plan, e->run->model, err);
}

static bool stopped(const void *found, const explanation *e)
{
    (void)e;
    return ((const purse_why *)found)->interrupted;
}

static void release(void *found)
{
    purse_why_free(found);
    free(found);
}

const explain_section explain_why = {
    .key = "why", .find = find, .text = text, .json = json, .stopped = stopped, .release = release};
