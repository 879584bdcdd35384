/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Regimes: how far the walls between the pots come down (section 4 of the model). */
#ifndef PURSE_REGIME_H
#define PURSE_REGIME_H

#include "purse/error.h"

#ifdef __cplusplus
extern "C" {
#endif

#define PURSE_REGIMES(X)                                                                                               \
    X(BASELINE, "baseline", "today's pattern, evaluated")                                                              \
    X(SILO, "silo", "each pot by itself")                                                                              \
    X(PARTIAL, "partial", "money moves within the virement limits")                                                    \
    X(DIAL, "dial", "a share of each pot's budget may move")                                                           \
    X(POOLED, "pooled", "one total budget")

typedef enum purse_regime_kind {
#define PURSE_REGIME_NAME(name, text, meaning) PURSE_REGIME_##name,
    PURSE_REGIMES(PURSE_REGIME_NAME)
#undef PURSE_REGIME_NAME
        PURSE_N_REGIMES
} purse_regime_kind;

typedef struct purse_regime {
    purse_regime_kind kind;
    double dial; /**< share of each pot's budget that may move, 0..1; only for DIAL */
} purse_regime;

const char *purse_regime_text(purse_regime_kind kind);

/** Parse a regime's name. PURSE_EUSAGE with the known names when there is none such. */
purse_code purse_regime_parse(purse_regime_kind *kind, const char *text, purse_error *err);

#ifdef __cplusplus
}
#endif
#endif
