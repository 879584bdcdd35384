/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Directions in which to look for other plans, and how far apart two plans are. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/explain/alternatives.h"

int alternatives_differ(const purse_plan *one, const purse_plan *other)
{
    int n = 0;
    for (int k = 0; k < one->n_offers; k++)
        n += one->offers[k].awarded != other->offers[k].awarded;
    for (int j = 0; j < one->n_teams; j++)
        n += one->teams[j].awarded != other->teams[j].awarded;
    return n;
}

double alternatives_elsewhere(const purse_plan *one, const purse_plan *other)
{
    double sum = 0.0;
    for (int p = 0; p < one->n_pots; p++)
        sum += fabs(one->pots[p].spend - other->pots[p].spend);
    return 0.5 * sum;
}

/* What each column adds to the activity of a row, moved money left aside. */
static void add_row(alternatives *a, build_row_kind kind, int of, double sign)
{
    const build *b = a->o->build;
    const purse_program *p = b->program;
    memset(a->cost, 0, (size_t)p->n_cols * sizeof *a->cost);
    for (int j = 0; j < p->n_cols; j++)
        for (int k = p->col_start[j]; k < p->col_start[j + 1] && b->col[j].kind != BUILD_COL_MONEY; k++)
            if (b->row[p->col_row[k]].kind == kind && b->row[p->col_row[k]].a == of)
                a->cost[j] += sign * p->col_coef[k];
}

void alternatives_spend(alternatives *a, int pot, double sign)
{
    add_row(a, BUILD_ROW_BUDGET, pot, sign);
}

static void add_cost(alternatives *a, int col, double amount)
{
    if (col >= 0)
        a->cost[col] += amount;
}

void alternatives_income(alternatives *a, int provider, double sign)
{
    const build *b = a->o->build;
    const purse_model *m = b->model;
    memset(a->cost, 0, (size_t)b->program->n_cols * sizeof *a->cost);
    for (int k = 0; k < m->n_offers; k++) {
        if (m->offers[k].provider != provider)
            continue;
        add_cost(a, b->volume_col[k], sign * m->offers[k].unit_cost);
        add_cost(a, b->award_col[k], sign * m->offers[k].fixed_cost);
        add_cost(a, b->blocks_col[k], sign * m->offers[k].block_cost);
    }
    for (int j = 0; j < m->n_teams; j++)
        if (m->teams[j].provider == provider) {
            add_cost(a, b->coordinated_col[j], sign * m->teams[j].unit_cost);
            add_cost(a, b->team_col[j], sign * m->teams[j].fixed_cost);
        }
}

bool alternatives_open(const alternatives *a, int col)
{
    const build *b = a->o->build;
    bool award = b->col[col].kind == BUILD_COL_AWARD || b->col[col].kind == BUILD_COL_TEAM;
    return award && b->program->col_hi[col] > b->program->col_lo[col];
}

bool alternatives_awarded(const alternatives *a, const purse_plan *plan, int col)
{
    const build_col *tag = &a->o->build->col[col];
    return tag->kind == BUILD_COL_AWARD ? plan->offers[tag->a].awarded : plan->teams[tag->a].awarded;
}

double alternatives_awards(alternatives *a, bool all)
{
    const int n_cols = a->o->build->program->n_cols;
    double constant = 0.0;
    memset(a->cost, 0, (size_t)n_cols * sizeof *a->cost);
    for (int i = -1; i < (all ? a->found->n : 0); i++) {
        const purse_plan *plan = i < 0 ? a->plan : a->found->item[i].plan;
        for (int j = 0; j < n_cols; j++) {
            if (!alternatives_open(a, j))
                continue;
            bool awarded = alternatives_awarded(a, plan, j);
            a->cost[j] += awarded ? 1.0 : -1.0;
            constant -= awarded ? 1.0 : 0.0;
        }
    }
    return constant;
}
