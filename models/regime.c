/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of the regimes. */
#include <string.h>

#include "purse/regime.h"

static const char *const regime_text[] = {
#define REGIME_TEXT(name, text, meaning) text,
    PURSE_REGIMES(REGIME_TEXT)
#undef REGIME_TEXT
};

const char *purse_regime_text(purse_regime_kind kind)
{
    return (unsigned)kind < PURSE_N_REGIMES ? regime_text[kind] : "unknown regime";
}

purse_code purse_regime_parse(purse_regime_kind *kind, const char *text, purse_error *err)
{
    for (int i = 0; i < PURSE_N_REGIMES; i++)
        if (strcmp(text, regime_text[i]) == 0) {
            *kind = (purse_regime_kind)i;
            return PURSE_OK;
        }
    return purse_error_set(err, PURSE_EUSAGE, "regime", "expected one of %s, found \"%.60s\"",
#define REGIME_NAME(name, text, meaning) ", " text
                           &(PURSE_REGIMES(REGIME_NAME))[2],
#undef REGIME_NAME
                           text);
}
