/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules in the elastic form; see elastic.h. */
#include <math.h>

#include "models/explain/elastic.h"
#include "models/explain/grow.h"

/* Each place may stand so much further above the least. */
static void gap(elastic *e, statement s)
{
    const build *b = e->b;
    const int *place_row = b->place_row + (size_t)s.of * (size_t)b->model->n_places;
    int first = b->program->n_rows + (int)e->n_own, row = first;
    for (int l = 0; l < b->model->n_places; l++)
        if (place_row[l] >= 0)
            (void)elastic_row(e, -INFINITY, 0.0);
    elastic_slack(e, s, 0, 1, e->total);
    for (int l = 0; l < b->model->n_places; l++)
        if (place_row[l] >= 0)
            elastic_on_slack(e, row++, -b->place_demand[l]);
    row = first;
    for (int l = 0; l < b->model->n_places; l++)
        if (place_row[l] >= 0) {
            elastic_helper(e, s, 1.0);
            elastic_on_slack(e, place_row[l], -1.0);
            elastic_on_slack(e, row++, 1.0);
        }
}

/* The last slack on the rows of a rule about one sum, or about each provider's. */
static void on_rule_rows(elastic *e, int i, double sign)
{
    const build *b = e->b;
    const purse_rule *r = &b->model->rules[i];
    if (r->type != PURSE_RULE_MAX_SHARE || r->has_group) {
        elastic_on_slack(e, b->rule_row[i], sign);
        return;
    }
    for (int p = 0; p < b->model->n_providers; p++) {
        int rank = b->provider_rank[(size_t)i * (size_t)b->model->n_providers + (size_t)p];
        if (rank >= 0)
            elastic_on_slack(e, b->rule_row[i] + rank, sign);
    }
}

/* A rule about pounds or awards. */
static void sum(elastic *e, statement s)
{
    const purse_model *m = e->b->model;
    purse_rule_type type = m->rules[s.of].type;
    bool awards = type == PURSE_RULE_MIN_AWARDS || type == PURSE_RULE_MAX_AWARDS;
    int direction = type == PURSE_RULE_MAX_AWARDS || type == PURSE_RULE_MAX_SPEND ? 1 : -1;
    elastic_slack(e, s, 0, direction, awards ? e->total / fmax(1.0, m->n_offers) : 1.0);
    on_rule_rows(e, s.of, -direction);
}

/* What is in scope, if full; and what of it is there whatever is decided. */
static void in_scope(const elastic *e, const purse_rule *r, bool gbp, double *least, double *most)
{
    const purse_model *m = e->b->model;
    *least = *most = 0.0;
    for (int k = 0; k < m->n_offers; k++) {
        const purse_offer *o = &m->offers[k];
        double contacts = e->col_hi[e->b->volume_col[k]];
        if (!build_in_scope(m, r, k))
            continue;
        *most += gbp ? o->unit_cost * contacts + o->fixed_cost + o->block_cost * o->max_blocks : contacts;
        *least += gbp && !o->open && !e->cheaper ? o->fixed_cost : 0.0;
    }
}

/* `value` for each of what a ratio is over, on a row. */
static void on_total(elastic *e, int row, const ratio *r, double value)
{
    const build *b = e->b;
    for (int j = 0; j < b->program->n_cols && r->total_col < 0; j++)
        if (b->col[j].kind == BUILD_COL_VOLUME && build_in_scope(b->model, &b->model->rules[r->rule], b->col[j].a))
            elastic_on_col(e, row, j, value);
    if (r->total_col >= 0)
        elastic_on_col(e, row, r->total_col, value);
}

/*
 * The limit changes by d, in [lo, hi], and the sum by s = d T, where the total T, in [least, most], varies too. Above that
 * product lie (McCormick)
 *     s <= hi T + least (d - hi)    s <= lo T + most (d - lo)
 * which meet it where d or T is one of its ends, so that ever narrower boxes prove the least d.
 */
static void product(elastic *e, const ratio *r, statement s)
{
    const elastic_box *box = &r->box;
    int upper = elastic_row(e, -INFINITY, -box->least * box->hi),
        lower = elastic_row(e, -INFINITY, -box->most * box->lo);
    on_total(e, elastic_row(e, box->least, box->most), r, 1.0);
    on_total(e, upper, r, -box->hi);
    on_total(e, lower, r, -box->lo);
    elastic_on_slack(e, upper, -box->least);
    elastic_on_slack(e, lower, -box->most);
    elastic_helper(e, s, r->spend ? e->episode : 1.0);
    elastic_on_slack(e, upper, 1.0);
    elastic_on_slack(e, lower, 1.0);
}

/* The limit can change until the rule says nothing more. */
static double room(const purse_rule *r)
{
    return r->type == PURSE_RULE_MAX_SHARE ? 1.0 - r->limit : r->limit;
}

static void share(elastic *e, statement s, const elastic_box *box)
{
    const build *b = e->b;
    const purse_rule *rule = &b->model->rules[s.of];
    bool quality = rule->type == PURSE_RULE_MIN_QUALITY;
    int direction = rule->type == PURSE_RULE_MAX_SHARE ? 1 : -1;
    double least, gbp;
    ratio r = {.rule = s.of, .total_col = -1, .spend = !quality && rule->of_spend, .box.hi = room(rule)};
    if (!(r.box.hi > 0.0))
        return;
    in_scope(e, rule, true, &least, &gbp);
    in_scope(e, rule, r.spend, &r.box.least, &r.box.most);
    for (int j = 0; j < b->program->n_cols && !quality; j++)
        if (b->col[j].kind == BUILD_COL_RULE_TOTAL && b->col[j].a == s.of)
            r.total_col = j;
    r.slack = (int)e->n_slacks;
    r.gbp = fmax(fmin(gbp, e->total), 1e-6 * e->total) / (quality ? 100.0 : 1.0);
    if (!elastic_ratio(e, r, box))
        return;
    elastic_slack(e, s, 0, direction, r.gbp);
    elastic_bounds(e, &e->ratio[e->n_ratios - 1]);
    product(e, &e->ratio[e->n_ratios - 1], s);
    on_rule_rows(e, s.of, -direction);
}

void elastic_totals(elastic *e)
{
    const build *b = e->b;
    for (int j = 0; j < b->program->n_cols; j++) {
        double least, most;
        if (b->col[j].kind != BUILD_COL_RULE_TOTAL)
            continue;
        const purse_rule *rule = &b->model->rules[b->col[j].a];
        in_scope(e, rule, rule->of_spend, &least, &most);
        e->col_hi[j] = fmax(e->col_hi[j], most);
    }
}

void elastic_rule(elastic *e, statement s, const elastic_box *box)
{
    switch (e->b->model->rules[s.of].type) {
    case PURSE_RULE_MAX_UNMET_GAP:
    case PURSE_RULE_MAX_BURDEN_GAP:
        gap(e, s);
        break;
    case PURSE_RULE_MAX_SHARE:
    case PURSE_RULE_MIN_SHARE:
    case PURSE_RULE_MIN_QUALITY:
        share(e, s, box);
        break;
    case PURSE_RULE_MIN_AWARDS:
    case PURSE_RULE_MAX_AWARDS:
    case PURSE_RULE_MIN_SPEND:
    case PURSE_RULE_MAX_SPEND:
    default:
        sum(e, s);
        break;
    }
}

bool elastic_ratio(elastic *e, ratio r, const elastic_box *box)
{
    if (e->failed || !grow_by_one((void **)&e->ratio, e->n_ratios, sizeof *e->ratio)) {
        e->failed = true;
        return false;
    }
    if (box)
        r.box = box[e->n_ratios];
    e->ratio[e->n_ratios++] = r;
    return true;
}

void elastic_bounds(elastic *e, const ratio *r)
{
    if (e->failed)
        return;
    e->slack[r->slack].lo = r->box.lo / e->slack[r->slack].unit;
    e->slack[r->slack].hi = r->box.hi / e->slack[r->slack].unit;
}

/* The largest share of its changed budget that leaves a pot and does not come back, beyond the dial's. */
static double dial_change(const elastic *e, const double *col)
{
    const purse_model *m = e->b->model;
    double change = 0.0;
    for (int p = 0; p < m->n_pots; p++) {
        double out = 0.0, budget = m->pots[p].budget;
        for (int q = 0; q < m->n_pots; q++)
            if (p != q)
                out += col[e->b->money_col[p * m->n_pots + q]] - col[e->b->money_col[q * m->n_pots + p]];
        for (size_t i = 0; i < e->n_slacks; i++)
            if (e->slack[i].of.kind == STATEMENT_BUDGET && e->slack[i].of.of == p)
                budget += col[e->first + (int)i] * e->slack[i].unit;
        if (budget > 0.0)
            change = fmax(change, out / budget - e->regime.dial);
    }
    return change;
}

double elastic_total(const elastic *e, const ratio *r, const double *col)
{
    const build *b = e->b;
    if (r->rule < 0)
        return 0.0;
    double total = r->total_col >= 0 ? col[r->total_col] : 0.0;
    for (int j = 0; j < b->program->n_cols && r->total_col < 0; j++)
        if (b->col[j].kind == BUILD_COL_VOLUME && build_in_scope(b->model, &b->model->rules[r->rule], b->col[j].a))
            total += col[j];
    return total;
}

double elastic_change(const elastic *e, const ratio *r, const double *col)
{
    if (r->rule < 0)
        return fmin(dial_change(e, col), r->box.hi);
    double total = elastic_total(e, r, col), over = col[e->first + r->slack + 1] * e->slack[r->slack + 1].unit;
    return over > 0.0 && total > 0.0 ? fmin(over / total, r->box.hi) : 0.0;
}
