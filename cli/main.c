/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The purse command: finds the verb, gives it its own arguments, returns its exit code. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

const cli_verb cli_verbs[] = {
    {"check", "read a scenario and say everything that is wrong with it", &cmd_check_argp, cmd_check},
    {"solve", "find the best plan under one regime", &cmd_solve_argp, cmd_solve},
    {"compare", "solve the regimes side by side and price the walls between the pots", &cmd_compare_argp, cmd_compare},
    {"report", "write the comparison as one page for a board, with charts and tables", &cmd_report_argp, cmd_report},
    {"explain", "say what more money would bring, or why there is no plan", &cmd_explain_argp, cmd_explain},
    {"verify", "check a plan against its scenario, without the solver", &cmd_verify_argp, cmd_verify},
    {"export", "write the optimisation problem as MPS or LP", &cmd_export_argp, cmd_export},
    {"lp", "solve any linear or integer program from an MPS or LP file", &cmd_lp_argp, cmd_lp},
    {"new", "make a starter scenario to change", &cmd_new_argp, cmd_new},
    {"schema", "print the JSON Schema of a scenario", &cmd_schema_argp, cmd_schema},
    {"help", "explain the command or one of its verbs", &cmd_help_argp, cmd_help},
    {NULL, NULL, NULL, NULL},
};

const cli_verb *cli_verb_find(const char *name)
{
    for (const cli_verb *verb = cli_verbs; verb->name != NULL; verb++)
        if (strcmp(verb->name, name) == 0)
            return verb;
    return NULL;
}

int cli_unknown_verb(const char *program, const char *name)
{
    const char *known[sizeof cli_verbs / sizeof *cli_verbs + 2] = {"--help", "--version"};
    size_t n = 2;
    for (const cli_verb *verb = cli_verbs; verb->name != NULL; verb++)
        known[n++] = verb->name;
    const char *near = cli_nearest(name, known, n);
    const char *kind = name[0] == '-' ? "option" : "verb";
    if (near != NULL)
        cli_say(program, "there is no %s \"%s\" (did you mean \"%s\"?)", kind, name, near);
    else
        cli_say(program, "there is no %s \"%s\" (\"purse help\" lists what there is)", kind, name);
    return CLI_USAGE;
}

static int run_verb(const cli_verb *verb, int argc, char **argv)
{
    char name[32];
    (void)snprintf(name, sizeof name, "purse %s", verb->name);
    argv[0] = name;
    return verb->run(argc, argv);
}

static int print_version(void)
{
    purse_text text = {0};
    purse_text_format(&text, "purse %s\n", purse_version());
    int result = cli_print("purse", &text);
    purse_text_free(&text);
    return result;
}

int main(int argc, char **argv)
{
    cli_output_start();
    argp_err_exit_status = CLI_USAGE;
    if (argc < 2) {
        cli_say("purse", "a verb is missing (\"purse help\" lists them)");
        return CLI_USAGE;
    }
    const char *word = argv[1];
    if (strcmp(word, "--help") == 0 || strcmp(word, "-?") == 0 || strcmp(word, "-h") == 0)
        word = "help";
    if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0)
        return print_version();
    const cli_verb *verb = cli_verb_find(word);
    return verb == NULL ? cli_unknown_verb("purse", word) : run_verb(verb, argc - 1, argv + 1);
}
