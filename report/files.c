/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One directory, one file, one stream. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "report/output.h"

static purse_code write_all(const char *directory, bool make, const purse_report_file *file, size_t n, purse_error *err)
{
    purse_output *output = NULL;
    purse_code code = purse_output_new(&output, err);
    if (code == PURSE_OK)
        code = output_add(output, directory, make, file, n, err);
    if (code == PURSE_OK)
        code = purse_output_commit(output, err);
    purse_output_free(output);
    return code;
}

purse_code purse_report_write_directory(const char *directory, const purse_report_file *file, size_t n,
                                        purse_error *err)
{
    return write_all(directory, true, file, n, err);
}

purse_code purse_report_write_file(const char *path, const purse_text *text, purse_error *err)
{
    struct stat there;
    if (stat(path, &there) == 0 && !S_ISREG(there.st_mode) && !S_ISDIR(there.st_mode)) {
        FILE *stream = fopen(path, "w");
        if (!stream)
            return output_error(err, path, "open");
        purse_code code = purse_report_write_stream(stream, path, text, err);
        if (fclose(stream) != 0 && code == PURSE_OK)
            code = output_error(err, path, "write");
        return code;
    }
    const char *slash = strrchr(path, '/');
    char *directory = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup("");
    if (!directory)
        return purse_error_memory(err);
    const purse_report_file file = {.name = slash ? slash + 1 : path, .text = text};
    purse_code code = write_all(directory, false, &file, 1, err);
    free(directory);
    return code;
}

purse_code purse_report_write_stream(FILE *stream, const char *name, const purse_text *text, purse_error *err)
{
    if (text->failed)
        return purse_error_memory(err);
    errno = 0;
    if (text->length > 0 && fwrite(text->data, 1, text->length, stream) != text->length)
        return output_error(err, name, "write");
    if (fflush(stream) != 0 || ferror(stream))
        return output_error(err, name, "write");
    return PURSE_OK;
}
