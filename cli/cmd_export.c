/* SPDX-License-Identifier: GPL-3.0-or-later */
/** purse export: the optimisation problem for other solvers. */
#include "cli/cli.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { KEY_TIER = 0x300 };

typedef struct export_options {
    cli_options common;
    purse_file_format format;
    bool has_format;
    int tier; /**< from 0 */
} export_options;

static error_t parse(int key, char *arg, struct argp_state *state)
{
    export_options *options = state->input;
    char *end = NULL;
    switch (key) {
    case 'f':
        if (strcmp(arg, "mps") != 0 && strcmp(arg, "lp") != 0)
            argp_error(state, "--format: expected mps or lp, found \"%s\"", arg);
        options->format = strcmp(arg, "mps") == 0 ? PURSE_FORMAT_MPS : PURSE_FORMAT_LP;
        options->has_format = true;
        return 0;
    case KEY_TIER: {
        long tier = strtol(arg, &end, 10);
        if (end == arg || *end != '\0' || tier < 1 || tier > PURSE_N_MEASURES)
            argp_error(state, "--tier: expected a whole number from 1 to %d, found \"%s\"", PURSE_N_MEASURES, arg);
        options->tier = (int)tier - 1;
        return 0;
    }
    case 'o':
        options->common.output = arg;
        return 0;
    case ARGP_KEY_END:
        if (!options->has_format)
            argp_error(state, "--format is missing (mps or lp)");
        if (options->common.output == NULL)
            argp_error(state, "-o FILE is missing (- for standard output)");
        return ARGP_ERR_UNKNOWN;
    default:
        return cli_parse_shared(key, arg, state);
    }
}

static const struct argp_option own_options[] = {
    {"format", 'f', "FORMAT", 0, "mps (free MPS) or lp (CPLEX LP)", 0},
    {"tier", KEY_TIER, "N", 0, "which tier of the objective, from 1 (default 1); those before are solved first", 0},
    {"output", 'o', "FILE", 0, "the file to write; - for standard output", 0},
    {0},
};

static const struct argp_child children[] = {
    {&cli_regime_argp, 0, NULL, 0},
    {&cli_scenario_argp, 0, "Changes to the scenario:", 1},
    {&cli_quiet_argp, 0, "Output:", 2},
    {&cli_settings_argp, 0, "Settings:", 3},
    {0},
};

const struct argp cmd_export_argp = {
    .options = own_options,
    .parser = parse,
    .children = children,
    .args_doc = "SCENARIO --regime REGIME --format FORMAT -o FILE",
    .doc = "Write the optimisation problem of one regime and tier for another solver.",
};

static int check_tier(const export_options *options, const purse_model *model)
{
    if (options->tier < model->objective.n_tiers)
        return CLI_DONE;
    cli_say(options->common.program, "--tier: the objective has %d tier%s", model->objective.n_tiers,
            model->objective.n_tiers == 1 ? "" : "s");
    return CLI_USAGE;
}

/** The library writes to a path: here a file of its own, which is then read as text and removed. */
static int export_text(purse_text *text, cli_run *run, const export_options *options)
{
    const char *folder = getenv("TMPDIR");
    char path[PATH_MAX];
    purse_error err = {0};
    int length = snprintf(path, sizeof path, "%s/purse-XXXXXX", folder != NULL && folder[0] != '\0' ? folder : "/tmp");
    int file = length > 0 && (size_t)length < sizeof path ? mkstemp(path) : -1;
    if (file < 0) {
        cli_say(options->common.program, "could not make a file in %s", folder != NULL ? folder : "/tmp");
        return CLI_IO;
    }
    (void)close(file);
    purse_code code =
        purse_optimiser_export(run->optimiser, options->common.regime, options->tier, options->format, path, &err);
    cli_progress_clear(&run->progress);
    int result = code == PURSE_OK ? cli_read_file(text, path, options->common.program)
                                  : cli_fail(options->common.program, code, &err);
    (void)unlink(path);
    return result;
}

static int write_text(const purse_text *text, const export_options *options)
{
    const cli_options *common = &options->common;
    purse_error err = {0};
    if (strcmp(common->output, "-") == 0)
        return cli_print(common->program, text);
    purse_code code = purse_report_write_file(common->output, text, &err);
    return code == PURSE_OK ? CLI_DONE : cli_fail(common->program, code, &err);
}

int cmd_export(int argc, char **argv)
{
    export_options options = {.tier = 0};
    cli_run run = {0};
    purse_text text = {0};
    int result = cli_parse(&cmd_export_argp, argc, argv, &options.common);
    if (result != CLI_DONE)
        return result;
    result = cli_run_open(&run, &options.common);
    if (result == CLI_DONE)
        result = check_tier(&options, run.model);
    if (result == CLI_DONE)
        result = export_text(&text, &run, &options);
    if (result == CLI_DONE)
        result = write_text(&text, &options);
    purse_text_free(&text);
    cli_run_close(&run);
    cli_options_free(&options.common);
    return result;
}
