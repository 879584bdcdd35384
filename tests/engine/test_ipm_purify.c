/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An answer without the little that an interior one carries on arcs that no optimum uses is closed and feasible like the
 * one it came from, on a fraction of the arcs; the solver goes on as if nobody had asked for it.
 */
#include <CUnit/Basic.h>
#include <math.h>
#include <stdlib.h>

#include "benchmarks/engine/synthetic.h"
#include "engine/certificate.h"
#include "engine/ipm/ipm.h"
#include "engine/numbers.h"

static const ipm_limits usual = {.noise = 1e-9};

static purse_program *synthetic(unsigned seed)
{
    purse_program *p = NULL;
    synthetic_size size = {12, 12, 1, seed};
    CU_ASSERT_EQUAL_FATAL(synthetic_program(&p, &size, NULL), PURSE_OK);
    return p;
}

static int used_arcs(const purse_program *p, const ipm_answer *answer)
{
    int n = 0;
    for (int a = 0; a < p->n_arcs; a++)
        n += answer->arc[a] > 0.0;
    return n;
}

static void is_sound(const purse_program *p, const ipm_answer *answer)
{
    double *room = malloc(certificate_room(p) * sizeof *room);
    purse_certificate found = {0};
    CU_ASSERT_PTR_NOT_NULL_FATAL(room);
    certificate_measure(&found, p, answer->col, answer->arc, room);
    CU_ASSERT(found.row_violation <= 1e-8);
    CU_ASSERT(found.balance_violation <= 1e-8);
    CU_ASSERT(found.bound_violation <= 1e-8);
    CU_ASSERT(fabs(certificate_value(p, 0, answer->col, answer->arc) - answer->value) <= 1e-9 * fabs(answer->value));
    CU_ASSERT(answer->value - answer->bound <= GAP_LINEAR * fabs(answer->value));
    free(room);
}

static void test_fewer_arcs(void)
{
    for (unsigned seed = 1; seed <= 8; seed++) {
        purse_program *p = synthetic(seed);
        ipm *s = NULL;
        ipm_answer answer = {.status = IPM_STALLED};
        CU_ASSERT_EQUAL_FATAL(ipm_new(&s, p, NULL), PURSE_OK);
        CU_ASSERT_EQUAL(ipm_solve(s, 0, NULL, &usual, &answer, NULL), PURSE_OK);
        CU_ASSERT_EQUAL(answer.status, IPM_OPTIMAL);
        int before = used_arcs(p, &answer);
        double bound = answer.bound;
        CU_ASSERT(ipm_purify(s, &usual, &answer));
        CU_ASSERT(3 * used_arcs(p, &answer) <= before);
        CU_ASSERT_EQUAL(answer.bound, bound);
        is_sound(p, &answer);
        ipm_free(s);
        purse_program_free(p);
    }
}

/* A solve, and one after edits, with the first answer made so or not. */
static double after_edits(bool asked)
{
    purse_program *p = synthetic(3);
    ipm *s = NULL;
    ipm_answer answer = {.status = IPM_STALLED};
    CU_ASSERT_EQUAL_FATAL(ipm_new(&s, p, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(ipm_solve(s, 0, NULL, &usual, &answer, NULL), PURSE_OK);
    CU_ASSERT(!asked || ipm_purify(s, &usual, &answer));
    for (int c = 0; c < p->n_commodities; c++)
        p->supply[c] *= 1.0 + 0.01 * (c % 5);
    CU_ASSERT_EQUAL(ipm_solve(s, 0, NULL, &usual, &answer, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(answer.status, IPM_OPTIMAL);
    const double value = answer.value;
    ipm_free(s);
    purse_program_free(p);
    return value;
}

static void test_nobody_knows(void)
{
    CU_ASSERT_EQUAL(after_edits(true), after_edits(false));
}

/* What did not end optimal is left alone. */
static void test_no_optimum(void)
{
    purse_program *p = synthetic(2);
    ipm *s = NULL;
    ipm_answer answer = {.status = IPM_STALLED};
    ipm_limits brief = {.noise = 1e-9, .max_iterations = 2};
    CU_ASSERT_EQUAL_FATAL(ipm_new(&s, p, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(ipm_solve(s, 0, NULL, &brief, &answer, NULL), PURSE_OK);
    CU_ASSERT_NOT_EQUAL(answer.status, IPM_OPTIMAL);
    const ipm_answer before = answer;
    CU_ASSERT_FALSE(ipm_purify(s, &brief, &answer));
    CU_ASSERT_EQUAL(answer.status, before.status);
    CU_ASSERT_EQUAL(answer.has_point, before.has_point);
    CU_ASSERT_EQUAL(answer.value, before.value);
    CU_ASSERT_EQUAL(answer.col, before.col);
    ipm_free(s);
    purse_program_free(p);
}

int main(void)
{
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("interior answers on fewer arcs", NULL, NULL);
    CU_ADD_TEST(suite, test_fewer_arcs);
    CU_ADD_TEST(suite, test_nobody_knows);
    CU_ADD_TEST(suite, test_no_optimum);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed > 0;
}
