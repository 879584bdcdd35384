/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Times the interior point solver on synthetic programs, in processor seconds (and by the clock, which threads shorten):
 * analysis, a cold solve with its phases, solves after small changes of demand and budgets, and the memory that the
 * process held at most.
 *
 *     bench_ipm [PLACES NEEDS [TIERS [THREADS]]]       without arguments: a table of several sizes
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "engine/ipm/ipm.h"
#include "engine/numbers.h"
#include "synthetic.h"

enum { WARM_RUNS = 5 };

static const char *status_text(ipm_status status)
{
    static const char *const text[] = {"optimal", "stalled", "infeasible", "stopped"};
    return text[status];
}

static double share_gap(const ipm_answer *answer)
{
    return relative_gap(answer->value, answer->bound);
}

/* All tiers in order; the worst gap and the sum of iterations. */
static purse_code solve_all(ipm *s, const purse_program *p, int *iterations, double *gap, ipm_status *status,
                            purse_error *err)
{
    ipm_limits limits = {.noise = 1e-9};
    double held[PURSE_MAX_TIERS];
    *iterations = 0;
    *gap = 0.0;
    *status = IPM_OPTIMAL;
    for (int t = 0; t < p->n_tiers; t++) {
        ipm_answer answer;
        purse_code code = ipm_solve(s, t, held, &limits, &answer, err);
        if (code)
            return code;
        *iterations += answer.iterations;
        *gap = fmax(*gap, share_gap(&answer));
        held[t] = answer.value + TIER_SLACK * fabs(answer.value);
        if (answer.status != IPM_OPTIMAL) {
            *status = answer.status;
            return PURSE_OK;
        }
    }
    return PURSE_OK;
}

static purse_code run(const synthetic_size *size, int threads, purse_error *err)
{
    purse_program *p = NULL;
    ipm *s = NULL;
    int iterations;
    double gap;
    ipm_status status;
    purse_code code = synthetic_program(&p, size, err);
    double start = processor_now();
    if (!code)
        code = ipm_new(&s, p, err);
    if (!code)
        code = ipm_threads(s, threads, err);
    double analysed = processor_now(), began = seconds_now();
    if (!code)
        code = solve_all(s, p, &iterations, &gap, &status, err);
    double cold = processor_now(), passed = seconds_now() - began;
    if (!code)
        printf("%6d %5d %5d %8d %8d %8d  %8.3f %8.3f %8.3f %5d  %-10s %7.1e", size->places, size->needs, size->tiers,
               p->n_rows, p->n_commodities, p->n_arcs, analysed - start, cold - analysed, passed, iterations,
               status_text(status), gap);
    double phase[IPM_N_PHASES] = {0.0};
    if (!code)
        memcpy(phase, ipm_phases(s), sizeof phase);
    double total = 0.0;
    int steps = 0;
    for (unsigned i = 1; i <= WARM_RUNS && !code; i++) {
        synthetic_shake(p, i, 0.05, 0.02);
        double before = processor_now();
        code = solve_all(s, p, &iterations, &gap, &status, err);
        total += processor_now() - before;
        steps += iterations;
    }
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    if (!code)
        printf("  %8.3f %6.1f  %8.0f\n", total / WARM_RUNS, (double)steps / WARM_RUNS,
               (double)usage.ru_maxrss / 1024.0);
    static const char *const name[] = {
#define PHASE_TEXT(name, text) text,
        IPM_PHASES(PHASE_TEXT)};
    for (int i = 0; i < IPM_N_PHASES && !code; i++)
        printf("%s%s %.3f", i ? ", " : "       of the cold solve: ", name[i], phase[i]);
    printf("\n");
    ipm_free(s);
    if (p)
        purse_program_free(p);
    return code;
}

static int whole(const char *text)
{
    return (int)strtol(text, NULL, 10);
}

int main(int argc, char **argv)
{
    static const synthetic_size table[] = {{10, 40, 1, 1}, {60, 40, 1, 1}, {60, 40, 3, 1}, {240, 40, 1, 1}};
    purse_error err = {0};
    purse_code code = PURSE_OK;
    printf("%6s %5s %5s %8s %8s %8s  %8s %8s %8s %5s  %-10s %7s  %8s %6s  %8s\n", "places", "needs", "tiers", "rows",
           "commod.", "arcs", "analysis", "cold s", "wall s", "iter", "status", "gap", "again s", "iter", "peak MB");
    if (argc > 2) {
        synthetic_size size = {whole(argv[1]), whole(argv[2]), argc > 3 ? whole(argv[3]) : 1, 1};
        code = run(&size, argc > 4 ? whole(argv[4]) : 1, &err);
    }
    for (size_t i = 0; argc <= 2 && i < sizeof table / sizeof *table && !code; i++)
        code = run(&table[i], 1, &err);
    if (code)
        fprintf(stderr, "%s\n", err.message);
    return code != PURSE_OK;
}
