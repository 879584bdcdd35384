/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What the walls between the pots do: separate pots against the regime in hand, or against pooled ones. */
#include "cli/explain/explain.h"

#include <stdlib.h>

enum { KEY_WALLS = 0x320 };

static error_t parse(int key, char *arg, struct argp_state *state)
{
    explain_options *options = state->input;
    (void)arg;
    if (key != KEY_WALLS)
        return ARGP_ERR_UNKNOWN;
    options->walls = true;
    return 0;
}

static const struct argp_option own_options[] = {
    {"walls", KEY_WALLS, NULL, 0,
     "who gains and who loses when the walls come down to REGIME (of silo: to pooled), by pot, boundary, need, place "
     "and provider",
     0},
    {0},
};

const struct argp explain_walls_argp = {.options = own_options, .parser = parse};

typedef struct walls {
    purse_plan *other;  /* the plan that is not in hand */
    purse_split *split; /* NULL where one of the two has no plan */
    purse_walls said;
} walls;

static void release(void *found)
{
    walls *w = found;
    if (w == NULL)
        return;
    purse_split_free(w->split);
    purse_plan_free(w->other);
    free(w);
}

static int find(void **found, const explanation *e)
{
    purse_error err = {0};
    if (!e->options->walls || e->plan->regime.kind == PURSE_REGIME_BASELINE)
        return CLI_DONE;
    walls *w = calloc(1, sizeof *w);
    if (w == NULL)
        return cli_fail(e->options->common.program, purse_error_memory(&err), &err);
    *found = w;
    bool separate = e->plan->regime.kind == PURSE_REGIME_SILO;
    int result =
        cli_run_solve(e->run, (purse_regime){separate ? PURSE_REGIME_POOLED : PURSE_REGIME_SILO, 0.0}, &w->other);
    if (result != CLI_DONE)
        return result;
    const purse_plan *plan[] = {separate ? e->plan : w->other, separate ? w->other : e->plan};
    purse_report_walls(&w->said, plan, 2, e->run->model);
    if (!purse_plan_holds(plan[0]) || !purse_plan_holds(plan[1]))
        return CLI_DONE;
    purse_code code = purse_split_new(&w->split, plan[0], plan[1], e->run->model, &err);
    return code == PURSE_OK ? CLI_DONE : cli_fail(e->options->common.program, code, &err);
}

static purse_code text(purse_text *out, const void *found, const explanation *e, purse_error *err)
{
    const walls *w = found;
    purse_text_format(out, "\n%s\n", w->said.sentence);
    if (w->split == NULL)
        return PURSE_OK;
    return purse_report_split_text(out, w->split, e->run->model, cli_view(&e->options->common), err);
}

static purse_code json(purse_text *out, const void *found, const explanation *e, purse_error *err)
{
    const walls *w = found;
    purse_code code = PURSE_OK;
    purse_text_add(out, "{\"sentence\": ");
    purse_text_quote(out, w->said.sentence);
    purse_text_format(out, ", \"proved\": %s", w->said.proved ? "true" : "false");
    if (w->split != NULL) {
        purse_text_add(out, ", \"split\":\n");
        code = purse_report_split_json(out, w->split, e->run->model, err);
    }
    purse_text_add(out, "}");
    return code;
}

static void plans(const void *found, const explanation *e, cli_named_plan *list, int *n)
{
    const walls *w = found;
    (void)e;
    cli_regime_name(list[*n].name, sizeof list[*n].name, w->other->regime);
    list[(*n)++].plan = w->other;
}

static bool stopped(const void *found, const explanation *e)
{
    const walls *w = found;
    (void)e;
    return cli_plan_exit(w->other) == CLI_STOPPED;
}

const explain_section explain_walls = {
    .key = "walls", .find = find, .text = text, .json = json, .plans = plans, .stopped = stopped, .release = release};
