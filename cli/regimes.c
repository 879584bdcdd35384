/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Several regimes of one scenario, chosen on the command line and solved in order: compare and report. */
#include "cli/cli.h"

#include <math.h>
#include <string.h>

enum { KEY_REGIMES = 0x400 };

static void parse_regimes(cli_regimes *regimes, const char *text, struct argp_state *state)
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
        regimes->chosen[kind] = true;
        regimes->any_chosen = true;
        if (at[length] == '\0')
            return;
        at += length + 1;
    }
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    cli_regimes *regimes = &((cli_options *)state->input)->regimes;
    const int room = CLI_MOST_DIALS;
    switch (key) {
    case KEY_REGIMES:
        parse_regimes(regimes, arg, state);
        return 0;
    case 'd':
        regimes->n_dials = cli_parse_shares(regimes->dial, room, arg);
        if (regimes->n_dials < 1)
            argp_error(state, "--dial: expected at most %d shares from 0 to 1, such as 0.05,0.1, found \"%s\"", room,
                       arg);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    {"regimes", KEY_REGIMES, "LIST", 0,
     "which regimes, such as silo,pooled (default: baseline and partial where the scenario has what they need, silo "
     "and pooled)",
     0},
    {"dial", 'd', "LIST", 0, "also a dial regime for each of these shares, such as 0.05,0.1", 0},
    {0},
};

const struct argp cli_regimes_argp = {.options = options, .parser = parse};

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

static int choose(purse_regime *regime, const cli_regimes *asked, const purse_model *model)
{
    const purse_regime_kind order[] = {PURSE_REGIME_BASELINE, PURSE_REGIME_SILO, PURSE_REGIME_PARTIAL,
                                       PURSE_REGIME_DIAL, PURSE_REGIME_POOLED};
    int n = 0;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        bool wanted = asked->any_chosen                   ? asked->chosen[order[i]]
                      : order[i] == PURSE_REGIME_BASELINE ? has_baseline(model)
                      : order[i] == PURSE_REGIME_PARTIAL  ? model->has_virement
                                                          : true;
        if (order[i] == PURSE_REGIME_DIAL) {
            for (int d = 0; d < asked->n_dials; d++)
                regime[n++] = (purse_regime){PURSE_REGIME_DIAL, asked->dial[d]};
        } else if (wanted) {
            regime[n++] = (purse_regime){order[i], 0};
        }
    }
    return n;
}

int cli_plans_solve(cli_plans *plans, cli_run *run, bool prices)
{
    const cli_options *asked = run->options;
    purse_regime regime[CLI_MOST_REGIMES];
    int n = choose(regime, &asked->regimes, run->model);
    for (int i = 0; i < n; i++) {
        purse_plan *one = NULL;
        int result = cli_run_solve(run, regime[i], &one);
        if (result == CLI_INVALID && regime[i].kind == PURSE_REGIME_BASELINE && !asked->regimes.any_chosen) {
            cli_say(asked->program, "the comparison goes on without the baseline");
            continue;
        }
        if (result != CLI_DONE)
            return result;
        plans->plan[plans->n++] = one;
        if (prices && !one->interrupted)
            result = cli_run_pot_prices(run, one);
        if (result != CLI_DONE)
            return result;
        if (one->interrupted)
            break;
    }
    return CLI_DONE;
}

int cli_plans_exit(const cli_plans *plans)
{
    int worst = CLI_DONE;
    for (int i = 0; i < plans->n; i++) {
        int code = cli_plan_exit(plans->plan[i]);
        worst = code > worst ? code : worst;
    }
    return worst;
}

void cli_plans_missing(const cli_plans *plans, const char *program)
{
    const purse_plan *last = plans->n > 0 ? plans->plan[plans->n - 1] : NULL;
    if (last != NULL && last->interrupted)
        cli_say(program, "interrupted: the regimes after %s are missing", purse_regime_text(last->regime.kind));
}

void cli_plans_free(cli_plans *plans)
{
    for (int i = 0; i < plans->n; i++)
        purse_plan_free((purse_plan *)plans->plan[i]);
    plans->n = 0;
}
