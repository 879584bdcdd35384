/* SPDX-License-Identifier: GPL-3.0-or-later */
/** purse new: a starter scenario. */
#include "cli/cli.h"
#include "cli/starter.h"

enum { MOST_FILES = 32 };

typedef struct new_options {
    cli_options common;
    const char *folder;
} new_options;

static error_t parse(int key, char *arg, struct argp_state *state)
{
    new_options *options = state->input;
    switch (key) {
    case ARGP_KEY_ARG:
        if (options->folder != NULL)
            argp_error(state, "one argument too many: \"%s\"", arg);
        options->folder = arg;
        return 0;
    case ARGP_KEY_END:
        if (options->folder == NULL)
            argp_error(state, "a folder is missing");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const struct argp cmd_new_argp = {
    .parser = parse,
    .args_doc = "DIR",
    .doc = "Make a folder with a small made-up scenario in CSV tables, and a README that explains every table. It can "
           "be checked, solved and compared as it is.",
};

static int make(const char *program, const char *folder)
{
    purse_text text[MOST_FILES] = {0};
    purse_report_file file[MOST_FILES] = {0};
    size_t n = 0;
    for (const starter_file *from = starter_files; from->name != NULL && n < MOST_FILES; from++, n++) {
        purse_text_add_bytes(&text[n], (const char *)from->bytes, from->size);
        file[n] = (purse_report_file){from->name, &text[n]};
    }
    int result = cli_new_folder(program, folder, file, n);
    while (n-- > 0)
        purse_text_free(&text[n]);
    return result;
}

int cmd_new(int argc, char **argv)
{
    new_options options = {.folder = NULL};
    purse_text out = {0};
    int result = cli_parse(&cmd_new_argp, argc, argv, &options.common);
    if (result != CLI_DONE)
        return result;
    result = make(argv[0], options.folder);
    purse_text_format(&out, "%s is ready; %s/README.md explains it. Try: purse compare %s\n", options.folder,
                      options.folder, options.folder);
    if (result == CLI_DONE)
        result = cli_print(argv[0], &out);
    purse_text_free(&out);
    cli_options_free(&options.common);
    return result;
}
