/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Why a plan is as it is, or why there is none: all that purse explain tells, one header per section. */
#ifndef PURSE_EXPLAIN_H
#define PURSE_EXPLAIN_H

#include "purse/alternatives.h"
#include "purse/conflict.h"
#include "purse/detriment.h"
#include "purse/gains.h"
#include "purse/least_change.h"
#include "purse/split.h"
#include "purse/walls.h"
#include "purse/why.h"

#endif
