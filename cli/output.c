/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Standard output that is never lost in silence. */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/** Whatever argp printed (--help) must have arrived too. */
static void close_stdout(void)
{
    bool failed = ferror(stdout) != 0; /* said when it happened */
    if (fclose(stdout) != 0 && !failed && errno != EBADF) {
        failed = true;
        if (errno != EPIPE)
            cli_say("purse", "standard output: could not write: %s", strerror(errno));
    }
    if (failed)
        _exit(CLI_IO);
}

/** A closed standard stream would lend its number to the next file that is opened: fill the gap. */
static void fill_gaps(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) == -1 && errno == EBADF) {
            /* Open the wrong way round, so that using it still fails. */
            int filled = open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
            if (filled != fd)
                _exit(CLI_IO);
        }
    }
}

void cli_output_start(void)
{
    fill_gaps();
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    (void)sigaction(SIGPIPE, &ignore, NULL);
    if (atexit(close_stdout) != 0)
        _exit(CLI_SOLVER);
}

int cli_print(const char *program, const purse_text *text)
{
    purse_error err = {0};
    errno = 0;
    purse_code code = purse_report_write_stream(stdout, "standard output", text, &err);
    /* A reader that went away (purse ... | head) needs no explanation. */
    if (code == PURSE_EIO && errno == EPIPE)
        return CLI_IO;
    return code == PURSE_OK ? CLI_DONE : cli_fail(program, code, &err);
}

purse_view cli_view(const cli_options *options)
{
    const char *no_color = getenv("NO_COLOR");
    bool wanted = no_color == NULL || no_color[0] == '\0';
    return (purse_view){.colour = wanted && isatty(STDOUT_FILENO), .rows = options->rows};
}
