/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the walls do, as tables and as JSON. */
#include "purse/report_explain.h"
#include "report/explain/explain.h"
#include "report/json.h"
#include "report/table.h"

/* Less than shows at so many decimals is no difference. */
static const double UNSEEN = 0.05, UNSEEN_MONEY = 0.5;

bool split_is_money(purse_split_figure figure)
{
    return figure == PURSE_SPLIT_SPEND || figure == PURSE_SPLIT_PAID || figure == PURSE_SPLIT_MOVED;
}

bool split_differs(const purse_split_row *row, purse_split_figure figure)
{
    double unseen = split_is_money(figure) ? UNSEEN_MONEY : UNSEEN;
    return fabs(row->value[1][figure] - row->value[0][figure]) >= unseen; /* false where there is none */
}

bool split_row_differs(const purse_split_row *row)
{
    for (int f = 0; f < PURSE_N_SPLIT_FIGURES; f++)
        if (split_differs(row, (purse_split_figure)f))
            return true;
    return false;
}

/* The figures worth a column; how many. */
static int figures_of(const purse_split *s, purse_split_kind kind, purse_split_figure *figure)
{
    int n = 0;
    for (int f = 0; f < PURSE_N_SPLIT_FIGURES; f++)
        for (int i = 0; i < s->n[kind] && purse_split_has(kind, (purse_split_figure)f); i++)
            if (split_differs(&s->row[kind][i], (purse_split_figure)f)) {
                figure[n++] = (purse_split_figure)f;
                break;
            }
    return n;
}

const char *split_name(const purse_model *m, purse_split_kind kind, int at, bool id)
{
    switch (kind) {
    case PURSE_SPLIT_NEED:
        return id ? m->needs[at].id : m->needs[at].name;
    case PURSE_SPLIT_PLACE:
        return id ? m->places[at].id : m->places[at].name;
    case PURSE_SPLIT_PROVIDER:
        return id ? m->providers[at].id : m->providers[at].name;
    case PURSE_SPLIT_POT:
    case PURSE_SPLIT_BOUNDARY:
    case PURSE_N_SPLITS:
    default:
        return id ? m->pots[at].id : m->pots[at].name;
    }
}

/* What rows of a kind are sorted by, and gain or lose in. */
static purse_split_figure key_of(const purse_split *s, purse_split_kind kind)
{
    return kind == PURSE_SPLIT_PROVIDER   ? PURSE_SPLIT_SPEND
           : kind == PURSE_SPLIT_BOUNDARY ? PURSE_SPLIT_BURDEN
                                          : s->lead;
}

static const char *key_text(const purse_split *s, purse_split_kind kind)
{
    return kind == PURSE_SPLIT_PROVIDER ? "income" : purse_split_figure_text(key_of(s, kind));
}

static void heading(purse_text *out, const purse_split *s, purse_split_kind kind, purse_view view)
{
    static const char *const by[PURSE_N_SPLITS] = {"pot", "boundary", "need", "place", "provider"};
    int gain = 0, lose = 0;
    for (int i = 0; i < s->n[kind]; i++) {
        const purse_split_row *row = &s->row[kind][i];
        if (!split_differs(row, key_of(s, kind)))
            continue;
        gain += purse_split_gain(row, key_of(s, kind)) > 0.0;
        lose += purse_split_gain(row, key_of(s, kind)) < 0.0;
    }
    table_heading(out, view.colour, "By %s: in %s %d gain%s and %d lose%s, of %d", by[kind], key_text(s, kind), gain,
                  gain == 1 ? "s" : "", lose, lose == 1 ? "s" : "", s->n[kind]);
}

static void header(table *t, const purse_split *s, purse_split_kind kind, const purse_split_figure *figure, int n,
                   const char *currency)
{
    char regime[60];
    table_cell(t, "%s", kind == PURSE_SPLIT_BOUNDARY ? "from" : "");
    if (kind == PURSE_SPLIT_BOUNDARY)
        table_cell(t, "to");
    for (int i = 0; i < n; i++) {
        const char *name = kind == PURSE_SPLIT_PROVIDER && figure[i] == PURSE_SPLIT_SPEND
                               ? "income"
                               : purse_split_figure_text(figure[i]);
        table_cell(t, "%s%s%s, %s", name, split_is_money(figure[i]) ? " " : "",
                   split_is_money(figure[i]) ? currency : "", table_regime(regime, sizeof regime, s->regime[0]));
        table_cell(t, "%s", table_regime(regime, sizeof regime, s->regime[1]));
        table_cell(t, "change");
    }
}

static void show_row(table *t, purse_split_kind kind, const purse_split_row *row, const purse_split_figure *figure,
                     int n, const purse_model *m)
{
    table_cell(t, "%s", split_name(m, kind, row->at, false));
    if (kind == PURSE_SPLIT_BOUNDARY)
        table_cell(t, "%s", split_name(m, kind, row->to, false));
    for (int i = 0; i < n; i++) {
        const double *value[2] = {row->value[0], row->value[1]};
        int decimals = split_is_money(figure[i]) ? 0 : 1;
        table_number(t, value[0][figure[i]], decimals);
        table_number(t, value[1][figure[i]], decimals);
        table_difference(t, value[1][figure[i]] - value[0][figure[i]], decimals);
    }
}

/* Both ends of a long table: who gains most and who loses most. */
static int show_rows(table *t, const purse_split *s, purse_split_kind kind, const purse_split_figure *figure, int n,
                     const purse_model *m, int most)
{
    int differing = 0, seen = 0;
    for (int i = 0; i < s->n[kind]; i++)
        differing += split_row_differs(&s->row[kind][i]);
    int left_out = most > 0 && differing > most ? differing - most : 0, first = most - most / 2;
    for (int i = 0; i < s->n[kind]; i++) {
        const purse_split_row *row = &s->row[kind][i];
        if (!split_row_differs(row))
            continue;
        bool between = left_out > 0 && seen >= first && seen < first + left_out;
        if (!between)
            show_row(t, kind, row, figure, n, m);
        seen++;
    }
    return left_out;
}

static void show_kind(purse_text *out, const purse_split *s, purse_split_kind kind, const purse_model *m,
                      purse_view view)
{
    purse_split_figure figure[PURSE_N_SPLIT_FIGURES];
    char align[TABLE_COLUMNS + 1] = "ll";
    int n = figures_of(s, kind, figure), names = kind == PURSE_SPLIT_BOUNDARY ? 2 : 1;
    table t;
    if (n == 0) {
        table_heading(out, view.colour, "By %s: no difference",
                      kind == PURSE_SPLIT_BOUNDARY ? "boundary" : purse_split_kind_text(kind));
        return;
    }
    heading(out, s, kind, view);
    for (int i = names; i < names + 3 * n; i++)
        align[i] = 'r';
    align[names + 3 * n] = '\0';
    table_start(&t, out, view.colour, align);
    header(&t, s, kind, figure, n, m->currency);
    int left_out = show_rows(&t, s, kind, figure, n, m, view.rows);
    table_end(&t);
    if (left_out > 0)
        purse_text_format(out, "  ... and %d between them (--rows 0 prints all)\n", left_out);
}

purse_code purse_report_split_text(purse_text *out, const purse_split *split, const purse_model *model, purse_view view,
                                   purse_error *err)
{
    for (int kind = 0; kind < PURSE_N_SPLITS; kind++)
        show_kind(out, split, (purse_split_kind)kind, model, view);
    purse_text_add(out, "  Moves and burden of a pot are those that end at its services; its unmet, of needs that can "
                        "enter there.\n  Paid: what it spends and gives, less what it gets. Of these two plans: "
                        "another as good may split the same totals otherwise.\n");
    return out->failed ? purse_error_memory(err) : PURSE_OK;
}

static void json_figures(json *j, const purse_split_row *row, purse_split_kind kind)
{
    for (int f = 0; f < PURSE_N_SPLIT_FIGURES; f++) {
        purse_split_figure figure = (purse_split_figure)f;
        if (!purse_split_has(kind, figure))
            continue;
        bool income = kind == PURSE_SPLIT_PROVIDER && figure == PURSE_SPLIT_SPEND;
        json_array(j, income ? "income" : purse_split_figure_key(figure), true);
        json_number(j, NULL, row->value[0][f]);
        json_number(j, NULL, row->value[1][f]);
        json_close(j);
    }
}

static void json_regime(json *j, const purse_split *s, int side, const char *key, const char *dial)
{
    json_text(j, key, purse_regime_text(s->regime[side].kind));
    if (s->regime[side].kind == PURSE_REGIME_DIAL)
        json_number(j, dial, s->regime[side].dial);
}

purse_code purse_report_split_json(purse_text *out, const purse_split *split, const purse_model *model,
                                   purse_error *err)
{
    json j = {.out = out};
    json_object(&j, NULL, false);
    json_regime(&j, split, 0, "with", "with_dial");
    json_regime(&j, split, 1, "without", "without_dial");
    json_object(&j, "saved", false);
    json_totals(&j, &split->totals[0], &split->totals[1]);
    json_close(&j);
    for (int kind = 0; kind < PURSE_N_SPLITS; kind++) {
        json_array(&j, purse_split_kind_text((purse_split_kind)kind), false);
        for (int i = 0; i < split->n[kind]; i++) {
            const purse_split_row *row = &split->row[kind][i];
            bool boundary = kind == PURSE_SPLIT_BOUNDARY;
            json_object(&j, NULL, true);
            json_text(&j, boundary ? "from" : "id", split_name(model, (purse_split_kind)kind, row->at, true));
            if (boundary)
                json_text(&j, "to", split_name(model, (purse_split_kind)kind, row->to, true));
            json_figures(&j, row, (purse_split_kind)kind);
            json_close(&j);
        }
        json_close(&j);
    }
    json_close(&j);
    return out->failed ? purse_error_memory(err) : PURSE_OK;
}
