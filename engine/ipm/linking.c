/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The linking system of one iterate, and its share of a Newton direction; the equations stand in ipm.c.
 *
 *     rows     L Theta L' - U' N^-1 U + D_t^-1 + sum over eliminated columns g_j g_j' / d_j,   U = A Theta L'
 *     columns  that stay: -d_j - P' N^-1 P, and G - U' N^-1 P between them and the rows
 */
#include <string.h>

#include "private.h"

static void add_clusters(ipm *s)
{
    for (int i = 0; i < s->n_clusters; i++) {
        const ipm_cluster *c = &s->cluster[i];
        const uint32_t *to = c->target;
        for (int a = 0; a < c->n; a++) {
            const double *row = c->sum + (size_t)a * c->ld;
            double on = s->on[c->unknown[a]];
            for (int b = 0; b <= a; b++)
                s->sparse->value[*to++] += on * s->on[c->unknown[b]] * row[b];
        }
    }
}

static void add_columns(ipm *s)
{
    const ipm_box *box = &s->box;
    for (int j = 0; j < s->p->n_cols; j++) {
        const size_t *to = s->pair + s->pair_start[j];
        for (int k = s->g_start[j]; k < s->g_start[j + 1]; k++) {
            double coef = s->g_coef[k] * s->on[s->g_row[k]];
            if (s->unknown_of[j] >= 0) {
                s->sparse->value[*to++] += coef * s->on[s->unknown_of[j]];
                continue;
            }
            for (int i = s->g_start[j]; i <= k; i++, to++) {
                double add = coef * s->g_coef[i] * s->on[s->g_row[i]] * box->inverse[j];
                s->sparse->value[*to] += i < k && s->g_row[i] == s->g_row[k] ? 2.0 * add : add;
            }
        }
    }
}

/* Activities of rows, which are eliminated too, on the rows of held tiers. */
static void add_held(ipm *s)
{
    int tiers = s->p->n_tiers - 1, first = s->p->n_rows;
    for (int r = 0; r < s->n_rows; r++) {
        const double *q = s->row_q + (size_t)r * (size_t)tiers;
        double inverse = s->on[r] * s->box.inverse[s->p->n_cols + r];
        for (int t = 0; t < s->tier && inverse > 0.0; t++) {
            double pull = s->on[first + t] * q[t] * inverse;
            s->sparse->value[s->row_pair[(size_t)r * (size_t)tiers + (size_t)t]] -= pull;
            for (int o = 0; o <= t; o++)
                s->sparse->value[s->row_pair[(size_t)(first + o) * (size_t)tiers + (size_t)t]] +=
                    pull * s->on[first + o] * q[o];
        }
    }
}

void ipm_linking_factor(ipm *s)
{
    const ipm_box *box = &s->box;
    int n_cols = s->p->n_cols;
    memset(s->sparse->value, 0, s->sparse->value_start[s->sparse->n_super] * sizeof *s->sparse->value);
    add_clusters(s);
    add_columns(s);
    for (int r = 0; r < s->n_rows; r++)
        s->sparse->value[s->diagonal[r]] += s->on[r] > 0.0 ? box->inverse[n_cols + r] : 1.0;
    add_held(s);
    for (int u = s->n_rows; u < s->n_unknown; u++)
        s->sparse->value[s->diagonal[u]] -= s->on[u] > 0.0 ? box->d[s->kept[u - s->n_rows]] : 1.0;
    ipm_sparse_factor(s->sparse);
}

static void linking_right_side(ipm *s, bool residuals)
{
    const ipm_box *box = &s->box;
    int n_cols = s->p->n_cols;
    size_t tiers = (size_t)(s->p->n_tiers - 1);
    for (int r = 0; r < s->n_rows; r++) {
        double push = box->h[n_cols + r] * box->inverse[n_cols + r];
        s->rhs[r] += (residuals ? s->rl[r] : 0.0) - push;
        for (int t = 0; t < s->tier; t++)
            s->rhs[s->p->n_rows + t] += s->row_q[(size_t)r * tiers + (size_t)t] * push;
    }
    for (int j = 0; j < n_cols; j++) {
        if (s->unknown_of[j] >= 0) {
            s->rhs[s->unknown_of[j]] += box->h[j];
            continue;
        }
        double push = box->h[j] * box->inverse[j];
        for (int k = s->g_start[j]; k < s->g_start[j + 1]; k++)
            s->rhs[s->g_row[k]] += s->g_coef[k] * push;
    }
}

static void spread_box(ipm *s)
{
    ipm_box *box = &s->box;
    int n_cols = s->p->n_cols;
    for (int j = 0; j < n_cols; j++) {
        double sum = 0.0;
        if (s->unknown_of[j] >= 0) {
            box->dx[j] = s->dpi[s->unknown_of[j]];
            continue;
        }
        for (int k = s->g_start[j]; k < s->g_start[j + 1]; k++)
            sum += s->g_coef[k] * s->dpi[s->g_row[k]];
        box->dx[j] = (sum - box->h[j]) * box->inverse[j];
    }
    size_t tiers = (size_t)(s->p->n_tiers - 1);
    for (int r = 0; r < s->n_rows; r++) {
        double sum = -s->dpi[r];
        for (int t = 0; t < s->tier; t++)
            sum += s->row_q[(size_t)r * tiers + (size_t)t] * s->dpi[s->p->n_rows + t];
        box->dx[n_cols + r] = (sum - box->h[n_cols + r]) * box->inverse[n_cols + r];
    }
}

void ipm_linking_solve(ipm *s, bool residuals)
{
    linking_right_side(s, residuals);
    for (int u = 0; u < s->n_unknown; u++)
        s->named[s->name[u]] = s->on[u] * s->rhs[u];
    ipm_sparse_solve(s->sparse, s->named);
    for (int u = 0; u < s->n_unknown; u++)
        s->dpi[u] = s->on[u] * s->named[s->name[u]];
    s->dpi[s->n_unknown] = 0.0;
    spread_box(s);
}
