/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Settings of a solve: one list, from which come the struct, the defaults, the check, --help and the manual. */
#ifndef PURSE_SETTINGS_H
#define PURSE_SETTINGS_H

#include "purse/error.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Which method solves: name, text. What a method cannot take goes to the one that can. */
#define PURSE_METHODS(X)                                                                                               \
    X(AUTO, "auto")                 /**< by the size of the program */                                                 \
    X(SIMPLEX, "simplex")           /**< GLPK's simplex, with integers its branch and cut */                           \
    X(STRENGTHENED, "strengthened") /**< integers by branch and cut on a relaxation tightened first */                 \
    X(INTERIOR, "interior")         /**< the interior point first; what it does not close, the simplex */

typedef enum purse_method {
#define PURSE_METHOD_NAME(name, text) PURSE_METHOD_##name,
    PURSE_METHODS(PURSE_METHOD_NAME)
#undef PURSE_METHOD_NAME
        PURSE_N_METHODS
} purse_method;

/** "auto", and so on. */
const char *purse_method_text(purse_method method);

/** A number of threads: no part of an answer, since none depends on it. */
typedef long purse_threads;

/** name, type, default, lowest, highest, command-line option, argument, meaning. */
#define PURSE_SETTINGS(X)                                                                                              \
    X(gap, double, 0.0, 0.0, 1.0, "gap", "SHARE",                                                                      \
      "prove the optimum to this relative gap (0: 1e-6, or 1e-4 with integers)")                                       \
    X(time_limit, double, 0.0, 0.0, 1e9, "time-limit", "SECONDS", "stop each regime after this long (0: never)")       \
    X(node_limit, long, 0, 0, 2000000000L, "nodes", "N", "stop after this many branch and bound nodes (0: never)")     \
    X(solver, purse_method, PURSE_METHOD_AUTO, 0, PURSE_N_METHODS - 1, "solver", "NAME",                               \
      "which method solves: auto (by size), simplex, strengthened, interior")                                          \
    X(threads, purse_threads, 1, 0, 64, "threads", "N",                                                                \
      "how many threads the interior point uses (0: one per processor); answers do not depend on it")                  \
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
