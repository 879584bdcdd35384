/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an interior point solver holds: templates, bundles, clusters, the iterate, and what is kept of others. Private. */
#ifndef ENGINE_IPM_STATE_H
#define ENGINE_IPM_STATE_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "engine/bound.h"
#include "ipm.h"
#include "lanes.h"
#include "pages.h"
#include "pool.h"
#include "sparse.h"

/* A row of a block, or an unknown of a cluster; more of either would not fit into any memory, being squared there. */
typedef uint16_t ipm_place;

/* Commodities that are alike are worked on LANES at a time: element i of lane l stands at i * LANES + l. */
#define FOR_LANES(l) for (int(l) = 0; (l) < LANES; (l)++)

/*
 * The constraint matrix that several commodities share: rows are the balances of nodes and the rows of entry groups,
 * in order of elimination; columns are classes of arcs (same tail, head, gain and group) and slacks of group rows.
 *
 * Link columns are the vectors through which a commodity meets the linking system: the columns of classes that use
 * linking rows, the source for pulls, and one for each row that so many classes use that it is gathered.
 */
typedef struct ipm_template {
    int n_nodes, n_rows, n_classes, n_arc_classes;
    int *row_of; /* node or group row -> row */
    /*
     * The first two entries of every class, rows ascending, and where below the diagonal of the factor their product goes;
     * what is not there is 0, wherever it is added. Then what classes have more of, class by class, with the places
     * of products with those before.
     */
    ipm_place *pair_row, *more_row;
    double *pair_coef, *more_coef;
    int *pair_to, n_more, *more_class, *more_to;
    int n_folds, *fold_from, *fold_to; /* rows added to others: to += gain from, in this order; see template.c */
    double *fold_gain;
    /* Factor L D L', L's diagonal being 1: n_rows figures of D, then what is below L's diagonal, column-major. */
    int *lower_start;
    ipm_place *lower_row, *lower_col;
    int *back;         /* the entries below the diagonal, the last row first */
    ipm_place *update; /* where below its column's diagonal a product of two rows of a column goes, in this order */
    int n_link, n_kept, pull_link; /* pull_link: link column of the source, -1 without pulls */
    int first_gathered;
    int *kept;    /* class of link column k < n_kept */
    int *link_of; /* link column of a class, or -1 */
    int *hit_start, *four_start;
    ipm_place *hit, *four_hit; /* link columns that reach each row in the factor; that reach any of four rows */
    uint64_t hash;             /* of the key it was made from */
    int *key;
    double *key_gain;
    int n_key, n_key_gain;
} ipm_template;

/* What a lane adds to the linking system: the product of factor, link column and place in its cluster. */
typedef struct ipm_scatter {
    ipm_place place; /* in the cluster */
    ipm_place link;
    int entry; /* of the bundle, whose weight is the factor; -1: 1 is; below: that of pull -2 - entry of the lane */
} ipm_scatter;

/* A column's pull on the supply of a lane. */
typedef struct ipm_pull {
    int unknown, place; /* place: in the lane's cluster */
    double value;
} ipm_pull;

typedef struct ipm_bundle {
    const ipm_template *shape;
    int commodity[LANES]; /* -1: empty lane */
    int cluster[LANES];
    int n_slots, n_entries;
    int *entry_start; /* n_slots + 1, entries of each slot, from 0 */
    int *entry_link;  /* link column of each entry */
    int *entry_slot;  /* slot of each entry, from 0 */
    int *slot_class;  /* class of each slot: the first of every class, in order, then what is more of any */
    size_t slot, row, lower, entry; /* offsets into the arrays over all bundles, in units of LANES */
    int *gathered_row;              /* gathered * LANES: linking row, or n_unknown */
    size_t scatter[LANES + 1], pull[LANES + 1];
} ipm_bundle;

/* Commodities that use much the same linking rows; their updates meet in one dense triangle first. */
typedef struct ipm_cluster {
    int n;
    int *unknown;     /* ascending */
    int first_tier;   /* place of the first tier's row */
    size_t ld;        /* of sum: a whole number of vectors, n + 1 at least */
    double *sum;      /* (n + 1) * ld, row-major, lower; the last row takes what belongs nowhere */
    double *part;     /* HANDED * (n + 1): what its commodities hand to vectors over the unknowns */
    double *price;    /* PRICES * (n + 1): what vectors over the unknowns hand to its commodities */
    uint32_t *target; /* n (n + 1) / 2: entries of the factor */
} ipm_cluster;

/* Weights of a corrector that are tried at once. */
enum { WEIGHTS = 4 };

/* Right side of a Newton system: products to 0 with all residuals, Mehrotra's, Gondzio's, or residuals alone. */
typedef enum ipm_aim { AIM_PREDICTOR, AIM_CORRECTOR, AIM_CENTRED, AIM_REST } ipm_aim;

/* Solves for what a direction leaves, at most. */
enum { REFINEMENTS = 2 };

/* Prices that are handed to clusters: of the iterate, and of each part of the direction found last and of what is kept. */
enum { HAND_PI, HAND_LAST, HAND_BASE = HAND_LAST + REFINEMENTS + 1, PRICES = HAND_BASE + REFINEMENTS + 1 };

/* Vectors over the unknowns that clusters have parts of: uses and residuals at a point, and right sides of directions. */
enum { PART_POINT, PART_DIRECTION, HANDED };

/* What a direction is told by: dy and dpi of its solve and of each solve for what that left; see slots.h. */
typedef struct ipm_course {
    int n;
    double *dy[REFINEMENTS + 1], *dpi[REFINEMENTS + 1];
} ipm_course;

/* What one pass over all groups is told, and what it finds. */
typedef struct ipm_pass {
    ipm_aim aim;
    double mu, second;               /* target; weight of second-order terms */
    double primal, dual;             /* weights at which the direction found last joins what is kept */
    double trial_primal, trial_dual; /* steps */
    double weight[WEIGHTS];          /* of the last direction, tried at once */
    bool moves, begins;              /* on arrival: along the direction; with all that the next one begins with */
    const double *flow;              /* slots whose use of linking rows is summed */
    bool cut;                        /* answers leave out arcs whose reduced cost outweighs their flow */
} ipm_pass;

enum { IPM_MAX_THREADS = 64 };

typedef struct ipm_found {
    bool stuck;                    /* somebody has no way left */
    double mend_primal, mend_dual; /* what mending costs in either problem */
    double mended;                 /* by how much at most it has moved any row */
    double product, live, cost;    /* f z; weights of live slots */
    double dual_residual, primal_residual, primal_size;
} ipm_found;

/* Variables with two bounds: global columns, then the activity of each linking row. */
typedef struct ipm_box {
    int n;
    void *memory; /* holds all the arrays of figures */
    double *lo, *hi;
    double *x, *below, *above;  /* x - lo, hi - x; infinite where there is no bound */
    double *z_lo, *z_hi;        /* 0 where there is no bound */
    double *dx, *dz_lo, *dz_hi; /* direction */
    double *kept_dx;
    double *ax, *az_lo, *az_hi; /* predictor */
    double *h;                  /* right side of the reduced system */
    double *c_lo, *c_hi;        /* aim of the corrector over the distance */
    double *d, *inverse;        /* the barrier's diagonal; its inverse, 0 when fixed */
    double *rd;                 /* dual residual */
    double *weight;
    bool *fixed;
} ipm_box;

/* One over the longest steps of lanes, then of boxes: at each of the weights tried, and as chosen so far; see beyond.c. */
typedef struct ipm_beyond {
    size_t n; /* lanes and boxes */
    double *tried_primal, *tried_dual, *primal, *dual;
    double *above; /* room for n figures */
    bool *held;    /* per lane: no step may pass its boundary */
    bool *joined;  /* per bundle: af and az hold all of its direction */
    bool strict;   /* nothing may */
} ipm_beyond;

/* An iterate put aside; see kept.c. */
typedef struct ipm_kept {
    bool known;
    bool closed[PURSE_MAX_TIERS]; /* as they were then */
    double held[PURSE_MAX_TIERS];
    double mu;
    double *f, *z, *y, *pi, *weight;                      /* as in struct ipm */
    float *rough[2];                                      /* instead of f and z */
    double *x, *below, *above, *z_lo, *z_hi, *box_weight; /* as in ipm_box */
    double *supply;                                       /* per commodity */
} ipm_kept;

/* An optimum that was kept, to solve beside it; see near.c. */
typedef struct ipm_near {
    ipm_kept at;
    int tier;
    uint64_t costs;                    /* fingerprint of the tier's */
    double value, open;                /* open: value - bound */
    double *lo, *hi;                   /* bounds of the boxes */
    double *row_dual;                  /* prices at which its bound was proved */
    double tier_dual[PURSE_MAX_TIERS]; /* likewise */
} ipm_near;

typedef struct ipm_core ipm_core;

/* What a core was found to miss: arcs that it can go on with, or that it had better begin anew with. */
typedef enum ipm_lack { LACKS_NOTHING, LACKS_FEW, LACKS_MANY } ipm_lack;

enum { IPM_NEAR = 2, IPM_LEVELS = 4 };

struct ipm {
    const purse_program *p;
    const uint8_t *only; /* per arc: whether it is there, borrowed; NULL: all are */
    int *idle_col;       /* per row that no arc is left in: its only column, or -1; NULL where `only` is */
    int n_rows;          /* linking rows and one row per tier but the last */
    int n_kept;          /* columns that stay in the linking system */
    int n_unknown;       /* n_rows + n_kept */
    int *kept;           /* column of unknown n_rows + k */
    int *unknown_of;     /* per column: its unknown, or -1 */

    int n_templates, n_bundles, n_clusters;
    ipm_arena arena; /* arrays of templates and bundles */
    ipm_arena often; /* those that every direction reads: one after the other, as bundles are */
    ipm_template **template;
    ipm_bundle *bundle;
    ipm_cluster *cluster;
    int n_groups, *group_bundle, *group_cluster; /* n_groups + 1: bundles and clusters of each group */
    ipm_found *found;                            /* per group */
    ipm_pass pass, before;                       /* the pass under way, and the one that found the last direction */
    ipm_pool *pool;                              /* NULL: one thread */
    int n_threads;
    size_t room_size;
    double *rooms[IPM_MAX_THREADS]; /* room of each thread; the first is `room` */
    ipm_scatter *scatter;
    ipm_pull *pull;
    int *lane_of;    /* per commodity: bundle * LANES + lane */
    int *node_place; /* per node of the program: its node in its template, -1 when no arc leaves it */
    int *slot_of;    /* per arc: slot * LANES + lane over all bundles, -1 when it never carries anyone */

    size_t n_slots, n_block_rows, n_lower, n_entries; /* in units of LANES */
    ipm_place *entry_place; /* per entry and lane: the row, in the lane's cluster; the cluster's n: none */
    double *entry_coef;

    /* Columns with the tiers' rows. */
    int *g_start, *g_row;
    double *g_coef;
    size_t *pair; /* entries of the factor: of each column not kept, all pairs; of a kept one, each row */
    size_t *pair_start;
    size_t *diagonal; /* per unknown */
    int *name;        /* unknown -> unknown of the factor */
    ipm_sparse *sparse;

    void *memory; /* holds what follows, but for lists that are no figures */
    /* State of the slots. */
    double *f, *z, *cost, *rd;
    double *af, *az; /* what centrality correctors keep; of bundles that are to be mended, the whole direction */
    double *weight;  /* per bundle and lane */
    /* State of the block rows. */
    double *y, *rb, *v, *lower;
    double *supply; /* per bundle and lane */
    /* State of the linking rows. */
    ipm_box box;
    double *pi, *dpi; /* n_unknown + 1; [n_rows] is the dummy where rows are looked up */
    ipm_course last;  /* the direction found last, dpi is its last part's */
    ipm_course base;  /* the predictor; joined by a corrector, one part that is the sum */
    ipm_beyond beyond;
    double *rl; /* residual of the linking rows */
    double *rhs;
    double *on;                /* per unknown: 1, or 0 for a row without bounds and a column that is fixed */
    double *named;             /* a right side in the names of the factor */
    double *room;              /* of one bundle */
    size_t n_places, n_shares; /* of the room of one commodity: nodes at most, and two for each group */

    double phase[IPM_N_PHASES], clock; /* clock: end of the phase before */

    int tier;
    int ended;          /* tier whose optimum the iterate stands at, -1: none */
    double ended_scale; /* of that tier's costs */
    int late_tier;      /* of which `late` is */
    int n_link_off;     /* last link columns that are rows of tiers not held */
    double held[PURSE_MAX_TIERS];
    bool closed[PURSE_MAX_TIERS];
    bool free_of_charge; /* no cost is below 0, and the bound at no prices is 0: the optimum may well be */
    bool loaded;         /* bounds, costs and scales are as ipm_load has left them */
    bool pure;           /* the answer at hand leaves out what no optimum uses; the iterate is not inside any more */
    bool begun;       /* the blocks are factored at the iterate, and PART_DIRECTION holds the predictor's right side */
    double near_gap;  /* below this, certificates are made */
    double last_step; /* the shorter of the last two, as a share of the way to the boundary */
    double left;      /* of all products, what the last two steps would have left had they gone straight */
    double mu, gap, cost_scale, flow_scale, total_weight;
    double primal_residual, dual_residual;
    double slot_cost;   /* sum of cost f */
    double primal_size; /* largest primal residual as it stands */
    double expected;    /* what the last step should have left of it; < 0: no step yet */
    double recovered;   /* value of the last answer made from an iterate, infinite when it breaks something */
    bool refine;        /* rounding has shown: directions are checked and refined */

    sweep sweep;
    double *col, *flow, *row_dual, *next_col, *activity, *best_dual;
    double *next_flow;               /* per arc, an answer at hand: in the room of af, which iterations need */
    ipm_kept early[PURSE_MAX_TIERS]; /* of each tier, to begin it again after edits */
    ipm_kept late;                   /* of the tier under way, or that ended last, to begin the next */
    bool has_early, has_late;        /* put aside in this solve */
    double late_off;                 /* how far the gap of `late` is from the one that is best, by its logarithm */
    bool from_held;                  /* this solve began from the tier before */
    ipm_near near[IPM_NEAR];         /* the first optimum, and the last, that were kept to solve beside */
    ipm_kept path[IPM_LEVELS];       /* on the way to the first */
    bool on_path;                    /* this solve is on that way */
    struct ipm_held *tier_held[PURSE_MAX_TIERS];
    double *held_z[PURSE_MAX_TIERS]; /* per slot: coefficients of a held tier's row; NULL when it is not held */
    double *row_q;    /* n_rows * (n_tiers - 1): coefficients of the rows' activities on the tiers' rows */
    size_t *row_pair; /* the same places in the factor */
    double tier_dual[PURSE_MAX_TIERS];
    double cheapest[PURSE_MAX_TIERS], dearest[PURSE_MAX_TIERS]; /* costs of a tier above 0, in size */
    ipm_core *core;                                             /* the same on fewer arcs, once there is one */
    int core_failed;                                            /* solves that its core could not do */
    ipm_lack lacks;                                             /* of a core, when its iterations ended */
    ipm *by;      /* whose the last answer is: this solver's or its core's */
    int *own_col; /* per linking row: the column that makes it hold, or -1 */
    bool *owned;  /* per column: a mark, of whoever works on columns */
    double *full; /* per row: the part of its use that its own column allows */
    double *term; /* per row: the largest of its columns' terms in the answer at hand */
};

static inline size_t at(size_t element, int lane)
{
    return element * LANES + (size_t)lane;
}

/* From potentials of a lane's nodes, in the places of its rows, to those of rows, some of which are folded into others. */
static inline void ipm_template_fold(const ipm_template *t, double *row)
{
    for (int i = 0; i < t->n_folds; i++)
        row[at((size_t)t->row_of[t->fold_from[i]], 0)] -=
            t->fold_gain[i] * row[at((size_t)t->row_of[t->fold_to[i]], 0)];
}

#endif
