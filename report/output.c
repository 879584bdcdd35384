/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files written whole or not at all. Each text goes to a temporary file in the same directory and to disk; only when
 * all are there are they renamed. What a rename replaces is kept by a second link until the last rename is done, so
 * that a failure half way can be undone. Undoing takes no memory: it may be memory that ran out.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/output.h"

typedef struct pending {
    char *path, *temporary, *kept; /* kept: a second link to what was there */
    bool made, existed, linked, renamed;
} pending;

typedef struct folder {
    char *path; /* "": the one that names without a slash are in */
    bool made;
} folder;

struct purse_output {
    pending *file;
    folder *folder;
    size_t n_files, n_folders;
    bool committed;
};

static char *join(const char *directory, const char *before, const char *name, const char *after)
{
    size_t room = strlen(directory) + strlen(before) + strlen(name) + strlen(after) + 40;
    char *path = malloc(room);
    const char *slash = *directory && directory[strlen(directory) - 1] != '/' ? "/" : "";
    if (path)
        snprintf(path, room, "%s%s%s%s%s", directory, slash, before, name, after);
    return path;
}

purse_code output_error(purse_error *err, const char *path, const char *what)
{
    int number = errno;
    char reason[128] = "unknown reason";
    if (strerror_r(number, reason, sizeof reason) != 0)
        snprintf(reason, sizeof reason, "error %d", number);
    return purse_error_set(err, PURSE_EIO, path, "could not %s: %s", what, reason);
}

/* Everything to a file descriptor, through interruptions and short writes. */
static bool write_all(int fd, const purse_text *text)
{
    size_t done = 0;
    while (done < text->length) {
        ssize_t n = write(fd, text->data + done, text->length - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

static purse_code write_temporary(pending *p, const purse_text *text, purse_error *err)
{
    int fd = open(p->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return output_error(err, p->path, "create a file beside it");
    p->made = true;
    bool ok = write_all(fd, text) && fsync(fd) == 0;
    int number = errno;
    if (close(fd) != 0 && ok) {
        ok = false;
        number = errno;
    }
    errno = number;
    return ok ? PURSE_OK : output_error(err, p->path, "write");
}

/* A directory, or what cannot be linked for another reason than that it is not there, stops all before any rename. */
static purse_code keep_old(pending *p, purse_error *err)
{
    struct stat there;
    if (lstat(p->path, &there) != 0)
        return errno == ENOENT ? PURSE_OK : output_error(err, p->path, "look at it");
    if (S_ISDIR(there.st_mode)) {
        errno = EISDIR;
        return output_error(err, p->path, "replace");
    }
    p->existed = true;
    p->linked = link(p->path, p->kept) == 0;
    return PURSE_OK; /* without hard links the rename itself is still atomic */
}

static purse_code rename_all(pending *p, size_t n, purse_error *err)
{
    for (size_t i = 0; i < n; i++) {
        if (rename(p[i].temporary, p[i].path) != 0)
            return output_error(err, p[i].path, "rename");
        p[i].renamed = true;
        p[i].made = false;
    }
    return PURSE_OK;
}

static void take_back(pending *p)
{
    if (!p->renamed)
        return;
    if (p->linked)
        p->linked = rename(p->kept, p->path) != 0;
    else if (!p->existed)
        (void)unlink(p->path);
}

/* Names that no other process and no earlier run uses at this moment. */
static bool name_pending(pending *p, const char *directory, const char *name)
{
    char after[64];
    struct stat there;
    for (int try = 0; try < 1000; try++) {
        snprintf(after, sizeof after, ".%ld-%d.tmp", (long)getpid(), try);
        free(p->temporary);
        free(p->kept);
        p->temporary = join(directory, ".", name, after);
        p->kept = join(directory, ".old-", name, after);
        if (!p->temporary || !p->kept)
            return false;
        if (lstat(p->temporary, &there) != 0 && lstat(p->kept, &there) != 0)
            break;
    }
    p->path = join(directory, "", name, "");
    return p->path != NULL;
}

static void sync_folder(const char *path)
{
    int fd = open(*path ? path : ".", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    (void)fsync(fd);
    (void)close(fd);
}

purse_code purse_output_new(purse_output **output, purse_error *err)
{
    purse_output *made = calloc(1, sizeof *made);
    if (!made)
        return purse_error_memory(err);
    *output = made;
    return PURSE_OK;
}

/* Room for one folder and n files more, all empty. */
static bool make_room(purse_output *o, size_t n)
{
    folder *folders = realloc(o->folder, (o->n_folders + 1) * sizeof *folders);
    if (folders)
        o->folder = folders;
    pending *files = realloc(o->file, (o->n_files + n + 1) * sizeof *files);
    if (files)
        o->file = files;
    if (!folders || !files)
        return false;
    memset(o->folder + o->n_folders, 0, sizeof *folders);
    memset(o->file + o->n_files, 0, (n + 1) * sizeof *files);
    return true;
}

static purse_code make_folder(folder *f, purse_error *err)
{
    struct stat there;
    f->made = mkdir(f->path, 0777) == 0;
    if (!f->made && errno != EEXIST)
        return output_error(err, f->path, "make the directory");
    if (stat(f->path, &there) != 0)
        return output_error(err, f->path, "look at it");
    if (S_ISDIR(there.st_mode))
        return PURSE_OK;
    errno = ENOTDIR;
    return output_error(err, f->path, "write into it");
}

purse_code output_add(purse_output *o, const char *directory, bool make, const purse_report_file *file, size_t n,
                      purse_error *err)
{
    if (!make_room(o, n))
        return purse_error_memory(err);
    folder *f = &o->folder[o->n_folders++];
    f->path = strdup(directory);
    if (!f->path)
        return purse_error_memory(err);
    purse_code code = make ? make_folder(f, err) : PURSE_OK;
    for (size_t i = 0; i < n && code == PURSE_OK; i++) {
        pending *p = &o->file[o->n_files++];
        code = file[i].text->failed || !name_pending(p, directory, file[i].name)
                   ? purse_error_memory(err)
                   : write_temporary(p, file[i].text, err);
    }
    return code;
}

purse_code purse_output_add(purse_output *output, const char *directory, const purse_report_file *file, size_t n,
                            purse_error *err)
{
    return output_add(output, directory, true, file, n, err);
}

purse_code purse_output_commit(purse_output *o, purse_error *err)
{
    purse_code code = PURSE_OK;
    for (size_t i = 0; i < o->n_files && code == PURSE_OK; i++)
        code = keep_old(&o->file[i], err);
    if (code == PURSE_OK)
        code = rename_all(o->file, o->n_files, err);
    o->committed = code == PURSE_OK;
    for (size_t i = 0; i < o->n_folders && o->committed; i++)
        sync_folder(o->folder[i].path);
    return code;
}

void purse_output_free(purse_output *o)
{
    if (!o)
        return;
    for (size_t i = 0; i < o->n_files; i++) {
        pending *p = &o->file[i];
        if (!o->committed)
            take_back(p);
        if (p->made)
            (void)unlink(p->temporary);
        if (p->linked)
            (void)unlink(p->kept);
        free(p->path);
        free(p->temporary);
        free(p->kept);
    }
    for (size_t i = o->n_folders; i-- > 0;) {
        if (o->folder[i].made && !o->committed)
            (void)rmdir(o->folder[i].path);
        free(o->folder[i].path);
    }
    free(o->file);
    free(o->folder);
    free(o);
}
