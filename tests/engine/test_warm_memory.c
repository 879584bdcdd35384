/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A warm solve of the same shape allocates nothing: not the interior point loop, nor what the engine puts around the
 * simplex. What GLPK takes from its own pool inside is not seen here; see docs/decisions.md.
 */
#include <CUnit/Basic.h>
#include <stdlib.h>

#include "engine/solver_private.h"
#include "random_program.h"

#define REAL(name) __real_##name
#define OURS(name) __wrap_##name

void *REAL(malloc)(size_t size);
void *REAL(calloc)(size_t count, size_t size);
void *REAL(realloc)(void *memory, size_t size);
void *OURS(malloc)(size_t size);
void *OURS(calloc)(size_t count, size_t size);
void *OURS(realloc)(void *memory, size_t size);

static long allocations;

void *OURS(malloc)(size_t size)
{
    allocations++;
    return REAL(malloc)(size);
}

void *OURS(calloc)(size_t count, size_t size)
{
    allocations++;
    return REAL(calloc)(count, size);
}

void *OURS(realloc)(void *memory, size_t size)
{
    allocations++;
    return REAL(realloc)(memory, size);
}

enum { SEEDS = 10, ROUNDS = 6, MONEY_ROW = 6 };

/* Supplies, the budget, a capacity and prices, each a little other than before. */
static void edit(purse_solver *s, random_stream *stream)
{
    purse_program *p = s->p;
    int k = random_below(stream, 6), tier = p->n_tiers - 1;
    for (int c = 0; c < p->n_commodities; c++)
        CU_ASSERT_EQUAL(purse_solver_supply(s, c, p->supply[c] * (0.95 + 0.1 * random_unit(stream)), NULL), PURSE_OK);
    CU_ASSERT_EQUAL(purse_solver_row_bounds(s, MONEY_ROW, p->row_lo[MONEY_ROW],
                                            p->row_hi[MONEY_ROW] * (0.98 + 0.04 * random_unit(stream)), NULL),
                    PURSE_OK);
    CU_ASSERT_EQUAL(purse_solver_col_bounds(s, k, 0.0, p->col_hi[k] * (0.9 + 0.2 * random_unit(stream)), NULL),
                    PURSE_OK);
    double cost = p->col_cost[(size_t)k * PURSE_MAX_TIERS + (size_t)tier];
    CU_ASSERT_EQUAL(purse_solver_col_cost(s, tier, k, 1.01 * cost, NULL), PURSE_OK);
}

static bool all_by(const purse_solution *solution, purse_way way)
{
    bool all = solution->status == PURSE_STATUS_OPTIMAL;
    for (int t = 0; t < solution->n_tiers; t++)
        all &= solution->way[t] == way;
    return all;
}

/* Solves again and again; those that went by `way` alone, after the first, allocate nothing. Gives their number. */
static int solve_warm(unsigned seed, purse_method method, purse_way way, int threads)
{
    purse_program *p = random_program(seed, 60, 0);
    purse_settings settings = purse_settings_default();
    random_stream stream = {seed};
    purse_solver *s = NULL;
    int warm = 0;
    settings.solver = method;
    settings.threads = threads;
    CU_ASSERT_EQUAL_FATAL(purse_solver_new(&s, p, &settings, NULL, NULL), PURSE_OK);
    for (int round = 0; round <= ROUNDS; round++) {
        long before = allocations;
        CU_ASSERT_EQUAL(purse_solver_solve(s, NULL), PURSE_OK);
        if (round == 0)
            CU_ASSERT(allocations > before); /* the count counts */
        edit(s, &stream);
        if (round > 0 && all_by(purse_solver_solution(s), way)) {
            CU_ASSERT_EQUAL(allocations, before);
            warm++;
        }
    }
    purse_solver_free(s);
    purse_program_free(p);
    return warm;
}

static void test_interior_point(void)
{
    int warm = 0;
    for (unsigned seed = 1; seed <= SEEDS; seed++)
        for (int threads = 1; threads <= 2; threads++)
            warm += solve_warm(seed, PURSE_METHOD_INTERIOR, PURSE_WAY_INTERIOR, threads);
    CU_ASSERT(warm >= 2 * SEEDS * ROUNDS * 9 / 10); /* the others fell back on the simplex */
}

static void test_simplex(void)
{
    int warm = 0;
    for (unsigned seed = 1; seed <= SEEDS; seed++)
        warm += solve_warm(seed, PURSE_METHOD_SIMPLEX, PURSE_WAY_SIMPLEX, 1);
    CU_ASSERT_EQUAL(warm, SEEDS * ROUNDS);
}

int main(void)
{
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("memory of warm solves", NULL, NULL);
    CU_ADD_TEST(suite, test_interior_point);
    CU_ADD_TEST(suite, test_simplex);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed > 0;
}
