/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers by the grammar of RFC 8259, read exactly and whatever the locale. strtod alone would accept "0x1p3",
 * "inf" and " 1", and looks for the locale's decimal point; so the grammar is ours, the common short number
 * takes Clinger's exact fast path (at most 2^53 times or over a power of ten up to 10^22), and the rest goes to
 * strtod as digits and an exponent, without a point.
 */
#include "text.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FAST_DIGITS = 18, FAST_POWER = 22, EXPONENT_LIMIT = 100000, KEPT_DIGITS = 800 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t digits_length(const char *text, size_t length)
{
    size_t n = 0;
    while (n < length && is_digit(text[n])) {
        n++;
    }
    return n;
}

size_t number_length(const char *text, size_t length)
{
    size_t at = length > 0 && text[0] == '-' ? 1 : 0;
    size_t whole = digits_length(text + at, length - at);
    if (whole == 0 || (whole > 1 && text[at] == '0')) {
        return 0;
    }
    at += whole;
    if (at < length && text[at] == '.') {
        size_t part = digits_length(text + at + 1, length - at - 1);
        if (part == 0) {
            return 0;
        }
        at += 1 + part;
    }
    if (at < length && (text[at] == 'e' || text[at] == 'E')) {
        size_t sign = at + 1 < length && (text[at + 1] == '+' || text[at + 1] == '-') ? 1 : 0;
        size_t part = digits_length(text + at + 1 + sign, length - at - 1 - sign);
        if (part == 0) {
            return 0;
        }
        at += 1 + sign + part;
    }
    return at;
}

/* A number taken apart: the sign, the significant digits without the point, and the power of ten. */
typedef struct parts {
    bool negative;
    uint64_t small; /* value of the digits while there are at most FAST_DIGITS */
    size_t n_digits;
    long power;
    char digit[KEPT_DIGITS + 2];
} parts;

static void parts_digit(parts *p, char c, bool fraction)
{
    if (p->n_digits == 0 && c == '0') {
        p->power -= fraction;
        return;
    }
    if (p->n_digits < FAST_DIGITS) {
        p->small = p->small * 10 + (uint64_t)(c - '0');
    }
    if (p->n_digits < KEPT_DIGITS) {
        p->digit[p->n_digits++] = c;
        p->power -= fraction;
    } else { /* digits past 800 decide nothing but a tie, which a last 1 records */
        if (c != '0') {
            p->digit[KEPT_DIGITS - 1] = '1';
        }
        p->power += !fraction;
    }
}

static void parts_read(parts *p, const char *text, size_t length)
{
    size_t at = text[0] == '-' ? 1 : 0;
    p->negative = at == 1;
    p->small = 0;
    p->n_digits = 0;
    p->power = 0;
    bool fraction = false;
    for (; at < length && text[at] != 'e' && text[at] != 'E'; at++) {
        if (text[at] == '.') {
            fraction = true;
        } else {
            parts_digit(p, text[at], fraction);
        }
    }
    if (at < length) {
        bool down = text[at + 1] == '-';
        long exponent = 0;
        for (at += 1 + (size_t)!is_digit(text[at + 1]); at < length; at++) {
            exponent = exponent < EXPONENT_LIMIT ? exponent * 10 + (text[at] - '0') : exponent;
        }
        p->power += down ? -exponent : exponent;
    }
}

static double parts_value(parts *p)
{
    static const double ten[FAST_POWER + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                               1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (p->n_digits == 0) {
        return p->negative ? -0.0 : 0.0;
    }
    bool exact = p->n_digits <= FAST_DIGITS && p->small <= (UINT64_C(1) << 53) && FLT_EVAL_METHOD == 0;
    double value;
    if (exact && p->power >= 0 && p->power <= FAST_POWER) {
        value = (double)p->small * ten[p->power];
    } else if (exact && p->power < 0 && p->power >= -FAST_POWER) {
        value = (double)p->small / ten[-p->power];
    } else {
        char text[KEPT_DIGITS + 32];
        memcpy(text, p->digit, p->n_digits);
        (void)snprintf(text + p->n_digits, sizeof text - p->n_digits, "e%ld", p->power);
        value = strtod(text, NULL);
    }
    return p->negative ? -value : value;
}

number_verdict number_read(double *value, const char *text, size_t length)
{
    if (length == 0 || number_length(text, length) != length) {
        return NUMBER_MALFORMED;
    }
    parts p;
    parts_read(&p, text, length);
    double read = parts_value(&p);
    if (!isfinite(read)) {
        return NUMBER_TOO_LARGE;
    }
    *value = read;
    return NUMBER_OK;
}
