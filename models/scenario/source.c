/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/scenario/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WHY = 80 };

static purse_code refuse(purse_code code, char *why, const char *text)
{
    (void)snprintf(why, WHY, "%s", text);
    return code;
}

purse_code source_open(int *fd, const char *path, char why[80])
{
    /* A FIFO opened for reading waits for a writer unless told not to. */
    int opened = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (opened < 0) {
        switch (errno) {
        case ENOENT:
        case ENOTDIR:
            return refuse(PURSE_EINPUT, why, "no such file");
        case ENAMETOOLONG:
        case ELOOP:
        case ENXIO:
            return refuse(PURSE_EINPUT, why, "no file that can be read");
        case EACCES:
            return refuse(PURSE_EIO, why, "permission denied");
        default:
            return refuse(PURSE_EIO, why, "an error when opening it");
        }
    }
    struct stat status = {0};
    if (fstat(opened, &status) != 0 || !S_ISREG(status.st_mode)) {
        bool directory = S_ISDIR(status.st_mode);
        source_close(opened);
        return refuse(PURSE_EINPUT, why, directory ? "a directory" : "something that is not a regular file");
    }
    *fd = opened;
    return PURSE_OK;
}

void source_close(int fd)
{
    (void)close(fd);
}

purse_code source_read(int fd, char *buffer, size_t size, size_t *n)
{
    size_t filled = 0;
    while (filled < size) {
        ssize_t got = read(fd, buffer + filled, size - filled);
        if (got == 0) {
            break;
        }
        if (got < 0 && errno != EINTR) {
            return PURSE_EIO;
        }
        filled += got > 0 ? (size_t)got : 0;
    }
    *n = filled;
    return PURSE_OK;
}

static purse_code read_growing(int fd, char **text, size_t *length, size_t limit, char *why)
{
    size_t capacity = 0, n = 0;
    char *buffer = NULL;
    for (;;) {
        size_t wanted = capacity == 0 ? 65536 : 2 * capacity, got = 0;
        char *larger = realloc(buffer, wanted);
        if (larger == NULL) {
            free(buffer);
            return PURSE_EMEMORY;
        }
        buffer = larger;
        capacity = wanted;
        purse_code code = source_read(fd, buffer + n, capacity - n, &got);
        n += got;
        if (code != PURSE_OK || n > limit) {
            free(buffer);
            return code != PURSE_OK ? refuse(code, why, "an error when reading it")
                                    : refuse(PURSE_EINPUT, why, "a larger file");
        }
        if (n < capacity) {
            *text = buffer;
            *length = n;
            return PURSE_OK;
        }
    }
}

purse_code source_read_all(char **text, size_t *length, const char *path, size_t limit, char why[80])
{
    int fd;
    purse_code code = source_open(&fd, path, why);
    if (code == PURSE_OK) {
        code = read_growing(fd, text, length, limit, why);
        source_close(fd);
    }
    return code;
}

char *source_join(const char *directory, const char *name)
{
    bool alone = directory[0] == '\0' || name[0] == '/';
    size_t size = strlen(directory) + strlen(name) + 2;
    char *path = malloc(size);
    if (path != NULL) {
        const char *slash = directory[0] != '\0' && directory[strlen(directory) - 1] == '/' ? "" : "/";
        (void)snprintf(path, size, "%s%s%s", alone ? "" : directory, alone ? "" : slash, name);
    }
    return path;
}

char *source_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t length = slash == NULL ? 0 : slash == path ? 1 : (size_t)(slash - path);
    char *folder = malloc(length + 1);
    if (folder != NULL) {
        memcpy(folder, path, length);
        folder[length] = '\0';
    }
    return folder;
}

bool source_is_directory(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

bool source_stays_inside(const char *path)
{
    if (path[0] == '/') {
        return false;
    }
    for (const char *part = path; part != NULL; part = strchr(part, '/')) {
        part += *part == '/';
        if (part[0] == '.' && part[1] == '.' && (part[2] == '/' || part[2] == '\0')) {
            return false;
        }
    }
    return true;
}
