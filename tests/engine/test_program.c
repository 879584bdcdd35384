/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The routing program as data: what it refuses, and that what was appended is what stands there. */
#include <CUnit/Basic.h>
#include <math.h>
#include <string.h>

#include "purse/program.h"
#include "random_program.h"

static purse_program *fresh(void)
{
    purse_program *p = NULL;
    CU_ASSERT_EQUAL_FATAL(purse_program_new(&p, 2, NULL), PURSE_OK);
    return p;
}

static void test_refuses_what_is_wrong(void)
{
    purse_error err;
    purse_program *none = NULL;
    CU_ASSERT_EQUAL(purse_program_new(&none, 0, &err), PURSE_EUSAGE);
    CU_ASSERT_EQUAL(purse_program_new(&none, PURSE_MAX_TIERS + 1, &err), PURSE_EUSAGE);
    CU_ASSERT_PTR_NULL(none);
    purse_program *p = fresh();
    CU_ASSERT_EQUAL(purse_program_add_row(p, 1.0, 0.0, &err), PURSE_EINPUT);
    CU_ASSERT_EQUAL(purse_program_add_row(p, NAN, 0.0, &err), PURSE_EINPUT);
    CU_ASSERT_EQUAL(purse_program_add_row(p, INFINITY, INFINITY, &err), PURSE_EINPUT);
    CU_ASSERT_EQUAL(purse_program_add_coef(p, 0, 1.0, &err), PURSE_EINPUT); /* no column yet */
    CU_ASSERT_EQUAL(purse_program_add_row(p, 0.0, 1.0, &err), PURSE_OK);
    CU_ASSERT_EQUAL(purse_program_add_column(p, 0.0, 1.0, false, &err), PURSE_OK);
    CU_ASSERT_EQUAL(purse_program_add_coef(p, 1, 1.0, &err), PURSE_EINPUT);
    CU_ASSERT_EQUAL(purse_program_add_coef(p, 0, NAN, &err), PURSE_EINPUT);
    CU_ASSERT_EQUAL(purse_program_add_pull(p, 0, 0.5, &err), PURSE_OK);
    CU_ASSERT_EQUAL(purse_program_check(p, &err), PURSE_EINPUT); /* its commodity is missing */
    CU_ASSERT_EQUAL(purse_program_add_arc(p, 0, -1, 0.0, -1, &err), PURSE_EUSAGE);
    CU_ASSERT_EQUAL(purse_program_add_commodity(p, -1.0, &err), PURSE_EINPUT);
    CU_ASSERT_EQUAL(purse_program_add_commodity(p, 1.0, &err), PURSE_OK);
    CU_ASSERT_EQUAL(purse_program_add_group(p, 0.5, 0.4, &err), PURSE_EINPUT);
    CU_ASSERT_EQUAL(purse_program_add_nodes(p, 3, &err), PURSE_OK);
    CU_ASSERT_EQUAL(purse_program_add_nodes(p, 1, &err), PURSE_EUSAGE);
    CU_ASSERT_EQUAL(purse_program_add_arc(p, 1, 1, 1.0, -1, &err), PURSE_EUSAGE); /* not forward */
    CU_ASSERT_EQUAL(purse_program_add_arc(p, 0, 1, 1.5, -1, &err), PURSE_EUSAGE); /* gain */
    CU_ASSERT_EQUAL(purse_program_add_arc(p, 0, 1, 1.0, 0, &err), PURSE_EUSAGE);  /* no such group */
    CU_ASSERT_EQUAL(purse_program_add_arc(p, 1, 2, 1.0, -1, &err), PURSE_OK);
    CU_ASSERT_EQUAL(purse_program_add_arc(p, 0, 1, 1.0, -1, &err), PURSE_EUSAGE); /* tails must ascend */
    CU_ASSERT_EQUAL(purse_program_check(p, &err), PURSE_OK);
    p->arc_cost[0] = NAN;
    CU_ASSERT_EQUAL(purse_program_check(p, &err), PURSE_EINPUT);
    purse_program_free(p);
    purse_program_free(NULL);
}

static void test_arcs_stand_by_their_tails(void)
{
    for (unsigned seed = 1; seed <= 10; seed++) {
        purse_program *p = random_program(seed, 200, 2);
        CU_ASSERT_EQUAL(p->node_start[p->n_commodities], p->n_nodes);
        CU_ASSERT_EQUAL(p->arc_first[p->n_commodities], p->n_arcs);
        for (int v = 0; v < p->n_nodes; v++)
            for (int a = p->node_arc[v]; a < p->node_arc[v + 1]; a++) {
                CU_ASSERT_EQUAL(p->arc_tail[a], v);
                CU_ASSERT(p->arc_head[a] == -1 || p->arc_head[a] > v);
            }
        CU_ASSERT_EQUAL(p->node_arc[p->n_nodes], p->n_arcs);
        purse_program_free(p);
    }
}

static void short_name(const void *context, purse_name_kind kind, int index, char *text, size_t size)
{
    (void)context;
    (void)index;
    strncpy(text, kind == PURSE_NAME_ROW ? "row" : "other", size);
}

static void test_names(void)
{
    char text[32];
    purse_program *p = fresh();
    purse_program_name(p, PURSE_NAME_COLUMN, 4, text, sizeof text);
    CU_ASSERT_STRING_EQUAL(text, "c5");
    p->name = short_name;
    purse_program_name(p, PURSE_NAME_ROW, 4, text, sizeof text);
    CU_ASSERT_STRING_EQUAL(text, "row");
    purse_program_free(p);
}

int main(void)
{
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("program", NULL, NULL);
    CU_ADD_TEST(suite, test_refuses_what_is_wrong);
    CU_ADD_TEST(suite, test_arcs_stand_by_their_tails);
    CU_ADD_TEST(suite, test_names);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed > 0;
}
