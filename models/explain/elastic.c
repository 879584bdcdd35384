/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the elastic form adds to the model's program, statement by statement; see elastic.h. */
#include "models/explain/elastic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/explain/grow.h"

/* A row of the elastic form's own; gives its index. */
static int own_row(elastic *e, double lo, double hi)
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

static void on_col(elastic *e, int row, int col, double value)
{
    add_term(e, &e->of_col, &e->n_of_col, (elastic_term){col, row, value});
}

/* The last slack on a row: what one pound, contact, ... of it adds there. */
static void on_slack(elastic *e, int row, double value)
{
    if (!e->failed)
        add_term(e, &e->of_slack, &e->n_of_slack,
                 (elastic_term){(int)e->n_slacks - 1, row, value * e->slack[e->n_slacks - 1].unit});
}

/* `gbp`: what one of the statement's units counts. */
static void new_slack(elastic *e, statement of, int part, int direction, double gbp)
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

/* A slack beside another one: of people, without cost. */
static void new_helper(elastic *e, statement of)
{
    new_slack(e, of, 0, 1, 1.0);
    if (e->failed)
        return;
    e->slack[e->n_slacks - 1].unit = 1.0;
    e->slack[e->n_slacks - 1].helps = true;
}

/* A contact at an offer. */
static double contact_gbp(const elastic *e, int k)
{
    double cost = e->b->model->offers[k].unit_cost;
    return cost > 0.0 ? cost : e->contact;
}

static void minimum(elastic *e, statement s)
{
    const build *b = e->b;
    int col = b->volume_col[s.of], row = b->minimum_row[s.of];
    if (row < 0) {
        e->col_lo[col] = 0.0;
        row = own_row(e, b->model->offers[s.of].min_volume, INFINITY);
        on_col(e, row, col, 1.0);
    }
    new_slack(e, s, 0, -1, contact_gbp(e, s.of));
    on_slack(e, row, 1.0);
}

/* Money between pots p and q, at most `limit` unless there is slack. */
static int wall(elastic *e, int p, int q, double limit)
{
    int col = e->b->money_col[p * e->b->model->n_pots + q], row = own_row(e, -INFINITY, limit);
    on_col(e, row, col, 1.0);
    return row;
}

/* Walls of silo are no number; of partial each limit is one, of the dial the share. */
static void walls(elastic *e, statement s, purse_regime regime)
{
    const purse_model *m = e->b->model;
    if (regime.kind == PURSE_REGIME_PARTIAL)
        for (int i = 0; i < m->n_virement; i++) {
            const purse_virement *v = &m->virement[i];
            int row = wall(e, v->from, v->to, v->limit);
            e->col_hi[e->b->money_col[v->from * m->n_pots + v->to]] =
                build_money_limit(e->b, (purse_regime){PURSE_REGIME_POOLED, 0.0}, v->from, v->to);
            new_slack(e, s, i, 1, 1.0);
            on_slack(e, row, -1.0);
        }
    if (regime.kind == PURSE_REGIME_DIAL) {
        new_slack(e, s, -1, 1, e->total);
        if (!e->failed)
            e->slack[e->n_slacks - 1].hi = (1.0 - regime.dial) / e->slack[e->n_slacks - 1].unit;
        for (int p = 0; p < m->n_pots; p++)
            on_slack(e, e->b->dial_row[p], -m->pots[p].budget);
    }
}

/* Each place may stand so much further above the least. */
static void gap(elastic *e, statement s)
{
    const build *b = e->b;
    const int *place_row = b->place_row + (size_t)s.of * (size_t)b->model->n_places;
    int first = b->program->n_rows + (int)e->n_own, row = first;
    for (int l = 0; l < b->model->n_places; l++)
        if (place_row[l] >= 0)
            (void)own_row(e, -INFINITY, 0.0);
    new_slack(e, s, 0, 1, e->total);
    for (int l = 0; l < b->model->n_places; l++)
        if (place_row[l] >= 0)
            on_slack(e, row++, -b->place_demand[l]);
    row = first;
    for (int l = 0; l < b->model->n_places; l++)
        if (place_row[l] >= 0) {
            new_helper(e, s);
            on_slack(e, place_row[l], -1.0);
            on_slack(e, row++, 1.0);
        }
}

/* A rule about one sum, or a share of it: what is broken counts in the sum's own unit. */
static void rule(elastic *e, statement s)
{
    const build *b = e->b;
    const purse_rule *r = &b->model->rules[s.of];
    switch (r->type) {
    case PURSE_RULE_MAX_UNMET_GAP:
    case PURSE_RULE_MAX_BURDEN_GAP:
        gap(e, s);
        return;
    case PURSE_RULE_MAX_SHARE:
        new_slack(e, s, 0, 1, r->of_spend ? 1.0 : e->contact);
        break;
    case PURSE_RULE_MIN_SHARE:
        new_slack(e, s, 0, -1, r->of_spend ? 1.0 : e->contact);
        break;
    case PURSE_RULE_MIN_QUALITY:
        new_slack(e, s, 0, -1, e->contact / 100.0);
        break;
    case PURSE_RULE_MIN_AWARDS:
    case PURSE_RULE_MAX_AWARDS:
        new_slack(e, s, 0, r->type == PURSE_RULE_MAX_AWARDS ? 1 : -1, e->total / fmax(1.0, b->model->n_offers));
        break;
    case PURSE_RULE_MIN_SPEND:
    case PURSE_RULE_MAX_SPEND:
    default:
        new_slack(e, s, 0, r->type == PURSE_RULE_MAX_SPEND ? 1 : -1, 1.0);
        break;
    }
    if (e->failed)
        return;
    double sign = -e->slack[e->n_slacks - 1].direction;
    if (r->type != PURSE_RULE_MAX_SHARE || r->has_group)
        on_slack(e, b->rule_row[s.of], sign);
    else
        for (int p = 0; p < b->model->n_providers; p++) {
            int rank = b->provider_rank[(size_t)s.of * (size_t)b->model->n_providers + (size_t)p];
            if (rank >= 0)
                on_slack(e, b->rule_row[s.of] + rank, sign);
        }
}

static void add_statement(elastic *e, statement s, purse_regime regime)
{
    switch (s.kind) {
    case STATEMENT_MINIMUM:
        minimum(e, s);
        break;
    case STATEMENT_INCOME:
        new_slack(e, s, 0, 1, 1.0);
        on_slack(e, e->b->income_row[s.of], -1.0);
        break;
    case STATEMENT_BUDGET:
        new_slack(e, s, 0, 1, 1.0);
        on_slack(e, e->b->budget_row[s.of], -1.0);
        if (regime.kind == PURSE_REGIME_DIAL) /* of a larger budget more may leave */
            on_slack(e, e->b->dial_row[s.of], -regime.dial);
        break;
    case STATEMENT_WALLS:
        walls(e, s, regime);
        break;
    case STATEMENT_RULE:
        rule(e, s);
        break;
    case STATEMENT_CAPACITY:
    case STATEMENT_HELD:
    case STATEMENT_TEAM:
    case STATEMENT_TEAM_HELD:
    case STATEMENT_CONTEST:
    case STATEMENT_COMMISSIONS:
    default:
        break; /* what providers have and ask for, and what is no number */
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
static bool own_bounds(elastic *e, purse_regime regime)
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
            e->col_hi[e->b->money_col[i]] = build_money_limit(e->b, regime, i / n, i % n);
    return true;
}

purse_code elastic_new(elastic *e, const build *b, purse_regime regime, const statement *list, size_t n,
                       purse_error *err)
{
    *e = (elastic){.b = b};
    measure(e);
    e->failed = !own_bounds(e, regime);
    for (size_t i = 0; i < n && !e->failed; i++)
        add_statement(e, list[i], regime);
    purse_code code = e->failed ? purse_error_memory(err) : elastic_program(e, regime, err);
    if (code)
        elastic_free(e);
    return code;
}

void elastic_free(elastic *e)
{
    purse_program_free(e->program);
    free(e->slack);
    free(e->of_slack);
    free(e->of_col);
    free(e->own_lo);
    free(e->own_hi);
    free(e->col_lo);
    free(e->col_hi);
    *e = (elastic){0};
}
