/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The compact form with variable upper bounds as further rows, added while answers of its relaxation break them.
 * Private to the engine.
 */
#ifndef ENGINE_STRENGTHENED_H
#define ENGINE_STRENGTHENED_H

#include "compact.h"
#include "variable_bounds.h"

typedef struct strengthened {
    const compact *form;
    variable_bounds bounds;
    int *active, n_active; /* bound of each further row; row form->m.n_rows + i */
    bool *is_active;
    lp_matrix m; /* cost and integer are the form's */
    lp *lp;
    double *row_dual; /* m.n_rows */
} strengthened;

/* NULL-safe; the form must outlive it. */
void strengthened_free(strengthened *s);

/*
 * Make `*s` (NULL at first) fit the program and the form's present bounds. Bounds that still hold stay, and so does
 * the LP's basis.
 */
purse_code strengthened_refresh(strengthened **s, const compact *form, const purse_program *p, purse_error *err);

/* Add the bounds that x (compact) breaks. `added` is their number. */
purse_code strengthened_separate(strengthened *s, const double *x, int *added, purse_error *err);

/* Let the further rows hold, or not. */
void strengthened_hold(strengthened *s, bool hold);
/* Bounds of one column. */
void strengthened_bound(strengthened *s, int column, double lo, double hi);

#endif
