/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Settings of a solve: one list, from which come the struct, the defaults, the check, --help and the manual. */
#ifndef PURSE_SETTINGS_H
#define PURSE_SETTINGS_H

#include "purse/error.h"

#ifdef __cplusplus
extern "C" {
#endif

/** name, type, default, lowest, highest, command-line option, argument, meaning. */
#define PURSE_SETTINGS(X)                                                                                              \
    X(gap, double, 0.0, 0.0, 1.0, "gap", "SHARE",                                                                      \
      "prove the optimum to this relative gap (0: 1e-6, or 1e-4 with integers)")                                       \
    X(time_limit, double, 0.0, 0.0, 1e9, "time-limit", "SECONDS", "stop each regime after this long (0: never)")       \
    X(node_limit, long, 0, 0, 2000000000L, "nodes", "N", "stop after this many branch and bound nodes (0: never)")     \
    X(interior, long, 0, 0, 2, "interior", "N",                                                                        \
      "interior point solver before the simplex: 0 for large linear programs, 1 always, 2 never")                      \
    X(seed, long, 0, 0, 2000000000L, "seed", "N", "names the random stream of studies; a solve draws nothing")

typedef struct purse_settings {
#define PURSE_SETTING_FIELD(name, type, value, low, high, option, argument, meaning) type name;
    PURSE_SETTINGS(PURSE_SETTING_FIELD)
#undef PURSE_SETTING_FIELD
} purse_settings;

/** Defaults of the list above. */
purse_settings purse_settings_default(void);

/** PURSE_EUSAGE, naming the setting and its range, when one is out of range or not a number. */
purse_code purse_settings_check(const purse_settings *settings, purse_error *err);

/** Set one setting by its command-line option name from text. PURSE_EUSAGE when unknown or not a number. */
purse_code purse_settings_set(purse_settings *settings, const char *option, const char *text, purse_error *err);

#ifdef __cplusplus
}
#endif
#endif
