/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The interior point solver on the benchmarks' synthetic programs, which fall into several groups: the same figures by
 * any number of threads, and no more iterations than it took when these bounds were set, with some room.
 */
#include <CUnit/Basic.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "benchmarks/engine/synthetic.h"
#include "engine/ipm/ipm.h"
#include "engine/numbers.h"

static const ipm_limits usual = {.noise = 1e-9};

static purse_program *synthetic(int places, int needs, int tiers, unsigned seed)
{
    purse_program *p = NULL;
    synthetic_size size = {places, needs, tiers, seed};
    CU_ASSERT_EQUAL_FATAL(synthetic_program(&p, &size, NULL), PURSE_OK);
    return p;
}

/* Everything that the last tier's answer says, one after the other. */
typedef struct record {
    int iterations;
    size_t n;
    double *figure;
} record;

static record solve(const purse_program *p, int threads)
{
    ipm *s = NULL;
    double held[PURSE_MAX_TIERS] = {0.0};
    record all = {0};
    ipm_answer answer = {.status = IPM_STALLED};
    CU_ASSERT_EQUAL_FATAL(ipm_new(&s, p, NULL), PURSE_OK);
    CU_ASSERT_EQUAL_FATAL(ipm_threads(s, threads, NULL), PURSE_OK);
    for (int t = 0; t < p->n_tiers; t++) {
        CU_ASSERT_EQUAL(ipm_solve(s, t, held, &usual, &answer, NULL), PURSE_OK);
        CU_ASSERT_EQUAL(answer.status, IPM_OPTIMAL);
        all.iterations += answer.iterations;
        held[t] = answer.value + TIER_SLACK * fabs(answer.value);
    }
    size_t cols = (size_t)p->n_cols, arcs = (size_t)p->n_arcs, rows = (size_t)p->n_rows;
    all.n = cols + arcs + rows + PURSE_MAX_TIERS + 2;
    all.figure = calloc(all.n, sizeof *all.figure);
    CU_ASSERT_PTR_NOT_NULL_FATAL(all.figure);
    memcpy(all.figure, answer.col, cols * sizeof *all.figure);
    memcpy(all.figure + cols, answer.arc, arcs * sizeof *all.figure);
    memcpy(all.figure + cols + arcs, answer.row_dual, rows * sizeof *all.figure);
    memcpy(all.figure + cols + arcs + rows, answer.tier_dual, sizeof answer.tier_dual);
    all.figure[all.n - 2] = answer.value;
    all.figure[all.n - 1] = answer.bound;
    ipm_free(s);
    return all;
}

static void same_by_any_number(const purse_program *p)
{
    record one = solve(p, 1);
    for (int threads = 2; threads <= 5; threads++) {
        record many = solve(p, threads);
        CU_ASSERT_EQUAL(many.iterations, one.iterations);
        CU_ASSERT_EQUAL(memcmp(many.figure, one.figure, one.n * sizeof *one.figure), 0);
        free(many.figure);
    }
    free(one.figure);
}

static void test_threads_give_the_same_bytes(void)
{
    purse_program *weighted = synthetic(30, 6, 1, 3), *tiers = synthetic(20, 4, 3, 4);
    same_by_any_number(weighted);
    same_by_any_number(tiers);
    purse_program_free(weighted);
    purse_program_free(tiers);
}

/* Values of solves one after another, each with its own number of threads. */
static void solve_with(const int *threads, double *value, int n)
{
    purse_program *p = synthetic(20, 4, 1, 5);
    ipm *s = NULL;
    CU_ASSERT_EQUAL_FATAL(ipm_new(&s, p, NULL), PURSE_OK);
    for (int i = 0; i < n; i++) {
        ipm_answer answer = {.status = IPM_STALLED};
        CU_ASSERT_EQUAL(ipm_threads(s, threads[i], NULL), PURSE_OK);
        CU_ASSERT_EQUAL(ipm_solve(s, 0, NULL, &usual, &answer, NULL), PURSE_OK);
        CU_ASSERT_EQUAL(answer.status, IPM_OPTIMAL);
        value[i] = answer.value;
    }
    ipm_free(s);
    purse_program_free(p);
}

/* One solver may change its number of threads between solves. */
static void test_threads_come_and_go(void)
{
    double one[3], many[3];
    solve_with((const int[]){1, 1, 1}, one, 3);
    solve_with((const int[]){3, 2, 1}, many, 3);
    CU_ASSERT_EQUAL(memcmp(one, many, sizeof one), 0);
}

static void test_iterations(void)
{
    static const struct {
        int places, needs, tiers, most;
    } table[] = {{5, 10, 1, 13}, {10, 40, 1, 15}, {60, 10, 1, 18}, {20, 20, 3, 28}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        purse_program *p = synthetic(table[i].places, table[i].needs, table[i].tiers, 1);
        record all = solve(p, 1);
        CU_ASSERT(all.iterations <= table[i].most);
        free(all.figure);
        purse_program_free(p);
    }
}

/* Solves a tier under the limits given; what it then is held to, with such a share of slack. */
static double hold(ipm *s, int tier, const double *held, double slack, int *iterations)
{
    const ipm_limits limits = {.noise = usual.noise, .slack = slack};
    ipm_answer answer = {.status = IPM_STALLED};
    CU_ASSERT_EQUAL(ipm_solve(s, tier, held, &limits, &answer, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(answer.status, IPM_OPTIMAL);
    *iterations += answer.iterations;
    return answer.value + slack * fabs(answer.value);
}

/*
 * The last tier under limits that leave room, then under others: more room, and a little less. Each begins inside, and
 * gives the value that it has by a solver to which nothing is known of such limits.
 */
static int iterations_within(const purse_program *p, double slack)
{
    static const double moved[] = {0.0, 1.0, -1e-3};
    ipm *s = NULL;
    double held[PURSE_MAX_TIERS] = {0.0};
    int sum = 0, ignored = 0, last = p->n_tiers - 1;
    CU_ASSERT_EQUAL_FATAL(ipm_new(&s, p, NULL), PURSE_OK);
    for (int t = 0; t < last; t++)
        held[t] = hold(s, t, held, slack, &sum);
    for (size_t i = 0; i < sizeof moved / sizeof *moved; i++) {
        ipm *plain = NULL;
        double other[PURSE_MAX_TIERS] = {0.0};
        for (int t = 0; t < last; t++)
            other[t] = held[t] + moved[i] * slack * fabs(held[t]);
        ipm_return(s, last);
        double value = hold(s, last, other, 0.0, &sum);
        CU_ASSERT_EQUAL_FATAL(ipm_new(&plain, p, NULL), PURSE_OK);
        double expected = hold(plain, last, other, 0.0, &ignored);
        CU_ASSERT(fabs(value - expected) <= 2e-6 * fabs(expected));
        ipm_free(plain);
    }
    ipm_free(s);
    return sum;
}

static void test_iterations_within_a_tolerance(void)
{
    static const struct {
        double slack;
        int most;
    } table[] = {{1e-5, 60}, {1e-4, 75}, {1e-3, 75}, {1e-2, 75}, {1e-1, 85}};
    purse_program *p = synthetic(20, 20, 3, 1);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        CU_ASSERT(iterations_within(p, table[i].slack) <= table[i].most);
    purse_program_free(p);
}

/* Demands of every commodity anew, by up to `most` of what they were. */
static void change_demands(purse_program *p, const double *supply, double most, unsigned round)
{
    for (int c = 0; c < p->n_commodities; c++)
        p->supply[c] = supply[c] * (1.0 + most * sin((double)c + 100.0 * round));
}

/* Iterations of four solves, each after changes by up to `most`; all closed, with values as from nothing. */
static int iterations_again(purse_program *p, const double *supply, double most)
{
    ipm *s = NULL;
    int sum = 0;
    CU_ASSERT_EQUAL_FATAL(ipm_new(&s, p, NULL), PURSE_OK);
    for (unsigned round = 0; round <= 4; round++) {
        ipm_answer answer = {.status = IPM_STALLED};
        change_demands(p, supply, round > 0 ? most : 0.0, round);
        CU_ASSERT_EQUAL(ipm_solve(s, 0, NULL, &usual, &answer, NULL), PURSE_OK);
        CU_ASSERT_EQUAL(answer.status, IPM_OPTIMAL);
        record fresh = solve(p, 1);
        CU_ASSERT(fabs(answer.value - fresh.figure[fresh.n - 2]) <= 1e-6 * fabs(answer.value));
        free(fresh.figure);
        sum += round > 0 ? answer.iterations : 0;
    }
    ipm_free(s);
    return sum;
}

/* Small edits leave a good start, and large ones none that is worse than a cold one. */
static void test_iterations_again(void)
{
    purse_program *p = synthetic(20, 20, 1, 1);
    double *supply = calloc((size_t)p->n_commodities, sizeof *supply);
    CU_ASSERT_PTR_NOT_NULL_FATAL(supply);
    memcpy(supply, p->supply, (size_t)p->n_commodities * sizeof *supply);
    record cold = solve(p, 1);
    int small = iterations_again(p, supply, 0.05), large = iterations_again(p, supply, 0.5);
    CU_ASSERT(small <= 3 * cold.iterations);
    CU_ASSERT(large <= 4 * (cold.iterations + 1));
    free(cold.figure);
    free(supply);
    purse_program_free(p);
}

/* Nothing moves between rows. Capacities use one row and fill one; what moves money takes from one first. */
static void close_columns(purse_program *p)
{
    for (int j = 0; j < p->n_cols; j++)
        p->col_hi[j] = p->col_coef[p->col_start[j]] > 0.0 ? 0.0 : p->col_hi[j];
}

/* All of seven tenths of every budget is spent. */
static void fix_budgets(purse_program *p)
{
    for (int r = 0; r < p->n_rows; r++)
        if (p->row_lo[r] != p->row_hi[r])
            p->row_lo[r] = p->row_hi[r] = 0.7 * p->row_hi[r];
}

/* Iterations once what was fixed is open again, less those from nothing; over four programs. */
static int opened_again(void (*fix)(purse_program *))
{
    int more = 0;
    for (unsigned seed = 1; seed <= 4; seed++) {
        purse_program *p = synthetic(20, 20, 1, seed), *open = synthetic(20, 20, 1, seed);
        ipm *s = NULL;
        CU_ASSERT_EQUAL_FATAL(ipm_new(&s, p, NULL), PURSE_OK);
        fix(p);
        for (int round = 0; round < 2; round++) {
            ipm_answer answer = {.status = IPM_STALLED};
            CU_ASSERT_EQUAL(ipm_solve(s, 0, NULL, &usual, &answer, NULL), PURSE_OK);
            CU_ASSERT_EQUAL(answer.status, IPM_OPTIMAL);
            more += round == 1 ? answer.iterations : 0;
            memcpy(p->col_hi, open->col_hi, (size_t)p->n_cols * sizeof *p->col_hi);
            memcpy(p->row_lo, open->row_lo, (size_t)p->n_rows * sizeof *p->row_lo);
            memcpy(p->row_hi, open->row_hi, (size_t)p->n_rows * sizeof *p->row_hi);
        }
        record fresh = solve(p, 1);
        more -= fresh.iterations;
        free(fresh.figure);
        ipm_free(s);
        purse_program_free(open);
        purse_program_free(p);
    }
    return more;
}

/* So much is new that hardly less is left to do than from nothing, but not much more either. */
static void test_opened_again(void)
{
    CU_ASSERT(opened_again(close_columns) <= 4);
    CU_ASSERT(opened_again(fix_budgets) <= 4);
}

int main(void)
{
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("interior point at scale", NULL, NULL);
    CU_ADD_TEST(suite, test_threads_give_the_same_bytes);
    CU_ADD_TEST(suite, test_threads_come_and_go);
    CU_ADD_TEST(suite, test_iterations);
    CU_ADD_TEST(suite, test_iterations_within_a_tolerance);
    CU_ADD_TEST(suite, test_iterations_again);
    CU_ADD_TEST(suite, test_opened_again);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed > 0;
}
