/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The SHA-256 that names what was read. Of a scenario alone it is the file's own, as sha256sum prints it; with
 * tables and changes it is the SHA-256 of their SHA-256s, one per line in hexadecimal, in order of reading.
 */
#ifndef PURSE_MODELS_SCENARIO_FINGERPRINT_H
#define PURSE_MODELS_SCENARIO_FINGERPRINT_H

#include <nettle/sha2.h>
#include <stddef.h>

enum { FINGERPRINT_TEXT = 2 * SHA256_DIGEST_SIZE + 1 };

typedef struct fingerprint {
    struct sha256_ctx whole; /**< over the lines so far */
    struct sha256_ctx part;  /**< over the part being read */
    char first[FINGERPRINT_TEXT];
    int n_parts;
} fingerprint;

void fingerprint_begin(fingerprint *f);
void fingerprint_part_begin(fingerprint *f);
void fingerprint_part_add(fingerprint *f, const void *bytes, size_t length);
void fingerprint_part_end(fingerprint *f);
void fingerprint_end(fingerprint *f, char text[FINGERPRINT_TEXT]);

#endif
