/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Required fields, ids that name one record each, references that resolve. */
#include <stdio.h>
#include <string.h>

#include "models/check/check.h"
#include "models/text.h"

bool check_sound(const checker *c, const table_id *ids)
{
    for (; *ids != N_TABLES; ids++) {
        if (c->s->table[*ids].bad || c->s->table[*ids].partial) {
            return false;
        }
    }
    return true;
}

where check_place(const checker *c, table_id id, int i, const char *field_name)
{
    int at = c->row[id] == NULL ? i : c->row[id][i];
    return where_record(id, scenario_record(c->s, id, (size_t)at), field_name);
}

static purse_code report_missing(checker *c, table_id id, record *r, unsigned wanted)
{
    const shape *of = shape_of(id);
    purse_code code = PURSE_OK;
    for (int f = 0; f < of->n_fields && code == PURSE_OK; f++) {
        const field *missing = &of->fields[f];
        if ((wanted & ~(unsigned)r->given & (1U << f)) != 0) {
            char expected[PROBLEM_TEXT];
            where at = where_record(id, r, missing->name);
            field_expects(missing, false, expected, sizeof expected);
            c->s->table[id].partial = c->s->table[id].partial || missing->kind == FIELD_ID;
            r->given |= GIVEN_BROKEN;
            code = problem_expected(c->s, &at, expected, "nothing", NULL);
        }
    }
    return code;
}

purse_code check_complete(checker *c)
{
    purse_code code = PURSE_OK;
    for (int id = 0; id < N_SHAPES && code == PURSE_OK; id++) {
        const shape *of = shape_of((table_id)id);
        unsigned wanted = 0;
        for (int f = 0; f < of->n_fields; f++) {
            wanted |= (of->fields[f].flags & FIELD_REQUIRED) != 0 ? 1U << f : 0U;
        }
        for (size_t i = 0; i < c->s->table[id].n && code == PURSE_OK; i++) {
            record *r = scenario_record(c->s, (table_id)id, i);
            if ((r->given & wanted) != wanted) {
                code = report_missing(c, (table_id)id, r, wanted);
            }
        }
    }
    return code;
}

static purse_code report_second(checker *c, table_id id, size_t i, int first)
{
    const record *before = scenario_record(c->s, id, (size_t)first);
    where at = where_record(id, scenario_record(c->s, id, i), "id");
    char found[PROBLEM_TEXT], line[32] = "";
    const char *text =
        scenario_text(c->s, *(const symbol *)field_value(&shape_of(id)->fields[0], scenario_record(c->s, id, i)));
    text_show(found, sizeof found, text, strlen(text), true);
    if (before->line > 0) {
        (void)snprintf(line, sizeof line, ":%lu", (unsigned long)before->line);
    }
    return problem_say(c->s, PURSE_SEVERITY_ERROR, &at, "an id that is given once", found, NULL,
                       "%s %s is given twice, first at %s%s", shape_of(id)->singular, found,
                       c->s->files[before->file].name, line);
}

static purse_code index_table(checker *c, table_id id)
{
    size_t n_symbols = c->s->symbols.n + 1;
    int *index = arena_array(&c->scratch, n_symbols, sizeof *index);
    if (index == NULL) {
        return PURSE_EMEMORY;
    }
    for (size_t i = 0; i < n_symbols; i++) {
        index[i] = -1;
    }
    purse_code code = PURSE_OK;
    const field *key = &shape_of(id)->fields[0];
    for (size_t i = 0; i < c->s->table[id].n && code == PURSE_OK; i++) {
        symbol name = *(const symbol *)field_value(key, scenario_record(c->s, id, i));
        if (name != 0 && index[name] >= 0) {
            code = report_second(c, id, i, index[name]);
        } else if (name != 0) {
            index[name] = (int)i;
        }
    }
    c->index[id] = index;
    return code;
}

purse_code check_ids(checker *c)
{
    purse_code code = PURSE_OK;
    for (int id = 0; id < N_TABLES && code == PURSE_OK; id++) {
        const field *first = &shape_of((table_id)id)->fields[0];
        if (first->kind == FIELD_ID) {
            code = index_table(c, (table_id)id);
        }
    }
    return code;
}

/* An id that no record has; silent where the target table was not read in full. */
static purse_code no_record(checker *c, table_id id, record *r, const field *f, table_id target, symbol name)
{
    r->given |= GIVEN_BROKEN;
    if (c->s->table[target].partial) {
        c->s->table[id].bad = true;
        return PURSE_OK;
    }
    where at = where_record(id, r, f->name);
    return problem_no_record(c->s, &at, target, scenario_text(c->s, name));
}

/* `seen` holds, per record of the target, the last list it was met in. */
static purse_code resolve_list(checker *c, table_id id, record *r, const field *f, int *seen, int stamp)
{
    const listing *list = field_value(f, r);
    purse_code code = PURSE_OK;
    for (uint32_t i = 0; i < list->n && code == PURSE_OK; i++) {
        symbol name = c->s->listed[list->start + i];
        int target = check_index(c, f->target, name);
        if (target < 0) {
            code = no_record(c, id, r, f, f->target, name);
        } else if (seen[target] == stamp) {
            char found[PROBLEM_TEXT];
            const char *text = scenario_text(c->s, name);
            where at = where_record(id, r, f->name);
            text_show(found, sizeof found, text, strlen(text), true);
            code = problem_say(c->s, PURSE_SEVERITY_ERROR, &at, "a list without repeats", found, NULL,
                               "%s is listed twice", found);
        } else {
            seen[target] = stamp;
        }
    }
    return code;
}

static purse_code resolve_lists(checker *c, table_id id, const field *f)
{
    int *seen = arena_array(&c->scratch, c->s->table[f->target].n + 1, sizeof *seen);
    purse_code code = seen == NULL ? PURSE_EMEMORY : PURSE_OK;
    for (size_t i = 0; i < c->s->table[id].n && code == PURSE_OK; i++) {
        code = resolve_list(c, id, scenario_record(c->s, id, i), f, seen, (int)i + 1);
    }
    return code;
}

static purse_code resolve_field(checker *c, table_id id, const field *f)
{
    purse_code code = PURSE_OK;
    for (size_t i = 0; i < c->s->table[id].n && code == PURSE_OK; i++) {
        record *r = scenario_record(c->s, id, i);
        table_id target = f->target;
        symbol name = f->kind == FIELD_REF ? *(const symbol *)field_value(f, r) : 0;
        if (f->kind == FIELD_SCOPE) {
            const scope *read = field_value(f, r);
            target = read->kind == PURSE_SCOPE_POT ? TABLE_POTS : TABLE_SERVICES;
            name = read->kind == PURSE_SCOPE_ALL ? 0 : read->id;
        }
        if (name != 0 && check_index(c, target, name) < 0) {
            code = no_record(c, id, r, f, target, name);
        }
    }
    return code;
}

purse_code check_references(checker *c)
{
    purse_code code = PURSE_OK;
    for (int id = 0; id < N_TABLES; id++) {
        const shape *of = shape_of((table_id)id);
        for (int f = 0; f < of->n_fields && code == PURSE_OK; f++) {
            const field *reference = &of->fields[f];
            if (reference->kind == FIELD_IDS) {
                code = resolve_lists(c, (table_id)id, reference);
            } else if (reference->kind == FIELD_REF || reference->kind == FIELD_SCOPE) {
                code = resolve_field(c, (table_id)id, reference);
            }
        }
    }
    return code;
}
