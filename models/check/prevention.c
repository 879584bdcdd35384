/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Curves rise and flatten, and never avert more than the demand they act on. */
#include <math.h>
#include <stdio.h>

#include "models/check/check.h"
#include "models/text.h"

static const double TOLERANCE = 1e-9;

/* The row of table programme_effects that holds point `i` of a curve. */
static int point_row(const checker *c, const purse_effect *curve, int i)
{
    return (int)(curve->spend - c->m->effects[0].spend) + i;
}

static purse_code check_curve(checker *c, const purse_effect *curve)
{
    double spend = 0, averted = 0, slope = INFINITY;
    for (int i = 0; i < curve->n_points; i++) {
        double rise = curve->averted[i] - averted, next = rise / (curve->spend[i] - spend);
        bool falls = rise < -TOLERANCE * averted;
        if (falls || next > slope * (1 + TOLERANCE)) {
            char found[64], text[40];
            where at = check_place(c, TABLE_EFFECTS, point_row(c, curve, i), "averted");
            number_write(text, sizeof text, curve->averted[i]);
            (void)snprintf(found, sizeof found, "%s, %s", text, falls ? "which falls" : "which rises faster");
            return problem_expected(c->s, &at, "a curve that rises ever more slowly, from (0, 0)", found, NULL);
        }
        slope = next;
        spend = curve->spend[i];
        averted = curve->averted[i];
    }
    return PURSE_OK;
}

/* Episodes averted at `spend`, between the points and (0, 0). */
static double curve_at(const purse_effect *curve, double spend)
{
    double from = 0, averted = 0;
    for (int i = 0; i < curve->n_points; i++) {
        if (spend <= curve->spend[i]) {
            return averted + (curve->averted[i] - averted) * (spend - from) / (curve->spend[i] - from);
        }
        from = curve->spend[i];
        averted = curve->averted[i];
    }
    return averted;
}

static int find_demand(const purse_model *m, int place, int need)
{
    int low = m->demand_start[place], end = m->demand_start[place + 1], high = end;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (m->demand[middle].need < need) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < end && m->demand[low].need == need ? low : -1;
}

/*
 * Averted demand as a share of demand: of every place with a need (programmes of all places), and of one place
 * and need (the others). share[g,l,n] is D[l,n] over the total, so the share of demand is averted over total.
 */
typedef struct averted_shares {
    double *total; /* demand of each need */
    double *all;   /* by need */
    double *here;  /* by row of demand */
    int *last;     /* by need: the effect added last */
} averted_shares;

static double demand_of(const purse_model *m, const averted_shares *sum, const purse_list *places, int need)
{
    if (places->n == m->n_places) {
        return sum->total[need];
    }
    double total = 0;
    for (int i = 0; i < places->n; i++) {
        int row = find_demand(m, places->item[i], need);
        total += row < 0 ? 0 : m->demand[row].episodes;
    }
    return total;
}

static purse_code add_effect(checker *c, averted_shares *sum, int e)
{
    const purse_model *m = c->m;
    const purse_effect *curve = &m->effects[e];
    const purse_programme *programme = &m->programmes[curve->programme];
    double averted = curve_at(curve, programme->max_spend);
    double total = demand_of(m, sum, &programme->places, curve->need);
    if (averted > total * (1 + TOLERANCE)) {
        char expected[PROBLEM_TEXT], found[40], limit[40];
        where at = check_place(c, TABLE_EFFECTS, point_row(c, curve, curve->n_points - 1), "averted");
        number_write(limit, sizeof limit, total);
        number_write(found, sizeof found, averted);
        (void)snprintf(expected, sizeof expected, "at most the demand it acts on, %s episodes of need \"%s\"", limit,
                       m->needs[curve->need].id);
        return problem_expected(c->s, &at, expected, found, NULL);
    }
    if (averted <= 0) {
        return PURSE_OK;
    }
    sum->last[curve->need] = e;
    if (programme->places.n == m->n_places) {
        sum->all[curve->need] += averted / total;
        return PURSE_OK;
    }
    for (int i = 0; i < programme->places.n; i++) {
        int row = find_demand(m, programme->places.item[i], curve->need);
        if (row >= 0) {
            sum->here[row] += averted / total;
        }
    }
    return PURSE_OK;
}

/* One report per need, at the place that comes first. */
static purse_code check_sums(checker *c, averted_shares *sum)
{
    const purse_model *m = c->m;
    purse_code code = PURSE_OK;
    for (int i = 0; i < m->n_demand && code == PURSE_OK; i++) {
        const purse_demand *d = &m->demand[i];
        double share = sum->all[d->need] + sum->here[i];
        if (d->episodes > 0 && share > 1 + TOLERANCE && sum->last[d->need] >= 0) {
            const purse_effect *curve = &m->effects[sum->last[d->need]];
            char expected[PROBLEM_TEXT], found[40], limit[40];
            where at = check_place(c, TABLE_EFFECTS, point_row(c, curve, curve->n_points - 1), "averted");
            number_write(limit, sizeof limit, d->episodes);
            number_write(found, sizeof found, share * d->episodes);
            (void)snprintf(expected, sizeof expected,
                           "all programmes together to avert at most %s of need \"%s\" in place \"%s\"", limit,
                           m->needs[d->need].id, m->places[d->place].id);
            sum->last[d->need] = -1;
            code = problem_expected(c->s, &at, expected, found, NULL);
        }
    }
    return code;
}

static purse_code check_averted(checker *c)
{
    const purse_model *m = c->m;
    size_t needs = (size_t)m->n_needs + 1;
    averted_shares sum = {.total = arena_array(&c->scratch, needs, sizeof *sum.total),
                          .all = arena_array(&c->scratch, needs, sizeof *sum.all),
                          .here = arena_array(&c->scratch, (size_t)m->n_demand + 1, sizeof *sum.here),
                          .last = arena_array(&c->scratch, needs, sizeof *sum.last)};
    if (sum.total == NULL || sum.all == NULL || sum.here == NULL || sum.last == NULL) {
        return PURSE_EMEMORY;
    }
    for (int i = 0; i < m->n_demand; i++) {
        sum.total[m->demand[i].need] += m->demand[i].episodes;
    }
    size_t before = scenario_errors(c->s);
    purse_code code = PURSE_OK;
    for (int e = 0; e < m->n_effects && code == PURSE_OK; e++) {
        code = add_effect(c, &sum, e);
    }
    return code == PURSE_OK && scenario_errors(c->s) == before ? check_sums(c, &sum) : code;
}

purse_code check_prevention(checker *c)
{
    static const table_id rests_on[] = {TABLE_DEMAND, TABLE_PROGRAMMES, TABLE_EFFECTS,
                                        TABLE_PLACES, TABLE_NEEDS,      N_TABLES};
    purse_code code = PURSE_OK;
    if (c->s->table[TABLE_EFFECTS].bad || c->m->n_effects == 0) {
        return PURSE_OK;
    }
    for (int e = 0; e < c->m->n_effects && code == PURSE_OK; e++) {
        code = check_curve(c, &c->m->effects[e]);
    }
    return code == PURSE_OK && check_sound(c, rests_on) ? check_averted(c) : code;
}
