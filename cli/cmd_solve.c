/* SPDX-License-Identifier: GPL-3.0-or-later */
/** purse solve: the best plan under one regime. */
#include "cli/cli.h"

enum { KEY_PRICES = 0x300 };

typedef struct solve_options {
    cli_options common;
    bool prices;
} solve_options;

static error_t parse(int key, char *arg, struct argp_state *state)
{
    solve_options *options = state->input;
    if (key != KEY_PRICES)
        return cli_parse_shared(key, arg, state);
    options->prices = true;
    return 0;
}

static const struct argp_option own_options[] = {
    {"prices", KEY_PRICES, NULL, 0,
     "test the prices of budgets and of the scarce capacities printed, by solving again with a little less and a "
     "little more of each",
     0},
    {0},
};

static const struct argp_child children[] = {
    {&cli_regime_argp, 0, NULL, 0},
    {&cli_scenario_argp, 0, "Changes to the scenario:", 1},
    {&cli_answer_argp, 0, "Output:", 2},
    {&cli_settings_argp, 0, "Settings:", 3},
    {0},
};

const struct argp cmd_solve_argp = {
    .options = own_options,
    .parser = parse,
    .children = children,
    .args_doc = "SCENARIO --regime REGIME",
    .doc = "Find the best plan under one regime: fewest people unmet, then least burden, then least spend.",
};

static int write_answer(purse_text *out, const purse_plan *plan, const cli_run *run)
{
    const cli_options *options = run->options;
    purse_error err = {0};
    purse_code code = options->json ? purse_report_plan_json(out, plan, run->model, &options->settings, true, &err)
                                    : purse_report_plan_text(out, plan, run->model, cli_view(options), &err);
    return code == PURSE_OK ? CLI_DONE : cli_fail(options->program, code, &err);
}

/** Everything is made ready, then the files are written, then the answer is printed. */
static int report(const purse_plan *plan, const cli_run *run)
{
    const cli_options *options = run->options;
    purse_text out = {0};
    int result = write_answer(&out, plan, run);
    if (result == CLI_DONE && options->output != NULL)
        result = cli_write_plan(plan, run);
    if (result == CLI_DONE)
        result = cli_print(options->program, &out);
    if (result == CLI_DONE && plan->interrupted)
        cli_say(options->program, "interrupted: %s",
                purse_plan_holds(plan) ? "this is the best plan so far, not proved" : "there was no plan yet");
    purse_text_free(&out);
    return result == CLI_DONE ? cli_plan_exit(plan) : result;
}

/** Prices tested from both sides, for a plan that has any. As many capacities as a table shows. */
static int test_prices(cli_run *run, purse_plan *plan)
{
    const double step = 1e-4; /* of a capacity */
    purse_error err = {0};
    if (plan->interrupted)
        return CLI_DONE;
    int result = cli_run_pot_prices(run, plan);
    if (result != CLI_DONE)
        return result;
    run->progress.label = "testing prices";
    purse_code code = purse_optimiser_capacity_prices(run->optimiser, plan, step, run->options->rows, &err);
    cli_progress_clear(&run->progress);
    return code == PURSE_OK ? CLI_DONE : cli_fail(run->options->program, code, &err);
}

int cmd_solve(int argc, char **argv)
{
    solve_options options = {.prices = false};
    cli_run run = {0};
    purse_plan *plan = NULL;
    int result = cli_parse(&cmd_solve_argp, argc, argv, &options.common);
    if (result != CLI_DONE)
        return result;
    options.common.once = !options.prices;
    result = cli_run_open(&run, &options.common);
    if (result == CLI_DONE)
        result = cli_run_solve(&run, options.common.regime, &plan);
    if (result == CLI_DONE && options.prices)
        result = test_prices(&run, plan);
    purse_optimiser_free(run.optimiser); /* the largest thing in memory, and done with */
    run.optimiser = NULL;
    if (result == CLI_DONE)
        result = report(plan, &run);
    purse_plan_free(plan);
    cli_run_close(&run);
    cli_options_free(&options.common);
    return result;
}
