/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Steps beyond the boundary.
 *
 * Among tens of thousands of commodities there are always some that allow no more than half of the step that all others
 * would take. So a step is as long as all but a few allow, and those few are mended as they move:
 *
 *     flows        where one would fall below LEAST of itself it stays there, and the node's other flows make up for it,
 *                  each by its share of what it has above its own least; so down the nodes, and balances hold as they would
 *     potentials   where a reduced cost would fall below LEAST of itself the node's potential is lowered until it stays
 *                  there; so up the nodes, and with every reduced cost the dual's equations hold as they would
 *
 * What is left are residuals of linking rows, by what was mended of the flows that use them, and products that are
 * larger. Steps are shortened until both are small beside the gap. Boxes are held to LEAST of their distances likewise;
 * their duals, and commodities with entry groups or whose supply columns pull on, are never passed.
 */
#include <stdlib.h>
#include <string.h>

#include "private.h"

/* What mending leaves of a flow, a reduced cost or a distance, at least. */
static const double LEAST = 0.1;
/* By how much of their own steps lanes and boxes may be passed, in the mean over all. */
static const double PRIMAL_SHARE = 0.01, DUAL_SHARE = 0.003;
/* What mending may cost, of the gap, with what it moves rows by counted at their prices and this share. */
static const double COST = 0.02, ROWS = 0.02;
/* Rounds in which a step whose mending costs too much is shortened. */
enum { ROUNDS = 3 };
/* Of the way beyond, a round leaves no more than this. */
static const double MOST_LEFT = 0.7;

purse_code ipm_beyond_new(ipm *s, purse_error *err)
{
    const purse_program *p = s->p;
    s->beyond.held = calloc(at((size_t)s->n_bundles, 1), sizeof *s->beyond.held);
    s->beyond.joined = calloc((size_t)s->n_bundles + 1, sizeof *s->beyond.joined);
    if (!s->beyond.held || !s->beyond.joined)
        return purse_error_memory(err);
    for (int c = 0; c < p->n_commodities; c++) {
        const ipm_bundle *b = &s->bundle[s->lane_of[c] / LANES];
        int lane = s->lane_of[c] % LANES;
        s->beyond.held[s->lane_of[c]] = p->group_start[c + 1] > p->group_start[c] || b->pull[lane + 1] > b->pull[lane];
    }
    return PURSE_OK;
}

void ipm_beyond_free(ipm *s)
{
    free(s->beyond.held);
    free(s->beyond.joined);
}

/* By how much of their own steps those above are passed, in all, when the step is one over `most`. */
static double passed(const double *above, size_t n, double most)
{
    double sum = 0.0, inverse = 1.0 / most;
    for (size_t i = 0; i < n; i++)
        sum += above[i] > most ? above[i] * inverse - 1.0 : 0.0;
    return sum;
}

/* The least that passes no more than `share` of all, and none below `held`. */
static double least_reach(const double *above, size_t n, double held, double most, double allowed)
{
    double lo = held, hi = most;
    if (passed(above, n, lo) <= allowed)
        return lo;
    while (isfinite(hi) && hi > 1.01 * lo) {
        double mid = sqrt(lo) * sqrt(hi);
        if (passed(above, n, mid) <= allowed)
            hi = mid;
        else
            lo = mid;
    }
    return hi;
}

static double reach(ipm *s, const double *tried, bool primal)
{
    ipm_beyond *own = &s->beyond;
    size_t first_box = at((size_t)s->n_bundles, 0), n = 0;
    double held = 1.0, most = 1.0;
    for (size_t i = 0; i < own->n; i++) {
        bool is_held = own->strict || (i < first_box ? own->held[i] : !primal);
        if (is_held)
            held = fmax(held, tried[i]);
        else if (tried[i] > 1.0) {
            own->above[n++] = tried[i];
            most = fmax(most, tried[i]);
        }
    }
    double share = primal ? PRIMAL_SHARE : DUAL_SHARE;
    return most > held ? least_reach(own->above, n, held, most, share * (double)own->n) : held;
}

double ipm_beyond_primal(ipm *s, int weight)
{
    return reach(s, s->beyond.tried_primal + (size_t)weight * s->beyond.n, true);
}

double ipm_beyond_dual(ipm *s, int weight)
{
    return reach(s, s->beyond.tried_dual + (size_t)weight * s->beyond.n, false);
}

void ipm_beyond_choose(ipm *s, bool primal, int weight)
{
    ipm_beyond *own = &s->beyond;
    const double *from = (primal ? own->tried_primal : own->tried_dual) + (size_t)weight * own->n;
    memcpy(primal ? own->primal : own->dual, from, own->n * sizeof *from);
}

/* Whether a step this long passes a lane or a box; the step that all allow, rounded, does not. */
static bool passes(double step, double own)
{
    return step * own > 0.9999;
}

/* Flows and reduced costs of one commodity, and how far a step goes along what has been joined. */
typedef struct path {
    ipm *s;
    int c, source, n;
    double step;
    double *change; /* per node: of what enters it, or of its potential */
    bool apply;     /* to the direction, or else only the cost is asked for */
} path;

static double use_price(const ipm *s, int a)
{
    const purse_program *p = s->p;
    double sum = 0.0;
    for (int e = p->arc_start[a]; e < p->arc_start[a + 1]; e++)
        sum += fabs(p->arc_coef[e] * s->pi[p->arc_row[e]]);
    return sum;
}

static double largest_use(const purse_program *p, int a)
{
    double most = 0.0;
    for (int e = p->arc_start[a]; e < p->arc_start[a + 1]; e++)
        most = fmax(most, fabs(p->arc_coef[e]));
    return most;
}

static bool is_live(const ipm *s, int a)
{
    return s->slot_of[a] >= 0 && s->f[s->slot_of[a]] > 0.0;
}

/* One node's flows; its cost, and what it moves rows by into `moved`. */
static double raise_node(const path *w, int v, double *moved)
{
    ipm *s = w->s;
    const purse_program *p = s->p;
    double up = 0.0, room = 0.0, sum = 0.0, cost = 0.0;
    int first = p->node_arc[w->source + v], end = p->node_arc[w->source + v + 1];
    for (int a = first; a < end; a++) {
        if (!is_live(s, a))
            continue;
        double old = s->f[s->slot_of[a]], least = LEAST * old, f = old + w->step * s->af[s->slot_of[a]];
        up += fmax(least - f, 0.0);
        room += fmax(f - least, 0.0);
        sum += fmax(f, least);
    }
    double more = w->change[v] - up;
    if (more == 0.0 && up == 0.0)
        return 0.0;
    more = fmax(more, -room); /* but for rounding, what enters is enough for all the least */
    for (int a = first; a < end; a++) {
        if (!is_live(s, a))
            continue;
        int k = s->slot_of[a];
        double old = s->f[k], least = LEAST * old, raw = old + w->step * s->af[k], f = fmax(raw, least);
        f += more < 0.0 ? more * (f - least) / room : more * f / sum;
        if (p->arc_head[a] >= 0)
            w->change[p->arc_head[a] - w->source] += p->arc_gain[a] * (f - raw);
        if (f == raw)
            continue;
        if (!w->apply) {
            cost += (s->z[k] + ROWS * use_price(s, a)) * fabs(f - raw);
            continue;
        }
        *moved += fabs(f - raw) * largest_use(p, a);
        s->af[k] = (f - old) / w->step;
    }
    return cost;
}

static double raise_flows(const path *w, double *moved)
{
    double cost = 0.0;
    for (int v = 0; v < w->n; v++)
        w->change[v] = 0.0;
    for (int v = 0; v < w->n; v++)
        cost += raise_node(w, v, moved);
    return cost;
}

/* By how much a reduced cost rises with its ends' potentials lowered. */
static double lowered(const path *w, int v, int a)
{
    int head = w->s->p->arc_head[a];
    return w->change[v] - (head >= 0 ? w->s->p->arc_gain[a] * w->change[head - w->source] : 0.0);
}

/* What is taken off the potentials of the program's nodes off the rows, in which some are folded into others. */
static void lower_rows(const path *w)
{
    ipm *s = w->s;
    const ipm_bundle *b = &s->bundle[s->lane_of[w->c] / LANES];
    const ipm_template *t = b->shape;
    const int *place = s->node_place + w->source;
    double *row = s->y + at(b->row, s->lane_of[w->c] % LANES);
    for (int i = t->n_folds - 1; i >= 0; i--)
        row[at((size_t)t->row_of[t->fold_from[i]], 0)] +=
            t->fold_gain[i] * row[at((size_t)t->row_of[t->fold_to[i]], 0)];
    for (int v = 0; v < w->n; v++)
        if (place[v] >= 0)
            row[at((size_t)t->row_of[place[v]], 0)] -= w->change[v];
    ipm_template_fold(t, row);
}

static double lower_potentials(const path *w)
{
    ipm *s = w->s;
    const purse_program *p = s->p;
    double cost = 0.0;
    for (int v = w->n - 1; v >= 0; v--) {
        int first = p->node_arc[w->source + v], end = p->node_arc[w->source + v + 1];
        double most = 0.0;
        w->change[v] = 0.0;
        for (int a = first; a < end; a++)
            if (is_live(s, a)) {
                double old = s->z[s->slot_of[a]], z = old + w->step * s->az[s->slot_of[a]] + lowered(w, v, a);
                most = fmax(most, LEAST * old - z);
            }
        w->change[v] = most;
        for (int a = first; a < end; a++) {
            double more = is_live(s, a) ? lowered(w, v, a) : 0.0;
            cost += more != 0.0 ? fabs(more) * s->f[s->slot_of[a]] : 0.0;
            if (w->apply && more != 0.0)
                s->az[s->slot_of[a]] += more / w->step;
        }
    }
    if (w->apply)
        lower_rows(w);
    return cost;
}

/* Whether the step passes a lane. */
static bool passed_by(const ipm *s, const ipm_bundle *b, int lane, const double *own, double step)
{
    size_t place = at((size_t)(b - s->bundle), lane);
    return s->weight[place] > 0.0 && passes(step, own[place]) && !s->beyond.held[place];
}

/* Bundles with anything to mend at the steps asked for. */
static void join_group(ipm *s, int group, double *room)
{
    ipm_prices_hand(s, group, true);
    for (int i = s->group_bundle[group]; i < s->group_bundle[group + 1]; i++) {
        const ipm_bundle *b = &s->bundle[i];
        bool join = false;
        for (int l = 0; l < LANES; l++)
            join |= passed_by(s, b, l, s->beyond.primal, s->pass.trial_primal) ||
                    passed_by(s, b, l, s->beyond.dual, s->pass.trial_dual);
        s->beyond.joined[i] = join;
        if (join)
            ipm_join_bundle(s, b, room);
    }
}

/* Flows and potentials of those passed in one bundle: mended, or what that would cost. */
static void visit(ipm *s, const ipm_bundle *b, ipm_found *found, double *room, bool apply)
{
    for (int l = 0; l < LANES && s->beyond.joined[b - s->bundle]; l++) {
        path way = {.s = s, .c = b->commodity[l], .change = room, .apply = apply};
        if (way.c < 0)
            continue;
        way.source = s->p->node_start[way.c];
        way.n = s->p->node_start[way.c + 1] - way.source;
        way.step = s->pass.trial_primal;
        if (passed_by(s, b, l, s->beyond.primal, way.step))
            found->mend_primal += raise_flows(&way, &found->mended);
        way.step = s->pass.trial_dual;
        if (passed_by(s, b, l, s->beyond.dual, way.step))
            found->mend_dual += lower_potentials(&way);
    }
}

static void cost_group(ipm *s, int group, double *room)
{
    s->found[group].mend_primal = s->found[group].mend_dual = 0.0;
    for (int i = s->group_bundle[group]; i < s->group_bundle[group + 1]; i++)
        visit(s, &s->bundle[i], &s->found[group], room, false);
}

/* What it costs to mend boxes. */
static double cost_boxes(const ipm *s, double step)
{
    const ipm_box *box = &s->box;
    const double *own = s->beyond.primal + at((size_t)s->n_bundles, 0);
    double cost = 0.0;
    for (int i = 0; i < box->n; i++) {
        if (box->fixed[i] || !passes(step, own[i]))
            continue;
        double dx = step * (box->ax[i] + s->pass.primal * box->dx[i]), price = 0.0;
        if (i >= s->p->n_cols)
            price = fabs(s->pi[i - s->p->n_cols]);
        else
            for (int k = s->g_start[i]; k < s->g_start[i + 1]; k++)
                price += fabs(s->g_coef[k] * s->pi[s->g_row[k]]);
        double below = LEAST * box->below[i] - (box->below[i] + dx),
               above = LEAST * box->above[i] - (box->above[i] - dx);
        cost += isfinite(box->below[i]) ? fmax(below, 0.0) * (box->z_lo[i] + ROWS * price) : 0.0;
        cost += isfinite(box->above[i]) ? fmax(above, 0.0) * (box->z_hi[i] + ROWS * price) : 0.0;
    }
    return cost;
}

/* What it costs to mend flows and boxes, and potentials, after steps this long. */
static void costs(ipm *s, double primal, double dual, double *of_primal, double *of_dual)
{
    s->pass.trial_primal = primal;
    s->pass.trial_dual = dual;
    ipm_each_group(s, cost_group);
    *of_primal = cost_boxes(s, primal);
    *of_dual = 0.0;
    for (int g = 0; g < s->n_groups; g++) {
        *of_primal += s->found[g].mend_primal;
        *of_dual += s->found[g].mend_dual;
    }
}

/* A step all allow. */
static double allowed_by_all(const ipm *s, const double *own, double back_off, double step)
{
    double most = 1.0;
    for (size_t i = 0; i < s->beyond.n; i++)
        most = fmax(most, own[i]);
    return fmin(step, back_off / most);
}

/* Nearer to the step all allow, where nothing is to be mended: what mending costs grows with the square of the way beyond. */
static double shorter(double step, double allowed, double cost, double limit)
{
    double share = 0.9 * sqrt(limit / cost);
    return allowed + (step - allowed) * (share < MOST_LEFT ? share : MOST_LEFT);
}

void ipm_beyond_shorten(ipm *s, double back_off, double *primal, double *dual)
{
    const double limit = COST * s->gap;
    double low_primal = allowed_by_all(s, s->beyond.primal, back_off, *primal), of_primal;
    double low_dual = allowed_by_all(s, s->beyond.dual, back_off, *dual), of_dual;
    memset(s->beyond.joined, 0, (size_t)s->n_bundles * sizeof *s->beyond.joined);
    if (low_primal == *primal && low_dual == *dual)
        return;
    s->pass.trial_primal = *primal;
    s->pass.trial_dual = *dual;
    ipm_each_group(s, join_group);
    for (int round = 0; round <= ROUNDS; round++) {
        costs(s, *primal, *dual, &of_primal, &of_dual);
        bool far = !(of_primal <= limit), high = !(of_dual <= limit);
        if (!far && !high)
            return;
        bool last = round == ROUNDS;
        if (far)
            *primal = last ? low_primal : shorter(*primal, low_primal, of_primal, limit);
        if (high)
            *dual = last ? low_dual : shorter(*dual, low_dual, of_dual, limit);
    }
}

void ipm_beyond_mend(ipm *s, const ipm_bundle *b, ipm_found *found, double *room)
{
    visit(s, b, found, room, true);
}

double ipm_beyond_mend_box(ipm *s, int i, double below, double above)
{
    ipm_box *box = &s->box;
    double least_below = LEAST * below, least_above = LEAST * above, moved = 0.0, most = 1.0;
    if (!passes(s->pass.trial_primal, s->beyond.primal[at((size_t)s->n_bundles, 0) + (size_t)i]))
        return 0.0;
    if (isfinite(below) && box->below[i] < least_below)
        moved = least_below - box->below[i];
    if (isfinite(above) && box->above[i] < least_above)
        moved = box->above[i] - least_above;
    box->x[i] += moved;
    box->below[i] += moved;
    box->above[i] -= moved;
    if (i < s->p->n_cols)
        for (int k = s->g_start[i]; k < s->g_start[i + 1]; k++)
            most = fmax(most, fabs(s->g_coef[k]));
    return most * fabs(moved);
}
