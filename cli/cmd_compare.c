/* SPDX-License-Identifier: GPL-3.0-or-later */
/** purse compare: the regimes side by side, and the price of the walls between the pots. */
#include "cli/cli.h"

static const struct argp_child children[] = {
    {&cli_regimes_argp, 0, NULL, 0},
    {&cli_scenario_argp, 0, "Changes to the scenario:", 1},
    {&cli_answer_argp, 0, "Output:", 2},
    {&cli_settings_argp, 0, "Settings:", 3},
    {0},
};

const struct argp cmd_compare_argp = {
    .parser = cli_parse_shared,
    .children = children,
    .args_doc = "SCENARIO",
    .doc = "Solve several regimes, print them side by side, and say what the walls between the pots cost.",
};

/** Everything is made ready, then the files are written, then the answer is printed. */
static int report(const cli_plans *plans, const cli_run *run)
{
    const cli_options *options = run->options;
    const purse_plan *const *plan = plans->plan;
    purse_text out = {0};
    purse_error err = {0};
    purse_code code = options->json
                          ? purse_report_compare_json(&out, plan, plans->n, run->model, &options->settings, &err)
                          : purse_report_compare_text(&out, plan, plans->n, run->model, cli_view(options), &err);
    int result = code == PURSE_OK ? CLI_DONE : cli_fail(options->program, code, &err);
    if (result == CLI_DONE && options->output != NULL)
        result = cli_write_comparison(plans, run);
    if (result == CLI_DONE)
        result = cli_print(options->program, &out);
    if (result == CLI_DONE)
        cli_plans_missing(plans, options->program);
    purse_text_free(&out);
    return result == CLI_DONE ? cli_plans_exit(plans) : result;
}

int cmd_compare(int argc, char **argv)
{
    cli_options options;
    cli_plans plans = {.n = 0};
    cli_run run = {0};
    int result = cli_parse(&cmd_compare_argp, argc, argv, &options);
    if (result != CLI_DONE)
        return result;
    result = cli_run_open(&run, &options);
    if (result == CLI_DONE)
        result = cli_plans_solve(&plans, &run, false);
    if (result == CLI_DONE)
        result = report(&plans, &run);
    cli_plans_free(&plans);
    cli_run_close(&run);
    cli_options_free(&options);
    return result;
}
