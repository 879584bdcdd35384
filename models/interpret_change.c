/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a scenario has no plan: the rows that the least change touches, in the scenario's words. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "interpret.h"

typedef struct sentence {
    char path[256], what[400], expected[64], message[640];
} sentence;

/* What a row bounds, in words, and the unit of its change. */
static const char *describe(const build *b, build_row row, char *text, size_t size)
{
    const purse_model *m = b->model;
    switch (row.kind) {
    case BUILD_ROW_BUDGET:
        snprintf(text, size, "the budget of pot %s, GBP %.15g", m->pots[row.a].id, m->pots[row.a].budget);
        return "GBP";
    case BUILD_ROW_DIAL:
        snprintf(text, size, "the share of pot %s that may move", m->pots[row.a].id);
        return "GBP";
    case BUILD_ROW_INCOME:
        snprintf(text, size, "max_income of provider %s, GBP %.15g", m->providers[row.a].id,
                 m->providers[row.a].max_income);
        return "GBP";
    case BUILD_ROW_VOLUME:
        snprintf(text, size, "min_volume of offer %s, %.15g contacts, which its demand must bring", m->offers[row.a].id,
                 m->offers[row.a].min_volume);
        return "contacts";
    case BUILD_ROW_CAPACITY:
    case BUILD_ROW_REACH:
    case BUILD_ROW_BLOCKS:
        snprintf(text, size, "the capacity of offer %s", m->offers[row.a].id);
        return row.kind == BUILD_ROW_BLOCKS ? "blocks" : "contacts";
    case BUILD_ROW_MINIMUM:
        snprintf(text, size, "min_volume of offer %s, %.15g contacts", m->offers[row.a].id,
                 m->offers[row.a].min_volume);
        return "contacts";
    case BUILD_ROW_COORDINATED:
    case BUILD_ROW_TEAM:
        snprintf(text, size, "the capacity of team %s", m->teams[row.a].id);
        return "episodes";
    case BUILD_ROW_CURVE:
        snprintf(text, size, "the curve of programme %s", m->programmes[m->effects[row.a].programme].id);
        return "episodes";
    case BUILD_ROW_CONTEST:
        snprintf(text, size, "one award in contest %s", m->contests[row.a]);
        return "awards";
    default: {
        const purse_rule *rule = &m->rules[row.a];
        bool gap = rule->type == PURSE_RULE_MAX_UNMET_GAP || rule->type == PURSE_RULE_MAX_BURDEN_GAP;
        const char *about = row.b < 0 ? "" : gap ? m->places[row.b].id : m->providers[row.b].id;
        snprintf(text, size, "%s: %s, limit %.15g%s%s", rule->id, purse_rule_text(rule->type), rule->limit,
                 row.b < 0 ? "" : ", at ", about);
        bool money = rule->of_spend || rule->type == PURSE_RULE_MIN_SPEND || rule->type == PURSE_RULE_MAX_SPEND;
        bool awards = rule->type == PURSE_RULE_MIN_AWARDS || rule->type == PURSE_RULE_MAX_AWARDS;
        if (rule->type == PURSE_RULE_MIN_QUALITY)
            return "quality points x contacts";
        if (gap)
            return rule->type == PURSE_RULE_MAX_UNMET_GAP ? "episodes" : "of burden";
        return money ? "GBP" : awards ? "awards" : "contacts";
    }
    }
}

static purse_origin origin_of(const build *b, build_row row)
{
    const purse_model *m = b->model;
    switch (row.kind) {
    case BUILD_ROW_BUDGET:
    case BUILD_ROW_DIAL:
        return m->pot_origin[row.a];
    case BUILD_ROW_RULE:
    case BUILD_ROW_RULE_TOTAL:
        return m->rule_origin[row.a];
    case BUILD_ROW_COORDINATED:
    case BUILD_ROW_TEAM:
        return m->team_origin[row.a];
    case BUILD_ROW_INCOME:
    case BUILD_ROW_CURVE:
    case BUILD_ROW_CONTEST:
        return (purse_origin){m->file, 0};
    default:
        return m->offer_origin[row.a];
    }
}

purse_code interpret_change(const build *b, const purse_solution *solution, purse_problems *problems, purse_error *err)
{
    purse_code code = PURSE_OK;
    for (int r = 0; r < b->program->n_rows && !code && solution->row_change; r++) {
        double lo = b->program->row_lo[r], hi = b->program->row_hi[r];
        double size = fmax(isinf(lo) ? 0.0 : fabs(lo), isinf(hi) ? 0.0 : fabs(hi));
        if (fabs(solution->row_change[r]) <= 1e-7 * (1.0 + size))
            continue;
        sentence s;
        const char *unit = describe(b, b->row[r], s.what, sizeof s.what);
        bool over = solution->row_change[r] > 0.0;
        snprintf(s.message, sizeof s.message, "%s: %.10g %s too %s for any plan", s.what, fabs(solution->row_change[r]),
                 unit, over ? "low" : "high");
        purse_origin origin = origin_of(b, b->row[r]);
        purse_program_name(b->program, PURSE_NAME_ROW, r, s.path, sizeof s.path);
        snprintf(s.expected, sizeof s.expected, "a change of %.10g %s", fabs(solution->row_change[r]), unit);
        purse_problem problem = {.severity = PURSE_SEVERITY_ERROR,
                                 .file = (char *)(origin.file ? origin.file : b->model->file),
                                 .line = origin.line,
                                 .path = s.path,
                                 .expected = s.expected,
                                 .message = s.message};
        code = purse_problems_add(problems, &problem);
    }
    return code ? purse_error_memory(err) : PURSE_OK;
}
