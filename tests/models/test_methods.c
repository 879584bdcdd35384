/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Simplex and interior point agree on every shipped scenario in every regime, tier by tier. Scenarios with awards or
 * blocks are compared with those relaxed, and with those held as the integer answer has them.
 */
#include <CUnit/Basic.h>
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/build/build.h"
#include "models/optimise_private.h"
#include "support/agree.h"
#include "support/load.h"

enum { MOST = 64 };

typedef struct pair {
    purse_optimiser simplex, interior;
} pair;

static purse_optimiser optimiser_of(const purse_model *m, purse_method method, bool relax)
{
    purse_settings settings = purse_settings_default();
    settings.solver = method;
    purse_optimiser o = {.model = m};
    CU_ASSERT_EQUAL_FATAL(build_new(&o.build, m, NULL), PURSE_OK);
    for (int j = 0; j < o.build->program->n_cols && relax; j++)
        o.build->program->col_integer[j] = false;
    CU_ASSERT_EQUAL_FATAL(purse_solver_new(&o.solver, o.build->program, &settings, NULL, NULL), PURSE_OK);
    return o;
}

static void optimiser_close(purse_optimiser *o)
{
    purse_solver_free(o->solver);
    build_free(o->build);
}

static void compare(const char *name, pair *both, purse_regime regime, int *closed)
{
    const purse_solution *known = purse_solver_solution(both->simplex.solver);
    const purse_solution *found = purse_solver_solution(both->interior.solver);
    CU_ASSERT_EQUAL(optimiser_regime(&both->simplex, regime, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(optimiser_regime(&both->interior, regime, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(purse_solver_solve(both->simplex.solver, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(purse_solver_solve(both->interior.solver, NULL), PURSE_OK);
    bool same = agree(known, found);
    CU_ASSERT(same);
    if (!same)
        agree_tell(name, (int)regime.kind, known, found);
    *closed += found->status == PURSE_STATUS_OPTIMAL && found->way[found->n_tiers - 1] == PURSE_WAY_INTERIOR;
}

/* Awards and blocks of both as the integer answer of this regime has them; false without an answer. */
static bool hold(pair *both, purse_optimiser *whole, purse_regime regime)
{
    const purse_program *p = whole->build->program;
    CU_ASSERT_EQUAL(optimiser_regime(whole, regime, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(purse_solver_solve(whole->solver, NULL), PURSE_OK);
    const purse_solution *answer = purse_solver_solution(whole->solver);
    if (answer->status != PURSE_STATUS_OPTIMAL)
        return false;
    for (int j = 0; j < p->n_cols; j++)
        if (p->col_integer[j]) {
            double x = round(answer->col[j]);
            CU_ASSERT_EQUAL(purse_solver_col_bounds(both->simplex.solver, j, x, x, NULL), PURSE_OK);
            CU_ASSERT_EQUAL(purse_solver_col_bounds(both->interior.solver, j, x, x, NULL), PURSE_OK);
        }
    return true;
}

static bool has_integers(const purse_program *p)
{
    for (int j = 0; j < p->n_cols; j++)
        if (p->col_integer[j])
            return true;
    return false;
}

static void compare_scenario(const char *name, int *compared, int *closed)
{
    static const purse_regime all[] = {{.kind = PURSE_REGIME_SILO},
                                       {.kind = PURSE_REGIME_PARTIAL},
                                       {.kind = PURSE_REGIME_DIAL, .dial = 0.3},
                                       {.kind = PURSE_REGIME_POOLED}};
    char path[512];
    (void)snprintf(path, sizeof path, "scenarios/%.127s/scenario.json", name);
    purse_model *m = load_scenario(path);
    pair both = {optimiser_of(m, PURSE_METHOD_SIMPLEX, true), optimiser_of(m, PURSE_METHOD_INTERIOR, true)};
    purse_optimiser whole = optimiser_of(m, PURSE_METHOD_AUTO, false);
    bool integers = has_integers(whole.build->program);
    for (int held = 0; held <= (integers ? 1 : 0); held++)
        for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
            if ((all[i].kind == PURSE_REGIME_PARTIAL && !m->has_virement) || (held && !hold(&both, &whole, all[i])))
                continue;
            compare(name, &both, all[i], closed);
            ++*compared;
        }
    optimiser_close(&both.simplex);
    optimiser_close(&both.interior);
    optimiser_close(&whole);
    purse_model_free(m);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* Folders of scenarios with a scenario in them, in order of name. */
static int shipped(char (*name)[128])
{
    int n = 0;
    DIR *folder = opendir(PURSE_SOURCE_DIR "/scenarios");
    CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
    for (struct dirent *entry = readdir(folder); entry && n < MOST; entry = readdir(folder)) {
        char path[1024];
        (void)snprintf(path, sizeof path, PURSE_SOURCE_DIR "/scenarios/%.127s/scenario.json", entry->d_name);
        FILE *file = entry->d_name[0] == '.' ? NULL : fopen(path, "r");
        if (!file)
            continue;
        (void)fclose(file);
        (void)snprintf(name[n++], sizeof *name, "%.127s", entry->d_name);
    }
    (void)closedir(folder);
    qsort(name, (size_t)n, sizeof *name, by_name);
    return n;
}

static void test_shipped_scenarios(void)
{
    char name[MOST][128];
    int n = shipped(name), compared = 0, closed = 0;
    CU_ASSERT(n > 0);
    for (int i = 0; i < n; i++)
        compare_scenario(name[i], &compared, &closed);
    printf(" %d answers of %d scenarios, %d closed by the interior point ...", compared, n, closed);
    CU_ASSERT(3 * closed >= 2 * compared);
}

int main(void)
{
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("methods on shipped scenarios", NULL, NULL);
    CU_ADD_TEST(suite, test_shipped_scenarios);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed > 0;
}
