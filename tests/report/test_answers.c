/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers in words, tables, documents and comparisons. */
#include <CUnit/Basic.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/answer/answer.h"
#include "report/compare/compare.h"
#include "support/load.h"

static void assert_says(const purse_award *award, const purse_plan *plan, const purse_model *model, const char *words)
{
    purse_text out = {0};
    answer_why(&out, award, plan, model);
    CU_ASSERT_STRING_EQUAL(out.data, words);
    if (strcmp(out.data, words) != 0)
        fprintf(stderr, "  %s\n", out.data);
    purse_text_free(&out);
}

static void test_words(void)
{
    purse_model *m = load_scenario("tests/verify/rich.json");
    purse_plan plan = {.status = PURSE_STATUS_OPTIMAL};
    purse_award award = {.offer = load_offer(m, "pharmacy_1"),
                         .team = -1,
                         .rival = load_offer(m, "pharmacy_2"),
                         .rivals = 1,
                         .own = 1234.5,
                         .other = 19.25,
                         .edge = PURSE_EDGE_CHEAPER};
    award.reason = PURSE_REASON_CONTEST_LOST;
    assert_says(&award, &plan, m, "contest lost to pharmacy_2, cheaper: GBP 19.25 per contact against 1,234.50");
    award.edge = PURSE_EDGE_LESS;
    assert_says(&award, &plan, m, "contest lost to pharmacy_2, cheaper: GBP 19 in all against 1,234");
    award.edge = PURSE_EDGE_LARGER;
    assert_says(&award, &plan, m, "contest lost to pharmacy_2, larger: 19 contacts there, 1,234 at most here");
    award.edge = PURSE_EDGE_NONE;
    assert_says(&award, &plan, m, "contest lost to pharmacy_2");
    award.reason = PURSE_REASON_CAPACITY;
    assert_says(&award, &plan, m, "capacity: pharmacy_2, no dearer, has 19 contacts to spare");
    award.reason = PURSE_REASON_PRICE;
    assert_says(&award, &plan, m, "price: GBP 1,234.50 per contact at best, those awarded at most 19.25");
    award.reason = PURSE_REASON_INCOME;
    assert_says(&award, &plan, m, "income: its provider can carry no more than GBP 19 on top of what it has");
    award.reason = PURSE_REASON_BUDGET;
    assert_says(&award, &plan, m, "budget: GBP 19 left in primary, it takes GBP 1,234 at least");
    award.own = award.other = 0;
    assert_says(&award, &plan, m, "budget: nothing left in primary");
    award.reason = PURSE_REASON_CONFLICT;
    assert_says(&award, &plan, m, "conflict of interest: its provider commissions primary");
    award.reason = PURSE_REASON_NO_GAIN;
    assert_says(&award, &plan, m, "no gain found: the plan without it is optimal");
    plan.status = PURSE_STATUS_FEASIBLE;
    assert_says(&award, &plan, m, "no gain found, in a plan that is not proved");
    award.reason = PURSE_REASON_RULE;
    assert_says(&award, &plan, m, "rule no_monopoly binds");
    award = (purse_award){.offer = award.offer, .team = -1, .awarded = true, .rival = award.rival, .rivals = 3};
    award.reason = PURSE_REASON_CONTEST_WON;
    assert_says(&award, &plan, m, "contest won against pharmacy_2 and 2 more");
    award.reason = PURSE_REASON_RULE_NEEDED;
    assert_says(&award, &plan, m, "counts towards rule no_monopoly, which binds");
    award.reason = PURSE_REASON_CHEAPEST;
    award.own = 17;
    assert_says(&award, &plan, m, "cheapest of 4: GBP 17.00 per contact");
    award.reason = PURSE_REASON_USED;
    assert_says(&award, &plan, m, "in use");
    award.reason = PURSE_REASON_UNUSED;
    assert_says(&award, &plan, m, "nobody is seen there");
    CU_ASSERT_STRING_EQUAL(purse_reason_text(PURSE_REASON_NO_GAIN), "no_gain");
    CU_ASSERT_STRING_EQUAL(purse_reason_text(PURSE_N_REASONS), "unknown reason");
    purse_model_free(m);
}

static bool has(const purse_text *text, const char *part)
{
    bool found = text->data && strstr(text->data, part);
    if (!found)
        fprintf(stderr, "  missing: %s\n", part);
    return found;
}

static void test_tables(void)
{
    purse_model *m = load_scenario("tests/verify/rich.json");
    purse_plan *silo = load_plan(m, PURSE_REGIME_SILO, 0);
    purse_text out = {0};
    CU_ASSERT_EQUAL(purse_report_plan_text(&out, silo, m, (purse_view){.rows = 0}, NULL), PURSE_OK);
    CU_ASSERT(has(&out, "Pots, GBP; prices with awards and blocks held fixed\n"));
    CU_ASSERT(has(&out, "  Prices are one-sided where several prices fit; --prices tests them.\n"));
    CU_ASSERT(has(&out, "\nOpen for award: "));
    CU_ASSERT(has(&out, "conflict of interest: its provider commissions primary"));
    CU_ASSERT(has(&out, "\nRules: ") && has(&out, "no_monopoly") && has(&out, "\nCare coordination\n"));
    CU_ASSERT(has(&out, "\nPlaces\n") && has(&out, "\nShares by sector, offers only\n"));
    CU_ASSERT(has(&out, "\nProviders, most income first\n") && has(&out, "\nQuality, mean of contacts\n"));
    purse_text_free(&out);
    silo->pots[0].left[0] = -2e-6;
    silo->pots[0].right[0] = -1e-6;
    silo->pots[1].left[0] = -INFINITY;
    silo->pots[1].right[0] = silo->pots[2].left[0] = silo->pots[2].right[0] = -3e-6;
    CU_ASSERT_EQUAL(purse_report_plan_text(&out, silo, m, (purse_view){.rows = 0}, NULL), PURSE_OK);
    CU_ASSERT(has(&out, "-2.0 .. -1.0 *") && has(&out, "no plan .. -3.0 *"));
    CU_ASSERT(has(&out, "  * degenerate: of one less .. of one more; there is no one price.\n"));
    CU_ASSERT_PTR_NULL(strstr(out.data, "--prices"));
    purse_text_free(&out);
    purse_plan_free(silo);
    purse_model_free(m);
}

/* Written, read, written again: the same, tested prices and what they are of included; answers are made anew. */
static void test_document(void)
{
    purse_model *m = load_scenario("tests/verify/rich.json");
    purse_plan *plan = load_plan(m, PURSE_REGIME_POOLED, 0), *again = NULL;
    purse_text one = {0}, other = {0};
    purse_problems problems = {0};
    plan->pots[0].left[0] = -2e-6;
    plan->pots[0].right[0] = -1e-6;
    plan->pots[1].left[1] = -INFINITY;
    plan->offers[0].right[0] = 0;
    CU_ASSERT_EQUAL(purse_report_plan_json(&one, plan, m, NULL, true, NULL), PURSE_OK);
    CU_ASSERT(has(&one, "\"prices_of\": \"awards_held_fixed\"") && has(&one, "\"answers\": {"));
    CU_ASSERT(has(&one, "\"left\": -2e-06, \"right\": -1e-06, \"degenerate\": true"));
    CU_ASSERT(has(&one, "\"left\": null"));
    CU_ASSERT(has(&one, "\"reason\": \"conflict\"") && has(&one, "\"coordination\": [") && has(&one, "\"gaps\": {"));
    CU_ASSERT(has(&one, "\"rules\": [") && has(&one, "\"shares\": [") && has(&one, "\"incomes\": ["));
    CU_ASSERT_EQUAL_FATAL(purse_report_plan_read(&again, "plan.json", one.data, one.length, m, &problems, NULL),
                          PURSE_OK);
    CU_ASSERT_EQUAL(purse_report_plan_json(&other, again, m, NULL, true, NULL), PURSE_OK);
    CU_ASSERT_STRING_EQUAL(one.data, other.data);
    CU_ASSERT_EQUAL(purse_plan_verify(again, m, 1e-6, &problems, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(problems.n_errors, 0);
    purse_problems_free(&problems);
    purse_text_free(&one);
    purse_text_free(&other);
    purse_plan_free(again);
    purse_plan_free(plan);
    purse_model_free(m);
}

static void test_csv(void)
{
    purse_model *m = load_scenario("tests/verify/rich.json");
    purse_plan *plan = load_plan(m, PURSE_REGIME_SILO, 0);
    const struct {
        purse_plan_table table;
        const char *header;
    } tests[] = {
        {PURSE_PLAN_TABLE_AWARDS,
         "regime,dial,kind,id,provider,service,contest,awarded,used,reason,rival,rule,own,other,why\n"},
        {PURSE_PLAN_TABLE_RULES, "regime,dial,rule,type,scope,provider,least,most,unit,value,limit,slack,state\n"},
        {PURSE_PLAN_TABLE_SHARES, "regime,dial,pot,kind,id,contacts,of_contacts,spend,of_spend\nsilo,,,sector,"},
        {PURSE_PLAN_TABLE_PLACES, "regime,dial,place,unmet,burden,demand,unmet_per_episode,burden_per_episode\n"},
        {PURSE_PLAN_TABLE_PROVIDERS,
         "regime,dial,provider,sector,quality,contacts,of_contacts,spend,of_spend,income,max_income\n"},
        {PURSE_PLAN_TABLE_PRICES, "regime,dial,kind,id,tier,prices_of,price,left,right,degenerate\nsilo,,pot,primary,"},
    };
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        purse_text out = {0};
        CU_ASSERT_EQUAL(purse_report_plan_csv(&out, tests[i].table, plan, m, NULL), PURSE_OK);
        CU_ASSERT(out.data && strncmp(out.data, tests[i].header, strlen(tests[i].header)) == 0);
        purse_text_free(&out);
    }
    purse_plan_free(plan);
    purse_model_free(m);
}

/* Burden differs by 10 of 1,000; bounds make that more or less than the gaps leave open. */
static void test_marks(void)
{
    purse_model *m = load_scenario("tests/verify/rich.json");
    purse_plan *silo = load_plan(m, PURSE_REGIME_SILO, 0), *pooled = load_plan(m, PURSE_REGIME_POOLED, 0);
    const purse_plan *both[] = {silo, pooled};
    purse_text out = {0};
    silo->n_tiers = pooled->n_tiers = 1;
    silo->totals.burden = 1010;
    pooled->totals.burden = 1000;
    silo->tier[0] = (purse_tier){.measure = PURSE_MEASURE_BURDEN, .value = 1010, .bound = 1005};
    pooled->tier[0] = (purse_tier){.measure = PURSE_MEASURE_BURDEN, .value = 1000, .bound = 1000};
    CU_ASSERT_EQUAL(purse_report_compare_text(&out, both, 2, m, (purse_view){0}, NULL), PURSE_OK);
    CU_ASSERT(has(&out, " -10.0\n"));
    CU_ASSERT_PTR_NULL(strchr(out.data, '~'));
    purse_text_free(&out);
    silo->tier[0].bound = 999.5;
    CU_ASSERT_EQUAL(purse_report_compare_text(&out, both, 2, m, (purse_view){0}, NULL), PURSE_OK);
    CU_ASSERT(has(&out, "~-10.0\n") && has(&out, "  ~ smaller than the gaps of the two plans allow one to claim.\n"));
    purse_text_free(&out);
    /* A tier before it that is not settled leaves nothing to claim. */
    silo->n_tiers = 2;
    silo->tier[1] = (purse_tier){.measure = PURSE_MEASURE_SPEND, .value = silo->totals.spend};
    silo->tier[1].bound = silo->tier[1].value;
    CU_ASSERT(isinf(compare_open(silo, pooled, PURSE_MEASURE_SPEND)));
    silo->tier[0].bound = 1010;
    CU_ASSERT(compare_open(silo, pooled, PURSE_MEASURE_SPEND) < 1);
    silo->tier[0].bound = 999.5;
    CU_ASSERT_EQUAL(purse_report_compare_json(&out, both, 2, m, NULL, NULL), PURSE_OK);
    CU_ASSERT(has(&out, "\"within_gaps\": [") && has(&out, "\"awards_that_differ\": ["));
    purse_text_free(&out);
    purse_plan_free(silo);
    purse_plan_free(pooled);
    purse_model_free(m);
}

static void test_awards_that_differ(void)
{
    purse_model *m = load_scenario("tests/verify/rich.json");
    purse_plan *silo = load_plan(m, PURSE_REGIME_SILO, 0), *pooled = load_plan(m, PURSE_REGIME_POOLED, 0);
    const purse_plan *both[] = {silo, pooled};
    int k = load_offer(m, "physio_charity");
    purse_text out = {0};
    silo->offers[k].awarded = true;
    pooled->offers[k].awarded = false;
    CU_ASSERT(compare_award_differs(both, 2, m, k) && !compare_award_differs(both, 1, m, k));
    CU_ASSERT(!compare_award_differs(both, 2, m, load_offer(m, "gp_north")));
    CU_ASSERT_EQUAL(purse_report_compare_text(&out, both, 2, m, (purse_view){0}, NULL), PURSE_OK);
    CU_ASSERT(has(&out, "\nAwards that differ\n") && has(&out, "physio_charity") && has(&out, "awarded  refused\n"));
    CU_ASSERT(has(&out, "open offers awarded"));
    purse_text_free(&out);
    CU_ASSERT_EQUAL(purse_report_compare_csv(&out, both, 2, m, NULL), PURSE_OK);
    CU_ASSERT(has(&out, ",offer,physio_charity,,awarded,1\n") && has(&out, ",answer,,,awards,"));
    CU_ASSERT(has(&out, ",sector,charity,,of_spend,") && has(&out, ",place,north,,burden_per_episode,"));
    purse_text_free(&out);
    purse_plan_free(silo);
    purse_plan_free(pooled);
    purse_model_free(m);
}

int main(void)
{
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("answers", NULL, NULL);
    CU_ADD_TEST(suite, test_words);
    CU_ADD_TEST(suite, test_tables);
    CU_ADD_TEST(suite, test_document);
    CU_ADD_TEST(suite, test_csv);
    CU_ADD_TEST(suite, test_marks);
    CU_ADD_TEST(suite, test_awards_that_differ);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed > 0;
}
