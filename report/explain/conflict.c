/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why there is no plan: statements that cannot all be kept. */
#include <stdlib.h>

#include "purse/report_explain.h"

static purse_code add_list(purse_text *out, const char *heading, const purse_problems *list, purse_error *err)
{
    purse_code code = PURSE_OK;
    purse_text_format(out, "\n%s\n", heading);
    for (size_t i = 0; i < list->n && !code; i++) {
        char *line = NULL;
        code = purse_problem_format(&line, &list->item[i], err);
        if (!code)
            purse_text_format(out, "  %s\n", line);
        free(line);
    }
    return !code && out->failed ? purse_error_memory(err) : code;
}

purse_code purse_report_conflict_text(purse_text *out, const purse_conflict *conflict, purse_error *err)
{
    bool one = conflict->statements.n == 1;
    if (!conflict->infeasible)
        return PURSE_OK;
    purse_code code = add_list(out, one ? "A statement that cannot be kept" : "Statements that cannot all be kept",
                               &conflict->statements, err);
    if (!conflict->irreducible)
        purse_text_add(out, "Not each of them could be tried to the end: some may not be needed.\n");
    else
        purse_text_add(out, one ? "Without it there is a plan.\n"
                                : "Without any one of them there is a plan: each was left out and solved without.\n");
    return !code && out->failed ? purse_error_memory(err) : code;
}

purse_code purse_report_conflict_json(purse_text *out, const purse_conflict *conflict, purse_error *err)
{
    purse_text_format(out, "{\"irreducible\": %s, \"solves\": %d, ", conflict->irreducible ? "true" : "false",
                      conflict->solves);
    purse_report_problems_json(out, &conflict->statements);
    purse_text_add(out, "}");
    return out->failed ? purse_error_memory(err) : PURSE_OK;
}
