/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files appear whole or not at all, and what was there before comes back after a failure. */
#include <CUnit/Basic.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "purse/report.h"

static char folder[64];

static int begin(void)
{
    snprintf(folder, sizeof folder, "/tmp/purse-files-XXXXXX");
    return mkdtemp(folder) == NULL;
}

static const char *path_of(char *path, const char *name)
{
    snprintf(path, 200, "%s/%s", folder, name);
    return path;
}

static void remove_all(const char *path)
{
    char below[600];
    DIR *entries = opendir(path);
    for (struct dirent *entry; entries && (entry = readdir(entries));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
        if (unlink(below) != 0)
            remove_all(below);
    }
    if (entries)
        closedir(entries);
    (void)rmdir(path);
}

static int end(void)
{
    remove_all(folder);
    return 0;
}

static int entries_of(const char *path)
{
    int n = -2;
    DIR *entries = opendir(path);
    while (entries && readdir(entries))
        n++;
    if (entries)
        closedir(entries);
    return entries ? n : -1;
}

static bool holds(const char *path, const char *expected)
{
    char text[100] = "";
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    size_t n = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    return n == strlen(expected) && strcmp(text, expected) == 0;
}

static purse_code write_two(const char *path, const char *one, const char *two, purse_error *err)
{
    purse_text first = {0}, second = {0};
    purse_text_add(&first, one);
    purse_text_add(&second, two);
    const purse_report_file file[] = {{"one.txt", &first}, {"two.txt", &second}};
    purse_code code = purse_report_write_directory(path, file, 2, err);
    purse_text_free(&first);
    purse_text_free(&second);
    return code;
}

static void test_new_and_replaced(void)
{
    char path[200], one[260];
    path_of(path, "new");
    snprintf(one, sizeof one, "%s/one.txt", path);
    CU_ASSERT_EQUAL(write_two(path, "1", "2", NULL), PURSE_OK);
    CU_ASSERT(holds(one, "1"));
    CU_ASSERT_EQUAL(write_two(path, "uno", "due", NULL), PURSE_OK);
    CU_ASSERT(holds(one, "uno"));
    CU_ASSERT_EQUAL(entries_of(path), 2);
}

/* The second name is a folder: nothing may change, and nothing may be left behind. */
static void test_all_or_none(void)
{
    char path[200], one[260], two[260];
    purse_error err = {0};
    path_of(path, "half");
    snprintf(one, sizeof one, "%s/one.txt", path);
    snprintf(two, sizeof two, "%s/two.txt", path);
    CU_ASSERT_EQUAL(write_two(path, "1", "2", NULL), PURSE_OK);
    CU_ASSERT_EQUAL(unlink(two), 0);
    CU_ASSERT_EQUAL(mkdir(two, 0777), 0);
    CU_ASSERT_EQUAL(write_two(path, "new", "new", &err), PURSE_EIO);
    CU_ASSERT_STRING_EQUAL(err.place, two);
    CU_ASSERT_PTR_NOT_NULL(strstr(err.message, "directory"));
    CU_ASSERT(holds(one, "1"));
    CU_ASSERT_EQUAL(entries_of(path), 2);
}

static void test_places_that_cannot_be(void)
{
    char path[200];
    purse_error err = {0};
    CU_ASSERT_EQUAL(write_two(path_of(path, "no/such/folder"), "1", "2", &err), PURSE_EIO);
    CU_ASSERT(err.message[0] != '\0');
    FILE *file = fopen(path_of(path, "plain"), "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fclose(file);
    CU_ASSERT_EQUAL(write_two(path, "1", "2", &err), PURSE_EIO);
}

static void test_full_device(void)
{
    purse_text text = {0};
    purse_error err = {0};
    for (int i = 0; i < 4096; i++)
        purse_text_add(&text, "something to write ");
    if (access("/dev/full", W_OK) == 0) {
        CU_ASSERT_EQUAL(purse_report_write_file("/dev/full", &text, &err), PURSE_EIO);
        CU_ASSERT_STRING_EQUAL(err.place, "/dev/full");
        CU_ASSERT_PTR_NOT_NULL(strstr(err.message, "No space left"));
        FILE *full = fopen("/dev/full", "w");
        CU_ASSERT_PTR_NOT_NULL_FATAL(full);
        CU_ASSERT_EQUAL(purse_report_write_stream(full, "standard output", &text, &err), PURSE_EIO);
        fclose(full);
    }
    CU_ASSERT_EQUAL(purse_report_write_file("/dev/null", &text, &err), PURSE_OK);
    purse_text_free(&text);
}

static void test_one_file(void)
{
    char path[200];
    purse_text text = {0};
    purse_text_add(&text, "all of it\n");
    CU_ASSERT_EQUAL(purse_report_write_file(path_of(path, "file"), &text, NULL), PURSE_OK);
    CU_ASSERT(holds(path, "all of it\n"));
    CU_ASSERT_EQUAL(purse_report_write_file(folder, &text, NULL), PURSE_EIO);
    text.failed = true;
    CU_ASSERT_EQUAL(purse_report_write_file(path, &text, NULL), PURSE_EMEMORY);
    purse_text_free(&text);
    CU_ASSERT(text.data == NULL && !text.failed);
}

int main(void)
{
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("files", begin, end);
    CU_ADD_TEST(suite, test_new_and_replaced);
    CU_ADD_TEST(suite, test_all_or_none);
    CU_ADD_TEST(suite, test_places_that_cannot_be);
    CU_ADD_TEST(suite, test_full_device);
    CU_ADD_TEST(suite, test_one_file);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed > 0;
}
