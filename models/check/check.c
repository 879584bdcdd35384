/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/check/check.h"

purse_code check_scenario(scenario *s, purse_model *m, arena *store)
{
    static purse_code (*const parts[])(checker *) = {check_complete, check_ids,    check_references,
                                                     build_named,    build_sorted, check_supply,
                                                     check_rules,    check_care,   check_prevention};
    checker c = {.s = s, .m = m, .store = store};
    purse_code code = PURSE_OK;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && code == PURSE_OK; i++) {
        code = parts[i](&c);
    }
    if (code == PURSE_OK && scenario_errors(s) == 0) {
        code = check_warnings(&c);
    }
    arena_free(&c.scratch);
    return code;
}
