/* SPDX-License-Identifier: GPL-3.0-or-later */
/** purse explain: why a plan is as it is, or why there is none. Its sections are in explain/. */
#include "cli/explain/explain.h"

/* clang-format off */
/** In the order in which they are told. */
static const explain_section *const sections[] = {
    &explain_change,
    &explain_conflict,
    &explain_gains,
    &explain_why,
    &explain_walls,
    &explain_detriment,
    &explain_shares,
    &explain_alternatives,
};
/* clang-format on */

enum { N_SECTIONS = sizeof sections / sizeof *sections };

static const struct argp_child children[] = {
    {&explain_plan_argp, 0, NULL, 0},
    {&explain_gains_argp, 0, NULL, 0},
    {&explain_change_argp, 0, NULL, 0},
    {&explain_why_argp, 0, NULL, 0},
    {&explain_walls_argp, 0, NULL, 0},
    {&explain_detriment_argp, 0, NULL, 0},
    {&explain_shares_argp, 0, NULL, 0},
    {&explain_alternatives_argp, 0, NULL, 0},
    {&cli_regime_argp, 0, NULL, 0},
    {&cli_scenario_argp, 0, "Changes to the scenario:", 1},
    {&cli_answer_argp, 0, "Output:", 2},
    {&cli_settings_argp, 0, "Settings:", 3},
    {0},
};

const struct argp cmd_explain_argp = {
    .parser = cli_parse_shared,
    .children = children,
    .args_doc = "SCENARIO --regime REGIME",
    .doc = "Say what a little more of each limit would bring, and until when: of pots, providers, offers, teams and "
           "programmes. Or, where a regime has no plan, why: the least change that would make one possible, and "
           "statements of the scenario that cannot all be kept, none of them to spare.",
};

static purse_code write_text(purse_text *out, void *const *found, const explanation *e, purse_error *err)
{
    char regime[32];
    purse_code code = PURSE_OK;
    cli_regime_name(regime, sizeof regime, e->options->common.regime);
    purse_text_format(out, "%s, %s: %s\n", e->run->model->name, regime,
                      e->plan->status == PURSE_STATUS_INFEASIBLE  ? "no plan can keep the budgets and rules"
                      : e->plan->status == PURSE_STATUS_EVALUATED ? "today's pattern, in which nothing is decided"
                                                                  : "there is a plan");
    for (int i = 0; i < N_SECTIONS && code == PURSE_OK; i++)
        if (found[i] != NULL)
            code = sections[i]->text(out, found[i], e, err);
    return code;
}

static purse_code write_json(purse_text *out, void *const *found, const explanation *e, purse_error *err)
{
    purse_code code = PURSE_OK;
    purse_regime regime = e->options->common.regime;
    purse_text_format(out, "{\"purse\": \"%s\", \"scenario\": {\"name\": ", purse_version());
    purse_text_quote(out, e->run->model->name);
    purse_text_format(out, ", \"sha256\": \"%s\"},\n \"regime\": \"%s\"", e->run->model->sha256,
                      purse_regime_text(regime.kind));
    if (regime.kind == PURSE_REGIME_DIAL)
        purse_text_format(out, ", \"dial\": %.17g", regime.dial);
    purse_text_format(out, ", \"status\": \"%s\"", purse_status_text(e->plan->status));
    for (int i = 0; i < N_SECTIONS && code == PURSE_OK; i++) {
        if (found[i] == NULL)
            continue;
        purse_text_format(out, ",\n \"%s\": ", sections[i]->key);
        code = sections[i]->json(out, found[i], e, err);
    }
    purse_text_add(out, "}\n");
    return code == PURSE_OK && out->failed ? purse_error_memory(err) : code;
}

/** The document and every plan that was found, into a folder. */
static int write_folder(void *const *found, const explanation *e)
{
    cli_named_plan list[EXPLAIN_PLANS];
    int n = 0;
    purse_text document = {0};
    purse_error err = {0};
    cli_regime_name(list[0].name, sizeof list[0].name, e->plan->regime);
    list[n++].plan = e->plan;
    for (int i = 0; i < N_SECTIONS; i++)
        if (found[i] != NULL && sections[i]->plans != NULL)
            sections[i]->plans(found[i], e, list, &n);
    purse_code code = write_json(&document, found, e, &err);
    int result = code == PURSE_OK ? cli_write_explanation(list, n, &document, e->run)
                                  : cli_fail(e->options->common.program, code, &err);
    purse_text_free(&document);
    return result;
}

static int report(void *const *found, const explanation *e)
{
    const cli_options *options = &e->options->common;
    purse_text out = {0};
    purse_error err = {0};
    purse_code code = options->json ? write_json(&out, found, e, &err) : write_text(&out, found, e, &err);
    int result = code == PURSE_OK ? CLI_DONE : cli_fail(options->program, code, &err);
    if (result == CLI_DONE && options->output != NULL)
        result = write_folder(found, e);
    if (result == CLI_DONE)
        result = cli_print(options->program, &out);
    purse_text_free(&out);
    return result;
}

static int explain(void **found, const explanation *e)
{
    int result = CLI_DONE;
    for (int i = 0; i < N_SECTIONS && result == CLI_DONE; i++)
        result = sections[i]->find(&found[i], e);
    if (result == CLI_DONE)
        result = report(found, e);
    if (result != CLI_DONE)
        return result;
    bool stopped = *cli_interrupt_flag();
    for (int i = 0; i < N_SECTIONS; i++)
        stopped = stopped || (found[i] != NULL && sections[i]->stopped != NULL && sections[i]->stopped(found[i], e));
    return stopped ? CLI_STOPPED : cli_plan_exit(e->plan);
}

int cmd_explain(int argc, char **argv)
{
    explain_options options = {.limits = 5};
    cli_run run = {0};
    purse_plan *plan = NULL;
    void *found[N_SECTIONS] = {NULL};
    int result = cli_parse(&cmd_explain_argp, argc, argv, &options.common);
    if (result != CLI_DONE)
        return result;
    result = cli_run_open(&run, &options.common);
    explanation e = {.options = &options, .run = &run};
    if (result == CLI_DONE)
        result = explain_check_why(&e);
    if (result == CLI_DONE)
        result = options.plan != NULL ? explain_read_plan(&plan, &options, &run)
                                      : cli_run_solve(&run, options.common.regime, &plan);
    e.plan = plan;
    if (result == CLI_DONE)
        result = explain(found, &e);
    for (int i = 0; i < N_SECTIONS; i++)
        if (found[i] != NULL)
            sections[i]->release(found[i]);
    purse_plan_free(plan);
    cli_run_close(&run);
    cli_options_free(&options.common);
    return result;
}
