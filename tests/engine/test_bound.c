/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Lagrangian bound: by hand on a small program, and weak duality at any prices on random ones. */
#include <CUnit/Basic.h>
#include <math.h>
#include <stdlib.h>

#include "purse/solver.h"
#include "random_program.h"

/*
 * 10 episodes; unmet costs 5 each. Door A resolves 0.5 and sends the rest to B at a cost of 1 each; B resolves all.
 * One row holds A's people to at most 4. Entries: A and B; the optimum sends 0 unmet: B alone costs nothing.
 */
static purse_program *two_doors(double b_limit)
{
    purse_program *p = NULL;
    CU_ASSERT_EQUAL_FATAL(purse_program_new(&p, 1, NULL), PURSE_OK);
    purse_program_add_row(p, -INFINITY, 4.0, NULL);
    purse_program_add_row(p, -INFINITY, b_limit, NULL);
    purse_program_add_commodity(p, 10.0, NULL);
    purse_program_add_nodes(p, 4, NULL);
    purse_program_add_arc(p, 0, -1, 0.0, -1, NULL);
    p->arc_cost[0] = 5.0;
    purse_program_add_arc(p, 0, 1, 1.0, -1, NULL);
    purse_program_add_arc(p, 0, 3, 1.0, -1, NULL);
    purse_program_add_arc(p, 1, 2, 0.5, -1, NULL);
    purse_program_add_coef(p, 0, 1.0, NULL);
    purse_program_add_arc(p, 2, 3, 1.0, -1, NULL);
    purse_program_arc_cost(p, 4)[0] = 1.0;
    purse_program_add_arc(p, 3, -1, 0.0, -1, NULL);
    purse_program_add_coef(p, 1, 1.0, NULL);
    CU_ASSERT_EQUAL_FATAL(purse_program_check(p, NULL), PURSE_OK);
    return p;
}

static double bound_at(const purse_program *p, double a, double b)
{
    double price[2] = {a, b}, bound = NAN;
    CU_ASSERT_EQUAL(purse_program_bound(&bound, p, 0, price, NULL, NULL, NULL), PURSE_OK);
    return bound;
}

/*
 * With B limited to 6: A takes 4 (2 resolved, 2 moved on at a cost of 1), B takes 4 more at the door, 2 unmet:
 * 2 * 1 + 2 * 5 = 12. Prices: a person in B is worth 5. A person at A costs 0.5 (1 + 5) = 3 and spares 5: A is worth 2.
 * Bound at (-2, -5): every way costs 5, so 50 - 2 * 4 - 5 * 6 = 12.
 */
static void test_by_hand(void)
{
    purse_program *p = two_doors(6.0);
    CU_ASSERT_DOUBLE_EQUAL(bound_at(p, -2.0, -5.0), 12.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(bound_at(p, 0.0, 0.0), 0.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(bound_at(p, 0.0, -5.0), 30.0 - 30.0, 1e-12);          /* by way of A: 0.5 (1 + 5) = 3 each */
    CU_ASSERT_DOUBLE_EQUAL(bound_at(p, 7.0, -5.0), bound_at(p, 0.0, -5.0), 0.0); /* no lower end: clipped */
    CU_ASSERT_DOUBLE_EQUAL(bound_at(p, NAN, -5.0), bound_at(p, 0.0, -5.0), 0.0);
    purse_settings settings = purse_settings_default();
    purse_solver *s = NULL;
    CU_ASSERT_EQUAL_FATAL(purse_solver_new(&s, p, &settings, NULL, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(purse_solver_solve(s, NULL), PURSE_OK);
    CU_ASSERT_DOUBLE_EQUAL(purse_solver_solution(s)->value[0], 12.0, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(purse_solver_solution(s)->bound[0], 12.0, 1e-9);
    purse_solver_free(s);
    purse_program_free(p);
}

/* Any prices bound from below; the solver's own close the gap (asserted by the solver's status). */
static void test_weak_duality(void)
{
    purse_settings settings = purse_settings_default();
    for (unsigned seed = 1; seed <= 40; seed++) {
        random_stream stream = {seed};
        purse_program *p = random_program(seed, 10, 0);
        purse_solver *s = NULL;
        CU_ASSERT_EQUAL_FATAL(purse_solver_new(&s, p, &settings, NULL, NULL), PURSE_OK);
        CU_ASSERT_EQUAL(purse_solver_solve(s, NULL), PURSE_OK);
        const purse_solution *answer = purse_solver_solution(s);
        double *price = malloc(((size_t)p->n_rows + 1) * sizeof *price);
        CU_ASSERT_PTR_NOT_NULL_FATAL(price);
        for (int draw = 0; draw < 20; draw++) {
            double bound;
            for (int r = 0; r < p->n_rows; r++)
                price[r] = 10.0 * random_unit(&stream) - 7.0;
            CU_ASSERT_EQUAL(purse_program_bound(&bound, p, 0, price, NULL, NULL, NULL), PURSE_OK);
            CU_ASSERT(bound <= answer->value[0] + 1e-9 * fabs(answer->value[0]));
            double tier_price[2] = {-20.0 * random_unit(&stream), -3.0 * random_unit(&stream)};
            double limit[2] = {answer->value[0], answer->value[1]};
            CU_ASSERT_EQUAL(purse_program_bound(&bound, p, 2, price, tier_price, limit, NULL), PURSE_OK);
            CU_ASSERT(bound <= answer->value[2] + 1e-9 * fabs(answer->value[2]));
        }
        free(price);
        purse_solver_free(s);
        purse_program_free(p);
    }
}

/* Half at least must enter at A, whose way is dearer: the mix must cost the mean, not the cheapest. */
static void test_entry_shares(void)
{
    purse_program *p = NULL;
    CU_ASSERT_EQUAL_FATAL(purse_program_new(&p, 1, NULL), PURSE_OK);
    purse_program_add_commodity(p, 8.0, NULL);
    purse_program_add_group(p, 0.5, 1.0, NULL);
    purse_program_add_group(p, 0.0, 0.25, NULL);
    purse_program_add_group(p, 0.0, 1.0, NULL);
    purse_program_add_nodes(p, 1, NULL);
    const double cost[] = {4.0, 1.0, 2.0};
    for (int g = 0; g < 3; g++) {
        purse_program_add_arc(p, 0, -1, 0.0, g, NULL);
        purse_program_arc_cost(p, g)[0] = cost[g];
    }
    double bound;
    CU_ASSERT_EQUAL(purse_program_bound(&bound, p, 0, NULL, NULL, NULL, NULL), PURSE_OK);
    CU_ASSERT_DOUBLE_EQUAL(bound, 8.0 * (0.5 * 4.0 + 0.25 * 1.0 + 0.25 * 2.0), 1e-12);
    purse_program_free(p);
}

/*
 * Prices that say nothing but drown all others: y is held at 1, which its own row asks for as well, and uses 10 of the 15
 * that x, worth 1, could have. No such price may lift the bound above the optimum, -5.
 */
static void test_prices_that_drown(void)
{
    purse_program *p = NULL;
    CU_ASSERT_EQUAL_FATAL(purse_program_new(&p, 1, NULL), PURSE_OK);
    purse_program_add_row(p, -INFINITY, 1.0, NULL);
    purse_program_add_row(p, -INFINITY, 15.0, NULL);
    purse_program_add_column(p, 1.0, 1.0, false, NULL);
    purse_program_add_coef(p, 0, 1.0, NULL);
    purse_program_add_coef(p, 1, 10.0, NULL);
    purse_program_add_column(p, 0.0, 10.0, false, NULL);
    purse_program_add_coef(p, 1, 1.0, NULL);
    p->col_cost[PURSE_MAX_TIERS] = -1.0;
    for (int exponent = 0; exponent <= 300; exponent++) {
        double price[] = {-pow(10.0, exponent), -1.0}, bound = 0.0;
        CU_ASSERT_EQUAL(purse_program_bound(&bound, p, 0, price, NULL, NULL, NULL), PURSE_OK);
        CU_ASSERT(bound <= -5.0);
        CU_ASSERT(bound >= -5.0 - 1e-14 * (1.0 + pow(10.0, exponent)));
    }
    purse_program_free(p);
}

int main(void)
{
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("bound", NULL, NULL);
    CU_ADD_TEST(suite, test_by_hand);
    CU_ADD_TEST(suite, test_weak_duality);
    CU_ADD_TEST(suite, test_entry_shares);
    CU_ADD_TEST(suite, test_prices_that_drown);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed > 0;
}
