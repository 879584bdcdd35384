/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thinned flows are an answer like the one they came from, and their splits are few. */
#include <CUnit/Basic.h>
#include <CUnit/CUnit.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/certificate.h"
#include "engine/ipm/ipm.h"
#include "engine/routes.h"
#include "engine/thin.h"
#include "random_program.h"

enum { SEEDS = 120 };

typedef struct kit {
    purse_program *p;
    ipm *solver;
    thin *thin;
    ipm_answer answer;
    double *flow, *again, *use, *used;
} kit;

/* An interior answer of a sum of the tiers. */
static void set_up(kit *k, unsigned seed, int commodities)
{
    k->p = random_program(seed, commodities, 0);
    purse_program *p = k->p;
    for (int i = 0; i < p->n_cols + p->n_arcs; i++) {
        double *cost =
            i < p->n_cols ? p->col_cost + (size_t)i * PURSE_MAX_TIERS : purse_program_arc_cost(p, i - p->n_cols);
        cost[0] = 50.0 * cost[0] + cost[1];
    }
    first_tier_only(p);
    CU_ASSERT_EQUAL_FATAL(ipm_new(&k->solver, p, NULL), PURSE_OK);
    CU_ASSERT_EQUAL_FATAL(thin_new(&k->thin, p, 1, NULL), PURSE_OK);
    ipm_limits limits = {.noise = 1e-9};
    CU_ASSERT_EQUAL_FATAL(ipm_solve(k->solver, 0, NULL, &limits, &k->answer, NULL), PURSE_OK);
    CU_ASSERT_FATAL(k->answer.has_point);
    double **all[] = {&k->flow, &k->again, &k->use, &k->used};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        *all[i] = calloc((size_t)p->n_arcs + certificate_room(p), sizeof(double));
        CU_ASSERT_PTR_NOT_NULL_FATAL(*all[i]);
    }
    memcpy(k->flow, k->answer.arc, (size_t)p->n_arcs * sizeof *k->flow);
}

static void tear_down(kit *k)
{
    double *all[] = {k->flow, k->again, k->use, k->used};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    thin_free(k->thin);
    ipm_free(k->solver);
    purse_program_free(k->p);
}

static void sum_uses(const purse_program *p, const double *flow, double *use)
{
    memset(use, 0, (size_t)p->n_rows * sizeof *use);
    for (int a = 0; a < p->n_arcs; a++)
        for (int e = p->arc_start[a]; e < p->arc_start[a + 1]; e++)
            use[p->arc_row[e]] += p->arc_coef[e] * flow[a];
}

/* Arcs that carry someone, less the nodes and groups from which someone goes on. */
static int count_splits(const purse_program *p, const double *flow)
{
    int splits = 0;
    for (int c = 0; c < p->n_commodities; c++)
        for (int v = p->node_start[c]; v < p->node_start[c + 1]; v++)
            for (int g = p->group_start[c] - 1; g < p->group_start[c + 1]; g++) {
                int group = g < p->group_start[c] ? -1 : g, used = 0;
                for (int a = p->node_arc[v]; a < p->node_arc[v + 1]; a++)
                    used += flow[a] > 0.0 && p->arc_group[a] == group;
                splits += used > 1 ? used - 1 : 0;
            }
    return splits;
}

static void test_same_answer_few_splits(void)
{
    int before = 0, after = 0;
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        kit k = {0};
        set_up(&k, seed, 1 + (int)(seed % 60));
        const purse_program *p = k.p;
        sum_uses(p, k.flow, k.use);
        before += count_splits(p, k.flow);
        double value = certificate_value(p, 0, k.answer.col, k.flow);
        thin_flows(k.thin, k.flow, NULL);
        sum_uses(p, k.flow, k.used);
        for (int r = 0; r < p->n_rows; r++)
            CU_ASSERT_DOUBLE_EQUAL(k.used[r], k.use[r], 1e-9 * (1.0 + fabs(k.use[r])));
        CU_ASSERT_DOUBLE_EQUAL(certificate_value(p, 0, k.answer.col, k.flow), value, 1e-10 * (1.0 + fabs(value)));
        purse_certificate c = {0};
        certificate_measure(&c, p, k.answer.col, k.flow, k.used);
        CU_ASSERT(c.balance_violation <= 1e-12);
        CU_ASSERT(c.bound_violation == 0.0);
        CU_ASSERT(c.row_violation <= 1e-8);
        CU_ASSERT(count_splits(p, k.flow) <= p->n_rows + p->n_tiers);
        after += count_splits(p, k.flow);
        tear_down(&k);
    }
    CU_ASSERT(after < before / 2);
}

static void test_same_bytes_again(void)
{
    kit k = {0};
    set_up(&k, 7, 50);
    memcpy(k.again, k.flow, (size_t)k.p->n_arcs * sizeof *k.again);
    thin_flows(k.thin, k.flow, NULL);
    thin_flows(k.thin, k.again, NULL);
    CU_ASSERT_EQUAL(memcmp(k.flow, k.again, (size_t)k.p->n_arcs * sizeof *k.flow), 0);
    tear_down(&k);
}

/* Routes add up to the flows that they came from, and are no longer than is said. */
static void test_routes_add_up(void)
{
    for (unsigned seed = 1; seed <= 20; seed++) {
        kit k = {0};
        set_up(&k, seed, 20);
        const purse_program *p = k.p;
        int longest, uses, n;
        CU_ASSERT_EQUAL_FATAL(routes_longest(p, &longest, &uses, NULL), PURSE_OK);
        int *arc = malloc(((size_t)longest + 1) * sizeof *arc);
        CU_ASSERT_PTR_NOT_NULL_FATAL(arc);
        for (int c = 0, end; c < p->n_commodities; c = end) {
            end = c + 3 < p->n_commodities ? c + 3 : p->n_commodities;
            routes r = routes_of(p, k.flow, c, end, k.use);
            for (int i = c; i < end; i++)
                for (int g = p->group_start[i] - 1; g < p->group_start[i + 1]; g++) {
                    double amount;
                    while ((amount = routes_next(&r, i, g < p->group_start[i] ? -1 : g, arc, &n)) > 0.0) {
                        CU_ASSERT(n <= longest);
                        routes_add(p, amount, arc, n, k.again);
                    }
                }
        }
        for (int a = 0; a < p->n_arcs; a++)
            CU_ASSERT_DOUBLE_EQUAL(k.again[a], k.flow[a], 1e-10 * (1.0 + k.flow[a]));
        free(arc);
        tear_down(&k);
    }
}

int main(void)
{
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("thin", NULL, NULL);
    CU_ADD_TEST(suite, test_same_answer_few_splits);
    CU_ADD_TEST(suite, test_same_bytes_again);
    CU_ADD_TEST(suite, test_routes_add_up);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed > 0;
}
