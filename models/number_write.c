/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers as the shortest of 15 to 17 digits that read back the same.
 *
 * Most are written by a fast path: the digits are value * 10^s in a long double of 64 bits, where 10^s is exact, so the
 * product is off by its last bit at most. Where that bit could decide how a digit is rounded, or whether the text reads
 * back the same, and where there is no such long double, printf decides. Either way the bytes are the same.
 */
#include "text.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { LEAST_DIGITS = 15, MOST_DIGITS = 17 };

static void write_slowly(char *text, size_t size, double value)
{
    for (int digits = LEAST_DIGITS; digits <= MOST_DIGITS; digits++) {
        (void)snprintf(text, size, "%.*g", digits, value);
        char *end = text;
        for (const char *c = text; *c != '\0'; c++) { /* the locale's decimal sign, of one byte or more */
            bool known = strchr("0123456789+-einfa", *c) != NULL;
            if (known) {
                *end++ = *c;
            } else if (end == text || end[-1] != '.') {
                *end++ = '.';
            }
        }
        *end = '\0';
        double back;
        number_verdict verdict = number_read(&back, text, strlen(text));
        if (verdict == NUMBER_MALFORMED || (verdict == NUMBER_OK && back == value)) {
            return;
        }
    }
}

#if LDBL_MANT_DIG >= 64

/* From here to here %g writes without an exponent, whatever the number of digits. */
static const double FIXED_FROM = 1e-4, FIXED_TO = 1e15;

static const long double ten[] = {1e0L,  1e1L,  1e2L,  1e3L,  1e4L,  1e5L,  1e6L,  1e7L,  1e8L,  1e9L,  1e10L,
                                  1e11L, 1e12L, 1e13L, 1e14L, 1e15L, 1e16L, 1e17L, 1e18L, 1e19L, 1e20L, 1e21L};

typedef enum rounding { READS_BACK, READS_OTHER, TOO_CLOSE } rounding;

/* The value, above 0, rounded to so many digits, whose first counts 10^power. */
static rounding round_to(double value, int digits, int power, uint64_t *rounded)
{
    int binary, scale = digits - 1 - power;
    double part = frexp(value, &binary);
    long double product = (long double)value * ten[scale];
    uint64_t whole = (uint64_t)product;
    long double rest = product - (long double)whole - 0.5L, doubt = product * 0x1p-63L;
    *rounded = whole + (rest > 0.0L);
    bool fits = (long double)*rounded >= ten[digits - 1] && (long double)*rounded < ten[digits];
    if (fabsl(rest) <= doubt || part == 0.5 || !fits) {
        return TOO_CLOSE;
    }
    if (digits == MOST_DIGITS) {
        return READS_BACK;
    }
    long double off = fabsl((long double)*rounded / ten[scale] - (long double)value);
    long double half = ldexpl(1.0L, binary - DBL_MANT_DIG - 1), unsure = half * 0x1p-9L;
    return off < half - unsure ? READS_BACK : off > half + unsure ? READS_OTHER : TOO_CLOSE;
}

/* floor(log10(value)) */
static int power_of(double value)
{
    int binary;
    (void)frexp(value, &binary);
    int power = (int)floor((binary - 1) * 0.30102999566398120);
    long double above = power + 1 >= 0 ? ten[power + 1] : 1.0L / ten[-power - 1];
    return (long double)value >= above ? power + 1 : power;
}

static void write_digits(char *text, uint64_t digits, int n, int power)
{
    char digit[MOST_DIGITS + 1];
    while (digits % 10 == 0) {
        digits /= 10;
        n--;
    }
    for (int i = n - 1; i >= 0; i--) {
        digit[i] = (char)('0' + digits % 10);
        digits /= 10;
    }
    if (power < 0) {
        memcpy(text, "0.0000", 6);
        text += 1 - power;
    }
    for (int i = 0; i < n || i <= power; i++) {
        if (i > 0 && i == power + 1) {
            *text++ = '.';
        }
        *text++ = (char)(i < n ? digit[i] : '0');
    }
    *text = '\0';
}

static bool write_fast(char *text, double value)
{
    double size = fabs(value);
    if (!(size >= FIXED_FROM && size < FIXED_TO)) {
        return false;
    }
    int power = power_of(size);
    for (int digits = LEAST_DIGITS; digits <= MOST_DIGITS; digits++) {
        uint64_t rounded;
        rounding v = round_to(size, digits, power, &rounded);
        if (v == TOO_CLOSE) {
            return false;
        }
        if (v == READS_BACK) {
            *text = '-';
            write_digits(text + (value < 0.0), rounded, digits, power);
            return true;
        }
    }
    return false;
}

#else

static bool write_fast(char *text, double value)
{
    (void)text;
    (void)value;
    return false;
}

#endif

void number_write(char *text, size_t size, double value)
{
    enum { LONGEST = 32 };
    if (size >= LONGEST && value == 0.0 && !signbit(value)) {
        memcpy(text, "0", 2);
    } else if (size < LONGEST || !write_fast(text, value)) {
        write_slowly(text, size, value);
    }
}
