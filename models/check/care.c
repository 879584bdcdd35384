/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Abilities and referrals: ends, ways onwards, cycles, shares of entries and of referrals. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "models/check/check.h"
#include "models/text.h"

static const double SUM_TOLERANCE = 1e-6;

/* The ability of `service` among those of a need, which are sorted by service; -1 for none. */
static int find_ability(const purse_model *m, int need, int service)
{
    int low = m->ability_start[need], high = m->ability_start[need + 1];
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (m->abilities[middle].service < service) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < m->ability_start[need + 1] && m->abilities[low].service == service ? low : -1;
}

static purse_code report_end(checker *c, int i, const char *field_name, int service)
{
    char found[PROBLEM_TEXT];
    const purse_model *m = c->m;
    where at = check_place(c, TABLE_REFERRALS, i, field_name);
    (void)snprintf(found, sizeof found, "service \"%s\"", m->services[service].id);
    return problem_say(c->s, PURSE_SEVERITY_ERROR, &at, "a service with an ability for the need", found, NULL,
                       "service \"%s\" has no ability for need \"%s\"", m->services[service].id,
                       m->needs[m->referrals[i].need].id);
}

/* Both ends of each referral are abilities; notes where each leads and where each ability's referrals begin. */
static purse_code link_referrals(checker *c)
{
    const purse_model *m = c->m;
    purse_code code = PURSE_OK;
    for (int i = 0; i < m->n_referrals && code == PURSE_OK; i++) {
        const purse_referral *r = &m->referrals[i];
        int from = find_ability(m, r->need, r->from), to = find_ability(m, r->need, r->to);
        if (from < 0) {
            code = report_end(c, i, "from", r->from);
        } else {
            c->first_referral[from + 1]++;
        }
        if (to < 0 && code == PURSE_OK) {
            code = report_end(c, i, "to", r->to);
        }
        c->referral_to[i] = to;
    }
    for (int a = 0; a < m->n_abilities; a++) {
        c->first_referral[a + 1] += c->first_referral[a];
    }
    return code;
}

static purse_code check_onwards(checker *c)
{
    const purse_model *m = c->m;
    purse_code code = PURSE_OK;
    for (int a = 0; a < m->n_abilities && code == PURSE_OK; a++) {
        const purse_ability *ability = &m->abilities[a];
        if (ability->resolves < 1 && c->first_referral[a] == c->first_referral[a + 1]) {
            char found[40];
            where at = check_place(c, TABLE_ABILITIES, a, "resolves");
            number_write(found, sizeof found, ability->resolves);
            code = problem_say(c->s, PURSE_SEVERITY_ERROR, &at, "1, or a referral onwards", found, NULL,
                               "service \"%s\" resolves %s of need \"%s\" and has no referral onwards; expected 1 or a "
                               "referral",
                               m->services[ability->service].id, found, m->needs[ability->need].id);
        }
    }
    return code;
}

/* "a -> b -> a", at the referral that closes it. */
static purse_code report_cycle(checker *c, const int *path, int n, int start, int closing)
{
    const purse_model *m = c->m;
    char cycle[512];
    size_t used = 0;
    for (int i = start; i < n && used < sizeof cycle; i++) {
        used += (size_t)snprintf(cycle + used, sizeof cycle - used, "%s -> ",
                                 m->services[m->abilities[path[i]].service].id);
    }
    if (used < sizeof cycle) {
        (void)snprintf(cycle + used, sizeof cycle - used, "%s", m->services[m->abilities[path[start]].service].id);
    } else {
        memcpy(cycle + sizeof cycle - 4, "...", 4);
    }
    where at = check_place(c, TABLE_REFERRALS, closing, NULL);
    return problem_say(c->s, PURSE_SEVERITY_ERROR, &at, "referrals without a cycle", cycle, NULL,
                       "the referrals of need \"%s\" form a cycle: %s", m->needs[m->referrals[closing].need].id, cycle);
}

/* A depth-first walk over one need, without recursion; one cycle is named per need. */
typedef struct search {
    int *path, *at; /* abilities on the way down; the next referral of each ability */
    int *position;  /* 0 unseen, -1 done, else place on the path + 1 */
    int n_ordered;
} search;

static purse_code walk_down(checker *c, search *w, int root)
{
    int depth = 0;
    w->path[depth] = root;
    w->position[root] = 1;
    while (depth >= 0) {
        int a = w->path[depth];
        if (w->at[a] == c->first_referral[a + 1]) {
            w->position[a] = -1;
            c->order[w->n_ordered++] = a;
            depth--;
            continue;
        }
        int referral = w->at[a]++, next = c->referral_to[referral];
        if (w->position[next] > 0) {
            return report_cycle(c, w->path, depth + 1, w->position[next] - 1, referral);
        }
        if (w->position[next] == 0) {
            w->path[++depth] = next;
            w->position[next] = depth + 1;
        }
    }
    return PURSE_OK;
}

static purse_code check_cycles(checker *c)
{
    const purse_model *m = c->m;
    size_t n = (size_t)m->n_abilities + 1;
    search w = {.path = arena_array(&c->scratch, n, sizeof *w.path),
                .at = arena_array(&c->scratch, n, sizeof *w.at),
                .position = arena_array(&c->scratch, n, sizeof *w.position)};
    if (w.path == NULL || w.at == NULL || w.position == NULL) {
        return PURSE_EMEMORY;
    }
    memcpy(w.at, c->first_referral, n * sizeof *w.at);
    purse_code code = PURSE_OK;
    for (int need = 0; need < m->n_needs && code == PURSE_OK; need++) {
        size_t before = scenario_errors(c->s);
        w.n_ordered = m->ability_start[need];
        for (int a = m->ability_start[need]; a < m->ability_start[need + 1] && code == PURSE_OK; a++) {
            if (w.position[a] == 0 && scenario_errors(c->s) == before) {
                code = walk_down(c, &w, a);
            }
        }
    }
    return code;
}

static purse_code check_referrals(checker *c)
{
    static const table_id rests_on[] = {TABLE_ABILITIES, TABLE_REFERRALS, TABLE_SERVICES, TABLE_NEEDS, N_TABLES};
    const purse_model *m = c->m;
    if (!check_sound(c, rests_on)) {
        return PURSE_OK;
    }
    c->referral_to = arena_array(&c->scratch, (size_t)m->n_referrals + 1, sizeof *c->referral_to);
    c->first_referral = arena_array(&c->scratch, (size_t)m->n_abilities + 2, sizeof *c->first_referral);
    c->order = arena_array(&c->scratch, (size_t)m->n_abilities + 1, sizeof *c->order);
    if (c->referral_to == NULL || c->first_referral == NULL || c->order == NULL) {
        return PURSE_EMEMORY;
    }
    purse_code code = link_referrals(c);
    if (code == PURSE_OK && check_sound(c, rests_on)) {
        code = check_onwards(c);
        code = code == PURSE_OK ? check_cycles(c) : code;
    }
    return code;
}

static purse_code report_sum(checker *c, const where *at, const char *expected, double sum, const char *of)
{
    char found[40];
    number_write(found, sizeof found, fabs(sum - 1) > 1e-4 ? round(sum * 1e9) / 1e9 : sum);
    return problem_say(c->s, PURSE_SEVERITY_ERROR, at, expected, found, NULL, "expected %s %s, found %s", of, expected,
                       found);
}

/* What the entries of one need add up to. */
static purse_code check_entries(checker *c, int need)
{
    const purse_model *m = c->m;
    double least = 0, most = 0, baseline = 0;
    int first = -1, n = 0, n_given = 0;
    for (int a = m->ability_start[need]; a < m->ability_start[need + 1]; a++) {
        const purse_ability *ability = &m->abilities[a];
        if (ability->entry) {
            first = first < 0 ? a : first;
            least += ability->entry_min;
            most += ability->entry_max;
            baseline += isnan(ability->entry_baseline) ? 0 : ability->entry_baseline;
            n_given += !isnan(ability->entry_baseline);
            n++;
        }
    }
    if (n == 0) {
        return PURSE_OK;
    }
    char of[PROBLEM_TEXT];
    purse_code code = PURSE_OK;
    where at = check_place(c, TABLE_ABILITIES, first, "entry_min");
    if (least > 1 + SUM_TOLERANCE) {
        (void)snprintf(of, sizeof of, "the entry_min of need \"%s\" to sum to", m->needs[need].id);
        code = report_sum(c, &at, "at most 1", least, of);
    }
    if (code == PURSE_OK && most < 1 - SUM_TOLERANCE) {
        at.field = "entry_max";
        (void)snprintf(of, sizeof of, "the entry_max of need \"%s\" to sum to", m->needs[need].id);
        code = report_sum(c, &at, "at least 1", most, of);
    }
    if (code == PURSE_OK && n_given == n && fabs(baseline - 1) > SUM_TOLERANCE) {
        at.field = "entry_baseline";
        (void)snprintf(of, sizeof of, "the entry_baseline of need \"%s\" to sum to", m->needs[need].id);
        code = report_sum(c, &at, "1", baseline, of);
    }
    return code;
}

static purse_code check_ends(checker *c)
{
    const purse_model *m = c->m;
    purse_code code = PURSE_OK;
    for (int a = 0; a < m->n_abilities && code == PURSE_OK; a++) {
        const purse_ability *ability = &m->abilities[a];
        if (ability->entry_min > ability->entry_max) {
            char expected[64], found[40], limit[40];
            where at = check_place(c, TABLE_ABILITIES, a, "entry_min");
            number_write(limit, sizeof limit, ability->entry_max);
            number_write(found, sizeof found, ability->entry_min);
            (void)snprintf(expected, sizeof expected, "at most entry_max, %s", limit);
            code = problem_expected(c->s, &at, expected, found, NULL);
        }
    }
    for (int need = 0; need < m->n_needs && code == PURSE_OK; need++) {
        code = check_entries(c, need);
    }
    return code;
}

/* Where all referrals from one service for one need have a share, the shares are of one whole. */
static purse_code check_shares(checker *c)
{
    const purse_model *m = c->m;
    purse_code code = PURSE_OK;
    for (int first = 0, end; first < m->n_referrals && code == PURSE_OK; first = end) {
        const purse_referral *r = &m->referrals[first];
        double sum = 0;
        bool all = true;
        for (end = first;
             end < m->n_referrals && m->referrals[end].need == r->need && m->referrals[end].from == r->from; end++) {
            all = all && !isnan(m->referrals[end].share);
            sum += all ? m->referrals[end].share : 0;
        }
        if (all && fabs(sum - 1) > SUM_TOLERANCE) {
            char of[2 * PROBLEM_TEXT];
            where at = check_place(c, TABLE_REFERRALS, first, "share");
            (void)snprintf(of, sizeof of, "the shares of need \"%s\" from service \"%s\" to sum to",
                           m->needs[r->need].id, m->services[r->from].id);
            code = report_sum(c, &at, "1", sum, of);
        }
    }
    return code;
}

purse_code check_care(checker *c)
{
    /* The graph first: the checks of sums mark tables bad, and would hide it. */
    purse_code code = check_referrals(c);
    code = code == PURSE_OK ? check_ends(c) : code;
    return code == PURSE_OK ? check_shares(c) : code;
}
