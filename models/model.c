/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "purse/model.h"

#include <stdlib.h>

#include "models/scenario/arena.h"
#include "models/scenario/tables.h"

const char *purse_sector_text(purse_sector sector)
{
    return (unsigned)sector < PURSE_N_SECTORS ? sector_names[sector] : "unknown sector";
}

const char *purse_move_text(purse_move move)
{
    return (unsigned)move < PURSE_N_MOVES ? move_names[move] : "unknown move";
}

const char *purse_measure_text(purse_measure measure)
{
    return (unsigned)measure < PURSE_N_MEASURES ? measure_names[measure] : "unknown measure";
}

const char *purse_rule_text(purse_rule_type type)
{
    return (unsigned)type < PURSE_N_RULES ? rule_names[type] : "unknown rule";
}

void purse_model_free(purse_model *model)
{
    if (model != NULL) {
        arena *store = model->store;
        arena_free(store);
        free(store);
        free(model);
    }
}

bool purse_list_has(purse_list list, int item)
{
    int lo = 0, hi = list.n;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (list.item[mid] < item)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < list.n && list.item[lo] == item;
}
