/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plain LP or MIP from an MPS or LP file. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "lp.h"
#include "purse/program.h"

/* Opened here first, so that a missing file, a folder or a pipe is told apart from a wrong one. */
static purse_code is_readable(const char *path, purse_error *err)
{
    struct stat about;
    FILE *file = stat(path, &about) == 0 && S_ISREG(about.st_mode) ? fopen(path, "rb") : NULL;
    if (file) {
        (void)fclose(file);
        return PURSE_OK;
    }
    if (stat(path, &about) == 0 && !S_ISREG(about.st_mode))
        return purse_error_set(err, PURSE_EIO, path, "expected a file, found something else");
    return purse_error_set(err, PURSE_EIO, path, "could not read: %s", strerror(errno));
}

static purse_code append(purse_program *p, const lp_file *f, purse_error *err)
{
    purse_code code = PURSE_OK;
    for (int i = 0; i < f->m.n_rows && !code; i++)
        code = purse_program_add_row(p, f->m.row_lo[i], f->m.row_hi[i], err);
    for (int j = 0; j < f->m.n_cols && !code; j++) {
        code = purse_program_add_column(p, f->m.col_lo[j], f->m.col_hi[j], f->m.integer[j], err);
        if (!code)
            p->col_cost[(size_t)j * PURSE_MAX_TIERS] = f->m.cost[j];
        for (int k = f->m.start[j]; k < f->m.start[j + 1] && !code; k++)
            code = purse_program_add_coef(p, f->m.row[k], f->m.coef[k], err);
    }
    return code;
}

purse_code purse_program_read(purse_program **program, const char *path, purse_file_format format, purse_error *err)
{
    lp_file file;
    purse_program *p = NULL;
    purse_code code = is_readable(path, err);
    if (!code)
        code = lp_read(&file, format == PURSE_FORMAT_MPS, path, err);
    if (code)
        return code;
    code = purse_program_new(&p, 1, err);
    if (!code)
        code = append(p, &file, err);
    if (!code) {
        p->offset[0] = file.offset;
        p->maximise = file.maximise;
        p->row_names = file.row_name;
        p->col_names = file.col_name;
        file.row_name = file.col_name = NULL;
        *program = p;
        p = NULL;
    }
    purse_program_free(p);
    lp_file_free(&file);
    return code;
}
