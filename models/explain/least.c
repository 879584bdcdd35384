/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The least that has to be broken; see least.h. */
#include "models/explain/least.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/numbers.h"
#include "models/explain/grow.h"

/* How near to the bound an answer has to come, and how many programs that may take. */
static const double NEAR = 2e-4;
enum { MOST_BOXES = 300 };
/* A box is split no nearer to its ends than this share of it. */
static const double EDGE = 0.1;
/* Along the change as long as it is not so much narrower than the sum, each beside its largest. */
static const double WIDER = 0.25;

/* Boxes of all ratios, and what no change in them falls below. */
typedef struct node {
    double bound;
    elastic_box *box;
} node;

typedef struct search {
    least *found;
    purse_regime regime;
    const possible *ask;
    purse_settings settings;
    statement *list;
    size_t n_list;
    node *open;
    size_t n_open;
    purse_error *err;
} search;

/* Takes the box over, whatever happens. */
static purse_code push(search *s, double bound, elastic_box *box)
{
    if (!box || !grow_by_one((void **)&s->open, s->n_open, sizeof *s->open)) {
        free(box);
        return purse_error_memory(s->err);
    }
    s->open[s->n_open++] = (node){bound, box};
    return PURSE_OK;
}

/* The box with the least bound, the oldest of equals; it is the caller's. */
static node take(search *s)
{
    size_t best = 0;
    for (size_t i = 1; i < s->n_open; i++)
        if (s->open[i].bound < s->open[best].bound)
            best = i;
    node taken = s->open[best];
    memmove(s->open + best, s->open + best + 1, (--s->n_open - best) * sizeof *s->open);
    return taken;
}

static bool is_price(const slack *s)
{
    return s->of.kind == STATEMENT_OFFER_PRICES || s->of.kind == STATEMENT_TEAM_PRICES;
}

/* Pounds that are paid less, as a price that is lower. */
static void read_price(const elastic *e, const slack *s, const double *col, double *value, double *weight)
{
    int count;
    double price = elastic_price(e, s->of, s->part, &count), times = count < 0 ? 1.0 : col[count];
    *value = times > 0.0 ? fmin(*value / times, price) : 0.0;
    *weight = times;
}

/* What the answer breaks, each ratio by as much as it has to; the cost of it all. */
static double read(const elastic *e, const double *col, double *value, double *weight)
{
    double cost = 0.0;
    for (size_t i = 0; i < e->n_slacks; i++) {
        value[i] = col[e->first + (int)i] * e->slack[i].unit;
        weight[i] = e->episode / e->slack[i].unit;
    }
    for (size_t i = 0; i < e->n_ratios; i++)
        value[e->ratio[i].slack] = elastic_change(e, &e->ratio[i], col);
    for (size_t i = 0; i < e->n_slacks; i++)
        cost += e->slack[i].helps ? 0.0 : value[i] / e->slack[i].unit;
    for (size_t i = 0; i < e->n_slacks; i++)
        if (is_price(&e->slack[i]))
            read_price(e, &e->slack[i], col, &value[i], &weight[i]);
    return cost;
}

/* Keeps an answer that breaks less than the one so far. */
static purse_code keep(search *s, const elastic *e, const double *col)
{
    least *l = s->found;
    double *value = malloc((2 * e->n_slacks + 1) * sizeof *value);
    if (!value)
        return purse_error_memory(s->err);
    double cost = read(e, col, value, value + e->n_slacks);
    if (l->value && cost >= l->cost) {
        free(value);
        return PURSE_OK;
    }
    free(l->value);
    l->value = value;
    l->weight = value + e->n_slacks;
    l->cost = cost;
    return PURSE_OK;
}

/* The ratio whose change in the answer is the furthest from what it would have to be; -1: none is far. */
static int furthest(const search *s, const elastic *e, const double *col)
{
    double most = 0.01 * NEAR * s->found->cost;
    int which = -1;
    for (size_t i = 0; i < e->n_ratios; i++) {
        const ratio *r = &e->ratio[i];
        double far = elastic_change(e, r, col) / e->slack[r->slack].unit - col[e->first + r->slack];
        if (far > most) {
            most = far;
            which = (int)i;
        }
    }
    return which;
}

static double inside(double at, double lo, double hi)
{
    return fmin(fmax(at, lo + EDGE * (hi - lo)), hi - EDGE * (hi - lo));
}

/*
 * The box in two at the answer, along the change or the sum that it is over, whichever is the wider. Of the change a little
 * below the answer, so that the lower half, where nothing less will do, is without one beyond doubt.
 */
static purse_code split(search *s, const elastic *e, const double *col, double bound)
{
    int which = furthest(s, e, col);
    if (which < 0)
        return PURSE_OK; /* the answer is the best that is in it */
    const ratio *r = &e->ratio[which];
    const elastic_box *box = &r->box;
    bool along_sum = (box->most - box->least) * box->hi > WIDER * (box->hi - box->lo) * box->most;
    double below = 0.3 * NEAR * s->found->cost * e->slack[r->slack].unit;
    double at = along_sum ? inside(elastic_total(e, r, col), box->least, box->most)
                          : inside(elastic_change(e, r, col) - below, box->lo, box->hi);
    purse_code code = PURSE_OK;
    for (int side = 0; side < 2 && !code; side++) {
        elastic_box *half = malloc((e->n_ratios + 1) * sizeof *half);
        for (size_t i = 0; i < e->n_ratios && half; i++)
            half[i] = e->ratio[i].box;
        if (half && along_sum)
            *(side ? &half[which].least : &half[which].most) = at;
        else if (half)
            *(side ? &half[which].lo : &half[which].hi) = at;
        code = push(s, bound, half);
    }
    return code;
}

/* The answer of one box's program, and its parts. */
static purse_code judge(search *s, const elastic *e, const purse_solution *answer, const node *at)
{
    least *l = s->found;
    if (answer->status == PURSE_STATUS_INFEASIBLE)
        return PURSE_OK;
    bool plan = answer->status == PURSE_STATUS_OPTIMAL || answer->status == PURSE_STATUS_FEASIBLE;
    purse_code code = plan ? keep(s, e, answer->col) : PURSE_OK;
    if (answer->status != PURSE_STATUS_OPTIMAL) {
        l->interrupted = answer->interrupted || !plan;
        l->proved = false;
        return code;
    }
    return code ? code : split(s, e, answer->col, fmax(answer->bound[0], at->bound));
}

static purse_code solve(search *s, const node *at)
{
    elastic e = {0};
    purse_solver *solver = NULL;
    purse_code code = elastic_new(&e, s->found->b, s->regime, s->list, s->n_list, at->box, s->err);
    if (!code)
        code = purse_solver_new(&solver, e.program, &s->settings, &s->ask->control, s->err);
    if (!code)
        code = purse_solver_solve(solver, s->err);
    s->found->solves++;
    if (!code)
        code = judge(s, &e, purse_solver_solution(solver), at);
    if (code == PURSE_ESOLVER) {
        s->found->proved = false;
        code = PURSE_OK;
    }
    purse_solver_free(solver);
    elastic_free(&e);
    return code;
}

/* Whether there is time for another program. */
static bool goes_on(search *s)
{
    least *l = s->found;
    if (s->ask->deadline > 0.0 && (s->settings.time_limit = s->ask->deadline - seconds_now()) <= 0.0)
        l->interrupted = true;
    l->proved = l->proved && !l->interrupted && l->solves < MOST_BOXES;
    return !l->interrupted && l->solves < MOST_BOXES;
}

static purse_code find(search *s)
{
    least *l = s->found;
    double near = fmax(NEAR, s->settings.gap);
    purse_code code = elastic_new(&l->e, l->b, s->regime, s->list, s->n_list, NULL, s->err);
    elastic_box *root = code ? NULL : calloc(l->e.n_ratios + 1, sizeof *root);
    for (size_t i = 0; root && i < l->e.n_ratios; i++)
        root[i] = l->e.ratio[i].box;
    if (!code)
        code = push(s, 0.0, root);
    l->proved = true;
    while (!code && s->n_open > 0 && goes_on(s)) {
        node at = take(s);
        bool worse = l->value && at.bound >= l->cost * (1.0 - near);
        if (!worse)
            code = solve(s, &at);
        free(at.box);
        if (worse)
            break; /* and so are all others */
    }
    return code;
}

static bool may_change(unsigned may, statement_kind kind)
{
    static const unsigned of[] = {
        [STATEMENT_CAPACITY] = PURSE_MAY_CAPACITIES, [STATEMENT_TEAM] = PURSE_MAY_CAPACITIES,
        [STATEMENT_MINIMUM] = PURSE_MAY_VOLUMES,     [STATEMENT_INCOME] = PURSE_MAY_INCOMES,
        [STATEMENT_BUDGET] = PURSE_MAY_BUDGETS,      [STATEMENT_WALLS] = PURSE_MAY_WALLS,
        [STATEMENT_RULE] = PURSE_MAY_RULES,          [STATEMENT_OFFER_PRICES] = PURSE_MAY_PRICES,
        [STATEMENT_TEAM_PRICES] = PURSE_MAY_PRICES,
    };
    return (may & of[kind]) != 0;
}

/* The statements that may change, those of a list and then prices. */
static purse_code list_statements(search *s, const purse_model *m, unsigned may)
{
    size_t n = 0, prices = (size_t)m->n_offers + (size_t)m->n_teams;
    statement *list = statements_of(m, s->regime, &n);
    s->list = list ? realloc(list, (n + prices + 1) * sizeof *list) : NULL;
    if (!s->list) {
        free(list);
        return purse_error_memory(s->err);
    }
    for (size_t i = 0; i < n; i++)
        if (may_change(may, s->list[i].kind))
            s->list[s->n_list++] = s->list[i];
    for (int i = 0; i < (int)prices && (may & PURSE_MAY_PRICES); i++)
        s->list[s->n_list++] = i < m->n_offers ? (statement){STATEMENT_OFFER_PRICES, i}
                                               : (statement){STATEMENT_TEAM_PRICES, i - m->n_offers};
    return PURSE_OK;
}

purse_code least_find(least *l, const purse_model *model, purse_regime regime, unsigned may, const possible *ask,
                      const purse_settings *settings, purse_error *err)
{
    search s = {.found = l, .regime = regime, .ask = ask, .settings = *settings, .err = err};
    purse_code code = list_statements(&s, model, may);
    if (!code)
        code = build_new(&l->b, model, err);
    if (!code)
        code = find(&s);
    for (size_t i = 0; i < s.n_open; i++)
        free(s.open[i].box);
    free(s.open);
    free(s.list);
    return code;
}

void least_free(least *l)
{
    elastic_free(&l->e);
    build_free(l->b);
    free(l->value);
    *l = (least){0};
}
