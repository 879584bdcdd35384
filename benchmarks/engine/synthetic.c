/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "synthetic.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

enum { SERVICES = 12, CHAIN = 10, POTS = 4, OFFERS_AT_MOST = 3 };

typedef struct draw {
    uint64_t state;
} draw;

static double unit(draw *d)
{
    d->state = d->state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (double)(d->state >> 11) / 9007199254740992.0;
}

static int below(draw *d, int n)
{
    return (int)(unit(d) * n);
}

typedef struct offer {
    int place, service;
    double capacity, price;
} offer;

typedef struct need {
    int service[CHAIN]; /* ascending */
    double resolves[CHAIN], contacts[CHAIN];
    bool entry[CHAIN];
    double burden[CHAIN][CHAIN]; /* < 0: no referral */
    double priority;
} need;

typedef struct world {
    const synthetic_size *size;
    draw draw;
    int side, n_offers;
    offer *offers;
    need *needs;
    int *served_start, *served; /* per place and service: offers */
    purse_program *p;
    purse_error *err;
} world;

static void draw_need(world *w, need *n)
{
    int left = SERVICES, k = 0;
    for (int s = 0; s < SERVICES && k < CHAIN; s++, left--)
        if (unit(&w->draw) * left < CHAIN - k)
            n->service[k++] = s;
    n->priority = 1.0 + below(&w->draw, 3);
    for (int i = 0; i < CHAIN; i++) {
        n->resolves[i] = i == CHAIN - 1 ? 1.0 : 0.2 + 0.6 * unit(&w->draw);
        n->contacts[i] = 1.0 + below(&w->draw, 3);
        n->entry[i] = i < 4;
        for (int j = 0; j < CHAIN; j++)
            n->burden[i][j] = j > i && (j == i + 1 || unit(&w->draw) < 0.85) ? 1.0 + below(&w->draw, 3) : -1.0;
    }
}

static bool serves(draw *d, const world *w, const offer *o, int place)
{
    int dx = abs(o->place % w->side - place % w->side), dy = abs(o->place / w->side - place / w->side);
    return (dx == 0 && dy == 0) || (dx + dy == 1 && unit(d) < 0.25);
}

static bool draw_offers(world *w)
{
    int places = w->size->places, n = 0;
    w->offers = malloc((size_t)places * SERVICES * OFFERS_AT_MOST * sizeof *w->offers);
    w->served_start = calloc((size_t)places * SERVICES + 2, sizeof *w->served_start);
    w->served = malloc((size_t)places * SERVICES * OFFERS_AT_MOST * 5 * sizeof *w->served);
    if (!w->offers || !w->served_start || !w->served)
        return false;
    for (int l = 0; l < places; l++)
        for (int s = 0; s < SERVICES; s++)
            for (int k = 1 + (unit(&w->draw) < 0.5) + (unit(&w->draw) < 0.28); k > 0; k--) {
                double price = (20.0 + 15.0 * s) * (0.8 + 0.4 * unit(&w->draw));
                double load = 110.0 * w->size->needs / CHAIN;
                w->offers[n++] = (offer){l, s, load * (0.5 + unit(&w->draw)), price};
            }
    w->n_offers = n;
    int used = 0;
    draw d = {w->size->seed + 77U};
    for (int l = 0; l < places; l++)
        for (int s = 0; s < SERVICES; s++) {
            w->served_start[l * SERVICES + s] = used;
            for (int k = 0; k < n; k++) {
                int far = abs(w->offers[k].place - l);
                if (w->offers[k].service == s && far <= w->side && serves(&d, w, &w->offers[k], l))
                    w->served[used++] = k;
            }
        }
    w->served_start[places * SERVICES] = used;
    return true;
}

static int pot_of(int service)
{
    return service * POTS / SERVICES;
}

static purse_code add_globals(world *w)
{
    purse_program *p = w->p;
    purse_code code = PURSE_OK;
    int spend = w->size->tiers > 1 ? 2 : -1;
    for (int k = 0; k < w->n_offers && !code; k++)
        code = purse_program_add_row(p, 0.0, 0.0, w->err);
    double total[POTS] = {0.0};
    for (int k = 0; k < w->n_offers; k++)
        total[pot_of(w->offers[k].service)] += w->offers[k].capacity * w->offers[k].price;
    for (int b = 0; b < POTS && !code; b++)
        code = purse_program_add_row(p, -INFINITY, 0.45 * total[b], w->err);
    for (int k = 0; k < w->n_offers && !code; k++) {
        code = purse_program_add_column(p, 0.0, w->offers[k].capacity, false, w->err);
        if (!code)
            code = purse_program_add_coef(p, k, -1.0, w->err);
        if (!code)
            code = purse_program_add_coef(p, w->n_offers + pot_of(w->offers[k].service), w->offers[k].price, w->err);
        if (!code && spend >= 0)
            p->col_cost[(size_t)k * PURSE_MAX_TIERS + (size_t)spend] = w->offers[k].price;
    }
    for (int a = 0; a < POTS && !code; a++)
        for (int b = 0; b < POTS && !code; b++)
            if (a != b) {
                code = purse_program_add_column(p, 0.0, 0.1 * total[a], false, w->err);
                if (!code)
                    code = purse_program_add_coef(p, w->n_offers + a, 1.0, w->err);
                if (!code)
                    code = purse_program_add_coef(p, w->n_offers + b, -1.0, w->err);
            }
    return code;
}

static purse_code add_arc(world *w, int tail, int head, double gain, int row, double coef, double unmet, double burden)
{
    purse_code code = purse_program_add_arc(w->p, tail, head, gain, -1, w->err);
    if (code)
        return code;
    double *cost = purse_program_arc_cost(w->p, w->p->n_arcs - 1);
    cost[0] += w->size->tiers > 1 ? unmet : 50.0 * unmet;
    cost[w->size->tiers > 1 ? 1 : 0] += burden;
    return row >= 0 ? purse_program_add_coef(w->p, row, coef, w->err) : PURSE_OK;
}

/* Node 0 is the source; service i of the chain has its door at 1 + 2 i and who is left after it at 2 + 2 i. */
static purse_code add_commodity(world *w, int place, const need *n)
{
    bool usable[CHAIN];
    for (int i = CHAIN - 1; i >= 0; i--) {
        int at = place * SERVICES + n->service[i];
        bool onward = n->resolves[i] >= 1.0;
        for (int j = i + 1; j < CHAIN; j++)
            onward = onward || (n->burden[i][j] >= 0.0 && usable[j]);
        usable[i] = onward && w->served_start[at + 1] > w->served_start[at];
    }
    purse_code code = purse_program_add_commodity(w->p, 20.0 + 180.0 * unit(&w->draw), w->err);
    if (!code)
        code = purse_program_add_nodes(w->p, 1 + 2 * CHAIN, w->err);
    if (!code)
        code = add_arc(w, 0, -1, 0.0, -1, 0.0, n->priority, 0.0);
    for (int i = 0; i < CHAIN && !code; i++)
        if (n->entry[i] && usable[i])
            code = add_arc(w, 0, 1 + 2 * i, 1.0, -1, 0.0, 0.0, 0.0);
    for (int i = 0; i < CHAIN && !code; i++) {
        int at = place * SERVICES + n->service[i];
        double left = 1.0 - n->resolves[i];
        for (int k = w->served_start[at]; k < w->served_start[at + 1] && usable[i] && !code; k++)
            code = add_arc(w, 1 + 2 * i, left > 0.0 ? 2 + 2 * i : -1, left, w->served[k], n->contacts[i], 0.0, 0.0);
        for (int j = i + 1; j < CHAIN && usable[i] && left > 0.0 && !code; j++)
            if (n->burden[i][j] >= 0.0 && usable[j])
                code = add_arc(w, 2 + 2 * i, 1 + 2 * j, 1.0, -1, 0.0, 0.0, n->burden[i][j]);
    }
    return code;
}

purse_code synthetic_program(purse_program **program, const synthetic_size *size, purse_error *err)
{
    world w = {.size = size, .draw = {size->seed * 2654435761ULL + 1}, .err = err};
    while (w.side * w.side < size->places)
        w.side++;
    w.needs = calloc((size_t)size->needs + 1, sizeof *w.needs);
    bool whole = w.needs && draw_offers(&w);
    purse_code code = whole ? purse_program_new(&w.p, size->tiers, err) : purse_error_memory(err);
    if (!code) {
        for (int n = 0; n < size->needs; n++)
            draw_need(&w, &w.needs[n]);
        code = add_globals(&w);
    }
    for (int l = 0; l < size->places && !code; l++)
        for (int n = 0; n < size->needs && !code; n++)
            code = add_commodity(&w, l, &w.needs[n]);
    if (!code)
        code = purse_program_check(w.p, err);
    free(w.needs);
    free(w.offers);
    free(w.served_start);
    free(w.served);
    if (code)
        purse_program_free(w.p);
    else
        *program = w.p;
    return code;
}

void synthetic_shake(purse_program *p, unsigned seed, double demand, double budget)
{
    draw d = {seed * 2654435761ULL + 9};
    for (int c = 0; c < p->n_commodities; c++)
        p->supply[c] *= 1.0 + demand * (2.0 * unit(&d) - 1.0);
    for (int r = p->n_rows - POTS; r < p->n_rows; r++)
        p->row_hi[r] *= 1.0 + budget * (2.0 * unit(&d) - 1.0);
}
