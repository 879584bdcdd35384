/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Circles of money between pots. */
#include <CUnit/Basic.h>
#include <math.h>
#include <stdbool.h>

#include "models/money.h"

enum { MOST = 6 };

static double balance(const double *v, int n, int pot)
{
    double sum = 0;
    for (int q = 0; q < n; q++)
        sum += v[q * n + pot] - v[pot * n + q];
    return sum;
}

/* Whether a walk along positive moves can come back: reach[p][q] by closure. */
static bool has_circle(const double *v, int n)
{
    bool reach[MOST * MOST], any = false;
    for (int i = 0; i < n * n; i++)
        reach[i] = v[i] > 0;
    for (int k = 0; k < n; k++)
        for (int p = 0; p < n; p++)
            for (int q = 0; q < n; q++)
                reach[p * n + q] = reach[p * n + q] || (reach[p * n + k] && reach[k * n + q]);
    for (int p = 0; p < n; p++)
        any = any || reach[p * n + p];
    return any;
}

static void test_triangle(void)
{
    /* 0 -> 1 -> 2 -> 0 with a true move of 5 from 0 to 2, sent by way of 1. */
    double v[9] = {0, 105, 0, 0, 0, 105, 100, 0, 0};
    CU_ASSERT_EQUAL(money_cancel_circles(v, 3, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(v[1], 5);
    CU_ASSERT_EQUAL(v[5], 5);
    CU_ASSERT_EQUAL(v[6], 0);
}

static void test_opposite(void)
{
    double v[4] = {0, 7, 3, 0};
    CU_ASSERT_EQUAL(money_cancel_circles(v, 2, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(v[1], 4);
    CU_ASSERT_EQUAL(v[2], 0);
    CU_ASSERT_EQUAL(money_cancel_circles(v, 0, NULL), PURSE_OK);
}

static void test_random(void)
{
    unsigned seed = 11;
    for (int round = 0; round < 500; round++) {
        double v[MOST * MOST] = {0}, before[MOST * MOST];
        int n = 2 + round % (MOST - 1);
        for (int i = 0; i < n * n; i++) {
            seed = seed * 1103515245u + 12345u;
            v[i] = i / n == i % n || (seed >> 16) % 3 == 0 ? 0 : (double)((seed >> 16) % 1000);
            before[i] = v[i];
        }
        CU_ASSERT_EQUAL(money_cancel_circles(v, n, NULL), PURSE_OK);
        CU_ASSERT_FALSE(has_circle(v, n));
        for (int p = 0; p < n; p++)
            CU_ASSERT_EQUAL(balance(v, n, p), balance(before, n, p));
        for (int i = 0; i < n * n; i++)
            CU_ASSERT(v[i] >= 0 && v[i] <= before[i]);
    }
}

int main(void)
{
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("money", NULL, NULL);
    CU_ADD_TEST(suite, test_triangle);
    CU_ADD_TEST(suite, test_opposite);
    CU_ADD_TEST(suite, test_random);
    CU_basic_run_tests();
    unsigned failures = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failures > 0;
}
