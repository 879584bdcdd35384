/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Verification notices every small change to a plan.
 *
 *     test_mutation                      the small scenarios of the project, all regimes, solved here
 *     test_mutation SCENARIO PLAN ...    plans from files, in pairs
 */
#include <CUnit/Basic.h>
#include <stdio.h>
#include <stdlib.h>

#include "mutate.h"
#include "purse/scenario.h"
#include "support/load.h"

static void assert_all_noticed(purse_plan *plan, const purse_model *model, const char *name)
{
    CU_ASSERT_FATAL(purse_plan_holds(plan));
    CU_ASSERT_FATAL(mutate_passes(plan, model));
    mutation_count count = mutate_plan(plan, model, name);
    fprintf(stderr, "  %s: %ld changes, %ld not noticed\n", name, count.tried, count.survived);
    CU_ASSERT(count.tried > 20);
    CU_ASSERT_EQUAL(count.survived, 0);
    CU_ASSERT(mutate_passes(plan, model));
}

static void assert_scenario(const char *path)
{
    static const purse_regime regime[] = {{PURSE_REGIME_BASELINE, 0},
                                          {PURSE_REGIME_SILO, 0},
                                          {PURSE_REGIME_PARTIAL, 0},
                                          {PURSE_REGIME_DIAL, 0.1},
                                          {PURSE_REGIME_POOLED, 0}};
    purse_model *model = load_scenario(path);
    for (size_t i = 0; i < sizeof regime / sizeof *regime; i++) {
        purse_plan *plan = load_plan(model, regime[i].kind, regime[i].dial);
        assert_all_noticed(plan, model, purse_regime_text(regime[i].kind));
        purse_plan_free(plan);
    }
    purse_model_free(model);
}

static void test_two_places(void)
{
    assert_scenario("scenarios/two-places");
}

static void test_everything_at_once(void)
{
    assert_scenario("tests/verify/rich.json");
}

static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    size_t room = 1 << 16, n = 0;
    char *text = malloc(room);
    while (text) {
        n += fread(text + n, 1, room - n, file);
        if (n < room)
            break;
        char *more = realloc(text, room *= 2);
        if (!more)
            free(text);
        text = more;
    }
    fclose(file);
    *length = n;
    return text;
}

static bool check_pair(const char *scenario, const char *path)
{
    purse_model *model = NULL;
    purse_plan *plan = NULL;
    purse_problems problems = {0};
    size_t length = 0;
    char *text = read_file(path, &length);
    bool ok = text && purse_scenario_read(&model, scenario, NULL, 0, &problems, NULL) == PURSE_OK &&
              purse_report_plan_read(&plan, path, text, length, model, &problems, NULL) == PURSE_OK;
    if (ok) {
        ok = mutate_passes(plan, model);
        mutation_count count = mutate_plan(plan, model, path);
        printf("%s: %ld changes, %ld not noticed%s\n", path, count.tried, count.survived, ok ? "" : ", fails as it is");
        ok = ok && count.survived == 0;
    } else {
        printf("%s: could not be read\n", path);
    }
    free(text);
    purse_problems_free(&problems);
    purse_plan_free(plan);
    purse_model_free(model);
    return ok;
}

int main(int argc, char **argv)
{
    bool ok = true;
    for (int i = 1; i + 1 < argc; i += 2)
        ok = check_pair(argv[i], argv[i + 1]) && ok;
    if (argc > 1)
        return !ok;
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("mutation", NULL, NULL);
    CU_ADD_TEST(suite, test_two_places);
    CU_ADD_TEST(suite, test_everything_at_once);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed > 0;
}
