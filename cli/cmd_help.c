/* SPDX-License-Identifier: GPL-3.0-or-later */
/** purse help: the verbs, or one of them. */
#include "cli/cli.h"

#include <stdio.h>

typedef struct help_options {
    cli_options common;
    const char *verb;
} help_options;

static error_t parse(int key, char *arg, struct argp_state *state)
{
    help_options *options = state->input;
    if (key != ARGP_KEY_ARG)
        return ARGP_ERR_UNKNOWN;
    if (options->verb != NULL)
        argp_error(state, "one argument too many: \"%s\"", arg);
    options->verb = arg;
    return 0;
}

const struct argp cmd_help_argp = {
    .parser = parse,
    .args_doc = "[VERB]",
    .doc = "Explain the purse command, or one of its verbs.",
};

static int print_verbs(void)
{
    purse_text text = {0};
    purse_text_add(&text, "Usage: purse VERB [OPTION...] [ARGUMENT...]\n"
                          "Find what a health and care system could do with its commissioning budgets, and\n"
                          "what the walls between them cost.\n\n");
    for (const cli_verb *verb = cli_verbs; verb->name != NULL; verb++)
        purse_text_format(&text, "  %-8s  %s\n", verb->name, verb->summary);
    purse_text_add(&text, "\nA first try:  purse new here && purse compare here\n"
                          "One verb:     purse help VERB\n"
                          "Version:      purse --version\n\nExit codes:\n");
#define PRINT_EXIT(name, number, meaning) purse_text_format(&text, "  %d  %s\n", number, meaning);
    CLI_EXITS(PRINT_EXIT)
#undef PRINT_EXIT
    int result = cli_print("purse help", &text);
    purse_text_free(&text);
    return result;
}

static int print_verb(const char *name)
{
    const cli_verb *verb = cli_verb_find(name);
    const purse_text nothing = {0};
    char program[32];
    if (verb == NULL)
        return cli_unknown_verb("purse help", name);
    (void)snprintf(program, sizeof program, "purse %s", verb->name);
    argp_help(verb->argp, stdout, ARGP_HELP_STD_HELP & ~(unsigned)ARGP_HELP_EXIT_OK, program);
    return cli_print("purse help", &nothing);
}

int cmd_help(int argc, char **argv)
{
    help_options options = {.verb = NULL};
    int result = cli_parse(&cmd_help_argp, argc, argv, &options.common);
    if (result == CLI_DONE)
        result = options.verb == NULL ? print_verbs() : print_verb(options.verb);
    cli_options_free(&options.common);
    return result;
}
