/* SPDX-License-Identifier: GPL-3.0-or-later */
/** purse lp: any plain LP or MIP through the engine, with its certificate. */
#include "cli/cli.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct lp_options {
    cli_options common;
    purse_file_format format;
    bool has_format;
} lp_options;

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    lp_options *options = state->input;
    switch (key) {
    case 'f':
        if (strcmp(arg, "mps") != 0 && strcmp(arg, "lp") != 0)
            argp_error(state, "--format: expected mps or lp, found \"%s\"", arg);
        options->format = strcmp(arg, "mps") == 0 ? PURSE_FORMAT_MPS : PURSE_FORMAT_LP;
        options->has_format = true;
        return 0;
    case ARGP_KEY_ARG:
        if (options->common.scenario != NULL)
            argp_error(state, "one argument too many: \"%s\"", arg);
        options->common.scenario = arg;
        return 0;
    case ARGP_KEY_END:
        if (options->common.scenario == NULL)
            argp_error(state, "a file is missing");
        else if (!options->has_format)
            options->format = ends_with(options->common.scenario, ".lp") ? PURSE_FORMAT_LP : PURSE_FORMAT_MPS;
        return ARGP_ERR_UNKNOWN;
    default:
        return cli_parse_shared(key, arg, state);
    }
}

static const struct argp_option own_options[] = {
    {"format", 'f', "FORMAT", 0, "mps or lp (default: lp for a name that ends in .lp, else mps)", 0},
    {0},
};

static const struct argp_child children[] = {
    {&cli_verdict_argp, 0, "Output:", 1},
    {&cli_settings_argp, 0, "Settings:", 2},
    {0},
};

const struct argp cmd_lp_argp = {
    .options = own_options,
    .parser = parse,
    .children = children,
    .args_doc = "FILE",
    .doc = "Solve a linear or integer program from an MPS or LP file, and prove the answer.",
};

/** A number, or null where there is none. */
static void add_number(purse_text *out, const char *name, double value)
{
    if (isfinite(value))
        purse_text_format(out, "\"%s\": %.17g", name, value);
    else
        purse_text_format(out, "\"%s\": null", name);
}

static bool has_answer(const purse_solution *solution)
{
    return solution->status == PURSE_STATUS_OPTIMAL || solution->status == PURSE_STATUS_FEASIBLE;
}

typedef struct verdict {
    double value, bound, gap;
} verdict;

/** In the file's own direction: costs were turned round when it maximises. */
static verdict verdict_of(const purse_program *program, const purse_solution *solution)
{
    double sign = program->maximise ? -1.0 : 1.0;
    double open = solution->value[0] - solution->bound[0];
    if (!has_answer(solution))
        return (verdict){NAN, NAN, NAN};
    return (verdict){sign * solution->value[0], sign * solution->bound[0],
                     open > 0 ? open / fmax(fabs(solution->value[0]), 1e-9) : 0.0};
}

static void answer_text(purse_text *out, const char *path, const purse_program *program, const purse_solution *solution)
{
    verdict is = verdict_of(program, solution);
    const purse_certificate *proof = &solution->certificate;
    purse_text_format(out, "%s: %s\n", path, purse_status_text(solution->status));
    purse_text_format(out, "  %d rows, %d columns, %d coefficients, %s\n", program->n_rows, program->n_cols,
                      program->col_start[program->n_cols], program->maximise ? "maximised" : "minimised");
    if (has_answer(solution)) {
        purse_text_format(out, "  objective  %.12g\n  bound      %.12g\n  gap        %.2g\n", is.value, is.bound,
                          is.gap);
        purse_text_format(out, "  violations: rows %.1g, bounds %.1g, integers %.1g (relative)\n", proof->row_violation,
                          proof->bound_violation, proof->integer_violation);
    }
    if (solution->status == PURSE_STATUS_INFEASIBLE && solution->row_change != NULL)
        purse_text_format(out, "  least change that would make it feasible: %.6g, rows relative to their bounds\n",
                          solution->least_change);
    purse_text_format(out, "  iterations %ld, nodes %ld\n", proof->iterations, proof->nodes);
}

static void columns_json(purse_text *out, const purse_program *program, const purse_solution *solution)
{
    char name[256];
    const char *comma = "";
    purse_text_add(out, ", \"columns\": [");
    for (int j = 0; j < program->n_cols; j++) {
        if (solution->col[j] == 0)
            continue;
        purse_program_name(program, PURSE_NAME_COLUMN, j, name, sizeof name);
        purse_text_format(out, "%s\n  {\"name\": ", comma);
        purse_text_quote(out, name);
        purse_text_format(out, ", \"value\": %.17g}", solution->col[j]);
        comma = ",";
    }
    purse_text_add(out, "]");
}

static void answer_json(purse_text *out, const char *path, const purse_program *program, const purse_solution *solution)
{
    verdict is = verdict_of(program, solution);
    const purse_certificate *proof = &solution->certificate;
    purse_text_format(out, "{\"purse\": \"%s\", \"file\": ", purse_version());
    purse_text_quote(out, path);
    purse_text_format(out, ", \"status\": \"%s\", \"interrupted\": %s, \"sense\": \"%s\",\n \"rows\": %d, ",
                      purse_status_text(solution->status), solution->interrupted ? "true" : "false",
                      program->maximise ? "maximise" : "minimise", program->n_rows);
    add_number(out, "objective", is.value);
    purse_text_add(out, ", ");
    add_number(out, "bound", is.bound);
    purse_text_add(out, ", ");
    add_number(out, "gap", is.gap);
    purse_text_format(out,
                      ",\n \"certificate\": {\"row_violation\": %.17g, \"bound_violation\": %.17g, "
                      "\"integer_violation\": %.17g, \"iterations\": %ld, \"nodes\": %ld}",
                      proof->row_violation, proof->bound_violation, proof->integer_violation, proof->iterations,
                      proof->nodes);
    if (has_answer(solution))
        columns_json(out, program, solution);
    purse_text_add(out, "}\n");
}

static int exit_of(const purse_solution *solution)
{
    switch (solution->status) {
    case PURSE_STATUS_OPTIMAL:
        return CLI_DONE;
    case PURSE_STATUS_INFEASIBLE:
    case PURSE_STATUS_UNBOUNDED:
        return CLI_INFEASIBLE;
    case PURSE_STATUS_FEASIBLE:
    case PURSE_STATUS_LIMIT:
        return CLI_STOPPED;
    default:
        return CLI_SOLVER;
    }
}

static int solve_and_print(const lp_options *options, purse_program *program)
{
    const cli_options *common = &options->common;
    cli_progress progress = cli_progress_new(common->quiet);
    purse_control control = {.interrupt = cli_interrupt_flag(), .progress = cli_progress_show, .context = &progress};
    purse_solver *solver = NULL;
    purse_text text = {0};
    purse_error err = {0};
    progress.label = common->scenario;
    purse_code code = purse_solver_new(&solver, program, &common->settings, &control, &err);
    if (code == PURSE_OK)
        code = purse_solver_solve(solver, &err);
    cli_progress_clear(&progress);
    int result = code == PURSE_OK ? CLI_DONE : cli_fail(common->program, code, &err);
    if (result == CLI_DONE) {
        const purse_solution *solution = purse_solver_solution(solver);
        (common->json ? answer_json : answer_text)(&text, common->scenario, program, solution);
        result = cli_print(common->program, &text);
        if (result == CLI_DONE)
            result = exit_of(solution);
    }
    purse_text_free(&text);
    purse_solver_free(solver);
    return result;
}

int cmd_lp(int argc, char **argv)
{
    lp_options options = {.format = PURSE_FORMAT_MPS};
    purse_program *program = NULL;
    purse_error err = {0};
    int result = cli_parse(&cmd_lp_argp, argc, argv, &options.common);
    if (result != CLI_DONE)
        return result;
    cli_interrupt_watch();
    purse_code code = purse_program_read(&program, options.common.scenario, options.format, &err);
    result = code == PURSE_OK ? solve_and_print(&options, program) : cli_fail(options.common.program, code, &err);
    purse_program_free(program);
    cli_options_free(&options.common);
    return result;
}
