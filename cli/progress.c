/* SPDX-License-Identifier: GPL-3.0-or-later */
/** One line of progress on a terminal. */
#include "cli/cli.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

cli_progress cli_progress_new(bool quiet)
{
    return (cli_progress){.on = !quiet && isatty(STDERR_FILENO), .label = ""};
}

void cli_progress_show(void *context, const purse_progress *progress)
{
    cli_progress *line = context;
    const double between = 0.1; /* seconds */
    if (!line->on || (line->shown && progress->seconds >= line->last && progress->seconds < line->last + between))
        return;
    line->shown = true;
    line->last = progress->seconds;
    (void)fprintf(stderr, "\r\033[K%s: tier %d of %d, %.0f s, %ld iterations", line->label, progress->tier + 1,
                  progress->n_tiers, progress->seconds, progress->iterations);
    if (progress->nodes > 0)
        (void)fprintf(stderr, ", %ld nodes", progress->nodes);
    if (!isnan(progress->value))
        (void)fprintf(stderr, ", value %.6g", progress->value);
    if (!isnan(progress->bound))
        (void)fprintf(stderr, ", bound %.6g", progress->bound);
    (void)fflush(stderr);
}

void cli_progress_clear(cli_progress *progress)
{
    if (progress->shown)
        (void)fputs("\r\033[K", stderr);
    progress->shown = false;
}
