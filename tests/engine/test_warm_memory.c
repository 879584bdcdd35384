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

enum { ROUNDS = 6, MONEY_ROW = 6 };

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

/* Allocations of the solves after the first, edits included. */
static long allocations_warm(unsigned seed, purse_method method, int threads)
{
    purse_program *p = random_program(seed, 60, 0);
    purse_settings settings = purse_settings_default();
    random_stream stream = {seed};
    purse_solver *s = NULL;
    settings.solver = method;
    settings.threads = threads;
    CU_ASSERT_EQUAL_FATAL(purse_solver_new(&s, p, &settings, NULL, NULL), PURSE_OK);
    long before = allocations;
    for (int round = 0; round < ROUNDS; round++) {
        CU_ASSERT_EQUAL(purse_solver_solve(s, NULL), PURSE_OK);
        CU_ASSERT_EQUAL(purse_solver_solution(s)->status, PURSE_STATUS_OPTIMAL);
        for (int t = 0; t < p->n_tiers; t++)
            CU_ASSERT_EQUAL(purse_solver_solution(s)->way[t],
                            method == PURSE_METHOD_INTERIOR ? PURSE_WAY_INTERIOR : PURSE_WAY_SIMPLEX);
        if (round == 0) {
            CU_ASSERT(allocations > before); /* the count counts */
            before = allocations;
        }
        edit(s, &stream);
    }
    long after = allocations;
    purse_solver_free(s);
    purse_program_free(p);
    return after - before;
}

static void test_interior_point(void)
{
    for (unsigned seed = 1; seed <= 10; seed++) {
        CU_ASSERT_EQUAL(allocations_warm(seed, PURSE_METHOD_INTERIOR, 1), 0);
        CU_ASSERT_EQUAL(allocations_warm(seed, PURSE_METHOD_INTERIOR, 2), 0);
    }
}

static void test_simplex(void)
{
    for (unsigned seed = 1; seed <= 10; seed++)
        CU_ASSERT_EQUAL(allocations_warm(seed, PURSE_METHOD_SIMPLEX, 1), 0);
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
