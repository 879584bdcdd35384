/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * After small edits the arcs that mattered are solved first: the same optimum as from nothing, proved over all arcs, also
 * where others come to matter; the same bits by any number of threads; from nothing, and after large edits, without.
 */
#include <CUnit/Basic.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "benchmarks/engine/synthetic.h"
#include "engine/certificate.h"
#include "engine/ipm/core.h"
#include "engine/numbers.h"
#include "purse/solver.h"
#include "random_program.h"
#include "solving.h"

static const ipm_limits whole = {.noise = 1e-9}, core = {.noise = 1e-9, .core = 1};

static purse_program *synthetic(unsigned seed)
{
    purse_program *p = NULL;
    synthetic_size size = {20, 12, 1, seed};
    CU_ASSERT_EQUAL_FATAL(synthetic_program(&p, &size, NULL), PURSE_OK);
    return p;
}

static ipm_answer solve(ipm *s, const ipm_limits *limits)
{
    ipm_answer answer = {.status = IPM_STALLED};
    CU_ASSERT_EQUAL(ipm_solve(s, 0, NULL, limits, &answer, NULL), PURSE_OK);
    return answer;
}

static void is_sound(const purse_program *p, const ipm_answer *answer)
{
    double *room = malloc(certificate_room(p) * sizeof *room), bound = -INFINITY;
    purse_certificate found = {0};
    CU_ASSERT_PTR_NOT_NULL_FATAL(room);
    certificate_measure(&found, p, answer->col, answer->arc, room);
    CU_ASSERT(found.row_violation <= 1e-8);
    CU_ASSERT(found.balance_violation <= 1e-8);
    CU_ASSERT(found.bound_violation <= 1e-8);
    CU_ASSERT_EQUAL(purse_program_bound(&bound, p, 0, answer->row_dual, NULL, NULL, NULL), PURSE_OK);
    CU_ASSERT(fabs(bound - answer->bound) <= 1e-12 * fabs(bound));
    CU_ASSERT(answer->value - bound <= GAP_LINEAR * fabs(answer->value) + 1e-9);
    free(room);
}

/* The program from nothing, without a core. */
static double value_without(const purse_program *p)
{
    ipm *s = NULL;
    CU_ASSERT_EQUAL_FATAL(ipm_new(&s, p, NULL), PURSE_OK);
    ipm_answer answer = solve(s, &whole);
    CU_ASSERT_EQUAL(answer.status, IPM_OPTIMAL);
    ipm_free(s);
    return answer.value;
}

static void agrees(const purse_program *p, const ipm_answer *answer)
{
    double other = value_without(p);
    CU_ASSERT_EQUAL(answer->status, IPM_OPTIMAL);
    CU_ASSERT(fabs(answer->value - other) <= 2.0 * GAP_LINEAR * fabs(other));
    is_sound(p, answer);
}

/* Rounds of edits of a solver; how many of them a core has solved, and how often its arcs changed. */
static void edit_and_solve(unsigned seed, void (*edit)(purse_program *p, unsigned round), int *by_core, int *grown)
{
    enum { ROUNDS = 5 };
    purse_program *p = synthetic(seed);
    ipm *s = NULL;
    CU_ASSERT_EQUAL_FATAL(ipm_new(&s, p, NULL), PURSE_OK);
    (void)solve(s, &core);
    for (unsigned round = 1; round <= ROUNDS; round++) {
        size_t before = s->core ? ipm_core_of(s)->n_slots : 0;
        edit(p, round);
        ipm_answer answer = solve(s, &core);
        agrees(p, &answer);
        *by_core += s->by != s;
        *grown += before > 0 && s->by != s && ipm_core_of(s)->n_slots > before;
    }
    ipm_free(s);
    purse_program_free(p);
}

static void shake(purse_program *p, unsigned round)
{
    synthetic_shake(p, round, 0.05, 0.02);
}

/* Offers close in turn, and people have to go elsewhere. */
static void close_offers(purse_program *p, unsigned round)
{
    for (int j = 0; j < p->n_cols; j++)
        if (isfinite(p->col_hi[j]) && p->col_hi[j] > 0.0)
            p->col_hi[j] *= (j + (int)round) % 41 == 0 ? 0.05 : 1.0;
}

static void test_edits(void)
{
    int by_core = 0, grown = 0;
    for (unsigned seed = 1; seed <= 4; seed++)
        edit_and_solve(seed, shake, &by_core, &grown);
    CU_ASSERT(by_core >= 14);
}

static void test_other_arcs(void)
{
    int by_core = 0, grown = 0;
    for (unsigned seed = 1; seed <= 4; seed++)
        edit_and_solve(seed, close_offers, &by_core, &grown);
    CU_ASSERT(grown > 0);
}

/* Nothing is known before the first optimum, and little after demand has doubled. */
static void test_whole(void)
{
    purse_program *p = synthetic(5);
    ipm *s = NULL;
    CU_ASSERT_EQUAL_FATAL(ipm_new(&s, p, NULL), PURSE_OK);
    ipm_answer answer = solve(s, &core);
    agrees(p, &answer);
    CU_ASSERT_EQUAL(s->by, s);
    for (int c = 0; c < p->n_commodities; c++)
        p->supply[c] *= 2.0;
    answer = solve(s, &core);
    agrees(p, &answer);
    CU_ASSERT_EQUAL(s->by, s);
    ipm_free(s);
    purse_program_free(p);
}

/* A core that is too far away makes room for one of the next optimum. */
static void test_far_away(void)
{
    purse_program *p = synthetic(5);
    ipm *s = NULL;
    CU_ASSERT_EQUAL_FATAL(ipm_new(&s, p, NULL), PURSE_OK);
    (void)solve(s, &core);
    const double by[] = {1.01, 1.6, 1.01};
    const bool by_core[] = {true, false, true};
    for (int round = 0; round < 3; round++) {
        for (int c = 0; c < p->n_commodities; c++)
            p->supply[c] *= by[round];
        ipm_answer answer = solve(s, &core);
        agrees(p, &answer);
        CU_ASSERT_EQUAL(s->by != s, by_core[round]);
        CU_ASSERT_EQUAL(ipm_core_of(s) != NULL, by_core[round]);
    }
    ipm_free(s);
    purse_program_free(p);
}

/* The bits of a solve after edits, by so many threads. */
static void solve_shaken(int threads, double *flows)
{
    ipm *s = NULL;
    purse_program *p = synthetic(3);
    CU_ASSERT_EQUAL_FATAL(ipm_new(&s, p, NULL), PURSE_OK);
    CU_ASSERT_EQUAL_FATAL(ipm_threads(s, threads, NULL), PURSE_OK);
    (void)solve(s, &core);
    CU_ASSERT_EQUAL(s->by, s);
    shake(p, 1);
    ipm_answer answer = solve(s, &core);
    CU_ASSERT(s->by != s);
    memcpy(flows, answer.arc, (size_t)p->n_arcs * sizeof *flows);
    ipm_free(s);
    purse_program_free(p);
}

static void test_threads(void)
{
    purse_program *p = synthetic(3);
    size_t n = (size_t)p->n_arcs;
    double *one = calloc(2 * n + 1, sizeof *one), *more = one + n;
    CU_ASSERT_PTR_NOT_NULL_FATAL(one);
    solve_shaken(1, one);
    for (int threads = 2; threads <= 3; threads++) {
        solve_shaken(threads, more);
        CU_ASSERT_EQUAL(memcmp(one, more, n * sizeof *one), 0);
    }
    free(one);
    purse_program_free(p);
}

/* Largest residuals of balances and of the dual's equations, as shares of the scales; whether all is inside. */
typedef struct stance {
    double balance, dual;
    bool inside;
} stance;

static stance look(ipm *s)
{
    stance seen = {.inside = true};
    ipm_residuals(s);
    for (size_t i = 0; i < s->n_block_rows * LANES; i++)
        seen.balance = fmax(seen.balance, fabs(s->rb[i]) / s->flow_scale);
    for (size_t i = 0; i < s->n_slots * LANES; i++) {
        seen.dual = fmax(seen.dual, s->f[i] > 0.0 ? fabs(s->rd[i]) / s->cost_scale : 0.0);
        seen.inside &= s->f[i] >= 0.0 && (s->f[i] == 0.0 || s->z[i] > 0.0);
    }
    for (int i = 0; i < s->box.n; i++)
        seen.inside &= s->box.fixed[i] || (s->box.below[i] > 0.0 && s->box.above[i] > 0.0);
    return seen;
}

static ipm *stands_on(const ipm *s, const uint8_t *only)
{
    ipm *to = NULL;
    CU_ASSERT_EQUAL_FATAL(ipm_new_on(&to, s->p, only, NULL), PURSE_OK);
    ipm_threads(to, 1, NULL);
    ipm_load(to);
    CU_ASSERT(ipm_stand(s, NULL, to));
    return to;
}

/* From the whole program to a part of it, and back. */
static void test_passage(void)
{
    purse_program *p = synthetic(4);
    uint8_t *some = calloc((size_t)p->n_arcs, 1), *all = malloc((size_t)p->n_arcs);
    ipm *s = NULL;
    double allowed = 0.0;
    CU_ASSERT_PTR_NOT_NULL_FATAL(some);
    CU_ASSERT_PTR_NOT_NULL_FATAL(all);
    memset(all, 1, (size_t)p->n_arcs);
    CU_ASSERT_EQUAL_FATAL(ipm_new(&s, p, NULL), PURSE_OK);
    ipm_answer answer = solve(s, &whole);
    ipm_load(s);
    CU_ASSERT_FATAL(ipm_kept_start(s, &s->early[0]));
    ipm_detours_find(s, answer.row_dual);
    CU_ASSERT_EQUAL(ipm_detours_share(s, 0.25, &allowed, NULL), PURSE_OK);
    int n = ipm_detours_choose(s, allowed, some);
    CU_ASSERT(n > p->n_arcs / 5);
    CU_ASSERT(n < p->n_arcs / 2);
    stance before = look(s);
    ipm *part = stands_on(s, some);
    stance there = look(part);
    CU_ASSERT(part->n_slots < s->n_slots);
    CU_ASSERT(there.inside);
    CU_ASSERT(there.balance <= before.balance + 1e-9);
    CU_ASSERT(there.dual <= before.dual + 1e-9);
    ipm *back = stands_on(part, all);
    stance again = look(back);
    CU_ASSERT(again.inside);
    CU_ASSERT(again.balance <= before.balance + 1e-9);
    CU_ASSERT_EQUAL(back->n_slots, s->n_slots);
    ipm_free(back);
    ipm_free(part);
    ipm_free(s);
    purse_program_free(p);
    free(some);
    free(all);
}

/* A small program from nothing and after edits, by the same limits; how many of both a core has solved. */
static void solve_small(unsigned seed, const ipm_limits *limits, ipm_answer answer[2], int *by_core)
{
    purse_program *p = random_program(seed, 40, 0);
    ipm *s = NULL;
    first_tier_only(p);
    CU_ASSERT_EQUAL_FATAL(ipm_new(&s, p, NULL), PURSE_OK);
    answer[0] = solve(s, limits);
    *by_core += s->by != s;
    for (int c = 0; c < p->n_commodities; c++)
        p->supply[c] *= 0.98 + 0.01 * (c % 5);
    answer[1] = solve(s, limits);
    *by_core += s->by != s;
    ipm_free(s);
    purse_program_free(p);
}

/* Entry limits, pulls, rows of many kinds, and sizes at which a core leaves out next to nothing. */
static void test_small(void)
{
    int without = 0, with = 0;
    for (unsigned seed = 1; seed <= 150; seed++) {
        ipm_answer first[2], other[2];
        solve_small(seed, &whole, first, &without);
        solve_small(seed, &core, other, &with);
        for (int k = 0; k < 2; k++) {
            CU_ASSERT(other[k].status != IPM_OPTIMAL ||
                      other[k].value - other[k].bound <= GAP_LINEAR * fabs(other[k].value) + 1e-9);
            CU_ASSERT(first[k].status != IPM_OPTIMAL || other[k].status == IPM_OPTIMAL);
            CU_ASSERT(other[k].status != IPM_OPTIMAL || first[k].status != IPM_OPTIMAL ||
                      fabs(other[k].value - first[k].value) <= 2.0 * GAP_LINEAR * fabs(first[k].value) + 1e-8);
        }
    }
    CU_ASSERT_EQUAL(without, 0);
    CU_ASSERT(with >= 100);
}

static const synthetic_size large = {66, 32, 1, 7};

/* Of a large program from nothing and after edits: values, flows, and iterations, by the public solver. */
static void solve_large(int threads, double value[2], double *flows, long iterations[2])
{
    purse_program *p = NULL;
    purse_settings settings = purse_settings_default();
    purse_certificate found = {0};
    settings.threads = threads;
    must(synthetic_program(&p, &large, NULL));
    purse_solver *s = solver_of(p, &settings, NULL);
    double *room = malloc(certificate_room(p) * sizeof *room);
    CU_ASSERT_PTR_NOT_NULL_FATAL(room);
    for (int i = 0; i < 2; i++) {
        for (int c = 0; c < p->n_commodities && i > 0; c++)
            must(purse_solver_supply(s, c, p->supply[c] * (0.98 + 0.01 * (c % 5)), NULL));
        must(purse_solver_solve(s, NULL));
        const purse_solution *answer = purse_solver_solution(s);
        CU_ASSERT_EQUAL(answer->status, PURSE_STATUS_OPTIMAL);
        CU_ASSERT_EQUAL(answer->way[0], PURSE_WAY_INTERIOR);
        CU_ASSERT(answer->value[0] - answer->bound[0] <= GAP_LINEAR * fabs(answer->value[0]));
        certificate_measure(&found, p, answer->col, answer->arc, room);
        CU_ASSERT(fmax(found.row_violation, fmax(found.balance_violation, found.bound_violation)) <= FEASIBILITY);
        CU_ASSERT(near(answer->value[0], value_without(p), GAP_LINEAR));
        value[i] = answer->value[0];
        iterations[i] = answer->certificate.iterations;
        memcpy(flows + (size_t)i * (size_t)p->n_arcs, answer->arc, (size_t)p->n_arcs * sizeof *flows);
    }
    free(room);
    purse_solver_free(s);
    purse_program_free(p);
}

/* At the size of a system, by one thread or two: the same bytes, from nothing and after edits, which take less. */
static void test_large(void)
{
    purse_program *p = NULL;
    must(synthetic_program(&p, &large, NULL));
    const size_t n = (size_t)p->n_arcs;
    double *one = calloc(4 * n + 1, sizeof *one), *two = one + 2 * n, first[2], second[2];
    long made[2], again[2];
    CU_ASSERT_PTR_NOT_NULL_FATAL(one);
    CU_ASSERT(n >= 150000);
    solve_large(1, first, one, made);
    solve_large(2, second, two, again);
    CU_ASSERT_EQUAL(first[0], second[0]);
    CU_ASSERT_EQUAL(first[1], second[1]);
    CU_ASSERT_EQUAL(memcmp(one, two, 2 * n * sizeof *one), 0);
    CU_ASSERT_EQUAL(made[0], again[0]);
    CU_ASSERT_EQUAL(made[1], again[1]);
    CU_ASSERT(made[1] < made[0]);
    purse_program_free(p);
    free(one);
}

int main(void)
{
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("iterations on the arcs that matter", NULL, NULL);
    CU_ADD_TEST(suite, test_edits);
    CU_ADD_TEST(suite, test_other_arcs);
    CU_ADD_TEST(suite, test_whole);
    CU_ADD_TEST(suite, test_far_away);
    CU_ADD_TEST(suite, test_threads);
    CU_ADD_TEST(suite, test_passage);
    CU_ADD_TEST(suite, test_small);
    CU_ADD_TEST(suite, test_large);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed > 0;
}
