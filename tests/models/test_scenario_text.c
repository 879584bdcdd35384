/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers, UTF-8, near names, the scan before cJSON. */
#include <CUnit/Basic.h>
#include <float.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/scenario/scan.h"
#include "models/text.h"

static uint64_t state = 7;

static uint64_t draw(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static void same_as_strtod(const char *text)
{
    double value = -1, wanted = strtod(text, NULL);
    CU_ASSERT_EQUAL(number_read(&value, text, strlen(text)), NUMBER_OK);
    if (value != wanted) {
        (void)printf("\n%s: %.17g, not %.17g\n", text, value, wanted);
        CU_FAIL("not the nearest double");
    }
}

static void test_numbers_exact(void)
{
    static const char *const hard[] = {"0",
                                       "-0.0",
                                       "1",
                                       "0.1",
                                       "9007199254740993",
                                       "9007199254740992.5",
                                       "123456789012345678901234567890",
                                       "1e22",
                                       "1e23",
                                       "8.5e-22",
                                       "4.9e-324",
                                       "2.2250738585072011e-308",
                                       "1.7976931348623157e308",
                                       "0.000001e6",
                                       "179769313486231580793e288",
                                       "1e-400",
                                       "0e999999999999",
                                       "100000.00000000000001"};
    for (size_t i = 0; i < sizeof hard / sizeof hard[0]; i++) {
        same_as_strtod(hard[i]);
    }
    for (int i = 0; i < 200000; i++) {
        char text[64];
        uint64_t digits = draw() >> (draw() % 60);
        int power = (int)(draw() % 640) - 330;
        if (i % 2 == 0) {
            (void)snprintf(text, sizeof text, "%" PRIu64 ".%" PRIu64, digits, draw() % 100000);
        } else {
            (void)snprintf(text, sizeof text, "%" PRIu64 "e%d", digits % 1000000, power > 300 ? 300 : power);
        }
        same_as_strtod(text);
    }
}

static void test_numbers_refused(void)
{
    static const char *const wrong[] = {"",    "-",    "+1",   "01", ".5", "5.",  "1e",  "1e+",   "inf",
                                        "nan", "0x10", "12,5", " 1", "1 ", "1_0", "--1", "1.2.3", "1e5.5"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        double value = 42;
        CU_ASSERT_EQUAL(number_read(&value, wrong[i], strlen(wrong[i])), NUMBER_MALFORMED);
        CU_ASSERT_EQUAL(value, 42);
    }
    double value = 42;
    CU_ASSERT_EQUAL(number_read(&value, "1e309", 5), NUMBER_TOO_LARGE);
    CU_ASSERT_EQUAL(number_read(&value, "-9e99999999999", 14), NUMBER_TOO_LARGE);
    CU_ASSERT_EQUAL(value, 42);
}

static void test_numbers_written(void)
{
    char text[40];
    number_write(text, sizeof text, 0.1);
    CU_ASSERT_STRING_EQUAL(text, "0.1");
    number_write(text, sizeof text, 1.0 / 3);
    CU_ASSERT_EQUAL(strtod(text, NULL), 1.0 / 3);
}

static void same_as_printf(double value)
{
    char text[40], expected[40];
    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(expected, sizeof expected, "%.*g", digits, value);
        if (strtod(expected, NULL) == value)
            break;
    }
    number_write(text, sizeof text, value);
    CU_ASSERT_STRING_EQUAL(text, expected);
}

/* A fast way to write must not be told from printf's: magnitudes, short decimals, ties, and what is next to them. */
static void test_numbers_written_as_printf_does(void)
{
    uint64_t drawn = 1;
    for (int i = 0; i < 200000; i++) {
        drawn = drawn * 6364136223846793005U + 1442695040888963407U;
        double digits = (double)(drawn >> 11), short_digits = floor(digits / 1099511627776.0);
        double power = pow(10.0, (double)(i % 24) - 5.0);
        same_as_printf(digits / 9007199254740992.0 * power);
        same_as_printf(-short_digits / power);
        same_as_printf(ldexp(digits, -(int)(drawn % 64)));
    }
    for (int power = -6; power < 18; power++) {
        double ten = strtod((char[]){'1', 'e', power < 0 ? '-' : '+', (char)('0' + abs(power) / 10),
                                     (char)('0' + abs(power) % 10), '\0'},
                            NULL);
        same_as_printf(ten);
        same_as_printf(nextafter(ten, 0.0));
        same_as_printf(nextafter(ten, INFINITY));
    }
    same_as_printf(0.0);
    same_as_printf(-0.0);
    same_as_printf(DBL_MIN);
    same_as_printf(DBL_MAX);
}

static void test_other_locale(void)
{
    static const char *const comma[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "nl_NL.UTF-8"};
    for (size_t i = 0; i < sizeof comma / sizeof comma[0]; i++) {
        if (setlocale(LC_ALL, comma[i]) != NULL) {
            double value = 0;
            char text[40];
            CU_ASSERT_EQUAL(number_read(&value, "12345678901234567890.5", 22), NUMBER_OK);
            CU_ASSERT_EQUAL(value, 12345678901234567890.5);
            number_write(text, sizeof text, 0.5);
            CU_ASSERT_STRING_EQUAL(text, "0.5");
        }
    }
    (void)setlocale(LC_ALL, "C");
}

static void utf8(const char *text, size_t length, size_t valid, bool cut)
{
    bool found;
    CU_ASSERT_EQUAL(text_valid_length(text, length, &found), valid);
    CU_ASSERT_EQUAL(found, cut);
}

static void test_utf8(void)
{
    utf8("plain ASCII text", 16, 16, false);
    utf8("na\xC3\xAFve \xE2\x82\xAC \xF0\x9F\x8F\xA5", 15, 15, false);
    utf8("\xC0\x80", 2, 0, false);            /* overlong */
    utf8("\xED\xA0\x80", 3, 0, false);        /* surrogate */
    utf8("\xF4\x90\x80\x80", 4, 0, false);    /* above U+10FFFF */
    utf8("abc\xE2\x82", 5, 3, true);          /* cut */
    utf8("abcdefgh\0abcdefgh", 17, 8, false); /* NUL */
    CU_ASSERT_EQUAL(text_characters("na\xC3\xAFve", 6), 5);
    CU_ASSERT(text_has_control("a\x1B[31m", 6, true));
    CU_ASSERT(text_has_control("a\xC2\x9B"
                               "31m",
                               6, true));
    CU_ASSERT_FALSE(text_has_control("two\nlines", 9, true));
    CU_ASSERT(text_has_control("two\nlines", 9, false));
}

static void test_near(void)
{
    CU_ASSERT_EQUAL(text_distance("urgent-care", "urgent_care", 3), 1);
    CU_ASSERT_EQUAL(text_distance("umnet", "unmet", 3), 1);
    CU_ASSERT_EQUAL(text_distance("capcity", "capacity", 3), 1);
    CU_ASSERT_EQUAL(text_distance("kitten", "sitting", 3), 3);
    CU_ASSERT_EQUAL(text_distance("kitten", "sitting", 2), 3);
    CU_ASSERT_EQUAL(text_distance("", "", 0), 0);
    CU_ASSERT_EQUAL(text_distance("abcdef", "zzzzzz", 2), 3);
}

static purse_code scanned(const char *text, scan *result)
{
    *result = (scan){0};
    return scan_json(result, text, strlen(text));
}

static void test_scan_lines(void)
{
    scan seen;
    CU_ASSERT_EQUAL(scanned("{\n \"a\": [1,\r\n 2\r,3],\n\n \"b\": {}}\n", &seen), PURSE_OK);
    static const uint32_t lines[] = {1, 2, 2, 3, 4, 6};
    CU_ASSERT_EQUAL_FATAL(seen.n_lines, 6);
    CU_ASSERT_EQUAL(memcmp(seen.lines, lines, sizeof lines), 0);
    scan_free(&seen);
}

static void test_scan_refuses(void)
{
    static const char *const wrong[] = {
        "",     "{",           "[1,]",        "{\"a\":1,}",         "{\"a\" 1}", "[01]",    "[1e999]", "[NaN]",
        "[+1]", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\"",        "\"\t\"",    "\"\\x\"", "tru",     "truex",
        "1 2",  "[1 2]",       "\"a",         "\"\\ud800\\u0041\"", "\xEF\xBF",  "['a']",   "[1]]",    "{1:2}",
        "-",    "[\f1]"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        scan seen;
        CU_ASSERT_EQUAL(scanned(wrong[i], &seen), PURSE_EINPUT);
        CU_ASSERT(seen.expected[0] != '\0' && seen.found[0] != '\0');
        scan_free(&seen);
    }
}

static void test_scan_depth(void)
{
    enum { DEEP = 1000000 };
    char *text = malloc(DEEP + 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    memset(text, '[', DEEP);
    text[DEEP] = '\0';
    scan seen;
    CU_ASSERT_EQUAL(scanned(text, &seen), PURSE_EINPUT);
    scan_free(&seen);
    free(text);
    char just[2 * SCAN_DEPTH + 1];
    memset(just, '[', SCAN_DEPTH);
    memset(just + SCAN_DEPTH, ']', SCAN_DEPTH);
    just[sizeof just - 1] = '\0';
    CU_ASSERT_EQUAL(scanned(just, &seen), PURSE_OK);
    scan_free(&seen);
}

int main(void)
{
    if (CU_initialize_registry() != CUE_SUCCESS) {
        return 1;
    }
    CU_pSuite suite = CU_add_suite("text of scenarios", NULL, NULL);
    CU_add_test(suite, "numbers are read exactly", test_numbers_exact);
    CU_add_test(suite, "what is no number is refused", test_numbers_refused);
    CU_add_test(suite, "numbers are written shortly", test_numbers_written);
    CU_add_test(suite, "numbers are written as printf does", test_numbers_written_as_printf_does);
    CU_add_test(suite, "the locale changes nothing", test_other_locale);
    CU_add_test(suite, "UTF-8", test_utf8);
    CU_add_test(suite, "near names", test_near);
    CU_add_test(suite, "the scan notes lines", test_scan_lines);
    CU_add_test(suite, "the scan is strict", test_scan_refuses);
    CU_add_test(suite, "the scan bounds depth", test_scan_depth);
    CU_basic_run_tests();
    unsigned failures = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failures != 0;
}
