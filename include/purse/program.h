/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The routing program: the one shape that the engine solves.
 *
 *     minimise    sum_j cost[j] g[j] + sum_a cost[a] f[a]                       (one cost per objective tier)
 *     subject to  lo[r] <= sum_j coef[r,j] g[j] + sum_a coef[r,a] f[a] <= hi[r]            linking row r
 *                 sum_{a leaves source} f[a] + sum_j pull[c,j] g[j] = supply[c]            commodity c
 *                 sum_{a leaves v} f[a] = sum_{a enters v} gain[a] f[a]                    node v of c
 *                 share_lo[k] E <= sum_{a in group k} f[a] <= share_hi[k] E                entry group k of c
 *                 lo[j] <= g[j] <= hi[j], some integer;  f[a] >= 0
 *
 * where E is the flow of all arcs of c that are in a group. A commodity's graph is acyclic: its nodes stand in
 * topological order, node 0 is its source, an arc's head comes after its tail, and a head of -1 is the sink.
 * A program without commodities is a plain LP or MIP.
 *
 * Plain data and the truth: whatever a solver keeps is a cache of it. Built by appending in this order: rows;
 * columns, each followed by its coefficients and pulls (pulls name commodities to come); then each commodity,
 * its groups, its nodes, and its arcs by ascending tail, each followed by its coefficients.
 */
#ifndef PURSE_PROGRAM_H
#define PURSE_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>

#include "purse/error.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { PURSE_MAX_TIERS = 5 };

/** What a name is asked for; see purse_program.name. */
typedef enum purse_name_kind {
    PURSE_NAME_ROW,
    PURSE_NAME_COLUMN,
    PURSE_NAME_ARC,
    PURSE_NAME_NODE,
    PURSE_NAME_GROUP_LO,
    PURSE_NAME_GROUP_HI,
    PURSE_NAME_TIER
} purse_name_kind;

typedef struct purse_program {
    int n_tiers;

    int n_rows;
    double *row_lo, *row_hi; /**< -INFINITY and INFINITY where there is none */

    int n_cols;
    double *col_lo, *col_hi;
    bool *col_integer;
    double *col_cost;         /**< n_cols * PURSE_MAX_TIERS, column-major */
    int *col_start, *col_row; /**< n_cols + 1; coefficients of column j are col_start[j] .. col_start[j+1]-1 */
    double *col_coef;
    int *pull_start, *pull_commodity;
    double *pull;

    int n_commodities;
    double *supply;
    int *node_start;  /**< n_commodities + 1, into nodes */
    int *group_start; /**< n_commodities + 1, into groups */
    int *arc_first;   /**< n_commodities + 1, into arcs */

    int n_groups;
    double *share_lo, *share_hi;

    int n_nodes;
    int *node_arc;               /**< n_nodes + 1, first arc that leaves the node */
    int *node_mark, *node_party; /**< what nodes of several commodities have in common; see purse_program_mark_node */

    int n_arcs;
    int *arc_tail, *arc_head; /**< nodes of the program; head -1 is the sink */
    int *arc_group;           /**< group of the program, or -1 */
    double *arc_gain;         /**< 0..1: the fraction that arrives at the head */
    double *arc_cost;         /**< n_arcs * n_tiers, arc-major; see purse_program_arc_cost */
    int *arc_start, *arc_row; /**< n_arcs + 1 */
    double *arc_coef;

    double offset[PURSE_MAX_TIERS]; /**< constant of each tier */

    /** Writes a readable name of at most `size` - 1 bytes, unique within its kind; NULL: r1, c1, ... */
    void (*name)(const void *context, purse_name_kind kind, int index, char *text, size_t size);
    const void *name_context;

    bool maximise;                 /**< the file it was read from maximises; costs here are turned round */
    char **row_names, **col_names; /**< of a program read from a file, owned; NULL otherwise */

    size_t room[8]; /**< private: allocated lengths */
} purse_program;

purse_code purse_program_new(purse_program **program, int n_tiers, purse_error *err);
void purse_program_free(purse_program *program);

/** Append a row; its index is the number of rows before. NaN or lo > hi is PURSE_EINPUT, here and below. */
purse_code purse_program_add_row(purse_program *p, double lo, double hi, purse_error *err);
purse_code purse_program_add_column(purse_program *p, double lo, double hi, bool integer, purse_error *err);
/** Coefficient of the last column (before any commodity) or of the last arc (after) on a row. Zero is dropped. */
purse_code purse_program_add_coef(purse_program *p, int row, double value, purse_error *err);
/** Pull of the last column on the supply of commodity c. */
purse_code purse_program_add_pull(purse_program *p, int commodity, double value, purse_error *err);
purse_code purse_program_add_commodity(purse_program *p, double supply, purse_error *err);
/** Entry group of the last commodity. */
purse_code purse_program_add_group(purse_program *p, double share_lo, double share_hi, purse_error *err);
/** Nodes of the last commodity, all at once, before its arcs. */
purse_code purse_program_add_nodes(purse_program *p, int count, purse_error *err);
/**
 * Say what part a node of the last commodity plays, from 0 within it; -1, as it begins: none that is known. A hint, for
 * speed alone: commodities whose sources have the same mark are worked on together when all their nodes are marked, and
 * nodes of the same mark in two of them count as one. Nodes of one mark in one commodity are told apart by their party,
 * such as a provider, and parties of two commodities are matched by the marks of their nodes.
 *
 * @param party  -1: none
 * @return PURSE_OK, PURSE_EUSAGE
 */
purse_code purse_program_mark_node(purse_program *p, int node, int mark, int party, purse_error *err);
/** Arc of the last commodity between its own nodes (0-based within it), group 0-based within it or -1. */
purse_code purse_program_add_arc(purse_program *p, int tail, int head, double gain, int group, purse_error *err);

/** Costs of an arc, n_tiers of them, to read or to set; borrowed until the next arc is added. */
static inline double *purse_program_arc_cost(const purse_program *p, int arc)
{
    return p->arc_cost + (size_t)arc * (size_t)p->n_tiers;
}

/** A row for purse_program_extend: a coefficient for each column and for each arc, NULL where there are none. */
typedef struct purse_program_row {
    double lo, hi;
    const double *col, *arc;
} purse_program_row;

/**
 * A copy with rows more, after those it has, and as many tiers or more (of no cost). Columns, arcs and rows keep their
 * indices; the copy has no names.
 *
 * @param out  new, to be freed with purse_program_free
 * @return PURSE_OK, PURSE_EUSAGE for fewer or too many tiers, PURSE_EINPUT, PURSE_EMEMORY
 */
purse_code purse_program_extend(purse_program **out, const purse_program *p, const purse_program_row *row, int n_rows,
                                int n_tiers, purse_error *err);

/** Check the whole for what the text above promises. PURSE_EINPUT names the first thing wrong. */
purse_code purse_program_check(const purse_program *p, purse_error *err);

typedef enum purse_file_format { PURSE_FORMAT_MPS, PURSE_FORMAT_LP } purse_file_format;

/**
 * Read a plain LP or MIP from a free or fixed MPS file or a CPLEX LP file. One tier; no commodities.
 * PURSE_EIO when the file cannot be opened, PURSE_EINPUT with the reader's words and line when it is not valid.
 */
purse_code purse_program_read(purse_program **program, const char *path, purse_file_format format, purse_error *err);

/** Name of a row, column, arc, node, group or tier as the program's namer gives it, else a numbered one. */
void purse_program_name(const purse_program *p, purse_name_kind kind, int index, char *text, size_t size);

#ifdef __cplusplus
}
#endif
#endif
