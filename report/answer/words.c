/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reasons and states in words. */
#include <math.h>

#include "report/answer/answer.h"

static void add_money(purse_text *out, const purse_model *model, double value)
{
    char text[48];
    purse_text_format(out, "%s %s", model->currency, table_amount(text, value, 0));
}

/* "GBP 44.29 per visit" */
static void add_cost(purse_text *out, const purse_award *award, double value, const purse_model *model)
{
    char text[48];
    purse_text_format(out, "%s %s per %s", model->currency, table_amount(text, value, 2),
                      model->services[model->offers[award->offer].service].unit);
}

/* On which count the winner is better; `winner` and `loser` are the figures. */
static void add_edge(purse_text *out, const purse_award *award, double winner, double loser, const purse_model *model)
{
    char one[48], other[48];
    switch (award->edge) {
    case PURSE_EDGE_CHEAPER:
        purse_text_add(out, ", cheaper: ");
        add_cost(out, award, winner, model);
        purse_text_format(out, " against %s", table_amount(one, loser, 2));
        break;
    case PURSE_EDGE_LESS:
        purse_text_add(out, ", cheaper: ");
        add_money(out, model, winner);
        purse_text_format(out, " in all against %s", table_amount(one, loser, 0));
        break;
    case PURSE_EDGE_LARGER:
        purse_text_format(out,
                          award->awarded ? ", larger: %s contacts here, %s at most there"
                                         : ", larger: %s contacts there, %s at most here",
                          table_amount(one, winner, 0), table_amount(other, loser, 0));
        break;
    case PURSE_EDGE_NONE:
        break;
    }
}

static void add_contest(purse_text *out, const purse_award *award, const purse_model *model)
{
    purse_text_format(out, award->awarded ? "contest won against %s" : "contest lost to %s",
                      model->offers[award->rival].id);
    if (award->rivals > 1)
        purse_text_format(out, " and %d more", award->rivals - 1);
    if (award->awarded)
        add_edge(out, award, award->own, award->other, model);
    else
        add_edge(out, award, award->other, award->own, model);
}

static void add_budget(purse_text *out, const purse_award *award, const purse_model *model)
{
    int pot =
        award->team >= 0 ? model->teams[award->team].pot : model->services[model->offers[award->offer].service].pot;
    if (award->other < 0.5) {
        purse_text_format(out, "budget: nothing left in %s", model->pots[pot].name);
    } else {
        purse_text_add(out, "budget: ");
        add_money(out, model, award->other);
        purse_text_format(out, " left in %s", model->pots[pot].name);
    }
    if (award->own >= 0.5) {
        purse_text_add(out, ", it takes ");
        add_money(out, model, award->own);
        purse_text_add(out, " at least");
    }
}

static void add_refusal(purse_text *out, const purse_award *award, const purse_plan *plan, const purse_model *model)
{
    char text[48];
    switch (award->reason) {
    case PURSE_REASON_CONFLICT:
        purse_text_format(out, "conflict of interest: its provider commissions %s",
                          model->pots[model->services[model->offers[award->offer].service].pot].name);
        break;
    case PURSE_REASON_CAPACITY:
        purse_text_format(out, "capacity: %s, no dearer, has %s contacts to spare", model->offers[award->rival].id,
                          table_amount(text, award->other, 0));
        break;
    case PURSE_REASON_RULE:
        purse_text_format(out, "rule %s binds", model->rules[award->rule].id);
        break;
    case PURSE_REASON_INCOME:
        purse_text_add(out, "income: its provider can carry no more than ");
        add_money(out, model, award->other);
        purse_text_add(out, " on top of what it has");
        break;
    case PURSE_REASON_PRICE:
        purse_text_add(out, "price: ");
        add_cost(out, award, award->own, model);
        purse_text_format(out, " at best, those awarded at most %s", table_amount(text, award->other, 2));
        break;
    case PURSE_REASON_BUDGET:
        add_budget(out, award, model);
        break;
    default:
        purse_text_add(out, plan->status == PURSE_STATUS_OPTIMAL ? "no gain found: the plan without it is optimal"
                                                                 : "no gain found, in a plan that is not proved");
        break;
    }
}

void answer_why(purse_text *out, const purse_award *award, const purse_plan *plan, const purse_model *model)
{
    switch (award->reason) {
    case PURSE_REASON_CONTEST_LOST:
    case PURSE_REASON_CONTEST_WON:
        add_contest(out, award, model);
        break;
    case PURSE_REASON_RULE_NEEDED:
        purse_text_format(out, "counts towards rule %s, which binds", model->rules[award->rule].id);
        break;
    case PURSE_REASON_CHEAPEST:
        purse_text_format(out, "cheapest of %d: ", award->rivals + 1);
        add_cost(out, award, award->own, model);
        break;
    case PURSE_REASON_USED:
        purse_text_add(out, "in use");
        break;
    case PURSE_REASON_UNUSED:
        purse_text_add(out, award->team >= 0 ? "coordinates nobody" : "nobody is seen there");
        break;
    default:
        add_refusal(out, award, plan, model);
        break;
    }
}

const char *answer_state(const purse_rule_result *row)
{
    return isnan(row->value) ? "nothing to hold" : row->broken ? "broken" : row->binds ? "binds" : "holds";
}

const char *answer_unit(const purse_rule *rule, const purse_model *model)
{
    switch (rule->type) {
    case PURSE_RULE_MAX_SHARE:
    case PURSE_RULE_MIN_SHARE:
        return "share";
    case PURSE_RULE_MIN_SPEND:
    case PURSE_RULE_MAX_SPEND:
        return model->currency;
    case PURSE_RULE_MIN_QUALITY:
        return "points";
    case PURSE_RULE_MIN_AWARDS:
    case PURSE_RULE_MAX_AWARDS:
        return "awards";
    case PURSE_RULE_MAX_UNMET_GAP:
    case PURSE_RULE_MAX_BURDEN_GAP:
        return "per episode";
    default:
        return "";
    }
}

const char *answer_scope(const purse_rule *rule, const purse_model *model)
{
    switch (rule->scope) {
    case PURSE_SCOPE_POT:
        return model->pots[rule->scope_index].id;
    case PURSE_SCOPE_SERVICE:
        return model->services[rule->scope_index].id;
    default:
        return "all";
    }
}

const char *answer_prices_of(const purse_plan *plan)
{
    return plan->fixed_prices ? "awards_held_fixed" : "program";
}
