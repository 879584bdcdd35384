/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Ctrl-C. The flag is the only changeable global of the program. */
#include "cli/cli.h"

static volatile sig_atomic_t interrupted;

static void interrupt(int signal_number)
{
    (void)signal_number;
    interrupted = 1;
}

void cli_interrupt_watch(void)
{
    /* Reset to the default when it strikes: the second signal kills. */
    struct sigaction action = {.sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND};
    struct sigaction old;
    const int signals[] = {SIGINT, SIGTERM};
    (void)sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        /* What was ignored from outside (nohup, a shell's background job) stays ignored. */
        if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            (void)sigaction(signals[i], &action, NULL);
}

const volatile sig_atomic_t *cli_interrupt_flag(void)
{
    return &interrupted;
}
