/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numbers.h"

#include <math.h>
#include <time.h>

double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double relative_gap(double value, double bound)
{
    if (!(bound < value))
        return 0.0;
    return (value - bound) / fmax(fabs(value), 1e-9);
}

double processor_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}
