/* SPDX-License-Identifier: GPL-3.0-or-later */
/** purse compare: the regimes side by side, and the price of the walls between the pots. */
#include "cli/cli.h"

#include <math.h>
#include <string.h>

enum { MOST_REGIMES = 32, KEY_REGIMES = 0x300 };

typedef struct compare_options {
    cli_options common;
    bool chosen[PURSE_N_REGIMES]; /**< by --regimes */
    bool any_chosen;
    double dial[MOST_REGIMES - PURSE_N_REGIMES];
    int n_dials;
} compare_options;

static void parse_regimes(compare_options *options, const char *text, struct argp_state *state)
{
    for (const char *at = text;;) {
        char name[32];
        size_t length = strcspn(at, ",");
        purse_regime_kind kind;
        purse_error err = {0};
        if (length >= sizeof name)
            argp_error(state, "--regimes: there is no regime \"%.*s\"", (int)length, at);
        length = length < sizeof name ? length : sizeof name - 1;
        memcpy(name, at, length);
        name[length] = '\0';
        if (purse_regime_parse(&kind, name, &err) != PURSE_OK)
            argp_error(state, "--regimes: %s", err.message);
        if (kind == PURSE_REGIME_DIAL)
            argp_error(state, "--regimes: dial regimes are asked for with --dial LIST");
        options->chosen[kind] = true;
        options->any_chosen = true;
        if (at[length] == '\0')
            return;
        at += length + 1;
    }
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    compare_options *options = state->input;
    const int room = (int)(sizeof options->dial / sizeof *options->dial);
    switch (key) {
    case KEY_REGIMES:
        parse_regimes(options, arg, state);
        return 0;
    case 'd':
        options->n_dials = cli_parse_shares(options->dial, room, arg);
        if (options->n_dials < 1)
            argp_error(state, "--dial: expected at most %d shares from 0 to 1, such as 0.05,0.1, found \"%s\"", room,
                       arg);
        return 0;
    default:
        return cli_parse_shared(key, arg, state);
    }
}

static const struct argp_option own_options[] = {
    {"regimes", KEY_REGIMES, "LIST", 0,
     "which regimes, such as silo,pooled (default: baseline and partial where the scenario has what they need, silo "
     "and pooled)",
     0},
    {"dial", 'd', "LIST", 0, "also a dial regime for each of these shares, such as 0.05,0.1", 0},
    {0},
};

static const struct argp_child children[] = {
    {&cli_scenario_argp, 0, "Changes to the scenario:", 1},
    {&cli_answer_argp, 0, "Output:", 2},
    {&cli_settings_argp, 0, "Settings:", 3},
    {0},
};

const struct argp cmd_compare_argp = {
    .options = own_options,
    .parser = parse,
    .children = children,
    .args_doc = "SCENARIO",
    .doc = "Solve several regimes, print them side by side, and say what the walls between the pots cost.",
};

/** The scenario says something of today's pattern. */
static bool has_baseline(const purse_model *model)
{
    for (int i = 0; i < model->n_abilities; i++)
        if (!isnan(model->abilities[i].entry_baseline))
            return true;
    for (int i = 0; i < model->n_referrals; i++)
        if (!isnan(model->referrals[i].share))
            return true;
    return false;
}

static int choose(purse_regime *regime, const compare_options *options, const purse_model *model)
{
    const purse_regime_kind order[] = {PURSE_REGIME_BASELINE, PURSE_REGIME_SILO, PURSE_REGIME_PARTIAL,
                                       PURSE_REGIME_DIAL, PURSE_REGIME_POOLED};
    int n = 0;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        bool wanted = options->any_chosen                 ? options->chosen[order[i]]
                      : order[i] == PURSE_REGIME_BASELINE ? has_baseline(model)
                      : order[i] == PURSE_REGIME_PARTIAL  ? model->has_virement
                                                          : true;
        if (order[i] == PURSE_REGIME_DIAL) {
            for (int d = 0; d < options->n_dials; d++)
                regime[n++] = (purse_regime){PURSE_REGIME_DIAL, options->dial[d]};
        } else if (wanted) {
            regime[n++] = (purse_regime){order[i], 0};
        }
    }
    return n;
}

/** Solves them in order; an interruption ends it with the plans that are there. */
static int solve_all(const purse_plan **plan, int *n_plans, cli_run *run, const compare_options *options)
{
    purse_regime regime[MOST_REGIMES];
    int n = choose(regime, options, run->model);
    for (int i = 0; i < n; i++) {
        purse_plan *one = NULL;
        int result = cli_run_solve(run, regime[i], &one);
        if (result == CLI_INVALID && regime[i].kind == PURSE_REGIME_BASELINE && !options->any_chosen) {
            cli_say(options->common.program, "the comparison goes on without the baseline");
            continue;
        }
        if (result != CLI_DONE)
            return result;
        plan[(*n_plans)++] = one;
        if (one->interrupted)
            break;
    }
    return CLI_DONE;
}

/** The gravest of the plans' exit codes: 6, 5, 4, 0. */
static int gravest(const purse_plan *const *plan, int n)
{
    int worst = CLI_DONE;
    for (int i = 0; i < n; i++) {
        int code = cli_plan_exit(plan[i]);
        worst = code > worst ? code : worst;
    }
    return worst;
}

/** Everything is made ready, then the files are written, then the answer is printed. */
static int report(const purse_plan *const *plan, int n, const cli_run *run)
{
    const cli_options *options = run->options;
    purse_text out = {0};
    purse_error err = {0};
    purse_code code = options->json ? purse_report_compare_json(&out, plan, n, run->model, &options->settings, &err)
                                    : purse_report_compare_text(&out, plan, n, run->model, cli_view(options), &err);
    int result = code == PURSE_OK ? CLI_DONE : cli_fail(options->program, code, &err);
    if (result == CLI_DONE && options->output != NULL)
        result = cli_write_comparison(options, plan, n, run->model);
    if (result == CLI_DONE)
        result = cli_print(options->program, &out);
    if (result == CLI_DONE && n > 0 && plan[n - 1]->interrupted)
        cli_say(options->program, "interrupted: the regimes after %s are missing",
                purse_regime_text(plan[n - 1]->regime.kind));
    purse_text_free(&out);
    return result == CLI_DONE ? gravest(plan, n) : result;
}

int cmd_compare(int argc, char **argv)
{
    compare_options options = {.n_dials = 0};
    const purse_plan *plan[MOST_REGIMES];
    int n = 0;
    cli_run run = {0};
    int result = cli_parse(&cmd_compare_argp, argc, argv, &options.common);
    if (result != CLI_DONE)
        return result;
    result = cli_run_open(&run, &options.common);
    if (result == CLI_DONE)
        result = solve_all(plan, &n, &run, &options);
    if (result == CLI_DONE)
        result = report(plan, n, &run);
    for (int i = 0; i < n; i++)
        purse_plan_free((purse_plan *)plan[i]);
    cli_run_close(&run);
    cli_options_free(&options.common);
    return result;
}
