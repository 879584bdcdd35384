/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Other plans that are nearly as good, as tables and as JSON. */
#include "purse/report_explain.h"
#include "report/explain/explain.h"
#include "report/json.h"
#include "report/table.h"

static const char *of_text(const purse_model *m, const purse_alternative *a, bool id)
{
    switch (a->sought) {
    case PURSE_SOUGHT_MOST:
    case PURSE_SOUGHT_LEAST:
        return id ? m->pots[a->of].id : m->pots[a->of].name;
    case PURSE_SOUGHT_MOST_INCOME:
    case PURSE_SOUGHT_LEAST_INCOME:
        return id ? m->providers[a->of].id : m->providers[a->of].name;
    case PURSE_SOUGHT_AWARDS:
    case PURSE_N_SOUGHTS:
    default:
        return "";
    }
}

static void say_unique(purse_text *out, const purse_alternatives *f)
{
    if (f->unique == PURSE_UNIQUE_YES)
        purse_text_add(out, "The optimum is unique in awards and in what each pot spends: proved, to 0.01 %.\n");
    else if (f->unique == PURSE_UNIQUE_NO)
        purse_text_add(out, "The optimum is not unique: another plan keeps every optimum to 1e-6 and differs in awards "
                            "or in what a pot spends.\n");
    else
        purse_text_add(out, "Whether the optimum is unique was not proved.\n");
    if (f->n_open > 0 && f->most_awards >= 0)
        purse_text_format(out, "Within the tolerance at most %d of %d awards can be otherwise.\n", f->most_awards,
                          f->n_open);
}

static void show_plans(purse_text *out, const purse_alternatives *f, const purse_plan *plan, const purse_model *m,
                       purse_view view)
{
    char align[TABLE_COLUMNS + 1] = "rl";
    table t;
    int n = plan->n_tiers;
    for (int i = 2; i < 5 + n; i++)
        align[i] = 'r';
    table_heading(out, view.colour, "Other plans, each tier within %g of its optimum", f->tolerance);
    table_start(&t, out, view.colour, align);
    table_cell(&t, "%s", "");
    table_cell(&t, "sought by");
    for (int i = 0; i < n; i++)
        table_cell(&t, "%s", purse_tier_text(&plan->tier[i]));
    table_cell(&t, "awards differ");
    table_cell(&t, "%s in other pots", m->currency);
    table_cell(&t, "at other providers");
    table_cell(&t, "%s", "");
    table_cell(&t, "the optimum");
    for (int i = 0; i < n; i++)
        table_number(&t, plan->tier[i].value, plan->tier[i].measure == PURSE_MEASURE_SPEND ? 0 : 1);
    for (int i = 0; i < 3; i++)
        table_cell(&t, "%s", "");
    for (int i = 0; i < f->n; i++) {
        const purse_alternative *a = &f->item[i];
        table_cell(&t, "%d", i + 1);
        table_cell(&t, "%s %s", purse_sought_text(a->sought), of_text(m, a, false));
        for (int k = 0; k < n; k++)
            table_number(&t, a->plan->tier[k].value, plan->tier[k].measure == PURSE_MEASURE_SPEND ? 0 : 1);
        table_cell(&t, "%d", a->awards);
        table_number(&t, a->elsewhere, 0);
        table_number(&t, a->income, 0);
    }
    table_end(&t);
}

/* Spend by pot: the optimum, how far any plan can be from it, and each plan's. */
static void show_pots(purse_text *out, const purse_alternatives *f, const purse_plan *plan, const purse_model *m,
                      purse_view view)
{
    enum { MOST_PLANS = TABLE_COLUMNS - 4 };
    char align[TABLE_COLUMNS + 1] = "lrrr";
    int n = f->n < MOST_PLANS ? f->n : MOST_PLANS;
    table t;
    for (int i = 4; i < 4 + n; i++)
        align[i] = 'r';
    table_heading(out, view.colour, "What each pot spends, %s: no plan within the tolerance less or more", m->currency);
    table_start(&t, out, view.colour, align);
    table_cell(&t, "pot");
    table_cell(&t, "least");
    table_cell(&t, "optimum");
    table_cell(&t, "most");
    for (int i = 0; i < n; i++)
        table_cell(&t, "%d", i + 1);
    for (int p = 0; p < m->n_pots; p++) {
        table_cell(&t, "%s", m->pots[p].name);
        table_number(&t, f->pot[p].least, 0);
        table_number(&t, plan->pots[p].spend, 0);
        table_number(&t, f->pot[p].most, 0);
        for (int i = 0; i < n; i++)
            table_difference(&t, f->item[i].plan->pots[p].spend - plan->pots[p].spend, 0);
    }
    table_end(&t);
}

static void say_awards(purse_text *out, const purse_alternatives *f, const purse_plan *plan, const purse_model *m)
{
    for (int i = 0; i < f->n; i++) {
        const purse_plan *other = f->item[i].plan;
        if (f->item[i].awards == 0)
            continue;
        purse_text_format(out, "  %d:", i + 1);
        for (int k = 0; k < m->n_offers; k++)
            if (other->offers[k].awarded != plan->offers[k].awarded)
                purse_text_format(out, " %c%s", other->offers[k].awarded ? '+' : '-', m->offers[k].id);
        for (int j = 0; j < m->n_teams; j++)
            if (other->teams[j].awarded != plan->teams[j].awarded)
                purse_text_format(out, " %c%s", other->teams[j].awarded ? '+' : '-', m->teams[j].id);
        purse_text_add(out, "\n");
    }
}

purse_code purse_report_alternatives_text(purse_text *out, const purse_alternatives *found, const purse_plan *plan,
                                          const purse_model *model, purse_view view, purse_error *err)
{
    if (found->n == 0)
        purse_text_format(out, "\nNo other plan was found with each tier within %g of its optimum.\n",
                          found->tolerance);
    else {
        show_plans(out, found, plan, model, view);
        say_awards(out, found, plan, model);
    }
    show_pots(out, found, plan, model, view);
    say_unique(out, found);
    if (found->stopped)
        purse_text_add(out, "The search was stopped: there may be more.\n");
    return out->failed ? purse_error_memory(err) : PURSE_OK;
}

static void json_ranges(json *j, const purse_alternatives *f, const purse_model *m)
{
    json_array(j, "pots", false);
    for (int p = 0; p < f->n_pots; p++) {
        json_object(j, NULL, true);
        json_text(j, "id", m->pots[p].id);
        json_number(j, "least", f->pot[p].least);
        json_number(j, "most", f->pot[p].most);
        json_number(j, "least_optimal", f->optimal[p].least);
        json_number(j, "most_optimal", f->optimal[p].most);
        json_close(j);
    }
    json_close(j);
}

static void json_one(json *j, const purse_alternative *a, const purse_plan *plan, const purse_model *m)
{
    json_object(j, NULL, true);
    json_text(j, "sought", purse_sought_text(a->sought));
    if (a->of >= 0)
        json_text(j, "of", of_text(m, a, true));
    json_whole(j, "awards_differ", a->awards);
    json_number(j, "in_other_pots", a->elsewhere);
    json_number(j, "at_other_providers", a->income);
    json_array(j, "tiers", true);
    for (int t = 0; t < a->plan->n_tiers; t++) {
        json_object(j, NULL, true);
        json_text(j, "measure", purse_tier_text(&a->plan->tier[t]));
        json_number(j, "value", a->plan->tier[t].value);
        json_close(j);
    }
    json_close(j);
    json_array(j, "awarded", true);
    for (int k = 0; k < m->n_offers; k++)
        if (a->plan->offers[k].awarded && !plan->offers[k].awarded)
            json_text(j, NULL, m->offers[k].id);
    for (int k = 0; k < m->n_teams; k++)
        if (a->plan->teams[k].awarded && !plan->teams[k].awarded)
            json_text(j, NULL, m->teams[k].id);
    json_close(j);
    json_array(j, "refused", true);
    for (int k = 0; k < m->n_offers; k++)
        if (!a->plan->offers[k].awarded && plan->offers[k].awarded)
            json_text(j, NULL, m->offers[k].id);
    for (int k = 0; k < m->n_teams; k++)
        if (!a->plan->teams[k].awarded && plan->teams[k].awarded)
            json_text(j, NULL, m->teams[k].id);
    json_close(j);
    json_array(j, "spend", true);
    for (int p = 0; p < m->n_pots; p++)
        json_number(j, NULL, a->plan->pots[p].spend);
    json_close(j);
    json_close(j);
}

purse_code purse_report_alternatives_json(purse_text *out, const purse_alternatives *found, const purse_plan *plan,
                                          const purse_model *model, purse_error *err)
{
    static const char *const unique[] = {"unknown", "no", "yes"};
    json j = {.out = out};
    json_object(&j, NULL, false);
    json_number(&j, "tolerance", found->tolerance);
    json_text(&j, "unique", unique[found->unique]);
    json_whole(&j, "open_awards", found->n_open);
    if (found->most_awards >= 0)
        json_whole(&j, "most_awards_differ", found->most_awards);
    json_whole(&j, "solves", found->solves);
    json_bool(&j, "stopped", found->stopped);
    json_ranges(&j, found, model);
    json_array(&j, "plans", false);
    for (int i = 0; i < found->n; i++)
        json_one(&j, &found->item[i], plan, model);
    json_close(&j);
    json_close(&j);
    return out->failed ? purse_error_memory(err) : PURSE_OK;
}
