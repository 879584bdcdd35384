/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The two ways of solving a linear program agree, tier by tier: on 500 random programs, plain and made hard in each of
 * the ways below, cold and again after edits, where neither may do worse than a solver that is new.
 */
#include <CUnit/Basic.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "purse/solver.h"
#include "random_program.h"
#include "support/agree.h"

enum { PROGRAMS = 500, ROUNDS = 2, SERVICES = 6, MONEY_ROW = 6 };

static void as_it_is(purse_program *p, random_stream *stream)
{
    (void)p;
    (void)stream;
}

/* Averts nobody, since there may be nobody to avert. */
static void no_prevention(purse_program *p)
{
    for (int j = 0; j < p->n_cols; j++)
        if (p->pull_start[j + 1] > p->pull_start[j])
            p->col_hi[j] = 0.0;
}

static void no_demand(purse_program *p, random_stream *stream)
{
    no_prevention(p);
    for (int c = 0; c < p->n_commodities; c++)
        p->supply[c] *= random_unit(stream) < 0.4 ? 0.0 : 1.0;
}

static void tiny_demand(purse_program *p, random_stream *stream)
{
    no_prevention(p);
    for (int c = 0; c < p->n_commodities; c++)
        p->supply[c] = random_unit(stream) < 0.4 ? 1e-9 : p->supply[c];
}

static void tiny_capacity(purse_program *p, random_stream *stream)
{
    for (int k = 0; k < SERVICES; k++)
        p->col_hi[k] = random_unit(stream) < 0.5 ? 1e-6 : p->col_hi[k];
}

static void all_unmet(purse_program *p, random_stream *stream)
{
    (void)stream;
    for (int k = 0; k < SERVICES; k++)
        p->col_hi[k] = 0.0;
}

static void other_budget(purse_program *p, random_stream *stream)
{
    p->row_hi[MONEY_ROW] *= 0.3 + 1.7 * random_unit(stream);
}

static void tied(purse_program *p, random_stream *stream)
{
    (void)stream;
    for (int a = 0; a < p->n_arcs; a++)
        for (int t = 0; t < p->n_tiers; t++)
            if (purse_program_arc_cost(p, a)[t] > 0.0)
                purse_program_arc_cost(p, a)[t] = 1.0;
}

/* Prices spread over 1e8, in the budget as in the objective. */
static void spread(purse_program *p, random_stream *stream)
{
    for (int k = 0; k < SERVICES; k++) {
        double factor = pow(10.0, 8.0 * random_unit(stream) - 4.0);
        p->col_cost[(size_t)k * PURSE_MAX_TIERS + 2] *= factor;
        for (int e = p->col_start[k]; e < p->col_start[k + 1]; e++)
            p->col_coef[e] *= p->col_row[e] == MONEY_ROW ? factor : 1.0;
    }
}

/* Every service's second arc onwards costs and uses what its first does. */
static void duplicated(purse_program *p, random_stream *stream)
{
    (void)stream;
    for (int v = 0; v < p->n_nodes; v++)
        for (int a = p->node_arc[v] + 1; a < p->node_arc[v + 1]; a++)
            for (int t = 0; t < p->n_tiers; t++)
                purse_program_arc_cost(p, a)[t] = purse_program_arc_cost(p, p->node_arc[v])[t];
    for (int k = 0; k + 1 < SERVICES; k += 2)
        for (int t = 0; t < p->n_tiers; t++)
            p->col_cost[(size_t)(k + 1) * PURSE_MAX_TIERS + (size_t)t] =
                p->col_cost[(size_t)k * PURSE_MAX_TIERS + (size_t)t];
}

/* One sum of all tiers. */
static void weighted(purse_program *p, random_stream *stream)
{
    (void)stream;
    for (int i = 0; i < p->n_cols + p->n_arcs; i++) {
        double *cost =
            i < p->n_cols ? p->col_cost + (size_t)i * PURSE_MAX_TIERS : purse_program_arc_cost(p, i - p->n_cols);
        cost[0] = 50.0 * cost[0] + cost[1] + 0.01 * cost[2];
    }
    first_tier_only(p);
}

typedef struct hard {
    const char *name;
    void (*make)(purse_program *, random_stream *);
} hard;

static const hard HARD[] = {{"as it is", as_it_is},
                            {"no demand", no_demand},
                            {"tiny demand", tiny_demand},
                            {"tiny capacity", tiny_capacity},
                            {"all unmet", all_unmet},
                            {"other budget", other_budget},
                            {"tied", tied},
                            {"spread", spread},
                            {"duplicated", duplicated},
                            {"weighted", weighted}};
enum { KINDS = sizeof HARD / sizeof *HARD };

static purse_solver *solver_of(purse_program *p, purse_method method)
{
    purse_settings settings = purse_settings_default();
    settings.solver = method;
    purse_solver *s = NULL;
    CU_ASSERT_EQUAL_FATAL(purse_solver_new(&s, p, &settings, NULL, NULL), PURSE_OK);
    return s;
}

static void edit(purse_program *p, random_stream *stream, purse_solver *one, purse_solver *two)
{
    purse_solver *all[] = {one, two};
    double money = p->row_hi[MONEY_ROW] * (0.8 + 0.4 * random_unit(stream));
    int k = random_below(stream, SERVICES), c = random_below(stream, p->n_commodities);
    double room = p->col_hi[k] * (0.5 + random_unit(stream)), people = p->supply[c] * (0.9 + 0.2 * random_unit(stream));
    for (int i = 0; i < 2; i++) {
        CU_ASSERT_EQUAL(purse_solver_row_bounds(all[i], MONEY_ROW, p->row_lo[MONEY_ROW], money, NULL), PURSE_OK);
        CU_ASSERT_EQUAL(purse_solver_col_bounds(all[i], k, 0.0, room, NULL), PURSE_OK);
        CU_ASSERT_EQUAL(purse_solver_supply(all[i], c, people, NULL), PURSE_OK);
    }
}

/* Both from a new solver and, after edits, from where they stood. Counts what the interior point closed by itself. */
static void compare(unsigned seed, const hard *kind, int *closed, int *solved)
{
    random_stream stream = {seed};
    purse_program *p = random_program(seed, 1 + (int)(seed % 31), 0);
    kind->make(p, &stream);
    purse_solver *simplex = solver_of(p, PURSE_METHOD_SIMPLEX), *interior = solver_of(p, PURSE_METHOD_INTERIOR);
    for (int round = 0; round <= ROUNDS; round++) {
        purse_solver *fresh = solver_of(p, PURSE_METHOD_SIMPLEX);
        purse_solver *all[] = {fresh, interior, simplex};
        for (int i = 0; i < 3; i++)
            CU_ASSERT_EQUAL(purse_solver_solve(all[i], NULL), PURSE_OK);
        const purse_solution *known = purse_solver_solution(fresh);
        for (int i = 1; i < 3; i++) {
            bool same = agree(known, purse_solver_solution(all[i]));
            CU_ASSERT(same);
            if (!same)
                agree_tell(kind->name, (int)seed, known, purse_solver_solution(all[i]));
        }
        for (int t = 0; t < known->n_tiers && known->status == PURSE_STATUS_OPTIMAL; t++) {
            *closed += purse_solver_solution(interior)->way[t] == PURSE_WAY_INTERIOR;
            ++*solved;
        }
        purse_solver_free(fresh);
        edit(p, &stream, simplex, interior);
    }
    purse_solver_free(simplex);
    purse_solver_free(interior);
    purse_program_free(p);
}

static void test_methods_agree(void)
{
    int closed = 0, solved = 0;
    const char *more = getenv("PURSE_TEST_PROGRAMS");
    unsigned last = more ? (unsigned)strtoul(more, NULL, 10) : PROGRAMS;
    for (unsigned seed = 1; seed <= last; seed++)
        compare(seed, &HARD[seed % KINDS], &closed, &solved);
    printf(" %d tiers, %d closed by the interior point ...", solved, closed);
    CU_ASSERT(solved > 0);
    CU_ASSERT(closed >= solved - solved / 20);
}

int main(void)
{
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("agreement of methods", NULL, NULL);
    CU_ADD_TEST(suite, test_methods_agree);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed > 0;
}
