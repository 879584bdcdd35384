/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "purse/settings.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

purse_settings purse_settings_default(void)
{
    purse_settings settings = {
#define FIELD_DEFAULT(name, type, value, low, high, option, argument, meaning) .name = (value),
        PURSE_SETTINGS(FIELD_DEFAULT)
#undef FIELD_DEFAULT
    };
    return settings;
}

/** NaN fails both comparisons, so it is out of every range. */
static purse_code in_range(const char *option, double value, double low, double high, purse_error *err)
{
    if (value >= low && value <= high)
        return PURSE_OK;
    return purse_error_set(err, PURSE_EUSAGE, option, "expected a number from %.15g to %.15g, found %.15g", low, high,
                           value);
}

purse_code purse_settings_check(const purse_settings *settings, purse_error *err)
{
    purse_code code = PURSE_OK;
#define FIELD_CHECK(name, type, value, low, high, option, argument, meaning)                                           \
    if (code == PURSE_OK)                                                                                              \
        code = in_range(option, (double)settings->name, (double)(low), (double)(high), err);
    PURSE_SETTINGS(FIELD_CHECK)
#undef FIELD_CHECK
    return code;
}

#define METHOD_NAME(name, text) " " text
#define KIND_double "number"
#define KIND_long "whole number"
#define KIND_purse_threads KIND_long
#define KIND_purse_method "method (one of:" PURSE_METHODS(METHOD_NAME) ")"

static bool parse_double(double *value, const char *text)
{
    char *end = NULL;
    errno = 0;
    double number = strtod(text, &end);
    if (end == text || *end != '\0' || !isfinite(number))
        return false;
    *value = number;
    return true;
}

static bool parse_long(long *value, const char *text)
{
    char *end = NULL;
    errno = 0;
    long number = strtol(text, &end, 10);
    if (end == text || *end != '\0' || errno == ERANGE)
        return false;
    *value = number;
    return true;
}

static bool parse_purse_threads(purse_threads *value, const char *text)
{
    return parse_long(value, text);
}

static const char *const method_text[] = {
#define METHOD_TEXT(name, text) text,
    PURSE_METHODS(METHOD_TEXT)
#undef METHOD_TEXT
};

const char *purse_method_text(purse_method method)
{
    return method_text[method];
}

static bool parse_purse_method(purse_method *value, const char *text)
{
    for (int i = 0; i < PURSE_N_METHODS; i++)
        if (strcmp(text, method_text[i]) == 0) {
            *value = (purse_method)i;
            return true;
        }
    return false;
}

purse_code purse_settings_set(purse_settings *settings, const char *option, const char *text, purse_error *err)
{
    purse_settings changed = *settings;
#define FIELD_SET(name, type, value, low, high, opt, argument, meaning)                                                \
    if (strcmp(option, opt) == 0) {                                                                                    \
        if (!parse_##type(&changed.name, text))                                                                        \
            return purse_error_set(err, PURSE_EUSAGE, opt, "expected a %s, found \"%s\"", KIND_##type, text);          \
        purse_code code = in_range(opt, (double)changed.name, (double)(low), (double)(high), err);                     \
        if (code == PURSE_OK)                                                                                          \
            *settings = changed;                                                                                       \
        return code;                                                                                                   \
    }
    PURSE_SETTINGS(FIELD_SET)
#undef FIELD_SET
    return purse_error_set(err, PURSE_EUSAGE, option, "there is no such setting");
}
