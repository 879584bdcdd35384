/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Problems as JSON. */
#include "cli/cli.h"

void cli_json_string(purse_text *out, const char *text)
{
    purse_text_add(out, "\"");
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\')
            purse_text_format(out, "\\%c", *at);
        else if ((unsigned char)*at < ' ')
            purse_text_format(out, "\\u%04x", (unsigned)*at);
        else
            purse_text_add_bytes(out, at, 1);
    }
    purse_text_add(out, "\"");
}

static void add_field(purse_text *out, const char *name, const char *value)
{
    purse_text_format(out, ", \"%s\": ", name);
    cli_json_string(out, value);
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

void cli_problems_json(purse_text *out, const purse_problems *problems)
{
    purse_text_format(out, "\"errors\": %zu, \"warnings\": %zu, \"problems\": [", problems->n_errors,
                      problems->n_warnings);
    for (size_t i = 0; i < problems->n; i++) {
        purse_text_add(out, i == 0 ? "\n" : ",\n");
        add_problem(out, &problems->item[i]);
    }
    purse_text_add(out, problems->n > 0 ? "\n]" : "]");
}
