/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A change in the scenario's own words, and as --set would make it. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "models/explain/change.h"
#include "models/explain/grouped.h"

const char *purse_change_unit_text(purse_change_unit unit)
{
    static const char *const text[] = {
#define UNIT_TEXT(name, text) text,
        PURSE_CHANGE_UNITS(UNIT_TEXT)
#undef UNIT_TEXT
    };
    return (unsigned)unit < sizeof text / sizeof *text ? text[unit] : "";
}

const char *purse_may_text(int index)
{
    static const char *const text[] = {
#define MAY_TEXT(name, text, usual, meaning) text,
        PURSE_MAY_CHANGE(MAY_TEXT)
#undef MAY_TEXT
    };
    return (unsigned)index < PURSE_N_MAY ? text[index] : "";
}

unsigned purse_may_bit(const char *name, size_t length)
{
    for (int i = 0; i < PURSE_N_MAY; i++)
        if (strlen(purse_may_text(i)) == length && strncmp(purse_may_text(i), name, length) == 0)
            return 1U << (unsigned)i;
    return 0;
}

/* Where a number stands: its table, record and field, and what it is called. */
typedef struct place {
    const char *table, *id, *field;
    int index;
    purse_origin origin;
    char name[256];
} place;

static void put(char *text, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* What does not fit is left out. */
static void put(char *text, size_t size, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    (void)vsnprintf(text, size, format, list);
    va_end(list);
}

/* A field of an offer or a team, and what it is called. */
typedef struct field {
    const char *name, *words;
} field;

static field offer_field(const piece *p)
{
    static const field prices[] = {
        {"unit_cost", "price of a contact"}, {"fixed_cost", "fixed cost"}, {"block_cost", "cost of a block"}};
    if (p->of.kind == STATEMENT_OFFER_PRICES)
        return prices[p->part];
    return p->of.kind == STATEMENT_CAPACITY ? (field){"capacity", "capacity"} : (field){"min_volume", "minimum volume"};
}

static place offer_place(const purse_model *m, const piece *p)
{
    int k = p->of.of;
    const purse_offer *o = &m->offers[k];
    field f = offer_field(p);
    place at = {"offers", o->id, f.name, k, m->offer_origin[k], ""};
    put(at.name, sizeof at.name, "the %s of offer %s (%s at %s)", f.words, o->id, m->services[o->service].id,
        m->providers[o->provider].id);
    return at;
}

static place team_place(const purse_model *m, const piece *p)
{
    static const field prices[] = {{"unit_cost", "price of an episode"}, {"fixed_cost", "fixed cost"}};
    int j = p->of.of;
    field f = p->of.kind == STATEMENT_TEAM ? (field){"capacity", "capacity"} : prices[p->part];
    place at = {"teams", m->teams[j].id, f.name, j, m->team_origin[j], ""};
    put(at.name, sizeof at.name, "the %s of team %s", f.words, at.id);
    return at;
}

static place rule_place(const purse_model *m, int i)
{
    const purse_rule *r = &m->rules[i];
    place at = {"rules", r->id, "limit", i, m->rule_origin[i], ""};
    put(at.name, sizeof at.name, "the limit of %s (%s)", r->id, purse_rule_text(r->type));
    return at;
}

static place wall_place(const purse_model *m, const piece *p)
{
    place at = {"virement", NULL, "limit", p->part, {m->file, 0}, ""};
    if (p->part < 0) {
        at.table = "--dial";
        put(at.name, sizeof at.name, "the share of each pot's budget that may move");
    } else
        put(at.name, sizeof at.name, "the limit of money from pot %s to pot %s", m->pots[m->virement[p->part].from].id,
            m->pots[m->virement[p->part].to].id);
    return at;
}

static place find_place(const purse_model *m, const piece *p)
{
    int i = p->of.of;
    place at;
    switch (p->of.kind) {
    case STATEMENT_MINIMUM:
    case STATEMENT_CAPACITY:
    case STATEMENT_OFFER_PRICES:
        return offer_place(m, p);
    case STATEMENT_TEAM:
    case STATEMENT_TEAM_PRICES:
        return team_place(m, p);
    case STATEMENT_INCOME:
        at = (place){"providers", m->providers[i].id, "max_income", i, {m->file, 0}, ""};
        put(at.name, sizeof at.name, "the max_income of provider %s", at.id);
        return at;
    case STATEMENT_BUDGET:
        at = (place){"pots", m->pots[i].id, "budget", i, m->pot_origin[i], ""};
        put(at.name, sizeof at.name, "the budget of pot %s", at.id);
        return at;
    case STATEMENT_RULE:
        return rule_place(m, i);
    case STATEMENT_WALLS:
    case STATEMENT_HELD:
    case STATEMENT_TEAM_HELD:
    case STATEMENT_CONTEST:
    case STATEMENT_COMMISSIONS:
    default:
        return wall_place(m, p);
    }
}

static purse_change_unit rule_unit(const purse_rule *r)
{
    switch (r->type) {
    case PURSE_RULE_MAX_SHARE:
    case PURSE_RULE_MIN_SHARE:
    case PURSE_RULE_MAX_UNMET_GAP:
        return PURSE_CHANGE_SHARE;
    case PURSE_RULE_MIN_QUALITY:
        return PURSE_CHANGE_QUALITY;
    case PURSE_RULE_MIN_AWARDS:
    case PURSE_RULE_MAX_AWARDS:
        return PURSE_CHANGE_AWARDS;
    case PURSE_RULE_MAX_BURDEN_GAP:
        return PURSE_CHANGE_BURDEN;
    case PURSE_RULE_MIN_SPEND:
    case PURSE_RULE_MAX_SPEND:
    default:
        return PURSE_CHANGE_MONEY;
    }
}

static purse_change_unit unit_of(const purse_model *m, const piece *p)
{
    switch (p->of.kind) {
    case STATEMENT_MINIMUM:
    case STATEMENT_CAPACITY:
        return PURSE_CHANGE_CONTACTS;
    case STATEMENT_TEAM:
        return PURSE_CHANGE_EPISODES;
    case STATEMENT_RULE:
        return rule_unit(&m->rules[p->of.of]);
    case STATEMENT_WALLS:
        return p->part < 0 ? PURSE_CHANGE_SHARE : PURSE_CHANGE_MONEY;
    case STATEMENT_INCOME:
    case STATEMENT_BUDGET:
    case STATEMENT_OFFER_PRICES:
    case STATEMENT_TEAM_PRICES:
    case STATEMENT_HELD:
    case STATEMENT_TEAM_HELD:
    case STATEMENT_CONTEST:
    case STATEMENT_COMMISSIONS:
    default:
        return PURSE_CHANGE_MONEY;
    }
}

static void sentence(purse_least_change_item *item, const char *name, const char *currency, bool several)
{
    double by = fabs(item->to - item->from);
    const char *verb = item->to > item->from ? "raise" : "lower";
    char *text = item->message;
    size_t size = sizeof item->message;
    if (item->unit == PURSE_CHANGE_MONEY)
        put(text, size, "%s %s by %s %s, from %s to %s", verb, name, currency, grouped_number(by, 10).text,
            grouped_number(item->from, 15).text, grouped_number(item->to, 15).text);
    else if (item->unit == PURSE_CHANGE_SHARE)
        put(text, size, "%s %s by %.7g percentage points, from %.10g %% to %.10g %%", verb, name, 100.0 * by,
            100.0 * item->from, 100.0 * item->to);
    else
        put(text, size, "%s %s by %s %s, from %s to %s", verb, name, grouped_number(by, 10).text,
            item->unit == PURSE_CHANGE_AWARDS && by == 1.0 ? "award" : purse_change_unit_text(item->unit),
            grouped_number(item->from, 15).text, grouped_number(item->to, 15).text);
    size_t length = strlen(text);
    double weighs = by * item->weight;
    if (several && item->weight != 1.0)
        put(text + length, size - length, " (weighs as much as %s %s)", currency,
            grouped_number(weighs >= 1e5 ? round(weighs) : weighs, weighs >= 1e5 ? 15 : 6).text);
}

/* A rule that was given no id cannot be named in --set; nor can an id that would be taken apart. */
static bool can_be_set(const char *id)
{
    return id && strncmp(id, "rule ", 5) != 0 && !strpbrk(id, "*/=.");
}

void change_tell(purse_least_change_item *item, const purse_model *m, const piece *p, double to, bool several)
{
    place at = find_place(m, p);
    *item = (purse_least_change_item){
        .from = p->from, .to = to, .weight = p->weight, .unit = unit_of(m, p), .origin = at.origin};
    if (!item->origin.file)
        item->origin.file = m->file;
    if (p->part < 0) {
        put(item->path, sizeof item->path, "--dial");
        put(item->set, sizeof item->set, "--dial");
        item->origin = (purse_origin){"--dial", 0};
    } else
        put(item->path, sizeof item->path, "$.%s[%d].%s", at.table, at.index, at.field);
    if (p->of.kind == STATEMENT_WALLS) {
        if (p->part >= 0)
            put(item->set, sizeof item->set, "virement.%s/%s.limit", m->pots[m->virement[p->part].from].id,
                m->pots[m->virement[p->part].to].id);
    } else if (can_be_set(at.id))
        put(item->set, sizeof item->set, "%s.%s.%s", at.table, at.id, at.field);
    sentence(item, at.name, m->currency, several);
}
