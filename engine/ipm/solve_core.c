/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Solves on a core, after small edits; what becomes of those that lack arcs, or that fail. */
#include "core.h"
#include "engine/numbers.h"

/* What limits leave of a solve that began then and has made so many iterations. */
static ipm_limits rest_of(const ipm_limits *limits, double began, int iterations)
{
    ipm_limits own = ipm_left_of(limits, began);
    if (limits->max_iterations > 0)
        own.max_iterations = limits->max_iterations > iterations ? limits->max_iterations - iterations : 1;
    return own;
}

/* A core, where it stands. True when there is no more to do: its answer closes, or a limit is met. */
static bool core_closes(ipm *s, const ipm_limits *limits, ipm_start where, ipm_answer *answer)
{
    ipm *core = ipm_core_of(s);
    ipm_answer made = {.value = INFINITY, .violation = INFINITY};
    ipm_begin_bounds(core, &made);
    ipm_iterations(core, limits, where, &made);
    answer->iterations += made.iterations;
    for (int i = 0; i < IPM_N_PHASES; i++) {
        s->phase[i] += core->phase[i];
        core->phase[i] = 0.0;
    }
    s->clock = processor_now();
    if (made.status != IPM_OPTIMAL && made.status != IPM_STOPPED)
        return false;
    made.iterations = answer->iterations;
    *answer = made;
    s->by = core;
    return true;
}

/* So often arcs that are missing are taken in, and so often a core may fail. */
enum { GROWTHS = 3, FAILURES = 2 };

/* A core, where it stands after edits, with arcs that it lacks taken in. */
static bool closes_on_core(ipm *s, const ipm_limits *limits, double began, ipm_answer *answer)
{
    ipm_start where = START_ONWARD;
    ipm_limits own = rest_of(limits, began, answer->iterations);
    for (int i = 0; !core_closes(s, &own, where, answer); i++) {
        own = rest_of(limits, began, answer->iterations);
        ipm_lack lack = ipm_core_of(s)->lacks;
        where = lack == LACKS_FEW ? START_PLACED : START_ONWARD;
        if (lack == LACKS_NOTHING || i == GROWTHS || !ipm_core_grow(s, where == START_PLACED)) {
            s->core_failed++;
            return false;
        }
    }
    return true;
}

/* Whether a solver with so many arcs may have a core. */
static bool may_have_core(const ipm *s, int least_arcs)
{
    return least_arcs > 0 && s->p->n_arcs >= least_arcs && s->p->n_tiers == 1 && s->core_failed < FAILURES;
}

bool ipm_solved_by_core(ipm *s, const ipm_limits *limits, ipm_answer *answer)
{
    const double began = seconds_now();
    return may_have_core(s, limits->core) && ipm_core_begin(s) && closes_on_core(s, limits, began, answer);
}
