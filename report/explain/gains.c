/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What more of each limit brings, in sentences and as JSON. */
#include <math.h>

#include "purse/report_explain.h"
#include "report/explain/explain.h"
#include "report/json.h"
#include "report/table.h"

static bool of_money(const purse_gain *gain)
{
    return gain->kind != PURSE_LIMIT_OFFER && gain->kind != PURSE_LIMIT_TEAM;
}

const char *gain_id(const purse_gain *gain, const purse_model *model)
{
    switch (gain->kind) {
    case PURSE_LIMIT_POT:
        return model->pots[gain->of].id;
    case PURSE_LIMIT_PROVIDER:
        return model->providers[gain->of].id;
    case PURSE_LIMIT_OFFER:
        return model->offers[gain->of].id;
    case PURSE_LIMIT_TEAM:
        return model->teams[gain->of].id;
    default:
        return model->programmes[gain->of].id;
    }
}

/* So many units of what is limited, as money or as a number. */
static const char *units(char *text, const purse_gain *gain, const purse_model *model, double value)
{
    char number[48];
    if (of_money(gain))
        (void)snprintf(text, 80, "%s %s", model->currency, table_amount(number, value, 0));
    else
        (void)snprintf(text, 80, "%s", table_amount(number, value, value == rint(value) ? 0 : gain_decimals(value)));
    return text;
}

/* "The next GBP 1,000 in pot so-and-so". */
static void add_subject(purse_text *out, const purse_gain *gain, const purse_model *model)
{
    char amount[80];
    (void)units(amount, gain, model, gain->amount);
    const purse_offer *offer = &model->offers[gain->kind == PURSE_LIMIT_OFFER ? gain->of : 0];
    switch (gain->kind) {
    case PURSE_LIMIT_POT:
        purse_text_format(out, "The next %s in %s", amount, model->pots[gain->of].name);
        break;
    case PURSE_LIMIT_PROVIDER:
        purse_text_format(out, "The next %s that %s may earn", amount, model->providers[gain->of].name);
        break;
    case PURSE_LIMIT_OFFER:
        purse_text_format(out, "The next %s of capacity (%s) of offer %s, %s by %s", amount,
                          model->services[offer->service].unit, offer->id, model->services[offer->service].name,
                          model->providers[offer->provider].name);
        break;
    case PURSE_LIMIT_TEAM:
        purse_text_format(out, "The next %s episodes that team %s may coordinate", amount, model->teams[gain->of].id);
        break;
    default:
        purse_text_format(out, "The next %s that could be spent on %s, its curve going on as it ends,", amount,
                          model->programmes[gain->of].name);
    }
}

static const char *measure_words(const purse_tier *tier)
{
    switch (tier->measure) {
    case PURSE_MEASURE_UNMET:
        return "weighted episodes unmet";
    case PURSE_MEASURE_BURDEN:
        return "of burden";
    case PURSE_MEASURE_ACCESS:
        return "of access (rank times contacts)";
    default:
        return "of the weighted sum";
    }
}

/* How far the first line goes, and what follows: rates for each such amount. */
static void add_reach(purse_text *out, const purse_gain *gain, const purse_model *model)
{
    char first[48], then[48], until[80];
    double rate = gain->per_unit * gain->amount, after = gain->then * gain->amount;
    (void)units(until, gain, model, gain->until);
    (void)table_amount(first, rate, gain_decimals(rate));
    (void)table_amount(then, after, gain_decimals(after));
    purse_text_add(out, gain->until < gain->amount ? " in all" : "");
    if (gain->further)
        purse_text_format(out, ", and so on up to %s at least.\n", until);
    else if (gain->stopped)
        purse_text_format(out, ", up to %s; what follows is unknown.\n", until);
    else if (gain->until < gain->amount)
        purse_text_format(out, ": at a rate of %s up to %s, then %s.\n", first, until, after > 0.0 ? then : "nothing");
    else
        purse_text_format(out, ", up to %s, then %s.\n", until, after > 0.0 ? then : "nothing");
}

void gain_sentence(purse_text *out, const purse_gain *gain, const purse_tier *tier, const purse_model *model)
{
    char number[48];
    add_subject(out, gain, model);
    if (isnan(gain->gain)) {
        purse_text_add(out, ": unknown, the search was stopped.\n");
        return;
    }
    purse_text_format(out, " spares %s %s", table_amount(number, gain->gain, gain_decimals(gain->gain)),
                      measure_words(tier));
    if (isnan(gain->until)) {
        purse_text_add(out, gain->stopped ? "; how far that goes on is unknown.\n" : ".\n");
        return;
    }
    add_reach(out, gain, model);
}

/* The pots in which more money brings nothing. */
static void add_idle_pots(purse_text *out, const purse_gains *gains, const purse_model *model)
{
    int n = 0, told = 0;
    for (int i = 0; i < gains->n; i++)
        n += gains->item[i].kind == PURSE_LIMIT_POT && gains->item[i].gain == 0.0;
    if (n == 0)
        return;
    purse_text_add(out, "  More money brings nothing in ");
    for (int i = 0; i < gains->n; i++)
        if (gains->item[i].kind == PURSE_LIMIT_POT && gains->item[i].gain == 0.0) {
            const char *before = told == 0 ? "" : told == n - 1 ? " or in " : ", ";
            purse_text_format(out, "%s%s", before, model->pots[gains->item[i].of].name);
            told++;
        }
    purse_text_add(out, ".\n");
}

purse_code purse_report_gains_text(purse_text *out, const purse_gains *gains, const purse_plan *plan,
                                   const purse_model *model, purse_view view, purse_error *err)
{
    char number[48];
    int rank = 0;
    if (gains->tier < 0) {
        purse_text_add(out, "Nobody is unmet or burdened, so more money would buy nothing the objective asks for.\n");
        return out->failed ? purse_error_memory(err) : PURSE_OK;
    }
    const purse_tier *tier = &plan->tier[gains->tier];
    table_heading(out, view.colour, "What a little more would spare%s",
                  plan->fixed_prices ? "; awards and blocks held" : "");
    for (int i = 0; i < gains->n; i++)
        if (gains->item[i].gain != 0.0) {
            purse_text_format(out, "  %d. ", ++rank);
            gain_sentence(out, &gains->item[i], tier, model);
        }
    add_idle_pots(out, gains, model);
    if (rank == 0 && gains->n_others == 0)
        purse_text_add(out, "  Nor does more of any provider's income, offer, team or programme.\n");
    if (gains->n_others > 0)
        purse_text_format(out, "  %d other limit%s may bring at most %s%s (--limits N tells of more).\n",
                          gains->n_others, gains->n_others == 1 ? "" : "s",
                          table_amount(number, gains->others, gain_decimals(gains->others)),
                          gains->n_others == 1 ? "" : " each");
    if (rank > 0)
        purse_text_add(out, "  Each by itself, and found by solving again; \"up to\": so much more in all; \"then\": "
                            "for each such amount after that.\n");
    return out->failed ? purse_error_memory(err) : PURSE_OK;
}

purse_code purse_report_gains_json(purse_text *out, const purse_gains *gains, const purse_plan *plan,
                                   const purse_model *model, purse_error *err)
{
    json j = {.out = out};
    json_object(&j, NULL, false);
    if (gains->tier >= 0) {
        json_whole(&j, "tier", gains->tier + 1);
        json_text(&j, "measure", purse_tier_text(&plan->tier[gains->tier]));
    }
    json_number(&j, "unit_gbp", gains->unit);
    json_whole(&j, "solves", gains->solves);
    json_number(&j, "gap", gains->gap);
    json_array(&j, "limits", false);
    for (int i = 0; i < gains->n; i++) {
        const purse_gain *gain = &gains->item[i];
        json_object(&j, NULL, true);
        json_text(&j, "kind", purse_limit_text(gain->kind));
        json_text(&j, "id", gain_id(gain, model));
        json_number(&j, "limit", gain->limit);
        json_number(&j, "amount", gain->amount);
        json_number(&j, "gain", gain->gain);
        json_number(&j, "per_unit", gain->per_unit);
        json_number(&j, "until", gain->gain > 0.0 ? gain->until : (double)NAN);
        json_number(&j, "then_per_unit", gain->gain > 0.0 ? gain->then : (double)NAN);
        json_bool(&j, "further", gain->further);
        json_bool(&j, "stopped", gain->stopped);
        json_close(&j);
    }
    json_close(&j);
    json_object(&j, "others", true);
    json_whole(&j, "limits", gains->n_others);
    json_number(&j, "gain_at_most", gains->others);
    json_close(&j);
    json_close(&j);
    return out->failed ? purse_error_memory(err) : PURSE_OK;
}
