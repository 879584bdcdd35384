/* SPDX-License-Identifier: GPL-3.0-or-later */
/** purse explain: why there is no plan. */
#include "cli/cli.h"

#include <stdlib.h>

static const struct argp_child children[] = {
    {&cli_regime_argp, 0, NULL, 0},
    {&cli_scenario_argp, 0, "Changes to the scenario:", 1},
    {&cli_verdict_argp, 0, "Output:", 2},
    {&cli_settings_argp, 0, "Settings:", 3},
    {0},
};

const struct argp cmd_explain_argp = {
    .parser = cli_parse_shared,
    .children = children,
    .args_doc = "SCENARIO --regime REGIME",
    .doc = "Say why a regime has no plan: the least change that would make one possible, and a smallest set of "
           "statements of the scenario that cannot all be kept. --time-limit is for everything together.",
};

/** What an explanation is made of. */
typedef struct explanation {
    purse_status status;
    purse_problems change; /**< the least change */
    purse_conflict conflict;
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

static void write_json(purse_text *out, const explanation *e, const cli_run *run)
{
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
    purse_text_add(out, "}\n");
}

static int report(const explanation *e, const cli_run *run)
{
    purse_text out = {0};
    purse_error err = {0};
    purse_code code = PURSE_OK;
    if (run->options->json)
        write_json(&out, e, run);
    else
        code = write_text(&out, e, run, &err);
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

int cmd_explain(int argc, char **argv)
{
    cli_options options;
    cli_run run = {0};
    purse_plan *plan = NULL;
    explanation e = {.status = PURSE_STATUS_NONE};
    int result = cli_parse(&cmd_explain_argp, argc, argv, &options);
    if (result != CLI_DONE)
        return result;
    result = cli_run_open(&run, &options);
    if (result == CLI_DONE)
        result = cli_run_solve(&run, options.regime, &plan);
    if (result == CLI_DONE)
        e.status = plan->status;
    if (e.status == PURSE_STATUS_INFEASIBLE)
        result = explain_conflict(&e, &run);
    if (result == CLI_DONE)
        result = report(&e, &run);
    if (result == CLI_DONE)
        result = e.conflict.interrupted ? CLI_STOPPED : cli_plan_exit(plan);
    purse_problems_free(&e.change);
    purse_conflict_free(&e.conflict);
    purse_plan_free(plan);
    cli_run_close(&run);
    cli_options_free(&options);
    return result;
}
