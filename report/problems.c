/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with an input: one line each, and as JSON. */
#include <stdlib.h>

#include "purse/report.h"

purse_code purse_report_problems(purse_text *out, const purse_problems *problems, bool colour, purse_error *err)
{
    for (size_t i = 0; i < problems->n; i++) {
        char *line = NULL;
        purse_code code = purse_problem_format(&line, &problems->item[i], err);
        if (code != PURSE_OK)
            return code;
        bool warning = problems->item[i].severity == PURSE_SEVERITY_WARNING;
        purse_text_format(out, "%s%s%s\n",
                          !colour   ? ""
                          : warning ? "\033[33m"
                                    : "\033[31m",
                          line, colour ? "\033[0m" : "");
        free(line);
    }
    size_t all = problems->n_errors + problems->n_warnings;
    if (all > problems->n)
        purse_text_format(out, "... and %zu more\n", all - problems->n);
    if (all > 0)
        purse_text_format(out, "%zu error%s, %zu warning%s\n", problems->n_errors, problems->n_errors == 1 ? "" : "s",
                          problems->n_warnings, problems->n_warnings == 1 ? "" : "s");
    return out->failed ? purse_error_memory(err) : PURSE_OK;
}

static void add_field(purse_text *out, const char *name, const char *value)
{
    purse_text_format(out, ", \"%s\": ", name);
    purse_text_quote(out, value);
}

static void add_problem(purse_text *out, const purse_problem *problem)
{
    purse_text_format(out, "{\"severity\": \"%s\"", problem->severity == PURSE_SEVERITY_ERROR ? "error" : "warning");
    add_field(out, "file", problem->file);
    purse_text_format(out, ", \"line\": %ld", problem->line);
    add_field(out, "path", problem->path);
    add_field(out, "field", problem->field);
    add_field(out, "expected", problem->expected);
    add_field(out, "found", problem->found);
    add_field(out, "nearest", problem->nearest);
    add_field(out, "message", problem->message);
    purse_text_add(out, "}");
}

void purse_report_problems_json(purse_text *out, const purse_problems *problems)
{
    purse_text_format(out, "\"errors\": %zu, \"warnings\": %zu, \"problems\": [", problems->n_errors,
                      problems->n_warnings);
    for (size_t i = 0; i < problems->n; i++) {
        purse_text_add(out, i == 0 ? "\n" : ",\n");
        add_problem(out, &problems->item[i]);
    }
    purse_text_add(out, problems->n > 0 ? "\n]" : "]");
}
