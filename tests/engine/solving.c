/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solving.h"

#include <CUnit/Basic.h>
#include <math.h>

bool near(double a, double b, double tolerance)
{
    return fabs(a - b) <= tolerance * (1.0 + fabs(a) + fabs(b));
}

void must(purse_code code)
{
    CU_ASSERT_EQUAL_FATAL(code, PURSE_OK);
}

purse_settings settings_of(purse_method method)
{
    purse_settings settings = purse_settings_default();
    settings.solver = method;
    return settings;
}

purse_solver *solver_of(purse_program *p, const purse_settings *settings, const purse_control *control)
{
    const purse_settings defaults = purse_settings_default();
    purse_solver *s = NULL;
    must(purse_solver_new(&s, p, settings ? settings : &defaults, control, NULL));
    return s;
}

/* Whether the first is better in the first tier in which the two differ. */
static bool better(const double *one, const double *other)
{
    int t = 0;
    while (t < 2 && near(one[t], other[t], 2e-6))
        t++;
    return one[t] < other[t];
}

void best_by_enumeration(purse_program *p, int first, int n, double best[3],
                         void (*each)(const purse_solution *answer, const void *context), const void *context)
{
    const purse_settings settings = settings_of(PURSE_METHOD_SIMPLEX);
    bool any = false;
    for (int mask = 0; mask < 1 << n; mask++) {
        purse_solver *s = solver_of(p, &settings, NULL);
        for (int k = 0; k < n; k++)
            must(purse_solver_col_bounds(s, first + k, mask >> k & 1, mask >> k & 1, NULL));
        must(purse_solver_solve(s, NULL));
        const purse_solution *now = purse_solver_solution(s);
        if (now->status == PURSE_STATUS_OPTIMAL) {
            if (each)
                each(now, context);
            if (!any || better(now->value, best))
                for (int t = 0; t < 3; t++)
                    best[t] = now->value[t];
            any = true;
        }
        purse_solver_free(s);
        for (int k = 0; k < n; k++) {
            p->col_lo[first + k] = 0.0;
            p->col_hi[first + k] = 1.0;
        }
    }
}
