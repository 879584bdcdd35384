/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "purse/solution.h"

const char *purse_status_text(purse_status status)
{
    static const char *const text[] = {
#define STATUS_TEXT(name, text) text,
        PURSE_STATUSES(STATUS_TEXT)
#undef STATUS_TEXT
    };
    return (unsigned)status < sizeof text / sizeof *text ? text[status] : "unknown status";
}

const char *purse_way_text(purse_way way)
{
    static const char *const text[] = {
#define WAY_TEXT(name, text) text,
        PURSE_WAYS(WAY_TEXT)
#undef WAY_TEXT
    };
    return (unsigned)way < sizeof text / sizeof *text ? text[way] : "unknown way";
}
