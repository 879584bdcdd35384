/* SPDX-License-Identifier: GPL-3.0-or-later */
/** purse verify: a plan against its scenario, without the solver. */
#include "cli/cli.h"

#include <string.h>

static const double tolerance = 1e-6; /* relative: the contract of a plan */

typedef struct verify_options {
    cli_options common;
    const char *plan;
} verify_options;

static error_t parse(int key, char *arg, struct argp_state *state)
{
    verify_options *options = state->input;
    switch (key) {
    case ARGP_KEY_ARG:
        if (options->common.scenario == NULL || options->plan != NULL)
            return ARGP_ERR_UNKNOWN; /* the first is the scenario, a third one too many */
        options->plan = arg;
        return 0;
    case ARGP_KEY_END:
        if (options->common.scenario != NULL && options->plan == NULL)
            argp_error(state, "a plan is missing");
        return ARGP_ERR_UNKNOWN;
    default:
        return cli_parse_shared(key, arg, state);
    }
}

static const struct argp_child children[] = {
    {&cli_scenario_argp, 0, "Changes to the scenario, as they were when the plan was made:", 1},
    {&cli_verdict_argp, 0, "Output:", 2},
    {0},
};

const struct argp cmd_verify_argp = {
    .parser = parse,
    .children = children,
    .args_doc = "SCENARIO PLAN",
    .doc = "Check a plan (the plan.json of \"purse solve -o\", or - for standard input) against its scenario in "
           "arithmetic of its own: every equation, every rule, every stated figure.",
};

static purse_code check_plan(purse_problems *problems, const purse_text *text, const char *name,
                             const purse_model *model, purse_error *err)
{
    purse_plan *plan = NULL;
    purse_code code =
        purse_report_plan_read(&plan, name, text->data != NULL ? text->data : "", text->length, model, problems, err);
    if (code == PURSE_OK)
        code = purse_plan_verify(plan, model, tolerance, problems, err);
    purse_plan_free(plan);
    return code;
}

static purse_code write_verdict(purse_text *out, const verify_options *options, const purse_problems *problems,
                                purse_error *err)
{
    bool holds = problems->n_errors == 0;
    if (options->common.json) {
        purse_text_format(out, "{\"purse\": \"%s\", \"valid\": %s, ", purse_version(), holds ? "true" : "false");
        purse_report_problems_json(out, problems);
        purse_text_add(out, "}\n");
        return PURSE_OK;
    }
    purse_code code = PURSE_OK;
    if (problems->n_errors + problems->n_warnings > 0)
        code = purse_report_problems(out, problems, cli_view(&options->common).colour, err);
    purse_text_format(out, holds ? "%s holds: every equation, every rule, every figure\n" : "%s does not hold\n",
                      strcmp(options->plan, "-") == 0 ? "standard input" : options->plan);
    return code;
}

static int report(const verify_options *options, const purse_problems *problems)
{
    purse_text out = {0};
    purse_error err = {0};
    purse_code code = write_verdict(&out, options, problems, &err);
    int result =
        code == PURSE_OK ? cli_print(options->common.program, &out) : cli_fail(options->common.program, code, &err);
    purse_text_free(&out);
    return result == CLI_DONE && problems->n_errors > 0 ? CLI_INVALID : result;
}

int cmd_verify(int argc, char **argv)
{
    verify_options options = {.plan = NULL};
    int result = cli_parse(&cmd_verify_argp, argc, argv, &options.common);
    if (result != CLI_DONE)
        return result;
    purse_model *model = NULL;
    purse_text text = {0};
    purse_problems problems = {0};
    result = cli_read(&model, &options.common, NULL);
    if (result == CLI_DONE)
        result = cli_read_file(&text, options.plan, argv[0]);
    if (result == CLI_DONE) {
        purse_error err = {0};
        purse_code code = check_plan(&problems, &text, options.plan, model, &err);
        bool told = code == PURSE_OK || (code == PURSE_EINPUT && problems.n_errors > 0);
        result = told ? report(&options, &problems) : cli_fail(argv[0], code, &err);
    }
    purse_problems_free(&problems);
    purse_text_free(&text);
    purse_model_free(model);
    cli_options_free(&options.common);
    return result;
}
