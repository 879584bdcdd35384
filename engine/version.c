/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "purse/version.h"

const char *purse_version(void)
{
    return PURSE_VERSION;
}
