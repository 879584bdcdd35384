/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who gains and who loses when the walls come down: by pot, need, place and provider; and how the saving is shared. */
#include <math.h>
#include <stddef.h>
#include <stdio.h>

#include "report/explain/explain.h"
#include "report/page/page.h"

enum { MOST_BARS = 12 };

/* A figure in which no record differs has no column. */
static bool is_shown(const purse_split *split, purse_split_kind kind, purse_split_figure figure)
{
    for (int i = 0; i < split->n[kind] && purse_split_has(kind, figure); i++)
        if (split_differs(&split->row[kind][i], figure))
            return true;
    return false;
}

/* "needs" is what the tables are called, "need" what a sentence says. */
static const char *by_what(purse_split_kind kind)
{
    static const char *const text[PURSE_N_SPLITS] = {"pot", "boundary", "need", "place", "provider"};
    return text[kind];
}

static const char *figure_name(purse_split_kind kind, purse_split_figure figure)
{
    static const char *const name[PURSE_N_SPLIT_FIGURES] = {
        [PURSE_SPLIT_UNMET] = "Unmet",       [PURSE_SPLIT_MOVES] = "Unnecessary moves",
        [PURSE_SPLIT_BURDEN] = "Burden",     [PURSE_SPLIT_SPEND] = "Spend",
        [PURSE_SPLIT_PAID] = "Paid",         [PURSE_SPLIT_MOVED] = "Moved",
        [PURSE_SPLIT_CONTACTS] = "Contacts",
    };
    return kind == PURSE_SPLIT_PROVIDER && figure == PURSE_SPLIT_SPEND ? "Income" : name[figure];
}

static void columns(page_table *t, const page *p, const purse_split *split, purse_split_kind kind)
{
    char key[PAGE_NAME + 40], name[PAGE_NAME + 60];
    const int side[] = {p->walled, p->open};
    page_column(t, purse_split_kind_text(kind), false, "Name");
    for (int f = 0; f < PURSE_N_SPLIT_FIGURES; f++) {
        purse_split_figure figure = (purse_split_figure)f;
        if (!is_shown(split, kind, figure))
            continue;
        for (int s = 0; s < 2; s++) {
            (void)snprintf(key, sizeof key, "%s:%s", purse_split_figure_key(figure), p->key[side[s]]);
            (void)snprintf(name, sizeof name, "%s, %s", figure_name(kind, figure), p->name[side[s]]);
            page_column(t, key, true, name);
        }
        (void)snprintf(key, sizeof key, "%s:change", purse_split_figure_key(figure));
        page_column(t, key, true, "Change");
    }
    page_columns_end(t);
}

static int decimals_of(const page *p, purse_split_figure figure)
{
    static const size_t total[PURSE_N_SPLIT_FIGURES] = {
        [PURSE_SPLIT_UNMET] = offsetof(purse_totals, unmet),
        [PURSE_SPLIT_MOVES] = offsetof(purse_totals, unnecessary_moves),
        [PURSE_SPLIT_BURDEN] = offsetof(purse_totals, burden),
        [PURSE_SPLIT_CONTACTS] = offsetof(purse_totals, contacts),
    };
    return split_is_money(figure) ? 0 : page_people(p, total[figure]);
}

static void table_of(const page *p, const purse_split *split, purse_split_kind kind)
{
    char key[60], caption[120];
    int rows = 0;
    page_table t;
    for (int i = 0; i < split->n[kind]; i++)
        rows += split_row_differs(&split->row[kind][i]);
    if (rows == 0)
        return;
    (void)snprintf(key, sizeof key, "t-split-%s", purse_split_kind_text(kind));
    (void)snprintf(caption, sizeof caption, "What changes without the walls, by %s", by_what(kind));
    page_table_begin(&t, p, key, caption, rows);
    columns(&t, p, split, kind);
    for (int i = 0; i < split->n[kind]; i++) {
        const purse_split_row *row = &split->row[kind][i];
        if (!split_row_differs(row))
            continue;
        page_row(&t, split_name(p->model, kind, row->at, true), NULL);
        page_cell(&t, split_name(p->model, kind, row->at, false));
        for (int f = 0; f < PURSE_N_SPLIT_FIGURES; f++) {
            if (!is_shown(split, kind, (purse_split_figure)f))
                continue;
            int decimals = decimals_of(p, (purse_split_figure)f);
            page_number(&t, row->value[0][f], 1, decimals);
            page_number(&t, row->value[1][f], 1, decimals);
            page_number(&t, row->value[1][f] - row->value[0][f], 1, decimals);
        }
    }
    page_table_end(&t);
}

/* How many rows change more than row i. */
static int rank_of(const purse_split_row *row, int n, int i, purse_split_figure figure)
{
    double own = fabs(purse_split_gain(&row[i], figure));
    int rank = 0;
    for (int k = 0; k < n; k++) {
        double other = fabs(purse_split_gain(&row[k], figure));
        rank += other > own || (other == own && k < i);
    }
    return rank;
}

static void chart(const page *p, const purse_split *split, purse_split_kind kind)
{
    char caption[240];
    const purse_split_row *row = split->row[kind];
    int n = split->n[kind];
    double most = 0;
    for (int i = 0; i < n; i++)
        most = fmax(most, fabs(purse_split_gain(&row[i], split->lead)));
    if (!(most >= 0.05))
        return;
    (void)snprintf(caption, sizeof caption,
                   "Change of %s by %s, %s to %s: to the left it falls, to the right it rises%s",
                   purse_split_figure_text(split->lead), by_what(kind), p->name[p->walled], p->name[p->open],
                   n > MOST_BARS ? "; those that change most" : "");
    page_chart_begin(p, caption,
                     "Bars of what the walls cost, one for each name. The figures are in the table that follows.");
    for (int i = 0; i < n; i++)
        if (rank_of(row, n, i, split->lead) < MOST_BARS && fabs(purse_split_gain(&row[i], split->lead)) >= 0.05)
            page_difference_line(p, split_name(p->model, kind, row[i].at, false),
                                 -purse_split_gain(&row[i], split->lead), most);
    page_chart_end(p);
}

void page_split(const page *p)
{
    static const purse_split_kind kinds[] = {PURSE_SPLIT_POT, PURSE_SPLIT_NEED, PURSE_SPLIT_PLACE,
                                             PURSE_SPLIT_PROVIDER};
    purse_split *split = NULL;
    if (p->walled < 0 || p->walled == p->open)
        return;
    if (purse_split_new(&split, p->plan[p->walled], p->plan[p->open], p->model, NULL) != PURSE_OK) {
        p->out->failed = true;
        return;
    }
    purse_text_add(p->out, "<h3>Who gains and who loses</h3>\n");
    chart(p, split, PURSE_SPLIT_NEED);
    chart(p, split, PURSE_SPLIT_PLACE);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        table_of(p, split, kinds[k]);
    purse_text_add(p->out,
                   "<p class=\"note\">Moves and burden of a pot are those that end at its services; its unmet, of "
                   "needs that can enter there. Paid: what it spends and gives, less what it gets. Another plan "
                   "as good may split the same totals otherwise.</p>\n");
    purse_split_free(split);
}

void page_shares(const page *p)
{
    const purse_walls_share *share = p->found ? p->found->share : NULL;
    page_table t;
    if (!share || !share->solved || share->tier < 0)
        return;
    char saving_of[120];
    double saving = share->silo - share->pooled;
    (void)snprintf(saving_of, sizeof saving_of, "Takes off %s", page_tier_noun(&p->plan[p->walled]->tier[share->tier]));
    purse_text_add(p->out, "<h3>How the pots share in what pooling saves</h3>\n");
    page_table_begin(&t, p, "t-shares", "What each pot adds to the saving of pooling, by its Shapley value",
                     p->model->n_pots);
    page_column(&t, "pot", false, "Pot");
    page_column(&t, "saving", true, saving_of);
    page_column(&t, "share", true, "Share of it");
    page_columns_end(&t);
    for (int b = 0; b < p->model->n_pots; b++) {
        page_row(&t, p->model->pots[b].id, NULL);
        page_cell(&t, p->model->pots[b].name);
        page_number(&t, share->pot[b], 1, page_decimals(saving));
        page_share(&t, share->pot[b] / saving);
    }
    page_table_end(&t);
    purse_text_add(p->out, "<p class=\"note\">The mean of what a pot adds over all orders in which the pots could be "
                           "joined; every coalition is a solve.</p>\n");
}
