/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the elastic form adds to the model's program, statement by statement; see elastic.h. */
#include "models/explain/elastic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/explain/grow.h"

int elastic_row(elastic *e, double lo, double hi)
{
    size_t n = e->n_own;
    if (!grow_by_one((void **)&e->own_lo, n, sizeof *e->own_lo) ||
        !grow_by_one((void **)&e->own_hi, n, sizeof *e->own_hi)) {
        e->failed = true;
        return -1;
    }
    e->own_lo[n] = lo;
    e->own_hi[n] = hi;
    e->n_own++;
    return e->b->program->n_rows + (int)n;
}

static void add_term(elastic *e, elastic_term **list, size_t *n, elastic_term term)
{
    if (term.row < 0 || e->failed)
        return;
    if (!grow_by_one((void **)list, *n, sizeof **list)) {
        e->failed = true;
        return;
    }
    (*list)[(*n)++] = term;
}

void elastic_on_col(elastic *e, int row, int col, double value)
{
    add_term(e, &e->of_col, &e->n_of_col, (elastic_term){col, row, value});
}

void elastic_on_slack(elastic *e, int row, double value)
{
    if (!e->failed)
        add_term(e, &e->of_slack, &e->n_of_slack,
                 (elastic_term){(int)e->n_slacks - 1, row, value * e->slack[e->n_slacks - 1].unit});
}

void elastic_slack(elastic *e, statement of, int part, int direction, double gbp)
{
    if (!grow_by_one((void **)&e->slack, e->n_slacks, sizeof *e->slack)) {
        e->failed = true;
        return;
    }
    e->slack[e->n_slacks++] = (slack){.of = of,
                                      .part = part,
                                      .direction = direction,
                                      .unit = e->episode / fmax(gbp, 1e-9 * e->total),
                                      .hi = INFINITY};
}

void elastic_helper(elastic *e, statement of, double unit)
{
    elastic_slack(e, of, 0, 1, 1.0);
    if (e->failed)
        return;
    e->slack[e->n_slacks - 1].unit = unit;
    e->slack[e->n_slacks - 1].helps = true;
}

/* Money between pots p and q, at most `limit` unless there is slack. */
static int wall(elastic *e, int p, int q, double limit)
{
    int col = e->b->money_col[p * e->b->model->n_pots + q], row = elastic_row(e, -INFINITY, limit);
    elastic_on_col(e, row, col, 1.0);
    return row;
}

/* Walls of silo are no number; of partial each limit is one, of the dial the share. */
static void walls(elastic *e, statement s)
{
    const purse_model *m = e->b->model;
    if (e->regime.kind == PURSE_REGIME_PARTIAL)
        for (int i = 0; i < m->n_virement; i++) {
            const purse_virement *v = &m->virement[i];
            int row = wall(e, v->from, v->to, v->limit);
            e->col_hi[e->b->money_col[v->from * m->n_pots + v->to]] =
                build_money_limit(e->b, (purse_regime){PURSE_REGIME_POOLED, 0.0}, v->from, v->to);
            elastic_slack(e, s, i, 1, 1.0);
            elastic_on_slack(e, row, -1.0);
        }
    if (e->regime.kind == PURSE_REGIME_DIAL) {
        if (e->n_ratios > 0)
            e->ratio[0].slack = (int)e->n_slacks;
        elastic_slack(e, s, -1, 1, e->total);
        if (!e->failed && e->n_ratios > 0)
            elastic_bounds(e, &e->ratio[0]);
        for (int p = 0; p < m->n_pots; p++)
            elastic_on_slack(e, e->b->dial_row[p], -m->pots[p].budget);
    }
}

/* Of a larger budget more may leave: the dial's share, as large as it may be in the box. */
static void budget(elastic *e, statement s)
{
    double share = e->regime.dial + (e->n_ratios > 0 ? e->ratio[0].box.hi : 0.0);
    elastic_slack(e, s, 0, 1, 1.0);
    elastic_on_slack(e, e->b->budget_row[s.of], -1.0);
    if (e->regime.kind == PURSE_REGIME_DIAL)
        elastic_on_slack(e, e->b->dial_row[s.of], -share);
}

static void add_statement(elastic *e, statement s, const elastic_box *box)
{
    switch (s.kind) {
    case STATEMENT_MINIMUM:
        elastic_minimum(e, s);
        break;
    case STATEMENT_INCOME:
        elastic_slack(e, s, 0, 1, 1.0);
        elastic_on_slack(e, e->b->income_row[s.of], -1.0);
        break;
    case STATEMENT_BUDGET:
        budget(e, s);
        break;
    case STATEMENT_WALLS:
        walls(e, s);
        break;
    case STATEMENT_RULE:
        elastic_rule(e, s, box);
        break;
    case STATEMENT_CAPACITY:
    case STATEMENT_TEAM:
        elastic_capacity(e, s);
        break;
    case STATEMENT_OFFER_PRICES:
    case STATEMENT_TEAM_PRICES:
        elastic_prices(e, s);
        break;
    case STATEMENT_HELD:
    case STATEMENT_TEAM_HELD:
    case STATEMENT_CONTEST:
    case STATEMENT_COMMISSIONS:
    default:
        break; /* what is no number, or among the prices */
    }
}

/* What a pound, a contact and an episode are measured by. */
static void measure(elastic *e)
{
    const purse_model *m = e->b->model;
    double contacts = 0.0, cost = 0.0, episodes = 0.0;
    for (int p = 0; p < m->n_pots; p++)
        e->total += m->pots[p].budget;
    e->total = fmax(e->total, 1.0);
    for (int k = 0; k < m->n_offers; k++) {
        contacts += m->offers[k].capacity;
        cost += m->offers[k].capacity * m->offers[k].unit_cost;
    }
    for (int d = 0; d < m->n_demand; d++)
        episodes += m->demand[d].episodes;
    e->episode = episodes > 1.0 ? e->total / episodes : e->total;
    e->contact = contacts > 0.0 && cost > 0.0 ? cost / contacts : 1.0;
}

/* Bounds of the build's columns; those of money are the regime's. */
static bool own_bounds(elastic *e)
{
    const purse_program *p = e->b->program;
    int n = e->b->model->n_pots;
    size_t size = (size_t)p->n_cols * sizeof *e->col_lo;
    e->col_lo = malloc(size + 1);
    e->col_hi = malloc(size + 1);
    if (!e->col_lo || !e->col_hi)
        return false;
    if (size > 0) {
        memcpy(e->col_lo, p->col_lo, size);
        memcpy(e->col_hi, p->col_hi, size);
    }
    for (int i = 0; i < n * n; i++)
        if (i / n != i % n)
            e->col_hi[e->b->money_col[i]] = build_money_limit(e->b, e->regime, i / n, i % n);
    return true;
}

static bool dial_may_change(const elastic *e, const statement *list, size_t n)
{
    for (size_t i = 0; i < n && e->regime.kind == PURSE_REGIME_DIAL; i++)
        if (list[i].kind == STATEMENT_WALLS)
            return e->regime.dial < 1.0;
    return false;
}

purse_code elastic_new(elastic *e, const build *b, purse_regime regime, const statement *list, size_t n,
                       const elastic_box *box, purse_error *err)
{
    *e = (elastic){.b = b, .regime = regime};
    measure(e);
    e->failed = !own_bounds(e);
    for (size_t i = 0; i < n; i++)
        e->cheaper |= list[i].kind == STATEMENT_OFFER_PRICES;
    if (dial_may_change(e, list, n) && !e->failed)
        (void)elastic_ratio(e, (ratio){.rule = -1, .gbp = e->total, .box.hi = 1.0 - regime.dial}, box);
    for (size_t i = 0; i < n && !e->failed; i++)
        add_statement(e, list[i], box);
    if (!e->failed)
        elastic_totals(e);
    purse_code code = e->failed ? purse_error_memory(err) : elastic_program(e, err);
    if (code)
        elastic_free(e);
    return code;
}

void elastic_free(elastic *e)
{
    purse_program_free(e->program);
    free(e->slack);
    free(e->ratio);
    free(e->of_slack);
    free(e->of_col);
    free(e->own_lo);
    free(e->own_hi);
    free(e->col_lo);
    free(e->col_hi);
    *e = (elastic){0};
}
