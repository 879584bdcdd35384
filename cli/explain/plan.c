/* SPDX-License-Identifier: GPL-3.0-or-later */
/** A plan that was written before, to be explained in place of one solved anew. */
#include "cli/explain/explain.h"

#include <string.h>

static const double tolerance = 1e-6; /* relative: the contract of a plan */

enum { KEY_PLAN = 0x320 };

static error_t parse(int key, char *arg, struct argp_state *state)
{
    explain_options *options = state->input;
    if (key != KEY_PLAN)
        return ARGP_ERR_UNKNOWN;
    options->plan = arg;
    return 0;
}

static const struct argp_option own_options[] = {
    {"plan", KEY_PLAN, "FILE", 0, "explain this plan (plan.json of \"purse solve -o\") instead of solving the regime",
     0},
    {0},
};

const struct argp explain_plan_argp = {.options = own_options, .parser = parse};

static bool of_another_scenario(const purse_problems *problems)
{
    bool other = false;
    for (size_t i = 0; i < problems->n; i++)
        other = other || strcmp(problems->item[i].path, "$.scenario.sha256") == 0;
    return other;
}

/** The plan must be of this scenario, of the regime asked for, and hold. */
static int check(const purse_plan *plan, const explain_options *options, const cli_run *run, purse_problems *problems)
{
    char asked[32], found[32];
    purse_error err = {0};
    const char *program = options->common.program;
    if (of_another_scenario(problems)) {
        (void)cli_problems(program, problems, true);
        return CLI_INVALID;
    }
    cli_regime_name(asked, sizeof asked, options->common.regime);
    cli_regime_name(found, sizeof found, plan->regime);
    if (strcmp(asked, found) != 0)
        return cli_fail(
            program,
            purse_error_set(&err, PURSE_EINPUT, options->plan, "expected a plan of regime %s, found %s", asked, found),
            &err);
    if (!purse_plan_holds(plan))
        return cli_fail(program,
                        purse_error_set(&err, PURSE_EINPUT, options->plan, "expected a plan, found one that is %s",
                                        purse_status_text(plan->status)),
                        &err);
    purse_code code = purse_plan_verify(plan, run->model, tolerance, problems, &err);
    if (code != PURSE_OK)
        return cli_fail(program, code, &err);
    if (problems->n_errors > 0)
        (void)cli_problems(program, problems, false);
    return problems->n_errors > 0 ? CLI_INVALID : CLI_DONE;
}

int explain_read_plan(purse_plan **plan, const explain_options *options, const cli_run *run)
{
    purse_text text = {0};
    purse_problems problems = {0};
    purse_error err = {0};
    int result = cli_read_file(&text, options->plan, options->common.program);
    if (result == CLI_DONE) {
        purse_code code = purse_report_plan_read(plan, options->plan, text.data != NULL ? text.data : "", text.length,
                                                 run->model, &problems, &err);
        if (code == PURSE_EINPUT && problems.n_errors > 0) {
            (void)cli_problems(options->common.program, &problems, true);
            result = CLI_INVALID;
        } else
            result = code == PURSE_OK ? check(*plan, options, run, &problems)
                                      : cli_fail(options->common.program, code, &err);
    }
    purse_problems_free(&problems);
    purse_text_free(&text);
    return result;
}
