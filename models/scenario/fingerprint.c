/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/scenario/fingerprint.h"

#include <string.h>

static void digest_text(struct sha256_ctx *context, char text[FINGERPRINT_TEXT])
{
    static const char hexadecimal[] = "0123456789abcdef";
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(context, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        text[2 * i] = hexadecimal[digest[i] >> 4];
        text[2 * i + 1] = hexadecimal[digest[i] & 15U];
    }
    text[FINGERPRINT_TEXT - 1] = '\0';
}

void fingerprint_begin(fingerprint *f)
{
    memset(f, 0, sizeof *f);
    sha256_init(&f->whole);
}

void fingerprint_part_begin(fingerprint *f)
{
    sha256_init(&f->part);
}

void fingerprint_part_add(fingerprint *f, const void *bytes, size_t length)
{
    sha256_update(&f->part, length, bytes);
}

void fingerprint_part_end(fingerprint *f)
{
    char line[FINGERPRINT_TEXT];
    digest_text(&f->part, line);
    if (f->n_parts++ == 0) {
        memcpy(f->first, line, sizeof f->first);
    }
    line[FINGERPRINT_TEXT - 1] = '\n';
    sha256_update(&f->whole, FINGERPRINT_TEXT, (const uint8_t *)line);
}

void fingerprint_end(fingerprint *f, char text[FINGERPRINT_TEXT])
{
    if (f->n_parts == 1) {
        memcpy(text, f->first, FINGERPRINT_TEXT);
    } else {
        digest_text(&f->whole, text);
    }
}
