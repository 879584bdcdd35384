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
    if (result != CLI_DONE)
        remove_folder(made);
    return result;
}

int cli_new_folder(const char *program, const char *path, const purse_report_file *file, size_t n)
{
    char made[PATH_MAX];
    purse_error err = {0};
    if (exists(path)) {
        cli_say(program, "%s: is there already; name a folder that is not", path);
        return CLI_IO;
    }
    int result = make_beside(made, program, path);
    if (result != CLI_DONE)
        return result;
    purse_code code = purse_report_write_directory(made, file, n, &err);
    result = code == PURSE_OK ? CLI_DONE : cli_fail(program, code, &err);
    return settle(result, made, program, path);
}

/** The files of one plan into a folder of its own inside `folder`. */
static purse_code fill_plan(const char *folder, const char *name, const purse_plan *plan, const cli_run *run,
                            purse_error *err)
{
    char path[PATH_MAX];
    int written = snprintf(path, sizeof path, "%s/%s", folder, name);
    if (written < 0 || (size_t)written >= sizeof path)
        return purse_error_set(err, PURSE_EIO, folder, "the path is too long");
    return purse_report_plan_directory(path, plan, run->model, &run->options->settings, err);
}

/** The files of a comparison into a folder that is there. */
static int fill(const char *folder, const cli_plans *plans, const cli_run *run)
{
    const cli_options *options = run->options;
    const purse_plan *const *plan = plans->plan;
    purse_error err = {0};
    purse_code code = PURSE_OK;
    for (int i = 0; i < plans->n && code == PURSE_OK; i++) {
        char name[32];
        cli_regime_name(name, sizeof name, plan[i]->regime);
        code = fill_plan(folder, name, plan[i], run, &err);
    }
    if (code == PURSE_OK)
        code = purse_report_compare_directory(folder, plan, plans->n, run->model, &options->settings, &run->warnings,
                                              &err);
    return code == PURSE_OK ? CLI_DONE : cli_fail(options->program, code, &err);
}

/** The plans that an explanation speaks of, and its document. */
static int fill_explanation(const char *folder, const cli_named_plan *plan, int n, const purse_text *document,
                            const cli_run *run)
{
    const purse_report_file file = {"explain.json", document};
    purse_error err = {0};
    purse_code code = PURSE_OK;
    for (int i = 0; i < n && code == PURSE_OK; i++)
        code = fill_plan(folder, plan[i].name, plan[i].plan, run, &err);
    if (code == PURSE_OK)
        code = purse_report_write_directory(folder, &file, 1, &err);
    return code == PURSE_OK ? CLI_DONE : cli_fail(run->options->program, code, &err);
}

int cli_write_explanation(const cli_named_plan *plan, int n, const purse_text *document, const cli_run *run)
{
    char made[PATH_MAX];
    const cli_options *options = run->options;
    if (exists(options->output))
        return fill_explanation(options->output, plan, n, document, run);
    int result = make_beside(made, options->program, options->output);
    if (result != CLI_DONE)
        return result;
    return settle(fill_explanation(made, plan, n, document, run), made, options->program, options->output);
}

int cli_write_comparison(const cli_plans *plans, const cli_run *run)
{
    char made[PATH_MAX];
    const cli_options *options = run->options;
    /* Into a folder that is there, each regime's folder is replaced whole. */
    if (exists(options->output))
        return fill(options->output, plans, run);
    int result = make_beside(made, options->program, options->output);
    if (result != CLI_DONE)
        return result;
    return settle(fill(made, plans, run), made, options->program, options->output);
}
