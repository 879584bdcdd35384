/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Folders that appear whole or not at all. */
#include "cli/cli.h"

#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void cli_regime_name(char *text, size_t size, purse_regime regime)
{
    const char *name = purse_regime_text(regime.kind);
    if (regime.kind == PURSE_REGIME_DIAL)
        (void)snprintf(text, size, "%s-%.6g", name, regime.dial);
    else
        (void)snprintf(text, size, "%s", name);
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

static void remove_folder(const char *path)
{
    const int open_folders = 8;
    (void)nftw(path, remove_entry, open_folders, FTW_DEPTH | FTW_PHYS);
}

static int said(const char *program, const char *path)
{
    cli_say(program, "%s: %s", path, strerror(errno));
    return CLI_IO;
}

/** A folder beside `path`, to be filled and then renamed to it. `made` has room for PATH_MAX. */
static int make_beside(char *made, const char *program, const char *path)
{
    int length = (int)strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    int written = snprintf(made, PATH_MAX, "%.*s.XXXXXX", length, path);
    if (written < 0 || written >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return said(program, path);
    }
    if (mkdtemp(made) == NULL)
        return said(program, path);
    /* mkdtemp makes it private; a result is as open as the user's umask says. */
    mode_t mask = umask(0);
    (void)umask(mask);
    if (chmod(made, (mode_t)0777 & ~mask) == 0)
        return CLI_DONE;
    int result = said(program, made);
    remove_folder(made);
    return result;
}

static bool exists(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0;
}

/** Rename the filled folder to its place, or remove it when `result` is a failure. */
static int settle(int result, const char *made, const char *program, const char *path)
{
    if (result == CLI_DONE && rename(made, path) != 0)
        result = said(program, path);
    /* What failed has emptied it, without memory; the other way needs some. */
    if (result != CLI_DONE && rmdir(made) != 0)
        remove_folder(made);
    return result;
}

/** What a folder is filled with; `add` puts its files into the output. */
typedef struct contents {
    purse_code (*add)(purse_output *output, const char *folder, const struct contents *c, purse_error *err);
    const cli_run *run;
    const cli_named_plan *plan;
    int n;
    const cli_plans *plans;
    const purse_text *document;
    const purse_report_file *file;
    size_t n_files;
} contents;

static purse_code fill(const char *folder, const contents *c, purse_error *err)
{
    purse_output *output = NULL;
    purse_code code = purse_output_new(&output, err);
    if (code == PURSE_OK)
        code = c->add(output, folder, c, err);
    if (code == PURSE_OK)
        code = purse_output_commit(output, err);
    purse_output_free(output);
    return code;
}

/** Messages speak of the place, not of the folder beside it. */
static void rename_place(purse_error *err, const char *made, const char *path)
{
    size_t length = strlen(made);
    char place[sizeof err->place];
    if (strncmp(err->place, made, length) != 0)
        return;
    (void)snprintf(place, sizeof place, "%.*s%s", (int)sizeof place / 2, path, err->place + length);
    (void)snprintf(err->place, sizeof err->place, "%s", place);
}

/** Into a folder that is there, files are put in the places of those with their names, all or none. */
static int write_folder(const char *program, const char *path, const contents *c)
{
    char made[PATH_MAX];
    purse_error err = {0};
    if (exists(path)) {
        purse_code code = fill(path, c, &err);
        return code == PURSE_OK ? CLI_DONE : cli_fail(program, code, &err);
    }
    int result = make_beside(made, program, path);
    if (result != CLI_DONE)
        return result;
    purse_code code = fill(made, c, &err);
    if (code != PURSE_OK) {
        rename_place(&err, made, path);
        result = cli_fail(program, code, &err);
    }
    return settle(result, made, program, path);
}

static purse_code add_files(purse_output *output, const char *folder, const contents *c, purse_error *err)
{
    return purse_output_add(output, folder, c->file, c->n_files, err);
}

int cli_new_folder(const char *program, const char *path, const purse_report_file *file, size_t n)
{
    const contents all = {.add = add_files, .file = file, .n_files = n};
    if (exists(path)) {
        cli_say(program, "%s: is there already; name a folder that is not", path);
        return CLI_IO;
    }
    return write_folder(program, path, &all);
}

static purse_code add_plan(purse_output *output, const char *folder, const contents *c, purse_error *err)
{
    return purse_report_plan_directory(output, folder, c->plan->plan, c->run->model, &c->run->options->settings, err);
}

int cli_write_plan(const purse_plan *plan, const cli_run *run)
{
    const cli_named_plan only = {.plan = plan};
    const contents all = {.add = add_plan, .run = run, .plan = &only, .n = 1};
    return write_folder(run->options->program, run->options->output, &all);
}

/** The files of one plan in a folder of its own inside `folder`. */
static purse_code add_inside(purse_output *output, const char *folder, const char *name, const purse_plan *plan,
                             const cli_run *run, purse_error *err)
{
    char path[PATH_MAX];
    int written = snprintf(path, sizeof path, "%s/%s", folder, name);
    if (written < 0 || (size_t)written >= sizeof path)
        return purse_error_set(err, PURSE_EIO, folder, "the path is too long");
    return purse_report_plan_directory(output, path, plan, run->model, &run->options->settings, err);
}

static purse_code add_comparison(purse_output *output, const char *folder, const contents *c, purse_error *err)
{
    const cli_plans *plans = c->plans;
    const purse_plan *const *plan = plans->plan;
    purse_code code = PURSE_OK;
    for (int i = 0; i < plans->n && code == PURSE_OK; i++) {
        char name[32];
        cli_regime_name(name, sizeof name, plan[i]->regime);
        code = add_inside(output, folder, name, plan[i], c->run, err);
    }
    if (code == PURSE_OK)
        code = purse_report_compare_directory(output, folder, plan, plans->n, c->run->model, &c->run->options->settings,
                                              &c->run->warnings, err);
    return code;
}

int cli_write_comparison(const cli_plans *plans, const cli_run *run)
{
    const contents all = {.add = add_comparison, .run = run, .plans = plans};
    return write_folder(run->options->program, run->options->output, &all);
}

static purse_code add_explanation(purse_output *output, const char *folder, const contents *c, purse_error *err)
{
    const purse_report_file file = {"explain.json", c->document};
    purse_code code = PURSE_OK;
    for (int i = 0; i < c->n && code == PURSE_OK; i++)
        code = add_inside(output, folder, c->plan[i].name, c->plan[i].plan, c->run, err);
    if (code == PURSE_OK)
        code = purse_output_add(output, folder, &file, 1, err);
    return code;
}

int cli_write_explanation(const cli_named_plan *plan, int n, const purse_text *document, const cli_run *run)
{
    const contents all = {.add = add_explanation, .run = run, .plan = plan, .n = n, .document = document};
    return write_folder(run->options->program, run->options->output, &all);
}
