/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with an input, one line each. */
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
