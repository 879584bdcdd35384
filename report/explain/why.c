/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why an offer is not bought, or a service not used, in sentences and as JSON. */
#include <math.h>
#include <stdlib.h>

#include "purse/report_explain.h"
#include "report/explain/explain.h"
#include "report/json.h"
#include "report/table.h"

static const char *id_of(const purse_why *why, const purse_model *model)
{
    return why->service ? model->services[why->of].id : model->offers[why->of].id;
}

static const char *amount(char *text, double value)
{
    return table_amount(text, value, value == rint(value) || fabs(value) >= 1000.0 ? 0 : fabs(value) >= 100.0 ? 1 : 2);
}

static void add_contacts(purse_text *out, double contacts)
{
    char number[48];
    purse_text_format(out, ": %s contacts\n", table_amount(number, contacts, contacts >= 100.0 ? 0 : 1));
}

/* "at 83 % of its price" and what that is. */
static void add_price(purse_text *out, const purse_why *why, const purse_model *model)
{
    char then[48], now[48];
    purse_text_format(out, "  at %.3g %% of its price", 100.0 * why->price);
    if (!why->service) {
        const purse_offer *offer = &model->offers[why->of];
        if (offer->unit_cost > 0.0)
            purse_text_format(out, ", %s %s a contact instead of %s", model->currency,
                              table_amount(then, why->price * offer->unit_cost, 2),
                              table_amount(now, offer->unit_cost, 2));
        if (offer->fixed_cost > 0.0)
            purse_text_format(out, ", fixed %s %s instead of %s", model->currency,
                              amount(then, why->price * offer->fixed_cost), amount(now, offer->fixed_cost));
    }
    add_contacts(out, why->price_contacts);
}

static purse_code add_statement(purse_text *out, const purse_problem *statement, const purse_remedy *remedy,
                                purse_error *err)
{
    char *line = NULL, needed[48], now[48];
    purse_code code = purse_problem_format(&line, statement, err);
    if (code)
        return code;
    purse_text_format(out, "    %s", line);
    free(line);
    if (remedy->contacts > 0.0 && !isnan(remedy->needed))
        purse_text_format(out, "; with %s instead of %s", amount(needed, remedy->needed), amount(now, remedy->now));
    if (remedy->contacts > 0.0)
        add_contacts(out, remedy->contacts);
    else
        purse_text_add(out, "\n");
    return PURSE_OK;
}

static purse_code add_statements(purse_text *out, const purse_why *why, bool enough, purse_error *err)
{
    purse_code code = PURSE_OK;
    bool any = false;
    for (size_t i = 0; i < why->statements.n && !code; i++) {
        if ((why->remedy[i].contacts > 0.0) != enough)
            continue;
        if (!any)
            purse_text_add(out, enough ? "  without what is stated here, or with another number there\n"
                                       : "  without one of these alone\n");
        any = true;
        code = add_statement(out, &why->statements.item[i], &why->remedy[i], err);
    }
    return code;
}

/* What would do, and what would not. */
static purse_code add_tried(purse_text *out, const purse_why *why, const purse_model *model, purse_error *err)
{
    const char *done = why->service ? "used" : "bought";
    bool enough = !isnan(why->price), in_vain = !enough;
    for (size_t i = 0; i < why->statements.n; i++) {
        enough = enough || why->remedy[i].contacts > 0.0;
        in_vain = in_vain || !(why->remedy[i].contacts > 0.0);
    }
    if (enough)
        purse_text_format(out, "It would be %s\n", done);
    if (!isnan(why->price))
        add_price(out, why, model);
    purse_code code = add_statements(out, why, true, err);
    if (in_vain)
        purse_text_format(out, "It would not be %s\n", done);
    if (isnan(why->price) && why->solves > 0)
        purse_text_add(out, "  at any price, not even free\n");
    return code ? code : add_statements(out, why, false, err);
}

/* What it would cost to have it all the same. */
static void add_forced(purse_text *out, const purse_why *why, const purse_plan *plan)
{
    char number[48];
    bool any = false;
    for (int t = 0; t < why->n_tiers; t++) {
        double more = why->forced[t];
        if (isnan(more) || fabs(more) <= 1e-6 * fmax(1.0, fabs(plan->tier[t].bound)))
            continue;
        purse_text_format(out, "%s %s more %s", any ? "," : "Bought all the same it would bring", amount(number, more),
                          purse_tier_text(&plan->tier[t]));
        any = true;
        if (more > 0.0)
            break; /* what comes after is of another trade */
    }
    if (any)
        purse_text_add(out, ".\n");
}

purse_code purse_report_why_text(purse_text *out, const purse_why *why, const purse_plan *plan,
                                 const purse_model *model, purse_view view, purse_error *err)
{
    char contacts[48], spend[48];
    if (why->contacts > 0.0) {
        purse_text_format(out, "\n%s %s is %s: %s contacts for %s %s.\n", why->service ? "Service" : "Offer",
                          id_of(why, model), why->service ? "used" : "bought",
                          table_amount(contacts, why->contacts, why->contacts >= 100.0 ? 0 : 1), model->currency,
                          table_amount(spend, why->spend, 0));
        return out->failed ? purse_error_memory(err) : PURSE_OK;
    }
    table_heading(out, view.colour, "%s %s is not %s", why->service ? "Service" : "Offer", id_of(why, model),
                  why->service ? "used" : "bought");
    purse_code code = add_tried(out, why, model, err);
    add_forced(out, why, plan);
    purse_text_format(out,
                      why->interrupted ? "Stopped: not all was tried. Each by a solve of its own, %d in all.\n"
                                       : "Each by a solve of its own, %d in all.\n",
                      why->solves);
    return !code && out->failed ? purse_error_memory(err) : code;
}

static void write_statement(json *j, const purse_problem *statement, const purse_remedy *remedy)
{
    json_object(j, NULL, true);
    json_text(j, "statement", statement->message);
    json_text(j, "file", statement->file);
    json_whole(j, "line", statement->line);
    json_text(j, "path", statement->path);
    json_text(j, "field", statement->field);
    json_bool(j, "enough", remedy->contacts > 0.0);
    json_number(j, "contacts", remedy->contacts);
    json_number(j, "now", remedy->now);
    json_number(j, "needed", remedy->needed);
    json_number(j, "not_enough", remedy->fails);
    json_close(j);
}

purse_code purse_report_why_json(purse_text *out, const purse_why *why, const purse_plan *plan,
                                 const purse_model *model, purse_error *err)
{
    json j = {.out = out};
    json_object(&j, NULL, false);
    json_text(&j, why->service ? "service" : "offer", id_of(why, model));
    json_number(&j, "contacts", why->contacts);
    json_number(&j, "spend", why->spend);
    if (why->contacts == 0.0) {
        json_object(&j, "price", true);
        json_number(&j, "share", why->price);
        json_number(&j, "too_much", why->price_fails);
        json_number(&j, "contacts", why->price_contacts);
        json_close(&j);
        json_array(&j, "forced", true);
        for (int t = 0; t < why->n_tiers; t++) {
            json_object(&j, NULL, true);
            json_text(&j, "measure", purse_tier_text(&plan->tier[t]));
            json_number(&j, "more", why->forced[t]);
            json_close(&j);
        }
        json_close(&j);
        json_array(&j, "statements", false);
        for (size_t i = 0; i < why->statements.n; i++)
            write_statement(&j, &why->statements.item[i], &why->remedy[i]);
        json_close(&j);
        json_whole(&j, "solves", why->solves);
        json_bool(&j, "stopped", why->interrupted);
    }
    json_close(&j);
    return out->failed ? purse_error_memory(err) : PURSE_OK;
}
