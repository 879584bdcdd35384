/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every scenario in scenarios/invalid is refused with exactly the lines of its .expected. */
#include <CUnit/Basic.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "purse/scenario.h"

enum { FEWEST = 60 };

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = calloc(1, 65536);
    if (file == NULL || text == NULL) {
        free(text);
        text = NULL;
    } else {
        (void)fread(text, 1, 65535, file);
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    return text;
}

/* The problems of a scenario, one line each. */
static char *problems_of(const char *path, purse_code *code)
{
    purse_model *model = NULL;
    purse_problems problems = {0};
    purse_error err = {0};
    char *all = calloc(1, 65536);
    *code = purse_scenario_read(&model, path, NULL, 0, &problems, &err);
    CU_ASSERT_PTR_NULL(model);
    for (size_t i = 0; i < problems.n; i++) {
        char *line = NULL;
        CU_ASSERT_EQUAL(purse_problem_format(&line, &problems.item[i], &err), PURSE_OK);
        (void)strncat(all, line, 65535 - strlen(all));
        (void)strncat(all, "\n", 65535 - strlen(all));
        free(line);
    }
    CU_ASSERT_EQUAL(problems.n_errors + problems.n_warnings, problems.n);
    purse_problems_free(&problems);
    purse_model_free(model);
    return all;
}

static void check_one(const char *name)
{
    char path[300], expected_path[300];
    purse_code code;
    (void)snprintf(path, sizeof path, "%s.json", name);
    (void)snprintf(expected_path, sizeof expected_path, "%s.expected", name);
    char *expected = read_file(expected_path), *found = problems_of(path, &code);
    CU_ASSERT_EQUAL(code, PURSE_EINPUT);
    CU_ASSERT_PTR_NOT_NULL(expected);
    if (expected != NULL && strcmp(expected, found) != 0) {
        (void)printf("\n%s\nexpected:\n%sfound:\n%s", name, expected, found);
        CU_FAIL("the problems are others than expected");
    }
    free(expected);
    free(found);
}

static void test_invalid(void)
{
    int n = 0;
    CU_ASSERT_EQUAL_FATAL(chdir(PURSE_SOURCE_DIR "/scenarios/invalid"), 0);
    DIR *folder = opendir(".");
    CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char *end = strrchr(entry->d_name, '.');
        if (end != NULL && strcmp(end, ".json") == 0) {
            *end = '\0';
            check_one(entry->d_name);
            n++;
        }
    }
    (void)closedir(folder);
    CU_ASSERT(n >= FEWEST);
}

int main(void)
{
    if (CU_initialize_registry() != CUE_SUCCESS) {
        return 1;
    }
    CU_pSuite suite = CU_add_suite("invalid scenarios", NULL, NULL);
    CU_add_test(suite, "each is refused as expected", test_invalid);
    CU_basic_run_tests();
    unsigned failures = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failures != 0;
}
