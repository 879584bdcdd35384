/* SPDX-License-Identifier: GPL-3.0-or-later */
/** purse check: everything that is wrong with a scenario, and what it holds. */
#include "cli/cli.h"

#include <stdio.h>

static const struct argp_child children[] = {
    {&cli_scenario_argp, 0, "Changes to the scenario:", 1},
    {&cli_verdict_argp, 0, "Output:", 2},
    {0},
};

const struct argp cmd_check_argp = {
    .parser = cli_parse_shared,
    .children = children,
    .args_doc = "SCENARIO",
    .doc = "Read a scenario, list everything that is wrong with it, and say what it holds.",
};

typedef struct summary {
    double episodes, budget;
} summary;

static summary add_up(const purse_model *model)
{
    summary sum = {0};
    for (int i = 0; i < model->n_demand; i++)
        sum.episodes += model->demand[i].episodes;
    for (int i = 0; i < model->n_pots; i++)
        sum.budget += model->pots[i].budget;
    return sum;
}

/** The tables that `check` counts: name and count. */
#define COUNTED(X)                                                                                                     \
    X("pots", n_pots)                                                                                                  \
    X("services", n_services)                                                                                          \
    X("providers", n_providers)                                                                                        \
    X("places", n_places)                                                                                              \
    X("needs", n_needs)                                                                                                \
    X("demand", n_demand)                                                                                              \
    X("abilities", n_abilities)                                                                                        \
    X("referrals", n_referrals)                                                                                        \
    X("offers", n_offers)                                                                                              \
    X("teams", n_teams)                                                                                                \
    X("programmes", n_programmes)                                                                                      \
    X("virement", n_virement)                                                                                          \
    X("rules", n_rules)

/** Characters of a UTF-8 text. */
static int width_of(const char *text)
{
    int width = 0;
    for (; *text != '\0'; text++)
        width += ((unsigned char)*text & 0xC0) != 0x80;
    return width;
}

/** One line of the summary: what, padded to `width`; a number with thousands apart; its unit. */
static void add_line(purse_text *out, int width, const char *what, double value, const char *unit)
{
    char digits[32], grouped[48];
    size_t n = 0;
    int length = snprintf(digits, sizeof digits, "%.0f", value);
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            grouped[n++] = ',';
        grouped[n++] = digits[i];
    }
    grouped[n] = '\0';
    purse_text_format(out, "  %s%*s  %15s%s%s\n", what, width - width_of(what), "", grouped,
                      unit[0] != '\0' ? "  " : "", unit);
}

static void summary_text(purse_text *out, const purse_model *model)
{
    summary sum = add_up(model);
    int width = width_of("programmes");
    for (int i = 0; i < model->n_pots; i++)
        width = width_of(model->pots[i].name) > width ? width_of(model->pots[i].name) : width;
    purse_text_format(out, "%s: valid\n\nRecords\n", model->name);
#define COUNT_LINE(name, count) add_line(out, width, name, model->count, "");
    COUNTED(COUNT_LINE)
#undef COUNT_LINE
    purse_text_add(out, "\nDemand and budgets\n");
    add_line(out, width, "demand", sum.episodes, "episodes");
    for (int i = 0; i < model->n_pots; i++)
        add_line(out, width, model->pots[i].name, model->pots[i].budget, model->currency);
    add_line(out, width, "all pots", sum.budget, model->currency);
    purse_text_format(out, "\nSHA-256 %s\n", model->sha256);
}

static void summary_json(purse_text *out, const purse_model *model)
{
    summary sum = add_up(model);
    purse_text_add(out, ", \"summary\": {\"name\": ");
    purse_text_quote(out, model->name);
    purse_text_format(out, ", \"sha256\": \"%s\"", model->sha256);
#define COUNT_FIELD(name, count) purse_text_format(out, ", \"%s\": %d", name, model->count);
    COUNTED(COUNT_FIELD)
#undef COUNT_FIELD
    purse_text_format(out, ", \"episodes\": %.15g, \"budget\": %.15g}", sum.episodes, sum.budget);
}

static int print_json(const cli_options *options, const purse_model *model, const purse_problems *problems)
{
    purse_text out = {0};
    purse_text_format(&out, "{\"purse\": \"%s\", \"valid\": %s, ", purse_version(), model != NULL ? "true" : "false");
    purse_report_problems_json(&out, problems);
    if (model != NULL)
        summary_json(&out, model);
    purse_text_add(&out, "}\n");
    int result = cli_print(options->program, &out);
    purse_text_free(&out);
    return result;
}

static int print_text(const cli_options *options, const purse_model *model, const purse_problems *problems)
{
    purse_text out = {0};
    purse_error err = {0};
    purse_code code = PURSE_OK;
    if (problems->n_errors + problems->n_warnings > 0)
        code = purse_report_problems(&out, problems, cli_view(options).colour, &err);
    if (out.length > 0 && model != NULL)
        purse_text_add(&out, "\n");
    if (model != NULL)
        summary_text(&out, model);
    int result = code == PURSE_OK ? cli_print(options->program, &out) : cli_fail(options->program, code, &err);
    purse_text_free(&out);
    return result;
}

int cmd_check(int argc, char **argv)
{
    cli_options options;
    int result = cli_parse(&cmd_check_argp, argc, argv, &options);
    if (result != CLI_DONE)
        return result;
    purse_model *model = NULL;
    purse_problems problems = {0};
    purse_error err = {0};
    purse_code code =
        purse_scenario_read(&model, options.scenario, options.changes, options.n_changes, &problems, &err);
    bool told = code == PURSE_OK || (code == PURSE_EINPUT && problems.n_errors > 0);
    if (!told)
        result = cli_fail(options.program, code, &err);
    else
        result = options.json ? print_json(&options, model, &problems) : print_text(&options, model, &problems);
    if (result == CLI_DONE && code == PURSE_EINPUT)
        result = CLI_INVALID;
    purse_problems_free(&problems);
    purse_model_free(model);
    cli_options_free(&options);
    return result;
}
