/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The solve loop: certified answers, warm equals fresh, tiers, infeasibility, stopping, fatal errors. */
#include <CUnit/Basic.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>

#include "engine/lp.h"
#include "purse/solver.h"
#include "random_program.h"
#include "solving.h"

enum { SEEDS = 60 };

/* Every answer must stand on its certificate: feasible, and closed to the gap in every tier. */
static void assert_certified(const purse_solution *s)
{
    CU_ASSERT_EQUAL(s->status, PURSE_STATUS_OPTIMAL);
    CU_ASSERT(s->certificate.row_violation < 1e-8);
    CU_ASSERT(s->certificate.balance_violation < 1e-8);
    CU_ASSERT(s->certificate.bound_violation < 1e-8);
    for (int t = 0; t < s->n_tiers; t++) {
        CU_ASSERT(s->bound[t] <= s->value[t]);
        CU_ASSERT(s->value[t] - s->bound[t] <= 2.1e-6 * fabs(s->value[t]) + 1e-6);
    }
}

static void test_random_programs_are_certified(void)
{
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        purse_program *p = random_program(seed, 5 + (int)(seed % 20), 0);
        purse_solver *s = solver_of(p, NULL, NULL);
        CU_ASSERT_EQUAL(purse_solver_solve(s, NULL), PURSE_OK);
        assert_certified(purse_solver_solution(s));
        purse_solver_free(s);
        purse_program_free(p);
    }
}

static void edit_at_random(purse_solver *s, purse_program *p, random_stream *stream)
{
    for (int c = 0; c < p->n_commodities; c++)
        CU_ASSERT_EQUAL(purse_solver_supply(s, c, p->supply[c] * (0.9 + 0.2 * random_unit(stream)), NULL), PURSE_OK);
    int money = 6;
    CU_ASSERT_EQUAL(
        purse_solver_row_bounds(s, money, -INFINITY, p->row_hi[money] * (0.8 + 0.4 * random_unit(stream)), NULL),
        PURSE_OK);
    int col = random_below(stream, 6);
    CU_ASSERT_EQUAL(purse_solver_col_bounds(s, col, 0.0, p->col_hi[col] * (0.5 + random_unit(stream)), NULL), PURSE_OK);
    CU_ASSERT_EQUAL(purse_solver_col_cost(s, 2, col, 1.0 + random_unit(stream), NULL), PURSE_OK);
}

static void test_warm_equals_fresh(void)
{
    for (unsigned seed = 1; seed <= SEEDS / 3; seed++) {
        random_stream stream = {seed};
        purse_program *p = random_program(seed, 12, 0);
        purse_solver *warm = solver_of(p, NULL, NULL);
        for (int round = 0; round < 4; round++) {
            CU_ASSERT_EQUAL(purse_solver_solve(warm, NULL), PURSE_OK);
            assert_certified(purse_solver_solution(warm));
            purse_solver *fresh = solver_of(p, NULL, NULL);
            CU_ASSERT_EQUAL(purse_solver_solve(fresh, NULL), PURSE_OK);
            for (int t = 0; t < 3; t++)
                CU_ASSERT(near(purse_solver_solution(warm)->value[t], purse_solver_solution(fresh)->value[t], 3e-6));
            purse_solver_free(fresh);
            edit_at_random(warm, p, &stream);
        }
        purse_solver_free(warm);
        purse_program_free(p);
    }
}

static void test_first_tiers_alone(void)
{
    purse_program *p = random_program(7, 12, 0);
    purse_solver *s = solver_of(p, NULL, NULL);
    CU_ASSERT_EQUAL(purse_solver_solve(s, NULL), PURSE_OK);
    double first = purse_solver_solution(s)->value[0];
    CU_ASSERT_EQUAL(purse_solver_solve_to(s, 0, NULL), PURSE_OK);
    const purse_solution *alone = purse_solver_solution(s);
    CU_ASSERT_EQUAL(alone->status, PURSE_STATUS_OPTIMAL);
    CU_ASSERT(near(alone->value[0], first, 1e-6));
    CU_ASSERT(alone->bound[1] <= alone->value[1]);
    CU_ASSERT_EQUAL(alone->way[1], PURSE_WAY_NONE);
    CU_ASSERT_EQUAL(purse_solver_solve_to(s, p->n_tiers, NULL), PURSE_EUSAGE);
    purse_solver_free(s);
    purse_program_free(p);
}

/* Integers at what the last solve found, so that a linear program is left. */
static void hold_integers(purse_solver *s, const purse_program *p)
{
    for (int j = 0; j < p->n_cols; j++)
        if (p->col_integer[j]) {
            double at = purse_solver_solution(s)->col[j];
            CU_ASSERT_EQUAL(purse_solver_col_bounds(s, j, at, at, NULL), PURSE_OK);
        }
}

/* With more money: the same as a fresh solve, wherever the tiers before have no use for it. */
static int again_with_more(purse_solver *s, purse_program *p, int tier)
{
    const int money = 6;
    double before[PURSE_MAX_TIERS], hi = p->row_hi[money];
    for (int t = 0; t < p->n_tiers; t++)
        before[t] = purse_solver_solution(s)->bound[t];
    CU_ASSERT_EQUAL(purse_solver_row_bounds(s, money, -INFINITY, 1.1 * hi, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(purse_solver_again(s, tier, NULL), PURSE_OK);
    const purse_solution *found = purse_solver_solution(s);
    CU_ASSERT_EQUAL(found->status, PURSE_STATUS_OPTIMAL);
    purse_solver *fresh = solver_of(p, NULL, NULL);
    CU_ASSERT_EQUAL(purse_solver_solve(fresh, NULL), PURSE_OK);
    const double *bound = purse_solver_solution(fresh)->bound;
    bool compare = tier == 0 || near(bound[0], before[0], 1e-9);
    if (compare)
        CU_ASSERT(near(found->bound[tier], bound[tier], 3e-6));
    CU_ASSERT(found->bound[tier] <= before[tier] + 1e-6 * (1.0 + fabs(before[tier])));
    purse_solver_free(fresh);
    CU_ASSERT_EQUAL(purse_solver_row_bounds(s, money, -INFINITY, hi, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(purse_solver_again(s, tier, NULL), PURSE_OK);
    CU_ASSERT(near(purse_solver_solution(s)->bound[tier], before[tier], 3e-6));
    return compare;
}

static void test_one_tier_again(void)
{
    int compared = 0;
    for (unsigned seed = 1; seed <= SEEDS / 2; seed++)
        for (int method = 0; method < 2; method++) {
            purse_program *p = random_program(seed, 12, seed % 2 ? 0 : 3);
            purse_solver *s = solver_of(p, NULL, NULL);
            CU_ASSERT_EQUAL(purse_solver_again(s, 1, NULL), PURSE_EUSAGE);
            CU_ASSERT_EQUAL(purse_solver_solve(s, NULL), PURSE_OK);
            hold_integers(s, p);
            (void)purse_solver_use(s, method ? PURSE_METHOD_INTERIOR : PURSE_METHOD_SIMPLEX);
            CU_ASSERT_EQUAL(purse_solver_solve(s, NULL), PURSE_OK);
            assert_certified(purse_solver_solution(s));
            compared += again_with_more(s, p, (int)(seed / 2 % 2));
            purse_solver_free(s);
            purse_program_free(p);
        }
    CU_ASSERT(compared > SEEDS / 3);
}

static void test_a_tier_held_to_a_limit(void)
{
    purse_program *p = random_program(7, 12, 0);
    purse_solver *s = solver_of(p, NULL, NULL);
    int last = p->n_tiers - 1;
    CU_ASSERT_EQUAL(purse_solver_hold(s, 1, 0.0, NULL), PURSE_EUSAGE);
    CU_ASSERT_EQUAL(purse_solver_solve(s, NULL), PURSE_OK);
    double first = purse_solver_solution(s)->value[0], before = purse_solver_solution(s)->value[last];
    double limit = first + 0.1 * fabs(first);
    CU_ASSERT_EQUAL(purse_solver_hold(s, 0, limit, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(purse_solver_again(s, last, NULL), PURSE_OK);
    const purse_solution *held = purse_solver_solution(s);
    CU_ASSERT_EQUAL(held->status, PURSE_STATUS_OPTIMAL);
    CU_ASSERT(held->value[0] <= limit + 1e-6 * fabs(limit));
    CU_ASSERT(held->value[last] <= before + 1e-6 * fabs(before));
    CU_ASSERT_EQUAL(purse_solver_hold(s, last, 1.0, NULL), PURSE_EUSAGE);
    CU_ASSERT_EQUAL(purse_solver_hold(s, 0, NAN, NULL), PURSE_EUSAGE);
    CU_ASSERT_EQUAL(purse_solver_gap(s, 1e-3), 0.0);
    CU_ASSERT_EQUAL(purse_solver_gap(s, 0.0), 1e-3);
    CU_ASSERT_EQUAL(purse_solver_slack(s, 0.1), 1e-6);
    CU_ASSERT_EQUAL(purse_solver_solve(s, NULL), PURSE_OK);
    const purse_solution *loose = purse_solver_solution(s);
    CU_ASSERT_EQUAL(loose->status, PURSE_STATUS_OPTIMAL);
    CU_ASSERT(loose->value[0] <= limit + 1e-6 * fabs(limit));
    CU_ASSERT(loose->value[0] > first + 1e-3 * fabs(first)); /* the room is made use of */
    CU_ASSERT(loose->value[last] < before - 1e-3 * fabs(before));
    CU_ASSERT_EQUAL(purse_solver_slack(s, 1e-6), 0.1);
    purse_solver_free(s);
    purse_program_free(p);
}

/* An earlier tier's cost changes a row of the compact form; the answer must follow. */
static void test_cost_of_an_earlier_tier(void)
{
    purse_program *p = random_program(3, 10, 0);
    purse_solver *s = solver_of(p, NULL, NULL);
    CU_ASSERT_EQUAL(purse_solver_solve(s, NULL), PURSE_OK);
    for (int a = 0; a < p->n_arcs; a++)
        if (purse_program_arc_cost(p, a)[0] > 0.0)
            CU_ASSERT_EQUAL(purse_solver_arc_cost(s, 0, a, 7.0, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(purse_solver_solve(s, NULL), PURSE_OK);
    assert_certified(purse_solver_solution(s));
    purse_solver *fresh = solver_of(p, NULL, NULL);
    CU_ASSERT_EQUAL(purse_solver_solve(fresh, NULL), PURSE_OK);
    for (int t = 0; t < 3; t++)
        CU_ASSERT(near(purse_solver_solution(s)->value[t], purse_solver_solution(fresh)->value[t], 3e-6));
    purse_solver_free(fresh);
    purse_solver_free(s);
    purse_program_free(p);
}

/* Two columns and no commodity: minimise x + y, then maximise y, with x + 2 y >= 4 and x, y <= 3. */
static purse_program *plain_program(double least)
{
    purse_program *p = NULL;
    CU_ASSERT_EQUAL_FATAL(purse_program_new(&p, 2, NULL), PURSE_OK);
    purse_program_add_row(p, least, INFINITY, NULL);
    purse_program_add_column(p, 0.0, 3.0, false, NULL);
    p->col_cost[0] = 1.0;
    purse_program_add_coef(p, 0, 1.0, NULL);
    purse_program_add_column(p, 0.0, 3.0, false, NULL);
    p->col_cost[PURSE_MAX_TIERS] = 1.0;
    p->col_cost[PURSE_MAX_TIERS + 1] = -1.0;
    purse_program_add_coef(p, 0, 2.0, NULL);
    return p;
}

static void test_plain_program(void)
{
    purse_program *p = plain_program(4.0);
    purse_solver *s = solver_of(p, NULL, NULL);
    CU_ASSERT_EQUAL(purse_solver_solve(s, NULL), PURSE_OK);
    assert_certified(purse_solver_solution(s));
    CU_ASSERT(near(purse_solver_solution(s)->value[0], 2.0, 2e-6));
    CU_ASSERT(near(purse_solver_solution(s)->value[1], -2.0, 2e-6));
    purse_solver_free(s);
    purse_program_free(p);
}

static void test_infeasible_has_the_least_change(void)
{
    purse_program *p = plain_program(12.0);
    purse_solver *s = solver_of(p, NULL, NULL);
    CU_ASSERT_EQUAL(purse_solver_solve(s, NULL), PURSE_OK);
    const purse_solution *solution = purse_solver_solution(s);
    CU_ASSERT_EQUAL(solution->status, PURSE_STATUS_INFEASIBLE);
    CU_ASSERT_DOUBLE_EQUAL(solution->row_change[0], -3.0, 1e-6); /* at most 9 can be had */
    CU_ASSERT_DOUBLE_EQUAL(solution->least_change, 3.0 / 13.0, 1e-6);
    CU_ASSERT_EQUAL(purse_solver_row_bounds(s, 0, 9.0, INFINITY, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(purse_solver_solve(s, NULL), PURSE_OK);
    assert_certified(purse_solver_solution(s));
    purse_solver_free(s);
    purse_program_free(p);
}

/*
 * Of v, at least a hair and at most 176, 0.85 go on to x, which takes an award y: at most 1570 y, at least 157 y. A hair of
 * an award would do, a whole one needs a v of 185.
 */
static purse_program *hair_of_an_award(double least)
{
    purse_program *p = NULL;
    CU_ASSERT_EQUAL_FATAL(purse_program_new(&p, 1, NULL), PURSE_OK);
    purse_program_add_row(p, -INFINITY, 0.0, NULL);
    purse_program_add_row(p, 0.0, INFINITY, NULL);
    purse_program_add_row(p, 0.0, 0.0, NULL);
    purse_program_add_column(p, 0.0, 500.0, false, NULL);
    for (int r = 0; r < 3; r++)
        purse_program_add_coef(p, r, 1.0, NULL);
    purse_program_add_column(p, 0.0, 1.0, true, NULL);
    p->col_cost[PURSE_MAX_TIERS] = 1.0;
    purse_program_add_coef(p, 0, -1570.0, NULL);
    purse_program_add_coef(p, 1, -157.0, NULL);
    purse_program_add_column(p, least, 176.0, false, NULL);
    purse_program_add_coef(p, 2, -0.85, NULL);
    return p;
}

static void test_a_hair_of_an_integer_is_none(void)
{
    const double least[] = {1.0, 6e-3, 1e-4};
    for (size_t i = 0; i < sizeof least / sizeof *least; i++) {
        purse_program *p = hair_of_an_award(least[i]);
        purse_solver *s = solver_of(p, NULL, NULL);
        CU_ASSERT_EQUAL(purse_solver_solve(s, NULL), PURSE_OK);
        CU_ASSERT_EQUAL(purse_solver_solution(s)->status, PURSE_STATUS_INFEASIBLE);
        CU_ASSERT(purse_solver_solution(s)->least_change > 1e-6);
        CU_ASSERT_EQUAL(p->col_hi[1], 1.0);
        purse_solver_free(s);
        purse_program_free(p);
    }
}

static void test_unbounded(void)
{
    purse_program *p = NULL;
    CU_ASSERT_EQUAL_FATAL(purse_program_new(&p, 1, NULL), PURSE_OK);
    purse_program_add_row(p, 0.0, INFINITY, NULL);
    purse_program_add_column(p, -INFINITY, INFINITY, false, NULL);
    p->col_cost[0] = -1.0;
    purse_program_add_coef(p, 0, 1.0, NULL);
    purse_solver *s = solver_of(p, NULL, NULL);
    CU_ASSERT_EQUAL(purse_solver_solve(s, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(purse_solver_solution(s)->status, PURSE_STATUS_UNBOUNDED);
    purse_solver_free(s);
    purse_program_free(p);
}

static void test_integers_against_enumeration(void)
{
    purse_settings settings = purse_settings_default();
    settings.gap = 1e-7;
    for (unsigned seed = 1; seed <= 12; seed++) {
        double best[3];
        purse_program *p = random_program(seed, 4, 3);
        best_by_enumeration(p, 6, 3, best, NULL, NULL);
        purse_solver *s = solver_of(p, &settings, NULL);
        CU_ASSERT_EQUAL(purse_solver_solve(s, NULL), PURSE_OK);
        const purse_solution *answer = purse_solver_solution(s);
        CU_ASSERT_EQUAL(answer->status, PURSE_STATUS_OPTIMAL);
        for (int t = 0; t < 3; t++)
            CU_ASSERT(near(answer->value[t], best[t], 1e-5));
        purse_solver_free(s);
        purse_program_free(p);
    }
}

static void test_interrupt_before_an_answer(void)
{
    volatile sig_atomic_t stop = 1;
    purse_control control = {.interrupt = &stop};
    purse_program *p = random_program(1, 3000, 0);
    purse_solver *s = solver_of(p, NULL, &control);
    CU_ASSERT_EQUAL(purse_solver_solve(s, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(purse_solver_solution(s)->status, PURSE_STATUS_LIMIT);
    CU_ASSERT(purse_solver_solution(s)->interrupted);
    stop = 0;
    purse_solver_free(s);
    purse_program_free(p);
}

static void test_time_limit(void)
{
    purse_settings settings = purse_settings_default();
    settings.time_limit = 1e-6;
    purse_program *p = random_program(1, 50, 0);
    purse_solver *s = solver_of(p, &settings, NULL);
    CU_ASSERT_EQUAL(purse_solver_solve(s, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(purse_solver_solution(s)->status, PURSE_STATUS_LIMIT);
    CU_ASSERT(!purse_solver_solution(s)->interrupted);
    purse_solver_free(s);
    purse_program_free(p);
}

/* A fatal error in one problem object destroys all of the thread; every solver must live on and answer the same. */
static void test_fatal_error_is_survived(void)
{
    double one = 1.0, lo = 1.0, hi = INFINITY, cost = 2.0;
    double zero = 0.0, most = 5.0;
    int start[] = {0, 1}, row = 0;
    lp_matrix m = {.n_rows = 1,
                   .n_cols = 1,
                   .row_lo = &lo,
                   .row_hi = &hi,
                   .col_lo = &zero,
                   .col_hi = &most,
                   .cost = &cost,
                   .start = start,
                   .row = &row,
                   .coef = &one};
    lp *cache;
    double x, row_dual, col_dual;
    lp_answer answer = {.x = &x, .row_dual = &row_dual, .col_dual = &col_dual};
    lp_limits limits = {.mip_gap = 1e-4};
    purse_error err;
    purse_program *p = random_program(2, 8, 0);
    purse_solver *other = solver_of(p, NULL, NULL);
    CU_ASSERT_EQUAL(purse_solver_solve(other, NULL), PURSE_OK);
    double before = purse_solver_solution(other)->value[1];
    CU_ASSERT_EQUAL_FATAL(lp_new(&cache, &m, NULL), PURSE_OK);
    for (int i = 0; i < 3; i++) {
        CU_ASSERT_EQUAL(lp_provoke(cache, &err), PURSE_ESOLVER);
        CU_ASSERT(err.message[0] != '\0');
        CU_ASSERT_EQUAL(lp_solve(cache, &limits, NULL, &answer, NULL), PURSE_OK);
        CU_ASSERT_EQUAL(answer.status, LP_OPTIMAL);
        CU_ASSERT_DOUBLE_EQUAL(x, 1.0, 1e-9);
        CU_ASSERT_DOUBLE_EQUAL(row_dual, 2.0, 1e-9);
        CU_ASSERT_EQUAL(purse_solver_solve(other, NULL), PURSE_OK);
        CU_ASSERT(near(purse_solver_solution(other)->value[1], before, 3e-6));
    }
    cost = NAN;
    CU_ASSERT_EQUAL(lp_solve(cache, &limits, NULL, &answer, &err), PURSE_EINPUT);
    lp_free(cache);
    purse_solver_free(other);
    purse_program_free(p);
}

static void test_wrong_edits_are_refused(void)
{
    purse_program *p = random_program(4, 3, 0);
    purse_solver *s = solver_of(p, NULL, NULL);
    CU_ASSERT_EQUAL(purse_solver_row_bounds(s, -1, 0.0, 1.0, NULL), PURSE_EUSAGE);
    CU_ASSERT_EQUAL(purse_solver_row_bounds(s, 0, 1.0, 0.0, NULL), PURSE_EINPUT);
    CU_ASSERT_EQUAL(purse_solver_col_bounds(s, p->n_cols, 0.0, 1.0, NULL), PURSE_EUSAGE);
    CU_ASSERT_EQUAL(purse_solver_supply(s, 0, NAN, NULL), PURSE_EINPUT);
    CU_ASSERT_EQUAL(purse_solver_col_cost(s, 0, 0, INFINITY, NULL), PURSE_EINPUT);
    CU_ASSERT_EQUAL(purse_solver_arc_cost(s, 9, 0, 1.0, NULL), PURSE_EUSAGE);
    CU_ASSERT_EQUAL(purse_solver_solve(s, NULL), PURSE_OK);
    assert_certified(purse_solver_solution(s));
    purse_solver_free(s);
    purse_program_free(p);
}

int main(void)
{
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("solver", NULL, NULL);
    CU_ADD_TEST(suite, test_random_programs_are_certified);
    CU_ADD_TEST(suite, test_warm_equals_fresh);
    CU_ADD_TEST(suite, test_first_tiers_alone);
    CU_ADD_TEST(suite, test_one_tier_again);
    CU_ADD_TEST(suite, test_a_tier_held_to_a_limit);
    CU_ADD_TEST(suite, test_cost_of_an_earlier_tier);
    CU_ADD_TEST(suite, test_plain_program);
    CU_ADD_TEST(suite, test_infeasible_has_the_least_change);
    CU_ADD_TEST(suite, test_a_hair_of_an_integer_is_none);
    CU_ADD_TEST(suite, test_unbounded);
    CU_ADD_TEST(suite, test_integers_against_enumeration);
    CU_ADD_TEST(suite, test_interrupt_before_an_answer);
    CU_ADD_TEST(suite, test_time_limit);
    CU_ADD_TEST(suite, test_fatal_error_is_survived);
    CU_ADD_TEST(suite, test_wrong_edits_are_refused);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed > 0;
}
