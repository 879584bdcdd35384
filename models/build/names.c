/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names for exported programs: see(bury,flu,-,practices_of_bury). Offer, place and need stand in them as the scenario
 * writes them. MPS and LP readers allow 255 bytes and few signs, so any other byte becomes "_", and a name that was
 * changed or cut carries "~" and its number, which keeps all names apart.
 */
#include <stdio.h>
#include <string.h>

#include "models/build/build.h"

enum { NAME_MOST = 200 };

static bool plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

/* Writes what(part,part,...) with parts made plain. */
static void compose(char *text, size_t size, int index, const char *what, const char *const *part, int n)
{
    size_t room = size - 16 < NAME_MOST ? size - 16 : NAME_MOST;
    size_t at = (size_t)snprintf(text, room, "%s", what);
    bool changed = false;
    for (int i = 0; i < n; i++) {
        if (at + 2 < room)
            text[at++] = i ? ',' : '(';
        for (const char *c = part[i]; *c; c++) {
            bool fits = at + 2 < room;
            changed |= !plain(*c) || !fits;
            if (fits)
                text[at++] = plain(*c) ? *c : '_';
        }
    }
    if (n > 0)
        text[at++] = ')';
    text[at] = '\0';
    if (changed)
        snprintf(text + at, size - at, "~%d", index);
}

static const char *team_id(const purse_model *m, int team)
{
    return team < 0 ? "." : m->teams[team].id;
}

static int commodity_of(const purse_program *p, const int *start, int index)
{
    int lo = 0, hi = p->n_commodities - 1;
    while (lo < hi) {
        int mid = lo + (hi - lo + 1) / 2;
        if (start[mid] <= index)
            lo = mid;
        else
            hi = mid - 1;
    }
    return lo;
}

static void name_row(const build *b, int index, char *text, size_t size)
{
    static const char *const what[] = {"volume", "capacity", "reach",  "blocks", "minimum", "coordinated", "team",
                                       "curve",  "contest",  "income", "budget", "dial",    "rule_total",  "rule"};
    const purse_model *m = b->model;
    build_row row = b->row[index];
    char number[24];
    const char *part[2] = {"", number};
    int n = 1;
    snprintf(number, sizeof number, "%d", row.b + 1);
    switch (row.kind) {
    case BUILD_ROW_COORDINATED:
    case BUILD_ROW_TEAM:
        part[0] = m->teams[row.a].id;
        break;
    case BUILD_ROW_CURVE: {
        const char *curve[3] = {m->programmes[m->effects[row.a].programme].id, m->needs[m->effects[row.a].need].id,
                                number};
        compose(text, size, index, what[row.kind], curve, 3);
        return;
    }
    case BUILD_ROW_CONTEST:
        part[0] = m->contests[row.a];
        break;
    case BUILD_ROW_INCOME:
        part[0] = m->providers[row.a].id;
        break;
    case BUILD_ROW_BUDGET:
    case BUILD_ROW_DIAL:
        part[0] = m->pots[row.a].id;
        break;
    case BUILD_ROW_RULE_TOTAL:
    case BUILD_ROW_RULE:
        snprintf(number, sizeof number, "%d", row.a + 1);
        part[0] = number;
        if (row.b >= 0) {
            bool gap =
                m->rules[row.a].type == PURSE_RULE_MAX_UNMET_GAP || m->rules[row.a].type == PURSE_RULE_MAX_BURDEN_GAP;
            part[1] = gap ? m->places[row.b].id : m->providers[row.b].id;
            n = 2;
        }
        break;
    default:
        part[0] = m->offers[row.a].id;
    }
    compose(text, size, index, what[row.kind], part, n);
}

static void name_col(const build *b, int index, char *text, size_t size)
{
    static const char *const what[] = {"contacts", "award",   "blocks", "coordinate", "award_team",
                                       "spend",    "averted", "money",  "rule_total", "rule_floor"};
    const purse_model *m = b->model;
    build_col col = b->col[index];
    char number[24];
    const char *part[2] = {"", ""};
    int n = 1;
    switch (col.kind) {
    case BUILD_COL_COORDINATED:
    case BUILD_COL_TEAM:
        part[0] = m->teams[col.a].id;
        break;
    case BUILD_COL_SPEND:
        part[0] = m->programmes[col.a].id;
        break;
    case BUILD_COL_AVERTED:
        part[0] = m->programmes[m->effects[col.a].programme].id;
        part[1] = m->needs[m->effects[col.a].need].id;
        n = 2;
        break;
    case BUILD_COL_MONEY:
        part[0] = m->pots[col.a].id;
        part[1] = m->pots[col.b].id;
        n = 2;
        break;
    case BUILD_COL_RULE_TOTAL:
    case BUILD_COL_RULE_FLOOR:
        snprintf(number, sizeof number, "%d", col.a + 1);
        part[0] = number;
        break;
    default:
        part[0] = m->offers[col.a].id;
    }
    compose(text, size, index, what[col.kind], part, n);
}

static void name_arc(const build *b, int index, char *text, size_t size)
{
    static const char *const what[] = {"unmet", "enter", "call", "see", "refer", "hand", "move"};
    const purse_model *m = b->model;
    build_arc arc = build_arc_of(b, index);
    const purse_demand *d = &m->demand[b->commodity_demand[commodity_of(b->program, b->program->arc_first, index)]];
    const char *part[6] = {m->places[d->place].id, m->needs[d->need].id, team_id(m, arc.team)};
    int n = arc.kind == BUILD_ARC_UNMET ? 2 : 3;
    if (arc.offer >= 0)
        part[n++] = m->offers[arc.offer].id;
    if (arc.provider >= 0)
        part[n++] = m->providers[arc.provider].id;
    if (arc.kind == BUILD_ARC_HAND || arc.kind == BUILD_ARC_MOVE)
        part[n++] = m->services[arc.from].id;
    if (arc.to >= 0)
        part[n++] = m->services[arc.to].id;
    compose(text, size, index, what[arc.kind], part, n);
}

static void name_node(const build *b, int index, char *text, size_t size)
{
    static const char *const what[] = {"demand", "door", "desk", "left", "after"};
    const purse_model *m = b->model;
    build_node node = b->node[index];
    const purse_demand *d = &m->demand[b->commodity_demand[commodity_of(b->program, b->program->node_start, index)]];
    const char *part[5] = {m->places[d->place].id, m->needs[d->need].id, team_id(m, node.team),
                           node.service < 0 ? "" : m->services[node.service].id,
                           node.provider < 0 ? "" : m->providers[node.provider].id};
    compose(text, size, index, what[node.kind], part, node.service < 0 ? 2 : node.provider < 0 ? 4 : 5);
}

static void name_group(const build *b, purse_name_kind kind, int index, char *text, size_t size)
{
    const purse_model *m = b->model;
    int c = commodity_of(b->program, b->program->group_start, index);
    const purse_demand *d = &m->demand[b->commodity_demand[c]];
    int rank = index - b->program->group_start[c], a = m->ability_start[d->need];
    while (!m->abilities[a].entry || rank-- > 0)
        a++;
    const char *part[3] = {m->places[d->place].id, m->needs[d->need].id, m->services[m->abilities[a].service].id};
    compose(text, size, index, kind == PURSE_NAME_GROUP_LO ? "entry_min" : "entry_max", part, 3);
}

void build_name(const void *context, purse_name_kind kind, int index, char *text, size_t size)
{
    const build *b = context;
    const purse_objective *objective = &b->model->objective;
    switch (kind) {
    case PURSE_NAME_ROW:
        name_row(b, index, text, size);
        break;
    case PURSE_NAME_COLUMN:
        name_col(b, index, text, size);
        break;
    case PURSE_NAME_ARC:
        name_arc(b, index, text, size);
        break;
    case PURSE_NAME_NODE:
        name_node(b, index, text, size);
        break;
    case PURSE_NAME_TIER:
        snprintf(text, size, "tier_%d_%s", index + 1,
                 objective->weighted ? "weighted" : purse_measure_text(objective->tier[index]));
        break;
    default:
        name_group(b, kind, index, text, size);
    }
}
