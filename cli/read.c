/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Reading the scenario that a verb was given. */
#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

int cli_read(purse_model **model, const cli_options *options, purse_problems *warnings)
{
    purse_problems problems = {0};
    purse_error err = {0};
    purse_code code =
        purse_scenario_read(model, options->scenario, options->changes, options->n_changes, &problems, &err);
    int result = CLI_DONE;
    if (code == PURSE_EINPUT && problems.n_errors > 0) {
        result = cli_problems(options->program, &problems, false);
        if (result == CLI_DONE)
            cli_say(options->program, "%s is not valid: %zu error%s", options->scenario, problems.n_errors,
                    problems.n_errors == 1 ? "" : "s");
        if (result == CLI_DONE)
            result = CLI_INVALID;
    } else if (code != PURSE_OK) {
        result = cli_fail(options->program, code, &err);
    } else if (problems.n_warnings > 0 && !options->quiet) {
        cli_say(options->program, "%zu warning%s about the scenario (\"purse check\" prints them)", problems.n_warnings,
                problems.n_warnings == 1 ? "" : "s");
    }
    if (result == CLI_DONE && warnings != NULL)
        *warnings = problems;
    else
        purse_problems_free(&problems);
    return result;
}

static purse_code read_stream(purse_text *text, FILE *stream, const char *path, purse_error *err)
{
    char block[1 << 14];
    size_t got;
    while ((got = fread(block, 1, sizeof block, stream)) > 0)
        purse_text_add_bytes(text, block, got);
    if (ferror(stream))
        return purse_error_set(err, PURSE_EIO, path, "could not be read: %s", strerror(errno));
    return text->failed ? purse_error_memory(err) : PURSE_OK;
}

int cli_read_file(purse_text *text, const char *path, const char *program)
{
    purse_error err = {0};
    bool standard = strcmp(path, "-") == 0;
    FILE *stream = standard ? stdin : fopen(path, "rb");
    purse_code code = stream == NULL
                          ? purse_error_set(&err, PURSE_EIO, path, "could not be opened: %s", strerror(errno))
                          : read_stream(text, stream, path, &err);
    if (stream != NULL && !standard)
        (void)fclose(stream);
    return code == PURSE_OK ? CLI_DONE : cli_fail(program, code, &err);
}
