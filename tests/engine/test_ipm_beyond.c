/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Steps that a few commodities would not allow: with those mended, every flow and reduced cost stays above 0, and the
 * balances and the dual's equations hold as if nobody had been passed.
 */
#include <CUnit/Basic.h>
#include <math.h>
#include <stdlib.h>

#include "benchmarks/engine/synthetic.h"
#include "engine/ipm/private.h"

enum { STEPS = 10 };

typedef struct seen {
    int joined;             /* bundles with somebody passed, over all iterations */
    double balance, dual;   /* largest residuals of the blocks, as shares of the scales */
    bool positive, bounded; /* flows and reduced costs; distances and their duals */
} seen;

static void look(const ipm *s, seen *all)
{
    for (int b = 0; b < s->n_bundles; b++)
        all->joined += s->beyond.joined[b];
    for (size_t i = 0; i < s->n_block_rows * LANES; i++)
        all->balance = fmax(all->balance, fabs(s->rb[i]) / s->flow_scale);
    for (size_t i = 0; i < s->n_slots * LANES; i++)
        all->positive &= s->f[i] >= 0.0 && (s->f[i] == 0.0 || s->z[i] > 0.0);
    for (int i = 0; i < s->box.n; i++)
        all->bounded &= s->box.fixed[i] || (s->box.below[i] > 0.0 && s->box.above[i] > 0.0 && s->box.z_lo[i] >= 0.0 &&
                                            s->box.z_hi[i] >= 0.0);
    for (size_t i = 0; i < s->n_slots * LANES; i++)
        all->dual = fmax(all->dual, fabs(s->rd[i]) / s->cost_scale);
}

static size_t live(const ipm *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n_slots * LANES; i++)
        n += s->f[i] > 0.0;
    return n;
}

static seen iterate(unsigned seed, bool strict)
{
    purse_program *p = NULL;
    ipm *s = NULL;
    synthetic_size size = {24, 12, 1, seed};
    seen all = {.positive = true, .bounded = true};
    CU_ASSERT_EQUAL_FATAL(synthetic_program(&p, &size, NULL), PURSE_OK);
    CU_ASSERT_EQUAL_FATAL(ipm_new(&s, p, NULL), PURSE_OK);
    ipm_load(s);
    ipm_point_start(s);
    ipm_residuals(s);
    size_t before = live(s);
    s->last_step = s->left = 1.0;
    s->expected = -1.0;
    s->beyond.strict = strict;
    for (int k = 0; k < STEPS; k++) {
        CU_ASSERT_TRUE_FATAL(ipm_iterate(s));
        look(s, &all);
    }
    CU_ASSERT_EQUAL(live(s), before);
    ipm_free(s);
    purse_program_free(p);
    return all;
}

static void equations_hold(void)
{
    int joined = 0;
    for (unsigned seed = 1; seed <= 5; seed++) {
        seen all = iterate(seed, false);
        joined += all.joined;
        CU_ASSERT_TRUE(all.positive);
        CU_ASSERT_TRUE(all.bounded);
        CU_ASSERT_TRUE(all.balance < 1e-8);
        CU_ASSERT_TRUE(all.dual < 1e-8);
    }
    CU_ASSERT_TRUE(joined > 0);
}

static void nobody_is_passed_when_strict(void)
{
    seen all = iterate(1, true);
    CU_ASSERT_EQUAL(all.joined, 0);
    CU_ASSERT_TRUE(all.positive && all.bounded);
}

int main(void)
{
    CU_pSuite suite = NULL;
    if (CU_initialize_registry() != CUE_SUCCESS || !(suite = CU_add_suite("steps beyond the boundary", NULL, NULL)) ||
        !CU_add_test(suite, "balances and the dual's equations hold", equations_hold) ||
        !CU_add_test(suite, "nobody is passed when strict", nobody_is_passed_when_strict))
        return 1;
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed > 0;
}
