/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * After small edits the arcs that mattered are solved first: the same optimum as from nothing, proved over all arcs, also
 * where others come to matter; the same bits by any number of threads; after large edits without, and from nothing too, or
 * at the end of the way.
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

static const ipm_limits whole = {.noise = 1e-9}, core = {.noise = 1e-9, .core = 1},
                        sieve = {.noise = 1e-9, .core = 1, .sieve = 1},
                        leaving = {.noise = 1e-9, .core = 1, .sieve = 1, .passing = true};

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

/* The bits of a solve from nothing and of one after edits, by so many threads. */
static void solve_twice(int threads, const ipm_limits *limits, double *flows, size_t n_arcs)
{
    ipm *s = NULL;
    purse_program *p = synthetic(3);
    CU_ASSERT_EQUAL_FATAL(ipm_new(&s, p, NULL), PURSE_OK);
    CU_ASSERT_EQUAL_FATAL(ipm_threads(s, threads, NULL), PURSE_OK);
    ipm_answer answer = solve(s, limits);
    memcpy(flows, answer.arc, n_arcs * sizeof *flows);
    CU_ASSERT_EQUAL(s->by != s, limits->sieve > 0);
    shake(p, 1);
    answer = solve(s, limits);
    memcpy(flows + n_arcs, answer.arc, n_arcs * sizeof *flows);
    CU_ASSERT(s->by != s);
    ipm_free(s);
    purse_program_free(p);
}

static void test_threads(void)
{
    purse_program *p = synthetic(3);
    size_t n = (size_t)p->n_arcs;
    double *one = calloc(4 * n + 1, sizeof *one), *more = one + 2 * n;
    CU_ASSERT_PTR_NOT_NULL_FATAL(one);
    for (int i = 0; i < 2; i++) {
        const ipm_limits *limits = i == 0 ? &core : &sieve;
        solve_twice(1, limits, one, n);
        for (int threads = 2; threads <= 3; threads++) {
            solve_twice(threads, limits, more, n);
            CU_ASSERT_EQUAL(memcmp(one, more, 2 * n * sizeof *one), 0);
        }
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

/* From nothing a core takes over near the end; later solves begin with it. */
static void test_sieve(void)
{
    for (unsigned seed = 1; seed <= 4; seed++) {
        purse_program *p = synthetic(seed);
        ipm *s = NULL;
        CU_ASSERT_EQUAL_FATAL(ipm_new(&s, p, NULL), PURSE_OK);
        for (unsigned round = 0; round < 3; round++) {
            ipm_answer answer = solve(s, &sieve);
            agrees(p, &answer);
            CU_ASSERT(s->by != s);
            CU_ASSERT(ipm_core_of(s)->n_slots < s->n_slots / 2);
            shake(p, round + 1);
        }
        ipm_free(s);
        purse_program_free(p);
    }
}

/* What is left at the sieve is not begun from again. */
static void test_leaving(void)
{
    purse_program *p = synthetic(2);
    ipm *s = NULL;
    CU_ASSERT_EQUAL_FATAL(ipm_new(&s, p, NULL), PURSE_OK);
    for (unsigned round = 0; round < 3; round++) {
        ipm_answer answer = solve(s, round < 2 ? &leaving : &core);
        agrees(p, &answer);
        CU_ASSERT_EQUAL(s->by != s, round < 2);
        CU_ASSERT_EQUAL(s->early[0].known, round == 2);
        shake(p, round + 1);
    }
    ipm_free(s);
    purse_program_free(p);
}

/* Where its core does not get there, the whole program goes on from the sieve. */
static void test_sieve_without_core(void)
{
    purse_program *p = synthetic(2);
    ipm *s = NULL;
    CU_ASSERT_EQUAL_FATAL(ipm_new(&s, p, NULL), PURSE_OK);
    ipm_limits first = sieve;
    ipm_answer answer = {.bound = -INFINITY, .value = INFINITY, .violation = INFINITY};
    s->by = s;
    ipm_load(s);
    ipm_begin_bounds(s, &answer);
    ipm_point_start(s);
    ipm_iterations(s, &first, START_COLD, &answer);
    CU_ASSERT_FATAL(s->at_sieve);
    const int before = answer.iterations;
    first.max_iterations = before + 1; /* too few for the core */
    ipm_pass_sieve(s, &first, seconds_now(), &answer);
    CU_ASSERT_EQUAL(answer.status, IPM_STOPPED);
    CU_ASSERT(answer.iterations <= before + 2);
    s->core_failed = 2; /* and now it is not even tried */
    ipm_answer alone = solve(s, &sieve);
    agrees(p, &alone);
    CU_ASSERT_EQUAL(s->by, s);
    ipm_free(s);
    purse_program_free(p);
}

/* Values of a small program from nothing and after edits, by the same limits; which of them are optimal. */
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
    enum { WAYS = 4 };
    const ipm_limits *way[WAYS] = {&whole, &core, &sieve, &leaving};
    int by_core[WAYS] = {0};
    for (unsigned seed = 1; seed <= 150; seed++) {
        ipm_answer first[2], other[2];
        solve_small(seed, way[0], first, &by_core[0]);
        for (int i = 1; i < WAYS; i++) {
            solve_small(seed, way[i], other, &by_core[i]);
            for (int k = 0; k < 2; k++) {
                CU_ASSERT(other[k].status != IPM_OPTIMAL ||
                          other[k].value - other[k].bound <= GAP_LINEAR * fabs(other[k].value) + 1e-9);
                CU_ASSERT(first[k].status != IPM_OPTIMAL || other[k].status == IPM_OPTIMAL);
                CU_ASSERT(other[k].status != IPM_OPTIMAL || first[k].status != IPM_OPTIMAL ||
                          fabs(other[k].value - first[k].value) <= 2.0 * GAP_LINEAR * fabs(first[k].value) + 1e-8);
            }
        }
    }
    CU_ASSERT_EQUAL(by_core[0], 0);
    CU_ASSERT(by_core[1] >= 100);
    CU_ASSERT(by_core[2] >= 200);
    CU_ASSERT(by_core[3] >= 200);
}

static const synthetic_size large = {66, 32, 1, 7};

/* The value of a large program by the solver, and its flows. */
static double solve_large(bool once, int threads, double *flows)
{
    purse_program *p = NULL;
    const purse_control control = {.once = once};
    purse_settings settings = purse_settings_default();
    purse_certificate found = {0};
    settings.threads = threads;
    must(synthetic_program(&p, &large, NULL));
    CU_ASSERT(p->n_arcs >= 150000 /* where it sieves */);
    purse_solver *s = solver_of(p, &settings, &control);
    must(purse_solver_solve(s, NULL));
    const purse_solution *answer = purse_solver_solution(s);
    CU_ASSERT_EQUAL(answer->status, PURSE_STATUS_OPTIMAL);
    CU_ASSERT_EQUAL(answer->way[0], PURSE_WAY_INTERIOR);
    CU_ASSERT(answer->value[0] - answer->bound[0] <= GAP_LINEAR * fabs(answer->value[0]));
    double *room = malloc(certificate_room(p) * sizeof *room), value = answer->value[0];
    CU_ASSERT_PTR_NOT_NULL_FATAL(room);
    certificate_measure(&found, p, answer->col, answer->arc, room);
    CU_ASSERT(fmax(found.row_violation, fmax(found.balance_violation, found.bound_violation)) <= FEASIBILITY);
    memcpy(flows, answer->arc, (size_t)p->n_arcs * sizeof *flows);
    free(room);
    purse_solver_free(s);
    purse_program_free(p);
    return value;
}

/* By the public solver, at a size from which it sieves: alone or one of several, by one thread or two. */
static void test_large(void)
{
    enum { ARCS = 1 << 19 };
    double *one = calloc(2 * (size_t)ARCS, sizeof *one), *two = one + ARCS;
    CU_ASSERT_PTR_NOT_NULL_FATAL(one);
    purse_program *p = NULL;
    must(synthetic_program(&p, &large, NULL));
    CU_ASSERT_FATAL(p->n_arcs < ARCS);
    const double known = value_without(p);
    for (int once = 0; once < 2; once++) {
        double first = solve_large(once, 1, one), second = solve_large(once, 2, two);
        CU_ASSERT(near(first, known, GAP_LINEAR));
        CU_ASSERT_EQUAL(first, second);
        CU_ASSERT_EQUAL(memcmp(one, two, (size_t)p->n_arcs * sizeof *one), 0);
    }
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
    CU_ADD_TEST(suite, test_sieve);
    CU_ADD_TEST(suite, test_leaving);
    CU_ADD_TEST(suite, test_sieve_without_core);
    CU_ADD_TEST(suite, test_small);
    CU_ADD_TEST(suite, test_large);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed > 0;
}
