/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why an open offer or team was awarded or refused. The tests stand in the order of the list of reasons: what forbids
 * an award comes before what makes it unattractive, and what no figure bears out is not said.
 */
#include "models/answer/private.h"

#include <math.h>
#include <string.h>

static bool serves(const answer_work *w, int offer, int place)
{
    return w->demand[place] > 0 && purse_list_has(w->model->offers[offer].places, place);
}

static bool share_a_place(const answer_work *w, int a, int b)
{
    for (int l = 0; l < w->model->n_places; l++)
        if (serves(w, a, l) && serves(w, b, l))
            return true;
    return false;
}

/* An awarded offer of the same service; -1 for `place` asks for any place in common, else for that one. */
static bool is_rival(const answer_work *w, int k, int other, int place)
{
    if (other == k || w->model->offers[other].service != w->model->offers[k].service || !w->plan->offers[other].awarded)
        return false;
    return place < 0 ? share_a_place(w, k, other) : serves(w, other, place);
}

static double most_capacity(const purse_offer *o)
{
    return o->capacity + o->block_size * o->max_blocks;
}

/* The least that a contact can cost there: at full capacity, with or without all blocks. Infinite without capacity. */
static double cost_at_best(const purse_offer *o)
{
    double most = most_capacity(o), cost = INFINITY;
    if (o->capacity > 0)
        cost = o->unit_cost + o->fixed_cost / o->capacity;
    if (most > o->capacity)
        cost = fmin(cost, o->unit_cost + (o->fixed_cost + o->block_cost * o->max_blocks) / most);
    return cost;
}

/* What a contact costs there when it must see `volume`, fixed costs and the blocks it takes included. */
static double cost_at(const purse_offer *o, double volume)
{
    double over = fmax(0, volume - o->capacity);
    double blocks = over > 0 && o->block_size > 0 ? ceil(over / o->block_size * (1 - ANSWER_SAME)) : 0;
    return o->unit_cost + (o->fixed_cost + o->block_cost * blocks) / volume;
}

static double spare_of(const answer_work *w, int k)
{
    const purse_offer_result *offer = &w->plan->offers[k];
    double spare = offer->capacity - offer->contacts;
    return spare > ANSWER_SAME * fmax(1, offer->capacity) ? spare : 0;
}

/* Contests */

/* On which count the winner is better, and by which figures: own the loser's, other the winner's. */
static purse_edge compare_contenders(const answer_work *w, int loser, int winner, double *own, double *other)
{
    const purse_offer *a = &w->model->offers[loser], *b = &w->model->offers[winner];
    const purse_offer_result *won = &w->plan->offers[winner];
    bool alike = a->service == b->service ||
                 strcmp(w->model->services[a->service].unit, w->model->services[b->service].unit) == 0;
    *own = *other = (double)NAN;
    if (a->unit_cost == 0 && b->unit_cost == 0 && won->blocks == 0 && won->spend < a->fixed_cost) {
        *own = a->fixed_cost;
        *other = won->spend;
        return PURSE_EDGE_LESS;
    }
    if (!alike || !(won->contacts > 0))
        return PURSE_EDGE_NONE;
    if (most_capacity(a) < won->contacts * (1 - ANSWER_SAME)) {
        *own = most_capacity(a);
        *other = won->contacts;
        return PURSE_EDGE_LARGER;
    }
    double dearer = cost_at(a, won->contacts), cheaper = won->spend / won->contacts;
    if (!(cheaper < dearer * (1 - ANSWER_SAME)))
        return PURSE_EDGE_NONE;
    *own = dearer;
    *other = cheaper;
    return PURSE_EDGE_CHEAPER;
}

static bool contest_lost(const answer_work *w, purse_award *award)
{
    int k = award->offer, contest = w->model->offers[k].contest;
    for (int i = 0; i < w->model->n_offers && contest >= 0; i++) {
        if (i == k || w->model->offers[i].contest != contest || !w->plan->offers[i].awarded)
            continue;
        award->rival = i;
        award->rivals = 1;
        award->edge = compare_contenders(w, k, i, &award->own, &award->other);
        return true;
    }
    return false;
}

static bool contest_won(const answer_work *w, purse_award *award)
{
    int k = award->offer, contest = w->model->offers[k].contest;
    for (int i = 0; i < w->model->n_offers && contest >= 0; i++) {
        if (i == k || w->model->offers[i].contest != contest || w->plan->offers[i].conflict)
            continue;
        if (award->rivals++ == 0)
            award->rival = i;
    }
    if (award->rivals == 1)
        award->edge = compare_contenders(w, award->rival, k, &award->other, &award->own);
    return award->rivals > 0;
}

/* Refused offers */

/* Wherever it could see people, awarded offers of its service have room for more, none of them dearer. */
static bool capacity_spare(const answer_work *w, purse_award *award)
{
    int k = award->offer;
    double best = cost_at_best(&w->model->offers[k]), most = 0;
    bool any = false;
    for (int l = 0; l < w->model->n_places; l++) {
        bool covered = false;
        if (!serves(w, k, l))
            continue;
        for (int i = 0; i < w->model->n_offers; i++) {
            if (!is_rival(w, k, i, l) || w->model->offers[i].unit_cost > best || spare_of(w, i) == 0)
                continue;
            covered = true;
            if (spare_of(w, i) > most) {
                most = spare_of(w, i);
                award->rival = i;
            }
        }
        if (!covered)
            return false;
        any = true;
    }
    award->other = most;
    return any;
}

/* Whether a row that binds stands in the way of more of this offer. */
static bool row_forbids(const answer_work *w, const purse_rule_result *row, int k)
{
    const purse_rule *rule = &w->model->rules[row->rule];
    int provider = w->model->offers[k].provider;
    if (!row->binds || !answer_in_scope(w->model, rule, k))
        return false;
    switch (rule->type) {
    case PURSE_RULE_MAX_SHARE:
        return rule->has_group ? purse_list_has(rule->providers, provider) : row->provider == provider;
    case PURSE_RULE_MIN_SHARE:
        return !purse_list_has(rule->providers, provider);
    case PURSE_RULE_MAX_SPEND:
    case PURSE_RULE_MAX_AWARDS:
        return true;
    case PURSE_RULE_MIN_QUALITY:
        return w->model->providers[provider].quality < rule->limit;
    default:
        return false;
    }
}

/* Whether a row that binds would be broken without this offer. */
static bool row_needs(const answer_work *w, const purse_rule_result *row, int k)
{
    const purse_rule *rule = &w->model->rules[row->rule];
    const purse_offer_result *offer = &w->plan->offers[k];
    int provider = w->model->offers[k].provider;
    if (!row->binds || !answer_in_scope(w->model, rule, k))
        return false;
    switch (rule->type) {
    case PURSE_RULE_MIN_SHARE:
        return purse_list_has(rule->providers, provider) && (rule->of_spend ? offer->spend : offer->contacts) > 0;
    case PURSE_RULE_MIN_SPEND:
        return offer->spend > 0;
    case PURSE_RULE_MIN_AWARDS:
        return true;
    case PURSE_RULE_MIN_QUALITY:
        return offer->contacts > 0 && w->model->providers[provider].quality > rule->limit;
    default:
        return false;
    }
}

static bool find_rule(const answer_work *w, purse_award *award,
                      bool (*speaks)(const answer_work *, const purse_rule_result *, int))
{
    for (int i = 0; i < w->answer->n_rules; i++)
        if (speaks(w, &w->answer->rules[i], award->offer)) {
            award->rule = w->answer->rules[i].rule;
            return true;
        }
    return false;
}

/* What is left of the provider's max_income is less than the award would add at least. */
static bool income_full(const answer_work *w, purse_award *award, int provider, double least)
{
    double most = w->model->providers[provider].max_income, left = most - w->answer->income[provider];
    if (isinf(most) || !(left <= fmax(least * (1 - ANSWER_SAME), ANSWER_SAME * most)))
        return false;
    award->own = least;
    award->other = fmax(0, left);
    return true;
}

/* Every place it could serve is served by others of its service, and each of them is cheaper than it at its best. */
static bool price_above(const answer_work *w, purse_award *award)
{
    int k = award->offer;
    double best = cost_at_best(&w->model->offers[k]), dearest = 0;
    for (int l = 0; l < w->model->n_places; l++) {
        bool served = false;
        if (!serves(w, k, l))
            continue;
        for (int i = 0; i < w->model->n_offers; i++) {
            const purse_offer_result *offer = &w->plan->offers[i];
            if (!is_rival(w, k, i, l) || !(offer->contacts > 0))
                continue;
            served = true;
            if (offer->spend / offer->contacts > dearest) {
                dearest = offer->spend / offer->contacts;
                award->rival = i;
            }
        }
        if (!served)
            return false;
    }
    if (award->rival < 0 || isinf(best) || !(best > dearest * (1 + ANSWER_SAME)))
        return false;
    award->own = best;
    award->other = dearest;
    return true;
}

static double left_of(const purse_pot_result *pot)
{
    return fmax(0, pot->budget + pot->moved_in - pot->moved_out - pot->spend);
}

/* Money that the plan moves from one pot to another. */
static double moved(const purse_plan *plan, int from, int to)
{
    double sum = 0;
    for (int i = 0; i < plan->n_moves; i++)
        if (plan->moves[i].from == from && plan->moves[i].to == to)
            sum += plan->moves[i].amount;
    return sum;
}

/* What else could still come from pot q to pot p under the plan's regime. */
static double could_come(const answer_work *w, int q, int p)
{
    const purse_pot_result *pot = &w->plan->pots[q];
    double limit = 0;
    switch (w->plan->regime.kind) {
    case PURSE_REGIME_PARTIAL:
        for (int i = 0; i < w->model->n_virement; i++)
            if (w->model->virement[i].from == q && w->model->virement[i].to == p)
                limit += w->model->virement[i].limit;
        limit -= moved(w->plan, q, p);
        break;
    case PURSE_REGIME_DIAL:
        limit = w->plan->regime.dial * pot->budget - pot->moved_out;
        break;
    case PURSE_REGIME_POOLED:
        limit = INFINITY;
        break;
    default:
        break;
    }
    return fmin(fmax(0, limit), left_of(pot));
}

static bool budget_spent(const answer_work *w, purse_award *award, int pot, double least)
{
    double left = left_of(&w->plan->pots[pot]);
    for (int q = 0; q < w->model->n_pots; q++)
        left += q == pot ? 0 : could_come(w, q, pot);
    if (!(left <= fmax(least * (1 - ANSWER_SAME), ANSWER_SAME * w->plan->pots[pot].budget)))
        return false;
    award->own = least;
    award->other = left;
    return true;
}

static purse_reason refused_offer(const answer_work *w, purse_award *award)
{
    const purse_offer *o = &w->model->offers[award->offer];
    double least = o->fixed_cost + o->unit_cost * o->min_volume;
    if (w->plan->offers[award->offer].conflict)
        return PURSE_REASON_CONFLICT;
    if (contest_lost(w, award))
        return PURSE_REASON_CONTEST_LOST;
    if (capacity_spare(w, award))
        return PURSE_REASON_CAPACITY;
    award->rival = -1;
    award->other = (double)NAN;
    if (find_rule(w, award, row_forbids))
        return PURSE_REASON_RULE;
    if (income_full(w, award, o->provider, least))
        return PURSE_REASON_INCOME;
    if (price_above(w, award))
        return PURSE_REASON_PRICE;
    award->rival = -1;
    if (budget_spent(w, award, w->model->services[o->service].pot, least))
        return PURSE_REASON_BUDGET;
    return PURSE_REASON_NO_GAIN;
}

/* Awarded offers */

/* Cheaper for the contacts it sees than every other offer of its service and places, awarded or not, could be. */
static bool cheapest(const answer_work *w, purse_award *award)
{
    const purse_model *m = w->model;
    int k = award->offer;
    double own = w->plan->offers[k].contacts > 0 ? w->plan->offers[k].spend / w->plan->offers[k].contacts : INFINITY;
    for (int i = 0; i < m->n_offers; i++) {
        const purse_offer_result *offer = &w->plan->offers[i];
        if (i == k || m->offers[i].service != m->offers[k].service || offer->conflict || !share_a_place(w, k, i))
            continue;
        double cost = offer->contacts > 0 ? offer->spend / offer->contacts : cost_at_best(&m->offers[i]);
        if (!(own < cost * (1 - ANSWER_SAME)))
            return false;
        award->rivals++;
    }
    award->own = own;
    return award->rivals > 0;
}

static purse_reason awarded_offer(const answer_work *w, purse_award *award)
{
    if (contest_won(w, award))
        return PURSE_REASON_CONTEST_WON;
    if (find_rule(w, award, row_needs))
        return PURSE_REASON_RULE_NEEDED;
    if (!(w->plan->offers[award->offer].contacts > 0))
        return PURSE_REASON_UNUSED;
    if (cheapest(w, award))
        return PURSE_REASON_CHEAPEST;
    award->rivals = 0;
    return PURSE_REASON_USED;
}

static purse_reason team_reason(const answer_work *w, purse_award *award)
{
    const purse_team *team = &w->model->teams[award->team];
    if (award->awarded)
        return w->plan->teams[award->team].episodes > 0 ? PURSE_REASON_USED : PURSE_REASON_UNUSED;
    for (int i = 0; i < w->answer->n_rules; i++) {
        const purse_rule *rule = &w->model->rules[w->answer->rules[i].rule];
        if (w->answer->rules[i].binds && rule->type == PURSE_RULE_MAX_SPEND && answer_pot_in_scope(rule, team->pot)) {
            award->rule = w->answer->rules[i].rule;
            return PURSE_REASON_RULE;
        }
    }
    if (income_full(w, award, team->provider, team->fixed_cost))
        return PURSE_REASON_INCOME;
    if (budget_spent(w, award, team->pot, team->fixed_cost))
        return PURSE_REASON_BUDGET;
    return PURSE_REASON_NO_GAIN;
}

static purse_award *add_award(purse_answer *a, int offer, int team, bool awarded, double part, double whole)
{
    purse_award *award = &a->awards[a->n_awards++];
    *award = (purse_award){.offer = offer,
                           .team = team,
                           .awarded = awarded,
                           .used = awarded && whole > 0 ? part / whole : (double)NAN,
                           .rival = -1,
                           .rule = -1,
                           .own = (double)NAN,
                           .other = (double)NAN};
    return award;
}

void answer_awards(answer_work *w)
{
    const purse_model *m = w->model;
    for (int k = 0; k < m->n_offers; k++) {
        const purse_offer_result *offer = &w->plan->offers[k];
        if (!m->offers[k].open)
            continue;
        purse_award *award = add_award(w->answer, k, -1, offer->awarded, offer->contacts, offer->capacity);
        award->reason = offer->awarded ? awarded_offer(w, award) : refused_offer(w, award);
        w->answer->n_open++;
        w->answer->n_awarded += offer->awarded;
    }
    for (int j = 0; j < m->n_teams; j++) {
        const purse_team_result *team = &w->plan->teams[j];
        if (!m->teams[j].open)
            continue;
        purse_award *award = add_award(w->answer, -1, j, team->awarded, team->episodes, team->capacity);
        award->reason = team_reason(w, award);
    }
}
