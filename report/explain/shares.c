/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the pots share in what pooling saves, as a table and as JSON. */
#include "purse/report_explain.h"
#include "report/explain/explain.h"
#include "report/json.h"
#include "report/table.h"

purse_code purse_report_share_text(purse_text *out, const purse_walls_share *share, const purse_model *model,
                                   purse_view view, purse_error *err)
{
    double saving = share->silo - share->pooled;
    if (!share->solved)
        purse_text_add(out, "\nNot every coalition of pots has a proved plan, so there is no saving to share.\n");
    else if (share->tier < 0)
        purse_text_add(out, "\nPooling the pots saves nothing, so there is nothing to share.\n");
    if (!share->solved || share->tier < 0)
        return out->failed ? purse_error_memory(err) : PURSE_OK;
    table t;
    table_heading(out, view.colour, "What pooling saves, by what each pot adds: %s",
                  model->objective.weighted ? "weighted" : purse_measure_text(model->objective.tier[share->tier]));
    table_start(&t, out, view.colour, "lrr");
    table_cell(&t, "pot");
    table_cell(&t, "saving");
    table_cell(&t, "share");
    for (int p = 0; p < model->n_pots; p++) {
        table_cell(&t, "%s", model->pots[p].name);
        table_number(&t, share->pot[p], gain_decimals(saving));
        table_share(&t, share->pot[p] / saving);
    }
    table_cell(&t, "all");
    table_number(&t, saving, gain_decimals(saving));
    table_share(&t, 1.0);
    table_end(&t);
    purse_text_add(
        out, "  Shapley values: the mean of what a pot adds over all orders in which the pots could be joined.\n");
    return out->failed ? purse_error_memory(err) : PURSE_OK;
}

purse_code purse_report_share_json(purse_text *out, const purse_walls_share *share, const purse_model *model,
                                   purse_error *err)
{
    json j = {.out = out};
    json_object(&j, NULL, false);
    json_bool(&j, "solved", share->solved);
    if (share->tier >= 0) {
        json_whole(&j, "tier", share->tier + 1);
        json_number(&j, "silo", share->silo);
        json_number(&j, "pooled", share->pooled);
        json_array(&j, "pots", false);
        for (int p = 0; p < model->n_pots; p++) {
            json_object(&j, NULL, true);
            json_text(&j, "pot", model->pots[p].id);
            json_number(&j, "saving", share->pot[p]);
            json_close(&j);
        }
        json_close(&j);
    }
    json_close(&j);
    return out->failed ? purse_error_memory(err) : PURSE_OK;
}
