/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search for other plans: what its steps share. Private to models/explain/. */
#ifndef MODELS_EXPLAIN_ALTERNATIVES_H
#define MODELS_EXPLAIN_ALTERNATIVES_H

#include "models/optimise_private.h"
#include "purse/alternatives.h"

typedef struct alternatives {
    const purse_optimiser *o;
    const purse_plan *plan; /* the optimum */
    purse_program *program; /* the optimiser's, and a tier more: the direction */
    purse_solver *solver;
    purse_settings settings;
    bool mixed;                    /* there are integers to decide */
    int direction;                 /* that tier */
    double limit[PURSE_MAX_TIERS]; /* to which tiers are held now */
    double *cost;                  /* per column: work space of a direction */
    purse_alternatives *found;     /* with every plan that is different, in the order found */
    int room;
    bool other; /* a plan was come across that differs from the optimum in awards or pots */
} alternatives;

/* Where a direction led. */
typedef struct reach {
    bool answered; /* there is a plan */
    double bound;  /* proved: no plan has less of the direction; -INFINITY unknown */
    int item;      /* the plan's place among those found, -1: it is one of them or the optimum */
} reach;

/* Minimise a->cost among the plans that keep to the limits, and keep the plan where it is a new one. */
purse_code alternatives_go(alternatives *a, purse_sought sought, int of, reach *to, purse_error *err);

/* Costs of directions, into a->cost: what a pot spends, a provider earns; awards that differ from plans. */
void alternatives_spend(alternatives *a, int pot, double sign);
void alternatives_income(alternatives *a, int provider, double sign);
/* Away from the optimum, and with `all` from every plan found. Gives the constant that the costs leave out. */
double alternatives_awards(alternatives *a, bool all);

/* Of a column that is an award: whether the plan gives it; and whether a column is one that is open. */
bool alternatives_awarded(const alternatives *a, const purse_plan *plan, int col);
bool alternatives_open(const alternatives *a, int col);

/* Offers and teams that are awarded in one plan and not in the other. */
int alternatives_differ(const purse_plan *one, const purse_plan *other);
/* GBP: half of what the pots' spends differ by in all. */
double alternatives_elsewhere(const purse_plan *one, const purse_plan *other);

#endif
