/* SPDX-License-Identifier: GPL-3.0-or-later */
/** purse schema: the JSON Schema of a scenario. */
#include "cli/cli.h"

#include <stdlib.h>

static error_t parse(int key, char *arg, struct argp_state *state)
{
    if (key != ARGP_KEY_ARG)
        return ARGP_ERR_UNKNOWN;
    argp_error(state, "one argument too many: \"%s\"", arg);
    return 0;
}

const struct argp cmd_schema_argp = {
    .parser = parse,
    .doc = "Print the JSON Schema (draft 2020-12) of a scenario of format 1, for editors and other programs.",
};

int cmd_schema(int argc, char **argv)
{
    cli_options options;
    int result = cli_parse(&cmd_schema_argp, argc, argv, &options);
    if (result != CLI_DONE)
        return result;
    char *schema = NULL;
    purse_text text = {0};
    purse_error err = {0};
    purse_code code = purse_scenario_schema(&schema, &err);
    if (code == PURSE_OK)
        purse_text_add(&text, schema);
    result = code == PURSE_OK ? cli_print(argv[0], &text) : cli_fail(argv[0], code, &err);
    purse_text_free(&text);
    free(schema);
    cli_options_free(&options);
    return result;
}
