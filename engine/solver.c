/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stateful loop: new, solve, edit, solve again, free. The program is the truth, the LP a cache of it. */
#include "purse/solver.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "certificate.h"
#include "export.h"
#include "numbers.h"
#include "solver_private.h"
#include "strengthened.h"

static double *numbers_new(size_t n)
{
    return calloc(n + 1, sizeof(double));
}

static purse_code allocate(purse_solver *s, purse_error *err)
{
    const purse_program *p = s->p;
    s->col_dual = numbers_new((size_t)p->n_cols);
    s->row_dual = numbers_new((size_t)p->n_rows);
    s->col = numbers_new((size_t)p->n_cols);
    s->arc = numbers_new((size_t)p->n_arcs);
    s->next_col = numbers_new((size_t)p->n_cols);
    s->next_arc = numbers_new((size_t)p->n_arcs);
    s->zero = numbers_new((size_t)p->n_rows + PURSE_MAX_TIERS);
    s->change = numbers_new((size_t)p->n_rows);
    s->activity = numbers_new(certificate_room(p));
    bool priced = true;
    for (int t = 0; t < p->n_tiers; t++) {
        s->row_price[t] = numbers_new((size_t)p->n_rows);
        s->col_price[t] = numbers_new((size_t)p->n_cols);
        priced &= s->row_price[t] && s->col_price[t];
    }
    s->saved = numbers_new(2 * (size_t)p->n_cols);
    bool whole = priced && s->saved && s->next_col && s->next_arc && s->col_dual && s->row_dual && s->col && s->arc &&
                 s->zero && s->change && s->activity;
    return whole ? PURSE_OK : purse_error_memory(err);
}

static void drop_form(purse_solver *s)
{
    lp_free(s->lp);
    compact_free(s->form);
    s->lp = NULL;
    s->form = NULL;
    memset(s->pinned, 0, sizeof s->pinned);
    memset(s->kept, 0, sizeof s->kept);
}

/* Room for `n` figures in place of what is there, which is not kept. */
static purse_code resize(double **array, size_t n, purse_error *err)
{
    double *fresh = numbers_new(n);
    if (!fresh)
        return purse_error_memory(err);
    free(*array);
    *array = fresh;
    return PURSE_OK;
}

purse_code solver_form(purse_solver *s, purse_error *err)
{
    if (s->form)
        return PURSE_OK;
    purse_code code = compact_new(&s->form, s->p, err);
    if (!code)
        code = lp_new(&s->lp, &s->form->m, err);
    double **by_col[] = {&s->x, &s->start, &s->col_dual};
    for (size_t i = 0; i < sizeof by_col / sizeof *by_col && !code; i++)
        code = resize(by_col[i], (size_t)s->form->m.n_cols, err);
    if (!code)
        code = resize(&s->row_dual, (size_t)s->form->m.n_rows, err);
    if (code) {
        drop_form(s);
        return code;
    }
    for (int t = 0; t < s->holding; t++)
        tiers_hold(s, t);
    return PURSE_OK;
}

purse_code purse_solver_new(purse_solver **solver, purse_program *program, const purse_settings *settings,
                            const purse_control *control, purse_error *err)
{
    purse_code code = purse_program_check(program, err);
    if (!code)
        code = purse_settings_check(settings, err);
    if (code)
        return code;
    purse_solver *s = calloc(1, sizeof *s);
    if (!s)
        return purse_error_memory(err);
    s->p = program;
    s->settings = *settings;
    s->slack = TIER_SLACK;
    if (control)
        s->control = *control;
    for (int j = 0; j < program->n_cols; j++)
        s->n_integers += program->col_integer[j];
    code = allocate(s, err);
    if (!code)
        code = sweep_new(&s->sweep, program, err);
    if (code) {
        purse_solver_free(s);
        return code;
    }
    s->solution.n_tiers = program->n_tiers;
    *solver = s;
    return PURSE_OK;
}

void purse_solver_free(purse_solver *s)
{
    if (!s)
        return;
    strengthened_free(s->mixed);
    drop_form(s);
    ipm_free(s->ipm);
    thin_free(s->thin);
    sweep_free(&s->sweep);
    free(s->x);
    for (int t = 0; t < PURSE_MAX_TIERS; t++) {
        free(s->row_price[t]);
        free(s->col_price[t]);
    }
    free(s->start);
    free(s->col_dual);
    free(s->row_dual);
    free(s->col);
    free(s->arc);
    free(s->next_col);
    free(s->next_arc);
    free(s->zero);
    free(s->change);
    free(s->activity);
    free(s->saved);
    free(s);
}

purse_code purse_solver_solve(purse_solver *s, purse_error *err)
{
    return tiers_solve(s, s->p->n_tiers - 1, err);
}

static purse_code out_of_range(purse_error *err, const char *what, int index, int n)
{
    return purse_error_set(err, PURSE_EUSAGE, what, "expected an index from 0 to %d, found %d", n - 1, index);
}

purse_code purse_solver_again(purse_solver *s, int tier, purse_error *err)
{
    if (tier < 0 || tier >= s->p->n_tiers)
        return out_of_range(err, "tier", tier, s->p->n_tiers);
    if (tier > s->held)
        return purse_error_set(err, PURSE_EUSAGE, "tier", "expected the tiers before tier %d to have been solved",
                               tier + 1);
    return tiers_again(s, tier, err);
}

purse_code purse_solver_hold(purse_solver *s, int tier, double limit, purse_error *err)
{
    if (tier < 0 || tier > s->held || tier >= s->p->n_tiers - 1)
        return purse_error_set(err, PURSE_EUSAGE, "tier", "expected a tier from 0 to %d, found %d",
                               s->held < s->p->n_tiers - 1 ? s->held : s->p->n_tiers - 2, tier);
    if (!isfinite(limit))
        return purse_error_set(err, PURSE_EUSAGE, "limit", "expected a number, found %g", limit);
    tiers_limit(s, tier, limit);
    return PURSE_OK;
}

bool solver_mixed(const purse_solver *s)
{
    const purse_program *p = s->p;
    for (int j = 0; j < p->n_cols && s->n_integers > 0; j++)
        if (p->col_integer[j] && p->col_lo[j] != p->col_hi[j])
            return true;
    return false;
}

purse_code purse_solver_solve_to(purse_solver *s, int last, purse_error *err)
{
    if (last < 0 || last >= s->p->n_tiers)
        return out_of_range(err, "tier", last, s->p->n_tiers);
    return tiers_solve(s, last, err);
}

purse_method purse_solver_use(purse_solver *s, purse_method method)
{
    purse_method before = s->settings.solver;
    s->settings.solver = method;
    return before;
}

double purse_solver_slack(purse_solver *s, double share)
{
    double before = s->slack;
    s->slack = share;
    return before;
}

double purse_solver_gap(purse_solver *s, double gap)
{
    double before = s->settings.gap;
    s->settings.gap = gap;
    return before;
}

bool purse_solver_sparse(purse_solver *s, bool sparse)
{
    bool before = !s->spread;
    s->spread = !sparse;
    return before;
}

const purse_solution *purse_solver_solution(const purse_solver *s)
{
    return &s->solution;
}

static void on_progress(void *context, long iterations, long nodes, double value, double bound)
{
    purse_solver *s = context;
    purse_progress progress = {.tier = s->tier,
                               .n_tiers = s->p->n_tiers,
                               .iterations = iterations,
                               .nodes = nodes,
                               .seconds = seconds_now() - s->started,
                               .value = value,
                               .bound = bound};
    s->control.progress(s->control.context, &progress);
}

bool solver_limits(const purse_solver *s, lp_limits *limits)
{
    *limits = (lp_limits){.nodes = s->settings.node_limit,
                          .mip_gap = s->settings.gap > 0.0 ? s->settings.gap : GAP_INTEGER,
                          .interrupt = s->control.interrupt,
                          .context = (void *)s};
    if (s->control.progress)
        limits->progress = on_progress;
    if (s->settings.time_limit > 0.0) {
        limits->seconds = s->deadline - seconds_now();
        return limits->seconds > 0.0;
    }
    return true;
}

double solver_tier_scale(const purse_program *p, int tier)
{
    double scale = 1.0;
    for (int j = 0; j < p->n_cols; j++) {
        double size =
            fmax(isinf(p->col_lo[j]) ? 0.0 : fabs(p->col_lo[j]), isinf(p->col_hi[j]) ? 0.0 : fabs(p->col_hi[j]));
        scale += fabs(p->col_cost[(size_t)j * PURSE_MAX_TIERS + (size_t)tier]) * size;
    }
    for (int c = 0; c < p->n_commodities; c++) {
        double dearest = 0.0;
        for (int a = p->arc_first[c]; a < p->arc_first[c + 1]; a++)
            dearest = fmax(dearest, fabs(purse_program_arc_cost(p, a)[tier]));
        scale += p->supply[c] * dearest;
    }
    return scale;
}

/* Bounds of a row of the compact form, where there is one. */
static void own_row(purse_solver *s, int row, double lo, double hi)
{
    if (!s->form)
        return;
    s->form->m.row_lo[row] = lo;
    s->form->m.row_hi[row] = hi;
    lp_touch_row(s->lp, row);
}

purse_code purse_solver_row_bounds(purse_solver *s, int row, double lo, double hi, purse_error *err)
{
    if (row < 0 || row >= s->p->n_rows)
        return out_of_range(err, "row", row, s->p->n_rows);
    if (!(lo <= hi))
        return purse_error_set(err, PURSE_EINPUT, "row", "expected lo <= hi, found %g and %g", lo, hi);
    s->p->row_lo[row] = lo;
    s->p->row_hi[row] = hi;
    own_row(s, row, lo, hi);
    return PURSE_OK;
}

purse_code purse_solver_col_bounds(purse_solver *s, int col, double lo, double hi, purse_error *err)
{
    if (col < 0 || col >= s->p->n_cols)
        return out_of_range(err, "column", col, s->p->n_cols);
    if (!(lo <= hi))
        return purse_error_set(err, PURSE_EINPUT, "column", "expected lo <= hi, found %g and %g", lo, hi);
    s->p->col_lo[col] = lo;
    s->p->col_hi[col] = hi;
    if (s->form) {
        s->form->m.col_lo[col] = lo;
        s->form->m.col_hi[col] = hi;
        lp_touch_col(s->lp, col);
    }
    return PURSE_OK;
}

static purse_code set_cost(purse_solver *s, double *cost, int tier, double value, purse_error *err)
{
    if (tier < 0 || tier >= s->p->n_tiers)
        return out_of_range(err, "tier", tier, s->p->n_tiers);
    if (!isfinite(value))
        return purse_error_set(err, PURSE_EINPUT, "cost", "expected a finite cost, found %g", value);
    cost[tier] = value;
    s->recosted = true;
    s->kept[tier] = false;
    s->held = tier < s->held ? tier : s->held;
    if (tier == s->p->n_tiers - 1)
        return PURSE_OK; /* the last tier is never a row */
    /* The row that holds the tier has other coefficients now. */
    strengthened_free(s->mixed);
    s->mixed = NULL;
    drop_form(s);
    if (s->ipm)
        ipm_forget(s->ipm);
    return PURSE_OK;
}

purse_code purse_solver_col_cost(purse_solver *s, int tier, int col, double cost, purse_error *err)
{
    if (col < 0 || col >= s->p->n_cols)
        return out_of_range(err, "column", col, s->p->n_cols);
    return set_cost(s, s->p->col_cost + (size_t)col * PURSE_MAX_TIERS, tier, cost, err);
}

purse_code purse_solver_arc_cost(purse_solver *s, int tier, int arc, double cost, purse_error *err)
{
    if (arc < 0 || arc >= s->p->n_arcs)
        return out_of_range(err, "arc", arc, s->p->n_arcs);
    return set_cost(s, purse_program_arc_cost(s->p, arc), tier, cost, err);
}

purse_code purse_solver_supply(purse_solver *s, int commodity, double supply, purse_error *err)
{
    if (commodity < 0 || commodity >= s->p->n_commodities)
        return out_of_range(err, "commodity", commodity, s->p->n_commodities);
    if (!(supply >= 0.0) || isinf(supply))
        return purse_error_set(err, PURSE_EINPUT, "commodity", "expected a finite supply >= 0, found %g", supply);
    s->p->supply[commodity] = supply;
    if (s->form)
        own_row(s, s->form->first_node + s->p->node_start[commodity], supply, supply);
    return PURSE_OK;
}

purse_code purse_solver_export(purse_solver *s, int tier, purse_file_format format, const char *path, purse_error *err)
{
    if (tier < 0 || tier >= s->p->n_tiers)
        return out_of_range(err, "tier", tier, s->p->n_tiers);
    purse_code code = tier > 0 ? tiers_solve(s, tier - 1, err) : PURSE_OK;
    if (code)
        return code;
    if (tier > 0 && s->solution.status != PURSE_STATUS_OPTIMAL)
        return purse_error_set(err, PURSE_ELIMIT, "export", "the tiers before tier %d ended %s, not optimal", tier + 1,
                               purse_status_text(s->solution.status));
    code = solver_form(s, err);
    if (code)
        return code;
    for (int t = 0; t < tier; t++) {
        s->form->m.row_hi[s->form->first_tier + t] = s->limit[t] - s->p->offset[t];
        lp_touch_row(s->lp, s->form->first_tier + t);
    }
    compact_cost(s->form, s->p, tier);
    compact_names names = {s->form, s->p};
    char objective[256];
    purse_program_name(s->p, PURSE_NAME_TIER, tier, objective, sizeof objective);
    export_names how = {objective, compact_name, &names};
    code = (format == PURSE_FORMAT_MPS ? export_mps : export_lp)(&s->form->m, &how, s->p->offset[tier], path, err);
    tiers_release(s);
    return code;
}
