/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Solving again after small changes, in one process: bench_warm SCENARIO [ROUNDS [METHOD [THREADS [FOLDER]]]].
 *
 * Solves the pooled regime, then changes every demand by up to 5 % and every budget by up to 2 %, by draws from a seed,
 * and solves again, ROUNDS times. Prints seconds of the processor and by the clock, iterations and the first tier's value
 * and bound of each solve. METHOD as in --solver; THREADS: 1 unless told; FOLDER is where the programs go as 0.mps, 1.mps
 * and so on, for other solvers.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "models/build/build.h"
#include "purse/scenario.h"
#include "purse/solver.h"

static const double DEMAND = 0.05, BUDGET = 0.02;

static const uint64_t SEED = 2654435761ULL;

typedef struct warm {
    purse_model *model;
    build *built;
    purse_solver *solver;
    double *supply; /* as read */
    uint64_t state;
    purse_error err;
} warm;

static double seconds(clockid_t clock)
{
    struct timespec now;
    (void)clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Around 1, by at most `most`. */
static double about_one(warm *w, double most)
{
    w->state = w->state * 6364136223846793005ULL + 1442695040888963407ULL;
    return 1.0 + most * (2.0 * (double)(w->state >> 11) / 9007199254740992.0 - 1.0);
}

static purse_code open_regime(warm *w)
{
    const purse_model *m = w->model;
    purse_regime pooled = {PURSE_REGIME_POOLED, 0.0};
    purse_code code = PURSE_OK;
    for (int p = 0; p < m->n_pots && !code; p++)
        for (int q = 0; q < m->n_pots && !code; q++)
            if (p != q)
                code = purse_solver_col_bounds(w->solver, w->built->money_col[p * m->n_pots + q], 0.0,
                                               build_money_limit(w->built, pooled, p, q), &w->err);
    return code;
}

static purse_code open_all(warm *w, const char *scenario, const char *method, const char *threads)
{
    purse_settings settings = purse_settings_default();
    purse_problems problems = {0};
    purse_code code = purse_scenario_read(&w->model, scenario, NULL, 0, &problems, &w->err);
    purse_problems_free(&problems);
    if (!code && method)
        code = purse_settings_set(&settings, "solver", method, &w->err);
    if (!code)
        code = purse_settings_set(&settings, "threads", threads, &w->err);
    if (!code)
        code = build_new(&w->built, w->model, &w->err);
    if (!code)
        code = purse_solver_new(&w->solver, w->built->program, &settings, NULL, &w->err);
    if (!code)
        code = open_regime(w);
    if (code)
        return code;
    int n = w->built->program->n_commodities;
    w->supply = malloc(((size_t)n + 1) * sizeof *w->supply);
    if (!w->supply)
        return purse_error_memory(&w->err);
    for (int c = 0; c < n; c++)
        w->supply[c] = w->built->program->supply[c];
    return PURSE_OK;
}

/* From what was read, not from the last change: every round is as far from the start. */
static purse_code change(warm *w)
{
    const purse_model *m = w->model;
    purse_code code = PURSE_OK;
    for (int c = 0; c < w->built->program->n_commodities && !code; c++)
        code = purse_solver_supply(w->solver, c, w->supply[c] * about_one(w, DEMAND), &w->err);
    for (int p = 0; p < m->n_pots && !code; p++)
        code = purse_solver_row_bounds(w->solver, w->built->budget_row[p], -INFINITY,
                                       m->pots[p].budget * about_one(w, BUDGET), &w->err);
    return code;
}

static purse_code solve(warm *w, int round)
{
    double start = seconds(CLOCK_PROCESS_CPUTIME_ID), began = seconds(CLOCK_MONOTONIC);
    purse_code code = purse_solver_solve(w->solver, &w->err);
    double took = seconds(CLOCK_PROCESS_CPUTIME_ID) - start, lasted = seconds(CLOCK_MONOTONIC) - began;
    if (code)
        return code;
    const purse_solution *s = purse_solver_solution(w->solver);
    (void)printf("%-5s %9.4f s %9.4f s by the clock %6ld iterations  %-10s %.12g %.12g\n", round ? "again" : "cold",
                 took, lasted, s->certificate.iterations, purse_status_text(s->status), s->value[0], s->bound[0]);
    return PURSE_OK;
}

/* The same programs once more, and nothing is solved: only with them the compact form is made. */
static purse_code write(warm *w, int rounds, const char *folder)
{
    char path[4096];
    purse_code code = PURSE_OK;
    for (int c = 0; c < w->built->program->n_commodities && !code; c++)
        code = purse_solver_supply(w->solver, c, w->supply[c], &w->err);
    for (int p = 0; p < w->model->n_pots && !code; p++)
        code =
            purse_solver_row_bounds(w->solver, w->built->budget_row[p], -INFINITY, w->model->pots[p].budget, &w->err);
    w->state = SEED;
    for (int i = 0; i <= rounds && !code; i++) {
        (void)snprintf(path, sizeof path, "%s/%d.mps", folder, i);
        if (i > 0)
            code = change(w);
        if (!code)
            code = purse_solver_export(w->solver, 0, PURSE_FORMAT_MPS, path, &w->err);
    }
    return code;
}

static purse_code run(warm *w, int argc, char **argv)
{
    int rounds = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 5;
    purse_code code = open_all(w, argv[1], argc > 3 ? argv[3] : NULL, argc > 4 ? argv[4] : "1");
    for (int i = 0; i <= rounds && !code; i++) {
        if (i > 0)
            code = change(w);
        if (!code)
            code = solve(w, i);
    }
    return !code && argc > 5 ? write(w, rounds, argv[5]) : code;
}

int main(int argc, char **argv)
{
    warm w = {.state = SEED};
    if (argc < 2) {
        (void)fprintf(stderr, "usage: bench_warm SCENARIO [ROUNDS [METHOD [THREADS [FOLDER]]]]\n");
        return 2;
    }
    purse_code code = run(&w, argc, argv);
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage);
    if (code)
        (void)fprintf(stderr, "%s: %s\n", w.err.place, w.err.message);
    else
        (void)printf("%.0f MiB at most\n", (double)usage.ru_maxrss / 1024.0);
    free(w.supply);
    purse_solver_free(w.solver);
    build_free(w.built);
    purse_model_free(w.model);
    return code != PURSE_OK;
}
