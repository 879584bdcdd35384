/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a CSV table, in blocks of any size. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "models/scenario/csv.h"

/* The first byte picks the table, the second the size of the blocks it is fed in. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    purse_problems problems = {0};
    arena store = {0};
    scenario s;
    if (size >= 2 && scenario_begin(&s, &store, &problems) == PURSE_OK) {
        table_id id = (table_id)(data[0] % N_TABLES);
        char *text = malloc(size);
        if (text != NULL) {
            memcpy(text, data + 2, size - 2);
            (void)csv_read_text(&s, id, "table.csv", text, size - 2, (size_t)data[1] + 1);
        }
        free(text);
        scenario_end(&s);
    }
    arena_free(&store);
    purse_problems_free(&problems);
    return 0;
}
