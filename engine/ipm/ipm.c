/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A primal-dual interior point solver that eliminates each commodity by itself.
 *
 *     minimise  c f + k g   subject to   A f + P g = b        (y)   balances and entry groups, block by block
 *                                        L f + G g - t = 0    (pi)  linking rows and held tiers, t within their bounds
 *                                        f >= 0 (z),  g and t within bounds (z_lo, z_hi)
 *
 * Newton's equations with Theta = f / z and D the same of g and t reduce, once f and t are gone, to
 *
 *     [ N    U                 P  ] [ dy  ]   [ r_b + A Theta h_f             ]    N = A Theta A',  U = A Theta L'
 *     [ U'   L Theta L' + 1/D  G  ] [ dpi ] = [ r_l + L Theta h_f - h_t / D   ]    h_f = r_d - r_c / f, and so on
 *     [ P'   G'               -D  ] [ dg  ]   [ h_g                           ]
 *
 * N falls apart into commodities: block.c factors each and takes U' N^-1 U and what belongs to P off the rest,
 * which is the linking system (linking.c, sparse.c). Columns without pulls and with few rows are eliminated
 * as well; with them every volume row has a positive diagonal.
 *
 * Complementary products are held to mu times a weight, which for arcs is the root of the commodity's share of the
 * mean supply: with none, what is tiny would come to rest last; with the share itself, tiny commodities are as near
 * the boundary as huge ones, and the thousands of them stop every step. Each iteration is Mehrotra's predictor and a
 * corrector whose weight is chosen by line search (Colombo and Gondzio 2008), with separate primal and dual steps;
 * sigma comes from the steps before, so that no pass over the blocks is needed to learn how far the predictor would
 * get. The stop rule does not trust the iterate: recover.c makes an answer and a Lagrangian bound from it by the
 * program alone.
 */
#include <string.h>

#include "core.h"
#include "engine/numbers.h"

void ipm_phase_ends(ipm *s, ipm_phase phase)
{
    double now = processor_now();
    s->phase[phase] += now - s->clock;
    s->clock = now;
}

const double *ipm_phases(const ipm *s)
{
    return s->phase;
}

static bool out_of_limits(const ipm_limits *limits, double deadline)
{
    if (limits->interrupt && *limits->interrupt)
        return true;
    return limits->seconds > 0.0 && seconds_now() > deadline;
}

/* Value of the iterate's objective, to tell when a certificate is worth its while. */
static double objective(const ipm *s)
{
    double value = s->p->offset[s->tier] + s->slot_cost;
    for (int j = 0; j < s->p->n_cols; j++)
        value += s->p->col_cost[(size_t)j * PURSE_MAX_TIERS + (size_t)s->tier] * s->box.x[j];
    return value;
}

/*
 * How many times what may be left open a gap is at most to be worth a certificate, which as a rule leaves open what the
 * gap is; when iterations come no nearer it may be better than they are, and so it may beside an optimum that is known.
 */
static const double NEAR = 4.0, NEAR_AT_REST = 20.0;
/*
 * Where iterations are to go on beyond the asked gap, what is waited for after the first certificate, as a share of that:
 * the projection of the first ends what they have left of the rows, and nothing comes back.
 */
static const double BEYOND = 0.01;

static void set_near(ipm *s, const ipm_limits *limits, bool at_rest, bool first)
{
    double gap = limits->gap > 0.0 ? limits->gap : GAP_LINEAR;
    bool early = at_rest || limits->near;
    if (limits->aim > 0.0 && !early && !first)
        gap = fmin(gap, fmax(limits->aim, BEYOND * gap));
    s->near_gap = (early ? NEAR_AT_REST : NEAR) * fmax(gap * fabs(objective(s)), limits->noise);
}

/* An optimum of nothing shows in a gap that stays as large as the value; only an answer tells. */
static const double ALL_OF_IT = 0.1;

static bool near_enough(const ipm *s)
{
    if (s->free_of_charge && s->gap > ALL_OF_IT * fabs(objective(s)) &&
        s->gap <= 1e-4 * s->cost_scale * s->flow_scale * s->p->n_commodities)
        return true;
    return s->gap <= s->near_gap;
}

/* What the certificates so far leave open, and whether it is time to end with them. */
typedef struct progress {
    int made;
    double tried; /* gap at the last attempt to close on fewer arcs, which has failed */
    double open;  /* value - bound, of the last certificate */
    int slow;     /* certificates in a row that closed little more */
    int stuck;    /* and that closed nothing, where the iterate had long done so: its steps break rows by now */
} progress;

/*
 * Whether a projection may close something: the answer at hand breaks rows, or is dearer than the iterate by a good part
 * of what is open, which is what mending its residuals has cost.
 */
static bool worth_projecting(const ipm *s, const ipm_answer *answer)
{
    return !isfinite(s->recovered) || s->recovered - objective(s) > 0.2 * (s->recovered - answer->bound);
}

static bool ends_purely(const ipm_limits *limits)
{
    return limits->pure && !limits->near && !(limits->estimate > 0.0);
}

/* An attempt to close on fewer arcs costs as much as two iterations; after one that has failed so much of the gap is left. */
static const double AGAIN = 0.4;

/*
 * An answer and a bound from the iterate, at the cost of a projection where that may help. True when they close to the
 * asked gap and it is not worth while to go on: the aim is reached, or what is open shrinks no more. Where an answer on
 * fewer arcs will do, all else waits until iterations are at rest: a projection would cost them their way.
 */
static bool closes(ipm *s, const ipm_limits *limits, bool at_rest, progress *last, ipm_answer *answer)
{
    if (ends_purely(limits)) {
        if (!at_rest && s->gap > AGAIN * last->tried)
            return false;
        last->made++;
        last->tried = s->gap;
        const double value = objective(s), gap = limits->gap > 0.0 ? limits->gap : GAP_LINEAR;
        ipm_certify_prices(s, value, fmax(gap * fabs(value), limits->noise), answer);
        if (ipm_close_purely(s, limits, answer))
            return true;
        if (!at_rest)
            return false;
    } else
        last->made++;
    bool closed = ipm_certify(s, limits, false, answer);
    if (s->gap <= s->near_gap && !(closed && ipm_reaches_aim(limits, answer)) && worth_projecting(s, answer)) {
        ipm_project(s, false);
        closed = ipm_certify_answer(s, limits, false, answer);
    }
    double open = answer->value - answer->bound;
    last->slow = open < 0.3 * last->open ? 0 : last->slow + 1;
    last->stuck = isfinite(open) && open > 0.9 * last->open && s->gap < 1e-2 * open ? last->stuck + 1 : 0;
    last->open = fmin(open, last->open);
    return closed && (last->slow > 1 || ipm_reaches_aim(limits, answer));
}

/* Gap at which the iterate of a tier is kept for its next solve, as a share of the value; the same under held rows. */
static const double EARLY = 0.15, EARLY_HELD = 5e-3;
/*
 * And for the next tier: so many times the slack to which this one will be held, that the point lies as far inside as
 * that leaves room; at most so large a share.
 */
static const double LATE = 30.0, LATE_MOST = 0.2;
/*
 * From so many times that gap on iterates are kept, the nearest to it last: an iteration may leap over it, to where the
 * next tier finds no way back. And from so many times it on steps pass nothing: who is passed and mended has products far
 * from the others', which later iterations would see to, but the next tier begins before.
 */
static const double LATE_FROM = 300.0, CENTRED_FROM = 1e3;

static double late_gap(const ipm *s, const ipm_limits *limits)
{
    double slack = limits->slack > 0.0 ? limits->slack : TIER_SLACK;
    return fmax(fmin(LATE * slack, LATE_MOST) * fabs(objective(s)), limits->noise);
}

/* After the last tier there is none to begin from it. */
static bool has_next_tier(const ipm *s)
{
    return s->tier < s->p->n_tiers - 1;
}

static void keep_late(ipm *s)
{
    ipm_keep(s, &s->late);
    ipm_held_keep(s);
    s->late_tier = s->tier;
}

static void put_late_aside(ipm *s, double goal)
{
    double off = fabs(log(s->gap / goal));
    if (!(s->gap <= LATE_FROM * goal) || (s->has_late && !(off < s->late_off)))
        return;
    keep_late(s);
    s->late_off = off;
    s->has_late = true;
}

static void put_aside(ipm *s, const ipm_limits *limits)
{
    double size = fabs(objective(s)), scale = s->cost_scale * s->flow_scale * s->p->n_commodities;
    bool rows = s->tier > 0 && !s->closed[s->tier - 1];
    double share = rows ? EARLY_HELD : EARLY,
           early = s->free_of_charge ? fmax(share * size, 1e-3 * scale) : share * size;
    if (!s->has_early && !limits->passing && s->gap <= early) {
        ipm_keep(s, &s->early[s->tier]);
        s->has_early = true;
    }
    if (s->on_path)
        ipm_near_pass(s, size);
    if (has_next_tier(s))
        put_late_aside(s, late_gap(s, limits));
}

/*
 * Whether steps pass nothing: after so many iterations that came no nearer, and once the gap is this share of the value,
 * when what is left of the rows has to go as well.
 */
enum { PATIENCE = 2 };
static const double CLOSE = 1e-5;

/* How iterations come along. */
typedef struct approach {
    double best, least; /* merit and gap of the best so far */
    int bad, slow;      /* iterations in a row since either was better; since the gap was */
} approach;

static void look_back(ipm *s, const ipm_limits *limits, approach *c, double merit)
{
    c->slow = s->gap < 0.9 * c->least ? 0 : c->slow + 1;
    c->bad = merit < 0.99 * c->best || c->slow == 0 ? 0 : c->bad + 1;
    c->best = fmin(c->best, merit);
    c->least = fmin(c->least, s->gap);
    s->beyond.strict = c->slow > PATIENCE || s->gap < CLOSE * fabs(objective(s)) ||
                       (has_next_tier(s) && s->gap <= CENTRED_FROM * late_gap(s, limits));
}

/* Gaps, as shares of the value, at which a core is asked what it misses. */
enum { ASKS = 5 };
static const double ASKED[ASKS] = {1e-1, 3e-2, 1e-2, 1e-3, 1e-4};
/* What is missing is taken in when it is worth so much of the gap; at the end, of the gap that is near enough. */
static const double WORTH_TAKING = 1e-2, WORTH_ENDING = 0.1;
/* With so much of the gap, prices will turn so far that the core had better begin anew. */
static const double MUCH = 0.3;

/* Whether a core misses arcs that all people together would save so much by. */
static bool misses(ipm *s, double worth, bool late)
{
    double saved = ipm_core_misses(s);
    s->lacks = !(saved > worth) ? LACKS_NOTHING : late || saved > MUCH * s->gap ? LACKS_MANY : LACKS_FEW;
    return s->lacks != LACKS_NOTHING;
}

/* A start that leads somewhere has less than this of its gap left after so many iterations; one after a tier, this. */
enum { TRIED = 5 };
static const double LEFT = 0.3, LEFT_HELD = 0.6;

/* Whether it is better to begin elsewhere. */
static bool fails(const ipm *s, ipm_start where, int iterations, double first_gap)
{
    if (where == START_NEAR)
        return ipm_near_fails(s, iterations, first_gap);
    return where == START_ONWARD && iterations == TRIED && s->gap > (s->from_held ? LEFT_HELD : LEFT) * first_gap;
}

/* What steps before the first are taken to have left. */
static const double FIRST_LEFT = 1.0;

/* The bound at no prices tells whether an optimum of nothing is possible. */
void ipm_begin_bounds(ipm *s, ipm_answer *made)
{
    ipm_bound_at_nothing(s, made);
    s->free_of_charge = fabs(made->bound) <= 1e-12 * s->cost_scale * s->flow_scale && ipm_can_close(s->p, s->tier);
}

ipm_limits ipm_left_of(const ipm_limits *limits, double began)
{
    ipm_limits own = *limits;
    if (limits->seconds > 0.0)
        own.seconds = fmax(limits->seconds - (seconds_now() - began), 1e-9);
    return own;
}

void ipm_iterations(ipm *s, const ipm_limits *limits, ipm_start where, ipm_answer *answer)
{
    double deadline = limits->seconds > 0.0 ? seconds_now() + limits->seconds : 0.0;
    int most = limits->max_iterations > 0 ? limits->max_iterations : 200;
    double first = INFINITY;
    approach so_far = {.best = INFINITY, .least = INFINITY};
    progress last = {.tried = INFINITY, .open = INFINITY};
    int asked = s->only ? 0 : ASKS;
    s->has_early = where == START_NEAR || where == START_PLACED; /* which are no early ones */
    s->has_late = false;
    answer->status = IPM_STALLED;
    s->ended = -1;
    s->loaded = false;
    s->pure = false;
    s->lacks = LACKS_NOTHING;
    s->last_step = 1.0;
    s->left = FIRST_LEFT;
    s->expected = -1.0;
    s->refine = false;
    ipm_residuals(s);
    ipm_phase_ends(s, IPM_START);
    for (answer->iterations = 0; answer->iterations < most; answer->iterations++) {
        double merit = s->gap / (s->cost_scale * s->flow_scale) + s->primal_residual + s->dual_residual;
        if (!isfinite(merit))
            break;
        look_back(s, limits, &so_far, merit);
        put_aside(s, limits);
        set_near(s, limits, so_far.slow > 0, last.made == 0);
        first = fmin(first, answer->iterations == 0 ? s->gap : INFINITY);
        if (fails(s, where, answer->iterations, first))
            return;
        if (asked < ASKS && s->gap <= ASKED[asked] * fabs(objective(s))) {
            while (asked < ASKS && s->gap <= ASKED[asked] * fabs(objective(s)))
                asked++;
            if (misses(s, WORTH_TAKING * s->gap, false))
                return;
        }
        bool closed = near_enough(s) && (limits->estimate > 0.0 ? ipm_estimate(s, limits, objective(s), answer)
                                                                : closes(s, limits, so_far.slow > 0, &last, answer));
        ipm_phase_ends(s, IPM_CERTIFY);
        if (closed) {
            answer->status = IPM_OPTIMAL;
            return;
        }
        if (s->only && last.made > 0 && near_enough(s) && misses(s, WORTH_ENDING * s->near_gap, true))
            return;
        if ((s->last_step < 1e-3 || so_far.bad > 8) && ipm_proves_infeasible(s)) {
            answer->status = IPM_INFEASIBLE;
            return;
        }
        if (so_far.bad > 15 || last.stuck > 2)
            break;
        if (out_of_limits(limits, deadline)) {
            answer->status = IPM_STOPPED;
            break;
        }
        if (!ipm_iterate(s))
            break;
    }
    if (answer->iterations == most)
        answer->status = IPM_STOPPED;
    if (ipm_certify(s, limits, true, answer))
        answer->status = IPM_OPTIMAL;
}

/* Products where a tier begins from the one before, as shares of those of a cold start; where that leads nowhere, lower. */
static const double ONWARD = 3e-2, LOW = 1e-3, LOWEST = 1e-4;

static bool begins(ipm *s, ipm_start where, const ipm_limits *limits)
{
    if (where == START_NEAR)
        return limits->near && ipm_near_start(s);
    if (!s->loaded)
        ipm_load(s);
    if (where == START_ONWARD) {
        s->from_held = ipm_held_start(s, ipm_point_mu(s), ONWARD);
        return s->from_held || ipm_kept_mixed(s, &s->early[s->tier]);
    }
    if (where == START_LOW || where == START_LOWEST)
        return s->from_held && ipm_held_start(s, ipm_point_mu(s), where == START_LOW ? LOW : LOWEST);
    ipm_point_start(s);
    return true;
}

/* From the nearest start that leads anywhere. */
static void solve(ipm *s, const ipm_limits *limits, ipm_answer *made)
{
    const double began = seconds_now();
    const int ended = s->ended;
    int before = made->iterations;
    s->from_held = false;
    for (ipm_start where = START_NEAR; where < STARTS; where++) {
        s->ended = ended;
        bool near = where == START_NEAR;
        const ipm_limits left = ipm_left_of(limits, began), own = near ? ipm_near_limits(&left) : left;
        if (!begins(s, where, limits))
            continue;
        ipm_iterations(s, &own, where, made);
        before += made->iterations;
        if (where == START_COLD || made->status != IPM_STALLED)
            break;
        if (near) { /* its answer would do, but not as well as may be had */
            *made = (ipm_answer){.value = INFINITY, .violation = INFINITY};
            ipm_bound_at_nothing(s, made);
        }
    }
    made->iterations = before;
    if (made->status != IPM_OPTIMAL)
        return;
    if (!s->has_late && has_next_tier(s))
        keep_late(s);
    s->ended = s->tier;
    s->ended_scale = s->cost_scale * s->flow_scale * (1.0 + s->p->n_commodities);
}

/* Beside an optimum that is known, or else by iterations, and this optimum kept. */
static purse_code solve_near(ipm *s, const ipm_limits *limits, ipm_answer *made, purse_error *err)
{
    if (ipm_near_solve(s, limits, made)) {
        made->status = IPM_OPTIMAL;
        s->ended = -1;
        return PURSE_OK;
    }
    *made = (ipm_answer){.iterations = made->iterations, .value = INFINITY, .violation = INFINITY};
    ipm_bound_at_nothing(s, made);
    purse_code code = ipm_near_begin(s, err);
    if (!code)
        solve(s, limits, made);
    if (!code && made->status == IPM_OPTIMAL)
        code = ipm_near_keep(s, made, err);
    s->on_path = false;
    return code;
}

purse_code ipm_solve(ipm *s, int tier, const double *tier_limit, const ipm_limits *limits, ipm_answer *answer,
                     purse_error *err)
{
    if (tier < 0 || tier >= s->p->n_tiers)
        return purse_error_set(err, PURSE_EUSAGE, "interior point", "expected a tier below %d, found %d", s->p->n_tiers,
                               tier);
    s->tier = tier;
    s->clock = processor_now();
    for (int t = 0; t < tier; t++)
        s->held[t] = tier_limit[t];
    ipm_answer made = {.bound = -INFINITY, .value = INFINITY, .violation = INFINITY};
    s->by = s;
    purse_code code = PURSE_OK;
    const double began = seconds_now();
    if (!ipm_solved_by_core(s, limits, &made)) {
        const ipm_limits own = ipm_left_of(limits, began);
        ipm_load(s);
        ipm_begin_bounds(s, &made);
        if (limits->near)
            code = solve_near(s, &own, &made, err);
        else
            solve(s, &own, &made);
    }
    made.col = s->by->col;
    made.arc = s->by->flow;
    made.row_dual = s->by->best_dual;
    memcpy(made.tier_dual, s->by->tier_dual, sizeof made.tier_dual);
    *answer = made;
    return code;
}

void ipm_forget(ipm *s)
{
    s->ended = -1;
}

void ipm_return(ipm *s, int tier)
{
    s->ended = s->late.known && s->late_tier == tier - 1 ? tier - 1 : -1;
}
