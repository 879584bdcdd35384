/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Branch and cut on the strengthened form: against enumeration, against GLPK's own, limits, edits; its cuts hold. */
#include <CUnit/Basic.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>

#include "engine/variable_bounds.h"
#include "purse/solver.h"
#include "random_program.h"
#include "solving.h"

enum { SEEDS = 200, FIRST_AWARD = 6 };

/* Whether an answer keeps every variable bound. */
static bool keeps(const variable_bounds *v, const purse_solution *answer)
{
    for (int k = 0; k < v->n; k++)
        if (variable_bounds_excess(v, k, answer->col, answer->arc) > 1e-6)
            return false;
    return true;
}

/* Every answer on the way must keep the bounds of the free program. */
static void assert_keeps(const purse_solution *answer, const void *bounds)
{
    CU_ASSERT(keeps(bounds, answer));
}

static void assert_closed(const purse_solution *answer, double gap)
{
    CU_ASSERT_EQUAL(answer->status, PURSE_STATUS_OPTIMAL);
    CU_ASSERT(answer->certificate.row_violation < 1e-6 && answer->certificate.balance_violation < 1e-6);
    CU_ASSERT(answer->certificate.bound_violation < 1e-6 && answer->certificate.integer_violation == 0.0);
    /* Earlier tiers may give away 1e-6 of their value to later ones. */
    for (int t = 0; t < answer->n_tiers; t++)
        CU_ASSERT(answer->bound[t] <= answer->value[t] &&
                  answer->value[t] - answer->bound[t] <=
                      (gap + (t < answer->n_tiers - 1 ? 1e-6 : 0.0)) * fabs(answer->value[t]) + 1e-6);
}

/* Solves a random program by a method; what enumeration finds goes to `best`. */
static purse_solver *beside_enumeration(purse_method method, unsigned seed, double gap, purse_program **p, double *best,
                                        int *found)
{
    variable_bounds v;
    purse_settings settings = settings_of(method);
    settings.gap = gap;
    *p = random_program(seed, 2 + (int)(seed % 4), 3);
    must(variable_bounds_find(&v, *p, NULL));
    *found += v.n;
    best_by_enumeration(*p, FIRST_AWARD, 3, best, assert_keeps, &v);
    variable_bounds_free(&v);
    purse_solver *s = solver_of(*p, &settings, NULL);
    must(purse_solver_solve(s, NULL));
    return s;
}

static void test_enumeration(void)
{
    int found = 0;
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        double best[3] = {0.0, 0.0, 0.0};
        purse_program *p;
        purse_solver *s = beside_enumeration(PURSE_METHOD_STRENGTHENED, seed, 1e-5, &p, best, &found);
        assert_closed(purse_solver_solution(s), 1e-5);
        for (int t = 0; t < 3; t++)
            CU_ASSERT(near(purse_solver_solution(s)->value[t], best[t], 1e-5));
        purse_solver_free(s);
        purse_program_free(p);
    }
    CU_ASSERT(found > SEEDS);
}

/* What a first tier leaves open, within the gap, changes the later ones, so only the first is compared. */
static void test_interior_tree(void)
{
    int found = 0, closed = 0;
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        double best[3] = {0.0, 0.0, 0.0};
        purse_program *p;
        purse_solver *s = beside_enumeration(PURSE_METHOD_INTERIOR, seed, 1e-4, &p, best, &found);
        const purse_solution *answer = purse_solver_solution(s);
        double room = 2e-6 * (1.0 + best[0]);
        CU_ASSERT(answer->status == PURSE_STATUS_OPTIMAL || answer->status == PURSE_STATUS_FEASIBLE);
        CU_ASSERT(answer->bound[0] <= best[0] + room && answer->value[0] >= best[0] - room);
        if (answer->status == PURSE_STATUS_OPTIMAL) {
            closed++;
            assert_closed(answer, 1e-4);
            CU_ASSERT(near(answer->value[0], best[0], 1e-4));
        }
        purse_solver_free(s);
        purse_program_free(p);
    }
    CU_ASSERT(closed >= SEEDS - 4);
}

/* Sites with room, a fixed cost and a least use; customers nearer to some than to others. */
static purse_program *location(unsigned seed, int sites, int customers)
{
    random_stream draw = {seed * 977ULL + 5};
    purse_program *p;
    must(purse_program_new(&p, 1, NULL));
    for (int k = 0; k < sites; k++) {
        must(purse_program_add_row(p, 0.0, 0.0, NULL));
        must(purse_program_add_row(p, -INFINITY, 0.0, NULL));
        must(purse_program_add_row(p, 0.0, INFINITY, NULL));
    }
    for (int k = 0; k < sites; k++) {
        double room = 20.0 + random_below(&draw, 60);
        must(purse_program_add_column(p, 0.0, room, false, NULL));
        must(purse_program_add_coef(p, 3 * k, -1.0, NULL));
        must(purse_program_add_coef(p, 3 * k + 1, 1.0, NULL));
        must(purse_program_add_coef(p, 3 * k + 2, 1.0, NULL));
        must(purse_program_add_column(p, 0.0, 1.0, true, NULL));
        p->col_cost[(p->n_cols - 1) * PURSE_MAX_TIERS] = 30.0 + random_below(&draw, 90);
        must(purse_program_add_coef(p, 3 * k + 1, -room, NULL));
        must(purse_program_add_coef(p, 3 * k + 2, -0.3 * room, NULL));
    }
    for (int c = 0; c < customers; c++) {
        must(purse_program_add_commodity(p, 5.0 + random_below(&draw, 20), NULL));
        must(purse_program_add_nodes(p, 1, NULL));
        must(purse_program_add_arc(p, 0, -1, 0.0, -1, NULL));
        purse_program_arc_cost(p, p->n_arcs - 1)[0] = 60.0;
        for (int k = 0; k < sites; k++) {
            if (random_below(&draw, 3))
                continue;
            must(purse_program_add_arc(p, 0, -1, 0.0, -1, NULL));
            purse_program_arc_cost(p, p->n_arcs - 1)[0] = 1.0 + random_below(&draw, 12);
            must(purse_program_add_coef(p, 3 * k, 1.0, NULL));
        }
    }
    return p;
}

/* Many fractional awards, so that an incumbent is searched and awards are fixed at reduced costs. */
static void test_against_branch_and_cut(void)
{
    for (unsigned seed = 1; seed <= 10; seed++) {
        double value[2];
        for (int way = 0; way < 2; way++) {
            purse_program *p = location(seed, 40, 60);
            purse_settings settings = settings_of(way ? PURSE_METHOD_STRENGTHENED : PURSE_METHOD_SIMPLEX);
            settings.gap = 1e-4;
            purse_solver *s = solver_of(p, &settings, NULL);
            must(purse_solver_solve(s, NULL));
            assert_closed(purse_solver_solution(s), 1e-4);
            value[way] = purse_solver_solution(s)->value[0];
            purse_solver_free(s);
            purse_program_free(p);
        }
        CU_ASSERT(fabs(value[0] - value[1]) <= 1e-4 * fabs(value[0]));
    }
}

static void same_twice(purse_method method)
{
    double value[2], bound[2];
    for (int run = 0; run < 2; run++) {
        purse_program *p = location(3, method == PURSE_METHOD_INTERIOR ? 8 : 40, 20);
        purse_settings settings = settings_of(method);
        purse_solver *s = solver_of(p, &settings, NULL);
        must(purse_solver_solve(s, NULL));
        value[run] = purse_solver_solution(s)->value[0];
        bound[run] = purse_solver_solution(s)->bound[0];
        purse_solver_free(s);
        purse_program_free(p);
    }
    CU_ASSERT(value[0] == value[1] && bound[0] == bound[1]);
}

static void test_same_twice(void)
{
    same_twice(PURSE_METHOD_STRENGTHENED);
    same_twice(PURSE_METHOD_INTERIOR);
}

/* Cuts depend on supplies: after edits the answer must be that of a new solver. */
static void test_edits(void)
{
    purse_settings settings = settings_of(PURSE_METHOD_STRENGTHENED);
    purse_program *p = location(4, 15, 20), *q = location(4, 15, 20);
    random_stream draw = {11};
    purse_solver *s = solver_of(p, &settings, NULL);
    must(purse_solver_solve(s, NULL));
    for (int round = 0; round < 8; round++) {
        int c = random_below(&draw, p->n_commodities);
        q->supply[c] = 1.0 + random_below(&draw, 40);
        must(purse_solver_supply(s, c, q->supply[c], NULL));
        must(purse_solver_solve(s, NULL));
        purse_solver *fresh = solver_of(q, &settings, NULL);
        must(purse_solver_solve(fresh, NULL));
        assert_closed(purse_solver_solution(s), 1e-4);
        CU_ASSERT(near(purse_solver_solution(s)->value[0], purse_solver_solution(fresh)->value[0], 1e-4));
        purse_solver_free(fresh);
    }
    purse_solver_free(s);
    purse_program_free(p);
    purse_program_free(q);
}

static void limits_of(purse_method method)
{
    volatile sig_atomic_t stop = 1;
    purse_control control = {.interrupt = &stop};
    purse_settings settings = settings_of(method);
    purse_program *p = location(5, 60, 60);
    purse_solver *s = solver_of(p, &settings, &control);
    must(purse_solver_solve(s, NULL));
    CU_ASSERT_EQUAL(purse_solver_solution(s)->status, PURSE_STATUS_LIMIT);
    CU_ASSERT(purse_solver_solution(s)->interrupted);
    purse_solver_free(s);
    settings.node_limit = 10;
    settings.gap = 1e-9;
    s = solver_of(p, &settings, NULL);
    must(purse_solver_solve(s, NULL));
    const purse_solution *answer = purse_solver_solution(s);
    CU_ASSERT(answer->status == PURSE_STATUS_FEASIBLE || answer->status == PURSE_STATUS_LIMIT);
    CU_ASSERT(answer->status == PURSE_STATUS_LIMIT || answer->bound[0] < answer->value[0]);
    purse_solver_free(s);
    settings.node_limit = 0;
    settings.time_limit = 1e-9;
    s = solver_of(p, &settings, NULL);
    must(purse_solver_solve(s, NULL));
    CU_ASSERT_EQUAL(purse_solver_solution(s)->status, PURSE_STATUS_LIMIT);
    purse_solver_free(s);
    purse_program_free(p);
}

/* More must be spent than there is to spend it on: the tree proves it by itself, leaf by leaf. */
static void test_infeasible(void)
{
    for (unsigned seed = 1; seed <= 10; seed++) {
        purse_program *p = random_program(seed, 8, 3);
        purse_settings settings = purse_settings_default();
        purse_solver *s = NULL;
        settings.solver = PURSE_METHOD_INTERIOR;
        CU_ASSERT_EQUAL_FATAL(purse_solver_new(&s, p, &settings, NULL, NULL), PURSE_OK);
        CU_ASSERT_EQUAL(purse_solver_row_bounds(s, 6, 1e9, INFINITY, NULL), PURSE_OK);
        CU_ASSERT_EQUAL(purse_solver_solve(s, NULL), PURSE_OK);
        const purse_solution *answer = purse_solver_solution(s);
        CU_ASSERT_EQUAL(answer->status, PURSE_STATUS_INFEASIBLE);
        CU_ASSERT_EQUAL(answer->way[0], PURSE_WAY_BRANCH);
        CU_ASSERT(answer->certificate.nodes >= 1);
        purse_solver_free(s);
        purse_program_free(p);
    }
}

static void test_limits(void)
{
    limits_of(PURSE_METHOD_STRENGTHENED);
    limits_of(PURSE_METHOD_INTERIOR);
}

int main(void)
{
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("mixed", NULL, NULL);
    CU_ADD_TEST(suite, test_enumeration);
    CU_ADD_TEST(suite, test_against_branch_and_cut);
    CU_ADD_TEST(suite, test_interior_tree);
    CU_ADD_TEST(suite, test_same_twice);
    CU_ADD_TEST(suite, test_edits);
    CU_ADD_TEST(suite, test_infeasible);
    CU_ADD_TEST(suite, test_limits);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed > 0;
}
