/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The Lagrangian bound. Take the linking rows into the objective at prices pi, and the earlier tiers, which are
 * rows cost_i <= limit_i, at prices tau_i <= 0. What is left falls apart:
 *
 *     L = sum_i tau_i limit_i + sum_r (pi_r > 0 ? pi_r lo_r : pi_r hi_r)
 *         + sum_c supply_c mu_c + sum_j min over lo_j <= g <= hi_j of d_j g
 *
 * mu_c is the cheapest way to carry one unit of commodity c from its source to sinks: arcs cost
 * cost - sum_i tau_i cost_i - pi coef and hand on gain times what the head costs, so one backward sweep over the
 * acyclic graph finds it; entry groups are filled greedily from the cheapest within their shares.
 * d_j = cost_j - sum_i tau_i cost_ij - pi coef_j - sum_c pull_cj mu_c. Any prices give a valid L.
 *
 * Any prices: also such as drown the objective in rounding. So every mu_c is rounded down by what its terms may be off,
 * which keeps it a price that no way undercuts, and L by what the other terms and their sum may be.
 */
#include "bound.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "numbers.h"

/* What a sum of a few terms may be off by, relative to the sum of their sizes; what the sum over everything may be. */
static const double ROUNDING = 4.0 * DBL_EPSILON;
static const long double ROUNDING_LONG = 64.0L * LDBL_EPSILON;

static void rooms_free(sweep_room *room, int n)
{
    for (int i = 0; room && i < n; i++) {
        free(room[i].node);
        free(room[i].group);
        free(room[i].order);
    }
    free(room);
}

purse_code sweep_share(sweep *s, const purse_program *p, ipm_pool *pool, int threads, purse_error *err)
{
    size_t longest = 1, groups = 1;
    for (int c = 0; c < p->n_commodities; c++) {
        size_t nodes = (size_t)(p->node_start[c + 1] - p->node_start[c]);
        size_t k = (size_t)(p->group_start[c + 1] - p->group_start[c]);
        longest = nodes > longest ? nodes : longest;
        groups = k > groups ? k : groups;
    }
    sweep_room *room = calloc((size_t)threads, sizeof *room);
    bool whole = room;
    for (int i = 0; whole && i < threads; i++) {
        room[i] = (sweep_room){malloc(longest * sizeof *room[i].node), malloc(groups * sizeof *room[i].group),
                               malloc(groups * sizeof *room[i].order)};
        whole = room[i].node && room[i].group && room[i].order;
    }
    if (!whole) {
        rooms_free(room, threads);
        return purse_error_memory(err);
    }
    rooms_free(s->room, s->n_rooms);
    s->room = room;
    s->n_rooms = threads;
    s->pool = pool;
    return PURSE_OK;
}

purse_code sweep_new(sweep *s, const purse_program *p, purse_error *err)
{
    *s = (sweep){0};
    purse_code code = sweep_share(s, p, NULL, 1, err);
    s->mu = malloc(((size_t)p->n_commodities + 1) * sizeof *s->mu);
    s->price = malloc(((size_t)p->n_rows + 1) * sizeof *s->price);
    if (!code && s->mu && s->price)
        return PURSE_OK;
    sweep_free(s);
    return purse_error_memory(err);
}

void sweep_free(sweep *s)
{
    rooms_free(s->room, s->n_rooms);
    free(s->mu);
    free(s->price);
    *s = (sweep){0};
}

/* Cheapest mix of the entry groups of a commodity: each at least its lowest share, the rest by rising cost. */
static double cheapest_mix(const sweep_room *s, const purse_program *p, int first, int n)
{
    const double *lo = p->share_lo + first, *hi = p->share_hi + first;
    double left = 1.0;
    long double total = 0.0L;
    for (int k = 0; k < n; k++) {
        if (lo[k] > 0.0 && isinf(s->group[k]))
            return INFINITY;
        total += lo[k] > 0.0 ? (long double)lo[k] * s->group[k] : 0.0L;
        left -= lo[k];
        int at = k;
        for (; at > 0 && s->group[s->order[at - 1]] > s->group[k]; at--)
            s->order[at] = s->order[at - 1];
        s->order[at] = k;
    }
    for (int i = 0; i < n && left > 0.0; i++) {
        int k = s->order[i];
        if (isinf(s->group[k]))
            break;
        double take = fmin(left, hi[k] - lo[k]);
        total += (long double)take * s->group[k];
        left -= take;
    }
    /* Shares that miss the whole by rounding alone still fill it. */
    return left > 1e-9 ? INFINITY : (double)total;
}

/* Not above the reduced cost of an arc and what lies beyond it. */
static double arc_reduced(const sweep *s, const purse_program *p, int a, double beyond)
{
    const double *cost = purse_program_arc_cost(p, a);
    double reduced = 0.0, size = fabs(beyond);
    for (int t = 0; t < p->n_tiers; t++) {
        reduced += s->weight[t] * cost[t];
        size += fabs(s->weight[t] * cost[t]);
    }
    for (int k = p->arc_start[a]; k < p->arc_start[a + 1]; k++) {
        double term = s->price[p->arc_row[k]] * p->arc_coef[k];
        reduced -= term;
        size += fabs(term);
    }
    return reduced + beyond - ROUNDING * size;
}

/* mu of one commodity. */
static double cheapest_way(const sweep *s, const sweep_room *room, const purse_program *p, int c)
{
    int source = p->node_start[c], group = p->group_start[c], n_groups = p->group_start[c + 1] - group;
    for (int k = 0; k < n_groups; k++)
        room->group[k] = INFINITY;
    for (int v = p->node_start[c + 1] - 1; v >= source; v--) {
        double best = INFINITY;
        for (int a = p->node_arc[v]; a < p->node_arc[v + 1]; a++) {
            bool ends = p->arc_head[a] < 0 || p->arc_gain[a] == 0.0;
            double beyond = ends ? 0.0 : p->arc_gain[a] * room->node[p->arc_head[a] - source];
            double cost = isinf(beyond) ? beyond : arc_reduced(s, p, a, beyond);
            double *slot = p->arc_group[a] < 0 ? &best : &room->group[p->arc_group[a] - group];
            *slot = fmin(*slot, cost);
        }
        if (v == source && n_groups > 0)
            best = fmin(best, cheapest_mix(room, p, group, n_groups));
        room->node[v - source] = best;
    }
    return room->node[0];
}

/* Commodities of one task. */
enum { AT_ONCE = 256 };

typedef struct errand {
    sweep *s;
    const purse_program *p;
} errand;

static void sweep_some(void *context, int task, int worker)
{
    const errand *r = context;
    int first = task * AT_ONCE, left = r->p->n_commodities - first, end = first + (left < AT_ONCE ? left : AT_ONCE);
    for (int c = first; c < end; c++) {
        double way = cheapest_way(r->s, &r->s->room[worker], r->p, c);
        r->s->mu[c] = isinf(way) ? 0.0 : way;
    }
}

static void find_ways(sweep *s, const purse_program *p)
{
    errand r = {s, p};
    int tasks = p->n_commodities / AT_ONCE + 1;
    if (s->pool)
        ipm_pool_run(s->pool, sweep_some, &r, tasks);
    for (int t = 0; t < tasks && !s->pool; t++)
        sweep_some(&r, t, 0);
}

/* d_j at the prices of the last bound, and the size of what it is the sum of. */
static long double column_reduced(const sweep *s, const purse_program *p, int j, long double *size)
{
    const double *cost = p->col_cost + (size_t)j * PURSE_MAX_TIERS;
    long double d = 0.0L;
    for (int t = 0; t < PURSE_MAX_TIERS; t++)
        d += (long double)s->weight[t] * cost[t];
    *size = fabsl(d);
    for (int k = p->col_start[j]; k < p->col_start[j + 1]; k++) {
        long double term = (long double)s->price[p->col_row[k]] * p->col_coef[k];
        d -= term;
        *size += fabsl(term);
    }
    for (int k = p->pull_start[j]; k < p->pull_start[j + 1]; k++) {
        long double term = (long double)s->mu[p->pull_commodity[k]] * p->pull[k];
        d -= term;
        *size += fabsl(term);
    }
    return d;
}

double sweep_reduced(const sweep *s, const purse_program *p, int column)
{
    long double size;
    return (double)column_reduced(s, p, column, &size);
}

/* A sum, and the sizes of its terms, those of which they were made included. */
typedef struct tally {
    long double sum, size;
} tally;

static void add(tally *t, long double term)
{
    t->sum += term;
    t->size += fabsl(term);
}

/*
 * The least of d g over the column's bounds. Where there is no bound to pay at, noise in d, relative to the size of
 * what it is the sum of, does not count.
 */
static void add_column(tally *t, long double d, double lo, double hi, long double size)
{
    double at = d > 0.0L ? lo : hi;
    if (d == 0.0L || (isinf(at) && fabsl(d) <= DUAL_NOISE * (1.0L + size)))
        return;
    t->sum += d * at;
    t->size += size * fabs(at);
}

static void clip_prices(sweep *s, const purse_program *p, const double *row_price)
{
    for (int r = 0; r < p->n_rows; r++) {
        double price = row_price[r];
        bool open = price > 0.0 ? isinf(p->row_lo[r]) : isinf(p->row_hi[r]);
        s->price[r] = isfinite(price) && !open ? price : 0.0;
    }
}

/* The constants of the earlier tiers and of the tier itself. */
static void add_tiers(tally *sum, sweep *s, const purse_program *p, int tier, const double *tier_price,
                      const double *tier_limit)
{
    memset(s->weight, 0, sizeof s->weight);
    for (int t = 0; t < tier; t++) {
        double price = isfinite(tier_price[t]) ? fmin(tier_price[t], 0.0) : 0.0;
        s->weight[t] = -price;
        add(sum, (long double)price * ((long double)tier_limit[t] - p->offset[t]));
    }
    if (tier >= 0) {
        s->weight[tier] = 1.0;
        add(sum, p->offset[tier]);
    }
}

double sweep_bound(sweep *s, const purse_program *p, int tier, const double *row_price, const double *tier_price,
                   const double *tier_limit)
{
    tally all = {0.0L, 0.0L};
    add_tiers(&all, s, p, tier, tier_price, tier_limit);
    clip_prices(s, p, row_price);
    for (int r = 0; r < p->n_rows; r++)
        if (s->price[r] != 0.0)
            add(&all, (long double)s->price[r] * (s->price[r] > 0.0 ? p->row_lo[r] : p->row_hi[r]));
    find_ways(s, p);
    for (int c = 0; c < p->n_commodities; c++)
        add(&all, (long double)p->supply[c] * s->mu[c]);
    for (int j = 0; j < p->n_cols; j++) {
        long double size, d = column_reduced(s, p, j, &size);
        add_column(&all, d, p->col_lo[j], p->col_hi[j], size);
    }
    double bound = (double)(all.sum - ROUNDING_LONG * all.size);
    return isnan(bound) ? -INFINITY : bound;
}

purse_code purse_program_bound(double *bound, const purse_program *program, int tier, const double *row_price,
                               const double *tier_price, const double *tier_limit, purse_error *err)
{
    sweep s;
    if (tier < -1 || tier >= program->n_tiers)
        return purse_error_set(err, PURSE_EUSAGE, "bound", "expected a tier below %d, found %d", program->n_tiers,
                               tier);
    purse_code code = sweep_new(&s, program, err);
    if (code)
        return code;
    *bound = sweep_bound(&s, program, tier, row_price, tier_price, tier_limit);
    sweep_free(&s);
    return PURSE_OK;
}
