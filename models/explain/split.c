/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two plans' figures side by side, record by record. What a plan or its answer states is taken from there. */
#include "purse/split.h"

#include <math.h>
#include <stdlib.h>

#include "models/plan/private.h"
#include "purse/answer.h"

/* Totals nearer than this, relative, are one. */
static const double SAME = 2e-6;

#define PLURAL(name, plural, singular) plural,
#define KEY(name, key, text) key,
#define TEXT(name, key, text) text,

const char *purse_split_kind_text(purse_split_kind kind)
{
    static const char *const text[] = {PURSE_SPLITS(PLURAL)};
    return (unsigned)kind < PURSE_N_SPLITS ? text[kind] : "unknown";
}

const char *purse_split_figure_key(purse_split_figure figure)
{
    static const char *const key[] = {PURSE_SPLIT_FIGURES(KEY)};
    return (unsigned)figure < PURSE_N_SPLIT_FIGURES ? key[figure] : "unknown";
}

const char *purse_split_figure_text(purse_split_figure figure)
{
    static const char *const text[] = {PURSE_SPLIT_FIGURES(TEXT)};
    return (unsigned)figure < PURSE_N_SPLIT_FIGURES ? text[figure] : "unknown";
}

bool purse_split_has(purse_split_kind kind, purse_split_figure figure)
{
    enum { U = 1 << PURSE_SPLIT_UNMET, M = 1 << PURSE_SPLIT_MOVES, B = 1 << PURSE_SPLIT_BURDEN };
    enum { S = 1 << PURSE_SPLIT_SPEND, P = 1 << PURSE_SPLIT_PAID, V = 1 << PURSE_SPLIT_MOVED };
    static const int figures[PURSE_N_SPLITS] = {
        [PURSE_SPLIT_POT] = U | M | B | S | P,
        [PURSE_SPLIT_BOUNDARY] = M | B | V,
        [PURSE_SPLIT_NEED] = U | M | B,
        [PURSE_SPLIT_PLACE] = U | M | B,
        [PURSE_SPLIT_PROVIDER] = S | 1 << PURSE_SPLIT_CONTACTS,
    };
    return figures[kind] >> figure & 1;
}

double purse_split_gain(const purse_split_row *row, purse_split_figure figure)
{
    double more = row->value[1][figure] - row->value[0][figure];
    bool less_is_better = figure == PURSE_SPLIT_UNMET || figure == PURSE_SPLIT_MOVES || figure == PURSE_SPLIT_BURDEN;
    return less_is_better ? -more : more;
}

static purse_code make_rows(purse_split *s, const purse_model *m, purse_error *err)
{
    const int n[PURSE_N_SPLITS] = {m->n_pots, m->n_pots * m->n_pots, m->n_needs, m->n_places, m->n_providers};
    for (int kind = 0; kind < PURSE_N_SPLITS; kind++) {
        s->row[kind] = calloc((size_t)n[kind] + 1, sizeof **s->row);
        if (!s->row[kind])
            return purse_error_memory(err);
        s->n[kind] = n[kind];
        for (int i = 0; i < n[kind]; i++) {
            purse_split_row *row = &s->row[kind][i];
            bool boundary = kind == PURSE_SPLIT_BOUNDARY;
            row->at = boundary ? i / m->n_pots : i;
            row->to = boundary ? i % m->n_pots : -1;
            for (int f = 0; f < PURSE_N_SPLIT_FIGURES; f++)
                if (!purse_split_has((purse_split_kind)kind, (purse_split_figure)f))
                    row->value[0][f] = row->value[1][f] = NAN;
        }
    }
    return PURSE_OK;
}

/* Pots and boundaries, from the plan's own. */
static void fill_pots(purse_split *s, int side, const purse_plan *plan)
{
    purse_split_row *pot = s->row[PURSE_SPLIT_POT], *boundary = s->row[PURSE_SPLIT_BOUNDARY];
    for (int p = 0; p < plan->n_pots; p++) {
        const purse_pot_result *result = &plan->pots[p];
        pot[p].value[side][PURSE_SPLIT_SPEND] = result->spend;
        pot[p].value[side][PURSE_SPLIT_PAID] = result->spend + result->moved_out - result->moved_in;
    }
    for (int i = 0; i < plan->n_boundaries; i++) {
        const purse_boundary *b = &plan->boundaries[i];
        boundary[i].value[side][PURSE_SPLIT_MOVES] = b->unnecessary_moves;
        boundary[i].value[side][PURSE_SPLIT_BURDEN] = b->burden;
        pot[b->to].value[side][PURSE_SPLIT_MOVES] += b->unnecessary_moves;
        pot[b->to].value[side][PURSE_SPLIT_BURDEN] += b->burden;
    }
    for (int i = 0; i < plan->n_moves; i++)
        boundary[plan->moves[i].from * plan->n_pots + plan->moves[i].to].value[side][PURSE_SPLIT_MOVED] +=
            plan->moves[i].amount;
}

/* Unmet by need, and by every pot at one of whose services the need can enter. */
static void add_unmet(purse_split *s, int side, const purse_model *m, const purse_flow *flow)
{
    s->row[PURSE_SPLIT_NEED][flow->need].value[side][PURSE_SPLIT_UNMET] += flow->people;
    for (int p = 0; p < m->n_pots; p++)
        if (plan_enters(m, flow->need, p))
            s->row[PURSE_SPLIT_POT][p].value[side][PURSE_SPLIT_UNMET] += flow->people;
}

static void add_move(purse_split *s, int side, const purse_model *m, const purse_flow *flow)
{
    const purse_referral *referral =
        plan_referral(m, flow->need, m->offers[flow->from_offer].service, flow->to_service);
    if (!referral || referral->necessary)
        return;
    double burden = plan_move_burden(m, referral, flow->kind == PURSE_FLOW_HANDOVER, flow->team) * flow->people;
    s->row[PURSE_SPLIT_NEED][flow->need].value[side][PURSE_SPLIT_MOVES] += flow->people;
    s->row[PURSE_SPLIT_NEED][flow->need].value[side][PURSE_SPLIT_BURDEN] += burden;
    s->row[PURSE_SPLIT_PLACE][flow->place].value[side][PURSE_SPLIT_MOVES] += flow->people;
}

static void fill_people(purse_split *s, int side, const purse_plan *plan, const purse_model *m)
{
    for (size_t i = 0; i < plan->n_flows; i++) {
        const purse_flow *flow = &plan->flows[i];
        if (flow->kind == PURSE_FLOW_UNMET || flow->kind == PURSE_FLOW_LOST)
            add_unmet(s, side, m, flow);
        else if (flow->kind == PURSE_FLOW_REFERRAL || flow->kind == PURSE_FLOW_HANDOVER)
            add_move(s, side, m, flow);
    }
    for (int l = 0; l < plan->n_places; l++) {
        s->row[PURSE_SPLIT_PLACE][l].value[side][PURSE_SPLIT_UNMET] = plan->place_unmet[l];
        s->row[PURSE_SPLIT_PLACE][l].value[side][PURSE_SPLIT_BURDEN] = plan->place_burden[l];
    }
}

static purse_code fill_side(purse_split *s, int side, const purse_plan *plan, const purse_model *m, purse_error *err)
{
    purse_answer *answer = NULL;
    purse_code code = purse_answer_new(&answer, plan, m, err);
    if (code)
        return code;
    s->regime[side] = plan->regime;
    s->totals[side] = plan->totals;
    fill_pots(s, side, plan);
    fill_people(s, side, plan, m);
    for (int r = 0; r < m->n_providers; r++) {
        purse_split_row *row = &s->row[PURSE_SPLIT_PROVIDER][r];
        row->value[side][PURSE_SPLIT_SPEND] = answer->income[r];
        row->value[side][PURSE_SPLIT_CONTACTS] = answer->provider[m->n_pots * m->n_providers + r].contacts;
    }
    purse_answer_free(answer);
    return PURSE_OK;
}

static int by_gain(const purse_split_row *a, const purse_split_row *b, const purse_split_figure *figure, int n)
{
    for (int i = 0; i < n; i++) {
        double one = purse_split_gain(a, figure[i]), other = purse_split_gain(b, figure[i]);
        if (one != other)
            return one > other ? -1 : 1;
    }
    return a->at != b->at ? (a->at > b->at) - (a->at < b->at) : (a->to > b->to) - (a->to < b->to);
}

#define BY(name, ...)                                                                                                  \
    static int name(const void *a, const void *b)                                                                      \
    {                                                                                                                  \
        static const purse_split_figure figure[] = {__VA_ARGS__};                                                      \
        return by_gain(a, b, figure, sizeof figure / sizeof *figure);                                                  \
    }
BY(by_unmet, PURSE_SPLIT_UNMET, PURSE_SPLIT_BURDEN)
BY(by_burden, PURSE_SPLIT_BURDEN, PURSE_SPLIT_MOVES)
BY(by_income, PURSE_SPLIT_SPEND)

static void sort(purse_split *s)
{
    double unmet = fabs(s->totals[0].unmet_weighted - s->totals[1].unmet_weighted);
    s->lead = unmet > SAME * fmax(1.0, s->totals[0].unmet_weighted) ? PURSE_SPLIT_UNMET : PURSE_SPLIT_BURDEN;
    for (int kind = 0; kind < PURSE_N_SPLITS; kind++) {
        bool has_unmet = purse_split_has((purse_split_kind)kind, PURSE_SPLIT_UNMET);
        qsort(s->row[kind], (size_t)s->n[kind], sizeof **s->row,
              kind == PURSE_SPLIT_PROVIDER                ? by_income
              : s->lead == PURSE_SPLIT_UNMET && has_unmet ? by_unmet
                                                          : by_burden);
    }
}

purse_code purse_split_new(purse_split **split, const purse_plan *with, const purse_plan *without,
                           const purse_model *model, purse_error *err)
{
    purse_split *s = calloc(1, sizeof *s);
    if (!s)
        return purse_error_memory(err);
    purse_code code = make_rows(s, model, err);
    if (!code)
        code = fill_side(s, 0, with, model, err);
    if (!code)
        code = fill_side(s, 1, without, model, err);
    if (code) {
        purse_split_free(s);
        return code;
    }
    sort(s);
    *split = s;
    return PURSE_OK;
}

void purse_split_free(purse_split *s)
{
    for (int kind = 0; s && kind < PURSE_N_SPLITS; kind++)
        free(s->row[kind]);
    free(s);
}
