/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What more money in each pot brings, as a table and as JSON. */
#include "purse/report_explain.h"
#include "report/explain/explain.h"
#include "report/json.h"
#include "report/page.h"
#include "report/table.h"

static int most_steps(const purse_gain *gain, int n)
{
    int most = 1;
    for (int p = 0; p < n; p++)
        most = gain[p].n_steps > most ? gain[p].n_steps : most;
    return most;
}

static void pot_row(table *t, const purse_gain *gain, const char *name, int steps)
{
    char amount[48];
    table_cell(t, "%s", name);
    table_number(t, gain->gain, gain_decimals(gain->gain));
    for (int i = 0; i < steps; i++) {
        if (i >= gain->n_steps) {
            table_cell(t, "%s", i > gain->n_steps ? "" : gain->stopped ? "unknown" : i == 0 ? "nothing" : "");
            table_cell(t, "%s", "");
            continue;
        }
        double rate = gain->step[i].per_gbp * gain->amount;
        bool last = i == gain->n_steps - 1 && gain->further;
        table_number(t, rate, gain_decimals(rate));
        table_cell(t, "%s%s", last ? "> " : "", table_amount(amount, gain->step[i].to, 0));
    }
}

purse_code purse_report_gains_text(purse_text *out, const purse_gain *gain, const purse_plan *plan,
                                   const purse_model *model, purse_view view, purse_error *err)
{
    char amount[48], columns[] = "lrrrrrrrr";
    if (plan->n_pots == 0 || gain[0].tier < 0) {
        purse_text_add(out, "Nobody is unmet or burdened, so more money would buy nothing the objective asks for.\n");
        return out->failed ? purse_error_memory(err) : PURSE_OK;
    }
    int steps = most_steps(gain, plan->n_pots);
    columns[2 + 2 * steps] = '\0';
    table t;
    (void)table_amount(amount, gain[0].amount, 0);
    table_heading(out, view.colour, "What the next %s %s in a pot spares: %s%s", model->currency, amount,
                  page_tier_unit(&plan->tier[gain[0].tier]), plan->fixed_prices ? "; awards and blocks held" : "");
    table_start(&t, out, view.colour, columns);
    table_cell(&t, "pot");
    table_cell(&t, "the next");
    for (int i = 0; i < steps; i++) {
        table_cell(&t, "%s", i == 0 ? "each" : "then each");
        table_cell(&t, "until, %s", model->currency);
    }
    for (int p = 0; p < plan->n_pots; p++)
        pot_row(&t, &gain[p], model->pots[p].name, steps);
    table_end(&t);
    purse_text_format(out, "  Each: per %s %s; until: so much more in the pot in all. Found by solving again.\n",
                      model->currency, amount);
    return out->failed ? purse_error_memory(err) : PURSE_OK;
}

purse_code purse_report_gains_json(purse_text *out, const purse_gain *gain, const purse_plan *plan,
                                   const purse_model *model, purse_error *err)
{
    json j = {.out = out};
    json_array(&j, NULL, false);
    for (int p = 0; p < plan->n_pots && gain[p].tier >= 0; p++) {
        json_object(&j, NULL, true);
        json_text(&j, "pot", model->pots[p].id);
        json_whole(&j, "tier", gain[p].tier + 1);
        json_text(&j, "measure", purse_tier_text(&plan->tier[gain[p].tier]));
        json_number(&j, "amount", gain[p].amount);
        json_number(&j, "gain", gain[p].gain);
        json_array(&j, "steps", true);
        for (int i = 0; i < gain[p].n_steps; i++) {
            json_object(&j, NULL, true);
            json_number(&j, "from", gain[p].step[i].from);
            json_number(&j, "to", gain[p].step[i].to);
            json_number(&j, "per_gbp", gain[p].step[i].per_gbp);
            json_close(&j);
        }
        json_close(&j);
        json_bool(&j, "further", gain[p].further);
        json_bool(&j, "stopped", gain[p].stopped);
        json_close(&j);
    }
    json_close(&j);
    return out->failed ? purse_error_memory(err) : PURSE_OK;
}
