/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one offer must satisfy by itself. */
#include <stdio.h>

#include "models/check/check.h"
#include "models/text.h"

purse_code check_supply(checker *c)
{
    purse_code code = PURSE_OK;
    for (size_t i = 0; i < c->s->table[TABLE_OFFERS].n && code == PURSE_OK; i++) {
        const rec_offer *r = (const rec_offer *)(const void *)scenario_record(c->s, TABLE_OFFERS, i);
        if ((r->at.given & GIVEN_BROKEN) != 0) {
            continue;
        }
        double most = r->capacity + r->block_size * r->max_blocks;
        if (r->min_volume > most * (1 + 1e-12)) {
            char found[40], limit[40], expected[PROBLEM_TEXT];
            where at = where_record(TABLE_OFFERS, &r->at, "min_volume");
            number_write(found, sizeof found, r->min_volume);
            number_write(limit, sizeof limit, most);
            (void)snprintf(expected, sizeof expected, "at most the capacity with all blocks, %s", limit);
            code = problem_expected(c->s, &at, expected, found, NULL);
        }
        if (code == PURSE_OK && r->contest != 0 && r->award == 0) {
            char found[PROBLEM_TEXT];
            where at = where_record(TABLE_OFFERS, &r->at, "contest");
            (void)snprintf(found, sizeof found, "contest \"%s\" on a held offer", scenario_text(c->s, r->contest));
            code = problem_expected(c->s, &at, "award open where there is a contest", found, NULL);
        }
    }
    return code;
}
