/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The least change that would make a regime feasible, as text and as JSON. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "purse/report_explain.h"
#include "report/json.h"

static purse_code add_item(purse_text *out, const purse_least_change_item *item, purse_error *err)
{
    char *line = NULL;
    const char *kind = strrchr(item->origin.file, '.'), *field = strrchr(item->path, '.');
    bool table = kind && field && strcmp(kind, ".csv") == 0; /* whose line is the record */
    purse_problem problem = {.severity = PURSE_SEVERITY_ERROR,
                             .file = (char *)item->origin.file,
                             .line = item->origin.line,
                             .path = (char *)(table ? "" : item->path),
                             .field = (char *)(table ? field + 1 : ""),
                             .message = (char *)item->message};
    purse_code code = purse_problem_format(&line, &problem, err);
    if (!code)
        purse_text_format(out, "  %s\n", line);
    free(line);
    return code;
}

/* A word for a shell, in quotes where it needs some. */
static void add_word(purse_text *out, const char *word)
{
    bool plain = strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=") == strlen(word);
    if (plain) {
        purse_text_add(out, word);
        return;
    }
    purse_text_add(out, "'");
    for (; *word; word++)
        if (*word == '\'')
            purse_text_add(out, "'\\''");
        else
            purse_text_add_bytes(out, word, 1);
    purse_text_add(out, "'");
}

/* Options that make the change, for a shell. */
static void add_options(purse_text *out, const purse_least_change *change)
{
    for (size_t i = 0; i < change->n; i++)
        if (!change->item[i].set[0]) {
            purse_text_add(out,
                           "  To see it solved, change these numbers in the scenario; --set has no name for a rule "
                           "without an id, nor for an id with * / = or a full stop.\n");
            return;
        }
    purse_text_add(out, "  To see it solved:");
    for (size_t i = 0; i < change->n; i++) {
        const purse_least_change_item *item = &change->item[i];
        bool option = strncmp(item->set, "--", 2) == 0;
        char word[sizeof item->set + 32];
        (void)snprintf(word, sizeof word, "%s=%.15g", item->set, item->to);
        if (option)
            purse_text_format(out, " %s %.15g", item->set, item->to);
        else {
            purse_text_add(out, " --set ");
            add_word(out, word);
        }
    }
    purse_text_add(out, "\n");
}

/* "budgets, volumes and rules" */
static void add_kinds(purse_text *out, unsigned may, const char *last)
{
    int left = 0;
    for (int i = 0; i < PURSE_N_MAY; i++)
        left += (may >> (unsigned)i & 1U) != 0;
    for (int i = 0; i < PURSE_N_MAY; i++)
        if (may >> (unsigned)i & 1U)
            purse_text_format(out, "%s%s", purse_may_text(i), --left > 1 ? ", " : left == 1 ? last : "");
}

static void add_heading(purse_text *out, const purse_least_change *change, const char *of)
{
    purse_text_add(out, "\nThe least change ");
    if (change->may != PURSE_MAY_USUAL) {
        purse_text_add(out, "of ");
        add_kinds(out, change->may, " and ");
        purse_text_add(out, " ");
    }
    purse_text_format(out, "that would make %s feasible\n", of ? of : "it");
}

/* It was not found, or there is none. */
static void add_none(purse_text *out, const purse_least_change *change)
{
    if (!change->least) {
        purse_text_add(out, "  None was found.\n");
        return;
    }
    purse_text_add(out, "  There is none: no change of ");
    add_kinds(out, change->may, " and ");
    purse_text_format(out, " gives a plan%s.\n", change->may & PURSE_MAY_PRICES ? " (prices may only fall)" : "");
}

purse_code purse_report_change_text(purse_text *out, const purse_least_change *change, const char *of, purse_error *err)
{
    purse_code code = PURSE_OK;
    add_heading(out, change, of);
    for (size_t i = 0; i < change->n && !code; i++)
        code = add_item(out, &change->item[i], err);
    if (change->n == 0)
        add_none(out, change);
    else {
        add_options(out, change);
        purse_text_add(out, change->checked
                                ? "  Solved both ways: with it there is a plan, with a thousandth less of it "
                                  "there is none.\n"
                                : "  It was not shown both ways, by solving with it and with less of it.\n");
        if (!change->least)
            purse_text_add(out, "  It was not proved that nothing less would do.\n");
    }
    return !code && out->failed ? purse_error_memory(err) : code;
}

void json_change(json *j, const char *key, const purse_least_change *change)
{
    json_object(j, key, false);
    json_bool(j, "least", change->least);
    json_bool(j, "checked", change->checked);
    json_whole(j, "solves", change->solves);
    json_array(j, "may_change", true);
    for (int i = 0; i < PURSE_N_MAY; i++)
        if (change->may >> (unsigned)i & 1U)
            json_text(j, NULL, purse_may_text(i));
    json_close(j);
    json_array(j, "changes", false);
    for (size_t i = 0; i < change->n; i++) {
        const purse_least_change_item *item = &change->item[i];
        json_object(j, NULL, true);
        json_text(j, "file", item->origin.file);
        json_whole(j, "line", item->origin.line);
        json_text(j, "path", item->path);
        json_text(j, "set", item->set);
        json_text(j, "unit", purse_change_unit_text(item->unit));
        json_number(j, "from", item->from);
        json_number(j, "to", item->to);
        json_number(j, "weight", item->weight);
        json_text(j, "message", item->message);
        json_close(j);
    }
    json_close(j);
    json_close(j);
}

purse_code purse_report_change_json(purse_text *out, const purse_least_change *change, purse_error *err)
{
    json j = {.out = out};
    json_change(&j, NULL, change);
    return out->failed ? purse_error_memory(err) : PURSE_OK;
}
