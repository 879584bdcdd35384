/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands around the solve loop, step by step: bench_models SCENARIO [REPEATS [EVEN]].
 *
 * Reads and checks a scenario, builds its program, turns an answer of it into a plan and writes the plan. Nothing is
 * solved: the answer is made up and only keeps the balances, with everybody on one way through ("sparse"), or, with
 * EVEN, spread over all ways alike, as an interior point would leave it. Prints the median processor seconds of
 * each step, what it made, and the memory after it and at most.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "models/build/build.h"
#include "models/build/interpret.h"
#include "purse/report.h"
#include "purse/scenario.h"

enum { MOST_REPEATS = 99 };

typedef enum step { READ, BUILD, CHECK, INTERPRET, JSON, TABLES, TEXT, STEPS } step;

static const char *const step_name[STEPS] = {"read and check", "build",      "check program", "interpret",
                                             "plan.json",      "CSV tables", "text"};

typedef struct bench {
    const char *scenario;
    bool even;
    purse_model *model;
    build *built;
    purse_plan *plan;
    double *col, *arc, *node;
    double *zero; /* prices */
    double seconds[STEPS][MOST_REPEATS], made[STEPS], mib[STEPS];
    const char *what[STEPS];
    purse_error err;
} bench;

static double processor(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Resident now. */
static double resident_mib(void)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file && fscanf(file, "%*d %ld", &pages) != 1)
        pages = 0;
    if (file)
        (void)fclose(file);
    return (double)pages * (double)sysconf(_SC_PAGESIZE) / 1048576.0;
}

/* Sends a node's people on: all along one arc, which one by turns, or alike along all. Nobody is left unmet. */
static void send_on(bench *b, int first, int end, double people, int turn)
{
    const purse_program *p = b->built->program;
    if (end - first > 1 && build_arc_of(b->built, first).kind == BUILD_ARC_UNMET)
        first++;
    int n = end - first, chosen = first + (n > 0 ? turn % n : 0);
    for (int a = first; a < end; a++) {
        b->arc[a] = b->even ? people / n : a == chosen ? people : 0.0;
        if (p->arc_head[a] >= 0)
            b->node[p->arc_head[a]] += p->arc_gain[a] * b->arc[a];
    }
}

/* Flows that keep every balance, and columns that count them; capacities and budgets are not looked at. */
static void make_up(bench *b)
{
    const purse_program *p = b->built->program;
    memset(b->node, 0, (size_t)p->n_nodes * sizeof *b->node);
    memset(b->arc, 0, (size_t)p->n_arcs * sizeof *b->arc);
    memset(b->col, 0, (size_t)p->n_cols * sizeof *b->col);
    for (int c = 0; c < p->n_commodities; c++) {
        b->node[p->node_start[c]] = p->supply[c];
        for (int v = p->node_start[c]; v < p->node_start[c + 1]; v++)
            send_on(b, p->node_arc[v], p->node_arc[v + 1], b->node[v], c + v);
    }
    for (int a = 0; a < p->n_arcs; a++)
        for (int i = p->arc_start[a]; i < p->arc_start[a + 1]; i++) {
            build_row row = b->built->row[p->arc_row[i]];
            int col = row.kind == BUILD_ROW_VOLUME        ? b->built->volume_col[row.a]
                      : row.kind == BUILD_ROW_COORDINATED ? b->built->coordinated_col[row.a]
                                                          : -1;
            if (col >= 0)
                b->col[col] += p->arc_coef[i] * b->arc[a];
        }
}

static purse_code allocate(bench *b)
{
    const purse_program *p = b->built->program;
    size_t zeros = (size_t)(p->n_rows > p->n_cols ? p->n_rows : p->n_cols) + 1;
    b->node = malloc(((size_t)p->n_nodes + 1) * sizeof *b->node);
    b->arc = malloc(((size_t)p->n_arcs + 1) * sizeof *b->arc);
    b->col = malloc(((size_t)p->n_cols + 1) * sizeof *b->col);
    b->zero = calloc(zeros, sizeof *b->zero);
    return b->node && b->arc && b->col && b->zero ? PURSE_OK : purse_error_memory(&b->err);
}

static purse_code interpret_made_up(bench *b)
{
    const purse_program *p = b->built->program;
    purse_solution solution = {.status = PURSE_STATUS_OPTIMAL, .n_tiers = p->n_tiers, .col = b->col, .arc = b->arc};
    for (int t = 0; t < p->n_tiers; t++)
        solution.row_price[t] = solution.col_price[t] = b->zero;
    purse_code code = purse_plan_new(&b->plan, b->model, &b->err);
    if (code)
        return code;
    b->plan->regime = (purse_regime){PURSE_REGIME_POOLED, 0.0};
    b->plan->status = PURSE_STATUS_OPTIMAL;
    return interpret(b->plan, b->built, &solution, &b->err);
}

static purse_code write_tables(bench *b)
{
    purse_code code = PURSE_OK;
    double bytes = 0.0;
    for (int t = 0; t < PURSE_N_PLAN_TABLES && !code; t++) {
        purse_text text = {0};
        code = purse_report_plan_csv(&text, (purse_plan_table)t, b->plan, b->model, &b->err);
        bytes += (double)text.length;
        purse_text_free(&text);
    }
    b->made[TABLES] = bytes / 1e6;
    b->what[TABLES] = "MB";
    return code;
}

static purse_code write_text(bench *b, step which)
{
    purse_text text = {0};
    purse_code code = which == JSON
                          ? purse_report_plan_json(&text, b->plan, b->model, NULL, true, &b->err)
                          : purse_report_plan_text(&text, b->plan, b->model, (purse_view){false, 20}, &b->err);
    b->made[which] = (double)text.length / 1e6;
    b->what[which] = "MB";
    purse_text_free(&text);
    return code;
}

static purse_code read_scenario(bench *b)
{
    purse_problems problems = {0};
    purse_code code = purse_scenario_read(&b->model, b->scenario, NULL, 0, &problems, &b->err);
    purse_problems_free(&problems);
    b->made[READ] = code ? 0.0 : b->model->n_demand;
    b->what[READ] = "rows of demand";
    return code;
}

static purse_code run_step(bench *b, step which)
{
    purse_code code = PURSE_OK;
    switch (which) {
    case READ:
        return read_scenario(b);
    case BUILD:
        code = build_new(&b->built, b->model, &b->err);
        b->made[BUILD] = code ? 0.0 : b->built->program->n_arcs;
        b->what[BUILD] = "arcs";
        return code;
    case CHECK:
        b->made[CHECK] = b->built->program->n_rows;
        b->what[CHECK] = "rows";
        return purse_program_check(b->built->program, &b->err);
    case INTERPRET:
        code = interpret_made_up(b);
        b->made[INTERPRET] = code ? 0.0 : (double)b->plan->n_flows;
        b->what[INTERPRET] = "flows";
        return code;
    case TABLES:
        return write_tables(b);
    case JSON:
    case TEXT:
    default:
        return write_text(b, which);
    }
}

static purse_code run_once(bench *b, int repeat)
{
    purse_code code = PURSE_OK;
    for (int s = READ; s < STEPS && !code; s++) {
        if (s == INTERPRET) {
            code = allocate(b);
            if (!code)
                make_up(b);
        }
        double start = processor();
        if (!code)
            code = run_step(b, (step)s);
        b->seconds[s][repeat] = processor() - start;
        b->mib[s] = resident_mib();
    }
    purse_plan_free(b->plan);
    build_free(b->built);
    purse_model_free(b->model);
    free(b->node);
    free(b->arc);
    free(b->col);
    free(b->zero);
    b->plan = NULL;
    b->built = NULL;
    b->model = NULL;
    b->node = b->arc = b->col = b->zero = NULL;
    return code;
}

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

int main(int argc, char **argv)
{
    static bench b;
    if (argc < 2) {
        (void)fprintf(stderr, "usage: bench_models SCENARIO [REPEATS [EVEN]]\n");
        return 2;
    }
    b.scenario = argv[1];
    int repeats = argc > 2 ? atoi(argv[2]) : 3;
    repeats = repeats < 1 ? 1 : repeats > MOST_REPEATS ? MOST_REPEATS : repeats;
    b.even = argc > 3 && atoi(argv[3]) > 0;
    for (int i = 0; i < repeats; i++)
        if (run_once(&b, i)) {
            (void)fprintf(stderr, "%s: %s\n", b.err.place, b.err.message);
            return 1;
        }
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage);
    double total = 0.0;
    for (int s = READ; s < STEPS; s++) {
        qsort(b.seconds[s], (size_t)repeats, sizeof **b.seconds, by_size);
        double median = b.seconds[s][repeats / 2];
        total += median;
        (void)printf("%-16s %9.4f s %14.1f %-14s %8.0f MiB\n", step_name[s], median, b.made[s], b.what[s], b.mib[s]);
    }
    (void)printf("%-16s %9.4f s %29s %8.0f MiB at most\n", "all", total, "", (double)usage.ru_maxrss / 1024.0);
    return 0;
}
