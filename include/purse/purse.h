/* SPDX-License-Identifier: GPL-3.0-or-later */
/** All public headers of libpurse. */
#ifndef PURSE_PURSE_H
#define PURSE_PURSE_H

#include "purse/alternatives.h"
#include "purse/answer.h"
#include "purse/conflict.h"
#include "purse/detriment.h"
#include "purse/error.h"
#include "purse/explain.h"
#include "purse/gains.h"
#include "purse/least_change.h"
#include "purse/model.h"
#include "purse/optimise.h"
#include "purse/plan.h"
#include "purse/program.h"
#include "purse/regime.h"
#include "purse/report.h"
#include "purse/report_explain.h"
#include "purse/scenario.h"
#include "purse/settings.h"
#include "purse/solution.h"
#include "purse/solver.h"
#include "purse/split.h"
#include "purse/version.h"
#include "purse/walls.h"
#include "purse/why.h"

#endif
