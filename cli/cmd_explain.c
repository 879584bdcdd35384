/* SPDX-License-Identifier: GPL-3.0-or-later */
/** purse explain: why there is no plan, or what more money would bring. */
#include "cli/cli.h"

#include <stdlib.h>

enum { KEY_AMOUNT = 0x300, KEY_SHARES };

typedef struct explain_options {
    cli_options common;
    double amount; /* 0: a decision unit of the scenario */
    bool shares;
} explain_options;

static error_t parse(int key, char *arg, struct argp_state *state)
{
    explain_options *options = state->input;
    char *end = NULL;
    options->shares = options->shares || key == KEY_SHARES;
    if (key == KEY_SHARES)
        return 0;
    if (key != KEY_AMOUNT)
        return cli_parse_shared(key, arg, state);
    options->amount = strtod(arg, &end);
    if (end == arg || *end != '\0' || !(options->amount > 0.0 && options->amount <= 1e15))
        argp_error(state, "--amount: expected a sum of money above 0, found \"%s\"", arg);
    return 0;
}

static const struct argp_option own_options[] = {
    {"amount", KEY_AMOUNT, "GBP", 0, "the sum to tell gains by (default: a power of ten, small beside every budget)",
     0},
    {"shares", KEY_SHARES, NULL, 0,
     "divide what pooling all pots would save among them (solves every coalition of pots)", 0},
    {0},
};

static const struct argp_child children[] = {
    {&cli_regime_argp, 0, NULL, 0},
    {&cli_scenario_argp, 0, "Changes to the scenario:", 1},
    {&cli_verdict_argp, 0, "Output:", 2},
    {&cli_settings_argp, 0, "Settings:", 3},
    {0},
};

const struct argp cmd_explain_argp = {
    .options = own_options,
    .parser = parse,
    .children = children,
    .args_doc = "SCENARIO --regime REGIME",
    .doc = "Say what more money in each pot would bring, and until when. Or, where a regime has no plan, why: the "
           "least change that would make one possible, and statements of the scenario that cannot all be kept, none "
           "of them to spare.",
};

/** What an explanation is made of. */
typedef struct explanation {
    purse_status status;
    purse_problems change; /**< the least change */
    purse_conflict conflict;
    purse_plan *plan;
    purse_gain *gain; /**< one per pot; NULL without a plan */
    bool shares;
    purse_walls_share share;
} explanation;

static purse_code add_list(purse_text *out, const char *heading, const purse_problems *list, purse_error *err)
{
    purse_code code = PURSE_OK;
    purse_text_format(out, "\n%s\n", heading);
    for (size_t i = 0; i < list->n && code == PURSE_OK; i++) {
        char *line = NULL;
        code = purse_problem_format(&line, &list->item[i], err);
        if (code == PURSE_OK)
            purse_text_format(out, "  %s\n", line);
        free(line);
    }
    return code;
}

static purse_code write_text(purse_text *out, const explanation *e, const cli_run *run, purse_error *err)
{
    char regime[32];
    const purse_conflict *conflict = &e->conflict;
    cli_regime_name(regime, sizeof regime, run->options->regime);
    purse_text_format(out, "%s, %s: %s\n", run->model->name, regime,
                      e->status == PURSE_STATUS_INFEASIBLE ? "no plan can keep the budgets and rules"
                                                           : "there is a plan");
    if (e->gain != NULL) {
        purse_code code = purse_report_gains_text(out, e->gain, e->plan, run->model, cli_view(run->options), err);
        if (code == PURSE_OK && e->shares)
            code = purse_report_share_text(out, &e->share, run->model, cli_view(run->options), err);
        return code;
    }
    if (e->status != PURSE_STATUS_INFEASIBLE)
        return PURSE_OK;
    purse_code code = add_list(out, "The least change that would make it feasible", &e->change, err);
    if (code != PURSE_OK || !conflict->infeasible)
        return code;
    bool one = conflict->statements.n == 1;
    code = add_list(out, one ? "A statement that cannot be kept" : "Statements that cannot all be kept",
                    &conflict->statements, err);
    if (!conflict->irreducible)
        purse_text_add(out, "Not each of them could be tried to the end: some may not be needed.\n");
    else
        purse_text_add(out, one ? "Without it there is a plan.\n"
                                : "Without any one of them there is a plan: each was left out and solved without.\n");
    return code;
}

static purse_code write_json(purse_text *out, const explanation *e, const cli_run *run, purse_error *err)
{
    purse_code code = PURSE_OK;
    const purse_conflict *conflict = &e->conflict;
    purse_text_format(out, "{\"purse\": \"%s\", \"scenario\": {\"name\": ", purse_version());
    cli_json_string(out, run->model->name);
    purse_text_format(out, ", \"sha256\": \"%s\"},\n \"regime\": \"%s\"", run->model->sha256,
                      purse_regime_text(run->options->regime.kind));
    if (run->options->regime.kind == PURSE_REGIME_DIAL)
        purse_text_format(out, ", \"dial\": %.17g", run->options->regime.dial);
    purse_text_format(out, ", \"status\": \"%s\"", purse_status_text(e->status));
    if (e->status == PURSE_STATUS_INFEASIBLE) {
        purse_text_add(out, ",\n \"least_change\": {");
        cli_problems_json(out, &e->change);
        purse_text_format(out, "},\n \"conflict\": {\"irreducible\": %s, \"solves\": %d, ",
                          conflict->irreducible ? "true" : "false", conflict->solves);
        cli_problems_json(out, &conflict->statements);
        purse_text_add(out, "}");
    }
    if (e->gain != NULL) {
        purse_text_add(out, ",\n \"gains\": ");
        code = purse_report_gains_json(out, e->gain, e->plan, run->model, err);
    }
    if (e->shares && code == PURSE_OK) {
        purse_text_add(out, ",\n \"shares\": ");
        code = purse_report_share_json(out, &e->share, run->model, err);
    }
    purse_text_add(out, "}\n");
    return code;
}

static int report(const explanation *e, const cli_run *run)
{
    purse_text out = {0};
    purse_error err = {0};
    purse_code code = run->options->json ? write_json(&out, e, run, &err) : write_text(&out, e, run, &err);
    int result =
        code == PURSE_OK ? cli_print(run->options->program, &out) : cli_fail(run->options->program, code, &err);
    purse_text_free(&out);
    return result;
}

/** Why there is no plan. */
static int explain_conflict(explanation *e, cli_run *run)
{
    const cli_options *options = run->options;
    purse_error err = {0};
    purse_code code = purse_optimiser_conflict(run->optimiser, &e->change, &err);
    run->progress.label = "finding what conflicts";
    if (code == PURSE_OK)
        code =
            purse_explain_conflict(&e->conflict, run->model, options->regime, &options->settings, &run->control, &err);
    cli_progress_clear(&run->progress);
    return code == PURSE_OK ? CLI_DONE : cli_fail(options->program, code, &err);
}

/** What more money would bring, by a plan that is proved. */
static int explain_gains(explanation *e, cli_run *run, double amount)
{
    purse_error err = {0};
    e->gain = calloc((size_t)run->model->n_pots + 1, sizeof *e->gain);
    purse_code code = PURSE_EMEMORY;
    run->progress.label = "solving with more money";
    if (e->gain == NULL)
        (void)purse_error_memory(&err);
    else
        code = purse_explain_gains(e->gain, run->optimiser, e->plan,
                                   amount > 0.0 ? amount : purse_decision_unit(run->model), &err);
    cli_progress_clear(&run->progress);
    return code == PURSE_OK ? CLI_DONE : cli_fail(run->options->program, code, &err);
}

static int explain_shares(explanation *e, cli_run *run)
{
    purse_error err = {0};
    run->progress.label = "joining pots";
    purse_code code = purse_explain_walls(&e->share, run->optimiser, &err);
    cli_progress_clear(&run->progress);
    e->shares = true;
    return code == PURSE_OK ? CLI_DONE : cli_fail(run->options->program, code, &err);
}

static bool was_stopped(const explanation *e, const cli_run *run)
{
    bool stopped = e->conflict.interrupted || *cli_interrupt_flag();
    for (int p = 0; p < run->model->n_pots && e->gain != NULL; p++)
        stopped = stopped || e->gain[p].stopped;
    return stopped;
}

static int explain(explanation *e, cli_run *run, const explain_options *options)
{
    int result = cli_run_solve(run, options->common.regime, &e->plan);
    if (result != CLI_DONE)
        return result;
    e->status = e->plan->status;
    if (e->status == PURSE_STATUS_INFEASIBLE)
        result = explain_conflict(e, run);
    else if (e->status == PURSE_STATUS_OPTIMAL)
        result = explain_gains(e, run, options->amount);
    if (result == CLI_DONE && e->gain != NULL && options->shares)
        result = explain_shares(e, run);
    if (result == CLI_DONE)
        result = report(e, run);
    if (result == CLI_DONE)
        result = was_stopped(e, run) ? CLI_STOPPED : cli_plan_exit(e->plan);
    return result;
}

int cmd_explain(int argc, char **argv)
{
    explain_options options = {.amount = 0.0};
    cli_run run = {0};
    explanation e = {.status = PURSE_STATUS_NONE};
    int result = cli_parse(&cmd_explain_argp, argc, argv, &options.common);
    if (result != CLI_DONE)
        return result;
    result = cli_run_open(&run, &options.common);
    if (result == CLI_DONE)
        result = explain(&e, &run, &options);
    purse_problems_free(&e.change);
    purse_conflict_free(&e.conflict);
    free(e.gain);
    purse_plan_free(e.plan);
    cli_run_close(&run);
    cli_options_free(&options.common);
    return result;
}
