/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files written whole or not at all. Each text goes to a temporary file in the same directory and to disk; only when
 * all are there are they renamed. What a rename replaces is kept by a second link until the last rename is done, so
 * that a failure half way can be undone.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "purse/report.h"

typedef struct pending {
    char *path, *temporary, *kept; /* kept: a second link to what was there */
    bool made, existed, linked, renamed;
} pending;

static char *join(const char *directory, const char *before, const char *name, const char *after)
{
    size_t room = strlen(directory) + strlen(before) + strlen(name) + strlen(after) + 40;
    char *path = malloc(room);
    const char *slash = *directory && directory[strlen(directory) - 1] != '/' ? "/" : "";
    if (path)
        snprintf(path, room, "%s%s%s%s%s", directory, slash, before, name, after);
    return path;
}

static purse_code io_error(purse_error *err, const char *path, const char *what)
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
        return io_error(err, p->path, "create a file beside it");
    p->made = true;
    bool ok = write_all(fd, text) && fsync(fd) == 0;
    int number = errno;
    if (close(fd) != 0 && ok) {
        ok = false;
        number = errno;
    }
    errno = number;
    return ok ? PURSE_OK : io_error(err, p->path, "write");
}

/* A directory, or what cannot be linked for another reason than that it is not there, stops all before any rename. */
static purse_code keep_old(pending *p, purse_error *err)
{
    struct stat there;
    if (lstat(p->path, &there) != 0)
        return errno == ENOENT ? PURSE_OK : io_error(err, p->path, "look at it");
    if (S_ISDIR(there.st_mode)) {
        errno = EISDIR;
        return io_error(err, p->path, "replace");
    }
    p->existed = true;
    p->linked = link(p->path, p->kept) == 0;
    return PURSE_OK; /* without hard links the rename itself is still atomic */
}

static purse_code rename_all(pending *p, size_t n, purse_error *err)
{
    for (size_t i = 0; i < n; i++) {
        if (rename(p[i].temporary, p[i].path) != 0)
            return io_error(err, p[i].path, "rename");
        p[i].renamed = true;
        p[i].made = false;
    }
    return PURSE_OK;
}

static void clean_up(pending *p, size_t n, bool undo)
{
    for (size_t i = 0; i < n; i++) {
        if (undo && p[i].renamed) {
            if (p[i].linked)
                p[i].linked = rename(p[i].kept, p[i].path) != 0;
            else if (!p[i].existed)
                (void)unlink(p[i].path);
        }
        if (p[i].made)
            (void)unlink(p[i].temporary);
        if (p[i].linked)
            (void)unlink(p[i].kept);
        free(p[i].path);
        free(p[i].temporary);
        free(p[i].kept);
    }
    free(p);
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

static void sync_directory(const char *directory)
{
    int fd = open(*directory ? directory : ".", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    (void)fsync(fd);
    (void)close(fd);
}

/* `directory` is "" for names that stand by themselves. */
static purse_code write_files(const char *directory, const purse_report_file *file, size_t n, purse_error *err)
{
    pending *p = calloc(n + 1, sizeof *p);
    if (!p)
        return purse_error_memory(err);
    purse_code code = PURSE_OK;
    for (size_t i = 0; i < n && code == PURSE_OK; i++)
        if (file[i].text->failed || !name_pending(&p[i], directory, file[i].name))
            code = purse_error_memory(err);
    for (size_t i = 0; i < n && code == PURSE_OK; i++)
        code = write_temporary(&p[i], file[i].text, err);
    for (size_t i = 0; i < n && code == PURSE_OK; i++)
        code = keep_old(&p[i], err);
    if (code == PURSE_OK)
        code = rename_all(p, n, err);
    clean_up(p, n, code != PURSE_OK);
    if (code == PURSE_OK)
        sync_directory(directory);
    return code;
}

purse_code purse_report_write_directory(const char *directory, const purse_report_file *file, size_t n,
                                        purse_error *err)
{
    bool made = mkdir(directory, 0777) == 0;
    if (!made && errno != EEXIST)
        return io_error(err, directory, "make the directory");
    struct stat there;
    if (stat(directory, &there) != 0)
        return io_error(err, directory, "look at it");
    if (!S_ISDIR(there.st_mode)) {
        errno = ENOTDIR;
        return io_error(err, directory, "write into it");
    }
    purse_code code = write_files(directory, file, n, err);
    if (code != PURSE_OK && made)
        (void)rmdir(directory);
    return code;
}

purse_code purse_report_write_file(const char *path, const purse_text *text, purse_error *err)
{
    struct stat there;
    if (stat(path, &there) == 0 && !S_ISREG(there.st_mode) && !S_ISDIR(there.st_mode)) {
        FILE *stream = fopen(path, "w");
        if (!stream)
            return io_error(err, path, "open");
        purse_code code = purse_report_write_stream(stream, path, text, err);
        if (fclose(stream) != 0 && code == PURSE_OK)
            code = io_error(err, path, "write");
        return code;
    }
    const char *slash = strrchr(path, '/');
    char *directory = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup("");
    if (!directory)
        return purse_error_memory(err);
    const purse_report_file file = {.name = slash ? slash + 1 : path, .text = text};
    purse_code code = write_files(directory, &file, 1, err);
    free(directory);
    return code;
}

purse_code purse_report_write_stream(FILE *stream, const char *name, const purse_text *text, purse_error *err)
{
    if (text->failed)
        return purse_error_memory(err);
    errno = 0;
    if (text->length > 0 && fwrite(text->data, 1, text->length, stream) != text->length)
        return io_error(err, name, "write");
    if (fflush(stream) != 0 || ferror(stream))
        return io_error(err, name, "write");
    return PURSE_OK;
}
