/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Messages to people, on stderr. */
#include "cli/cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void cli_say(const char *program, const char *format, ...)
{
    va_list arguments;
    (void)fprintf(stderr, "%s: ", program);
    va_start(arguments, format);
    (void)vfprintf(stderr, format, arguments);
    va_end(arguments);
    (void)fputc('\n', stderr);
}

static int exit_code(purse_code code)
{
    switch (code) {
    case PURSE_OK:
        return CLI_DONE;
    case PURSE_EUSAGE:
        return CLI_USAGE;
    case PURSE_EINPUT:
        return CLI_INVALID;
    case PURSE_EIO:
        return CLI_IO;
    case PURSE_ELIMIT:
    case PURSE_EINTERRUPTED:
        return CLI_STOPPED;
    case PURSE_EMEMORY:
    case PURSE_ESOLVER:
    default:
        return CLI_SOLVER;
    }
}

int cli_fail(const char *program, purse_code code, const purse_error *err)
{
    const char *message = err->message[0] != '\0' ? err->message : purse_code_text(code);
    if (err->place[0] != '\0')
        cli_say(program, "%s: %s", err->place, message);
    else
        cli_say(program, "%s", message);
    return exit_code(code);
}

int cli_problems(const char *program, const purse_problems *problems, bool warnings)
{
    for (size_t i = 0; i < problems->n; i++) {
        const purse_problem *problem = &problems->item[i];
        char *text = NULL;
        purse_error err = {0};
        if (problem->severity == PURSE_SEVERITY_WARNING && !warnings)
            continue;
        purse_code code = purse_problem_format(&text, problem, &err);
        if (code != PURSE_OK)
            return cli_fail(program, code, &err);
        (void)fprintf(stderr, "%s\n", text);
        free(text);
    }
    return CLI_DONE;
}
