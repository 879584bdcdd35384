/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export.h"

#include <errno.h>
#include <math.h>
#include <string.h>

purse_code export_open(export_file *out, const lp_matrix *m, const export_names *names, const char *path,
                       purse_error *err)
{
    *out = (export_file){.file = fopen(path, "w"), .m = m, .names = names, .path = path};
    if (!out->file)
        return purse_error_set(err, PURSE_EIO, path, "could not write: %s", strerror(errno));
    return PURSE_OK;
}

purse_code export_close(export_file *out, purse_error *err)
{
    bool failed = ferror(out->file) != 0;
    failed |= fclose(out->file) != 0;
    return failed ? purse_error_set(err, PURSE_EIO, out->path, "could not write: %s", strerror(errno)) : PURSE_OK;
}

const char *export_name(export_file *out, bool is_row, int index)
{
    out->names->namer(out->names->context, is_row, index, out->name, sizeof out->name);
    return out->name;
}

bool export_is_free(const lp_matrix *m, int row)
{
    return isinf(m->row_lo[row]) && isinf(m->row_hi[row]);
}
