/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables whose records are known by what they refer to, into the model: sorted by counting, each key once. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/check/check.h"
#include "models/scenario/change.h"
#include "models/text.h"

#define ROW(c, NAME, type, i)                                                                                          \
    ((const rec_##type *)(const void *)scenario_record((c)->s, TABLE_##NAME, (size_t)(c)->row[TABLE_##NAME][i]))

/* What the key fields of a table's records refer to, by record. */
typedef struct keys {
    int n;
    int n_values[MAX_FIELDS]; /* records in the table referred to */
    int *value[MAX_FIELDS];
} keys;

static void keys_free(keys *k)
{
    for (int i = 0; i < k->n; i++) {
        free(k->value[i]);
    }
}

static purse_code keys_read(const checker *c, table_id id, keys *k)
{
    const shape *of = shape_of(id);
    size_t n = c->s->table[id].n;
    *k = (keys){0};
    for (int f = 0; f < of->n_fields; f++) {
        const field *key = &of->fields[f];
        if ((key->flags & FIELD_KEY) == 0 || key->kind != FIELD_REF) {
            continue;
        }
        int *value = malloc((n + 1) * sizeof *value);
        if (value == NULL) {
            return PURSE_EMEMORY;
        }
        const int *index = c->index[key->target];
        const char *place = n == 0 ? NULL : c->s->table[id].data + key->offset;
        for (size_t i = 0; i < n; i++) {
            value[i] = index[*(const symbol *)(const void *)(place + i * of->size)];
        }
        k->n_values[k->n] = (int)c->s->table[key->target].n;
        k->value[k->n++] = value;
    }
    return PURSE_OK;
}

/* Records a and b in the order of their keys: < 0, 0, > 0. */
static int keys_compare(const keys *k, int a, int b)
{
    int order = 0;
    for (int i = 0; i < k->n && order == 0; i++) {
        order = (k->value[i][a] > k->value[i][b]) - (k->value[i][a] < k->value[i][b]);
    }
    return order;
}

/* One stable pass of a radix sort: `from` ordered by `value`, into `to`. */
static purse_code sort_pass(const int *value, int n_values, int n, const int *from, int *to)
{
    int *start = calloc((size_t)n_values + 1, sizeof *start);
    if (start == NULL) {
        return PURSE_EMEMORY;
    }
    for (int i = 0; i < n; i++) {
        start[value[i] + 1]++;
    }
    for (int v = 0; v < n_values; v++) {
        start[v + 1] += start[v];
    }
    for (int i = 0; i < n; i++) {
        to[start[value[from[i]]]++] = from[i];
    }
    free(start);
    return PURSE_OK;
}

/* Rows in order of their keys, those with the same key in the order of the file. */
static purse_code sort_rows(const keys *k, int *rows, int n)
{
    bool sorted = true;
    for (int i = 0; i < n; i++) {
        rows[i] = i;
        sorted = sorted && (i == 0 || keys_compare(k, i - 1, i) <= 0);
    }
    if (sorted) {
        return PURSE_OK;
    }
    int *other = malloc(((size_t)n + 1) * sizeof *other);
    purse_code code = other == NULL ? PURSE_EMEMORY : PURSE_OK;
    for (int i = k->n - 1; i >= 0 && code == PURSE_OK; i--) {
        code = sort_pass(k->value[i], k->n_values[i], n, rows, other);
        if (code == PURSE_OK) {
            memcpy(rows, other, (size_t)n * sizeof *rows);
        }
    }
    free(other);
    return code;
}

/* Curves: within one programme and need by spend. */
typedef struct point {
    double spend;
    int row;
} point;

static int by_spend(const void *a, const void *b)
{
    const point *first = a, *second = b;
    int order = (first->spend > second->spend) - (first->spend < second->spend);
    return order != 0 ? order : (first->row > second->row) - (first->row < second->row);
}

static purse_code sort_curves(checker *c)
{
    size_t n = c->s->table[TABLE_EFFECTS].n;
    int *row = c->row[TABLE_EFFECTS];
    point *points = malloc((n + 1) * sizeof *points);
    if (points == NULL) {
        return PURSE_EMEMORY;
    }
    for (size_t i = 0; i < n; i++) {
        points[i] = (point){.spend = ROW(c, EFFECTS, effect, i)->spend, .row = row[i]};
    }
    for (size_t first = 0; first < n;) {
        const rec_effect *r = ROW(c, EFFECTS, effect, first);
        size_t end = first + 1;
        while (end < n && ROW(c, EFFECTS, effect, end)->programme == r->programme &&
               ROW(c, EFFECTS, effect, end)->need == r->need) {
            end++;
        }
        qsort(points + first, end - first, sizeof *points, by_spend);
        first = end;
    }
    for (size_t i = 0; i < n; i++) {
        row[i] = points[i].row;
    }
    free(points);
    return PURSE_OK;
}

static purse_code report_second(checker *c, table_id id, int first, int second)
{
    const record *before = scenario_record(c->s, id, (size_t)first);
    const record *now = scenario_record(c->s, id, (size_t)second);
    char key[PROBLEM_TEXT], found[PROBLEM_TEXT], line[32] = "";
    record_key_text(c->s, id, now, key, sizeof key);
    text_show(found, sizeof found, key, strlen(key), true);
    if (before->line > 0) {
        (void)snprintf(line, sizeof line, ":%lu", (unsigned long)before->line);
    }
    where at = where_record(id, now, NULL);
    return problem_say(c->s, PURSE_SEVERITY_ERROR, &at, "each key once", found, NULL,
                       "%s %s is given twice, first at %s%s", shape_of(id)->singular, found,
                       c->s->files[before->file].name, line);
}

/* Each key once; of curves each point, which are sorted by spend. */
static purse_code check_twice(checker *c, table_id id, const keys *k)
{
    const int *row = c->row[id];
    purse_code code = PURSE_OK;
    for (size_t i = 1; i < c->s->table[id].n && code == PURSE_OK; i++) {
        bool same = keys_compare(k, row[i - 1], row[i]) == 0;
        if (same && id == TABLE_EFFECTS) {
            same = ROW(c, EFFECTS, effect, i - 1)->spend == ROW(c, EFFECTS, effect, i)->spend;
        }
        code = same ? report_second(c, id, row[i - 1], row[i]) : PURSE_OK;
    }
    return code;
}

/* Sorts a table; false in `usable` when its rows must not be used. */
static purse_code prepare(checker *c, table_id id, bool *usable)
{
    keys k;
    *usable = false;
    if (c->s->table[id].bad) {
        return PURSE_OK;
    }
    int n = (int)c->s->table[id].n;
    c->row[id] = arena_array(&c->scratch, (size_t)n + 1, sizeof(int));
    purse_code code = keys_read(c, id, &k);
    if (code == PURSE_OK) {
        code = c->row[id] == NULL ? PURSE_EMEMORY : sort_rows(&k, c->row[id], n);
    }
    if (code == PURSE_OK && id == TABLE_EFFECTS) {
        code = sort_curves(c);
    }
    code = code == PURSE_OK ? check_twice(c, id, &k) : code;
    keys_free(&k);
    *usable = code == PURSE_OK && !c->s->table[id].bad;
    return code;
}

/* Turns counts per key, in start[key + 1], into where each begins. */
static void add_up(int *start, int n)
{
    for (int k = 0; k < n; k++) {
        start[k + 1] += start[k];
    }
}

static purse_code build_demand(checker *c)
{
    purse_model *m = c->m;
    bool usable;
    purse_code code = prepare(c, TABLE_DEMAND, &usable);
    m->n_demand = usable ? (int)c->s->table[TABLE_DEMAND].n : 0;
    m->demand = arena_array(c->store, (size_t)m->n_demand, sizeof *m->demand);
    m->demand_start = arena_array(c->store, (size_t)m->n_places + 1, sizeof *m->demand_start);
    if (code != PURSE_OK || m->demand == NULL || m->demand_start == NULL) {
        return PURSE_EMEMORY;
    }
    for (int i = 0; i < m->n_demand; i++) {
        const rec_demand *r = ROW(c, DEMAND, demand, i);
        m->demand[i] = (purse_demand){.place = check_index(c, TABLE_PLACES, r->place),
                                      .need = check_index(c, TABLE_NEEDS, r->need),
                                      .episodes = r->episodes};
        m->demand_start[m->demand[i].place + 1]++;
    }
    add_up(m->demand_start, m->n_places);
    return PURSE_OK;
}

static purse_code build_abilities(checker *c)
{
    purse_model *m = c->m;
    bool usable;
    purse_code code = prepare(c, TABLE_ABILITIES, &usable);
    m->n_abilities = usable ? (int)c->s->table[TABLE_ABILITIES].n : 0;
    m->abilities = arena_array(c->store, (size_t)m->n_abilities, sizeof *m->abilities);
    m->ability_start = arena_array(c->store, (size_t)m->n_needs + 1, sizeof *m->ability_start);
    if (code != PURSE_OK || m->abilities == NULL || m->ability_start == NULL) {
        return PURSE_EMEMORY;
    }
    for (int i = 0; i < m->n_abilities; i++) {
        const rec_ability *r = ROW(c, ABILITIES, ability, i);
        m->abilities[i] = (purse_ability){.need = check_index(c, TABLE_NEEDS, r->need),
                                          .service = check_index(c, TABLE_SERVICES, r->service),
                                          .resolves = r->resolves,
                                          .contacts = r->contacts,
                                          .entry = r->entry,
                                          .entry_min = r->entry_min,
                                          .entry_max = r->entry_max,
                                          .entry_baseline = r->entry_baseline};
        m->ability_start[m->abilities[i].need + 1]++;
    }
    add_up(m->ability_start, m->n_needs);
    return PURSE_OK;
}

static purse_code build_referrals(checker *c)
{
    purse_model *m = c->m;
    bool usable;
    purse_code code = prepare(c, TABLE_REFERRALS, &usable);
    m->n_referrals = usable ? (int)c->s->table[TABLE_REFERRALS].n : 0;
    m->referrals = arena_array(c->store, (size_t)m->n_referrals, sizeof *m->referrals);
    m->referral_start = arena_array(c->store, (size_t)m->n_needs + 1, sizeof *m->referral_start);
    if (code != PURSE_OK || m->referrals == NULL || m->referral_start == NULL) {
        return PURSE_EMEMORY;
    }
    for (int i = 0; i < m->n_referrals; i++) {
        const rec_referral *r = ROW(c, REFERRALS, referral, i);
        m->referrals[i] = (purse_referral){.need = check_index(c, TABLE_NEEDS, r->need),
                                           .from = check_index(c, TABLE_SERVICES, r->from),
                                           .to = check_index(c, TABLE_SERVICES, r->to),
                                           .kind = (purse_move)r->kind,
                                           .burden = r->burden,
                                           .necessary = r->necessary,
                                           .share = r->share};
        m->referral_start[m->referrals[i].need + 1]++;
    }
    add_up(m->referral_start, m->n_needs);
    return PURSE_OK;
}

/* The points of each curve are one run of two long arrays. */
static void fill_effects(checker *c, double *spend, double *averted, size_t n)
{
    purse_model *m = c->m;
    for (size_t i = 0; i < n; i++) {
        const rec_effect *r = ROW(c, EFFECTS, effect, i);
        int programme = check_index(c, TABLE_PROGRAMMES, r->programme), need = check_index(c, TABLE_NEEDS, r->need);
        spend[i] = r->spend;
        averted[i] = r->averted;
        purse_effect *last = m->n_effects == 0 ? NULL : &m->effects[m->n_effects - 1];
        if (last != NULL && last->programme == programme && last->need == need) {
            last->n_points++;
            continue;
        }
        m->effects[m->n_effects++] = (purse_effect){
            .programme = programme, .need = need, .n_points = 1, .spend = spend + i, .averted = averted + i};
        m->effect_start[programme + 1]++;
    }
    add_up(m->effect_start, m->n_programmes);
}

static purse_code build_effects(checker *c)
{
    purse_model *m = c->m;
    bool usable;
    purse_code code = prepare(c, TABLE_EFFECTS, &usable);
    size_t n = usable ? c->s->table[TABLE_EFFECTS].n : 0;
    double *spend = arena_array(c->store, n, sizeof *spend), *averted = arena_array(c->store, n, sizeof *averted);
    m->effects = arena_array(c->store, n, sizeof *m->effects);
    m->effect_start = arena_array(c->store, (size_t)m->n_programmes + 1, sizeof *m->effect_start);
    if (code != PURSE_OK || spend == NULL || averted == NULL || m->effects == NULL || m->effect_start == NULL) {
        return PURSE_EMEMORY;
    }
    fill_effects(c, spend, averted, n);
    for (int i = 0; i < m->n_effects; i++) {
        const purse_effect *curve = &m->effects[i];
        double last = curve->spend[curve->n_points - 1];
        double *most = &m->programmes[curve->programme].max_spend;
        *most = i == m->effect_start[curve->programme] || last < *most ? last : *most;
    }
    return PURSE_OK;
}

static purse_code build_virement(checker *c)
{
    purse_model *m = c->m;
    bool usable;
    purse_code code = prepare(c, TABLE_VIREMENT, &usable);
    m->has_virement = c->s->table[TABLE_VIREMENT].present;
    m->n_virement = usable ? (int)c->s->table[TABLE_VIREMENT].n : 0;
    m->virement = arena_array(c->store, (size_t)m->n_virement, sizeof *m->virement);
    for (int i = 0; m->virement != NULL && i < m->n_virement && code == PURSE_OK; i++) {
        const rec_virement *r = ROW(c, VIREMENT, virement, i);
        m->virement[i] = (purse_virement){
            .from = check_index(c, TABLE_POTS, r->from), .to = check_index(c, TABLE_POTS, r->to), .limit = r->limit};
    }
    return m->virement == NULL ? PURSE_EMEMORY : code;
}

purse_code build_sorted(checker *c)
{
    static purse_code (*const parts[])(checker *) = {build_demand, build_abilities, build_referrals, build_effects,
                                                     build_virement};
    purse_code code = PURSE_OK;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && code == PURSE_OK; i++) {
        code = parts[i](c);
    }
    return code;
}
