/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What it costs that no pot be worse off, as tables and as JSON. */
#include <stdio.h>

#include "purse/report_explain.h"
#include "report/explain/explain.h"
#include "report/json.h"
#include "report/table.h"

static void show_plan(table *t, const char *name, const purse_plan *plan)
{
    bool holds = purse_plan_holds(plan);
    table_cell(t, "%s", name);
    table_number(t, holds ? plan->totals.unmet_weighted : (double)NAN, 1);
    table_number(t, holds ? plan->totals.burden : (double)NAN, 1);
    table_number(t, holds ? plan->totals.spend : (double)NAN, 0);
    table_cell(t, "%s", plan->status == PURSE_STATUS_OPTIMAL ? "" : purse_status_text(plan->status));
}

static void show_plans(purse_text *out, const purse_no_detriment *d, const purse_model *m, purse_view view)
{
    table t;
    char regime[60], name[80];
    table_heading(out, view.colour, "No pot worse off than alone: what that costs");
    table_start(&t, out, view.colour, "lrrrl");
    table_cell(&t, "%s", "");
    table_cell(&t, "unmet, weighted");
    table_cell(&t, "burden");
    table_cell(&t, "spend, %s", m->currency);
    table_cell(&t, "%s", "");
    show_plan(&t, "each pot alone (silo)", d->alone);
    for (int i = PURSE_N_DETRIMENTS - 1; i >= 0; i--) {
        (void)snprintf(name, sizeof name, "no pot worse off in %s", purse_detriment_text((purse_detriment)i));
        show_plan(&t, name, d->held[i]);
    }
    (void)snprintf(name, sizeof name, "%s, whoever loses", table_regime(regime, sizeof regime, d->free->regime));
    show_plan(&t, name, d->free);
    table_end(&t);
}

double detriment_paid(const purse_plan *plan, int p)
{
    const purse_pot_result *pot = &plan->pots[p];
    return pot->spend + pot->moved_out - pot->moved_in;
}

double detriment_burden(const purse_plan *plan, int pot)
{
    double burden = 0;
    for (int b = 0; b < plan->n_boundaries; b++)
        burden += plan->boundaries[b].to == pot ? plan->boundaries[b].burden : 0;
    return burden;
}

/* Side by side: alone, the plans that leave none worse off, free. A plan that holds nothing leaves its column empty. */
static void show_pots(purse_text *out, const purse_no_detriment *d, const purse_model *m, purse_view view, bool money)
{
    const purse_plan *plan[] = {d->alone, d->held[PURSE_DETRIMENT_ALL], d->held[PURSE_DETRIMENT_PEOPLE], d->free};
    char regime[60];
    table t;
    table_heading(out, view.colour, "%s%s", money ? "What each pot pays, " : "Burden of moves to each pot",
                  money ? m->currency : "");
    table_start(&t, out, view.colour, "lrrrr");
    table_cell(&t, "pot");
    table_cell(&t, "alone");
    table_cell(&t, "none worse off");
    table_cell(&t, "no people worse off");
    table_cell(&t, "%s", table_regime(regime, sizeof regime, d->free->regime));
    for (int p = 0; p < m->n_pots; p++) {
        table_cell(&t, "%s", m->pots[p].name);
        for (int i = 0; i < 4; i++)
            table_number(&t,
                         !purse_plan_holds(plan[i]) ? (double)NAN
                         : money                    ? detriment_paid(plan[i], p)
                                                    : detriment_burden(plan[i], p),
                         money ? 0 : 1);
    }
    table_end(&t);
}

purse_code purse_report_detriment_text(purse_text *out, const purse_no_detriment *d, const purse_model *model,
                                       purse_view view, purse_error *err)
{
    if (!purse_plan_holds(d->alone)) {
        purse_text_add(out, "\nSeparate pots have no plan to compare with, so none can be worse off than alone.\n");
        return out->failed ? purse_error_memory(err) : PURSE_OK;
    }
    show_plans(out, d, model, view);
    show_pots(out, d, model, view, false);
    show_pots(out, d, model, view, true);
    purse_text_add(out,
                   "  In people: no more unmet of what can enter at a pot's services, nor burden of moves that end "
                   "there.\n  In money: a pot pays no more, which is what it spends and gives, less what it "
                   "gets.\n");
    return out->failed ? purse_error_memory(err) : PURSE_OK;
}

static void json_plan(json *j, const char *key, const purse_plan *plan, const purse_model *model)
{
    json_object(j, key, false);
    json_plan_fields(j, plan, model, NULL, false, false);
    json_close(j);
}

purse_code purse_report_detriment_json(purse_text *out, const purse_no_detriment *d, const purse_model *model,
                                       purse_error *err)
{
    static const char *const key[PURSE_N_DETRIMENTS] = {"no_people_worse_off", "none_worse_off"};
    json j = {.out = out};
    json_object(&j, NULL, false);
    json_plan(&j, "alone", d->alone, model);
    for (int i = PURSE_N_DETRIMENTS - 1; i >= 0; i--)
        if (d->held[i])
            json_plan(&j, key[i], d->held[i], model);
    json_plan(&j, "free", d->free, model);
    json_close(&j);
    return out->failed ? purse_error_memory(err) : PURSE_OK;
}
