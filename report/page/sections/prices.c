/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the next pound in each pot buys, regime by regime. */
#include <math.h>
#include <stdio.h>

#include "purse/gains.h"
#include "report/page/page.h"

double page_price(const purse_plan *plan, int pot, int tier)
{
    const purse_pot_result *result = &plan->pots[pot];
    return isnan(result->right[tier]) ? result->price[tier] : result->right[tier];
}

double page_saving(const purse_plan *plan, int pot, int tier)
{
    const double shows = 1e-6; /* of the tier */
    double price = page_price(plan, pot, tier), whole = fmax(plan->pots[pot].budget, plan->pots[pot].spend);
    return -price * whole > shows * fmax(1, fabs(plan->tier[tier].value)) ? -price : 0;
}

double page_unit(const page *p)
{
    return purse_decision_unit(p->model);
}

const char *page_tier_unit(const purse_tier *tier)
{
    switch (tier->measure) {
    case PURSE_MEASURE_UNMET:
        return "weighted episodes unmet";
    case PURSE_MEASURE_BURDEN:
        return "burden";
    case PURSE_MEASURE_SPEND:
        return "spend";
    case PURSE_MEASURE_ACCESS:
        return "access (rank times contacts)";
    default:
        return "of the weighted sum";
    }
}

const char *page_tier_noun(const purse_tier *tier)
{
    return tier->measure < 0 ? "the weighted sum" : page_tier_unit(tier);
}

static double most_saved(const page *p, int i, int tier)
{
    double most = 0;
    for (int b = 0; b < p->model->n_pots; b++)
        most = fmax(most, page_saving(p->plan[i], b, tier));
    return most;
}

static void chart(const page *p, int i, int tier)
{
    const double unit = page_unit(p), most = most_saved(p, i, tier);
    char caption[300], amount[80], class[PAGE_CLASS];
    const purse_plan *plan = p->plan[i];
    if (!(most > 0))
        return;
    (void)snprintf(caption, sizeof caption, "What the next %s in each pot takes off %s",
                   page_money(amount, sizeof amount, p, unit), page_tier_noun(&plan->tier[tier]));
    page_chart_begin(p, caption, "A bar for each pot. The figures are in the table that follows.");
    for (int b = 0; b < p->model->n_pots; b++) {
        double saves = page_saving(plan, b, tier);
        page_line_begin(p, p->model->pots[b].name);
        html_write(p->out, "<rect class=\"track\" width=\"100%%\" height=\"100%%\"/>");
        html_write(p->out, "<rect class=\"%s\" y=\"15%%\" height=\"70%%\" width=\"%.3f%%\"/>", page_pot_class(class, b),
                   100 * saves / most);
        page_line_end(p, isfinite(page_price(plan, b, tier))
                             ? table_amount(amount, saves * unit, page_decimals(most * unit))
                             : "unknown");
    }
    page_chart_end(p);
}

/* A column for each tier: its price and, where they were tested, what a little less and a little more did. */
static void columns(page_table *t, const purse_plan *plan, int tiers, bool tested)
{
    char key[60], name[120];
    page_column(t, "pot", false, "Pot");
    for (int k = 0; k < tiers; k++) {
        const char *tier = purse_tier_text(&plan->tier[k]);
        (void)snprintf(key, sizeof key, "price:%s", tier);
        (void)snprintf(name, sizeof name, "%s, the program's price", tier);
        page_column(t, key, true, name);
        if (!tested)
            continue;
        (void)snprintf(key, sizeof key, "left:%s", tier);
        (void)snprintf(name, sizeof name, "%s, with a little less", tier);
        page_column(t, key, true, name);
        (void)snprintf(key, sizeof key, "right:%s", tier);
        (void)snprintf(name, sizeof name, "%s, with a little more", tier);
        page_column(t, key, true, name);
    }
    page_columns_end(t);
}

static void table_of_prices(const page *p, int i, int tiers)
{
    const purse_plan *plan = p->plan[i];
    const double unit = page_unit(p);
    const bool tested = purse_plan_tested(plan);
    char key[PAGE_NAME + 20], caption[240], amount[80];
    page_table t;
    (void)snprintf(key, sizeof key, "t-prices-%s", p->key[i]);
    (void)snprintf(caption, sizeof caption, "Change by one more %s in a pot under %s",
                   page_money(amount, sizeof amount, p, unit), p->name[i]);
    page_table_begin(&t, p, key, caption, plan->n_pots);
    columns(&t, plan, tiers, tested);
    for (int b = 0; b < plan->n_pots; b++) {
        const purse_pot_result *pot = &plan->pots[b];
        page_row(&t, p->model->pots[b].id, NULL);
        page_cell(&t, p->model->pots[b].name);
        for (int k = 0; k < tiers; k++) {
            int decimals = page_decimals(most_saved(p, i, k) * unit);
            page_number(&t, pot->price[k], unit, decimals);
            if (!tested)
                continue;
            page_number(&t, pot->left[k], unit, decimals);
            page_number(&t, pot->right[k], unit, decimals);
        }
    }
    page_table_end(&t);
}

static void panel(const page *p, int i)
{
    const purse_plan *plan = p->plan[i];
    int tiers = purse_plan_priced_tiers(plan);
    bool any = false;
    page_panel_begin(p, i);
    for (int t = 0; t < tiers; t++)
        any = any || most_saved(p, i, t) > 0;
    if (tiers == 0)
        purse_text_add(p->out, "<p>No price is known in this regime.</p>\n");
    else if (!any)
        purse_text_add(p->out, "<p>A little more money in any one pot changes nothing that comes before spend.</p>\n");
    for (int t = 0; t < tiers; t++)
        chart(p, i, t);
    if (tiers > 0)
        table_of_prices(p, i, tiers);
    page_gains(p, i);
    if (plan->fixed_prices)
        purse_text_add(p->out, "<p class=\"note\">Awards and blocks are held as they are in the plan.</p>\n");
    if (tiers > 0 && !purse_plan_tested(plan))
        html_write(p->out,
                   "<p class=\"note\">These are the program's own prices. Where several prices fit, %s; <code>purse "
                   "report --prices</code> tests both sides by solving again.</p>\n",
                   plan->interior_prices ? "they are the middle of them"
                                         : "they may hold for a little less money and not for a little more");
    page_panel_end(p);
}

void page_prices(const page *p)
{
    if (p->walled < 0) {
        purse_text_add(p->out, "<p>Prices need a plan.</p>\n");
        return;
    }
    for (int i = 0; i < p->n; i++) {
        if (page_decides(p, i))
            panel(p, i);
        else if (page_holds(p, i)) {
            page_panel_begin(p, i);
            purse_text_add(p->out, "<p>Today's pattern is evaluated, not decided: it has no prices.</p>\n");
            page_panel_end(p);
        }
    }
}
