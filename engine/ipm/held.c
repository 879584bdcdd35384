/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tiers that are held.
 *
 * "cost_i x <= limit_i" is a bad row: on the optimal face of tier i the cost is a combination of the other rows, and
 * what decides is lost in rounding. With any prices y, pi of the other rows
 *
 *     cost_i x = y b + sum over fixed rows of rest_r t_r + z f + q g + sum over other rows of rest_r t_r
 *     z = cost_i - A' y - L' pi,   q = cost_i - P' y - G' pi,   rest = pi without earlier tiers
 *
 * so the row is held as  z f + q g + rest t <= limit_i - constant,  where rest takes off pi what the rows of earlier
 * tiers, being of this form too, have on t,  with the prices at which tier i's bound was proved:
 * z is 0 on the face and positive off it. Where no such prices are known they are 0, which is the plain row. The rows
 * of L include the rows of tiers before i, so prices of the program itself are found by unfolding from the last on.
 */
#include <stdlib.h>
#include <string.h>

#include "engine/hash.h"
#include "private.h"

/* A price of one unit of a column above this many times all that the tier could cost is without limit. */
static const double HOPELESS = 1e4;

/* Prices of tier t's own solve, and the reduced costs that go with them. */
struct ipm_held {
    bool known;
    uint64_t costs; /* fingerprint of the tier's costs */
    double *z;      /* per slot and lane */
    double *q;      /* per column */
    double *pi;     /* per linking row */
    double *rest;   /* per linking row: pi less what the rows of earlier tiers ask for its activity */
    double *source; /* per commodity: price of its supply */
};

purse_code ipm_held_new(ipm *s, purse_error *err)
{
    const purse_program *p = s->p;
    for (int t = 0; t < p->n_tiers - 1; t++) {
        struct ipm_held *h = s->tier_held[t] = calloc(1, sizeof *h);
        if (!h)
            return purse_error_memory(err);
        h->z = calloc(s->n_slots * LANES + 1, sizeof *h->z);
        h->q = calloc((size_t)p->n_cols + 1, sizeof *h->q);
        h->pi = calloc((size_t)s->n_rows + 1, sizeof *h->pi);
        h->rest = calloc((size_t)s->n_rows + 1, sizeof *h->rest);
        h->source = calloc((size_t)p->n_commodities + 1, sizeof *h->source);
        if (!h->z || !h->q || !h->pi || !h->rest || !h->source)
            return purse_error_memory(err);
    }
    return PURSE_OK;
}

void ipm_held_free(ipm *s)
{
    for (int t = 0; t < PURSE_MAX_TIERS; t++) {
        struct ipm_held *h = s->tier_held[t];
        if (!h)
            continue;
        free(h->z);
        free(h->q);
        free(h->pi);
        free(h->rest);
        free(h->source);
        free(h);
    }
}

uint64_t ipm_cost_print(const purse_program *p, int t)
{
    uint64_t hash = 0;
    for (int i = 0; i < p->n_cols + p->n_arcs; i++) {
        const double *cost =
            i < p->n_cols ? p->col_cost + (size_t)i * PURSE_MAX_TIERS : purse_program_arc_cost(p, i - p->n_cols);
        hash = hash_stir(hash, hash_bits(cost[t]));
    }
    return hash;
}

void ipm_held_keep(ipm *s)
{
    const purse_program *p = s->p;
    if (s->tier >= p->n_tiers - 1)
        return;
    struct ipm_held *h = s->tier_held[s->tier];
    memcpy(h->z, s->z, s->n_slots * LANES * sizeof *h->z);
    for (size_t i = 0; i < s->n_slots * LANES; i++)
        if (s->f[i] <= 0.0)
            h->z[i] = 0.0;
    for (int r = 0; r < s->n_rows; r++)
        h->pi[r] = s->pi[r];
    for (int r = 0; r < s->n_rows; r++) {
        const double *q = s->row_q + (size_t)r * (size_t)(p->n_tiers - 1);
        h->rest[r] = h->pi[r];
        for (int t = 0; t < s->tier; t++)
            h->rest[r] -= q[t] * h->pi[p->n_rows + t];
    }
    for (int c = 0; c < p->n_commodities; c++) {
        const ipm_bundle *b = &s->bundle[s->lane_of[c] / LANES];
        h->source[c] = s->y[at(b->row + (size_t)b->shape->row_of[0], s->lane_of[c] % LANES)];
    }
    for (int j = 0; j < p->n_cols; j++) {
        h->q[j] = p->col_cost[(size_t)j * PURSE_MAX_TIERS + (size_t)s->tier];
        for (int k = s->g_start[j]; k < s->g_start[j + 1]; k++)
            h->q[j] -= s->g_coef[k] * s->pi[s->g_row[k]];
        for (int k = p->pull_start[j]; k < p->pull_start[j + 1]; k++)
            h->q[j] -= p->pull[k] * h->source[p->pull_commodity[k]];
    }
    h->costs = ipm_cost_print(p, s->tier);
    h->known = true;
}

/* The plain row of tier t: no prices. */
static void make_plain(ipm *s, int t)
{
    const purse_program *p = s->p;
    struct ipm_held *h = s->tier_held[t];
    ipm_slot_costs(s, t, h->z);
    for (int j = 0; j < p->n_cols; j++)
        h->q[j] = p->col_cost[(size_t)j * PURSE_MAX_TIERS + (size_t)t];
    memset(h->pi, 0, (size_t)s->n_rows * sizeof *h->pi);
    memset(h->rest, 0, (size_t)s->n_rows * sizeof *h->rest);
    memset(h->source, 0, (size_t)p->n_commodities * sizeof *h->source);
    h->costs = ipm_cost_print(p, t);
    h->known = true;
}

double ipm_held_load(ipm *s, int t)
{
    const purse_program *p = s->p;
    struct ipm_held *h = s->tier_held[t];
    size_t tiers = (size_t)(p->n_tiers - 1);
    if (!h->known || h->costs != ipm_cost_print(p, t))
        make_plain(s, t);
    s->held_z[t] = h->z;
    double constant = 0.0;
    for (int c = 0; c < p->n_commodities; c++)
        constant += h->source[c] * p->supply[c];
    for (int j = 0; j < p->n_cols; j++)
        s->g_coef[(size_t)s->g_start[j + 1] - tiers + (size_t)t] = h->q[j];
    for (int r = 0; r < s->n_rows; r++) {
        bool fixed = s->box.fixed[p->n_cols + r];
        if (fixed && s->on[r] > 0.0)
            constant += h->rest[r] * s->box.lo[p->n_cols + r];
        s->row_q[(size_t)r * tiers + (size_t)t] = fixed || r == p->n_rows + t ? 0.0 : h->rest[r];
    }
    return constant;
}

/*
 * A column that nothing feasible lets off its bound has a price without limit, which would drown all others: it stays
 * where it is. What is lost by that shows in the certificate, which knows nothing of it.
 */
static void fix_hopeless(ipm *s, double scale)
{
    ipm_box *box = &s->box;
    for (int j = 0; j < s->p->n_cols; j++) {
        bool low = box->z_lo[j] > HOPELESS * scale, high = box->z_hi[j] > HOPELESS * scale;
        if (box->fixed[j] || (!low && !high))
            continue;
        box->fixed[j] = true;
        box->x[j] = low ? box->lo[j] : box->hi[j];
        box->below[j] = box->above[j] = INFINITY;
        box->z_lo[j] = box->z_hi[j] = 0.0;
        if (s->unknown_of[j] >= 0)
            s->on[s->unknown_of[j]] = 0.0;
    }
}

/* What the closed tier costs, and whether people can still go on from wherever they are. */
static bool close_arcs(ipm *s, int t)
{
    const purse_program *p = s->p;
    for (int v = 0; v < p->n_nodes; v++) {
        bool used = false, open = false;
        for (int a = p->node_arc[v]; a < p->node_arc[v + 1]; a++) {
            if (s->slot_of[a] < 0 || s->f[s->slot_of[a]] <= 0.0)
                continue;
            used = true;
            if (purse_program_arc_cost(p, a)[t] > 0.0)
                s->f[s->slot_of[a]] = 0.0;
            else
                open = true;
        }
        if (used && !open)
            return false;
    }
    return true;
}

/*
 * After a tier that is closed: prices and reduced costs at the same factor, to which what is left open, all of it free
 * in the tier before, only adds its new cost.
 */
static bool start_closed(ipm *s, int t, double factor)
{
    const purse_program *p = s->p;
    ipm_box *box = &s->box;
    if (!close_arcs(s, t))
        return false;
    for (size_t k = 0; k < s->n_slots * LANES; k++)
        s->z[k] = s->f[k] > 0.0 ? fmax(factor * s->z[k] + s->cost[k], 0.1 * factor * s->z[k]) : 1.0;
    for (size_t k = 0; k < s->n_block_rows * LANES; k++)
        s->y[k] *= factor;
    for (int r = 0; r < s->n_unknown; r++)
        s->pi[r] *= factor;
    for (int k = 0; k < box->n; k++) {
        double cost = k < p->n_cols ? p->col_cost[(size_t)k * PURSE_MAX_TIERS + (size_t)s->tier] : 0.0;
        if (box->fixed[k]) {
            box->x[k] = k < p->n_cols || s->on[k - p->n_cols] > 0.0 ? box->lo[k] : box->x[k];
            box->below[k] = box->above[k] = INFINITY;
            box->z_lo[k] = box->z_hi[k] = 0.0;
            continue;
        }
        box->z_lo[k] = isfinite(box->below[k]) ? factor * box->z_lo[k] + fmax(cost, 0.0) : 0.0;
        box->z_hi[k] = isfinite(box->above[k]) ? factor * box->z_hi[k] + fmax(-cost, 0.0) : 0.0;
    }
    return true;
}

/* What must be left of the room under a limit that has been drawn in. */
static const double ROOM_LEFT = 0.5;

/*
 * Rows of the tiers before the last whose limits are others than when the iterate was kept: the room there is now, and
 * duals that keep the products what they were. False when there is too little.
 */
static bool move_limits(ipm *s, const ipm_kept *k, int last)
{
    ipm_box *box = &s->box;
    for (int t = 0; t < last; t++) {
        int i = s->p->n_cols + s->p->n_rows + t;
        if (s->closed[t] != k->closed[t])
            return false;
        if (s->closed[t] || s->held[t] == k->held[t])
            continue;
        double above = box->hi[i] - box->x[i];
        if (!(above > ROOM_LEFT * box->above[i]))
            return false;
        box->z_hi[i] *= box->above[i] / above;
        box->above[i] = above;
    }
    return true;
}

/* Room under the row of the tier before at the start, as a share of its limit at least; what is used beyond is a residual. */
static const double ROOM = 1e-6;

/*
 * The best place to begin is where the tier before came near its optimal face, at a point of the central path. With its
 * complementary products raised from mu to a share of `aim` and the price of its row at the same factor, every reduced
 * cost is that factor times the old one plus the new cost, and y = pi = 0 goes with it.
 */
bool ipm_held_start(ipm *s, double aim, double share)
{
    const purse_program *p = s->p;
    ipm_box *box = &s->box;
    int t = s->tier - 1, row = p->n_rows + t, i = p->n_cols + row;
    if (t < 0 || s->ended != t || s->late_tier != t || !s->late.known || !(s->late.mu > 0.0))
        return false;
    ipm_kept_restore(s, &s->late);
    if (!move_limits(s, &s->late, t))
        return false;
    double factor = share * aim / s->mu;
    if (s->closed[t])
        return start_closed(s, t, factor);
    const struct ipm_held *h = s->tier_held[t];
    memset(s->y, 0, s->n_block_rows * LANES * sizeof *s->y);
    memset(s->pi, 0, ((size_t)s->n_unknown + 1) * sizeof *s->pi);
    box->x[i] = 0.0;
    box->below[i] = INFINITY;
    box->above[i] = box->hi[i];
    box->z_lo[i] = box->z_hi[i] = 0.0;
    ipm_residuals(s);
    double used = -s->rl[row], left = box->hi[i] - used, room = ROOM * fabs(s->held[t]);
    if (left < room) {
        left = room;
        used = box->hi[i] - left;
    }
    s->rl[row] = 0.0;
    if (!(left > 0.0) || s->primal_residual > 1e300)
        return false;
    for (size_t k = 0; k < s->n_slots * LANES; k++)
        if (s->f[k] > 0.0)
            s->z[k] = fmax(factor * h->z[k] + s->cost[k], 0.1 * factor * h->z[k]);
    fix_hopeless(s, s->ended_scale);
    for (int k = 0; k < box->n; k++) {
        double cost = k < p->n_cols ? p->col_cost[(size_t)k * PURSE_MAX_TIERS + (size_t)s->tier] : 0.0;
        if (box->fixed[k])
            continue;
        box->z_lo[k] = isfinite(box->below[k]) ? factor * box->z_lo[k] + fmax(cost, 0.0) : 0.0;
        box->z_hi[k] = isfinite(box->above[k]) ? factor * box->z_hi[k] + fmax(-cost, 0.0) : 0.0;
    }
    box->x[i] = used;
    box->above[i] = left;
    box->z_hi[i] = factor;
    box->weight[i] = fmax(1.0, left * factor / aim);
    s->pi[row] = -factor;
    return true;
}

void ipm_held_unload(ipm *s, int t)
{
    size_t tiers = (size_t)(s->p->n_tiers - 1);
    s->held_z[t] = NULL;
    for (int j = 0; j < s->p->n_cols; j++)
        s->g_coef[(size_t)s->g_start[j + 1] - tiers + (size_t)t] = 0.0;
    for (int r = 0; r < s->n_rows; r++)
        s->row_q[(size_t)r * tiers + (size_t)t] = 0.0;
}

/*
 * Columns that stay where they are have no say in the prices. A little more on the last tier's row makes it dear for
 * them to move, as dear as it was found to be, and changes little else: how much more.
 */
static double price_of_staying(const ipm *s)
{
    const purse_program *p = s->p;
    int t = s->tier - 1;
    double more = 0.0;
    if (t < 0 || s->closed[t])
        return 0.0;
    for (int j = 0; j < p->n_cols; j++) {
        if (!s->box.fixed[j] || !(s->box.hi[j] > s->box.lo[j]))
            continue;
        double d = p->col_cost[(size_t)j * PURSE_MAX_TIERS + (size_t)s->tier], q = s->tier_held[t]->q[j];
        for (int k = s->g_start[j]; k < s->g_start[j + 1]; k++)
            d -= s->g_coef[k] * s->pi[s->g_row[k]];
        for (int k = p->pull_start[j]; k < p->pull_start[j + 1]; k++) {
            int lane = s->lane_of[p->pull_commodity[k]];
            const ipm_bundle *b = &s->bundle[lane / LANES];
            d -= p->pull[k] * s->y[at(b->row + (size_t)b->shape->row_of[0], lane % LANES)];
        }
        if (q != 0.0 && d * q < 0.0)
            more = fmax(more, -d / q);
    }
    return more;
}

void ipm_held_unfold(const ipm *s, double *row_price, double *tier_price)
{
    int rows = s->p->n_rows;
    for (int r = 0; r < rows; r++)
        row_price[r] = s->pi[r];
    for (int t = 0; t < s->tier; t++)
        tier_price[t] = s->closed[t] ? 0.0 : s->pi[rows + t];
    if (s->tier > 0)
        tier_price[s->tier - 1] -= 1.001 * price_of_staying(s);
    for (int t = s->tier - 1; t >= 0; t--) {
        const struct ipm_held *h = s->tier_held[t];
        if (s->closed[t])
            continue;
        for (int r = 0; r < rows; r++)
            row_price[r] -= tier_price[t] * h->pi[r];
        for (int k = 0; k < t; k++)
            tier_price[k] -= s->closed[k] ? 0.0 : tier_price[t] * h->pi[rows + k];
    }
}
