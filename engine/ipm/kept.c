/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Iterates put aside.
 *
 * Two of each tier are worth keeping on the way: one early, at a gap of 15 per cent, from which the same tier begins again
 * after edits (a later one is too near the boundary to turn, even an early one is where the edits matter: so it is mixed
 * with a cold start, by how much they do), and one late, at a gap some tens of times the slack
 * to which the tier will be held, from which the next tier begins: it lies a little beyond the row that holds the tier,
 * but not yet so near the boundary that the way along the optimal face is long. What is only begun from, far from the
 * boundary, is kept to single precision where there is most of it.
 */
#include <stdlib.h>
#include <string.h>

#include "private.h"

/* Idle or not is decided as at a cold start. */
static const double IDLE = 1e-14;

/* Shares of a cold start in a mixed one: the least, what is added by squares of how far edits have moved it, the most. */
static const double LEAST_COLD = 3e-4, COLD = 0.5, MOST_COLD = 0.5;

typedef struct part {
    double *live, **kept;
    size_t n;
} part;

/* The first of them are of slots. */
enum { PARTS = 11, SLOT_PARTS = 2 };

static void list_parts(const ipm *s, ipm_kept *k, part *parts)
{
    const ipm_box *box = &s->box;
    size_t slots = s->n_slots * LANES, rows = s->n_block_rows * LANES, bundles = (size_t)s->n_bundles * LANES;
    size_t n = (size_t)box->n;
    const part all[PARTS] = {{s->f, &k->f, slots},
                             {s->z, &k->z, slots},
                             {s->y, &k->y, rows},
                             {s->pi, &k->pi, (size_t)s->n_unknown + 1},
                             {s->weight, &k->weight, bundles},
                             {box->x, &k->x, n},
                             {box->below, &k->below, n},
                             {box->above, &k->above, n},
                             {box->z_lo, &k->z_lo, n},
                             {box->z_hi, &k->z_hi, n},
                             {box->weight, &k->box_weight, n}};
    memcpy(parts, all, sizeof all);
}

purse_code ipm_kept_new(const ipm *s, ipm_kept *k, bool rough, purse_error *err)
{
    part parts[PARTS];
    size_t slots = s->n_slots * LANES + 1;
    list_parts(s, k, parts);
    bool whole = true;
    for (int i = rough ? SLOT_PARTS : 0; i < PARTS; i++)
        whole = (*parts[i].kept = calloc(parts[i].n + 1, sizeof(double))) != NULL && whole;
    for (int i = 0; i < SLOT_PARTS && rough; i++)
        whole = (k->rough[i] = calloc(slots, sizeof *k->rough[i])) != NULL && whole;
    k->supply = calloc((size_t)s->p->n_commodities + 1, sizeof *k->supply);
    return whole && k->supply ? PURSE_OK : purse_error_memory(err);
}

void ipm_kept_free(ipm_kept *k)
{
    double *all[] = {k->f,     k->z,     k->y,    k->pi,   k->weight,     k->x,
                     k->below, k->above, k->z_lo, k->z_hi, k->box_weight, k->supply};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    for (int i = 0; i < SLOT_PARTS; i++)
        free(k->rough[i]);
}

void ipm_keep(const ipm *s, ipm_kept *k)
{
    part parts[PARTS];
    list_parts(s, k, parts);
    for (int i = 0; i < PARTS; i++)
        if (i < SLOT_PARTS && k->rough[i])
            for (size_t j = 0; j < parts[i].n; j++)
                k->rough[i][j] = (float)parts[i].live[j];
        else
            memcpy(*parts[i].kept, parts[i].live, parts[i].n * sizeof(double));
    memcpy(k->supply, s->p->supply, (size_t)s->p->n_commodities * sizeof *k->supply);
    memcpy(k->closed, s->closed, sizeof k->closed);
    memcpy(k->held, s->held, sizeof k->held);
    k->mu = s->mu;
    k->known = true;
}

void ipm_kept_restore(ipm *s, ipm_kept *k)
{
    s->loaded = false;
    part parts[PARTS];
    list_parts(s, k, parts);
    for (int i = 0; i < PARTS; i++)
        if (i < SLOT_PARTS && k->rough[i])
            for (size_t j = 0; j < parts[i].n; j++)
                parts[i].live[j] = (double)k->rough[i][j];
        else
            memcpy(parts[i].live, *parts[i].kept, parts[i].n * sizeof(double));
    s->mu = k->mu;
}

/* Flows of one commodity in proportion to its supply. False where people come or go altogether. */
static bool scale_flow(ipm *s, const ipm_kept *k, int c)
{
    const purse_program *p = s->p;
    const ipm_bundle *b = &s->bundle[s->lane_of[c] / LANES];
    int lane = s->lane_of[c] % LANES;
    double pulled = 0.0;
    for (size_t i = b->pull[lane]; i < b->pull[lane + 1]; i++)
        pulled += s->pull[i].value * s->box.x[s->kept[s->pull[i].unknown - s->n_rows]];
    double before = k->supply[c] - pulled, now = p->supply[c] - pulled;
    bool idle = s->weight[s->lane_of[c]] == 0.0;
    if (idle && p->supply[c] == 0.0)
        return true;
    if (idle || !(before > IDLE * s->flow_scale) || !(now > 0.05 * before))
        return false;
    double ratio = now / before;
    for (int i = 0; i < b->n_slots; i++)
        s->f[at(b->slot + (size_t)i, lane)] *= ratio;
    s->weight[s->lane_of[c]] = ipm_weight(s, now);
    s->supply[s->lane_of[c]] = p->supply[c];
    return true;
}

/* A bound's distance: at least the old one where there is room, and its dual. */
static void renew_box(ipm *s, const ipm_kept *k, int i)
{
    ipm_box *box = &s->box;
    double lo = box->lo[i], hi = box->hi[i], x = box->x[i], room = 0.5 * (hi - lo);
    box->weight[i] = 1.0;
    if (box->fixed[i]) {
        bool free_row = i >= s->p->n_cols && s->on[i - s->p->n_cols] == 0.0;
        box->x[i] = free_row ? x : lo;
        box->below[i] = box->above[i] = INFINITY;
        box->z_lo[i] = box->z_hi[i] = 0.0;
        return;
    }
    double below = isfinite(k->below[i]) ? k->below[i] : s->flow_scale;
    double above = isfinite(k->above[i]) ? k->above[i] : s->flow_scale;
    if (isfinite(lo))
        x = fmax(x, lo + fmin(below, room));
    if (isfinite(hi))
        x = fmin(x, hi - fmin(above, room));
    box->x[i] = x;
    box->below[i] = isfinite(lo) ? fmax(x - lo, 1e-12 * s->flow_scale) : INFINITY;
    box->above[i] = isfinite(hi) ? fmax(hi - x, 1e-12 * s->flow_scale) : INFINITY;
    box->z_lo[i] = isinf(lo) ? 0.0 : k->z_lo[i] > 0.0 ? k->z_lo[i] : k->mu / box->below[i];
    box->z_hi[i] = isinf(hi) ? 0.0 : k->z_hi[i] > 0.0 ? k->z_hi[i] : k->mu / box->above[i];
}

/* Tiers that are held as they were. With another limit, a row that holds one leaves no mark that would last. */
static bool same_ground(const ipm *s, const ipm_kept *k)
{
    for (int t = 0; t < s->tier; t++)
        if (s->closed[t] != k->closed[t] || (!s->closed[t] && s->held[t] != k->held[t]))
            return false;
    return k->known;
}

bool ipm_kept_start(ipm *s, ipm_kept *k)
{
    if (!same_ground(s, k))
        return false;
    ipm_kept_restore(s, k);
    for (int i = 0; i < s->box.n; i++)
        renew_box(s, k, i);
    for (int c = 0; c < s->p->n_commodities; c++)
        if (!scale_flow(s, k, c))
            return false;
    for (size_t i = 0; i < s->n_slots * LANES; i++)
        if (s->f[i] > 0.0 && !(s->z[i] > 0.0))
            return false;
    return true;
}

/*
 * How far edits have moved the program: what all that came, went or was moved is worth at the prices then, as a share of
 * what all people are worth.
 */
double ipm_kept_moved(const ipm *s, const ipm_kept *k)
{
    const purse_program *p = s->p;
    const ipm_box *box = &s->box;
    double edits = 0.0, all = 0.0;
    for (int c = 0; c < p->n_commodities; c++) {
        const ipm_bundle *b = &s->bundle[s->lane_of[c] / LANES];
        double price = fabs(k->y[at(b->row + (size_t)b->shape->row_of[0], s->lane_of[c] % LANES)]);
        edits += fabs(p->supply[c] - k->supply[c]) * price;
        all += p->supply[c] * price;
    }
    for (int i = 0; i < box->n; i++) {
        if (box->fixed[i])
            continue;
        if ((isfinite(box->lo[i]) && isinf(k->below[i])) || (isfinite(box->hi[i]) && isinf(k->above[i])))
            return 1.0; /* it was fixed then, or free, and this bound has no price yet */
        double down = fabs(box->lo[i] - (k->x[i] - k->below[i])), up = fabs(box->hi[i] - (k->x[i] + k->above[i]));
        edits += isfinite(down) ? down * k->z_lo[i] : 0.0;
        edits += isfinite(up) ? up * k->z_hi[i] : 0.0;
    }
    return all > 0.0 ? edits / all : 1.0;
}

static void mix(double *cold, const double *warm, size_t n, double share)
{
    for (size_t i = 0; i < n; i++)
        cold[i] = isfinite(cold[i]) && isfinite(warm[i]) ? share * cold[i] + (1.0 - share) * warm[i] : cold[i];
}

/*
 * The iterate and a cold start, `share` of it: both satisfy the dual's equations and what is between does too, with no
 * product near 0. Directions lend their room to the iterate meanwhile.
 */
static void mix_with_cold(ipm *s, double share)
{
    ipm_box *box = &s->box;
    size_t slots = s->n_slots * LANES, n = (size_t)box->n;
    double *live[] = {s->f, s->z, s->y, s->pi, box->x, box->below, box->above, box->z_lo, box->z_hi};
    double *room[] = {s->af, s->az, s->base.dy[0], s->base.dpi[0], box->h, box->c_lo, box->c_hi, box->d, box->rd};
    const size_t size[] = {slots, slots, s->n_block_rows * LANES, (size_t)s->n_unknown + 1, n, n, n, n, n};
    enum { LIVE = sizeof live / sizeof *live };
    for (int i = 0; i < LIVE; i++)
        memcpy(room[i], live[i], size[i] * sizeof(double));
    ipm_point_start(s);
    for (size_t i = 0; i < slots; i++)
        if (s->f[i] > 0.0 && s->af[i] > 0.0) {
            s->f[i] = share * s->f[i] + (1.0 - share) * s->af[i];
            s->z[i] = share * s->z[i] + (1.0 - share) * s->az[i];
        }
    for (int i = SLOT_PARTS; i < LIVE; i++)
        mix(live[i], room[i], size[i], share);
}

bool ipm_kept_mixed(ipm *s, ipm_kept *k)
{
    if (!ipm_kept_start(s, k))
        return false;
    double far = ipm_kept_moved(s, k);
    mix_with_cold(s, fmin(LEAST_COLD + COLD * far * far, MOST_COLD));
    return true;
}
