/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pots and scarce capacities with their prices: of what, and whether they are the same from both sides. */
#include <math.h>
#include <stdlib.h>

#include "report/answer/answer.h"

/* One price, scaled; "left .. right *" where the two sides differ. */
static void price_cell(table *t, double price, double left, double right, double scale, int decimals)
{
    char one[48], other[48];
    if (purse_price_degenerate(left, right)) {
        table_cell(t, "%s .. %s *", isfinite(left) ? table_amount(one, scale * left, decimals) : "no plan",
                   table_amount(other, scale * right, decimals));
        return;
    }
    double value = !isnan(right) ? right : price;
    if (isnan(value))
        table_cell(t, "unknown");
    else
        table_number(t, value == 0 ? 0.0 : scale * value,
                     value != 0 && fabs(scale * value) < 1 ? decimals + 2 : decimals);
}

static bool any_degenerate(const double *left, const double *right, int tiers)
{
    for (int i = 0; i < tiers; i++)
        if (purse_price_degenerate(left[i], right[i]))
            return true;
    return false;
}

/* What kind of prices these are, and what the mark means. */
static void price_notes(const answer_view *v, bool degenerate)
{
    if (degenerate)
        purse_text_add(v->out, "  * degenerate: of one less .. of one more; there is no one price.\n");
    else if (!purse_plan_tested(v->plan) && v->plan->interior_prices)
        purse_text_add(v->out, "  Prices are the middle of those that fit; --prices tests them.\n");
    else if (!purse_plan_tested(v->plan))
        purse_text_add(v->out, "  Prices are one-sided where several prices fit; --prices tests them.\n");
}

static const char *held(const purse_plan *plan)
{
    return plan->fixed_prices ? "; prices with awards and blocks held fixed" : "; prices";
}

void prices_text_pots(const answer_view *v)
{
    const purse_plan *plan = v->plan;
    const purse_model *model = v->model;
    int priced = purse_plan_priced_tiers(plan);
    bool degenerate = false;
    char columns[] = "lrrrrrrrrr";
    columns[6 + priced] = '\0';
    table t;
    table_heading(v->out, v->view.colour, "Pots, %s%s", model->currency, priced > 0 ? held(plan) : "");
    table_start(&t, v->out, v->view.colour, columns);
    table_cell(&t, "pot");
    table_cell(&t, "budget");
    table_cell(&t, "moved in");
    table_cell(&t, "moved out");
    table_cell(&t, "spend");
    table_cell(&t, "left");
    for (int i = 0; i < priced; i++)
        table_cell(&t, "%s per %s 1 m", purse_tier_text(&plan->tier[i]), model->currency);
    for (int p = 0; p < plan->n_pots; p++) {
        const purse_pot_result *pot = &plan->pots[p];
        table_cell(&t, "%s", model->pots[p].name);
        table_number(&t, pot->budget, 0);
        table_number(&t, pot->moved_in, 0);
        table_number(&t, pot->moved_out, 0);
        table_number(&t, pot->spend, 0);
        table_number(&t, pot->budget + pot->moved_in - pot->moved_out - pot->spend, 0);
        for (int i = 0; i < priced; i++)
            price_cell(&t, pot->price[i], pot->left[i], pot->right[i], 1e6, 1);
        degenerate = degenerate || any_degenerate(pot->left, pot->right, priced);
    }
    table_end(&t);
    if (priced > 0)
        price_notes(v, degenerate);
}

void prices_text_capacities(const answer_view *v)
{
    const purse_plan *plan = v->plan;
    int priced = purse_plan_priced_tiers(plan);
    bool degenerate = false;
    int *offer = malloc(((size_t)plan->n_offers + 1) * sizeof *offer);
    if (!offer) {
        v->out->failed = true;
        return;
    }
    int n = purse_plan_scarce(plan, offer), shown = answer_rows(v->view, n);
    char columns[] = "llrrrrr";
    columns[3 + priced] = '\0';
    table t;
    if (n > 0) {
        table_heading(v->out, v->view.colour, "Scarce capacities, dearest first%s", held(plan));
        table_start(&t, v->out, v->view.colour, columns);
        table_cell(&t, "offer");
        table_cell(&t, "service");
        table_cell(&t, "capacity");
        for (int i = 0; i < priced; i++)
            table_cell(&t, "%s per 1,000 contacts", purse_tier_text(&plan->tier[i]));
        for (int row = 0; row < shown; row++) {
            const purse_offer_result *result = &plan->offers[offer[row]];
            table_cell(&t, "%s", v->model->offers[offer[row]].id);
            table_cell(&t, "%s", v->model->services[v->model->offers[offer[row]].service].name);
            table_number(&t, result->capacity, 0);
            for (int i = 0; i < priced; i++)
                price_cell(&t, result->price[i], result->left[i], result->right[i], 1e3, 1);
            degenerate = degenerate || any_degenerate(result->left, result->right, priced);
        }
        table_end(&t);
        answer_more(v->out, shown, n);
        price_notes(v, degenerate);
    }
    free(offer);
}
