/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A row that differs from those before by slacks of tiny Theta alone: elimination leaves rounding of its pivot, the sums
 * over classes leave its digits.
 *
 *     class 0   rows 0 1 2   1, 0.5, 0.3    theta 1e12
 *     class 1   rows 1 2     1, 0.7         theta 1e12
 *     class 2   row 2        -1             theta 1e-6, a slack
 *     class 3   rows 2 3     1, 2           theta 1e-5
 *     class 4   row 3        1              theta 1e9
 */
#include <CUnit/Basic.h>
#include <math.h>
#include <string.h>

#include "engine/ipm/private.h"

enum { N_ROWS = 4, N_CLASSES = 5, BELOW = 4, MOST = 64 };

static int lower_start[] = {0, 2, 3, 4, 4}, more_class[] = {0};
static ipm_place lower_row[] = {1, 2, 2, 3}, more_row[] = {2};
static ipm_place pair_row[] = {0, 1, 1, 2, 2, 0, 2, 3, 3, 0};
static double pair_coef[] = {1.0, 0.5, 1.0, 0.7, -1.0, 0.0, 1.0, 2.0, 1.0, 0.0}, more_coef[] = {0.3};
static const double theta[] = {1e12, 1e12, 1e-6, 1e-5, 1e9};

static const ipm_template shape = {.n_rows = N_ROWS,
                                   .n_classes = N_CLASSES,
                                   .pair_row = pair_row,
                                   .pair_coef = pair_coef,
                                   .n_more = 1,
                                   .more_class = more_class,
                                   .more_row = more_row,
                                   .more_coef = more_coef,
                                   .lower_start = lower_start,
                                   .lower_row = lower_row};

/* What eliminating rows 0 and 1 leaves of row 2 in each lane but `lane`, to see that these stay. */
static const double OTHER = 17.0;

static void digits_are_found(void)
{
    for (int lane = 0; lane < LANES; lane++) {
        double by_class[N_CLASSES * LANES] = {0.0}, lower[(N_ROWS + BELOW) * LANES], room[MOST];
        const double factor[BELOW] = {0.5, 0.3, 0.7, 123.0};
        CU_ASSERT_FATAL(ipm_pivot_room(&shape) <= MOST);
        for (int i = 0; i < (N_ROWS + BELOW) * LANES; i++)
            lower[i] = OTHER;
        for (int q = 0; q < N_CLASSES; q++)
            by_class[at((size_t)q, lane)] = theta[q];
        for (int e = 0; e < BELOW; e++)
            lower[at(N_ROWS + (size_t)e, lane)] = factor[e];
        ipm_pivot_mend(&shape, 2, lane, by_class, lower, room);
        CU_ASSERT_DOUBLE_EQUAL(lower[at(2, lane)], 1.1e-5, 1e-17);
        CU_ASSERT_DOUBLE_EQUAL(lower[at(N_ROWS + 3, lane)], 2e-5, 1e-17);
        for (int i = 0; i < (N_ROWS + BELOW) * LANES; i++)
            if (i % LANES != lane)
                CU_ASSERT_EQUAL(lower[i], OTHER);
        CU_ASSERT_EQUAL(lower[at(N_ROWS + 0, lane)], 0.5);
    }
}

/* The same by elimination in doubles: not one digit, or the test above would show nothing. */
static void elimination_has_none(void)
{
    volatile double row = 0.09 * theta[0] + 0.49 * theta[1] + theta[2] + theta[3];
    volatile double after_first = row - 0.3 * 0.3 * theta[0];
    volatile double below = 0.7 * theta[1]; /* entry of rows 1 and 2 once row 0 is gone */
    volatile double pivot = after_first - below * below / theta[1];
    CU_ASSERT(fabs(pivot - 1.1e-5) > 0.1 * 1.1e-5);
}

int main(void)
{
    CU_pSuite suite = NULL;
    if (CU_initialize_registry() != CUE_SUCCESS ||
        !(suite = CU_add_suite("pivots that have lost digits", NULL, NULL)) ||
        !CU_add_test(suite, "sums over classes have their digits", digits_are_found) ||
        !CU_add_test(suite, "elimination has none", elimination_has_none))
        return 1;
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed > 0;
}
