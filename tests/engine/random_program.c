/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random_program.h"

#include <math.h>
#include <stdlib.h>

double random_unit(random_stream *stream)
{
    stream->state = stream->state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (double)(stream->state >> 11) / 9007199254740992.0;
}

int random_below(random_stream *stream, int n)
{
    return (int)(random_unit(stream) * n);
}

enum { SERVICES = 6 };

static void must(purse_code code)
{
    if (code != PURSE_OK)
        abort();
}

/* Per service a volume row (0) and column; one money row; awards as an upper bound on volume. */
static void add_globals(purse_program *p, random_stream *s, int commodities, int integers)
{
    for (int k = 0; k < SERVICES; k++)
        must(purse_program_add_row(p, 0.0, 0.0, NULL));
    must(purse_program_add_row(p, -INFINITY, 40.0 * commodities * (0.3 + random_unit(s)), NULL));
    for (int k = 0; k < integers; k++)
        must(purse_program_add_row(p, -INFINITY, 0.0, NULL));
    for (int k = 0; k < SERVICES; k++) {
        double price = 1.0 + random_below(s, 30);
        must(purse_program_add_column(p, 0.0, 5.0 * commodities * (0.2 + random_unit(s)), false, NULL));
        p->col_cost[(p->n_cols - 1) * PURSE_MAX_TIERS + 2] = price;
        must(purse_program_add_coef(p, k, -1.0, NULL));
        must(purse_program_add_coef(p, SERVICES, price, NULL));
        if (k < integers)
            must(purse_program_add_coef(p, SERVICES + 1 + k, 1.0, NULL));
    }
    for (int k = 0; k < integers; k++) {
        double fixed = 5.0 + random_below(s, 50);
        must(purse_program_add_column(p, 0.0, 1.0, true, NULL));
        p->col_cost[(p->n_cols - 1) * PURSE_MAX_TIERS + 2] = fixed;
        must(purse_program_add_coef(p, SERVICES, fixed, NULL));
        must(purse_program_add_coef(p, SERVICES + 1 + k, -10.0 * commodities, NULL));
    }
    must(purse_program_add_column(p, 0.0, 2.0, false, NULL)); /* prevention: averts some of every commodity */
    p->col_cost[(p->n_cols - 1) * PURSE_MAX_TIERS + 2] = 9.0;
    must(purse_program_add_coef(p, SERVICES, 9.0, NULL));
    for (int c = 0; c < commodities; c++)
        must(purse_program_add_pull(p, c, 0.3, NULL));
}

/* Marks tell nothing of this graph, so that unlike ones are put together; one commodity in six has none. */
static void mark_nodes(purse_program *p, random_stream *s)
{
    bool some = random_below(s, 6) > 0;
    for (int v = 0; v <= SERVICES && some; v++) {
        int mark = v == 0 ? random_below(s, 2) : random_below(s, SERVICES);
        must(purse_program_mark_node(p, v, mark, v == 0 ? -1 : random_below(s, 4) - 1, NULL));
    }
}

/* Source 0, doors 1..SERVICES; a service resolves part and sends the rest on to later ones; the last resolves all. */
static void add_commodity(purse_program *p, random_stream *s, random_stream *marks)
{
    must(purse_program_add_commodity(p, 1.0 + random_below(s, 20), NULL));
    bool limited = random_unit(s) < 0.3;
    int entries = 2 + random_below(s, 2);
    for (int g = 0; g < entries && limited; g++)
        must(purse_program_add_group(p, g == 0 ? 0.2 : 0.0, g == 0 ? 0.7 : 1.0, NULL));
    must(purse_program_add_nodes(p, 1 + SERVICES, NULL));
    mark_nodes(p, marks);
    must(purse_program_add_arc(p, 0, -1, 0.0, -1, NULL));
    purse_program_arc_cost(p, p->n_arcs - 1)[0] = 1.0 + random_below(s, 4);
    for (int g = 0; g < entries; g++)
        must(purse_program_add_arc(p, 0, 1 + g, 1.0, limited ? g : -1, NULL));
    for (int k = 0; k < SERVICES; k++) {
        double left = k == SERVICES - 1 ? 0.0 : 0.1 * random_below(s, 9);
        int next = k + 2 + (k + 2 < SERVICES ? random_below(s, SERVICES - k - 1) : 0);
        must(purse_program_add_arc(p, 1 + k, left > 0.0 ? next : -1, left, -1, NULL));
        must(purse_program_add_coef(p, k, 1.0 + random_below(s, 3), NULL));
        purse_program_arc_cost(p, p->n_arcs - 1)[1] = left > 0.0 ? left * random_below(s, 3) : 0.0;
    }
}

purse_program *random_program(unsigned seed, int commodities, int integers)
{
    random_stream s = {seed * 2654435761ULL + 1}, marks = {seed * 40503ULL + 7};
    purse_program *p;
    for (int i = 0; i < 4; i++)
        random_unit(&s);
    must(purse_program_new(&p, 3, NULL));
    add_globals(p, &s, commodities, integers);
    for (int c = 0; c < commodities; c++)
        add_commodity(p, &s, &marks);
    must(purse_program_check(p, NULL));
    return p;
}

void first_tier_only(purse_program *p)
{
    for (int a = 0; a < p->n_arcs; a++)
        p->arc_cost[a] = purse_program_arc_cost(p, a)[0];
    p->n_tiers = 1;
}
