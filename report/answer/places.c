/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places, shares and quality as tables for people. */
#include <math.h>
#include <stdlib.h>

#include "report/answer/answer.h"

static void say_gap(const answer_view *v, const char *what, const purse_gap *gap)
{
    char text[48];
    if (gap->best < 0 || !(gap->gap > 5e-5))
        return;
    purse_text_format(v->out, "  Gap in %s: %s per 100 episodes, %s against %s.\n", what,
                      table_amount(text, 100 * gap->gap, 2), v->model->places[gap->worst].name,
                      v->model->places[gap->best].name);
}

void answer_text_places(const answer_view *v)
{
    const purse_answer *a = v->answer;
    int shown = answer_rows(v->view, a->n_places);
    table t;
    if (a->n_places < 2)
        return;
    table_heading(v->out, v->view.colour, "Places");
    table_start(&t, v->out, v->view.colour, "lrrrr");
    table_cell(&t, "place");
    table_cell(&t, "demand, episodes");
    table_cell(&t, "unmet");
    table_cell(&t, "unmet per 100");
    table_cell(&t, "burden per 100");
    for (int l = 0; l < shown; l++) {
        table_cell(&t, "%s", v->model->places[l].name);
        table_number(&t, a->places[l].demand, 1);
        table_number(&t, v->plan->place_unmet[l], 1);
        table_number(&t, 100 * a->places[l].unmet, 2);
        table_number(&t, 100 * a->places[l].burden, 2);
    }
    table_end(&t);
    answer_more(v->out, shown, a->n_places);
    say_gap(v, "unmet", &a->unmet);
    say_gap(v, "burden", &a->burden);
}

static void show_sectors(const answer_view *v)
{
    const purse_share *sector = v->answer->sector + v->answer->n_pots * PURSE_N_SECTORS;
    table t;
    table_heading(v->out, v->view.colour, "Shares by sector, offers only");
    table_start(&t, v->out, v->view.colour, "lrrrr");
    table_cell(&t, "sector");
    table_cell(&t, "contacts");
    table_cell(&t, "of contacts");
    table_cell(&t, "spend %s", v->model->currency);
    table_cell(&t, "of spend");
    for (int i = 0; i < PURSE_N_SECTORS; i++) {
        if (!(sector[i].contacts > 0 || sector[i].spend > 0))
            continue;
        table_cell(&t, "%s", purse_sector_text((purse_sector)i));
        table_number(&t, sector[i].contacts, 0);
        table_share(&t, sector[i].of_contacts);
        table_number(&t, sector[i].spend, 0);
        table_share(&t, sector[i].of_spend);
    }
    table_end(&t);
}

typedef struct ranked {
    double income, contacts;
    int provider;
} ranked;

/* Most income first; then most contacts; then the scenario's order. */
static int compare_ranked(const void *a, const void *b)
{
    const ranked *left = a, *right = b;
    if (left->income != right->income)
        return left->income > right->income ? -1 : 1;
    if (left->contacts != right->contacts)
        return left->contacts > right->contacts ? -1 : 1;
    return (left->provider > right->provider) - (left->provider < right->provider);
}

static bool any_income_limit(const purse_model *m)
{
    for (int r = 0; r < m->n_providers; r++)
        if (!isinf(m->providers[r].max_income))
            return true;
    return false;
}

static void show_provider(table *t, const answer_view *v, const ranked *rank, bool limits)
{
    const purse_provider *provider = &v->model->providers[rank->provider];
    const purse_share *share = &v->answer->provider[v->answer->n_pots * v->answer->n_providers + rank->provider];
    table_cell(t, "%s", provider->name);
    table_cell(t, "%s", purse_sector_text(provider->sector));
    table_share(t, share->of_contacts);
    table_share(t, share->of_spend);
    table_number(t, rank->income, 0);
    if (!limits)
        return;
    table_number(t, isinf(provider->max_income) ? (double)NAN : provider->max_income, 0);
    bool given = !isinf(provider->max_income) && provider->max_income > 0;
    table_share(t, given ? rank->income / provider->max_income : (double)NAN);
}

static void show_providers(const answer_view *v)
{
    const purse_answer *a = v->answer;
    bool limits = any_income_limit(v->model);
    ranked *rank = calloc((size_t)a->n_providers + 1, sizeof *rank);
    int n = 0;
    table t;
    if (!rank) {
        v->out->failed = true;
        return;
    }
    for (int r = 0; r < a->n_providers; r++) {
        double contacts = a->provider[a->n_pots * a->n_providers + r].contacts;
        if (a->income[r] > 0 || contacts > 0)
            rank[n++] = (ranked){.income = a->income[r], .contacts = contacts, .provider = r};
    }
    qsort(rank, (size_t)n, sizeof *rank, compare_ranked);
    table_heading(v->out, v->view.colour, "Providers, most income first");
    table_start(&t, v->out, v->view.colour, limits ? "llrrrrr" : "llrrr");
    table_cell(&t, "provider");
    table_cell(&t, "sector");
    table_cell(&t, "of contacts");
    table_cell(&t, "of spend");
    table_cell(&t, "income %s", v->model->currency);
    if (limits) {
        table_cell(&t, "can carry");
        table_cell(&t, "used");
    }
    int shown = answer_rows(v->view, n);
    for (int i = 0; i < shown; i++)
        show_provider(&t, v, &rank[i], limits);
    table_end(&t);
    answer_more(v->out, shown, n);
    free(rank);
}

void answer_text_shares(const answer_view *v)
{
    if (v->answer->n_providers < 2)
        return;
    show_sectors(v);
    show_providers(v);
}

void answer_text_quality(const answer_view *v)
{
    const purse_answer *a = v->answer;
    table t;
    if (isnan(a->quality[a->n_pots].mean))
        return;
    table_heading(v->out, v->view.colour, "Quality, mean of contacts");
    table_start(&t, v->out, v->view.colour, "lrr");
    table_cell(&t, "pot");
    table_cell(&t, "quality");
    table_cell(&t, "contacts covered");
    for (int p = 0; p <= a->n_pots; p++) {
        if (isnan(a->quality[p].coverage))
            continue;
        table_cell(&t, "%s", p < a->n_pots ? v->model->pots[p].name : "all");
        if (isnan(a->quality[p].mean))
            table_cell(&t, "unknown");
        else
            table_number(&t, a->quality[p].mean, 1);
        table_share(&t, a->quality[p].coverage);
    }
    table_end(&t);
}
