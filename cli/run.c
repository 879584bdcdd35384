/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Reading a scenario and solving its regimes: what solve, compare, report and export share. */
#include "cli/cli.h"

int cli_run_open(cli_run *run, const cli_options *options)
{
    *run = (cli_run){.options = options, .progress = cli_progress_new(options->quiet)};
    run->control = (purse_control){.interrupt = cli_interrupt_flag(),
                                   .progress = cli_progress_show,
                                   .context = &run->progress,
                                   .once = options->once};
    cli_interrupt_watch();
    int result = cli_read(&run->model, options, &run->warnings);
    if (result != CLI_DONE)
        return result;
    purse_error err = {0};
    purse_code code = purse_optimiser_new(&run->optimiser, run->model, &options->settings, &run->control, &err);
    return code == PURSE_OK ? CLI_DONE : cli_fail(options->program, code, &err);
}

void cli_run_close(cli_run *run)
{
    cli_progress_clear(&run->progress);
    purse_optimiser_free(run->optimiser);
    purse_problems_free(&run->warnings);
    purse_model_free(run->model);
    run->optimiser = NULL;
    run->model = NULL;
}

int cli_run_solve(cli_run *run, purse_regime regime, purse_plan **plan)
{
    char label[32];
    purse_error err = {0};
    purse_control often = run->control;
    often.once = false;
    cli_regime_name(label, sizeof label, regime);
    run->progress.label = label;
    purse_code code = purse_optimiser_solve(plan, run->optimiser, regime, &err);
    if (code == PURSE_OK && (*plan)->status == PURSE_STATUS_INFEASIBLE)
        code = purse_explain_least_change(&(*plan)->change, run->model, regime, run->options->may_change,
                                          &run->options->settings, &often, &err);
    cli_progress_clear(&run->progress);
    run->progress.label = "";
    if (code == PURSE_OK)
        return CLI_DONE;
    purse_error said = err;
    if (said.place[0] == '\0')
        (void)purse_error_set(&said, err.code, label, "%s", err.message);
    return cli_fail(run->options->program, code, &said);
}

int cli_run_pot_prices(cli_run *run, purse_plan *plan)
{
    const double step = 1e-4; /* of a budget */
    purse_error err = {0};
    run->progress.label = "testing prices";
    purse_code code = purse_optimiser_pot_prices(run->optimiser, plan, step, &err);
    cli_progress_clear(&run->progress);
    return code == PURSE_OK ? CLI_DONE : cli_fail(run->options->program, code, &err);
}

int cli_plan_exit(const purse_plan *plan)
{
    switch (plan->status) {
    case PURSE_STATUS_OPTIMAL:
    case PURSE_STATUS_EVALUATED:
        return plan->interrupted ? CLI_STOPPED : CLI_DONE;
    case PURSE_STATUS_FEASIBLE:
    case PURSE_STATUS_LIMIT:
        return CLI_STOPPED;
    case PURSE_STATUS_INFEASIBLE:
        return CLI_INFEASIBLE;
    case PURSE_STATUS_NONE:
    case PURSE_STATUS_UNBOUNDED:
    default:
        return CLI_SOLVER;
    }
}
