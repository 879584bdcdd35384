/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The interior point solver: agreement with the compact form tier by tier, certificates from raw data, programs that
 * are hard on purpose, repeated solves, limits and infeasibility. Every claim of "optimal" is checked by itself.
 */
#include <CUnit/Basic.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/certificate.h"
#include "engine/ipm/ipm.h"
#include "purse/solver.h"
#include "random_program.h"
#include "solving.h"

enum { SEEDS = 150 };

static const ipm_limits usual = {.aim = 1e-10, .noise = 1e-9};

static ipm *ipm_of(const purse_program *p)
{
    ipm *s = NULL;
    CU_ASSERT_EQUAL_FATAL(ipm_new(&s, p, NULL), PURSE_OK);
    return s;
}

/* What the answer says of itself must follow from the program and nothing else. */
static void assert_certified(const purse_program *p, int tier, const double *limit, const ipm_answer *answer)
{
    CU_ASSERT_EQUAL(answer->status, IPM_OPTIMAL);
    if (!answer->has_point)
        return;
    double *activity = calloc(certificate_room(p), sizeof *activity);
    CU_ASSERT_PTR_NOT_NULL_FATAL(activity);
    purse_certificate c = {0};
    certificate_measure(&c, p, answer->col, answer->arc, activity);
    CU_ASSERT(c.row_violation <= 1e-6);
    CU_ASSERT(c.balance_violation <= 1e-8);
    CU_ASSERT(c.bound_violation <= 1e-12);
    CU_ASSERT(near(certificate_value(p, tier, answer->col, answer->arc), answer->value, 1e-12));
    for (int t = 0; t < tier; t++)
        CU_ASSERT(certificate_value(p, t, answer->col, answer->arc) <= limit[t] + 1e-6 * (1.0 + fabs(limit[t])));
    double bound;
    CU_ASSERT_EQUAL(purse_program_bound(&bound, p, tier, answer->row_dual, answer->tier_dual, limit, NULL), PURSE_OK);
    CU_ASSERT(bound >= answer->bound - 1e-12 * (1.0 + fabs(bound)));
    CU_ASSERT(answer->value - bound <= 1.001e-6 * fabs(answer->value) + 1e-9);
    free(activity);
}

/* All tiers in order, each held to what `reference` found, or to the own value; the values go to `value`. */
static void solve_tiers(ipm *s, const purse_program *p, const double *reference, double *value)
{
    double limit[PURSE_MAX_TIERS] = {0.0};
    for (int t = 0; t < p->n_tiers; t++) {
        ipm_answer answer;
        CU_ASSERT_EQUAL(ipm_solve(s, t, limit, &usual, &answer, NULL), PURSE_OK);
        assert_certified(p, t, limit, &answer);
        value[t] = answer.value;
        double hold = reference ? reference[t] : answer.value * (1.0 + 1e-6);
        limit[t] = fabs(hold) < 1e-8 ? 0.0 : hold;
    }
}

static void solve_compact(purse_program *p, double *value)
{
    purse_settings settings = purse_settings_default();
    purse_solver *s = NULL;
    CU_ASSERT_EQUAL_FATAL(purse_solver_new(&s, p, &settings, NULL, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(purse_solver_solve(s, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(purse_solver_solution(s)->status, PURSE_STATUS_OPTIMAL);
    for (int t = 0; t < p->n_tiers; t++)
        value[t] = purse_solver_solution(s)->value[t];
    purse_solver_free(s);
}

static void assert_agrees(purse_program *p)
{
    double compact[PURSE_MAX_TIERS], own[PURSE_MAX_TIERS];
    for (int j = 0; j < p->n_cols; j++)
        p->col_integer[j] = false;
    solve_compact(p, compact);
    ipm *s = ipm_of(p);
    solve_tiers(s, p, compact, own);
    for (int t = 0; t < p->n_tiers; t++)
        CU_ASSERT(near(own[t], compact[t], 2.1e-6));
    ipm_free(s);
}

static void test_agrees_with_the_compact_form(void)
{
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        purse_program *p = random_program(seed, 1 + (int)(seed % 40), seed % 3 == 0 ? 3 : 0);
        assert_agrees(p);
        purse_program_free(p);
    }
}

/* One sum of all tiers instead of an order of them. */
static void test_weighted(void)
{
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        purse_program *p = random_program(seed, 10, 0);
        for (int i = 0; i < p->n_cols + p->n_arcs; i++) {
            double *cost =
                i < p->n_cols ? p->col_cost + (size_t)i * PURSE_MAX_TIERS : purse_program_arc_cost(p, i - p->n_cols);
            cost[0] = 50.0 * cost[0] + cost[1] + 0.01 * cost[2];
        }
        first_tier_only(p);
        assert_agrees(p);
        purse_program_free(p);
    }
}

static void no_supply(purse_program *p, random_stream *stream)
{
    for (int c = 0; c < p->n_commodities; c++)
        if (random_unit(stream) < 0.3)
            p->supply[c] = 0.0;
    for (int j = 0; j < p->n_cols; j++) /* nothing may pull where there is nothing */
        if (p->pull_start[j + 1] > p->pull_start[j])
            p->col_hi[j] = 0.0;
}

static void tiny_supply(purse_program *p, random_stream *stream)
{
    no_supply(p, stream);
    for (int c = 0; c < p->n_commodities; c++)
        if (p->supply[c] == 0.0 || random_unit(stream) < 0.3)
            p->supply[c] = 1e-9;
}

static void tiny_capacity(purse_program *p, random_stream *stream)
{
    for (int k = 0; k < 6; k++)
        if (random_unit(stream) < 0.5)
            p->col_hi[k] = 1e-6;
}

static void all_unmet(purse_program *p, random_stream *stream)
{
    (void)stream;
    for (int k = 0; k < 6; k++)
        p->col_hi[k] = 0.0;
}

static void fixed_and_free(purse_program *p, random_stream *stream)
{
    p->row_hi[6] = INFINITY; /* the money row is free */
    int k = random_below(stream, 6);
    p->col_lo[k] = p->col_hi[k] = 0.5 * p->col_hi[k] * random_unit(stream);
    p->col_hi[(k + 1) % 6] = INFINITY;
}

static void ranged(purse_program *p, random_stream *stream)
{
    p->row_lo[6] = 0.2 * p->row_hi[6] * random_unit(stream);
}

static void tied(purse_program *p, random_stream *stream)
{
    (void)stream;
    for (int a = 0; a < p->n_arcs; a++)
        for (int t = 0; t < p->n_tiers; t++)
            if (purse_program_arc_cost(p, a)[t] > 0.0)
                purse_program_arc_cost(p, a)[t] = 1.0;
}

static void spread(purse_program *p, random_stream *stream)
{
    for (int a = 0; a < p->n_arcs; a++)
        purse_program_arc_cost(p, a)[0] *= pow(10.0, 8.0 * random_unit(stream) - 4.0);
}

/* First tier only: what is asked here is that hard figures neither break it nor make it lie. */
static void try_hard(void (*harden)(purse_program *, random_stream *), int commodities, const char *what)
{
    int failed = 0;
    for (unsigned seed = 1; seed <= SEEDS / 3; seed++) {
        random_stream stream = {seed};
        purse_program *p = random_program(seed, commodities, 0);
        harden(p, &stream);
        first_tier_only(p);
        purse_settings settings = purse_settings_default();
        purse_solver *compact = NULL;
        CU_ASSERT_EQUAL_FATAL(purse_solver_new(&compact, p, &settings, NULL, NULL), PURSE_OK);
        CU_ASSERT_EQUAL(purse_solver_solve(compact, NULL), PURSE_OK);
        const purse_solution *known = purse_solver_solution(compact);
        ipm *s = ipm_of(p);
        ipm_answer answer;
        ipm_limits limits = {.noise = 1e-9 * (1.0 + fabs(known->value[0]))};
        CU_ASSERT_EQUAL(ipm_solve(s, 0, NULL, &limits, &answer, NULL), PURSE_OK);
        if (known->status == PURSE_STATUS_INFEASIBLE) {
            CU_ASSERT_NOT_EQUAL(answer.status, IPM_OPTIMAL);
        } else {
            failed += answer.status != IPM_OPTIMAL;
            CU_ASSERT(answer.bound <= known->value[0] + 2e-6 * (1.0 + fabs(known->value[0])));
            if (answer.status == IPM_OPTIMAL)
                CU_ASSERT(near(answer.value, known->value[0], 3e-6));
        }
        ipm_free(s);
        purse_solver_free(compact);
        purse_program_free(p);
    }
    if (failed > 0)
        fprintf(stderr, "%s: %d not closed\n", what, failed);
    CU_ASSERT_EQUAL(failed, 0);
}

static void test_hard_figures(void)
{
    try_hard(no_supply, 12, "no supply");
    try_hard(tiny_supply, 12, "tiny supply");
    try_hard(tiny_capacity, 12, "tiny capacity");
    try_hard(all_unmet, 12, "all unmet");
    try_hard(fixed_and_free, 12, "fixed and free");
    try_hard(ranged, 12, "ranged");
    try_hard(tied, 12, "tied");
    try_hard(spread, 12, "spread");
    try_hard(ranged, 1, "one commodity");
}

/* Two rows that say the same, twice over, and a column without bounds between them. */
static void test_duplicated_rows(void)
{
    purse_program *p = NULL;
    CU_ASSERT_EQUAL_FATAL(purse_program_new(&p, 1, NULL), PURSE_OK);
    for (int r = 0; r < 2; r++)
        purse_program_add_row(p, -INFINITY, 4.0, NULL);
    for (int r = 0; r < 2; r++)
        purse_program_add_row(p, 0.0, 0.0, NULL);
    purse_program_add_column(p, -INFINITY, INFINITY, false, NULL);
    purse_program_add_coef(p, 2, -1.0, NULL);
    purse_program_add_coef(p, 3, -1.0, NULL);
    purse_program_add_commodity(p, 10.0, NULL);
    purse_program_add_nodes(p, 2, NULL);
    purse_program_add_arc(p, 0, -1, 0.0, -1, NULL);
    p->arc_cost[0] = 5.0;
    purse_program_add_arc(p, 0, 1, 1.0, -1, NULL);
    purse_program_add_arc(p, 1, -1, 0.0, -1, NULL);
    for (int r = 0; r < 4; r++)
        purse_program_add_coef(p, r, 1.0, NULL);
    ipm *s = ipm_of(p);
    double value[PURSE_MAX_TIERS];
    solve_tiers(s, p, NULL, value);
    CU_ASSERT_DOUBLE_EQUAL(value[0], 30.0, 1e-4);
    ipm_free(s);
    purse_program_free(p);
}

/* Nobody may stay unmet, and there is no room: never "optimal", and proved where prices can prove it. */
static void test_infeasible(void)
{
    purse_program *p = NULL;
    CU_ASSERT_EQUAL_FATAL(purse_program_new(&p, 1, NULL), PURSE_OK);
    purse_program_add_row(p, -INFINITY, 4.0, NULL);
    purse_program_add_commodity(p, 10.0, NULL);
    purse_program_add_nodes(p, 1, NULL);
    purse_program_add_arc(p, 0, -1, 0.0, -1, NULL);
    purse_program_add_coef(p, 0, 1.0, NULL);
    ipm *s = ipm_of(p);
    ipm_answer answer;
    CU_ASSERT_EQUAL(ipm_solve(s, 0, NULL, &usual, &answer, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(answer.status, IPM_INFEASIBLE);
    CU_ASSERT_FALSE(answer.has_point);
    double proof = 0.0;
    CU_ASSERT_EQUAL(purse_program_bound(&proof, p, -1, answer.row_dual, NULL, NULL, NULL), PURSE_OK);
    CU_ASSERT(proof > 0.0);
    ipm_free(s);
    purse_program_free(p);
}

static void edit_at_random(purse_program *p, random_stream *stream)
{
    for (int c = 0; c < p->n_commodities; c++)
        p->supply[c] *= 0.9 + 0.2 * random_unit(stream);
    p->row_hi[6] *= 0.8 + 0.4 * random_unit(stream);
    int k = random_below(stream, 6);
    p->col_hi[k] *= 0.5 + random_unit(stream);
    for (int t = 0; t < p->n_tiers; t++)
        p->col_cost[(size_t)k * PURSE_MAX_TIERS + (size_t)t] += random_unit(stream);
}

/* The same object after edits answers as a new one does, to the last bit when it forgets. */
static void test_again_equals_fresh(void)
{
    for (unsigned seed = 1; seed <= SEEDS / 5; seed++) {
        random_stream stream = {seed};
        purse_program *p = random_program(seed, 12, 0);
        ipm *kept = ipm_of(p);
        for (int round = 0; round < 4; round++) {
            double again[PURSE_MAX_TIERS], fresh[PURSE_MAX_TIERS];
            solve_tiers(kept, p, NULL, again);
            ipm *s = ipm_of(p);
            solve_tiers(s, p, NULL, fresh);
            for (int t = 0; t < p->n_tiers; t++)
                CU_ASSERT(near(again[t], fresh[t], 1e-5));
            ipm_free(s);
            edit_at_random(p, &stream);
        }
        ipm_free(kept);
        purse_program_free(p);
    }
}

static void test_same_figures_every_time(void)
{
    purse_program *p = random_program(5, 60, 0);
    double first[PURSE_MAX_TIERS], second[PURSE_MAX_TIERS];
    for (int i = 0; i < 2; i++) {
        ipm *s = ipm_of(p);
        solve_tiers(s, p, NULL, i ? second : first);
        ipm_free(s);
    }
    for (int t = 0; t < p->n_tiers; t++)
        CU_ASSERT_EQUAL(first[t], second[t]);
    purse_program_free(p);
}

static void test_limits(void)
{
    volatile sig_atomic_t stop = 1;
    purse_program *p = random_program(1, 200, 0);
    ipm *s = ipm_of(p);
    ipm_answer answer;
    ipm_limits limits = {.interrupt = &stop};
    CU_ASSERT_EQUAL(ipm_solve(s, 0, NULL, &limits, &answer, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(answer.status, IPM_STOPPED);
    limits = (ipm_limits){.max_iterations = 2};
    CU_ASSERT_EQUAL(ipm_solve(s, 0, NULL, &limits, &answer, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(answer.status, IPM_STOPPED);
    CU_ASSERT_EQUAL(answer.iterations, 2);
    limits = (ipm_limits){.seconds = 1e-9};
    CU_ASSERT_EQUAL(ipm_solve(s, 0, NULL, &limits, &answer, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(answer.status, IPM_STOPPED);
    CU_ASSERT_EQUAL(ipm_solve(s, 3, NULL, &limits, &answer, NULL), PURSE_EUSAGE);
    ipm_free(s);
    ipm_free(NULL);
    purse_program_free(p);
}

int main(void)
{
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("interior point", NULL, NULL);
    CU_ADD_TEST(suite, test_agrees_with_the_compact_form);
    CU_ADD_TEST(suite, test_weighted);
    CU_ADD_TEST(suite, test_hard_figures);
    CU_ADD_TEST(suite, test_duplicated_rows);
    CU_ADD_TEST(suite, test_infeasible);
    CU_ADD_TEST(suite, test_again_equals_fresh);
    CU_ADD_TEST(suite, test_same_figures_every_time);
    CU_ADD_TEST(suite, test_limits);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed > 0;
}
