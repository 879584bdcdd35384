/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Plans that leave no pot worse off than alone, and what that costs. */
#include "cli/explain/explain.h"

#include <stdio.h>
#include <stdlib.h>

enum { KEY_NO_DETRIMENT = 0x330 };

static error_t parse(int key, char *arg, struct argp_state *state)
{
    explain_options *options = state->input;
    (void)arg;
    if (key != KEY_NO_DETRIMENT)
        return ARGP_ERR_UNKNOWN;
    options->no_detriment = true;
    return 0;
}

static const struct argp_option own_options[] = {
    {"no-detriment", KEY_NO_DETRIMENT, NULL, 0,
     "what it costs that no pot be worse off than alone, in people, and in people and money", 0},
    {0},
};

const struct argp explain_detriment_argp = {.options = own_options, .parser = parse};

typedef struct detriment {
    purse_plan *alone, *free; /* NULL: the plan in hand */
    purse_plan *held[PURSE_N_DETRIMENTS];
    purse_no_detriment told;
} detriment;

static void release(void *found)
{
    detriment *d = found;
    if (d == NULL)
        return;
    for (int i = 0; i < PURSE_N_DETRIMENTS; i++)
        purse_plan_free(d->held[i]);
    purse_plan_free(d->alone);
    purse_plan_free(d->free);
    free(d);
}

static int solve(detriment *d, const explanation *e)
{
    bool separate = e->plan->regime.kind == PURSE_REGIME_SILO;
    purse_regime other = {separate ? PURSE_REGIME_POOLED : PURSE_REGIME_SILO, 0.0};
    purse_error err = {0};
    purse_code code = PURSE_OK;
    int result = cli_run_solve(e->run, other, separate ? &d->free : &d->alone);
    if (result != CLI_DONE)
        return result;
    d->told = (purse_no_detriment){.alone = separate ? e->plan : d->alone, .free = separate ? d->free : e->plan};
    e->run->progress.label = "leaving no pot worse off";
    for (int i = 0; i < PURSE_N_DETRIMENTS && code == PURSE_OK && purse_plan_holds(d->told.alone); i++) {
        code = purse_optimiser_no_detriment(&d->held[i], e->run->optimiser, d->told.alone, d->told.free->regime,
                                            (purse_detriment)i, &err);
        d->told.held[i] = d->held[i];
    }
    cli_progress_clear(&e->run->progress);
    return code == PURSE_OK ? CLI_DONE : cli_fail(e->options->common.program, code, &err);
}

static int find(void **found, const explanation *e)
{
    purse_error err = {0};
    if (!e->options->no_detriment || e->plan->regime.kind == PURSE_REGIME_BASELINE)
        return CLI_DONE;
    detriment *d = calloc(1, sizeof *d);
    if (d == NULL)
        return cli_fail(e->options->common.program, purse_error_memory(&err), &err);
    *found = d;
    return solve(d, e);
}

static purse_code text(purse_text *out, const void *found, const explanation *e, purse_error *err)
{
    const detriment *d = found;
    return purse_report_detriment_text(out, &d->told, e->run->model, cli_view(&e->options->common), err);
}

static purse_code json(purse_text *out, const void *found, const explanation *e, purse_error *err)
{
    const detriment *d = found;
    return purse_report_detriment_json(out, &d->told, e->run->model, err);
}

static void add(const purse_plan *plan, const char *name, cli_named_plan *list, int *n)
{
    if (plan == NULL)
        return;
    (void)snprintf(list[*n].name, sizeof list[*n].name, "%s", name);
    list[(*n)++].plan = plan;
}

static void plans(const void *found, const explanation *e, cli_named_plan *list, int *n)
{
    const detriment *d = found;
    (void)e;
    add(d->alone, purse_regime_text(PURSE_REGIME_SILO), list, n);
    add(d->free, purse_regime_text(PURSE_REGIME_POOLED), list, n);
    add(d->held[PURSE_DETRIMENT_PEOPLE], "no-people-worse-off", list, n);
    add(d->held[PURSE_DETRIMENT_ALL], "none-worse-off", list, n);
}

static bool stopped(const void *found, const explanation *e)
{
    const detriment *d = found;
    (void)e;
    const purse_plan *all[] = {d->told.alone, d->told.free, d->held[PURSE_DETRIMENT_PEOPLE],
                               d->held[PURSE_DETRIMENT_ALL]};
    for (int i = 0; i < 4; i++)
        if (all[i] != NULL && cli_plan_exit(all[i]) == CLI_STOPPED)
            return true;
    return false;
}

const explain_section explain_detriment = {.key = "no_detriment",
                                           .find = find,
                                           .text = text,
                                           .json = json,
                                           .plans = plans,
                                           .stopped = stopped,
                                           .release = release};
