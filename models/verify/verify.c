/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verification of a plan without a solver: the order of the checks, their tolerances and their words. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/verify/verify.h"

#define PEOPLE_SHARE 1e-3L /* of the tolerance, relative, in balances of people */
#define STATED_SHARE 1e-5L /* of the tolerance, relative, in stated figures */
#define STATED_LEAST 1e-3L /* of the tolerance, absolute, in stated figures */

void verify_fail(verify *v, const char *table, long index, const char *format, ...)
{
    char message[600], path[80];
    va_list list;
    va_start(list, format);
    vsnprintf(message, sizeof message, format, list);
    va_end(list);
    if (!table)
        snprintf(path, sizeof path, "$");
    else if (index < 0)
        snprintf(path, sizeof path, "$.%s", table);
    else
        snprintf(path, sizeof path, "$.%s[%ld]", table, index);
    purse_problem problem = {.severity = PURSE_SEVERITY_ERROR, .path = path, .message = message};
    if (purse_problems_add(v->problems, &problem) != PURSE_OK)
        v->out_of_memory = true;
}

bool verify_within(const verify *v, long double left, long double right, long double terms)
{
    return left <= right + v->tolerance * (1 + fabsl(terms));
}

bool verify_balances(const verify *v, long double left, long double right, long double terms)
{
    return fabsl(left - right) <= v->tolerance * (1 + PEOPLE_SHARE * fabsl(terms));
}

bool verify_stated(const verify *v, double stated, long double own, long double terms)
{
    return fabsl((long double)stated - own) <= v->tolerance * (STATED_LEAST + STATED_SHARE * fabsl(terms));
}

/* "1,234.5", six decimals at most; what is smaller or larger than that can show is written in powers of ten. */
const char *verify_number(char *text, long double value)
{
    long double size = fabsl(value);
    if (!(size < 1e15L) || (size > 0 && size < 1e-4L)) {
        snprintf(text, 64, "%.6Lg", value);
        return text;
    }
    char plain[48];
    snprintf(plain, sizeof plain, "%.6Lf", size);
    size_t whole = strcspn(plain, ".,"), end = strlen(plain), at = 0;
    while (end > whole + 1 && plain[end - 1] == '0')
        end--;
    if (end == whole + 1)
        end = whole;
    if (value < 0)
        text[at++] = '-';
    for (size_t i = 0; i < end; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0)
            text[at++] = ',';
        text[at++] = i == whole ? '.' : plain[i];
    }
    text[at] = '\0';
    return text;
}

const purse_referral *verify_referral(const verify *v, int need, int from, int to)
{
    for (int r = v->model->referral_start[need]; r < v->model->referral_start[need + 1]; r++)
        if (v->model->referrals[r].from == from && v->model->referrals[r].to == to)
            return &v->model->referrals[r];
    return NULL;
}

const char *verify_flow_name(const verify *v, const purse_flow *flow, char *text, size_t size)
{
    const purse_model *m = v->model;
    const char *to = flow->to_offer >= 0     ? m->offers[flow->to_offer].id
                     : flow->to_service >= 0 ? m->services[flow->to_service].id
                                             : NULL;
    snprintf(text, size, "%s of %s at %s%s%s%s%s%s%s", purse_flow_text(flow->kind), m->needs[flow->need].id,
             m->places[flow->place].id, flow->team >= 0 ? " with " : "", flow->team >= 0 ? m->teams[flow->team].id : "",
             flow->from_offer >= 0 ? " from " : "", flow->from_offer >= 0 ? m->offers[flow->from_offer].id : "",
             to ? " to " : "", to ? to : "");
    return text;
}

static void *table(size_t n, size_t size)
{
    return calloc(n + 1, size);
}

static bool make_tables(verify *v)
{
    const purse_model *m = v->model;
    size_t offers = (size_t)m->n_offers, teams = (size_t)m->n_teams, places = (size_t)m->n_places;
    size_t services = (size_t)m->n_services, needs = (size_t)m->n_needs, pots = (size_t)m->n_pots;
    size_t real = sizeof(long double);
    v->flows = table(v->plan->n_flows, sizeof *v->flows);
    v->ability = table(needs * services, sizeof *v->ability);
    v->serves = table(offers * places, sizeof *v->serves);
    v->demand = table(places * needs, sizeof *v->demand);
    v->first = table(services, sizeof *v->first);
    v->next = table(offers, sizeof *v->next);
    v->held = table(places * services, real);
    v->contacts = table(offers, real);
    v->offer_spend = table(offers, real);
    v->team_episodes = table(teams, real);
    v->team_spend = table(teams, real);
    v->pot_spend = table(pots, real);
    v->place_unmet = table(places, real);
    v->place_burden = table(places, real);
    v->moves = table(pots * pots, real);
    v->unnecessary_moves = table(pots * pots, real);
    v->burden = table(pots * pots, real);
    return v->flows && v->ability && v->first && v->next && v->held && v->serves && v->demand && v->contacts &&
           v->offer_spend && v->team_episodes && v->team_spend && v->pot_spend && v->place_unmet && v->place_burden &&
           v->moves && v->unnecessary_moves && v->burden;
}

static int compare_flows(const void *a, const void *b)
{
    return purse_flow_compare(a, b);
}

static void fill_tables(verify *v)
{
    const purse_model *m = v->model;
    if (v->plan->n_flows > 0) {
        memcpy(v->flows, v->plan->flows, v->plan->n_flows * sizeof *v->flows);
        qsort(v->flows, v->plan->n_flows, sizeof *v->flows, compare_flows);
    }
    for (int i = 0; i < m->n_needs * m->n_services; i++)
        v->ability[i] = -1;
    for (int i = 0; i < m->n_abilities; i++)
        v->ability[m->abilities[i].need * m->n_services + m->abilities[i].service] = i;
    for (int s = 0; s < m->n_services; s++)
        v->first[s] = -1;
    for (int k = m->n_offers - 1; k >= 0; k--) {
        const purse_offer *o = &m->offers[k];
        v->next[k] = v->first[o->service];
        v->first[o->service] = k;
        for (int i = 0; i < o->places.n; i++) {
            v->serves[(size_t)k * (size_t)m->n_places + (size_t)o->places.item[i]] = true;
            if (!o->open)
                v->held[o->places.item[i] * m->n_services + o->service] += o->capacity;
        }
    }
    for (int i = 0; i < m->n_demand; i++)
        v->demand[m->demand[i].place * m->n_needs + m->demand[i].need] = m->demand[i].episodes;
}

static void release(verify *v)
{
    free(v->flows);
    free(v->ability);
    free(v->serves);
    free(v->demand);
    free(v->contacts);
    free(v->first);
    free(v->next);
    free(v->held);
    free(v->offer_spend);
    free(v->team_episodes);
    free(v->team_spend);
    free(v->pot_spend);
    free(v->place_unmet);
    free(v->place_burden);
    free(v->moves);
    free(v->unnecessary_moves);
    free(v->burden);
}

purse_code purse_plan_verify(const purse_plan *plan, const purse_model *model, double tolerance,
                             purse_problems *problems, purse_error *err)
{
    verify v = {.plan = plan,
                .model = model,
                .tolerance = (long double)tolerance,
                .problems = problems,
                .evaluated = plan->status == PURSE_STATUS_EVALUATED};
    if (!make_tables(&v)) {
        v.out_of_memory = true;
        goto done;
    }
    fill_tables(&v);
    if (!verify_shape(&v))
        goto done;
    verify_sums(&v);
    verify_people(&v);
    verify_limits(&v);
    verify_money(&v);
    verify_pots(&v);
    if (!v.evaluated)
        verify_rules(&v);
    verify_figures(&v);
done:
    release(&v);
    return v.out_of_memory ? purse_error_memory(err) : PURSE_OK;
}
