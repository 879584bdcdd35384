/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the scenario says where people enter and go on to today; the baseline needs all of it. */
#include <math.h>
#include <stdio.h>

#include "models/plan/private.h"

#define NAMED_AT_MOST 6
#define SHARE_SLACK 1e-6

/* Names of what is missing, the first few by name and all by number. */
typedef struct missing_list {
    char text[600];
    size_t length;
    int n;
} missing_list;

static void missing_add(missing_list *missing, const char *what, const char *need, const char *from, const char *to)
{
    if (missing->n++ >= NAMED_AT_MOST)
        return;
    size_t room = sizeof missing->text - missing->length;
    int n = snprintf(missing->text + missing->length, room, "%s%s of %s %s %s%s%s", missing->n > 1 ? ", " : "", what,
                     need, to ? "from" : "at", from, to ? " to " : "", to ? to : "");
    if (n > 0)
        missing->length += (size_t)n < room ? (size_t)n : room - 1;
}

static void missing_shares(missing_list *missing, const purse_model *model)
{
    for (int i = 0; i < model->n_abilities; i++) {
        const purse_ability *a = &model->abilities[i];
        if (a->entry && isnan(a->entry_baseline))
            missing_add(missing, "entry_baseline", model->needs[a->need].id, model->services[a->service].id, NULL);
    }
    for (int i = 0; i < model->n_referrals; i++) {
        const purse_referral *r = &model->referrals[i];
        const purse_ability *a = plan_ability(model, r->need, r->from);
        if (a && a->resolves < 1 && isnan(r->share))
            missing_add(missing, "share", model->needs[r->need].id, model->services[r->from].id,
                        model->services[r->to].id);
    }
}

/* Entries per need, and referrals per need and service that passes people on, sum to 1. */
static purse_code check_sums(const purse_model *model, purse_error *err)
{
    for (int n = 0; n < model->n_needs; n++) {
        plan_sum entries = {0};
        bool any = false;
        for (int i = model->ability_start[n]; i < model->ability_start[n + 1]; i++) {
            const purse_ability *a = &model->abilities[i];
            plan_sum onward = {0};
            if (a->entry) {
                plan_sum_add(&entries, a->entry_baseline);
                any = true;
            }
            if (a->resolves >= 1)
                continue;
            for (int r = model->referral_start[n]; r < model->referral_start[n + 1]; r++)
                if (model->referrals[r].from == a->service)
                    plan_sum_add(&onward, model->referrals[r].share);
            if (fabs(plan_sum_value(&onward) - 1) > SHARE_SLACK)
                return purse_error_set(err, PURSE_EINPUT, "baseline",
                                       "expected the shares of %s going on from %s to sum to 1, found %.10g",
                                       model->needs[n].id, model->services[a->service].id, plan_sum_value(&onward));
        }
        if (any && fabs(plan_sum_value(&entries) - 1) > SHARE_SLACK)
            return purse_error_set(err, PURSE_EINPUT, "baseline",
                                   "expected entry_baseline of %s to sum to 1, found %.10g", model->needs[n].id,
                                   plan_sum_value(&entries));
    }
    return PURSE_OK;
}

purse_code baseline_shares(const purse_model *model, purse_error *err)
{
    missing_list missing = {.n = 0};
    missing_shares(&missing, model);
    if (missing.n > NAMED_AT_MOST)
        return purse_error_set(err, PURSE_EINPUT, "baseline",
                               "the baseline needs %d shares that are not given: %s and %d more", missing.n,
                               missing.text, missing.n - NAMED_AT_MOST);
    if (missing.n > 0)
        return purse_error_set(err, PURSE_EINPUT, "baseline", "the baseline needs %d share%s not given: %s", missing.n,
                               missing.n > 1 ? "s that are" : " that is", missing.text);
    return check_sums(model, err);
}
