/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How fast a scenario is read and checked: bench_reader SCENARIO [REPEATS].
 *
 * Prints for the best of the repeats the seconds by the clock and of processor time, the megabytes (10^6) of all
 * CSV and JSON in the folder a second by each, the rows of demand a second, and the peak resident memory.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#include "purse/scenario.h"

static double seconds(clockid_t clock)
{
    struct timespec now;
    (void)clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Bytes of the scenario and its tables. */
static double folder_bytes(const char *folder)
{
    double bytes = 0;
    DIR *list = opendir(folder);
    for (struct dirent *entry; list != NULL && (entry = readdir(list)) != NULL;) {
        char path[4096];
        struct stat status;
        const char *end = strrchr(entry->d_name, '.');
        bool counts = end != NULL && (strcmp(end, ".csv") == 0 || strcmp(end, ".json") == 0);
        (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (counts && stat(path, &status) == 0) {
            bytes += (double)status.st_size;
        }
    }
    if (list != NULL) {
        (void)closedir(list);
    }
    return bytes;
}

static void read_once(const char *folder, int *rows, double *best_wall, double *best_cpu)
{
    purse_model *model = NULL;
    purse_problems problems = {0};
    purse_error err = {0};
    double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    purse_code code = purse_scenario_read(&model, folder, NULL, 0, &problems, &err);
    wall = seconds(CLOCK_MONOTONIC) - wall;
    cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    *best_wall = wall < *best_wall ? wall : *best_wall;
    *best_cpu = cpu < *best_cpu ? cpu : *best_cpu;
    *rows = code == PURSE_OK ? model->n_demand : -1;
    if (code != PURSE_OK) {
        (void)fprintf(stderr, "%s: %s\n", err.place, err.message);
    }
    purse_model_free(model);
    purse_problems_free(&problems);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        (void)fprintf(stderr, "usage: bench_reader FOLDER [REPEATS]\n");
        return 2;
    }
    int repeats = argc > 2 ? atoi(argv[2]) : 5, rows = 0;
    double wall = 1e9, cpu = 1e9;
    for (int i = 0; i < repeats; i++) {
        read_once(argv[1], &rows, &wall, &cpu);
        if (rows < 0) {
            return 1;
        }
    }
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage);
    double bytes = folder_bytes(argv[1]);
    (void)printf("clock %.3f s %.1f MB/s  processor %.3f s %.1f MB/s  MB %.1f  rows %d  rows/s %.0f  peak %.1f MiB  "
                 "%.0f bytes/row\n",
                 wall, bytes / 1e6 / wall, cpu, bytes / 1e6 / cpu, bytes / 1e6, rows, rows / wall,
                 (double)usage.ru_maxrss / 1024, rows > 0 ? (double)usage.ru_maxrss * 1024 / rows : 0);
    return 0;
}
