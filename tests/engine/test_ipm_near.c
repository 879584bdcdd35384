/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series of solves beside an optimum that is kept: each as proved as a solve that knows of none, and many much shorter. */
#include <CUnit/Basic.h>
#include <math.h>

#include "engine/ipm/ipm.h"
#include "purse/solver.h"
#include "random_program.h"
#include "solving.h"

enum { SEEDS = 40, COMMODITIES = 24, EDITS = 12 };

static const ipm_limits plain = {.gap = 5e-7, .aim = 1e-11, .noise = 1e-9};

static int solve(ipm *s, const purse_program *p, int tier, const double *limit, bool beside, ipm_answer *answer)
{
    ipm_limits limits = plain;
    double bound;
    limits.near = beside;
    CU_ASSERT_EQUAL(ipm_solve(s, tier, limit, &limits, answer, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(answer->status, IPM_OPTIMAL);
    CU_ASSERT_EQUAL(purse_program_bound(&bound, p, tier, answer->row_dual, answer->tier_dual, limit, NULL), PURSE_OK);
    CU_ASSERT(near(bound, answer->bound, 1e-12));
    CU_ASSERT(answer->value - bound <= 1.001e-6 * fabs(answer->value) + 1e-9);
    CU_ASSERT(answer->violation <= 1e-6);
    return answer->iterations;
}

/* A row's or a column's upper bound, up or down, by little or by much; 0 puts everything back. */
static void edit(purse_program *p, const purse_program *as_it_was, int round, random_stream *stream)
{
    for (int r = 0; r < p->n_rows; r++)
        p->row_hi[r] = as_it_was->row_hi[r];
    for (int j = 0; j < p->n_cols; j++)
        p->col_hi[j] = as_it_was->col_hi[j];
    if (round % 4 == 0)
        return;
    double share = (round % 3 == 0 ? 0.3 : 1e-3) * (random_unit(stream) - 0.3);
    int row = random_below(stream, 7), col = random_below(stream, 6);
    if (round % 2 && isfinite(p->row_hi[row]) && p->row_lo[row] < p->row_hi[row] * (1.0 + share))
        p->row_hi[row] *= 1.0 + share;
    else
        p->col_hi[col] *= 1.0 + share;
}

typedef struct tally {
    int shorter, compared;
} tally;

/* One tier, with the ones before it held to `limit`, edited and solved again and again. */
static void series(unsigned seed, int tier, const double *limit, tally *t)
{
    random_stream stream = {seed};
    purse_program *p = random_program(seed, COMMODITIES, 0), *same = random_program(seed, COMMODITIES, 0);
    ipm *kept = NULL;
    CU_ASSERT_EQUAL_FATAL(ipm_new(&kept, p, NULL), PURSE_OK);
    for (int round = 0; round < EDITS; round++) {
        ipm *fresh = NULL;
        ipm_answer answer, other;
        edit(p, same, round, &stream);
        CU_ASSERT_EQUAL_FATAL(ipm_new(&fresh, p, NULL), PURSE_OK);
        int cold = solve(fresh, p, tier, limit, false, &other);
        int again = solve(kept, p, tier, limit, true, &answer);
        CU_ASSERT(near(answer.bound, other.bound, 2e-6));
        CU_ASSERT(answer.bound <= other.value + 1e-9 * (1.0 + fabs(other.value)));
        t->compared++;
        t->shorter += again <= cold / 2;
        ipm_free(fresh);
    }
    ipm_free(kept);
    purse_program_free(same);
    purse_program_free(p);
}

static void test_bounds_edited(void)
{
    tally t = {0, 0};
    for (unsigned seed = 1; seed <= SEEDS; seed++)
        series(seed, 0, NULL, &t);
    CU_ASSERT(2 * t.shorter > t.compared);
}

/* With room in the tier before, so that no edit leaves it without an answer. */
static void test_bounds_edited_under_a_held_tier(void)
{
    tally t = {0, 0};
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        purse_program *p = random_program(seed, COMMODITIES, 0);
        ipm *s = NULL;
        ipm_answer answer;
        CU_ASSERT_EQUAL_FATAL(ipm_new(&s, p, NULL), PURSE_OK);
        (void)solve(s, p, 0, NULL, false, &answer);
        double all = 0.0, limit[PURSE_MAX_TIERS] = {answer.value};
        for (int c = 0; c < p->n_commodities; c++)
            all += p->supply[c];
        limit[0] += 0.5 * all;
        ipm_free(s);
        purse_program_free(p);
        series(seed, 1, limit, &t);
    }
    CU_ASSERT(2 * t.shorter > t.compared);
}

/* What was kept is of no use after other edits, and does no harm. */
static void test_other_edits_between(void)
{
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        purse_program *p = random_program(seed, COMMODITIES, 0);
        ipm *kept = NULL;
        ipm_answer answer, other;
        CU_ASSERT_EQUAL_FATAL(ipm_new(&kept, p, NULL), PURSE_OK);
        for (int round = 0; round < 4; round++) {
            ipm *fresh = NULL;
            CU_ASSERT_EQUAL_FATAL(ipm_new(&fresh, p, NULL), PURSE_OK);
            (void)solve(fresh, p, 0, NULL, false, &other);
            (void)solve(kept, p, 0, NULL, true, &answer);
            CU_ASSERT(near(answer.bound, other.bound, 2e-6));
            ipm_free(fresh);
            if (round % 2)
                p->col_cost[(size_t)round * PURSE_MAX_TIERS] += 0.5;
            else
                p->supply[round] *= 1.2;
        }
        ipm_free(kept);
        purse_program_free(p);
    }
}

int main(void)
{
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("interior point, beside an optimum", NULL, NULL);
    CU_ADD_TEST(suite, test_bounds_edited);
    CU_ADD_TEST(suite, test_bounds_edited_under_a_held_tier);
    CU_ADD_TEST(suite, test_other_edits_between);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed > 0;
}
