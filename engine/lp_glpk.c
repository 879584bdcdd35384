/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The LP contract kept by GLPK's simplex and branch and cut. The only file that includes glpk.h.
 *
 * A fatal error in GLPK calls a hook, which jumps out to the guard of the call under way. By then GLPK's
 * environment cannot be trusted, so the guard frees it, and with it every problem object of this thread: each lp
 * remembers the generation of the environment its object belongs to, and builds a new one when it has passed.
 * An interrupt takes the same way out of the simplex, from the hook on its display, which GLPK calls often.
 */
#include "lp.h"

#include <float.h>
#include <glpk.h>
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "numbers.h"

/* GLPK's environment is per thread, so what we know of it is too. */
static _Thread_local unsigned long generation = 1;

struct lp {
    const lp_matrix *m;
    glp_prob *prob;     /* a cache of the matrix */
    unsigned long born; /* generation of the environment prob lives in */
    bool has_basis;
    signed char *kept[LP_SLOTS]; /* bases put aside: status of each row, then of each column */
    double cost_scale;           /* costs are divided by this before GLPK sees them */
    /* of the call under way */
    jmp_buf out;
    const lp_limits *limits;
    char said[256]; /* GLPK's last words */
    bool interrupted;
    bool denied;  /* the primal simplex said infeasible, and the dual found no optimum */
    bool in_tree; /* branch and cut stops by its callback, which keeps the incumbent */
    long nodes;
    double deadline;
    double incumbent, best_bound;
    const double *start;
};

enum { DISPLAY_MS = 20 };
/* Iterations after which the simplex goes round in circles: so many, and per row and column. */
static const double PATIENCE = 10000.0, PATIENCE_PER_LINE = 20.0;
static const double TOLERANCE = 1e-9;
enum { SCALING = GLP_SF_GM | GLP_SF_EQ | GLP_SF_2N | GLP_SF_SKIP };

static int on_terminal(void *info, const char *text)
{
    lp *s = info;
    size_t length = strcspn(text, "\n");
    if (length > 0 && length < sizeof s->said) {
        memcpy(s->said, text, length);
        s->said[length] = '\0';
    }
    if (s->limits && s->limits->interrupt && *s->limits->interrupt && !s->in_tree) {
        s->interrupted = true;
        longjmp(s->out, 2);
    }
    if (s->limits && s->limits->progress)
        s->limits->progress(s->limits->context, s->prob ? glp_get_it_cnt(s->prob) : 0, s->nodes,
                            s->incumbent * s->cost_scale, s->best_bound * s->cost_scale);
    return 1;
}

static void on_fatal(void *info)
{
    lp *s = info;
    longjmp(s->out, 1);
}

/* False without memory for GLPK's environment, for which GLPK itself would abort the process. */
static bool hooks_on(lp *s)
{
    if (glp_init_env() > 1)
        return false;
    glp_term_out(GLP_ON);
    glp_term_hook(on_terminal, s);
    glp_error_hook(on_fatal, s);
    s->said[0] = '\0';
    return true;
}

/* After a fatal error there may be no environment, and no memory to make one just to take hooks off it. */
static void hooks_off(void)
{
    if (glp_init_env() > 1)
        return;
    glp_term_hook(NULL, NULL);
    glp_error_hook(NULL, NULL);
}

/* After a jump out: the environment and all its objects are gone. */
static purse_code bury(lp *s, purse_error *err)
{
    glp_free_env();
    generation++;
    s->prob = NULL;
    s->has_basis = false;
    if (s->interrupted)
        return PURSE_OK;
    if (strstr(s->said, "memory") || strstr(s->said, "alloc"))
        return purse_error_memory(err);
    return purse_error_set(err, PURSE_ESOLVER, "GLPK", "the solver stopped on a fatal error: %s",
                           s->said[0] ? s->said : "no reason given");
}

static int bound_type(double lo, double hi)
{
    if (lo == hi)
        return GLP_FX;
    if (isinf(lo))
        return isinf(hi) ? GLP_FR : GLP_UP;
    return isinf(hi) ? GLP_LO : GLP_DB;
}

static void push_row(lp *s, int i)
{
    glp_set_row_bnds(s->prob, i + 1, bound_type(s->m->row_lo[i], s->m->row_hi[i]), s->m->row_lo[i], s->m->row_hi[i]);
}

static void push_col(lp *s, int j)
{
    double lo = lp_matrix_whole_lo(s->m, j), hi = lp_matrix_whole_hi(s->m, j);
    if (lo > hi) /* never solved, see lp_matrix_has_no_whole */
        hi = lo;
    glp_set_col_bnds(s->prob, j + 1, bound_type(lo, hi), lo, hi);
}

static void push_costs(lp *s)
{
    double largest = 0.0;
    for (int j = 0; j < s->m->n_cols; j++)
        largest = fmax(largest, fabs(s->m->cost[j]));
    s->cost_scale = largest > 0.0 ? exp2(floor(log2(largest))) : 1.0;
    for (int j = 0; j < s->m->n_cols; j++)
        glp_set_obj_coef(s->prob, j + 1, s->m->cost[j] / s->cost_scale);
}

/* Loads the whole matrix. May jump out. */
static void load(lp *s)
{
    const lp_matrix *m = s->m;
    s->prob = glp_create_prob();
    s->born = generation;
    s->has_basis = false;
    glp_set_obj_dir(s->prob, GLP_MIN);
    if (m->n_rows)
        glp_add_rows(s->prob, m->n_rows);
    if (m->n_cols)
        glp_add_cols(s->prob, m->n_cols);
    for (int i = 0; i < m->n_rows; i++)
        push_row(s, i);
    int longest = 0;
    for (int j = 0; j < m->n_cols; j++)
        longest = m->start[j + 1] - m->start[j] > longest ? m->start[j + 1] - m->start[j] : longest;
    int *row = glp_alloc(longest + 1, sizeof *row);
    for (int j = 0; j < m->n_cols; j++) {
        int n = m->start[j + 1] - m->start[j];
        for (int k = 0; k < n; k++)
            row[k + 1] = m->row[m->start[j] + k] + 1;
        glp_set_mat_col(s->prob, j + 1, n, row, n ? m->coef + m->start[j] - 1 : NULL);
        if (m->integer && m->integer[j])
            glp_set_col_kind(s->prob, j + 1, GLP_IV);
        push_col(s, j);
    }
    glp_free(row);
    glp_scale_prob(s->prob, SCALING);
}

static bool alive(const lp *s)
{
    return s->prob && s->born == generation;
}

purse_code lp_new(lp **solver, const lp_matrix *matrix, purse_error *err)
{
    lp *s = calloc(1, sizeof *s);
    if (!s)
        return purse_error_memory(err);
    s->m = matrix;
    s->cost_scale = 1.0;
    *solver = s;
    return PURSE_OK;
}

void lp_free(lp *s)
{
    if (!s)
        return;
    if (alive(s) && hooks_on(s)) {
        if (setjmp(s->out) == 0)
            glp_delete_prob(s->prob);
        hooks_off();
    }
    for (int slot = 0; slot < LP_SLOTS; slot++)
        free(s->kept[slot]);
    free(s);
}

void lp_touch_row(lp *s, int row)
{
    if (!alive(s) || !hooks_on(s))
        return;
    if (setjmp(s->out) == 0)
        push_row(s, row);
    else
        (void)bury(s, NULL);
    hooks_off();
}

void lp_touch_col(lp *s, int col)
{
    if (!alive(s) || !hooks_on(s))
        return;
    if (setjmp(s->out) == 0)
        push_col(s, col);
    else
        (void)bury(s, NULL);
    hooks_off();
}

/* Coefficients of new rows, gathered from the columns. May jump out. */
static void push_new_rows(lp *s, int first)
{
    const lp_matrix *m = s->m;
    int n = m->n_rows - first;
    int *at = glp_alloc(n + 2, sizeof *at);
    int coefs = 0;
    for (int i = 0; i < n + 2; i++)
        at[i] = 0;
    for (int k = 0; k < m->start[m->n_cols]; k++)
        if (m->row[k] >= first) {
            at[m->row[k] - first + 2]++;
            coefs++;
        }
    for (int i = 1; i <= n; i++)
        at[i + 1] += at[i];
    int *col = glp_alloc(coefs + 1, sizeof *col);
    double *coef = glp_alloc(coefs + 1, sizeof *coef);
    for (int j = 0; j < m->n_cols; j++)
        for (int k = m->start[j]; k < m->start[j + 1]; k++)
            if (m->row[k] >= first) {
                int to = ++at[m->row[k] - first + 1];
                col[to] = j + 1;
                coef[to] = m->coef[k];
            }
    glp_add_rows(s->prob, n);
    for (int i = 0; i < n; i++) {
        push_row(s, first + i);
        glp_set_mat_row(s->prob, first + i + 1, at[i + 1] - at[i], col + at[i], coef + at[i]);
    }
    glp_free(at);
    glp_free(col);
    glp_free(coef);
    glp_scale_prob(s->prob, GLP_SF_GM | GLP_SF_EQ | GLP_SF_2N | GLP_SF_SKIP);
}

void lp_grow(lp *s, int first)
{
    for (int slot = 0; slot < LP_SLOTS; slot++) {
        free(s->kept[slot]);
        s->kept[slot] = NULL;
    }
    if (!alive(s) || !hooks_on(s))
        return;
    if (setjmp(s->out) == 0)
        push_new_rows(s, first);
    else
        (void)bury(s, NULL);
    hooks_off();
}

void lp_forget(lp *s)
{
    s->has_basis = false;
}

purse_code lp_keep(lp *s, int slot, purse_error *err)
{
    if (!alive(s) || !s->has_basis)
        return PURSE_OK;
    size_t rows = (size_t)s->m->n_rows, cols = (size_t)s->m->n_cols;
    if (!s->kept[slot] && !(s->kept[slot] = malloc(rows + cols + 1)))
        return purse_error_memory(err);
    for (int i = 0; i < s->m->n_rows; i++)
        s->kept[slot][i] = (signed char)glp_get_row_stat(s->prob, i + 1);
    for (int j = 0; j < s->m->n_cols; j++)
        s->kept[slot][rows + (size_t)j] = (signed char)glp_get_col_stat(s->prob, j + 1);
    return PURSE_OK;
}

bool lp_recall(lp *s, int slot)
{
    if (!alive(s) || !s->kept[slot])
        return false;
    size_t rows = (size_t)s->m->n_rows;
    for (int i = 0; i < s->m->n_rows; i++)
        glp_set_row_stat(s->prob, i + 1, s->kept[slot][i]);
    for (int j = 0; j < s->m->n_cols; j++)
        glp_set_col_stat(s->prob, j + 1, s->kept[slot][rows + (size_t)j]);
    s->has_basis = true;
    return true;
}

static int milliseconds_left(const lp *s)
{
    if (!(s->limits->seconds > 0.0))
        return INT_MAX;
    double left = (s->deadline - seconds_now()) * 1e3;
    return left < 1.0 ? 1 : left > 1e9 ? INT_MAX : (int)left;
}

static int run_simplex(lp *s, int method)
{
    glp_smcp parm;
    glp_init_smcp(&parm);
    parm.msg_lev = GLP_MSG_ALL;
    parm.out_frq = DISPLAY_MS;
    parm.meth = method;
    parm.r_test = method == GLP_PRIMAL ? GLP_RT_HAR : GLP_RT_FLIP;
    parm.tol_bnd = TOLERANCE;
    parm.tol_dj = TOLERANCE;
    parm.tm_lim = milliseconds_left(s);
    parm.it_lim = (int)fmin(PATIENCE + PATIENCE_PER_LINE * ((double)s->m->n_rows + s->m->n_cols), INT_MAX);
    return glp_simplex(s->prob, &parm);
}

/* The linear solve: warm from the kept basis, else cold; one cold retry in numerical trouble. May jump out. */
static int solve_linear(lp *s)
{
    if (!s->has_basis)
        glp_adv_basis(s->prob, 0);
    int result = run_simplex(s, s->limits->dual && s->has_basis ? GLP_DUALP : GLP_PRIMAL);
    if (result == GLP_EBADB || result == GLP_ESING || result == GLP_ECOND || result == GLP_EFAIL) {
        glp_std_basis(s->prob);
        result = run_simplex(s, GLP_DUALP);
    }
    /* The primal simplex can deny a program that is feasible only just; the dual may find its optimum all the same. */
    s->denied = result == 0 && glp_get_prim_stat(s->prob) == GLP_NOFEAS;
    if (s->denied && run_simplex(s, GLP_DUALP) == 0)
        s->denied = glp_get_status(s->prob) != GLP_OPT;
    s->has_basis = result == 0 || result == GLP_ETMLIM;
    return result;
}

static void take_linear(const lp *s, lp_answer *answer)
{
    for (int j = 0; j < s->m->n_cols; j++) {
        answer->x[j] = glp_get_col_prim(s->prob, j + 1);
        answer->col_dual[j] = glp_get_col_dual(s->prob, j + 1) * s->cost_scale;
    }
    for (int i = 0; i < s->m->n_rows; i++)
        answer->row_dual[i] = glp_get_row_dual(s->prob, i + 1) * s->cost_scale;
}

static lp_status linear_status(const lp *s, int result)
{
    int primal = glp_get_prim_stat(s->prob);
    if (result == 0 && glp_get_status(s->prob) == GLP_OPT)
        return LP_OPTIMAL;
    if (result == 0 && (s->denied || primal == GLP_NOFEAS))
        return LP_INFEASIBLE;
    if (result == 0 && glp_get_status(s->prob) == GLP_UNBND)
        return LP_UNBOUNDED;
    return primal == GLP_FEAS ? LP_FEASIBLE : LP_STOPPED;
}

static void on_tree(glp_tree *tree, void *info)
{
    lp *s = info;
    if (s->limits->interrupt && *s->limits->interrupt)
        s->interrupted = true;
    int active, now, total;
    glp_ios_tree_size(tree, &active, &now, &total);
    s->nodes = total;
    int best = glp_ios_best_node(tree);
    if (best)
        s->best_bound = glp_ios_node_bound(tree, best);
    if (glp_ios_reason(tree) == GLP_IBINGO)
        s->incumbent = glp_mip_obj_val(glp_ios_get_prob(tree));
    if (glp_ios_reason(tree) == GLP_IHEUR && s->start) {
        glp_ios_heur_sol(tree, s->start - 1);
        s->start = NULL;
    }
    if (s->interrupted || (s->limits->nodes > 0 && total >= s->limits->nodes))
        glp_ios_terminate(tree);
}

/*
 * Branch and cut from the optimum of the relaxation; when asked again, of the presolved problem and without cuts.
 * May jump out.
 */
static lp_status solve_integer(lp *s, bool again, lp_answer *answer)
{
    glp_iocp parm;
    glp_init_iocp(&parm);
    parm.msg_lev = GLP_MSG_ALL;
    parm.out_frq = DISPLAY_MS;
    parm.mip_gap = 0.5 * s->limits->mip_gap; /* the other half is for the answer's polish */
    parm.tm_lim = milliseconds_left(s);
    parm.cb_func = on_tree;
    parm.cb_info = s;
    parm.gmi_cuts = parm.mir_cuts = again ? GLP_OFF : GLP_ON;
    parm.presolve = again ? GLP_ON : GLP_OFF;
    if (again) /* a start is in terms of the problem before it was presolved */
        s->start = NULL;
    parm.tol_int = LP_INTEGRALITY;
    parm.br_tech = s->limits->pseudocosts ? GLP_BR_PCH : GLP_BR_DTH;
    parm.bt_tech = GLP_BT_BLB;
    s->best_bound = glp_get_obj_val(s->prob);
    s->in_tree = true;
    int result = glp_intopt(s->prob, &parm);
    s->in_tree = false;
    int status = glp_mip_status(s->prob);
    answer->nodes = s->nodes;
    bool has_answer = status == GLP_OPT || status == GLP_FEAS;
    if (has_answer)
        for (int j = 0; j < s->m->n_cols; j++)
            answer->x[j] = glp_mip_col_val(s->prob, j + 1);
    /* What the tree proved: the answer itself when it was searched through, the asked gap when that stopped it. */
    double value = glp_mip_obj_val(s->prob);
    if (has_answer && result == 0 && status == GLP_OPT)
        s->best_bound = value;
    if (has_answer && result == GLP_EMIPGAP)
        s->best_bound = fmax(s->best_bound, value - parm.mip_gap * (fabs(value) + DBL_EPSILON));
    answer->bound = s->best_bound * s->cost_scale;
    if (has_answer)
        return (result == 0 && status == GLP_OPT) || result == GLP_EMIPGAP ? LP_OPTIMAL : LP_FEASIBLE;
    return (result == 0 && status == GLP_NOFEAS) || result == GLP_ENOPFS ? LP_INFEASIBLE : LP_STOPPED;
}

/* Everything of a solve that can jump out. */
static purse_code solve_guarded(lp *s, lp_answer *answer, purse_error *err)
{
    if (!alive(s))
        load(s);
    push_costs(s);
    if (s->limits->unscaled)
        glp_unscale_prob(s->prob);
    long before = glp_get_it_cnt(s->prob);
    int result = solve_linear(s);
    if (s->limits->unscaled)
        glp_scale_prob(s->prob, SCALING);
    answer->status = linear_status(s, result);
    answer->by_relaxation = answer->status == LP_INFEASIBLE;
    if (result == GLP_EITLIM)
        return purse_error_set(err, PURSE_ESOLVER, "GLPK", "the simplex method goes round in circles");
    if (answer->status == LP_OPTIMAL || answer->status == LP_FEASIBLE)
        take_linear(s, answer);
    else if (result != 0 && result != GLP_ETMLIM)
        return purse_error_set(err, PURSE_ESOLVER, "GLPK", "the simplex method gave up (code %d)", result);
    bool integers = s->m->n_integers > 0 && !s->limits->relax;
    if (integers && answer->status == LP_OPTIMAL) {
        answer->status = solve_integer(s, false, answer);
        if (answer->status == LP_INFEASIBLE) /* a cut, or a pivot, made of rounding can cut off every answer */
            answer->status = solve_integer(s, true, answer);
    } else if (integers && answer->status == LP_FEASIBLE)
        answer->status = LP_STOPPED;
    answer->iterations = glp_get_it_cnt(s->prob) - before;
    return PURSE_OK;
}

purse_code lp_solve(lp *s, const lp_limits *limits, const double *start, lp_answer *answer, purse_error *err)
{
    purse_code code = lp_matrix_check(s->m, err);
    if (code)
        return code;
    answer->by_relaxation = false;
    if (lp_matrix_has_no_whole(s->m)) {
        answer->status = LP_INFEASIBLE;
        answer->interrupted = false;
        answer->iterations = answer->nodes = 0;
        answer->bound = NAN;
        return PURSE_OK;
    }
    s->limits = limits;
    s->interrupted = s->in_tree = false;
    s->nodes = 0;
    s->incumbent = s->best_bound = NAN;
    s->start = start;
    s->deadline = seconds_now() + limits->seconds;
    answer->bound = NAN;
    answer->nodes = answer->iterations = 0;
    answer->status = LP_STOPPED;
    if (!hooks_on(s))
        return purse_error_memory(err);
    if (setjmp(s->out) == 0)
        code = solve_guarded(s, answer, err);
    else {
        answer->status = LP_STOPPED;
        code = bury(s, err);
    }
    hooks_off();
    answer->interrupted = s->interrupted;
    s->limits = NULL;
    return code;
}

static char *copy_text(const char *text)
{
    size_t size = text ? strlen(text) + 1 : 1;
    char *copy = malloc(size);
    if (copy)
        memcpy(copy, text ? text : "", size);
    return copy;
}

static double finite_or(double bound, double infinite)
{
    return fabs(bound) >= DBL_MAX ? infinite : bound;
}

/* Copies a read problem object into a file. False without memory. May jump out. */
static bool copy_out(lp_file *f, glp_prob *prob, int *row, double *coef)
{
    f->maximise = glp_get_obj_dir(prob) == GLP_MAX;
    double sign = f->maximise ? -1.0 : 1.0;
    f->offset = sign * glp_get_obj_coef(prob, 0);
    for (int i = 0; i < f->m.n_rows; i++) {
        f->m.row_lo[i] = finite_or(glp_get_row_lb(prob, i + 1), -INFINITY);
        f->m.row_hi[i] = finite_or(glp_get_row_ub(prob, i + 1), INFINITY);
        f->row_name[i] = copy_text(glp_get_row_name(prob, i + 1));
        if (!f->row_name[i])
            return false;
    }
    int at = 0;
    for (int j = 0; j < f->m.n_cols; j++) {
        int n = glp_get_mat_col(prob, j + 1, row, coef);
        for (int k = 1; k <= n; k++) {
            f->m.row[at] = row[k] - 1;
            f->m.coef[at++] = coef[k];
        }
        f->m.start[j + 1] = at;
        f->m.cost[j] = sign * glp_get_obj_coef(prob, j + 1);
        f->m.col_lo[j] = finite_or(glp_get_col_lb(prob, j + 1), -INFINITY);
        f->m.col_hi[j] = finite_or(glp_get_col_ub(prob, j + 1), INFINITY);
        f->m.integer[j] = glp_get_col_kind(prob, j + 1) != GLP_CV;
        f->m.n_integers += f->m.integer[j];
        f->col_name[j] = copy_text(glp_get_col_name(prob, j + 1));
        if (!f->col_name[j])
            return false;
    }
    return true;
}

/* Reads and copies. May jump out. */
static purse_code read_guarded(lp *s, lp_file *f, bool mps, const char *path, purse_error *err)
{
    s->prob = glp_create_prob();
    s->born = generation;
    int failed = mps ? glp_read_mps(s->prob, GLP_MPS_FILE, NULL, path) : glp_read_lp(s->prob, NULL, path);
    if (failed && mps) {
        char said[sizeof s->said];
        memcpy(said, s->said, sizeof said);
        failed = glp_read_mps(s->prob, GLP_MPS_DECK, NULL, path);
        if (failed)
            memcpy(s->said, said, sizeof said);
    }
    if (failed)
        return purse_error_set(err, PURSE_EINPUT, path, "not a valid %s file: %s", mps ? "MPS" : "LP", s->said);
    int rows = glp_get_num_rows(s->prob), cols = glp_get_num_cols(s->prob);
    if (!lp_file_room(f, rows, cols, glp_get_num_nz(s->prob)))
        return purse_error_memory(err);
    int *row = glp_alloc(rows + 1, sizeof *row);
    double *coef = glp_alloc(rows + 1, sizeof *coef);
    purse_code code = copy_out(f, s->prob, row, coef) ? PURSE_OK : purse_error_memory(err);
    glp_free(row);
    glp_free(coef);
    return code;
}

purse_code lp_read(lp_file *file, bool mps, const char *path, purse_error *err)
{
    lp *s;
    purse_code code = lp_new(&s, NULL, err);
    if (code)
        return code;
    *file = (lp_file){0};
    if (!hooks_on(s)) {
        lp_free(s);
        return purse_error_memory(err);
    }
    if (setjmp(s->out) == 0)
        code = read_guarded(s, file, mps, path, err);
    else
        code = bury(s, err);
    hooks_off();
    lp_free(s);
    if (code)
        lp_file_free(file);
    return code;
}

purse_code lp_provoke(lp *s, purse_error *err)
{
    purse_code code;
    if (!hooks_on(s))
        return purse_error_memory(err);
    if (setjmp(s->out) == 0) {
        if (!alive(s))
            load(s);
        glp_set_row_bnds(s->prob, INT_MAX, GLP_FR, 0.0, 0.0);
        code = PURSE_OK;
    } else
        code = bury(s, err);
    hooks_off();
    return code;
}
