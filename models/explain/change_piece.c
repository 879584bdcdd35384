/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A number of the scenario that changes: where it stands and what it may be; see change.h. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "models/explain/change.h"

bool piece_is_whole(const purse_model *m, const piece *p)
{
    purse_rule_type type = p->of.kind == STATEMENT_RULE ? m->rules[p->of.of].type : PURSE_RULE_MAX_SHARE;
    return type == PURSE_RULE_MIN_AWARDS || type == PURSE_RULE_MAX_AWARDS;
}

static double *offer_price(purse_offer *o, int part)
{
    return part == 0 ? &o->unit_cost : part == 1 ? &o->fixed_cost : &o->block_cost;
}

double *piece_place(purse_model *m, purse_regime *regime, const piece *p)
{
    int i = p->of.of;
    switch (p->of.kind) {
    case STATEMENT_CAPACITY:
        return &m->offers[i].capacity;
    case STATEMENT_TEAM:
        return &m->teams[i].capacity;
    case STATEMENT_OFFER_PRICES:
        return offer_price(&m->offers[i], p->part);
    case STATEMENT_TEAM_PRICES:
        return p->part == 0 ? &m->teams[i].unit_cost : &m->teams[i].fixed_cost;
    case STATEMENT_MINIMUM:
        return &m->offers[i].min_volume;
    case STATEMENT_INCOME:
        return &m->providers[i].max_income;
    case STATEMENT_BUDGET:
        return &m->pots[i].budget;
    case STATEMENT_RULE:
        return &m->rules[i].limit;
    case STATEMENT_WALLS:
    case STATEMENT_HELD:
    case STATEMENT_TEAM_HELD:
    case STATEMENT_CONTEST:
    case STATEMENT_COMMISSIONS:
    default:
        return p->part < 0 ? &regime->dial : &m->virement[p->part].limit;
    }
}

double piece_from(const purse_model *m, purse_regime regime, const piece *p)
{
    purse_model copy = *m;
    return *piece_place(&copy, &regime, p);
}

/* The most that a scenario may state. */
static double most(const purse_model *m, const piece *p)
{
    if (p->of.kind == STATEMENT_WALLS)
        return p->part < 0 ? 1.0 : INFINITY;
    purse_rule_type type = p->of.kind == STATEMENT_RULE ? m->rules[p->of.of].type : PURSE_RULE_MAX_SPEND;
    return type == PURSE_RULE_MAX_SHARE || type == PURSE_RULE_MAX_UNMET_GAP ? 1.0 : INFINITY;
}

/* To twelve digits of the larger of the two; printed and read again it is the same number. */
double piece_to(const purse_model *m, const piece *p, double size)
{
    char text[400];
    double to = fmin(fmax(p->from + p->direction * size, 0.0), most(m, p));
    double largest = fmax(fabs(p->from), fabs(to));
    if (!(largest > 0.0))
        return to;
    int decimals = 11 - (int)floor(log10(largest));
    (void)snprintf(text, sizeof text, "%.*f", decimals < 0 ? 0 : decimals, to);
    return strtod(text, NULL);
}
