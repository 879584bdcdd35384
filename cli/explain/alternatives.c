/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Other plans that are nearly as good, and whether the optimum is the only one. */
#include "cli/explain/explain.h"

#include <stdio.h>
#include <stdlib.h>

enum { KEY_ALTERNATIVES = 0x340, KEY_TOLERANCE };

static void parse_number(explain_options *options, const char *arg, struct argp_state *state)
{
    const long most = EXPLAIN_PLANS / 2, usual = 5;
    char *end = NULL;
    long n = arg != NULL ? strtol(arg, &end, 10) : usual;
    if (n < 1 || n > most || (arg != NULL && (end == arg || *end != '\0')))
        argp_error(state, "--alternatives: expected a whole number from 1 to %ld, found \"%s\"", most, arg);
    options->alternatives = (int)n;
}

static void parse_tolerance(explain_options *options, const char *arg, struct argp_state *state)
{
    char *end = NULL;
    options->tolerance = strtod(arg, &end);
    if (end == arg || *end != '\0' || !(options->tolerance > 0.0 && options->tolerance <= 1.0))
        argp_error(state, "--tolerance: expected a share above 0 and up to 1, found \"%s\"", arg);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    switch (key) {
    case KEY_ALTERNATIVES:
        parse_number(state->input, arg, state);
        return 0;
    case KEY_TOLERANCE:
        parse_tolerance(state->input, arg, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option own_options[] = {
    {"alternatives", KEY_ALTERNATIVES, "N", OPTION_ARG_OPTIONAL,
     "N other plans that are nearly as good, as different as can be (5), and whether the optimum is unique", 0},
    {"tolerance", KEY_TOLERANCE, "SHARE", 0, "by which each tier of another plan may be worse (default 0.0001)", 0},
    {0},
};

const struct argp explain_alternatives_argp = {.options = own_options, .parser = parse};

static int find(void **found, const explanation *e)
{
    const double usual = 1e-4;
    purse_error err = {0};
    purse_alternatives *alternatives = NULL;
    if (e->options->alternatives == 0 || e->plan->status != PURSE_STATUS_OPTIMAL)
        return CLI_DONE;
    e->run->progress.label = "looking for other plans";
    purse_code code = purse_explain_alternatives(&alternatives, e->run->optimiser, e->plan, e->options->alternatives,
                                                 e->options->tolerance > 0.0 ? e->options->tolerance : usual, &err);
    cli_progress_clear(&e->run->progress);
    *found = alternatives;
    return code == PURSE_OK ? CLI_DONE : cli_fail(e->options->common.program, code, &err);
}

static purse_code text(purse_text *out, const void *found, const explanation *e, purse_error *err)
{
    return purse_report_alternatives_text(out, found, e->plan, e->run->model, cli_view(&e->options->common), err);
}

static purse_code json(purse_text *out, const void *found, const explanation *e, purse_error *err)
{
    return purse_report_alternatives_json(out, found, e->plan, e->run->model, err);
}

static void plans(const void *found, const explanation *e, cli_named_plan *list, int *n)
{
    const purse_alternatives *f = found;
    (void)e;
    for (int i = 0; i < f->n; i++) {
        (void)snprintf(list[*n].name, sizeof list[*n].name, "alternative-%d", i + 1);
        list[(*n)++].plan = f->item[i].plan;
    }
}

static bool stopped(const void *found, const explanation *e)
{
    const purse_alternatives *f = found;
    (void)e;
    return f->stopped;
}

static void release(void *found)
{
    purse_alternatives_free(found);
}

const explain_section explain_alternatives = {.key = "alternatives",
                                              .find = find,
                                              .text = text,
                                              .json = json,
                                              .plans = plans,
                                              .stopped = stopped,
                                              .release = release};
