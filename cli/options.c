/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Options that several verbs share. */
#include "cli/cli.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

enum {
    KEY_SET = 0x100,
    KEY_OVERLAY,
    KEY_JSON,
    KEY_ROWS,
#define KEY_SETTING_NAME(name, type, value, low, high, option, argument, meaning) KEY_SETTING_##name,
    PURSE_SETTINGS(KEY_SETTING_NAME)
#undef KEY_SETTING_NAME
};

static void add_change(struct argp_state *state, purse_change change)
{
    cli_options *options = state->input;
    /* One change per argument at most, so there is always room. */
    options->changes[options->n_changes++] = change;
}

static error_t parse_scenario(int key, char *arg, struct argp_state *state)
{
    cli_options *options = state->input;
    switch (key) {
    case KEY_SET:
        add_change(state, (purse_change){PURSE_CHANGE_SET, arg});
        return 0;
    case KEY_OVERLAY:
        add_change(state, (purse_change){PURSE_CHANGE_OVERLAY, arg});
        return 0;
    case ARGP_KEY_ARG:
        if (options->scenario != NULL)
            argp_error(state, "one argument too many: \"%s\"", arg);
        options->scenario = arg;
        return 0;
    case ARGP_KEY_END:
        if (options->scenario == NULL)
            argp_error(state, "a scenario is missing");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option scenario_options[] = {
    {"set", KEY_SET, "PATH=VALUE", 0, "change one value of the scenario for this run (several, in order)", 0},
    {"overlay", KEY_OVERLAY, "FILE", 0, "lay a JSON file over the scenario for this run (several, in order)", 0},
    {0},
};

const struct argp cli_scenario_argp = {.options = scenario_options, .parser = parse_scenario};

static error_t parse_regime(int key, char *arg, struct argp_state *state)
{
    cli_options *options = state->input;
    purse_error err = {0};
    switch (key) {
    case 'r':
        if (purse_regime_parse(&options->regime.kind, arg, &err) != PURSE_OK)
            argp_error(state, "--regime: %s", err.message);
        options->has_regime = true;
        return 0;
    case 'd':
        if (cli_parse_shares(&options->regime.dial, 1, arg) != 1)
            argp_error(state, "--dial: expected a share from 0 to 1, found \"%s\"", arg);
        options->has_dial = true;
        return 0;
    case ARGP_KEY_END:
        if (!options->has_regime)
            argp_error(state, "--regime is missing (silo, partial, dial, pooled or baseline)");
        if (options->has_dial != (options->regime.kind == PURSE_REGIME_DIAL))
            argp_error(state, "--regime dial and --dial SHARE go together");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option regime_options[] = {
    {"regime", 'r', "REGIME", 0, "how far the walls come down: silo, partial, dial, pooled, or baseline (today)", 0},
    {"dial", 'd', "SHARE", 0, "with --regime dial: the share of each pot's budget that may leave it", 0},
    {0},
};

const struct argp cli_regime_argp = {.options = regime_options, .parser = parse_regime};

static error_t parse_output(int key, char *arg, struct argp_state *state)
{
    cli_options *options = state->input;
    char *end = NULL;
    switch (key) {
    case KEY_JSON:
        options->json = true;
        return 0;
    case 'q':
        options->quiet = true;
        return 0;
    case 'o':
        options->output = arg;
        return 0;
    case KEY_ROWS:
        errno = 0;
        long rows = strtol(arg, &end, 10);
        if (end == arg || *end != '\0' || errno != 0 || rows < 0 || rows > INT_MAX)
            argp_error(state, "--rows: expected a whole number, 0 for all rows, found \"%s\"", arg);
        options->rows = (int)rows;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* clang-format off */
#define OPTION_JSON {"json", KEY_JSON, NULL, 0, "print one JSON document instead of tables", 0}
#define OPTION_QUIET {"quiet", 'q', NULL, 0, "no progress and no notes on standard error", 0}
#define OPTION_FOLDER {"output", 'o', "DIR", 0, "write the answer as JSON and CSV files into this folder", 0}
#define OPTION_ROWS {"rows", KEY_ROWS, "N", 0, "print at most N rows of a long table (0: all; default 20)", 0}

static const struct argp_option quiet_options[] = {OPTION_QUIET, {0}};
static const struct argp_option verdict_options[] = {OPTION_JSON, OPTION_QUIET, {0}};
static const struct argp_option answer_options[] = {OPTION_JSON, OPTION_FOLDER, OPTION_ROWS, OPTION_QUIET, {0}};
/* clang-format on */

const struct argp cli_quiet_argp = {.options = quiet_options, .parser = parse_output};
const struct argp cli_verdict_argp = {.options = verdict_options, .parser = parse_output};
const struct argp cli_answer_argp = {.options = answer_options, .parser = parse_output};

/** The command-line name of a setting by its key; NULL for other keys. */
static const char *setting_option(int key)
{
    switch (key) {
#define SETTING_CASE(name, type, value, low, high, option, argument, meaning)                                          \
    case KEY_SETTING_##name:                                                                                           \
        return option;
        PURSE_SETTINGS(SETTING_CASE)
#undef SETTING_CASE
    default:
        return NULL;
    }
}

static error_t parse_settings(int key, char *arg, struct argp_state *state)
{
    cli_options *options = state->input;
    const char *option = setting_option(key);
    purse_error err = {0};
    if (option == NULL)
        return ARGP_ERR_UNKNOWN;
    if (purse_settings_set(&options->settings, option, arg, &err) != PURSE_OK)
        argp_error(state, "--%s: %s", option, err.message);
    return 0;
}

static const struct argp_option settings_options[] = {
#define SETTING_OPTION(name, type, value, low, high, option, argument, meaning)                                        \
    {option, KEY_SETTING_##name, argument, 0, meaning, 0},
    PURSE_SETTINGS(SETTING_OPTION)
#undef SETTING_OPTION
        {0},
};

const struct argp cli_settings_argp = {.options = settings_options, .parser = parse_settings};

error_t cli_parse_shared(int key, char *arg, struct argp_state *state)
{
    (void)arg;
    if (key != ARGP_KEY_INIT)
        return ARGP_ERR_UNKNOWN;
    const cli_options *options = state->input;
    for (size_t i = 0; options->argp->children[i].argp != NULL; i++)
        state->child_inputs[i] = state->input;
    return 0;
}

int cli_parse_shares(double *share, int room, const char *text)
{
    int n = 0;
    for (const char *at = text;; at++) {
        char *end = NULL;
        double value = strtod(at, &end);
        if (end == at || !(value >= 0 && value <= 1) || n == room || (*end != ',' && *end != '\0'))
            return -1;
        share[n++] = value;
        if (*end == '\0')
            return n;
        at = end;
    }
}

int cli_parse(const struct argp *argp, int argc, char **argv, cli_options *input)
{
    const int long_table = 20;
    *input = (cli_options){.program = argv[0], .argp = argp, .settings = purse_settings_default(), .rows = long_table};
    input->changes = calloc((size_t)argc, sizeof *input->changes);
    purse_error err = {0};
    if (input->changes == NULL)
        return cli_fail(argv[0], purse_error_memory(&err), &err);
    if (!cli_options_known(argp, argc, argv)) {
        cli_options_free(input);
        return CLI_USAGE;
    }
    error_t failed = argp_parse(argp, argc, argv, 0, NULL, input);
    if (failed == 0)
        return CLI_DONE;
    cli_options_free(input);
    return cli_fail(argv[0], purse_error_memory(&err), &err);
}

void cli_options_free(cli_options *options)
{
    free(options->changes);
    options->changes = NULL;
    options->n_changes = 0;
}
