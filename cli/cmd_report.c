/* SPDX-License-Identifier: GPL-3.0-or-later */
/** purse report: the comparison of regimes as one page for a board. */
#include "cli/cli.h"

enum { KEY_PRICES = 0x300, KEY_EXPLAIN };

typedef struct report_options {
    cli_options common;
    bool prices, explain;
} report_options;

static error_t parse(int key, char *arg, struct argp_state *state)
{
    report_options *options = state->input;
    switch (key) {
    case KEY_PRICES:
        options->prices = true;
        return 0;
    case KEY_EXPLAIN:
        options->explain = true;
        return 0;
    case 'o':
        options->common.output = arg;
        return 0;
    default:
        return cli_parse_shared(key, arg, state);
    }
}

static const struct argp_option own_options[] = {
    {"output", 'o', "FILE", 0, "write the page into this file, and print its answer (default: print the page)", 0},
    {"prices", KEY_PRICES, NULL, 0,
     "test the prices of budgets, by solving again with a little less and a little more of each", 0},
    {"explain", KEY_EXPLAIN, NULL, 0,
     "add what purse explain finds: what a little more of each limit would bring, how the pots share in what pooling "
     "saves, what it costs that no pot be worse off than alone, and which statements conflict where there is no "
     "plan",
     0},
    {0},
};

static const struct argp_child children[] = {
    {&cli_regimes_argp, 0, NULL, 0},
    {&cli_scenario_argp, 0, "Changes to the scenario:", 1},
    {&cli_quiet_argp, 0, "Output:", 2},
    {&cli_settings_argp, 0, "Settings:", 3},
    {0},
};

const struct argp cmd_report_argp = {
    .options = own_options,
    .parser = parse,
    .children = children,
    .args_doc = "SCENARIO",
    .doc = "Solve several regimes and write one HTML page that a board can read: the answer, charts with their "
           "tables, awards and refusals, places, prices, and the proof. The page needs no network.",
};

/** The page into its file and the answer to stdout, or the page to stdout. */
static int write_page(const cli_options *options, const purse_text *page, const purse_text *answer)
{
    purse_error err = {0};
    if (options->output == NULL)
        return cli_print(options->program, page);
    purse_code code = purse_report_write_file(options->output, page, &err);
    return code == PURSE_OK ? cli_print(options->program, answer) : cli_fail(options->program, code, &err);
}

/** What explanations found, per plan; and as the page takes it. */
typedef struct findings {
    purse_gains gains[CLI_MOST_REGIMES];
    purse_conflict conflict[CLI_MOST_REGIMES];
    purse_walls_share share;
    purse_plan *held[PURSE_N_DETRIMENTS];
    purse_no_detriment detriment;
    const purse_gains *told_gains[CLI_MOST_REGIMES];
    const purse_conflict *told_conflict[CLI_MOST_REGIMES];
    purse_page_findings page;
} findings;

static void findings_free(findings *f, int n)
{
    for (int i = 0; i < n; i++) {
        purse_gains_free(&f->gains[i]);
        purse_conflict_free(&f->conflict[i]);
    }
    for (int i = 0; i < PURSE_N_DETRIMENTS; i++)
        purse_plan_free(f->held[i]);
}

static purse_code explain_plan(findings *f, int i, const purse_plan *plan, cli_run *run, purse_error *err)
{
    const int limits = 5; /* beside the pots */
    purse_code code = PURSE_OK;
    if (plan->status == PURSE_STATUS_OPTIMAL && !plan->interrupted) {
        code = purse_explain_gains(&f->gains[i], run->optimiser, plan, purse_decision_unit(run->model), limits, err);
        f->told_gains[i] = &f->gains[i];
    }
    if (plan->status == PURSE_STATUS_INFEASIBLE) {
        code = purse_explain_conflict(&f->conflict[i], run->model, plan->regime, &run->options->settings, &run->control,
                                      err);
        f->told_conflict[i] = &f->conflict[i];
    }
    return code;
}

static const purse_plan *plan_of(const cli_plans *plans, purse_regime_kind kind)
{
    for (int i = 0; i < plans->n; i++)
        if (plans->plan[i]->regime.kind == kind && plans->plan[i]->status == PURSE_STATUS_OPTIMAL)
            return plans->plan[i];
    return NULL;
}

/** Pooled with no pot worse off than in silo, where both are there. */
static purse_code explain_detriment(findings *f, const cli_plans *plans, cli_run *run, purse_error *err)
{
    const purse_plan *alone = plan_of(plans, PURSE_REGIME_SILO), *open = plan_of(plans, PURSE_REGIME_POOLED);
    purse_code code = PURSE_OK;
    if (alone == NULL || open == NULL || run->model->n_pots < 2)
        return PURSE_OK;
    f->detriment = (purse_no_detriment){.alone = alone, .free = open};
    for (int i = 0; i < PURSE_N_DETRIMENTS && code == PURSE_OK; i++) {
        code = purse_optimiser_no_detriment(&f->held[i], run->optimiser, alone, open->regime, (purse_detriment)i, err);
        f->detriment.held[i] = f->held[i];
    }
    f->page.detriment = &f->detriment;
    return code;
}

static int explain(findings *f, const cli_plans *plans, cli_run *run)
{
    purse_error err = {0};
    purse_code code = PURSE_OK;
    bool all = true;
    run->progress.label = "explaining";
    for (int i = 0; i < plans->n && code == PURSE_OK; i++) {
        code = explain_plan(f, i, plans->plan[i], run, &err);
        all = all && !plans->plan[i]->interrupted;
    }
    f->page = (purse_page_findings){.gains = f->told_gains, .conflict = f->told_conflict};
    if (code == PURSE_OK && all && run->model->n_pots >= 2 && run->model->n_pots <= PURSE_WALLS_POTS) {
        code = purse_explain_walls(&f->share, run->optimiser, &err);
        f->page.share = &f->share;
    }
    if (code == PURSE_OK && all)
        code = explain_detriment(f, plans, run, &err);
    cli_progress_clear(&run->progress);
    return code == PURSE_OK ? CLI_DONE : cli_fail(run->options->program, code, &err);
}

static int report(const cli_plans *plans, const cli_run *run, const purse_page_findings *found)
{
    const cli_options *options = run->options;
    purse_text page = {0}, answer = {0};
    purse_error err = {0};
    purse_code code =
        purse_report_page(&page, plans->plan, plans->n, run->model, &options->settings, &run->warnings, found, &err);
    if (code == PURSE_OK)
        code = purse_report_page_answer(&answer, plans->plan, plans->n, run->model, found, &err);
    int result = code == PURSE_OK ? write_page(options, &page, &answer) : cli_fail(options->program, code, &err);
    if (result == CLI_DONE)
        cli_plans_missing(plans, options->program);
    purse_text_free(&page);
    purse_text_free(&answer);
    return result == CLI_DONE ? cli_plans_exit(plans) : result;
}

int cmd_report(int argc, char **argv)
{
    report_options options = {.prices = false};
    cli_plans plans = {.n = 0};
    findings found = {.share = {.tier = -1}};
    cli_run run = {0};
    int result = cli_parse(&cmd_report_argp, argc, argv, &options.common);
    if (result != CLI_DONE)
        return result;
    result = cli_run_open(&run, &options.common);
    if (result == CLI_DONE)
        result = cli_plans_solve(&plans, &run, options.prices);
    if (result == CLI_DONE && options.explain)
        result = explain(&found, &plans, &run);
    if (result == CLI_DONE)
        result = report(&plans, &run, options.explain ? &found.page : NULL);
    findings_free(&found, plans.n);
    cli_plans_free(&plans);
    cli_run_close(&run);
    cli_options_free(&options.common);
    return result;
}
