/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Today's pattern against cases worked by hand: handovers, people lost, offers without capacity, missing shares. */
#include <CUnit/Basic.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/load.h"

static bool is(double value, double expected)
{
    return fabs(value - expected) <= 1e-9 * (1 + fabs(expected));
}

static purse_plan *baseline(const purse_model *m)
{
    purse_plan *p = NULL;
    purse_problems problems = {0};
    CU_ASSERT_EQUAL_FATAL(purse_plan_baseline(&p, m, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(p->status, PURSE_STATUS_EVALUATED);
    CU_ASSERT_EQUAL(purse_plan_verify(p, m, 1e-6, &problems, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(problems.n_errors, 0);
    for (size_t i = 0; i < problems.n; i++)
        fprintf(stderr, "  %s\n", problems.item[i].message);
    purse_problems_free(&problems);
    return p;
}

static void test_two_places(void)
{
    purse_model *m = load_scenario("scenarios/two-places");
    purse_plan *p = baseline(m);
    CU_ASSERT(is(p->totals.unmet, 90) && is(p->totals.served, 1400));
    CU_ASSERT(is(p->totals.moves, 186) && is(p->totals.burden, 326));
    CU_ASSERT(is(p->totals.contacts, 1586) && is(p->totals.access, 2046) && is(p->totals.spend, 107160));
    CU_ASSERT(is(p->offers[load_offer(m, "gp_north")].contacts, 696));
    CU_ASSERT(is(load_people(p, m, PURSE_FLOW_LOST, "south", "minor", NULL, "pharmacy", NULL), 90));
    CU_ASSERT(
        is(load_people(p, m, PURSE_FLOW_HANDOVER, "north", "back", "physio_trust", NULL, "orthopaedics_trust"), 18));
    CU_ASSERT(p->pots[load_pot(m, "primary")].spend > p->pots[load_pot(m, "primary")].budget);
    purse_plan_free(p);
    purse_model_free(m);
}

/*
 * 100 people of one need. a1 (capacity 30, provider A) and a2 (capacity 10, provider B) see them, half go on: 60 % to
 * b, where b1 (provider A, 20) and b2 (provider C, 60) stand, 40 % to c, which has only an open offer and one of no
 * capacity. b sends a quarter on to d, held by provider C.
 */
static const char *const branching =
    "{\"purse\": 1, \"name\": \"branching\","
    " \"pots\": [{\"id\": \"one\", \"budget\": 1}, {\"id\": \"two\", \"budget\": 1}],"
    " \"services\": [{\"id\": \"a\", \"pot\": \"one\"}, {\"id\": \"b\", \"pot\": \"two\"},"
    "   {\"id\": \"c\", \"pot\": \"two\"}, {\"id\": \"d\", \"pot\": \"two\"}],"
    " \"providers\": [{\"id\": \"A\", \"sector\": \"nhs_trust\"}, {\"id\": \"B\", \"sector\": \"charity\"},"
    "   {\"id\": \"C\", \"sector\": \"independent\"}],"
    " \"places\": [{\"id\": \"here\"}], \"needs\": [{\"id\": \"n\", \"priority\": 3}],"
    " \"demand\": [{\"place\": \"here\", \"need\": \"n\", \"episodes\": 100}],"
    " \"abilities\": ["
    "   {\"need\": \"n\", \"service\": \"a\", \"resolves\": 0.5, \"entry\": true, \"entry_baseline\": 1},"
    "   {\"need\": \"n\", \"service\": \"b\", \"resolves\": 0.75, \"contacts\": 2},"
    "   {\"need\": \"n\", \"service\": \"c\", \"resolves\": 0.5},"
    "   {\"need\": \"n\", \"service\": \"d\", \"resolves\": 1}],"
    " \"referrals\": ["
    "   {\"need\": \"n\", \"from\": \"a\", \"to\": \"b\", \"share\": 0.6},"
    "   {\"need\": \"n\", \"from\": \"a\", \"to\": \"c\", \"share\": 0.4, \"necessary\": true},"
    "   {\"need\": \"n\", \"from\": \"b\", \"to\": \"d\", \"share\": 1, \"burden\": 2},"
    "   {\"need\": \"n\", \"from\": \"c\", \"to\": \"d\", \"share\": 1}],"
    " \"offers\": ["
    "   {\"id\": \"a1\", \"provider\": \"A\", \"service\": \"a\", \"unit_cost\": 1, \"capacity\": 30},"
    "   {\"id\": \"a2\", \"provider\": \"B\", \"service\": \"a\", \"unit_cost\": 1, \"capacity\": 10, \"fixed_cost\": "
    "7},"
    "   {\"id\": \"b1\", \"provider\": \"A\", \"service\": \"b\", \"unit_cost\": 1, \"capacity\": 20},"
    "   {\"id\": \"b2\", \"provider\": \"C\", \"service\": \"b\", \"unit_cost\": 1, \"capacity\": 60},"
    "   {\"id\": \"c0\", \"provider\": \"B\", \"service\": \"c\", \"unit_cost\": 1, \"capacity\": 0},"
    "   {\"id\": \"c1\", \"provider\": \"B\", \"service\": \"c\", \"unit_cost\": 1, \"capacity\": 9, \"award\": "
    "\"open\"},"
    "   {\"id\": \"d1\", \"provider\": \"C\", \"service\": \"d\", \"unit_cost\": 1, \"capacity\": 5}],"
    " \"handover\": {\"within_provider\": 0.5, \"across_pots\": 3}}";

static void test_branching(void)
{
    purse_model *m = load_text(branching);
    purse_plan *p = baseline(m);
    /* a1 sees 75 and a2 25; 37.5 and 12.5 go on: 22.5 and 7.5 to b, 15 and 5 to c, lost there. */
    CU_ASSERT(is(p->offers[load_offer(m, "a1")].contacts, 75));
    CU_ASSERT(is(load_people(p, m, PURSE_FLOW_LOST, "here", "n", NULL, "c", NULL), 20));
    CU_ASSERT(is(load_people(p, m, PURSE_FLOW_REFERRAL, "here", "n", "a1", "c", NULL), 15));
    /* b1 is a quarter of b: a1 hands over 22.5 / 4 and refers the rest; all of a2's are referred. */
    CU_ASSERT(is(load_people(p, m, PURSE_FLOW_HANDOVER, "here", "n", "a1", NULL, "b1"), 5.625));
    CU_ASSERT(is(load_people(p, m, PURSE_FLOW_REFERRAL, "here", "n", "a1", "b", NULL), 16.875));
    CU_ASSERT(is(load_people(p, m, PURSE_FLOW_REFERRAL, "here", "n", "a2", "b", NULL), 7.5));
    /* b sees 30 in all, 7.5 at b1, of whom 1.875 came through its door. */
    CU_ASSERT(is(load_people(p, m, PURSE_FLOW_DOOR, "here", "n", NULL, NULL, "b1"), 1.875));
    CU_ASSERT(is(load_people(p, m, PURSE_FLOW_DOOR, "here", "n", NULL, NULL, "b2"), 22.5));
    CU_ASSERT(is(p->offers[load_offer(m, "b2")].contacts, 45));
    /* d: b1 refers 1.875 to C, b2 hands over 5.625 inside C. */
    CU_ASSERT(is(load_people(p, m, PURSE_FLOW_REFERRAL, "here", "n", "b1", "d", NULL), 1.875));
    CU_ASSERT(is(load_people(p, m, PURSE_FLOW_HANDOVER, "here", "n", "b2", NULL, "d1"), 5.625));
    CU_ASSERT(is(p->totals.unmet, 20) && is(p->totals.unmet_weighted, 60) && is(p->totals.moves, 57.5));
    CU_ASSERT(is(p->totals.unnecessary_moves, 37.5));
    CU_ASSERT(is(p->totals.burden, 3 * (16.875 + 7.5 + 0.5 * 5.625) + 2 * (1.875 + 0.5 * 5.625)));
    CU_ASSERT(!p->offers[load_offer(m, "c1")].awarded && p->offers[load_offer(m, "c0")].awarded);
    CU_ASSERT(is(p->totals.spend, 100 + 7 + 60 + 7.5));
    purse_plan_free(p);
    purse_model_free(m);
}

static void test_two_runs_are_one(void)
{
    purse_model *m = load_text(branching);
    purse_plan *one = baseline(m), *two = baseline(m);
    CU_ASSERT_EQUAL_FATAL(one->n_flows, two->n_flows);
    for (size_t i = 0; i < one->n_flows; i++) {
        CU_ASSERT_EQUAL(purse_flow_compare(&one->flows[i], &two->flows[i]), 0);
        CU_ASSERT(one->flows[i].people == two->flows[i].people);
    }
    purse_plan_free(one);
    purse_plan_free(two);
    purse_model_free(m);
}

static char *without(const char *text, const char *part, const char *instead)
{
    const char *at = strstr(text, part);
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    size_t room = strlen(text) + strlen(instead) + 1;
    char *changed = malloc(room);
    CU_ASSERT_PTR_NOT_NULL_FATAL(changed);
    snprintf(changed, room, "%.*s%s%s", (int)(at - text), text, instead, at + strlen(part));
    return changed;
}

static void assert_refused(const char *text, const char *part, const char *instead, const char *says)
{
    char *changed = without(text, part, instead);
    purse_model *m = load_text(changed);
    purse_plan *p = NULL;
    purse_error err = {0};
    CU_ASSERT_EQUAL(purse_plan_baseline(&p, m, &err), PURSE_EINPUT);
    CU_ASSERT_PTR_NULL(p);
    CU_ASSERT_PTR_NOT_NULL(strstr(err.message, says));
    if (!strstr(err.message, says))
        fprintf(stderr, "  %s\n", err.message);
    purse_model_free(m);
    free(changed);
}

static void test_missing_shares_are_named(void)
{
    assert_refused(branching, ", \"entry_baseline\": 1", "", "1 share that is not given: entry_baseline of n at a");
    char *text = without(branching, "\"share\": 0.6", "\"burden\": 1");
    assert_refused(text, ", \"share\": 0.4", "",
                   "2 shares that are not given: share of n from a to b, share of n from a to c");
    free(text);
}

int main(void)
{
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("baseline", NULL, NULL);
    CU_ADD_TEST(suite, test_two_places);
    CU_ADD_TEST(suite, test_branching);
    CU_ADD_TEST(suite, test_two_runs_are_one);
    CU_ADD_TEST(suite, test_missing_shares_are_named);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed > 0;
}
